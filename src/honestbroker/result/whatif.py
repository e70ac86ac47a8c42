"""The result of an inverse question: what would have to change for something to hold, or not to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from honestbroker.result.base import Question, Scope

__all__ = [
    "Answer",
    "Crossing",
    "EditTold",
    "Names",
    "Target",
    "Told",
    "TrapTold",
    "Tried",
    "WhatIf",
]

Names = tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """What shall become true.

    Attributes
    ----------
    text : str
        The outcome's id, its formula, or the state, as asked.
    state : bool
        Whether one exact state is meant.
    concept : str
        The stability concept.
    via_closed : bool
        Whether deals of closed groups count for what is reached.
    every : bool
        Whether it is asked of every equilibrium that is reached, not of one.
    anywhere : bool
        Whether it need not be reached.
    stops : bool
        Whether the question is what would make it no longer true.
    """

    text: str
    state: bool = False
    concept: str = "nash"
    via_closed: bool = False
    every: bool = False
    anywhere: bool = False
    stops: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The target as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class EditTold:
    """One edit, with what tells it in words.

    Attributes
    ----------
    id : str
        What it does, in short.
    kind : str
        move, drop, insert, set, open, way or change.
    party : str or None
        Whose list, or whose option.
    what : str
        The statement, flag, option, change, or the members of the group.
    before, position : int or None
        The statement's 1-based place before and after, in the list as this edit finds it.
    value : str or None
        The flag's value, the option's way.
    passed : tuple of str
        For a move: the statements it passes, in the order in which it passes them.
    displacement : int
        How far it goes: see `honestbroker.neighbourhood`.
    cites : tuple of str
        What the statement, flag, option or group it alters rests on.
    judged, sure : str or None
        Who judged that, and how sure.
    """

    id: str
    kind: str
    party: str | None
    what: str
    before: int | None
    position: int | None
    value: str | None
    passed: Names
    displacement: int
    cites: Names
    judged: str | None
    sure: str | None

    def to_dict(self) -> dict[str, Any]:
        """The edit as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class Told:
    """A state that makes the target true: its id, its options, its outcomes.

    `channels` holds all smallest sets of closed groups that must talk for it to be reached.
    """

    id: str
    state: Names
    outcomes: Names
    channels: tuple[tuple[Names, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """The state as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True)
class TrapTold:
    """A trap that an answer brings: the state, who is trapped, what it would undo, if reached."""

    state: Names
    party: str
    options: Names
    today: bool

    def to_dict(self) -> dict[str, Any]:
        """The trap as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


class Crossing(NamedTuple):
    """A statement of a party that crosses a firm one."""

    party: str
    statement: str
    firm: str


@dataclass(frozen=True)
class Answer:
    """One smallest set of edits that does it, and what else it does.

    Attributes
    ----------
    edits : tuple of EditTold
        The edits, in the order in which they are made.
    displacement : int
        The sum of theirs.
    also : tuple of tuple of str
        Other sets of as many edits that give the same case.
    crosses : tuple of (str, str, str)
        Party, statement, and the firm statement it crosses.
    states : tuple of Told
        The states that make the target true; empty for what stops.
    gained, lost : tuple of str
        Named outcomes that stand with it and did not, or did and no longer do.
    traps : tuple of TrapTold
        Equilibria that become traps.
    """

    edits: tuple[EditTold, ...]
    displacement: int
    also: tuple[Names, ...]
    crosses: tuple[Crossing, ...]
    states: tuple[Told, ...]
    gained: Names
    lost: Names
    traps: tuple[TrapTold, ...]

    @property
    def parties(self) -> Names:
        """Whose lists or options it alters, without repetition."""
        return tuple(dict.fromkeys(edit.party for edit in self.edits if edit.party is not None))

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON values.

        Returns
        -------
        dict
            One key for each attribute, and ``size`` and ``parties``.
        """
        return {
            "size": len(self.edits),
            "displacement": self.displacement,
            "parties": list(self.parties),
            "edits": [edit.to_dict() for edit in self.edits],
            "also": [list(ids) for ids in self.also],
            "crosses": [crossing._asdict() for crossing in self.crosses],
            "states": [state.to_dict() for state in self.states],
            "gained": list(self.gained),
            "lost": list(self.lost),
            "traps": [trap.to_dict() for trap in self.traps],
        }


@dataclass(frozen=True)
class Tried:
    """How much was tried at one size.

    Attributes
    ----------
    size : int
        How many edits a set has.
    sets : int
        How many sets of edits there are that can be made, in an order in which they can.
    cases : int
        How many different cases they give that no smaller set gives.
    left_out : int
        Of these, how many were not looked at as a smaller answer is part of every set that gives
        them.
    void : int
        How many were void: the status quo or the reference breaks a rule, or nothing is feasible.
    answers : int
        How many make the target true.
    """

    size: int
    sets: int
    cases: int
    left_out: int
    void: int
    answers: int

    def to_dict(self) -> dict[str, Any]:
        """The numbers as JSON values.

        Returns
        -------
        dict
            One key for each attribute.
        """
        return asdict(self)


@dataclass(frozen=True, repr=False)
class WhatIf:
    """What would have to change.

    Attributes
    ----------
    question : Question
        The case asked about.
    scope : Scope
        Bounded by the size of the sets that were tried.
    target : Target
        What shall become true.
    already : bool
        Whether it is true without any edit; then the empty set is the answer.
    states : tuple of Told
        The states that make it true already.
    neighbourhood : dict
        How many single edits of each kind there are.
    left_out : tuple of str
        Named changes that are not tried because they touch a firm statement.
    tried : tuple of Tried
        How much was tried, size by size.
    answers : tuple of Answer
        All smallest sets of edits, fewest edits first, then least displacement.
    """

    question: Question
    scope: Scope
    target: Target
    already: bool
    states: tuple[Told, ...]
    neighbourhood: Mapping[str, int]
    left_out: Names
    tried: tuple[Tried, ...]
    answers: tuple[Answer, ...]

    def __repr__(self) -> str:
        found = "true already" if self.already else f"{len(self.answers)} answers"
        return f"<WhatIf {self.target.text} in {self.question.case}: {found}>"

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values; ``honestbroker schema whatif`` describes them.

        Returns
        -------
        dict
            What ``honestbroker whatif --json`` prints.
        """
        return {
            **self.question.head("whatif", self.scope),
            "target": self.target.to_dict(),
            "already": self.already,
            "states": [state.to_dict() for state in self.states],
            "neighbourhood": dict(self.neighbourhood),
            "left_out": list(self.left_out),
            "tried": [tried.to_dict() for tried in self.tried],
            "answers": [answer.to_dict() for answer in self.answers],
        }
