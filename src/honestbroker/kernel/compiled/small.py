"""All verdicts of a small full cube in one call: nothing is prepared that costs more than solving.

A model with a thousand states is solved in less time than it takes to put arrays together for the
routes that large ones need. So here is everything for small ones in which every combination is
feasible and nobody has many options: as `honestbroker.kernel.compiled.cube`, with all slices of a
party side by side in one slab. Its own options come first, the others' options follow.

Arrays, for n states and N parties

* ranks: int16, shape (N, n); own: int64, shape (N,), the bits each party can change; up, down: bits
  that can only be taken, only be given up;
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

__all__ = ["cubic", "needs_of"]

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
    """The least rank each state needs, if the model is a small full cube.

    Parameters
    ----------
    graph : Graph
        A model in option form.

    Returns
    -------
    array of int32, shape (5, parties, states), or None
        As in the module; None if it is none, or values fall very slowly.

    Examples
    --------
    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> found = needs_of(Graph(np.arange(4), ranks, own=(0b01, 0b10)))
    >>> (found[0] <= ranks).all(axis=0).tolist()
    [False, False, False, True]
    """
    n = graph.states
    if not graph.own:
        return None
    full = n & (n - 1) == 0 and reduce(or_, graph.own, 0) == n - 1 == int(graph.codes[-1])
    if n > SOME or not full or max(own.bit_count() for own in graph.own) > WIDE:
        return None
    low, high = int(graph.ranks.min()), int(graph.ranks.max())
    if high - low >= np.iinfo(np.int16).max:
        return None
    need = np.empty((5, *graph.ranks.shape), np.int32)
    ranks = (graph.ranks - np.int32(low)).astype(np.int16)
    own = np.array(graph.own, dtype=np.int64)
    if not cubic(ranks, n.bit_length() - 1, own, graph.up, graph.down, BUDGET, need):
        return None
    need += np.int32(low)
    return need


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
                ways[count[1], 0] = at
                ways[count[1], 1] = 1 if up >> bit & 1 else -1
                count[1] += 1
            elif count[0] and runs[count[0] - 1, 0] + runs[count[0] - 1, 1] == at:
                runs[count[0] - 1, 1] += 1
            else:
                runs[count[0], 0] = at
                runs[count[0], 1] = 1
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
    none = np.zeros(parties, np.int64)
    mover, begin, of = none.copy(), none.copy(), none.copy()
    size, shift, turned = none.copy(), none.copy(), none.copy()
    takes, gives = none.copy(), none.copy()
    nothing, holes = np.empty(0, np.int32), np.empty(0, np.int64)
    table = np.empty((1, 2), np.int32)
    first = np.zeros((2, 2), np.int64)
    for i in range(parties):
        count = np.zeros((2, 2), np.int64)
        beside = at = _put(own[i], up, down, 0, place, runs[0], ways[0], count[0])
        others = 0
        for j in range(parties):
            if j != i and own[j]:
                mover[others], begin[others] = j, at
                at = _put(own[j], up, down, at, place, runs[1], ways[1], count[1])
                of[others] = at - begin[others]
                others += 1
        low = beside
        turning = 0
        while beside < _BESIDE and turning < others - 1 and low < min(_TURNED, bits // 2):
            low += of[turning]
            turning += 1
        for k in range(others):  # the turned ones are treated last
            slot = k - turning if k >= turning else others - turning + k
            turned[slot] = k < turning
            size[slot], shift[slot] = of[k], begin[k] + (bits - low if k < turning else 0)
            takes[slot], gives[slot] = _pushed(up, own[mover[k]]), _pushed(down, own[mover[k]])
            row = a_turned if k < turning else rows[slot]
            for x in range(n):
                row[x] = ranks[mover[k], place[x]]
            if k < turning:
                turn(row, low, rows[slot])
        for x in range(n):
            mine[x] = most[x] = ranks[i, place[x]]
        moves = (runs[0, : count[0, 0]], ways[0, : count[0, 1]])
        best(most, moves[0], moves[1])
        for x in range(n):
            need[0, i, place[x]] = most[x]
        for improving in range(2):
            for x in range(n):
                a[x], b[x] = mine[x], most[x]
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
                first[0, 1], first[1, 1] = count[1, 0], count[1, 1]
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
