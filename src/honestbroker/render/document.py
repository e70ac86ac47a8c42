"""The report of a case: `report` is the door.

Question and answer are the analyses'; the words are `honestbroker.explain.report`'s; here they are
put together with pictures and set as HTML, PDF, Markdown or JSON.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

from honestbroker.analyses import atlas, overview, stability
from honestbroker.analyses.paths import Standing
from honestbroker.analyses.provenance import provenance
from honestbroker.case.case import Case
from honestbroker.case.parts import Change
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.changes import variant
from honestbroker.encode import encode
from honestbroker.explain.noting import Noting
from honestbroker.explain.page import Block, Story
from honestbroker.explain.report import Telling, story
from honestbroker.render.figures import Figure, figures
from honestbroker.render.sections import (
    Asking,
    Kind,
    kind_of,
    more_results,
    named_kinds,
    wanted_names,
)
from honestbroker.result.findings import Findings, Result

__all__ = ["FORMATS", "Report", "report"]

FORMATS = ("html", "pdf", "md", "json")
"""What a report can be written as."""


@dataclass(frozen=True, repr=False)
class Report:
    """A report: its results, its words, its pictures.

    Attributes
    ----------
    findings : Findings
        The results told of.
    story : Story
        The words.
    figures : dict
        The pictures by name.
    date : date or None
        The day it is of, as the caller gave it.
    """

    findings: Findings
    story: Story
    figures: Mapping[str, Figure]
    date: datetime.date | None

    def __repr__(self) -> str:
        question = self.findings.overview.paths.question
        return f"<Report of {question.case}, {len(self.story.chapters)} chapters>"

    def _repr_html_(self) -> str:
        title, page = escape(self.story.title), escape(self.html())
        frame = "width:100%;height:45rem;border:1px solid #b9c0c8"
        return f'<iframe title="{title}" style="{frame}" srcdoc="{page}"></iframe>'

    def html(self) -> str:
        """The report as one self-contained HTML file.

        Returns
        -------
        str
            The document.
        """
        from honestbroker.render.html import html

        return html(self.story, self.figures)

    def pdf(self) -> bytes:
        """The report as PDF.

        Returns
        -------
        bytes
            The file.

        Raises
        ------
        CaseError
            If typst is not installed.
        """
        from honestbroker.render.pdf import pdf

        return pdf(self.story, self.figures, self.date)

    def markdown(self) -> str:
        """The report as Markdown.

        Returns
        -------
        str
            The document.
        """
        from honestbroker.render.markdown import markdown

        return markdown(self.story, self.figures)

    def to_dict(self) -> dict[str, Any]:
        """The results as JSON values; ``honestbroker schema report`` describes them.

        Returns
        -------
        dict
            What ``honestbroker report --format json`` writes.
        """
        date = None if self.date is None else self.date.isoformat()
        return {**self.findings.to_dict(), "date": date, "language": self.story.language}

    def written(self, form: str) -> bytes:
        """The report in one of the formats.

        Parameters
        ----------
        form : str
            ``html``, ``pdf``, ``md`` or ``json``.

        Returns
        -------
        bytes
            The file; texts are UTF-8.

        Raises
        ------
        CaseError
            If there is no such format, or what it needs is not installed.
        """
        if form == "pdf":
            return self.pdf()
        if form == "html":
            return self.html().encode()
        if form == "md":
            return self.markdown().encode()
        if form == "json":
            return (json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n").encode()
        told = f"there is no format '{form}'"
        raise CaseError([Problem(told, None, near(form, FORMATS))])

    def save(self, path: str | Path) -> None:
        """Write the report into a file.

        Parameters
        ----------
        path : str or Path
            The file; its ending (``.html``, ``.pdf``, ``.md``, ``.json``) decides the format.

        Raises
        ------
        CaseError
            If the ending is none of these.
        """
        target = Path(path)
        target.write_bytes(self.written(target.suffix.removeprefix(".") or "html"))


def report(
    case: Case,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    language: str = "en",
    date: datetime.date | None = None,
    sections: Sequence[str | Result] = (),
    max_memory: int | None = None,
) -> Report:
    """The report of a case.

    Parameters
    ----------
    case : Case
        The case.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made on top, or ids from the case's library.
    language : str
        ``en`` or ``vi``.
    date : date or None
        The day the report is of; nothing here looks at a clock.
    sections : sequence of str or Result
        Sections besides those that come unasked: names, whose analyses are then asked with their
        defaults, or results that are there already, such as ``hb.sensitivity(case)``. A name after
        a minus leaves out what would come unasked. `honestbroker.render.sections` has the names.
    max_memory : int or None
        Bytes that may be used; None for the default.

    Returns
    -------
    Report
        To be written as HTML, PDF, Markdown or JSON.

    Raises
    ------
    CaseError
        If a profile, change, rule or ranking is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> report(hb.read("syria-iraq-1975")).markdown().splitlines()[0]
    '# Syria and Iraq over the Euphrates, 1975'
    """
    found = variant(case, profile, changes)
    more = [(kind_of(one).name, one) for one in sections if not isinstance(one, str)]
    names = wanted_names(found, [name for name, _ in more], sections)
    more += more_results(Asking(found, max_memory=max_memory), names)
    standing = Standing(encode(found, max_memory, play=True))
    results = Findings(
        overview.of_standing(standing),
        stability.of_encoded(standing.encoded, standing.concepts, standing.table),
        atlas.of_standing(standing),
        provenance(found),
        tuple(more),
    )
    kinds = named_kinds(name for name, _ in results.more)
    tellings = [
        Telling(kind.name, kind.heading, partial(_told, kind, results), kind.works)
        for kind in kinds
    ]
    told = story(found, results, date, language, tellings)
    drawn = figures(found, results, language)
    for kind in kinds:
        drawn.update(kind.pictures(Noting(found, language), results.of(kind.name)))
    return Report(results, told, drawn, date)


def _told(kind: Kind, results: Findings, words: Noting) -> Iterable[Block]:
    return kind.chapter(words, results.of(kind.name))
