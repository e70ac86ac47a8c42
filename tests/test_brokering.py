"""Brokers, roadmaps and conditions in a case: what they rest on, how they are told and written."""

from __future__ import annotations

from dataclasses import replace

import pytest

import honestbroker as hb
from honestbroker.case.brokering import Rating
from honestbroker.case.parts import Change, Edit, SetGroup
from honestbroker.case.sources import UNSOURCED, Citation
from honestbroker.casefile.writer import dump, with_change
from honestbroker.changes import in_profile
from honestbroker.explain.checking import checking
from honestbroker.explain.noting import Noting
from honestbroker.explain.provenance import facts_of
from honestbroker.explain.section import Items
from honestbroker.neighbourhood import Contents, said
from test_casefile import HARBOUR
from test_casefile_brokering import MEDIATED, changed

# --- What rests on what --------------------------------------------------------------------------


def test_judgements_are_facts() -> None:
    case = hb.read_text(MEDIATED)
    told = [
        (kind, id)
        for kind, id, _ in case.evidence()
        if kind not in ("option", "flag", "rule", "group", "statement")
    ]
    assert told == [
        ("rating", "Chamber: City accepts_any"),
        ("rating", "Chamber: City accepts"),
        ("rating", "Chamber: City stake"),
        ("rating", "Chamber: Port accepts"),
        ("rating", "Chamber: strength"),
        ("rating", "Chamber: City leverage"),
        ("rating", "Chamber: Port leverage"),
        ("rating", "Chamber: repeated"),
        ("patron", "Chamber: City"),
        ("contribution", "Chamber: room"),
        ("contribution", "Chamber: rain"),
        ("contribution", "Chamber: word"),
        ("contribution", "Chamber: tell"),
        ("rating", "Port: repeated"),
        ("contribution", "Port: gift"),
        ("stage", "plan.1: 1"),
        ("stage", "plan.1: second"),
        ("objection", "plan.1: second 1"),
        ("objection", "plan.1: second 2"),
        ("stage", "other: rest"),
        ("condition", "wet"),
        ("condition", "calm"),
    ]  # fmt: skip
    later = [id for _, id, _ in in_profile(case, "later").evidence()]
    assert "Chamber: City accepts_any" not in later
    assert "Chamber: Port accepts" in later


@pytest.mark.parametrize("profile", ["base", "later"])
def test_provenance_has_every_fact_once(profile: str) -> None:
    case = in_profile(hb.read_text(MEDIATED), profile)
    found = hb.provenance(case)
    facts = {entry.key: entry for entry in found.entries if entry.fact}
    assert len({entry.key for entry in found.entries}) == len(found.entries)
    assert {key: entry.sourced for key, entry in facts.items()} == {
        f"{kind} {id}": evidence.sourced for kind, id, evidence in case.evidence()
    }
    assert {entry.key for entry in found.entries if not entry.fact} == {
        "term settled", "outcome peace", "denominator City, Port", "broker Chamber", "roadmap plan.1",
    }  # fmt: skip


ITEMS = {
    "rating Chamber: City accepts_any": ("How far the city accepts a mediator at all", "2 of 3"),
    "rating Chamber: City accepts": ("How far the city accepts the chamber of commerce as mediator", "1 of 3"),
    "rating Chamber: City stake": ("How large a stake of its own the city sees in the chamber of commerce", "3 of 3: fully"),
    "rating Chamber: strength": ("How far the chamber of commerce is strong enough to be taken seriously", "2 of 3"),
    "rating Chamber: City leverage": ("How much leverage the chamber of commerce has on the city", "0 of 3: not at all"),
    "rating Chamber: repeated": ("Whether the chamber of commerce deals with the principals again and again", "true"),
    "patron Chamber: City": ("The chamber of commerce will not cross the city", ""),
    "contribution Chamber: room": ("The chamber of commerce: a room", "a channel"),
    "contribution Port: gift": ("The port company: an inducement", "an inducement"),
    "stage plan.1: 1": ("The plan: first", ""),
    "objection plan.1: second 1": ("The city objects to “second”: too soon", ""),
    "objection plan.1: second 2": ("The port company objects to “second”", ""),
    "condition wet": ("Rain falls", ""),
    "condition calm": ("“(not (the city: go to court)) or (dry_year)”", ""),
}  # fmt: skip


@pytest.mark.parametrize("key", ITEMS)
def test_items_in_words(key: str) -> None:
    case = hb.read_text(MEDIATED)
    entry = hb.provenance(case).entry(key)
    words = Noting(case, "en")
    told = dict(facts_of(words, entry))
    says, value = ITEMS[key]
    assert told["Words"] == says
    assert told.get("In this case", "") == value
    assert words.item(entry.kind, entry.id) == says
    assert words.item(entry.kind, entry.id) != Noting(case, "vi").item(entry.kind, entry.id) or key in (
        "contribution Chamber: room", "stage plan.1: 1", "condition wet", "condition calm",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "vi"])
def test_check_lists_what_is_unsourced_in_words(language: str) -> None:
    case = hb.read_text(MEDIATED)
    (section,) = checking(case, hb.checks(case), language)
    told = [item for block in section.blocks if isinstance(block, Items) for item in block.items]
    keys = [item.rpartition(" [")[2].rstrip("]") for item in told]
    assert len(set(told)) == len(told)
    unsourced = {
        id
        for profile in case.profiles
        for _, id, evidence in in_profile(case, profile.id).evidence()
        if not evidence.sourced
    }
    assert set(keys) == unsourced


# --- Writing -------------------------------------------------------------------------------------


def test_edits_of_the_library_are_written_by_name() -> None:
    text = dump(hb.read_text(MEDIATED))
    assert (
        "        kind: B3\n        changes: [drought]\n        edits:\n          - {add_option:"
        in text
    )


def test_what_a_row_rests_on_is_written_once() -> None:
    text = dump(hb.read_text(MEDIATED))
    assert "Port: {accepts: 3, judged: {by: me}}" in text
    assert "stake: 3, cites: report#P1}" in text


def test_a_row_with_an_unsourced_rating_speaks_for_none() -> None:
    case = hb.read_text(MEDIATED)
    chamber = case.broker("Chamber")
    city = replace(chamber.perceived[0], accepts=Rating(1))
    other = replace(
        case, brokers=(replace(chamber, perceived=(city,)), *case.brokers[1:]), origin=None
    )
    (again,) = hb.read_text(dump(other)).broker("Chamber").perceived
    assert again.accepts is not None
    assert again.accepts.evidence == UNSOURCED
    assert again.stake is not None
    assert again.stake.evidence.cites == (Citation("report", "P1"),)


def test_a_change_put_into_the_text_leaves_the_rest_alone() -> None:
    text = changed(
        ("brokers:\n", "# who could help\nbrokers:   # in no order\n"),
        ("roadmaps:\n", "\n# plans\nroadmaps:\n"),
    )
    closed = Change("closed", (Edit(SetGroup(("City", "Port"), False)),))
    after = with_change(text, closed)
    begins = after.index("  closed:")
    ends = after.index("checks:")
    assert after[:begins].rstrip() + "\n" == text[: text.index("checks:")]
    assert after[ends:] == text[text.index("checks:") :]
    assert [change.id for change in hb.read_text(after).changes] == ["drought", "closed"]


# --- What does not depend on it ------------------------------------------------------------------


def test_play_does_not_depend_on_it() -> None:
    with_it, without = hb.read_text(MEDIATED), hb.read_text(HARBOUR)
    contents = Contents()
    assert contents.key(with_it) == contents.key(without)
    assert said(with_it) == said(without)
    assert hb.stability(with_it).counts() == hb.stability(without).counts()
