"""What the others can bring about, slice by slice, in a model where most combinations are feasible.

Words

* The **cube** of a model holds all combinations of its options, feasible or not; a combination's
  place in it is its bits pushed together.
* A **slice** of party i: the combinations that agree on i's own options. The others never leave a
  slice, so each slice is solved by itself, in arrays small enough for the processor's own memory.

Inside a slice the options of one other party are neighbouring bits: the combinations of its group
stand ``1 << shift`` apart, and the groups beside each other are treated side by side in one row.
So a party wants a large shift. Hence two layouts: the parties whose bits come first in one come
last in the other, and the values are turned over between them (`turn`) once a round.

How the least value over j's improvements is found, for all states of a group at once

* few combinations in a group (`pairs`): every pair is compared, and the worse of the two takes over
  the value of the better one;
* many (`chain`): the group is sorted by rank, best first, and read with a running minimum, released
  at the end of each tie level. With one-way options the minimum is kept for each set of options
  taken, as in `honestbroker.kernel.compiled.groups`.

Proof. As in `honestbroker.kernel.compiled.chains`: only values of combinations in C(s) are ever
written to s, and after a whole round that lowers nothing no improvement of anybody leads to a lower
value. One pass of a party leaves nothing to do for itself, since its improvements compose.

By moves instead of improvements, C(s) is simpler: free options of the others take any value,
one-way options are taken or not. If every combination is feasible these are independent of each
other, and one minimum for each option, in any order, is exact. Otherwise minima over one party's
moves are repeated until nothing falls.

Infeasible combinations have rank -1 for everybody and the greatest value. So nobody improves to
one, and what is written to one is never read by a feasible state: that would need an improvement
from the feasible state to it. For moves their value is put back to the greatest after each pass.

Arrays, for a cube of c combinations and slices of size z; numbers are int16 if all ranks fit

* a, b: shape (z,), the two columns of values; rows: shape (others, z), for each other party its
  ranks or, if it is `chained`, its groups sorted: at place p of a group the p-th best combination
  of its own options, the first of a tie level as ~combination;
* size, shift, up, down: int64, shape (others,), of each party how many options it has, where they
  begin in the layout it is treated in, and which can only be taken or only be given up;
* table: int32, shape (2^ways, 2), and stamp: int32, shape (2^ways,): room, see `groups.tables`;
* at: int32, shape (c,) or empty: the state at each place of the cube, -1 for none; empty if a
  state's number is its place.

Guarantees: exact.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from honestbroker.kernel.compiled.groups import read, write
from honestbroker.kernel.compiled.jit import kernel

__all__ = [
    "ROW",
    "answered",
    "best",
    "improved",
    "keep",
    "sorted_rows",
    "take",
    "take_feasible",
    "turn",
]

ROW: Final = 1024
"""Groups treated side by side: few enough that a pair of rows stays in the nearest memory."""

_SHORT: Final = 1 << 15

_TILE: Final = 8

_u = np.uint64  # an index without a sign needs no check for counting from the end


@kernel
def _raise(v: Any, at: Any, other: Any, count: Any) -> None:
    for x in range(count):
        v[at + x] = max(v[at + x], v[other + x])


@kernel
def _copy(v: Any, at: Any, other: Any, count: Any) -> None:
    for x in range(count):
        v[at + x] = v[other + x]


@kernel
def best(v: Any, runs: Any, ways: Any) -> None:
    """The greatest value over what a party reaches by a move or by staying, in place.

    `runs` has a row (first bit, number of bits) for each run of options it moves freely; `ways` a
    row (bit, 1 if it can only be taken, -1 if it can only be given up). Feasibility is asked of end
    points only, so options are independent of each other and are treated one after the other.
    """
    for run in range(runs.shape[0]):
        low, count = runs[run, 0], runs[run, 1]
        apart = 1 << low
        for begin in range(0, v.size, 1 << (low + count)):
            if apart == 1:
                high = v[begin]
                for x in range(begin, begin + (1 << count)):
                    high = max(high, v[x])
                for x in range(begin, begin + (1 << count)):
                    v[x] = high
                continue
            for k in range(1, 1 << count):
                _raise(v, _u(begin), _u(begin + k * apart), _u(apart))
            for k in range(1, 1 << count):
                _copy(v, _u(begin + k * apart), _u(begin), _u(apart))
    for way in range(ways.shape[0]):
        apart = 1 << ways[way, 0]
        for begin in range(0, v.size, 2 * apart):
            if ways[way, 1] > 0:
                _raise(v, _u(begin), _u(begin + apart), _u(apart))
            else:
                _raise(v, _u(begin + apart), _u(begin), _u(apart))


@kernel
def _negate(v: Any) -> None:
    for x in range(v.size):
        v[x] = ~v[x]


@kernel
def _part(v: Any, begin: Any, end: Any) -> Any:
    found = np.int32(0)
    for x in range(begin, end):
        found = np.int32(found + v[x])
    return found


@kernel
def _total(a: Any, b: Any) -> Any:
    """The sum of both columns: values only fall, so it tells whether any has."""
    found = 0
    if a.itemsize == 2:  # short sums fit into 32 bits, which is quicker
        for begin in range(0, a.size, _SHORT):
            end = _u(min(begin + _SHORT, a.size))
            found += _part(a, _u(begin), end) + _part(b, _u(begin), end)
        return found
    for x in range(a.size):
        found += a[x] + b[x]
    return found


@kernel
def answered(
    a: Any, b: Any, holes: Any, runs: Any, run_first: Any, ways: Any, way_first: Any
) -> None:
    """Lower both columns to the least the others reach by moves. Arrays: see the module.

    `holes` are the infeasible places; without any, `run_first` and `way_first` put all others'
    options together, otherwise they keep parties apart.
    """
    lowest = ~np.iinfo(a.dtype).max
    _negate(a)
    _negate(b)
    before = _total(a, b)
    while True:
        for k in range(run_first.size - 1):
            mine = runs[run_first[k] : run_first[k + 1]]
            once = ways[way_first[k] : way_first[k + 1]]
            best(a, mine, once)
            best(b, mine, once)
            for hole in holes:
                a[hole] = lowest
                b[hole] = lowest
        after = _total(a, b)
        if after == before or run_first.size == 2:
            break
        before = after
    _negate(a)
    _negate(b)


@kernel
def _both_ways(a: Any, b: Any, rank: Any, x: Any, y: Any, count: Any, never: Any) -> None:
    """Of two combinations, in a row of groups: the worse takes over the value of the better."""
    for k in range(count):
        at, other = x + k, y + k
        here, there = rank[at], rank[other]
        a_here, a_there, b_here, b_there = a[at], a[other], b[at], b[other]
        a[at] = min(a_here, a_there if there > here else never)
        b[at] = min(b_here, b_there if there > here else never)
        a[other] = min(a_there, a_here if here > there else never)
        b[other] = min(b_there, b_here if here > there else never)


@kernel
def _one_way(a: Any, b: Any, rank: Any, x: Any, y: Any, count: Any, never: Any) -> None:
    """The same if there is a move from the first to the second only."""
    for k in range(count):
        at, other = x + k, y + k
        here, there = rank[at], rank[other]
        a_there, b_there = a[other], b[other]
        a[at] = min(a[at], a_there if there > here else never)
        b[at] = min(b[at], b_there if there > here else never)


@kernel
def _allowed(x: int, y: int, up: int, down: int) -> bool:
    """Whether a move may lead from one combination of own options to another."""
    return not (x & ~y & up) and not (y & ~x & down)


@kernel
def _pairs(
    a: Any, b: Any, rank: Any, size: int, shift: int, up: int, down: int, never: Any
) -> None:
    """One pass of a party with few options. Arrays: see the module."""
    row = min(ROW, 1 << shift)
    for group in range(0, a.size, 1 << (size + shift)):
        for begin in range(group, group + (1 << shift), row):
            for x in range(1 << size):
                for y in range(x):
                    here, there = _u(begin + (x << shift)), _u(begin + (y << shift))
                    forth = _allowed(x, y, up, down)
                    back = _allowed(y, x, up, down)
                    if forth and back:
                        _both_ways(a, b, rank, here, there, _u(row), never)
                    elif forth:
                        _one_way(a, b, rank, here, there, _u(row), never)
                    elif back:
                        _one_way(a, b, rank, there, here, _u(row), never)


@kernel
def _chain(a: Any, b: Any, order: Any, size: int, shift: int, never: Any) -> None:
    """One pass of a party with many options, none of them one-way. Arrays: see the module."""
    for group in range(0, a.size, 1 << (size + shift)):
        for begin in range(group, group + (1 << shift)):
            run_a, run_b, level_a, level_b = never, never, never, never
            for p in range(1 << size):
                own = order[begin + (p << shift)]
                if own < 0:
                    own = ~own
                    run_a, run_b = min(run_a, level_a), min(run_b, level_b)
                    level_a, level_b = never, never
                s = begin + (own << shift)
                value_a, value_b = min(a[s], run_a), min(b[s], run_b)
                a[s], b[s] = value_a, value_b
                level_a, level_b = min(level_a, value_a), min(level_b, value_b)


@kernel
def _chain_with_ways(
    a: Any, b: Any, order: Any, size: int, shift: int, taken: Any, ways: int,
    table: Any, stamp: Any, who: int,
) -> int:  # fmt: skip
    """The same with one-way options; returns the next number for groups. Arrays: see the module.

    `taken` tells for each combination of own options which of the `ways` one-way ones are taken,
    turned so that moves only add to them. The table keeps maxima: values go in and out negated.
    """
    every = (1 << ways) - 1
    low = (1 << (ways // 2)) - 1
    for group in range(0, a.size, 1 << (size + shift)):
        for begin in range(group, group + (1 << shift)):
            level = 0
            for p in range(1 << size):
                own = order[begin + (p << shift)]
                if own < 0:
                    own = ~own
                    for q in range(level, p):
                        t = order[begin + (q << shift)]
                        t = max(t, ~t)
                        at = begin + (t << shift)
                        write(table, stamp, who, taken[t], low, ~a[at], ~b[at])
                    level = p
                s = begin + (own << shift)
                seen_a, seen_b = read(table, stamp, who, taken[own], low, every)
                a[s], b[s] = min(a[s], ~seen_a), min(b[s], ~seen_b)
            who += 1
    return who


@kernel
def _tile(v: Any, out: Any, at: Any, to: Any, step: Any, count: Any, wide: Any, high: Any) -> None:
    for x in range(wide):
        for y in range(high):
            out[to + x * count + y] = v[at + y * step + x]


@kernel
def turn(v: Any, low: int, out: Any) -> None:
    """The lowest bits of a place become the highest."""
    step = 1 << low
    count = v.size >> low
    wide, high = min(step, 2 * _TILE), min(count, _TILE)
    for y in range(0, count, high):
        for x in range(0, step, wide):
            _tile(
                v, out, _u(y * step + x), _u(x * count + y), _u(step), _u(count), _u(wide), _u(high)
            )


@kernel
def improved(
    a: Any, b: Any, a_turned: Any, b_turned: Any, rows: Any, size: Any, shift: Any, up: Any,
    down: Any, chained: Any, turned: Any, low: int, marks: Any, mark_first: Any, ways: Any,
    table: Any, stamp: Any, who: int, never: Any, budget: int,
) -> int:  # fmt: skip
    """Lower both columns to the least the others reach by improvements. Arrays: see the module.

    Parties whose `turned` is 1 are treated in the layout in which the `low` lowest bits come last;
    they stand behind the rest. Returns the next number for groups, or -1 if the budget, a number of
    passes, is used up.
    """
    others = size.size
    high = 0
    while 1 << (low + high) < a.size:
        high += 1
    before = _total(a, b)
    here = quiet = passes = 0
    while quiet < others:
        if passes >= budget:
            return -1
        j = passes % others
        passes += 1
        if turned[j] != here:
            here = turned[j]
            if here:
                turn(a, low, a_turned)
                turn(b, low, b_turned)
            else:
                turn(a_turned, high, a)
                turn(b_turned, high, b)
        x, y = (a_turned, b_turned) if here else (a, b)
        if not chained[j]:
            _pairs(x, y, rows[j], size[j], shift[j], up[j], down[j], never)
        elif ways[j] == 0:
            _chain(x, y, rows[j], size[j], shift[j], never)
        else:
            taken = marks[mark_first[j] : mark_first[j + 1]]
            who = _chain_with_ways(
                x, y, rows[j], size[j], shift[j], taken, ways[j], table, stamp, who
            )
        after = _total(x, y)
        quiet = quiet + 1 if after == before else 1
        before = after
    return who  # in the first layout all is there: after the last fall somebody was treated in it


@kernel
def _line(values: Any, out: Any, at: Any, to: Any, step: Any, count: Any) -> None:
    for k in range(count):
        out[to + k] = values[at + k * step]


@kernel
def take(values: Any, outside: int, starts: Any, step: int, count: int, out: Any) -> None:
    """A slab of an array over the cube. Arrays: see the module.

    `outside` are the bits of the places outside the slab. A slab is made of lines of so many
    places, a step apart.
    """
    for k in range(starts.size):
        at, to = _u(outside | starts[k]), _u(k * count)
        if step == 1:  # said apart, so that it is copied as a block
            _line(values, out, at, to, _u(1), _u(count))
        else:
            _line(values, out, at, to, _u(step), _u(count))


@kernel
def take_feasible(
    values: Any, at: Any, outside: int, starts: Any, step: int, count: int, out: Any
) -> None:
    """The same of an array over states, -1 for what is infeasible."""
    to = 0
    for start in starts:
        for k in range(count):
            s = at[(outside | start) + k * step]
            out[to] = values[s] if s >= 0 else -1
            to += 1


@kernel
def _kept(values: Any, ranks: Any, out: Any, at: Any, to: Any, step: Any, count: Any) -> None:
    for k in range(count):
        out[to + k * step] = min(values[at + k], ranks[to + k * step])


@kernel
def keep(
    values: Any, ranks: Any, outside: int, starts: Any, step: int, count: int, out: Any
) -> None:
    """q of the definitions, the least of value and rank, back into an array over the cube."""
    for k in range(starts.size):
        at, to = _u(k * count), _u(outside | starts[k])
        if step == 1:
            _kept(values, ranks, out, at, to, _u(1), _u(count))
        else:
            _kept(values, ranks, out, at, to, _u(step), _u(count))


@kernel
def sorted_rows(
    ranks: Any, at: Any, top: int, digit: int, beside: int, starts: Any, spread: Any, out: Any
) -> None:
    """The groups of one party sorted by rank, over the cube. Arrays: see the module.

    `starts` are the places of the groups, without their lowest `beside` bits: so many neighbours
    are sorted together, which reads memory in the order it stands in. `spread` are the combinations
    of own bits, by number. Sorting is by digits of so many bits, from the best rank, `top`, down;
    infeasible combinations come last.
    """
    size = spread.size
    lanes = 1 << beside
    keys = np.empty((lanes, size), np.int32)
    order = np.empty((lanes, size), np.uint32)
    other = np.empty(size, np.uint32)
    fill = np.empty((1 << digit) + 1, np.uint32)
    last = np.empty(lanes, np.int32)
    part = np.uint32((1 << digit) - 1)
    for start in starts:
        for own in range(size):
            for lane in range(lanes):
                s = (start | spread[own]) + lane
                if at.size:
                    s = at[s]
                keys[lane, own] = top - ranks[s] if s >= 0 else top + 1
        for lane in range(lanes):
            key, now, then = keys[lane], order[lane], other
            for own in range(size):
                now[own] = own
            shift = 0
            while (top + 1) >> shift:
                for level in range(fill.size):  # loops are quicker to compile than assignments
                    fill[level] = 0
                for own in range(size):
                    fill[_u((np.uint32(key[own] >> shift) & part) + 1)] += np.uint32(1)
                for level in range(1, 1 << digit):
                    fill[level] += fill[level - 1]
                for p in range(size):
                    at_level = _u(np.uint32(key[_u(now[p])] >> shift) & part)
                    then[_u(fill[at_level])] = now[p]
                    fill[at_level] += np.uint32(1)
                now, then = then, now
                shift += digit
            if shift // digit % 2:
                for p in range(size):
                    order[lane, p] = other[p]
        for lane in range(lanes):
            last[lane] = -1
        for p in range(size):
            for lane in range(lanes):
                found = np.int32(order[lane, p])
                key_found = keys[lane, found]
                out[(start | spread[p]) + lane] = found if key_found == last[lane] else ~found
                last[lane] = key_found
