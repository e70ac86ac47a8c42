"""The report: what an `Overview`, an `Atlas` and a `Provenance` say, as chapters of one text.

The answer comes first, with the conditions it stands under. It names no deal to strike and no
probability. Every sentence that rests on a statement of the case refers to that statement's entry.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from honestbroker.case.brokering import Condition, Contribution, Objection, Stage
from honestbroker.case.case import Case
from honestbroker.case.parts import AddGroup, AddOption, Insert, Replace, Statements
from honestbroker.case.sources import Text
from honestbroker.explain.answer import answer
from honestbroker.explain.appendix import appendices
from honestbroker.explain.basis import founding, matter
from honestbroker.explain.chapters import (
    deals,
    elsewhere,
    glance,
    harms,
    orders,
    outcomes,
    reach,
    today,
)
from honestbroker.explain.noting import Noting
from honestbroker.explain.page import Block, Bullets, Chapter, Para, Ref, Story, labels
from honestbroker.explain.provenance import LONGEST, in_words
from honestbroker.explain.words import capital
from honestbroker.result.findings import Findings
from honestbroker.result.provenance import Entry, Provenance

__all__ = ["Telling", "story"]


@dataclass(frozen=True)
class Telling:
    """A chapter that tells of a slower analysis.

    Attributes
    ----------
    id : str
        The chapter's id.
    heading : str
        The phrase that heads it.
    blocks : callable
        From the report's words to its blocks.
    works : tuple of str
        Keys of the works its method comes from.
    """

    id: str
    heading: str
    blocks: Callable[[Noting], Iterable[Block]]
    works: tuple[str, ...] = ()


def story(
    case: Case,
    found: Findings,
    date: datetime.date | None = None,
    language: str = "en",
    more: Sequence[Telling] = (),
) -> Story:
    """The report in words.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Findings
        What the analyses found.
    date : date or None
        The day the report is of; None leaves it out.
    language : str
        ``en`` or ``vi``.
    more : sequence of Telling
        What slower analyses say, each a chapter of its own before the appendix.

    Returns
    -------
    Story
        Title, facts, chapters, references.
    """
    words = Noting(case, language)
    refs = _refs(words, found.provenance)
    chapters = [
        Chapter(id, words.say(key), tuple(told), "answer" if id == "answer" else "body")
        for id, key, told in _chapters(words, found)
    ]
    chapters += [
        Chapter(telling.id, words.say(telling.heading), tuple(telling.blocks(words)))
        for telling in more
    ]
    chapters += [
        Chapter("matter", words.say("report.matter"), tuple(matter(words, found))),
        Chapter("founding", words.say("founding"), tuple(founding(words, found))),
        *appendices(
            words,
            found.stability,
            found.atlas,
            found.provenance,
            refs,
            [work for telling in more for work in telling.works],
        ),
    ]
    question = words.text(case.question)
    return Story(
        language,
        words.text(case.title),
        question,
        tuple(_facts(words, found, date)),
        tuple(chapters),
        refs,
        labels(language),
    )


def _chapters(words: Noting, found: Findings) -> Iterator[tuple[str, str, Iterator[Block]]]:
    """Id, phrase and blocks of each chapter that has something to tell."""
    case = words.case
    starts = found.overview.paths.status_quo is not None
    yield "answer", "report.answer", answer(words, found)
    yield "glance", "report.glance", glance(words)
    yield "today", "today", today(words, found)
    if starts:
        yield "reach", "reach", reach(words, found.atlas)
    yield "else", "report.else", elsewhere(words, found)
    if starts or case.reference is not None:
        yield "traps", "report.traps", harms(words, found.atlas)
    if starts and case.groups:
        yield "deals", "deals", deals(words, found)
    if found.overview.outcomes:
        yield "outcomes", "outcomes", iter((outcomes(words, found),))
    yield "orders", "report.orders", orders(words, found.atlas)
    if case.says_nothing_about:
        silent = tuple(capital(words.text(text)) + "." for text in case.says_nothing_about)
        yield "silent", "silent", iter((Para(words.say("report.silent")), Bullets(silent)))


def _facts(words: Noting, found: Findings, date: datetime.date | None) -> Iterator[tuple[str, str]]:
    case, question = words.case, found.overview.paths.question
    if date is not None:
        yield words.say("report.fact.date"), words.date(date)
    version = f"{case.id} {case.version}".strip()
    yield words.say("report.fact.case"), version
    if case.cut_off is not None:
        yield words.say("report.fact.cutoff"), words.date(case.cut_off)
    if question.profile is not None:
        profile = case.profile_named(question.profile)
        name = words.text(profile.name)
        told = words.say("report.aside", text=name, aside=profile.id) if name else profile.id
        if profile.post_hoc:
            told += ". " + words.say("case.post_hoc")
        yield words.say("report.fact.profile"), told
    changes = [words.change(change.id) for change in case.applied]
    told = words.joined(changes) if changes else words.say("report.none")
    yield words.say("report.fact.changes"), told
    founding = found.overview.founding
    yield (
        words.say("report.fact.founding"),
        words.say(
            "report.founding",
            items=founding.items,
            cited=founding.cited,
            judged=founding.judged_only,
            unsourced=len(founding.unsourced),
        ),
    )
    told = words.say("case.unreviewed") if words.unreviewed else ""
    missing = _untranslated(case, words.language) if words.language != "en" else 0
    if missing:
        told += " " + words.say("report.untranslated", count=missing)
    if told:
        yield words.say("report.fact.translation"), told.strip()


def _untranslated(case: Case, language: str) -> int:
    """How many names of the case are told in the language they were written in."""
    names: list[Text | None] = [party.name for party in case.parties]
    names += [option.name for option in case.options]
    names += [flag.name for flag in case.flags]
    names += [rule.name for rule in case.rules]
    names += [outcome.name for outcome in case.outcomes]
    for preference in case.lists.values():
        if isinstance(preference, Statements):
            names += [line.name for line in preference.lines]
    names += [broker.name for broker in case.brokers]
    names += [roadmap.name for roadmap in case.roadmaps]
    for _, _, thing in case.judged():
        match thing:
            case (
                Contribution(name=name)
                | Stage(name=name)
                | Condition(name=name)
                | Objection(text=name)
            ):
                names.append(name)
    return sum(name is not None and language not in dict(name.languages) for name in names)


def _refs(words: Noting, found: Provenance) -> dict[str, Ref]:
    told = {}
    for number, entry in enumerate(found.entries, start=1):
        flag = ""
        if not entry.cites and entry.fact:
            flag = words.say("report.flag.judged" if entry.sourced else "report.flag.unsourced")
        told[entry.key] = Ref(number, f"entry-{number}", _entry_title(words, entry), flag)
    for key, home in _brought(words.case):
        if home in told:
            told.setdefault(key, told[home])
    cited = [source for source in found.sources if source.items]
    for number, source in enumerate(cited, start=1):
        told[f"source {source.id}"] = Ref(0, f"source-{number}", source.id)
    return told


def _brought(case: Case) -> Iterator[tuple[str, str]]:
    """What contributions would add to the case, and the contribution whose entry tells of it."""
    for broker in case.brokers:
        for contribution in broker.contributions:
            home = f"contribution {broker.id}: {contribution.id}"
            for edit in contribution.edits:
                match edit.kind:
                    case Insert(party=party, statement=line) | Replace(party=party, by=line):
                        yield f"statement {party}: {line.id}", home
                    case AddOption(option=option):
                        yield f"option {option.id}", home
                    case AddGroup(group=group):
                        yield f"group {', '.join(group.members)}", home


def _entry_title(words: Noting, entry: Entry) -> str:
    if entry.party is None or entry.position is None:
        kind = words.say(f"provenance.kind.{entry.kind}")
        told = in_words(words, entry)
        short = told if len(told) <= LONGEST else told[: LONGEST - 1] + "…"
        return words.say("provenance.titled", kind=kind, words=short)
    party = capital(words.party(entry.party))
    return words.say("provenance.line", party=party, position=entry.position, length=entry.length)
