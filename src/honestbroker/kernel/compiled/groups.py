"""One party's moves over all states: sorting groups, the best it can reach, islands of the others.

Definitions. With the words of `honestbroker.kernel.compiled.layout`: the party reaches t from s if
they share a group and t has at least the bits of s taken. Values come in two columns, since the
concepts come in pairs (gmr and smr, seq and sseq) that differ only in what is minimised.

* ``best``: the greatest value over what the party reaches from s, s included. Without one-way
  options that is one maximum for each group, and the states need not be sorted for it: ``greatest``
  reads them in their own order and keeps one maximum for each group, which are few enough for the
  processor's nearest memory where groups are large.
* the least value is found as the greatest of the values turned round (`negate`).
* ``islands``: the least value on each island.

With one-way options, best(s) is a maximum over the supersets of what s has taken. The bits are
split into a low and a high half and a table is kept for each group: a state writes its value under
every subset of its low half, with its high half as it is; a state that asks reads every superset of
its high half, with its low half as it is. Its answer sees exactly the states with at least its
bits. So both cost about 1.5^(d/2) for d one-way options where a plain search costs 1.5^d. Entries
carry the number of the group that wrote them, so that nothing needs to be wiped between groups.

Why rounds of islands and one-way moves end soon. A move that cannot be undone adds a bit that stays
added. Between two such moves one stays on an island. So a chain of moves of the others is at most
D one-way steps with islands between, D the number of their one-way options: after D + 1 rounds
nothing can change, and rounds stop as soon as nothing does.

Arrays, for n states

* values, found: int32, shape (n, 2), the two columns; ranks: int32, shape (n,);
* order: int32, shape (n,), states by group, in any order inside a group, s or ~s; starts: int32,
  where groups begin in it, and n at the end; group: int32, shape (n,), the group of each state;
* taken: int32 or int64, shape (n,), the one-way bits taken, `ways` of them;
* table: int32, shape (2^ways, 2), and stamp: int32, shape (2^ways,): room, see `tables`;
* label: int32, shape (n,), the island of each state, of `count`;

Guarantees: exact.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled.jit import kernel

__all__ = [
    "NEVER",
    "WIDE",
    "begin",
    "best",
    "cap",
    "greatest",
    "islands",
    "negate",
    "raised",
    "read",
    "sorted_groups",
    "tables",
    "write",
]

NEVER: Final = np.int32(np.iinfo(np.int32).max)
WORST: Final = np.int32(np.iinfo(np.int32).min)

WIDE: Final = 20
"""With more one-way options, and few states, the states of a group are compared pair by pair."""

Tables = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]


def tables(ways: int, states: int) -> Tables:
    """Room for the supersets of one-way options.

    Parameters
    ----------
    ways : int
        The most one-way options any party has.
    states : int
        How many states there are.

    Returns
    -------
    (array of int32, shape (2^ways, 2), array of int32, shape (2^ways,))
        Values, and the group that wrote each; of length 1 if that is too much for a table.
    """
    size = 1 << ways if ways <= WIDE or 1 << ways <= 4 * states else 1
    return np.zeros((size, 2), np.int32), np.full(size, -1, np.int32)


@kernel
def sorted_groups(
    ranks: Any, low: int, levels: int, group: Any, starts: Any, by_rank: Any, order: Any
) -> None:
    """States by group, best rank first; the first of a tie level as ~state. Arrays: see the module.

    Two counting sorts, by rank and then by group. Ranks begin at `low` and have so many `levels`;
    `by_rank` is room for n states. If `levels` is 0 it holds the states by rank already.
    """
    n = ranks.size
    if levels > 0:
        count = np.zeros(levels + 1, np.int32)
        for s in range(n):
            count[levels - 1 - (ranks[s] - low) + 1] += 1
        for level in range(1, levels + 1):
            count[level] += count[level - 1]
        for s in range(n):
            place = levels - 1 - (ranks[s] - low)
            by_rank[count[place]] = s
            count[place] += 1
    fill = starts.copy()
    last = np.empty(starts.size, np.int32)
    for p in range(n):
        s = by_rank[p]
        g = group[s]
        at = fill[g]
        fill[g] = at + 1
        r = ranks[s]
        if at == starts[g] or r != last[g]:
            last[g] = r
            order[at] = ~s
        else:
            order[at] = s


@kernel
def write(table: Any, stamp: Any, who: int, taken: int, low: int, a: int, b: int) -> None:
    """Write two values under every subset of the low half. Arrays: see the module."""
    part = taken & low
    high = taken & ~low
    sub = part
    while True:
        at = sub | high
        if stamp[at] != who:
            stamp[at] = who
            table[at, 0] = a
            table[at, 1] = b
        else:
            table[at, 0] = max(table[at, 0], a)
            table[at, 1] = max(table[at, 1], b)
        if sub == 0:
            break
        sub = (sub - 1) & part


@kernel
def read(table: Any, stamp: Any, who: int, taken: int, low: int, every: int) -> Any:
    """The greatest values written by states with at least these bits. Arrays: see the module."""
    a, b = WORST, WORST
    free = every & ~low & ~taken
    sub = free
    while True:
        at = taken | sub
        if stamp[at] == who:
            a = max(a, table[at, 0])
            b = max(b, table[at, 1])
        if sub == 0:
            break
        sub = (sub - 1) & free
    return a, b


@kernel
def best(
    values: Any, found: Any, order: Any, starts: Any, taken: Any, ways: int, table: Any, stamp: Any
) -> None:
    """The greatest values over what a party reaches, in `found`. Arrays: see the module."""
    groups = starts.size - 1
    for g in range(groups):
        begin, end = starts[g], starts[g + 1]
        if ways == 0:
            a, b = WORST, WORST
            for p in range(begin, end):
                s = order[p]
                s = max(s, ~s)
                a = max(a, values[s, 0])
                b = max(b, values[s, 1])
            for p in range(begin, end):
                s = order[p]
                s = max(s, ~s)
                found[s, 0] = a
                found[s, 1] = b
        elif 1 << ways <= stamp.size:
            every = (1 << ways) - 1
            low = (1 << (ways // 2)) - 1
            for p in range(begin, end):
                s = order[p]
                s = max(s, ~s)
                write(table, stamp, g, taken[s], low, values[s, 0], values[s, 1])
            for p in range(begin, end):
                s = order[p]
                s = max(s, ~s)
                a, b = read(table, stamp, g, taken[s], low, every)
                found[s, 0] = a
                found[s, 1] = b
        else:
            kept = np.empty((end - begin, 2), np.int32)
            for p in range(begin, end):
                s = order[p]
                s = max(s, ~s)
                a, b = values[s, 0], values[s, 1]
                for other in range(begin, end):
                    t = order[other]
                    t = max(t, ~t)
                    if taken[t] & taken[s] == taken[s]:
                        a = max(a, values[t, 0])
                        b = max(b, values[t, 1])
                kept[p - begin, 0] = a
                kept[p - begin, 1] = b
            for p in range(begin, end):
                s = order[p]
                s = max(s, ~s)
                found[s, 0] = kept[p - begin, 0]
                found[s, 1] = kept[p - begin, 1]
    if ways > 0:
        stamp[:] = -1


@kernel
def negate(values: Any) -> None:
    """Turn minima into maxima and back: v to -1 - v, no overflow. Arrays: see the module."""
    for s in range(values.shape[0]):
        values[s, 0] = ~values[s, 0]
        values[s, 1] = ~values[s, 1]


@kernel
def raised(values: Any, found: Any) -> bool:
    """Take over greater values; whether there was any. Arrays: see the module."""
    higher = False
    for s in range(values.shape[0]):
        if found[s, 0] > values[s, 0] or found[s, 1] > values[s, 1]:
            higher = True
            values[s, 0] = max(values[s, 0], found[s, 0])
            values[s, 1] = max(values[s, 1], found[s, 1])
    return higher


@kernel
def islands(values: Any, label: Any, count: int) -> None:
    """The least value on each island, for every state on it. Arrays: see the module."""
    low = np.full((count, 2), NEVER, np.int32)
    for s in range(label.size):
        at = label[s]
        low[at, 0] = min(low[at, 0], values[s, 0])
        low[at, 1] = min(low[at, 1], values[s, 1])
    for s in range(label.size):
        at = label[s]
        values[s, 0] = low[at, 0]
        values[s, 1] = low[at, 1]


@kernel
def greatest(values: Any, label: Any, count: int) -> None:
    """The greatest value of each group, for every state in it. Arrays: see the module."""
    high = np.full((count, 2), WORST, np.int32)
    for s in range(label.size):
        at = label[s]
        high[at, 0] = max(high[at, 0], values[s, 0])
        high[at, 1] = max(high[at, 1], values[s, 1])
    for s in range(label.size):
        at = label[s]
        values[s, 0] = high[at, 0]
        values[s, 1] = high[at, 1]


@kernel
def begin(values: Any, ranks: Any, best: Any) -> None:
    """Both columns before the others answer: rank, and the best reached. Arrays: see the module."""
    for s in range(ranks.size):
        values[s, 0] = ranks[s]
        values[s, 1] = best[s]


@kernel
def cap(values: Any, ranks: Any) -> None:
    """The least of value and rank: q of the definitions. Arrays: see the module."""
    for s in range(ranks.size):
        values[s, 0] = min(values[s, 0], ranks[s])
        values[s, 1] = min(values[s, 1], ranks[s])
