"""Brokers, roadmaps and conditions: from the file to the case, and what is wrong with them."""

from __future__ import annotations

import pytest

import honestbroker as hb
from honestbroker.case.brokering import Denominator, Rating
from honestbroker.case.parts import AddOption, Change, DropOption, Edit, SetFlag, SetGroup
from honestbroker.case.sources import Citation, Evidence
from honestbroker.changes import apply, in_profile, named
from test_casefile import HARBOUR, refused

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


# --- What is wrong -------------------------------------------------------------------------------


def changed(*swaps: tuple[str, str]) -> str:
    """The mediated case with some words swapped; each must stand in it exactly once."""
    text = MEDIATED
    for old, new in swaps:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


PARTIES = "known: City, Port"
OWN = "a rating is needed here: a whole number from 0 to 3"

ONE_FAULT = {
    # principals and what they share
    "one principal": (
        ("principals: [City, Port]\ncommon", "▸principals: [City]\ncommon"),
        ("statements: {City: basin, Port: quiet}", "formula: clean"),
        "two or more different principals are needed",
        "name the parties between whom a broker would mediate",
    ),
    "a principal that is nobody": (
        ("principals: [City, Port]", "principals: [City, Port, ▸Prot]"),
        ("statements: {City: basin, Port: quiet}", "formula: clean"),
        "there is no party 'Prot'",
        "did you mean 'Port'?",
    ),
    "a principal twice": (
        ("principals: [City, Port]", "principals: [City, Port, ▸City]"),
        "'City' is named twice",
        "keep one of the two",
    ),
    "brokers without principals": (
        ("principals: [City, Port]\n", ""),
        ("common_denominator: {statements: {City: basin, Port: quiet}, name: a quiet basin, cites: report#P1}\n", ""),
        ("brokers:\n", "▸brokers:\n"),
        "the principals are missing",
        "say between whom, for example  principals: [A, B]",
    ),
    "a denominator of nobody": (
        ("Port: quiet}", "Port: quiet, ▸Prot: quiet}"),
        "there is no party 'Prot'",
        "did you mean 'Port'?",
    ),
    "a denominator that leaves a principal out": (
        ("{statements: {City: basin, Port: quiet}", "{▸statements: {City: basin}"),
        "the common denominator says nothing of 'Port'",
        "add  Port: ...",
    ),
    "a denominator of an unknown statement": (
        ("Port: quiet}", "Port: ▸quite}"),
        "'Port' has no statement 'quite'",
        "did you mean 'quiet'?",
    ),
    "a denominator with both": (
        ("{statements: {City: basin, Port: quiet}", "{statements: {City: basin, Port: quiet}, formula: clean"),
        ("common_denominator", "▸common_denominator"),
        "exactly one of formula and statements is needed",
        "leave the rest out",
    ),
    "a denominator with an unknown word": (
        ("{statements: {City: basin, Port: quiet}", "{formula: not ▸claen"),
        "'claen' is no option, term or flag of this case",
        "did you mean 'clean'?",
    ),
    "a denominator that cites nothing known": (
        ("a quiet basin, cites: report#P1", "a quiet basin, cites: ▸report#P7"),
        "source 'report' has no paragraph 'P7'",
        "known: P1, P2",
    ),
    # brokers
    "a broker without a name": (
        ("  Chamber:\n    name: {en: the chamber of commerce, vi: phòng thương mại}\n", "  ▸Chamber:\n"),
        "'Chamber' is no party and has no name",
        "a party's id is needed, or the name of an outside body:  name: ...",
    ),
    "a broker that is a party misspelt": (
        ("  Port:\n    repeated", "  ▸Prot:\n    repeated"),
        ("delivered_by: [clean, pump]", "towards: [City]"),
        "'Prot' is no party and has no name",
        "did you mean 'Port'?",
    ),
    "a party with another name": (
        ("    repeated: false", "    ▸name: the harbour\n    repeated: false"),
        "'Port' is a party and has its name there",
        "leave the name out",
    ),
    "a profile that is none": (
        ("      later:\n        City: {acc", "      ▸latter:\n        City: {acc"),
        "there is no profile 'latter'",
        "did you mean 'later'?",
    ),
    "perceived by nobody": (
        ("        Port: {accepts: 3", "        ▸Prot: {accepts: 3"),
        "there is no party 'Prot'",
        "did you mean 'Port'?",
    ),
    "a rating too high": (("{accepts: 2}", "{accepts: ▸4}"), OWN, "0 is not at all, 3 is fully"),
    "a rating below": (("strength: {value: 2,", "strength: {value: ▸-1,"), OWN, "0 is not at all, 3 is fully"),
    "a rating between": (("{accepts: 2}", "{accepts: ▸1.5}"), OWN, "0 is not at all, 3 is fully"),
    "a rating in words": (("City: 0, Port", "City: ▸high, Port"), OWN, "0 is not at all, 3 is fully"),
    "a rating that is yes": (("{accepts: 2}", "{accepts: ▸true}"), OWN, "0 is not at all, 3 is fully"),
    "a rating without a value": (
        ("Port: {value: 3, cites: report}", "▸Port: {cites: report}"),
        "'value' is missing",
        "add  value: ...",
    ),
    "a rating with an unknown source": (
        ("{value: 1, cites: report#P2}", "{value: 1, cites: ▸repotr#P2}"),
        "there is no source 'repotr'",
        "did you mean 'report'?",
    ),
    "a row with an unknown source": (
        ("stake: {value: 3}, cites: report#P1", "stake: {value: 3}, cites: ▸report#P3"),
        "source 'report' has no paragraph 'P3'",
        "known: P1, P2",
    ),
    "a broker with an unknown source": (
        ("    cites: report\n    perceived", "    cites: ▸press\n    perceived"),
        "there is no source 'press'",
        "known: report",
    ),
    "leverage on nobody": (
        ("leverage: {City: 0", "leverage: {▸Ctiy: 0"),
        "there is no party 'Ctiy'",
        "did you mean 'City'?",
    ),
    "repeated in words": (
        ("repeated: false", "repeated: ▸often"),
        "true or false is needed here",
        "",
    ),
    "a patron that is nobody": (
        ("patron: {party: City", "patron: {party: ▸Ctiy"),
        "there is no party 'Ctiy'",
        "did you mean 'City'?",
    ),
    "its own patron": (
        ("    repeated: false", "    patron: {party: ▸Port}"),
        "'Port' cannot be its own patron",
        "name another party",
    ),
    "a veto of nothing": (
        ("vetoes: [rain]", "vetoes: [rain, ▸snow]"),
        "'Chamber' has no contribution 'snow'",
        "known: room, rain, word, tell",
    ),
    # contributions
    "a kind that is none": (
        ("kind: B1,", "kind: ▸B8,"),
        "'B8' is none of the possible values",
        "one of: B1, B2, B3, B4, B5, B6, B7",
    ),
    "no kind": (
        ("kind: B1, ", ""),
        ("room: {name", "▸room: {name"),
        "'kind' is missing",
        "say what it is, for example  kind: B1 (a channel)",
    ),
    "a channel without edits": (
        ("edits: [{close: [City, Port]}, {open: [City, Port]}], ", ""),
        ("      room: {", "      ▸room: {"),
        "this contribution (B1) changes nothing",
        "add  edits: [...]  or  changes: [...]",
    ),
    "a focal text without an outcome": (
        ("word: {kind: B5, outcome: peace}", "▸word: {kind: B5}"),
        "a focal text (B5) names an outcome",
        "add  outcome: ...",
    ),
    "a focal text that changes something": (
        ("outcome: peace}", "outcome: peace, ▸changes: [drought]}"),
        "a focal text (B5) changes nothing: it only names an outcome",
        "leave this out, or choose another kind",
    ),
    "an outcome that is none": (
        ("outcome: peace}", "outcome: ▸piece}"),
        "there is no outcome 'piece'",
        "did you mean 'peace'?",
    ),
    "an outcome of a channel": (
        ("name: a room,", "name: a room, ▸outcome: peace,"),
        "only a focal text (B5) names an outcome, and this is B1",
        "leave it out, or write  kind: B5",
    ),
    "information about nothing": (
        ("{kind: B7, reveals: [{to: City, about: Port}], ", "{kind: B7, "),
        ("      tell: {", "      ▸tell: {"),
        "information (B7) puts a picture right, or changes something",
        "add  reveals: [{to: ..., about: ...}]",
    ),
    "information for nobody": (
        ("{to: City, about", "{to: ▸Ctiy, about"),
        "there is no party 'Ctiy'",
        "did you mean 'City'?",
    ),
    "information about oneself": (
        ("{to: City, about: Port}", "{to: City, about: ▸City}"),
        "'City' knows its own list",
        "name the party whose list it sees wrong",
    ),
    "a channel that reveals": (
        ("name: a room,", "name: a room, ▸reveals: [{to: City, about: Port}],"),
        "only information (B7) reveals something, and this is B1",
        "leave it out, or write  kind: B7",
    ),
    "an option of somebody else": (
        ("delivered_by: [clean, pump]", "delivered_by: [clean, pump, ▸permit]"),
        "'permit' is an option of 'City', not of 'Port'",
        "its own: clean, pump",
    ),
    "an option of an outside body": (
        ("outcome: peace}", "outcome: peace, delivered_by: [▸clean]}"),
        "'clean' is an option of 'Port', not of 'Chamber'",
        "leave it out: it has no options",
    ),
    "an option that is none": (
        ("delivered_by: [clean, pump]", "delivered_by: [▸claen]"),
        "there is no option 'claen' that could deliver this",
        "did you mean 'clean'?",
    ),
    "meant for nobody": (
        ("towards: [Port]", "towards: [▸Prot]"),
        "there is no party 'Prot'",
        "did you mean 'Port'?",
    ),
    "a change that is none": (
        ("changes: [drought]", "changes: [▸draught]"),
        "there is no change 'draught'",
        "did you mean 'drought'?",
    ),
    "an edit of a channel that is none": (
        ("{close: [City, Port]}", "{▸close: [City, Prot]}"),
        "there is no group [City, Prot]",
        "known: [City, Port]",
    ),
    "an edit of a statement that is none": (
        ("{insert: {party: City, statement: {id: gift, want: clean if permit}, to: 1}}", "{drop: {party: City, statement: ▸basen}}"),
        "'City' has no statement 'basen'",
        "did you mean 'basin'?",
    ),
    "an edit that does two things": (
        ("{open: [City, Port]}]", "▸{open: [City, Port], set: {dry_year: true}}]"),
        "an edit does one thing; this one has set and open",
        "make one list item of each",
    ),
    "an unknown source in what an edit brings": (
        ("want: clean if permit}", "want: clean if permit, cites: ▸press}"),
        "there is no source 'press'",
        "known: report",
    ),
    # roadmaps
    "a roadmap without stages": (
        ("stages: [{id: rest}]", "▸stages: []"),
        "a roadmap needs a stage",
        "add  - {id: ..., take: []}",
    ),
    "a stage twice": (
        ("- id: second", '- id: "▸1"'),
        "two stages of 'plan.1' have the id '1'",
        "rename one",
    ),
    "a stage without an id": (
        ("stages: [{id: rest}]", "stages: [▸{name: rest}]"),
        "'id' is missing",
        "give it an id of its own, for example  id: no-war",
    ),
    "taking what is no option": (
        ("take: [permit]", "take: [permit, ▸permti]"),
        "there is no option 'permti'",
        "did you mean 'permit'?",
    ),
    "dropping what is no option": (
        ("drop: [sue]", "drop: [▸sued]"),
        "there is no option 'sued'",
        "did you mean 'sue'?",
    ),
    "taking and dropping": (
        ("drop: [sue]", "drop: [sue, ▸clean]"),
        "stage '1' takes up 'clean' and gives it up",
        "do one of the two in another stage",
    ),
    "taking twice": (
        ("take: [permit]", "take: [permit, ▸permit]"),
        "'permit' is named twice",
        "keep one of the two",
    ),
    "an entry with an unknown word": (
        ("entry: not permit", "entry: not ▸premit"),
        "'premit' is no option, term or flag of this case",
        "did you mean 'permit'?",
    ),
    "a breach that is no formula": (
        ("breach: settled only if sue", "breach: settled only if ▸and"),
        "a name, 'not' or a bracket is missing here, before 'and'",
        "",
    ),
    "a snapback that is no change": (
        ("snapback: drought", "snapback: ▸drougth"),
        "there is no change 'drougth'",
        "did you mean 'drought'?",
    ),
    "a snapback that cannot be": (
        ("snapback: [{set: {dry_year: true}}]", "snapback: [{set: {▸wet_year: true}}]"),
        "there is no flag 'wet_year'",
        "did you mean 'dry_year'?",
    ),
    "a snapback that is no edit": (
        ("snapback: [{set: {dry_year: true}}]", "snapback: [{▸sett: {dry_year: true}}]"),
        "there is no key 'sett' here",
        "did you mean 'set'?",
    ),
    "together in words": (
        ("together: false", "together: ▸no"),
        "true or false is needed here",
        "write false",
    ),
    "an objection of nobody": (
        ("{by: City, text", "{by: ▸Ctiy, text"),
        "there is no party 'Ctiy'",
        "did you mean 'City'?",
    ),
    "an objection from an unknown statement": (
        ("statement: no-gift, cites", "statement: ▸no-gifts, cites"),
        "'City' has no statement 'no-gifts'",
        "did you mean 'no-gift'?",
    ),
    "an objection by the wrong party": (
        ("{by: City, text", "{by: Port, text"),
        ("statement: no-gift, cites", "statement: ▸no-gift, cites"),
        "'Port' has no statement 'no-gift'",
        "known: permit, quiet",
    ),
    "an objection without a party": (
        ("- {by: Port}", "- ▸{text: no}"),
        "'by' is missing",
        "say whose it is, for example  by: US",
    ),
    "an objection with an unknown source": (
        ("no-gift, cites: report#P1", "no-gift, cites: ▸report#P9"),
        "source 'report' has no paragraph 'P9'",
        "known: P1, P2",
    ),
    "a stage with an unknown source": (
        ("snapback: drought, cites: report#P2", "snapback: drought, cites: ▸report#P9"),
        "source 'report' has no paragraph 'P9'",
        "known: P1, P2",
    ),
    # conditions
    "a condition of both kinds": (
        ("  calm: {formula", "  ▸calm: {edits: [{set: {dry_year: true}}], formula"),
        "exactly one of formula and edits is needed",
        "leave the rest out",
    ),
    "a condition of neither": (
        ("  calm: {formula: not sue or dry_year, ", "  ▸calm: {"),
        "exactly one of formula and edits is needed",
        "add one of them",
    ),
    "a condition that changes nothing": (
        ("edits: [{set: {dry_year: false}}]", "▸edits: []"),
        "this condition changes nothing",
        "add an edit, or say it as a formula",
    ),
    "a condition with an edit of nothing": (
        ("edits: [{set: {dry_year: false}}]", "▸edits: [{set: {}}]"),
        "this condition changes nothing",
        "add an edit, or say it as a formula",
    ),
    "a contribution with an edit of nothing": (
        ("      room: {", "      ▸room: {"),
        ("edits: [{close: [City, Port]}, {open: [City, Port]}]", "edits: [{set: {}}]"),
        "this contribution (B1) changes nothing",
        "add  edits: [...]  or  changes: [...]",
    ),
    "a condition with an unknown word": (
        ("not sue or dry_year", "not sue or ▸dry_yaer"),
        "'dry_yaer' is no option, term or flag of this case",
        "did you mean 'dry_year'?",
    ),
    "a condition that cannot be": (
        ("edits: [{set: {dry_year: false}}]", "edits: [{drop_rule: ▸one-curse}]"),
        "there is no rule 'one-curse'",
        "did you mean 'one-course'?",
    ),
    "a key that is none": (
        ("  calm: {formula", "  calm: {▸fromula"),
        "there is no key 'fromula' here",
        "did you mean 'formula'?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", ONE_FAULT)
def test_one_fault_is_one_problem(fault: str) -> None:
    *swaps, message, suggestion = ONE_FAULT[fault]
    refused(changed(*swaps), (message, suggestion))  # type: ignore[arg-type]


def test_many_faults_are_told_at_once() -> None:
    refused(
        changed(
            ("principals: [City, Port]", "principals: [▸Citty, Port]"),
            ("{City: basin, Port: quiet}", "{City: basin, Port: ▸quite}"),
            ("{accepts: 2}", "{accepts: ▸7}"),
            ("leverage: {City: 0", "leverage: {▸Cty: 0"),
            ("vetoes: [rain]", "vetoes: [▸snow]"),
            ("outcome: peace}", "outcome: ▸piece}"),
            ("take: [clean], drop", "take: [▸claen], drop"),
            ("entry: not permit", "entry: not ▸premit"),
            ("statement: no-gift, cites", "statement: ▸gift, cites"),
            ("formula: not sue or", "formula: not ▸sew or"),
        ),
        ("there is no party 'Citty'", "did you mean 'City'?"),
        ("'Port' has no statement 'quite'", "did you mean 'quiet'?"),
        (OWN, "0 is not at all, 3 is fully"),
        ("there is no party 'Cty'", "did you mean 'City'?"),
        ("'Chamber' has no contribution 'snow'", "known: room, rain, word, tell"),
        ("there is no outcome 'piece'", "did you mean 'peace'?"),
        ("there is no option 'claen'", "did you mean 'clean'?"),
        ("'premit' is no option, term or flag of this case", "did you mean 'permit'?"),
        ("'City' has no statement 'gift'", "did you mean 'no-gift'?"),
        ("'sew' is no option, term or flag of this case", "did you mean 'sue'?"),
    )


def test_a_principal_without_a_statement_is_told_where_the_others_are() -> None:
    three = HARBOUR.replace("  Port: {name", "  Town: {name: the town}\n  Port: {name").replace(
        "      Port:\n", "      Town: []\n      Port:\n"
    )
    text = three + (
        "principals: [City, Port]\ncommon_denominator: {statements: {City: basin, Port: quiet, ▸Town: x}}\n"
    )
    refused(text, ("'Town' is no principal", "known: City, Port"))


# --- Profiles ------------------------------------------------------------------------------------

LATER = """\
  third:
    from: base
    changes:
      - insert: {party: City, statement: {id: new, want: sue}, to: 1}
      - add_option: {id: fence, by: Port, name: build a fence, status_quo: false}
      - drop: {party: Port, statement: quiet}
"""


def in_three(*swaps: tuple[str, str]) -> str:
    return changed(("changes:\n  drought", LATER + "changes:\n  drought"), *swaps)


def test_what_one_profile_has_is_known() -> None:
    case = hb.read_text(
        in_three(
            ("statement: no-gift, cites", "statement: new, cites"),
            ("take: [permit]", "take: [permit, fence]"),
            ("entry: not permit", "entry: not fence"),
            ("not sue or dry_year", "fence or dry_year"),
            ("{City: basin, Port", "{City: new, Port"),
            ("delivered_by: [clean, pump]", "delivered_by: [fence]"),
        )
    )
    assert case.roadmap("plan.1").stages[1].take == ("permit", "fence")


def test_a_contribution_may_be_impossible_in_some_profiles() -> None:
    drop = "{kind: B6, edits: [{drop: {party: Port, statement: quiet}}]}"
    case = hb.read_text(in_three(("{kind: B5, outcome: peace}", drop)))
    (change,) = (one for one in case.brought() if one.id == "Chamber.word")
    assert apply(in_profile(case, "later"), change).applied == (change,)
    with pytest.raises(hb.CaseError, match="'Port' has no statement 'quiet'"):
        apply(in_profile(case, "third"), change)


def test_a_contribution_that_is_possible_nowhere_is_told_once() -> None:
    refused(
        in_three(
            (
                "{kind: B5, outcome: peace}",
                "{kind: B6, edits: [{drop: {party: Port, statement: ▸noise}}]}",
            )
        ),
        ("'Port' has no statement 'noise'", "known: permit, quiet"),
    )


def test_a_change_that_is_possible_nowhere_is_told_where_it_stands() -> None:
    refused(
        changed(("      - set: {dry_year: true}", "      - set: {▸wet_year: true}")),
        ("there is no flag 'wet_year'", "did you mean 'dry_year'?"),
    )


def test_a_contribution_may_leave_no_status_quo() -> None:
    """Such a set of contributions is void, which is for the analysis to say."""
    rule = "{kind: B3, edits: [{add_rule: {id: quiet, holds: not sue}}]}"
    case = hb.read_text(changed(("{kind: B5, outcome: peace}", rule)))
    (change,) = (one for one in case.brought() if one.id == "Chamber.word")
    with pytest.raises(hb.CaseError, match="breaks rule 'quiet'"):
        apply(case, change)


def test_a_denominator_of_a_party_with_a_ranking() -> None:
    ranked = '      Port: {ranking: ["{}", "{permit}", "{sue}", "{clean}", "{permit, clean}", "{sue, clean}"]}\n'
    text = HARBOUR[: HARBOUR.index("      Port:\n")] + ranked
    text += (
        "principals: [City, Port]\ncommon_denominator: {statements: {City: basin, Port: ▸quiet}}\n"
    )
    refused(text, ("'Port' has no statements: it gives a direct ranking", "leave it out"))


def seen(case: hb.Case, broker: str) -> dict[str, tuple[int | None, ...]]:
    return {
        row.party: tuple(
            None if rating is None else rating.value
            for rating in (row.accepts_any, row.accepts, row.stake)
        )
        for row in case.perceived(case.broker(broker))
    }


def test_a_party_keeps_its_row_of_the_profile_below() -> None:
    case = hb.read_text(MEDIATED)
    base = {"City": (2, 1, 3), "Port": (None, 3, None)}
    assert seen(case, "Chamber") == base
    assert seen(in_profile(case, "later"), "Chamber") == {**base, "City": (None, 2, None)}
    assert seen(case, "Port") == {}
    assert seen(in_profile(hb.read_text(in_three()), "third"), "Chamber") == base


def test_an_option_that_a_stage_names_may_be_dropped() -> None:
    case = hb.read_text(MEDIATED)
    dropped = apply(case, Change("no-suit", (Edit(DropOption("sue", False)),)))
    assert dropped.roadmap("plan.1").stages[0].drop == ("sue",)
    calm = dropped.conditions[1].formula
    assert calm is not None
    assert dropped.satisfies(calm, frozenset())
