"""Results in words outside the command line: in a notebook, as a page, as a file."""

from __future__ import annotations

import inspect
import pkgutil
import subprocess
import sys
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

import honestbroker as hb
import honestbroker.explain
from honestbroker.cli import main
from honestbroker.render.telling import FORMATS, TELLERS, tell

KOREA = hb.read("korea-2017")


class Text(HTMLParser):
    """The words of a fragment, and its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("kind", TELLERS)
def test_whoever_tells_is_there(kind: str) -> None:
    module, name = TELLERS[kind]
    teller = getattr(import_module(f"honestbroker.explain.{module}"), name)
    assert teller.__annotations__["found"] == kind


def test_every_result_that_somebody_tells_is_known_here() -> None:
    told = {}
    for found in pkgutil.iter_modules(honestbroker.explain.__path__):
        module = import_module(f"honestbroker.explain.{found.name}")
        for name, teller in inspect.getmembers(module, inspect.isfunction):
            kinds = getattr(teller, "__annotations__", {})
            if list(kinds)[:3] == ["case", "found", "language"] and "Section" in kinds["return"]:
                if teller.__module__ == module.__name__:
                    told[kinds["found"]] = (found.name, name)
    assert told == TELLERS


def test_every_verb_that_explains_is_told_outside_the_command_line() -> None:
    """What the command line prints is what `tell` says."""
    for arguments, result in (
        (["run"], hb.overview(KOREA)),
        (["stability"], hb.stability(KOREA)),
        (["explain", "+d_freeze"], hb.why(KOREA, "+d_freeze")),
        (["explain", "+d_freeze", "--over", "today"], hb.preferred(KOREA, "+d_freeze", "today")),
        (["explain", "+d_freeze", "--from", "today"], hb.route(KOREA, "+d_freeze", "today")),
    ):
        verb, *rest = arguments
        printed = CliRunner(env={"COLUMNS": "88"}).invoke(main, [verb, "korea-2017", *rest])
        assert printed.output.strip() == str(tell(result, KOREA)), verb


def test_a_result_of_another_profile_is_told_in_it() -> None:
    later = hb.stability(KOREA, "2018H1")
    assert "2018H1" in str(tell(later, KOREA))
    opened = hb.variant(KOREA, changes=hb.ad_hoc(KOREA, opened=[["DPRK", "US"]]))
    difference = hb.difference(KOREA, opened)
    assert "a working channel between North Korea and the United States" in str(
        tell(difference, opened)
    )
    with pytest.raises(hb.CaseError):
        tell(difference, KOREA)
    with pytest.raises(TypeError, match="nothing tells of int"):
        tell(1, KOREA)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_notebook_shows_every_word(language: str) -> None:
    told = tell(hb.overview(KOREA), KOREA, language)
    shown = Text(told._repr_html_())
    words = set(shown.words)
    for section in told.sections:
        assert section.heading in words
        assert {block for block in section.blocks if isinstance(block, str)} <= words
    assert {"h3", "h4", "ul", "ol", "table"} <= set(shown.tags)
    assert repr(told).startswith("<Telling: ")


def test_what_a_case_says_stays_text_in_a_notebook() -> None:
    text = """
format: honestbroker/1
case: x
title: "<script>alert(1)</script>"
parties: {A: {name: "<img src=x>"}}
options: {a: {by: A, name: "</div><b>"}}
status_quo: []
profiles: {base: {lists: {A: [{id: one, want: a}]}}}
"""
    case = hb.in_profile(hb.read_text(text), None)
    shown = Text(tell(hb.why(case, "today"), case)._repr_html_())
    assert not {"script", "img", "b"} & set(shown.tags)
    page = hb.report(case)._repr_html_()
    assert page.startswith('<iframe title="&lt;script')
    assert page.count("<") == 2


@pytest.mark.parametrize("form", FORMATS)
def test_a_telling_is_written_as(form: str, tmp_path: Path) -> None:
    told = tell(hb.why(KOREA, "today"), KOREA, "vi")
    told.save(tmp_path / f"why.{form}")
    content = (tmp_path / f"why.{form}").read_bytes()
    if form == "pdf":
        assert content.startswith(b"%PDF")
    else:
        assert "Triều Tiên" in content.decode()
    ids = [part.split('"')[0] for part in told.html().split('id="')[1:]]
    assert len(ids) == len(set(ids))
    for link in told.html().split('href="#')[1:]:
        assert link.split('"')[0] in ids
    with pytest.raises(hb.CaseError, match="no format 'docx'"):
        told.save(tmp_path / "why.docx")


def test_explain_writes_a_page(tmp_path: Path) -> None:
    target = tmp_path / "why.html"
    done = CliRunner().invoke(main, ["explain", "elmira-1991", "today", "--output", str(target)])
    assert done.exit_code == 0
    assert "The local government" in target.read_text(encoding="utf-8")


def test_the_doors_stay_open_whatever_is_imported() -> None:
    """No module of the package hides a function of the same name at its root."""
    code = (
        "import pkgutil, importlib, honestbroker as hb\n"
        "for found in pkgutil.walk_packages(hb.__path__, 'honestbroker.'):\n"
        "    importlib.import_module(found.name)\n"
        "for name in hb.__all__:\n"
        "    assert type(getattr(hb, name)).__name__ != 'module', name\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
