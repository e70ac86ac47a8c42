"""Names on the arrows of a map: where they hide no state, no other name and no other arrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from honestbroker.render.drawing import PAPER, Drawing, width_of

__all__ = ["Box", "Curve", "Plate", "Point2", "draw_plates"]

Box = tuple[float, float, float, float]
Point2 = tuple[float, float]
Curve = list[tuple[Point2, Point2, Point2, Point2]]

_SHARES: Final = tuple(share / 100 for share in range(14, 88, 3))
"""Shares of an arrow at which its name may stand."""

_SAMPLES: Final = tuple(share / 24 for share in range(1, 24))
_HEAD: Final = (12.0, 12.0)


@dataclass(frozen=True)
class Plate:
    """The name on an arrow: the arrow's curve, who moves in lines of text, the colour."""

    curve: Curve
    lines: Sequence[str]
    colour: str


def draw_plates(drawing: Drawing, plates: Sequence[Plate], taken: Sequence[Box]) -> None:
    """Draw names on arrows, each at the best place left.

    Parameters
    ----------
    drawing : Drawing
        Where to.
    plates : sequence of Plate
        The names.
    taken : sequence of tuple
        Boxes that must stay free: the states.
    """
    occupied = list(taken)
    heads = [_head(plate.curve) for plate in plates]
    roads = [[_at(plate.curve, share) for share in _SAMPLES] for plate in plates]
    for mine, plate in enumerate(plates):
        others = [spot for k, road in enumerate(roads) if k != mine for spot in road]
        width = max(width_of(line, 10) for line in plate.lines) + 8
        height = len(plate.lines) * 13 + 4
        boxes = []
        for share in _SHARES:
            x, y = _at(plate.curve, share)
            box = (x - width / 2, y - height / 2, width, height)
            cost = sum(_overlap(box, other) for other in occupied) * 4
            cost += sum(_overlap(box, head) for head in heads) * 2
            cost += sum(_within(box, spot) for spot in others) * 8
            boxes.append((cost + abs(share - 0.5) * 10, box))
        _, best = min(boxes)
        occupied.append(best)
        drawing.rect(best, fill=PAPER, radius=3, kind="paper")
        drawing.text(
            (best[0] + best[2] / 2, best[1] + 11.5),
            tuple(plate.lines),
            size=10,
            anchor="middle",
            fill=plate.colour,
            kind="party",
        )


def _head(curve: Curve) -> Box:
    """Around the arrow's head."""
    (x, y), (_, before) = curve[-1][3], curve[-1][2]
    return (x - _HEAD[0] / 2, y - (_HEAD[1] if y >= before else 0.0), *_HEAD)


def _at(curve: Curve, share: float) -> Point2:
    place = share * len(curve)
    a, b, c, d = curve[min(int(place), len(curve) - 1)]
    t = min(place - min(int(place), len(curve) - 1), 1.0)
    u = 1 - t
    return (
        u**3 * a[0] + 3 * u * u * t * b[0] + 3 * u * t * t * c[0] + t**3 * d[0],
        u**3 * a[1] + 3 * u * u * t * b[1] + 3 * u * t * t * c[1] + t**3 * d[1],
    )


def _within(box: Box, spot: Point2) -> bool:
    return box[0] <= spot[0] <= box[0] + box[2] and box[1] <= spot[1] <= box[1] + box[3]


def _overlap(a: Box, b: Box) -> float:
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(across, 0.0) * max(down, 0.0)
