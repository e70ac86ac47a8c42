"""What a report is made of, independent of how it is set: chapters, sentences, references.

A sentence is a string in which `mark` has put references to items of the case; `pieces` takes it
apart again. The characters that delimit a reference never come from a case: `plain` removes them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from honestbroker.explain.phrases import say

__all__ = [
    "Block",
    "Bullets",
    "Chapter",
    "Facts",
    "Grid",
    "Heading",
    "Para",
    "Picture",
    "Ref",
    "Story",
    "labels",
    "mark",
    "pieces",
    "plain",
    "without_marks",
]

_OPEN: Final = "\ue000"
_CLOSE: Final = "\ue001"
_MARK: Final = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_BEFORE: Final = re.compile(f"(?<=[^{_CLOSE}]) (?={_OPEN})")
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000\ue001\ufffe\uffff\ud800-\udfff]")


def plain(text: str) -> str:
    """A text of a case without characters that no document may hold.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The same without control characters and without the delimiters of references.
    """
    return _UNFIT.sub("", text)


def mark(key: str) -> str:
    """A reference to an item, to be put into a sentence.

    Parameters
    ----------
    key : str
        The item's key, as in `honestbroker.result.provenance.Entry`.

    Returns
    -------
    str
        The delimited key.
    """
    return f"{_OPEN}{plain(key)}{_CLOSE}"


def pieces(sentence: str) -> tuple[tuple[str, str], ...]:
    r"""A sentence as words and references.

    Parameters
    ----------
    sentence : str
        A sentence with marks.

    Returns
    -------
    tuple of (str, str)
        ``("text", words)`` and ``("ref", key)``, in order, without empty words. The blank between a
        word and a reference is one that does not break.

    Examples
    --------
    >>> pieces("It would talk " + mark("statement US: talks") + ".")
    (('text', 'It would talk\xa0'), ('ref', 'statement US: talks'), ('text', '.'))
    """
    parts = _MARK.split(_BEFORE.sub("\u00a0", sentence))
    told = [("ref" if place % 2 else "text", part) for place, part in enumerate(parts)]
    return tuple((kind, part) for kind, part in told if part)


def without_marks(sentence: str) -> str:
    """A sentence as plain words.

    Parameters
    ----------
    sentence : str
        A sentence with marks.

    Returns
    -------
    str
        Its words only.
    """
    return re.sub(f" ?{_MARK.pattern}", "", sentence)


@dataclass(frozen=True)
class Para:
    """A paragraph of one or more sentences; `kind` is ``plain``, ``note`` or ``lead``."""

    text: str
    kind: str = "plain"


@dataclass(frozen=True)
class Heading:
    """A heading within a chapter."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list, numbered where the order means something."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: a caption, a heading for each column, rows of sentences.

    `widths` are relative widths of the columns. `folded` tables are long: a screen may fold them.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    folded: bool = False


@dataclass(frozen=True)
class Picture:
    """A place for a figure, by its name."""

    name: str


@dataclass(frozen=True)
class Facts:
    """A titled list of labelled facts that can be referred to by `anchor`."""

    anchor: str
    number: int
    title: str
    rows: tuple[tuple[str, str], ...]


Block = Para | Heading | Bullets | Grid | Picture | Facts


@dataclass(frozen=True)
class Chapter:
    """A chapter; `kind` is ``answer`` (the box at the top), ``body`` or ``appendix``."""

    id: str
    heading: str
    blocks: tuple[Block, ...]
    kind: str = "body"


@dataclass(frozen=True)
class Ref:
    """Where a reference leads: an entry's number and anchor, and a word that belongs beside it."""

    number: int
    anchor: str
    title: str
    flag: str = ""


@dataclass(frozen=True)
class Story:
    """A report in words.

    Attributes
    ----------
    language : str
        ``en`` or ``vi``.
    title, subtitle : str
        The case's title and its question.
    facts : tuple of (str, str)
        Label and value: date, cut-off, version and so on.
    chapters : tuple of Chapter
        In order; the first is the answer.
    refs : dict
        Key of an item to where its entry is.
    labels : dict
        Words of the page itself: ``contents``, ``appendix``, ``page``, ...
    """

    language: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    refs: Mapping[str, Ref] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


_LABELS: Final = (
    "contents", "figure", "text", "data", "back", "print", "larger", "smaller",
    "light", "page", "made", "skip", "display", "anchor", "entry",
)  # fmt: skip


def labels(language: str) -> dict[str, str]:
    """The words of a page itself.

    Parameters
    ----------
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    dict
        Label to words: ``contents``, ``page``, ``print``, ...
    """
    return {label: say(language, f"report.label.{label}") for label in _LABELS}
