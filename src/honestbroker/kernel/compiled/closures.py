"""What the others can bring about from every state: val of the definitions, and proofs of it.

Formula and proof: `honestbroker.kernel.compiled.solve` says what is wanted,
`honestbroker.kernel.compiled.groups` (moves) and `honestbroker.kernel.compiled.chains`
(improvements) how it is found and why that is right. Here arrays are put together.

Guarantees: exact.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled import chains, groups
from honestbroker.kernel.compiled.layout import Layout, layout_of, partition
from honestbroker.kernel.graph import Graph

__all__ = ["Orders", "answered", "closure", "improved", "in_rank_order", "sort", "taken_of"]

Int32s = npt.NDArray[np.int32]

_NO_STAMPS: Final = np.empty(0, np.int32)


class Orders:
    """The states of every party's groups, sorted by its ranks.

    Parameters
    ----------
    layout : Layout
        The structure.

    Attributes
    ----------
    rows : array of int32, shape (parties, states)
        States by group, best rank first; the first of a tie level as ~state.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.rows: Int32s = np.empty((layout.parties, layout.states), np.int32)

    def sort(self, party: int, ranks: Int32s) -> None:
        """Sort one party's row.

        Parameters
        ----------
        party : int
            The party.
        ranks : array of int32, shape (states,)
            Its ranks.
        """
        layout = self.layout
        begins = layout.groups_of(party)
        sort(ranks, layout.group[party], begins, self.rows[party])


def sort(ranks: Int32s, group: Int32s, begins: Int32s, row: Int32s) -> None:
    """States by group, best rank first, the first of a tie level as ~state.

    Parameters
    ----------
    ranks, group : array of int32, shape (states,)
        A party's ranks, and the group of each state.
    begins : array of int32, shape (groups + 1,)
        Where groups begin.
    row : array of int32, shape (states,)
        Where the answer goes.
    """
    low, high = int(ranks.min()), int(ranks.max())
    levels = high - low + 1
    if levels <= 4 * ranks.size + 1024:
        by_rank = np.empty(ranks.size, np.int32)
    else:
        levels = 0
        by_rank = np.argsort(-ranks.astype(np.int64), kind="stable").astype(np.int32)
    groups.sorted_groups(ranks, low, levels, group, begins, by_rank, row)


def taken_of(layout: Layout, party: int) -> tuple[Any, int]:
    """The one-way bits taken in each state, and how many one-way options a party has.

    Parameters
    ----------
    layout : Layout
        The structure.
    party : int
        The party.

    Returns
    -------
    (array of int32 or int64, int)
        An empty array if it has none.
    """
    ways = int(layout.ways[party])
    return (layout.taken[layout.row[party]] if ways else _NO_STAMPS), ways


def _others(layout: Layout, party: int) -> npt.NDArray[np.int64]:
    found: npt.NDArray[np.int64] = layout.movers[layout.movers != party]
    return found


def answered(
    layout: Layout, orders: Int32s, values: Int32s, party: int, room: groups.Tables
) -> None:
    """The least of both columns over all that the others reach by moves, in place.

    Parameters
    ----------
    layout : Layout
        The structure.
    orders : array of int32, shape (parties, states)
        Rows of parties with one-way options are used: states by group.
    values : array of int32, shape (states, 2)
        Base values; then the answer.
    party : int
        Whose others move.
    room : tuple
        See `groups.tables`.
    """
    label, count = layout.islands(party)
    groups.islands(values, label, count)
    oneway = [other for other in map(int, _others(layout, party)) if layout.ways[other]]
    found = np.empty_like(values) if oneway else values
    falling = bool(oneway)
    while falling:
        falling = False
        groups.negate(values)
        for other in oneway:
            groups.best(
                values, found, orders[other], layout.groups_of(other),
                *taken_of(layout, other), *room,
            )  # fmt: skip
            falling |= bool(groups.raised(values, found))
        groups.negate(values)
        if falling:
            groups.islands(values, label, count)


def improved(
    layout: Layout,
    orders: Int32s,
    ranks: Int32s,
    values: Int32s,
    party: int,
    room: groups.Tables,
) -> None:
    """The least of both columns over all that the others reach by improvements, in place.

    Parameters
    ----------
    layout : Layout
        The structure.
    orders : array of int32, shape (parties, states)
        Sorted rows of all others.
    ranks : array of int32, shape (parties, states)
        Ranks.
    values : array of int32, shape (states, 2)
        Base values; then the answer.
    party : int
        Whose others move.
    room : tuple
        See `groups.tables`.
    """
    others = _others(layout, party)
    budget = chains.BUDGET * others.size * layout.states if others.size > 1 else 0
    made = chains.sweep(
        values, others, orders, layout.group, layout.first, layout.starts, layout.taken,
        layout.row, layout.ways, *room, budget, _NO_STAMPS, _NO_STAMPS,
    )  # fmt: skip
    if made < 0 and others.size:
        in_rank_order(layout, ranks, values, others)


def in_rank_order(
    layout: Layout, ranks: Int32s, values: Int32s, others: npt.NDArray[np.int64]
) -> None:
    """The same by the search in rank order, which takes linear time for every ordering.

    It may start from values that a sweep has lowered already: those lie between base and answer,
    and so does what is reached from them.

    Parameters
    ----------
    layout : Layout
        The structure.
    ranks : array of int32, shape (parties, states)
        Ranks.
    values : array of int32, shape (states, 2)
        Base values, or lowered ones; then the answer.
    others : array of int64
        Who improves.
    """
    cell = np.zeros((layout.parties, layout.states), np.int32)
    orders = np.zeros((layout.parties, layout.states), np.int32)
    starts, near, near_starts, taken = [], [], [], []
    sizes = []
    for party, own in enumerate(layout.own):
        if party not in others:
            starts.append(np.zeros(1, np.int32))
            sizes.append(0)
            continue
        cell[party], begins = partition(layout.codes, layout.all & ~(own & ~layout.one_way))
        sort(ranks[party], cell[party], begins, orders[party])
        count = begins.size - 1
        some = orders[party][begins[:-1]]
        some = np.maximum(some, ~some)  # one state of each cell
        group = layout.group[party][some]
        order = np.argsort(group, kind="stable")
        begin = np.searchsorted(group[order], np.arange(int(group.max()) + 2))
        sizes_here = np.diff(begin)[group]
        near_starts.append(sizes_here)
        row = np.repeat(begin[:-1][group], sizes_here)
        skip = np.repeat(np.cumsum(sizes_here) - sizes_here, sizes_here)
        near.append(order[row + np.arange(row.size) - skip])
        taken.append(
            layout.taken[layout.row[party]][some].astype(np.int64)
            if layout.ways[party]
            else np.zeros(count, np.int64)
        )
        starts.append(begins)
        sizes.append(count)
    base = values.copy()
    for column in range(2):
        chains.by_rank(
            values, column, np.argsort(base[:, column], kind="stable"), base[:, column],
            others, orders, ranks, cell, np.cumsum([0, *sizes]), np.concatenate(starts),
            np.concatenate(near), np.cumsum([0, *np.concatenate(near_starts)]),
            np.concatenate(taken),
        )  # fmt: skip


def closure(
    graph: Graph, party: int, base: Int32s, *, improving: bool
) -> tuple[Int32s, Int32s, tuple[int, ...]]:
    """The least value the others can bring about, when it fell, and who moved then.

    Parameters
    ----------
    graph : Graph
        A model in option form.
    party : int
        Whose others move.
    base : array of int32, shape (states,)
        What is minimised.
    improving : bool
        Whether the others move only to improve.

    Returns
    -------
    (array of int32, array of int32, tuple of int)
        As in `honestbroker.kernel.stability.Closure`, step by step the same.
    """
    layout = layout_of(graph)
    others = _others(layout, party)
    room = groups.tables(int(layout.ways.max(initial=0)), layout.states)
    values = np.stack((base, base), axis=1).astype(np.int32)
    stamps = np.zeros(layout.states, np.int32)
    orders = Orders(layout)
    if improving:
        for other in map(int, others):
            orders.sort(other, graph.ranks[other])
        steps = np.full(2 * layout.states + 2, -1, np.int32)
        made = chains.sweep(
            values, others, orders.rows, layout.group, layout.first, layout.starts, layout.taken,
            layout.row, layout.ways, *room, 0, stamps, steps,
        )  # fmt: skip
        return values[:, 0].copy(), stamps, tuple(map(int, steps[: made + 1]))
    movers = [-1]
    quiet = turn = 0
    found = np.empty_like(values)
    for other in map(int, others):
        orders.rows[other] = layout.by_group(other)
    groups.negate(values)
    while quiet < others.size:
        other = int(others[turn % others.size])
        turn += 1
        quiet += 1
        begins = layout.groups_of(other)
        groups.best(values, found, orders.rows[other], begins, *taken_of(layout, other), *room)
        higher = found[:, 0] > values[:, 0]
        if higher.any():
            stamps[higher] = len(movers)
            movers.append(other)
            values, found = found, values
            quiet = 1
    groups.negate(values)
    return values[:, 0].copy(), stamps, tuple(movers)
