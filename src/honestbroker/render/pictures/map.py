"""The map of play: the states that matter and the steps between them, from today downwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from honestbroker.explain.noting import Noting
from honestbroker.explain.page import without_marks
from honestbroker.explain.words import capital
from honestbroker.render.drawing import INK, Drawing, wrapped
from honestbroker.render.layout import Places, placed
from honestbroker.render.pictures.plates import Curve, Plate, Point2, draw_plates
from honestbroker.render.pictures.signs import PARTIES, Figure, draw_legend, legend, node
from honestbroker.result.atlas import Arrow, Atlas, Point

__all__ = ["play_map"]

_NODE: Final = (112.0, 70.0)
_GAP: Final = 126.0
_THIN: Final = 40.0
_AIR: Final = 62.0
"""Between two layers, besides the names on the arrows."""

_LINE: Final = 13.0
_FEW: Final = 12
"""Other improvements are drawn only among this many states."""

_SMALLEST: Final = 620.0


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
    names = {(arrow.start, arrow.end): _movers(words, arrow) for arrow in arrows}
    tops = _tops(places, names)
    foot = tops[-1] + _NODE[1] + 34
    entries = legend(words, atlas.points) + _line_legend(words, arrows)
    trial = draw_legend(Drawing(0, 0), entries, (0, 0), width - 24)
    drawing = Drawing(width, foot + 26 + trial)

    def _spot(place: tuple[float, int]) -> tuple[float, float]:
        """The middle of a place."""
        return left + place[0] + _NODE[0] / 2, tops[place[1]] + _NODE[1] / 2

    boxes = {
        number: (_spot(at)[0] - _NODE[0] / 2, _spot(at)[1] - _NODE[1] / 2, *_NODE)
        for number, at in places.items()
    }
    colours = {party.id: PARTIES[n % len(PARTIES)] for n, party in enumerate(words.case.parties)}
    roads = {pair: [_spot(place) for place in way] for pair, way in ways.items()}
    _dock(roads)
    plates = []
    for arrow in arrows:
        pair = arrow.start, arrow.end
        colour = colours[arrow.step.movers[0]] if arrow.step.group is None else INK
        plates.append(Plate(_curve(roads[pair]), names[pair], colour))
        _draw_arrow(drawing, arrow, plates[-1].curve, colour)
    draw_plates(drawing, plates, list(boxes.values()))
    for point in atlas.points:
        node(drawing, boxes[point.number], point, _name(words, point))
    draw_legend(drawing, entries, (12, foot + 18), width - 24)
    title = words.say("figure.map")
    text = tuple(_text(words, atlas, arrows))
    return Figure("map", title, drawing.svg(title, " ".join(text)), text)


def _tops(places: Places, names: Mapping[tuple[int, int], Sequence[str]]) -> list[float]:
    """The upper edge of each layer: further apart where longer names stand between two."""
    lines = [0] * (max(layer for _, layer in places.values()) + 1)
    for (start, end), name in names.items():
        high, low = sorted((places[start][1], places[end][1]))
        for layer in range(high, max(low, high + 1)):
            lines[layer] = max(lines[layer], len(name))
    tops = [20.0]
    for count in lines[:-1]:
        tops.append(tops[-1] + _NODE[1] + _AIR + _LINE * count)
    return tops


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
