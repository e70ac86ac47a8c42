"""What is judged of a broker itself: filters, rival logics, common statements; slow and obvious.

Section of the theory: brokers, "Filters come first" and "Rival logics". Nothing is rounded: Kendall's
tau-b is kept as a fraction of square roots, and compared as such.

Choices, where the definitions leave something open:

* only ``accepts`` leaves out a principal that is the broker itself, and with it the logic of
  standing and the distances between lists;
* a principal shares nothing that can be told (``unknown``) if no state, or every state, has the
  formula, or if a denominator names no statement of its list;
* giving up what delivers a contribution is one move; one that a rule forbids is not possible;
* a contribution alters nothing if it has no edits;
* without own options, states of the case without are read and ranked in the case with; ``unknown``
  if either case has no reachable equilibrium, if such a state is no state of the case with, or if
  the contribution is void;
* a logic with several conditions is not satisfied if one is known to fail, else unknown if one is
  unknown; leverage on nobody is unknown;
* a party's order of states is changed if it orders two states of the case with otherwise than it
  orders their readings in the case without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from math import sqrt

from honestbroker.case import Case
from honestbroker.case.brokering import Broker, Contribution, Perceived, Rating
from honestbroker.case.parts import AddGroup, SetGroup, Statements
from honestbroker.changes import chain_of
from honestbroker.formula import Formula
from oracle import State
from oracle_broker import with_contributions
from oracle_case import (
    Ids,
    World,
    decides,
    end,
    may_flip,
    nash,
    reached,
    reached_equilibria,
    read,
    world,
)

PASSES, CONTESTED, FAILS, UNKNOWN = "passes", "contested", "fails", "unknown"
NOT_ASKED = "not asked"


# --- ratings -------------------------------------------------------------------------------------


def answer(rating: Rating | None) -> str:
    """2 and 3 pass, 1 is contested, 0 fails, missing is unknown."""
    if rating is None:
        return UNKNOWN
    return PASSES if rating.value >= 2 else CONTESTED if rating.value == 1 else FAILS


def perceived(case: Case, broker: Broker) -> dict[str, Perceived]:
    """How the parties see a broker in the case's profile, by party.

    Each from the nearest profile, among this one and those it starts from, that says so.
    """
    chain = chain_of(case, case.profile) if case.profile is not None else ()
    return {
        one.party: one for profile in chain for one in broker.perceived if one.profile == profile
    }


# --- filters -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Delivery:
    """Whether a broker prefers to deliver, and the gap between promising and delivering.

    ``promised``: the states reachable today in which what delivers it is taken; ``gap``: those of
    them in which the broker would rather give it up, with the statement that decides.
    """

    answer: str
    promised: frozenset[Ids] = frozenset()
    gap: frozenset[tuple[Ids, str | None]] = frozenset()


@dataclass(frozen=True)
class Filters:
    """The five filters: by principal, or by contribution."""

    accepts_any: dict[str, str]
    accepts: dict[str, str]
    shares_denominator: dict[str, str]
    no_veto: dict[str, str]
    delivers: dict[str, Delivery]

    @property
    def failed(self) -> bool:
        """Whether a filter fails."""
        answers = [self.accepts_any, self.accepts, self.shares_denominator, self.no_veto]
        return any(FAILS in one.values() for one in answers) or any(
            one.answer == FAILS for one in self.delivers.values()
        )


def filters(case: Case, broker: Broker, outcome: Formula | None = None) -> Filters:
    """All five; ``outcome`` is what the case asks about, if it does."""
    seen = perceived(case, broker)
    others = [id for id in case.principals if id != broker.id]
    vetoes = broker.patron.vetoes if broker.patron is not None else ()
    return Filters(
        {id: answer(seen[id].accepts_any if id in seen else None) for id in case.principals},
        {id: answer(seen[id].accepts if id in seen else None) for id in others},
        {id: shares_denominator(world(case), id) for id in case.principals},
        {one.id: FAILS if one.id in vetoes else PASSES for one in broker.contributions},
        {one.id: delivers(case, broker, one, outcome) for one in broker.contributions},
    )


def shares_denominator(w: World, party: str) -> str:
    """A principal's best state with the formula against its best state without it."""
    denominator = w.case.common_denominator
    if denominator is None:
        return UNKNOWN
    formula = denominator.formula
    if formula is None:
        preference = w.case.lists[party]
        lines = preference.lines if isinstance(preference, Statements) else ()
        asked = [id for who, id in denominator.statements if who == party]
        found = [line.want for line in lines if line.id in asked]
        if not found:
            return UNKNOWN
        formula = found[0]
    rank = w.model.rank[w.parties.index(party)]
    with_it = [rank[s] for s in w.model.feasible if w.true(formula, s)]
    without = [rank[s] for s in w.model.feasible if not w.true(formula, s)]
    if not with_it or not without:
        return UNKNOWN
    return _compared(max(with_it), max(without))


def _compared(one: object, other: object) -> str:
    """Higher passes, equal is contested, lower fails."""
    if one == other:
        return CONTESTED
    return PASSES if one > other else FAILS  # type: ignore[operator]


def delivers(
    case: Case, broker: Broker, contribution: Contribution, outcome: Formula | None = None
) -> Delivery:
    """Whether the broker prefers to deliver a contribution."""
    if not contribution.edits and not contribution.delivered_by:
        return Delivery(NOT_ASKED)
    changed = with_contributions(case, broker, [contribution.id])
    if changed is None or broker.id not in case.lists:
        return Delivery(UNKNOWN)
    w = world(changed)
    start = w.model.status_quo
    assert start is not None
    if not contribution.delivered_by:
        return Delivery(_neither_worse(world(case), w, broker.id))
    own = w.state(contribution.delivered_by)
    today = reached(w, start)
    targets = reached_equilibria(w, start)
    if outcome is not None:
        targets = frozenset(
            s for s in w.model.feasible if w.true(outcome, s) and (s in today or nash(w, s))
        )
    at = [_would_withdraw(w, broker.id, s, own) for s in targets if own <= s]
    answer = UNKNOWN if not at else FAILS if any(at) else PASSES
    promised = [s for s in today if own <= s]
    gap = frozenset(
        (w.ids(s), decides(w, w.parties.index(broker.id), s, end(w.game, s, own)))
        for s in promised
        if _would_withdraw(w, broker.id, s, own)
    )
    return Delivery(answer, frozenset(map(w.ids, promised)), gap)


def _would_withdraw(w: World, broker: str, s: State, own: State) -> bool:
    """Whether giving up these options is allowed and an improvement for the broker."""
    rank = w.model.rank[w.parties.index(broker)]
    allowed = all(may_flip(w.model, k, s) for k in own) and s ^ own in w.model.feasible
    return allowed and rank[end(w.game, s, own)] > rank[s]


def _neither_worse(without: World, w: World, broker: str) -> str:
    """The worst reachable equilibria compared, then the best ones."""
    assert without.model.status_quo is not None
    assert w.model.status_quo is not None
    rank = w.model.rank[w.parties.index(broker)]
    before = {read(without, w, s) for s in reached_equilibria(without, without.model.status_quo)}
    if not before <= w.model.feasible:
        return UNKNOWN
    old = [rank[s] for s in before]
    new = [rank[s] for s in reached_equilibria(w, w.model.status_quo)]
    if not old or not new:
        return UNKNOWN
    worst = _compared(min(new), min(old))
    return worst if worst != CONTESTED else _compared(max(new), max(old))


# --- how near two lists are ----------------------------------------------------------------------


@dataclass(frozen=True)
class Tau:
    """Kendall's tau-b: ``(concordant - discordant) / sqrt(untied_i * untied_j)``."""

    difference: int
    untied_i: int
    untied_j: int

    @property
    def square(self) -> Fraction:
        """Its square, with its sign: as good as the number itself for comparing."""
        square = Fraction(self.difference**2, self.untied_i * self.untied_j)
        return square if self.difference >= 0 else -square

    @property
    def value(self) -> float:
        """About."""
        return self.difference / sqrt(self.untied_i * self.untied_j)


def kendall(w: World, i: str, j: str) -> Tau | None:
    """Tau-b of two parties' lists over all pairs of feasible states; None if one ties everything.

    A pair is concordant if both rank it the same way, discordant if opposite ways, and untied for
    a party that ranks one of the two above the other. States on which both ranks agree are counted
    together, which changes nothing.
    """
    one, other = w.model.rank[w.parties.index(i)], w.model.rank[w.parties.index(j)]
    kinds = Counter((one[s], other[s]) for s in w.model.feasible)
    difference = untied_i = untied_j = 0
    for (a, b), (c, d) in combinations(kinds, 2):
        pairs = kinds[a, b] * kinds[c, d]
        first, second = (a > c) - (a < c), (b > d) - (b < d)
        difference += first * second * pairs
        untied_i += (first != 0) * pairs
        untied_j += (second != 0) * pairs
    return Tau(difference, untied_i, untied_j) if untied_i and untied_j else None


def _root(square: Fraction, times: Fraction) -> tuple[int, Fraction]:
    """``times * sqrt(square)`` as its sign and the square of its size."""
    size = times * times * square
    return (times > 0) - (times < 0) if size else 0, size


def differ_by_at_most(one: Tau, other: Tau, limit: Fraction) -> bool:
    """Whether two taus differ by no more than a limit; no number is rounded.

    With the larger x and the smaller y: ``x - limit <= y``. The left side has the sign of x minus
    the limit; where both sides have one sign the squares decide, and in them one root is left.
    """
    x, y = (one.square, other.square) if one.square >= other.square else (other.square, one.square)
    left_positive = x > 0 and x > limit * limit
    if not left_positive and y >= 0:
        return True
    if left_positive and y < 0:
        return False
    # (sqrt|x| s - limit)^2 = |x| + limit^2 - 2 s limit sqrt|x|, against y^2 = |y|
    sign = -1 if x < 0 else 1
    rest = abs(x) + limit * limit - abs(y)
    root_sign, root_square = _root(abs(x), 2 * limit * sign)
    rest_sign, rest_square = (rest > 0) - (rest < 0), rest * rest
    left_no_larger = (rest_sign * rest_square) <= (root_sign * root_square)  # |left|^2 <= |y|
    left_no_smaller = (rest_sign * rest_square) >= (root_sign * root_square)
    return left_no_larger if left_positive else left_no_smaller


# --- rival logics --------------------------------------------------------------------------------

Verdict = bool | None
"""Satisfied, not satisfied, unknown."""


def every(answers: Iterable[Verdict]) -> Verdict:
    """Not satisfied if one is known to fail, else unknown if one is unknown."""
    told = list(answers)
    if False in told:
        return False
    return None if None in told else True


def standing(case: Case, broker: Broker) -> Verdict:
    """Every principal accepts it (2 or more), sees a stake of at most 1; strength is 2 or more."""
    seen = perceived(case, broker)
    told: list[Verdict] = [None if broker.strength is None else broker.strength.value >= 2]
    for id in case.principals:
        if id != broker.id:
            one = seen.get(id)
            accepts = one.accepts if one else None
            stake = one.stake if one else None
            told.append(None if accepts is None else accepts.value >= 2)
            told.append(None if stake is None else stake.value <= 1)
    return every(told)


def biased(case: Case, broker: Broker, towards: str) -> Verdict:
    """Its list is closer to that party's than to that of every other principal."""
    w = world(case)
    if broker.id not in case.lists:
        return None
    near = kendall(w, broker.id, towards)
    told: list[Verdict] = []
    for id in case.principals:
        if id not in (towards, broker.id):
            far = kendall(w, broker.id, id)
            told.append(None if near is None or far is None else near.square > far.square)
    return every(told)


def even_handed(case: Case, broker: Broker) -> Verdict:
    """Its distances to the principals differ by at most 0.2, and the relation is repeated."""
    told: list[Verdict] = [None if broker.repeated is None else broker.repeated.value]
    if broker.id not in case.lists:
        return every([*told, None])
    w = world(case)
    taus = [kendall(w, broker.id, id) for id in case.principals if id != broker.id]
    for one, other in combinations(taus, 2):
        known = one is not None and other is not None
        told.append(differ_by_at_most(one, other, Fraction(1, 5)) if known else None)  # type: ignore[arg-type]
    if None in taus:
        told.append(None)
    return every(told)


def leverage(case: Case, broker: Broker, contribution: Contribution) -> Verdict:
    """Leverage of 2 or more on each party the contribution is meant for."""
    on = dict(broker.leverage)
    meant = meant_for(case, broker, contribution)
    if not meant:
        return None
    return every(on[id].value >= 2 if id in on else None for id in meant)


def meant_for(case: Case, broker: Broker, contribution: Contribution) -> Ids:
    """The parties a contribution is meant for.

    Those the case names; else, for a channel, the principals among its members; for information,
    those whose picture becomes true; else those whose ranks it changes, the broker left out.
    """
    if contribution.towards:
        return frozenset(contribution.towards)
    if contribution.kind == "B1":
        members = {
            id
            for edit in contribution.edits
            for id in (
                edit.kind.members
                if isinstance(edit.kind, SetGroup)
                else edit.kind.group.members
                if isinstance(edit.kind, AddGroup)
                else ()
            )
        }
        return frozenset(members & set(case.principals))
    if contribution.kind == "B7":
        return frozenset(who for who, _ in contribution.reveals)
    changed = with_contributions(case, broker, [contribution.id])
    if changed is None:
        return frozenset()
    return ranks_changed(world(case), world(changed)) - {broker.id}


def ranks_changed(without: World, w: World) -> Ids:
    """Who orders two states otherwise than before."""
    found = set()
    for i, id in enumerate(w.parties):
        before = without.model.rank[without.parties.index(id)]
        pairs = {
            (w.model.rank[i][s], before[t])
            for s in w.model.feasible
            for t in [read(w, without, s)]
            if t in without.model.feasible
        }
        # the orders are the same exactly if, one step up after another, both ranks rise
        if any(not (a < c and b < d) for (a, b), (c, d) in pairwise(sorted(pairs))):
            found.add(id)
    return frozenset(found)


# --- common statements ---------------------------------------------------------------------------


def common_statements(w: World, parties: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Statements of several parties whose formulas are true in the same feasible states.

    And neither in all nor in none. One statement of each party, in the order of the parties.
    """
    tables = []
    for id in parties:
        preference = w.case.lists.get(id)
        lines = preference.lines if isinstance(preference, Statements) else ()
        tables.append(
            [
                (line.id, frozenset(s for s in w.model.feasible if w.true(line.want, s)))
                for line in lines
                if len({w.true(line.want, s) for s in w.model.feasible}) == 2
            ]
        )
    first, *rest = tables
    found: set[tuple[tuple[str, ...], frozenset[State]]] = {((id,), where) for id, where in first}
    for table in rest:
        found = {
            ((*ids, id), where) for ids, where in found for id, there in table if there == where
        }
    return frozenset(ids for ids, _ in found)
