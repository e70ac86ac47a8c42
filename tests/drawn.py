"""A picture taken apart again: its texts and boxes, where they stand, what stands in them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from honestbroker.render.drawing import width_of
from honestbroker.render.pictures.signs import Figure

ALLOWED = {"svg", "title", "desc", "rect", "circle", "polygon", "path", "text"}


@dataclass(frozen=True)
class Words:
    """One line of text and the box it takes."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Words) -> bool:
        """Whether two lines lie on each other, by more than a hair."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and down > 1


def shapes(figure: Figure) -> list[ET.Element]:
    """Everything in a picture, in the order drawn."""
    return list(ET.fromstring(figure.svg).iter())


def tag(shape: ET.Element) -> str:
    return shape.tag.rpartition("}")[2]


def lines(figure: Figure) -> Iterator[Words]:
    """Every line of text, with the box from a little above its base to a little below."""
    for shape in shapes(figure):
        if tag(shape) != "text":
            continue
        size = float(shape.get("font-size", "10"))
        bold = shape.get("font-weight") == "bold"
        width = width_of(shape.text or "", size, bold=bold)
        x, y = float(shape.get("x", "0")), float(shape.get("y", "0"))
        left = x - {"middle": width / 2, "end": width}.get(shape.get("text-anchor", ""), 0.0)
        yield Words(shape.text or "", left, y - size * 0.75, left + width, y + size * 0.2)


def size(figure: Figure) -> tuple[float, float]:
    _, _, width, height = map(float, shapes(figure)[0].get("viewBox", "").split())
    return width, height


def faults(figure: Figure) -> list[str]:
    """What is wrong with how a picture is drawn: something cut off, or one text on another."""
    width, height = size(figure)
    found = [
        f"<{tag(shape)}> in a picture" for shape in shapes(figure) if tag(shape) not in ALLOWED
    ]
    told = list(lines(figure))
    for one in told:
        if one.left < 0 or one.right > width + 1 or one.top < 0 or one.bottom > height + 1:
            found.append(f"cut off: {one}")
    for place, one in enumerate(told):
        found += [f"overlap: {one} {other}" for other in told[place + 1 :] if one.touches(other)]
    for shape in shapes(figure):
        if tag(shape) == "rect":
            x, y, w, h = (float(shape.get(key, "0")) for key in ("x", "y", "width", "height"))
            if x < 0 or y < 0 or x + w > width + 1 or y + h > height + 1:
                found.append(f"cut off: box at {x}, {y}")
    return found


def told(figure: Figure) -> str:
    """All the words beside a picture: its text, its table, its title."""
    parts = [figure.title, *figure.text]
    if figure.data is not None:
        parts += [*figure.data.columns, *(cell for row in figure.data.rows for cell in row)]
    return flat(" ".join(parts))


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).casefold()
