"""What play can reach from one state: breadth-first search in compiled code.

Definitions: those of `honestbroker.kernel.search` and `honestbroker.kernel.steps`, for models in
option form. The answers are the same numbers, path by path.

How. A mover is a party or a group; its steps are *masks*, the sets of its options it may flip at
once. For each state of a layer and each mask: is it allowed, is the target feasible, is it new,
does every member gain, and, if only plain steps count, does no proper part of the mask lead to a
feasible state that every member likes as well? The questions are asked in this order, so that the
expensive one is asked of few steps only: nearly all targets have been reached before.

A party that need not improve and can undo everything reaches its whole group from any state of it:
once a layer has entered the group, later layers find nothing new there.

Why the same path. A state new in a layer may be entered by several steps. It keeps the least
(flips on the way, mover, state before), which is the order the NumPy path sorts by.

Guarantees: exact. Memory: 32 bytes a state. Time: states reached x masks, and 2^c for each
new target that a mask of c flips leads to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled.jit import kernel
from honestbroker.kernel.compiled.layout import partition
from honestbroker.kernel.graph import Graph

__all__ = ["MASKS", "Mover", "masks_of", "searched"]

MASKS: Final = 1 << 14
"""Up to so many masks for each mover are tried; with more, only what is feasible is looked at."""

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
    masks: list[Int64s] = []
    for mover in movers:
        deal = len(mover.members) > 1
        some = masks_of(graph, mover.members, max_changes if deal else None)
        if some is None:
            return None
        masks.append(some)
    n = graph.states
    distance = np.full(n, -1, dtype=np.int32)
    flips = np.zeros(n, dtype=np.int32)
    before = np.full(n, -1, dtype=np.intp)
    by = np.full(n, -1, dtype=np.int32)
    made = np.zeros(n, dtype=np.int64)
    distance[start] = 0
    if movers:
        table = graph.lookup.table
        _layers(
            graph.codes,
            np.empty(0, np.int32) if table is None else table,
            np.ascontiguousarray(graph.ranks, dtype=np.int32),
            graph.up,
            graph.down,
            start,
            np.array([mover.number for mover in movers]),
            np.array([mover.improving for mover in movers]),
            np.concatenate([np.array(mover.members) for mover in movers]),
            np.cumsum([0, *(len(mover.members) for mover in movers)]),
            np.concatenate(masks),
            np.cumsum([0, *(some.size for some in masks)]),
            *_groups(graph, movers),
            plain,
            strict,
            distance,
            flips,
            before,
            by,
            made,
        )
    return distance, flips, before, by, made


def _groups(graph: Graph, movers: Sequence[Mover]) -> tuple[Int32s, Int64s, Int32s]:
    """The groups of movers that go anywhere in them, each mover's row or -1, room for depths."""
    every = int(np.bitwise_or.reduce(graph.codes))
    rows: list[Int32s] = []
    row_of: list[int] = []
    most = 1
    for mover in movers:
        own = graph.own[mover.members[0]]
        if mover.improving or len(mover.members) > 1 or own & (graph.up | graph.down):
            row_of.append(-1)
            continue
        row_of.append(len(rows))
        group, starts = partition(graph.codes, every & ~own)
        rows.append(group)
        most = max(most, starts.size)
    groups = np.array(rows, dtype=np.int32) if rows else np.zeros((1, 1), np.int32)
    return groups, np.array(row_of), np.zeros((groups.shape[0], most), np.int32)


@kernel
def _place(code: Any, codes: Any, table: Any) -> Any:
    """The index of a state, -1 if it is not feasible."""
    if table.size:
        return np.int64(table[code]) if code < table.size else -1
    low, high = 0, codes.size
    while low < high:
        middle = (low + high) // 2
        if codes[middle] < code:
            low = middle + 1
        else:
            high = middle
    return low if low < codes.size and codes[low] == code else -1


@kernel
def _gains(ranks: Any, members: Any, source: Any, target: Any, strict: bool) -> bool:
    some = False
    for member in members:
        here, there = ranks[member, source], ranks[member, target]
        if there < here or (strict and there == here):
            return False
        some |= there > here
    return some


@kernel
def _is_plain(
    codes: Any, table: Any, ranks: Any, members: Any, code: int, mask: int, target: int
) -> bool:
    part = (mask - 1) & mask
    while part:
        place = _place(code ^ part, codes, table)
        if place >= 0:
            as_good = True
            for member in members:
                as_good &= ranks[member, place] >= ranks[member, target]
            if as_good:
                return False
        part = (part - 1) & mask
    return True


@kernel
def _bits(mask: int) -> int:
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count


@kernel
def _layers(
    codes: Any,
    table: Any,
    ranks: Any,
    up: int,
    down: int,
    start: int,
    numbers: Any,
    wanted: Any,
    members: Any,
    member_begins: Any,
    masks: Any,
    mask_begins: Any,
    group: Any,
    row_of: Any,
    entered: Any,
    plain: bool,
    strict: bool,
    distance: Any,
    flips: Any,
    before: Any,
    by: Any,
    made: Any,
) -> None:
    """Layer by layer."""
    frontier = np.empty(codes.size, np.int32)
    frontier[0] = start
    head, tail = 0, 1
    depth = 0
    while head < tail:
        depth += 1
        end = tail
        for at in range(head, end):
            source = np.int64(frontier[at])
            code = codes[source]
            stuck = (up & code) | (down & ~code)
            for m in range(numbers.size):
                row = row_of[m]
                if row >= 0:
                    g = group[row, source]
                    if entered[row, g] == 0:
                        entered[row, g] = depth
                    elif entered[row, g] < depth:
                        continue
                who = members[member_begins[m] : member_begins[m + 1]]
                for k in range(mask_begins[m], mask_begins[m + 1]):
                    mask = masks[k]
                    if mask & stuck:
                        continue
                    target = _place(code ^ mask, codes, table)
                    if target < 0 or (distance[target] >= 0 and distance[target] < depth):
                        continue
                    length = flips[source] + _bits(mask)
                    if distance[target] == depth:
                        if length > flips[target]:
                            continue
                        if length == flips[target]:
                            if numbers[m] > by[target]:
                                continue
                            if numbers[m] == by[target] and source >= before[target]:
                                continue
                    if wanted[m]:
                        if not _gains(ranks, who, source, target, strict or who.size == 1):
                            continue
                    if plain and not _is_plain(codes, table, ranks, who, code, mask, target):
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
