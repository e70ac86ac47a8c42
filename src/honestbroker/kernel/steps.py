"""Steps of play from given states: improvements of one party, deals of a group, and what is plain.

Definitions (theory sections 4 and 5; deals after KHFP01)

* A **step** of one party is an improvement. A **deal** (joint improvement) of a group H is a
  feasible t that differs from s only in options of members of H, in the ways allowed, changes
  options of at least two members, and that every member ranks above s (``strict``), or none below
  and one above (``pareto``). All flips happen at once; states in between need not be feasible.
* In listed form a deal is the end of a legal sequence of the members' moves (nobody twice in
  succession) in which at least two members move.
* A step is **plain** if no proper non-empty part of its flips, itself leading to a feasible state,
  leaves the mover, or every member of the group, at least as well off as the whole step does:
  nothing needless rides along. In listed form a part must itself be a listed move or deal of the
  same movers.

How. In option form the flips of a mover set are the submasks of its bits: for a block of source
states all their targets are looked up at once. Whether a part is as good as the whole is, for one
party, a maximum over subsets of flips, found bit by bit; for a group it is looked up for the deals
only, since several ranks have no maximum.

Guarantees: exact. Complexity: sources x 2^k targets for a mover set with k bits.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.graph import Graph
from honestbroker.kernel.moves import Indices, OptionMoves

__all__ = ["Steps", "deals", "parts_as_good", "steps"]

_BLOCK: Final = 1 << 21
"""How many (source, target) pairs are looked at together."""

_WIDEST: Final = 20
"""Mover sets with more bits than this are looked at state by state."""


@dataclass(frozen=True, eq=False)
class Steps:
    """Steps from some states: parallel arrays, by source, then target.

    Attributes
    ----------
    sources, targets : array of intp, shape (steps,)
        Indices of states.
    flips : array of int64, shape (steps,)
        The bits each step changes.
    plain : array of bool, shape (steps,)
        Whether nothing needless rides along.
    """

    sources: Indices
    targets: Indices
    flips: npt.NDArray[np.int64]
    plain: npt.NDArray[np.bool_]


def steps(graph: Graph, party: int, sources: Indices) -> Steps:
    """The improvements of one party from given states.

    Parameters
    ----------
    graph : Graph
        The model.
    party : int
        Who moves.
    sources : array of intp
        From where.

    Returns
    -------
    Steps
        Every improvement.

    Examples
    --------
    Two options of one party, both wanted: either alone is plain, and so is taking both.

    >>> wants_both = Graph(np.arange(4), np.array([[0, 1, 1, 2]], dtype=np.int32), own=(3,))
    >>> steps(wants_both, 0, np.array([0])).plain.tolist()
    [True, True, True]

    If the second adds nothing, it only rides along.

    >>> wants_one = Graph(np.arange(4), np.array([[0, 1, 0, 1]], dtype=np.int32), own=(3,))
    >>> found = steps(wants_one, 0, np.array([0]))
    >>> found.targets.tolist(), found.plain.tolist()
    ([1, 3], [True, False])
    """
    own = graph.own[party]
    if graph.composes and own.bit_count() <= _WIDEST:
        return _joined([_improving(graph, party, block) for block in _blocks(sources, own)])
    ranks = graph.ranks[party]
    found = []
    for source in map(int, sources):
        targets = graph.moves[party].targets(source)
        better = ranks[targets] > ranks[source]
        found.append(_judged(graph, (party,), source, targets, better))
    return _joined(found)


def deals(
    graph: Graph,
    members: tuple[int, ...],
    sources: Indices,
    *,
    strict: bool = True,
    max_changes: int | None = None,
) -> Steps:
    """The joint improvements of a group from given states.

    Parameters
    ----------
    graph : Graph
        The model.
    members : tuple of int
        The group's parties.
    sources : array of intp
        From where.
    strict : bool
        Whether every member must gain; if not, none may lose and one must gain.
    max_changes : int or None
        The most options one deal may flip.

    Returns
    -------
    Steps
        Every deal.

    Examples
    --------
    The way out of the prisoners' dilemma:

    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> dilemma = Graph(np.arange(4), ranks, own=(0b01, 0b10))
    >>> deals(dilemma, (0, 1), np.array([3])).targets.tolist()
    [0]
    """
    found = []
    joint = None
    if graph.composes:
        union = 0
        for member in members:
            union |= graph.own[member]
        joint = OptionMoves(graph.codes, union, graph.up, graph.down)
    for source in map(int, sources):
        if joint is not None:
            targets = joint.targets(source)
            flips = graph.marks[targets] ^ graph.marks[source]
            touched = sum(((flips & graph.own[member]) != 0).astype(np.int8) for member in members)
            candidate = np.asarray(touched) >= 2
        else:
            targets, candidate = _sequences(graph, members, source)
            flips = graph.marks[targets] ^ graph.marks[source]
        gains = graph.ranks[list(members)][:, targets] - graph.ranks[list(members), source][:, None]
        if strict:
            candidate = candidate & (gains > 0).all(axis=0)
        else:
            candidate = candidate & (gains >= 0).all(axis=0) & (gains > 0).any(axis=0)
        if max_changes is not None:
            candidate = candidate & (np.bitwise_count(flips) <= max_changes)
        found.append(_judged(graph, members, source, targets, candidate))
    return _joined(found)


def parts_as_good(
    graph: Graph, members: tuple[int, ...], source: int, target: int
) -> tuple[int, ...]:
    """The smaller parts of a step that leave its movers at least as well off.

    Parameters
    ----------
    graph : Graph
        The model, in option form.
    members : tuple of int
        Who moves.
    source, target : int
        The step.

    Returns
    -------
    tuple of int
        Indices of the states those parts lead to, fewest flips first; empty for a plain step.
    """
    union = 0
    for member in members:
        union |= graph.own[member]
    targets = OptionMoves(graph.codes, union, graph.up, graph.down).targets(source)
    flips = graph.marks[targets] ^ graph.marks[source]
    whole = graph.marks[target] ^ graph.marks[source]
    part = ((flips & ~whole) == 0) & (targets != target)
    own = graph.ranks[list(members), target][:, None]
    as_good = (graph.ranks[list(members)][:, targets] >= own).all(axis=0)
    kept = np.flatnonzero(part & as_good)
    return tuple(int(targets[place]) for place in kept[np.argsort(np.bitwise_count(flips[kept]))])


def _blocks(sources: Indices, own: int) -> list[Indices]:
    size = max(1, _BLOCK >> own.bit_count())
    return [sources[start : start + size] for start in range(0, sources.size, size)]


def _submasks(own: int) -> npt.NDArray[np.int64]:
    """All submasks of some bits; place p holds the bits of p spread over them."""
    masks = np.zeros(1, dtype=np.int64)
    for bit in range(own.bit_length()):
        if own >> bit & 1:
            masks = np.concatenate((masks, masks | (1 << bit)))
    return masks


def _improving(graph: Graph, party: int, sources: Indices) -> Steps:
    own = graph.own[party]
    masks = _submasks(own)
    codes = graph.codes[sources][:, None]
    reached = codes ^ masks
    places = np.searchsorted(graph.codes, reached)
    np.minimum(places, graph.states - 1, out=places)
    legal = graph.codes[places] == reached
    legal &= (masks & graph.up & codes) == 0
    legal &= (masks & graph.down & ~codes) == 0
    ranks = np.where(legal, graph.ranks[party][places], -1)
    own_ranks = ranks[:, :1].copy()
    better = ranks > own_ranks
    ranks[:, 0] = -1  # no flips at all is no part of a step
    at_most = ranks.copy()
    part = np.full_like(ranks, -1)
    for bit in range(own.bit_count()):
        # `at_most`: best rank over subsets of flips; `part`: over proper ones. Adding a bit to a
        # set of flips makes every subset without it a proper subset.
        shape = (sources.size, -1, 2, 1 << bit)
        whole, proper = at_most.reshape(shape), part.reshape(shape)
        proper[:, :, 1] = np.maximum(proper[:, :, 1], whole[:, :, 0])
        proper[:, :, 1] = np.maximum(proper[:, :, 1], proper[:, :, 0])
        whole[:, :, 1] = np.maximum(whole[:, :, 1], whole[:, :, 0])
    row, column = np.nonzero(better)
    return Steps(
        sources[row],
        places[row, column],
        masks[column],
        part[row, column] < ranks[row, column],
    )


def _judged(
    graph: Graph,
    members: tuple[int, ...],
    source: int,
    targets: Indices,
    candidate: npt.NDArray[np.bool_],
) -> Steps:
    """The candidate steps from one state, and which of them are plain."""
    chosen = np.flatnonzero(candidate)
    flips = graph.marks[targets] ^ graph.marks[source]
    plain = np.ones(chosen.size, dtype=np.bool_)
    ranks = graph.ranks[list(members)][:, targets]
    for start in range(0, chosen.size, 256):
        some = chosen[start : start + 256]
        part = (flips[None, :] & ~flips[some, None]) == 0
        part &= targets[None, :] != targets[some, None]
        for row in ranks:
            part &= row[None, :] >= row[some, None]
        plain[start : start + 256] = ~part.any(axis=1)
    order = np.argsort(targets[chosen], kind="stable")
    chosen, plain = chosen[order], plain[order]
    sources = np.full(chosen.size, source, dtype=np.intp)
    return Steps(sources, targets[chosen], flips[chosen], plain)


def _sequences(
    graph: Graph, members: tuple[int, ...], source: int
) -> tuple[Indices, npt.NDArray[np.bool_]]:
    """In listed form: what the members reach together, and whether two of them must have moved."""
    start = (source, -1, False)
    seen = {start}
    pending = deque(seen)
    while pending:
        here, last, both = pending.popleft()
        for member in members:
            if member == last:
                continue
            for target in map(int, graph.moves[member].targets(here)):
                node = (target, member, both or last >= 0)
                if node not in seen:
                    seen.add(node)
                    pending.append(node)
    together = {here for here, last, both in seen if both and here != source}
    alone = {here for here, last, both in seen if last >= 0 and not both and here != source}
    targets = np.array(sorted(together | alone), dtype=np.intp)
    return targets, np.array([int(target) in together for target in targets], dtype=np.bool_)


def _joined(found: list[Steps]) -> Steps:
    nothing = np.empty(0, dtype=np.intp)
    if not found:
        return Steps(nothing, nothing, nothing.astype(np.int64), nothing.astype(np.bool_))
    return Steps(
        np.concatenate([some.sources for some in found]),
        np.concatenate([some.targets for some in found]),
        np.concatenate([some.flips for some in found]),
        np.concatenate([some.plain for some in found]),
    )
