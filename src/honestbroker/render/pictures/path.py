"""A path as a strip of steps: who moves, what is done, where that leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from honestbroker.explain.noting import Noting
from honestbroker.explain.page import without_marks
from honestbroker.explain.words import capital
from honestbroker.render.drawing import INK, PAPER, Drawing, wrapped
from honestbroker.render.pictures.signs import PARTIES, Figure, node
from honestbroker.result.atlas import Arrow, Atlas, Point

__all__ = ["path_strip"]

_CARD: Final = 196.0
_NODE: Final = (110.0, 62.0)
_PER_ROW: Final = 2
_WIDTH: Final = 744.0


def path_strip(words: Noting, atlas: Atlas, number: int) -> Figure:
    """The path to one state.

    Parameters
    ----------
    words : Noting
        The case's words.
    atlas : Atlas
        The states that matter.
    number : int
        The state's number.

    Returns
    -------
    Figure
        The picture and the same in words.
    """
    arrows = atlas.path(number)
    points = {point.number: point for point in atlas.points}
    cards = [_card(words, place, arrow) for place, arrow in enumerate(arrows, start=1)]
    rows = [range(at, min(at + _PER_ROW, len(cards))) for at in range(0, len(cards), _PER_ROW)]
    tall = [max(_height(cards[place]) for place in row) for row in rows]
    drawing = Drawing(_WIDTH, sum(tall) + 22 * len(tall) + 6)
    y = 8.0
    start = points[arrows[0].start] if arrows else None
    for row, height in zip(rows, tall, strict=True):
        x = 8.0
        middle = y + height / 2
        if start is not None and row.start == 0:
            _state(drawing, words, start, (x, middle))
        elif row.start:
            before = points[arrows[row.start - 1].end]
            _state(drawing, words, before, (x, middle))
        x += _NODE[0]
        for place in row:
            _link(drawing, arrows[place], (x, middle), 22)
            x += 22
            own = _height(cards[place])
            box = (x, middle - own / 2, _CARD, own)
            _draw_card(drawing, words, arrows[place], cards[place], box)
            x += _CARD
            drawing.curve(f"M{x:.1f} {middle:.1f}h8", stroke=INK)
            _head(drawing, (x + 16, middle))
            x += 16
            _state(drawing, words, points[arrows[place].end], (x, middle), wide=_last(place, row))
            x += _NODE[0] if _last(place, row) else 40
        y += height + 22
    title = words.say("figure.path", state=words.say("report.state", number=number))
    text = tuple(
        words.say(
            "figure.arrow",
            start=arrow.start,
            end=arrow.end,
            step=without_marks(words.step(arrow.step)).removesuffix("."),
        )
        for arrow in arrows
    )
    return Figure("path", title, drawing.svg(title, " ".join(text)), text)


def _last(place: int, row: range) -> bool:
    return place == row[-1]


Card = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Number and kind of a step, who moves, what is done."""


def _card(words: Noting, place: int, arrow: Arrow) -> Card:
    step = arrow.step
    if step.group is not None:
        key = "figure.step.open" if arrow.open else "figure.step.closed"
    else:
        key = "figure.step.own" if step.improves else "figure.step.against"
    who = capital(" + ".join(words.party(id) for id in step.group or step.movers))
    doings = capital(words.doings(step.take, step.drop))
    return (
        words.say(key, number=place),
        wrapped(who, _CARD - 18, 11, lines=3, bold=True),
        wrapped(doings, _CARD - 18, 10, lines=10),
    )


def _height(card: Card) -> float:
    return max(30 + len(card[1]) * 14.5 + len(card[2]) * 13.2 + 6, _NODE[1] + 6)


def _draw_card(
    drawing: Drawing,
    words: Noting,
    arrow: Arrow,
    card: Card,
    box: tuple[float, float, float, float],
) -> None:
    x, y = box[:2]
    closed = arrow.step.group is not None and not arrow.open
    against = arrow.step.group is None and not arrow.step.improves
    dash = "7 4" if closed else "2 3" if against else ""
    line = 2.4 if arrow.step.group is not None else 1.2
    colour = INK
    if arrow.step.group is None:
        order = [party.id for party in words.case.parties]
        colour = PARTIES[order.index(arrow.step.movers[0]) % len(PARTIES)]
    drawing.rect(box, fill=PAPER, stroke=colour, line=line, dash=dash, radius=6, kind="card")
    drawing.text((x + 9, y + 17), (card[0],), size=9.5)
    drawing.text((x + 9, y + 33), card[1], size=11, bold=True, fill=colour, kind="party")
    drawing.text((x + 9, y + 33 + len(card[1]) * 14.3), card[2], size=10)


def _state(
    drawing: Drawing,
    words: Noting,
    point: Point,
    at: tuple[float, float],
    *,
    wide: bool = True,
) -> None:
    x, middle = at
    width = _NODE[0] if wide else 40.0
    lines: Sequence[str] = ()
    if wide:
        name = ""
        if point.number == 0 and point.state.tag is not None:
            name = words.say("reference.today")
        elif point.state.outcomes:
            name = words.joined([words.outcome(id) for id in point.state.outcomes])
        lines = wrapped(capital(name), width - 12, 10.5, lines=3) if name else ()
    node(drawing, (x, middle - _NODE[1] / 2, width, _NODE[1]), point, tuple(lines))


def _link(drawing: Drawing, arrow: Arrow, at: tuple[float, float], length: float) -> None:
    x, y = at
    drawing.curve(f"M{x:.1f} {y:.1f}h{length - 8:.1f}", stroke=INK)
    _head(drawing, (x + length, y))


def _head(drawing: Drawing, tip: tuple[float, float]) -> None:
    x, y = tip
    drawing.polygon([(x, y), (x - 8, y - 5), (x - 8, y + 5)], fill=INK, kind="head")
