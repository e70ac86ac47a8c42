"""Who gives and who gets in each state that could be reached: deeds left, gain right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from honestbroker.explain.brokers import anew
from honestbroker.explain.noting import Noting
from honestbroker.explain.page import without_marks
from honestbroker.explain.role import set_name, with_contributions
from honestbroker.explain.section import Table
from honestbroker.explain.states import States, broker_name
from honestbroker.explain.words import capital
from honestbroker.render.drawing import INK, Drawing, wrapped
from honestbroker.render.pictures.cards import Piece, because, draw_pieces, tall
from honestbroker.render.pictures.marks import (
    MARK,
    PARTLY,
    WIDTH,
    draw_mark,
    draw_marks_key,
    marks_key,
    meaning,
)
from honestbroker.render.pictures.signs import Figure
from honestbroker.result.brokers import Broker, Effect, Given, Held

__all__ = ["balance", "balances"]

_AXIS: Final = 344.0
_NAME: Final = 104.0
_UNIT: Final = 11.0
_MOST: Final = 6
"""So many deeds are drawn as blocks; where there are more, the number stands beside them."""


@dataclass(frozen=True)
class _Row:
    """One party in one state."""

    given: Given
    name: str
    deeds: str
    reason: str

    @property
    def count(self) -> int:
        """How many deeds it gives."""
        return len(self.given.take) + len(self.given.drop)

    def left(self) -> tuple[str, ...]:
        """Its deeds in lines."""
        return wrapped(self.deeds, _AXIS - _NAME / 2 - 24 - _MOST * _UNIT, 10, lines=6)

    def right(self) -> tuple[str, ...]:
        """What decides, in lines."""
        return wrapped(self.reason, WIDTH - _AXIS - _NAME / 2 - MARK[0] - 24, 10, lines=4)

    def middle(self) -> tuple[str, ...]:
        """The party's name in lines."""
        return wrapped(self.name, _NAME - 4, 10.5, lines=3, bold=True)

    @property
    def height(self) -> float:
        """How high it is."""
        lines = max(len(self.left()), len(self.right()), len(self.middle()))
        return max(lines * 13.4 + 8, MARK[1] + 8)


@dataclass(frozen=True)
class _Block:
    """One state: what stands above it, its parties, what befalls whom."""

    state: str
    head: Piece
    rows: tuple[_Row, ...]
    foot: tuple[Piece, ...]

    @property
    def height(self) -> float:
        """How high it is."""
        rows = sum(row.height for row in self.rows)
        return tall((self.head, *self.foot), WIDTH - 24) + rows + 34


def balance(words: Noting, found: Broker) -> Figure:
    """Who gives and who gets, in every state that could be reached.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Broker
        What a broker's contributions would do.

    Returns
    -------
    Figure
        The picture, the same in words, and as a table.
    """
    return _figure(words, found, list(_blocks(words, found)))


def balances(words: Noting, found: Broker) -> list[Figure]:
    """Who gives and who gets, a picture for each state that could be reached.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Broker
        What a broker's contributions would do.

    Returns
    -------
    list of Figure
        In the order of `balance`.
    """
    return [_figure(words, found, [block]) for block in _blocks(words, found)]


def _figure(words: Noting, found: Broker, blocks: Sequence[_Block]) -> Figure:
    used = [f"gets {row.given.better}" for block in blocks for row in block.rows]
    used += [piece.mark for block in blocks for piece in block.foot]
    key = marks_key(words, used)
    nothing = Piece(capital(words.say("figure.balance.none")) + ".", 10.5)
    foot = draw_marks_key(Drawing(0, 0), key, (0, 0), WIDTH - 24)
    body = sum(block.height for block in blocks) if blocks else tall([nothing], WIDTH - 24)
    drawing = Drawing(WIDTH, body + foot + 24)
    y = 4.0
    for block in blocks:
        y = _draw(drawing, words, block, y)
    if not blocks:
        y = draw_pieces(drawing, [nothing], (12, y), WIDTH - 24, on_card=False)
    draw_marks_key(drawing, key, (12, y + 8), WIDTH - 24)
    broker = broker_name(words, found.id)
    title = words.say("figure.balance", broker=broker)
    if len(blocks) == 1:
        title = words.say("figure.balance.one", broker=broker, state=blocks[0].state)
    text = tuple(_text(words, blocks)) or (nothing.text,)
    return Figure("balance", title, drawing.svg(title, " ".join(text)), text, _data(words, blocks))


# --- what is told --------------------------------------------------------------------------------


def _blocks(words: Noting, found: Broker) -> Iterator[_Block]:
    states = States(words)
    for effect, some in anew(words, found):
        version = with_contributions(words, found, effect)
        for held in some:
            yield _block(words, version, found, effect, (states.name(held.at), held))


def _block(
    words: Noting, version: Noting, found: Broker, effect: Effect, named: tuple[str, Held]
) -> _Block:
    name, held = named
    if effect.contributions:
        contributions = set_name(words, found, effect)
        head = words.say("figure.balance.state", state=name, contributions=contributions)
    else:
        head = words.say("figure.balance.bare", state=name)
    idle = [one for one in held.given if not (one.take or one.drop) and one.better == "same"]
    rows = tuple(_row(version, one) for one in held.given if one not in idle)
    foot = []
    if idle:
        parties = words.parties([one.party for one in idle])
        foot.append(Piece(capital(words.say("figure.balance.neither", parties=parties)) + "."))
    harms = [without_marks(line) for line in version.labels(held.labels)]
    foot += [Piece(line, mark="harm", air=5) for line in harms]
    return _Block(name, Piece(capital(head), 11, bold=True, air=8), rows, tuple(foot))


def _row(words: Noting, one: Given) -> _Row:
    reason = "" if one.better == "same" else because(words, one.because)
    deeds = words.deeds(one.take, one.drop) if one.take or one.drop else ""
    return _Row(one, capital(words.party(one.party)), capital(deeds), capital(reason))


def _text(words: Noting, blocks: Sequence[_Block]) -> Iterator[str]:
    for block in blocks:
        told = [block.head.text + "."]
        for row in block.rows:
            key = "figure.balance.row" if row.deeds else "figure.balance.row.nothing"
            reason = ""
            if row.reason:
                because = row.reason[0].lower() + row.reason[1:]
                reason = words.say("figure.balance.reason", because=because)
            how = meaning(words, f"gets {row.given.better}")
            blanks = {"deeds": row.deeds} if row.deeds else {}
            told.append(words.say(key, party=row.name, how=how, reason=reason, **blanks) + ".")
        told += [piece.text for piece in block.foot]
        yield " ".join(told)


def _data(words: Noting, blocks: Sequence[_Block]) -> Table:
    heads = ("column.state", "column.party", "gives", "gets", "column.because")
    rows = [
        (
            capital(block.state),
            row.name,
            row.deeds or "-",
            meaning(words, f"gets {row.given.better}"),
            row.reason or "-",
        )
        for block in blocks
        for row in block.rows
    ]
    return Table(tuple(words.say(f"figure.balance.{key}") for key in heads), tuple(rows))


# --- drawing -------------------------------------------------------------------------------------


def _draw(drawing: Drawing, words: Noting, block: _Block, y: float) -> float:
    y = draw_pieces(drawing, [block.head], (8, y), WIDTH - 24, on_card=False)
    left, right = _AXIS - _NAME / 2, _AXIS + _NAME / 2
    for x, anchor, key in ((left - 4, "end", "gives"), (right + 4, "start", "gets")):
        told = capital(words.say(f"figure.balance.{key}"))
        drawing.text((x, y + 15), (told,), size=10, anchor=anchor)
    y += 20
    for row in block.rows:
        drawing.curve(f"M8 {y:.1f}H{WIDTH - 8:.1f}", line=0.5, stroke="#bbbbbb")
        middle = y + row.height / 2
        _centred(drawing, row.middle(), (_AXIS, middle), 10.5, "middle", bold=True)
        shown = min(row.count, _MOST)
        for place in range(shown):
            box = (left - 4 - (place + 1) * _UNIT, middle - 7, _UNIT - 2, 14)
            drawing.rect(box, fill=PARTLY, stroke=INK, line=0.8, kind="node")
        end = left - 10 - shown * _UNIT
        _centred(drawing, row.left(), (end, middle), 10, "end")
        draw_mark(drawing, f"gets {row.given.better}", (right + 4, middle - MARK[1] / 2))
        _centred(drawing, row.right(), (right + MARK[0] + 12, middle), 10, "start")
        y += row.height
    drawing.curve(f"M8 {y:.1f}H{WIDTH - 8:.1f}", line=0.5, stroke="#bbbbbb")
    y = draw_pieces(drawing, block.foot, (12, y + 2), WIDTH - 24, on_card=False)
    return y + 12


def _centred(
    drawing: Drawing,
    lines: tuple[str, ...],
    at: tuple[float, float],
    size: float,
    anchor: str,
    *,
    bold: bool = False,
) -> None:
    """Lines around a middle."""
    top = at[1] - (len(lines) - 1) * size * 0.65 + size * 0.36
    drawing.text((at[0], top), lines, size=size, anchor=anchor, bold=bold)
