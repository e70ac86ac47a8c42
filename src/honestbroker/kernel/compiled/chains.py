"""Chains of the others' improvements: the least value they can bring about from every state.

Definitions. C(s): what the others reach from s by improvements, s included. Two columns of base
values; wanted is val(s) = min of base over C(s).

Formula. With the states of each group of party j sorted by rank, best first, what j improves to
from s is what stands before the tie level of s. So one scan of a group with a running minimum,
released at the end of each tie level, takes the minimum over j's improvements for all its states at
once. val is the least fixed point of these scans.

Sweeps. Parties take turns. A group needs a scan only if some value in it has fallen by another
party's scan since its own last one (j's improvements compose, so its own scan leaves nothing to do
for itself). When all groups are quiet, the fixed point is reached.

Proof. A scan only ever writes values of states in C(s), so values never fall below val. If no scan
lowers anything, then x(s) <= x(t) for every improvement of anybody from s to t, hence along every
chain, hence x(s) <= min of base over C(s).

Bound. Orderings exist in which values fall one by one along a very long chain. So work is counted,
and when it exceeds `BUDGET` scans of everything, the search in rank order takes over:

Search in rank order. States are taken by base value, least first; whoever can improve to a taken
state, directly or by several steps, and has no value yet, gets that base value. The improvements
that lead to t from its group are the states that j ranks below t: a tail of the sorted group. If
everything behind a pointer has its value, the pointer never needs to go back. So every state is
passed once for each party: linear time, whatever the ordering. With one-way options there is a
pointer for each cell, and t looks at the cells of its group whose bits it has.

Stamps. For proofs (`honestbroker.kernel.witness`) the sweep can note at which step a value fell;
then steps are the same as on the NumPy path, one for each party's turn that lowered something.

Arrays, besides those of `honestbroker.kernel.compiled.groups`

* orders, group: int32, shape (parties, n), a row for each party; sorted, ties marked;
* first, starts, taken, row, ways: as in `honestbroker.kernel.compiled.layout`;
* others: int64, who improves; fallen: int32, room for the states of the largest group;
* stamps: int32, shape (n,) or empty; steps: int32, who made each step, or empty;
* base: int32, shape (n,), and base_order: its states, least first; ranks: int32, (parties, n).

Guarantees: exact.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from honestbroker.kernel.compiled.groups import NEVER, read, write
from honestbroker.kernel.compiled.jit import kernel

__all__ = ["BUDGET", "by_rank", "scan", "sweep"]

BUDGET: Final = 24
"""After so many scans of everything, for each other party, the search in rank order takes over."""


@kernel
def scan(
    values: Any,
    order: Any,
    begin: int,
    end: int,
    who: int,
    taken: Any,
    ways: int,
    table: Any,
    stamp: Any,
    fallen: Any,
) -> int:
    """Scan one group; how many states fell. Arrays: see the module.

    Takes over what the improvements of one party offer. The table works with maxima: values are
    turned round on the way in and out.
    """
    count = 0
    if ways == 0:
        run_a, run_b = NEVER, NEVER
        level_a, level_b = NEVER, NEVER
        for p in range(begin, end):
            s = order[p]
            if s < 0:
                s = ~s
                run_a = min(run_a, level_a)
                run_b = min(run_b, level_b)
                level_a, level_b = NEVER, NEVER
            a, b = values[s, 0], values[s, 1]
            if run_a < a or run_b < b:
                a = min(a, run_a)
                b = min(b, run_b)
                values[s, 0] = a
                values[s, 1] = b
                fallen[count] = s
                count += 1
            level_a = min(level_a, a)
            level_b = min(level_b, b)
        return count
    every = (1 << ways) - 1
    low = (1 << (ways // 2)) - 1
    level = begin
    for p in range(begin, end):
        s = order[p]
        if s < 0:
            s = ~s
            if 1 << ways <= stamp.size:
                for q in range(level, p):
                    t = order[q]
                    t = max(t, ~t)
                    write(table, stamp, who, taken[t], low, ~values[t, 0], ~values[t, 1])
            level = p
        a, b = values[s, 0], values[s, 1]
        if 1 << ways <= stamp.size:
            seen_a, seen_b = read(table, stamp, who, taken[s], low, every)
            run_a, run_b = ~seen_a, ~seen_b
        else:
            run_a, run_b = NEVER, NEVER
            for q in range(begin, level):
                t = order[q]
                t = max(t, ~t)
                if taken[t] & taken[s] == taken[s]:
                    run_a = min(run_a, values[t, 0])
                    run_b = min(run_b, values[t, 1])
        if run_a < a or run_b < b:
            values[s, 0] = min(a, run_a)
            values[s, 1] = min(b, run_b)
            fallen[count] = s
            count += 1
    return count


@kernel
def sweep(
    values: Any,
    others: Any,
    orders: Any,
    group: Any,
    first: Any,
    starts: Any,
    taken: Any,
    row: Any,
    ways: Any,
    table: Any,
    stamp: Any,
    budget: int,
    stamps: Any,
    steps: Any,
) -> int:
    """Lower both columns to the fixed point. Arrays: see the module.

    Gives the number of steps that lowered something, or -1 if the budget is used up. Who made
    each step is written to `steps` while there is room, when each state fell to `stamps` if that
    has room for all states.
    """
    n = values.shape[0]
    dirty = np.ones(first[-1], np.uint8)
    waiting = np.zeros(first.size - 1, np.int64)
    for k in others:
        waiting[k] = first[k + 1] - first[k]
    widest = 0
    for k in others:
        for g in range(first[k + 1] - first[k]):
            at = first[k] + k + g
            widest = max(widest, starts[at + 1] - starts[at])
    fallen = np.empty(max(widest, 1), np.int32)
    work = 0
    made = 0
    quiet = 0
    turn = 0
    noting = stamps.size == n
    while quiet < others.size:
        j = others[turn % others.size]
        turn += 1
        quiet += 1
        if waiting[j] == 0:
            continue
        mine = taken[max(row[j], 0)]
        lower = False
        for g in range(first[j + 1] - first[j]):
            if not dirty[first[j] + g]:
                continue
            dirty[first[j] + g] = 0
            begin, end = starts[first[j] + j + g], starts[first[j] + j + g + 1]
            work += end - begin
            count = scan(values, orders[j], begin, end, g, mine, ways[j], table, stamp, fallen)
            if count:
                lower = True
                for c in range(count):
                    s = fallen[c]
                    if noting:
                        stamps[s] = made + 1
                    for k in others:
                        at = first[k] + group[k, s]
                        if k != j and not dirty[at]:
                            dirty[at] = 1
                            waiting[k] += 1
        waiting[j] = 0
        work += (first[j + 1] - first[j]) // 8
        if ways[j] > 0:
            stamp[:] = -1
            work += stamp.size // 8
        if lower:
            quiet = 1
            made += 1
            if made < steps.size:
                steps[made] = j
        if budget > 0 and work > budget:
            return -1
    return made


@kernel
def by_rank(
    values: Any,
    column: int,
    base_order: Any,
    base: Any,
    others: Any,
    orders: Any,
    ranks: Any,
    cell: Any,
    first: Any,
    starts: Any,
    near: Any,
    near_starts: Any,
    cell_taken: Any,
) -> None:
    """One column of the fixed point by the search in rank order. Arrays: see the module.

    `orders`, `first`, `starts` and `cell` are those of cells; `near` lists the cells of the same
    group of each cell, from `near_starts`; `cell_taken` is what each cell has taken.
    """
    n = base_order.size
    done = np.zeros(n, np.uint8)
    queue = np.empty(n, np.int32)
    tail = starts.copy()  # one past the last state whose value is open, for each cell
    for j in others:
        for c in range(first[j + 1] - first[j]):
            tail[first[j] + j + c] = starts[first[j] + j + c + 1]
    for place in range(n):
        root = base_order[place]
        if done[root]:
            continue
        done[root] = 1
        value = base[root]
        values[root, column] = value
        queue[0] = root
        head, size = 0, 1
        while head < size:
            t = queue[head]
            head += 1
            for j in others:
                mine = first[j] + cell[j, t]
                rank = ranks[j, t]
                for q in range(near_starts[mine], near_starts[mine + 1]):
                    c = near[q]
                    if cell_taken[first[j] + c] & ~cell_taken[mine]:
                        continue
                    at = first[j] + j + c
                    p = tail[at]
                    begin = starts[at]
                    while p > begin:
                        s = orders[j, p - 1]
                        s = max(s, ~s)
                        if ranks[j, s] >= rank:
                            break
                        p -= 1
                        if not done[s]:
                            done[s] = 1
                            values[s, column] = value
                            queue[size] = s
                            size += 1
                    tail[at] = p
