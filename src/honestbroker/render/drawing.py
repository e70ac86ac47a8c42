"""Drawing with SVG: shapes, wrapped text, arrows. Nothing here knows what is drawn.

Every shape has plain attributes, for print and for readers that know no style sheets, and a class,
so that a page can change it in the dark. Text is measured with the widths of Noto Sans, which the
package ships, and is never trusted: it is escaped, cut and wrapped here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

__all__ = ["FONT", "INK", "PAPER", "Drawing", "cut", "width_of", "wrapped"]

FONT: Final = "Noto Sans, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
INK: Final = "#1a1a1a"
PAPER: Final = "#ffffff"

_WIDTHS: Final = (
    260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372,
    572, 572, 572, 572, 572, 572, 572, 572, 572, 572, 268, 268, 572, 572, 572, 434,
    899, 639, 650, 632, 730, 556, 519, 728, 741, 339, 273, 619, 524, 907, 760, 781,
    605, 781, 622, 549, 556, 731, 600, 930, 586, 566, 572, 329, 372, 329, 572, 444,
    281, 561, 615, 480, 615, 564, 344, 615, 618, 258, 258, 534, 258, 935, 618, 605,
    615, 615, 413, 479, 361, 618, 508, 786, 529, 510, 470, 380, 551, 380, 572,
)  # fmt: skip
"""Widths of the printable ASCII letters in thousandths of the font's size."""


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is.

    Parameters
    ----------
    text : str
        A line of text.
    size : float
        The font's size.
    bold : bool
        Whether it is bold.

    Returns
    -------
    float
        Its width in the same unit.

    Examples
    --------
    >>> width_of("Triều Tiên", 10) == width_of("Trieu Tien", 10)
    True
    """
    total = 0
    for letter in unicodedata.normalize("NFD", text):
        code = ord(letter)
        if unicodedata.combining(letter):
            continue
        if 32 <= code < 127:
            total += _WIDTHS[code - 32]
        elif unicodedata.east_asian_width(letter) in "WF":
            total += 1000
        else:
            total += 640
    return total * size / 1000 * (1.07 if bold else 1.0)


def cut(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """A text cut to a width, with an ellipsis where something is missing.

    Parameters
    ----------
    text : str
        A line of text.
    width : float
        The most width it may take.
    size : float
        The font's size.
    bold : bool
        Whether it is bold.

    Returns
    -------
    str
        The text or its beginning.
    """
    if width_of(text, size, bold=bold) <= width:
        return text
    kept = text[: int(width / size * 5) + 1]
    while kept and width_of(kept + "…", size, bold=bold) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrapped(
    text: str, width: float, size: float, *, lines: int = 3, bold: bool = False
) -> tuple[str, ...]:
    """A text in lines; the last ends with an ellipsis where something is missing.

    Parameters
    ----------
    text : str
        The text.
    width : float
        The most width of a line.
    size : float
        The font's size.
    lines : int
        The most lines.
    bold : bool
        Whether it is bold.

    Returns
    -------
    tuple of str
        The lines; a word that is too long for a line is cut.
    """
    told: list[str] = []
    words = text[: lines * 200].split()
    shortened = len(text) > lines * 200
    while words and len(told) < lines:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size, bold=bold) <= width:
            line += " " + words.pop(0)
        told.append(cut(line, width, size, bold=bold))
    if (words or shortened) and told and not told[-1].endswith("…"):
        told[-1] = cut(told[-1] + " …", width, size, bold=bold)
    return tuple(told)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


class Drawing:
    """A picture in the making.

    Parameters
    ----------
    width, height : float
        Its size in pixels of 1/96 inch.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self._parts: list[str] = []

    def rect(
        self,
        box: tuple[float, float, float, float],
        *,
        fill: str = "none",
        stroke: str = "none",
        line: float = 1,
        dash: str = "",
        radius: float = 0,
        kind: str = "",
    ) -> None:
        """A rectangle.

        Parameters
        ----------
        box : tuple of float
            Left, top, width, height.
        fill, stroke : str
            Colours.
        line : float
            Width of its border.
        dash : str
            Pattern of its border.
        radius : float
            Radius of its corners.
        kind : str
            Class for style sheets.
        """
        x, y, width, height = map(_number, box)
        self._add(
            "rect",
            {"x": x, "y": y, "width": width, "height": height, "rx": _number(radius)}
            | _style(fill, stroke, line, dash, kind),
        )

    def circle(
        self, centre: tuple[float, float], radius: float, *, fill: str, stroke: str = "none",
        line: float = 1, dash: str = "", kind: str = "",
    ) -> None:  # fmt: skip
        """A circle.

        Parameters
        ----------
        centre : tuple of float
            Its centre.
        radius : float
            Its radius.
        fill, stroke : str
            Colours.
        line : float
            Width of its border.
        dash : str
            Pattern of its border.
        kind : str
            Class for style sheets.
        """
        place = {"cx": _number(centre[0]), "cy": _number(centre[1]), "r": _number(radius)}
        self._add("circle", place | _style(fill, stroke, line, dash, kind))

    def polygon(
        self, points: Sequence[tuple[float, float]], *, fill: str, stroke: str = "none",
        line: float = 1, dash: str = "", kind: str = "",
    ) -> None:  # fmt: skip
        """A polygon.

        Parameters
        ----------
        points : sequence of (float, float)
            Its corners.
        fill, stroke : str
            Colours.
        line : float
            Width of its border.
        dash : str
            Pattern of its border.
        kind : str
            Class for style sheets.
        """
        told = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        self._add("polygon", {"points": told} | _style(fill, stroke, line, dash, kind))

    def curve(
        self, path: str, *, stroke: str = INK, line: float = 1.4, dash: str = "", kind: str = "line"
    ) -> None:
        """A line or a curve.

        Parameters
        ----------
        path : str
            SVG path data made of numbers only.
        stroke : str
            Its colour.
        line : float
            Its width.
        dash : str
            Its pattern.
        kind : str
            Class for style sheets.
        """
        self._add("path", {"d": path} | _style("none", stroke, line, dash, kind))

    def text(
        self,
        at: tuple[float, float],
        lines: Iterable[str],
        *,
        size: float = 11,
        bold: bool = False,
        anchor: str = "start",
        fill: str = INK,
        kind: str = "ink",
    ) -> None:
        """Lines of text.

        Parameters
        ----------
        at : tuple of float
            Where the first line's base begins, or its middle or end.
        lines : iterable of str
            The lines.
        size : float
            The font's size.
        bold : bool
            Whether it is bold.
        anchor : str
            ``start``, ``middle`` or ``end``.
        fill : str
            Its colour.
        kind : str
            Class for style sheets; ``ink`` turns light in the dark, ``fixed`` does not.
        """
        x, y = at
        for place, line in enumerate(lines):
            attributes = {
                "x": _number(x),
                "y": _number(y + place * size * 1.3),
                "font-size": _number(size),
                "text-anchor": anchor,
                "fill": fill,
                "class": kind,
            }
            if bold:
                attributes["font-weight"] = "bold"
            told = " ".join(f'{key}="{escape(value)}"' for key, value in attributes.items())
            self._parts.append(f"<text {told}>{escape(line)}</text>")

    def svg(self, title: str, description: str) -> str:
        """The picture.

        Parameters
        ----------
        title : str
            Its name for those who do not see it.
        description : str
            What it shows.

        Returns
        -------
        str
            A complete SVG document without any script or outside reference.
        """
        size = f"{_number(self.width)} {_number(self.height)}"
        name = escape(title)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" '
            f'width="{_number(self.width)}" height="{_number(self.height)}" role="img" '
            f'aria-label="{name}" font-family="{FONT}">'
            f"<title>{name}</title><desc>{escape(description)}</desc>"
            f"{''.join(self._parts)}</svg>"
        )

    def _add(self, shape: str, attributes: dict[str, str]) -> None:
        told = " ".join(f'{key}="{escape(value)}"' for key, value in attributes.items() if value)
        self._parts.append(f"<{shape} {told}/>")


def _style(fill: str, stroke: str, line: float, dash: str, kind: str) -> dict[str, str]:
    told = {"fill": fill, "stroke": stroke, "class": kind}
    if stroke != "none":
        told |= {"stroke-width": _number(line), "stroke-dasharray": dash}
    return told
