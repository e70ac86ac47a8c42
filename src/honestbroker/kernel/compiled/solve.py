"""Verdicts of large models: nash, gmr, smr, seq and sseq for all states.

Formula and proof: see `honestbroker.kernel.stability`. In short, with r the ranks of party i,
reach(s) what i reaches from s including s, and C(s) what the others reach from s including s:

    w(t)   = max of r over reach(t)
    val(s) = min of base over C(s)          base = r for gmr and seq, w for smr and sseq
    q(s)   = min(r(s), val(s))              (nash: q = r)
    s is stable for i  iff  max of q over reach(s) <= r(s)

Three routes:

* in one call (`honestbroker.kernel.compiled.small`), if there are few states, all feasible;
* by slices (`honestbroker.kernel.compiled.cube`), if most combinations of options are feasible;
* by groups, otherwise, told here.

By groups a verdict takes three steps, each of which looks at every state a few times:

1. w: the best over each group of i (`groups.greatest`, with one-way options `groups.best`);
2. val, for both concepts of a pair at once. gmr and smr: the least value on each island
   (`groups.islands`), in rounds with the others' one-way moves if they have any. seq and sseq:
   chains of improvements (`chains.sweep`), or the search in rank order if those become long;
3. the best of q over each group of i.

Parties are independent: with several threads each takes the next party, by slices the next party
and pair of concepts.

The greatest q over reach(s) is also the least rank that s would need to be stable, everything else
as it is: see `honestbroker.kernel.required`.

Guarantees: exact; the same numbers by both routes and whatever the number of threads. Memory by
groups: about 8 bytes for each state and party, and 28 for each state and thread.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import numpy.typing as npt

from honestbroker.kernel import tiny
from honestbroker.kernel.compiled import cube, groups, small
from honestbroker.kernel.compiled.closures import Orders, answered, improved, taken_of
from honestbroker.kernel.compiled.layout import Layout, layout_of
from honestbroker.kernel.compiled.solution import PAIRS, Solution
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.stability import CONCEPTS

__all__ = ["by_slices", "each", "judge", "solve", "threads_for", "verdicts"]

Int32s = npt.NDArray[np.int32]


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
    asked = sorted(set(range(graph.parties) if parties is None else parties))
    count = threads_for(graph.states, graph.parties) if threads is None else threads
    if len(asked) == graph.parties and graph.states <= max(tiny.FEW, small.SOME):
        needed = tiny.needs(graph) if graph.states <= tiny.FEW else small.needs_of(graph)
        if needed is not None:
            rows = [CONCEPTS.index(concept) for concept in concepts]
            return Solution.of(graph.ranks, needed[rows])
    if cube.serves(graph):
        return by_slices(graph, concepts, asked, threads=count, needs=needs)
    return solve(layout_of(graph), graph.ranks, concepts, asked, threads=count, needs=needs)


def by_slices(
    graph: Graph,
    concepts: Sequence[str],
    parties: Sequence[int],
    *,
    threads: int = 1,
    needs: bool = False,
) -> Solution:
    """Verdicts for all states of a model in which most combinations are feasible.

    Parameters
    ----------
    graph : Graph
        A model in option form.
    concepts : sequence of str
        Which, in the order of the answer.
    parties : sequence of int
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
    low = min(0, int(graph.ranks.min(initial=0)))  # -1 stands for what is infeasible
    made = cube.Cube(graph, graph.ranks - np.int32(low) if low else graph.ranks)
    solution = Solution(len(concepts), graph.parties, graph.states, needs=needs)
    if any(concept in PAIRS[1] for concept in concepts):
        each(made.sort, made.sorted_ones, threads)
    slow: list[int] = []

    def _task(number: int) -> None:  # the long ones first, so that threads end together
        first, place = divmod(number, len(parties))
        if not cube.judge(made, concepts, PAIRS[1 - first], solution, parties[place]):
            slow.append(parties[place])

    each(_task, range(2 * len(parties)), threads)
    if solution.needs is not None:
        solution.needs += np.int32(low)
    if slow:
        layout = layout_of(graph)
        left = [concept if concept in PAIRS[1] else "" for concept in concepts]
        orders = Orders(layout)
        for party in layout.movers.tolist():
            orders.sort(party, graph.ranks[party])
        for party in slow:
            judge(layout, orders.rows, graph.ranks, left, solution, party)
    return solution


def solve(
    layout: Layout,
    ranks: Int32s,
    concepts: Sequence[str],
    parties: Iterable[int],
    *,
    threads: int = 1,
    needs: bool = False,
) -> Solution:
    """Verdicts for all states, by groups.

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
    solution = Solution(len(concepts), layout.parties, layout.states, needs=needs)
    orders = Orders(layout)
    improving = any(concept in PAIRS[1] for concept in concepts)
    one_way = np.flatnonzero(layout.ways).tolist()
    sorted_ones = list(range(layout.parties)) if improving else one_way

    def _sort_row(party: int) -> None:
        orders.sort(party, ranks[party])

    each(_sort_row, sorted_ones, threads)
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
        See `Orders`; without seq and sseq only rows of parties with one-way options are looked at.
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
    groups.begin(values, mine, mine)
    best(values)
    most = values[:, 1].copy()  # w of the definitions
    if "nash" in concepts:
        solution.write(concepts.index("nash"), party, most <= mine, most)
    for pair in PAIRS:
        wanted = [concept for concept in pair if concept in concepts]
        if not wanted:
            continue
        groups.begin(values, mine, most)
        if pair == PAIRS[0]:
            answered(layout, orders, values, party, room)
        else:
            improved(layout, orders, ranks, values, party, room)
        groups.cap(values, mine)
        best(values)
        for concept in wanted:
            column = values[:, pair.index(concept)]
            solution.write(concepts.index(concept), party, column <= mine, column)


def _best(layout: Layout, orders: Int32s, room: groups.Tables, party: int, values: Int32s) -> None:
    begins = layout.groups_of(party)
    if not layout.ways[party]:
        groups.greatest(values, layout.group[party], begins.size - 1)
        return
    groups.best(values, values, orders[party], begins, *taken_of(layout, party), *room)
