"""The moves of one party over all states at once.

Definitions (FHK93 ch. 3; FHKP03)

* In option form party i changes any non-empty subset of its own options at once, in the ways
  allowed, to a feasible state; combinations in between need not be feasible. So from s it reaches
  exactly the feasible states that agree with s on everybody else's options and on its own fixed
  ones, and that keep what it cannot undo. This relation is transitive.
* In listed form and in coupled form moves are arcs, and need not be transitive: see
  `honestbroker.kernel.arcs`.

Why cells. Put states that agree on all that i cannot freely change into one *cell*: everybody
else's bits, i's fixed bits, and i's one-way bits, the latter turned so that a move only adds bits.
Within a cell i moves freely; between cells it moves from a set of one-way bits to a larger one
with everything else equal. So "the best value i can reach" is a maximum per cell, then a maximum
over supersets of one-way bits, each found bit by bit (a zeta transform) for all states at once.

Why one scan finds improvements. A move improves if its target ranks strictly higher. With a
cell's states sorted from the best rank down, the improvements of a state are those before its own
tie level; a running minimum read just before that level is the least value among them. With
one-way options the scan runs once for each combination c of them, over the states that have
taken at least c.

Guarantees: exact. All methods include the state itself (a party may stay where it is).
Complexity: n = states, d = one-way options of the party; O(n + cells d) for `best` and `least`,
O(n 2^d) for `OptionImproving.least`, whose sorting is done once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled import pays

__all__ = [
    "BLOCK",
    "NEVER",
    "Codes",
    "Improving",
    "Indices",
    "Lookup",
    "Moves",
    "OptionMoves",
    "Ranks",
    "shares",
    "spelled_out",
]

Codes = npt.NDArray[np.int64]
Ranks = npt.NDArray[np.int32]
Indices = npt.NDArray[np.intp]

BLOCK: Final = 1 << 19
"""How many (source, target) pairs are looked at together, unless one source has more."""

NEVER: Final = np.iinfo(np.int32).max
"""Larger than every rank: the value of what cannot be reached."""


class Improving(Protocol):
    """The improvements of one party under its ranks."""

    def least(self, values: Ranks) -> Ranks:
        """The least value among a state and its improvements, for every state.

        Parameters
        ----------
        values : array of int32, shape (states,)
            Values of states.

        Returns
        -------
        array of int32, shape (states,)
            For every state the least.
        """

    def targets(self, state: int) -> Indices:
        """The improvements from one state, ascending.

        Parameters
        ----------
        state : int
            Its index.

        Returns
        -------
        array of intp
            Indices of states, ascending.
        """


class Moves(Protocol):
    """The moves of one party."""

    def best(self, values: Ranks) -> Ranks:
        """The greatest value among a state and what the party reaches from it.

        Parameters
        ----------
        values : array of int32, shape (states,)
            Values of states.

        Returns
        -------
        array of int32, shape (states,)
            For every state the greatest.
        """

    def least(self, values: Ranks) -> Ranks:
        """The least value among a state and what the party reaches from it.

        Parameters
        ----------
        values : array of int32, shape (states,)
            Values of states.

        Returns
        -------
        array of int32, shape (states,)
            For every state the least.
        """

    def targets(self, state: int) -> Indices:
        """What the party reaches from one state by a move, ascending.

        Parameters
        ----------
        state : int
            Its index.

        Returns
        -------
        array of intp
            Indices of states, ascending.
        """

    def fan(self, sources: Indices) -> Indices:
        """At most how many targets each of some states has.

        Parameters
        ----------
        sources : array of intp
            The states.

        Returns
        -------
        array of intp
            One number each.
        """

    def pairs(self, sources: Indices) -> tuple[Indices, Indices]:
        """All moves from some states: from where and to where, source by source, ascending.

        Parameters
        ----------
        sources : array of intp
            The states.

        Returns
        -------
        sources, targets : array of intp
            From where and to where, source by source, targets ascending.
        """

    def improving(self, ranks: Ranks) -> Improving:
        """The party's improvements under these ranks.

        Parameters
        ----------
        ranks : array of int32, shape (states,)
            Larger is better.

        Returns
        -------
        Improving
            Its moves to a higher rank.
        """


def shares(sources: Indices, sizes: Indices, most: int = BLOCK) -> Iterator[Indices]:
    """Parts of some states, in order, of bounded size together.

    Parameters
    ----------
    sources : array of intp
        The states.
    sizes : array of intp
        What each of them counts.
    most : int
        How much one part may count, unless it is a single state.

    Yields
    ------
    array of intp
        Consecutive states.

    Examples
    --------
    >>> [part.tolist() for part in shares(np.arange(5), np.array([2, 2, 9, 1, 1]), most=4)]
    [[0, 1], [2], [3, 4]]
    """
    total = np.cumsum(sizes)
    start = 0
    while start < sources.size:
        before = total[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(total, before + most, side="right")))
        yield sources[start:end]
        start = end


def spelled_out(first: Indices, last: Indices) -> tuple[Indices, Indices]:
    """The numbers from first to just before last of every row, one after the other.

    Parameters
    ----------
    first, last : array of intp, shape (rows,)
        Where each row begins and ends.

    Returns
    -------
    row, numbers : array of intp
        The row of each number, and the numbers.

    Examples
    --------
    >>> [found.tolist() for found in spelled_out(np.array([3, 7]), np.array([5, 8]))]
    [[0, 0, 1], [3, 4, 7]]
    """
    counts = last - first
    row = np.repeat(np.arange(first.size), counts)
    skipped = np.repeat(np.cumsum(counts) - counts, counts)
    return row, np.arange(row.size) - skipped + first[row]


@dataclass(frozen=True, eq=False)
class Lookup:
    """From bit codes to indices of states.

    Where codes are dense a table answers, of at most `8` entries for each state; otherwise a
    binary search.

    Parameters
    ----------
    codes : array of int64, shape (states,)
        Feasible states as bit codes, ascending.
    """

    codes: Codes

    @cached_property
    def table(self) -> npt.NDArray[np.int32] | None:
        """The index of each code, -1 for none, the last entry for all above; None if sparse."""
        top = int(self.codes[-1])
        if top >= 8 * self.codes.size + 1024:
            return None
        table = np.full(top + 2, -1, dtype=np.int32)
        table[self.codes] = np.arange(self.codes.size, dtype=np.int32)
        return table

    def places(self, codes: Codes) -> Indices:
        """The indices of states.

        Parameters
        ----------
        codes : array of int64
            Bit codes, feasible or not.

        Returns
        -------
        array of intp
            Of the same shape; -1 where not feasible.

        Examples
        --------
        >>> Lookup(np.array([1, 2, 6])).places(np.array([2, 3, 6, 9])).tolist()
        [1, -1, 2, -1]
        """
        if self.table is not None:
            return self.table.take(codes, mode="clip").astype(np.intp)
        places = np.searchsorted(self.codes, codes)
        np.minimum(places, self.codes.size - 1, out=places)
        return np.where(self.codes[places] == codes, places, -1)


@dataclass(frozen=True, eq=False)
class OptionMoves:
    """Moves in option form.

    Parameters
    ----------
    codes : array of int64, shape (states,)
        Feasible states as bit codes, ascending.
    own : int
        The bits the party can change by a move; fixed options are not among them.
    up : int
        Those of all bits that can only be taken.
    down : int
        Those of all bits that can only be given up.
    """

    codes: npt.NDArray[np.int64]
    own: int
    up: int
    down: int

    @cached_property
    def one_way(self) -> tuple[int, ...]:
        """The party's one-way bits, ascending."""
        bits = self.own & (self.up | self.down)
        return tuple(bit for bit in range(bits.bit_length()) if bits >> bit & 1)

    @cached_property
    def groups(self) -> tuple[Indices, Indices, Indices]:
        """Group of each state, states sorted by group, and where each group starts in that order.

        A group holds the states that agree on all that the party cannot change.

        Returns
        -------
        group, order, starts : array of intp
            Shapes (states,), (states,) and (groups,).
        """
        if pays(self.codes.size, 1):
            from honestbroker.kernel.compiled.layout import grouped

            return grouped(self.codes, self.own)
        _, group = np.unique(self.codes & ~np.int64(self.own), return_inverse=True)
        order = np.argsort(group, kind="stable")
        starts = np.flatnonzero(np.diff(group[order], prepend=-1))
        return group, order, starts

    @cached_property
    def taken(self) -> Indices:
        """The one-way bits of each state as a small number, turned so that moves only add bits."""
        turned = self.codes ^ np.int64(self.down)
        taken = np.zeros(self.codes.shape, dtype=np.intp)
        for place, bit in enumerate(self.one_way):
            taken |= ((turned >> bit) & 1) << place
        return taken

    def best(self, values: Ranks) -> Ranks:
        """See `Moves.best`."""
        return self._spread(values, np.maximum, np.iinfo(np.int32).min)

    def least(self, values: Ranks) -> Ranks:
        """See `Moves.least`."""
        return self._spread(values, np.minimum, NEVER)

    def _spread(self, values: Ranks, better: np.ufunc, nothing: int) -> Ranks:
        group, order, starts = self.groups
        if not self.one_way:
            found: Ranks = better.reduceat(values[order], starts)[group]
            return found
        cells = np.full((starts.size, 1 << len(self.one_way)), nothing, dtype=np.int32)
        better.at(cells, (group, self.taken), values)
        for place in range(len(self.one_way)):
            pairs = cells.reshape(starts.size, -1, 2, 1 << place)
            better(pairs[:, :, 0], pairs[:, :, 1], out=pairs[:, :, 0])
        spread: Ranks = cells[group, self.taken]
        return spread

    def targets(self, state: int) -> Indices:
        """See `Moves.targets`."""
        group, order, starts = self.groups
        start = starts[group[state]]
        end = starts[group[state] + 1] if group[state] + 1 < starts.size else order.size
        members = order[start:end]
        if self.one_way:
            taken = self.taken[state]
            members = members[self.taken[members] & taken == taken]
        others: Indices = members[members != state]
        return others

    @cached_property
    def _ends(self) -> Indices:
        """Where each group ends in the order by group."""
        _, order, starts = self.groups
        return np.append(starts[1:], order.size)

    def fan(self, sources: Indices) -> Indices:
        """See `Moves.fan`."""
        group, _, starts = self.groups
        mine = group[sources]
        return self._ends[mine] - starts[mine]

    def pairs(self, sources: Indices) -> tuple[Indices, Indices]:
        """See `Moves.pairs`."""
        group, order, starts = self.groups
        row, places = spelled_out(starts[group[sources]], self._ends[group[sources]])
        source, target = sources[row], order[places]
        kept = source != target
        if self.one_way:
            taken = self.taken[source]
            kept &= self.taken[target] & taken == taken
        return source[kept], target[kept]

    def improving(self, ranks: Ranks) -> OptionImproving:
        """See `Moves.improving`."""
        return OptionImproving(self, ranks)


@dataclass(frozen=True, eq=False)
class OptionImproving:
    """Improvements in option form."""

    moves: OptionMoves
    ranks: Ranks

    @cached_property
    def scan(self) -> tuple[Indices, Indices, npt.NDArray[np.int64], Indices]:
        """The scan order, the state before each tie level, the offsets that keep groups apart.

        Returns
        -------
        order, before, offset, taken : array, shape (states,)
            States by group, best rank first; for each place in that order the place just before
            its tie level, or -1 at the group's top; an offset that falls from group to group; the
            one-way bits taken, in that order.
        """
        group, _, _ = self.moves.groups
        order = np.lexsort((-self.ranks, group))
        sorted_group, sorted_ranks = group[order], self.ranks[order]
        new_group = np.diff(sorted_group, prepend=-1) != 0
        new_level = new_group | (np.diff(sorted_ranks, prepend=0) != 0)
        level_start = np.maximum.accumulate(np.where(new_level, np.arange(order.size), 0))
        before = np.where(new_group[level_start], -1, level_start - 1)
        offset = -sorted_group.astype(np.int64) * (NEVER + 1)
        return order, before, offset, self.moves.taken[order]

    def least(self, values: Ranks) -> Ranks:
        """See `Improving.least`."""
        order, before, offset, taken = self.scan
        sorted_values = values[order]
        least = sorted_values.copy()
        for combination in range(1 << len(self.moves.one_way)):
            here = taken == combination
            if not here.any():
                continue
            reached = taken & combination == combination
            running = np.minimum.accumulate(np.where(reached, sorted_values, NEVER) + offset)
            running -= offset
            improved = here & (before >= 0)
            least[improved] = np.minimum(least[improved], running[before[improved]])
        found = np.empty_like(values)
        found[order] = least
        return found

    def targets(self, state: int) -> Indices:
        """See `Improving.targets`."""
        targets = self.moves.targets(state)
        better: Indices = targets[self.ranks[targets] > self.ranks[state]]
        return better
