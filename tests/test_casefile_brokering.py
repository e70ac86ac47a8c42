"""Brokers, roadmaps and conditions: from the file to the case, and what is wrong with them."""

from __future__ import annotations

import pytest

import honestbroker as hb
from honestbroker.case.brokering import Denominator, Rating
from honestbroker.case.parts import AddOption, SetFlag, SetGroup
from honestbroker.case.sources import Citation, Evidence
from honestbroker.changes import apply, in_profile, named
from test_casefile import HARBOUR

MEDIATED = (
    HARBOUR
    + """\
principals: [City, Port]
common_denominator: {statements: {City: basin, Port: quiet}, name: a quiet basin, cites: report#P1}
brokers:
  Chamber:
    name: {en: the chamber of commerce, vi: phòng thương mại}
    cites: report
    perceived:
      base:
        City: {accepts_any: 2, accepts: {value: 1, cites: report#P2}, stake: {value: 3}, cites: report#P1}
        Port: {accepts: 3, judged: {by: me}}
      later:
        City: {accepts: 2}
    strength: {value: 2, judged: {by: me, sure: low}}
    leverage: {City: 0, Port: {value: 3, cites: report}}
    repeated: {value: true, cites: report#P1}
    patron: {party: City, vetoes: [rain], cites: report#P2}
    contributes:
      room: {kind: B1, name: a room, edits: [{close: [City, Port]}, {open: [City, Port]}], towards: [Port]}
      rain: {kind: B3, changes: [drought], edits: [{add_option: {id: pump, by: Port, name: pump}}], cites: report}
      word: {kind: B5, outcome: peace}
      tell: {kind: B7, reveals: [{to: City, about: Port}], judged: {by: me}}
  Port:
    repeated: false
    contributes:
      gift:
        kind: B4
        edits: [{insert: {party: City, statement: {id: gift, want: clean if permit}, to: 1}}]
        delivered_by: [clean, pump]
roadmaps:
  plan.1:
    name: the plan
    cites: report#P1
    stages:
      - {id: "1", name: first, take: [clean], drop: [sue], entry: not permit, breach: settled only if sue,
        together: false, snapback: drought, cites: report#P2}
      - id: second
        take: [permit]
        snapback: [{set: {dry_year: true}}]
        track: side
        objections:
          - {by: City, text: {en: too soon}, statement: no-gift, cites: report#P1}
          - {by: Port}
  other:
    stages: [{id: rest}]
conditions:
  wet: {name: rain falls, edits: [{set: {dry_year: false}}], judged: {by: me}}
  calm: {formula: not sue or dry_year, cites: report#P2}
"""
)


def test_everything_is_read() -> None:
    case = hb.read_text(MEDIATED)
    assert case.unread == ()
    assert case.principals == ("City", "Port")
    denominator = case.common_denominator
    assert denominator is not None
    assert (denominator.formula, denominator.statements) == (
        None,
        (("City", "basin"), ("Port", "quiet")),
    )
    assert str(denominator.name) == "a quiet basin"
    assert denominator.evidence.cites == (Citation("report", "P1"),)
    chamber, port = case.brokers
    assert (chamber.id, str(chamber.name), port.id, port.name) == (
        "Chamber",
        "the chamber of commerce",
        "Port",
        None,
    )
    assert [(one.profile, one.party) for one in chamber.perceived] == [
        ("base", "City"),
        ("base", "Port"),
        ("later", "City"),
    ]
    assert chamber.strength is not None
    assert (chamber.strength.value, chamber.strength.evidence.judged.sure) == (2, "low")  # type: ignore[union-attr]
    assert [(party, rating.value) for party, rating in chamber.leverage] == [
        ("City", 0),
        ("Port", 3),
    ]
    assert chamber.repeated is not None
    assert chamber.repeated.value
    assert chamber.repeated.evidence.cites == (Citation("report", "P1"),)
    assert port.repeated is not None
    assert not port.repeated.value
    assert chamber.patron is not None
    assert (chamber.patron.party, chamber.patron.vetoes) == ("City", ("rain",))


def test_a_row_speaks_for_ratings_without_evidence_of_their_own() -> None:
    city, port, later = hb.read_text(MEDIATED).broker("Chamber").perceived
    row = (Citation("report", "P1"),)
    assert city.accepts_any == Rating(2, Evidence(row), city.accepts_any.place)  # type: ignore[union-attr]
    assert city.accepts is not None
    assert city.accepts.evidence.cites == (Citation("report", "P2"),)
    assert city.stake is not None
    assert city.stake.evidence.cites == row
    assert port.accepts is not None
    assert port.accepts.evidence.judged is not None
    assert (port.accepts_any, port.stake) == (None, None)
    assert later.accepts is not None
    assert not later.accepts.evidence.sourced


def test_contributions() -> None:
    case = hb.read_text(MEDIATED)
    room, rain, word, tell = case.broker("Chamber").contributions
    assert [edit.kind for edit in room.edits] == [
        SetGroup(("City", "Port"), False),
        SetGroup(("City", "Port"), True),
    ]
    assert room.towards == ("Port",)
    first, second = (edit.kind for edit in rain.edits)
    assert first == SetFlag("dry_year", True)
    assert isinstance(second, AddOption)
    assert second.option.id == "pump"
    assert (word.kind, word.outcome, word.edits) == ("B5", "peace", ())
    assert tell.reveals == (("City", "Port"),)
    (gift,) = case.broker("Port").contributions
    assert gift.delivered_by == ("clean", "pump")
    assert [change.id for change in case.brought()] == [
        "Chamber.room", "Chamber.rain", "Port.gift", "plan.1.second", "wet",
    ]  # fmt: skip


def test_roadmaps() -> None:
    case = hb.read_text(MEDIATED)
    plan = case.roadmap("plan.1")
    first, second = plan.stages
    assert (first.id, first.take, first.drop) == ("1", ("clean",), ("sue",))
    assert (str(first.entry), str(first.breach)) == ("not permit", "settled only if sue")
    assert (first.together, first.snapback, first.track) == (False, "drought", None)
    assert (second.together, second.entry, second.track) == (True, None, "side")
    assert not isinstance(second.snapback, str)
    assert [edit.kind for edit in second.snapback] == [SetFlag("dry_year", True)]
    said, silent = second.objections
    assert (said.party, str(said.text), said.statement) == ("City", "too soon", "no-gift")
    assert (silent.party, silent.text, silent.statement) == ("Port", None, None)


def test_conditions() -> None:
    wet, calm = hb.read_text(MEDIATED).conditions
    assert ([edit.kind for edit in wet.edits], wet.formula) == ([SetFlag("dry_year", False)], None)
    assert (calm.edits, str(calm.formula)) == ((), "not sue or dry_year")


@pytest.mark.parametrize("written", ["clean", "{formula: clean}"])
def test_a_common_denominator_as_a_formula(written: str) -> None:
    text = HARBOUR + f"principals: [Port, City]\ncommon_denominator: {written}\n"
    case = hb.read_text(text)
    assert case.principals == ("Port", "City")
    assert isinstance(case.common_denominator, Denominator)
    assert str(case.common_denominator.formula) == "clean"


def test_another_profile_and_a_change_keep_them() -> None:
    case = hb.read_text(MEDIATED)
    later = in_profile(case, "later")
    dry = apply(later, named(case, "drought"))
    for other in (later, dry):
        for part in ("principals", "common_denominator", "brokers", "roadmaps", "conditions"):
            assert getattr(other, part) is getattr(case, part)
