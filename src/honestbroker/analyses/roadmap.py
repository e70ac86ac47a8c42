"""Does a roadmap hold: who would enter each stage, who would break it, and what repairs it?

Question: for every stage of a staged plan, would those who must act enter it, does its promise hold
once made, whom does it expose, who would rather stop there, and are the objections on record borne
out by what the parties want?

Definitions: roads, entry and hold in `honestbroker.analyses.roads`; labels in
`honestbroker.kernel.labels`; repairs in `honestbroker.analyses.repair`.

* **Order of steps** (stages not taken together): every literal is one step. An order counts if
  every state on the way is feasible and every step allowed. Its cost is the number of exposed
  parties summed over the states strictly between, then the number of parties with regret, summed
  alike. Among equals the first in the case's order of options is shown. Not told of cases with
  couplings.
* **Stall**: an actor of the road that ranks every equilibrium this stage settles into above every
  one that any later stage settles into, by its list as it is at this stage.
* **An objection is borne out** if the statement it names is the one that decides where that party
  refuses to enter the stage (ranking neither s_k nor the road's end above the start), or breaks
  it, as the mover of an improvement that is not deterred or as a member of a deal; an objection
  that names none, if that party refuses or breaks at all.
* A stage is **ready to go on** where an open group has a plain deal, or a party a plain
  improvement, from where the road stands into a state of F_k+1.
* A parallel track **begins at** a stage of the main road if its first stage would be entered from
  every state in which the main road may stand after it.

Guarantees: exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from honestbroker.analyses.repair import Repairs, fingerprint
from honestbroker.analyses.roads import (
    Walked,
    Walker,
    tracks,
)
from honestbroker.analyses.stability import question
from honestbroker.analyses.stages import StageTeller, Tellers
from honestbroker.analyses.variants import Desk
from honestbroker.case.brokering import Roadmap as Plan
from honestbroker.case.brokering import Stage
from honestbroker.case.case import Case
from honestbroker.case.parts import Change
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.changes import variant
from honestbroker.encode import encode
from honestbroker.result import Scope
from honestbroker.result.roadmap import (
    Road,
    Roadmap,
    Roadmaps,
)
from honestbroker.sweep import IN_PROCESS, Store, Work

__all__ = ["plan_of", "roadmap", "roadmaps"]


def roadmap(
    case: Case,
    name: str,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    repairs: int = 0,
    work: Work = IN_PROCESS,
    max_memory: int | None = None,
) -> Roadmap:
    """What becomes of one roadmap.

    Parameters
    ----------
    case : Case
        The case.
    name : str
        The roadmap's id.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made first, or ids from the case's library.
    repairs : int
        Up to how many edits a repair of a stage may have; 0 asks for none.
    work : Work
        Who tries the repairs, and where what was tried is kept.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Roadmap
        Every stage of every track.

    Raises
    ------
    CaseError
        If there is no such roadmap, no status quo, or something else in the case is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> found = roadmap(hb.read("korea-2017"), "russia-china-2017", "2018H1")
    >>> found.stage("suspension").hold
    'holds'
    """
    asked = variant(case, profile, changes)
    return _Asking(asked, work, max_memory).of(plan_of(asked, name), repairs)


def roadmaps(
    case: Case,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    repairs: int = 0,
    work: Work = IN_PROCESS,
    max_memory: int | None = None,
) -> Roadmaps:
    """All roadmaps of a case side by side.

    Parameters
    ----------
    case : Case
        The case.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made first, or ids from the case's library.
    repairs : int
        Up to how many edits a repair of a stage may have; 0 asks for none.
    work : Work
        Who tries the repairs, and where what was tried is kept.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Roadmaps
        One answer for each, in the file's order.

    Raises
    ------
    CaseError
        If there is no status quo, or something else in the case is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> len(roadmaps(hb.read("korea-2017")).roadmaps)
    6
    """
    asked = variant(case, profile, changes)
    asking = _Asking(asked, work, max_memory)
    told = tuple(asking.of(plan, repairs) for plan in asked.roadmaps)
    return Roadmaps(question(asking.encoded), _scope(repairs), told)


def plan_of(case: Case, name: str) -> Plan:
    """A roadmap of a case.

    Parameters
    ----------
    case : Case
        The case.
    name : str
        The roadmap's id.

    Returns
    -------
    honestbroker.case.brokering.Roadmap
        The roadmap as the case has it.

    Raises
    ------
    CaseError
        If there is none.
    """
    try:
        return case.roadmap(name)
    except KeyError:
        known = [plan.id for plan in case.roadmaps]
        hint = near(name, known) or ("known: " + ", ".join(known) if known else "")
        raise CaseError([Problem(f"there is no roadmap '{name}'", None, hint)]) from None


def _scope(repairs: int) -> Scope:
    return (
        Scope("bounded", f"repairs of at most {repairs} edits") if repairs else Scope("exhaustive")
    )


class _Asking:
    """One version of a case asked about its roadmaps."""

    def __init__(self, case: Case, work: Work, max_memory: int | None) -> None:
        self.case = case
        self.work = work
        self.encoded = encode(case, max_memory)
        if self.encoded.status_quo is None:
            told = "this case has no status quo, so no road begins anywhere"
            raise CaseError([Problem(told, None, "add  status_quo:  to the case")])
        self.desk = Desk(case, max_memory)
        self.walker = Walker(self.desk)

    def of(self, plan: Plan, repairs: int) -> Roadmap:
        """One roadmap."""
        found = {track: self.walked(stages) for track, stages in tracks(plan.stages).items()}
        mended = self._repairs(plan, repairs) if repairs else None
        tellers = Tellers(self.desk)
        roads = []
        for track, walked in found.items():
            told = tuple(
                StageTeller(tellers, walked, place, mended).told() for place in range(len(walked))
            )
            begins = () if track is None else self.begins(found.get(None, ()), walked)
            roads.append(Road(track, told, begins))
        return Roadmap(question(self.encoded), _scope(repairs), plan.id, tuple(roads))

    def _repairs(self, plan: Plan, size: int) -> Repairs:
        return Repairs(self.desk, self.case, plan, size, self.work, self.kept)

    @cached_property
    def kept(self) -> Store | None:
        """Where the repairs that were tried are kept."""
        return self.work.kept(fingerprint(self.case))

    def walked(self, stages: Sequence[Stage]) -> tuple[Walked, ...]:
        found = self.walker.walk(self.case, stages)
        if found is None:
            told = "a snapback of this roadmap leaves no feasible status quo"
            raise CaseError([Problem(told, stages[0].place)])
        return found

    def begins(self, main: Sequence[Walked], track: Sequence[Walked]) -> tuple[str, ...]:
        """After which stages of the main road a parallel track would begin."""
        stages = [walked.stage for walked in track]
        today = track[0].begun[0]
        found = ["status_quo"] if today.entry in ("entered", "already true") else []
        for walked in main:
            entries = [
                self.walker.entry(walked.version, stages[0], stages, state).entry
                for state in walked.stands
            ]
            if entries and all(entry in ("entered", "already true") for entry in entries):
                found.append(walked.stage.id)
        return tuple(found)
