"""Where a statement comes from: texts, citations, judgements, places in a file."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = ["SURE", "UNSOURCED", "Citation", "Evidence", "Judgement", "Place", "Source", "Text"]

SURE: Final = ("high", "medium", "low")
"""How sure an analyst can say to be of a judgement."""


@dataclass(frozen=True)
class Place:
    """Where something stands in a case file: 1-based line and column.

    `column` is that of the item. `text_column` is where its formula or id begins when that is
    known, so that a problem inside a formula points at the very word. A formula on several lines
    has in `breaks` where the later ones begin: (1-based column of the formula, line, column).
    """

    file: str
    line: int
    column: int
    text_column: int | None = None
    breaks: tuple[tuple[int, int, int], ...] = ()

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def within(self, column: int) -> Place:
        """The place of the word at 1-based `column` of the text that stands here.

        Parameters
        ----------
        column : int
            1-based column within the text.

        Returns
        -------
        Place
            The place of that word; the text's own place where its column is not known.
        """
        if self.text_column is None:
            return self
        begins = [(1, self.line, self.text_column), *self.breaks]
        begin, line, first = max(begin for begin in begins if begin[0] <= max(column, 1))
        return Place(self.file, line, first + column - begin)


@dataclass(frozen=True)
class Text:
    """A text in English and any number of other languages, by language code."""

    languages: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, text: str | Mapping[str, str]) -> Text:
        """Make a text from one string (English) or a mapping of languages.

        Parameters
        ----------
        text : str or mapping
            The words.

        Returns
        -------
        Text
            The same, frozen.
        """
        return cls((("en", text),) if isinstance(text, str) else tuple(text.items()))

    def within(self, language: str) -> str:
        """The text in one language, in English where that language is missing.

        Parameters
        ----------
        language : str
            Language code, such as ``vi``.

        Returns
        -------
        str
            The words.

        Examples
        --------
        >>> Text.of({"en": "North Korea", "vi": "Triều Tiên"}).within("vi")
        'Triều Tiên'
        """
        words = dict(self.languages)
        return words.get(language) or words.get("en") or next(iter(words.values()), "")

    def __str__(self) -> str:
        return self.within("en")


@dataclass(frozen=True)
class Citation:
    """A place in a source: the source's id, and a locator within it (empty: the whole)."""

    source: str
    locator: str = ""

    def __str__(self) -> str:
        return f"{self.source}#{self.locator}" if self.locator else self.source


@dataclass(frozen=True)
class Judgement:
    """Who judged something, when, how sure (`SURE`) and why."""

    by: str
    date: datetime.date | None
    sure: str | None
    why: Text | None


@dataclass(frozen=True)
class Evidence:
    """What a statement of fact rests on: citations, a judgement, both, or nothing."""

    cites: tuple[Citation, ...] = ()
    judged: Judgement | None = None

    @property
    def sourced(self) -> bool:
        """Whether there is a citation or a judgement."""
        return bool(self.cites) or self.judged is not None


UNSOURCED: Final = Evidence()
"""No citation and no judgement: an honest value, counted and said."""


@dataclass(frozen=True)
class Source:
    """A publication or a document the analyst read.

    `paragraphs` maps locators to the first hexadecimal digits of the SHA-256 of the paragraph's
    text (NFC, white space collapsed to single blanks): proof of which text was read.
    """

    id: str
    citation: str
    language: str | None = None
    url: str | None = None
    doi: str | None = None
    paragraphs: tuple[tuple[str, str], ...] = ()
    translation_notes: tuple[tuple[str, Text], ...] = ()
    place: Place | None = None
