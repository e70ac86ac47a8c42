"""Options by states: the tableau of the literature, coloured by how a state is reached."""

from __future__ import annotations

from honestbroker.explain.noting import Noting
from honestbroker.explain.words import capital
from honestbroker.render.drawing import INK, PAPER, Drawing, wrapped
from honestbroker.render.pictures.signs import (
    BORDERS,
    FILLS,
    Figure,
    draw_legend,
    is_harmful,
    legend,
    tag_of,
    warning,
)
from honestbroker.result.atlas import Atlas, Point

__all__ = ["tableau"]

_HEAD = 46.0
_LABEL = 268.0


def tableau(words: Noting, atlas: Atlas) -> Figure:
    """Options by states.

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
    case, points = words.case, atlas.points
    cell = 24.0 if len(points) <= 18 else 20.0
    today = case.status_quo
    rows: list[tuple[str, tuple[str, ...], float]] = []
    for party in case.parties:
        mine = [option for option in case.options if option.party == party.id]
        if not mine:
            continue
        rows.append(("", wrapped(capital(words.party(party.id)), 500, 11, lines=1, bold=True), 20))
        for option in mine:
            name = capital(words.text(option.name, option.id))
            lines = wrapped(name, _LABEL - 26, 10.5, lines=3)
            rows.append((option.id, lines, max(19.0, len(lines) * 13.7 + 6)))
    width = max(_LABEL + cell * len(points) + 14, 620.0)
    entries = [
        ("taken", words.say("figure.taken")),
        *([("changed", words.say("figure.changed"))] if today is not None else []),
        *legend(words, points),
    ]
    height = 14 + _HEAD + sum(tall for *_, tall in rows)
    foot = draw_legend(Drawing(0, 0), entries, (0, 0), width - 24)
    drawing = Drawing(width, height + 20 + foot)
    for place, point in enumerate(points):
        _head(drawing, point, (_LABEL + place * cell, 16.0), cell)
    y = 14 + _HEAD
    for option_id, lines, tall in rows:
        if not option_id:
            drawing.text((8, y + 14), lines, size=11, bold=True)
            drawing.curve(f"M8 {y + 19:.1f}H{width - 8:.1f}", line=0.5, stroke="#888888")
        else:
            drawing.text((20, y + 13), lines, size=10.5)
            for place, point in enumerate(points):
                box = (_LABEL + place * cell, y, cell, tall)
                _cell(drawing, box, point, option_id, today)
        y += tall
    draw_legend(drawing, entries, (12, y + 12), width - 24)
    title = words.say("figure.table")
    text = tuple(_line(words, point) for point in points)
    return Figure("table", title, drawing.svg(title, " ".join(text)), text)


def _head(drawing: Drawing, point: Point, at: tuple[float, float], cell: float) -> None:
    x, y = at
    line, dash = BORDERS[point.state.holds]
    box = (x + 1.5, y, cell - 3, 22.0)
    drawing.rect(
        box, fill=FILLS[tag_of(point)], stroke=INK, line=line, dash=dash, radius=3, kind="node"
    )
    drawing.text(
        (x + cell / 2, y + 15), (str(point.number),), size=10.5, bold=True, anchor="middle",
        kind="fixed",
    )  # fmt: skip
    if is_harmful(point):
        warning(drawing, (x + cell / 2, y + 33))


def _cell(
    drawing: Drawing,
    box: tuple[float, float, float, float],
    point: Point,
    option: str,
    today: frozenset[str] | None,
) -> None:
    x, y, width, height = box
    taken = option in point.state.state
    inner = (x + 1.5, y + 1.5, width - 3, height - 3)
    changed = today is not None and taken != (option in today)
    drawing.rect(inner, fill=PAPER, stroke="#cccccc", line=0.6, kind="cell")
    if changed:
        framed = (x + 2.5, y + 2.5, width - 5, height - 5)
        drawing.rect(framed, stroke="#b34700", line=2, kind="changed")
    middle = (x + width / 2, y + height / 2)
    if taken:
        drawing.circle(middle, 4.5, fill=INK, kind="dot")
    else:
        drawing.curve(
            f"M{middle[0] - 3:.1f} {middle[1]:.1f}h6", line=1, stroke="#888888", kind="dash"
        )


def _line(words: Noting, point: Point) -> str:
    taken = [option for option in words.case.options if option.id in point.state.state]
    told = []
    for party in words.case.parties:
        mine = [option.id for option in taken if option.party == party.id]
        if mine:
            deeds = words.deeds(mine, ())
            told.append(words.say("taken", party=capital(words.party(party.id)), deeds=deeds))
    doings = "; ".join(told) or words.say("report.nothing")
    return words.say("report.item", name=capital(words.point(point)), text=doings)
