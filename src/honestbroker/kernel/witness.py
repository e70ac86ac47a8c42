"""Proofs of verdicts: an improvement nobody sanctions, or one sanction path per improvement.

A witness can be replayed without knowing how it was found:

* unstable: a move to a higher rank from which no legal sequence of the others' moves leads to a
  sanction;
* stable: for every improvement s1 of the party a legal sequence of the others' moves (for seq and
  sseq, of improvements) from s1 to a state that the party ranks no higher than where it started,
  and, for smr and sseq, from which it cannot move to a higher rank than that either. A state from
  which there is no improvement needs no sanction.

How paths are found in option form. `closure` remembers at which step a state's value fell and who
moved. A state t whose value v fell at step k, when party j moved, has a target u of j with the
same final value v that fell earlier (or is itself the sanction): had u's value fallen further
later, t's would have too. Following such targets the steps strictly fall, so the path ends; and
nobody moves twice in succession, since j's two moves would have been one move at the earlier step.
In listed form a breadth-first search over (state, last mover) finds a shortest path.

Guarantees: exact; the same witness on every run.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from honestbroker.kernel.graph import Graph
from honestbroker.kernel.moves import Ranks
from honestbroker.kernel.stability import COUNTERED, IMPROVING, Closure, closure, secure

__all__ = ["Sanction", "Witness", "Witnesses"]


@dataclass(frozen=True, slots=True)
class Sanction:
    """What the others do about one improvement: (mover, state moved to), in order."""

    improvement: int
    path: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """The proof of one verdict, in indices of states and parties.

    Exactly one of the two speaks: `improvement` of an unstable state, `sanctions` of a stable one.
    """

    stable: bool
    improvement: int | None
    sanctions: tuple[Sanction, ...]


class Witnesses:
    """Proofs for the verdicts of one graph, made when asked for.

    Parameters
    ----------
    graph : Graph
        The model.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._closures: dict[tuple[int, bool, bool], tuple[Ranks, Closure]] = {}
        self._tails: dict[tuple[int, bool, bool, int], tuple[tuple[int, int], ...]] = {}

    def of(self, concept: str, party: int, state: int) -> Witness:
        """The proof of a verdict.

        Parameters
        ----------
        concept : str
            One of the concepts of `honestbroker.kernel.stability`.
        party : int
            Whose verdict.
        state : int
            Index of the state.

        Returns
        -------
        Witness
            The proof.

        Examples
        --------
        >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
        >>> dilemma = Graph(np.arange(4), ranks, own=(0b01, 0b10))
        >>> Witnesses(dilemma).of("seq", 0, 0).sanctions
        (Sanction(improvement=1, path=((1, 3),)),)
        """
        graph = self.graph
        own = int(graph.ranks[party, state])
        improvements = graph.improvements[party].targets(state)
        if concept == "nash":
            if not improvements.size:
                return Witness(True, None, ())
            best = improvements[np.argmax(graph.ranks[party, improvements])]
            return Witness(False, int(best), ())
        key = (party, concept in COUNTERED, concept in IMPROVING)
        base, reached = self._closure(key)
        free = improvements[reached.values[improvements] > own]
        if free.size:
            best = free[np.argmax(graph.ranks[party, free])]
            return Witness(False, int(best), ())
        sanctions = (
            Sanction(int(target), self._path(key, base, reached, int(target), own))
            for target in improvements
        )
        return Witness(True, None, tuple(sanctions))

    def answer(
        self, concept: str, party: int, state: int, improvement: int
    ) -> tuple[tuple[int, int], ...] | None:
        """How the others would sanction one improvement.

        Parameters
        ----------
        concept : str
            A concept other than nash.
        party : int
            Who improves.
        state, improvement : int
            From where and to where.

        Returns
        -------
        tuple of (mover, state) or None
            Their steps, in order; None if nobody can.
        """
        own = int(self.graph.ranks[party, state])
        key = (party, concept in COUNTERED, concept in IMPROVING)
        base, reached = self._closure(key)
        if reached.values[improvement] > own:
            return None
        return self._path(key, base, reached, improvement, own)

    def needed(self, concept: str, party: int, state: int) -> int:
        """The least rank that would make a state stable: see `honestbroker.kernel.required`.

        Parameters
        ----------
        concept : str
            One of the concepts.
        party : int
            For whom.
        state : int
            Index of the state.

        Returns
        -------
        int
            The rank it has if it is stable.

        Examples
        --------
        >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
        >>> dilemma = Graph(np.arange(4), ranks, own=(0b01, 0b10))
        >>> Witnesses(dilemma).needed("nash", 0, 0)
        3
        """
        ranks = self.graph.ranks[party]
        targets = self.graph.moves[party].targets(state)
        worth = ranks[targets]
        if concept != "nash":
            _, reached = self._closure((party, concept in COUNTERED, concept in IMPROVING))
            worth = np.minimum(worth, reached.values[targets])
        return int(worth.max(initial=ranks[state]))

    def _closure(self, key: tuple[int, bool, bool]) -> tuple[Ranks, Closure]:
        if key not in self._closures:
            party, countered, improving = key
            base = secure(self.graph, party) if countered else self.graph.ranks[party]
            reached = closure(self.graph, party, base, improving=improving)
            self._closures[key] = (base, reached)
        return self._closures[key]

    def _path(
        self, key: tuple[int, bool, bool], base: Ranks, reached: Closure, start: int, own: int
    ) -> tuple[tuple[int, int], ...]:
        if not self.graph.composes:
            return self._searched(key, base, start, own)
        if (*key, start) not in self._tails:
            self._tails[*key, start] = self._followed(key, reached, start)
        path = self._tails[*key, start]
        enough = next(place for place, (_, here) in enumerate(path) if base[here] <= own)
        return path[: enough + 1]

    def _followed(
        self, key: tuple[int, bool, bool], reached: Closure, start: int
    ) -> tuple[tuple[int, int], ...]:
        steps = self.graph.improvements if key[2] else self.graph.moves
        path: list[tuple[int, int]] = []
        here = start
        while reached.stamps[here]:
            mover = reached.movers[reached.stamps[here]]
            targets = steps[mover].targets(here)
            same = targets[reached.values[targets] == reached.values[here]]
            after = int(same[np.argmin(reached.stamps[same])])
            assert reached.stamps[after] < reached.stamps[here], "the steps strictly fall"
            here = after
            path.append((mover, here))
        return tuple(path)

    def _searched(
        self, key: tuple[int, bool, bool], base: Ranks, start: int, own: int
    ) -> tuple[tuple[int, int], ...]:
        party, _, improving = key
        steps = self.graph.improvements if improving else self.graph.moves
        others = [other for other in self.graph.movers if other != party]
        came: dict[tuple[int, int], tuple[int, int] | None] = {(start, party): None}
        pending = deque(came)
        while pending:
            node = pending.popleft()
            here, last = node
            if here != start and base[here] <= own:
                path: list[tuple[int, int]] = []
                step: tuple[int, int] | None = node
                while step is not None and came[step] is not None:
                    path.append((step[1], step[0]))
                    step = came[step]
                return tuple(reversed(path))
            for other in others:
                if other != last:
                    for target in steps[other].targets(here):
                        reached = (int(target), other)
                        if reached not in came:
                            came[reached] = node
                            pending.append(reached)
        raise AssertionError("a stable verdict has a sanction for every improvement")
