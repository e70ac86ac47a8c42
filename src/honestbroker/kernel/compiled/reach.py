"""What play can reach from one state: breadth-first search in compiled code.

Definitions: those of `honestbroker.kernel.search` and `honestbroker.kernel.steps`, for models in
option form. The answers are the same numbers, path by path.

How. A mover is a party or a group; `honestbroker.kernel.compiled.offers` says how the steps it
offers from a state are found. For each offered step: is the target new in this layer, is the path
shorter than the one found before, does every member gain, and, if only plain steps count, does no
proper part of it lead to a feasible state that every member likes as well? The questions are asked
in this order, so that the expensive one is asked of few steps only.

A party that need not improve reaches the same from every state of a cell, that is, of states that
differ only in options it can take and give up: once a layer has entered a cell, later layers find
nothing new from there.

Why the same path. A state new in a layer may be entered by several steps. It keeps the least
(flips on the way, mover, state before), which is the order the NumPy path sorts by.

From many starts. `Local` keeps its arrays between searches and wipes only what the last one has
reached: a search costs what it reaches, not the number of states.

Guarantees: exact. Memory: 32 bytes a state, and 4 for each list. Time: states reached x steps
offered, and 2^c for each new target that a mask of c flips leads to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled.closures import sort
from honestbroker.kernel.compiled.jit import kernel
from honestbroker.kernel.compiled.layout import partition
from honestbroker.kernel.compiled.offers import bits, by_lists, by_masks, gains, is_plain
from honestbroker.kernel.graph import Graph

__all__ = ["LISTS", "MASKS", "Local", "Mover", "masks_of", "searched"]

MASKS: Final = 1 << 14
"""Up to so many masks for each mover are tried; with more, only what is feasible is looked at."""

LISTS: Final = 128
"""With more masks than this, and no fewer than a cell has states, lists are read instead."""

Int64s = npt.NDArray[np.int64]
Int32s = npt.NDArray[np.int32]
Found = tuple[Int32s, Int32s, npt.NDArray[np.intp], Int32s, Int64s]


@dataclass(frozen=True)
class Mover:
    """Who may step: the number it goes by, its members, and whether it moves only to improve."""

    number: int
    members: tuple[int, ...]
    improving: bool


def masks_of(graph: Graph, members: Sequence[int], most: int | None) -> Int64s | None:
    """The sets of options a mover may flip at once, in no particular order.

    Parameters
    ----------
    graph : Graph
        The model.
    members : sequence of int
        A party, or the members of a group: at least two of them must change something.
    most : int or None
        The most options flipped at once; None for any number.

    Returns
    -------
    array of int64 or None
        Masks; None if there are more than `MASKS`.

    Examples
    --------
    >>> graph = Graph(np.arange(8), np.zeros((2, 8), dtype=np.int32), own=(0b011, 0b100))
    >>> masks_of(graph, [0], None).tolist(), masks_of(graph, [0, 1], 2).tolist()
    ([1, 2, 3], [5, 6])
    """
    found = np.zeros(1, dtype=np.int64)
    for member in members:
        own = graph.own[member]
        for bit in range(own.bit_length()):
            if own >> bit & 1:
                found = np.concatenate((found, found | (1 << bit)))
                if most is not None:
                    found = found[np.bitwise_count(found) <= most]
                if found.size > 2 * MASKS:
                    return None
    touched = sum(((found & graph.own[member]) != 0).astype(np.int64) for member in members)
    found = np.sort(found[touched >= min(2, len(members))])
    return found if found.size <= MASKS else None


def searched(
    graph: Graph,
    start: int,
    movers: Sequence[Mover],
    *,
    plain: bool,
    strict: bool,
    max_changes: int | None,
) -> Found | None:
    """What some movers reach.

    Parameters
    ----------
    graph : Graph
        The model, in option form.
    start : int
        From where.
    movers : sequence of Mover
        Parties, then groups, by number.
    plain : bool
        Whether every step must be plain.
    strict : bool
        Whether every member of a deal must gain.
    max_changes : int or None
        The most options one deal may flip.

    Returns
    -------
    tuple of five arrays, shape (states,), or None
        Distance, flips, state before, mover, its flips, as in `honestbroker.kernel.search.Search`;
        None if some mover has too many masks.

    Examples
    --------
    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> dilemma = Graph(np.arange(4), ranks, own=(0b01, 0b10))
    >>> both = [Mover(0, (0,), True), Mover(1, (1,), True)]
    >>> searched(dilemma, 0, both, plain=True, strict=True, max_changes=None)[0].tolist()
    [0, 1, 1, 2]
    """
    masks = _masks(graph, movers, max_changes)
    if masks is None:
        return None
    found = _nothing_found(graph.states)
    frontier = np.empty(graph.states, np.int32)
    if movers:
        lists = _Lists(graph, movers, masks, max_changes)
        asked: tuple[Any, ...] = (
            *_model(graph), *_packed(movers, masks), *_cells(graph, movers), *lists.arrays,
            plain, strict, frontier, *found,
        )  # fmt: skip
        _layers(start, *asked)
    else:
        found[0][start] = 0
    return found


class Local:
    """What some movers reach from one state after another: a search costs what it reaches.

    Parameters
    ----------
    graph : Graph
        The model, in option form.
    movers : sequence of Mover
        Parties that move only to improve, by number; each has at most `MASKS` masks.
    plain : bool
        Whether every step must be plain.

    Attributes
    ----------
    found : tuple of five arrays, shape (states,)
        See `searched`; what the last search has found.

    Raises
    ------
    ValueError
        If some mover has too many masks.

    Examples
    --------
    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> dilemma = Graph(np.arange(4), ranks, own=(0b01, 0b10))
    >>> second = Local(dilemma, [Mover(1, (1,), True)], plain=True)
    >>> second.reached(0).tolist(), second.reached(1).tolist()
    ([0, 2], [1, 3])
    """

    def __init__(self, graph: Graph, movers: Sequence[Mover], *, plain: bool) -> None:
        masks = _masks(graph, movers, None)
        if masks is None:
            raise ValueError("a mover has too many masks")
        self.found = _nothing_found(graph.states)
        self._frontier = np.empty(graph.states, np.int32)
        self._reached = 0
        lists = _Lists(graph, [], [], None)
        self._asked: tuple[Any, ...] = ()
        if movers:
            self._asked = (
                *_model(graph), *_packed(movers, masks), *_cells(graph, movers),
                np.full(len(movers), -1), *lists.arrays[1:], plain, True,
                self._frontier, *self.found,
            )  # fmt: skip

    def reached(self, start: int) -> Int32s:
        """Search from a state.

        Parameters
        ----------
        start : int
            The state.

        Returns
        -------
        array of int32
            The states reached, itself first, nearest first; valid until the next search.
        """
        distance, flips, before, by, made = self.found
        last = self._frontier[: self._reached]
        distance[last], flips[last], before[last], by[last], made[last] = -1, 0, -1, -1, 0
        if self._asked:
            self._reached = _layers(start, *self._asked)
        else:
            self._frontier[0], distance[start], self._reached = start, 0, 1
        return self._frontier[: self._reached]


def _nothing_found(n: int) -> Found:
    return (
        np.full(n, -1, dtype=np.int32),
        np.zeros(n, dtype=np.int32),
        np.full(n, -1, dtype=np.intp),
        np.full(n, -1, dtype=np.int32),
        np.zeros(n, dtype=np.int64),
    )


def _masks(graph: Graph, movers: Sequence[Mover], most: int | None) -> list[Int64s] | None:
    found: list[Int64s] = []
    for mover in movers:
        some = masks_of(graph, mover.members, most if len(mover.members) > 1 else None)
        if some is None:
            return None
        found.append(some)
    return found


def _model(graph: Graph) -> tuple[Any, ...]:
    table = graph.lookup.table
    return (
        graph.codes,
        np.empty(0, np.int32) if table is None else table,
        np.ascontiguousarray(graph.ranks, dtype=np.int32),
        graph.up,
        graph.down,
    )


def _packed(movers: Sequence[Mover], masks: list[Int64s]) -> tuple[Any, ...]:
    """Numbers, who must improve, members and masks of movers, one after the other."""
    return (
        np.array([mover.number for mover in movers]),
        np.array([mover.improving for mover in movers]),
        np.concatenate([np.array(mover.members) for mover in movers]),
        np.cumsum([0, *(len(mover.members) for mover in movers)]),
        np.concatenate(masks),
        np.cumsum([0, *(some.size for some in masks)]),
    )


class _Lists:
    """The lists of movers with many masks, and which movers have them."""

    def __init__(
        self,
        graph: Graph,
        movers: Sequence[Mover],
        masks: list[Int64s],
        most: int | None,
    ) -> None:
        every = reduce(or_, graph.own, int(np.bitwise_or.reduce(graph.codes)))
        cells: list[Int32s] = []
        orders: list[Int32s] = []
        begins: list[Int32s] = []
        list_of, row_of, widest = [], [], 1
        for mover, some in zip(movers, masks, strict=True):
            widest = max(widest, some.size)
            list_of.append(-1)
            row_of.append(len(orders))
            own = reduce(or_, (graph.own[member] for member in mover.members))
            if some.size <= LISTS or not mover.improving:
                continue
            cell, starts = partition(graph.codes, every & ~own)
            if some.size < graph.states // (starts.size - 1) // 2:
                continue
            list_of[-1] = len(cells)
            cells.append(cell)
            widest = max(widest, int(np.diff(starts).max()))
            for member in mover.members:
                row = np.empty(graph.states, np.int32)
                sort(graph.ranks[member], cell, starts, row)
                orders.append(np.maximum(row, ~row))
                begins.append(starts)
        sizes = [some.size - 1 for some in begins]
        self.arrays: tuple[Any, ...] = (
            np.array(list_of, dtype=np.int64),
            np.array(row_of, dtype=np.int64),
            np.array(cells, dtype=np.int32) if cells else np.zeros((1, 1), np.int32),
            np.array(orders, dtype=np.int32) if orders else np.zeros((1, 1), np.int32),
            np.cumsum([0, *sizes]),
            np.concatenate([np.zeros(0, np.int32), *(some[:-1] for some in begins)]),
            np.concatenate([np.zeros(0, np.int32), *(some[1:] for some in begins)]),
            np.zeros(sum(sizes), np.int32),
            np.array([graph.own[m] for mover in movers for m in mover.members], dtype=np.int64),
            -1 if most is None else most,
            np.empty(max(widest, MASKS), np.int64),
            np.empty(max(widest, MASKS), np.int64),
        )


def _cells(graph: Graph, movers: Sequence[Mover]) -> tuple[Int32s, Int64s, Int32s]:
    """The cells of parties that need not improve, each mover's row or -1, room for depths."""
    every = reduce(or_, graph.own, int(np.bitwise_or.reduce(graph.codes)))
    rows: list[Int32s] = []
    row_of: list[int] = []
    most = 1
    for mover in movers:
        if mover.improving or len(mover.members) > 1:
            row_of.append(-1)
            continue
        row_of.append(len(rows))
        free = graph.own[mover.members[0]] & ~(graph.up | graph.down)
        cell, starts = partition(graph.codes, every & ~free)
        rows.append(cell)
        most = max(most, starts.size)
    cells = np.array(rows, dtype=np.int32) if rows else np.zeros((1, 1), np.int32)
    return cells, np.array(row_of), np.zeros((cells.shape[0], most), np.int32)


@kernel
def _layers(
    start: int,
    codes: Any,
    table: Any,
    ranks: Any,
    up: int,
    down: int,
    numbers: Any,
    wanted: Any,
    members: Any,
    member_begins: Any,
    masks: Any,
    mask_begins: Any,
    enters: Any,
    row_of: Any,
    entered: Any,
    list_of: Any,
    list_row: Any,
    cell: Any,
    order: Any,
    base: Any,
    begins: Any,
    ends: Any,
    seen: Any,
    own: Any,
    most: int,
    targets: Any,
    offered: Any,
    plain: bool,
    strict: bool,
    frontier: Any,
    distance: Any,
    flips: Any,
    before: Any,
    by: Any,
    made: Any,
) -> int:
    """Layer by layer; how many states are reached, which stand in `frontier`."""
    distance[start] = 0
    frontier[0] = start
    head, tail = 0, 1
    depth = 0
    while head < tail:
        depth += 1
        end = tail
        for at in range(head, end):
            source: Any = np.int64(frontier[at])
            code = codes[source]
            stuck = (up & code) | (down & ~code)
            for m in range(numbers.size):
                row = row_of[m]
                if row >= 0:
                    g = enters[row, source]
                    if entered[row, g] == 0:
                        entered[row, g] = depth
                    elif entered[row, g] < depth:
                        continue
                first, last = member_begins[m], member_begins[m + 1]
                who = members[first:last]
                one_by_one = strict or who.size == 1
                if list_of[m] < 0:
                    count = by_masks(
                        code, stuck, depth, masks, mask_begins[m], mask_begins[m + 1],
                        codes, table, distance, targets, offered,
                    )  # fmt: skip
                else:
                    count = by_lists(
                        source, stuck, depth, who, own[first:last], 1 if one_by_one else 0,
                        most if who.size > 1 else -1, list_row[m], cell[list_of[m], source],
                        codes, ranks, order, base, begins, ends, seen, distance, targets, offered,
                    )  # fmt: skip
                for k in range(count):
                    target, mask = targets[k], offered[k]
                    length = flips[source] + bits(mask)
                    if distance[target] == depth:
                        if length > flips[target]:
                            continue
                        if length == flips[target]:
                            if numbers[m] > by[target]:
                                continue
                            if numbers[m] == by[target] and source >= before[target]:
                                continue
                    if wanted[m] and not gains(ranks, who, source, target, one_by_one):
                        continue
                    if plain and not is_plain(codes, table, ranks, who, code, mask, target):
                        continue
                    if distance[target] < 0:
                        distance[target] = depth
                        frontier[tail] = target
                        tail += 1
                    flips[target] = length
                    by[target] = numbers[m]
                    before[target] = source
                    made[target] = mask
        head = end
    return tail
