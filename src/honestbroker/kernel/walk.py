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

How. Layer by layer from the start; all plain improvements of a layer are found at once.

Guarantees: exact. Complexity: every kept state is left once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.graph import Graph
from honestbroker.kernel.moves import Ranks, shares
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
    found: dict[bool, dict[int, list[Steps]]] = {True: {}, False: {}}
    kept[start] = True
    frontier = np.array([start], dtype=np.intp)
    while frontier.size:
        fresh = []
        for party in graph.movers:
            for block in shares(frontier, graph.moves[party].fan(frontier)):
                plain = _where(steps(graph, party, block), None)
                for broken in (True, False):
                    some = _where(plain, breaks[plain.targets] == broken)
                    if some.targets.size:
                        found[broken].setdefault(party, []).append(some)
                        fresh.extend([] if broken else [some.targets])
        reached = np.unique(np.concatenate(fresh)) if fresh else frontier[:0]
        frontier = reached[~kept[reached]]
        kept[frontier] = True
    unwanted = breaks if onward is None else breaks & ~onward
    offered = []
    for number, group in enumerate(groups):
        made = _where(deals(graph, group.members, np.flatnonzero(kept), among=unwanted), None)
        if made.targets.size:
            offered.append((number, made))
    return Walk(kept, _joined(found[True]), _joined(found[False]), tuple(offered))


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


def _where(some: Steps, kept: Mask | None) -> Steps:
    """The steps where `kept` is true; for None the plain ones."""
    chosen = some.plain if kept is None else kept
    return Steps(some.sources[chosen], some.targets[chosen], some.flips[chosen], some.plain[chosen])


def _joined(found: dict[int, list[Steps]]) -> tuple[tuple[int, Steps], ...]:
    return tuple(
        (
            party,
            Steps(
                *(
                    np.concatenate([getattr(part, name) for part in found[party]])
                    for name in ("sources", "targets", "flips", "plain")
                )
            ),
        )
        for party in sorted(found)
    )
