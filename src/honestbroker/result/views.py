"""The result of asking what parties hold to be true of each other, and what follows from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from honestbroker.result.base import Question, Scope
from honestbroker.result.paths import Step

__all__ = [
    "Expected",
    "Learned",
    "Mistaken",
    "Pictured",
    "ReachedByPlay",
    "Revealed",
    "Views",
]

Names = tuple[str, ...]


@dataclass(frozen=True)
class Pictured:
    """One thing that a party takes to be otherwise in another party's list.

    Attributes
    ----------
    viewer, about : str
        Who has the picture, and of whose list.
    kind : str
        move, drop, insert, replace or ranking.
    what : str or None
        The statement; None for a ranking.
    by : str or None
        What a replaced statement is taken to be.
    position, length : int or None
        The statement's 1-based place in the list as it is seen, and that list's length; None where
        it is not seen in it.
    before, before_length : int or None
        The same in the true list.
    cites : tuple of str
        What the picture rests on.
    judged, sure : str or None
        Who judged it, and how sure.
    """

    viewer: str
    about: str
    kind: str
    what: str | None
    by: str | None
    position: int | None
    length: int | None
    before: int | None
    before_length: int | None
    cites: Names
    judged: str | None
    sure: str | None

    def to_dict(self) -> dict[str, Any]:
        """The picture as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class Mistaken:
    """A state that holds, or does not, only because somebody is mistaken.

    `mistaken` are the parties whose verdict on it differs between their view and the true lists.
    """

    id: str
    state: Names
    outcomes: Names
    mistaken: Names

    def to_dict(self) -> dict[str, Any]:
        """The state as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class Expected:
    """What a mistaken party expects to hold: the equilibria of the case as it sees it.

    `holding` is how many there are; `wrongly` are ids of those that are no equilibria of the true
    lists, `overlooked` ids of equilibria of the true lists that it does not expect.
    """

    viewer: str
    holding: int
    wrongly: Names
    overlooked: Names

    def to_dict(self) -> dict[str, Any]:
        """The expectation as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class ReachedByPlay:
    """Whether deterred play reaches a named outcome, in the parties' views and with all true.

    `bad` is what the case says of the outcome; `path` is a shortest one in the views, None where
    the outcome is not reached in them.
    """

    outcome: str
    bad: bool
    in_views: bool
    in_truth: bool
    path: tuple[Step, ...] | None

    @property
    def by_mistake(self) -> bool:
        """Whether it is reached only because somebody's view is wrong."""
        return self.in_views and not self.in_truth

    @property
    def escalation(self) -> bool:
        """Whether this is escalation by mistake: a bad outcome reached by mistake."""
        return self.bad and self.by_mistake

    def to_dict(self) -> dict[str, Any]:
        """The outcome as JSON values.

        Returns
        -------
        dict
            One key for each attribute, and ``by_mistake`` and ``escalation``.
        """
        return {
            "outcome": self.outcome,
            "bad": self.bad,
            "in_views": self.in_views,
            "in_truth": self.in_truth,
            "by_mistake": self.by_mistake,
            "escalation": self.escalation,
            "path": None if self.path is None else [step.to_dict() for step in self.path],
        }


@dataclass(frozen=True)
class Revealed:
    """What it would change if `viewer` learned the true list of `about`, nothing else.

    `holding` and `ceasing` are ids of states that would begin or cease to hold in the views,
    `gained` and `lost` the named outcomes that deterred play would begin or cease to reach.
    """

    viewer: str
    about: str
    holding: Names
    ceasing: Names
    gained: Names
    lost: Names

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class Learned:
    """What it would change if some parties learned some true lists, all at once.

    Attributes
    ----------
    pairs : tuple of (str, str)
        Who learns whose list.
    mistaken : tuple of (str, str)
        Those of them where the party takes the list to be otherwise now; the others change nothing.
    before, after : int
        How many states hold by mistake, in the views as they are and afterwards.
    dissolved, arising : tuple of Mistaken
        States that hold by mistake only before, and only afterwards.
    bad_before, bad_after : tuple of str
        The outcomes marked as bad that deterred play reaches, before and afterwards.
    gained, lost : tuple of str
        The named outcomes that it reaches only afterwards, and only before.
    """

    pairs: tuple[tuple[str, str], ...]
    mistaken: tuple[tuple[str, str], ...]
    before: int
    after: int
    dissolved: tuple[Mistaken, ...]
    arising: tuple[Mistaken, ...]
    bad_before: Names
    bad_after: Names
    gained: Names
    lost: Names

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            **asdict(self),
            **{
                key: [{"viewer": viewer, "about": about} for viewer, about in pairs]
                for key, pairs in (("pairs", self.pairs), ("mistaken", self.mistaken))
            },
        }


@dataclass(frozen=True, repr=False)
class Views:
    """What follows from the parties' views of each other.

    Attributes
    ----------
    question : Question
        The case.
    scope : Scope
        Exhaustive.
    concept : str
        seq or sseq: under the others nobody's verdict depends on a view.
    views : tuple of Pictured
        Who takes whose list to be otherwise, edit by edit.
    holding : int
        How many states hold in the views: every party finds them stable in its own view.
    truly : int
        How many are equilibria of the true lists.
    by_mistake : tuple of Mistaken
        States that hold in the views and are no equilibrium of the true lists.
    missed : tuple of Mistaken
        Equilibria of the true lists that somebody, in its view, would leave.
    expected : tuple of Expected
        For each mistaken party what it expects to hold.
    play : tuple of ReachedByPlay
        Named outcomes that deterred play reaches, in the views or in truth.
    revealed : tuple of Revealed
        What revealing one list to one party would change.
    """

    question: Question
    scope: Scope
    concept: str
    views: tuple[Pictured, ...]
    holding: int
    truly: int
    by_mistake: tuple[Mistaken, ...]
    missed: tuple[Mistaken, ...]
    expected: tuple[Expected, ...]
    play: tuple[ReachedByPlay, ...]
    revealed: tuple[Revealed, ...]

    def __repr__(self) -> str:
        return (
            f"<Views in {self.question.case}: {len(self.by_mistake)} states hold by mistake, "
            f"{len(self.missed)} do not>"
        )

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema views`` describes them.

        Returns
        -------
        dict
            What ``honestbroker views --json`` prints.
        """
        return {
            **self.question.head("views", self.scope),
            "concept": self.concept,
            "views": [one.to_dict() for one in self.views],
            "holding": self.holding,
            "truly": self.truly,
            "by_mistake": [state.to_dict() for state in self.by_mistake],
            "missed": [state.to_dict() for state in self.missed],
            "expected": [one.to_dict() for one in self.expected],
            "play": [outcome.to_dict() for outcome in self.play],
            "revealed": [one.to_dict() for one in self.revealed],
        }
