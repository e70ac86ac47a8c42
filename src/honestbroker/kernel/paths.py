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
(`honestbroker.kernel.search`) allows their deals, until all is settled that all groups reach. How
good each set's path is, is one number a state and set (`_score`), so that all states are settled
at once; of the searches only those some path is read from are kept.

Guarantees: exact for every number of closed groups up to `MOST_CLOSED`; with more, sets of more
than `FEW_CLOSED` of them are not tried, and the answer says so. Memory: 28 bytes a state for each
search kept, and 8 for each set of closed groups and state whose path needs one of its size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import combinations
from operator import or_
from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.graph import Graph
from honestbroker.kernel.search import Group, Path, Play, Search, Trail, path_of, search
from honestbroker.kernel.steps import is_plain

__all__ = ["FEW_CLOSED", "MOST_CLOSED", "Channels", "Group", "Path", "Reach", "reach"]

MOST_CLOSED: Final = 6
"""With at most this many closed groups every set of them is tried."""

FEW_CLOSED: Final = 2
"""With more closed groups, sets of at most this many are tried."""

Key = tuple[int, ...]
"""The closed groups that may strike deals, besides all open ones."""

Mask = npt.NDArray[np.bool_]

Scores = npt.NDArray[np.int64]
"""How good paths are, see `_score`; less is better."""

_NONE: Final = np.iinfo(np.int64).max
"""The score where there is no path."""

_ALONE: Final = (-1,)
"""The key of the searches without any deal."""

_TAGS: Final = ("here", "alone", "together", "by moves", "unreachable")


@dataclass(frozen=True, eq=False)
class _Offered:
    """States whose paths need so many closed groups, and how good each set's path is."""

    keys: tuple[Key, ...]
    states: npt.NDArray[np.intp]
    scores: Scores


class Channels:
    """The closed groups that paths need, for states whose paths need some; a read-only mapping."""

    def __init__(self) -> None:
        self._offered: list[_Offered] = []

    def add(self, offered: _Offered) -> None:
        """Take in states whose paths need the same number of closed groups.

        Parameters
        ----------
        offered : _Offered
            States, ascending, of which none was added before.
        """
        self._offered.append(offered)

    def get(self, state: int, otherwise: tuple[Key, ...] = ()) -> tuple[Key, ...]:
        """All smallest sets of closed groups that do, that of the path given first.

        Parameters
        ----------
        state : int
            Index of a state.
        otherwise : tuple
            What to give for a state whose path needs none.

        Returns
        -------
        tuple of tuple of int
            Best path first, then in the order of the groups.
        """
        for some in self._offered:
            row = int(np.searchsorted(some.states, state))
            if row < some.states.size and some.states[row] == state:
                order = np.argsort(some.scores[row], kind="stable")
                return tuple(some.keys[k] for k in order if some.scores[row, k] < _NONE)
        return otherwise

    def __getitem__(self, state: int) -> tuple[Key, ...]:
        found = self.get(state)
        if not found:
            raise KeyError(state)
        return found


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
    steps : array of int32, shape (states,)
        How many steps the path given has; -1 where there is none.
    needs : array of int8, shape (states,)
        How many closed groups it needs.
    channels : Channels
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
    steps: npt.NDArray[np.int32]
    needs: npt.NDArray[np.int8]
    channels: Channels
    exhaustive: bool
    graph: Graph
    improving: dict[Key, tuple[Trail, Trail]] = field(repr=False)
    by_moves: dict[Key, Trail] = field(repr=False)

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
            found = alone if alone.before[state] >= 0 else self.by_moves[key]
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
            if not is_plain(self.graph, movers, before[place], state, path.flips[place]):
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
    steps = np.full(graph.states, -1, dtype=np.int32)
    needs = np.zeros(graph.states, dtype=np.int8)
    alone = play.improving(_ALONE)
    settled = alone[1].distance >= 0
    tags[settled] = _TAGS.index("alone")
    plain[settled] = alone[0].distance[settled] >= 0
    _take(steps, settled, plain, alone)
    tags[start] = _TAGS.index("here")
    trails: dict[Key, tuple[Trail, Trail]] = {_ALONE: play.trails(_ALONE)}
    today = (play.improving(())[0] if play.opened else alone[0]).distance >= 0
    channels = Channels()
    for key, states in play.by_channels(settled, channels, improving=True):
        found = play.improving(key)
        trails[key] = play.trails(key)
        tags[states] = _TAGS.index("together")
        plain[states] = found[0].distance[states] >= 0
        needs[states] = len(key)
        _take(steps, states, plain, found)
    play.forget()
    by_moves: dict[Key, Trail] = {}
    for key, states in play.all_by_moves(settled, channels):
        by_moves[key] = Trail.of(graph, play.moves(key))
        needs[states] = 0 if key == _ALONE else len(key)
        steps[states] = play.moves(key).distance[states]
        tags[states] = _TAGS.index("by moves")
    return Reach(
        start, play.groups, tags, plain, today, steps, needs, channels, play.exhaustive, graph,
        trails, by_moves,
    )  # fmt: skip


def _take(
    steps: npt.NDArray[np.int32],
    states: Mask | npt.NDArray[np.intp],
    plain: Mask,
    found: tuple[Search, Search],
) -> None:
    """How many steps the paths of some states have: plain ones where there are."""
    smooth, any_step = (one.distance[states] for one in found)
    steps[states] = np.where(plain[states], smooth, any_step)


Settled = tuple[Key, npt.NDArray[np.intp]]
"""A set of closed groups, and the states whose path is given through it."""


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

    def trails(self, key: Key) -> tuple[Trail, Trail]:
        """What is kept of both."""
        smooth, any_step = self.improving(key)
        return Trail.of(self.graph, smooth), Trail.of(self.graph, any_step)

    def forget(self) -> None:
        """Drop all searches."""
        self._made.clear()

    def moves(self, key: Key) -> Search:
        """By moves of single parties, and deals."""
        return self.search(key, plain=False, improving=False)

    def all_by_moves(self, settled: Mask, channels: Channels) -> Iterator[Settled]:
        """What moves reach, and what they do not reach without deals, fewest closed groups first.

        States are settled as they are given.
        """
        alone = np.flatnonzero((self.moves(_ALONE).distance >= 0) & ~settled)
        settled[alone] = True
        yield _ALONE, alone
        if not self.graph.listed and (~settled & self._possible()).any():
            yield from self.by_channels(settled, channels, improving=False)

    def _possible(self) -> Mask:
        """States that differ from the start only as ways allow."""
        graph = self.graph
        start = graph.codes[self.start]
        changed = graph.codes ^ start
        movable = reduce(or_, graph.own, 0)
        stuck = ~movable | (graph.up & start) | (graph.down & ~start)
        return np.asarray((changed & stuck) == 0)

    def by_channels(
        self, settled: Mask, channels: Channels, *, improving: bool
    ) -> Iterator[Settled]:
        """What deals reach, fewest closed groups first; states are settled as they are given."""
        if not self.groups:
            return
        everything = self.search(self.closed, plain=False, improving=improving).distance >= 0
        for size in range(self.most + 1):
            states = np.flatnonzero(everything & ~settled)
            if not states.size:
                return
            if not size and not self.opened:
                continue
            keys = tuple(combinations(self.closed, size))
            scores = np.empty((states.size, len(keys)), dtype=np.int64)
            for place, key in enumerate(keys):
                scores[:, place] = self._scores(key, states, improving=improving)
            best = scores.argmin(axis=1)
            there = scores[np.arange(states.size), best] < _NONE
            states, scores, best = states[there], scores[there], best[there]
            settled[states] = True
            if size and states.size:
                channels.add(_Offered(keys, states, scores))
            for place, key in enumerate(keys):
                given = states[best == place]
                if given.size:
                    yield key, given
                self._made.pop((key, True, improving), None)
                if key != self.closed:  # which says what all groups reach
                    self._made.pop((key, False, improving), None)

    def _scores(self, key: Key, states: npt.NDArray[np.intp], *, improving: bool) -> Scores:
        """How good the paths through some closed groups are: plain, then short, then few flips."""
        rough = self.search(key, plain=False, improving=improving)
        found = _score(rough, states)
        if not improving or not (found < _NONE).any():
            return found
        smooth = _score(self.search(key, plain=True, improving=True), states)
        return np.where((found < _NONE) & (smooth == _NONE), found + _ROUGH, smooth)


_ROUGH: Final = np.int64(1) << 62
"""Added to the score of a path that is not plain: every plain one is better."""


def _score(found: Search, states: npt.NDArray[np.intp]) -> Scores:
    """Steps, then flips, as one number; `_NONE` where there is no path.

    Both are 32-bit numbers, so the sum is below `_ROUGH`.
    """
    distance = found.distance[states].astype(np.int64)
    return np.where(distance >= 0, (distance << 31) + found.flips[states], _NONE)
