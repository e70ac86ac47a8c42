"""The words of every shipped case in both languages, its claims confirmed by the oracle first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import honestbroker as hb
import transcripts
from honestbroker.explain import briefing, reasons


@pytest.mark.parametrize("language", transcripts.LANGUAGES)
@pytest.mark.parametrize("id", hb.shipped())
def test_the_words_are_those_of_the_transcript(id: str, language: str) -> None:
    """After a change of wording: python tests/transcripts.py --write, and read the difference."""
    kept = transcripts.path(id, language)
    assert kept.read_text(encoding="utf-8") == transcripts.transcript(id, language)


def test_no_transcript_is_left_over() -> None:
    wanted = {
        transcripts.path(i, lang).name for i in hb.shipped() for lang in transcripts.LANGUAGES
    }
    assert {path.name for path in transcripts.FOLDER.iterdir()} == wanted


@pytest.mark.parametrize("id", hb.shipped())
def test_a_transcript_names_nobody(id: str) -> None:
    """No name, deed, wish or outcome of the case, and no number: nothing that could be a verdict."""
    case = hb.in_profile(hb.read(id), None)
    for language in transcripts.LANGUAGES:
        text = transcripts.path(id, language).read_text(encoding="utf-8")
        told = " ".join(line for line in text.splitlines() if line.startswith(" "))
        for head in (case.title, case.question):
            told = told.replace(head.within(language) if head else "", "")
        things = [*case.parties, *case.options, *case.outcomes, *case.flags, *case.rules]
        things += [line for wants in case.lists.values() for line in getattr(wants, "lines", ())]
        for thing in things:
            assert not re.search(rf"\b{re.escape(thing.name.within(language))}\b", told), thing.name
        assert not re.search(r"(?<![\w-])\d", told)
        assert not {named.id for named in case.named_states} & set(told.split())


def test_masks() -> None:
    assert transcripts.mask("‹party›, ‹party› and ‹party› agree") == "‹party› agree"
    assert transcripts.mask("‹party› would ‹deed› and ‹deed›; ‹party› would ‹deed›") == (
        "‹party› would ‹deed›"
    )
    assert transcripts.mask("9,280 of 65,536, and 3.") == "‹n› of ‹n›."
    assert transcripts.mask("states 3, 4 and 5 [lz2017#P2; judgement]") == "states ‹n› […]"
    assert transcripts.mask("Nash, GMR") == "‹concepts›"


@pytest.mark.parametrize(
    ("module", "lie"),
    [
        (briefing, lambda say: lambda self, key, **b: say(self, key.replace("today.not", "today.holds"), **b)),
        (reasons, lambda say: lambda self, key, **b: say(self, key.replace("why.answer", "why.threat"), **b)),
        (briefing, lambda say: lambda self, key, **b: say(self, key.replace("reluctance.no", "reluctance.yes"), **b)),
    ],
    ids=["today holds", "nobody would answer", "it would move"],
)  # fmt: skip
def test_what_is_not_so_is_not_written(
    module, lie, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A program that tells a lie is refused its transcript, whatever is written there already."""
    words = module.Words
    monkeypatch.setattr(words, "say", lie(words.say))
    monkeypatch.setattr(transcripts, "FOLDER", tmp_path)
    monkeypatch.setattr(hb, "shipped", lambda: ("camp-david-1978", "elmira-1991"))
    transcripts.confirmed.cache_clear()
    transcripts.test_claims.known.cache_clear()
    try:
        assert transcripts.main(["--write"]) == 1
    finally:
        transcripts.confirmed.cache_clear()
        transcripts.test_claims.known.cache_clear()
    assert "a claim is not confirmed" in capsys.readouterr().out
