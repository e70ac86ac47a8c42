"""Both languages are complete: no phrase is missing, no blank differs, no English is left over."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

import honestbroker as hb
from honestbroker.explain import listing
from honestbroker.explain.briefing import briefing
from honestbroker.explain.catalogue import catalogue
from honestbroker.explain.methods import WORKS
from honestbroker.explain.page import without_marks
from honestbroker.explain.phrases import PHRASES as EVERY_PHRASE
from honestbroker.explain.section import Items, Table
from honestbroker.report.figures import figures
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
        if path.parent.name not in ("explain", "report", "pictures") or "phrases" in path.name:
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


def missing_names(case: hb.Case) -> int:
    things = [*case.parties, *case.options, *case.flags, *case.rules, *case.outcomes]
    things += [line for wants in case.lists.values() for line in getattr(wants, "lines", ())]
    return sum(
        thing.name is not None and "vi" not in dict(thing.name.languages) for thing in things
    )


def without(text: str, parts: list[str]) -> str:
    for part in parts:
        text = re.sub(re.escape(part), " ", text, flags=re.IGNORECASE)
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
    foreign, names, missing = english(case), proper(case), untranslated(case)
    if missing_names(case):
        assert f"chưa được dịch: {missing_names(case)}." in str(report.facts)
    lines = [line.replace(" [chưa có bản dịch]", "") for line in lines]
    lines += lines_of(briefing(case, found.overview, "vi"))
    lines += lines_of(listing.paths(case, found.overview.paths, "vi"))
    lines += lines_of(listing.stability(case, found.stability, "vi"))
    for line in lines:
        left = words_of(without(without(line, missing), names)) & foreign
        assert not left, f"{sorted(left)} in: {line}"
        assert line == unicodedata.normalize("NFC", line), line


def test_the_check_for_english_notices_english() -> None:
    case = hb.in_profile(hb.read("korea-2017"), None)
    foreign = english(case)
    assert {"would", "the", "holds", "party", "tests"} <= foreign
    assert words_of("Triều Tiên would halt") & foreign


@pytest.mark.parametrize("id", hb.shipped())
def test_every_text_of_a_shipped_case_that_is_told_is_in_both_languages(id: str) -> None:
    """Reasons of judgements and notes may wait for their translation; names may not."""
    case = hb.read(id)
    for things in (case.parties, case.options, case.flags, case.outcomes):
        for thing in things:
            name = getattr(thing, "name", None)
            if name is not None:
                assert {"en", "vi"} <= set(dict(name.languages)), f"{id}: {thing.id}"


def test_unreviewed_vietnamese_is_said_to_be_so() -> None:
    assert catalogue("vi").unreviewed
    case = hb.in_profile(hb.read("korea-2017"), None)
    found, report = told(case, "vi")
    notice = PHRASES["case.unreviewed"][1]
    assert notice in [value for _, value in report.facts]
    assert any(notice in line for line in lines_of(briefing(case, found.overview, "vi")))
    page = (ROOT / "docs" / "how-to" / "write-a-report.md").read_text(encoding="utf-8")
    assert "no native speaker has reviewed" in " ".join(page.split())
