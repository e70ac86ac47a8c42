"""Verdicts of large models: nash, gmr, smr, seq and sseq for all states.

Formula and proof: see `honestbroker.kernel.stability`. In short, with r the ranks of party i,
reach(s) what i reaches from s including s, and C(s) what the others reach from s including s:

    w(t)   = max of r over reach(t)
    val(s) = min of base over C(s)          base = r for gmr and seq, w for smr and sseq
    q(s)   = min(r(s), val(s))              (nash: q = r)
    s is stable for i  iff  max of q over reach(s) <= r(s)

So a verdict takes three steps, each of which looks at every state a few times:

1. w: the best over each group of i (`groups.best`);
2. val, for both concepts of a pair at once. gmr and smr: the least value on each island
   (`groups.islands`), in rounds with the others' one-way moves if they have any. seq and sseq:
   chains of improvements (`chains.sweep`), or the search in rank order if those become long;
3. the best of q over each group of i.

Parties are independent: with several threads each takes the next party.

The greatest q over reach(s) is also the least rank that s would need to be stable, everything else
as it is: see `honestbroker.kernel.required`.

Guarantees: exact; the same numbers whatever the number of threads. Memory: about 8 bytes for each
state and party, and 24 for each state and thread.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled import chains, groups
from honestbroker.kernel.compiled.layout import Layout, layout_of, partition
from honestbroker.kernel.graph import Graph

__all__ = [
    "Orders",
    "Solution",
    "closure",
    "each",
    "judge",
    "solve",
    "sort",
    "threads_for",
    "verdicts",
]

Int32s = npt.NDArray[np.int32]

PAIRS: Final = (("gmr", "smr"), ("seq", "sseq"))

_NO_STAMPS: Final = np.empty(0, np.int32)


class Solution:
    """Verdicts, and the rank each state would need.

    Attributes
    ----------
    stable : array of bool, shape (concepts, parties, states)
        Rows of parties not asked for are left true.
    needs : array of int32, shape (concepts, parties, states), or None
        The greatest q over what the party reaches; stable states need no more than they have.
    """

    def __init__(self, concepts: int, layout: Layout, needs: bool) -> None:
        shape = (concepts, layout.parties, layout.states)
        self.stable: npt.NDArray[np.bool_] = np.ones(shape, dtype=np.bool_)
        self.needs: Int32s | None = np.zeros(shape, np.int32) if needs else None

    def room(self, concept: int, party: int) -> tuple[npt.NDArray[np.bool_], Int32s]:
        """Where the verdicts and needs of one concept and party go.

        Parameters
        ----------
        concept, party : int
            The row.

        Returns
        -------
        (array of bool, array of int32)
            Views; the second is empty if needs are not wanted.
        """
        needs = _NO_STAMPS if self.needs is None else self.needs[concept, party]
        return self.stable[concept, party], needs


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


def each(work: Callable[[int], None], items: Sequence[int], threads: int) -> None:
    """Do something for each item, in threads if there is more than one.

    Parameters
    ----------
    work : callable
        What to do; it writes its answer somewhere nobody else writes.
    items : sequence of int
        The items.
    threads : int
        How many threads.
    """
    if threads <= 1 or len(items) <= 1:
        for item in items:
            work(item)
        return
    with ThreadPoolExecutor(min(threads, len(items))) as pool:
        for _ in pool.map(work, items):
            pass


def threads_for(states: int, parties: int) -> int:
    """How many threads one analysis uses unless told otherwise.

    Parameters
    ----------
    states, parties : int
        The size of the model.

    Returns
    -------
    int
        One for small models, otherwise at most one for each party and each processor.

    Examples
    --------
    >>> threads_for(512, 3)
    1
    """
    if states * parties < 1 << 18:
        return 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(usable or 1, parties))


def verdicts(
    graph: Graph,
    concepts: Sequence[str],
    parties: Iterable[int] | None = None,
    *,
    threads: int | None = None,
    needs: bool = False,
) -> Solution:
    """Verdicts of one graph for all states.

    Parameters
    ----------
    graph : Graph
        A model in option form.
    concepts : sequence of str
        Which, in the order of the answer.
    parties : iterable of int or None
        Whose verdicts; None for everybody's.
    threads : int or None
        How many threads; None for `threads_for`.
    needs : bool
        Whether the rank that each state would need is wanted.

    Returns
    -------
    Solution
        Verdicts and needs.

    Examples
    --------
    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> dilemma = Graph(np.arange(4), ranks, own=(0b01, 0b10))
    >>> verdicts(dilemma, ["nash", "seq"]).stable.all(axis=1).tolist()
    [[False, False, False, True], [True, False, False, True]]
    """
    asked = range(graph.parties) if parties is None else parties
    count = threads_for(graph.states, graph.parties) if threads is None else threads
    layout = layout_of(graph)
    return solve(layout, graph.ranks, concepts, asked, threads=count, needs=needs)


def solve(
    layout: Layout,
    ranks: Int32s,
    concepts: Sequence[str],
    parties: Iterable[int],
    *,
    threads: int = 1,
    needs: bool = False,
) -> Solution:
    """Verdicts for all states.

    Parameters
    ----------
    layout : Layout
        The structure.
    ranks : array of int32, shape (parties, states)
        Ranks.
    concepts : sequence of str
        Which, in the order of the answer.
    parties : iterable of int
        Whose verdicts.
    threads : int
        How many threads may work.
    needs : bool
        Whether the rank that each state would need is wanted.

    Returns
    -------
    Solution
        Verdicts and needs.
    """
    asked = sorted(set(parties))
    solution = Solution(len(concepts), layout, needs)
    orders = Orders(layout)
    improving = any(concept in PAIRS[1] for concept in concepts)
    needed = set(asked) | set(np.flatnonzero(layout.ways).tolist())
    everybody = list(range(layout.parties)) if improving else sorted(needed)

    def sort_row(party: int) -> None:
        orders.sort(party, ranks[party])

    each(sort_row, everybody, threads)
    each(partial(judge, layout, orders.rows, ranks, concepts, solution), asked, threads)
    return solution


def judge(
    layout: Layout,
    orders: Int32s,
    ranks: Int32s,
    concepts: Sequence[str],
    solution: Solution,
    party: int,
) -> None:
    """The verdicts of one party, written into a solution.

    Parameters
    ----------
    layout : Layout
        The structure.
    orders : array of int32, shape (parties, states)
        See `Orders`; for gmr and smr without one-way options the party's own row is enough.
    ranks : array of int32, shape (parties, states)
        Ranks.
    concepts : sequence of str
        Which, in the order of the solution.
    solution : Solution
        Where verdicts go.
    party : int
        Whose.
    """
    mine = np.ascontiguousarray(ranks[party], dtype=np.int32)
    room = groups.tables(int(layout.ways.max(initial=0)), layout.states)
    values = np.empty((layout.states, 2), np.int32)
    best = partial(_best, layout, orders, room, party)
    if "nash" in concepts:
        values[:, 0] = mine
        values[:, 1] = mine
        best(values)
        groups.finish(values, mine, 1, *solution.room(concepts.index("nash"), party))
    for pair in PAIRS:
        wanted = [concept for concept in pair if concept in concepts]
        if not wanted:
            continue
        values[:, 0] = mine
        values[:, 1] = mine
        best(values)
        values[:, 0] = mine
        if pair == PAIRS[0]:
            answered(layout, orders, values, party, room)
        else:
            improved(layout, orders, ranks, values, party, room)
        groups.cap(values, mine)
        best(values)
        for concept in wanted:
            place = solution.room(concepts.index(concept), party)
            groups.finish(values, mine, pair.index(concept), *place)


def _best(layout: Layout, orders: Int32s, room: groups.Tables, party: int, values: Int32s) -> None:
    groups.best(
        values, values, orders[party], layout.groups_of(party), *_taken(layout, party), *room
    )


def _taken(layout: Layout, party: int) -> tuple[Any, int]:
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
                *_taken(layout, other), *room,
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
        groups.best(values, found, orders.rows[other], begins, *_taken(layout, other), *room)
        higher = found[:, 0] > values[:, 0]
        if higher.any():
            stamps[higher] = len(movers)
            movers.append(other)
            values, found = found, values
            quiet = 1
    groups.negate(values)
    return values[:, 0].copy(), stamps, tuple(movers)
