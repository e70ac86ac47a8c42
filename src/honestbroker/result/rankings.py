"""The result of asking which rankings make a state stable: comparisons, and exact counts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fractions import Fraction
from math import factorial
from typing import Any, Final

from honestbroker.result.base import Question, Scope

__all__ = ["MoveCondition", "PartyCondition", "Rankings"]

_READABLE: Final = 20
"""With more states the numbers of rankings are written as factorials."""

States = tuple[str, ...]
"""Ids of states."""


@dataclass(frozen=True)
class MoveCondition:
    """What takes the worth out of one move of the party: one of these sets, ranked no higher.

    `to` is the move's end. Each of `alternatives` is a set of states; the move is no threat to the
    target exactly if some alternative's states are all ranked no higher than the target.
    """

    to: str
    alternatives: tuple[States, ...]

    def to_dict(self) -> dict[str, Any]:
        """The condition as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class PartyCondition:
    """Which rankings of one party make the target stable for it, the others as given.

    Attributes
    ----------
    party : str
        The party.
    stable : bool
        Whether its own ranking does.
    moves : tuple of MoveCondition
        One for each of its moves from the target: all must be met.
    minimal : tuple of tuple of str
        All minimal sets of states such that the target is stable if the party ranks every state of
        one set no higher than the target. The empty set: whatever it ranks.
    share : Fraction
        The share of all strict rankings that make it stable.
    states : int
        How many states there are.
    """

    party: str
    stable: bool
    moves: tuple[MoveCondition, ...]
    minimal: tuple[States, ...]
    share: Fraction
    states: int

    @property
    def rankings(self) -> int:
        """How many strict rankings of all states there are."""
        return factorial(self.states)

    @property
    def count(self) -> int:
        """How many of them make the target stable for the party."""
        return int(self.rankings * self.share)

    def written(self) -> tuple[str, str]:
        """The two numbers, as factorials where they are too long to read.

        Returns
        -------
        rankings, count : str
            Such as ``720`` and ``384``, or ``9280!`` and ``1/32 * 9280!``.
        """
        if self.states <= _READABLE:
            return str(self.rankings), str(self.count)
        return f"{self.states}!", f"{self.share} * {self.states}!"

    def to_dict(self) -> dict[str, Any]:
        """The condition as JSON values.

        Returns
        -------
        dict
            One key for each attribute; the numbers of rankings as texts, as they are large.
        """
        return {
            "party": self.party,
            "stable": self.stable,
            "moves": [move.to_dict() for move in self.moves],
            "minimal": [list(some) for some in self.minimal],
            "share": str(self.share),
            "rankings": self.written()[0],
            "count": self.written()[1],
        }


@dataclass(frozen=True, repr=False)
class Rankings:
    """Which rankings make a state stable.

    Attributes
    ----------
    question : Question
        The case asked about.
    scope : Scope
        Exhaustive.
    concept : str
        The stability concept.
    target : str
        The state's id.
    state : tuple of str
        Its options.
    parties : tuple of PartyCondition
        One for each party asked about.
    unstable : tuple of str
        Parties that are not asked about and for whom the target is not stable as things are.
    depends : bool
        Whether the verdicts of the others could change with the rankings asked about (seq, sseq).
    share : Fraction
        Of all profiles of strict rankings of the parties asked about, the share that makes the
        target stable for all of these.
    """

    question: Question
    scope: Scope
    concept: str
    target: str
    state: tuple[str, ...]
    parties: tuple[PartyCondition, ...]
    unstable: tuple[str, ...]
    depends: bool
    share: Fraction

    def __repr__(self) -> str:
        asked = ", ".join(f"{one.party} {one.share}" for one in self.parties)
        return f"<Rankings for {self.target} under {self.concept}: {asked}>"

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema rankings`` describes them.

        Returns
        -------
        dict
            What ``honestbroker rankings --json`` prints.
        """
        return {
            **self.question.head("rankings", self.scope),
            "concept": self.concept,
            "target": self.target,
            "state": list(self.state),
            "parties": [one.to_dict() for one in self.parties],
            "unstable": list(self.unstable),
            "depends": self.depends,
            "share": str(self.share),
        }
