"""Where the states of a map stand: layers downwards, few crossings, stable from run to run.

After Sugiyama, Tagawa and Toda (1981): a point's layer is its distance from the start; points of a
layer are ordered by the mean place of their neighbours; then each layer is spread so that points
stand near their neighbours and do not touch. A step over several layers gets an invisible point in
each layer between. No chance is involved: equal input gives equal output.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

__all__ = ["Places", "placed"]

Places = dict[int, tuple[float, int]]
"""Point to (place across, layer)."""

_SWEEPS: Final = 12


def placed(
    points: Sequence[int],
    arrows: Iterable[tuple[int, int]],
    gap: float,
    thin: float,
) -> tuple[Places, dict[tuple[int, int], list[tuple[float, int]]]]:
    """Places for points, and the way of each arrow.

    Parameters
    ----------
    points : sequence of int
        Numbers, the most important first.
    arrows : iterable of (int, int)
        From and to.
    gap : float
        Least distance of two points of one layer.
    thin : float
        Least distance of an arrow that passes by.

    Returns
    -------
    places : dict
        Point to (place across, layer).
    ways : dict
        Arrow to the places it passes, ends included.

    Examples
    --------
    >>> placed([0, 1, 2], [(0, 1), (0, 2)], 10, 4)[0]
    {0: (5.0, 0), 1: (0.0, 1), 2: (10.0, 1)}
    """
    edges = list(dict.fromkeys(arrow for arrow in arrows if arrow[0] != arrow[1]))
    layer: dict[int, int] = _layers(points, edges)
    ways: dict[tuple[int, int], list[int]] = {}
    fresh = -1
    chains: list[tuple[int, int]] = []
    for start, end in edges:
        low, high = layer[start], layer[end]
        passed = [start]
        step = 1 if high > low else -1
        for between in range(low + step, high, step):
            layer[fresh] = between
            passed.append(fresh)
            fresh -= 1
        passed.append(end)
        ways[start, end] = passed
        chains += [(a, b) for a, b in pairwise(passed) if layer[a] != layer[b]]
    rows: list[list[int]] = [[] for _ in range(max(layer.values(), default=0) + 1)]
    for point, at in layer.items():
        rows[at].append(point)
    near = _neighbours(layer, chains)
    _ordered(rows, near)
    across = _spread(rows, near, gap, thin)
    least = min(across.values(), default=0.0)
    places = {point: (across[point] - least, layer[point]) for point in layer}
    told = {arrow: [places[point] for point in way] for arrow, way in ways.items()}
    return {point: places[point] for point in points}, told


def _layers(points: Sequence[int], edges: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Distance from the first point, then from whatever is left, each below nothing."""
    layer: dict[int, int] = {}
    targets = {end for _, end in edges}
    roots = [*points[:1], *(point for point in points if point not in targets), *points]
    for root in roots:
        if root in layer:
            continue
        layer[root] = 0
        frontier = [root]
        while frontier:
            further = []
            for here in frontier:
                for start, end in edges:
                    if start == here and end not in layer:
                        layer[end] = layer[here] + 1
                        further.append(end)
            frontier = further
    return {point: layer[point] for point in points}


def _neighbours(
    layer: Mapping[int, int], chains: Iterable[tuple[int, int]]
) -> dict[int, tuple[list[int], list[int]]]:
    """For each point its neighbours above and below."""
    near: dict[int, tuple[list[int], list[int]]] = {point: ([], []) for point in layer}
    for a, b in chains:
        upper, lower = (a, b) if layer[a] < layer[b] else (b, a)
        near[upper][1].append(lower)
        near[lower][0].append(upper)
    return near


def _ordered(rows: list[list[int]], near: Mapping[int, tuple[list[int], list[int]]]) -> None:
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for row in rows if down else reversed(rows):
            spots = {point: place for some in rows for place, point in enumerate(some)}
            keys = {}
            for place, point in enumerate(row):
                around = near[point][0 if down else 1]
                mean = sum(spots[n] for n in around) / len(around) if around else float(place)
                keys[point] = (mean, place)
            row.sort(key=lambda point, keys=keys: keys[point])  # type: ignore[misc]


def _spread(
    rows: Sequence[Sequence[int]],
    near: Mapping[int, tuple[list[int], list[int]]],
    gap: float,
    thin: float,
) -> dict[int, float]:
    across: dict[int, float] = {}
    for row in rows:
        at = 0.0
        for place, point in enumerate(row):
            if place:
                at += _apart(row[place - 1], point, gap, thin)
            across[point] = at
        middle = at / 2
        for point in row:
            across[point] -= middle
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 else reversed(rows):
            wanted = []
            for point in row:
                around = [*near[point][0], *near[point][1]]
                mean = sum(across[n] for n in around) / len(around) if around else across[point]
                wanted.append(mean)
            across |= dict(zip(row, _kept_apart(row, wanted, gap, thin), strict=True))
    return across


def _apart(left: int, right: int, gap: float, thin: float) -> float:
    """How far apart two neighbours stand; invisible points are negative and need less."""
    return thin if left < 0 and right < 0 else gap if left >= 0 and right >= 0 else (gap + thin) / 2


def _kept_apart(
    row: Sequence[int], wanted: Sequence[float], gap: float, thin: float
) -> list[float]:
    """The places nearest to those wanted (least squares) that keep the order and the distances."""
    offsets = [0.0]
    for place in range(1, len(row)):
        offsets.append(offsets[-1] + _apart(row[place - 1], row[place], gap, thin))
    pools: list[list[float]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        pools.append([want - offset, 1.0])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, weight = pools.pop()
            before, count = pools.pop()
            pools.append([(before * count + mean * weight) / (count + weight), count + weight])
    levels = [mean for mean, count in pools for _ in range(int(count))]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]
