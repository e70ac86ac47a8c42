"""Breadth-first search over steps of play, by whole layers.

Definitions. A path is a sequence of steps: improvements (or, if asked, any moves) of single
parties, and deals of some groups; if asked, plain steps only. Play may let a party move twice in a
row: two plain improvements in a row are not always one. Of the paths to a state the one given has
the fewest steps, of those the fewest flips, then the first mover (parties, then groups, in case
order) and the first state before it.

How. All steps from the states of a layer are found block by block, and for every state not reached
yet the best one offered so far is kept.

Guarantees: exact. Complexity: every state is left once; memory 28 bytes a state, and one block.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled import pays
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.moves import NEVER, Codes, Indices, Ranks, shares
from honestbroker.kernel.steps import Steps, deals, moved, steps

__all__ = ["Group", "Local", "Path", "Play", "Search", "Trail", "path_of", "search"]

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Group:
    """A group as party indices, and whether it can talk."""

    members: tuple[int, ...]
    open: bool


@dataclass(frozen=True)
class Play:
    """What counts as a step.

    Parameters
    ----------
    groups : tuple of (int, Group)
        Groups that may strike deals, with the numbers they go by.
    plain : bool
        Whether every step must be plain; then it must improve, too.
    improving : bool
        Whether parties move on their own only to improve.
    strict : bool
        Whether every member of a deal must gain.
    max_changes : int or None
        The most options one deal may flip.
    movers : tuple of int or None
        The parties that move on their own; None for all that can.
    """

    groups: tuple[tuple[int, Group], ...] = ()
    plain: bool = False
    improving: bool = True
    strict: bool = True
    max_changes: int | None = None
    movers: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Path:
    """Steps from the start: for each, who moves (parties), through which group, and to where.

    `groups` holds the index of the group that strikes a deal, None for a party's own step. `flips`
    are the bits each step changes: with couplings the movers' own flips, without the responses;
    left out where the states say it.
    """

    movers: tuple[tuple[int, ...], ...]
    groups: tuple[int | None, ...]
    states: tuple[int, ...]
    plain: bool
    flips: tuple[int, ...] = ()


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
    made : array of int64, shape (states,)
        The bits that mover flipped.
    """

    distance: Ranks
    flips: Ranks
    before: Indices
    by: Ranks
    made: Codes


@dataclass(frozen=True, eq=False)
class Trail:
    """What is kept of a search to tell paths by: 6 bytes a state where 28 were.

    Attributes
    ----------
    before : array of int32, shape (states,)
        The state before, on the path given; -1 for the start and where not reached.
    by : array of int16, shape (states,)
        Which mover made the last step.
    made : array of int64, shape (states,), or None
        The bits that mover flipped; None if the states say it, as they do without couplings.
    """

    before: npt.NDArray[np.int32]
    by: npt.NDArray[np.int16]
    made: Codes | None

    @classmethod
    def of(cls, graph: Graph, found: Search) -> Trail:
        """The trail of a search.

        Parameters
        ----------
        graph : Graph
            The model.
        found : Search
            A search.

        Returns
        -------
        Trail
            What its paths need.
        """
        made = None if graph.composes else found.made
        return cls(found.before.astype(np.int32), found.by.astype(np.int16), made)


@dataclass(frozen=True)
class _Mover:
    """Somebody who may make steps: its number, at most how many from each state, and which."""

    number: int
    fan: Callable[[Indices], Indices]
    find: Callable[[Indices, Mask], Steps]


def search(graph: Graph, start: int, play: Play) -> Search:
    """What play can reach, layer by layer.

    Parameters
    ----------
    graph : Graph
        The model.
    start : int
        From where.
    play : Play
        What counts as a step.

    Returns
    -------
    Search
        Distances and a shortest path to every state reached.

    Examples
    --------
    >>> ranks = np.array([[2, 3, 0, 1], [2, 0, 3, 1]], dtype=np.int32)
    >>> dilemma = Graph(np.arange(4), ranks, own=(0b01, 0b10))
    >>> search(dilemma, 0, Play(plain=True)).distance.tolist()
    [0, 1, 1, 2]
    >>> search(dilemma, 3, Play(groups=((0, Group((0, 1), True)),))).distance.tolist()
    [1, 2, 2, 0]
    """
    alone = graph.movers if play.movers is None else play.movers
    if graph.composes and pays(graph.states, graph.parties):
        found = _compiled(graph, start, play, alone)
        if found is not None:
            return found
    movers = [
        _Mover(party, graph.moves[party].fan, partial(_single, graph, play, party))
        for party in alone
    ]
    for number, group in play.groups:
        fan = partial(_everywhere, graph) if graph.listed else graph.joint(group.members).fan
        find = partial(_joint, graph, play, group.members)
        movers.append(_Mover(graph.parties + number, fan, find))
    return _layers(graph, start, movers, plain=play.plain)


def _compiled(graph: Graph, start: int, play: Play, alone: Sequence[int]) -> Search | None:
    """The same by compiled code; None if somebody has too many steps to list."""
    from honestbroker.kernel.compiled.reach import Mover, searched

    movers = [Mover(party, (party,), play.improving) for party in sorted(alone)]
    groups = sorted(play.groups, key=lambda numbered: numbered[0])
    movers += [Mover(graph.parties + number, group.members, True) for number, group in groups]
    found = searched(
        graph,
        start,
        movers,
        plain=play.plain,
        strict=play.strict,
        max_changes=play.max_changes,
    )
    return None if found is None else Search(*found)


class Local:
    """Plain improvements of some parties from one state after another, by compiled code.

    Parameters
    ----------
    graph : Graph
        The model, in option form.
    movers : tuple of int
        Who moves; none of them has more steps than can be listed.

    Raises
    ------
    ValueError
        If somebody has too many steps to list.
    """

    def __init__(self, graph: Graph, movers: tuple[int, ...]) -> None:
        from honestbroker.kernel.compiled import reach

        improving = [reach.Mover(party, (party,), True) for party in sorted(movers)]
        self._local = reach.Local(graph, improving, plain=True)

    @classmethod
    def of(cls, graph: Graph, movers: tuple[int, ...]) -> Local | None:
        """The same, or None if somebody has too many steps to list.

        Parameters
        ----------
        graph : Graph
            The model, in option form.
        movers : tuple of int
            Who moves.

        Returns
        -------
        Local or None
            What searches.
        """
        try:
            return cls(graph, movers)
        except ValueError:
            return None

    def reached(self, start: int) -> tuple[Indices, Search]:
        """What is reached from a state, and how; valid until the next search.

        Parameters
        ----------
        start : int
            The state.

        Returns
        -------
        (array of intp, Search)
            Indices of states, the start among them, and the search.
        """
        return self._local.reached(start).astype(np.intp), Search(*self._local.found)


def _single(graph: Graph, play: Play, party: int, sources: Indices, fresh: Mask) -> Steps:
    return (steps if play.improving else moved)(graph, party, sources)


def _joint(
    graph: Graph, play: Play, members: tuple[int, ...], sources: Indices, fresh: Mask
) -> Steps:
    return deals(
        graph,
        members,
        sources,
        strict=play.strict,
        max_changes=play.max_changes,
        judged=play.plain,
        among=fresh,
    )


def _everywhere(graph: Graph, sources: Indices) -> Indices:
    return np.full(sources.shape, graph.states, dtype=np.intp)


def _layers(graph: Graph, start: int, movers: Sequence[_Mover], *, plain: bool) -> Search:
    found = Search(
        np.full(graph.states, -1, dtype=np.int32),
        np.full(graph.states, NEVER, dtype=np.int32),
        np.full(graph.states, -1, dtype=np.intp),
        np.full(graph.states, -1, dtype=np.int32),
        np.zeros(graph.states, dtype=np.int64),
    )
    found.distance[start] = found.flips[start] = 0
    frontier: Indices = np.array([start], dtype=np.intp)
    depth = 0
    while frontier.size:
        depth += 1
        fresh = found.distance < 0
        for mover in movers:
            for block in shares(frontier, mover.fan(frontier)):
                offered = mover.find(block, fresh)
                kept = fresh[offered.targets] & (offered.plain if plain else True)
                _keep_best(found, mover.number, offered, np.flatnonzero(kept))
        frontier = np.flatnonzero(fresh & (found.flips < NEVER))
        found.distance[frontier] = depth
    found.flips[found.distance < 0] = 0
    return found


def _keep_best(found: Search, number: int, offered: Steps, kept: Indices) -> None:
    """Take the offered steps that make a shorter path than the best one offered before."""
    source, target, made = offered.sources[kept], offered.targets[kept], offered.flips[kept]
    length = found.flips[source] + np.bitwise_count(made).astype(np.int32)
    # Written from the longest to the shortest and from the last to the first, so that the first of
    # the shortest stays.
    order = np.argsort(length, kind="stable")[::-1]
    winner = np.empty(found.flips.shape, dtype=np.intp)
    winner[target[order]] = order
    best = np.flatnonzero(winner[target] == np.arange(target.size))
    best = best[length[best] < found.flips[target[best]]]
    place = target[best]
    found.flips[place] = length[best]
    found.before[place] = source[best]
    found.by[place] = number
    found.made[place] = made[best]


def path_of(graph: Graph, found: Search | Trail, state: int, *, plain: bool = True) -> Path:
    """The path a search gives to a state.

    Parameters
    ----------
    graph : Graph
        The model.
    found : Search or Trail
        A search that reached the state, or its trail.
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
    flips: list[int] = []
    here = state
    while found.before[here] >= 0:
        by, before = int(found.by[here]), int(found.before[here])
        group = by - graph.parties if by >= graph.parties else None
        movers.append((by,) if group is None else ())
        groups.append(group)
        states.append(here)
        made = graph.codes[here] ^ graph.codes[before] if found.made is None else found.made[here]
        flips.append(int(made))
        here = before
    return Path(
        tuple(movers[::-1]), tuple(groups[::-1]), tuple(states[::-1]), plain, tuple(flips[::-1])
    )
