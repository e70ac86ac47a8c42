"""Chapters on plans and mediators: the question answered first, every claim traced, both languages."""

from __future__ import annotations

import datetime
import json
import re
from functools import cache

import jsonschema
import pytest
from click.testing import CliRunner

import honestbroker as hb
from drawn import faults, flat, lines
from honestbroker.case.problems import CaseError
from honestbroker.cli import main
from honestbroker.explain.mediation import asked_about
from honestbroker.explain.noting import Noting
from honestbroker.explain.page import Para, Picture, pieces, without_marks
from honestbroker.render.document import Report, report
from honestbroker.render.sections import Asking, named_kinds, wanted_names
from honestbroker.result.brokers import Brokers
from honestbroker.result.schemas import SCHEMAS
from telling import bullets, chapter, sentences
from test_language import english, proper, without, words_of
from test_report import HOSTILE, Page

DAY = datetime.date(2026, 11, 25)
NAMES = ("roadmaps", "stones", "brokers")
CASES = [("korea-2017", "2017H2"), ("korea-2017", "2018H1"), ("camp-david-1978", None)]


@cache
def made(name: str, profile: str | None, language: str = "en") -> Report:
    return report(hb.read(name), profile, language=language, date=DAY)


def said(told: Report, id: str) -> list[str]:
    """Every sentence of a chapter, with its references."""
    return list(sentences(chapter(told.story, id)))


def keys(told: Report, id: str) -> list[str]:
    found = [piece for sentence in said(told, id) for piece in pieces(sentence)]
    return [part for kind, part in found if kind == "ref"]


# --- the answer first ----------------------------------------------------------------------------


def test_the_box_answers_the_question_of_the_case_first() -> None:
    told = made("korea-2017", "2017H2")
    box = chapter(told.story, "answer")
    assert told.story.subtitle == "What role can Russia play?"
    assert box.blocks[0].text == "What role can Russia play?"  # type: ignore[union-attr]
    paragraphs = [block.text for block in box.blocks if isinstance(block, Para)]
    text = " ".join(map(without_marks, paragraphs))
    # what would have to be true, who must accept, what could go wrong
    for expected in (
        "whether North Korea accepts a mediator at all is contested",
        "whether the United States accepts Russia is contested",
        "With the channel, talks for a freeze with exercises going on would hold",
        "by an agreement of North Korea, the United States and South Korea",
        "North Korea could end up having given what cannot be taken back",
        "Whether it would keep to the inducement cannot be said",
    ):
        assert expected in text
    # and where each claim comes from
    assert {
        "rating RUS: DPRK accepts_any",
        "rating RUS: US accepts",
        "contribution RUS: channel",
        "contribution RUS: guarantee",
        "statement JPN: china-enforces",
    } <= set(keys(told, "answer"))
    assert text.index("contested") < text.index("Today's state holds")


def test_the_question_names_the_broker_or_else_it_is_the_first() -> None:
    case = hb.read("korea-2017")
    found = next(
        result for name, result in made("korea-2017", "2017H2").findings.more if name == "brokers"
    )
    assert isinstance(found, Brokers)
    russian = asked_about(Noting(case, "vi"), found)
    assert russian is not None
    assert russian.id == "RUS"
    swedish = hb.read_text(
        _text_of("korea-2017").replace("What role can Russia play?", "What of Sweden?")
    )
    asked = asked_about(Noting(swedish, "en"), found)
    assert asked is not None
    assert asked.id == "SWE"
    other = hb.read_text(_text_of("korea-2017").replace("What role can Russia play?", "What now?"))
    first = asked_about(Noting(other, "en"), found)
    assert first is not None
    assert first.id == found.brokers[0].id


def _text_of(name: str) -> str:
    from importlib.resources import files

    return (files("honestbroker.cases") / name / "case.yaml").read_text("utf-8")


# --- chapters ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize(("name", "profile"), CASES)
def test_chapters_come_unasked_and_every_reference_leads_somewhere(
    name: str, profile: str | None, language: str
) -> None:
    told = made(name, profile, language)
    html = told.html()
    order = [one.id for one in told.story.chapters if one.id in NAMES]
    assert order == list(NAMES)
    for id in NAMES:
        assert keys(told, id), id
        for key in keys(told, id):
            assert key in told.story.refs, key
            assert f'id="{told.story.refs[key].anchor}"' in html
        for block in chapter(told.story, id).blocks:
            if isinstance(block, Picture):
                assert block.name in told.figures, block.name
                assert f'id="figure-{block.name}"' in html
        assert not [one for one in said(told, id) if re.search(r"\bNone\b(?! of)", one)]
        assert not [one for one in said(told, id) if "lz2017#" in one]  # the entries have these
    assert told.pdf().startswith(b"%PDF")


def test_who_refuses_and_who_breaks_is_told_with_the_statement_that_decides() -> None:
    told = made("korea-2017", "2017H2")
    found = next(result for name, result in told.findings.more if name == "roadmaps")
    plan = found.roadmaps[0]  # type: ignore[attr-defined]
    there = set(keys(told, "roadmaps"))
    for road in plan.roads:
        for stage in road.stages:
            assert f"stage {plan.id}: {stage.id}" in there
            for number in range(1, len(stage.objections) + 1):
                assert f"objection {plan.id}: {stage.id} {number}" in there
            deciding = [a.entering for s in stage.starts for a in s.actors if a.wants != "now"]
            deciding += [b.because[0] for s in stage.starts for b in s.breaches]
            for one in deciding:
                assert f"statement {one.party}: {one.statement}" in there


def test_who_gets_what_is_told_with_the_statement_that_decides() -> None:
    told = made("korea-2017", "2017H2")
    there = set(keys(told, "brokers"))
    found = next(result for name, result in told.findings.more if name == "brokers")
    asked = found.brokers[0]  # type: ignore[attr-defined]
    today = hb.read("korea-2017").status_quo
    given = [
        one
        for effect in asked.effects
        for held in effect.held
        if frozenset(held.at.state) != today
        for one in held.given
        if one.better != "same" and effect.same_as is None
    ]
    assert given
    assert {f"statement {one.party}: {one.because.statement}" for one in given} <= there


@pytest.mark.parametrize(("name", "profile"), CASES)
def test_no_english_is_left_over_in_vietnamese_chapters(name: str, profile: str | None) -> None:
    told = made(name, profile, "vi")
    case = hb.in_profile(hb.read(name), profile)
    foreign, names = english(case), proper(case)
    names = sorted({*names, *(track for plan in case.roadmaps for track in _tracks(plan))},
                   key=len, reverse=True)  # fmt: skip
    told_of = [without_marks(one) for id in ("answer", *NAMES) for one in said(told, id)]
    for some in told.figures.values():
        table = some.data
        told_of += [some.title, *some.text, *(line.text for line in lines(some))]
        if table is not None:
            told_of += [*table.columns, *(cell for row in table.rows for cell in row)]
    for one in told_of:
        if not words_of(one) & foreign:
            continue
        left = words_of(without(one, names)) & foreign
        assert not left, f"{sorted(left)} in: {one}"


def _tracks(plan: object) -> set[str]:
    return {stage.track for stage in plan.stages if stage.track}  # type: ignore[attr-defined]


def test_the_brokers_chapter_gives_no_advice() -> None:
    for id in NAMES:
        text = flat(" ".join(said(made("korea-2017", "2017H2"), id)))
        assert not [word for word in ("should", "recommend", "likely", "%") if word in text]


# --- asked for and left out ----------------------------------------------------------------------


def test_sections_come_unasked_only_where_there_is_something_to_tell() -> None:
    korea, elmira = hb.read("korea-2017"), hb.read("elmira-1991")
    assert wanted_names(korea, [], []) == list(NAMES)
    assert wanted_names(elmira, [], []) == []
    assert wanted_names(korea, ["brokers"], ["-stones", "views"]) == ["views", "roadmaps"]
    with pytest.raises(CaseError, match="no section 'broker'"):
        wanted_names(korea, [], ["-broker"])
    bare = report(korea, date=DAY, sections=[f"-{name}" for name in NAMES])
    assert not {one.id for one in bare.story.chapters} & set(NAMES)
    assert "What role can" not in str(chapter(bare.story, "answer").blocks)
    asked = report(elmira, date=DAY, sections=NAMES)
    for id, words in zip(NAMES, ("no roadmap", "road", "no broker"), strict=True):
        assert words in flat(" ".join(said(asked, id)))


def test_the_command_line_leaves_sections_out(tmp_path: object) -> None:
    target = f"{tmp_path}/korea.md"
    done = CliRunner().invoke(
        main, ["report", "korea-2017", "-o", target, "--without", "brokers,stones"]
    )
    assert done.exit_code == 0, done.output
    with open(target, encoding="utf-8") as file:  # noqa: PTH123
        text = file.read()
    assert "## Does the plan on the table hold?" in text
    assert "## Who could mediate" not in text
    wrong = CliRunner().invoke(main, ["report", "korea-2017", "--without", "bokers"])
    assert wrong.exit_code == 1
    assert "brokers" in wrong.output


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("name", ["korea-2017", "camp-david-1978"])
def test_results_are_the_same_when_read_back(kind: str, name: str) -> None:
    chosen = named_kinds([kind])[0]
    draws = 3 if name == "camp-david-1978" else 0
    results = list(chosen.ask(Asking(hb.in_profile(hb.read(name), None), draws=draws)))
    assert results
    for result in results:
        document = json.loads(json.dumps(result.to_dict()))
        jsonschema.Draft202012Validator(SCHEMAS[kind]).validate(document)
        again = chosen.read(document)
        assert json.loads(json.dumps(again.to_dict())) == document
        assert type(again) is type(result)
        assert again.question == result.question
    stones = bullets(chapter(made("korea-2017", "2017H2").story, "stones"))
    assert stones


# --- a hostile case ------------------------------------------------------------------------------

ALSO = """
principals: [A, B]
brokers:
  C:
    perceived:
      base:
        A: {accepts_any: {value: 3, judged: {by: "<b>x</b>", why: "<img src=x>"}}, accepts: {value: 2}}
        B: {accepts_any: {value: 2}, accepts: {value: 1}}
    contributes:
      channel: {kind: B1, name: "<script>alert(8)</script> \\"a\\"", edits: [{open: [A, B]}]}
      text: {kind: B5, name: "]]> --> \ue000option a\ue001", outcome: all}
  D:
    name: "</svg><svg onload=alert(9)>"
    contributes:
      seat: {kind: B4, name: "%s", edits: [{add_option: {id: d, by: B, name: "<s>d</s>", status_quo: false}}]}
roadmaps:
  plan:
    name: "<a href=javascript:alert(10)>plan</a>"
    stages:
      - {id: one, name: "{{ 7*7 }} #set page() $x$", take: [b], objections: [{by: A, text: "<u>no</u>"}]}
      - {id: two, take: [c], entry: a and b}
      - {id: beside, take: [b], track: aside}
"""


@pytest.mark.parametrize("language", ["en", "vi"])
def test_hostile_plans_and_mediators_stay_harmless(language: str) -> None:
    text = HOSTILE.replace("s<1>", "s1").replace(
        "profiles:", ALSO % ("long " * 400) + "profiles:", 1
    )
    case = hb.in_profile(hb.read_text(text), None)
    told = report(case, language=language, date=DAY)
    assert [one.id for one in told.story.chapters if one.id in NAMES] == list(NAMES)
    html = told.html()
    page = Page(html)
    assert len(page.all("script")) == 1
    assert not page.all("img")
    assert not page.all("iframe")
    assert not [key for _, attributes in page.tags for key in attributes if key.startswith("on")]
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert "\ue000" not in html
    for some in told.figures.values():
        if some.kind in ("roadmap", "roadmaps", "stones", "brokers", "effects", "balance"):
            assert not faults(some), faults(some)[:3]
    assert told.pdf().startswith(b"%PDF")
    assert r"\<script\>" in told.markdown()
