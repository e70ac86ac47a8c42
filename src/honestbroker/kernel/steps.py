"""Steps of play from given states: improvements of one party, deals of a group, and what is plain.

Definitions (theory sections 4 and 5; deals after KHFP01)

* A **step** of one party is an improvement. A **deal** (joint improvement) of a group H is a
  feasible t that differs from s only in options of members of H, in the ways allowed, changes
  options of at least two members, and that every member ranks above s (``strict``), or none below
  and one above (``pareto``). All flips happen at once; states in between need not be feasible.
* A step is **plain** if no proper non-empty part of its flips, itself leading to a feasible state,
  leaves the mover, or every member of the group, at least as well off as the whole step does:
  nothing needless rides along.
* In listed form a deal is the end of a legal sequence of the members' moves (nobody twice in
  succession) in which at least two members move. Flips are the options that differ in the end. A
  part must itself be a listed move of the mover, or the end of a legal sequence of the group.
* In coupled form a deal flips options of at least two members at once; then couplings fire. Whose
  options change, how many (``max_changes``) and what is a part of a step is judged by the movers'
  own flips; what a step or a part is worth by the states after all responses. Steps with different
  own flips are different steps, even if they end in the same state.

How. In option form the flips of a mover set are the submasks of its bits: for a block of source
states all their targets are looked up at once. Whether a part is as good as the whole is, for one
party, a maximum over subsets of flips, found bit by bit; for a group the parts of each deal are
looked up, since several ranks have no maximum.

Guarantees: exact. Complexity: sources x 2^k targets for a mover set with k bits; judging a deal of
c flips takes 2^c more.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.graph import Graph
from honestbroker.kernel.moves import Codes, Indices, shares

__all__ = ["Steps", "deals", "is_plain", "joint", "moved", "parts_as_good", "steps"]

Mask = npt.NDArray[np.bool_]
Members = tuple[int, ...]

_WIDEST: Final = 14
"""Up to this many bits all subsets are looked at; with more, the feasible ones only."""

_WORST: Final = np.iinfo(np.int32).min
"""Below every rank: the value of what is not feasible."""


@dataclass(frozen=True, eq=False)
class Steps:
    """Steps from some states: parallel arrays, by source.

    Attributes
    ----------
    sources, targets : array of intp, shape (steps,)
        Indices of states.
    flips : array of int64, shape (steps,)
        The bits each step changes; in coupled form the movers' own flips.
    plain : array of bool, shape (steps,)
        Whether nothing needless rides along.
    """

    sources: Indices
    targets: Indices
    flips: Codes
    plain: Mask


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
    ranks = graph.ranks[party]
    if graph.listed:
        return _joined([_listed_steps(graph, party, here) for here in map(int, sources)])
    bits = graph.own[party].bit_count()
    if bits <= _WIDEST:
        sizes = np.full(sources.shape, 1 << bits)
        return _joined([_improving(graph, party, some) for some in shares(sources, sizes)])
    found = []
    for source, flips, target in _tried(graph, (party,), sources, 1, None, None):
        better = ranks[target] > ranks[source]
        found.append(_told(graph, (party,), source[better], flips[better], target[better]))
    return _joined(found)


def moved(graph: Graph, party: int, sources: Indices) -> Steps:
    """All moves of one party from given states, wanted or not.

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
        Every move; none is said to be plain.

    Examples
    --------
    >>> indifferent = Graph(np.arange(4), np.zeros((1, 4), dtype=np.int32), own=(3,))
    >>> moved(indifferent, 0, np.array([1])).targets.tolist()
    [0, 2, 3]
    """
    if graph.listed:
        source, target = graph.moves[party].pairs(sources)
        flips = graph.marks[source] ^ graph.marks[target]
        return Steps(source, target, flips, np.zeros(source.shape, dtype=np.bool_))
    return joint(graph, (party,), sources)


def joint(graph: Graph, members: Members, sources: Indices) -> Steps:
    """All that parties can do at once from given states, wanted or not; not in listed form.

    Parameters
    ----------
    graph : Graph
        The model, in option form or coupled form.
    members : tuple of int
        Who moves, any number of them.
    sources : array of intp
        From where.

    Returns
    -------
    Steps
        Every change, also of one party's options only; none is said to be plain.
    """
    tried = _tried(graph, members, sources, 1, None, None)
    return _joined([Steps(s, t, f, np.zeros(s.shape, dtype=np.bool_)) for s, f, t in tried])


def deals(
    graph: Graph,
    members: Members,
    sources: Indices,
    *,
    strict: bool = True,
    max_changes: int | None = None,
    judged: bool = True,
    among: Mask | None = None,
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
    judged : bool
        Whether to ask which deals are plain; if not, none is said to be.
    among : array of bool, shape (states,), or None
        The states a deal may lead to; None for all.

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
    if graph.listed:
        for here in map(int, sources):
            targets, wanted = _sequences(graph, members, here)
            wanted &= _gain(graph, members, here, targets, strict)
            if max_changes is not None:
                wanted &= np.bitwise_count(graph.marks[targets] ^ graph.marks[here]) <= max_changes
            if among is not None:
                wanted &= among[targets]
            found.append(_listed_judged(graph, members, here, targets, wanted))
        return _joined(found)
    for source, flips, target in _tried(graph, members, sources, 2, max_changes, among):
        kept = _gain(graph, members, source, target, strict)
        some = source[kept], flips[kept], target[kept]
        found.append(_told(graph, members, *some, judged=judged))
    return _joined(found)


def parts_as_good(
    graph: Graph, members: Members, source: int, target: int, flips: int | None = None
) -> tuple[int, ...]:
    """The smaller parts of a step that leave its movers at least as well off.

    Parameters
    ----------
    graph : Graph
        The model.
    members : tuple of int
        Who moves.
    source, target : int
        The step.
    flips : int or None
        In coupled form the movers' own flips; None for the fewest that lead there.

    Returns
    -------
    tuple of int
        Indices of the states those parts lead to, fewest flips first; empty for a plain step.
    """
    if graph.listed:
        targets = _parts_listed(graph, members, source)
        changed = graph.marks[targets] ^ graph.marks[source]
    else:
        made = joint(graph, members, np.array([source], dtype=np.intp))
        changed, targets = made.flips, made.targets
    order = np.lexsort((targets, changed, np.bitwise_count(changed)))
    targets, changed = targets[order], changed[order]
    whole = int(changed[targets == target][0]) if flips is None else flips
    part = _proper_part(changed, np.int64(whole))
    for member in members:
        part &= graph.ranks[member][targets] >= graph.ranks[member, target]
    return tuple(dict.fromkeys(map(int, targets[part])))


def is_plain(graph: Graph, members: Members, source: int, target: int, flips: int) -> bool:
    """Whether nothing needless rides along on a step, be it wanted or not.

    Parameters
    ----------
    graph, members, source, target, flips
        As for `parts_as_good`.

    Returns
    -------
    bool
        False if some proper part of the step leaves its movers at least as well off.
    """
    if graph.listed:
        return not parts_as_good(graph, members, source, target, flips)
    one = np.array([source]), np.array([flips], dtype=np.int64), np.array([target])
    return bool(_told(graph, members, *one).plain[0])


def _proper_part(changed: Codes, whole: Codes | np.int64) -> Mask:
    part: Mask = (changed & ~whole == 0) & (changed != whole) & (changed != 0)
    return part


def _gain(
    graph: Graph, members: Members, source: Indices | int, target: Indices, strict: bool
) -> Mask:
    """Which of some steps every member wants, or some and nobody minds."""
    every = np.ones(target.shape, dtype=np.bool_)
    some = np.zeros(target.shape, dtype=np.bool_)
    for member in members:
        ranks = graph.ranks[member]
        every &= ranks[target] > ranks[source] if strict else ranks[target] >= ranks[source]
        some |= ranks[target] > ranks[source]
    return every & some


# --- option form and coupled form ----------------------------------------------------------------


def _tried(
    graph: Graph,
    members: Members,
    sources: Indices,
    touched: int,
    max_changes: int | None,
    among: Mask | None,
) -> Iterator[tuple[Indices, Codes, Indices]]:
    """What members can do at once, wanted or not: sources, own flips, targets, block by block.

    At least so many members change something, at most so many options are flipped, and the target
    is among these.
    """
    moves = graph.joint(members)
    for block in shares(sources, moves.fan(sources)):
        source, target = moves.pairs(block)
        flips = graph.codes[source] ^ graph.codes[target]
        kept = np.ones(flips.shape, dtype=np.bool_)
        if touched > 1:
            owners = np.zeros(flips.shape, dtype=np.int8)
            for member in members:
                owners += flips & graph.own[member] != 0
            kept &= owners >= touched
        if max_changes is not None:
            kept &= np.bitwise_count(flips) <= max_changes
        if graph.coupled is None and among is not None:
            kept &= among[target]
        source, flips, target = source[kept], flips[kept], target[kept]
        if graph.coupled is not None:
            target = graph.lookup.places(graph.coupled.end(graph.codes[source], flips))
            if among is not None:
                kept = among[target]
                source, flips, target = source[kept], flips[kept], target[kept]
        yield source, flips, target


def _told(
    graph: Graph,
    members: Members,
    sources: Indices,
    flips: Codes,
    targets: Indices,
    *,
    judged: bool = True,
) -> Steps:
    """Steps, and which of them are plain."""
    plain = np.zeros(sources.shape, dtype=np.bool_)
    if judged:
        count = np.bitwise_count(flips)
        for width in map(int, np.unique(count)):
            rows = np.flatnonzero(count == width)
            for some in shares(rows, np.full(rows.shape, 1 << min(width, _WIDEST))):
                asked = sources[some], flips[some], targets[some]
                judge = _plain if width <= _WIDEST else _plain_one_by_one
                plain[some] = judge(graph, members, *asked)
    return Steps(sources, targets, flips, plain)


def _plain(
    graph: Graph, members: Members, sources: Indices, flips: Codes, targets: Indices
) -> Mask:
    """Which steps are plain; all flip the same number of options, and every part is looked up."""
    left = flips.copy()
    parts = np.zeros((flips.size, 1), dtype=np.int64)
    while left.any():
        lowest = left & -left
        left ^= lowest
        parts = np.concatenate((parts, parts | lowest[:, None]), axis=1)
    row, part = np.nonzero(graph.lookup.places(graph.codes[sources][:, None] ^ parts) >= 0)
    inner = (part > 0) & (part < parts.shape[1] - 1)  # neither nothing nor the whole
    row, part = row[inner], part[inner]
    before = graph.codes[sources[row]]
    end = _end(graph, before, parts[row, part])
    as_good = np.ones(row.shape, dtype=np.bool_)
    for member in members:
        as_good &= graph.ranks[member][end] >= graph.ranks[member][targets[row]]
    plain = np.ones(sources.shape, dtype=np.bool_)
    plain[row[as_good]] = False
    return plain


def _plain_one_by_one(graph: Graph, members: Members, *asked: Indices | Codes) -> Mask:
    steps = zip(*(map(int, column) for column in asked), strict=True)
    found = [not parts_as_good(graph, members, s, t, changed) for s, changed, t in steps]
    return np.array(found, dtype=np.bool_)


def _end(graph: Graph, before: Codes, flips: Codes) -> Indices:
    """Where allowed flips that lead to feasible states end."""
    coupled = graph.coupled
    return graph.lookup.places(before ^ flips if coupled is None else coupled.end(before, flips))


def _submasks(own: int) -> Codes:
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
    places = graph.lookup.places(codes ^ masks)
    legal = places >= 0
    legal &= (masks & graph.up & codes) == 0
    legal &= (masks & graph.down & ~codes) == 0
    if graph.coupled is not None:
        row, column = np.nonzero(legal)
        places[row, column] = _end(graph, codes[row, 0], masks[column])
    ranks = np.where(legal, graph.ranks[party][places], _WORST)
    own_ranks = ranks[:, :1].copy()
    better = ranks > own_ranks
    ranks[:, 0] = _WORST  # no flips at all is no part of a step
    at_most = ranks.copy()
    part = np.full_like(ranks, _WORST)
    for bit in range(own.bit_count()):
        # `at_most`: best rank over subsets of flips; `part`: over proper ones. Adding a bit to a
        # set of flips makes every subset without it a proper subset.
        shape = (sources.size, -1, 2, 1 << bit)
        whole, proper = at_most.reshape(shape), part.reshape(shape)
        proper[:, :, 1] = np.maximum(proper[:, :, 1], whole[:, :, 0])
        whole[:, :, 1] = np.maximum(whole[:, :, 1], whole[:, :, 0])
    row, column = np.nonzero(better)
    plain = part[row, column] < ranks[row, column]
    return Steps(sources[row], places[row, column], masks[column], plain)


# --- listed form ---------------------------------------------------------------------------------


def _listed_steps(graph: Graph, party: int, source: int) -> Steps:
    targets = graph.moves[party].targets(source)
    better = graph.ranks[party][targets] > graph.ranks[party, source]
    return _listed_judged(graph, (party,), source, targets, better)


def _listed_judged(
    graph: Graph, members: Members, source: int, targets: Indices, wanted: Mask
) -> Steps:
    """The wanted ones of all that members can do from one state, and which of them are plain."""
    chosen = np.flatnonzero(wanted)
    flips = graph.marks[targets] ^ graph.marks[source]
    plain = np.ones(chosen.size, dtype=np.bool_)
    for place, step in enumerate(chosen):
        part = _proper_part(flips, flips[step])
        for member in members:
            part &= graph.ranks[member][targets] >= graph.ranks[member, targets[step]]
        plain[place] = not part.any()
    sources = np.full(chosen.size, source, dtype=np.intp)
    return Steps(sources, targets[chosen], flips[chosen], plain)


def _parts_listed(graph: Graph, members: Members, source: int) -> Indices:
    """Where a party's moves, or legal sequences of a group, lead from one state."""
    if len(members) == 1:
        return graph.moves[members[0]].targets(source)
    return _sequences(graph, members, source)[0]


def _sequences(graph: Graph, members: Members, source: int) -> tuple[Indices, Mask]:
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
