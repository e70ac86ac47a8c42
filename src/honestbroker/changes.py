"""Changes: what each kind of edit does to a case, profiles, and changes named on a command line.

Everything that alters a case is a change, and applying one gives a new case. A reference to
something missing is an error, as is a change after which the status quo breaks a rule.

=============  =========================================================================
edit           effect
=============  =========================================================================
set            a flag takes a value
add_option     an option joins, taken or not in the status quo and the reference state
drop_option    an option leaves; everywhere it is read as the constant value it keeps
way            what can be undone about an option changes
insert         a statement joins a list at a position (1-based), after or before a line
drop           a statement leaves
move           a statement takes another place; positions count after it was taken out
replace        a statement takes the place of another
define         a term gets another formula
open, close    a group gets or loses its working channel
add_group      a group joins
add_rule       a rule joins
drop_rule      a rule leaves
couple         one transition brings others with it
reveal         a party learns the true list of another: its view of that list goes
=============  =========================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from honestbroker.case.case import Case
from honestbroker.case.inspect import problems_of_formula, problems_of_state, terms_in_order
from honestbroker.case.parts import (
    WAYS,
    AddGroup,
    AddOption,
    AddRule,
    Change,
    Coupling,
    Define,
    Drop,
    DropOption,
    DropRule,
    Edit,
    Flag,
    Group,
    Insert,
    Move,
    Ranking,
    Replace,
    Reveal,
    Rule,
    SetFlag,
    SetGroup,
    SetList,
    SetWay,
    Spot,
    State,
    Statement,
    Statements,
    Term,
    View,
)
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.case.sources import Place

__all__ = ["GROUP", "ad_hoc", "apply", "chain_of", "edited", "in_profile", "named", "variant"]

Thing = TypeVar("Thing")

GROUP: Final = "(group)"
"""Stands as the `word` of a problem about a group, which has members and no id."""


class _Missing(Exception):
    """An edit that cannot be done; `word` is the word of the edit that is wrong."""

    def __init__(self, message: str, suggestion: str = "", word: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.suggestion = suggestion
        self.word = word


def apply(case: Case, change: Change) -> Case:
    """A case with a change made.

    Parameters
    ----------
    case : Case
        The case before.
    change : Change
        What to alter.

    Returns
    -------
    Case
        The case after; `change` is the last of its `applied`.

    Raises
    ------
    CaseError
        If an edit refers to something missing, or the status quo breaks a rule afterwards.
    """
    after, problems = edited(case, change.edits)
    _refuse(problems or _broken(after, change.place), f"change '{change.id}'")
    return replace(after, applied=(*case.applied, change), origin=case.origin or case)


def chain_of(case: Case, profile: str) -> tuple[str, ...]:
    """The profiles a profile is made of, base first.

    Parameters
    ----------
    case : Case
        Whose profiles are meant.
    profile : str
        A profile's id.

    Returns
    -------
    tuple of str
        Ids from the root to `profile`.

    Raises
    ------
    CaseError
        If there is no such profile, or the bases run in a circle.
    """
    bases = {profile.id: profile.base for profile in case.profiles}
    places = {profile.id: profile.place for profile in case.profiles}
    chain: list[str] = []
    current: str | None = profile
    while current is not None:
        place = places[chain[-1]] if chain else None
        if current not in bases:
            told = f"there is no profile '{current}'"
            raise CaseError([Problem(told, place, near(current, bases), current)])
        if current in chain:
            told = "profiles start from each other in a circle: " + " -> ".join((*chain, current))
            raise CaseError([Problem(told, place)])
        chain.append(current)
        current = bases[current]
    return tuple(reversed(chain))


def in_profile(case: Case, profile: str | None) -> Case:
    """A case as it is in one of its profiles, with the changes already applied made last.

    Parameters
    ----------
    case : Case
        The case, in any profile.
    profile : str or None
        A profile's id; None for the case's default profile.

    Returns
    -------
    Case
        The case in that profile.

    Raises
    ------
    CaseError
        If there is no such profile or one of its edits refers to something missing.

    Examples
    --------
    >>> import honestbroker as hb
    >>> in_profile(hb.read("korea-2017"), "2018H1")
    <Case korea-2017, profile 2018H1: 7 parties, 16 options>
    """
    wanted = case.default_profile if profile is None else profile
    after = case.origin or case
    if wanted is not None:
        problems: list[Problem] = []
        for id in chain_of(case, wanted):
            after, found = edited(after, case.profile_named(id).edits)
            problems.extend(found)
        place = case.profile_named(wanted).place
        _refuse(problems or _broken(after, place), f"profile '{wanted}'")
        after = replace(after, profile=wanted)
    after = replace(after, origin=case.origin or case, applied=())
    for change in case.applied:
        after = apply(after, change)
    return after


def variant(case: Case, profile: str | None = None, changes: Iterable[Change | str] = ()) -> Case:
    """A case in a profile with changes applied in order, the usual door of every question.

    Parameters
    ----------
    case : Case
        The case.
    profile : str or None
        A profile's id; None keeps the profile the case is in.
    changes : iterable of Change or str
        Changes, or ids from the case's library.

    Returns
    -------
    Case
        The case asked for.

    Raises
    ------
    CaseError
        If a profile, a change or something an edit refers to is missing.
    """
    after = case if profile is None or profile == case.profile else in_profile(case, profile)
    for change in changes:
        after = apply(after, named(case, change) if isinstance(change, str) else change)
    return after


def named(case: Case, id: str) -> Change:
    """A change from the case's library.

    Parameters
    ----------
    case : Case
        Whose library is meant.
    id : str
        The change's id.

    Returns
    -------
    Change
        The change.

    Raises
    ------
    CaseError
        If there is none.
    """
    for change in case.changes:
        if change.id == id:
            return change
    known = [change.id for change in case.changes]
    raise CaseError([Problem(f"there is no change '{id}'", None, near(id, known), id)])


def ad_hoc(
    case: Case, *, flags: Sequence[tuple[str, bool]] = (), opened: Sequence[Sequence[str]] = ()
) -> tuple[Change, ...]:
    """Changes spelled out on a command line: flags to set, groups to open.

    Parameters
    ----------
    case : Case
        Whose groups are meant; a set of members that is no group of it yet is added.
    flags : sequence of (str, bool)
        Flags and their values.
    opened : sequence of sequence of str
        Groups, by members.

    Returns
    -------
    tuple of Change
        One change for each, named after what it does.

    Examples
    --------
    >>> import honestbroker as hb
    >>> korea = hb.read("korea-2017")
    >>> [change.id for change in ad_hoc(korea, opened=[["US", "DPRK"]])]
    ['open DPRK, US']
    """
    made = [
        Change(f"set {id}={str(value).lower()}", (Edit(SetFlag(id, value)),)) for id, value in flags
    ]
    order = [party.id for party in case.parties]
    existing = {frozenset(group.members) for group in case.groups}
    for group in opened:
        unknown = [member for member in group if member not in order]
        if unknown:
            told = f"there is no party '{unknown[0]}'"
            raise CaseError([Problem(told, None, near(unknown[0], order), unknown[0])])
        members = tuple(id for id in order if id in group)
        kind = (
            SetGroup(members, True)
            if frozenset(members) in existing
            else AddGroup(Group(members, True))
        )
        made.append(Change("open " + ", ".join(members), (Edit(kind),)))
    return tuple(made)


def _refuse(problems: Iterable[Problem], what: str) -> None:
    told = [replace(problem, message=f"{what}: {problem.message}") for problem in problems]
    if told:
        raise CaseError(told)


def _broken(case: Case, place: Place | None) -> list[Problem]:
    """What a change may have broken: a circle of terms, the status quo, the reference."""
    _, circle = terms_in_order(case)
    if circle:
        return [Problem("terms stand for each other in a circle: " + " -> ".join(circle), place)]
    found: list[Problem] = []
    for what, state in (("the status quo", case.status_quo), ("the reference", case.reference)):
        if state is not None:
            found.extend(problems_of_state(case, what, state, place, case.rules))
    return found


def edited(case: Case, edits: Iterable[Edit]) -> tuple[Case, tuple[Problem, ...]]:
    """A case with edits made in order, as far as they can be made.

    Parameters
    ----------
    case : Case
        The case before.
    edits : iterable of Edit
        What to alter.

    Returns
    -------
    case : Case
        The case after; edits that cannot be made are left out.
    problems : tuple of Problem
        What forbids those.
    """
    problems: list[Problem] = []
    for edit in edits:
        try:
            case = _EDITORS[type(edit.kind)](case, edit.kind, edit)
        except _Missing as missing:
            told = Problem(missing.message, edit.place, missing.suggestion, missing.word)
            problems.append(told)
        except CaseError as error:
            problems.extend(error.problems)
    return case, tuple(problems)


def _swap(things: Sequence[Any], what: str, id: str, by: Callable[[Any], Any]) -> tuple[Any, ...]:
    """The same things with the one of this id put through `by` (None takes it out)."""
    if id not in [thing.id for thing in things]:
        known = [thing.id for thing in things]
        raise _Missing(f"there is no {what} '{id}'", near(id, known), id)
    swapped = (by(thing) if thing.id == id else thing for thing in things)
    return tuple(thing for thing in swapped if thing is not None)


def _known(case: Case) -> dict[str, str]:
    return {
        **{option.id: "option" for option in case.options},
        **{term.id: "term" for term in case.terms},
        **{flag.id: "flag" for flag in case.flags},
    }


def _look_at_formula(case: Case, formula: Any, place: Place | None) -> None:
    found = list(problems_of_formula(formula, place, _known(case)))
    if found:
        raise CaseError(found)


def _set_flag(case: Case, kind: SetFlag, edit: Edit) -> Case:

    def put(flag: Flag) -> Flag:
        return replace(flag, value=kind.value, evidence=_evidence(edit, flag))

    return replace(case, flags=_swap(case.flags, "flag", kind.flag, put))


def _evidence(edit: Edit, before: Any) -> Any:
    return edit.evidence if edit.evidence.sourced else before.evidence


def _add_option(case: Case, kind: AddOption, edit: Edit) -> Case:
    option = kind.option
    if option.id in _known(case):
        raise _Missing(f"'{option.id}' is in use already", word=option.id)
    if option.party not in [party.id for party in case.parties]:
        parties = [party.id for party in case.parties]
        raise _Missing(
            f"there is no party '{option.party}'", near(option.party, parties), option.party
        )

    def with_it(state: State | None) -> State | None:
        return state | {option.id} if state is not None and kind.taken else state

    return replace(
        case,
        options=(*case.options, option),
        status_quo=with_it(case.status_quo),
        reference=with_it(case.reference),
    )


def _drop_option(case: Case, kind: DropOption, edit: Edit) -> Case:
    option, value = kind.option, kind.value
    kept = _swap(case.options, "option", option, lambda _: None)
    gone = case.option(option)

    def without(state: State | None) -> State | None:
        return None if state is None else state - {option}

    def thinned(preference: Ranking) -> Ranking:
        tiers = (
            tuple(state - {option} for state in tier if (option in state) == value)
            for tier in preference.tiers
        )
        return replace(preference, tiers=tuple(tier for tier in tiers if tier))

    def seen(edit: Edit) -> Edit:
        kind = edit.kind
        if isinstance(kind, SetList) and isinstance(kind.preference, Ranking):
            return replace(edit, kind=replace(kind, preference=thinned(kind.preference)))
        return edit

    merged = (
        replace(
            state,
            members=tuple(m - {option} for m in state.members if (option in m) == value),
        )
        for state in case.named_states
    )
    return replace(
        case,
        options=kept,
        named_states=tuple(merged),
        flags=(*case.flags, Flag(option, value, gone.name, gone.evidence, gone.place)),
        status_quo=without(case.status_quo),
        reference=without(case.reference),
        lists={
            party: thinned(preference) if isinstance(preference, Ranking) else preference
            for party, preference in case.lists.items()
        },
        views=tuple(replace(view, edits=tuple(map(seen, view.edits))) for view in case.views),
    )


def _set_way(case: Case, kind: SetWay, edit: Edit) -> Case:
    if kind.way not in WAYS:
        raise _Missing(f"there is no way '{kind.way}'", near(kind.way, WAYS), kind.way)
    put = _swap(case.options, "option", kind.option, lambda option: replace(option, way=kind.way))
    return replace(case, options=put)


def _lines(case: Case, party: str) -> tuple[Statement, ...]:
    preference = case.lists.get(party)
    if preference is None:
        raise _Missing(f"there is no list of '{party}'", near(party, case.lists), party)
    if not isinstance(preference, Statements):
        raise _Missing(
            f"'{party}' gives a direct ranking: it has no statements to edit", word=party
        )
    return preference.lines


def _with_lines(case: Case, party: str, lines: tuple[Statement, ...]) -> Case:
    preference = case.lists[party]
    assert isinstance(preference, Statements)
    return replace(case, lists={**case.lists, party: replace(preference, lines=lines)})


def _index(party: str, lines: Sequence[Statement], id: str) -> int:
    ids = [line.id for line in lines]
    if id not in ids:
        raise _Missing(f"'{party}' has no statement '{id}'", near(id, ids), id)
    return ids.index(id)


def _put(
    party: str, lines: tuple[Statement, ...], line: Statement, spot: Spot
) -> tuple[Statement, ...]:
    given = [value for value in (spot.to, spot.after, spot.before) if value is not None]
    if len(given) != 1:
        raise _Missing("exactly one of to, after and before is needed", "for example  after: <id>")
    if spot.to is not None:
        place = spot.to - 1
        if not 0 <= place <= len(lines):
            raise _Missing(
                f"position {spot.to} is not between 1 and {len(lines) + 1}", word=str(spot.to)
            )
    elif spot.after is not None:
        place = _index(party, lines, spot.after) + 1
    else:
        place = _index(party, lines, str(spot.before))
    return (*lines[:place], line, *lines[place:])


def _insert(case: Case, kind: Insert, edit: Edit) -> Case:
    lines = _lines(case, kind.party)
    _look_at_formula(case, kind.statement.want, kind.statement.place)
    if kind.statement.id in [line.id for line in lines]:
        told = f"'{kind.party}' has a statement '{kind.statement.id}' already"
        raise _Missing(told, word=kind.statement.id)
    line = replace(kind.statement, evidence=_evidence(edit, kind.statement))
    return _with_lines(case, kind.party, _put(kind.party, lines, line, kind.spot))


def _drop(case: Case, kind: Drop, edit: Edit) -> Case:
    lines = _lines(case, kind.party)
    at = _index(kind.party, lines, kind.statement)
    return _with_lines(case, kind.party, (*lines[:at], *lines[at + 1 :]))


def _move(case: Case, kind: Move, edit: Edit) -> Case:
    lines = _lines(case, kind.party)
    at = _index(kind.party, lines, kind.statement)
    line = replace(lines[at], block=None, evidence=_evidence(edit, lines[at]))
    rest = (*lines[:at], *lines[at + 1 :])
    return _with_lines(case, kind.party, _put(kind.party, rest, line, kind.spot))


def _replace(case: Case, kind: Replace, edit: Edit) -> Case:
    lines = _lines(case, kind.party)
    at = _index(kind.party, lines, kind.statement)
    _look_at_formula(case, kind.by.want, kind.by.place)
    others = [line.id for line in (*lines[:at], *lines[at + 1 :])]
    if kind.by.id in others:
        told = f"'{kind.party}' has a statement '{kind.by.id}' already"
        raise _Missing(told, word=kind.by.id)
    line = replace(kind.by, evidence=_evidence(edit, kind.by))
    return _with_lines(case, kind.party, (*lines[:at], line, *lines[at + 1 :]))


def _define(case: Case, kind: Define, edit: Edit) -> Case:
    _look_at_formula(case, kind.formula, edit.place)

    def put(term: Term) -> Term:
        return replace(term, formula=kind.formula, place=edit.place, evidence=_evidence(edit, term))

    return replace(case, terms=_swap(case.terms, "term", kind.term, put))


def _set_group(case: Case, kind: SetGroup, edit: Edit) -> Case:
    wanted = frozenset(kind.members)
    if wanted not in {frozenset(group.members) for group in case.groups}:
        known = ["[" + ", ".join(group.members) + "]" for group in case.groups]
        told = "there is no group [" + ", ".join(kind.members) + "]"
        hint = "known: " + " ".join(known) if known else "add it with add_group"
        raise _Missing(told, hint, GROUP)
    groups = (
        replace(group, open=kind.open, evidence=_evidence(edit, group))
        if frozenset(group.members) == wanted
        else group
        for group in case.groups
    )
    return replace(case, groups=tuple(groups))


def _add_group(case: Case, kind: AddGroup, edit: Edit) -> Case:
    group = replace(kind.group, evidence=_evidence(edit, kind.group))
    parties = [party.id for party in case.parties]
    for member in group.members:
        if member not in parties:
            raise _Missing(f"there is no party '{member}'", near(member, parties), member)
    if len(set(group.members)) < max(2, len(group.members)):
        raise _Missing("a group needs two or more different members")
    if frozenset(group.members) in {frozenset(other.members) for other in case.groups}:
        raise _Missing("there is this group already", "open or close it instead")
    return replace(case, groups=(*case.groups, group))


def _add_rule(case: Case, kind: AddRule, edit: Edit) -> Case:
    rule = kind.rule
    if rule.id in [other.id for other in case.rules]:
        raise _Missing(f"there is a rule '{rule.id}' already", word=rule.id)
    _look_at_formula(case, rule.formula, rule.place)
    return replace(case, rules=(*case.rules, replace(rule, evidence=_evidence(edit, rule))))


def _drop_rule(case: Case, kind: DropRule, edit: Edit) -> Case:
    without: tuple[Rule, ...] = _swap(case.rules, "rule", kind.rule, lambda _: None)
    return replace(case, rules=without)


def _couple(case: Case, kind: Coupling, edit: Edit) -> Case:
    options = [option.id for option in case.options]
    for id in (kind.option, *(id for id, _ in kind.then)):
        if id not in options:
            raise _Missing(f"there is no option '{id}'", near(id, options), id)
    return replace(case, couplings=(*case.couplings, kind))


def _view(case: Case, kind: View, edit: Edit) -> Case:
    known = {(view.viewer, view.about): view for view in case.views}
    known[kind.viewer, kind.about] = kind
    return replace(case, views=tuple(view for view in known.values() if view.edits))


def _reveal(case: Case, kind: Reveal, edit: Edit) -> Case:
    parties = [party.id for party in case.parties]
    for id in (kind.viewer, kind.about):
        if id not in parties:
            raise _Missing(f"there is no party '{id}'", near(id, parties), id)
    if kind.viewer == kind.about:
        raise _Missing(f"'{kind.viewer}' knows its own list", word=kind.viewer)
    pair = (kind.viewer, kind.about)
    return replace(
        case, views=tuple(view for view in case.views if (view.viewer, view.about) != pair)
    )


def _set_list(case: Case, kind: SetList, edit: Edit) -> Case:
    return replace(case, lists={**case.lists, kind.party: kind.preference})


_EDITORS: Final[dict[type, Callable[[Case, Any, Edit], Case]]] = {
    SetFlag: _set_flag,
    AddOption: _add_option,
    DropOption: _drop_option,
    SetWay: _set_way,
    Insert: _insert,
    Drop: _drop,
    Move: _move,
    Replace: _replace,
    Define: _define,
    SetGroup: _set_group,
    AddGroup: _add_group,
    AddRule: _add_rule,
    DropRule: _drop_rule,
    Coupling: _couple,
    Reveal: _reveal,
    SetList: _set_list,
    View: _view,
}
