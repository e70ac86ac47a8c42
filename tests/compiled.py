"""Comparing compiled code with the NumPy path: what tests and ``bulk_compiled.py`` have in common."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np

from honestbroker.kernel import labels, moves, search, stability, tiny
from honestbroker.kernel.compiled import chains, closures, cube, groups, reach, small, solve
from honestbroker.kernel.compiled.layout import Layout
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.search import Group, Play
from honestbroker.kernel.stability import CONCEPTS


@contextmanager
def swapped(module: Any, **values: Any) -> Iterator[None]:
    """Other values for names of a module, for a while."""
    before = {name: getattr(module, name) for name in values}
    try:
        for name, value in values.items():
            setattr(module, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)


@contextmanager
def numpy_only() -> Iterator[None]:
    """The NumPy path whatever the size."""
    with (
        swapped(tiny, FEW=0),
        swapped(stability, pays=lambda states, parties: False),
        swapped(search, pays=lambda states, parties: False),
        swapped(labels, pays=lambda states, parties: False),
        swapped(moves, pays=lambda states, parties: False),
    ):
        yield


def random_graph(
    rng: np.random.Generator, options: int, parties: int, *, share: float = 1.0
) -> Graph:
    """A graph with one-way and fixed options, ties, infeasible states, options in any order."""
    codes = np.arange(1 << options, dtype=np.int64)
    if share < 1:
        codes = codes[rng.random(codes.size) < share]
    own = [0] * parties
    up = down = 0
    one_way = rng.integers(0, 3)
    for bit in range(options):
        way = rng.integers(0, 8) if one_way else 7
        if way:
            own[rng.integers(0, parties)] |= 1 << bit
        up |= int(way in (1, 2)) << bit
        down |= int(way == 3) << bit
    levels = [int(rng.choice([1, 3, 20, max(codes.size, 1), 10**6])) for _ in range(parties)]
    ranks = [rng.integers(-2, level, codes.size) for level in levels]
    return Graph(codes, np.array(ranks, dtype=np.int32), tuple(own), up, down)


def verdict_differences(graph: Graph) -> list[str]:
    """Which compiled routes give other verdicts, needs or closures than the NumPy path."""
    found = []
    with numpy_only():
        expected = stability.stable(graph)
        worths = {
            (concept, party): graph.moves[party].best(stability.worth(graph, party, concept))
            for concept in CONCEPTS
            for party in range(graph.parties)
        }
    everybody = range(graph.parties)

    def _by_groups() -> solve.Solution:
        return solve.solve(Layout(graph), graph.ranks, CONCEPTS, everybody, needs=True)

    def _by_slices(threads: int = 1) -> solve.Solution:
        return solve.by_slices(graph, CONCEPTS, everybody, needs=True, threads=threads)

    def _compare(route: str, solution: solve.Solution) -> None:
        if not np.array_equal(solution.stable, expected):
            found.append(route)
        if solution.needs is None or any(
            not np.array_equal(solution.needs[CONCEPTS.index(concept), party], best)
            for (concept, party), best in worths.items()
        ):
            found.append(f"needs of {route}")

    _compare("sweeps", _by_groups())
    if graph.states <= 1 << 8:
        _compare("matrices", solve.Solution.of(graph.ranks, tiny.needs(graph)))
    needed = small.needs_of(graph)
    if needed is not None:
        _compare("one call", solve.Solution.of(graph.ranks, needed))
    with swapped(small, BUDGET=0):
        _compare("what takes over from one call", solve.verdicts(graph, CONCEPTS, needs=True))
    _compare("the route taken", solve.verdicts(graph, CONCEPTS, needs=True, threads=2))
    with swapped(chains, sweep=lambda *arguments: -1):
        _compare("rank order", _by_groups())
    with swapped(groups, WIDE=-1), swapped(groups, tables=no_tables):
        _compare("pair by pair", _by_groups())
    _compare("slices", _by_slices())
    with swapped(cube, CHAINED=1):
        _compare("slices, all chained", _by_slices(2))
    with swapped(cube, CHAINED=3, _SLAB=0, _BESIDE=2):
        _compare("slices one by one", _by_slices())
    with swapped(cube, CHAINED=99, _SLAB=3, _BESIDE=99, _TURNED=3):
        _compare("slices turned", _by_slices(2))
    with swapped(cube, BUDGET=1):
        _compare("slices that give up", _by_slices())
    for party in range(graph.parties):
        for improving in (False, True):
            with numpy_only():
                one = stability.closure(graph, party, graph.ranks[party], improving=improving)
            values, stamps, movers = closures.closure(
                graph, party, graph.ranks[party], improving=improving
            )
            same = np.array_equal(one.values, values) and np.array_equal(one.stamps, stamps)
            if not same or one.movers != movers:
                found.append(f"closure of {party}, improving={improving}")
    return found


def no_tables(ways: int, states: int) -> groups.Tables:
    """No room for the supersets of one-way options."""
    return np.zeros((1, 2), np.int32), np.full(1, -1, np.int32)


def search_differences(graph: Graph, groups_of: tuple[Group, ...], start: int) -> list[str]:
    """In which searches compiled code finds other paths than the NumPy path."""
    found = []
    numbered = tuple(enumerate(groups_of))
    plays = [
        Play(groups=groups, plain=plain, improving=improving, strict=strict, max_changes=most)
        for groups in ((), numbered)
        for plain, improving in ((True, True), (False, True), (False, False))
        for strict, most in ((True, None), (False, 2))
    ]
    for play in plays:
        with numpy_only():
            one = search.search(graph, start, play)
        for lists in (reach.LISTS, 0):  # masks, or lists wherever they are possible
            with swapped(search, pays=lambda states, parties: True), swapped(reach, LISTS=lists):
                other = search.search(graph, start, play)
            for name in ("distance", "flips", "before", "by", "made"):
                if not np.array_equal(getattr(one, name), getattr(other, name)):
                    found.append(f"{name} of {play}, lists from {lists} masks")
    return found


def label_differences(graph: Graph, states: list[int], reference: int) -> list[str]:
    """In which states compiled code, or looking at many states at once, finds other labels."""
    found = []
    exposures = labels.Exposures(graph)
    with numpy_only():
        expected = labels.Exposures(replace(graph))
        for state in states:
            for party in range(graph.parties):
                one = expected.of(party, state, reference)
                with (
                    swapped(labels, pays=lambda states, parties: True),
                    swapped(search, pays=lambda states, parties: True),
                ):
                    other = exposures.of(party, state, reference)
                if one != other:
                    found.append(f"exposure of {party} in {state}")
        held = np.flatnonzero(stability.stable(graph, CONCEPTS).all(axis=1)[0])
        traps = labels.Traps(graph)
        concepts = ("nash", "gmr", "seq")
        trapped = [any(traps.of(concept, int(s)) for concept in concepts) for s in held]
        everybody = range(graph.parties)
        regret = [any(labels.regrets(graph, p, int(s), reference) for p in everybody) for s in held]
    if labels.trapped(graph, held).tolist() != trapped:
        found.append("traps")
    if labels.regretting(graph, held, reference).tolist() != regret:
        found.append("regret")
    with swapped(moves, pays=lambda states, parties: True):
        for party in range(graph.parties):
            fast = moves.OptionMoves(graph.codes, graph.own[party], graph.up, graph.down)
            slow = graph.moves[party]
            assert isinstance(slow, moves.OptionMoves)
            if any(not np.array_equal(a, b) for a, b in zip(fast.groups, slow.groups, strict=True)):
                found.append(f"groups of {party}")
    return found


def long_chain(bits: int) -> Graph:
    """A model in which values fall one by one along a chain of 2^(bits + 1) improvements.

    Two parties, `bits` options each, climb a staircase: from (x, x) the first improves to
    (x + 1, x), from there the second to (x + 1, x + 1). The third, with one option, ranks each step
    below the one before.
    """
    size = 1 << bits
    codes = np.arange(2 * size * size, dtype=np.int64)
    a, b = codes % size, codes // size % size
    first = np.where(a == b, 1, np.where(a == b + 1, 2, 0))
    second = np.where(a == b + 1, 1, np.where((a == b) & (a > 0), 2, 0))
    third = np.where((a == b) | (a == b + 1), 4 * size - a - b, 4 * size)
    third = 2 * third + codes // (size * size)
    ranks = np.array([first, second, third], dtype=np.int32)
    own = (size - 1, (size - 1) << bits, 1 << 2 * bits)
    return replace(Graph(codes, ranks, own))
