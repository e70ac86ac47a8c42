"""Chapters of a report on plans and mediators: does the plan hold, who could mediate, and how.

Each takes the words of the report and the results, and yields blocks. What stands in a result's
sections on a terminal stands here with references to entries in the place of sources; a table that
is the data of a picture is told by the picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from honestbroker.explain.basis import blocks
from honestbroker.explain.brokers import anew, candidates_told, page_told
from honestbroker.explain.noting import Noting
from honestbroker.explain.page import Block, Bullets, Heading, Para, Picture
from honestbroker.explain.roadmap import plan_told, plans_told
from honestbroker.explain.role import role_told, with_contributions
from honestbroker.explain.section import Items, Section, Table
from honestbroker.explain.states import broker_name
from honestbroker.explain.stones import road_found
from honestbroker.explain.words import capital
from honestbroker.result.brokers import Broker, Brokers
from honestbroker.result.roadmap import Roadmaps
from honestbroker.result.stones import Stones

__all__ = ["asked_about", "mediators", "plans", "role_of_asked", "stepping"]


def plans(words: Noting, found: Sequence[Roadmaps]) -> Iterator[Block]:
    """Does the plan on the table hold, and do the others?

    Parameters
    ----------
    words : Noting
        The case's words.
    found : sequence of Roadmaps
        The result; the first roadmap of the case is the plan on the table.

    Yields
    ------
    Block
        Its blocks.
    """
    for one in found:
        if not one.roadmaps:
            yield Para(words.say("roadmaps.none"))
            continue
        yield Para(words.say("report.plans.what"))
        *roads, states = plan_told(words, one.roadmaps[0])
        for number, (summary, *stages) in enumerate(roads, start=1):
            yield from _sections([summary])
            yield Picture(f"roadmap-{number}")
            yield from _sections(stages)
        yield from _sections(states)
        if len(one.roadmaps) > 1:
            table, *summaries = plans_told(words, one)
            yield Heading(table.heading)
            yield Picture("roadmaps")
            rest = sum(len(some.roads) for some in one.roadmaps[1:])
            yield from _sections(summaries[-rest:])


def stepping(words: Noting, found: Sequence[Stones]) -> Iterator[Block]:
    """Is there a road of agreements to each outcome, or where is the first gap?

    Parameters
    ----------
    words : Noting
        The case's words.
    found : sequence of Stones
        A result for each outcome.

    Yields
    ------
    Block
        Its blocks.
    """
    yield Para(words.say("report.stones.what"))
    for number, one in enumerate(found, start=1):
        first, *rest = road_found(words, one)
        yield Heading(words.clean(first.heading))
        yield Picture(f"stones-{number}")
        yield from blocks(first)
        yield from _sections(rest)


def mediators(words: Noting, found: Sequence[Brokers]) -> Iterator[Block]:
    """Who could mediate, and what would that add or harm?

    Parameters
    ----------
    words : Noting
        The case's words.
    found : sequence of Brokers
        The result.

    Yields
    ------
    Block
        Its blocks: all candidates, the page behind the one asked about, a paragraph on the others.
    """
    for one in found:
        if not one.brokers:
            yield Para(words.say("brokers.none"))
            continue
        yield Para(words.say("report.mediators.what"))
        yield Picture("brokers")
        items = [block for block in candidates_told(words, one).blocks if isinstance(block, Items)]
        yield from blocks(Section("", tuple(items)))
        asked = asked_about(words, one)
        for other in one.brokers:
            if other is asked:
                yield from _page(words, other)
        for other in one.brokers:
            if other is not asked:
                yield Heading(_title(words, other))
                yield from blocks(Section("", tuple(role_told(words, other))))


def asked_about(words: Noting, found: Brokers) -> Broker | None:
    """The broker that the case's question is about.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : Brokers
        The result.

    Returns
    -------
    Broker or None
        The first one that the question names; the first one of the case where it names none.
    """
    question = words.text(words.case.question).casefold()
    for one in found.brokers:
        name = broker_name(words, one.id).casefold()
        if name and name in question:
            return one
    return found.brokers[0] if found.brokers else None


def role_of_asked(words: Noting, found: Sequence[Brokers]) -> Iterator[Block]:
    """The answer to what role the broker asked about can play.

    Parameters
    ----------
    words : Noting
        The case's words.
    found : sequence of Brokers
        The result; empty where nobody was asked about.

    Yields
    ------
    Block
        A heading, and its paragraphs with their conditions.
    """
    for one in found[:1]:
        asked = asked_about(words, one)
        if asked is not None:
            yield Heading(_title(words, asked))
            yield from blocks(Section("", tuple(role_told(words, asked))))


def _title(words: Noting, found: Broker) -> str:
    return capital(words.say("role", broker=broker_name(words, found.id)))


def _page(words: Noting, found: Broker) -> Iterator[Block]:
    """The page behind the paragraph on one broker, with its pictures."""
    page = page_told(words, found)
    yield from _sections(page["brings"])
    yield from _sections(page["filters"])
    for section in page["effects"]:
        yield Heading(section.heading)
        yield Picture("effects")
        yield from _without_tables(section)
    yield Heading(words.say("report.gives", broker=broker_name(words, found.id)))
    yield from _gives(words, found)
    for part in ("shares", "logics", "common"):
        yield from _sections(page[part])


def _gives(words: Noting, found: Broker) -> Iterator[Block]:
    """State by state who gives and who gets, what decides it, and what befalls whom."""
    number = 0
    for effect, some in anew(words, found):
        version = with_contributions(words, found, effect)
        for held in some:
            number += 1
            yield Picture(f"balance-{number}")
            deciding = [
                version.party(one.party) + " " + version.source(one.because)
                for one in held.given
                if one.better != "same"
            ]
            if deciding:
                yield Para(words.say("report.gives.deciding", parties="; ".join(deciding)))
            harms = tuple(version.labels(held.labels))
            if harms:
                yield Bullets(harms)
    if not number:
        yield Para(capital(words.say("figure.balance.none")) + ".")


def _sections(some: Iterable[Section]) -> Iterator[Block]:
    for section in some:
        yield Heading(section.heading)
        yield from blocks(section)


def _without_tables(section: Section) -> Iterator[Block]:
    """A section without its tables, which are the data of a picture beside it."""
    for block in section.blocks:
        if not isinstance(block, Table):
            yield from blocks(Section("", (block,)))
