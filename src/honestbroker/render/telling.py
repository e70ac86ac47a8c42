"""Any result in words: `tell` is the door. On a terminal, in a notebook, as a page, as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any, Final

from honestbroker.case.case import Case
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.changes import variant
from honestbroker.explain.basis import blocks
from honestbroker.explain.page import Chapter, Para, Story, labels
from honestbroker.explain.section import Items, Section, Table
from honestbroker.result.base import Question

__all__ = ["Telling", "tell"]

TELLERS: Final[Mapping[str, tuple[str, str]]] = {
    "Broker": ("brokers", "broker"),
    "Brokers": ("brokers", "brokers"),
    "Checks": ("checking", "checking"),
    "Comparison": ("sensitivity", "compare"),
    "Difference": ("reasons", "difference"),
    "Escalation": ("escalation", "escalation"),
    "NamedConditions": ("conditions", "conditions"),
    "Overview": ("briefing", "briefing"),
    "Paths": ("listing", "paths"),
    "Preferred": ("reasons", "preferred"),
    "Provenance": ("provenance", "overall"),
    "Rankings": ("whatif", "rankings"),
    "Roadmap": ("roadmap", "roadmap"),
    "Roadmaps": ("roadmap", "roadmaps"),
    "Route": ("reasons", "route"),
    "Sensitivity": ("sensitivity", "sensitivity"),
    "Stability": ("listing", "stability"),
    "Stones": ("stones", "stones"),
    "Timeline": ("sensitivity", "timeline"),
    "Views": ("views", "views"),
    "WhatIf": ("whatif", "whatif"),
    "Why": ("reasons", "why"),
}
"""Kind of result to the module of `honestbroker.explain` and its function that tells it."""

FORMATS = ("html", "pdf", "md", "txt")
"""What a telling can be written as."""

_WIDTH: Final = 88


@dataclass(frozen=True, repr=False)
class Telling:
    """A result in words.

    Attributes
    ----------
    sections : tuple of Section
        What is told; the first section is the head.
    language : str
        ``en`` or ``vi``.
    """

    sections: tuple[Section, ...]
    language: str

    def __str__(self) -> str:
        from rich.console import Console

        from honestbroker.render.terminal import show

        page = Console(file=StringIO(), width=_WIDTH, color_system=None, highlight=False)
        show(self.sections, page)
        assert isinstance(page.file, StringIO)
        return page.file.getvalue().rstrip()

    def __repr__(self) -> str:
        return f"<Telling: {self.sections[0].heading}, {len(self.sections) - 1} sections>"

    def _repr_html_(self) -> str:
        return f'<div lang="{escape(self.language)}">{"".join(self._html())}</div>'

    def _html(self) -> Iterator[str]:
        for place, section in enumerate(self.sections):
            level = 4 if place else 3
            yield f'<h{level} dir="auto">{escape(section.heading)}</h{level}>'
            for block in section.blocks:
                if isinstance(block, Items):
                    tag = "ol" if block.numbered else "ul"
                    told = "".join(f"<li>{escape(item)}</li>" for item in block.items)
                    yield f"<{tag}>{told}</{tag}>"
                elif isinstance(block, Table):
                    yield "<table><thead><tr>"
                    yield "".join(f'<th scope="col">{escape(cell)}</th>' for cell in block.columns)
                    yield "</tr></thead><tbody>"
                    for row in block.rows:
                        cells = "".join(f'<td dir="auto">{escape(cell)}</td>' for cell in row)
                        yield f"<tr>{cells}</tr>"
                    yield "</tbody></table>"
                else:
                    yield f"<p>{escape(block)}</p>"

    def story(self) -> Story:
        """The telling as the words of a page.

        Returns
        -------
        Story
            A chapter for each section below the head.
        """
        head, *rest = self.sections
        chapters = tuple(
            Chapter(f"part-{number}", section.heading, tuple(blocks(section)))
            for number, section in enumerate(rest, start=1)
        )
        *above, line = (block for block in head.blocks if isinstance(block, str))
        first = chapters[0]
        opened = Chapter(first.id, first.heading, (Para(line, "note"), *first.blocks))
        return Story(
            self.language,
            head.heading,
            " ".join(above),
            (),
            (opened, *chapters[1:]),
            labels=labels(self.language),
        )

    def html(self) -> str:
        """The telling as one self-contained HTML file.

        Returns
        -------
        str
            The document.
        """
        from honestbroker.render.html import html

        return html(self.story(), {})

    def written(self, form: str) -> bytes:
        """The telling in one of the formats.

        Parameters
        ----------
        form : str
            ``html``, ``pdf``, ``md`` or ``txt``.

        Returns
        -------
        bytes
            The file; texts are UTF-8.

        Raises
        ------
        CaseError
            If there is no such format, or what it needs is not installed.
        """
        if form == "html":
            return self.html().encode()
        if form == "pdf":
            from honestbroker.render.pdf import pdf

            return pdf(self.story(), {})
        if form == "md":
            from honestbroker.render.markdown import markdown

            return markdown(self.story(), {}).encode()
        if form == "txt":
            return f"{self}\n".encode()
        raise CaseError([Problem(f"there is no format '{form}'", None, near(form, FORMATS))])

    def save(self, path: str | Path) -> None:
        """Write the telling into a file.

        Parameters
        ----------
        path : str or Path
            The file; its ending (``.html``, ``.pdf``, ``.md``, ``.txt``) decides the format.

        Raises
        ------
        CaseError
            If the ending is none of these.
        """
        target = Path(path)
        target.write_bytes(self.written(target.suffix.removeprefix(".") or "html"))


def tell(result: Any, case: Case, language: str = "en") -> Telling:
    """A result in words.

    Parameters
    ----------
    result : Why, Preferred, Route, Difference, Overview, Stability, Paths, ...
        What an analysis answered.
    case : Case
        The case it was asked of.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    Telling
        To be printed, shown in a notebook, or saved.

    Raises
    ------
    CaseError
        If the result was asked of a changed case that `case` is not.
    TypeError
        If nothing is told of such a result.

    Examples
    --------
    >>> import honestbroker as hb
    >>> dilemma = hb.read("prisoners-dilemma")
    >>> print(tell(hb.preferred(dilemma, "{defect_r}", "{}", party="row"), dilemma))
    THE PRISONER'S DILEMMA
    Can two parties hold on to cooperation when each would gain by defecting?
    Case prisoners-dilemma, version 1.0, profile base.
    <BLANKLINE>
    Which of the two each prefers
    First: Row would defect. Second: nothing.
      - Row prefers the first: what counts is its ranking of the states
        [luce-raiffa-1957].
    """
    kind = type(result).__name__
    if kind not in TELLERS:
        raise TypeError(f"nothing tells of {kind}; known: {', '.join(TELLERS)}")
    module, name = TELLERS[kind]
    teller = getattr(import_module(f"honestbroker.explain.{module}"), name)
    asked = _question(result)
    if asked is not None and (
        (case.profile, tuple(change.id for change in case.applied))
        != (asked.profile, asked.changes)
    ):
        case = variant(case, asked.profile, asked.changes)
    return Telling(tuple(teller(case, result, language)), language)


def _question(result: Any) -> Question | None:
    for holder in (result, getattr(result, "paths", None)):
        for name in ("question", "after"):
            found = getattr(holder, name, None)
            if isinstance(found, Question):
                return found
    return None
