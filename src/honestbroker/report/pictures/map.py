"""The map of play: the states that matter and the steps between them, from today downwards."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from honestbroker.explain.noting import Noting
from honestbroker.explain.page import without_marks
from honestbroker.explain.words import capital
from honestbroker.report.drawing import INK, PAPER, Drawing, width_of, wrapped
from honestbroker.report.layout import placed
from honestbroker.report.pictures.signs import PARTIES, Figure, draw_legend, legend, node
from honestbroker.result.atlas import Arrow, Atlas, Point

__all__ = ["play_map"]

_NODE: Final = (112.0, 62.0)
_GAP: Final = 124.0
_THIN: Final = 40.0
_ROW: Final = 132.0
_FEW: Final = 12
"""Other improvements are drawn only among this many states."""

_SMALLEST: Final = 620.0

Box = tuple[float, float, float, float]


def play_map(words: Noting, atlas: Atlas) -> Figure:
    """The map of play.

    Parameters
    ----------
    words : Noting
        The case's words.
    atlas : Atlas
        The states that matter.

    Returns
    -------
    Figure
        The picture and the same in words.
    """
    arrows = _shown(atlas)
    numbers = [point.number for point in atlas.points]
    places, ways = placed(numbers, [(a.start, a.end) for a in arrows], _GAP, _THIN)
    widest = max(x for x, _ in places.values()) + _NODE[0]
    passing = max((x for way in ways.values() for x, _ in way), default=0.0)
    inner = max(widest, passing + _NODE[0] / 2)
    width = max(inner + 40, _SMALLEST)
    left = (width - inner) / 2
    depth = max(layer for _, layer in places.values())
    foot = 34 + depth * _ROW + _NODE[1]
    entries = legend(words, atlas.points) + _line_legend(words, arrows)
    trial = draw_legend(Drawing(0, 0), entries, (0, 0), width - 24)
    drawing = Drawing(width, foot + 26 + trial)

    def _spot(place: tuple[float, int]) -> tuple[float, float]:
        """The middle of a place."""
        return left + place[0] + _NODE[0] / 2, 20 + place[1] * _ROW + _NODE[1] / 2

    boxes = {
        number: (_spot(at)[0] - _NODE[0] / 2, _spot(at)[1] - _NODE[1] / 2, *_NODE)
        for number, at in places.items()
    }
    taken: list[Box] = list(boxes.values())
    colours = {party.id: PARTIES[n % len(PARTIES)] for n, party in enumerate(words.case.parties)}
    labels = []
    roads = {pair: [_spot(place) for place in way] for pair, way in ways.items()}
    _dock(roads)
    for arrow in arrows:
        way = roads[arrow.start, arrow.end]
        colour = colours[arrow.step.movers[0]] if arrow.step.group is None else INK
        curve = _curve(way)
        _draw_arrow(drawing, arrow, curve, colour)
        lines = _movers(words, arrow)
        labels.append((curve, lines, colour))
    for curve, lines, colour in labels:
        _label(drawing, curve, lines, colour, taken)
    for point in atlas.points:
        node(drawing, boxes[point.number], point, _name(words, point))
    draw_legend(drawing, entries, (12, foot + 18), width - 24)
    title = words.say("figure.map")
    text = tuple(_text(words, atlas, arrows))
    return Figure("map", title, drawing.svg(title, " ".join(text)), text)


def _shown(atlas: Atlas) -> list[Arrow]:
    """Steps of paths and deals; other improvements where there are few states."""
    kept = [arrow for arrow in atlas.arrows if arrow.on_path or arrow.step.group is not None]
    drawn = {(arrow.start, arrow.end) for arrow in kept}
    first: dict[tuple[int, int], Arrow] = {}
    for arrow in kept:
        first.setdefault((arrow.start, arrow.end), arrow)
    if len(atlas.points) <= _FEW:
        for arrow in atlas.arrows:
            pair = (arrow.start, arrow.end)
            if pair not in drawn and (arrow.end, arrow.start) not in drawn:
                first.setdefault(pair, arrow)
    return list(first.values())


def _name(words: Noting, point: Point) -> tuple[str, ...]:
    if point.number == 0 and point.state.tag is not None:
        name = words.say("reference.today")
        if point.state.outcomes:
            name += ": " + words.joined([words.outcome(id) for id in point.state.outcomes])
    elif point.state.outcomes:
        name = words.joined([words.outcome(id) for id in point.state.outcomes])
    else:
        return ()
    return wrapped(capital(name), _NODE[0] - 12, 10.5, lines=3)


def _movers(words: Noting, arrow: Arrow) -> tuple[str, ...]:
    members = arrow.step.group or arrow.step.movers
    told = capital(" + ".join(words.party(id) for id in members))
    return wrapped(told, 108, 10, lines=3)


Point2 = tuple[float, float]
Curve = list[tuple[Point2, Point2, Point2, Point2]]


def _dock(roads: dict[tuple[int, int], list[Point2]]) -> None:
    """Spread the ends of the arrows along the borders of the states, in the order they come."""
    for end in (0, -1):
        docks: dict[tuple[int, bool], list[tuple[float, tuple[int, int]]]] = {}
        for pair, way in roads.items():
            other = way[1] if end == 0 else way[-2]
            if abs(way[0][1] - way[-1][1]) < 1:
                continue
            below = other[1] > way[end][1]
            docks.setdefault((pair[end], below), []).append((other[0], pair))
        for some in docks.values():
            some.sort()
            step = min(22.0, (_NODE[0] - 24) / len(some))
            for place, (_, pair) in enumerate(some):
                x, y = roads[pair][end]
                roads[pair][end] = (x + (place - (len(some) - 1) / 2) * step, y)


def _curve(way: list[Point2]) -> Curve:
    """Cubic curves through the places of a way, from border to border."""
    half = _NODE[1] / 2
    if abs(way[0][1] - way[-1][1]) < 1:
        return [_sideways(way[0], way[-1])]
    down = way[-1][1] > way[0][1]
    start = (way[0][0], way[0][1] + (half if down else -half))
    end = (way[-1][0], way[-1][1] + (-half if down else half))
    stops = [start, *way[1:-1], end]
    told = []
    for a, b in pairwise(stops):
        bend = (b[1] - a[1]) * 0.45
        told.append((a, (a[0], a[1] + bend), (b[0], b[1] - bend), b))
    return told


def _sideways(a: Point2, b: Point2) -> tuple[Point2, Point2, Point2, Point2]:
    """Below the row, between two states of one layer."""
    half = _NODE[1] / 2
    start, end = (a[0], a[1] + half), (b[0], b[1] + half)
    sag = 34 + abs(b[0] - a[0]) * 0.06
    return start, (a[0], start[1] + sag), (b[0], end[1] + sag), end


def _draw_arrow(drawing: Drawing, arrow: Arrow, curve: Curve, colour: str) -> None:
    (x, y), path = curve[0][0], ""
    path = f"M{x:.1f} {y:.1f}"
    for _, one, two, end in curve:
        path += f"C{one[0]:.1f} {one[1]:.1f} {two[0]:.1f} {two[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
    line, dash = 1.5, ""
    if arrow.step.group is not None:
        line, dash = 3.6, "" if arrow.open else "7 4"
    elif not arrow.step.improves:
        dash = "2 3"
    drawing.curve(path, stroke=colour, line=line, dash=dash, kind="line")
    tip, before = curve[-1][3], curve[-1][2]
    sign = 1 if tip[1] >= before[1] else -1
    head = [(tip[0], tip[1]), (tip[0] - 5, tip[1] - sign * 9), (tip[0] + 5, tip[1] - sign * 9)]
    drawing.polygon(head, fill=colour, kind="head")


def _at(curve: Curve, share: float) -> Point2:
    place = share * len(curve)
    a, b, c, d = curve[min(int(place), len(curve) - 1)]
    t = min(place - min(int(place), len(curve) - 1), 1.0)
    u = 1 - t
    return (
        u**3 * a[0] + 3 * u * u * t * b[0] + 3 * u * t * t * c[0] + t**3 * d[0],
        u**3 * a[1] + 3 * u * u * t * b[1] + 3 * u * t * t * c[1] + t**3 * d[1],
    )


def _label(
    drawing: Drawing, curve: Curve, lines: tuple[str, ...], colour: str, taken: list[Box]
) -> None:
    """Who moves, on the arrow, where nothing else stands."""
    width = max(width_of(line, 10) for line in lines) + 8
    height = len(lines) * 13 + 4
    best: Box | None = None
    least = None
    for share in (0.55, 0.62, 0.48, 0.68, 0.42, 0.74, 0.36, 0.8, 0.3, 0.24):
        x, y = _at(curve, share)
        box = (x - width / 2, y - height / 2, width, height)
        overlap = sum(_overlap(box, other) for other in taken)
        if least is None or overlap < least:
            best, least = box, overlap
        if not overlap:
            break
    assert best is not None
    taken.append(best)
    drawing.rect(best, fill=PAPER, radius=3, kind="paper")
    middle = best[0] + best[2] / 2
    drawing.text(
        (middle, best[1] + 11.5), lines, size=10, anchor="middle", fill=colour, kind="party"
    )


def _overlap(a: Box, b: Box) -> float:
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(across, 0.0) * max(down, 0.0)


def _line_legend(words: Noting, arrows: list[Arrow]) -> list[tuple[str, str]]:
    told = []
    for sign, found in (
        ("own", any(a.step.group is None and a.step.improves for a in arrows)),
        ("against", any(a.step.group is None and not a.step.improves for a in arrows)),
        ("deal", any(a.step.group is not None and a.open for a in arrows)),
        ("closed", any(a.step.group is not None and not a.open for a in arrows)),
    ):
        if found:
            told.append((sign, words.say(f"figure.line.{sign}")))
    return told


def _text(words: Noting, atlas: Atlas, arrows: list[Arrow]) -> list[str]:
    told = []
    for point in atlas.points:
        name = capital(words.point(point))
        verdict = words.say(f"holds.{point.state.holds}")
        if point.state.tag is None:
            told.append(words.say("figure.point.bare", name=name, verdict=verdict))
        else:
            tag = words.say(f"figure.tag.{point.state.tag.name}")
            told.append(words.say("figure.point", name=name, verdict=verdict, tag=tag))
    for arrow in arrows:
        step = without_marks(words.step(arrow.step)).removesuffix(".")
        told.append(words.say("figure.arrow", start=arrow.start, end=arrow.end, step=step))
    if atlas.left_out:
        told.append(words.count("figure.left_out", atlas.left_out))
    return told
