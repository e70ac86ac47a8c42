"""Is a case sound, and does it say what its analyst meant?

Question: can every profile be analysed (do rules leave a state, is every ranking complete); how
much is unsourced; and does every party prefer what the analyst's own checks say it prefers?

Guarantees: exact.
"""

from __future__ import annotations

from honestbroker.analyses.overview import founding
from honestbroker.analyses.why import Reasons
from honestbroker.case.case import Case
from honestbroker.case.problems import CaseError, Problem
from honestbroker.changes import in_profile
from honestbroker.encode import Encoded, encode
from honestbroker.result.checks import Checked, CheckedProfile, Checks

__all__ = ["checks"]


def checks(case: Case, max_memory: int | None = None) -> Checks:
    """Check a case.

    Parameters
    ----------
    case : Case
        The case.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Checks
        Profiles and checks.

    Raises
    ------
    CaseError
        With the problems of all profiles at once.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> hb.checks(hb.read("korea-2017")).passed
    True
    """
    problems: list[Problem] = []
    encoded: dict[str | None, Encoded] = {}
    profiles: list[str | None] = [profile.id for profile in case.profiles]
    for id in profiles or [case.profile]:
        try:
            encoded[id] = encode(in_profile(case, id), max_memory)
        except CaseError as error:
            problems.extend(error.problems)
    told: list[Checked] = []
    for check in case.checks:
        there = encoded.get(check.profile or case.default_profile)
        if there is None:
            if check.profile not in {profile.id for profile in case.profiles} | {None}:
                problems.append(Problem(f"there is no profile '{check.profile}'", check.place))
            continue
        better, worse = there.index(check.better), there.index(check.worse)
        if better is None or worse is None:
            problems.append(Problem("a state of this check is not feasible", check.place))
            continue
        because = Reasons(there).between(check.party, better, worse)
        told.append(
            Checked(
                there.case.profile,
                check.party,
                there.names.taken(better),
                there.names.taken(worse),
                because.prefers == "first",
                because,
                str(check.place) if check.place else None,
            )
        )
    if problems:
        raise CaseError(problems)
    sound = tuple(
        CheckedProfile(id or "", found.graph.states, founding(found))
        for id, found in encoded.items()
    )
    return Checks(case.id, case.version, sound, tuple(told))
