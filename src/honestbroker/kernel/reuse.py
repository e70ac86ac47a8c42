"""Verdicts for thousands of rankings of one structure: solve again only what depends on the change.

What depends on what (see the formula in `honestbroker.kernel.stability`)

===============  ==================================================================================
nash, gmr, smr   the party's own ranks and the moves of all: structure
seq, sseq        the same, and which moves of the others are improvements
===============  ==================================================================================

An edit of one party's list leaves everybody else's nash, gmr and smr rows as they were. And others'
seq and sseq depend on that list only through the order in which it puts states of one group: two
lists that order every group alike, ties included, offer the same improvements. So

* rows of nash, gmr and smr are kept by (party, its ranks);
* rows of seq and sseq are kept by (party, its ranks, the order inside groups of every other party).

Ranks are compared by content (a 128-bit digest), never by identity. Rows are kept in the order of
use, and the oldest are dropped when there are too many.

Guarantees: the same verdicts as `honestbroker.kernel.stability.stable`, for every form of model.
Small models start on the NumPy path; when many rankings have been asked for and the model is in
option form, compiled code takes over, with the same results.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled import pays
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.moves import Improving, OptionImproving, Ranks
from honestbroker.kernel.stability import CONCEPTS, IMPROVING, stable

if TYPE_CHECKING:
    from honestbroker.kernel.compiled.layout import Layout

__all__ = ["Solver"]

Mask = npt.NDArray[np.bool_]

_KEPT: Final = 1 << 28
"""How many bytes of rows a solver keeps."""

_PATIENCE: Final = 600
"""After so many rows on the NumPy path compiled code has paid for its start."""

_TOGETHER: Final = {
    "nash": ("nash",),
    "gmr": ("gmr", "smr"),
    "smr": ("gmr", "smr"),
    "seq": ("seq", "sseq"),
    "sseq": ("seq", "sseq"),
}
"""What compiled code finds at the price of one."""


class Solver:
    """Verdicts for many rankings of the states of one graph.

    Parameters
    ----------
    graph : Graph
        States and moves; its ranks are what is asked about unless others are given.
    compiled : bool or None
        Whether to use compiled code; None decides by size and by how much has been asked.

    Examples
    --------
    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> solver = Solver(Graph(np.arange(4), ranks, own=(0b01, 0b10)))
    >>> np.flatnonzero(solver.holds("nash")).tolist(), solver.solved
    ([3], 2)

    The second party comes to like mutual cooperation best. The first party's row of nash does not
    depend on that, so one row is solved and not two.

    >>> friendly = ranks.copy()
    >>> friendly[1] = [3, 0, 2, 1]
    >>> np.flatnonzero(solver.holds("nash", friendly)).tolist(), solver.solved
    ([3], 3)
    """

    def __init__(self, graph: Graph, *, compiled: bool | None = None) -> None:
        self.graph = graph
        self.solved = 0
        self._compiled = compiled
        self._rows: OrderedDict[Hashable, Mask] = OrderedDict()
        self._orders: OrderedDict[Hashable, Any] = OrderedDict()
        self._most = max(5 * graph.parties, _KEPT // max(graph.states, 1))
        self._layout: Layout | None = None

    def stable(self, ranks: Ranks | None = None, concepts: Sequence[str] = CONCEPTS) -> Mask:
        """Verdicts for all states.

        Parameters
        ----------
        ranks : array of int32, shape (parties, states), or None
            Larger is better, equal is a tie; None for the graph's own.
        concepts : sequence of str
            Which, in the order of the answer.

        Returns
        -------
        array of bool, shape (concepts, parties, states)
            Whether a state is stable for a party under a concept.
        """
        asked = self._asked(ranks)
        table = np.empty((len(concepts), *asked.shape), dtype=np.bool_)
        own = [self._digest(row) for row in asked]
        for place, party in ((k, p) for k in range(len(concepts)) for p in range(len(asked))):
            table[place, party] = self._row(asked, own, concepts[place], party)
        return table

    def holds(self, concept: str, ranks: Ranks | None = None) -> Mask:
        """The equilibria under one concept.

        Parameters
        ----------
        concept : str
            One of the five.
        ranks : array of int32, shape (parties, states), or None
            None for the graph's own.

        Returns
        -------
        array of bool, shape (states,)
            Whether a state is stable for every party.
        """
        asked = self._asked(ranks)
        own = [self._digest(row) for row in asked]
        found = np.ones(self.graph.states, dtype=np.bool_)
        for party in range(len(asked)):
            found &= self._row(asked, own, concept, party)
        return found

    def _asked(self, ranks: Ranks | None) -> Ranks:
        if ranks is None:
            return self.graph.ranks
        asked = np.ascontiguousarray(ranks, dtype=np.int32)
        if asked.shape != self.graph.ranks.shape:
            raise ValueError(f"ranks of shape {asked.shape}; needed {self.graph.ranks.shape}")
        return asked

    @staticmethod
    def _digest(*arrays: npt.NDArray[Any]) -> bytes:
        told = blake2b(digest_size=16)
        for array in arrays:
            told.update(np.ascontiguousarray(array).data)
        return told.digest()

    def _row(self, ranks: Ranks, own: list[bytes], concept: str, party: int) -> Mask:
        key: tuple[Hashable, ...] = (concept, party, own[party])
        if concept in IMPROVING:
            others = (p for p in range(len(own)) if p != party)
            key += tuple(self._order(ranks, own, other)[0] for other in others)
        if key in self._rows:
            self._rows.move_to_end(key)
            return self._rows[key]
        self.solved += 1
        compiled = self._use_compiled()
        wanted = _TOGETHER[concept] if compiled else (concept,)
        solve = self._by_compiled if compiled else self._by_numpy
        found = solve(ranks, own, wanted, party)
        for one, row in zip(wanted, found, strict=True):
            self._rows[(one, *key[1:])] = row
        while len(self._rows) > self._most:
            self._rows.popitem(last=False)
        return self._rows[key]

    def _use_compiled(self) -> bool:
        if not self.graph.composes:
            return False
        if self._compiled is None:
            patient = self.solved <= _PATIENCE
            return not patient or pays(self.graph.states, self.graph.parties)
        return self._compiled

    def _order(self, ranks: Ranks, own: list[bytes], party: int) -> tuple[bytes, Any]:
        """What a party's ranks make of its groups: a digest, and what solving needs of it."""
        compiled = self._use_compiled()
        key = (party, own[party], compiled)
        if key in self._orders:
            self._orders.move_to_end(key)
            found: tuple[bytes, Any] = self._orders[key]
            return found
        row = ranks[party]
        if compiled:
            from honestbroker.kernel.compiled.closures import sort

            order = np.empty(self.graph.states, np.int32)
            layout = self._structure()
            sort(row, layout.group[party], layout.groups_of(party), order)
            found = (self._digest(order), order)
        else:
            improving: Improving = self.graph.moves[party].improving(row)
            if isinstance(improving, OptionImproving):
                found = (self._digest(improving.scan[0], improving.scan[1]), improving)
            else:
                found = (own[party], improving)
        self._orders[key] = found
        while len(self._orders) > max(2 * len(own), self._most // 8):
            self._orders.popitem(last=False)
        return found

    def _structure(self) -> Layout:
        if self._layout is None:
            from honestbroker.kernel.compiled.layout import Layout

            self._layout = Layout(self.graph)
        return self._layout

    def _by_numpy(
        self, ranks: Ranks, own: list[bytes], concepts: Sequence[str], party: int
    ) -> list[Mask]:
        variant = replace(self.graph, ranks=ranks)
        variant.__dict__["moves"] = self.graph.moves  # a structure is the same for all ranks
        if not IMPROVING.isdisjoint(concepts):
            improvements = tuple(self._order(ranks, own, p)[1] for p in range(len(own)))
            variant.__dict__["improvements"] = improvements
        return [row[party] for row in stable(variant, concepts, [party])]

    def _by_compiled(
        self, ranks: Ranks, own: list[bytes], concepts: Sequence[str], party: int
    ) -> list[Mask]:
        from honestbroker.kernel.compiled import cube
        from honestbroker.kernel.compiled.solution import Solution
        from honestbroker.kernel.compiled.solve import by_slices, judge

        rows = range(len(concepts))
        if cube.serves(self.graph):
            solution = by_slices(replace(self.graph, ranks=ranks), concepts, [party])
            return [solution.row(place, party) for place in rows]
        layout = self._structure()
        solution = Solution(len(concepts), layout.parties, layout.states, needs=False)
        orders = np.empty(ranks.shape, np.int32)
        sorted_ones = range(len(own)) if not IMPROVING.isdisjoint(concepts) else ()
        for other in {*sorted_ones, *np.flatnonzero(layout.ways).tolist()}:
            orders[other] = self._order(ranks, own, other)[1]
        judge(layout, orders, ranks, concepts, solution, party)
        return [solution.row(place, party) for place in rows]
