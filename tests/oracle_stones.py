"""Stepping stones: the definitions transcribed literally, with sets; slow and obvious.

Section of the theory: roadmaps, "Stepping stones".

Choices: a road ends at a stone that satisfies the outcome; the status quo counts as reached, and is
a stone if it is an equilibrium; with couplings every option in which the states differ counts, also
those that responses change; among equal roads the first is the one whose sequence of (state stepped
to, stone) comes first by number of state; distances do not ask for ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from honestbroker.case import Case
from honestbroker.formula import Formula
from oracle import State, subsets
from oracle_case import Ids, World, decides, end, labels, may_flip, nash, number, settled, world
from oracle_roadmap import owners

Price = tuple[int, int, tuple[tuple[int, int], ...]]
"""Exposed parties, options changed by the steps, then the numbers of the states on the way."""


@dataclass(frozen=True)
class Stride:
    """From a stone: who steps together, to where, how many are exposed there, all its stones."""

    before: Ids
    parties: tuple[str, ...]
    to: Ids
    exposed: int
    stones: frozenset[Ids]
    stone: Ids


@dataclass(frozen=True)
class Gap:
    """Between a stone and a state of the outcome: who does not gain, by which statement."""

    stone: Ids
    target: Ids
    not_gaining: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True)
class Stones:
    """A road of stepping stones, or what is missing: the first gaps, for all nearest pairs."""

    road: tuple[Stride, ...] | None
    gaps: tuple[Gap, ...]
    reached: frozenset[Ids]


def strides(w: World, s: State, max_changes: int) -> Iterator[tuple[State, tuple[str, ...]]]:
    """States that differ from s by at most so many options, in the ways allowed.

    Every party whose options change ranks them higher.
    """
    free = frozenset(k for k in range(len(w.case.options)) if may_flip(w.model, k, s))
    for flips in subsets(free):
        if len(flips) > max_changes:
            return
        if s ^ flips not in w.model.feasible:
            continue
        t = end(w.game, s, flips)
        changing = owners(w, s ^ t)
        ranks = [w.model.rank[w.parties.index(id)] for id in changing]
        if 0 < len(s ^ t) <= max_changes and all(rank[t] > rank[s] for rank in ranks):
            yield t, changing


def stepping_stones(case: Case, outcome: Formula, max_changes: int) -> Stones:
    """The best road from the status quo to an outcome, or the first gap.

    A road of fewest steps; among those, the one with the fewest exposed parties, summed over the
    states stepped to; among those, the one whose steps change fewest options, then the first in the
    case's order of states.
    """
    w = world(case)
    start = w.model.status_quo
    if start is None:
        raise ValueError("a road starts from the status quo")
    best: dict[State, tuple[Price, tuple[Stride, ...]]] = {start: ((0, 0, ()), ())}
    layer = [start]
    arrived = [start] if nash(w, start) and w.true(outcome, start) else []
    while layer and not arrived:
        found: dict[State, tuple[Price, tuple[Stride, ...]]] = {}
        for s in layer:
            (exposed, changed, sequence), road = best[s]
            for t, parties in strides(w, s, max_changes):
                stones = [u for u in settled(w, t) if nash(w, u)]
                count = len(labels(w, t).exposed)
                for stone in stones:
                    way = (*sequence, (number(t), number(stone)))
                    price = (exposed + count, changed + len(s ^ t), way)
                    stride = Stride(
                        w.ids(s), parties, w.ids(t), count,
                        frozenset(map(w.ids, stones)), w.ids(stone),
                    )  # fmt: skip
                    if stone not in best and (stone not in found or price < found[stone][0]):
                        found[stone] = (price, (*road, stride))
        best |= found
        layer = list(found)
        arrived = [s for s in layer if w.true(outcome, s)]
    everything = frozenset(map(w.ids, best))
    if arrived:
        return Stones(min((best[s] for s in arrived), key=lambda one: one[0])[1], (), everything)
    wanted = [t for t in w.model.feasible if w.true(outcome, t)]
    nearest = min((len(s ^ t) for s in best for t in wanted), default=0)
    gaps = tuple(
        Gap(w.ids(s), w.ids(t), _not_gaining(w, s, t))
        for s in sorted(best, key=number)
        for t in sorted(wanted, key=number)
        if len(s ^ t) == nearest
    )
    return Stones(None, gaps, everything)


def _not_gaining(w: World, s: State, t: State) -> tuple[tuple[str, str | None], ...]:
    found = []
    for id in owners(w, s ^ t):
        party = w.parties.index(id)
        if w.model.rank[party][t] <= w.model.rank[party][s]:
            found.append((id, decides(w, party, s, t)))
    return tuple(found)
