"""The words of every shipped case, without its verdicts.

A transcript has what `run`, `paths`, `stability`, `explain` and `report` say of a case in one
language, with everything masked that could carry a verdict: names, deeds, numbers, states, sources.
What is left is wording. Whether what is said is true is confirmed by the oracle, case by case,
before anything is compared or written:

    python tests/transcripts.py            compare
    python tests/transcripts.py --write    write them anew; refused where a claim is not confirmed
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import honestbroker as hb
import test_claims
import test_explained
from honestbroker.case.parts import Statements
from honestbroker.case.sources import Text
from honestbroker.explain import listing, reasons
from honestbroker.explain.briefing import briefing
from honestbroker.explain.page import without_marks
from honestbroker.explain.report import story
from honestbroker.explain.section import Items, Table
from telling import findings, sentences

FOLDER = Path(__file__).resolve().parent / "transcripts"
LANGUAGES = ("en", "vi")
WIDTH = 96


# --- what may be told ----------------------------------------------------------------------------


@cache
def confirmed(id: str) -> None:
    """Derive every claim about a case again; raise where the oracle does not agree."""
    for module in (test_claims, test_explained):
        for name, check in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("test_") and list(inspect.signature(check).parameters) == ["name"]:
                try:
                    check(id)
                except pytest.skip.Exception:
                    continue


# --- masks ---------------------------------------------------------------------------------------


def masked(case: hb.Case) -> hb.Case:
    """A case in which everything has the name of its kind."""

    def called(name: str) -> Text:
        return Text.of(dict.fromkeys(LANGUAGES, name))

    def named(things: Iterable[Any], name: str) -> tuple[Any, ...]:
        return tuple(replace(thing, name=called(name)) for thing in things)

    lists = {
        party: replace(wants, lines=named(wants.lines, "‹wish›"))
        if isinstance(wants, Statements)
        else wants
        for party, wants in case.lists.items()
    }
    options = tuple(
        replace(option, name=called("‹deed›"), undo=called("‹deed›") if option.undo else None)
        for option in case.options
    )
    return replace(
        case,
        parties=named(case.parties, "‹party›"),
        options=options,
        flags=named(case.flags, "‹assumption›"),
        rules=named(case.rules, "‹rule›"),
        outcomes=named(case.outcomes, "‹outcome›"),
        lists=lists,
        says_nothing_about=tuple(called("‹question›") for _ in case.says_nothing_about[:1]),
    )


AND = r"(?:,? (?:and|và) |, |; )"
FORMS = (
    (r"\{[^{}]*\}", "{…}"),  # a state
    (r"\[[^\[\]]*\]", "[…]"),  # what a claim rests on
    (r"(?<![\w‹])\d[\d.,]*(?<![.,])", "‹n›"),
    (rf"‹n›(?:{AND}‹n›)+", "‹n›"),
    (r"(?i)^(?:nash|[gs]mr|s?seq)(?:, (?:nash|[gs]mr|s?seq))*$", "‹concepts›"),
    (r"(Under|Theo) (?:nash|[gs]mr|s?seq)(?:, (?:nash|[gs]mr|s?seq))*", r"\1 ‹concepts›"),
)


def mask(text: str) -> str:
    """A sentence with how many and which masked."""
    for pattern, form in FORMS:
        text = re.sub(pattern, form, text)
    for name in ("party", "deed", "outcome", "wish"):
        text = re.sub(rf"‹{name}›(?:{AND}‹{name}›)+", f"‹{name}›", text, flags=re.IGNORECASE)
    return re.sub(r"(‹party›[^;:.]*‹deed›)(?:; \1)+", r"\1", text)


# --- what is told --------------------------------------------------------------------------------


def told(case: hb.Case, language: str) -> Iterator[tuple[str, list[str]]]:
    """Where something is said, and what: masked, each form once."""
    plain = masked(case)
    listed = frozenset(named.id for named in case.named_states)
    found = findings(plain)
    other = "+" + next(o.id for o in case.options if o.id not in (case.status_quo or ()))
    state = other if case.status_quo is not None else "{}"
    parts = [
        ("run", briefing(plain, found.overview, language)),
        ("paths", listing.paths(plain, found.overview.paths, language)),
        ("stability", listing.stability(plain, found.stability, language)),
        ("explain", reasons.why(plain, hb.why(plain, state), language, full=True)),
    ]
    if case.status_quo is not None:
        over, way = hb.preferred(plain, state, "today"), hb.route(plain, state, "today")
        parts.append(("explain --over", reasons.preferred(plain, over, language)))
        parts.append(("explain --from", reasons.route(plain, way, language)))
    for verb, sections in parts:
        for section in sections:
            yield f"{verb}: {mask(section.heading)}", forms(lines(section, listed))
    for chapter in story(plain, found, None, language).chapters:
        if chapter.id not in ("provenance", "sources"):  # the case's own texts
            texts = [without_marks(text) for text in list(sentences(chapter))[1:]]
            yield f"report: {mask(chapter.heading)}", forms(texts)


def lines(section: Any, listed: frozenset[str]) -> Iterator[str]:
    """A section's texts, but for cells that are the id of a listed state."""
    for block in section.blocks:
        if isinstance(block, Items):
            yield from block.items
        elif isinstance(block, Table):
            yield from block.columns
            yield from (cell for row in block.rows for cell in row if cell not in listed)
        else:
            yield block


def forms(texts: Iterable[str]) -> list[str]:
    masks = dict.fromkeys(mask(text) for text in texts)
    return sorted(text for text in masks if len(re.sub(r"‹\w+›|\W", "", text)) > 1)


def transcript(id: str, language: str) -> str:
    """The words told of a case, after its claims have been confirmed."""
    confirmed(id)
    case = hb.in_profile(hb.read(id), None)
    page: dict[str, list[str]] = {}
    for place, some in told(case, language):
        page.setdefault(place, []).extend(some)
    out = []
    for place, some in page.items():
        out += ["", place]
        for text in dict.fromkeys(some):
            out += textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ")
    return "\n".join(out).strip() + "\n"


def path(id: str, language: str) -> Path:
    return FOLDER / f"{id}.{language}.txt"


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the transcripts anew")
    write = parser.parse_args(arguments).write
    FOLDER.mkdir(exist_ok=True)
    wrong = 0
    for id in hb.shipped():
        for language in LANGUAGES:
            try:
                text = transcript(id, language)
            except AssertionError as error:
                say(f"{id}: a claim is not confirmed, nothing is written: {error}")
                wrong += 1
                break
            place = path(id, language)
            if place.exists() and place.read_text(encoding="utf-8") == text:
                continue
            say(f"{place.name}: {'written' if write else 'differs'}")
            wrong += not write
            if write:
                place.write_text(text, encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
