"""Stepping stones to an outcome: stones, what is agreed between them; or the first gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from honestbroker.explain.noting import Noting
from honestbroker.explain.section import Table
from honestbroker.explain.words import capital
from honestbroker.render.drawing import INK, PAPER, Drawing
from honestbroker.render.pictures.cards import (
    Piece,
    because,
    by_party,
    draw_pieces,
    sentences,
    tall,
)
from honestbroker.render.pictures.marks import BAD, GOOD, MARK, OTHER, WIDTH, draw_link
from honestbroker.render.pictures.signs import Figure
from honestbroker.result.roadmap import StateTold
from honestbroker.result.stones import Gap, Stone, Stones

__all__ = ["stone_map"]

_STONE: Final = 124.0
_LINK: Final = 24.0
_PAD: Final = 9.0
_LEAST: Final = 54.0

Column = tuple[str, tuple[Piece, ...]]
"""What a box is (``stone``, ``goal``, ``card``, ``wish``) and what stands in it."""


def stone_map(words: Noting, found: Stones) -> Figure:
    """Stepping stones to an outcome, or the first gap.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Stones
        The answer.

    Returns
    -------
    Figure
        The picture, the same in words, and as a table.
    """
    rows = list(_rows(words, found))
    notes = [Piece(line, 10.5, air=4) for line in _notes(words, found)]
    heights = [_height(columns) for _, columns in rows]
    drawing = Drawing(WIDTH, 20 + sum(h + 22 for h in heights) + tall(notes, WIDTH - 24))
    y = draw_pieces(drawing, notes, (8, 4), WIDTH - 24, on_card=False) + 10
    for (links, columns), height in zip(rows, heights, strict=True):
        _draw_row(drawing, links, columns, (y, height))
        y += height + 22
    title = words.say("figure.stones", outcome=words.clean(words.outcome(found.outcome)))
    text = (
        *_notes(words, found),
        *(" ".join(sentences(pieces) for _, pieces in columns) for _, columns in rows),
    )
    return Figure("stones", title, drawing.svg(title, " ".join(text)), text, _data(words, found))


# --- what is told --------------------------------------------------------------------------------


def _rows(words: Noting, found: Stones) -> Iterator[tuple[tuple[str, ...], list[Column]]]:
    """For each step, or for each gap: how its boxes are linked, and the boxes."""
    before = found.start
    for number, stone in enumerate(found.road, start=1):
        goal = "goal" if number == len(found.road) else "stone"
        yield (
            ("link on", "link on", "link on"),
            [
                _stone(words, "stone", before),
                ("card", tuple(_agreed(words, number, stone))),
                ("card", tuple(_settling(words, stone))),
                _stone(words, goal, stone.stone),
            ],
        )
        before = stone.stone
    for gap in found.gaps:
        yield (
            ("link off", "link off"),
            [
                _stone(words, "stone", gap.stone),
                ("card", tuple(_missing(words, gap))),
                _stone(words, "wish", gap.target),
            ],
        )
    if not found.road and not found.gaps:
        yield (), [_stone(words, "goal" if found.found else "stone", found.start)]


def _stone(words: Noting, kind: str, state: StateTold) -> Column:
    today = words.case.status_quo == frozenset(state.state)
    named = [words.outcome(id) for id in state.outcomes]
    if today:
        lead = Piece(capital(words.say("figure.stones.today")), 10.5, bold=True, air=0)
    elif named:
        lead = Piece(capital(words.joined(named)), 10.5, bold=True, air=0, most=6)
        named = []
    else:
        told = capital(words.against_today(state.state))
        return kind, (Piece(told, 10, air=0, most=8),)
    rest = [Piece(capital(words.joined(named)), most=5)] if named else []
    return kind, (lead, *rest)


def _agreed(words: Noting, number: int, stone: Stone) -> Iterator[Piece]:
    step = stone.step
    parties = words.parties(step.group or step.movers)
    key = "agreed" if step.group is not None else "alone"
    head = words.say(f"figure.stones.{key}", number=number, parties=parties)
    yield Piece(capital(head), 10.5, bold=True, air=0)
    for line in by_party(words, step.take, step.drop):
        yield Piece(line)
    if stone.exposed:
        exposed = words.say("figure.stones.exposed", parties=words.parties(stone.exposed))
        yield Piece(capital(exposed), mark="harm", air=6)


def _settling(words: Noting, stone: Stone) -> Iterator[Piece]:
    if stone.settling:
        yield Piece(capital(words.say("figure.stones.settles")), 10.5, bold=True, air=0)
        for step in stone.settling:
            for line in by_party(words, step.take, step.drop):
                yield Piece(line)
    else:
        yield Piece(capital(words.say("figure.stones.rests")), 10.5, bold=True, air=0)
    if stone.others:
        yield Piece(capital(words.count("figure.stones.others", len(stone.others))), air=6)


def _missing(words: Noting, gap: Gap) -> Iterator[Piece]:
    yield Piece(capital(words.say("figure.stones.missing")), 10.5, bold=True, air=0)
    for line in by_party(words, gap.take, gap.drop):
        yield Piece(line)
    for number, one in enumerate(gap.refusing):
        reason = because(words, one)
        told = words.say("figure.stones.refuses", party=words.party(one.party), because=reason)
        how = "gets same" if one.prefers == "neither" else "gets no"
        yield Piece(capital(told), mark=how, air=3 if number else 8)
    if gap.willing:
        told = words.say("figure.stones.willing", parties=words.parties(gap.willing))
        yield Piece(capital(told), mark="gets yes", air=4)
    if gap.stuck:
        options = words.joined([words.deed(id, take=id in gap.take) for id in gap.stuck])
        yield Piece(capital(words.say("figure.stones.stuck", options=options)), air=5)
    if gap.too_many:
        yield Piece(capital(words.say("figure.stones.many")), air=5)
    if gap.settles_elsewhere:
        yield Piece(capital(words.say("figure.stones.elsewhere")), air=5)


def _notes(words: Noting, found: Stones) -> Iterator[str]:
    if found.found and not found.road:
        yield capital(words.say("figure.stones.already")) + "."
    elif not found.found and not found.gaps:
        yield capital(words.say("figure.stones.never")) + "."
    elif not found.found:
        yield words.count("stones.gap", found.reached)
        if found.more_gaps:
            yield capital(words.count("figure.stones.more", found.more_gaps)) + "."


def _data(words: Noting, found: Stones) -> Table:
    rows: list[tuple[str, ...]] = []
    keys: tuple[str, ...] = ("step", "who", "what", "then", "state", "exposed")
    for number, stone in enumerate(found.road, start=1):
        step = stone.step
        settling = [words.doings(one.take, one.drop) for one in stone.settling]
        rows.append(
            (
                str(number),
                capital(words.parties(step.group or step.movers)),
                capital(words.doings(step.take, step.drop)),
                "; ".join(settling) or "-",
                sentences(_stone(words, "stone", stone.stone)[1]),
                words.parties(stone.exposed) if stone.exposed else "-",
            )
        )
    if found.gaps:
        keys = ("from", "missing", "refuses", "willing")
    for gap in found.gaps:
        rows.append(
            (
                sentences(_stone(words, "stone", gap.stone)[1]),
                " ".join(line + "." for line in by_party(words, gap.take, gap.drop)),
                words.parties([one.party for one in gap.refusing]) if gap.refusing else "-",
                words.parties(gap.willing) if gap.willing else "-",
            )
        )
    columns = tuple(words.say(f"figure.stones.column.{key}") for key in keys)
    return Table(columns, tuple(rows))


# --- drawing -------------------------------------------------------------------------------------


def _widths(columns: Sequence[Column]) -> list[float]:
    """Stones are narrow; what is between them shares the rest."""
    stones = sum(kind != "card" for kind, _ in columns)
    cards = len(columns) - stones
    room = WIDTH - 16 - stones * _STONE - (len(columns) - 1) * _LINK
    return [_STONE if kind != "card" else room / cards for kind, _ in columns]


def _height(columns: Sequence[Column]) -> float:
    widths = _widths(columns)
    return max(
        _LEAST,
        *(
            tall(pieces, width - 2 * _PAD) + 2 * _PAD
            for (_, pieces), width in zip(columns, widths, strict=True)
        ),
    )


def _draw_row(
    drawing: Drawing,
    links: Sequence[str],
    columns: Sequence[Column],
    row: tuple[float, float],
) -> None:
    y, height = row
    x = 8.0
    middle = y + height / 2
    for place, ((kind, pieces), width) in enumerate(zip(columns, _widths(columns), strict=True)):
        if place:
            draw_link(drawing, links[place - 1], (x + 1, middle), _LINK - 2)
            x += _LINK
        own = max(tall(pieces, width - 2 * _PAD) + 2 * _PAD, _LEAST if kind != "card" else MARK[1])
        top = middle - own / 2
        box = (x, top, width, own)
        if kind == "card":
            drawing.rect(box, fill=PAPER, stroke=INK, radius=5, kind="paper")
        else:
            fill, line, dash = {
                "stone": (OTHER, 2.4, ""),
                "goal": (GOOD, 2.8, ""),
                "wish": (PAPER, 1.6, "5 3"),
            }[kind]
            stroke = BAD if kind == "wish" else INK
            drawing.rect(
                box, fill=fill, stroke=stroke, line=line, dash=dash, radius=14, kind="paper"
                if kind == "wish" else "node",
            )  # fmt: skip
        inner = tall(pieces, width - 2 * _PAD)
        draw_pieces(drawing, pieces, (x + _PAD, top + (own - inner) / 2), width - 2 * _PAD)
        x += width
