"""The graph model as arrays: states, ranks, and who moves how (FHK93 ch. 3).

A graph is in one of three forms:

* option form: moves follow from bit codes, and compose;
* listed form: moves are arcs, and need not compose;
* coupled form: moves follow from bit codes and then fire couplings (`honestbroker.kernel.coupled`).
  They are written out as arcs, and need not compose.

Whether moves compose matters for what the others can reach together: see
`honestbroker.kernel.stability`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import or_

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.arcs import Listed
from honestbroker.kernel.coupled import Coupled
from honestbroker.kernel.moves import Improving, Lookup, Moves, OptionMoves

__all__ = ["Graph", "listed"]


@dataclass(frozen=True, eq=False)
class Graph:
    """States, ranks and moves of all parties.

    Parameters
    ----------
    codes : array of int64, shape (states,)
        Feasible states as bit codes, ascending; in listed form any distinct numbers.
    ranks : array of int32, shape (parties, states)
        Larger is better, equal is a tie; from 0 up, below 2^31 - 1.
    own : tuple of int
        For each party the bits it can change by a move.
    up, down : int
        Bits that can only be taken, only be given up.
    arcs : tuple of Listed or None
        In listed form each party's moves.
    taken : array of int64, shape (states,), or None
        In listed form the options taken in each state, as bits; for a merged state those taken in
        all its combinations.
    coupled : Coupled or None
        In coupled form the couplings, over the same states and options.
    """

    codes: npt.NDArray[np.int64]
    ranks: npt.NDArray[np.int32]
    own: tuple[int, ...]
    up: int = 0
    down: int = 0
    arcs: tuple[Listed, ...] | None = None
    taken: npt.NDArray[np.int64] | None = None
    coupled: Coupled | None = None

    @property
    def marks(self) -> npt.NDArray[np.int64]:
        """The options taken in each state, as bits: what flips are counted on."""
        return self.codes if self.taken is None else self.taken

    @property
    def parties(self) -> int:
        """How many parties there are."""
        return int(self.ranks.shape[0])

    @property
    def states(self) -> int:
        """How many states there are."""
        return int(self.codes.size)

    @property
    def composes(self) -> bool:
        """Whether two moves of one party in a row are one move, as in option form."""
        return self.arcs is None and self.coupled is None

    @property
    def listed(self) -> bool:
        """Whether moves are listed, so that nothing is known of options but the states."""
        return self.arcs is not None

    @cached_property
    def undoable(self) -> Graph:
        """The same with every one-way option made undoable; in listed form nothing changes."""
        coupled = None if self.coupled is None else self.coupled.undoable
        return replace(self, up=0, down=0, coupled=coupled)

    @cached_property
    def lookup(self) -> Lookup:
        """From codes to indices of states; not in listed form."""
        return Lookup(self.codes) if self.coupled is None else self.coupled.lookup

    def joint(self, members: Iterable[int]) -> OptionMoves:
        """What parties together can flip at once, in the ways allowed; not in listed form.

        Parameters
        ----------
        members : iterable of int
            The parties.

        Returns
        -------
        OptionMoves
            Their joint moves, before couplings fire; with one party its own.
        """
        own = reduce(or_, (self.own[member] for member in members), 0)
        if own not in self._joint:
            self._joint[own] = OptionMoves(self.codes, own, self.up, self.down)
        return self._joint[own]

    @cached_property
    def _joint(self) -> dict[int, OptionMoves]:
        return {}

    @cached_property
    def moves(self) -> tuple[Moves, ...]:
        """Each party's moves."""
        if self.arcs is not None:
            return self.arcs
        if self.coupled is not None:
            return self.coupled.arcs
        return tuple(self.joint((party,)) for party in range(self.parties))

    @cached_property
    def improvements(self) -> tuple[Improving, ...]:
        """Each party's improvements."""
        return tuple(
            moves.improving(ranks) for moves, ranks in zip(self.moves, self.ranks, strict=True)
        )

    @cached_property
    def movers(self) -> tuple[int, ...]:
        """The parties that can move at all."""
        if self.arcs is not None:
            return tuple(p for p, arcs in enumerate(self.arcs) if arcs.sources.size)
        return tuple(p for p, own in enumerate(self.own) if own)

    def index(self, code: int) -> int | None:
        """The index of a state.

        Parameters
        ----------
        code : int
            Its bit code.

        Returns
        -------
        int or None
            Its index; None if it is not feasible.
        """
        place = int(np.searchsorted(self.codes, code))
        return place if place < self.states and self.codes[place] == code else None


def listed(arcs: Sequence[tuple[int, int]]) -> Listed:
    """Listed moves from pairs of state indices.

    Parameters
    ----------
    arcs : sequence of (int, int)
        From and to; repetitions and arcs from a state to itself are left out.

    Returns
    -------
    Listed
        The moves, sorted.

    Examples
    --------
    >>> listed([(1, 0), (0, 1), (0, 1)]).sources.tolist()
    [0, 1]
    """
    unique = sorted({arc for arc in arcs if arc[0] != arc[1]})
    pairs = np.array(unique, dtype=np.intp).reshape(-1, 2)
    return Listed(pairs[:, 0].copy(), pairs[:, 1].copy())
