"""Which named conditions an outcome needs, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from honestbroker.case.case import Case
from honestbroker.changes import edited
from honestbroker.explain.head import head
from honestbroker.explain.section import Block, Items, Section
from honestbroker.explain.whatif import Saying
from honestbroker.explain.words import Words
from honestbroker.result.conditions import ANSWERS, ConditionTold, NamedConditions, Subset
from honestbroker.result.roadmap import StateTold

__all__ = ["conditions"]


def conditions(case: Case, found: NamedConditions, language: str = "en") -> list[Section]:
    """Which named conditions an outcome needs.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : NamedConditions
        The answer.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, the question, what is enough and how it comes about, which conditions matter.
    """
    telling = _Telling(Words(case, language), found)
    say = telling.words.say
    return [
        head(telling.words, found.question),
        Section(say("conditions"), tuple(telling.asked())),
        Section(say("conditions.enough"), tuple(telling.enough())),
        Section(say("conditions.matter"), tuple(telling.matter())),
    ]


class _Telling:
    """One answer on its way into words."""

    def __init__(self, words: Words, found: NamedConditions) -> None:
        self.words = words
        self.found = found
        self.saying = Saying(words)
        named = {one.id: one.name for one in words.case.conditions}
        self.names = {
            one.id: words.say("quoted", text=words.text(named.get(one.id), one.id))
            for one in found.conditions
        }

    def asked(self) -> Iterator[Block]:
        """The question, the conditions, how much was tried."""
        words, found = self.words, self.found
        yield words.say("conditions.asked", outcome=words.outcome(found.outcome))
        yield Items(tuple(self._condition(one) for one in found.conditions))
        number = len(found.conditions)
        key = "conditions.tried.one" if number == 1 else "conditions.tried"
        count, enough = len(found.subsets), len(found.sufficient)
        yield words.say(key, count=count, conditions=number, sufficient=enough)

    def _condition(self, one: ConditionTold) -> str:
        source = self.saying.source(one.cites, one.judged, one.sure)
        told = self.words.say("conditions.each", condition=self.names[one.id], source=source)
        return self.words.say("conditions.met", told=told) if one.met else told

    def enough(self) -> Iterator[Block]:
        """Every minimal set with the way from where play starts; why others are not enough."""
        words, found = self.words, self.found
        minimal = found.minimal
        if minimal == ((),):
            yield words.say("conditions.none needed")
        elif minimal:
            yield Items(tuple(self._set(found.subset(*some)) for some in minimal))
        else:
            yield words.say("conditions.none enough")
        counts = Counter(one.answer for one in found.subsets if not one.comes_about)
        if counts:
            reasons = [
                words.say(f"conditions.why.{answer}", count=counts[answer])
                for answer in ANSWERS
                if answer in counts
            ]
            yield words.say("conditions.why", reasons="; ".join(reasons))

    def _set(self, one: Subset) -> str:
        words = self._words(one)
        if one.path:
            steps = " ".join(words.step(step) for step in one.path)
            how = words.say("conditions.how", start=_start(words, one.starts), steps=steps)
        else:
            how = words.say("conditions.there")
        return words.say("conditions.set", conditions=self._all(one.conditions), how=how)

    def _words(self, one: Subset) -> Words:
        """The words of the case with the edits of some conditions made: it may have new options."""
        case = self.words.case
        met = (condition for condition in case.conditions if condition.id in one.conditions)
        made = [edit for condition in met for edit in condition.edits]
        return Words(edited(case, made)[0], self.words.language)

    def _all(self, ids: Iterable[str]) -> str:
        return self.words.joined([self.names[id] for id in ids])

    def matter(self) -> Iterator[Block]:
        """What is needed in any case, what never matters, and how often each of the rest does."""
        words, found = self.words, self.found
        if len(found.idle) == len(found.conditions):
            yield words.say("conditions.idle.all")
            return
        needed = found.necessary
        key = "conditions.necessary" if needed else "conditions.necessary.none"
        yield words.say(key, conditions=self._all(needed))
        turning = [one.id for one in found.conditions if one.id not in found.idle]
        yield Items(tuple(map(self._turns, turning)))
        if found.idle:
            yield words.say("conditions.idle", conditions=self._all(found.idle))

    def _turns(self, id: str) -> str:
        makes, stops = self.found.turns(id)
        blanks = {"condition": self.names[id], "of": self.found.others, "makes": makes}
        if stops:
            return self.words.say("conditions.stops", **blanks, stops=stops)
        return self.words.say("conditions.makes", **blanks)


def _start(words: Words, starts: Sequence[StateTold]) -> str:
    """Where the path told begins."""
    today = words.case.status_quo or frozenset()
    if set(starts[0].state) == today:
        return words.say("conditions.start.today")
    doings = words.against_today(starts[0].state)
    return words.say("conditions.start.state", doings=doings)
