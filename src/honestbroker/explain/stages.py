"""One stage of a roadmap in words: who would enter, who would break it, what would mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from honestbroker.case.brokering import Roadmap as Plan
from honestbroker.explain.section import Block, Items, Section
from honestbroker.explain.states import States, broker_name, contribution_name, stage_name
from honestbroker.explain.whatif import Saying
from honestbroker.explain.words import Words, capital
from honestbroker.result.paths import Label, Step
from honestbroker.result.roadmap import (
    Actor,
    Breach,
    Objected,
    Order,
    Repair,
    StageFrom,
    StageTold,
)
from honestbroker.result.whatif import EditTold

__all__ = ["Stages", "broken_at_once"]

_BREACHES_SHOWN = 3
_STARTS_SHOWN = 3
_READY_SHOWN = 2
_REPAIRS_SHOWN = 8
"""How many of each are told; the JSON output has all."""


class Stages:
    """The stages of one roadmap in words.

    Parameters
    ----------
    words : Words
        The case's words.
    plan : Roadmap
        The roadmap.
    """

    def __init__(self, words: Words, plan: Plan) -> None:
        self.words = words
        self.saying = Saying(words)
        self.states = States(words)
        self.plan = plan
        self.stages = {stage.id: stage for stage in plan.stages}

    def named(self, id: str) -> str:
        """What a stage is called.

        Parameters
        ----------
        id : str
            The stage's id.

        Returns
        -------
        str
            Its name.
        """
        return stage_name(self.words, self.stages[id])

    def stage(self, number: int, told: StageTold) -> Section:
        """One stage in full.

        Parameters
        ----------
        number : int
            Its place in the plan, from 1.
        told : StageTold
            The stage.

        Returns
        -------
        Section
            What is said of it.
        """
        say, words = self.words.say, self.words
        plan = self.stages[told.id]
        asks = words.doings(self.known(told.take), self.known(told.drop))
        at = words.pointed(f"stage {self.plan.id}: {told.id}")
        blocks: list[Block] = [say("stage.asks", doings=asks + at)]
        if not told.starts:
            blocks.append(capital(say("stage.unreached")) + ".")
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
        """The options of a stage that this version of the case still has.

        Parameters
        ----------
        ids : iterable of str
            Options that the plan names.

        Returns
        -------
        list of str
            Those that the case has.
        """
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
            yield capital(self.forbidden(start)) + "."
            return
        if not start.entry_met and start.entry != "already true":
            yield capital(self.gate(stage)) + "."
        for actor in start.actors:
            if actor.wants != "now":
                yield capital(self.actor(actor))
        if broken_at_once(start):
            yield capital(self.undone(stage, start)) + "."
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
            yield say("stage.undeterred", states=self.states.several(start.stands))
        elif len(start.stands) == 1:
            yield say("stage.stands", state=self.states.name(start.stands[0]))
        elif start.stands:
            yield say("stage.stands.several", states=self.states.several(start.stands))
        if start.ready:
            doings = dict.fromkeys(words.doings(step.take, step.drop) for step in start.ready)
            text, *others = list(doings)[:_READY_SHOWN]
            for other in others:
                text = say("stage.ready.or", first=text, second=other)
            yield say("stage.ready", doings=text)
        if start.orders and start.orders[0].steps == start.orders[-1].steps:
            yield say("stage.order.same")
        else:
            for key, order in zip(("best", "worst"), start.orders, strict=False):
                yield self._order(key, order)

    def forbidden(self, start: StageFrom) -> str:
        """What makes a stage impossible to enter, as a clause.

        Parameters
        ----------
        start : StageFrom
            The stage from one state.

        Returns
        -------
        str
            Words.
        """
        say, words = self.words.say, self.words
        if start.rules:
            rules = words.joined([words.item("rule", id) for id in start.rules])
            return say("stage.rules", rules=rules)
        known = self.known(start.options)
        told = words.joined([words.deed(id, take=True) for id in known]) if known else ", ".join(
            start.options
        )  # fmt: skip
        return say("stage.ways", options=told)

    def gate(self, stage: StageTold) -> str:
        """That what the plan asks for first is not the case, as a clause.

        Parameters
        ----------
        stage : StageTold
            The stage.

        Returns
        -------
        str
            Words.
        """
        entry = self.stages[stage.id].entry
        assert entry is not None
        return self.words.say("stage.entry_formula", formula=self.words.formula(entry))

    def undone(self, stage: StageTold, start: StageFrom) -> str:
        """What breaks a stage as soon as it is entered, nobody having moved, as a clause.

        Parameters
        ----------
        stage : StageTold
            The stage.
        start : StageFrom
            The stage from one state.

        Returns
        -------
        str
            Words.
        """
        words = self.words
        breach = self.stages[stage.id].breach
        if breach is not None:
            return words.say("stage.broken", formula=words.formula(breach))
        assert start.at is not None
        false = [(id, taken) for id, taken in stage.promise if (id in start.at.state) != taken]
        take = self.known(id for id, taken in false if not taken)
        drop = self.known(id for id, taken in false if taken)
        return words.say("stage.undone", doings=words.doings(take, drop))

    def actor(self, actor: Actor) -> str:
        """What keeps a party from entering, or makes it enter.

        Parameters
        ----------
        actor : Actor
            Who is asked.

        Returns
        -------
        str
            Words.
        """
        say, words = self.words.say, self.words
        party, deeds = words.party(actor.party), words.deeds(actor.take, actor.drop)
        reason = words.reason(actor.entering)
        key = {"no": "no" if actor.end is not None else "no_end", "end": "end"}[actor.wants]
        return say(f"stage.actor.{key}", party=party, deeds=deeds, reason=reason)

    def breach(self, breach: Breach) -> str:
        """Who would break a stage, and why, as a clause.

        Parameters
        ----------
        breach : Breach
            How somebody breaks it.

        Returns
        -------
        str
            Words.
        """
        say, words, step = self.words.say, self.words, breach.step
        if step.group is None:
            return say(
                "stage.breach",
                party=words.party(step.movers[0]),
                deeds=self._own(step),
                reason=words.reason(breach.because[0]),
            )
        first = breach.because[0]
        return say(
            "stage.breach.deal",
            group=words.parties(step.group),
            doings=words.doings(step.take, step.drop),
            party=words.party(first.party),
            reason=words.reason(first),
        )

    def _own(self, step: Step) -> str:
        """What the one who moves would do; what others do in response is told apart."""
        words = self.words
        mover = step.movers[0]

        def of(ids: Iterable[str], *, own: bool) -> list[str]:
            return [id for id in ids if (words.case.option(id).party == mover) == own]

        deeds = words.deeds(of(step.take, own=True), of(step.drop, own=True))
        take, drop = of(step.take, own=False), of(step.drop, own=False)
        if not (take or drop):
            return deeds
        return words.say("stage.breach.also", deeds=deeds, doings=words.doings(take, drop))

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
        """An objection on record, and whether the lists bear it out.

        Parameters
        ----------
        one : Objected
            The objection.
        key : str
            Where it stands in the file.

        Returns
        -------
        str
            Words.
        """
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
        """A repair as a sentence.

        Parameters
        ----------
        repair : Repair
            The repair.

        Returns
        -------
        str
            Words.
        """
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
        """One mend as a clause.

        Parameters
        ----------
        edit : EditTold
            The mend.

        Returns
        -------
        str
            Words.
        """
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


def broken_at_once(start: StageFrom) -> bool:
    """Whether a stage does not hold although nobody would break it.

    Parameters
    ----------
    start : StageFrom
        The stage from one state.

    Returns
    -------
    bool
        True if the state entered breaks it: by the plan's own words, or by a response.
    """
    return start.hold == "does not hold" and not start.breaches


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
