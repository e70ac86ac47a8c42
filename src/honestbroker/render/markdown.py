"""A report as Markdown: words, tables and the pictures in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

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

__all__ = ["markdown"]

_SPECIAL: Final = re.compile(r"([\\`*_\[\]{}<>#|~&])")
_LINE_START: Final = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$|[-=])")


def markdown(story: Story, figures: Mapping[str, Figure]) -> str:
    """A report as Markdown.

    Parameters
    ----------
    story : Story
        The report in words.
    figures : dict
        Name of a place in it to a picture, of which the words are told.

    Returns
    -------
    str
        The document; what a case says is escaped, so that it stays text.
    """
    lines = [f"# {_escaped(story.title)}", ""]
    if story.subtitle:
        lines += [f"*{_escaped(story.subtitle)}*", ""]
    lines += [f"- {_escaped(label)}: {_escaped(value)}" for label, value in story.facts]
    for chapter in story.chapters:
        lines += ["", f"## {_escaped(chapter.heading)}", ""]
        for block in chapter.blocks:
            lines += _told(story, figures, block)
    lines += ["", f"*{_escaped(story.labels['made'])}*"]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _told(story: Story, figures: Mapping[str, Figure], block: Block) -> Iterator[str]:
    match block:
        case Para():
            yield from (_rich(story, block.text), "")
        case Heading():
            yield from (f"### {_rich(story, block.text)}", "")
        case Bullets():
            for number, item in enumerate(block.items, start=1):
                yield f"{f'{number}.' if block.numbered else '-'} {_rich(story, item)}"
            yield ""
        case Grid():
            if block.caption:
                yield from (f"**{_escaped(block.caption)}**", "")
            yield "| " + " | ".join(_rich(story, cell) for cell in block.columns) + " |"
            yield "|" + " --- |" * len(block.columns)
            for row in block.rows:
                yield "| " + " | ".join(_rich(story, cell) for cell in row) + " |"
            yield ""
        case Picture():
            if block.name in figures:
                figure = figures[block.name]
                yield from (f"**{_escaped(story.labels['figure'])}: {_escaped(figure.title)}**", "")
                yield from (f"- {_escaped(line)}" for line in figure.text)
                yield ""
        case Facts():
            place = f"{block.number}. " if block.number else ""
            anchor = f'<a id="{block.anchor}"></a>'
            yield from (f"{anchor}**{place}{_escaped(block.title)}**", "")
            yield from (f"- {_escaped(label)}: {_rich(story, text)}" for label, text in block.rows)
            yield ""


def _rich(story: Story, sentence: str) -> str:
    told = []
    for kind, part in pieces(sentence):
        if kind == "text":
            told.append(_escaped(part))
        elif part in story.refs:
            ref = story.refs[part]
            shown = str(ref.number) if ref.number else ref.title
            flag = f", {ref.flag}" if ref.flag else ""
            told.append(rf"[\[{_escaped(shown + flag)}\]](#{ref.anchor})")
    return "".join(told)


def _escaped(text: str) -> str:
    flat = " ".join(text.split("\n"))
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", flat))
