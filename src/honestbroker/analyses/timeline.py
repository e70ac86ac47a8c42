"""What held at each date, what changed between dates, and which trigger did it?

Definitions: a **moment** is a dated profile; moments are ordered by date, then as in the file. At
each, the headline claims (`honestbroker.analyses.claims`) and the nash equilibria are told, and
which of these are reached by plain steps of single parties and open groups from the status quo of
that moment, and sound (no trap, no regret). A **turn** lies between two moments that follow each
other: the states that begin or cease to hold, the claims that come out differently, and the
smallest sets of differences that explain each (`honestbroker.analyses.compare`). Its trigger is
what the analyst names as the trigger of the later profile.

Guarantees: as in `honestbroker.analyses.compare`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from honestbroker.analyses.claims import Claims
from honestbroker.analyses.compare import MOST_SETS, differences, explained
from honestbroker.analyses.stability import question
from honestbroker.case.case import Case
from honestbroker.case.parts import Profile
from honestbroker.case.problems import CaseError, Problem
from honestbroker.changes import in_profile
from honestbroker.encode import encode
from honestbroker.result import Scope
from honestbroker.result.compare import Moment, PairOfVersions, StateHeld, Timeline, Turn

__all__ = ["timeline"]


def timeline(case: Case, max_memory: int | None = None) -> Timeline:
    """What held when, and what changed it.

    Parameters
    ----------
    case : Case
        A case with dated profiles; changes made to it are made at every date.
    max_memory : int or None
        Bytes one version of the case may use; None for the default.

    Returns
    -------
    Timeline
        Moments and turns.

    Raises
    ------
    CaseError
        If no profile has a date, or a profile, rule or ranking is wrong.

    Examples
    --------
    >>> import honestbroker as hb
    >>> found = timeline(hb.read("korea-2017"))
    >>> [moment.profile for moment in found.moments]
    ['2017H2', '2018H1']
    >>> [flip.flip.claim for flip in found.turns[0].pair.explained]
    ['tag stage_1', 'stands stage_1', 'tag talks_for_freeze']
    """
    dated = sorted(
        (profile for profile in case.profiles if profile.date is not None),
        key=lambda profile: str(profile.date),
    )
    if not dated:
        told = "no profile of this case has a date"
        raise CaseError([Problem(told, None, "give two profiles a `date:`")])
    versions = [in_profile(case, profile.id) for profile in dated]
    encoded = encode(versions[0], max_memory)
    claims = Claims(versions[0])
    moments = [
        _moment(claims, profile, version) for profile, version in zip(dated, versions, strict=True)
    ]
    turns = []
    for number in range(1, len(dated)):
        before, after = versions[number - 1], versions[number]
        items = differences(before, after) if _alike(before, after) else ()
        found = explained(claims, before, after, items)
        pair = PairOfVersions(dated[number - 1].id, dated[number].id, items, found)
        held = [
            {state.state: state for state in m.holding} for m in moments[number - 1 : number + 1]
        ]
        turns.append(
            Turn(
                pair,
                moments[number].trigger,
                tuple(state for key, state in held[1].items() if key not in held[0]),
                tuple(state for key, state in held[0].items() if key not in held[1]),
            )
        )
    cut = any(not one.exhaustive for turn in turns for one in turn.pair.explained)
    return Timeline(
        question(encoded),
        Scope("bounded", f"{MOST_SETS} sets of differences a turn") if cut else Scope("exhaustive"),
        tuple(moments),
        tuple(turns),
    )


def _alike(before: Case, after: Case) -> bool:
    mine = [(option.id, option.party) for option in before.options]
    return mine == [(option.id, option.party) for option in after.options]


def _moment(claims: Claims, profile: Profile, case: Case) -> Moment:
    trigger: Mapping[str, str] | None = None
    if profile.trigger is not None:
        trigger = dict(profile.trigger.languages)
    return Moment(
        profile.id,
        str(profile.date),
        profile.post_hoc,
        trigger,
        claims.of(case),
        _holding(claims, case),
    )


def _holding(claims: Claims, case: Case) -> tuple[StateHeld, ...]:
    desk = claims.desk
    version = desk.version(case)
    if version is None:
        return ()
    holds = desk.holds(version, "nash")
    sound = desk.sound(version, "nash", holds)
    reached = desk.reached(version, closed=False)
    names = version.frame.names
    outcomes = claims.outcomes(version)
    told = []
    for state in map(int, np.flatnonzero(holds)):
        true = tuple(id for id, column in outcomes.items() if column is not None and column[state])
        told.append(
            StateHeld(
                names.id(state),
                names.taken(state),
                true,
                reached is not None and bool(reached[state]),
                bool(sound[state]),
            )
        )
    return tuple(told)
