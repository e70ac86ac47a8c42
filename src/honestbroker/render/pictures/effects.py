"""What each set of a broker's contributions does: a row a set, a column an outcome, and harm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from honestbroker.explain.noting import Noting
from honestbroker.explain.section import Table
from honestbroker.explain.states import broker_name, contribution_name
from honestbroker.explain.words import capital
from honestbroker.render.drawing import Drawing, wrapped
from honestbroker.render.pictures.cards import Piece, draw_pieces, tall
from honestbroker.render.pictures.marks import (
    MARK,
    WIDTH,
    draw_mark,
    draw_marks_key,
    marks_key,
    meaning,
)
from honestbroker.render.pictures.signs import Figure
from honestbroker.result.brokers import Broker, Effect

__all__ = ["effects_matrix"]

_DOT: Final = 21.0
_LEAST: Final = 58.0
_HARM: Final = 120.0

Members = frozenset[str]


@dataclass
class _Row:
    """One distinct case: the set that makes it, and what other sets make the same."""

    effect: Effect
    nothing: set[str] = field(default_factory=set)
    same: list[tuple[str, ...]] = field(default_factory=list)


def effects_matrix(words: Noting, found: Broker) -> Figure:
    """What each set of a broker's contributions does.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Broker
        The answer.

    Returns
    -------
    Figure
        The picture, the same in words, and as a table.
    """
    telling = _Telling(words, found)
    rows, void = telling.rows()
    outcomes = [outcome.id for outcome in words.case.outcomes]
    dots = max(12 + len(found.contributions) * _DOT + 10, 86.0)
    cell: float = max((WIDTH - dots - 2 * _HARM - 8) / max(len(outcomes), 1), _LEAST)
    cell = min(cell, 96.0)
    width: float = max(WIDTH, dots + cell * len(outcomes) + 2 * _HARM + 8)
    harm = (width - dots - cell * len(outcomes) - 8) / 2
    grid = _Grid(dots, cell, harm, outcomes)
    heads = [
        wrapped(capital(words.outcome(id)), cell - 6, 10, lines=6, bold=True) for id in outcomes
    ]
    ends = [wrapped(capital(words.say(f"figure.effects.{key}")), harm - 8, 10, lines=3, bold=True)
            for key in ("worse", "betrayed")]  # fmt: skip
    top = max(len(lines) for lines in (*heads, *ends)) * 13 + 12
    told = [telling.cells(row.effect, outcomes) for row in rows]
    harmed = [telling.harmed(row.effect) for row in rows]
    tall_rows = [_height(some, harm) for some in harmed]
    notes = [Piece(line, 10.5, air=4) for line in telling.notes(rows, void)]
    used = [mark for cells in told for pair in cells for mark in pair]
    used += ["set brings", *(["set nothing"] if any(row.nothing for row in rows) else [])]
    used += ["harm"] if any(some for pair in harmed for some in pair) else []
    key = marks_key(words, [*used, "frame closed"])
    foot = draw_marks_key(Drawing(0, 0), key, (0, 0), width - 24)
    drawing = Drawing(width, top + sum(tall_rows) + tall(notes, width - 24) + foot + 34)
    grid.draw_heads(drawing, [str(n) for n in range(1, len(found.contributions) + 1)], heads, ends,
                    top)  # fmt: skip
    y: float = top
    for row, cells, some, height in zip(rows, told, harmed, tall_rows, strict=True):
        drawing.curve(f"M8 {y:.1f}H{width - 8:.1f}", line=0.5, stroke="#bbbbbb")
        _draw_set(drawing, found, row, (y, height))
        grid.draw_cells(drawing, cells, some, (y, height))
        y += height
    y = draw_pieces(drawing, notes, (12, y + 8), width - 24, on_card=False)
    draw_marks_key(drawing, key, (12, y + 14), width - 24)
    title = words.say("figure.effects", broker=broker_name(words, found.id))
    text = (*(telling.sentence(row, outcomes) for row in rows), *telling.notes(rows, void))
    return Figure("effects", title, drawing.svg(title, " ".join(text)), text,
                  telling.data(outcomes))  # fmt: skip


def _height(harmed: Sequence[Sequence[str]], harm: float) -> float:
    lines = [sum(len(wrapped(name, harm - 34, 10, lines=2)) for name in some) for some in harmed]
    return max(max(lines) * 13 + 10, MARK[1] + 12)


class _Telling:
    """The sets of one broker's contributions in words."""

    def __init__(self, words: Noting, found: Broker) -> None:
        self.words = words
        self.found = found
        self.numbers = {one.id: place for place, one in enumerate(found.contributions, start=1)}

    def rows(self) -> tuple[list[_Row], list[Effect]]:
        """Distinct cases first to last, each with the sets folded into it; and the void sets."""
        first = _Row(self.found.without)
        rows: dict[Members, _Row] = {frozenset(): first}
        home: dict[Members, _Row] = {frozenset(): first}
        void = []
        for effect in self.found.effects:
            mine = frozenset(effect.contributions)
            if effect.void:
                void.append(effect)
            elif effect.same_as is None or frozenset(effect.same_as) not in home:
                rows[mine] = home[mine] = _Row(effect)
            else:
                row = home[mine] = home[frozenset(effect.same_as)]
                more = mine - frozenset(row.effect.contributions)
                if len(mine) == len(row.effect.contributions) + 1 and len(more) == 1:
                    row.nothing |= more
                else:
                    row.same.append(effect.contributions)
        return list(rows.values()), void

    def cells(self, effect: Effect, outcomes: Iterable[str]) -> list[tuple[str, str]]:
        """For each outcome how it stands, today and counting closed channels."""
        found = self.found
        told = []
        for id in outcomes:
            pair = (
                (found.standing, effect.gained, effect.lost),
                (found.standing_via_closed, effect.gained_via_closed, effect.lost_via_closed),
            )
            today, closed = (_stands(id, *some) for some in pair)
            told.append((today, closed))
        return told

    def harmed(self, effect: Effect) -> tuple[list[str], list[str]]:
        """Who is worse off at worst, and who is betrayed."""
        order = [party.id for party in self.words.case.parties]
        told = []
        for kind in ("worst is lower", "betrayed"):
            some = {harm.party for harm in effect.harms if harm.kind == kind and harm.by_list_with}
            told.append([capital(self.words.party(id)) for id in order if id in some])
        return told[0], told[1]

    def name(self, some: Iterable[str]) -> str:
        """A set by its contributions' numbers and names."""
        ids = [id.rpartition(".")[2] for id in some]
        if not ids:
            return self.words.say("figure.effects.without")
        return self.words.joined(
            [f"{self.numbers[id]} ({self.words.say(f'short.{self._kind(id)}')})" for id in ids]
        )

    def _kind(self, id: str) -> str:
        return next(one.kind for one in self.found.contributions if one.id == id)

    def notes(self, rows: Sequence[_Row], void: Sequence[Effect]) -> Iterator[str]:
        """What the numbers mean, and what is not drawn in a row of its own."""
        for one in self.found.contributions:
            yield self.words.say(
                "figure.effects.number",
                number=self.numbers[one.id],
                name=contribution_name(self.words, self.found.id, one.id),
                kind=self.words.say(f"kind.{one.kind}"),
            )
        for row in rows:
            for some in row.same:
                yield self.words.say(
                    "figure.effects.same",
                    set=capital(self.name(some)),
                    other=self.name(row.effect.contributions),
                )
        for row in rows:
            parties = [harm.party for harm in row.effect.harms if not harm.by_list_with]
            if parties:
                yield self.words.say(
                    "figure.effects.before",
                    set=self.name(row.effect.contributions),
                    parties=self.words.parties(dict.fromkeys(parties)),
                )
        if void:
            sets = "; ".join(self.name(effect.contributions) for effect in void)
            yield self.words.count("figure.effects.void", len(void), sets=sets)

    def sentence(self, row: _Row, outcomes: Sequence[str]) -> str:
        """One row in a sentence."""
        words, effect = self.words, row.effect
        clauses = []
        pairs = self.cells(effect, outcomes)
        for place, key in enumerate(("today", "if_open")):
            for mark in ("outcome stays", "outcome gained", "outcome lost"):
                some = [words.outcome(id) for id, pair in zip(outcomes, pairs, strict=True)
                        if pair[place] == mark]  # fmt: skip
                if some:
                    told = words.say("figure.effects.told", how=meaning(words, mark),
                                     outcomes=words.joined(some))  # fmt: skip
                    clauses.append(words.say(f"figure.effects.{key}", told=told))
        for key, names in zip(("worse", "betrayed"), self.harmed(effect), strict=True):
            if names:
                clauses.append(words.say(f"figure.effects.{key}.told", parties=words.joined(names)))
        if row.nothing:
            clauses.append(words.say("figure.effects.nothing", sets=self.name(sorted(row.nothing))))
        told = "; ".join(clauses) or words.say("figure.effects.none")
        return words.say("report.item", name=capital(self.name(effect.contributions)), text=told)

    def data(self, outcomes: Sequence[str]) -> Table:
        """Every set, void and folded ones too, as a table."""
        words = self.words
        columns = [words.say("effects.set"), *(words.outcome(id) for id in outcomes)]
        columns += [words.say(f"figure.effects.{key}") for key in ("worse", "betrayed")]
        rows = []
        for effect in (self.found.without, *self.found.effects):
            if effect.void:
                cells = ["-"] * len(outcomes)
                told = words.say("effects.void")
                rows.append((capital(self.name(effect.contributions)), *cells, told, "-"))
                continue
            cells = [
                words.say("figure.effects.pair", today=meaning(words, today),
                          closed=meaning(words, closed))
                for today, closed in self.cells(effect, outcomes)
            ]  # fmt: skip
            harms = [words.joined(some) if some else "-" for some in self.harmed(effect)]
            rows.append((capital(self.name(effect.contributions)), *cells, *harms))
        return Table(tuple(columns), tuple(rows))


def _stands(id: str, before: Sequence[str], gained: Sequence[str], lost: Sequence[str]) -> str:
    if id in gained:
        return "outcome gained"
    if id in lost:
        return "outcome lost"
    return "outcome stays" if id in before else "outcome never"


# --- drawing -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Grid:
    """Where columns stand: after the dots, a cell an outcome, then who is harmed."""

    dots: float
    cell: float
    harm: float
    outcomes: Sequence[str]

    def draw_heads(
        self,
        drawing: Drawing,
        numbers: Sequence[str],
        heads: Sequence[tuple[str, ...]],
        ends: Sequence[tuple[str, ...]],
        top: float,
    ) -> None:
        """Draw what stands above the columns, on the line above the rows."""
        for place, number in enumerate(numbers):
            x = 12 + (place + 0.5) * _DOT
            drawing.text((x, top - 8), (number,), size=10.5, bold=True, anchor="middle")
        for place, lines in enumerate(heads):
            x = self.dots + (place + 0.5) * self.cell
            y = top - 8 - (len(lines) - 1) * 13
            drawing.text((x, y), lines, size=10, bold=True, anchor="middle")
        for place, lines in enumerate(ends):
            x = self.dots + len(self.outcomes) * self.cell + place * self.harm + 6
            drawing.text((x, top - 8 - (len(lines) - 1) * 13), lines, size=10, bold=True)

    def draw_cells(
        self,
        drawing: Drawing,
        cells: Sequence[tuple[str, str]],
        harmed: Sequence[Sequence[str]],
        row: tuple[float, float],
    ) -> None:
        """Draw one row: outcomes, and who is harmed."""
        top, height = row
        y = top + (height - MARK[1]) / 2
        for place, (today, closed) in enumerate(cells):
            x = self.dots + (place + 0.5) * self.cell
            draw_mark(drawing, today, (x - MARK[0] - 1, y))
            draw_mark(drawing, closed, (x + 3, y))
            draw_mark(drawing, "frame closed", (x + 3, y))
        for place, names in enumerate(harmed):
            x = self.dots + len(self.outcomes) * self.cell + place * self.harm
            if not names:
                continue
            draw_mark(drawing, "harm", (x + 2, y))
            lines = [line for name in names for line in wrapped(name, self.harm - 34, 10, lines=2)]
            drawing.text((x + 30, top + (height - len(lines) * 13) / 2 + 10), lines, size=10)


def _draw_set(drawing: Drawing, found: Broker, row: _Row, place: tuple[float, float]) -> None:
    y = place[0] + place[1] / 2
    mine = {id.rpartition(".")[2] for id in row.effect.contributions}
    nothing = {id.rpartition(".")[2] for id in row.nothing}
    for number, one in enumerate(found.contributions):
        x = 12 + (number + 0.5) * _DOT
        at = (x - MARK[0] / 2, y - MARK[1] / 2)
        if one.id in mine or one.id in nothing:
            draw_mark(drawing, "set brings" if one.id in mine else "set nothing", at)
        else:
            drawing.curve(f"M{x - 2:.1f} {y:.1f}h4", line=1, stroke="#888888")
