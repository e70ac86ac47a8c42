"""The result of the main job: where a crisis stands, what could be reached, what it rests on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from honestbroker.result.paths import Paths, Step
from honestbroker.result.why import Decision

__all__ = ["Founding", "OutcomeStanding", "Overview", "Reluctance"]


@dataclass(frozen=True)
class Reluctance:
    """A single option a party could change today, and what decides whether it would."""

    party: str
    step: Step
    because: Decision

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class OutcomeStanding:
    """How a named outcome stands.

    Attributes
    ----------
    id : str
        The outcome.
    states : int
        In how many feasible states it is true.
    holding : tuple of str
        Ids of the states among them that hold (nash).
    sound : tuple of str
        Ids of those that hold, are reached today, and are no trap and no regret for anybody.
    best : str or None
        The id of the holding state that is easiest to reach.
    tag : str or None
        That state's tag.
    never_for : tuple of str
        Parties that would move away from every one of the outcome's states.
    """

    id: str
    states: int
    holding: tuple[str, ...]
    sound: tuple[str, ...]
    best: str | None
    tag: str | None
    never_for: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class Founding:
    """On what the case rests: how many judgements of fact, and which have no source.

    `lines` are the statements that decide nothing among the feasible states: ``(party, statement,
    why)``, why being ``constant`` or ``idle``.
    """

    items: int
    cited: int
    judged_only: int
    unsourced: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """The same as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            "items": self.items,
            "cited": self.cited,
            "judged_only": self.judged_only,
            "unsourced": [{"kind": kind, "id": id} for kind, id in self.unsourced],
            "lines": [
                {"party": party, "statement": id, "why": why} for party, id, why in self.lines
            ],
        }


@dataclass(frozen=True, repr=False)
class Overview:
    """Where a crisis stands.

    Attributes
    ----------
    paths : Paths
        Today's state, what can be reached, what holds.
    counts : dict
        How many equilibria each concept has.
    feasible, combinations : int
        States that satisfy every rule, and all combinations of options.
    reluctance : tuple of Reluctance
        Why nobody moves first: every single option that could be changed today.
    outcomes : tuple of OutcomeStanding
        Every named outcome.
    founding : Founding
        Sources and judgements.
    silent : int
        How many questions the sources leave open.
    """

    paths: Paths
    counts: dict[str, int]
    feasible: int
    combinations: int
    reluctance: tuple[Reluctance, ...]
    outcomes: tuple[OutcomeStanding, ...]
    founding: Founding
    silent: tuple[str, ...]

    def __repr__(self) -> str:
        question = self.paths.question
        return f"<Overview of {question.case}, profile {question.profile}>"

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema overview`` describes them.

        Returns
        -------
        dict
            What ``honestbroker run --json`` prints.
        """
        told = self.paths.to_dict()
        told["kind"] = "overview"
        return {
            **told,
            "states": {"combinations": self.combinations, "feasible": self.feasible},
            "equilibria": dict(self.counts),
            "reluctance": [found.to_dict() for found in self.reluctance],
            "outcomes": [outcome.to_dict() for outcome in self.outcomes],
            "founding": self.founding.to_dict(),
            "says_nothing_about": list(self.silent),
        }
