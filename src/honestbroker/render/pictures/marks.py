"""Marks of verdicts: the shape says what is judged, sign, border and colour say how.

=======  ================  ====================================================
shape    drawn as          judges
=======  ================  ====================================================
entry    arrow             whether a stage would be entered
hold     box               whether it holds
answer   circle            a filter, a role, a rival view
outcome  square            whether an outcome holds before and after
gets     pill              whether a party ranks a state above today's
=======  ================  ====================================================

Bad news is dark with a white cross, good news light with a dark tick: without colours the two can
be told apart at a glance, and everything in between has a sign and a border of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from honestbroker.explain.noting import Noting
from honestbroker.explain.words import capital
from honestbroker.render.drawing import INK, PAPER, Drawing
from honestbroker.render.pictures.signs import draw_key, warning

__all__ = [
    "BAD",
    "GOOD",
    "MARK",
    "PARTLY",
    "draw_link",
    "draw_mark",
    "draw_marks_key",
    "marks_key",
    "meaning",
]

GOOD: Final = "#bfe8d4"
PARTLY: Final = "#f5c95c"
BAD: Final = "#9c2f14"
OTHER: Final = "#bcdcf5"
NOTHING: Final = "#e2e2e2"

WIDTH: Final = 700.0
"""The width of a picture with marks: its smallest letters (10) are 7 points high on A4."""

MARK: Final = (24.0, 16.0)
"""Width and height of a mark."""


@dataclass(frozen=True)
class Look:
    """How a verdict looks: colour, sign, the sign's colour, width and pattern of the border."""

    fill: str
    sign: str
    ink: str = INK
    line: float = 1.0
    dash: str = ""


_YES: Final = Look(GOOD, "tick")
_NO: Final = Look(BAD, "cross", PAPER)
_UNKNOWN: Final = Look(PAPER, "?", dash="2.5 2")
_LOOKS: Final[dict[str, Look]] = {
    "entry entered": _YES,
    "entry already true": Look(OTHER, "equal"),
    "entry entered for the end only": Look(PARTLY, "ahead"),
    "entry not entered": _NO,
    "entry infeasible": Look(NOTHING, "minus", dash="2.5 2"),
    "hold holds": Look(GOOD, "tick", line=2.4),
    "hold holds while deterred": Look(PARTLY, "wave", line=1.6, dash="4 2.5"),
    "hold does not hold": _NO,
    "hold none": Look(NOTHING, "minus", dash="2.5 2"),
    "answer passes": _YES,
    "answer contested": Look(PARTLY, "wave"),
    "answer unknown": _UNKNOWN,
    "answer fails": _NO,
    "answer does not apply": Look(NOTHING, "minus", line=0.6),
    "outcome stays": Look("#444444", "tick", PAPER),
    "outcome only": Look(OTHER, "plus", line=3),
    "outcome gained": Look(OTHER, "plus"),
    "outcome lost": Look(PARTLY, "minus"),
    "outcome never": Look(PAPER, "", line=0.5),
    "gets yes": Look(GOOD, "plus"),
    "gets same": Look(NOTHING, "equal"),
    "gets no": Look(BAD, "minus", PAPER),
}

_FRAMES: Final = {
    "frame refused": (BAD, 2.0, "3 2"),
    "frame breaks": (BAD, 2.0, ""),
    "frame closed": ("#777777", 1.0, "2 2"),
}
"""Frames around a mark: colour, width, pattern."""

_SETS: Final = ("set brings", "set nothing")
_LINKS: Final = ("link on", "link doubt", "link off")

_PATHS: Final = {
    "tick": "M{a} {y}l3 3.6l5.4 -7",
    "cross": "M{b} {t}l7 7m0 -7l-7 7",
    "plus": "M{b} {y}h7m-3.5 -3.5v7",
    "minus": "M{b} {y}h7",
    "equal": "M{b} {u}h7m-7 4h7",
    "wave": "M{a} {w}c1.6 -4 3.4 -4 4.5 -1.2c1.2 2.8 3 2.8 4.5 -1.2",
    "ahead": "M{b} {t}l3.5 3.5l-3.5 3.5m4.6 -7l3.5 3.5l-3.5 3.5",
}
"""Signs as strokes around a middle."""


def draw_mark(drawing: Drawing, name: str, at: tuple[float, float]) -> None:
    """Draw a mark.

    Parameters
    ----------
    drawing : Drawing
        Where to draw.
    name : str
        Shape and verdict, such as ``hold does not hold``; ``harm`` for the warning triangle.
    at : tuple of float
        Left and top of its box, as wide and high as `MARK`.
    """
    x, y = at
    if name == "harm":
        warning(drawing, (x + 12, y + 8))
        return
    if name in _FRAMES:
        colour, line, dash = _FRAMES[name]
        box = (x - 3, y - 3, MARK[0] + 6, MARK[1] + 6)
        drawing.rect(box, stroke=colour, line=line, dash=dash, radius=3, kind="frame")
        return
    if name in _SETS:
        middle = (x + MARK[0] / 2, y + MARK[1] / 2)
        if name == "set brings":
            drawing.circle(middle, 5.8, fill=INK, kind="disc")
        else:
            drawing.circle(middle, 5, fill="none", stroke=INK, line=1.6, kind="node open")
        return
    if name in _LINKS:
        draw_link(drawing, name, (x, y + 8), MARK[0])
        return
    look = _LOOKS[name]
    width, height = MARK
    line, dash = look.line, look.dash
    middle = (x + width / 2, y + height / 2)
    shape = name.partition(" ")[0]
    if shape == "entry":
        corners = [(x, y), (x + width - 7, y), (x + width, middle[1]), (x + width - 7, y + height),
                   (x, y + height)]  # fmt: skip
        drawing.polygon(corners, fill=look.fill, stroke=INK, line=line, dash=dash, kind="node")
        middle = (middle[0] - 2.5, middle[1])
    elif shape == "answer":
        drawing.circle(middle, 8, fill=look.fill, stroke=INK, line=line, dash=dash, kind="node")
    else:
        inset, radius = {"hold": (1, 4), "outcome": (4, 0)}.get(shape, (1, 8))
        box = (x + inset, y, width - 2 * inset, height)
        kind = "node" if look.sign else "node open"
        drawing.rect(
            box, fill=look.fill, stroke=INK, line=line, dash=dash, radius=radius, kind=kind
        )
    _sign(drawing, look, middle)


def _sign(drawing: Drawing, look: Look, middle: tuple[float, float]) -> None:
    x, y = middle
    if look.sign == "?":
        drawing.text((x, y + 4), ("?",), size=11, bold=True, anchor="middle", kind="fixed")
    elif look.sign:
        places = {"a": x - 4.3, "b": x - 3.5, "y": y, "t": y - 3.5, "u": y - 2, "w": y + 1.2}
        path = _PATHS[look.sign].format(**{key: f"{value:.1f}" for key, value in places.items()})
        drawing.curve(path, stroke=look.ink, line=1.9, kind="sign")


def meaning(words: Noting, name: str) -> str:
    """What a mark means.

    Parameters
    ----------
    words : Noting
        The case's words.
    name : str
        The mark.

    Returns
    -------
    str
        A word or a clause.
    """
    shape, _, verdict = name.partition(" ")
    if shape == "answer":
        return words.say(f"logic.{verdict}" if verdict == "does not apply" else f"answer.{verdict}")
    return words.say(f"mark.{name}")


def marks_key(words: Noting, used: Iterable[str]) -> list[tuple[str, str]]:
    """What the marks in a picture mean, in a fixed order.

    Parameters
    ----------
    words : Noting
        The case's words.
    used : iterable of str
        The marks that occur, in any order.

    Returns
    -------
    list of (str, str)
        Mark and meaning, for `draw_marks_key`.
    """
    found = set(used)
    return [
        (name, capital(meaning(words, name)))
        for name in (*_LOOKS, *_SETS, *_FRAMES, *_LINKS, "harm")
        if name in found
    ]


def draw_marks_key(
    drawing: Drawing, key: Iterable[tuple[str, str]], at: tuple[float, float], width: float
) -> float:
    """Draw what marks mean, in as many lines as it needs.

    Parameters
    ----------
    drawing : Drawing
        Where to draw.
    key : iterable of (str, str)
        Marks and meanings.
    at : tuple of float
        Left and top.
    width : float
        The most width.

    Returns
    -------
    float
        The height used.
    """
    entries = [(partial(draw_mark, drawing, name), meaning) for name, meaning in key]
    return draw_key(drawing, entries, at, width)


def draw_link(drawing: Drawing, how: str, at: tuple[float, float], length: float) -> None:
    """Draw an arrow from one stage to the next.

    Parameters
    ----------
    drawing : Drawing
        Where to draw.
    how : str
        ``link on``, ``link doubt`` or ``link off``.
    at : tuple of float
        Where it begins.
    length : float
        How long it is.
    """
    x, y = at
    end = x + length
    if how == "link off":
        part = length / 2 - 3
        drawing.curve(f"M{x:.1f} {y:.1f}h{part:.1f}m0 -6v12", line=1.8)
        drawing.curve(f"M{end:.1f} {y:.1f}h{-part:.1f}m0 -6v12", line=1.8)
        return
    dash = "3 2.5" if how == "link doubt" else ""
    drawing.curve(f"M{x:.1f} {y:.1f}H{end - 7:.1f}", line=1.8, dash=dash)
    drawing.polygon([(end, y), (end - 8, y - 5), (end - 8, y + 5)], fill=INK, kind="head")
