"""Claims about a case in words: steps, deals, reasons, states, labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

from honestbroker.case.case import Case
from honestbroker.case.parts import Statements
from honestbroker.explain.names import Names, capital
from honestbroker.result.paths import Deal, Label, Reached, Step
from honestbroker.result.why import Decision

__all__ = ["Words", "capital"]


class Words(Names):
    """Words for one case in one language.

    Parameters
    ----------
    case : Case
        The case, in the profile that is told of.
    language : str
        ``en`` or ``vi``.
    """

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

    def about(self, case: Case) -> Self:
        """The same words about another version of the case.

        Parameters
        ----------
        case : Case
            The version.

        Returns
        -------
        Words
            Words of the same kind.
        """
        return type(self)(case, self.language)

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
        if decision.statement is None and decision.prefers == "neither":
            return self.say("decides.tie")
        source = " " + self.source(decision)
        if decision.statement is None:
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
                if line.id == decision.statement:
                    return self.name(line.name) or self.formula(line.want)
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
        return self.rests((), decision.cites, decision.judged, decision.sure).strip()

    def rests(
        self, keys: Sequence[str], cites: Sequence[str], judged: str | None, sure: str | None
    ) -> str:
        """On what items of the case rest, to stand after a word.

        Parameters
        ----------
        keys : sequence of str
            The items, as `honestbroker.result.provenance.Entry` names them.
        cites : sequence of str
            Citations.
        judged, sure : str or None
            Who judged it, how sure.

        Returns
        -------
        str
            A blank, and citations and judgement in brackets.
        """
        how = self.say(f"sure.{sure}") if sure else ""
        told = ", ".join(cites)
        if cites and judged:
            return " " + self.say("source.both", cites=told, sure=how)
        if cites:
            return " " + self.say("source.cites", cites=told)
        return " " + (self.say("source.judged", sure=how) if judged else self.say("source.none"))

    def pointed(self, key: str) -> str:
        """A reference to an item where its sources are not spelled out.

        Parameters
        ----------
        key : str
            The item, as `honestbroker.result.provenance.Entry` names it.

        Returns
        -------
        str
            Nothing here: only a text with entries can refer to them.
        """
        del key
        return ""

    @staticmethod
    def clean(text: str) -> str:
        """A text that is the same in every language, fit for where it is shown.

        Parameters
        ----------
        text : str
            A citation, an address, a formula, a label.

        Returns
        -------
        str
            The same.
        """
        return text

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
        if not found.outcomes:
            return self.against_today(found.state)
        named = self.joined([self.outcome(id) for id in found.outcomes])
        if self.like_today(found):
            return self.say("state.again", outcomes=named)
        return named

    def like_today(self, found: Reached) -> bool:
        """Whether a state is another one than today's with the same outcomes.

        Parameters
        ----------
        found : Reached
            The state.

        Returns
        -------
        bool
            True if its outcomes do not tell it from today's state.
        """
        today = self.case.status_quo
        if today is None or today == frozenset(found.state):
            return False
        here = [o.id for o in self.case.outcomes if self.case.satisfies(o.formula, today)]
        return here == list(found.outcomes)

    def labels(self, labels: Iterable[Label]) -> list[str]:
        """Labels of one state as sentences, each said once.

        Parameters
        ----------
        labels : iterable of Label
            The labels.

        Returns
        -------
        list of str
            The sentences; parties that are worse off stand in one of them.
        """
        found = list(labels)
        regrets = [one for one in found if one.label == "regret"]
        worse = dict.fromkeys(one.party or "" for one in regrets)
        given = dict.fromkeys(option for one in regrets for option in one.options)
        told = []
        for label in found:
            if label.label == "regret" and len(worse) > 1:
                told.append(self.regret(worse) + self.options(given))
            else:
                told.append(self.label(label))
        return [capital(clause) + "." for clause in dict.fromkeys(told) if clause]

    def regret(self, parties: Iterable[str]) -> str:
        """That parties are worse off, as a clause.

        Parameters
        ----------
        parties : iterable of str
            The parties.

        Returns
        -------
        str
            The clause.
        """
        where = "reference.other" if self.case.reference is not None else "reference.today"
        return self.say("label.regret", party=self.parties(parties), reference=self.say(where))

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
            return self.regret([label.party or ""])
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

    def options(self, ids: Iterable[str]) -> str:
        """What follows a clause on options that cannot be undone; nothing, unless noted.

        Parameters
        ----------
        ids : iterable of str
            The options.

        Returns
        -------
        str
            Empty here; references where a reader can follow them up.
        """
        del ids  # told by those who note what a sentence rests on
        return ""
