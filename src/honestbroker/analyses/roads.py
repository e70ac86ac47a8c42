"""Walking a road: where each stage is entered, where it settles, and whether its promise holds.

Definitions (theory section 10; `docs/theory/roadmaps.md` has them in full)

* A **road** is the stages of one track of a roadmap, in order; stages without a track are the main
  road. **F_k** is every literal of stages 1 to k that no later one of them lifts.
* A stage **starts** where the road stands: the first from the status quo, the next from each of the
  equilibria (nash) the one before settled into, or from each settled state if none is one.
* **s_k** is the start with every literal of F_k: those of the stage and, where an earlier stage was
  broken, its promise made again. It is **infeasible** if a rule forbids it or an option's way
  forbids the change. With couplings, responses follow as for a deal.
* **Actors** own the options that the literals change between start and s_k; responses of couplings
  are nobody's choice. The **road's end** is the start with the literals of F of the last stage, if
  that is a state and the ways allow it; it is only looked at, so no coupling fires.
* **Entry**: the first that applies of ``already true`` (F_k is true at the start),
  ``infeasible``, ``not entered`` (the entry formula is false at the start, or an actor ranks
  neither s_k nor the road's end above the start), ``entered for the end only`` (some actor ranks
  only the end above it), ``entered``.
* **Hold**: a state breaks the stage where the breach formula is true, or F_k false if there is
  none; a deal into F_k+1 goes on and does not break. ``holds``: nothing breaks; ``holds while
  deterred``: no deal breaks, and every breaking improvement is sanctioned in the sense of seq;
  else ``does not hold`` (`honestbroker.kernel.walk`).
* A snapback is in force from its stage on.
* The verdict of a stage with several starts is its worst.

Guarantees: exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.analyses.frames import Recent
from honestbroker.analyses.variants import Desk, Version, carried
from honestbroker.case.brokering import Stage
from honestbroker.case.case import Case
from honestbroker.case.parts import State
from honestbroker.case.problems import CaseError, Problem
from honestbroker.changes import edited, named
from honestbroker.encode import place_of
from honestbroker.formula import Formula
from honestbroker.kernel.moves import Ranks
from honestbroker.kernel.stability import worth
from honestbroker.kernel.steps import Steps
from honestbroker.kernel.walk import Walk, deterred, settled, walk

__all__ = [
    "ENTRIES",
    "HOLDS",
    "Begun",
    "Literals",
    "Walked",
    "Walker",
    "break_of",
    "landing",
    "promise",
    "tracks",
]

ENTRIES: Final = ("infeasible", "not entered", "entered for the end only", "entered",
                  "already true")  # fmt: skip
"""Verdicts on entry, from bad to good."""

HOLDS: Final = ("does not hold", "holds while deterred", "holds")
"""Verdicts on holding, from bad to good."""

_WORTHS: Final = 32
"""How many parties' worths of moves are remembered."""

Mask = npt.NDArray[np.bool_]
Literals = tuple[tuple[str, bool], ...]
"""Options and whether each is to be taken."""


def tracks(stages: Iterable[Stage]) -> dict[str | None, tuple[Stage, ...]]:
    """The roads of a roadmap.

    Parameters
    ----------
    stages : iterable of Stage
        In the file's order.

    Returns
    -------
    dict
        From track (None for the main road) to its stages.
    """
    found: dict[str | None, tuple[Stage, ...]] = {}
    for stage in stages:
        found[stage.track] = (*found.get(stage.track, ()), stage)
    return found


def literals(stage: Stage) -> Literals:
    """What a stage asks for.

    Parameters
    ----------
    stage : Stage
        The stage.

    Returns
    -------
    tuple of (str, bool)
        What is to be taken, then what is to be given up.
    """
    return (*((id, True) for id in stage.take), *((id, False) for id in stage.drop))


def promise(stages: Sequence[Stage]) -> Literals:
    """F of the last of some stages: all their literals that no later one of them lifts.

    Parameters
    ----------
    stages : sequence of Stage
        The first stages of a road.

    Returns
    -------
    tuple of (str, bool)
        Options in the order in which they come up, and their value.

    Examples
    --------
    >>> promise([Stage("first", take=("a", "b")), Stage("second", drop=("a",))])
    (('a', False), ('b', True))
    """
    return tuple({id: value for stage in stages for id, value in literals(stage)}.items())


def break_of(version: Version, made: Literals) -> Mask:
    """Where some literals are not all true.

    Parameters
    ----------
    version : Version
        A version of the case.
    made : tuple of (str, bool)
        The literals. One about an option that was dropped is true or false everywhere.

    Returns
    -------
    array of bool, shape (states,)
        True where one is false.
    """
    graph, options = version.frame.graph, version.frame.names.options
    broken = np.zeros(graph.states, dtype=np.bool_)
    constants = {flag.id: flag.value for flag in version.case.flags}
    for id, value in made:
        if id in options:
            broken |= (graph.marks >> options.index(id) & 1 != 0) != value
        elif constants.get(id) != value:
            broken[:] = True
    return broken


@dataclass(frozen=True, eq=False)
class Landing:
    """Where a set of literals leads from a state.

    Attributes
    ----------
    state : int or None
        The index of the state; None if it cannot be.
    movers : tuple of int
        The parties whose own options change.
    rules, options : tuple of str
        The rules that forbid it; the options whose way does.
    """

    state: int | None
    movers: tuple[int, ...]
    rules: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


def landing(version: Version, start: int, wanted: Literals, *, respond: bool = True) -> Landing:
    """Where literals lead from a state, in the ways allowed.

    Parameters
    ----------
    version : Version
        A version of the case.
    start : int
        Index of the state.
    wanted : tuple of (str, bool)
        The literals.
    respond : bool
        Whether couplings fire.

    Returns
    -------
    Landing
        The state, or what forbids it.
    """
    frame, case = version.frame, version.case
    graph, names = frame.graph, frame.names
    here = int(graph.marks[start])
    up = down = 0
    stuck: list[str] = []
    constants = {flag.id: flag.value for flag in case.flags}
    for id, value in wanted:
        if id not in names.options:
            stuck += [id] if constants.get(id) != value else []
            continue
        bit = 1 << names.options.index(id)
        if bool(here & bit) != value:
            up, down = up | (bit if value else 0), down | (0 if value else bit)
    movable = 0
    for own in graph.own:
        movable |= own
    barred = ((up | down) & ~movable) | (up & graph.down) | (down & graph.up)
    stuck += [id for place, id in enumerate(names.options) if barred >> place & 1]
    movers = tuple(party for party, own in enumerate(graph.own) if (up | down) & own)
    if stuck:
        return Landing(None, movers, (), tuple(stuck))
    if not up | down:
        return Landing(start, ())
    after = here ^ (up | down)
    taken: State = frozenset(id for place, id in enumerate(names.options) if after >> place & 1)
    state = place_of(case, frame.structure, taken)
    if state is None:
        rules = tuple(rule.id for rule in case.broken_rules(taken))
        return Landing(None, movers, rules, ())
    if respond and graph.coupled is not None:
        ends = graph.coupled.end(graph.codes[[start]], np.array([up | down], dtype=np.int64))
        state = int(graph.lookup.places(ends)[0])
    return Landing(state, movers)


@dataclass(frozen=True, eq=False)
class Begun:
    """One stage from one start.

    Attributes
    ----------
    start : int
        Where the road stands.
    entry : str
        One of `ENTRIES`.
    landing : Landing
        s_k, or what forbids it.
    end : int or None
        The road's end from here.
    refusing, waiting : tuple of int
        Actors that rank neither s_k nor the end above the start; those that rank only the end so.
    entry_met : bool
        Whether the entry formula is true at the start.
    settled : array of bool, shape (states,), or None
        Where s_k settles; None if the stage is infeasible.
    stands : tuple of int
        Where the road stands afterwards: settled equilibria, or settled states if none is one.
    balanced : bool
        Whether those are equilibria.
    hold : str or None
        One of `HOLDS`; None if the stage is infeasible.
    walk : Walk or None
        Who breaks it and who adjusts.
    deterred : tuple of array of bool
        For each entry of ``walk.breaking`` which improvements are sanctioned.
    renewed : tuple of (str, bool)
        Literals of earlier stages that are false at the start and made again.
    """

    start: int
    entry: str
    landing: Landing
    end: int | None
    refusing: tuple[int, ...]
    waiting: tuple[int, ...]
    entry_met: bool
    settled: Mask | None = None
    stands: tuple[int, ...] = ()
    balanced: bool = True
    hold: str | None = None
    walk: Walk | None = None
    deterred: tuple[Mask, ...] = ()
    renewed: Literals = ()


@dataclass(frozen=True, eq=False)
class Walked:
    """One stage from all its starts.

    `entry` and `hold` are the worst over the starts: None where no start is left, and no hold
    where every start is infeasible. `lost` counts starts that break a rule which the stage's
    snapback brings; from them it is infeasible.
    """

    stage: Stage
    promise: Literals
    version: Version
    begun: tuple[Begun, ...]
    lost: int = 0

    @property
    def entry(self) -> str | None:
        """The worst entry."""
        entries = [ENTRIES.index(one.entry) for one in self.begun]
        entries += [ENTRIES.index("infeasible")] if self.lost else []
        return ENTRIES[min(entries)] if entries else None

    @property
    def hold(self) -> str | None:
        """The worst hold."""
        holds = [HOLDS.index(one.hold) for one in self.begun if one.hold is not None]
        return HOLDS[min(holds)] if holds else None

    @property
    def stands(self) -> tuple[int, ...]:
        """Where the road stands after the stage, over all starts."""
        return tuple(sorted({state for one in self.begun for state in one.stands}))


class Walker:
    """Walks roads through versions of one case.

    Parameters
    ----------
    desk : Desk
        Where the versions are judged.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._worths: Recent[Ranks] = Recent(_WORTHS)

    def walk(self, case: Case, stages: Sequence[Stage]) -> tuple[Walked, ...] | None:
        """A road from the status quo to its last stage.

        Parameters
        ----------
        case : Case
            A version of the case.
        stages : sequence of Stage
            The stages of one track.

        Returns
        -------
        tuple of Walked or None
            One for each stage; None if the version is void or has no status quo.

        Raises
        ------
        CaseError
            If a snapback cannot be put in force.
        """
        before = self.desk.version(case)
        if before is None or before.frame.start is None:
            return None
        starts: tuple[int, ...] = (before.frame.start,)
        found = []
        for place, stage in enumerate(stages):
            case = in_force(case, stage)
            version = self.desk.version(case)
            if version is None:
                return None
            asked_from = len(starts)
            starts = _placed(before, version, starts)
            ahead = promise(stages[: place + 2]) if place + 1 < len(stages) else None
            asked = _Asked(stage, promise(stages[: place + 1]), ahead, promise(stages))
            begun = tuple(self._begin(version, asked, start) for start in starts)
            lost = asked_from - len(starts)
            found.append(Walked(stage, asked.promise, version, begun, lost))
            starts = found[-1].stands
            before = version
        return tuple(found)

    def entry(self, version: Version, stage: Stage, stages: Sequence[Stage], start: int) -> Begun:
        """How a stage would be entered from a state, whatever follows.

        Parameters
        ----------
        version : Version
            A version of the case.
        stage : Stage
            The stage.
        stages : sequence of Stage
            Its road.
        start : int
            Index of the state.

        Returns
        -------
        Begun
            Entry only.
        """
        so_far = promise(stages[: stages.index(stage) + 1])
        return self._entered(version, _Asked(stage, so_far, None, promise(stages)), start)

    def _begin(self, version: Version, asked: _Asked, start: int) -> Begun:
        begun = self._entered(version, asked, start)
        at = begun.landing.state
        if at is None:
            return begun
        graph = self.desk.graph(version)
        reached = settled(graph, at)
        still = np.flatnonzero(self.desk.holds(version, "nash", reached))
        stands = still if still.size else np.flatnonzero(reached)
        breaks = break_of(version, asked.promise)
        if asked.stage.breach is not None:
            breaks = self._truth(version, asked.stage.breach)
        onward = None if asked.ahead is None else ~break_of(version, asked.ahead)
        open_groups = [group for group in version.groups if group.open]
        found = walk(graph, at, breaks, open_groups, onward, reached)
        stopped = tuple(
            deterred(graph, party, some, self._worth(version, party))
            for party, some in found.breaking
        )
        return Begun(
            start,
            begun.entry,
            begun.landing,
            begun.end,
            begun.refusing,
            begun.waiting,
            begun.entry_met,
            reached,
            tuple(map(int, stands)),
            bool(still.size),
            _hold(found, stopped, at_odds=bool(breaks[at])),
            found,
            stopped,
            begun.renewed,
        )

    def _worth(self, version: Version, party: int) -> Ranks:
        """What moving to each state is worth to a party once the others have answered (seq)."""
        return self._worths.of(
            (version.key(), party), lambda: worth(self.desk.graph(version), party, "seq")
        )

    def _entered(self, version: Version, asked: _Asked, start: int) -> Begun:
        stage = asked.stage
        lands = landing(version, start, asked.promise)
        end = landing(version, start, asked.whole, respond=False).state
        met = stage.entry is None or bool(self._truth(version, stage.entry)[start])
        refusing: list[int] = []
        waiting: list[int] = []
        for party in lands.movers if lands.state is not None else ():
            row = self.desk.row(version, party)
            if row[lands.state] > row[start]:
                continue
            wants_end = end is not None and row[end] > row[start]
            (waiting if wants_end else refusing).append(party)
        if not break_of(version, asked.promise)[start]:
            entry = "already true"
        elif lands.state is None:
            entry = "infeasible"
        elif refusing or not met:
            entry = "not entered"
        else:
            entry = "entered for the end only" if waiting else "entered"
        earlier = (literal for literal in asked.promise if literal not in literals(stage))
        renewed = tuple(one for one in earlier if break_of(version, (one,))[start])
        refused, waits = tuple(refusing), tuple(waiting)
        return Begun(start, entry, lands, end, refused, waits, met, renewed=renewed)

    @staticmethod
    def _truth(version: Version, formula: Formula) -> Mask:
        return version.frame.structure.truths([formula])[0]


@dataclass(frozen=True)
class _Asked:
    """A stage with the promises around it: its own, the next stage's, the whole road's."""

    stage: Stage
    promise: Literals
    ahead: Literals | None
    whole: Literals


def _hold(found: Walk, stopped: Sequence[Mask], *, at_odds: bool) -> str:
    if at_odds or found.deals:
        return "does not hold"
    if not found.breaking:
        return "holds"
    return "holds while deterred" if all(some.all() for some in stopped) else "does not hold"


def in_force(case: Case, stage: Stage) -> Case:
    """The case with a stage's snapback in force.

    Parameters
    ----------
    case : Case
        The case before the stage.
    stage : Stage
        The stage.

    Returns
    -------
    Case
        The same case if the stage has no snapback.

    Raises
    ------
    CaseError
        If the snapback is no change of the case, or cannot be made.
    """
    if not stage.snapback:
        return case
    back = stage.snapback
    edits = named(case, back).edits if isinstance(back, str) else back
    after, problems = edited(case, edits)
    if problems:
        told = f"the snapback of stage '{stage.id}' cannot be put in force"
        raise CaseError([Problem(f"{told}: {one.message}", stage.place) for one in problems])
    return after


def _placed(before: Version, after: Version, states: tuple[int, ...]) -> tuple[int, ...]:
    """States of one version in another, as far as they are states there."""
    places = carried(before, after)
    found = (int(places[state]) for state in states)
    return tuple(dict.fromkeys(place for place in found if place >= 0))


def chosen(some: Steps, place: int) -> tuple[int, int, int]:
    """One of several steps.

    Parameters
    ----------
    some : Steps
        The steps.
    place : int
        Which.

    Returns
    -------
    source, target, flips : int
        From where, to where, which bits.
    """
    return int(some.sources[place]), int(some.targets[place]), int(some.flips[place])
