"""The result of asking why: a state for its parties, one over another, the way between two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from honestbroker.result.base import Question, Scope
from honestbroker.result.paths import Deal, Reached, Step

__all__ = ["Decision", "Improvement", "Needed", "PartyView", "Preferred", "Route", "Why"]


@dataclass(frozen=True)
class Decision:
    """What decides between two states for a party: the first statement on which they differ.

    Attributes
    ----------
    party : str
        Whose list.
    prefers : str
        ``first``, ``second`` or ``neither`` (a tie).
    statement : str or None
        The deciding statement's id; None for a tie or a direct ranking.
    position, length : int or None
        Its 1-based position in the list, and the list's length.
    want : str or None
        Its formula as the analyst wrote it.
    firm : bool
        Whether it is a principle.
    place : str or None
        File, line and column of the statement, or of the ranking.
    cites : tuple of str
        Its citations.
    judged : str or None
        Who judged it, and when.
    sure : str or None
        How sure the judgement is: ``high``, ``medium``, ``low``.
    """

    party: str
    prefers: str
    statement: str | None
    position: int | None
    length: int | None
    want: str | None
    firm: bool
    place: str | None
    cites: tuple[str, ...]
    judged: str | None
    sure: str | None

    def to_dict(self) -> dict[str, Any]:
        """The decision as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class Improvement:
    """A move a party would want, why, and how the others would answer.

    `answers` has, for each concept with a sanction, the others' steps (in seq and sseq each an
    improvement for its mover); a concept that is missing has no sanction. `after` decides, for the
    party, between the state it started from (first) and where seq's or else gmr's answer leaves it
    (second).
    """

    step: Step
    state: tuple[str, ...]
    because: Decision
    plain: bool
    answers: Mapping[str, tuple[Step, ...]]
    after: Decision | None

    def to_dict(self) -> dict[str, Any]:
        """The improvement as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            "step": self.step.to_dict(),
            "state": list(self.state),
            "because": self.because.to_dict(),
            "plain": self.plain,
            "answers": {
                concept: [step.to_dict() for step in steps]
                for concept, steps in self.answers.items()
            },
            "after": None if self.after is None else self.after.to_dict(),
        }


@dataclass(frozen=True)
class Needed:
    """How much higher a party would have to rank a state to stay there, all else as it is.

    Attributes
    ----------
    concept : str
        The concept under which it would stay.
    level_with : str
        Id of a state it would have to rank the state at least as high as; of several that are tied
        the one that differs in the fewest options.
    state : tuple of str
        That state's options.
    passes : int
        Of how many states it would have to become at least the equal.
    higher : int
        How many states the party ranks higher now.
    """

    concept: str
    level_with: str
    state: tuple[str, ...]
    passes: int
    higher: int

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class PartyView:
    """One party at one state: under which concepts it stays, all it would rather do, what it needs.

    `needs` says, for each concept under which it would leave, the least rise that would make it
    stay.
    """

    party: str
    stable_under: tuple[str, ...]
    can_move: bool
    improvements: tuple[Improvement, ...]
    needs: tuple[Needed, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The view as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            "party": self.party,
            "stable_under": list(self.stable_under),
            "can_move": self.can_move,
            "improvements": [found.to_dict() for found in self.improvements],
            "needs": [found.to_dict() for found in self.needs],
        }


@dataclass(frozen=True, repr=False)
class Why:
    """Why a state holds or does not, party by party."""

    question: Question
    scope: Scope
    state: Reached
    parties: tuple[PartyView, ...]
    deals: tuple[Deal, ...]

    def __repr__(self) -> str:
        return f"<Why {self.state} in {self.question.case}: {self.state.holds}>"

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema why`` describes them.

        Returns
        -------
        dict
            What ``honestbroker explain --json`` prints.
        """
        return {
            **self.question.head("why", self.scope),
            "state": self.state.to_dict(),
            "parties": [view.to_dict() for view in self.parties],
            "deals": [deal.to_dict() for deal in self.deals],
        }


@dataclass(frozen=True, repr=False)
class Preferred:
    """Which of two states each party prefers, and which statement decides."""

    question: Question
    scope: Scope
    first: tuple[str, ...]
    second: tuple[str, ...]
    decisions: tuple[Decision, ...]

    def __repr__(self) -> str:
        told = ", ".join(f"{d.party} {d.prefers}" for d in self.decisions)
        return f"<Preferred in {self.question.case}: {told}>"

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema preferred`` describes them.

        Returns
        -------
        dict
            What ``honestbroker explain --over --json`` prints.
        """
        return {
            **self.question.head("preferred", self.scope),
            "first": list(self.first),
            "second": list(self.second),
            "decisions": [decision.to_dict() for decision in self.decisions],
        }


@dataclass(frozen=True, repr=False)
class Route:
    """How to get from one state to another: the steps, and why each mover would take its own."""

    question: Question
    scope: Scope
    start: tuple[str, ...]
    end: Reached
    reasons: tuple[tuple[Decision, ...], ...]

    def __repr__(self) -> str:
        tag = self.end.tag.name if self.end.tag else "unknown"
        return f"<Route in {self.question.case}: {tag}>"

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema route`` describes them.

        Returns
        -------
        dict
            What ``honestbroker explain --from --json`` prints.
        """
        return {
            **self.question.head("route", self.scope),
            "start": list(self.start),
            "end": self.end.to_dict(),
            "reasons": [[decision.to_dict() for decision in some] for some in self.reasons],
        }
