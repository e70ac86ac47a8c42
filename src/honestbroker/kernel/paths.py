"""What play can reach from one state, with whom, and by which shortest path.

Definitions (theory section 5; after LKH05)

Tags of a state, the first that applies:

==============  ==========================================================================
tag             reached from the start
==============  ==========================================================================
``here``        it is the start
``alone``       by improvements of single parties
``together``    by improvements and deals of groups; of those paths the ones that need fewest
                closed groups
``by moves``    only with a step that is no improvement
``unreachable``  not at all
==============  ==========================================================================

A tag is *plain* if under it, with no more closed groups, a path of plain steps exists; then that
one is given. Among such paths the order is: fewest closed groups, plain, fewest steps, fewest
flips, then the case's order of groups, parties and states. *Reached today*: by plain steps, of
single parties or of open groups only. A path ``by moves`` is the shortest by moves of single
parties, fewest flips first.

How. Closed groups are few: for every set of them, smallest first, a breadth-first search by whole
layers allows their deals. Steps are those of `honestbroker.kernel.steps`, all sources of a layer at
once. Play may let a party move twice in a row: two plain improvements in a row are not always one.

Guarantees: exact for every number of closed groups up to `MOST_CLOSED`; with more, sets of more
than `FEW_CLOSED` of them are not tried, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.graph import Graph
from honestbroker.kernel.moves import Indices
from honestbroker.kernel.steps import Steps, deals, parts_as_good, steps

__all__ = [
    "FEW_CLOSED",
    "MOST_CLOSED",
    "Group",
    "Path",
    "Reach",
    "Search",
    "path_of",
    "reach",
    "search",
]

MOST_CLOSED: Final = 6
"""With at most this many closed groups every set of them is tried."""

FEW_CLOSED: Final = 2
"""With more closed groups, sets of at most this many are tried."""


@dataclass(frozen=True)
class Group:
    """A group as party indices, and whether it can talk."""

    members: tuple[int, ...]
    open: bool


@dataclass(frozen=True)
class Path:
    """Steps from the start: for each, who moves (parties), through which group, and to where.

    `groups` holds the index of the group that strikes a deal, None for a party's own step.
    """

    movers: tuple[tuple[int, ...], ...]
    groups: tuple[int | None, ...]
    states: tuple[int, ...]
    plain: bool


@dataclass(frozen=True, eq=False)
class Search:
    """One breadth-first search: how far each state is, over what it was reached.

    Attributes
    ----------
    distance : array of int32, shape (states,)
        Steps from the start; -1 where not reached.
    flips : array of int32, shape (states,)
        Flips on the way.
    before : array of intp, shape (states,)
        The state before, on the path given.
    by : array of int32, shape (states,)
        Which mover made the last step: a party, or parties + a group.
    """

    distance: npt.NDArray[np.int32]
    flips: npt.NDArray[np.int32]
    before: Indices
    by: npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Reach:
    """How every state can be reached from the start.

    Attributes
    ----------
    start : int
        The start.
    tags : array of int8, shape (states,)
        Index into `TAGS`.
    plain : array of bool, shape (states,)
        Whether the tag is plain.
    today : array of bool, shape (states,)
        Whether the state is reached today.
    channels : dict
        For states that need closed groups: all smallest sets of them that do, that of the path
        given first.
    exhaustive : bool
        Whether every set of closed groups was tried.
    """

    start: int
    tags: npt.NDArray[np.int8]
    plain: npt.NDArray[np.bool_]
    today: npt.NDArray[np.bool_]
    channels: dict[int, tuple[tuple[int, ...], ...]]
    exhaustive: bool
    graph: Graph
    searches: dict[tuple[int, ...], tuple[Search, Search]]
    by_moves: Search

    TAGS = ("here", "alone", "together", "by moves", "unreachable")

    def tag(self, state: int) -> str:
        """The tag of a state.

        Parameters
        ----------
        state : int
            Its index.

        Returns
        -------
        str
            One of `TAGS`.
        """
        return self.TAGS[self.tags[state]]

    def path(self, state: int) -> Path | None:
        """The shortest path to a state.

        Parameters
        ----------
        state : int
            Its index.

        Returns
        -------
        Path or None
            The path of its tag; None if it is unreachable.
        """
        tag = self.tag(state)
        if tag == "unreachable":
            return None
        if tag == "by moves":
            moved = path_of(self.graph, self.by_moves, state)
            return replace(moved, plain=_all_plain(self.graph, self.start, moved))
        key = _ALONE if tag in ("here", "alone") else self.channels.get(state, ((),))[0]
        plain, any_step = self.searches[key]
        found = plain if self.plain[state] else any_step
        return path_of(self.graph, found, state, plain=bool(self.plain[state]))


_ALONE: Final = (-1,)
"""The key of the search without any deal."""


def search(
    graph: Graph,
    start: int,
    groups: Sequence[tuple[int, Group]],
    *,
    plain: bool,
    max_changes: int | None = None,
    strict: bool = True,
    movers: Sequence[int] | None = None,
) -> Search:
    """What improvements and the deals of some groups reach, layer by layer.

    Parameters
    ----------
    graph : Graph
        The model.
    start : int
        From where.
    groups : sequence of (int, Group)
        Groups that may strike deals, with the numbers they go by.
    plain : bool
        Whether every step must be plain.
    max_changes : int or None
        The most options one deal may flip.
    strict : bool
        Whether every member of a deal must gain.
    movers : sequence of int or None
        The parties that move on their own; None for all that can.

    Returns
    -------
    Search
        Distances and a shortest path to every state reached.
    """

    def layer(sources: Indices) -> list[tuple[int, Steps]]:
        alone = graph.movers if movers is None else movers
        found = [(party, steps(graph, party, sources)) for party in alone]
        for number, group in groups:
            joint = deals(graph, group.members, sources, strict=strict, max_changes=max_changes)
            found.append((graph.parties + number, joint))
        return found

    return _layers(graph, start, layer, plain=plain)


Layer = Callable[[Indices], list[tuple[int, Steps]]]
"""From the states of a layer to the steps of each mover."""


def _layers(graph: Graph, start: int, layer: Layer, *, plain: bool) -> Search:
    distance = np.full(graph.states, -1, dtype=np.int32)
    flips = np.zeros(graph.states, dtype=np.int32)
    before = np.full(graph.states, -1, dtype=np.intp)
    by = np.full(graph.states, -1, dtype=np.int32)
    distance[start] = 0
    frontier: Indices = np.array([start], dtype=np.intp)
    depth = 0
    while frontier.size:
        depth += 1
        sources, targets, lengths, movers = [], [], [], []
        for mover, found in layer(frontier):
            if not found.sources.size:
                continue
            kept = distance[found.targets] < 0
            if plain:
                kept &= found.plain
            sources.append(found.sources[kept])
            targets.append(found.targets[kept])
            counted = np.bitwise_count(found.flips[kept]).astype(np.int32)
            lengths.append(flips[sources[-1]] + counted)
            movers.append(np.full(sources[-1].size, mover, dtype=np.int32))
        if not sources:
            break
        source, target = np.concatenate(sources), np.concatenate(targets)
        length, mover_of = np.concatenate(lengths), np.concatenate(movers)
        order = np.lexsort((source, mover_of, length, target))
        source, target = source[order], target[order]
        first = np.diff(target, prepend=-1) != 0
        frontier = target[first]
        distance[frontier] = depth
        flips[frontier] = length[order][first]
        before[frontier] = source[first]
        by[frontier] = mover_of[order][first]
    return Search(distance, flips, before, by)


def reach(
    graph: Graph,
    start: int,
    groups: Sequence[Group],
    *,
    max_changes: int | None = None,
    strict: bool = True,
) -> Reach:
    """How every state can be reached from a start.

    Parameters
    ----------
    graph : Graph
        The model.
    start : int
        Index of the start, usually the status quo.
    groups : sequence of Group
        Groups that could strike deals.
    max_changes : int or None
        The most options one deal may flip.
    strict : bool
        Whether every member of a deal must gain.

    Returns
    -------
    Reach
        Tags and paths.

    Examples
    --------
    In the prisoners' dilemma cooperation cannot be reached from defection but by a deal:

    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> dilemma = Graph(np.arange(4), ranks, own=(0b01, 0b10))
    >>> reach(dilemma, 3, []).tag(0), reach(dilemma, 3, [Group((0, 1), False)]).tag(0)
    ('by moves', 'together')
    """
    opened = [(number, group) for number, group in enumerate(groups) if group.open]
    closed = [number for number, group in enumerate(groups) if not group.open]

    def both(allowed: Sequence[tuple[int, Group]]) -> tuple[Search, Search]:
        how = partial(search, graph, start, allowed, max_changes=max_changes, strict=strict)
        return how(plain=True), how(plain=False)

    searches: dict[tuple[int, ...], tuple[Search, Search]] = {_ALONE: both([])}
    by_moves = _moves_only(graph, start)
    tags = np.full(graph.states, Reach.TAGS.index("unreachable"), dtype=np.int8)
    tags[by_moves.distance >= 0] = Reach.TAGS.index("by moves")
    plain = np.zeros(graph.states, dtype=np.bool_)
    alone = searches[_ALONE]
    settled = alone[1].distance >= 0
    plain[settled] = alone[0].distance[settled] >= 0
    tags[settled] = Reach.TAGS.index("alone")
    tags[start] = Reach.TAGS.index("here")
    channels: dict[int, tuple[tuple[int, ...], ...]] = {}
    most = len(closed) if len(closed) <= MOST_CLOSED else FEW_CLOSED
    for size in range(most + 1):
        keys = list(combinations(closed, size))
        best: dict[int, list[tuple[tuple[int, ...], tuple[int, ...]]]] = {}
        for key in keys:
            numbers = sorted([*(number for number, _ in opened), *key])
            allowed = [(number, groups[number]) for number in numbers]
            searches[key] = both(allowed) if allowed else alone
            smooth, any_step = searches[key]
            for state in map(int, np.flatnonzero((any_step.distance >= 0) & ~settled)):
                is_plain = smooth.distance[state] >= 0
                found = smooth if is_plain else any_step
                score = (not is_plain, int(found.distance[state]), int(found.flips[state]))
                best.setdefault(state, []).append((score, key))
        for state, scored in best.items():
            scored.sort()
            tags[state] = Reach.TAGS.index("together")
            plain[state] = not scored[0][0][0]
            settled[state] = True
            if size:
                channels[state] = tuple(key for _, key in scored)
    reached_today = searches[()][0].distance >= 0
    exhaustive = most == len(closed)
    return Reach(start, tags, plain, reached_today, channels, exhaustive, graph, searches, by_moves)


def _moves_only(graph: Graph, start: int) -> Search:
    """What moves of single parties reach, improving or not."""

    def layer(sources: Indices) -> list[tuple[int, Steps]]:
        found = []
        for party in graph.movers:
            moves = graph.moves[party]
            pairs = [(int(source), moves.targets(int(source))) for source in sources]
            source = np.concatenate([np.full(to.size, at, dtype=np.intp) for at, to in pairs])
            target = np.concatenate([to for _, to in pairs])
            flips = graph.marks[target] ^ graph.marks[source]
            found.append((party, Steps(source, target, flips, np.ones(source.size, np.bool_))))
        return found

    return _layers(graph, start, layer, plain=False)


def _all_plain(graph: Graph, start: int, path: Path) -> bool:
    """Whether no step of a path has a part its mover likes as well as the whole."""
    before = (start, *path.states)
    return not graph.composes or not any(
        parts_as_good(graph, mover, before[place], state)
        for place, (mover, state) in enumerate(zip(path.movers, path.states, strict=True))
    )


def path_of(graph: Graph, found: Search, state: int, *, plain: bool = True) -> Path:
    """The path a search gives to a state.

    Parameters
    ----------
    graph : Graph
        The model.
    found : Search
        A search that reached the state.
    state : int
        Index of the state.
    plain : bool
        Whether the search kept to plain steps.

    Returns
    -------
    Path
        Steps from the search's start; movers of a deal are left to the group.
    """
    movers: list[tuple[int, ...]] = []
    groups: list[int | None] = []
    states: list[int] = []
    here = state
    while found.distance[here] > 0:
        by = int(found.by[here])
        group = by - graph.parties if by >= graph.parties else None
        movers.append((by,) if group is None else ())
        groups.append(group)
        states.append(here)
        here = int(found.before[here])
    return Path(tuple(movers[::-1]), tuple(groups[::-1]), tuple(states[::-1]), plain)
