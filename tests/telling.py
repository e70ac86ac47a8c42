"""A report taken apart again: sentences back into the blanks of the phrases that made them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import honestbroker as hb
from honestbroker.analyses.atlas import atlas
from honestbroker.analyses.provenance import provenance
from honestbroker.case.case import Case
from honestbroker.explain.catalogue import catalogue
from honestbroker.explain.page import (
    Bullets,
    Chapter,
    Facts,
    Grid,
    Heading,
    Para,
    Story,
    pieces,
    without_marks,
)
from honestbroker.explain.phrases import PHRASES, say
from honestbroker.explain.report import story
from honestbroker.result.findings import Findings


def findings(case: Case) -> Findings:
    return Findings(hb.overview(case), hb.stability(case), atlas(case), provenance(case))


def told(case: Case, language: str = "en") -> tuple[Findings, Story]:
    found = findings(case)
    return found, story(case, found, None, language)


def chapter(report: Story, id: str) -> Chapter:
    return next(chapter for chapter in report.chapters if chapter.id == id)


def sentences(some: Chapter) -> Iterator[str]:
    """Every paragraph, item, heading, cell and fact of a chapter, with marks."""
    yield some.heading
    for block in some.blocks:
        match block:
            case Para() | Heading():
                yield block.text
            case Bullets():
                yield from block.items
            case Grid():
                yield from (block.caption, *block.columns)
                for row in block.rows:
                    yield from row
            case Facts():
                yield block.title
                for label, value in block.rows:
                    yield from (label, value)


def bullets(some: Chapter) -> list[str]:
    return [item for block in some.blocks if isinstance(block, Bullets) for item in block.items]


def grids(some: Chapter) -> list[Grid]:
    return [block for block in some.blocks if isinstance(block, Grid)]


def keys(sentence: str) -> list[str]:
    """What a sentence refers to."""
    return [part for kind, part in pieces(sentence) if kind == "ref"]


def parsed(
    key: str | tuple[str, ...], sentence: str, language: str = "en"
) -> dict[str, str] | None:
    """The blanks of a phrase, or of several in a row, in what was made from it; else None."""
    phrases = PHRASES if language == "en" else catalogue(language).phrases
    template = " ".join(phrases[one] for one in ((key,) if isinstance(key, str) else key))
    pattern, seen = "", set()
    for place, part in enumerate(re.split(r"\{(\w+)\}", template)):
        if not place % 2:
            pattern += re.escape(part)
        elif part in seen:  # such as the reason of a second phrase
            pattern += ".*?" if isinstance(key, tuple) else f"(?P={part})"
        else:
            pattern += f"(?P<{part}>.*?)"
            seen.add(part)
    match = re.fullmatch(pattern, without_marks(sentence), re.DOTALL | re.IGNORECASE)
    return None if match is None else match.groupdict()


def spoken(key: str, language: str = "en", **blanks: object) -> str:
    return say(language, key, **blanks)
