"""The slower sections of a report: asked for or read back, in every format, traced like the rest."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import honestbroker as hb
from honestbroker.cli import main
from honestbroker.cli_report import SECTIONS
from honestbroker.explain.methods import WORKS
from honestbroker.explain.noting import Noting
from honestbroker.render.document import Report, report
from honestbroker.render.sections import KINDS, Asking, kind_of, named_kinds
from honestbroker.result.schemas import SCHEMAS
from honestbroker.result.stored import Unreadable, restored
from honestbroker.result.whatif import Target, WhatIf
from test_casefile import changed
from test_report import Page, hostile
from test_views import BASE, VIEW

DAY = datetime.date(2026, 11, 23)

TWO = changed(
    (BASE, BASE + VIEW + "          - {drop: {party: City, statement: basin}}\n"),
    ("  base:\n    lists:", "  base:\n    date: 2020-01-01\n    lists:"),
    (
        "    from: base\n",
        "    from: base\n    date: 2021-01-01\n    trigger: {en: a vote, vi: một cuộc bầu}\n",
    ),
)
"""A small case with two dates and a view, so that every section has something to tell."""


def small() -> hb.Case:
    return hb.read_text(TWO)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def made(case: hb.Case, language: str = "en", names: tuple[str, ...] = SECTIONS) -> Report:
    return report(case, language=language, date=DAY, sections=names)


def test_there_is_one_place_for_sections() -> None:
    assert tuple(kind.name for kind in KINDS) == SECTIONS
    for kind in KINDS:
        assert kind.name in SCHEMAS
        assert set(kind.works) <= set(WORKS)
    with pytest.raises(hb.CaseError, match="no section 'sensitivty'"):
        named_kinds(["sensitivty"])
    with pytest.raises(ValueError, match="no section of a report"):
        kind_of(hb.stability(small()))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_section_is_a_chapter_in_every_format(language: str) -> None:
    told = made(small(), language)
    plain = report(small(), language=language, date=DAY)
    chapters = [chapter.id for chapter in told.story.chapters]
    assert [id for id in chapters if id in SECTIONS] == list(SECTIONS)
    assert chapters.index(SECTIONS[-1]) < chapters.index("matter")
    assert not set(SECTIONS) & {chapter.id for chapter in plain.story.chapters}
    html, markdown = told.html(), told.markdown()
    page = Page(html)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for id in ("figure-sure", "figure-timeline", *SECTIONS):
        assert id in ids
    assert not re.search(r"\bNone\b(?! of)", markdown)
    for kind in KINDS:
        heading = Noting(small(), language).say(kind.heading)
        assert f"## {heading}" in markdown
    pdf = told.pdf()
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > len(plain.pdf())


def test_what_a_section_says_leads_to_entries() -> None:
    told = made(hb.read("korea-2017"), names=("sensitivity", "timeline", "compare"))
    html = told.html()
    for id in ("sensitivity", "timeline", "compare"):
        chapter = html.split(f'<section id="{id}"')[1].split("</section>")[0]
        links = re.findall(r'class="ref" href="#(entry-\d+)"', chapter)
        assert links, id
        assert all(f'id="{anchor}"' in html for anchor in links)
        assert "lz2017#P" not in chapter  # the entry has the source


def test_the_line_that_makes_the_difference_is_the_one_referred_to() -> None:
    """Korea's turn of 2018 rests on one line of the US list: the reference leads to that line."""
    told = made(hb.read("korea-2017"), names=("timeline",))
    ref = told.story.refs["statement US: no-naked-suspension"]
    chapter = next(one for one in told.story.chapters if one.id == "timeline")
    text = str(chapter.blocks)
    assert "\\ue000statement US: no-naked-suspension\\ue001" in text
    assert ref.title.startswith("The United States, priority 6 of 14")


@pytest.mark.parametrize("kind", ["whatif", "sensitivity", "compare", "timeline", "views"])
def test_results_are_the_same_when_read_back(kind: str) -> None:
    case = small()
    chosen = named_kinds([kind])[0]
    results = list(chosen.ask(Asking(case, draws=5)))
    assert results
    for result in results:
        document = json.loads(json.dumps(result.to_dict()))
        jsonschema.Draft202012Validator(SCHEMAS[kind]).validate(document)
        assert chosen.read(document) == result
        for key in (
            "case",
            next(iter(set(document) - {"scope", *result.question.head("", result.scope)})),
        ):  # type: ignore[attr-defined]
            less = {name: value for name, value in document.items() if name != key}
            with pytest.raises(Unreadable):
                chosen.read(less)
        with pytest.raises(Unreadable):
            chosen.read({**document, "case": 3})


def test_answers_are_the_same_when_read_back() -> None:
    """Answers of two edits, crossings and traps among them, in whatever order keys stand."""
    case = hb.read("korea-2017")
    found = hb.whatif(case, Target("stage_1", via_closed=True), size=1)
    assert any(answer.crosses for answer in found.answers)
    assert any(answer.traps for answer in found.answers)
    document = json.loads(json.dumps(found.to_dict(), sort_keys=True))
    assert restored(WhatIf, document) == found


def test_json_has_every_result() -> None:
    told = json.loads(made(small()).written("json"))
    jsonschema.Draft202012Validator(SCHEMAS["report"]).validate(told)
    assert {one["kind"] for one in told["more"]} == set(SECTIONS)
    for one in told["more"]:
        jsonschema.Draft202012Validator(SCHEMAS[one["kind"]]).validate(one)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_hostile_case_stays_harmless(language: str) -> None:
    names = ("whatif", "sensitivity", "views")
    told = made(hostile(), language, names)
    page = Page(told.html())
    assert len(page.all("script")) == 1
    assert not page.all("img")
    for tag, attributes in page.tags:
        assert not [key for key in attributes if key.startswith("on")], tag
    assert not re.search(r"(?<!\\)<(?!a id=|/a>)", told.markdown())
    assert told.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("name", ["sure", "timeline"])
def test_pictures_have_words_and_say_nothing_else(name: str, language: str) -> None:
    for case in (small(), hb.read("korea-2017")):
        drawn = made(case, language, ("sensitivity", "timeline")).figures[name]
        page = Page(drawn.svg)
        allowed = {"svg", "title", "desc", "rect", "circle", "polygon", "path", "text"}
        assert {tag for tag, _ in page.tags} <= allowed
        assert drawn.title
        assert drawn.text
        width, height = (float(n) for n in page.all("svg")[0]["viewbox"].split()[2:])  # type: ignore[union-attr]
        for box in page.all("rect"):
            assert float(box["x"] or 0) + float(box["width"] or 0) <= width
            assert float(box["y"] or 0) + float(box["height"] or 0) <= height
        for text in page.all("text"):
            assert 0 <= float(text["x"] or 0) <= width
            assert 0 <= float(text["y"] or 0) <= height


def test_bars_are_as_long_as_claims_are_many() -> None:
    case = hb.read("korea-2017")
    found = hb.sensitivity(case)
    drawn = report(case, sections=[found]).figures["sure"]
    bars = [box for box in Page(drawn.svg).all("rect") if box["x"] == "430"]
    counts = [len(one.claims) for one in found.judgements[:20]]
    lengths = [float(bar["width"] or 0) for bar in bars]
    assert len(lengths) == len(counts)
    unit = lengths[0] / counts[0]
    assert all(
        abs(length - unit * count) < 0.2 for length, count in zip(lengths, counts, strict=True)
    )


# --- on the command line -------------------------------------------------------------------------


def test_with_and_from_give_the_same_report(tmp_path: Path) -> None:
    case = tmp_path / "harbour.yaml"
    case.write_text(TWO, encoding="utf-8")
    asked = ["report", str(case), "--date", "2026-11-23", "--workers", "1", "--quiet"]
    whole = tmp_path / "whole.json"
    assert (
        run(*asked, "--with", "timeline,sensitivity", "--with", "views", "-o", str(whole)).exit_code
        == 0
    )
    for verb in ("sensitivity", "timeline", "views"):
        done = run(verb, str(case), "--json")
        (tmp_path / f"{verb}.json").write_text(done.stdout, encoding="utf-8")
    stored: list[str] = []
    for verb in ("views", "sensitivity", "timeline"):
        stored += ["--from", str(tmp_path / f"{verb}.json")]
    html = {}
    for name, how in (
        ("with", ["--with", "sensitivity,timeline,views"]),
        ("from", stored),
        ("report", ["--from", str(whole)]),
    ):
        target = tmp_path / f"{name}.html"
        done = run(*asked, *how, "-o", str(target))
        assert done.exit_code == 0, done.output
        html[name] = target.read_text(encoding="utf-8")
    assert html["with"] == html["from"] == html["report"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"case": "suez"}, "the results are of case 'suez'"),
        ({"profile": "later"}, "the results are of profile 'later'"),
        ({"changes": ["drought"]}, "the results are of changes 'drought'"),
        ({"kind": "stability"}, "there is no section 'stability'"),
        ({"format": "other/1"}, "no result of this program"),
        ({"claims": 3}, "no result that can be read: Sensitivity.claims"),
    ],
)
def test_results_of_something_else_are_refused(
    tmp_path: Path, change: dict[str, Any], told: str
) -> None:
    case = tmp_path / "harbour.yaml"
    case.write_text(TWO, encoding="utf-8")
    stored = tmp_path / "sensitivity.json"
    document = {**hb.sensitivity(hb.read(case)).to_dict(), **change}
    stored.write_text(json.dumps(document), encoding="utf-8")
    done = run("report", str(case), "--from", str(stored), "-o", str(tmp_path / "x.html"))
    assert done.exit_code == 1
    assert told in done.output
    assert not (tmp_path / "x.html").exists()


def test_problems_come_before_work(tmp_path: Path) -> None:
    out = str(tmp_path / "x.html")
    for arguments, told in (
        (["--with", "sensitivty"], "did you mean 'sensitivity'?"),
        (["--with", "compare"], "one profile"),
        (["--with", "timeline"], "no profile of this case has a date"),
        (["--from", str(tmp_path / "none.json")], "cannot be read"),
    ):
        done = run("report", "chicken", *arguments, "-o", out, "--workers", "1")
        assert done.exit_code == 1, done.output
        assert told in done.output
    assert run("report", "chicken", "--store", "x", "-o", out).exit_code == 2


def test_make_and_against_choose_what_is_asked() -> None:
    case = small()
    asking = Asking(case, make=("permit",), against=(("other", hb.in_profile(case, "later")),))
    (found,) = named_kinds(["whatif"])[0].ask(asking)
    assert isinstance(found, WhatIf)
    assert found.target.text == "permit"
    (compared,) = named_kinds(["compare"])[0].ask(asking)
    assert [one["label"] for one in compared.to_dict()["versions"]] == ["base", "other"]
