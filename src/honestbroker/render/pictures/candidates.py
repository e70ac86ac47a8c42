"""Candidates beside each other: filters, roles, what they add, whom they harm, rival views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from honestbroker.case.brokering import CONTRIBUTION_KINDS
from honestbroker.explain.noting import Noting
from honestbroker.explain.section import Table
from honestbroker.explain.states import broker_name
from honestbroker.explain.words import capital
from honestbroker.render.drawing import Drawing, wrapped
from honestbroker.render.pictures.marks import (
    MARK,
    WIDTH,
    draw_mark,
    draw_marks_key,
    marks_key,
    meaning,
)
from honestbroker.render.pictures.signs import Figure
from honestbroker.result.brokers import Brokers, Candidate

__all__ = ["FILTERS", "LOGICS", "broker_table"]

FILTERS: Final = (
    "accepts a mediator", "accepts this one", "shares the denominator", "no veto", "delivers",
)  # fmt: skip
LOGICS: Final = (
    "standing and low stake", "believed because biased",
    "trusted because even-handed and repeated", "leverage",
)  # fmt: skip

_LABEL: Final = 226.0
_PER_BLOCK: Final = 6
"""More candidates than this are drawn in several blocks below each other."""

_ANSWERS: Final = {"yes": "passes", "no": "fails"}
"""Answers of rival views that are marked like those of filters."""


@dataclass(frozen=True)
class _Row:
    """One line: what is asked, and the mark for each candidate; a heading has no marks."""

    label: str
    marks: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """What is asked, in lines."""
        if not self.marks:
            return wrapped(self.label, WIDTH - 20, 11, lines=2, bold=True)
        return wrapped(self.label, _LABEL - 26, 10.5, lines=3)

    @property
    def height(self) -> float:
        """How high it is."""
        if not self.marks:
            return len(self.lines()) * 14.3 + 12
        return max(len(self.lines()) * 13.7 + 6, MARK[1] + 7)


def broker_table(words: Noting, found: Brokers) -> Figure:
    """All candidates beside each other.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Brokers
        The answers.

    Returns
    -------
    Figure
        The picture, the same in words, and as a table.
    """
    rows = list(_rows(words, found))
    some = found.candidates
    blocks = [range(at, min(at + _PER_BLOCK, len(some))) for at in range(0, len(some), _PER_BLOCK)]
    names = [capital(broker_name(words, one.id)) for one in some]
    key = marks_key(words, [mark for row in rows for mark in row.marks])
    body = sum(row.height for row in rows)
    foot = draw_marks_key(Drawing(0, 0), key, (0, 0), WIDTH - 24)
    cell = (WIDTH - _LABEL - 8) / min(len(some) or 1, _PER_BLOCK)
    cell = min(cell, 130.0)
    heads = [wrapped(name, cell - 6, 10.5, lines=3, bold=True) for name in names]
    top = max((len(lines) for lines in heads), default=1) * 13.7 + 12
    height = len(blocks) * (top + body + 10) + foot + 24
    drawing = Drawing(WIDTH, height)
    y = 4.0
    for block in blocks:
        for column, place in enumerate(block):
            x = _LABEL + (column + 0.5) * cell
            drawing.text((x, y + 14), heads[place], size=10.5, bold=True, anchor="middle")
        y += top
        for row in rows:
            _draw(drawing, row, block, y, cell)
            y += row.height
        y += 10
    draw_marks_key(drawing, key, (12, y + 8), WIDTH - 24)
    title = words.say("figure.brokers")
    text = (*(_text(words, found, place) for place in range(len(some))), *_notes(words, found))
    return Figure("brokers", title, drawing.svg(title, " ".join(text)), text,
                  _data(words, rows, names))  # fmt: skip


def _draw(drawing: Drawing, row: _Row, block: range, y: float, cell: float) -> None:
    lines = row.lines()
    if not row.marks:
        drawing.text((8, y + 19), lines, size=11, bold=True)
        drawing.curve(f"M8 {y + row.height - 2:.1f}H{WIDTH - 8:.1f}", line=0.5, stroke="#888888")
        return
    top = y + (row.height - len(lines) * 13.7) / 2 + 10
    drawing.text((20, top), lines, size=10.5)
    for column, place in enumerate(block):
        x = _LABEL + (column + 0.5) * cell
        if row.marks[place]:
            at = (x - MARK[0] / 2, y + (row.height - MARK[1]) / 2)
            draw_mark(drawing, row.marks[place], at)
        else:
            drawing.curve(f"M{x - 3:.1f} {y + row.height / 2:.1f}h6", line=1, stroke="#888888")


# --- what is told --------------------------------------------------------------------------------


def _rows(words: Noting, found: Brokers) -> Iterator[_Row]:
    some = found.candidates
    if not some:
        return
    say = words.say
    yield _Row(say("figure.brokers.filters"))
    for kind in FILTERS:
        marks = [_answer(one.filters.get(kind)) for one in some]
        yield _row(say(f"figure.filter.{kind}"), marks)
    yield _Row(say("figure.brokers.roles"))
    for kind in CONTRIBUTION_KINDS:
        yield _row(say(f"kind.{kind}"), [_answer(one.roles.get(kind)) for one in some])
    yield _Row(say("figure.brokers.adds"))
    for outcome in words.case.outcomes:
        marks = [_adds(one, outcome.id) for one in some]
        if any(marks):
            yield _row(words.outcome(outcome.id), marks)
    if not any(one.gains for one in some):
        yield _row(say("figure.brokers.nothing"), [""] * len(some))
    yield _Row(say("figure.brokers.harms"))
    for party in words.case.parties:
        marks = ["harm" if party.id in one.harms else "" for one in some]
        if any(marks):
            yield _row(words.party(party.id), marks)
    if not any(one.harms for one in some):
        yield _row(say("figure.brokers.nobody"), [""] * len(some))
    yield _Row(say("figure.brokers.logics"))
    for name in LOGICS:
        yield _row(say(f"logic.{name}"), [_answer(one.logics.get(name)) for one in some])


def _row(label: str, marks: Sequence[str]) -> _Row:
    return _Row(capital(label), tuple(marks))


def _answer(given: str | None) -> str:
    return f"answer {_ANSWERS.get(given, given)}" if given else ""


def _adds(one: Candidate, outcome: str) -> str:
    if outcome in one.only:
        return "outcome only"
    return "outcome gained" if outcome in one.gains else ""


def _notes(words: Noting, found: Brokers) -> Iterator[str]:
    """What only pairs add, what nobody adds and what nobody offers."""
    if not found.candidates:
        yield words.say("brokers.none")
        return
    for pair in found.complements:
        first, second = (broker_name(words, id) for id in pair.brokers)
        outcomes = words.joined([words.outcome(id) for id in pair.outcomes])
        yield words.say("brokers.together", first=first, second=second, outcomes=outcomes)
    bad = {outcome.id for outcome in words.case.outcomes if getattr(outcome, "bad", False)}
    wanted = [id for id in found.nobody if id not in bad]
    if wanted:
        outcomes = words.joined([words.outcome(id) for id in wanted])
        yield words.say("brokers.nobody", outcomes=outcomes)
    if found.kinds_missing:
        kinds = words.joined([words.say(f"kind.{kind}") for kind in found.kinds_missing])
        yield words.say("brokers.kinds", kinds=kinds)


def _text(words: Noting, found: Brokers, place: int) -> str:
    """One candidate in a sentence."""
    one = found.candidates[place]
    clauses = [
        words.say("figure.brokers.is", what=words.say(f"figure.filter.{kind}"),
                  answer=words.say(f"answer.{one.filters[kind]}"))
        for kind in FILTERS if kind in one.filters
    ]  # fmt: skip
    roles = [
        words.say("report.aside", text=words.say(f"kind.{kind}"),
                  aside=words.say(f"answer.{answer}"))
        for kind, answer in one.roles.items()
    ]  # fmt: skip
    parts = [
        ("roles", words.joined(roles)),
        ("adds", words.joined([words.outcome(id) for id in one.gains])),
        ("only", words.joined([words.outcome(id) for id in one.only])),
        ("harms", words.parties(one.harms)),
    ]
    some = {"roles": one.roles, "adds": one.gains, "only": one.only, "harms": one.harms}
    clauses += [
        words.say(f"figure.brokers.{key}.told", what=what) for key, what in parts if some[key]
    ]
    clauses += [
        words.say("figure.brokers.is", what=words.say(f"logic.{name}"),
                  answer=words.say(f"logic.{one.logics[name]}"))
        for name in LOGICS if name in one.logics
    ]  # fmt: skip
    name = capital(broker_name(words, one.id))
    return words.say("report.item", name=name, text="; ".join(clauses))


def _data(words: Noting, rows: Iterable[_Row], names: Sequence[str]) -> Table:
    told = []
    group = ""
    for row in rows:
        if not row.marks:
            group = row.label
            continue
        cells = [meaning(words, mark) if mark else "-" for mark in row.marks]
        told.append((group, row.label, *cells))
    columns = (words.say("figure.brokers.group"), words.say("figure.brokers.what"), *names)
    return Table(columns, tuple(told))
