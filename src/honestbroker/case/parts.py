"""The parts of a case: parties, options, statements, rankings, groups, edits, profiles."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from honestbroker.case.sources import UNSOURCED, Evidence, Place, Text
from honestbroker.formula import Formula

__all__ = [
    "WAYS",
    "AddGroup",
    "AddOption",
    "AddRule",
    "Arc",
    "Change",
    "Check",
    "Coupling",
    "Define",
    "Drop",
    "DropOption",
    "DropRule",
    "Edit",
    "EditKind",
    "Flag",
    "Group",
    "Insert",
    "Move",
    "NamedState",
    "Option",
    "Outcome",
    "Party",
    "Preference",
    "Profile",
    "Ranking",
    "Replace",
    "Reveal",
    "Rule",
    "SetFlag",
    "SetGroup",
    "SetList",
    "SetWay",
    "Spot",
    "State",
    "Statement",
    "Statements",
    "Term",
    "View",
]

WAYS: Final = ("both", "forward", "backward", "fixed")
"""What can be undone: ``both``; ``forward`` (taken, never undone); ``backward`` (given up, never
taken again); ``fixed`` (never changed by a move)."""

State = frozenset[str]
"""A state, as the ids of its taken options."""


@dataclass(frozen=True)
class Party:
    """Who decides."""

    id: str
    name: Text
    place: Place | None = None


@dataclass(frozen=True)
class Option:
    """Something one party can take or give up.

    `name` completes "North Korea would ..." for taking it, `undo` the same for giving it up.
    """

    id: str
    party: str
    name: Text
    undo: Text | None = None
    way: str = "both"
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Term:
    """A name for a formula."""

    id: str
    formula: Formula
    name: Text | None = None
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Flag:
    """A constant of a profile: true or false in every state."""

    id: str
    value: bool
    name: Text | None = None
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Rule:
    """What must hold in every state."""

    id: str
    formula: Formula
    name: Text | None = None
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Group:
    """Parties that could strike a deal; `open` when they have a working channel today."""

    members: tuple[str, ...]
    open: bool
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Outcome:
    """A named formula over states; `bad` if nobody should want to get there by mistake."""

    id: str
    formula: Formula
    name: Text
    bad: bool = False
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Statement:
    """One line of a party's ordered list.

    `firm` marks a principle, `audience` a line kept for an audience at home; statements of one
    party that share a `block` number stand in an order the analyst does not know.
    """

    id: str
    want: Formula
    name: Text | None = None
    firm: bool = False
    audience: bool = False
    block: int | None = None
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Statements:
    """A party's preferences as statements, most important first."""

    lines: tuple[Statement, ...]
    place: Place | None = None


@dataclass(frozen=True)
class Ranking:
    """A party's preferences as states from best to worst; the states of one tier are tied."""

    tiers: tuple[tuple[State, ...], ...]
    evidence: Evidence = UNSOURCED
    place: Place | None = None


Preference = Statements | Ranking


@dataclass(frozen=True)
class NamedState:
    """A state of a case that lists its moves.

    It merges the combinations in `members`, or all feasible ones that satisfy `where`.
    """

    id: str
    members: tuple[State, ...]
    where: Formula | None = None
    name: Text | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Arc:
    """A listed move of a party between two named states."""

    party: str
    source: str
    target: str
    place: Place | None = None


@dataclass(frozen=True)
class Coupling:
    """When a move takes (or gives up) `option`, the responses in `then` follow at once."""

    option: str
    taken: bool
    then: tuple[tuple[str, bool], ...]
    place: Place | None = None


@dataclass(frozen=True)
class Check:
    """An analyst's sanity test: `party` ranks `better` above `worse`."""

    party: str
    better: State
    worse: State
    profile: str | None = None
    place: Place | None = None


# Edits: what a change is made of. `honestbroker.changes` says what each does.


@dataclass(frozen=True)
class Spot:
    """A position in a list: exactly one of a 1-based position, after a line, before a line."""

    to: int | None = None
    after: str | None = None
    before: str | None = None


@dataclass(frozen=True)
class SetFlag:
    """Set a flag."""

    flag: str
    value: bool


@dataclass(frozen=True)
class AddOption:
    """Add an option, taken in the status quo or not."""

    option: Option
    taken: bool


@dataclass(frozen=True)
class DropOption:
    """Drop an option, which keeps one value for good."""

    option: str
    value: bool


@dataclass(frozen=True)
class SetWay:
    """Change what can be undone about an option."""

    option: str
    way: str


@dataclass(frozen=True)
class Insert:
    """Insert a statement into a party's list."""

    party: str
    statement: Statement
    spot: Spot


@dataclass(frozen=True)
class Drop:
    """Drop a statement."""

    party: str
    statement: str


@dataclass(frozen=True)
class Move:
    """Move a statement within its list; positions count after it was taken out."""

    party: str
    statement: str
    spot: Spot


@dataclass(frozen=True)
class Replace:
    """Put another statement in a statement's place."""

    party: str
    statement: str
    by: Statement


@dataclass(frozen=True)
class Define:
    """Redefine a term."""

    term: str
    formula: Formula


@dataclass(frozen=True)
class SetGroup:
    """Open or close a group."""

    members: tuple[str, ...]
    open: bool


@dataclass(frozen=True)
class AddGroup:
    """Add a group."""

    group: Group


@dataclass(frozen=True)
class AddRule:
    """Add a rule."""

    rule: Rule


@dataclass(frozen=True)
class DropRule:
    """Drop a rule."""

    rule: str


@dataclass(frozen=True)
class SetList:
    """Give a party a whole list or ranking (a profile's ``lists``)."""

    party: str
    preference: Preference


@dataclass(frozen=True)
class View:
    """What `viewer` takes the list of `about` to be: the true list with these edits.

    A part of a case in its profile, and the edit that gives a party this picture (a profile's
    ``views``); without edits the picture is true.
    """

    viewer: str
    about: str
    edits: tuple[Edit, ...]
    place: Place | None = None

    def label(self, edit: Edit) -> str:
        """What one of its edits is called where everything that rests on evidence is listed.

        Parameters
        ----------
        edit : Edit
            One of `edits`.

        Returns
        -------
        str
            Such as ``DPRK of US: no-naked-suspension``.
        """
        pair = f"{self.viewer} of {self.about}"
        match edit.kind:
            case Insert(statement=line):
                return f"{pair}: {line.id}"
            case Drop(statement=id) | Move(statement=id) | Replace(statement=id):
                return f"{pair}: {id}"
        return pair


@dataclass(frozen=True)
class Reveal:
    """Show `viewer` the true list of `about`."""

    viewer: str
    about: str


EditKind = (
    SetFlag | AddOption | DropOption | SetWay | Insert | Drop | Move | Replace | Define
    | SetGroup | AddGroup | AddRule | DropRule | Coupling | Reveal | SetList | View
)  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """One edit of a case, with what it rests on and where it stands."""

    kind: EditKind
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Change:
    """A named list of edits of a case."""

    id: str
    edits: tuple[Edit, ...]
    name: Text | None = None
    evidence: Evidence = UNSOURCED
    place: Place | None = None


@dataclass(frozen=True)
class Profile:
    """What the parties want at one date, or in one analyst's view: a base plus changes."""

    id: str
    base: str | None
    edits: tuple[Edit, ...]
    name: Text | None = None
    date: datetime.date | None = None
    author: str | None = None
    post_hoc: bool = False
    trigger: Text | None = None
    place: Place | None = None
