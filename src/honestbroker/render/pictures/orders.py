"""Each party's order of the states that matter, best on the left; and on what the case rests."""

from __future__ import annotations

from typing import Final

from honestbroker.explain.noting import Noting
from honestbroker.explain.words import capital
from honestbroker.render.drawing import INK, PAPER, Drawing, wrapped
from honestbroker.render.pictures.signs import BORDERS, FILLS, Figure, draw_legend, legend, tag_of
from honestbroker.result.atlas import Atlas
from honestbroker.result.provenance import Entry, Provenance

__all__ = ["founding", "orders"]

_LABEL: Final = 150.0
_SMALLEST: Final = 620.0


def orders(words: Noting, atlas: Atlas) -> Figure:
    """Each party's order of the states.

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
    points = {point.number: point for point in atlas.points}
    size = 23.0 if len(points) <= 16 else 19.0
    between, inside = 10.0, 3.0
    longest = max(
        sum(len(tier) * (size + inside) for tier in tiers) + len(tiers) * between
        for tiers in atlas.orders.values()
    )
    width = max(_LABEL + longest + 20, _SMALLEST)
    entries = [entry for entry in legend(words, atlas.points) if entry[0] != "warning"]
    foot = draw_legend(Drawing(0, 0), entries, (0, 0), width - 24)
    row = size + 22
    drawing = Drawing(width, 30 + row * len(atlas.orders) + foot + 22)
    drawing.text((_LABEL, 18), (words.say("figure.best"),), size=10.5)
    drawing.text((width - 12, 18), (words.say("figure.worst"),), size=10.5, anchor="end")
    y = 28.0
    for party, tiers in atlas.orders.items():
        lines = wrapped(capital(words.party(party)), _LABEL - 16, 11, lines=2, bold=True)
        top = y + row / 2 - (len(lines) - 1) * 7 + 4
        drawing.text((8, top), lines, size=11, bold=True)
        x = _LABEL
        for tier in tiers:
            wide = len(tier) * (size + inside) + inside
            drawing.rect(
                (x, y + 6, wide, size + 8), stroke="#888888", line=0.8, radius=4, kind="line"
            )
            for place, number in enumerate(tier):
                point = points[number]
                line, dash = BORDERS[point.state.holds]
                at = (x + inside + place * (size + inside), y + 10, size, size)
                fill = FILLS[tag_of(point)]
                drawing.rect(at, fill=fill, stroke=INK, line=line, dash=dash, radius=3, kind="node")
                drawing.text(
                    (at[0] + size / 2, at[1] + size / 2 + 4), (str(number),), size=10.5,
                    bold=True, anchor="middle", kind="fixed",
                )  # fmt: skip
            x += wide + between - inside
        drawing.curve(f"M8 {y + row:.1f}H{width - 8:.1f}", line=0.5, stroke="#bbbbbb")
        y += row
    draw_legend(drawing, entries, (12, y + 12), width - 24)
    title = words.say("figure.orders")
    text = tuple(
        words.say(
            "figure.order",
            party=capital(words.party(party)),
            order=words.say("figure.then").join(
                words.joined([str(number) for number in tier]) for tier in tiers
            ),
        )
        for party, tiers in atlas.orders.items()
    )
    return Figure("orders", title, drawing.svg(title, " ".join(text)), text)


_KINDS: Final = ("cited", "judged", "unsourced")
_BARS: Final = {"cited": "#0060a8", "judged": "#f0b45a", "unsourced": PAPER}


def founding(words: Noting, found: Provenance) -> Figure:
    """How many statements of each party cite a source, rest on a judgement only, or on nothing.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Provenance
        Where everything comes from.

    Returns
    -------
    Figure
        The picture and the same in words.
    """
    counts = {
        party.id: {
            kind: sum(_kind(entry) == kind for entry in found.entries if _of(entry, party.id))
            for kind in _KINDS
        }
        for party in words.case.parties
    }
    most = max((sum(some.values()) for some in counts.values()), default=1) or 1
    names = {id: capital(words.party(id)) for id in counts}
    labels = {id: wrapped(name, _LABEL - 16, 11, lines=2, bold=True) for id, name in names.items()}
    width, row = _SMALLEST, 28.0 if all(len(told) < 2 for told in labels.values()) else 36.0
    unit = (width - _LABEL - 40) / most
    drawing = Drawing(width, 14 + row * len(counts) + 40)
    y = 10.0
    text = []
    for party, some in counts.items():
        lines = labels[party]
        drawing.text((8, y + 15 - 7 * (len(lines) - 1)), lines, bold=True)
        x = _LABEL
        for kind in _KINDS:
            if not some[kind]:
                continue
            box = (x, y, some[kind] * unit, 20.0)
            dash = "3 2" if kind == "unsourced" else ""
            drawing.rect(box, fill=_BARS[kind], stroke=INK, line=0.8, dash=dash, kind="node")
            fill = PAPER if kind == "cited" else INK
            drawing.text(
                (x + box[2] / 2, y + 14), (str(some[kind]),), size=10.5, bold=True,
                anchor="middle", fill=fill, kind="fixed",
            )  # fmt: skip
            x += box[2]
        text.append(words.say("figure.founding.row", party=names[party], **some))
        y += row
    x = 12.0
    for kind in _KINDS:
        dash = "3 2" if kind == "unsourced" else ""
        drawing.rect((x, y + 8, 24, 14), fill=_BARS[kind], stroke=INK, dash=dash, kind="node")
        label = words.say(f"figure.founding.{kind}")
        drawing.text((x + 32, y + 19), (label,), size=10.5)
        x += 190
    title = words.say("figure.founding")
    return Figure("founding", title, drawing.svg(title, " ".join(text)), tuple(text))


def _of(entry: Entry, party: str) -> bool:
    return entry.party == party and entry.kind in ("statement", "ranking")


def _kind(entry: Entry) -> str:
    if entry.cites:
        return "cited"
    return "judged" if entry.sourced else "unsourced"
