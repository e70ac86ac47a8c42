"""Moves written out as arcs between states.

In listed form the moves of a party are the arcs given, no more; in coupled form
(`honestbroker.kernel.coupled`) they are made from options and their couplings. Arcs need not be
transitive.

Guarantees: exact. Complexity: O(arcs), each method one pass over arcs sorted by where they begin.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from honestbroker.kernel.moves import NEVER, Indices, Ranks, spelled_out

__all__ = ["Listed", "ListedImproving"]


@dataclass(frozen=True, eq=False)
class Listed:
    """Moves listed one by one.

    Parameters
    ----------
    sources, targets_of : array of intp, shape (arcs,)
        Where each arc leads from and to, sorted by source, then target; no arc from a state to
        itself, none twice.
    """

    sources: Indices
    targets_of: Indices

    @cached_property
    def rows(self) -> tuple[Indices, Indices]:
        """The states that arcs lead from, ascending, and where the arcs of each begin."""
        starts = np.flatnonzero(np.diff(self.sources, prepend=-1))
        return self.sources[starts], starts

    def best(self, values: Ranks) -> Ranks:
        """See `Moves.best`."""
        found = values.copy()
        movable, starts = self.rows
        if movable.size:
            reached = np.maximum.reduceat(values[self.targets_of], starts)
            found[movable] = np.maximum(found[movable], reached)
        return found

    def least(self, values: Ranks) -> Ranks:
        """See `Moves.least`."""
        return np.minimum(values, self.least_after(values))

    def least_after(self, values: Ranks) -> Ranks:
        """The least value among what the party reaches by a move, staying not included.

        Parameters
        ----------
        values : array of int32, shape (states,)
            Values of states.

        Returns
        -------
        array of int32, shape (states,)
            Least values; `NEVER` where the party cannot move.

        Examples
        --------
        >>> Listed(np.array([0, 0]), np.array([1, 2])).least_after(np.array([5, 4, 3]))[0]
        np.int32(3)
        """
        found = np.full(values.shape, NEVER, dtype=np.int32)
        movable, starts = self.rows
        if movable.size:
            found[movable] = np.minimum.reduceat(values[self.targets_of], starts)
        return found

    def targets(self, state: int) -> Indices:
        """See `Moves.targets`."""
        start, end = np.searchsorted(self.sources, [state, state + 1])
        return self.targets_of[start:end]

    def fan(self, sources: Indices) -> Indices:
        """See `Moves.fan`."""
        first, last = self._between(sources)
        return last - first

    def pairs(self, sources: Indices) -> tuple[Indices, Indices]:
        """See `Moves.pairs`."""
        row, places = spelled_out(*self._between(sources))
        return sources[row], self.targets_of[places]

    def _between(self, sources: Indices) -> tuple[Indices, Indices]:
        """Where the arcs of some states begin and end."""
        first = np.searchsorted(self.sources, sources)
        return first, np.searchsorted(self.sources, sources, side="right")

    def improving(self, ranks: Ranks) -> ListedImproving:
        """See `Moves.improving`."""
        better = ranks[self.targets_of] > ranks[self.sources]
        return ListedImproving(self.sources[better], self.targets_of[better])


@dataclass(frozen=True, eq=False)
class ListedImproving(Listed):
    """The improving ones among listed moves."""
