"""The result of comparing analysts, and of following a crisis over dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from honestbroker.result.base import Question, Scope
from honestbroker.result.sensitivity import Counts, Flip

__all__ = [
    "Comparison",
    "DifferenceItem",
    "Explained",
    "Moment",
    "PairOfVersions",
    "StateHeld",
    "Timeline",
    "Turn",
    "VersionTold",
]

Value = bool | str | None


@dataclass(frozen=True)
class VersionTold:
    """One analyst's version: what it is called, its profile, author, changes."""

    label: str
    case: str
    profile: str | None
    author: str | None
    changes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The version as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class DifferenceItem:
    """One thing on which two versions differ.

    Attributes
    ----------
    kind : str
        statement, ranking, flag, group, way, term, rules, couplings, status_quo, reference.
    party : str or None
        Whose statement or ranking.
    what : str
        The statement, flag, option, term, or the group's members.
    how : str
        ``moved``, ``reworded``, ``only in the first``, ``only in the second``, ``differs``.
    first, second : int or None
        The statement's 1-based place in either list.
    """

    kind: str
    party: str | None
    what: str
    how: str
    first: int | None = None
    second: int | None = None

    @property
    def id(self) -> str:
        """The thing in short."""
        return f"{self.party}: {self.what}" if self.party else self.what

    def to_dict(self) -> dict[str, Any]:
        """The difference as JSON values.

        Returns
        -------
        dict
            One key for each attribute, and ``id``.
        """
        return {"id": self.id, **asdict(self)}


@dataclass(frozen=True)
class Explained:
    """A claim on which two versions differ, and the smallest sets of differences that explain it.

    `sets` holds positions in the list of differences: the first version, with each of them as in
    the second, comes to the second's value, and no smaller set does that. Empty if none was found
    within what was tried.
    """

    flip: Flip
    sets: tuple[tuple[int, ...], ...]
    tried: int
    exhaustive: bool

    def to_dict(self) -> dict[str, Any]:
        """The explanation as JSON values.

        Returns
        -------
        dict
            The flip, and one key for each attribute.
        """
        return {
            **self.flip.to_dict(),
            "sets": [list(one) for one in self.sets],
            "tried": self.tried,
            "exhaustive": self.exhaustive,
        }


@dataclass(frozen=True)
class PairOfVersions:
    """Two versions: where they differ, and which differences explain which claims."""

    first: str
    second: str
    differences: tuple[DifferenceItem, ...]
    explained: tuple[Explained, ...]

    def to_dict(self) -> dict[str, Any]:
        """The pair as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            "first": self.first,
            "second": self.second,
            "differences": [one.to_dict() for one in self.differences],
            "explained": [one.to_dict() for one in self.explained],
        }


@dataclass(frozen=True, repr=False)
class Comparison:
    """Analysts side by side.

    Attributes
    ----------
    question : Question
        The first version.
    scope : Scope
        Exhaustive unless an explanation was cut short.
    versions : tuple of VersionTold
        The analysts.
    claims : dict
        From each headline claim to its values, one for each version.
    pairs : tuple of PairOfVersions
        The first version against each other one.
    pooled : dict
        From claim to value to number of analysts.
    counts : tuple of Counts
        With draws: how often each claim came to each value over all analysts, each drawn as often.
    """

    question: Question
    scope: Scope
    versions: tuple[VersionTold, ...]
    claims: Mapping[str, tuple[Value, ...]]
    pairs: tuple[PairOfVersions, ...]
    pooled: Mapping[str, Mapping[str, int]]
    counts: tuple[Counts, ...]

    def __repr__(self) -> str:
        apart = sum(len(set(map(str, values))) > 1 for values in self.claims.values())
        return f"<Comparison of {len(self.versions)} versions: {apart} claims differ>"

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema compare`` describes them.

        Returns
        -------
        dict
            What ``honestbroker compare --json`` prints.
        """
        return {
            **self.question.head("compare", self.scope),
            "versions": [one.to_dict() for one in self.versions],
            "claims": {name: list(values) for name, values in self.claims.items()},
            "pairs": [one.to_dict() for one in self.pairs],
            "pooled": {name: dict(values) for name, values in self.pooled.items()},
            "counts": [one.to_dict() for one in self.counts],
        }


@dataclass(frozen=True)
class StateHeld:
    """A state that holds at a date: its options, outcomes, whether reached then and sound."""

    id: str
    state: tuple[str, ...]
    outcomes: tuple[str, ...]
    today: bool
    sound: bool

    def to_dict(self) -> dict[str, Any]:
        """The state as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class Moment:
    """A dated profile and what is so then."""

    profile: str
    date: str
    post_hoc: bool
    trigger: Mapping[str, str] | None
    claims: Mapping[str, Value]
    holding: tuple[StateHeld, ...]

    def to_dict(self) -> dict[str, Any]:
        """The moment as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return {
            "profile": self.profile,
            "date": self.date,
            "post_hoc": self.post_hoc,
            "trigger": None if self.trigger is None else dict(self.trigger),
            "claims": dict(self.claims),
            "holding": [state.to_dict() for state in self.holding],
        }


@dataclass(frozen=True)
class Turn:
    """What changed between two moments, and which of the differences did it.

    `gained` and `lost` are the states that begin or cease to hold.
    """

    pair: PairOfVersions
    trigger: Mapping[str, str] | None
    gained: tuple[StateHeld, ...]
    lost: tuple[StateHeld, ...]

    def to_dict(self) -> dict[str, Any]:
        """The turn as JSON values.

        Returns
        -------
        dict
            The pair, and one key for each other attribute.
        """
        return {
            **self.pair.to_dict(),
            "trigger": None if self.trigger is None else dict(self.trigger),
            "gained": [state.to_dict() for state in self.gained],
            "lost": [state.to_dict() for state in self.lost],
        }


@dataclass(frozen=True, repr=False)
class Timeline:
    """A crisis over its dated profiles.

    Attributes
    ----------
    question : Question
        The case.
    scope : Scope
        Exhaustive unless an explanation was cut short.
    moments : tuple of Moment
        By date.
    turns : tuple of Turn
        Between each moment and the next.
    """

    question: Question
    scope: Scope
    moments: tuple[Moment, ...]
    turns: tuple[Turn, ...]

    def __repr__(self) -> str:
        dates = ", ".join(f"{moment.profile} ({moment.date})" for moment in self.moments)
        return f"<Timeline of {self.question.case}: {dates}>"

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema timeline`` describes them.

        Returns
        -------
        dict
            What ``honestbroker timeline --json`` prints.
        """
        return {
            **self.question.head("timeline", self.scope),
            "moments": [moment.to_dict() for moment in self.moments],
            "turns": [turn.to_dict() for turn in self.turns],
        }
