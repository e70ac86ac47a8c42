"""Roadmaps in words: who would enter, who would break it, what would mend it."""

from __future__ import annotations

from collections.abc import Iterator

from honestbroker.case.case import Case
from honestbroker.case.sources import Evidence
from honestbroker.explain.head import head
from honestbroker.explain.section import Block, Section, Table
from honestbroker.explain.stages import Stages, broken_at_once
from honestbroker.explain.words import Words, capital
from honestbroker.result.roadmap import Road, Roadmap, Roadmaps, StageTold
from honestbroker.result.why import Decision

__all__ = ["plan_told", "plans_told", "roadmap", "roadmaps"]


def roadmap(case: Case, found: Roadmap, language: str = "en") -> list[Section]:
    """What becomes of one roadmap.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Roadmap
        The answer.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, the verdict on every road, every stage.
    """
    words = Words(case, language)
    parts = plan_told(words, found)
    return [head(words, found.question), *(section for part in parts for section in part)]


def plan_told(words: Words, found: Roadmap) -> list[list[Section]]:
    """What becomes of one roadmap, without a head.

    Parameters
    ----------
    words : Words
        The case's words.
    found : Roadmap
        The answer.

    Returns
    -------
    list of list of Section
        For each road the verdict on it and its stages; last the states meant, if any.
    """
    telling = _Telling(words, words.case.roadmap(found.id))
    parts = [
        [
            telling.summary(road),
            *(telling.stage(number, told) for number, told in enumerate(road.stages, 1)),
        ]
        for road in found.roads
    ]
    return [*parts, telling.states.legend()]


def roadmaps(case: Case, found: Roadmaps, language: str = "en") -> list[Section]:
    """All roadmaps of a case side by side.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Roadmaps
        The answers.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, one table, and the verdict on each in a sentence or two.
    """
    words = Words(case, language)
    return [head(words, found.question), *plans_told(words, found)]


def plans_told(words: Words, found: Roadmaps) -> list[Section]:
    """All roadmaps of a case side by side, without a head.

    Parameters
    ----------
    words : Words
        The case's words.
    found : Roadmaps
        The answers.

    Returns
    -------
    list of Section
        One table, and the verdict on each in a sentence or two.
    """
    case, say = words.case, words.say
    if not found.roadmaps:
        return [Section(say("roadmaps"), (say("roadmaps.none"),))]
    rows: list[tuple[str, ...]] = []
    for one in found.roadmaps:
        telling = _Telling(words, case.roadmap(one.id))
        for road in one.roads:
            for stage in road.stages:
                first = not any(row[0] == telling.title for row in rows)
                rows.append((telling.title if first else "", *telling.row(stage)))
    heads = tuple(say(f"roadmaps.{key}") for key in ("plan", "stage", "entry", "hold", "who"))
    sections = [Section(say("roadmaps"), (Table(heads, tuple(rows)),))]
    for one in found.roadmaps:
        telling = _Telling(words, case.roadmap(one.id))
        sections += [telling.summary(road) for road in one.roads]
    return sections


class _Telling(Stages):
    """One roadmap in words."""

    @property
    def title(self) -> str:
        """What the roadmap is called."""
        return capital(self.words.text(self.plan.name, self.plan.id))

    def summary(self, road: Road) -> Section:
        """The verdict on a road."""
        say = self.words.say
        title = self.title
        if road.track is not None:
            first = self.stages[road.stages[0].id]
            what = f"{self.title}, {self.words.text(first.name, road.track)}"
            title = say("roadmap.track", track=what)
        blocks: list[Block] = []
        if road.track is None and self.plan.evidence.sourced:
            source = self.rests_on(self.plan.evidence)
            blocks.append(say("roadmap.source", source=source))
        blocks.append(" ".join(self._verdict(road)))
        if road.track is not None:
            blocks.append(self._begins(road))
        return Section(title, tuple(blocks))

    def rests_on(self, evidence: Evidence) -> str:
        """Citations and judgement, without the brackets' blank before."""
        judged = evidence.judged
        return self.words.rests(
            (f"roadmap {self.plan.id}",),
            [str(citation) for citation in evidence.cites],
            None if judged is None else judged.by,
            None if judged is None else judged.sure,
        ).strip()

    def _verdict(self, road: Road) -> Iterator[str]:
        say = self.words.say
        refused = [
            stage for stage in road.stages if stage.entry in (None, "infeasible", "not entered")
        ]
        whole = not refused and {stage.hold for stage in road.stages} == {"holds"}
        yield say("roadmap.whole") if whole else self._holding(road)
        if refused:
            yield self._refused(refused[0])
        elif not whole:
            yield say("roadmap.entered")
        yield from self._for_the_end(road)

    def _holding(self, road: Road) -> str:
        """Where a road fails to hold; of a stage that cannot be entered nothing can be said."""
        say = self.words.say
        entered = [stage for stage in road.stages if stage.hold is not None]
        some = "" if len(entered) == len(road.stages) else ".some"
        for hold, key in (
            ("does not hold", "roadmap.breaks"),
            ("holds while deterred", f"roadmap.breaks.deterred{some}"),
        ):
            for stage in entered:
                if stage.hold == hold:
                    return say(key, stage=self.named(stage.id), why=self._why_broken(stage))
        return say(f"roadmap.holds{some}" if entered else "roadmap.none")

    def _refused(self, stage: StageTold) -> str:
        """What is said of the first stage that is not entered: nobody may be to blame for it."""
        say, named = self.words.say, self.named(stage.id)
        if stage.entry is None:
            return say("roadmap.stuck", stage=named, why=say("stage.unreached"))
        for start in stage.starts:
            if start.entry == "infeasible":
                return say("roadmap.stuck", stage=named, why=self.forbidden(start))
        for start in stage.starts:
            for actor in start.actors:
                if actor.wants == "no":
                    return say("roadmap.refused", stage=named, why=self.actor(actor).rstrip("."))
        return say("roadmap.gated", stage=named, why=self.gate(stage))

    def _for_the_end(self, road: Road) -> Iterator[str]:
        """Who would act only for the sake of the road's end, and at which stages."""
        say = self.words.say
        waiting: dict[str, list[str]] = {}
        for number, stage in enumerate(road.stages, 1):
            for actor in (actor for start in stage.starts for actor in start.actors):
                numbers = waiting.setdefault(actor.party, []) if actor.wants == "end" else []
                if str(number) not in numbers:
                    numbers.append(str(number))
        told = [
            say(
                "roadmap.for_end.one" if len(numbers) == 1 else "roadmap.for_end.several",
                party=self.words.party(party),
                stages=self.words.joined(numbers),
            )
            for party, numbers in waiting.items()
        ]
        if told:
            yield say("roadmap.for_end", parties=self.words.joined(told))

    def _why_broken(self, stage: StageTold) -> str:
        for start in stage.starts:
            for breach in start.breaches:
                if not breach.deterred or stage.hold == "holds while deterred":
                    return self.breach(breach)
        return next(self.undone(stage, start) for start in stage.starts if broken_at_once(start))

    def _begins(self, road: Road) -> str:
        say = self.words.say
        if "status_quo" in road.begins_at:
            return say("roadmap.begins.today")
        if not road.begins_at:
            return say("roadmap.begins.never")
        stages = self.words.joined([self.named(id) for id in road.begins_at])
        return say("roadmap.begins", stages=stages)

    def row(self, stage: StageTold) -> tuple[str, str, str, str]:
        """A stage as a row of the table."""
        say = self.words.say
        entry = say(f"roadmaps.entry.{stage.entry}" if stage.entry else "roadmaps.entry.none")
        hold = say(f"roadmaps.hold.{stage.hold}" if stage.hold else "roadmaps.hold.none")
        told = self.words.text(self.stages[stage.id].name, stage.id)
        return told, entry, hold, "; ".join(dict.fromkeys(self._in_the_way(stage)))

    def _in_the_way(self, stage: StageTold) -> Iterator[str]:
        say, words = self.words.say, self.words
        for start in stage.starts:
            if start.entry == "infeasible":
                yield capital(self.forbidden(start))
            elif start.entry == "not entered" and not start.entry_met:
                yield capital(self.gate(stage))
            for actor in start.actors:
                if actor.wants == "no":
                    yield self._hinders("roadmaps.refuses", actor.entering)
            if broken_at_once(start):
                yield capital(self.undone(stage, start))
            for breach in start.breaches:
                if breach.step.group is not None:
                    yield say("roadmaps.breaks.deal", group=words.parties(breach.step.group))
                elif not breach.deterred:
                    yield self._hinders("roadmaps.breaks", breach.because[0])

    def _hinders(self, key: str, decision: Decision) -> str:
        """Who stands in the way, with the line that decides; a ranking has none."""
        party = self.words.party(decision.party)
        if decision.statement is None:
            return self.words.say(f"{key}.plain", party=party)
        return self.words.say(key, party=party, want=self.words.want(decision))
