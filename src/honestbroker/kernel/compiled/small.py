"""All verdicts of a small model in one call: nothing is prepared that costs more than solving.

A model with a few dozen states is solved in less time than it takes to put arrays together for the
routes that large ones need. So here is everything for small ones, in two forms:

* `few`: up to `FEW` states in any option form. The definitions of
  `honestbroker.kernel.stability` as they stand: whoever may move from s to t is looked up pair by
  pair, and values fall until nothing changes.
* `cubic`: up to `SOME` states of a full cube in which nobody has many options. As
  `honestbroker.kernel.compiled.cube`, with all slices of a party side by side in one slab: its own
  options come first, the others' options follow.

Arrays, for n states and N parties

* codes: int64, shape (n,); ranks: int32 (`few`) or int16 (`cubic`), shape (N, n);
* own: int64, shape (N,), the bits each party can change; up, down: bits that can only be taken,
  only be given up;
* need: int32, shape (5, N, n): the answer, the greatest q over what a party reaches, by concept in
  the order of `honestbroker.kernel.stability.CONCEPTS`; a state is stable if it has that rank.

Guarantees: exact.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled.jit import kernel
from honestbroker.kernel.compiled.slices import answered, best, improved, turn
from honestbroker.kernel.graph import Graph

__all__ = ["cubic", "few", "needs_of"]

TINY: Final = 16
"""Up to this many states even a full cube is not worth arranging."""

FEW: Final = 64
"""Up to this many states pairs of states are looked at one by one."""

SOME: Final = 1 << 13
"""Up to this many states all slices of a party fit into the processor's own memory."""

WIDE: Final = 7
"""Nobody may have more options than this in one slab: pairs of combinations are compared."""

BUDGET: Final = 24
"""After so many rounds of the others another route is taken."""

_BESIDE: Final = 6
"""With fewer options before them the first of the others are treated in a second layout."""

_TURNED: Final = 8
"""So many options trade places, or half of all."""


def needs_of(graph: Graph) -> npt.NDArray[np.int32] | None:
    """The least rank each state needs, if the model is small.

    Parameters
    ----------
    graph : Graph
        A model in option form.

    Returns
    -------
    array of int32, shape (5, parties, states), or None
        As in the module; None if the model is not small, or values fall very slowly.

    Examples
    --------
    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> found = needs_of(Graph(np.arange(4), ranks, own=(0b01, 0b10)))
    >>> (found[0] <= ranks).all(axis=0).tolist()
    [False, False, False, True]
    """
    n, parties = graph.states, graph.parties
    if n > SOME or parties == 0:
        return None
    own = np.array(graph.own, dtype=np.int64)
    need = np.empty((5, parties, n), np.int32)
    if n > TINY and _is_narrow_cube(graph):
        low = graph.ranks.min()
        ranks = (graph.ranks - low).astype(np.int16)
        if cubic(ranks, n.bit_length() - 1, own, graph.up, graph.down, BUDGET, need):
            need += low
            return need
    if n > FEW:
        return None
    few(graph.codes, graph.ranks, own, graph.up, graph.down, need)
    return need


def _is_narrow_cube(graph: Graph) -> bool:
    """Whether every combination is feasible, every option somebody's, and nobody has many."""
    n = graph.states
    every = reduce(or_, graph.own, 0)
    widest = max(own.bit_count() for own in graph.own)
    full = n & (n - 1) == 0 and every == n - 1 == int(graph.codes[-1])
    return (
        full
        and widest <= WIDE
        and int(graph.ranks.max()) - int(graph.ranks.min()) < np.iinfo(np.int16).max
    )


@kernel
def _leads(source: int, target: int, own: int, up: int, down: int) -> bool:
    """Whether a party may move from one code to another."""
    flips = source ^ target
    return not (flips & ~own or flips & source & up or flips & target & down)


@kernel
def few(codes: Any, ranks: Any, own: Any, up: int, down: int, need: Any) -> None:
    """The answer by looking at every pair of states. Arrays: see the module."""
    parties, n = ranks.shape
    leads = np.zeros((parties, n, n), np.bool_)
    better = np.zeros((parties, n, n), np.bool_)
    for i in range(parties):
        for s in range(n):
            for t in range(n):
                leads[i, s, t] = _leads(codes[s], codes[t], own[i], up, down)
                better[i, s, t] = leads[i, s, t] and ranks[i, t] > ranks[i, s]
    value = np.empty((2, n), np.int32)
    for i in range(parties):
        most = need[0, i]
        for s in range(n):
            most[s] = ranks[i, s]
            for t in range(n):
                if better[i, s, t]:
                    most[s] = max(most[s], ranks[i, t])
        for improving in range(2):
            step = better if improving else leads
            value[0] = ranks[i]
            value[1] = most
            falling = True
            while falling:
                falling = False
                for j in range(parties):
                    if j == i:
                        continue
                    for s in range(n):
                        for t in range(n):
                            if step[j, s, t] and (
                                value[0, t] < value[0, s] or value[1, t] < value[1, s]
                            ):
                                value[0, s] = min(value[0, s], value[0, t])
                                value[1, s] = min(value[1, s], value[1, t])
                                falling = True
            for column in range(2):
                found = need[1 + 2 * improving + column, i]
                for s in range(n):
                    found[s] = min(value[column, s], ranks[i, s])
                    for t in range(n):
                        if leads[i, s, t]:
                            found[s] = max(found[s], min(value[column, t], ranks[i, t]))


@kernel
def _pushed(mask: int, own: int) -> int:
    """The bits of a mask that are a party's own, pushed together."""
    found = place = 0
    while own >> place:
        if own >> place & 1:
            found |= (mask >> place & 1) << _count(own & ((1 << place) - 1))
        place += 1
    return found


@kernel
def _count(mask: int) -> int:
    found = 0
    while mask:
        mask &= mask - 1
        found += 1
    return found


@kernel
def _put(
    own: int, up: int, down: int, at: int, place: Any, runs: Any, ways: Any, count: Any
) -> int:
    """A party's options come next in the slab; returns where those after them begin.

    `place` becomes the combination at each place of the slab; runs and one-way options, of which
    there are `count`, are as `honestbroker.kernel.compiled.slices.best` wants them.
    """
    bit = 0
    while own >> bit:
        if own >> bit & 1:
            for x in range(1 << at):
                place[x + (1 << at)] = place[x] | 1 << bit
            if (up | down) >> bit & 1:
                ways[count[1]] = (at, 1 if up >> bit & 1 else -1)
                count[1] += 1
            elif count[0] and runs[count[0] - 1].sum() == at:
                runs[count[0] - 1, 1] += 1
            else:
                runs[count[0]] = (at, 1)
                count[0] += 1
            at += 1
        bit += 1
    return at


@kernel
def cubic(ranks: Any, bits: int, own: Any, up: int, down: int, rounds: int, need: Any) -> bool:
    """The answer for a full cube, every option somebody's. Arrays: see the module.

    False if values still fall after so many rounds of the others.
    """
    parties, n = ranks.shape
    never = ranks.dtype.type(32767)
    place = np.zeros(n, np.int64)
    rows = np.empty((parties, n), ranks.dtype)
    mine, most = np.empty(n, ranks.dtype), np.empty(n, ranks.dtype)
    a, b = np.empty(n, ranks.dtype), np.empty(n, ranks.dtype)
    a_turned, b_turned = np.empty(n, ranks.dtype), np.empty(n, ranks.dtype)
    runs, ways = np.empty((2, bits, 2), np.int64), np.empty((2, bits, 2), np.int64)
    mover, size, shift, takes, gives, turned = np.empty((6, parties), np.int64)
    none, nothing, holes = np.zeros(parties, np.int64), np.empty(0, np.int32), np.empty(0, np.int64)
    table = np.empty((1, 2), np.int32)
    for i in range(parties):
        count = np.zeros((2, 2), np.int64)
        beside = at = _put(own[i], up, down, 0, place, runs[0], ways[0], count[0])
        others = 0
        for j in range(parties):
            if j != i and own[j]:
                mover[others], shift[others] = j, at
                at = _put(own[j], up, down, at, place, runs[1], ways[1], count[1])
                size[others] = at - shift[others]
                takes[others], gives[others] = _pushed(up, own[j]), _pushed(down, own[j])
                others += 1
        low = beside
        turning = 0
        while beside < _BESIDE and turning < others - 1 and low < min(_TURNED, bits // 2):
            low += size[turning]
            turning += 1
        for some in (mover, size, shift, takes, gives):  # the turned ones are treated last
            some[:others] = np.concatenate((some[turning:others], some[:turning]))
        for k in range(others):
            turned[k] = k >= others - turning
            row = a_turned if turned[k] else rows[k]
            for x in range(n):
                row[x] = ranks[mover[k], place[x]]
            if turned[k]:
                shift[k] += bits - low
                turn(row, low, rows[k])
        for x in range(n):
            mine[x] = ranks[i, place[x]]
        most[:] = mine
        moves = (runs[0, : count[0, 0]], ways[0, : count[0, 1]])
        best(most, moves[0], moves[1])
        for x in range(n):
            need[0, i, place[x]] = most[x]
        for improving in range(2):
            a[:] = mine
            b[:] = most
            if improving:
                k = others
                budget = rounds * others if others > 1 else 2
                if improved(
                    a, b, a_turned, b_turned, rows[:k], size[:k], shift[:k], takes[:k], gives[:k],
                    none[:k], turned[:k], low, nothing, none, none[:k], table, nothing, 0, never,
                    budget,
                ) < 0:  # fmt: skip
                    return False
            else:
                first = np.array([0, count[1, 0]]), np.array([0, count[1, 1]])
                answered(a, b, holes, runs[1], first[0], ways[1], first[1])
            for x in range(n):
                a[x] = min(a[x], mine[x])
                b[x] = min(b[x], mine[x])
            best(a, moves[0], moves[1])
            best(b, moves[0], moves[1])
            for x in range(n):
                need[1 + 2 * improving, i, place[x]] = a[x]
                need[2 + 2 * improving, i, place[x]] = b[x]
    return True
