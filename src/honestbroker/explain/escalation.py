"""What may escalate, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from honestbroker.case.brokering import Roadmap, Stage
from honestbroker.case.case import Case
from honestbroker.changes import edited, named
from honestbroker.explain.head import head
from honestbroker.explain.section import Block, Items, Section
from honestbroker.explain.states import stage_name
from honestbroker.explain.whatif import Saying
from honestbroker.explain.words import Words, capital
from honestbroker.result.escalation import Escalated, Escalation, Misreading, Mistake
from honestbroker.result.paths import Step

__all__ = ["escalation"]

_SHOWN = 3
"""Mistakes that are told of one start, and misreadings of one mistake; the JSON output has all."""


def escalation(case: Case, found: Escalation, language: str = "en") -> list[Section]:
    """What may escalate.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Escalation
        The answer.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, the question, what follows from today, and from each stage from which anything does.
    """
    words = Words(case, language)
    sections = [
        head(words, found.question),
        Section(words.say("escalation"), tuple(_asked(words, found))),
    ]
    if not any(one.plain_count or one.mistakes for one in found.starts):
        return sections
    today = _Telling(words, found).start(found.today)
    sections.append(Section(words.say("escalation.today"), tuple(today)))
    calm = []
    for plan in case.roadmaps:
        for stage in plan.stages:
            starts = [one for one in found.starts if _passes(one, plan, stage)]
            title = words.say(
                "escalation.stage", plan=_title(words, plan), stage=stage_name(words, stage)
            )
            if any(one.plain_count or one.mistakes for one in starts):
                telling = _Telling(Words(_in_force(case, plan, stage), language), found)
                blocks = tuple(telling.stage(plan, stage, starts))
                sections.append(Section(title, blocks))
            elif starts:
                calm.append(title)
    if calm:
        told = words.say("escalation.calm", stages="; ".join(calm))
        sections.append(Section(words.say("escalation.others"), (told,)))
    return sections


def _asked(words: Words, found: Escalation) -> Iterator[Block]:
    outcomes = [words.say("quoted", text=words.outcome(id)) for id in found.bad]
    yield words.say("escalation.bad", outcomes=words.joined(outcomes))
    count = len(found.starts) - 1
    starts = words.count("escalation.starts", count)
    if not count:
        starts = words.say("escalation.starts.today")
    yield words.say("escalation.asked", starts=starts, tried=found.tried)
    if found.unread:
        yield words.say("escalation.unread", parties=words.parties(found.unread))
    if not any(one.plain_count or one.mistakes for one in found.starts):
        yield words.say("escalation.nothing")


def _title(words: Words, plan: Roadmap) -> str:
    return capital(words.text(plan.name, plan.id))


def _passes(one: Escalated, plan: Roadmap, stage: Stage) -> bool:
    return any((at.roadmap, at.stage) == (plan.id, stage.id) for at in one.stages)


def _in_force(case: Case, plan: Roadmap, stage: Stage) -> Case:
    """The case with the snapbacks of a stage and of those before it: it may have new options."""
    road = [one for one in plan.stages if one.track == stage.track]
    for one in (*takewhile(lambda other: other.id != stage.id, road), stage):
        back = one.snapback
        case = edited(case, named(case, back).edits if isinstance(back, str) else back)[0]
    return case


class _Telling:
    """One version of the case on its way into words."""

    def __init__(self, words: Words, found: Escalation) -> None:
        self.words = words
        self.saying = Saying(words)
        self.bad = found.bad

    def stage(self, plan: Roadmap, stage: Stage, starts: Sequence[Escalated]) -> Iterator[Block]:
        """What follows once a stage is entered, and how often a mistake matters after that."""
        entered = [
            one
            for one in starts
            for at in one.stages
            if at.entered and (at.roadmap, at.stage) == (plan.id, stage.id)
        ]
        for one in entered:
            if len(entered) > 1:
                doings = self.words.against_today(one.at.state)
                yield self.words.say("escalation.entered", doings=doings)
            yield from self.start(one)
        more = sum(bool(one.mistakes) for one in starts if one not in entered)
        if more:
            yield self.words.count("escalation.settling", more)

    def start(self, one: Escalated) -> Iterator[Block]:
        """What follows from one state."""
        words = self.words
        if one.plain and not one.plain[0].path:
            yield words.say("escalation.is bad")
        elif one.plain:
            way = one.plain[0]
            outcomes = self._outcomes(way.at.outcomes)
            yield words.say("escalation.plain", outcomes=outcomes, path=self._steps(way.path))
        else:
            yield words.say("escalation.plain.not")
        if one.mistakes:
            yield words.count("escalation.mistakes", one.misreadings)
            yield Items(tuple(self._mistake(mistake) for mistake in one.mistakes[:_SHOWN]))
        else:
            yield words.say("escalation.mistakes.not")

    def _outcomes(self, ids: Iterable[str]) -> str:
        """The named outcomes of a state that are bad; a formula that was asked about by itself."""
        words = self.words
        known = {outcome.id for outcome in words.case.outcomes}
        true = set(ids)
        bad = [id for id in self.bad if id in true or id not in known] or list(self.bad)
        return words.joined([words.say("quoted", text=words.outcome(id)) for id in bad])

    def _steps(self, steps: Iterable[Step]) -> str:
        return " ".join(self.words.step(step) for step in steps)

    def _mistake(self, one: Mistake) -> str:
        words = self.words
        wrong = one.path[one.turn]
        return words.say(
            "escalation.mistake",
            misreading=self._misread(one),
            path=self._steps(one.path),
            outcomes=self._outcomes(one.at.outcomes),
            viewer=words.party(one.viewer),
            deeds=words.deeds(wrong.take, wrong.drop),
            answer=self._steps(one.answer),
            reason=words.reason(one.after),
        )

    def _misread(self, one: Mistake) -> str:
        words = self.words
        told = [self._line(one.viewer, each) for each in one.misreadings]
        text = told[0]
        for other in told[1:_SHOWN]:
            text = words.say("escalation.or", first=text, second=other)
        if len(told) > _SHOWN:
            about = words.parties(dict.fromkeys(each.about for each in one.misreadings))
            text = words.say("escalation.more", told=text, about=about, count=len(told) - _SHOWN)
        return text

    def _line(self, viewer: str, one: Misreading) -> str:
        words = self.words
        blanks = {"viewer": words.party(viewer), "about": words.party(one.about)}
        what = self.saying.statement(one.about, one.statement)
        if one.other is None:
            return words.say("escalation.drop", **blanks, what=what)
        other = self.saying.statement(one.about, one.other)
        return words.say("escalation.swap", **blanks, what=what, other=other)
