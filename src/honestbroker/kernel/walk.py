"""What play does with a promise: where a state settles, and who breaks what was promised there.

Definitions (theory section 10)

* A state **settles** into all states reached from it by plain improvements of single parties,
  itself among them.
* A set of states **breaks** the promise. A state that does not is **kept** if it is the start, or
  is reached from it by plain improvements of single parties through kept states only.
* A **breaking improvement** is a plain improvement of one party from a kept state into a state that
  breaks; an **adjusting** one leads from a kept state to a kept state.
* A **breaking deal** is a plain deal of one of the groups from a kept state into a state that
  breaks and is not one where the promise goes on.
* An improvement of party i from s to t is **deterred** if it is sanctioned in the sense of seq:
  q(t) <= r_i(s), with q of `honestbroker.kernel.stability`.

If the start itself breaks nothing is kept, and there is nothing to break.

How. A kept state is one into which the start settles, so the plain improvements of all of these are
found at once, and kept states layer by layer along them. Steps are told by layer.

Guarantees: exact. Complexity: every state into which the start settles is left once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.graph import Graph
from honestbroker.kernel.moves import Indices, Ranks, shares
from honestbroker.kernel.search import Group, Play, search
from honestbroker.kernel.stability import worth
from honestbroker.kernel.steps import Steps, deals, steps

__all__ = ["Walk", "deterred", "settled", "walk"]

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Walk:
    """What becomes of a promise from one state.

    Attributes
    ----------
    kept : array of bool, shape (states,)
        The kept states.
    breaking : tuple of (int, Steps)
        For each party that has some, its breaking improvements.
    adjusting : tuple of (int, Steps)
        For each party that has some, its adjusting improvements.
    deals : tuple of (int, Steps)
        For each group that has some, by its place among those asked, its breaking deals.
    """

    kept: Mask
    breaking: tuple[tuple[int, Steps], ...]
    adjusting: tuple[tuple[int, Steps], ...]
    deals: tuple[tuple[int, Steps], ...]


def settled(graph: Graph, start: int) -> Mask:
    """Where a state settles.

    Parameters
    ----------
    graph : Graph
        The model.
    start : int
        Index of a state.

    Returns
    -------
    array of bool, shape (states,)
        The settled states.

    Examples
    --------
    In the prisoners' dilemma cooperation settles into anything, mutual defection stays.

    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> dilemma = Graph(np.arange(4), ranks, own=(0b01, 0b10))
    >>> settled(dilemma, 0).tolist(), settled(dilemma, 3).tolist()
    ([True, True, True, True], [False, False, False, True])
    """
    reached: Mask = search(graph, start, Play(plain=True)).distance >= 0
    return reached


def walk(
    graph: Graph,
    start: int,
    breaks: Mask,
    groups: Sequence[Group] = (),
    onward: Mask | None = None,
    within: Mask | None = None,
) -> Walk:
    """Who breaks a promise, from one state on.

    Parameters
    ----------
    graph : Graph
        The model.
    start : int
        Index of the state where the promise is made.
    breaks : array of bool, shape (states,)
        The states that break it.
    groups : sequence of Group
        Who may strike deals.
    onward : array of bool, shape (states,), or None
        The states where the promise goes on; None for none.
    within : array of bool, shape (states,), or None
        Where the start settles, if it is known.

    Returns
    -------
    Walk
        Kept states, and the steps that break and that adjust.

    Examples
    --------
    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> dilemma = Graph(np.arange(4), ranks, own=(0b01, 0b10))
    >>> found = walk(dilemma, 0, np.arange(4) != 0)
    >>> [(party, some.targets.tolist()) for party, some in found.breaking]
    [(0, [1]), (1, [2])]
    """
    kept = np.zeros(graph.states, dtype=np.bool_)
    if breaks[start]:
        return Walk(kept, (), (), ())
    states = np.flatnonzero(settled(graph, start) if within is None else within)
    plain = [(party, _plain(graph, party, states)) for party in graph.movers]
    depth = _depths(graph, start, breaks, [some for _, some in plain])
    kept = depth >= 0
    found: dict[bool, list[tuple[int, Steps]]] = {True: [], False: []}
    for party, every in plain:
        some = _where(every, kept[every.sources])
        order = np.argsort(depth[some.sources], kind="stable")
        for broken, steps_told in found.items():
            told = _where(some, order[breaks[some.targets[order]] == broken])
            if told.targets.size:
                steps_told.append((party, told))
    unwanted = breaks if onward is None else breaks & ~onward
    offered = []
    for number, group in enumerate(groups):
        made = _where(deals(graph, group.members, np.flatnonzero(kept), among=unwanted), None)
        if made.targets.size:
            offered.append((number, made))
    return Walk(kept, tuple(found[True]), tuple(found[False]), tuple(offered))


def _plain(graph: Graph, party: int, states: Indices) -> Steps:
    """A party's plain improvements from some states, by source."""
    blocks = shares(states, graph.moves[party].fan(states))
    return _joined([_where(steps(graph, party, block), None) for block in blocks])


def _depths(graph: Graph, start: int, breaks: Mask, plain: Sequence[Steps]) -> Indices:
    """How many steps each kept state is from the start; -1 for the others."""
    sources = np.concatenate([some.sources for some in plain] or [np.zeros(0, dtype=np.intp)])
    targets = np.concatenate([some.targets for some in plain] or [np.zeros(0, dtype=np.intp)])
    keeping = ~breaks[targets]
    sources, targets = sources[keeping], targets[keeping]
    depth = np.full(graph.states, -1, dtype=np.intp)
    depth[start] = layer = 0
    while True:
        fresh = targets[(depth[sources] == layer) & (depth[targets] < 0)]
        if not fresh.size:
            return depth
        layer += 1
        depth[fresh] = layer


def deterred(graph: Graph, party: int, some: Steps, worths: Ranks | None = None) -> Mask:
    """Which improvements of a party are sanctioned in the sense of seq.

    Parameters
    ----------
    graph : Graph
        The model.
    party : int
        Who improves.
    some : Steps
        Its improvements.
    worths : array of int32, shape (states,), or None
        What moving to each state is worth to the party (seq), if it is known.

    Returns
    -------
    array of bool, shape (steps,)
        True where the others can answer by their own improvements with a state that the party
        ranks no higher than where it started.

    Examples
    --------
    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> dilemma = Graph(np.arange(4), ranks, own=(0b01, 0b10))
    >>> deterred(dilemma, 0, steps(dilemma, 0, np.array([0]))).tolist()
    [True]
    """
    found = worth(graph, party, "seq") if worths is None else worths
    sanctioned: Mask = found[some.targets] <= graph.ranks[party, some.sources]
    return sanctioned


def _where(some: Steps, kept: Mask | Indices | None) -> Steps:
    """Some of the steps, by mask or by place; for None the plain ones."""
    chosen = some.plain if kept is None else kept
    return Steps(some.sources[chosen], some.targets[chosen], some.flips[chosen], some.plain[chosen])


def _joined(parts: Sequence[Steps]) -> Steps:
    names = ("sources", "targets", "flips", "plain")
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return Steps(nothing.astype(np.intp), nothing.astype(np.intp), nothing, nothing == 1)
    return Steps(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
