"""What did a change change, and which statements decide it?

Question: two versions of one case (another profile, other changes) are given. Which states hold in
one and not in the other, or are reached differently; which deals from today appear or vanish; and,
for every state that holds on one side only, who would leave it on the other and which statement of
the party's list decides that?

Compared are the states that count in a briefing: every nash equilibrium, every seq equilibrium
reached by improvements and deals, and today's state.

Guarantees: exhaustive over those states of both versions and the deals of named groups.
"""

from __future__ import annotations

import numpy as np

from honestbroker.analyses.paths import Standing
from honestbroker.analyses.stability import question
from honestbroker.analyses.why import Reasons
from honestbroker.case.case import Case
from honestbroker.encode import Encoded, encode
from honestbroker.kernel.steps import steps
from honestbroker.result import Deal, Scope, Step
from honestbroker.result.difference import Difference, Leaving, StateDifference

__all__ = ["difference"]


def difference(before: Case, after: Case, max_memory: int | None = None) -> Difference:
    """What differs between two versions of a case.

    Parameters
    ----------
    before, after : Case
        The versions, made with `honestbroker.variant`.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Difference
        States and deals that differ, with what decides.

    Raises
    ------
    CaseError
        If a rule or ranking is wrong.
    TooBig
        If a version needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> korea = hb.read("korea-2017")
    >>> found = hb.difference(korea, hb.variant(korea, "2018H1"))
    >>> found.decisive
    ('US: suspend-if-freeze', 'US: no-naked-suspension')
    """
    old, new = (Standing(encode(case, max_memory, play=True)) for case in (before, after))
    states = _states(old) | _states(new)
    if before.status_quo is not None:
        states.add(before.status_quo)
    told: list[StateDifference] = []
    same = 0
    for state in sorted(states, key=lambda state: _order(after, state)):
        found = _compared(old, new, state)
        if found is None:
            same += 1
        else:
            told.append(found)
    before_deals, after_deals = _deals(old), _deals(new)
    decisive = dict.fromkeys(
        f"{leaving.party}: {leaving.because.statement}"
        for found in told
        for leaving in found.leaving
        if leaving.because.statement is not None
    )
    return Difference(
        question(old.encoded),
        question(new.encoded),
        Scope("exhaustive"),
        tuple(told),
        tuple(deal for key, deal in after_deals.items() if key not in before_deals),
        tuple(deal for key, deal in before_deals.items() if key not in after_deals),
        _counted(before_deals),
        _counted(after_deals),
        tuple(decisive),
        same,
    )


def _states(standing: Standing) -> set[frozenset[str]]:
    reach = standing.road.reach
    found = set(standing.under("nash"))
    if reach is not None:
        deterred = standing.under("seq")
        found |= {state for state in deterred if reach.tag(state) in ("alone", "together")}
    return {frozenset(standing.encoded.names.taken(state)) for state in found}


def _order(case: Case, state: frozenset[str]) -> tuple[int, list[str]]:
    bits = {option.id: 1 << bit for bit, option in enumerate(case.options)}
    return sum(bits.get(id, 0) for id in state), sorted(state - bits.keys())


def _index(encoded: Encoded, state: frozenset[str]) -> int | None:
    known = set(encoded.names.options)
    return encoded.index(state) if state <= known or encoded.names.ids else None


def _compared(old: Standing, new: Standing, state: frozenset[str]) -> StateDifference | None:
    """How a state differs; None if it holds alike on both sides and is reached alike."""
    indices = [_index(standing.encoded, state) for standing in (old, new)]
    sides = tuple(zip((old, new), indices, strict=True))
    holds = [None if index is None else standing.verdict(index) for standing, index in sides]
    ways = [None if index is None else standing.road.needed(index) for standing, index in sides]
    counts = any(held in ("holds", "while deterred") for held in holds)
    if not counts or (holds[0] == holds[1] and ways[0] == ways[1]):
        return None
    before, after = (
        None if index is None else standing.reached(index) for standing, index in sides
    )
    leaving: tuple[Leaving, ...] = ()
    side = None
    for name, standing, index, held in zip(
        ("before", "after"), (old, new), indices, holds, strict=True
    ):
        if held != "holds" and "holds" in holds and index is not None:
            side, leaving = name, _leaving(standing, index)
    written = next(found.state for found in (after, before) if found is not None)
    return StateDifference(written, before, after, side, leaving)


def _leaving(standing: Standing, state: int) -> tuple[Leaving, ...]:
    """Who would leave a state, by their plainest and smallest step."""
    encoded = standing.encoded
    reasons = Reasons(encoded)
    told = []
    for number, party in enumerate(encoded.names.parties):
        found = steps(encoded.graph, number, np.array([state], dtype=np.intp))
        if not found.targets.size:
            continue
        at = np.lexsort((found.targets, np.bitwise_count(found.flips), ~found.plain))[0]
        target = int(found.targets[at])
        take, drop = standing.road.flips(state, target)
        step = Step((party,), None, take, drop, encoded.names.id(target), True)
        told.append(Leaving(party, step, reasons.between(party, target, state)))
    return tuple(told)


DealKey = tuple[tuple[str, ...], tuple[str, ...], bool]


def _deals(standing: Standing) -> dict[DealKey, Deal]:
    today = standing.encoded.status_quo
    deals = () if today is None else standing.road.deals(today)
    return {(deal.take, deal.drop, deal.open): deal for deal in deals}


def _counted(deals: dict[DealKey, Deal]) -> tuple[int, int]:
    opened = sum(deal.open for deal in deals.values())
    return len(deals) - opened, opened
