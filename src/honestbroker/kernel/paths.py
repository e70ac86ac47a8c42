"""What play can reach from one state, with whom, and by which shortest path.

Definitions (theory section 5; after LKH05)

Tags of a state, the first that applies:

===============  =========================================================================
tag              reached from the start
===============  =========================================================================
``here``         it is the start
``alone``        by improvements of single parties
``together``     by improvements and deals of groups; of those paths the ones that need
                 fewest closed groups
``by moves``     only with a step that is no improvement
``unreachable``  not at all
===============  =========================================================================

A tag is *plain* if under it, with no more closed groups, a path of plain steps exists; then that
one is given. Among such paths the order is: fewest closed groups, plain, fewest steps, fewest
flips, then the case's order of parties, groups and states. *Reached today*: by plain steps, of
single parties or of open groups only.

A path ``by moves`` is the shortest by moves of single parties, fewest flips first; it is plain if
all of its steps are, whether they improve or not. Rules may leave states that only a deal can lead
to. Where moves of single parties alone do not do, deals may be among the steps: of the fewest
closed groups that do, as above.

How. Closed groups are few: for every set of them, smallest first, a breadth-first search
(`honestbroker.kernel.search`) allows their deals, until all is settled that all groups reach.

Guarantees: exact for every number of closed groups up to `MOST_CLOSED`; with more, sets of more
than `FEW_CLOSED` of them are not tried, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations
from operator import or_
from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.graph import Graph
from honestbroker.kernel.search import Group, Path, Play, Search, path_of, search
from honestbroker.kernel.steps import parts_as_good

__all__ = ["FEW_CLOSED", "MOST_CLOSED", "Group", "Path", "Reach", "reach"]

MOST_CLOSED: Final = 6
"""With at most this many closed groups every set of them is tried."""

FEW_CLOSED: Final = 2
"""With more closed groups, sets of at most this many are tried."""

Key = tuple[int, ...]
"""The closed groups that may strike deals, besides all open ones."""

Mask = npt.NDArray[np.bool_]

Score = Callable[[Key, int], tuple[bool, int, int]]
"""From a key and a state to how good the path is: not plain, steps, flips."""

_ALONE: Final = (-1,)
"""The key of the searches without any deal."""

_TAGS: Final = ("here", "alone", "together", "by moves", "unreachable")


@dataclass(frozen=True, eq=False)
class Reach:
    """How every state can be reached from the start.

    Attributes
    ----------
    start : int
        The start.
    groups : tuple of Group
        The groups that could strike deals.
    tags : array of int8, shape (states,)
        Index into `TAGS`.
    plain : array of bool, shape (states,)
        Whether the tag is plain; of states ``by moves`` the path says it.
    today : array of bool, shape (states,)
        Whether the state is reached today.
    channels : dict
        For states that need closed groups: all smallest sets of them that do, that of the path
        given first.
    exhaustive : bool
        Whether every set of closed groups was tried.
    """

    start: int
    groups: tuple[Group, ...]
    tags: npt.NDArray[np.int8]
    plain: Mask
    today: Mask
    channels: dict[int, tuple[Key, ...]]
    exhaustive: bool
    graph: Graph
    improving: dict[Key, tuple[Search, Search]]
    by_moves: dict[Key, Search]

    TAGS = _TAGS

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
        key = self.channels.get(state, ((),))[0]
        if tag == "by moves":
            alone = self.by_moves[_ALONE]
            found = alone if alone.distance[state] >= 0 else self.by_moves[key]
            path = path_of(self.graph, found, state)
            return replace(path, plain=self._all_plain(path))
        smooth, any_step = self.improving[_ALONE if tag in ("here", "alone") else key]
        is_plain = bool(self.plain[state])
        return path_of(self.graph, smooth if is_plain else any_step, state, plain=is_plain)

    def _all_plain(self, path: Path) -> bool:
        """Whether no step of a path has a part its movers like as well as the whole."""
        before = (self.start, *path.states)
        for place, state in enumerate(path.states):
            number = path.groups[place]
            movers = path.movers[place] if number is None else self.groups[number].members
            if parts_as_good(self.graph, movers, before[place], state, path.flips[place]):
                return False
        return True


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
    play = _Searches(graph, start, tuple(groups), Play(strict=strict, max_changes=max_changes))
    tags = np.full(graph.states, _TAGS.index("unreachable"), dtype=np.int8)
    plain = np.zeros(graph.states, dtype=np.bool_)
    alone = play.improving(_ALONE)
    settled = alone[1].distance >= 0
    tags[settled] = _TAGS.index("alone")
    plain[settled] = alone[0].distance[settled] >= 0
    tags[start] = _TAGS.index("here")
    searches: dict[Key, tuple[Search, Search]] = {_ALONE: alone}
    today = (play.improving(())[0] if play.opened else alone[0]).distance >= 0
    channels: dict[int, tuple[Key, ...]] = {}
    for key, states, offers in play.together(settled):
        searches[key] = play.improving(key)
        smooth = searches[key][0].distance
        tags[states] = _TAGS.index("together")
        plain[states] = smooth[states] >= 0
        settled[states] = True
        channels.update(offers)
    by_moves: dict[Key, Search] = {_ALONE: play.moves(_ALONE)}
    settled |= by_moves[_ALONE].distance >= 0
    for key, states, offers in play.by_moves_and_deals(settled):
        by_moves[key] = play.moves(key)
        settled[states] = True
        channels.update(offers)
    tags[settled & (tags == _TAGS.index("unreachable"))] = _TAGS.index("by moves")
    return Reach(
        start, play.groups, tags, plain, today, channels, play.exhaustive, graph, searches, by_moves
    )


Settled = tuple[Key, npt.NDArray[np.intp], dict[int, tuple[Key, ...]]]
"""A set of closed groups, states whose path needs it, and for those all smallest sets that do."""


class _Searches:
    """Searches from one start with different groups allowed, each made once."""

    def __init__(self, graph: Graph, start: int, groups: tuple[Group, ...], play: Play) -> None:
        self.graph = graph
        self.start = start
        self.groups = groups
        self.play = play
        self.opened = tuple(number for number, group in enumerate(groups) if group.open)
        self.closed = tuple(number for number, group in enumerate(groups) if not group.open)
        self.most = len(self.closed) if len(self.closed) <= MOST_CLOSED else FEW_CLOSED
        self._made: dict[tuple[Key, bool, bool], Search] = {}

    @property
    def exhaustive(self) -> bool:
        return self.most == len(self.closed)

    def search(self, key: Key, *, plain: bool, improving: bool) -> Search:
        asked = (key, plain, improving)
        if asked not in self._made:
            numbers = () if key == _ALONE else sorted((*self.opened, *key))
            allowed = tuple((number, self.groups[number]) for number in numbers)
            play = replace(self.play, groups=allowed, plain=plain, improving=improving)
            self._made[asked] = search(self.graph, self.start, play)
        return self._made[asked]

    def improving(self, key: Key) -> tuple[Search, Search]:
        """By plain steps, and by any."""
        return (
            self.search(key, plain=True, improving=True),
            self.search(key, plain=False, improving=True),
        )

    def moves(self, key: Key) -> Search:
        """By moves of single parties, and deals."""
        return self.search(key, plain=False, improving=False)

    def together(self, settled: Mask) -> Iterator[Settled]:
        """States that improvements and deals reach, fewest closed groups first."""

        def score(key: Key, state: int) -> tuple[bool, int, int]:
            smooth, any_step = self.improving(key)
            is_plain = bool(smooth.distance[state] >= 0)
            found = smooth if is_plain else any_step
            return not is_plain, int(found.distance[state]), int(found.flips[state])

        yield from self._by_channels(settled, score, improving=True)

    def by_moves_and_deals(self, settled: Mask) -> Iterator[Settled]:
        """States that moves do not reach without deals, fewest closed groups first."""

        def score(key: Key, state: int) -> tuple[bool, int, int]:
            found = self.moves(key)
            return False, int(found.distance[state]), int(found.flips[state])

        if not self.graph.listed and (~settled & self._possible()).any():
            yield from self._by_channels(settled, score, improving=False)

    def _possible(self) -> Mask:
        """States that differ from the start only as ways allow."""
        graph = self.graph
        start = graph.codes[self.start]
        changed = graph.codes ^ start
        movable = reduce(or_, graph.own, 0)
        stuck = ~movable | (graph.up & start) | (graph.down & ~start)
        return np.asarray((changed & stuck) == 0)

    def _by_channels(self, settled: Mask, score: Score, *, improving: bool) -> Iterator[Settled]:
        if not self.groups:
            return
        everything = self.search(self.closed, plain=False, improving=improving).distance >= 0
        for size in range(self.most + 1):
            if not (everything & ~settled).any():
                return
            offers: dict[int, list[tuple[tuple[bool, int, int], Key]]] = {}
            for key in combinations(self.closed, size):
                if not size and not self.opened:
                    continue
                found = self.search(key, plain=False, improving=improving).distance >= 0
                for state in map(int, np.flatnonzero(found & ~settled)):
                    offers.setdefault(state, []).append((score(key, state), key))
            given: dict[Key, list[int]] = {}
            for state, offered in offers.items():
                offered.sort()
                given.setdefault(offered[0][1], []).append(state)
            for key, states in given.items():
                named = {s: tuple(k for _, k in offers[s]) for s in states} if size else {}
                yield key, np.array(states, dtype=np.intp), named
