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

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled import chains, groups
from honestbroker.kernel.compiled.layout import Layout, partition

__all__ = ["Orders", "Solution", "each", "solve"]

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
        _sort(ranks, layout.group[party], begins, self.rows[party])


def _sort(ranks: Int32s, group: Int32s, begins: Int32s, row: Int32s) -> None:
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
    everybody = range(layout.parties) if improving else asked

    def sort(party: int) -> None:
        orders.sort(party, ranks[party])

    each(sort, everybody, threads)
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
    base = values if others.size > 1 else None
    if base is not None and _long(layout):
        base = values.copy()
    budget = chains.BUDGET * others.size * layout.states if others.size > 1 else 0
    made = chains.sweep(
        values, others, orders, layout.group, layout.first, layout.starts,
        layout.taken if layout.taken.size else np.zeros((1, 1), np.int32),
        layout.row, layout.ways, *room, budget, _NO_STAMPS, _NO_STAMPS,
    )  # fmt: skip
    if made < 0:
        in_rank_order(layout, ranks, values, others)
