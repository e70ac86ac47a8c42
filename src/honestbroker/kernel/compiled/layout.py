"""Who shares a group with whom: all of a model that does not depend on preferences.

Words

* A party's **group**: the states that agree on everything the party cannot change. It moves only
  inside groups; without one-way options it moves freely there.
* **taken**: the one-way options of the party in a state as a small number, turned so that its moves
  only add bits. From s it reaches t exactly if they share a group and t has at least the bits of s.
* A **cell**: the states of a group with the same bits taken. Inside a cell the party moves freely.
* The **islands** of party i: the sets of states that the others can go to and fro between. Two
  states are on one island if a chain of cells of the others connects them. All states of an island
  reach the same, so the least value the others can bring about is the same on all of it.

How. Group numbers come from the bits outside the party's own, pushed together and looked up in a
table. If all states are feasible, islands are the combinations of bits that the others cannot
freely change; otherwise cells are joined one by one (union-find).

Guarantees: exact. Memory: 4 bytes for each state and party, 4 more for parties with one-way
options. Time: linear in states x parties.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled.jit import kernel
from honestbroker.kernel.graph import Graph

__all__ = ["Layout", "grouped", "layout_of", "partition"]

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]

_TABLE = 8
"""A lookup table may have this many entries for each state."""


class Layout:
    """The structure of one graph in option form, ready for compiled code.

    Parameters
    ----------
    graph : Graph
        The model; its ranks are not looked at.

    Attributes
    ----------
    group : array of int32, shape (parties, states)
        The group of each state.
    first : array of int64, shape (parties + 1,)
        Where the groups of each party begin if all parties' groups are numbered in a row.
    starts : array of int32, shape (groups + parties,)
        For each party, at ``first[party] + party``, where its groups begin if states are sorted by
        group, and the number of states.
    taken : array of int32 or int64, shape (parties with one-way options, states)
        The bits taken; one row of zeros if nobody has any.
    row : array of int64, shape (parties,)
        The row of `taken` that is the party's; -1 for none.
    ways : array of int64, shape (parties,)
        How many one-way options each party has.
    """

    def __init__(self, graph: Graph) -> None:
        assert graph.composes
        self.own = graph.own
        self.one_way = graph.up | graph.down
        self.codes: Int64s = np.ascontiguousarray(graph.codes, dtype=np.int64)
        self.states = graph.states
        self.parties = graph.parties
        self.all = int(np.bitwise_or.reduce(self.codes)) | graph.up | graph.down
        for own in graph.own:
            self.all |= own
        oneway = self.one_way
        self.movers = np.array(graph.movers, dtype=np.int64)
        self.group: Int32s = np.empty((self.parties, self.states), dtype=np.int32)
        starts = []
        for party, own in enumerate(graph.own):
            self.group[party], begins = partition(self.codes, self.all & ~own)
            starts.append(begins)
        self.first = np.cumsum([0, *(some.size - 1 for some in starts)])
        self.starts = np.concatenate(starts)
        self.ways = np.array([(own & oneway).bit_count() for own in graph.own], dtype=np.int64)
        self.row = np.full(self.parties, -1, dtype=np.int64)
        self.row[self.ways > 0] = np.arange(int((self.ways > 0).sum()))
        kind: Any = np.int32 if int(self.ways.max(initial=0)) < 31 else np.int64
        self.taken = np.zeros((max(1, int((self.ways > 0).sum())), self.states), dtype=kind)
        turned = self.codes ^ graph.down if graph.down else self.codes
        for party, own in enumerate(graph.own):
            if self.ways[party]:
                bits = own & oneway
                _pushed_together(turned, *_runs(bits), self.taken[self.row[party]])
        self._islands: dict[int, tuple[Int32s, int]] = {}

    @cached_property
    def complete(self) -> bool:
        """Whether every combination of options is feasible."""
        return self.states == 1 << self.all.bit_count()

    def groups_of(self, party: int) -> Int32s:
        """Where the groups of a party begin if states are sorted by group.

        Parameters
        ----------
        party : int
            The party.

        Returns
        -------
        array of int32, shape (groups + 1,)
            The last entry is the number of states.
        """
        begin = int(self.first[party]) + party
        return self.starts[begin : int(self.first[party + 1]) + party + 1]

    def by_group(self, party: int) -> Int32s:
        """The states sorted by a party's groups.

        Parameters
        ----------
        party : int
            The party.

        Returns
        -------
        array of int32, shape (states,)
            Ascending inside each group.
        """
        order = np.empty(self.states, dtype=np.int32)
        _by_group(self.group[party], self.groups_of(party), order)
        return order

    def islands(self, party: int) -> tuple[Int32s, int]:
        """The islands of a party.

        Parameters
        ----------
        party : int
            The party whose others move.

        Returns
        -------
        (array of int32, shape (states,), int)
            The island of each state, and how many there are.
        """
        if party not in self._islands:
            found = self._find_islands(party)
            if self.states * self.parties > 1 << 22:  # cheap enough to find again
                return found
            self._islands[party] = found
        return self._islands[party]

    def _find_islands(self, party: int) -> tuple[Int32s, int]:
        free = [own & ~self.one_way for p, own in enumerate(self.own) if p != party]
        free = [bits for bits in free if bits]
        if self.complete or len(free) <= 1:
            kept = self.all
            for bits in free:
                kept &= ~bits
            label, starts = partition(self.codes, kept)
            return label, starts.size - 1
        parent = np.arange(self.states, dtype=np.int32)
        for bits in free:
            cell, starts = partition(self.codes, self.all & ~bits)
            _join(parent, cell, starts.size - 1)
        count = int(_number(parent))
        return parent, count


_LAYOUTS: WeakKeyDictionary[Graph, Layout] = WeakKeyDictionary()


def layout_of(graph: Graph) -> Layout:
    """The layout of a graph, made once for each.

    Parameters
    ----------
    graph : Graph
        A graph in option form.

    Returns
    -------
    Layout
        Its structure; forgotten with the graph.
    """
    if graph not in _LAYOUTS:
        _LAYOUTS[graph] = Layout(graph)
    return _LAYOUTS[graph]


def grouped(
    codes: Int64s, own: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """States by what a party cannot change: see `honestbroker.kernel.moves.OptionMoves.groups`.

    Parameters
    ----------
    codes : array of int64, shape (states,)
        Bit codes.
    own : int
        The bits the party can change.

    Returns
    -------
    (array of intp, array of intp, array of intp)
        Group of each state, states sorted by group, where each group starts.
    """
    every = int(np.bitwise_or.reduce(codes))
    group, starts = partition(codes, every & ~own)
    order = np.empty(codes.size, dtype=np.int32)
    _by_group(group, starts, order)
    return group.astype(np.intp), order.astype(np.intp), starts[:-1].astype(np.intp)


def partition(codes: Int64s, mask: int) -> tuple[Int32s, Int32s]:
    """States with the same bits under a mask get the same number.

    Parameters
    ----------
    codes : array of int64, shape (states,)
        Bit codes.
    mask : int
        The bits compared.

    Returns
    -------
    (array of int32, shape (states,), array of int32, shape (parts + 1,))
        The part of each state, and where each part begins if states are sorted by part.

    Examples
    --------
    >>> part, starts = partition(np.array([0, 1, 2, 3]), 0b10)
    >>> part.tolist(), starts.tolist()
    ([0, 0, 1, 1], [0, 2, 4])
    """
    if 1 << mask.bit_count() <= max(1 << 16, _TABLE * codes.size):
        table = np.zeros(1 << mask.bit_count(), dtype=np.int32)
        part = np.empty(codes.size, dtype=np.int32)
        count = int(_numbered(codes, *_runs(mask), table, part))
    else:
        unique, wide = np.unique(codes & np.int64(mask), return_inverse=True)
        part = wide.astype(np.int32)
        count = unique.size
    starts = np.zeros(count + 1, dtype=np.int32)
    _begins(part, starts)
    return part, starts


def _runs(mask: int) -> tuple[Int64s, Int64s]:
    """A mask cut into runs of neighbouring bits: their bits, and how far each must move down."""
    masks, shifts = [], []
    low = gone = 0
    while mask >> low:
        if not mask >> low & 1:
            low += 1
            gone += 1
            continue
        high = low
        while mask >> high & 1:
            high += 1
        masks.append(((1 << (high - low)) - 1) << low)
        shifts.append(gone)
        low = high
    return np.array(masks, dtype=np.int64), np.array(shifts, dtype=np.int64)


@kernel
def _pushed(code: int, masks: Any, shifts: Any) -> Any:
    key: Any = np.int64(0)
    for run in range(masks.size):
        key |= (code & masks[run]) >> shifts[run]
    return key


@kernel
def _pushed_together(codes: Any, masks: Any, shifts: Any, found: Any) -> None:
    for s in range(codes.size):
        found[s] = _pushed(codes[s], masks, shifts)


@kernel
def _numbered(codes: Any, masks: Any, shifts: Any, table: Any, part: Any) -> int:
    """Numbers without gaps, in the order of the bits pushed together."""
    for s in range(codes.size):
        table[_pushed(codes[s], masks, shifts)] = 1
    count = 0
    for key in range(table.size):
        if table[key]:
            table[key] = count
            count += 1
    for s in range(codes.size):
        part[s] = table[_pushed(codes[s], masks, shifts)]
    return count


@kernel
def _begins(part: Any, starts: Any) -> None:
    for s in range(part.size):
        starts[part[s] + 1] += 1
    for p in range(1, starts.size):
        starts[p] += starts[p - 1]


@kernel
def _by_group(group: Any, starts: Any, order: Any) -> None:
    fill = starts.copy()
    for s in range(group.size):
        order[fill[group[s]]] = s
        fill[group[s]] += 1


@kernel
def _root(parent: Any, s: int) -> int:
    while parent[s] != s:
        parent[s] = parent[parent[s]]
        s = parent[s]
    return s


@kernel
def _join(parent: Any, cell: Any, cells: int) -> None:
    """Join all states of each cell; a root is the least state of its set."""
    seen = np.full(cells, -1, np.int32)
    for s in range(cell.size):
        here = _root(parent, s)
        other = seen[cell[s]]
        if other >= 0:
            other = _root(parent, other)
            if other < here:
                parent[here] = other
                here = other
            elif here < other:
                parent[other] = here
        seen[cell[s]] = here


@kernel
def _number(parent: Any) -> int:
    """Roots become numbers without gaps."""
    count = 0
    for s in range(parent.size):
        root = parent[s]
        if root == s:
            parent[s] = -1 - count
            count += 1
        else:  # roots come before their sets, and are numbered already
            while parent[root] >= 0:
                root = parent[root]
            parent[s] = parent[root]
    for s in range(parent.size):
        parent[s] = -1 - parent[s]
    return count
