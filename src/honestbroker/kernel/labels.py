"""What a state does to each party: sunk, trapped, regretting, betrayed, exposed.

Definitions (theory section 5), relative to a reference state ref; r_i: ranks of party i

* **sunk** for i: its one-way options whose value differs from the reference. (Fixed options are
  never changed by a move, so nothing is sunk in them.)
* **trap** under a concept: an equilibrium that ends once one-way options can be undone. All
  forward and backward options are made ``both``; i is trapped if it then has an improvement that
  undoes one of its own taken one-way options and makes the state unstable for it. The improvement
  with the fewest flips names the options, the best for i among those.
* **regret** of i: something is sunk for i and r_i(s) < r_i(ref).
* **betrayed** i: regret, and some feasible u that differs from s only in others' options, in
  allowed ways, has r_i(u) >= r_i(ref). The fewest such flips are owed, by their owners.
* **exposed** i: something is sunk for i, and plain improvements of the others, one after the
  other, lead from s to a t that i ranks below both s and the reference. The worst such t, nearest
  first, is the evidence.

In listed form no move can be made undoable, so there are no traps, and what the others could do is
not known beyond their listed moves, so nobody is betrayed.

In coupled form couplings fire wherever options are flipped: to see what is a trap all one-way
options are made ``both``, for movers and for responses; what is undone, and what is owed, are own
flips of the party or of the others, judged by the state after all responses.

Guarantees: exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from honestbroker.kernel.graph import Graph
from honestbroker.kernel.moves import Ranks
from honestbroker.kernel.search import Path, Play, path_of, search
from honestbroker.kernel.stability import worth
from honestbroker.kernel.steps import joint

__all__ = ["Betrayal", "Exposure", "Trap", "Traps", "betrayal", "exposure", "regrets", "sunk"]


@dataclass(frozen=True)
class Trap:
    """A party that would undo `flips` (bits), and the state it would go to."""

    party: int
    flips: int
    undone: int
    target: int


@dataclass(frozen=True)
class Betrayal:
    """The smallest sets of flips (bits) that others owe, and where each leads."""

    owed: tuple[int, ...]
    targets: tuple[int, ...]


@dataclass(frozen=True)
class Exposure:
    """The worst state the others' plain improvements lead to, and the path."""

    target: int
    path: Path


def sunk(graph: Graph, party: int, state: int, reference: int) -> int:
    """The one-way options of a party that differ from the reference.

    Parameters
    ----------
    graph : Graph
        The model.
    party : int
        The party.
    state, reference : int
        Indices of states.

    Returns
    -------
    int
        Bits.

    Examples
    --------
    >>> one_way = Graph(np.arange(2), np.zeros((1, 2), dtype=np.int32), own=(1,), up=1)
    >>> sunk(one_way, 0, state=1, reference=0)
    1
    """
    differs = int(graph.marks[state] ^ graph.marks[reference])
    return differs & graph.own[party] & (graph.up | graph.down)


def regrets(graph: Graph, party: int, state: int, reference: int) -> bool:
    """Whether a party has sunk something and is worse off than at the reference.

    Parameters
    ----------
    graph : Graph
        The model.
    party : int
        The party.
    state, reference : int
        Indices of states.

    Returns
    -------
    bool
        Whether it regrets.
    """
    ranks = graph.ranks[party]
    return bool(sunk(graph, party, state, reference)) and bool(ranks[state] < ranks[reference])


class Traps:
    """Which equilibria are traps, for one graph.

    Parameters
    ----------
    graph : Graph
        The model.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._worth: dict[tuple[int, str], Ranks] = {}

    def of(self, concept: str, state: int) -> tuple[Trap, ...]:
        """Who is trapped in an equilibrium.

        Parameters
        ----------
        concept : str
            ``nash``, ``gmr`` or ``seq``: the concept under which `state` is an equilibrium.
        state : int
            Its index.

        Returns
        -------
        tuple of Trap
            One for each party that would undo something; empty if the state is no trap.
        """
        graph = self.graph
        if graph.listed:
            return ()
        here = np.array([state], dtype=np.intp)
        code = int(graph.codes[state])
        taken = (code & graph.up) | (~code & graph.down)
        found = []
        for party in graph.movers:
            bits = taken & graph.own[party]
            if not bits:
                continue
            moves = joint(graph.undoable, (party,), here)
            better = self._values(party, concept)[moves.targets] > graph.ranks[party, state]
            wanted = np.flatnonzero(better & (moves.flips & bits != 0))
            if not wanted.size:
                continue
            targets, flips = moves.targets[wanted], moves.flips[wanted]
            ranks = graph.ranks[party, targets]
            best = np.lexsort((flips, targets, -ranks, np.bitwise_count(flips)))[0]
            flipped = int(flips[best])
            found.append(Trap(party, flipped, flipped & bits, int(targets[best])))
        return tuple(found)

    def _values(self, party: int, concept: str) -> Ranks:
        if (party, concept) not in self._worth:
            self._worth[party, concept] = worth(self.graph.undoable, party, concept)
        return self._worth[party, concept]


def betrayal(graph: Graph, party: int, state: int, reference: int) -> Betrayal | None:
    """What others owe a party that regrets, if they could make it whole.

    Parameters
    ----------
    graph : Graph
        The model.
    party : int
        The party.
    state, reference : int
        Indices of states.

    Returns
    -------
    Betrayal or None
        All smallest sets of flips; None if the party is not betrayed.
    """
    if graph.listed or not regrets(graph, party, state, reference):
        return None
    others = tuple(other for other in graph.movers if other != party)
    moves = joint(graph, others, np.array([state], dtype=np.intp))
    enough = graph.ranks[party, moves.targets] >= graph.ranks[party, reference]
    if not enough.any():
        return None
    counts = np.bitwise_count(moves.flips)
    fewest = np.flatnonzero(enough & (counts == counts[enough].min()))
    return Betrayal(tuple(map(int, moves.flips[fewest])), tuple(map(int, moves.targets[fewest])))


def exposure(graph: Graph, party: int, state: int, reference: int) -> Exposure | None:
    """The worst that others' plain improvements can do to a party that has sunk something.

    Parameters
    ----------
    graph : Graph
        The model.
    party : int
        The party.
    state, reference : int
        Indices of states.

    Returns
    -------
    Exposure or None
        The worst state and the path to it; None if the party is not exposed.
    """
    if not sunk(graph, party, state, reference):
        return None
    others = tuple(other for other in graph.movers if other != party)
    found = search(graph, state, Play(plain=True, movers=others))
    ranks = graph.ranks[party]
    floor = min(int(ranks[state]), int(ranks[reference]))
    worse = np.flatnonzero((found.distance >= 0) & (ranks < floor))
    if not worse.size:
        return None
    order = np.lexsort((worse, found.flips[worse], found.distance[worse], ranks[worse]))
    target = int(worse[order[0]])
    return Exposure(target, path_of(graph, found, target))
