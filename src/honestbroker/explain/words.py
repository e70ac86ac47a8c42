"""Parts of a case in words: parties, deeds, steps, reasons, states. Always the analyst's words."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Iterable, Sequence

from honestbroker.case.case import Case
from honestbroker.case.parts import Statements
from honestbroker.case.sources import Text
from honestbroker.explain.phrases import say
from honestbroker.result.paths import Deal, Label, Reached, Step
from honestbroker.result.why import Decision

__all__ = ["Words", "capital"]


def capital(text: str) -> str:
    """A text with its first letter in capitals.

    Parameters
    ----------
    text : str
        A text.

    Returns
    -------
    str
        The same, fit to begin a sentence.
    """
    return text[:1].upper() + text[1:]


class Words:
    """Words for one case in one language.

    Parameters
    ----------
    case : Case
        The case, in the profile that is told of.
    language : str
        ``en`` or ``vi``.
    """

    def __init__(self, case: Case, language: str) -> None:
        self.case = case
        self.language = language

    @property
    def typed(self) -> str:
        """What names the case on a command line: a shipped id, or the file's path."""
        shipped = self.case.file in ("", f"{self.case.id}/case.yaml")
        return self.case.id if shipped else shlex.quote(self.case.file)

    def say(self, key: str, **blanks: object) -> str:
        """A phrase of the catalogue.

        Parameters
        ----------
        key : str
            Which phrase.
        **blanks : object
            What fills its blanks.

        Returns
        -------
        str
            The phrase.
        """
        return say(self.language, key, **blanks)

    def count(self, key: str, number: int, **blanks: object) -> str:
        """A phrase that counts, in its singular form for one.

        Parameters
        ----------
        key : str
            Which phrase; its singular is ``key.one``.
        number : int
            How many; fills the blank ``count``.
        **blanks : object
            What fills its other blanks.

        Returns
        -------
        str
            The phrase.
        """
        return self.say(f"{key}.one" if number == 1 else key, count=number, **blanks)

    def text(self, text: Text | None, otherwise: str = "") -> str:
        """A text of the case.

        Parameters
        ----------
        text : Text or None
            The text.
        otherwise : str
            What to say where there is none.

        Returns
        -------
        str
            Its words in this language, in English where it has none.
        """
        return text.within(self.language) if text is not None else otherwise

    def joined(self, parts: Sequence[str]) -> str:
        """Parts as one enumeration.

        Parameters
        ----------
        parts : sequence of str
            What to join.

        Returns
        -------
        str
            ``a``, ``a and b``, ``a, b and c``; semicolons where parts hold commas.
        """
        if not parts:
            return self.say("nothing")
        if len(parts) == 1:
            return parts[0]
        comma = "; " if any("," in part for part in parts) else ", "
        if comma == "; ":
            return comma.join(parts[:-1]) + f"; {self.say('and')} " + parts[-1]
        return self.say("list.last", head=comma.join(parts[:-1]), last=parts[-1])

    def party(self, id: str) -> str:
        """A party's name.

        Parameters
        ----------
        id : str
            The party.

        Returns
        -------
        str
            Its name.
        """
        return self.text(self.case.party(id).name, id)

    def parties(self, ids: Iterable[str]) -> str:
        """Parties' names.

        Parameters
        ----------
        ids : iterable of str
            The parties.

        Returns
        -------
        str
            Their names as one enumeration.
        """
        return self.joined([self.party(id) for id in ids])

    def deed(self, option: str, *, take: bool) -> str:
        """Taking an option or giving it up, as what follows "would".

        Parameters
        ----------
        option : str
            The option.
        take : bool
            Whether it is taken.

        Returns
        -------
        str
            The deed.
        """
        found = self.case.option(option)
        name = self.text(found.name, option)
        if take:
            return name
        return self.text(found.undo) or self.say("no longer", deed=name)

    def deeds(self, take: Iterable[str], drop: Iterable[str]) -> str:
        """Several deeds of one party.

        Parameters
        ----------
        take, drop : iterable of str
            Options taken and given up.

        Returns
        -------
        str
            The deeds as one enumeration.
        """
        told = [self.deed(option, take=True) for option in take]
        return self.joined(told + [self.deed(option, take=False) for option in drop])

    def doings(self, take: Sequence[str], drop: Sequence[str]) -> str:
        """Who would do what.

        Parameters
        ----------
        take, drop : sequence of str
            Options taken and given up, of any parties.

        Returns
        -------
        str
            One clause a party.
        """
        clauses = []
        for party in self.case.parties:
            mine = [
                [option for option in options if self.case.option(option).party == party.id]
                for options in (take, drop)
            ]
            if any(mine):
                deeds = self.deeds(*mine)
                clauses.append(self.say("would", party=self.party(party.id), deeds=deeds))
        if len(clauses) == 1:
            return clauses[0]
        return "; ".join(clauses) if clauses else self.say("nothing")

    def step(self, step: Step) -> str:
        """A step of play as a sentence.

        Parameters
        ----------
        step : Step
            The step.

        Returns
        -------
        str
            The sentence.
        """
        doings = self.doings(step.take, step.drop)
        if step.group is not None:
            return capital(self.say("deal.step", group=self.parties(step.group), doings=doings))
        return capital(self.say("alone.step" if step.improves else "step.against", doings=doings))

    def deal(self, deal: Deal) -> str:
        """A deal as a sentence.

        Parameters
        ----------
        deal : Deal
            The deal.

        Returns
        -------
        str
            The sentence.
        """
        key = "deals.open" if deal.open else "deals.closed"
        doings = self.doings(deal.take, deal.drop)
        return capital(self.say(key, group=self.parties(deal.group), doings=doings))

    def channels(self, channels: Sequence[Sequence[Sequence[str]]]) -> str:
        """The channels of which one set is needed.

        Parameters
        ----------
        channels : sequence
            Alternatives, each a set of groups.

        Returns
        -------
        str
            The alternatives joined by "or".
        """
        told = [
            self.joined([self.say("channel.between", group=self.parties(group)) for group in some])
            for some in channels
        ]
        text = told[0]
        for other in told[1:]:
            text = self.say("channel.or", first=text, second=other)
        return text

    def reason(self, decision: Decision) -> str:
        """What decides between two states for a party, as a clause.

        Parameters
        ----------
        decision : Decision
            The decision.

        Returns
        -------
        str
            The clause, with position, the analyst's words and the source.
        """
        source = " " + self.source(decision)
        if decision.statement is None:
            if decision.prefers == "neither":
                return self.say("decides.tie")
            return self.say("decides.ranking", source=source)
        return self.say(
            "decides.want",
            position=decision.position,
            length=decision.length,
            want=self.want(decision),
            source=source,
        )

    def want(self, decision: Decision) -> str:
        """The deciding statement in the analyst's words.

        Parameters
        ----------
        decision : Decision
            The decision.

        Returns
        -------
        str
            The statement's name, or its formula where it has none.
        """
        preference = self.case.lists.get(decision.party)
        if isinstance(preference, Statements):
            for line in preference.lines:
                if line.id == decision.statement and line.name is not None:
                    return self.text(line.name)
        return self.say("quoted", text=decision.want)

    def source(self, decision: Decision) -> str:
        """Where a deciding statement comes from.

        Parameters
        ----------
        decision : Decision
            The decision.

        Returns
        -------
        str
            Citations and judgement in brackets.
        """
        cites = ", ".join(decision.cites)
        sure = self.say(f"sure.{decision.sure}") if decision.sure else ""
        if decision.cites and decision.judged:
            return self.say("source.both", cites=cites, sure=sure)
        if decision.cites:
            return self.say("source.cites", cites=cites)
        if decision.judged:
            return self.say("source.judged", sure=sure)
        return self.say("source.none")

    def date(self, date: datetime.date) -> str:
        """A date.

        Parameters
        ----------
        date : date
            The date.

        Returns
        -------
        str
            Such as 30 November 2017.
        """
        month = self.say(f"month.{date.month}")
        return self.say("date", day=date.day, month=month, number=date.month, year=date.year)

    def outcome(self, id: str) -> str:
        """A named outcome.

        Parameters
        ----------
        id : str
            The outcome.

        Returns
        -------
        str
            Its name.
        """
        for outcome in self.case.outcomes:
            if outcome.id == id:
                return self.text(outcome.name, id)
        return id

    def against_today(self, state: Sequence[str], anchor: Sequence[str] | None = None) -> str:
        """A state as what differs from today, or from another state.

        Parameters
        ----------
        state : sequence of str
            The options taken in it.
        anchor : sequence of str or None
            The options taken in the state to compare with; None for today.

        Returns
        -------
        str
            Who would do what against today; without a status quo, against nothing being done.
        """
        today = frozenset(anchor) if anchor is not None else self.case.status_quo or frozenset()
        order = [option.id for option in self.case.options]
        take = [id for id in order if id in state and id not in today]
        drop = [id for id in order if id in today and id not in state]
        return self.doings(take, drop)

    def state(self, found: Reached) -> str:
        """A state by the outcomes it is, or by what differs from today.

        Parameters
        ----------
        found : Reached
            The state.

        Returns
        -------
        str
            A noun phrase or clauses.
        """
        if found.outcomes:
            return self.joined([self.outcome(id) for id in found.outcomes])
        return self.against_today(found.state)

    def label(self, label: Label) -> str:
        """A label as a clause.

        Parameters
        ----------
        label : Label
            The label.

        Returns
        -------
        str
            The clause; empty for what is told elsewhere (sunk).
        """
        if label.label == "sunk":
            return ""
        if label.group is not None:
            group = self.parties(label.group)
            if label.label == "missed deal":
                return self.say("label.missed", group=group)
            leads = label.evidence["deals"][0]["direction"] or "elsewhere"
            return self.say("label.open", group=group, direction=self.say(f"direction.{leads}"))
        party = self.party(label.party or "")
        if label.label == "trap":
            done = [option for option in label.options if self.case.option(option).way == "forward"]
            undone = [option for option in label.options if option not in done]
            deeds = self.deeds(done, undone)
            return self.say("label.trap", party=party, deeds=deeds)
        if label.label == "regret":
            where = "reference.other" if self.case.reference is not None else "reference.today"
            return self.say("label.regret", party=party, reference=self.say(where))
        if label.label == "betrayed":
            first = label.evidence["owed"][0]
            return self.say(
                "label.betrayed",
                party=party,
                others=self.parties(first["withheld_by"]),
                deeds=self.doings(first["take"], first["drop"]),
            )
        movers = dict.fromkeys(mover for step in label.evidence["path"] for mover in step["movers"])
        return self.say("label.exposed", party=party, others=self.parties(movers))
