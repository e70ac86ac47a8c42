"""A report as PDF, set by typst: contents, page numbers, links, letters of many scripts.

The template is fixed; everything a case says reaches it as data (JSON), so that nothing in a case
can be taken for markup. The fonts are the package's own, subsets of Noto Sans with Vietnamese; the
system's fonts are asked only if a report needs letters that these lack. With the same text, the
same date and the same version of typst the file is the same, byte for byte.
"""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Mapping
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Final

from honestbroker.case.problems import CaseError, Problem
from honestbroker.explain.page import (
    Block,
    Bullets,
    Facts,
    Grid,
    Heading,
    Para,
    Picture,
    Story,
    pieces,
)

if TYPE_CHECKING:
    from honestbroker.render.pictures.signs import Figure

__all__ = ["pdf"]

_LONGEST: Final = 28
"""Words longer than this may be broken anywhere."""

_BREAK: Final = "\u200b"
_SHIPPED: Final = (
    (0x20, 0x7E), (0xA0, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x20A0, 0x20BF),
    (0x2116, 0x2122),
)  # fmt: skip
"""Letters that the shipped fonts have."""


def pdf(story: Story, figures: Mapping[str, Figure], date: datetime.date | None = None) -> bytes:
    """A report as PDF.

    Parameters
    ----------
    story : Story
        The report in words.
    figures : dict
        Name of a place in it to a picture.
    date : date or None
        The day written into the file's properties; None for 1 January 1970.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    CaseError
        If typst is not installed (``pip install 'honestbroker[report]'``).
    """
    try:
        import typst
    except ImportError:
        told = "PDF needs typst, which is not installed"
        hint = "pip install 'honestbroker[report]', or choose --format html"
        raise CaseError([Problem(told, None, hint)]) from None
    data = json.dumps(_document(story, figures), ensure_ascii=False)
    moment = datetime.datetime.combine(
        date or datetime.date(1970, 1, 1), datetime.time(), datetime.UTC
    )
    with as_file(files("honestbroker.render")) as home:
        return typst.compile(
            str(home / "templates" / "report.typ"),
            format="pdf",
            font_paths=[str(home / "fonts")],
            ignore_system_fonts=_is_covered(data),
            sys_inputs={"data": data},
            timestamp=int(moment.timestamp()),
            pdf_tags=True,
        )


def _is_covered(text: str) -> bool:
    return all(
        any(low <= ord(letter) <= high for low, high in _SHIPPED) or letter in "\n\t"
        for letter in set(unicodedata.normalize("NFC", text))
    )


def _document(story: Story, figures: Mapping[str, Figure]) -> dict[str, Any]:
    def block(some: Block) -> dict[str, Any]:
        match some:
            case Para():
                return {"kind": some.kind, "text": _rich(story, some.text)}
            case Heading():
                return {"kind": "heading", "text": _rich(story, some.text)}
            case Bullets():
                items = [_rich(story, item) for item in some.items]
                return {"kind": "list", "numbered": some.numbered, "items": items}
            case Grid():
                return {
                    "kind": "table",
                    "caption": _fit(some.caption),
                    "widths": list(some.widths) or [1] * len(some.columns),
                    "columns": [_rich(story, cell) for cell in some.columns],
                    "rows": [[_rich(story, cell) for cell in row] for row in some.rows],
                }
            case Picture():
                figure = figures.get(some.name)
                if figure is None:
                    return {"kind": "nothing"}
                return {
                    "kind": "picture",
                    "svg": figure.svg,
                    "title": _fit(figure.title),
                    "alt": " ".join(figure.text)[:4000] or figure.title,
                }
            case Facts():
                rows = [[_fit(label), _rich(story, value)] for label, value in some.rows]
                return {
                    "kind": "facts",
                    "anchor": some.anchor,
                    "number": some.number,
                    "title": _fit(some.title),
                    "rows": rows,
                }

    return {
        "language": story.language,
        "title": _fit(story.title),
        "subtitle": _fit(story.subtitle),
        "facts": [[_fit(label), _fit(value)] for label, value in story.facts],
        "labels": dict(story.labels),
        "chapters": [
            {
                "id": chapter.id,
                "kind": chapter.kind,
                "heading": _fit(chapter.heading),
                "blocks": [block(some) for some in chapter.blocks],
            }
            for chapter in story.chapters
        ],
    }


def _rich(story: Story, sentence: str) -> list[dict[str, str]]:
    told = []
    for kind, part in pieces(sentence):
        if kind == "text":
            told.append({"text": _fit(part)})
        elif part in story.refs:
            ref = story.refs[part]
            shown = str(ref.number) if ref.number else ref.title
            told.append(
                {"to": ref.anchor, "text": f"[{shown}{', ' if ref.flag else ''}{ref.flag}]"}
            )
    return told


def _fit(text: str) -> str:
    """A text in which very long words may be broken, with marks composed with their letters."""
    return re.sub(
        rf"\S{{{_LONGEST},}}",
        lambda match: _BREAK.join(match[0][at : at + 8] for at in range(0, len(match[0]), 8)),
        unicodedata.normalize("NFC", text),
    )
