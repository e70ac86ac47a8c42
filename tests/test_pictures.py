"""Names on the map of play can be read: they hide no state, no other name, and stay inside."""

from __future__ import annotations

import re
from random import Random

import pytest

import bridge
import honestbroker as hb
from strategies import random_model

CASES = [*hb.shipped(), *(f"random {seed}" for seed in range(8))]


def a_case(name: str) -> hb.Case:
    if not name.startswith("random"):
        return hb.in_profile(hb.read(name), None)
    model = random_model(Random(int(name.split()[1])), max_parties=4, max_options=4)
    return hb.in_profile(hb.read_text(bridge.text(model)), None)


def boxes(svg: str, kind: str) -> list[tuple[float, float, float, float]]:
    found = []
    for tag in re.findall(r"<rect[^>]*>", svg):
        parts = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if parts.get("class", "").split()[:1] == [kind]:
            found.append(tuple(float(parts[key]) for key in ("x", "y", "width", "height")))
    return found


def shared(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return max(across, 0.0) * max(down, 0.0)


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("name", CASES)
def test_names_on_arrows_hide_nothing(name: str, language: str) -> None:
    svg = hb.figure(a_case(name), "map", language=language).svg
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    plates = boxes(svg, "paper")
    states = [box for box in boxes(svg, "node") if box[2] > 100]
    for place, plate in enumerate(plates):
        assert plate[0] >= 0
        assert plate[0] + plate[2] <= width
        assert plate[1] + plate[3] <= height
        area = plate[2] * plate[3]
        for state in states:
            assert shared(plate, state) < 0.1 * area
        for other in plates[place + 1 :]:
            assert shared(plate, other) < 0.1 * min(area, other[2] * other[3])
