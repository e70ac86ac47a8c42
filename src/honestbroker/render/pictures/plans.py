"""All roadmaps of a case side by side: a row each, a column a stage, entry and hold in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from honestbroker.explain.noting import Noting
from honestbroker.explain.section import Table
from honestbroker.explain.words import capital
from honestbroker.render.drawing import Drawing, wrapped
from honestbroker.render.pictures.marks import (
    MARK,
    WIDTH,
    draw_link,
    draw_mark,
    draw_marks_key,
    marks_key,
)
from honestbroker.render.pictures.signs import Figure
from honestbroker.result.roadmap import Road, Roadmap, Roadmaps, StageTold

__all__ = ["afflicted", "data_of", "linked", "side_by_side"]

_LABEL: Final = 190.0
_CELL: Final = 106.0
_LINK: Final = 18.0
_TOP: Final = 24.0


def linked(before: StageTold, after: StageTold) -> str:
    """How one stage leads to the next.

    Parameters
    ----------
    before, after : StageTold
        Two neighbouring stages.

    Returns
    -------
    str
        ``link on``; ``link doubt`` where the one holds while deterred only, or the other is entered
        for the end only; ``link off`` where the one does not hold or the other is not entered.
    """
    if before.hold in (None, "does not hold") or after.entry in (None, "infeasible", "not entered"):
        return "link off"
    if before.hold != "holds" or after.entry == "entered for the end only":
        return "link doubt"
    return "link on"


def afflicted(words: Noting, stage: StageTold) -> dict[str, tuple[str, ...]]:
    """Whom a stage exposes, makes regret, and leaves betrayed, from any of its starts.

    Parameters
    ----------
    words : Noting
        The case's words.
    stage : StageTold
        The stage.

    Returns
    -------
    dict
        Label to parties, without labels that befall nobody.
    """
    found: dict[str, set[str]] = {}
    for start in stage.starts:
        for _, labels in start.labels:
            for label in labels:
                if label.party is not None:
                    found.setdefault(label.label, set()).add(label.party)
    order = [party.id for party in words.case.parties]
    return {
        label: tuple(id for id in order if id in found[label])
        for label in ("exposed", "regret", "betrayed")
        if label in found
    }


def data_of(words: Noting, found: Roadmap, roads: Iterable[Road]) -> Table:
    """Roads of a roadmap as a table of their stages.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Roadmap
        The roadmap.
    roads : iterable of Road
        Its roads.

    Returns
    -------
    Table
        A row a stage.
    """
    rows = tuple(
        (
            capital(words.roadmap(found.id)),
            words.clean(road.track or "-"),
            f"{number}. {_name(words, found, stage)}",
            words.say(f"mark.entry {stage.entry or 'infeasible'}"),
            words.say(f"mark.hold {stage.hold or 'none'}"),
            *_who(words, stage),
        )
        for road in roads
        for number, stage in enumerate(road.stages, start=1)
    )
    return Table(_columns(words), rows)


def _columns(words: Noting) -> tuple[str, ...]:
    keys = ("name", "track", "stage", "entry", "hold", "refuses", "breaks", "afflicted")
    return tuple(words.say(f"figure.roadmap.column.{key}") for key in keys)


def _who(words: Noting, stage: StageTold) -> tuple[str, str, str]:
    """Who refuses to enter, who would break it, whom it exposes or harms."""
    refusing = {actor.party for s in stage.starts for actor in s.actors if actor.wants == "no"}
    breaking = {mover for s in stage.starts for b in s.breaches for mover in b.step.movers}
    hit = {party for parties in afflicted(words, stage).values() for party in parties}
    order = [party.id for party in words.case.parties]
    told = [[id for id in order if id in some] for some in (refusing, breaking, hit)]
    refused, broken, harmed = (words.parties(some) if some else "-" for some in told)
    return refused, broken, harmed


def _name(words: Noting, found: Roadmap, stage: StageTold) -> str:
    known = {some.id: some for some in words.case.roadmap(found.id).stages}
    return capital(words.text(known[stage.id].name, stage.id))


@dataclass(frozen=True)
class _Row:
    """One road: what stands before it, its stages' names in lines."""

    road: Road
    label: tuple[str, ...]
    bold: bool
    names: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> float:
        """How high it is."""
        cells = max((len(lines) for lines in self.names), default=0) * 13.0 + MARK[1] + 18
        return max(cells, len(self.label) * 13.7 + 12)


def side_by_side(words: Noting, found: Roadmaps) -> Figure:
    """All roadmaps of a case, a row each.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Roadmaps
        What becomes of them.

    Returns
    -------
    Figure
        The picture, the same in words, and as a table.
    """
    most = max((len(road.stages) for one in found.roadmaps for road in one.roads), default=1)
    cell = max(_CELL, (WIDTH - _LABEL - 10 - (most - 1) * _LINK) / most)
    cell = min(cell, 170.0)
    width = max(WIDTH, _LABEL + most * cell + (most - 1) * _LINK + 10)
    rows = [_row(words, one, road, cell) for one in found.roadmaps for road in one.roads]
    key = marks_key(words, _used(rows))
    foot = draw_marks_key(Drawing(0, 0), key, (0, 0), width - 24)
    drawing = Drawing(width, _TOP + sum(row.height for row in rows) + foot + 20)
    for column in range(most):
        x = _LABEL + column * (cell + _LINK)
        told = words.say("figure.roadmap.stage", number=column + 1)
        drawing.text((x + 4, 16), (told,), size=10.5, bold=True)
    y = _TOP
    for row in rows:
        _draw(drawing, row, y, cell, width)
        y += row.height
    draw_marks_key(drawing, key, (12, y + 12), width - 24)
    title = words.say("figure.roadmaps")
    text = tuple(_text(words, one, road) for one in found.roadmaps for road in one.roads)
    if not rows:
        text = (words.say("roadmaps.none"),)
        drawing.text((12, _TOP + 8), text, size=10.5)
    picture = drawing.svg(title, " ".join(text))
    tables = [data_of(words, one, one.roads) for one in found.roadmaps]
    data = Table(_columns(words), tuple(row for table in tables for row in table.rows))
    return Figure("roadmaps", title, picture, text, data)


def _row(words: Noting, found: Roadmap, road: Road, cell: float) -> _Row:
    beside = road is not found.main
    label = _label(words, found, road)
    names = tuple(
        wrapped(_name(words, found, stage), cell - 6, 10, lines=4) for stage in road.stages
    )
    lines = wrapped(label, _LABEL - (34 if beside else 20), 10.5, lines=5, bold=not beside)
    return _Row(road, lines, not beside, names)


def _label(words: Noting, found: Roadmap, road: Road) -> str:
    if road is found.main:
        return capital(words.roadmap(found.id))
    return words.say("figure.roadmap.beside", track=words.clean(road.track or ""))


def _used(rows: Sequence[_Row]) -> set[str]:
    used = set()
    for row in rows:
        for stage in row.road.stages:
            used |= {f"entry {stage.entry or 'infeasible'}", f"hold {stage.hold or 'none'}"}
        used |= {linked(*pair) for pair in pairwise(row.road.stages)}
        used |= {"frame refused"} if row.road.refused_at else set()
        used |= {"frame breaks"} if row.road.breaks_at else set()
    return used


def _draw(drawing: Drawing, row: _Row, y: float, cell: float, width: float) -> None:
    drawing.curve(f"M8 {y:.1f}H{width - 8:.1f}", line=0.5, stroke="#bbbbbb")
    left = 8.0 if row.bold else 22.0
    drawing.text((left, y + 17), row.label, size=10.5, bold=row.bold)
    for place, (stage, lines) in enumerate(zip(row.road.stages, row.names, strict=True)):
        x = _LABEL + place * (cell + _LINK)
        if place:
            how = linked(row.road.stages[place - 1], stage)
            draw_link(drawing, how, (x - _LINK + 1, y + 15), _LINK - 3)
        draw_mark(drawing, f"entry {stage.entry or 'infeasible'}", (x + 4, y + 7))
        draw_mark(drawing, f"hold {stage.hold or 'none'}", (x + 34, y + 7))
        if row.road.refused_at == stage.id:
            draw_mark(drawing, "frame refused", (x + 4, y + 7))
        if row.road.breaks_at == stage.id:
            draw_mark(drawing, "frame breaks", (x + 34, y + 7))
        drawing.text((x + 4, y + MARK[1] + 22), lines, size=10)


def _text(words: Noting, found: Roadmap, road: Road) -> str:
    told = [
        words.say(
            "figure.roadmap.told",
            stage=_name(words, found, stage),
            entry=words.say(f"mark.entry {stage.entry or 'infeasible'}"),
            hold=words.say(f"mark.hold {stage.hold or 'none'}"),
        )
        for stage in road.stages
    ]
    name = capital(words.roadmap(found.id))
    if road is not found.main:
        beside = words.say("figure.roadmap.beside", track=words.clean(road.track or ""))
        name = words.say("report.aside", text=name, aside=beside)
    for key, id in (("refused_at", road.refused_at), ("breaks_at", road.breaks_at)):
        if id is not None:
            known = {stage.id: stage for stage in road.stages}
            told.append(words.say(f"figure.roadmap.first.{key}",
                                  stage=_name(words, found, known[id])))  # fmt: skip
    return words.say("report.item", name=name, text="; ".join(told))
