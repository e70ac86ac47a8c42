"""The same verdicts for many rankings of one structure at once.

Questions: for each of many rankings, which states are stable for whom; in how many of them is a
state stable, or an equilibrium; what if nothing is known of preferences (random rankings)?

How: rankings are solved `LANES` at a time (`honestbroker.kernel.compiled.lanes`). Models with too
many moves for lists of arcs, and those with more than 32,766 levels, are solved one ranking after
the other (`honestbroker.kernel.compiled.solve`).

Guarantees: exact; the same numbers whatever the number of threads, for random rankings too.
Only option form without couplings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.graph import Graph
from honestbroker.kernel.moves import Ranks
from honestbroker.kernel.stability import CONCEPTS

if TYPE_CHECKING:
    from honestbroker.kernel.compiled.layout import Layout

__all__ = ["Batch", "Counts"]

Mask = npt.NDArray[np.bool_]
Counted = npt.NDArray[np.int64]

_ARCS: Final = 1 << 24
"""Up to so many arcs are listed."""


@dataclass(frozen=True, eq=False)
class Counts:
    """In how many draws something held.

    Attributes
    ----------
    draws : int
        How many rankings there were.
    stable : array of int64, shape (concepts, parties, states)
        In how many a state was stable for a party.
    equilibria : array of int64, shape (concepts, states)
        In how many it was stable for every party.
    """

    draws: int
    stable: Counted
    equilibria: Counted


class Batch:
    """Verdicts for many rankings of the states of one graph.

    Parameters
    ----------
    graph : Graph
        States and moves, in option form.
    threads : int
        How many threads may work.

    Raises
    ------
    ValueError
        If the graph's moves do not compose.

    Examples
    --------
    Two rankings of the dilemma's states for each party, tried in pairs:

    >>> graph = Graph(np.arange(4), np.zeros((2, 4), dtype=np.int32), own=(0b01, 0b10))
    >>> selfish = [[2, 3, 0, 1], [2, 0, 3, 1]]
    >>> friendly = [[3, 2, 0, 1], [3, 0, 2, 1]]
    >>> holds = Batch(graph).equilibria(np.array([selfish, friendly]), ["nash"])
    >>> [np.flatnonzero(row).tolist() for row in holds[:, 0]]
    [[3], [0, 3]]

    Nothing known of preferences: a state of a two by two game is a nash equilibrium in one ranking
    out of four.

    >>> counts = Batch(graph).random(seed=1, draws=6400, concepts=["nash"])
    >>> bool(np.all(abs(counts.equilibria / 6400 - 1 / 4) < 0.03))
    True
    """

    def __init__(self, graph: Graph, *, threads: int = 1) -> None:
        if not graph.composes:
            raise ValueError("only models in option form without couplings can be solved in lanes")
        from honestbroker.kernel.compiled.layout import Layout

        self.graph = graph
        self.threads = threads
        self.layout = Layout(graph)
        self._arcs = _Arcs(self.layout, graph) if _arcs_of(self.layout) <= _ARCS else None

    def stable(self, ranks: Ranks, concepts: Sequence[str] = CONCEPTS) -> Mask:
        """Verdicts of every ranking.

        Parameters
        ----------
        ranks : array of int32, shape (draws, parties, states)
            Larger is better, equal is a tie.
        concepts : sequence of str
            Which, in the order of the answer.

        Returns
        -------
        array of bool, shape (draws, concepts, parties, states)
            Whether a state is stable for a party.
        """
        shape = (len(ranks), len(concepts), self.graph.parties, self.graph.states)
        found = np.empty(shape, dtype=np.bool_)

        def _keep(draw: int, lanes: int, party: int, table: Mask) -> None:
            found[draw : draw + lanes, :, party] = table

        self._each(ranks, concepts, _keep)
        return found

    def equilibria(
        self,
        ranks: Ranks,
        concepts: Sequence[str] = CONCEPTS,
        states: Sequence[int] | None = None,
    ) -> Mask:
        """The equilibria of every ranking.

        Parameters
        ----------
        ranks : array of int32, shape (draws, parties, states)
            Larger is better, equal is a tie.
        concepts : sequence of str
            Which, in the order of the answer.
        states : sequence of int or None
            Indices of the states asked about; None for all.

        Returns
        -------
        array of bool, shape (draws, concepts, states asked about)
            Whether a state is stable for every party.
        """
        chosen = np.arange(self.graph.states) if states is None else np.array(states, dtype=np.intp)
        found = np.ones((len(ranks), len(concepts), chosen.size), dtype=np.bool_)

        def _keep(draw: int, lanes: int, party: int, table: Mask) -> None:
            found[draw : draw + lanes] &= table[:, :, chosen]

        self._each(ranks, concepts, _keep)
        return found

    def random(
        self,
        *,
        seed: int,
        draws: int,
        concepts: Sequence[str] = CONCEPTS,
        fixed: Ranks | None = None,
        parties: Sequence[int] | None = None,
    ) -> Counts:
        """In how many random rankings states are stable: what holds if nothing is known.

        Parameters
        ----------
        seed : int
            Decides every draw.
        draws : int
            How many rankings.
        concepts : sequence of str
            Which, in the order of the answer.
        fixed : array of int32, shape (parties, states), or None
            The ranks of the parties that are not drawn; None for the graph's.
        parties : sequence of int or None
            Whose ranks are drawn; None for everybody's.

        Returns
        -------
        Counts
            Numbers of draws.

        Raises
        ------
        ValueError
            If the model has too many moves.
        """
        from honestbroker.kernel.compiled import lanes

        arcs = self._arcs
        if arcs is None:
            raise ValueError("this model has too many moves for random rankings side by side")
        n, size = self.graph.states, lanes.LANES
        free = np.arange(self.graph.parties) if parties is None else np.array(parties, np.int64)
        known = _dense(self.graph.ranks if fixed is None else fixed)
        rows = [CONCEPTS.index(concept) for concept in concepts]
        blocks = list(range(0, draws, size))
        shares = [blocks[k :: self.threads] for k in range(self.threads)]

        def _some(share: list[int]) -> tuple[Counted, Counted]:
            work = _Room(self.layout, size)
            stable = np.zeros((5, self.graph.parties, n), np.int64)
            all_of = np.zeros((5, n), np.int64)
            wanted = _wanted(concepts)
            every = np.arange(n)
            work.ranks[:] = known[:, :, None]
            for block in share:
                lanes.drawn(work.ranks, seed, block, free)
                used = min(size, draws - block)
                for party in range(self.graph.parties):
                    arcs.verdicts(work, party, wanted)
                    lanes.count(work.verdict, wanted, every, used, stable[:, party])
                    if party:
                        work.both &= work.verdict
                    else:
                        work.both[:] = work.verdict
                lanes.count(work.both, wanted, every, used, all_of)
            return stable, all_of

        parts = list(self._pool(_some, [share for share in shares if share]))
        stable = np.sum([part[0] for part in parts], axis=0)
        all_of = np.sum([part[1] for part in parts], axis=0)
        return Counts(draws, stable[rows], all_of[rows])

    def _each(
        self,
        ranks: Ranks,
        concepts: Sequence[str],
        keep: Callable[[int, int, int, Mask], None],
    ) -> None:
        from honestbroker.kernel.compiled import lanes

        asked = np.asarray(ranks)
        if asked.shape[1:] != self.graph.ranks.shape:
            raise ValueError(f"ranks of shape {asked.shape}; each needs {self.graph.ranks.shape}")
        arcs = self._arcs
        if arcs is None or self.graph.states > 32766:
            self._one_by_one(asked, concepts, keep)
            return
        size = lanes.LANES
        blocks = list(range(0, len(asked), size))
        wanted = _wanted(concepts)
        rows = [CONCEPTS.index(concept) for concept in concepts]

        def _some(share: list[int]) -> None:
            work = _Room(self.layout, size)
            for block in share:
                part = _dense(asked[block : block + size])
                work.ranks[:, :, : len(part)] = part.transpose(1, 2, 0)
                for party in range(self.graph.parties):
                    arcs.verdicts(work, party, wanted)
                    table = work.verdict[rows][:, :, : len(part)]
                    keep(block, len(part), party, table.transpose(2, 0, 1))

        for _ in self._pool(_some, [blocks[k :: self.threads] for k in range(self.threads)]):
            pass

    def _one_by_one(
        self,
        ranks: Ranks,
        concepts: Sequence[str],
        keep: Callable[[int, int, int, Mask], None],
    ) -> None:
        from honestbroker.kernel.compiled import cube
        from honestbroker.kernel.compiled.solve import by_slices, solve

        full = cube.serves(self.graph)
        everybody = range(self.graph.parties)

        def _some(share: list[int]) -> None:
            for draw in share:
                row = np.ascontiguousarray(ranks[draw], dtype=np.int32)
                if full:
                    solution = by_slices(replace(self.graph, ranks=row), concepts, everybody)
                else:
                    solution = solve(self.layout, row, concepts, everybody)
                table = solution.stable
                for party in everybody:
                    keep(draw, 1, party, table[None, :, party])

        draws = list(range(len(ranks)))
        for _ in self._pool(_some, [draws[k :: self.threads] for k in range(self.threads)]):
            pass

    def _pool(self, work: Callable[[list[int]], Any], shares: list[list[int]]) -> list[Any]:
        if len(shares) <= 1:
            return [work(share) for share in shares]
        with ThreadPoolExecutor(len(shares)) as pool:
            return list(pool.map(work, shares))


class _Room:
    """What one thread works with."""

    def __init__(self, layout: Layout, size: int) -> None:
        n = layout.states
        self.ranks = np.zeros((layout.parties, n, size), np.int16)
        self.a, self.b, self.w, self.low = (np.zeros((n, size), np.int16) for _ in range(4))
        self.verdict = np.ones((5, n, size), np.bool_)
        self.both = np.ones((5, n, size), np.bool_)


class _Arcs:
    """All moves of all parties as lists, and the islands."""

    def __init__(self, layout: Layout, graph: Graph) -> None:
        from honestbroker.kernel.compiled import lanes

        self._solve = lanes.verdicts
        starts, targets, firsts = [], [], [0]
        everywhere = np.arange(graph.states)
        for moves in graph.moves:
            source, target = moves.pairs(everywhere)
            starts.append(np.searchsorted(source, np.arange(graph.states + 1)))
            targets.append(target)
            firsts.append(firsts[-1] + target.size)
        self.starts = np.array(starts, dtype=np.int32)
        self.targets = np.concatenate(targets).astype(np.int32)
        self.firsts = np.array(firsts)
        self.islands = [layout.islands(party)[0] for party in range(graph.parties)]
        one_way = [bool(ways) for ways in layout.ways]
        self.one_way = [
            any(ways for other, ways in enumerate(one_way) if other != party)
            for party in range(graph.parties)
        ]
        self.movers = layout.movers

    def verdicts(self, work: _Room, party: int, wanted: Mask) -> None:
        """Solve all lanes for one party."""
        self._solve(
            work.ranks, party, wanted, self.starts, self.firsts, self.targets,
            self.islands[party], self.one_way[party], self.movers,
            work.a, work.b, work.w, work.low, work.verdict,
        )  # fmt: skip


def _arcs_of(layout: Layout) -> int:
    sizes = [np.diff(layout.groups_of(party)).astype(np.int64) for party in range(layout.parties)]
    return int(sum((some * some).sum() for some in sizes))


def _wanted(concepts: Sequence[str]) -> Mask:
    for concept in concepts:
        if concept not in CONCEPTS:
            raise ValueError(f"no concept '{concept}'; there are {', '.join(CONCEPTS)}")
    return np.array([concept in concepts for concept in CONCEPTS])


def _dense(ranks: npt.NDArray[Any]) -> npt.NDArray[np.int16]:
    """Ranks as 16-bit numbers; rows whose numbers do not fit are made dense."""
    if ranks.min(initial=0) >= 0 and ranks.max(initial=0) < 32767:
        return ranks.astype(np.int16)
    flat = ranks.reshape(-1, ranks.shape[-1])
    dense = [np.unique(row, return_inverse=True)[1] for row in flat]
    return np.array(dense, dtype=np.int16).reshape(ranks.shape)
