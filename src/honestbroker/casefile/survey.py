"""What is wrong with a case in each of its profiles and with each named change.

A profile is looked at on top of the one it starts from, so that a mistake is told once, where it
was made, and not again for every profile built on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from honestbroker.case.case import Case
from honestbroker.case.feasibility import contradiction, problems_of_ranking
from honestbroker.case.inspect import problems, problems_of_library, problems_of_state
from honestbroker.case.parts import (
    AddGroup,
    AddOption,
    AddRule,
    Change,
    Edit,
    Insert,
    Profile,
    Ranking,
    Replace,
    State,
)
from honestbroker.case.problems import Problem, near
from honestbroker.case.sources import Place
from honestbroker.case.terms import terms_in_order
from honestbroker.casefile.build import Built
from honestbroker.casefile.mentions import problems_of_mentions
from honestbroker.changes import GROUP, edited
from honestbroker.perception import problems_of_view

__all__ = ["survey"]


def survey(built: Built) -> Iterator[Problem]:
    """Everything wrong with a case as it was built from a file.

    Parameters
    ----------
    built : Built
        The case without a profile, where the states of rankings stand, and what is named.

    Yields
    ------
    Problem
        What is wrong; some may be told twice.
    """
    case = built.case
    yield from problems_of_library(case)
    there: dict[str, Case] = {}
    lost: dict[str, frozenset[str]] = {}
    known: Case | None = None
    if not case.profiles:  # the rest of the file is looked at all the same
        yield from problems(case, None)
    for profile, rooted in _base_first(case):
        base = there.get(profile.base or "", case)
        missing = set(lost.get(profile.base or "", ()))
        after, found = _made(base, profile.edits, missing)
        lost[profile.id] = frozenset(missing)
        after = replace(after, profile=profile.id)
        there[profile.id] = after
        if not rooted:
            after = replace(after, profile=None)
            found = []
        new = chain(
            found,
            problems(after, known),
            _in_rankings(after, base, built.state_places),
            _in_views(after, base, built.state_places),
        )
        yield from (problem for problem in new if problem.word not in missing)
        known = after
    yield from _problems_of_bases(case)
    yield from _problems_of_changes(case, there, lost)
    for problem in problems_of_mentions(built.mentions, case, there):
        if not any(problem.word in missing for missing in lost.values()):
            yield problem


def _made(case: Case, edits: Iterable[Edit], missing: set[str]) -> tuple[Case, list[Problem]]:
    """A case with edits made as far as they can be made.

    What an edit that cannot be made would have brought joins `missing`, and is missed by nobody.
    """
    found: list[Problem] = []
    for edit in edits:
        case, problems = edited(case, (edit,))
        found.extend(problem for problem in problems if problem.word not in missing)
        if problems:
            missing |= _brought(edit)
    return case, found


def _brought(edit: Edit) -> set[str]:
    """The id of what an edit brings into a case."""
    match edit.kind:
        case AddOption(option=thing) | Insert(statement=thing) | Replace(by=thing):
            return {thing.id}
        case AddRule(rule=rule):
            return {rule.id}
        case AddGroup():
            return {GROUP}
    return set()


def _base_first(case: Case) -> Iterator[tuple[Profile, bool]]:
    """Profiles, each after the one it starts from, and whether that leads to a root."""
    profiles = {profile.id: profile for profile in case.profiles}
    rooted: dict[str, bool] = {}
    for profile in case.profiles:
        pending = []
        at: str | None = profile.id
        while at in profiles and at not in rooted and at not in pending:
            pending.append(at)
            at = profiles[at].base
        root = at is None or rooted.get(at, False)
        for id in reversed(pending):
            rooted[id] = root
            yield profiles[id], root


def _problems_of_bases(case: Case) -> Iterator[Problem]:
    bases = {profile.id: profile.base for profile in case.profiles}
    places = {profile.id: profile.place for profile in case.profiles}
    told: set[str] = set()
    for profile, base in bases.items():
        if base is not None and base not in bases:
            hint = near(base, bases)
            yield Problem(f"there is no profile '{base}'", places[profile], hint, base)
        path = [profile]
        while (below := bases.get(path[-1])) is not None and below not in path:
            path.append(below)
        if below == profile and profile not in told:
            told.update(path)
            way = " -> ".join((*path, profile))
            message = f"profiles start from each other in a circle: {way}"
            yield Problem(message, places[profile], "one of them needs lists of its own", profile)


def _in_rankings(
    case: Case, base: Case, state_places: Mapping[tuple[Place, State], list[Place]]
) -> Iterator[Problem]:
    """Rankings that are new here, or whose states are."""
    same_states = _same_states(case, base)
    if contradiction(case):
        return
    for party, ranking in case.lists.items():
        if isinstance(ranking, Ranking):
            place = ranking.place
            if same_states and base.lists.get(party) is ranking:
                continue

            def where(state: State, last: bool, place: Place | None = place) -> Place | None:
                return place and state_places.get((place, state), [place])[-1 if last else 0]

            yield from problems_of_ranking(case, party, ranking, where)


def _same_states(case: Case, base: Case) -> bool:
    parts = ("rules", "options", "flags", "terms")
    return all(getattr(case, part) is getattr(base, part) for part in parts)


def _in_views(
    case: Case, base: Case, state_places: Mapping[tuple[Place, State], list[Place]]
) -> Iterator[Problem]:
    """Views that are new here, or that can no longer be made."""
    known = {problem for view in base.views for problem in problems_of_view(base, view)}
    for view in case.views:
        inherited = view in base.views
        found = list(problems_of_view(case, view))
        if not found and not (inherited and _same_states(case, base)):
            found.extend(_in_rankings(edited(case, view.edits)[0], case, state_places))
        for problem in found:
            if inherited and problem not in known:
                told = f"in profile '{case.profile}' this view cannot be made: {problem.message}"
                hint = "give that profile views of its own; [] ends one"
                yield replace(problem, message=told, suggestion=hint)
            elif not inherited:
                yield problem


def _problems_of_changes(
    case: Case, there: Mapping[str, Case], lost: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    """Changes that can be made in no profile; told for the default one.

    The same for what contributions, snapbacks and conditions would alter. Whether these leave the
    status quo possible is for the analyses to say: a set of contributions that does not is void, a
    snapback works from where a road stands, a condition from wherever it is true.
    """
    start = there.get(case.default_profile or "", case)
    missing = lost.get(case.default_profile or "", frozenset())
    for change in (*case.changes, *case.brought()):
        here = list(_problems_of_change(start, change, missing))
        others = (other for other in there.values() if other is not start)
        if here and all(any(_problems_of_change(other, change, ())) for other in others):
            yield from here


def _problems_of_change(case: Case, change: Change, missing: Iterable[str]) -> Iterator[Problem]:
    after, found = _made(case, change.edits, set(missing))
    yield from found
    _, circle = terms_in_order(after)
    if circle and not terms_in_order(case)[1]:
        told = "terms stand for each other in a circle: " + " -> ".join((*circle, circle[0]))
        yield Problem(f"after change '{change.id}' {told}", change.place, "", change.id)
    for what, state in (("the status quo", after.status_quo), ("the reference", after.reference)):
        if state is not None and not found and change in case.changes:
            before = {problem.message for problem in problems_of_state(case, what, state, None)}
            for problem in problems_of_state(after, what, state, change.place):
                if problem.message not in before:
                    message = f"after change '{change.id}' {problem.message}"
                    yield Problem(message, change.place, "change the state, the rule or the change")
