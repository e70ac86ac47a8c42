"""A stage of a road in names: who refuses, who breaks, who is exposed, and which statement decides.

What `honestbroker.analyses.roads` finds in numbers is told here; stalls, objections, orders of
single steps and what is ready to go on are found here, too: `honestbroker.analyses.roadmap`
defines them.

Guarantees: exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from honestbroker.analyses.labels import Road as Names
from honestbroker.analyses.repair import Repairs
from honestbroker.analyses.roads import (
    Begun,
    Literals,
    Walked,
    break_of,
    chosen,
    landing,
    promise,
)
from honestbroker.analyses.variants import Desk, Version, carried
from honestbroker.analyses.why import Reasons
from honestbroker.case.brokering import Objection
from honestbroker.case.parts import Statements
from honestbroker.encode import Encoded
from honestbroker.kernel.labels import exposure, regrets
from honestbroker.kernel.steps import Steps, deals, steps
from honestbroker.kernel.witness import Witnesses
from honestbroker.result import Label, Step
from honestbroker.result.roadmap import (
    Actor,
    Breach,
    Objected,
    Order,
    StageFrom,
    StageTold,
    Stall,
    StateTold,
)
from honestbroker.result.why import Decision

__all__ = ["StageTeller", "Tellers"]

Mask = npt.NDArray[np.bool_]

_TOLD = ("regret", "betrayed", "exposed")
"""Labels that a roadmap tells of."""


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
class StageTeller:
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
