"""Which steps a mover offers from one state: the inner loops of the search for what play can reach.

Definitions: those of `honestbroker.kernel.steps`. A mover is a party or a group; a step flips a
*mask* of its options at once. A mover's **cell** of a state: the states that differ from it only in
the mover's options.

Two ways to find the steps from a state, which offer the same:

* **by masks**: try every mask and look up where it leads;
* **by lists**, for movers that must gain: look through the states of the cell that no earlier layer
  has reached. Each member's list is sorted by its ranks, best first, and the list of the member
  that would gain from the fewest is read up to where that member no longer gains.

Why lists are complete. A step leads into the cell, to a state that is new, and every member gains:
so the target stands in the list of each member above the source, and reading any one of these lists
to that point meets it. States reached by an earlier layer stay reached; they are dropped from a
list when a later layer first looks at it, which keeps its order.

Why lists are faster. A group of twelve options has 4,095 masks, of which nearly all lead to states
that some member does not want or that have been reached before; states that play by improvements
reaches stand high, so there is little above them.

Arrays

* codes: int64, shape (states,); table: int32, from codes to indices, -1 for none, or empty;
* ranks: int32, shape (parties, states); distance: int32, layers from the start, -1 if not reached;
* cell: int32, shape (lists, states); order: int32, shape (rows, states), a row for each member of
  each list's mover; begins, ends, seen: int32: where each cell begins and ends in a row, and
  the last layer that looked at it, for row r from ``base[r]`` on;
* targets: int64 and flips: int64, room for what is offered.

Guarantees: exact.
"""

from __future__ import annotations

from typing import Any

from honestbroker.kernel.compiled.jit import kernel

__all__ = ["bits", "by_lists", "by_masks", "gains", "is_plain", "place"]


@kernel
def place(code: Any, codes: Any, table: Any) -> Any:
    """The index of a state, -1 if it is not feasible. Arrays: see the module."""
    if table.size:
        return int(table[code]) if code < table.size else -1
    low, high = 0, codes.size
    while low < high:
        middle = (low + high) // 2
        if codes[middle] < code:
            low = middle + 1
        else:
            high = middle
    return low if low < codes.size and codes[low] == code else -1


@kernel
def gains(ranks: Any, members: Any, source: Any, target: Any, strict: bool) -> bool:
    """Whether every member gains, or somebody does and nobody loses. Arrays: see the module."""
    some = False
    for member in members:
        here, there = ranks[member, source], ranks[member, target]
        if there < here or (strict and there == here):
            return False
        some |= there > here
    return some


@kernel
def is_plain(
    codes: Any, table: Any, ranks: Any, members: Any, code: int, mask: int, target: int
) -> bool:
    """Whether no proper part of a step is as good for every member. Arrays: see the module."""
    part = (mask - 1) & mask
    while part:
        here = place(code ^ part, codes, table)
        if here >= 0:
            as_good = True
            for member in members:
                as_good &= ranks[member, here] >= ranks[member, target]
            if as_good:
                return False
        part = (part - 1) & mask
    return True


@kernel
def bits(mask: int) -> int:
    """How many options a mask flips."""
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count


@kernel
def by_masks(
    code: int,
    stuck: int,
    depth: int,
    masks: Any,
    first: int,
    last: int,
    codes: Any,
    table: Any,
    distance: Any,
    targets: Any,
    flips: Any,
) -> int:
    """Steps to states no earlier layer has reached, mask by mask; how many. Arrays: see the module.

    `stuck` are the options that cannot be flipped here; masks are those from `first` to `last`.
    """
    count = 0
    for k in range(first, last):
        mask = masks[k]
        if mask & stuck:
            continue
        target = place(code ^ mask, codes, table)
        if target < 0 or (distance[target] >= 0 and distance[target] < depth):
            continue
        targets[count] = target
        flips[count] = mask
        count += 1
    return count


@kernel
def _wanted(ranks: Any, member: int, rank: int, order: Any, begin: int, end: int) -> int:
    """One past the last place of a sorted list where the rank is at least this."""
    low, high = begin, end
    while low < high:
        middle = (low + high) // 2
        if ranks[member, order[middle]] >= rank:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def by_lists(
    source: int,
    stuck: int,
    depth: int,
    members: Any,
    own: Any,
    least: int,
    most: int,
    row: int,
    here: int,
    codes: Any,
    ranks: Any,
    order: Any,
    base: Any,
    begins: Any,
    ends: Any,
    seen: Any,
    distance: Any,
    targets: Any,
    flips: Any,
) -> int:
    """The same from the lists of one cell, `here`; how many steps. Arrays: see the module.

    `least` is what each member must gain in rank at least, 0 or 1; at most `most` options may be
    flipped, any number if that is negative, of at least two members if there are several; `own` are
    the options of each member.
    """
    chosen = row
    to = 0
    fewest = codes.size + 1
    for k in range(members.size):
        at = base[row + k] + here
        rank = ranks[members[k], source] + least
        end = _wanted(ranks, members[k], rank, order[row + k], begins[at], ends[at])
        if end - begins[at] < fewest:
            fewest = end - begins[at]
            chosen = row + k
            to = end
    at = base[chosen] + here
    begin = begins[at]
    if seen[at] < depth:  # drop what earlier layers have reached
        seen[at] = depth
        kept = begin
        wanted = begin
        for p in range(begin, ends[at]):
            t = order[chosen, p]
            if distance[t] < 0 or distance[t] >= depth:
                order[chosen, kept] = t
                kept += 1
                if p < to:
                    wanted += 1
        ends[at] = kept
        to = wanted
    code = codes[source]
    count = 0
    for p in range(begin, to):
        t = order[chosen, p]
        mask = code ^ codes[t]
        if mask & stuck or mask == 0:
            continue
        if distance[t] >= 0 and distance[t] < depth:
            continue
        if members.size > 1:
            touched = 0
            for k in range(members.size):
                if mask & own[k]:
                    touched += 1
            if touched < 2:
                continue
        if most >= 0 and bits(mask) > most:
            continue
        targets[count] = t
        flips[count] = mask
        count += 1
    return count
