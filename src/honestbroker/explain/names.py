"""Names in words: parties, deeds, outcomes, dates, items; always the analyst's words."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Iterable, Sequence
from typing import Final

from honestbroker.case.case import Case
from honestbroker.case.parts import (
    AddGroup,
    Edit,
    Group,
    Insert,
    SetFlag,
    SetGroup,
    Statements,
)
from honestbroker.case.sources import Text
from honestbroker.explain.catalogue import LANGUAGES, catalogue
from honestbroker.explain.judged import KINDS, judged
from honestbroker.explain.phrases import say
from honestbroker.formula import Formula, Many, Name, Not, Pair

__all__ = ["Names", "capital"]


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


_LONGEST: Final = 240
"""Longer names are cut in sentences; the report's appendix and the data have all of them."""


class Names:
    """Names for the parts of one case in one language.

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

    @property
    def unreviewed(self) -> bool:
        """Whether a native speaker has yet to review the program's or the case's wording."""
        if self.language == LANGUAGES[0]:
            return False
        case = any(code == self.language and done for code, done, _ in self.case.translations)
        return bool(catalogue(self.language).unreviewed) or not case

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

    def name(self, text: Text | None, otherwise: str = "") -> str:
        """A name of the case, fit to stand in a sentence.

        Parameters
        ----------
        text : Text or None
            The name.
        otherwise : str
            What to say where there is none.

        Returns
        -------
        str
            See `text`; cut where no sentence could be read for its length.
        """
        told = self.text(text, otherwise)
        if len(told) <= _LONGEST:
            return told
        return told[: _LONGEST - 1].rsplit(" ", 1)[0].rstrip() + "…"

    def joined(self, parts: Sequence[str]) -> str:
        """Parts as one enumeration.

        Parameters
        ----------
        parts : sequence of str
            What to join.

        Returns
        -------
        str
            ``a``, ``a and b``, ``a, b and c``; ``a, b, and c`` where parts have commas themselves.
        """
        if len(parts) < 2:
            return parts[0] if parts else self.say("nothing")
        inner = f" {self.say('and')} "
        long = any("," in part for part in parts) or any(inner in part for part in parts[:-1])
        key = "list.clear" if long else "list.last"
        return self.say(key, head=", ".join(parts[:-1]), last=parts[-1])

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
        return self.name(self.case.party(id).name, id)

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

    def broker(self, id: str) -> str:
        """A broker's name.

        Parameters
        ----------
        id : str
            The broker.

        Returns
        -------
        str
            The party's name, or the outside body's own.
        """
        return self.name(self.case.broker(id).name) or self.party(id)

    def roadmap(self, id: str) -> str:
        """A roadmap's name.

        Parameters
        ----------
        id : str
            The roadmap.

        Returns
        -------
        str
            Its name; its id where it has none.
        """
        return self.name(self.case.roadmap(id).name, id)

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
        name = self.name(found.name, option)
        if take:
            return name
        return self.name(found.undo) or self.say("no longer", deed=name)

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
        told += [self.deed(option, take=False) for option in drop]
        return self.joined(told)

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
                return self.name(outcome.name, id)
        return id

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

    def formula(self, formula: Formula) -> str:
        """A formula in the case's words, for what the analyst has not put into words.

        Parameters
        ----------
        formula : Formula
            The formula.

        Returns
        -------
        str
            Who does what, joined as in the formula; in quotes.
        """
        return self.say("quoted", text=self._formula(formula))

    def _formula(self, formula: Formula) -> str:
        match formula:
            case Not(part):
                return self.say("formula.not", part=self._part(part))
            case Many(word, (first, *others)):
                told = self._part(first)
                for other in others:
                    told = self.say(f"formula.{word}", left=told, right=self._part(other))
                return told
            case Pair(word, left, right):
                sides = {"left": self._part(left), "right": self._part(right)}
                return self.say(f"formula.{word}", **sides)
            case Name(id):
                return self._thing(id)
        return str(formula)

    def _part(self, formula: Formula) -> str:
        return f"({self._formula(formula)})"

    def _thing(self, id: str) -> str:
        """An option, flag or term that a formula names."""
        for option in self.case.options:
            if option.id == id:
                return self.say(
                    "formula.option",
                    party=self.party(option.party),
                    deed=self.deed(id, take=True),
                )
        for term in self.case.terms:
            if term.id == id:
                return self.name(term.name) or self._formula(term.formula)
        names = {flag.id: flag.name for flag in self.case.flags}
        return self.name(names.get(id), id)

    def change(self, id: str) -> str:
        """A change made to the case.

        Parameters
        ----------
        id : str
            The change: one applied, or one of the case's library.

        Returns
        -------
        str
            Its name; what it does, for one spelled out on the spot.
        """
        known = {change.id: change for change in (*self.case.changes, *self.case.applied)}
        if id not in known:
            return id
        change = known[id]
        if change.name is not None:
            return self.name(change.name)
        match [edit.kind for edit in change.edits]:
            case [SetFlag(flag, value)]:
                names = {flag.id: flag.name for flag in self.case.flags}
                key = f"change.set.{str(value).lower()}"
                return self.say(key, flag=self.name(names.get(flag), flag))
            case [SetGroup(members, open) | AddGroup(Group(members, open))]:
                channel = self.say("channel.between", group=self.parties(members))
                return self.say(f"change.{'open' if open else 'closed'}", channel=channel)
        return id

    def item(self, kind: str, id: str) -> str:
        """A fact that the case asserts, as a noun phrase.

        Parameters
        ----------
        kind, id : str
            As in `Case.evidence`.

        Returns
        -------
        str
            Such as a party's statement with its place in the list.
        """
        case = self.case
        if kind == "statement":
            party, _, line = id.partition(": ")
            preference = case.lists[party]
            assert isinstance(preference, Statements)
            lines = {found.id: found for found in preference.lines}
            found = lines[line]
            want = self.name(found.name) or self.formula(found.want)
            place, length = list(lines).index(line) + 1, len(lines)
            return capital(
                self.say(
                    "item.statement",
                    party=self.party(party),
                    position=place,
                    length=length,
                    want=want,
                )
            )
        if kind == "ranking":
            return capital(self.say("item.ranking", party=self.party(id)))
        if kind == "option":
            party = self.party(case.option(id).party)
            return capital(self.say("item.option", party=party, deed=self.deed(id, take=True)))
        if kind == "group":
            return capital(self.say("item.group", group=self.parties(id.split(", "))))
        if kind == "view":
            return capital(self._view(id))
        if kind in KINDS:
            return capital(judged(self, kind, id))
        if kind == "flag":
            return capital(self._thing(id))
        rule = next(rule for rule in case.rules if rule.id == id)
        return capital(self.name(rule.name) or self.formula(rule.formula))

    def _view(self, label: str) -> str:
        """What one party takes another to want, by the label of an edit of its view."""
        for view in self.case.views:
            for edit in view.edits:
                if view.label(edit) == label:
                    pair = {"viewer": self.party(view.viewer), "about": self.party(view.about)}
                    what = label.partition(": ")[2]
                    if not what:
                        return self.say("views.pair", **pair)
                    return self.say("views.item", what=self._line(view.about, what, edit), **pair)
        raise KeyError(label)

    def _line(self, party: str, id: str, edit: Edit) -> str:
        """A statement of a list or of an edit in the analyst's words."""
        preference = self.case.lists.get(party)
        lines = list(preference.lines) if isinstance(preference, Statements) else []
        if isinstance(edit.kind, Insert):
            lines.append(edit.kind.statement)
        found = next(line for line in lines if line.id == id)
        return self.name(found.name) or self.formula(found.want)
