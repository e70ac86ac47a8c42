"""Roadmaps: the definitions transcribed literally, with sets; slow, obvious, no NumPy.

Section of the theory: roadmaps. A road is the main road of a roadmap or one of its tracks; each
starts from the status quo. A ``Visit`` is one stage seen from one state where it starts.

Choices, where the definitions leave something open:

* a state is read in the case with a snapback as brokers' contributions are: the same options taken;
* if a start breaks a rule that a snapback brought, the stage is infeasible whatever it asks;
* a literal that is true already is no step of a stage that is not taken together; one that is
  promised again is;
* bystanders' adjustments are plain, as the walk is;
* a single party's improvement into a state that breaks breaks the stage also if it satisfies what
  the next stage promises: only deals can mean going on;
* an actor of the road is an actor of one of its stages, entered or infeasible; it stalls at a stage
  only if that stage and some later one have settled equilibria;
* every member of a group breaks what the group's deal breaks; an objection to entry looks at the
  statement between the start and s_k.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

from honestbroker.case import Case
from honestbroker.case.brokering import Roadmap, Stage
from honestbroker.case.parts import Change
from honestbroker.changes import apply, named
from oracle import State
from oracle_case import (
    Ids,
    Labels,
    Step,
    World,
    decides,
    end,
    labels,
    may_flip,
    nash,
    number,
    plain_deals,
    plain_improvements,
    read,
    sanctioned,
    settled,
    world,
)

Literals = dict[str, bool]

ENTRIES = ("infeasible", "not entered", "entered for the end only", "entered", "already true")
HOLDS = ("does not hold", "holds while deterred", "holds")
"""From bad to good."""


# --- roads and what they promise -----------------------------------------------------------------


def roads(roadmap: Roadmap) -> dict[str | None, tuple[Stage, ...]]:
    """The main road (None) and every track, each with its stages in order."""
    tracks = dict.fromkeys(stage.track for stage in roadmap.stages)
    return {
        track: tuple(stage for stage in roadmap.stages if stage.track == track) for track in tracks
    }


def literals(stage: Stage) -> Literals:
    """What a stage takes up and gives up."""
    return {**dict.fromkeys(stage.take, True), **dict.fromkeys(stage.drop, False)}


def promised(stages: tuple[Stage, ...], count: int) -> Literals:
    """F of stage ``count`` (1-based).

    Every literal of stages 1 to k that no later stage up to k lifts by the opposite literal.
    """
    return {
        option: value
        for k in range(count)
        for option, value in literals(stages[k]).items()
        if not any(
            literals(stages[later]).get(option) is (not value) for later in range(k + 1, count)
        )
    }


def satisfied(w: World, wanted: Literals, s: State) -> bool:
    """Whether every literal is true in a state."""
    return not unsatisfied(w, wanted, s)


def unsatisfied(w: World, wanted: Literals, s: State) -> tuple[tuple[str, bool], ...]:
    """The literals that are false in a state."""
    taken = w.ids(s)
    return tuple((o, value) for o, value in wanted.items() if (o in taken) != value)


def with_literals(w: World, wanted: Literals, s: State) -> State:
    """A state with some literals made true, feasible or not."""
    return s ^ w.state(option for option, _ in unsatisfied(w, wanted, s))


def worlds(case: Case, stages: tuple[Stage, ...]) -> tuple[World, ...]:
    """For every stage the case with the snapbacks of the stages so far."""
    found = [world(case)]
    for stage in stages:
        before = found[-1]
        if isinstance(stage.snapback, str):
            found.append(world(apply(before.case, named(before.case, stage.snapback))))
        elif stage.snapback:
            change = Change(f"snapback of {stage.id}", stage.snapback)
            found.append(world(apply(before.case, change)))
        else:
            found.append(before)
    return tuple(found[1:])


# --- entry ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Actor:
    """An owner of an option that changes.

    Whether it ranks s_k above where it stands, and the statement that decides; the same for the
    road's end, None if that does not count.
    """

    party: str
    gains: bool
    statement: str | None
    gains_at_end: bool | None
    end_statement: str | None

    @property
    def refuses(self) -> bool:
        """It ranks neither above."""
        return not self.gains and not self.gains_at_end


@dataclass(frozen=True)
class Entry:
    """How a stage is entered from one start; ``state`` is s_k, None if infeasible.

    ``again``: promises of earlier stages that were broken and are made again.
    """

    verdict: str
    state: State | None
    rules: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    formula_false: bool = False
    actors: tuple[Actor, ...] = ()
    owners: tuple[str, ...] = ()
    again: tuple[tuple[str, bool], ...] = ()


def enter(w: World, stage: Stage, so_far: Literals, whole: Literals, start: State) -> Entry:
    """The first that applies: already true, infeasible, not entered, for the end only, entered.

    ``so_far`` is what is promised up to this stage, ``whole`` what the whole road promises.
    """
    flips = start ^ with_literals(w, so_far, start)
    broken = tuple(rule.id for rule in w.case.broken_rules(w.ids(start ^ flips)))
    ways = tuple(w.case.options[k].id for k in sorted(flips) if not may_flip(w.model, k, start))
    stuck = start not in w.model.feasible
    if not flips and not stuck:
        return Entry("already true", start)
    new = literals(stage)
    again = tuple((o, value) for o, value in unsatisfied(w, so_far, start) if o not in new)
    if broken or ways or stuck:
        return Entry("infeasible", None, broken, ways, owners=owners(w, flips), again=again)
    s_k = end(w.game, start, flips)
    finish = with_literals(w, whole, start)
    counts = finish in w.model.feasible and all(may_flip(w.model, k, start) for k in start ^ finish)
    changing = owners(w, flips)
    actors = tuple(_actor(w, id, start, s_k, finish if counts else None) for id in changing)
    false = stage.entry is not None and not w.true(stage.entry, start)
    if false or any(actor.refuses for actor in actors):
        verdict = "not entered"
    elif any(not actor.gains for actor in actors):
        verdict = "entered for the end only"
    else:
        verdict = "entered"
    return Entry(verdict, s_k, (), (), false, actors, changing, again)


def owners(w: World, flips: frozenset[int]) -> tuple[str, ...]:
    """The owners of some options, in case order."""
    return tuple(w.parties[i] for i in sorted({w.model.owner[k] for k in flips}))


def _actor(w: World, id: str, start: State, s_k: State, finish: State | None) -> Actor:
    party = w.parties.index(id)
    rank = w.model.rank[party]
    return Actor(
        id,
        rank[s_k] > rank[start],
        decides(w, party, start, s_k),
        None if finish is None else rank[finish] > rank[start],
        None if finish is None else decides(w, party, start, finish),
    )


# --- hold ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Taken:
    """A step: who, from where, to where; for every mover the statement that decides."""

    members: Ids
    before: Ids
    after: Ids
    statements: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Hold:
    """Whether a stage holds once s_k is entered.

    ``broken``: the promises that are false at s_k itself, or the breach formula. ``breaking``:
    breaking improvements, each with whether it is sanctioned. ``deals``: breaking deals.
    ``adjusting``: bystanders. ``ready``: for settled equilibria, the steps into the next stage.
    """

    verdict: str
    broken: tuple[tuple[str, bool], ...] | str
    kept: frozenset[Ids]
    breaking: tuple[tuple[Taken, bool], ...]
    deals: tuple[Taken, ...]
    adjusting: tuple[Taken, ...]
    settled: frozenset[Ids]
    equilibria: frozenset[Ids]
    ready: dict[Ids, tuple[Taken, ...]]


def hold(w: World, stage: Stage, so_far: Literals, next_one: Literals | None, s_k: State) -> Hold:
    """What happens after s_k is entered; ``next_one`` is F of the next stage, None at the end."""

    def breaks(s: State) -> bool:
        return w.true(stage.breach, s) if stage.breach is not None else not satisfied(w, so_far, s)

    def means_going_on(s: State) -> bool:
        return next_one is not None and satisfied(w, next_one, s)

    kept: set[State] = set()
    frontier = [] if breaks(s_k) else [s_k]
    while frontier:
        here = frontier.pop()
        if here not in kept:
            kept.add(here)
            frontier += [
                step.after for step in plain_improvements(w, here) if not breaks(step.after)
            ]
    walked = [step for s in kept for step in plain_improvements(w, s)]
    breaking = [step for step in walked if breaks(step.after)]
    deals = [
        step
        for s in kept
        for step in plain_deals(w, s)
        if breaks(step.after) and not means_going_on(step.after)
    ]
    broken: tuple[tuple[str, bool], ...] | str = ()
    if breaks(s_k):
        broken = str(stage.breach) if stage.breach is not None else unsatisfied(w, so_far, s_k)
    if breaks(s_k) or deals or not all(sanctioned(w, step) for step in breaking):
        verdict = "does not hold"
    elif breaking:
        verdict = "holds while deterred"
    else:
        verdict = "holds"
    rest = settled(w, s_k)
    calm = frozenset(s for s in rest if nash(w, s))
    ready = {
        w.ids(s): tuple(
            _taken(w, step)
            for step in (*plain_improvements(w, s), *plain_deals(w, s))
            if means_going_on(step.after)
        )
        for s in calm
        if not means_going_on(s)
    }
    return Hold(
        verdict,
        broken,
        frozenset(map(w.ids, kept)),
        tuple((_taken(w, step), sanctioned(w, step)) for step in breaking),
        tuple(_taken(w, step) for step in deals),
        tuple(_taken(w, step) for step in walked if not breaks(step.after)),
        frozenset(map(w.ids, rest)),
        frozenset(map(w.ids, calm)),
        ready,
    )


def _taken(w: World, step: Step) -> Taken:
    told = tuple(
        (w.parties[i], decides(w, i, step.before, step.after)) for i in sorted(step.members)
    )
    return Taken(w.group(step.members), w.ids(step.before), w.ids(step.after), told)


# --- along the road ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Visit:
    """A stage from one start: where, how it is entered, whether it holds (None if infeasible)."""

    world: World
    start: State
    entry: Entry
    hold: Hold | None


@dataclass(frozen=True)
class Passed:
    """A stage with its visits; verdicts are the worst of them, None where there is none."""

    stage: Stage
    visits: tuple[Visit, ...]

    @property
    def entry(self) -> str | None:
        """The worst entry."""
        return _worst(ENTRIES, [visit.entry.verdict for visit in self.visits])

    @property
    def hold(self) -> str | None:
        """The worst hold."""
        return _worst(HOLDS, [visit.hold.verdict for visit in self.visits if visit.hold])

    @property
    def equilibria(self) -> frozenset[Ids]:
        """Settled equilibria, from all starts."""
        return frozenset(s for visit in self.visits if visit.hold for s in visit.hold.equilibria)


def _worst(order: tuple[str, ...], verdicts: list[str]) -> str | None:
    return min(verdicts, key=order.index) if verdicts else None


def walk(case: Case, stages: tuple[Stage, ...]) -> tuple[Passed, ...]:
    """One road from the status quo to its end."""
    if case.status_quo is None:
        raise ValueError("a road starts from the status quo")
    here = world(case)
    assert here.model.status_quo is not None
    starts = {here.model.status_quo}
    passed = []
    for k, (stage, w) in enumerate(zip(stages, worlds(case, stages), strict=True), start=1):
        starts = {read(here, w, s) for s in starts}
        here = w
        next_one = promised(stages, k + 1) if k < len(stages) else None
        visits = []
        following: set[State] = set()
        for start in sorted(starts, key=number):
            so_far = promised(stages, k)
            entry = enter(w, stage, so_far, promised(stages, len(stages)), start)
            if entry.state is None:
                visits.append(Visit(w, start, entry, None))
                continue
            held = hold(w, stage, so_far, next_one, entry.state)
            visits.append(Visit(w, start, entry, held))
            following |= {w.state(ids) for ids in held.equilibria or held.settled}
        passed.append(Passed(stage, tuple(visits)))
        starts = following
    return tuple(passed)


def walks(case: Case, roadmap: Roadmap) -> dict[str | None, tuple[Passed, ...]]:
    """Every road of a roadmap."""
    return {track: walk(case, stages) for track, stages in roads(roadmap).items()}


# --- what it does to whom ------------------------------------------------------------------------


def effects(visit: Visit) -> dict[Ids, Labels]:
    """Exposure and regret at s_k and at every settled equilibrium (with the other labels)."""
    if visit.entry.state is None or visit.hold is None:
        return {}
    w = visit.world
    asked = {visit.entry.state} | {w.state(ids) for ids in visit.hold.equilibria}
    return {w.ids(s): labels(w, s) for s in asked}


@dataclass(frozen=True)
class Order:
    """An order of steps, and what it costs: exposed parties, then parties with regret."""

    options: tuple[str, ...]
    cost: tuple[int, int]


def orders(visit: Visit, stage: Stage, so_far: Literals) -> tuple[Order, Order] | None:
    """The best and the worst order of a stage that is not taken together.

    An order counts if every state on the way is feasible. Its cost is the number of exposed
    parties, summed over the states strictly between start and s_k, and after it the number of
    parties with regret, summed alike. Among equals the first in the case's order of options. None
    for stages taken together, infeasible or true already, or if no order counts.
    """
    w = visit.world
    if stage.together or visit.entry.verdict in ("infeasible", "already true"):
        return None
    if w.case.couplings:
        return None
    flips = visit.start ^ with_literals(w, so_far, visit.start)
    found = []
    for order in permutations(sorted(flips)):  # in lexicographic order
        between = [visit.start ^ frozenset(order[:count]) for count in range(1, len(order))]
        if all(s in w.model.feasible for s in between):
            exposed = sum(len(labels(w, s).exposed) for s in between)
            regret = sum(len(labels(w, s).regret) for s in between)
            options = tuple(w.case.options[k].id for k in order)
            found.append(Order(options, (exposed, regret)))
    if not found:
        return None
    return min(found, key=lambda one: one.cost), max(found, key=lambda one: one.cost)


def stalls(passed: tuple[Passed, ...], place: int) -> Ids:
    """The actors who would rather stay at this stage (0-based) than see any later one.

    Every settled equilibrium of this stage ranks above every settled equilibrium of every later
    stage.
    """
    actors = {owner for one in passed for visit in one.visits for owner in visit.entry.owners}
    later = [
        (visit.world, ids)
        for one in passed[place + 1 :]
        for visit in one.visits
        if visit.hold
        for ids in visit.hold.equilibria
    ]
    if not later or not passed[place].equilibria:
        return frozenset()
    w = passed[place].visits[0].world
    here = [w.state(ids) for ids in passed[place].equilibria]
    there = [read(other, w, other.state(ids)) for other, ids in later]
    return frozenset(
        id
        for id in actors
        for rank in [w.model.rank[w.parties.index(id)]]
        if all(rank[s] > rank[t] for s in here for t in there)
    )


def borne_out(passed: Passed) -> tuple[bool, ...]:
    """For every objection of a stage whether the lists bear it out.

    The statement it names is the one that decides when that party refuses to enter the stage or
    breaks it; for an objection that names no statement, that party refuses or breaks.
    """
    against: set[tuple[str, str | None]] = set()
    for visit in passed.visits:
        against |= {(a.party, a.statement) for a in visit.entry.actors if a.refuses}
        if visit.hold:
            steps = [step for step, deterred in visit.hold.breaking if not deterred]
            for step in (*steps, *visit.hold.deals):
                against |= set(step.statements)
    return tuple(
        (one.party, one.statement) in against
        if one.statement is not None
        else any(party == one.party for party, _ in against)
        for one in passed.stage.objections
    )
