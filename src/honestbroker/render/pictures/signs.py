"""Signs that all pictures share: colours and letters of tags, borders of verdicts, legends.

Colours are after Okabe and Ito (2008), told apart by readers who see few colours; every meaning
also has a letter, a border or a dash, for print without colour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from honestbroker.explain.noting import Noting
from honestbroker.explain.section import Table
from honestbroker.render.drawing import INK, PAPER, Drawing, width_of, wrapped
from honestbroker.result.atlas import Point

__all__ = [
    "BORDERS",
    "FILLS",
    "PARTIES",
    "Figure",
    "draw_key",
    "draw_legend",
    "is_harmful",
    "legend",
    "node",
    "tag_of",
    "warning",
]


@dataclass(frozen=True)
class Figure:
    """A picture, its title and the same in words.

    Attributes
    ----------
    kind : str
        Which picture, such as ``map`` or ``table``.
    title : str
        Its title.
    svg : str
        The picture as an SVG document without script or outside reference.
    text : tuple of str
        What it shows, in sentences.
    data : Table or None
        What it shows, as a table; None where the sentences are as short.
    """

    kind: str
    title: str
    svg: str
    text: tuple[str, ...]
    data: Table | None = None

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"<Figure {self.kind}: {self.title}>"


FILLS: Final = {
    "here": "#bcdcf5",
    "alone": "#bfe8d4",
    "together": "#e3f3ad",
    "by moves": "#fbd9a5",
    "unreachable": "#dddddd",
    "": "#f2f2f2",
}
"""Tag to the colour behind a state; light, so that black letters stay readable."""

BORDERS: Final = {"holds": (2.6, ""), "while deterred": (1.8, "5 3"), "no": (0.8, "")}
"""Verdict to width and pattern of the border."""

PARTIES: Final = (
    "#0060a8", "#b34700", "#00734f", "#8a3d77", "#6b5500", "#007a99", "#a3242c", "#4a4a4a",
)  # fmt: skip
"""Colours of parties, dark enough for letters on white."""

_SIGN: Final = 14


def tag_of(point: Point) -> str:
    """The tag of a state, empty without a status quo.

    Parameters
    ----------
    point : Point
        The state.

    Returns
    -------
    str
        Its tag's name.
    """
    return point.state.tag.name if point.state.tag is not None else ""


def warning(drawing: Drawing, at: tuple[float, float]) -> None:
    """The sign of a trap or a regret: a dark triangle with an exclamation mark.

    Parameters
    ----------
    drawing : Drawing
        Where to draw.
    at : tuple of float
        The middle of the sign.
    """
    x, y = at
    drawing.polygon([(x, y - 10), (x + 11, y + 8.5), (x - 11, y + 8.5)], fill=PAPER, kind="warn")
    drawing.polygon([(x, y - 8), (x + 9, y + 7), (x - 9, y + 7)], fill="#7a1f1f", kind="warn")
    drawing.text(
        (x, y + 5.5), ("!",), size=11, bold=True, anchor="middle", fill=PAPER, kind="fixed"
    )


def is_harmful(point: Point) -> bool:
    """Whether a state is a trap or a regret for somebody.

    Parameters
    ----------
    point : Point
        The state.

    Returns
    -------
    bool
        True if it is, and holds at least while deterred.
    """
    held = point.state.holds != "no"
    return held and any(label.label in ("trap", "regret") for label in point.state.labels)


def node(
    drawing: Drawing, box: tuple[float, float, float, float], point: Point, lines: tuple[str, ...]
) -> None:
    """A state as a box: colour for the tag, border for the verdict, number and name.

    Parameters
    ----------
    drawing : Drawing
        Where to draw.
    box : tuple of float
        Left, top, width, height.
    point : Point
        The state.
    lines : tuple of str
        Its name.
    """
    x, y, width, height = box
    line, dash = BORDERS[point.state.holds]
    tag = tag_of(point)
    drawing.rect(box, fill=FILLS[tag], stroke=INK, line=line, dash=dash, radius=6, kind="node")
    if tag == "here":
        inner = (x + 3.5, y + 3.5, width - 7, height - 7)
        drawing.rect(inner, stroke=INK, line=0.9, radius=4, kind="ring")
    tall = 26 + (len(lines) - 1) * 13.65 if lines else 12.0
    top = y + (height - tall) / 2 + 1.5
    number = str(point.number)
    drawing.text(
        (x + width / 2, top + 8), (number,), size=12.5, bold=True, anchor="middle", kind="fixed"
    )
    drawing.text((x + width / 2, top + 22), lines, size=10.5, anchor="middle", kind="fixed")
    if is_harmful(point):
        warning(drawing, (x + width - 3, y + 2))


def legend(words: Noting, points: tuple[Point, ...]) -> list[tuple[str, str]]:
    """What the signs in a picture mean: only those that occur.

    Parameters
    ----------
    words : Noting
        The case's words.
    points : tuple of Point
        The states in the picture.

    Returns
    -------
    list of (str, str)
        Sign (``tag …``, ``border …``, ``warning``) and meaning.
    """
    told = []
    for tag in FILLS:
        if tag and any(tag_of(point) == tag for point in points):
            told.append((f"tag {tag}", words.say(f"figure.tag.{tag}")))
    for verdict in BORDERS:
        if any(point.state.holds == verdict for point in points):
            told.append((f"border {verdict}", words.say(f"figure.border.{verdict}")))
    if any(map(is_harmful, points)):
        told.append(("warning", words.say("figure.warning")))
    return told


def draw_legend(
    drawing: Drawing, entries: list[tuple[str, str]], at: tuple[float, float], width: float
) -> float:
    """Draw a legend in as many lines as it needs.

    Parameters
    ----------
    drawing : Drawing
        Where to draw.
    entries : list of (str, str)
        Signs and meanings, from `legend`; also ``line DASH WIDTH`` for lines.
    at : tuple of float
        Left and top.
    width : float
        The most width.

    Returns
    -------
    float
        The height used.
    """
    key = [(partial(_sign, drawing, sign), meaning) for sign, meaning in entries]
    return draw_key(drawing, key, at, width)


def draw_key(
    drawing: Drawing,
    entries: Sequence[tuple[Callable[[tuple[float, float]], None], str]],
    at: tuple[float, float],
    width: float,
) -> float:
    """Draw what signs mean, in as many lines as it needs.

    Parameters
    ----------
    drawing : Drawing
        Where to draw.
    entries : sequence of (callable, str)
        What draws a sign in a box of 24 by 14 with its corner at a place; what it means.
    at : tuple of float
        Left and top.
    width : float
        The most width.

    Returns
    -------
    float
        The height used.
    """
    x, y = at
    for draw, meaning in entries:
        lines = wrapped(meaning, width - 34, 10.5, lines=3)
        need = 34 + max(width_of(line, 10.5) for line in lines) + 16
        if x + need > at[0] + width + 16 and x > at[0]:
            x, y = at[0], y + 20
        draw((x, y))
        drawing.text((x + 32, y + 11), lines, size=10.5)
        x += need
        y += (len(lines) - 1) * 13.65
    return y + 20 - at[1]


def _sign(drawing: Drawing, sign: str, at: tuple[float, float]) -> None:
    x, y = at
    kind, _, value = sign.partition(" ")
    box = (x, y, 24.0, float(_SIGN))
    if kind == "tag":
        drawing.rect(box, fill=FILLS[value], stroke=INK, line=0.8, radius=3, kind="node")
        if value == "here":
            drawing.rect(
                (x + 2.5, y + 2.5, 19, _SIGN - 5), stroke=INK, line=0.8, radius=2, kind="ring"
            )
    elif kind == "border":
        line, dash = BORDERS[value]
        drawing.rect(box, fill=PAPER, stroke=INK, line=line, dash=dash, radius=3, kind="node open")
    elif kind == "warning":
        warning(drawing, (x + 12, y + 7))
    elif kind == "taken":
        drawing.rect((x + 5, y, 14, _SIGN), fill=PAPER, stroke=INK, line=0.8, kind="node")
        drawing.circle((x + 12, y + 7), 4.5, fill=INK, kind="dot")
    elif kind == "changed":
        drawing.rect((x + 5, y, 14, _SIGN), fill=PAPER, stroke="#b34700", line=2.2, kind="changed")
    else:
        dash, line = {"own": ("", 1.5), "deal": ("", 3.6), "closed": ("7 4", 3.6)}.get(
            kind, ("2 3", 1.5)
        )
        drawing.curve(f"M{x} {y + 7}H{x + 25}", line=line, dash=dash)
