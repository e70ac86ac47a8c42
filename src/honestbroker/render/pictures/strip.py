"""A roadmap as a strip of stages: who enters, who breaks, whom it exposes, where it breaks off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from honestbroker.case.brokering import Stage
from honestbroker.explain.noting import Noting
from honestbroker.explain.section import Table
from honestbroker.explain.words import capital
from honestbroker.render.drawing import INK, PAPER, Drawing, width_of
from honestbroker.render.pictures.cards import (
    Piece,
    because,
    by_party,
    draw_pieces,
    sentences,
    tall,
)
from honestbroker.render.pictures.marks import BAD, WIDTH, draw_link, draw_marks_key, marks_key
from honestbroker.render.pictures.plans import afflicted, data_of, linked
from honestbroker.render.pictures.signs import Figure
from honestbroker.result.roadmap import Road, Roadmap, StageFrom, StageTold

__all__ = ["road_strips", "roadmap_strip"]

_WIDEST: Final = 460.0
"""A card that stands alone in its row is no wider, for lines that are easy to read."""

_LEFT: Final = 28.0
_LINK: Final = 26.0
_PER_ROW: Final = 3
_PAD: Final = 9.0
_FLAG: Final = 18.0
_BREAKS: Final = 3
"""So many that would break a stage are drawn, each once; the words beside have every way."""


@dataclass(frozen=True)
class _Card:
    """One stage: all its paragraphs, those that are drawn, and the flags above it."""

    all: tuple[Piece, ...]
    drawn: tuple[Piece, ...]
    flags: tuple[str, ...]

    def height(self, width: float) -> float:
        """How high it is at a width."""
        return tall(self.drawn, width - 2 * _PAD) + 2 * _PAD


@dataclass(frozen=True)
class _Track:
    """One road: its letter, what stands above it, its stages."""

    road: Road
    letter: str
    head: tuple[Piece, ...]
    cards: tuple[_Card, ...]

    @property
    def per_row(self) -> int:
        """So many stages stand in a row, so that all rows are about as full."""
        count = len(self.cards)
        return -(-count // -(-count // _PER_ROW))

    @property
    def card(self) -> float:
        """How wide a card is."""
        room = WIDTH - _LEFT - 6 - (self.per_row - 1) * _LINK
        return min(room / self.per_row, _WIDEST)

    @property
    def rows(self) -> list[range]:
        """Places of the stages in each row."""
        count, step = len(self.cards), self.per_row
        return [range(at, min(at + step, count)) for at in range(0, count, step)]

    def flag(self, row: range) -> float:
        """The room for flags above a row."""
        return _FLAG * max(len(self.cards[place].flags) for place in row)

    def tall(self, row: range) -> float:
        """How high the cards of a row are."""
        return max(self.cards[place].height(self.card) for place in row)

    @property
    def height(self) -> float:
        """How high it is."""
        rows = sum(self.flag(row) + self.tall(row) + 16 for row in self.rows)
        return tall(self.head, WIDTH - 24) + (14 if self.head else 0) + rows


def roadmap_strip(words: Noting, found: Roadmap) -> Figure:
    """A roadmap as a strip of stages, parallel tracks below it.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Roadmap
        What becomes of it.

    Returns
    -------
    Figure
        The picture, the same in words, and as a table.
    """
    title = words.say("figure.roadmap", roadmap=words.roadmap(found.id))
    return _strip(words, title, _tracks(words, found), data_of(words, found, found.roads))


def road_strips(words: Noting, found: Roadmap) -> list[Figure]:
    """A roadmap as strips of stages, a picture for each road, as pages have room for them.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Roadmap
        What becomes of it.

    Returns
    -------
    list of Figure
        In the order of its roads.
    """
    told = []
    for track in _tracks(words, found):
        title = words.say("figure.roadmap", roadmap=words.roadmap(found.id))
        if track.road is not found.main:
            beside = words.say("figure.roadmap.beside", track=words.clean(track.road.track or ""))
            title = words.say("report.aside", text=title, aside=beside)
        told.append(_strip(words, title, [track], data_of(words, found, [track.road])))
    return told


def _strip(words: Noting, title: str, tracks: Sequence[_Track], data: Table) -> Figure:
    key = _key(words, tracks)
    foot = draw_marks_key(Drawing(0, 0), key, (0, 0), WIDTH - 24)
    drawing = Drawing(WIDTH, 8 + sum(track.height for track in tracks) + foot + 8)
    y = 6.0
    for track in tracks:
        y = _draw_track(drawing, track, y)
    draw_marks_key(drawing, key, (12, y + 4), WIDTH - 24)
    text = [
        line
        for track in tracks
        for line in (
            *([sentences(track.head)] if track.head else []),
            *(sentences(_with_flags(card)) for card in track.cards),
        )
    ]
    return Figure("roadmap", title, drawing.svg(title, " ".join(text)), tuple(text), data)


def _with_flags(card: _Card) -> Iterable[Piece]:
    return (card.all[0], *map(Piece, card.flags), *card.all[1:])


# --- what is told --------------------------------------------------------------------------------


def _tracks(words: Noting, found: Roadmap) -> list[_Track]:
    stages = {stage.id: stage for stage in words.case.roadmap(found.id).stages}
    names = {id: capital(words.text(stage.name, id)) for id, stage in stages.items()}
    side = [road for road in found.roads if road is not found.main]
    letters = dict(zip((road.track for road in side), "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=False))
    told = []
    for road in found.roads:
        begun: dict[str, list[str]] = {}
        head: list[Piece] = []
        if road is found.main:
            for other in side:
                for id in other.begins_at:
                    begun.setdefault(id, []).append(letters.get(other.track, "…"))
        else:
            head.append(_track_head(words, road, letters.get(road.track, "…"), names))
            if "status_quo" in road.begins_at:
                head.append(Piece(words.say("figure.roadmap.from_today")))
        cards = tuple(
            _card(words, road, place, stages[stage.id], begun.get(stage.id, []))
            for place, stage in enumerate(road.stages)
        )
        told.append(_Track(road, letters.get(road.track, ""), tuple(head), cards))
    return told


def _track_head(words: Noting, road: Road, letter: str, names: dict[str, str]) -> Piece:
    after = [f"“{names[id]}”" for id in road.begins_at if id in names]
    key = "figure.roadmap.track" if after else "figure.roadmap.track.never"
    track = words.clean(road.track or "")
    if not after and "status_quo" in road.begins_at:
        key = "figure.roadmap.track.bare"
    blanks = {"stages": words.joined(after)} if after else {}
    return Piece(words.say(key, letter=letter, track=track, **blanks), 11, bold=True, air=8)


def _card(words: Noting, road: Road, place: int, stage: Stage, begun: Sequence[str]) -> _Card:
    told = road.stages[place]
    name = capital(words.text(stage.name, told.id))
    lead = [Piece(f"{place + 1}. {name}", 11, bold=True, air=0, most=4)]
    lead += [Piece(line) for line in by_party(words, told.take, told.drop)]
    entry = f"entry {told.entry or 'infeasible'}"
    lead.append(Piece(capital(words.say(f"mark.{entry}")), bold=True, mark=entry, air=8))
    lead += [Piece(capital(line)) for line in dict.fromkeys(_entering(words, told, stage))]
    hold = f"hold {told.hold or 'none'}"
    lead.append(Piece(capital(words.say(f"mark.{hold}")), bold=True, mark=hold, air=8))
    breaks = {Piece(capital(line)): who for who, line in _breaking(words, told)}
    rest = [Piece(line, mark="harm", air=7) for line in _afflictions(words, told)]
    rest += [
        Piece(capital(words.say("figure.roadmap.stall", party=words.party(stall.party))), air=6)
        for stall in told.stalls
    ]
    if begun:
        rest.append(Piece(words.say("figure.roadmap.begins", tracks=words.joined(begun)), air=6))
    few = [
        next(way for way in breaks if breaks[way] == who)
        for who in [*dict.fromkeys(breaks.values())][:_BREAKS]
    ]
    if len(breaks) > len(few):
        few.append(Piece(capital(words.count("figure.roadmap.more", len(breaks) - len(few)))))
    return _Card((*lead, *breaks, *rest), (*lead, *few, *rest), tuple(_flags(words, road, told)))


def _afflictions(words: Noting, told: StageTold) -> Iterator[str]:
    """Whom a stage exposes, makes regret, and leaves betrayed, as clauses."""
    where = "reference.other" if words.case.reference is not None else "reference.today"
    for label, parties in afflicted(words, told).items():
        blanks = {"reference": words.say(where)} if label == "regret" else {}
        key = f"figure.roadmap.{label}"
        yield capital(words.say(key, parties=words.parties(parties), **blanks))


def _flags(words: Noting, road: Road, stage: StageTold) -> Iterator[str]:
    if road.refused_at == stage.id:
        yield words.say("figure.roadmap.refused_at")
    if road.breaks_at == stage.id:
        deterred = stage.hold == "holds while deterred"
        yield words.say(f"figure.roadmap.{'deterred_at' if deterred else 'breaks_at'}")


def _worst(stage: StageTold) -> list[StageFrom]:
    """The starts that give the stage its verdict on entry."""
    return [start for start in stage.starts if start.entry == stage.entry]


def _entering(words: Noting, told: StageTold, stage: Stage) -> Iterator[str]:
    """Why it would not be entered, or for the end only."""
    for start in _worst(told):
        if start.entry == "infeasible":
            rules = [
                words.text(rule.name) or words.say("quoted", text=words.clean(str(rule.formula)))
                for rule in words.case.rules
                if rule.id in start.rules
            ]
            fixed = [words.deed(id, take=id in told.take) for id in start.options]
            for key, some in (("rules", rules), ("options", fixed)):
                if some:
                    yield words.say(f"figure.roadmap.{key}", names=words.joined(some))
        if start.entry == "not entered" and not start.entry_met and stage.entry is not None:
            yield words.say("figure.roadmap.unmet", formula=words.clean(str(stage.entry)))
        for actor in start.actors:
            if actor.wants != "now":
                yield words.say(
                    f"figure.roadmap.wants.{actor.wants}",
                    party=words.party(actor.party),
                    because=because(words, actor.entering),
                )


def _breaking(words: Noting, told: StageTold) -> Iterator[tuple[tuple[str, ...], str]]:
    """Who would break it; by what, and which statement decides."""
    for start in told.starts:
        for breach in start.breaches:
            step = breach.step
            deal = step.group is not None
            kind = "deal" if deal else "deterred" if breach.deterred else "alone"
            yield (
                step.movers,
                words.say(
                    f"figure.roadmap.breach.{kind}",
                    parties=words.parties(step.group or step.movers),
                    deeds=words.doings(step.take, step.drop)
                    if deal
                    else words.deeds(step.take, step.drop),
                    because="; ".join(because(words, one) for one in breach.because),
                ),
            )


# --- drawing -------------------------------------------------------------------------------------


def _draw_track(drawing: Drawing, track: _Track, y: float) -> float:
    if track.head:
        y = draw_pieces(drawing, track.head, (12, y + 4), WIDTH - 24, on_card=False) + 8
    for row in track.rows:
        top = y + track.flag(row)
        for column, place in enumerate(row):
            x = _LEFT + column * (track.card + _LINK)
            if place:
                before = track.road.stages[place - 1]
                how = linked(before, track.road.stages[place])
                start = x - _LINK if column else 4.0
                draw_link(drawing, how, (start + 1, top + 20), x - start - 2)
            card = track.cards[place]
            _draw_card(drawing, card, (x, top, track.card, card.height(track.card)))
        y = top + track.tall(row) + 16
    return y


def _draw_card(drawing: Drawing, card: _Card, box: tuple[float, float, float, float]) -> None:
    x, y, width, _ = box
    dash = "6 3" if card.flags else ""
    drawing.rect(box, fill=PAPER, stroke=BAD if card.flags else INK, line=2 if card.flags else 1,
                 dash=dash, radius=6, kind="paper")  # fmt: skip
    for number, flag in enumerate(reversed(card.flags)):
        top = y - _FLAG * (number + 1)
        wide = min(width_of(flag, 10, bold=True) + 14, width)
        drawing.rect((x + 6, top + 2, wide, _FLAG - 3), fill=BAD, radius=3, kind="flag")
        drawing.text((x + 13, top + 13), (flag,), bold=True, size=10, fill=PAPER, kind="fixed")
    draw_pieces(drawing, card.drawn, (x + _PAD, y + _PAD), width - 2 * _PAD)


def _key(words: Noting, tracks: Sequence[_Track]) -> list[tuple[str, str]]:
    used = [piece.mark for track in tracks for card in track.cards for piece in card.drawn]
    used += [linked(*pair) for track in tracks for pair in pairwise(track.road.stages)]
    return marks_key(words, used)
