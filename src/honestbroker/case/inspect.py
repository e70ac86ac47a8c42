"""What is wrong with a case as a whole: names, cycles, states no rule allows. No file is touched.

Everything found here is found at once; `honestbroker.casefile` joins it with what is wrong with
the file itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final

from honestbroker.case.case import Case
from honestbroker.case.feasibility import contradiction, sound_rules
from honestbroker.case.parts import (
    AddGroup,
    AddOption,
    AddRule,
    Change,
    Check,
    EditKind,
    Group,
    Insert,
    Option,
    Preference,
    Profile,
    Replace,
    Rule,
    State,
    Statement,
    Statements,
    View,
)
from honestbroker.case.problems import Problem, near
from honestbroker.case.sources import Citation, Evidence, Place
from honestbroker.case.terms import problems_of_terms, terms_in_order
from honestbroker.formula import Formula, names

__all__ = [
    "MAX_OPTIONS",
    "problems",
    "problems_of_citation",
    "problems_of_formula",
    "problems_of_library",
    "problems_of_state",
    "terms_in_order",
]

MAX_OPTIONS: Final = 62
"""How many options a case may have: a state is a number of 64 bits."""


_STRUCTURE: Final = (
    "parties", "options", "terms", "flags", "rules", "groups", "outcomes", "sources",
    "named_states", "arcs", "status_quo", "reference",
)  # fmt: skip
"""What of a case a profile rarely alters."""


def problems(case: Case, known: Case | None = None) -> Iterator[Problem]:
    """Everything wrong with a case in its profile that needs no list of all states.

    Parameters
    ----------
    case : Case
        A case as read; may be wrong in any way its types allow.
    known : Case or None
        The same case in another profile, whose problems are known: what the two share is not
        looked at again.

    Yields
    ------
    Problem
        What is wrong, with its place.
    """
    same = known is not None and all(
        getattr(case, part) is getattr(known, part) for part in _STRUCTURE
    )
    old = known.lists if known is not None and same else {}
    lists = {id: wants for id, wants in case.lists.items() if wants is not old.get(id)}
    checks = [
        check
        for check in case.checks
        if case.profile in (None, check.profile or case.default_profile)
    ]
    if not same:
        yield from _problems_of_structure(case)
    yield from _problems_of_lists(case, lists)
    if checks or not same:
        together = contradiction(case)
        if together:
            yield _cannot_hold(together)
        else:
            yield from _problems_of_states(case, checks, sound_rules(case))


def problems_of_library(case: Case) -> Iterator[Problem]:
    """What is wrong with the evidence of edits and changes, whether they are made or not.

    Parameters
    ----------
    case : Case
        The case, in any profile.

    Yields
    ------
    Problem
        A citation of something unknown, with its place.
    """
    sources = _sources(case)
    for named in case.changes:
        yield from _problems_of_evidence(named.evidence, named.place, sources)
    changes: Iterable[Profile | Change] = (*case.profiles, *case.changes, *case.brought())
    for change in changes:
        in_views = (edit.kind.edits for edit in change.edits if isinstance(edit.kind, View))
        for edit in chain(change.edits, *in_views):
            yield from _problems_of_evidence(edit.evidence, edit.place, sources)
            if (thing := _brought_in(edit.kind)) is not None:
                place = thing.place or edit.place
                yield from _problems_of_evidence(thing.evidence, place, sources)


def _problems_of_structure(case: Case) -> Iterator[Problem]:
    yield from _problems_of_size(case)
    yield from _problems_of_ids(case)
    yield from problems_of_terms(case)
    yield from _problems_of_formulas(case)
    yield from _problems_of_groups(case)
    yield from _problems_of_moves(case)
    sources = _sources(case)
    things: Iterable[Any] = chain(
        case.options, case.terms, case.flags, case.rules, case.groups, case.outcomes
    )
    for thing in things:
        yield from _problems_of_evidence(thing.evidence, thing.place, sources)
    parties = [party.id for party in case.parties]
    profiles = [profile.id for profile in case.profiles]
    for check in case.checks:
        if check.party not in parties:
            yield _unknown("party", check.party, parties, check.place)
        if check.profile is not None and check.profile not in profiles:
            yield _unknown("profile", check.profile, profiles, check.place)


def _problems_of_states(
    case: Case, checks: Iterable[Check], rules: tuple[Rule, ...]
) -> Iterator[Problem]:
    for what, state, place in (
        ("the status quo", case.status_quo, case.status_quo_place),
        ("the reference state", case.reference, case.reference_place),
    ):
        if state is not None:
            yield from _problems_of_state(case, what, state, place, rules)
    for check in checks:
        for state in (check.better, check.worse):
            yield from _problems_of_state(case, "the state", state, check.place, rules)


def _unknown(what: str, id: str, known: Iterable[str], place: Place | None) -> Problem:
    return Problem(f"there is no {what} '{id}'", place, near(id, known), id)


def _problems_of_size(case: Case) -> Iterator[Problem]:
    if not case.parties:
        yield Problem("there is no party", None, "", "parties")
    if not case.options:
        yield Problem("there is no option", None, "", "options")
    if len(case.options) > MAX_OPTIONS:
        told = f"{len(case.options)} options; at most {MAX_OPTIONS} can be analysed"
        yield Problem(told, case.options[MAX_OPTIONS].place, "drop or merge options")


def _problems_of_lists(case: Case, lists: Mapping[str, Preference]) -> Iterator[Problem]:
    parties = [party.id for party in case.parties]
    known = _known(case)
    sources = _sources(case)
    for party, preference in lists.items():
        if party not in parties:
            yield _unknown("party", party, parties, preference.place)
        if not isinstance(preference, Statements):
            yield from _problems_of_evidence(preference.evidence, preference.place, sources)
            continue
        seen: set[str] = set()
        for line in preference.lines:
            if line.id in seen:
                told = f"two statements of '{party}' have the id '{line.id}'"
                yield Problem(told, line.place, "rename one", line.id)
            seen.add(line.id)
            yield from problems_of_formula(line.want, line.place, known)
            yield from _problems_of_evidence(line.evidence, line.place, sources)
    profile = next((one for one in case.profiles if one.id == case.profile), None)
    if profile is not None and profile.base is None:  # else its base is to blame
        for party in parties:
            if party not in case.lists:
                told = f"profile '{profile.id}' does not say what '{party}' wants"
                hint = f"add {party} to its lists"
                yield Problem(told, profile.place, hint, party)


def _problems_of_moves(case: Case) -> Iterator[Problem]:
    parties = [party.id for party in case.parties]
    options = [option.id for option in case.options]
    states = [state.id for state in case.named_states]
    for named in case.named_states:
        if named.id in options:
            told = f"'{named.id}' is the id of an option and of a state"
            yield Problem(told, named.place, "rename one of them", named.id)
        for id in sorted(frozenset(chain.from_iterable(named.members)) - set(options)):
            yield _unknown("option", id, options, named.place)
    for arc in case.arcs:
        if arc.party not in parties:
            yield _unknown("party", arc.party, parties, arc.place)
        for id in (arc.source, arc.target):
            if id not in states:
                yield _unknown("state", id, states, arc.place)


def _problems_of_ids(case: Case) -> Iterator[Problem]:
    parties = [party.id for party in case.parties]
    seen: dict[str, str] = {}
    for what, things in (("option", case.options), ("term", case.terms), ("flag", case.flags)):
        for thing in things:
            if thing.id in seen:
                yield Problem(
                    f"'{thing.id}' is the id of {_a(seen[thing.id])} and of {_a(what)}",
                    thing.place,
                    "options, terms and flags share one set of ids",
                    thing.id,
                )
            seen.setdefault(thing.id, what)
    for option in case.options:
        if option.party not in parties:
            yield _unknown("party", option.party, parties, option.place)
    rules: set[str] = set()
    for rule in case.rules:
        if rule.id in rules:
            yield Problem(f"two rules have the id '{rule.id}'", rule.place, "rename one", rule.id)
        rules.add(rule.id)


def _a(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"


def _problems_of_formulas(case: Case) -> Iterator[Problem]:
    known = _known(case)
    formulas: list[tuple[Formula, Place | None]] = [
        *((term.formula, term.place) for term in case.terms),
        *((rule.formula, rule.place) for rule in case.rules),
        *((outcome.formula, outcome.place) for outcome in case.outcomes),
        *((state.where, state.place) for state in case.named_states if state.where is not None),
    ]
    for formula, place in formulas:
        yield from problems_of_formula(formula, place, known)


def _known(case: Case) -> Mapping[str, str]:
    return {
        **{option.id: "option" for option in case.options},
        **{term.id: "term" for term in case.terms},
        **{flag.id: "flag" for flag in case.flags},
    }


def problems_of_formula(
    formula: Formula, place: Place | None, known: Mapping[str, str]
) -> Iterator[Problem]:
    """Names in a formula that nothing has.

    Parameters
    ----------
    formula : Formula
        Where to look.
    place : Place or None
        Where it stands.
    known : mapping
        Ids of options, terms and flags.

    Yields
    ------
    Problem
        One for each unknown name.
    """
    for name in names(formula):
        if name.id not in known:
            at = place.within(name.column) if place else None
            told = f"'{name.id}' is no option, term or flag of this case"
            yield Problem(told, at, near(name.id, known), name.id)


def _sources(case: Case) -> dict[str, dict[str, str]]:
    return {source.id: dict(source.paragraphs) for source in case.sources}


def _problems_of_evidence(
    evidence: Evidence, place: Place | None, sources: Mapping[str, Mapping[str, str]]
) -> Iterator[Problem]:
    for citation in evidence.cites:
        yield from problems_of_citation(citation, place, sources)


def problems_of_citation(
    citation: Citation, place: Place | None, sources: Mapping[str, Mapping[str, str]]
) -> Iterator[Problem]:
    """A citation of a source or a paragraph that is not there.

    Parameters
    ----------
    citation : Citation
        The citation.
    place : Place or None
        Where it stands.
    sources : mapping
        Ids of sources, each with its paragraphs.

    Yields
    ------
    Problem
        What is not there.
    """
    word = str(citation)
    paragraphs = sources.get(citation.source)
    if paragraphs is None:
        told, hint = f"there is no source '{citation.source}'", near(citation.source, sources)
        yield Problem(told, place, hint or "add it under 'sources'", word)
    elif paragraphs and citation.locator and citation.locator not in paragraphs:
        told = f"source '{citation.source}' has no paragraph '{citation.locator}'"
        yield Problem(told, place, near(citation.locator, paragraphs), word)


def _brought_in(kind: EditKind) -> Statement | Option | Rule | Group | None:
    """What an edit brings in, if that has evidence of its own."""
    match kind:
        case Insert(statement=line) | Replace(by=line):
            return line
        case AddOption(option=option):
            return option
        case AddRule(rule=rule):
            return rule
        case AddGroup(group=group):
            return group
    return None


def _problems_of_groups(case: Case) -> Iterator[Problem]:
    parties = [party.id for party in case.parties]
    seen: set[frozenset[str]] = set()
    for group in case.groups:
        for member in group.members:
            if member not in parties:
                yield _unknown("party", member, parties, group.place)
        members = frozenset(group.members)
        if len(members) < max(2, len(group.members)):
            told = "a group needs two or more different members"
            yield Problem(told, group.place, "name everybody who takes part in its deals")
        if members in seen:
            yield Problem("this group is listed twice", group.place, "keep one of the two")
        seen.add(members)


def problems_of_state(
    case: Case, what: str, state: State, place: Place | None, rules: Iterable[Rule] | None = None
) -> Iterator[Problem]:
    """What is wrong with a state somebody wrote down.

    Parameters
    ----------
    case : Case
        The case it should be a state of.
    what : str
        How to call it in the message.
    state : frozenset of str
        Its taken options.
    place : Place or None
        Where it stands.
    rules : iterable of Rule or None
        The rules that are asked, which name nothing unknown; None for all such rules of the case.

    Yields
    ------
    Problem
        Unknown options, or the rules it breaks.
    """
    asked = sound_rules(case) if rules is None else tuple(rules)
    yield from _problems_of_state(case, what, state, place, asked)


def _problems_of_state(
    case: Case, what: str, state: State, place: Place | None, rules: tuple[Rule, ...]
) -> Iterator[Problem]:
    options = [option.id for option in case.options]
    unknown = sorted(state - set(options))
    for id in unknown:
        yield _unknown("option", id, options, place)
    if unknown:
        return
    written = "{" + ", ".join(case.ordered(state)) + "}"
    for rule in rules:
        if not case.satisfies(rule.formula, state):
            told = f"{what} {written} breaks rule '{rule.id}': {rule.formula}"
            yield Problem(told, place, "change the state or the rule")


def _cannot_hold(together: tuple[Rule, ...]) -> Problem:
    ids = ", ".join(f"'{rule.id}'" for rule in together[:8])
    ids += f" and {len(together) - 8} more" if len(together) > 8 else ""
    told = f"rule {ids} cannot hold" if len(together) == 1 else f"rules {ids} cannot all hold"
    return Problem(f"{told}: no state is left", together[-1].place, "drop or weaken one of them")
