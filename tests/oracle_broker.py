"""Brokers: the definitions transcribed literally, with sets; slow, obvious, no NumPy.

Section of the theory: brokers. What contributions do to a case is in ``Situation`` and ``Effect``;
what is judged of the broker itself in ``oracle_standing``.

Choices, where the definitions leave something open:

* contributions are made in the order of the file; a set is void if it cannot be made, for whatever
  reason (a status quo or reference that breaks a rule, an edit that finds nothing to edit);
* the tag of an outcome is the first tag that applies to one of the equilibria that satisfy it;
* both states of a harm are the worst by the one list that judges: the worst reachable equilibrium
  without is the one that this list ranks lowest; there is no harm of this kind if either case has
  no reachable equilibrium, or if a state to be compared is no state of the other case; betrayal is
  asked in each case by its own lists;
* shares leave out pairs of sets of which one is void; there is no Shapley value if any set is void.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import Any

from honestbroker.case import Case
from honestbroker.case.brokering import Broker, Condition, Contribution
from honestbroker.case.parts import Change
from honestbroker.case.problems import CaseError
from honestbroker.changes import apply
from honestbroker.formula import Formula
from oracle import State
from oracle_case import (
    Ids,
    Labels,
    World,
    best_tag,
    clean,
    decides,
    holds_today,
    labels,
    nash,
    reached,
    reached_equilibria,
    read,
    world,
)

# --- sets of contributions -----------------------------------------------------------------------


def every_set(broker: Broker) -> Iterator[frozenset[str]]:
    """Every set of a broker's contributions, the empty one first, smaller ones before larger."""
    ids = [contribution.id for contribution in broker.contributions]
    for size in range(len(ids) + 1):
        for chosen in combinations(ids, size):
            yield frozenset(chosen)


def shown_sets(broker: Broker) -> list[frozenset[str]]:
    """Each contribution alone, each pair, and all together; no set twice."""
    count = len(broker.contributions)
    return [some for some in every_set(broker) if some and (len(some) <= 2 or len(some) == count)]


def with_contributions(case: Case, broker: Broker, chosen: Iterable[str]) -> Case | None:
    """A case with some contributions made; None if the set is void."""
    chosen = frozenset(chosen)
    for contribution in broker.contributions:
        if contribution.id in chosen:
            try:
                case = apply(case, contribution.change(broker.id))
            except CaseError:
                return None
    return case


# --- effects -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reached:
    """A reachable equilibrium: its labels, who gives, who gets.

    ``gives``: for every owner the options it has changed since the status quo, with their values.
    ``gets``: for every party whether it ranks the state above today's, and by which statement.
    """

    labels: Labels
    gives: dict[str, frozenset[tuple[str, bool]]]
    gets: dict[str, tuple[bool, str | None]]


@dataclass(frozen=True)
class Situation:
    """What holds in one case, and what can be reached in it today.

    ``held``, ``held_via_closed``: named outcomes that hold. ``tags``: of every outcome.
    ``reached``, ``via_closed``: reachable equilibria, of open groups only and of all.
    ``best``, ``worst``: every party's best and worst reachable equilibria, with ties.
    """

    held: Ids
    held_via_closed: Ids
    tags: dict[str, str | None]
    reached: dict[Ids, Reached]
    via_closed: dict[Ids, Reached]
    best: dict[str, frozenset[Ids]]
    worst: dict[str, frozenset[Ids]]


def situation(w: World) -> Situation:
    """What holds in a case and what can be reached in it."""
    if "situation" not in w.memo:
        w.memo["situation"] = _situation(w)
    found: Situation = w.memo["situation"]
    return found


def _situation(w: World) -> Situation:
    start = w.model.status_quo
    if start is None:
        raise ValueError("what can be reached needs a status quo")
    calm = frozenset(s for s in w.model.feasible if nash(w, s))
    today = reached_equilibria(w, start)
    return Situation(
        frozenset(one.id for one in w.case.outcomes if holds_today(w, one.formula)),
        frozenset(one.id for one in w.case.outcomes if holds_today(w, one.formula, closed=True)),
        {
            one.id: best_tag(w, frozenset(s for s in calm if w.true(one.formula, s)))
            for one in w.case.outcomes
        },
        {w.ids(s): _reached(w, start, s) for s in today},
        {w.ids(s): _reached(w, start, s) for s in reached_equilibria(w, start, closed=True)},
        {id: frozenset(map(w.ids, extremes(w, id, today)[1])) for id in w.parties},
        {id: frozenset(map(w.ids, extremes(w, id, today)[0])) for id in w.parties},
    )


def _reached(w: World, start: State, s: State) -> Reached:
    gives: dict[str, frozenset[tuple[str, bool]]] = {}
    for k in s ^ start:
        owner = w.parties[w.model.owner[k]]
        gives[owner] = gives.get(owner, frozenset()) | {(w.case.options[k].id, k in s)}
    gets = {
        id: (w.model.rank[i][s] > w.model.rank[i][start], decides(w, i, start, s))
        for i, id in enumerate(w.parties)
    }
    return Reached(labels(w, s), gives, gets)


def extremes(
    w: World, party: str, states: Iterable[State]
) -> tuple[frozenset[State], frozenset[State]]:
    """The states a party ranks lowest and those it ranks highest, with ties."""
    rank = w.model.rank[w.parties.index(party)]
    some = frozenset(states)
    return (
        frozenset(s for s in some if all(rank[s] <= rank[t] for t in some)),
        frozenset(s for s in some if all(rank[s] >= rank[t] for t in some)),
    )


@dataclass(frozen=True)
class Harm:
    """What a set of contributions does to one party.

    ``worse``: its worst reachable equilibrium ranks lower with than without, by its list as it is
    with; ``worse_before``: the same by its list as it was. ``betrayed``: at a reachable equilibrium
    with, and at none without.
    """

    worse: bool
    worse_before: bool
    betrayed: bool

    @property
    def harmed(self) -> bool:
        """By the list as it is with the contributions made."""
        return self.worse or self.betrayed


def harms(without: World, with_it: World) -> dict[str, Harm]:
    """The harm to every party."""
    before, after = _today(without), _today(with_it)
    read_after = {read(without, with_it, s) for s in before}
    read_before = {read(with_it, without, s) for s in after}
    betrayed_before = {id for s in before for id in labels(without, s).owed}
    betrayed_after = {id for s in after for id in labels(with_it, s).owed}
    return {
        id: Harm(
            read_after <= with_it.model.feasible and _lower(with_it, id, after, read_after),
            read_before <= without.model.feasible
            and read_after <= with_it.model.feasible
            and _lower(without, id, read_before, before),
            id in betrayed_after - betrayed_before,
        )
        for id in with_it.parties
    }


def _today(w: World) -> frozenset[State]:
    assert w.model.status_quo is not None
    return reached_equilibria(w, w.model.status_quo)


def _lower(w: World, party: str, these: Iterable[State], those: Iterable[State]) -> bool:
    """Whether the worst of these ranks lower than the worst of those."""
    rank = w.model.rank[w.parties.index(party)]
    some, others = [rank[s] for s in these], [rank[s] for s in those]
    return bool(some) and bool(others) and min(some) < min(others)


@dataclass(frozen=True)
class Effect:
    """What a set of contributions does; everything else is None if it is void."""

    contributions: frozenset[str]
    situation: Situation | None
    gained: Ids
    lost: Ids
    gained_via_closed: Ids
    lost_via_closed: Ids
    harms: dict[str, Harm]

    @property
    def void(self) -> bool:
        """Whether the set cannot be made."""
        return self.situation is None


def effect(before: World, broker: Broker, chosen: frozenset[str]) -> Effect:
    """A set of contributions against the case without them."""
    changed = with_contributions(before.case, broker, chosen)
    nothing: Ids = frozenset()
    if changed is None:
        return Effect(chosen, None, nothing, nothing, nothing, nothing, {})
    after = world(changed)
    was, now = situation(before), situation(after)
    return Effect(
        chosen,
        now,
        now.held - was.held,
        was.held - now.held,
        now.held_via_closed - was.held_via_closed,
        was.held_via_closed - now.held_via_closed,
        harms(before, after),
    )


def effects(case: Case, broker: Broker) -> dict[frozenset[str], Effect]:
    """Each contribution alone, each pair, and all together."""
    before = world(case)
    return {some: effect(before, broker, some) for some in shown_sets(broker)}


@dataclass(frozen=True)
class Focal:
    """Equilibria reachable via closed groups that suit all principals better, and named ones."""

    better: frozenset[Ids]
    named: frozenset[Ids]


def focal(w: World, contribution: Contribution) -> Focal:
    """What a focal text (B5) chooses among, and what it names."""
    (formula,) = [one.formula for one in w.case.outcomes if one.id == contribution.outcome]
    start = w.model.status_quo
    assert start is not None
    ranks = [w.model.rank[w.parties.index(id)] for id in w.case.principals]
    better = {
        s
        for s in reached_equilibria(w, start, closed=True)
        if all(rank[s] > rank[start] for rank in ranks)
    }
    named = {s for s in better if w.true(formula, s)}
    return Focal(frozenset(map(w.ids, better)), frozenset(map(w.ids, named)))


# --- shares --------------------------------------------------------------------------------------


def holding(case: Case, broker: Broker, closed: bool = False) -> dict[frozenset[str], Ids | None]:
    """For every set of contributions the outcomes that hold with it; None if it is void."""
    answer: dict[frozenset[str], Ids | None] = {}
    for some in every_set(broker):
        changed = with_contributions(case, broker, some)
        answer[some] = None if changed is None else held(world(changed), closed)
    return answer


def held(w: World, closed: bool = False) -> Ids:
    """The named outcomes that hold in the sense of an inverse question."""
    return frozenset(one.id for one in w.case.outcomes if holds_today(w, one.formula, closed))


@dataclass(frozen=True)
class Share:
    """How often a contribution decides an outcome, and its Shapley value."""

    gains: int
    losses: int
    of: int
    shapley: Fraction | None


def shares(values: dict[frozenset[str], Ids | None], outcome: str) -> dict[str, Share]:
    """Every contribution's share in one outcome, from what holds with every set.

    Gains and losses: sets without the contribution that it turns from not holding to holding, and
    the other way round. Shapley: the average of its marginal effect over all orders.
    """
    everything = max(values, key=len)
    count = len(everything)
    answer = {}
    for one in sorted(everything):
        gains = losses = of = 0
        shapley: Fraction | None = Fraction(0)
        for some in values:
            if one in some:
                continue
            without, with_it = values[some], values[some | {one}]
            if without is None or with_it is None:
                shapley = None
                continue
            of += 1
            step = (outcome in with_it) - (outcome in without)
            gains += step == 1
            losses += step == -1
            if shapley is not None:
                orders = factorial(len(some)) * factorial(count - len(some) - 1)
                shapley += Fraction(step * orders, factorial(count))
        answer[one] = Share(gains, losses, of, shapley)
    return answer


# --- candidates beside each other ----------------------------------------------------------------


def ever_held(case: Case, broker: Broker) -> Ids:
    """Outcomes that hold with some set of a broker's contributions, the empty set included."""
    return frozenset(o for some in holding(case, broker).values() if some for o in some)


def only_one_adds(case: Case) -> dict[str, Ids]:
    """For every broker the outcomes that hold with a set of its and with no set of any other's."""
    ever = {broker.id: ever_held(case, broker) for broker in case.brokers}
    return {
        id: frozenset(
            o for o in some if not any(o in theirs for other, theirs in ever.items() if other != id)
        )
        for id, some in ever.items()
    }


def nobody_adds(case: Case) -> tuple[Ids, Ids]:
    """Outcomes that hold neither today nor with any set of one broker's, and kinds not offered."""
    possible = held(world(case)).union(*(ever_held(case, broker) for broker in case.brokers))
    offered = {one.kind for broker in case.brokers for one in broker.contributions}
    kinds = {f"B{n}" for n in range(1, 8)}
    return frozenset(one.id for one in case.outcomes) - possible, frozenset(kinds - offered)


def complements(case: Case) -> dict[tuple[str, str], Ids]:
    """For pairs of brokers, outcomes that need all of both.

    They hold with all contributions of both and with no set of either's alone.
    """
    answer = {}
    for one, other in combinations(case.brokers, 2):
        first = with_contributions(case, one, [c.id for c in one.contributions])
        both = first and with_contributions(first, other, [c.id for c in other.contributions])
        if both is not None:
            found = held(world(both)) - ever_held(case, one) - ever_held(case, other)
            if found:
                answer[one.id, other.id] = found
    return answer


# --- named conditions ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Conditions:
    """For every subset of conditions whether an outcome comes about; None where it is void.

    ``sufficient`` subsets, ``minimal`` ones; conditions that are ``necessary`` or ``idle``.
    """

    comes_about: dict[frozenset[str], bool | None]
    sufficient: frozenset[frozenset[str]]
    minimal: frozenset[frozenset[str]]
    necessary: Ids
    idle: Ids


def conditions(case: Case, outcome: Formula) -> Conditions:
    """What the sources say must be true first, tried in every subset.

    Choices: a subset whose edits cannot be made is void and comes to nothing; so does one that no
    state satisfies; one that comes to nothing is compared like any other for being idle.
    """
    ids = [one.id for one in case.conditions]
    answers: dict[frozenset[str], bool | None] = {}
    for size in range(len(ids) + 1):
        for chosen in combinations(case.conditions, size):
            answers[frozenset(one.id for one in chosen)] = _comes_about(case, chosen, outcome)
    sufficient = frozenset(some for some, answer in answers.items() if answer)
    return Conditions(
        answers,
        sufficient,
        frozenset(some for some in sufficient if not any(other < some for other in sufficient)),
        frozenset(id for id in ids if sufficient and all(id in some for some in sufficient)),
        frozenset(
            id
            for id in ids
            if all(bool(answers[some]) == bool(answers[some | {id}]) for some in answers)
        ),
    )


def starts(w: World, chosen: Iterable[Condition]) -> frozenset[State]:
    """The states nearest to the status quo that satisfy every formula."""
    quo = w.model.status_quo
    if quo is None:
        raise ValueError("conditions are asked from a status quo")
    formulas = [one.formula for one in chosen if one.formula is not None]
    good = [s for s in w.model.feasible if all(w.true(formula, s) for formula in formulas)]
    return frozenset(s for s in good if all(len(s ^ quo) <= len(t ^ quo) for t in good))


def _comes_about(case: Case, chosen: tuple[Condition, ...], outcome: Formula) -> bool | None:
    """Some equilibrium satisfies it, is reached from each start, is no trap and no regret."""
    try:
        for one in chosen:
            if one.edits:
                case = apply(case, Change(one.id, one.edits))
    except CaseError:
        return None
    w = world(case)
    begin: Any = starts(w, chosen)
    return bool(begin) and any(
        w.true(outcome, s) and clean(w, s)
        for s in frozenset.intersection(*(reached(w, b) for b in begin))
    )
