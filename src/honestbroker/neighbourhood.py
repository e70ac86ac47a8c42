"""The neighbourhood of a case: every single edit that an inverse question may try.

Definitions (theory section 7)

The neighbourhood of a case consists of

==========  ===================================================================================
kind        edits
==========  ===================================================================================
``move``    one statement that is not firm, to every other position of its list
``drop``    one statement that is not firm
``insert``  one statement of the case's library, at every position of its list
``set``     one flag, to its other value
``open``    one closed group
``way``     one option, to each of the three other ways
``change``  one named change of the case
==========  ===================================================================================

* The *library* of statements are those that the case's named changes insert or put in the place of
  another, for a list that does not have them yet, as far as the case knows every name in them.
* A named change that moves, drops or replaces a firm statement, or gives a party another list, is
  not tried; `Neighbourhood.left_out` names it.
* **Displacement** of an edit: for a move the positions passed; for any other edit of a list the
  length of that list; for a flag, a group or a way the length of the longest list of the case; for
  a named change the sum over its edits. It only serves to order answers.
* Two cases are **the same** if they say the same: parties, options with their ways, rules, terms,
  flags, groups, couplings, listed states and moves, status quo, reference, and each party's lines
  in order. Names, sources and places in the file do not count, nor do brokers, roadmaps and
  conditions: play depends on none of them.
* An answer **crosses** a firm statement if another statement stands above it before and below it
  after, or the other way round.

Guarantees: exact.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from honestbroker.case.case import Case
from honestbroker.case.parts import (
    WAYS,
    Change,
    Drop,
    Edit,
    EditKind,
    Insert,
    Move,
    Ranking,
    Replace,
    SetFlag,
    SetGroup,
    SetList,
    SetWay,
    Spot,
    Statement,
    Statements,
)
from honestbroker.changes import edited
from honestbroker.formula import names

__all__ = [
    "KINDS",
    "Contents",
    "Neighbourhood",
    "SingleEdit",
    "crossings",
    "displacement_of",
    "does",
    "neighbourhood",
    "said",
]

KINDS: Final = ("move", "drop", "insert", "set", "open", "way", "change")
"""Kinds of single edits, in the order in which they are tried."""


@dataclass(frozen=True)
class SingleEdit:
    """One edit of a neighbourhood.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    change : Change
        What it does; its id says so in short.
    displacement : int
        See the module's definitions.
    party : str or None
        For edits of a list, whose; for a way, who owns the option.
    what : str
        The statement, flag, option or change; the members of a group, separated by commas.
    position : int or None
        For moves and insertions the 1-based place it gets in the list.
    before : int or None
        For moves and drops the 1-based place it had.
    value : str or None
        The flag's new value, the option's new way.
    """

    kind: str
    change: Change
    displacement: int
    party: str | None
    what: str
    position: int | None = None
    before: int | None = None
    value: str | None = None

    @property
    def id(self) -> str:
        """What it does, in short."""
        return self.change.id


@dataclass(frozen=True)
class Neighbourhood:
    """Every single edit around a case, and the named changes that are not tried."""

    edits: tuple[SingleEdit, ...]
    left_out: tuple[str, ...]

    def counts(self) -> dict[str, int]:
        """How many edits of each kind there are.

        Returns
        -------
        dict
            From kind to number; kinds without edits have 0.
        """
        return {kind: sum(edit.kind == kind for edit in self.edits) for kind in KINDS}


def neighbourhood(case: Case) -> Neighbourhood:
    """Every single edit around a case.

    Parameters
    ----------
    case : Case
        The case in its profile.

    Returns
    -------
    Neighbourhood
        Edits by kind, in the order of the file.

    Examples
    --------
    >>> import honestbroker as hb
    >>> neighbourhood(hb.read("syria-iraq-1975")).counts()["way"]
    9
    """
    longest = max((len(lines) for _, lines in _lists(case)), default=1)
    sound = [change for change in case.changes if not _touches_firm(case, change)]
    left_out = tuple(change.id for change in case.changes if change not in sound)
    found = (
        *_moves(case),
        *_drops(case),
        *_insertions(case),
        *_switches(case, longest),
        *(
            SingleEdit("change", change, displacement_of(case, change), None, change.id)
            for change in sound
        ),
    )
    return Neighbourhood(found, left_out)


def _lists(case: Case) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    for party in case.parties:
        preference = case.lists.get(party.id)
        if isinstance(preference, Statements):
            yield party.id, preference.lines


def _one(id: str, kind: EditKind) -> Change:
    return Change(id, (Edit(kind),))


def _moves(case: Case) -> Iterator[SingleEdit]:
    for party, lines in _lists(case):
        for at, line in enumerate(lines, start=1):
            if line.firm:
                continue
            for to in range(1, len(lines) + 1):
                if to != at:
                    change = _one(
                        f"move {party}: {line.id} to {to}", Move(party, line.id, Spot(to))
                    )
                    yield SingleEdit("move", change, abs(to - at), party, line.id, to, at)


def _drops(case: Case) -> Iterator[SingleEdit]:
    for party, lines in _lists(case):
        for at, line in enumerate(lines, start=1):
            if not line.firm:
                change = _one(f"drop {party}: {line.id}", Drop(party, line.id))
                yield SingleEdit("drop", change, len(lines), party, line.id, None, at)


def _insertions(case: Case) -> Iterator[SingleEdit]:
    lists = dict(_lists(case))
    seen: set[tuple[str, str, str]] = set()
    for party, statement in _library(case):
        lines = lists.get(party)
        key = (party, statement.id, str(statement.want))
        if lines is None or key in seen or statement.id in {line.id for line in lines}:
            continue
        seen.add(key)
        for to in range(1, len(lines) + 2):
            kind = Insert(party, statement, Spot(to))
            change = _one(f"insert {party}: {statement.id} at {to}", kind)
            yield SingleEdit("insert", change, len(lines), party, statement.id, to)


def _library(case: Case) -> Iterator[tuple[str, Statement]]:
    """Statements that named changes bring, as far as every name in them means something."""
    known = {thing.id for things in (case.options, case.terms, case.flags) for thing in things}
    for change in case.changes:
        for edit in change.edits:
            brought: Statement | None = None
            if isinstance(edit.kind, Insert):
                brought = edit.kind.statement
            elif isinstance(edit.kind, Replace):
                brought = edit.kind.by
            if brought is not None and all(name.id in known for name in names(brought.want)):
                assert isinstance(edit.kind, Insert | Replace)
                yield edit.kind.party, brought


def _switches(case: Case, longest: int) -> Iterator[SingleEdit]:
    for flag in case.flags:
        value = str(not flag.value).lower()
        change = _one(f"set {flag.id}={value}", SetFlag(flag.id, not flag.value))
        yield SingleEdit("set", change, longest, None, flag.id, value=value)
    for group in case.groups:
        if not group.open:
            members = ", ".join(group.members)
            change = _one(f"open {members}", SetGroup(group.members, True))
            yield SingleEdit("open", change, longest, None, members)
    for option in case.options:
        for way in WAYS:
            if way != option.way:
                change = _one(f"way {option.id}: {way}", SetWay(option.id, way))
                yield SingleEdit("way", change, longest, option.party, option.id, value=way)


def _touches_firm(case: Case, change: Change) -> bool:
    firm = {(party, line.id) for party, lines in _lists(case) for line in lines if line.firm}
    for edit in change.edits:
        kind = edit.kind
        if isinstance(kind, Move | Drop | Replace) and (kind.party, kind.statement) in firm:
            return True
        if isinstance(kind, SetList) and any(party == kind.party for party, _ in firm):
            return True
    return False


def displacement_of(case: Case, change: Change) -> int:
    """How far a named change displaces a case: the sum over its edits.

    Parameters
    ----------
    case : Case
        The case before.
    change : Change
        The change.

    Returns
    -------
    int
        Positions passed, and lengths of lists; see the module's definitions.
    """
    longest = max((len(lines) for _, lines in _lists(case)), default=1)
    lists = {party: [line.id for line in lines] for party, lines in _lists(case)}
    total = 0
    now = case
    for edit in change.edits:
        kind = edit.kind
        now, problems = edited(now, (edit,))
        if isinstance(kind, Move) and not problems and kind.statement in lists.get(kind.party, ()):
            after = {party: [line.id for line in lines] for party, lines in _lists(now)}
            spots = after[kind.party].index(kind.statement), lists[kind.party].index(kind.statement)
            total += abs(spots[0] - spots[1])
        elif isinstance(kind, Move | Drop | Insert | Replace):
            total += len(lists.get(kind.party, ()))
        else:
            total += longest
        lists = {party: [line.id for line in lines] for party, lines in _lists(now)}
    return total


def crossings(before: Case, after: Case) -> tuple[tuple[str, str, str], ...]:
    """The firm statements that other statements cross between two versions of a case.

    Parameters
    ----------
    before, after : Case
        The versions.

    Returns
    -------
    tuple of (str, str, str)
        Party, the statement that crosses, the firm statement it crosses.
    """
    found = []
    now = dict(_lists(after))
    for party, lines in _lists(before):
        if lines is now.get(party):
            continue
        old = {line.id: place for place, line in enumerate(lines)}
        new = {line.id: place for place, line in enumerate(now.get(party, ()))}
        for firm in lines:
            if not firm.firm or firm.id not in new:
                continue
            for line in lines:
                if line.firm or line.id not in new:
                    continue
                above = old[line.id] < old[firm.id]
                if above != (new[line.id] < new[firm.id]):
                    found.append((party, line.id, firm.id))
    return tuple(found)


def said(case: Case) -> dict[str, Any]:
    """All that a case says, as JSON values: what two cases that are the same share.

    Parameters
    ----------
    case : Case
        The case.

    Returns
    -------
    dict
        Parts of the case as texts.
    """
    lists = {}
    for party, preference in case.lists.items():
        if isinstance(preference, Statements):
            lists[party] = [[line.id, str(line.want), line.firm] for line in preference.lines]
        else:
            lists[party] = [[sorted(map(sorted, tier)) for tier in preference.tiers]]
    return {
        "options": [[option.id, option.party, option.way] for option in case.options],
        "rules": [str(rule.formula) for rule in case.rules],
        "terms": [[term.id, str(term.formula)] for term in case.terms],
        "flags": [[flag.id, flag.value] for flag in case.flags],
        "groups": [[sorted(group.members), group.open] for group in case.groups],
        "couplings": [[one.option, one.taken, list(one.then)] for one in case.couplings],
        "states": [[one.id, str(one.where), sorted(map(sorted, one.members))]
                   for one in case.named_states],
        "moves": [[arc.party, arc.source, arc.target] for arc in case.arcs],
        "status_quo": None if case.status_quo is None else sorted(case.status_quo),
        "reference": None if case.reference is None else sorted(case.reference),
        "lists": lists,
    }  # fmt: skip


def does(edit: Edit) -> list[str]:
    """What an edit does, without names, sources and places: equal if it does the same.

    Parameters
    ----------
    edit : Edit
        The edit.

    Returns
    -------
    list of str
        Its kind and its parts.
    """

    def tell(value: Any) -> Any:
        """A part of it without them."""
        if isinstance(value, dict):
            left_out = ("name", "undo", "evidence", "place")
            return {key: tell(inner) for key, inner in value.items() if key not in left_out}
        return [tell(inner) for inner in value] if isinstance(value, list | tuple) else value

    return [type(edit.kind).__name__, str(tell(asdict(edit.kind)))]


@dataclass
class Contents:
    """Which cases are the same: equal keys for equal contents, made quickly for related cases.

    Parts that two cases share as objects are looked at once.
    """

    _by_object: dict[int, tuple[object, int]] = field(default_factory=dict)
    _by_content: dict[Hashable, int] = field(default_factory=dict)

    def key(self, case: Case) -> tuple[int, ...]:
        """What stands for all that a case says.

        Parameters
        ----------
        case : Case
            The case.

        Returns
        -------
        tuple of int
            Equal for two cases exactly if they are the same. Only keys of one `Contents` compare.
        """
        return (*(self.preference(case, party.id) for party in case.parties), *self.frame(case))

    def frame(self, case: Case) -> tuple[int, ...]:
        """What stands for all that a case says besides what the parties want.

        Parameters
        ----------
        case : Case
            The case.

        Returns
        -------
        tuple of int
            Equal for equal parts: parties, options, rules, terms, flags, groups, couplings, listed
            states and moves, status quo and reference.
        """
        return (
            self._part(case.parties, lambda party: party.id),
            self._part(case.options, lambda option: (option.id, option.party, option.way)),
            self._part(case.rules, lambda rule: (rule.id, str(rule.formula))),
            self._part(case.terms, lambda term: (term.id, str(term.formula))),
            self._part(case.flags, lambda flag: (flag.id, flag.value)),
            self._part(case.groups, lambda group: (frozenset(group.members), group.open)),
            self._part(case.couplings, lambda one: (one.option, one.taken, one.then)),
            self._part(case.named_states, lambda one: (one.id, one.members, str(one.where))),
            self._part(case.arcs, lambda arc: (arc.party, arc.source, arc.target)),
            self._number(("state", case.status_quo)),
            self._number(("state", case.reference)),
        )

    def preference(self, case: Case, party: str) -> int:
        """What stands for a party's list or ranking.

        Parameters
        ----------
        case : Case
            The case.
        party : str
            The party.

        Returns
        -------
        int
            Equal for equal lists: the same formulas under the same ids, firm or not, in order.
        """
        preference = case.lists.get(party)
        known = self._by_object.get(id(preference))
        if known is not None:
            return known[1]
        content: Hashable
        if preference is None:
            return self._number(None)
        if isinstance(preference, Ranking):
            content = ("ranking", preference.tiers)
        else:
            content = ("lines", tuple(self._line(line) for line in preference.lines))
        return self._keep(preference, content)

    def _line(self, line: Statement) -> int:
        known = self._by_object.get(id(line))
        if known is not None:
            return known[1]
        return self._keep(line, ("line", line.id, str(line.want), line.firm))

    def _part(self, things: tuple[Any, ...], content: Any) -> int:
        known = self._by_object.get(id(things))
        if known is not None:
            return known[1]
        return self._keep(things, tuple(content(thing) for thing in things))

    def _keep(self, thing: object, content: Hashable) -> int:
        number = self._number(content)
        self._by_object[id(thing)] = (thing, number)
        return number

    def _number(self, content: Hashable) -> int:
        return self._by_content.setdefault(content, len(self._by_content))
