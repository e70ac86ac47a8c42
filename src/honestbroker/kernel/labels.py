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

Many states at once. Who regrets is one comparison a state (`regretting`). At a nash equilibrium a
party has no improvement by the moves it may make, so whatever it would rather do undoes something:
it is trapped under nash exactly if it ranks some state of its group above this one, all one-way
options undoable (`trapped`). Nor is it trapped under another concept unless it is under nash: what
an improvement is worth once the others have answered is no more than its rank.

Guarantees: exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled import pays
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.moves import Codes, Indices, Ranks
from honestbroker.kernel.search import Local, Path, Play, Search, path_of, search
from honestbroker.kernel.stability import worth
from honestbroker.kernel.steps import joint

__all__ = [
    "Betrayal",
    "Exposure",
    "Exposures",
    "Trap",
    "Traps",
    "betrayal",
    "exposure",
    "regrets",
    "regretting",
    "sunk",
    "trapped",
]


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


def regretting(graph: Graph, states: Indices, reference: int) -> npt.NDArray[np.bool_]:
    """In which of some states somebody regrets.

    Parameters
    ----------
    graph : Graph
        The model.
    states : array of intp
        Their indices.
    reference : int
        Index of the reference state.

    Returns
    -------
    array of bool
        One for each state.
    """
    found = np.zeros(states.shape, dtype=np.bool_)
    differs = (graph.marks[states] ^ graph.marks[reference]) & (graph.up | graph.down)
    for own, ranks in zip(graph.own, graph.ranks, strict=True):
        found |= (differs & own != 0) & (ranks[states] < ranks[reference])
    return found


def trapped(graph: Graph, states: Indices) -> npt.NDArray[np.bool_]:
    """Which of some nash equilibria are traps for somebody, under whichever concept.

    Parameters
    ----------
    graph : Graph
        The model.
    states : array of intp
        Indices of nash equilibria.

    Returns
    -------
    array of bool
        One for each state.
    """
    found = np.zeros(states.shape, dtype=np.bool_)
    if graph.listed:
        return found
    if graph.coupled is not None:
        traps = Traps(graph)
        return np.array([bool(traps.of("nash", int(state))) for state in states], dtype=np.bool_)
    for party in graph.movers:
        if graph.own[party] & (graph.up | graph.down):
            best = graph.undoable.moves[party].best(graph.ranks[party])
            found |= best[states] > graph.ranks[party, states]
    return found


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
        code = int(graph.codes[state])
        taken = (code & graph.up) | (~code & graph.down)
        found = []
        for party in graph.movers:
            bits = taken & graph.own[party]
            if not bits:
                continue
            targets, flips = self._better(party, concept, state)
            wanted = np.flatnonzero(flips & bits != 0)
            if not wanted.size:
                continue
            targets, flips = targets[wanted], flips[wanted]
            ranks = graph.ranks[party, targets]
            best = np.lexsort((flips, targets, -ranks, np.bitwise_count(flips)))[0]
            flipped = int(flips[best])
            found.append(Trap(party, flipped, flipped & bits, int(targets[best])))
        return tuple(found)

    def _better(self, party: int, concept: str, state: int) -> tuple[Indices, Codes]:
        """The party's moves, all undoable, that are worth more to it than staying; their flips."""
        undoable, own = self.graph.undoable, self.graph.ranks[party, state]
        values = self._values(party, concept)
        if undoable.composes:
            targets = undoable.moves[party].targets(state)
            targets = targets[values[targets] > own]
            return targets, undoable.codes[targets] ^ undoable.codes[state]
        moves = joint(undoable, (party,), np.array([state], dtype=np.intp))
        better = values[moves.targets] > own
        return moves.targets[better], moves.flips[better]

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
    ranks = graph.ranks[party]
    if graph.coupled is None:
        targets = graph.joint(others).targets(state)
        targets = targets[ranks[targets] >= ranks[reference]]
        flips = graph.codes[targets] ^ graph.codes[state]
    else:
        moves = joint(graph, others, np.array([state], dtype=np.intp))
        enough = ranks[moves.targets] >= ranks[reference]
        targets, flips = moves.targets[enough], moves.flips[enough]
    if not targets.size:
        return None
    counts = np.bitwise_count(flips)
    fewest = np.flatnonzero(counts == counts.min())
    return Betrayal(tuple(map(int, flips[fewest])), tuple(map(int, targets[fewest])))


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
    return Exposures(graph).of(party, state, reference)


class Exposures:
    """To whom equilibria leave each party exposed, for one graph.

    Parameters
    ----------
    graph : Graph
        The model.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._local: dict[int, Local | None] = {}

    def of(self, party: int, state: int, reference: int) -> Exposure | None:
        """The worst that others' plain improvements can do to a party that has sunk something.

        Parameters
        ----------
        party : int
            The party.
        state, reference : int
            Indices of states.

        Returns
        -------
        Exposure or None
            The worst state and the path to it; None if the party is not exposed.
        """
        graph = self.graph
        if not sunk(graph, party, state, reference):
            return None
        ranks = graph.ranks[party]
        floor = min(int(ranks[state]), int(ranks[reference]))
        reached, found = self._reached(party, state)
        worse = reached[ranks[reached] < floor]
        if not worse.size:
            return None
        order = np.lexsort((worse, found.flips[worse], found.distance[worse], ranks[worse]))
        target = int(worse[order[0]])
        return Exposure(target, path_of(graph, found, target))

    def _reached(self, party: int, state: int) -> tuple[Indices, Search]:
        """What plain improvements of the others reach."""
        graph = self.graph
        others = tuple(other for other in graph.movers if other != party)
        if graph.composes and pays(graph.states, graph.parties):
            if party not in self._local:
                self._local[party] = Local.of(graph, others)
            local = self._local[party]
            if local is not None:
                return local.reached(state)
        found = search(graph, state, Play(plain=True, movers=others))
        return np.flatnonzero(found.distance >= 0), found
