"""Chapters of a report that tell of slower analyses: what would have to change, how sure, when.

Each takes the words of the report and the results, and yields blocks; what stands in a result's
sections on a terminal stands here with references to entries in the place of sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from honestbroker.explain.basis import blocks
from honestbroker.explain.noting import Noting
from honestbroker.explain.page import Block, Heading, Para, Picture
from honestbroker.explain.section import Section
from honestbroker.explain.sensitivity import certainty, disagreement, turns
from honestbroker.explain.views import mistakes
from honestbroker.explain.whatif import answers
from honestbroker.result.compare import Comparison, Timeline
from honestbroker.result.sensitivity import Sensitivity
from honestbroker.result.views import Views
from honestbroker.result.whatif import WhatIf

__all__ = ["comparisons", "sensitivities", "timelines", "told", "viewings", "whatifs"]


def told(sections: Sequence[Section]) -> Iterator[Block]:
    """Sections as blocks of one chapter: the first without its heading, which is the chapter's.

    Parameters
    ----------
    sections : sequence of Section
        What a terminal would show below the head.

    Yields
    ------
    Block
        Headings and what stands below them.
    """
    for number, section in enumerate(sections):
        if number:
            yield Heading(section.heading)
        yield from blocks(section)


def whatifs(words: Noting, found: Sequence[WhatIf]) -> Iterator[Block]:
    """What would have to change, target by target.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : sequence of WhatIf
        A result for each target.

    Yields
    ------
    Block
        Its blocks.
    """
    yield Para(words.say("report.whatif.what"))
    for one in found:
        key = "report.whatif.stop" if one.target.stops else "report.whatif.make"
        name = words.clean(words.outcome(one.target.text))
        yield Heading(words.say(key, target=name))
        yield from told(answers(words, one))


def sensitivities(words: Noting, found: Sequence[Sensitivity]) -> Iterator[Block]:
    """How sure the headline claims are.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : sequence of Sensitivity
        The result.

    Yields
    ------
    Block
        Its blocks.
    """
    for one in found:
        yield Para(words.say("report.sure.what"))
        yield Picture("sure")
        yield from told(certainty(words, one))


def comparisons(words: Noting, found: Sequence[Comparison]) -> Iterator[Block]:
    """Who disagrees about what.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : sequence of Comparison
        The result.

    Yields
    ------
    Block
        Its blocks.
    """
    for one in found:
        yield from told(disagreement(words, one))


def timelines(words: Noting, found: Sequence[Timeline]) -> Iterator[Block]:
    """What changed when.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : sequence of Timeline
        The result.

    Yields
    ------
    Block
        Its blocks.
    """
    for one in found:
        yield Picture("timeline")
        yield from told(turns(words, one, drawn=True))


def viewings(words: Noting, found: Sequence[Views]) -> Iterator[Block]:
    """Who is mistaken about whom.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : sequence of Views
        The result.

    Yields
    ------
    Block
        Its blocks.
    """
    for one in found:
        yield from told(mistakes(words, one))
