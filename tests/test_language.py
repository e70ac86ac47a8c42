"""Both languages are complete: no phrase is missing, no blank differs, no English is left over."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import honestbroker as hb
from honestbroker.cli import main
from honestbroker.explain import listing, names
from honestbroker.explain.briefing import briefing
from honestbroker.explain.catalogue import catalogue
from honestbroker.explain.methods import WORKS
from honestbroker.explain.page import without_marks
from honestbroker.explain.phrases import PHRASES as EVERY_PHRASE
from honestbroker.explain.section import Items, Table
from honestbroker.explain.words import Words
from honestbroker.render import terminal
from honestbroker.render.figures import figures
from telling import findings, sentences, told
from tooling import tool

ROOT = Path(__file__).resolve().parent.parent


PHRASES = {
    key: (english, catalogue("vi").phrases.get(key, "")) for key, english in EVERY_PHRASE.items()
}
"""Every phrase in both languages."""


def test_every_module_of_phrases_is_in_the_catalogue() -> None:
    found: dict[str, str] = {}
    for path in tool.phrase_files(tool.EXPLAIN):
        english, pairs = tool.phrases_in(path)
        assert not pairs, f"{path.name} has pairs: run python tools/catalogue.py"
        assert not set(english) & set(found), "two phrases have one key"
        found |= english
    assert found == EVERY_PHRASE


def test_catalogue_is_up_to_date_and_complete(capsys: pytest.CaptureFixture[str]) -> None:
    """A phrase without translation, for other English, with other blanks: see test_catalogue.py."""
    code = tool.main(["--check"])
    assert code == 0, capsys.readouterr().err
    assert set(PHRASES) == set(catalogue("vi").phrases)


@pytest.mark.parametrize("key", sorted(PHRASES))
def test_every_phrase_is_written_right(key: str) -> None:
    for phrase in PHRASES[key]:
        assert phrase.strip() or key == "report.thousands"
        assert phrase == unicodedata.normalize("NFC", phrase)
        assert not any(unicodedata.combining(letter) for letter in phrase)
        assert "\ufffd" not in phrase


def test_every_phrase_asked_for_is_there() -> None:
    asked = re.compile(r"\b(?:say|count)\(\s*\"([a-z][\w. ]*)\"")
    counted = re.compile(r"\.count\(\s*\"([a-z][\w. ]*)\"")
    for path in (ROOT / "src" / "honestbroker").rglob("*.py"):
        if path.parent.name not in ("explain", "render", "pictures") or "phrases" in path.name:
            continue
        code = path.read_text(encoding="utf-8")
        for key in asked.findall(code):
            assert key in PHRASES, f"{path.name}: {key}"
        for key in counted.findall(code):
            assert f"{key}.one" in PHRASES, f"{path.name}: {key}.one"


# --- no English in Vietnamese --------------------------------------------------------------------

SAME_IN_BOTH = {
    # the program's and the methods' own names
    "honestbroker", "nash", "gmr", "smr", "seq", "sseq", "sha", "doi", "json", "in",
}  # fmt: skip
"""Words that are no English although an English phrase has them."""


def texts_of(value: object) -> list[dict[str, str]]:
    """Every text of a case in all its languages."""
    import dataclasses

    from honestbroker.case.sources import Text

    if isinstance(value, Text):
        return [dict(value.languages)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = [getattr(value, part.name) for part in dataclasses.fields(value)]
        return [text for part in parts for text in texts_of(part)]
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_of(part)]
    if isinstance(value, tuple):
        return [text for part in value for text in texts_of(part)]
    return []


def words_of(text: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", text.lower()) if len(word) > 1}


def english(case: hb.Case) -> set[str]:
    """Words of English phrases and texts that no Vietnamese phrase or text has."""
    texts = texts_of(case)
    in_english = " ".join(
        [re.sub(r"\{\w+\}", " ", pair[0]) for pair in PHRASES.values()]
        + [text.get("en", "") for text in texts]
    )
    in_vietnamese = " ".join(
        [re.sub(r"\{\w+\}", " ", pair[1]) for pair in PHRASES.values()]
        + [text.get("vi", "") for text in texts]
    )
    return words_of(in_english) - words_of(in_vietnamese) - SAME_IN_BOTH


def proper(case: hb.Case) -> list[str]:
    """What is the same in every language: ids, formulas, citations, places, authors."""
    found = [source.citation for source in case.sources]
    found += [source.url for source in case.sources if source.url]
    found += [source.id for source in case.sources]
    found += [party.id for party in case.parties] + [option.id for option in case.options]
    for profile in case.profiles:
        found += [profile.id, profile.author or ""]
    found += [case.id]
    for entry in findings(case).provenance.entries:
        found += [entry.id, entry.id.partition(": ")[2], entry.formula or "", entry.place or ""]
        found += [entry.judged_by or "", *(str(place) for place in entry.cites)]
    return sorted({part for part in [*found, *WORKS.values()] if part}, key=len, reverse=True)


def untranslated(case: hb.Case) -> list[str]:
    """The case's own texts that have no Vietnamese yet."""
    texts = [text["en"] for text in texts_of(case) if "en" in text and "vi" not in text]
    return sorted(texts, key=len, reverse=True)


def without(text: str, parts: list[str]) -> str:
    here = text.lower()
    for part in parts:
        if part.lower() in here:
            text = re.sub(re.escape(part), " ", text, flags=re.IGNORECASE)
            here = text.lower()
    return re.sub(r"honestbroker \w+ .*", " ", text)  # a command to type


def lines_of(sections) -> list[str]:
    found = []
    for section in sections:
        found.append(section.heading)
        for block in section.blocks:
            if isinstance(block, Items):
                found += block.items
            elif isinstance(block, Table):
                found += [*block.columns, *(cell for row in block.rows for cell in row)]
            else:
                found.append(block)
    return found


@pytest.mark.parametrize("id", hb.shipped())
def test_no_english_is_left_over_in_vietnamese(id: str) -> None:
    case = hb.in_profile(hb.read(id), None)
    found, report = told(case, "vi")
    lines = [without_marks(s) for some in report.chapters for s in sentences(some)]
    lines += [report.title, report.subtitle, *report.labels.values()]
    lines += [part for fact in report.facts for part in fact]
    for figure in figures(case, found, "vi").values():
        lines += [figure.title, *figure.text, *re.findall(r"<text[^>]*>([^<]*)", figure.svg)]
    foreign, names = english(case), proper(case)
    lines += lines_of(briefing(case, found.overview, "vi"))
    lines += lines_of(listing.paths(case, found.overview.paths, "vi"))
    lines += lines_of(listing.stability(case, found.stability, "vi"))
    for line in lines:
        left = words_of(line) & foreign
        left &= words_of(without(line, names)) if left else left
        assert not left, f"{sorted(left)} in: {line}"
        assert line == unicodedata.normalize("NFC", line), line


def test_the_check_for_english_notices_english() -> None:
    case = hb.in_profile(hb.read("korea-2017"), None)
    foreign = english(case)
    assert {"would", "the", "holds", "party", "tests"} <= foreign
    assert words_of("Triều Tiên would halt") & foreign


@pytest.mark.parametrize("id", hb.shipped())
def test_every_text_of_a_shipped_case_is_in_both_languages(id: str) -> None:
    """Names, reasons of judgements, notes; in every profile and change."""
    assert not untranslated(hb.read(id))
    for text in texts_of(hb.read(id)):
        assert text.get("vi", "").strip(), text
        assert text["vi"] == unicodedata.normalize("NFC", text["vi"])


# --- every verb ----------------------------------------------------------------------------------

KOREA = "korea-2017"
QUIET = ("--workers", "1", "--quiet")


def asked(case: hb.Case) -> list[list[str]]:
    """What to ask of a case: every verb that tells of it in sentences."""
    other = "+" + next(o.id for o in case.options if o.id not in (case.status_quo or ()))
    state, party = other if case.status_quo is not None else "{}", case.parties[0].id
    told = [
        ["run"], ["stability"], ["paths"], ["check"], ["views"],
        ["explain", state], ["explain", state, party, "--full"],
        ["provenance"], ["provenance", "--unsourced"], ["provenance", case.options[0].id],
        *(["provenance", "--source", source.id] for source in case.sources[:1]),
        ["rankings", state, party],
    ]  # fmt: skip
    if case.status_quo is not None:
        told += [["explain", state, "--over", "today"], ["explain", state, "--from", "today"]]
        told.append(["whatif", "--state", "today", "--stops", "--size", "1", *QUIET])
        told.append(["whatif", "--make", case.outcomes[0].id, "--size", "1", *QUIET])
        told.append(["diff", "--set", f"{case.flags[0].id}=true"] if case.flags else ["run"])
    if case.roadmaps:
        told += [["roadmap"], ["roadmap", case.roadmaps[0].id]]
    if case.conditions:
        told.append(["conditions", case.outcomes[0].id])
    if case.brokers and case.id != KOREA:  # whose brokers take a minute
        told += [["brokers", *QUIET], ["broker", case.brokers[0].id, *QUIET]]
    if any(outcome.bad for outcome in case.outcomes):
        told.append(["escalation"])
    if case.id == KOREA:
        told += [["diff", "--to", "2018H1"], ["timeline"], ["compare", "--with", "2018H1", *QUIET]]
    else:
        told.append(["sensitivity", *QUIET])
    return told


ELSEWHERE = {"report"}  # its chapters are looked at above


def test_every_verb_that_speaks_is_asked() -> None:
    speaking = {
        name
        for name in main.list_commands(None)
        if any(option.name == "language" for option in main.get_command(None, name).params)
    }
    called = {call[0] for id in (KOREA, "camp-david-1978") for call in asked(hb.read(id))}
    assert speaking <= called | ELSEWHERE


@pytest.mark.parametrize("id", hb.shipped())
def test_no_verb_leaves_english_over_in_vietnamese(
    id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(terminal, "show", lambda sections: seen.extend(lines_of(sections)))
    case = hb.in_profile(hb.read(id), None)
    foreign, names = english(case), proper(case)
    for verb, *rest in asked(case):
        seen.clear()
        done = CliRunner().invoke(main, [verb, id, *rest, "--language", "vi"])
        assert done.exit_code == 0, done.output
        assert seen, verb
        for line in seen:
            left = words_of(without(line, names)) & foreign
            assert not left, f"{verb} {rest}: {sorted(left)} in: {line}"


def test_unreviewed_vietnamese_is_said_to_be_so() -> None:
    assert catalogue("vi").unreviewed
    case = hb.in_profile(hb.read("korea-2017"), None)
    found, report = told(case, "vi")
    notice = PHRASES["case.unreviewed"][1]
    assert notice in [value for _, value in report.facts]
    assert any(notice in line for line in lines_of(briefing(case, found.overview, "vi")))
    page = (ROOT / "docs" / "how-to" / "write-a-report.md").read_text(encoding="utf-8")
    assert "no native speaker has reviewed" in " ".join(page.split())


def test_a_reviewed_case_in_a_reviewed_catalogue_needs_no_notice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = replace(hb.in_profile(hb.read("chicken"), None), translations=(("vi", True, None),))
    assert Words(case, "vi").unreviewed, "the program's own words are not reviewed"
    monkeypatch.setattr(
        names, "catalogue", lambda language: replace(catalogue(language), unreviewed=frozenset())
    )
    assert not Words(case, "vi").unreviewed
    assert Words(replace(case, translations=()), "vi").unreviewed
    assert not Words(case, "en").unreviewed
