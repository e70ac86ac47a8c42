"""A case written and read again is the same case; a change put into a text touches nothing else."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from importlib import resources

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import honestbroker as hb
from domain import content, plain
from honestbroker.case.parts import (
    AddGroup,
    AddOption,
    AddRule,
    Change,
    Coupling,
    Define,
    Drop,
    DropOption,
    DropRule,
    Edit,
    Group,
    Insert,
    Move,
    Option,
    Replace,
    Rule,
    SetFlag,
    SetGroup,
    SetWay,
    Spot,
    Statement,
)
from honestbroker.case.sources import Citation, Evidence, Judgement, Text
from honestbroker.casefile.layout import WIDTH, on_one_line, spread
from honestbroker.casefile.tree import read_tree
from honestbroker.casefile.writer import dump, with_change
from honestbroker.formula import parse
from test_casefile import HARBOUR
from test_casefile_brokering import MEDIATED


def shipped_text(id: str) -> str:
    """The file of a shipped case."""
    entry = resources.files("honestbroker") / "cases" / id / "case.yaml"
    return entry.read_bytes().decode()


EVERYTHING = """\
format: honestbroker/1
case: every-key
version: "0.10"
title: {en: Every key, vi: Mọi khóa, de: "Alles: ja"}
question: "What is left out? #nothing"
cut_off: 2017-11-30
default_profile: later
translations: {vi: {reviewed: true}, de: {reviewed: false, note: rough}}
says_nothing_about: [one thing, {en: another, vi: điều khác}]
sources:
  "2017a": {citation: "A: B, C", language: en, url: "https://example.org/a?b=c#d", doi: 10.1/x,
    paragraphs: {P1: "01234567", P2: "1e345678"}, translation_note: {P1: odd, P2: {en: odder}}}
  plain: {citation: plain}
parties: {A: {name: Alpha}, B: {name: {en: Beta}}, C: {name: "no"}}
options:
  a1: {by: A, name: do it, undo: undo it, way: forward}
  a2: {by: A, name: "do: that"}
  b1: {by: B, name: act, way: backward, cites: [2017a#P1, plain, plain#p. 12]}
  b2: {by: B, name: act twice, way: fixed, judged: {by: me}}
terms:
  t1: a1 and b1
  t2: {formula: t1 or not a2, name: a term, cites: plain}
flags:
  f1: {default: true, name: on, judged: {by: me, date: 2020-02-29, sure: high, why: {en: a, vi: b}}}
  f2: {default: false}
rules:
  - {id: r.1, holds: not (a1 and a2), name: not both}
  - {id: r-2, holds: f1 or a1, cites: plain}
status_quo: []
reference: [a1]
groups:
  - {members: [A, B], open: true, cites: plain}
  - {members: [C, A, B], open: false}
outcomes:
  o.1: {formula: t1 unless a2, name: an outcome, judged: {by: me}}
  o.2: {formula: a2, bad: true, name: a bad one}
profiles:
  base:
    name: the base
    author: me
    lists:
      A:
        - {id: one, want: a1 if b1, firm: true, name: wish}
        - any_order: [{id: two, want: a2, audience: true}, {id: three, want: not b2}]
        - any_order: [{id: four, want: f2}]
        - {id: five, want: a1 only if (b1 or b2), cites: [plain, 2017a#P2]}
      B:
        ranking: [1, [0, 2], "{a1, b1}", "{b1}", 6, ["{b2}", 9, 10, 13, 12, 14]]
        numbering: decimal
        judged: {by: me, why: because}
      C: []
    views:
      C:
        A: [{drop: {party: A, statement: one}}]
        B: {ranking: [1, [0, 2], 5, 4, 6, [8, 9, 10, 13, 12, 14]], numbering: decimal, cites: plain}
      B:
        A:
          - {insert: {party: A, statement: {id: six, want: b1, name: more}, before: two}}
          - {move: {party: A, statement: five, to: 1}, judged: {by: me, sure: low}}
          - replace: {party: A, statement: one, with: {id: uno, want: a1}}
            cites: [2017a#P1]
  later:
    from: base
    date: 2018-01-01
    post_hoc: true
    trigger: {en: a summit, vi: một cuộc họp}
    changes:
      - set: {f1: true, f2: true}
        cites: plain
      - open: [A, C, B]
      - reveal: {to: C, about: A}
    views:
      C: {B: []}
changes:
  all:
    name: everything at once
    edits:
      - set: {f2: true}
      - add_option: {id: c1, by: C, name: join, status_quo: true, cites: plain}
      - drop_option: {option: b2, as: false}
      - way: {a1: both}
      - insert: {party: A, statement: {id: six, want: c1, firm: true}, before: one}
      - drop: {party: A, statement: four}
      - move: {party: A, statement: five, to: 1}
        judged: {by: me, sure: low}
      - replace: {party: A, statement: one, with: {id: uno, want: a1}}
      - define: {t1: a1 or b1}
      - close: [A, B]
      - add_group: {members: [B, C], open: true}
      - add_rule: {id: r3, holds: not (c1 and b1), name: no}
      - drop_rule: r-2
      - couple: {when: [a1, up], then: [[b1, down], [a2, up]]}
      - reveal: {to: B, about: A}
    cites: plain
  nothing: {edits: []}
checks:
  - {party: A, prefers: "{a1}", to: "{}"}
  - {party: B, prefers: "{a1}", to: "{}", profile: base}
"""

LISTED = """\
format: honestbroker/1
case: listed
title: Listed moves
parties: {A: {name: Alpha}, B: {name: Beta}}
options: {a: {by: A, name: act}, b: {by: B, name: act}}
states:
  none: {members: ["{}"], name: nothing}
  some: {members: ["{a}", "{b}"]}
  all: {where: a and b}
moves: [[A, none, some], [B, some, all], [B, all, none]]
profiles:
  base: {lists: {A: {ranking: [all, none, "{a}"]}, B: {ranking: [none, [some, all]]}}}
"""

TEXTS = {
    **{id: shipped_text(id) for id in hb.shipped()},
    "harbour": HARBOUR,
    "every-key": EVERYTHING,
    "listed": LISTED,
    "mediated": MEDIATED,
}


@pytest.fixture(params=TEXTS)
def text(request: pytest.FixtureRequest) -> str:
    return TEXTS[request.param]


# --- dump ----------------------------------------------------------------------------------------


def test_a_case_written_and_read_again_is_the_same(text: str) -> None:
    case = hb.read_text(text)
    again = hb.read_text(dump(case))
    assert content(again) == content(case)
    assert again.profile == case.profile


def test_what_is_written_is_the_same_from_every_profile(text: str) -> None:
    case = hb.read_text(text)
    for profile in case.profiles:
        assert dump(hb.in_profile(case, profile.id)) == dump(case)


def test_writing_is_stable(text: str) -> None:
    written = dump(hb.read_text(text))
    assert dump(hb.read_text(written)) == written


def test_the_copy_has_the_same_answers(text: str) -> None:
    case = hb.read_text(text)
    if len(case.options) <= 8 and not any("couple" in c.id for c in case.changes):
        again = hb.read_text(dump(case))
        assert hb.stability(again).counts() == hb.stability(case).counts()


def test_the_layout(text: str) -> None:
    written = dump(hb.read_text(text))
    assert written.endswith("\n")
    assert not written.endswith("\n\n")
    for line in written.splitlines():
        assert line == line.rstrip()
        assert len(line) <= WIDTH or " " not in line.strip(' "-').split(": ", 1)[-1]


def test_remarks_stand_at_the_top() -> None:
    case = hb.read_text(HARBOUR)
    written = dump(case, ["Made by hand.", ""])
    assert written.startswith("# Made by hand.\n#\n\nformat: ")
    assert content(hb.read_text(written)) == content(case)


def test_a_ranking_shows_its_states() -> None:
    written = dump(hb.read("goldamorous"))
    assert (
        "        ranking:\n"
        "          - 0       # {}\n"
        "          - 3       # {reject, keep}\n"
        "          - [1, 2]  # {reject}, {keep}\n"
        "        numbering: decimal\n"
    ) in written


def test_changes_applied_are_no_part_of_the_file() -> None:
    case = hb.read("camp-david-1978")
    assert dump(hb.variant(case, changes=["us-at-the-table"])) == dump(case)


# --- layout --------------------------------------------------------------------------------------

values = st.recursive(
    st.text(max_size=120) | st.booleans() | st.integers(-(10**6), 10**6) | st.dates(),
    lambda below: st.one_of(
        st.lists(below, max_size=4),
        st.dictionaries(st.text(min_size=1, max_size=20), below, max_size=4),
    ),
    max_leaves=12,
)


def as_read(value: object) -> object:
    """What a reader makes of a value: dates are texts, texts are normalised."""
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", key): as_read(below) for key, below in value.items()}
    if isinstance(value, list):
        return [as_read(below) for below in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


@given(st.dictionaries(st.text(min_size=1, max_size=20), values, min_size=1, max_size=4))
def test_any_value_is_read_back(mapping: dict[str, object]) -> None:
    expected = as_read(mapping)
    if not isinstance(expected, dict) or len(expected) < len(mapping):
        return  # two keys that are one after normalisation
    for written in (on_one_line(mapping), "".join(spread({"top": mapping}, 0, 99)).lstrip("\n")):
        tree, problems = read_tree(written.encode("utf-8", "surrogatepass"), "x")
        if any(0xD800 <= ord(sign) <= 0xDFFF for sign in written):
            continue
        assert not problems, written
        assert tree is not None
        found = tree.plain()
        assert found in (expected, {"top": expected}), written


# --- with_change ---------------------------------------------------------------------------------


def a_change_for(text: str) -> Change:
    """A change that fits a case."""
    option = hb.read_text(text).options[0].id
    return Change("a-test", (Edit(SetWay(option, "fixed")),), Text.of("a test: really"))


def test_a_change_is_added_and_nothing_else_is_touched(text: str) -> None:
    change = a_change_for(text)
    after = with_change(text, change)
    case, changed = hb.read_text(text), hb.read_text(after)
    assert [c.id for c in changed.changes] == [*[c.id for c in case.changes], change.id]
    assert content(changed)["changes"][:-1] == content(case)["changes"]
    assert {**content(changed), "changes": 0} == {**content(case), "changes": 0}
    assert without(after, text) is not None


def without(after: str, before: str) -> str | None:
    """What must be cut out of a text, in one piece, to have another; None if there is no such."""
    start = 0
    while start < len(before) and after[start] == before[start]:
        start += 1
    for begin in range(start, -1, -1):
        length = len(after) - len(before)
        if after[:begin] + after[begin + length :] == before:
            return after[begin : begin + length]
    return None


def test_a_change_is_replaced_and_nothing_else_is_touched(text: str) -> None:
    change = a_change_for(text)
    once = with_change(text, change)
    other = Change(change.id, (*change.edits, *change.edits), Text.of("twice"))
    twice = with_change(once, other)
    assert hb.read_text(twice).changes[-1].name == Text.of("twice")
    assert len(hb.read_text(twice).changes) == len(hb.read_text(once).changes)
    assert with_change(twice, change) == once


@pytest.mark.parametrize("id", ["rus-guarantees", "snapback", "russian-project"])
def test_a_change_in_the_middle_is_replaced(id: str) -> None:
    text = shipped_text("korea-2017")
    case = hb.read_text(text)
    before = next(c for c in case.changes if c.id == id)
    after = with_change(text, Change(id, before.edits[:1], Text.of("shorter")))
    changed = hb.read_text(after)
    assert [c.id for c in changed.changes] == [c.id for c in case.changes]
    start = text.index(f"\n  {id}:")
    assert after.startswith(text[:start])
    following = [c.id for c in case.changes][[c.id for c in case.changes].index(id) + 1 :]
    end = f"\n  {following[0]}:" if following else "\n\n\n# ------"
    rest = text[text.index(end, start + 1) :]
    assert after.endswith(rest)


FITS_HARBOUR = [
    SetFlag("dry_year", True),
    AddOption(Option("dredge", "Port", Text.of("dredge"), None, "forward"), True),
    DropOption("clean", False),
    SetWay("clean", "fixed"),
    Insert("City", Statement("new", parse("clean if dry_year"), firm=True), Spot(to=1)),
    Insert("City", Statement("new", parse("clean")), Spot(after="basin")),
    Drop("City", "basin"),
    Move("City", "basin", Spot(before="no-gift")),
    Replace("City", "basin", Statement("new", parse("not clean"), Text.of("none"))),
    Define("settled", parse("permit or (clean and sue)")),
    SetGroup(("City", "Port"), False),
    AddRule(Rule("other", parse("not permit unless clean"))),
    DropRule("one-course"),
    Coupling("permit", True, (("clean", True), ("sue", False))),
]


@pytest.mark.parametrize("kind", FITS_HARBOUR)
def test_every_kind_of_edit(kind: object) -> None:
    judgement = Judgement("me", datetime.date(2020, 2, 29), "low", Text.of("a guess: no more"))
    evidence = Evidence((Citation("report", "P1"), Citation("report")), judgement)
    change = Change("new", (Edit(kind, evidence),), None, evidence)  # type: ignore[arg-type]
    after = hb.read_text(with_change(HARBOUR, change))
    assert plain(after.changes[-1]) == plain(change)
    hb.apply(after, after.changes[-1])


def test_a_group_may_be_added() -> None:
    change = Change("us", (Edit(AddGroup(Group(("Egypt", "US"), True))),))
    after = hb.read_text(with_change(shipped_text("camp-david-1978"), change))
    assert hb.variant(after, changes=["us"]).groups[-1].members == ("Egypt", "US")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ("changes: {}", "changes: {new: {edits: [{set: {dry_year: true}}]}}"),
        (
            "changes: {x: {edits: []}} # a remark",
            "changes: {x: {edits: []}, new: {edits: [{set: {dry_year: true}}]}} # a remark",
        ),
        (
            "changes: {\n  x: {edits: []},  # a remark\n}",
            "changes: {\n  x: {edits: []}, new: {edits: [{set: {dry_year: true}}]},  # a remark\n}",
        ),
        (
            "changes:\n    # first\n    x: {edits: []}   # second\n    # third\n",
            "changes:\n    # first\n    x: {edits: []}   # second\n"
            "    new:\n      edits:\n        - {set: {dry_year: true}}\n    # third\n",
        ),
        (
            "changes:\n  x:\n    edits: []\n    name: |\n      words\n\n# the end\n",
            "changes:\n  x:\n    edits: []\n    name: |\n      words\n\n"
            "  new:\n    edits:\n      - {set: {dry_year: true}}\n# the end\n",
        ),
        (
            "changes:\n  new: {edits: []}   # a remark\n  x: {edits: []}",
            "changes:\n  new:\n    edits:\n      - {set: {dry_year: true}}   # a remark\n"
            "  x: {edits: []}",
        ),
        (
            'changes: {"new": {edits: [], name: old}, x: {edits: []}}',
            "changes: {new: {edits: [{set: {dry_year: true}}]}, x: {edits: []}}",
        ),
    ],
)
def test_where_a_change_goes(changes: str, expected: str) -> None:
    new = Change("new", (Edit(SetFlag("dry_year", True)),))
    head = HARBOUR[: HARBOUR.index("changes:\n  drought")]
    if expected == changes:
        return
    comma = "a remark\n}" in changes
    found = with_change(head + changes, new)
    if comma:  # either place is right
        assert re.sub(r"\s", "", found.split("changes:")[-1]).count("new:") == 1
        assert "# a remark" in found
    else:
        assert found == head + expected
    assert hb.read_text(found).changes[-1].id in ("new", "x")


NEW = Change("new", (Edit(SetFlag("dry_year", True)),))
ADDED = "\nchanges:\n  new:\n    edits:\n      - {set: {dry_year: true}}\n"
BARE = HARBOUR[: HARBOUR.index("changes:\n  drought")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (BARE, BARE + ADDED),
        (BARE.rstrip("\n"), BARE + ADDED),
        (BARE + "# the end\n", BARE + "# the end\n" + ADDED),
        (BARE + "...\n", BARE + ADDED + "...\n"),
        ("\ufeff" + BARE, "\ufeff" + BARE + ADDED),
        ("---\n" + BARE, "---\n" + BARE + ADDED),
        (BARE.replace("\n", "\r\n"), (BARE + ADDED).replace("\n", "\r\n")),
        (BARE.replace("\n", "\r"), (BARE + ADDED).replace("\n", "\r")),
        (
            "".join(f"  {line}\n" for line in BARE.splitlines()),
            "".join(f"  {line}".rstrip(" ") + "\n" for line in (BARE + ADDED).splitlines()),
        ),
    ],
)
def test_a_file_without_changes(before: str, after: str) -> None:
    assert with_change(before, NEW) == after


def test_a_file_that_is_json() -> None:
    text = json.dumps(yaml.load(BARE, Loader=yaml.BaseLoader)).replace('"true"', "true")
    text = text.replace('"false"', "false").replace('"1"', "1")
    after = with_change(text, NEW)
    assert after == text[:-1] + ", changes: {new: {edits: [{set: {dry_year: true}}]}}}"


def test_a_change_that_does_not_fit_is_refused() -> None:
    wrong = Change("new", (Edit(SetFlag("wet_year", True)),))
    with pytest.raises(hb.CaseError, match="there is no flag 'wet_year'"):
        with_change(HARBOUR, wrong)
    with pytest.raises(hb.CaseError, match="cannot be an id"):
        with_change(HARBOUR, Change("a b", NEW.edits))
    with pytest.raises(hb.CaseError, match="the file is empty"):
        with_change("", NEW)
