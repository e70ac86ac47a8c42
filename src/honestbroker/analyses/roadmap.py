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

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from honestbroker.analyses.labels import Road as Names
from honestbroker.analyses.repair import Repairs, fingerprint
from honestbroker.analyses.roads import (
    Begun,
    Literals,
    Walked,
    Walker,
    break_of,
    chosen,
    landing,
    promise,
    tracks,
)
from honestbroker.analyses.stability import question
from honestbroker.analyses.variants import Desk, Version, carried
from honestbroker.analyses.why import Reasons
from honestbroker.case.brokering import Objection, Stage
from honestbroker.case.brokering import Roadmap as Plan
from honestbroker.case.case import Case
from honestbroker.case.parts import Change, Statements
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.changes import variant
from honestbroker.encode import Encoded, encode
from honestbroker.kernel.labels import exposure, regrets
from honestbroker.kernel.steps import Steps, deals, steps
from honestbroker.kernel.witness import Witnesses
from honestbroker.result import Label, Scope, Step
from honestbroker.result.roadmap import (
    Actor,
    Breach,
    Objected,
    Order,
    Road,
    Roadmap,
    Roadmaps,
    StageFrom,
    StageTold,
    Stall,
    StateTold,
)
from honestbroker.result.why import Decision
from honestbroker.sweep import IN_PROCESS, Store, Work

__all__ = ["Tellers", "plan_of", "roadmap", "roadmaps"]

Mask = npt.NDArray[np.bool_]

_TOLD = ("regret", "betrayed", "exposed")
"""Labels that a roadmap tells of."""


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
                _StageTeller(tellers, walked, place, mended).told() for place in range(len(walked))
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


class Tellers:
    """What turns numbers of versions into names and reasons; one for each version.

    Parameters
    ----------
    desk : Desk
        Where the versions are judged.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._known: dict[int, _Teller] = {}

    def of(self, version: Version) -> _Teller:
        """The teller of one version.

        Parameters
        ----------
        version : Version
            The version.

        Returns
        -------
        _Teller
            Names and reasons.
        """
        if id(version) not in self._known:
            self._known[id(version)] = _Teller(self.desk, version)
        return self._known[id(version)]


class _Teller:
    """Names and reasons in one version."""

    def __init__(self, desk: Desk, version: Version) -> None:
        self.version = version
        self.encoded = Encoded(version.case, version.frame.structure, desk.graph(version))
        self.graph = self.encoded.graph
        self.names = Names(self.encoded)
        self.reasons = Reasons(self.encoded)

    @cached_property
    def witnesses(self) -> Witnesses:
        """The kernel's proofs."""
        return Witnesses(self.graph)

    def state(self, state: int) -> StateTold:
        """A state in names."""
        names = self.encoded.names
        return StateTold(names.id(state), names.taken(state), self.encoded.outcomes_at(state))

    def step(
        self, movers: tuple[int, ...], group: tuple[int, ...] | None, some: Steps, at: int
    ) -> Step:
        """One of several steps in names."""
        source, target, flips = chosen(some, at)
        take, drop = self.names.flips(source, target)
        who = self.names.names(movers) if group is None else self.names.owners(flips)
        members = None if group is None else self.names.names(group)
        return Step(who, members, take, drop, self.encoded.names.id(target), True)

    def decides(self, party: int, first: int, second: int) -> Decision:
        """What decides between two states for a party."""
        return self.reasons.between(self.encoded.names.parties[party], first, second)


@dataclass(frozen=True, eq=False)
class _StageTeller:
    """One stage of a road on its way into names."""

    tellers: Tellers
    road: Sequence[Walked]
    place: int
    repairs: Repairs | None

    @property
    def walked(self) -> Walked:
        """The stage."""
        return self.road[self.place]

    @cached_property
    def teller(self) -> _Teller:
        """Names and reasons in the stage's version."""
        return self.tellers.of(self.walked.version)

    def told(self) -> StageTold:
        """The stage in names."""
        walked = self.walked
        starts = tuple(self._from(begun) for begun in walked.begun)
        asked = self.repairs is not None and walked.hold not in ("holds", None)
        repairs, tried = (None, 0)
        if asked and self.repairs is not None:
            repairs, tried = self.repairs.of(walked.stage.id)
        return StageTold(
            walked.stage.id,
            walked.stage.take,
            walked.stage.drop,
            walked.promise,
            walked.entry,
            walked.hold,
            starts,
            tuple(self._stalls()),
            tuple(self._objected(one, starts) for one in walked.stage.objections),
            repairs,
            tried,
        )

    def _from(self, begun: Begun) -> StageFrom:
        teller, at = self.teller, begun.landing.state
        stands = tuple(teller.state(state) for state in begun.stands)
        return StageFrom(
            teller.state(begun.start),
            begun.entry,
            begun.landing.rules,
            begun.landing.options,
            begun.entry_met,
            begun.renewed,
            tuple(self._actor(begun, party) for party in begun.landing.movers if at is not None),
            None if at is None else teller.state(at),
            begun.hold,
            tuple(self._breaches(begun)),
            tuple(self._adjusting(begun)),
            0 if begun.settled is None else int(begun.settled.sum()),
            stands,
            begun.balanced,
            tuple(self._ready(begun)),
            tuple(self._labels(begun)),
            tuple(self._orders(begun)),
        )

    def _actor(self, begun: Begun, party: int) -> Actor:
        teller, at = self.teller, begun.landing.state
        assert at is not None
        own = teller.graph.own[party]
        wanted = dict(self.walked.promise)
        names = teller.encoded.names
        here = set(names.taken(begun.start))
        changed = [
            id
            for place, id in enumerate(names.options)
            if own >> place & 1 and id in wanted and wanted[id] != (id in here)
        ]
        wants = "no" if party in begun.refusing else "end" if party in begun.waiting else "now"
        end = None if begun.end is None else teller.decides(party, begun.end, begun.start)
        return Actor(
            names.parties[party],
            tuple(id for id in changed if wanted[id]),
            tuple(id for id in changed if not wanted[id]),
            wants,
            teller.decides(party, at, begun.start),
            end,
        )

    def _breaches(self, begun: Begun) -> Iterator[Breach]:
        if begun.walk is None:
            return
        found = []
        for (party, some), stopped in zip(begun.walk.breaking, begun.deterred, strict=True):
            for places in _alike(self.teller, some, stopped):
                at = places[0]
                found.append(self._breach((party,), None, some, at, bool(stopped[at]), len(places)))
        open_groups = [group for group in self.walked.version.groups if group.open]
        for number, some in begun.walk.deals:
            members = open_groups[number].members
            for places in _alike(self.teller, some):
                found.append(self._breach(members, members, some, places[0], False, len(places)))
        yield from sorted(found, key=lambda one: (one.deterred, one.step.group is not None))

    def _breach(
        self,
        movers: tuple[int, ...],
        group: tuple[int, ...] | None,
        some: Steps,
        at: int,
        stopped: bool,
        times: int,
    ) -> Breach:
        teller = self.teller
        source, target, _ = chosen(some, at)
        answer: tuple[Step, ...] = ()
        if stopped:
            answer = self._answer(movers[0], source, target)
        names = teller.encoded.names
        before, after = set(names.taken(source)), set(names.taken(target))
        undone = tuple(
            id for id, taken in self.walked.promise if (id in before) == taken != (id in after)
        )
        return Breach(
            teller.step(movers, group, some, at),
            names.taken(source),
            names.taken(target),
            undone,
            tuple(teller.decides(party, target, source) for party in movers),
            stopped,
            answer,
            times,
        )

    def _answer(self, party: int, source: int, target: int) -> tuple[Step, ...]:
        teller = self.teller
        path = teller.witnesses.answer("seq", party, source, target)
        told = []
        here = target
        for mover, to in path or ():
            take, drop = teller.names.flips(here, to)
            movers = teller.names.names((mover,))
            told.append(Step(movers, None, take, drop, teller.encoded.names.id(to), True))
            here = to
        return tuple(told)

    def _adjusting(self, begun: Begun) -> Iterator[Step]:
        for party, some in begun.walk.adjusting if begun.walk is not None else ():
            for places in _alike(self.teller, some):
                yield self.teller.step((party,), None, some, places[0])

    def _ready(self, begun: Begun) -> Iterator[Step]:
        if self.place + 1 == len(self.road) or not begun.stands:
            return
        version, graph = self.walked.version, self.teller.graph
        onward = ~break_of(version, promise([one.stage for one in self.road[: self.place + 2]]))
        here = np.array([state for state in begun.stands if not onward[state]], dtype=np.intp)
        for party in graph.movers:
            yield from self._into(steps(graph, party, here), onward, (party,), None)
        for group in version.groups:
            if group.open:
                made = deals(graph, group.members, here, among=onward)
                yield from self._into(made, onward, group.members, group.members)

    def _into(
        self,
        some: Steps,
        onward: Mask,
        movers: tuple[int, ...],
        group: tuple[int, ...] | None,
    ) -> Iterator[Step]:
        for at in map(int, np.flatnonzero(some.plain & onward[some.targets])):
            yield self.teller.step(movers, group, some, at)

    def _labels(self, begun: Begun) -> Iterator[tuple[str, tuple[Label, ...]]]:
        teller, at = self.teller, begun.landing.state
        states = dict.fromkeys([] if at is None else [at, *begun.stands])
        for state in states:
            told = tuple(one for one in teller.names.labels(state) if one.label in _TOLD)
            if told:
                yield teller.encoded.names.id(state), told

    def _orders(self, begun: Begun) -> Iterator[Order]:
        stage = self.walked.stage
        if stage.together or begun.landing.state is None or self.teller.graph.coupled is not None:
            return
        wanted = tuple(
            one for one in self.walked.promise
            if break_of(self.walked.version, (one,))[begun.start]
        )  # fmt: skip
        if len(wanted) < 2:
            return
        ways = _Orders(self.teller, wanted)
        for worst in (False, True):
            found = ways.of(begun.start, worst=worst)
            if found is not None:
                yield found

    def _stalls(self) -> Iterator[Stall]:
        mine = _equilibria(self.walked)
        later = [
            (walked, state)
            for walked in self.road[self.place + 1 :]
            for state in _equilibria(walked)
        ]
        if not mine or not later:
            return
        acting = {
            self.tellers.of(walked.version).encoded.names.parties[party]
            for walked in self.road
            for begun in walked.begun
            for party in begun.landing.movers
        }
        teller = self.teller
        version = self.walked.version
        theirs = [int(carried(walked.version, version)[state]) for walked, state in later]
        if min(theirs) < 0:
            return
        for number, party in enumerate(teller.encoded.names.parties):
            row = teller.graph.ranks[number]
            if party in acting and row[mine].min() > row[theirs].max():
                deciding = tuple(
                    teller.decides(number, mine[0], state) for state in dict.fromkeys(theirs)
                )
                yield Stall(party, deciding)

    def _objected(self, objection: Objection, starts: Sequence[StageFrom]) -> Objected:
        preference = self.walked.version.case.lists.get(objection.party)
        known = objection.statement is None or (
            isinstance(preference, Statements)
            and objection.statement in {line.id for line in preference.lines}
        )
        deciding = [
            decision
            for start in starts
            for decision in _against(start)
            if decision.party == objection.party
        ]
        borne = any(objection.statement in (None, decision.statement) for decision in deciding)
        text = None if objection.text is None else dict(objection.text.languages)
        cites = tuple(str(citation) for citation in objection.evidence.cites)
        return Objected(objection.party, text, objection.statement, borne, known, cites)


def _against(start: StageFrom) -> Iterator[Decision]:
    """What decides where somebody refuses a stage or breaks it."""
    for actor in start.actors:
        if actor.wants == "no":
            yield actor.entering
    for breach in start.breaches:
        if not breach.deterred:
            yield from breach.because


def _equilibria(walked: Walked) -> list[int]:
    """The equilibria a stage settles into, over all starts."""
    return sorted({state for begun in walked.begun if begun.balanced for state in begun.stands})


def _alike(teller: _Teller, some: Steps, marked: Mask | None = None) -> list[list[int]]:
    """Steps grouped by what they take and give up and how they are marked, in order."""
    marks = teller.graph.marks
    found: dict[tuple[int, int, bool], list[int]] = {}
    for at in range(some.targets.size):
        source, target, _ = chosen(some, at)
        before, after = int(marks[source]), int(marks[target])
        key = (after & ~before, before & ~after, marked is not None and bool(marked[at]))
        found.setdefault(key, []).append(at)
    return list(found.values())


class _Orders:
    """The best and the worst order of single steps of a stage."""

    def __init__(self, teller: _Teller, wanted: Literals) -> None:
        order = teller.encoded.names.options
        self.teller = teller
        self.wanted = sorted(
            wanted, key=lambda one: order.index(one[0]) if one[0] in order else len(order)
        )
        self._costs: dict[int, tuple[int, int]] = {}

    def cost(self, state: int) -> tuple[int, int]:
        """How many parties are exposed, and how many regret, in a state on the way."""
        if state not in self._costs:
            graph, reference = self.teller.graph, self.teller.names.reference
            assert reference is not None
            every = range(graph.parties)
            self._costs[state] = (
                sum(exposure(graph, party, state, reference) is not None for party in every),
                sum(regrets(graph, party, state, reference) for party in every),
            )
        return self._costs[state]

    def of(self, start: int, *, worst: bool) -> Order | None:
        """The best or the worst order; None if no order is feasible throughout."""
        known: dict[tuple[int, frozenset[int]], tuple[tuple[int, int], tuple[int, ...]] | None] = {}

        def ahead(
            here: int, left: frozenset[int]
        ) -> tuple[tuple[int, int], tuple[int, ...]] | None:
            """The cost still to come from a state, and the literals in their order."""
            if not left:
                return (0, 0), ()
            if (here, left) not in known:
                found = None
                for place in sorted(left):
                    to = landing(self.teller.version, here, (self.wanted[place],)).state
                    after = None if to is None else ahead(to, left - {place})
                    if to is None or after is None:
                        continue
                    mine = self.cost(to) if len(left) > 1 else (0, 0)
                    total = (mine[0] + after[0][0], mine[1] + after[0][1])
                    if found is None or (total > found[0] if worst else total < found[0]):
                        found = (total, (place, *after[1]))
                known[here, left] = found
            return known[here, left]

        best = ahead(start, frozenset(range(len(self.wanted))))
        if best is None:
            return None
        told = []
        here = start
        for place in best[1]:
            lands = landing(self.teller.version, here, (self.wanted[place],))
            assert lands.state is not None
            take, drop = self.teller.names.flips(here, lands.state)
            movers = self.teller.names.names(lands.movers)
            improves = all(
                bool(
                    self.teller.graph.ranks[party, lands.state]
                    > self.teller.graph.ranks[party, here]
                )
                for party in lands.movers
            )
            id = self.teller.encoded.names.id(lands.state)
            told.append(Step(movers, None, take, drop, id, improves))
            here = lands.state
        return Order(tuple(told), *best[0])
