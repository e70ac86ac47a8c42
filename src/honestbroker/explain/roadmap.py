"""Roadmaps in words: who would enter, who would break it, what would mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from honestbroker.case.brokering import Roadmap as Plan
from honestbroker.case.case import Case
from honestbroker.case.sources import Evidence
from honestbroker.explain.head import head
from honestbroker.explain.section import Block, Items, Section, Table
from honestbroker.explain.states import States, broker_name, contribution_name, stage_name
from honestbroker.explain.whatif import Saying
from honestbroker.explain.words import Words, capital
from honestbroker.result.paths import Label
from honestbroker.result.roadmap import (
    Actor,
    Breach,
    Objected,
    Order,
    Repair,
    Road,
    Roadmap,
    Roadmaps,
    StageFrom,
    StageTold,
)
from honestbroker.result.whatif import EditTold

__all__ = ["plan_told", "plans_told", "roadmap", "roadmaps"]

_BREACHES_SHOWN = 3
_STARTS_SHOWN = 3
_REPAIRS_SHOWN = 8
"""How many of each are told; the JSON output has all."""


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


class _Telling:
    """One roadmap in words."""

    def __init__(self, words: Words, plan: Plan) -> None:
        self.words = words
        self.saying = Saying(words)
        self.states = States(words)
        self.plan = plan
        self.stages = {stage.id: stage for stage in plan.stages}

    @property
    def title(self) -> str:
        """What the roadmap is called."""
        return capital(self.words.text(self.plan.name, self.plan.id))

    def named(self, id: str) -> str:
        """What a stage is called."""
        return stage_name(self.words, self.stages[id])

    # --- the whole --------------------------------------------------------------------------------

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
        held = [stage for stage in road.stages if stage.hold != "holds"]
        refused = [
            stage for stage in road.stages if stage.entry in (None, "infeasible", "not entered")
        ]
        if not held and not refused:
            yield say("roadmap.whole")
        elif not held:
            yield say("roadmap.holds")
        else:
            loose = [stage for stage in held if stage.hold != "holds while deterred"]
            first = (loose or held)[0]
            key = "roadmap.breaks" if loose else "roadmap.breaks.deterred"
            yield say(key, stage=self.named(first.id), why=self._why_broken(first))
        if refused:
            first = refused[0]
            why = self._why_refused(first)
            yield say("roadmap.refused", stage=self.named(first.id), why=why)
        elif held:
            yield say("roadmap.entered")
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
        return self._why_refused(stage)

    def _why_refused(self, stage: StageTold) -> str:
        say = self.words.say
        for start in stage.starts:
            if start.rules or start.options:
                return self._forbidden(start).rstrip(".")
            for actor in start.actors:
                if actor.wants == "no":
                    return self.actor(actor).rstrip(".")
            if not start.entry_met:
                return self._entry_formula(stage).rstrip(".")
        return say("stage.unreached").rstrip(".")

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
            for actor in start.actors:
                if actor.wants == "no":
                    want = words.want(actor.entering)
                    if actor.entering.statement is not None:
                        yield say("roadmaps.refuses", party=words.party(actor.party), want=want)
            for breach in start.breaches:
                if breach.step.group is not None:
                    yield say("roadmaps.breaks.deal", group=words.parties(breach.step.group))
                elif breach.because[0].statement is not None and not breach.deterred:
                    party = words.party(breach.step.movers[0])
                    want = words.want(breach.because[0])
                    yield say("roadmaps.breaks", party=party, want=want)

    # --- one stage --------------------------------------------------------------------------------

    def stage(self, number: int, told: StageTold) -> Section:
        """One stage in full."""
        say, words = self.words.say, self.words
        plan = self.stages[told.id]
        asks = words.doings(self.known(told.take), self.known(told.drop))
        at = words.pointed(f"stage {self.plan.id}: {told.id}")
        blocks: list[Block] = [say("stage.asks", doings=asks + at)]
        if not told.starts:
            blocks.append(say("stage.unreached"))
        else:
            entry = say(f"stage.entry.{told.entry}")
            hold = say(f"stage.hold.{told.hold}" if told.hold else "stage.hold.none")
            blocks.append(say("stage.verdict", entry=entry, hold=hold))
        seen: tuple[str, ...] = ()
        for start in told.starts[:_STARTS_SHOWN]:
            items = tuple(self._told(told, start))
            if items and items == seen:
                blocks.append(say("stage.from.same", state=self.states.name(start.start)))
                continue
            if len(told.starts) > 1:
                blocks.append(self._from(start))
            if items:
                blocks.append(Items(items))
            seen = items
        if len(told.starts) > _STARTS_SHOWN:
            blocks.append(words.count("stage.from.more", len(told.starts) - _STARTS_SHOWN))
        rest = [*self._stalls(told), *self._objections(told)]
        if rest:
            blocks.append(Items(tuple(rest)))
        blocks.extend(self._repairs(told))
        title = capital(words.text(plan.name, plan.id))
        return Section(say("stage.title", number=number, stage=title), tuple(blocks))

    def known(self, ids: Iterable[str]) -> list[str]:
        """The options of a stage that this version of the case still has."""
        options = {option.id for option in self.words.case.options}
        return [id for id in ids if id in options]

    def _from(self, start: StageFrom) -> str:
        today = self.words.case.status_quo
        if today is not None and frozenset(start.start.state) == today:
            return self.words.say("stage.from.today")
        return self.words.say("stage.from", state=self.states.name(start.start))

    def _told(self, stage: StageTold, start: StageFrom) -> Iterator[str]:
        say, words = self.words.say, self.words
        if start.renewed:
            take = self.known(id for id, taken in start.renewed if taken)
            drop = self.known(id for id, taken in start.renewed if not taken)
            yield say("stage.renewed", doings=words.doings(take, drop))
        if start.rules or start.options:
            yield self._forbidden(start)
            return
        if not start.entry_met and start.entry != "already true":
            yield self._entry_formula(stage)
        for actor in start.actors:
            if actor.wants != "now":
                yield capital(self.actor(actor))
        different = list(_different(start.breaches))
        for breach in different[:_BREACHES_SHOWN]:
            yield capital(self._answered(breach))
        if len(different) > _BREACHES_SHOWN:
            yield words.count("stage.breach.more", len(different) - _BREACHES_SHOWN)
        for id, labels in start.labels:
            yield from self._labels(start, id, labels)
        yield from self._afterwards(start)

    def _afterwards(self, start: StageFrom) -> Iterator[str]:
        """Where things settle, what is ready to come next, and the order of single steps."""
        say, words = self.words.say, self.words
        if not start.balanced:
            yield say("stage.stands.loose", count=start.settled)
        elif start.hold == "holds while deterred":
            yield say("stage.undeterred", states=self.states.several(start.stands[:3]))
        elif len(start.stands) == 1:
            yield say("stage.stands", state=self.states.name(start.stands[0]))
        elif start.stands:
            yield say("stage.stands.several", states=self.states.several(start.stands[:3]))
        if start.ready:
            doings = [words.doings(step.take, step.drop) for step in start.ready[:2]]
            yield say("stage.ready", doings="; ".join(dict.fromkeys(doings)))
        if start.orders and start.orders[0].steps == start.orders[-1].steps:
            yield say("stage.order.same")
        else:
            for key, order in zip(("best", "worst"), start.orders, strict=False):
                yield self._order(key, order)

    def _forbidden(self, start: StageFrom) -> str:
        say, words = self.words.say, self.words
        if start.rules:
            rules = words.joined([words.item("rule", id) for id in start.rules])
            return say("stage.rules", rules=rules)
        known = self.known(start.options)
        told = words.joined([words.deed(id, take=True) for id in known]) if known else ", ".join(
            start.options
        )  # fmt: skip
        return say("stage.ways", options=told)

    def _entry_formula(self, stage: StageTold) -> str:
        entry = self.stages[stage.id].entry
        return self.words.say("stage.entry_formula", formula=str(entry))

    def actor(self, actor: Actor) -> str:
        """What keeps a party from entering, or makes it enter."""
        say, words = self.words.say, self.words
        party, deeds = words.party(actor.party), words.deeds(actor.take, actor.drop)
        reason = words.reason(actor.entering)
        key = {"no": "no" if actor.end is not None else "no_end", "end": "end"}[actor.wants]
        return say(f"stage.actor.{key}", party=party, deeds=deeds, reason=reason)

    def breach(self, breach: Breach) -> str:
        """Who would break a stage, and why, as a clause."""
        say, words, step = self.words.say, self.words, breach.step
        if step.group is None:
            deeds = words.deeds(step.take, step.drop)
            party = words.party(step.movers[0])
            return say(
                "stage.breach", party=party, deeds=deeds, reason=words.reason(breach.because[0])
            )
        first = breach.because[0]
        return say(
            "stage.breach.deal",
            group=words.parties(step.group),
            doings=words.doings(step.take, step.drop),
            party=words.party(first.party),
            reason=words.reason(first),
        )

    def _answered(self, breach: Breach) -> str:
        say = self.words.say
        told = self.breach(breach)
        if breach.step.group is not None:
            return told + "."
        if not breach.deterred:
            return say("stage.breach.free", breach=told)
        answer = "; ".join(self.words.doings(step.take, step.drop) for step in breach.answer)
        return say("stage.breach.deterred", breach=told, answer=answer)

    def _labels(self, start: StageFrom, id: str, labels: Sequence[Label]) -> Iterator[str]:
        state = next(
            one for one in (start.at, *start.stands) if one is not None and one.id == id
        )  # fmt: skip
        told = " ".join(self.words.labels(labels))
        yield self.words.say("stage.labels", state=self.states.name(state), labels=told)

    def _order(self, key: str, order: Order) -> str:
        words = self.words
        told = [words.doings(step.take, step.drop) for step in order.steps]
        steps = told[0]
        for other in told[1:]:
            steps = words.say("stage.order.then", first=steps, second=other)
        return words.say(f"stage.order.{key}", steps=steps, exposed=order.exposed)

    def _stalls(self, stage: StageTold) -> Iterator[str]:
        words = self.words
        for stall in stage.stalls:
            reason = words.reason(stall.deciding[0])
            yield capital(words.say("stage.stall", party=words.party(stall.party), reason=reason))

    def _objections(self, stage: StageTold) -> Iterator[str]:
        for number, one in enumerate(stage.objections, start=1):
            yield self.objection(one, f"objection {self.plan.id}: {stage.id} {number}")

    def objection(self, one: Objected, key: str) -> str:
        """An objection on record, and whether the lists bear it out."""
        say, words = self.words.say, self.words
        source = words.rests((key,), one.cites, None, None) if one.cites else words.pointed(key)
        text = (one.text or {}).get(words.language) or (one.text or {}).get("en")
        key = "stage.objects" if text else "stage.objects.plain"
        told = say(key, party=words.party(one.party), source=source, text=text or "")
        how = "borne" if one.borne_out else "not" if one.known else "unknown"
        if one.statement is None and one.borne_out:
            how = "unnamed"
        return capital(say(f"stage.objects.{how}", objection=told.rstrip(".")))

    def _repairs(self, stage: StageTold) -> Iterator[Block]:
        if stage.repairs is None:
            return
        say, words = self.words.say, self.words
        if not stage.repairs:
            yield say("stage.repairs.none", tried=f"{stage.tried:,}")
            return
        yield say("stage.repairs", tried=f"{stage.tried:,}")
        told = list(dict.fromkeys(self.repair(one) for one in _alike(stage.repairs)))
        yield Items(tuple(told[:_REPAIRS_SHOWN]))
        if len(told) > _REPAIRS_SHOWN:
            yield words.count("stage.repair.more", len(told) - _REPAIRS_SHOWN)

    def repair(self, repair: Repair) -> str:
        """A repair as a sentence."""
        say, words = self.words.say, self.words
        told = words.joined([self.mend(edit) for edit in repair.edits])
        if repair.also:
            stages = words.joined([self.named(id) for id in repair.also])
            told = say("stage.repair.also", edits=told, stages=stages)
        if repair.breaks:
            stages = words.joined([self.named(id) for id in repair.breaks])
            told = say("stage.repair.breaks", edits=told, stages=stages)
        if repair.entry == "not entered":
            told = say("stage.repair.refused", edits=told)
        return capital(told) + "."

    def mend(self, edit: EditTold) -> str:
        """One mend as a clause."""
        say, words = self.words.say, self.words
        if edit.kind == "contribution":
            key = f"contribution {edit.party}: {edit.what}"
            source = words.rests((key,), edit.cites, edit.judged, edit.sure)
            what = contribution_name(words, edit.party or "", edit.what)
            party = broker_name(words, edit.party or "")
            return say("mend.contribution", party=party, what=what, source=source)
        if edit.kind == "exchange":
            return say(
                "mend.exchange", first=self.named(edit.what), second=self.named(edit.value or "")
            )
        if edit.kind == "shift":
            option, taken = edit.what[1:], edit.what[0] == "+"
            doings = words.doings([option] if taken else [], [] if taken else [option])
            return say("mend.shift", stage=self.named(edit.value or ""), doings=doings)
        return self.saying.edit(edit)


def _different(breaches: Sequence[Breach]) -> Iterator[Breach]:
    """Breaches by the same movers for the same reason told once, by the one that does least."""
    found: dict[object, Breach] = {}
    for breach in breaches:
        key = (breach.step.movers, breach.step.group, breach.because[0].statement, breach.deterred)
        known = found.get(key)
        if known is None or _size(breach) < _size(known):
            found[key] = breach
    yield from found.values()


def _size(breach: Breach) -> int:
    return len(breach.step.take) + len(breach.step.drop)


def _alike(repairs: Sequence[Repair]) -> Iterator[Repair]:
    """Repairs, of single moves of one line in one direction the nearest one only."""
    seen = set()
    for repair in repairs:
        key: object = tuple(edit.id for edit in repair.edits)
        if len(repair.edits) == 1 and repair.edits[0].kind == "move":
            edit = repair.edits[0]
            up = (edit.position or 0) < (edit.before or 0)
            key = (edit.party, edit.what, up)
        if key not in seen:
            seen.add(key)
            yield repair
