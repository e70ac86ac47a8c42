"""Words that note what each sentence rests on, for texts in which a reader can follow it up."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Self

from honestbroker.case.case import Case
from honestbroker.case.parts import Statements
from honestbroker.case.sources import Text
from honestbroker.explain.page import mark, plain
from honestbroker.explain.words import Words, capital
from honestbroker.result.atlas import Point
from honestbroker.result.paths import Deal, Label, Members
from honestbroker.result.why import Decision

__all__ = ["Noting", "sentence"]


def sentence(text: str) -> str:
    """A clause as a sentence.

    Parameters
    ----------
    text : str
        A clause, with or without marks.

    Returns
    -------
    str
        With a capital and a full stop.
    """
    return capital(text) + "."


class Noting(Words):
    """Words for one case in one language; what decides is noted, not spelled out.

    Parameters
    ----------
    case : Case
        The case, in the profile that is told of.
    language : str
        ``en`` or ``vi``.
    """

    def __init__(self, case: Case, language: str) -> None:
        super().__init__(case, language)
        self.decided: Counter[str] = Counter()

    def about(self, case: Case) -> Self:
        """See `Words.about`; what decides is counted with what has been told before."""
        words = super().about(case)
        words.decided = self.decided
        return words

    def text(self, text: Text | None, otherwise: str = "") -> str:
        """See `Words.text`; fit for any document, and kept apart if written from right to left."""
        told = plain(super().text(text, otherwise))
        if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in told):
            return f"\u2068{told}\u2069"
        return told

    @staticmethod
    def clean(text: str) -> str:
        """A text that is the same in every language, without characters no document may hold.

        Parameters
        ----------
        text : str
            A citation, an address, a formula.

        Returns
        -------
        str
            The same, cleaned.
        """
        return plain(text)

    def number(self, number: int) -> str:
        """A count with the language's separator of thousands.

        Parameters
        ----------
        number : int
            The count.

        Returns
        -------
        str
            Such as 9,280 in English, 9.280 in Vietnamese.
        """
        return f"{number:,}".replace(",", self.say("report.thousands"))

    def source(self, decision: Decision) -> str:
        """See `Words.source`; a reference to the deciding statement's entry, which is counted."""
        kind = "ranking" if decision.statement is None else "statement"
        id = decision.party if decision.statement is None else self.line(decision)
        self.decided[f"{kind} {id}"] += 1
        return mark(f"{kind} {id}")

    def rests(
        self, keys: Sequence[str], cites: Sequence[str], judged: str | None, sure: str | None
    ) -> str:
        """See `Words.rests`; references to the entries of the items, where they have some."""
        if keys and all(key in self._items for key in keys):
            return "".join(" " + mark(key) for key in keys)
        return self.clean(super().rests(keys, cites, judged, sure))

    def pointed(self, key: str) -> str:
        """See `Words.pointed`; a reference to the entry of the item, if it has one."""
        return " " + mark(key) if key in self._items else ""

    @cached_property
    def _items(self) -> frozenset[str]:
        """What has an entry, of all that a sentence can rest on."""
        case = self.case
        found = {f"flag {flag.id}" for flag in case.flags}
        found |= {f"option {option.id}" for option in case.options}
        found |= {f"group {', '.join(group.members)}" for group in case.groups}
        found |= {f"view {view.label(edit)}" for view in case.views for edit in view.edits}
        found |= {f"{kind} {id}" for kind, id, _ in case.judged()}
        found |= {f"roadmap {one.id}" for one in case.roadmaps if one.evidence.sourced}
        for party, preference in case.lists.items():
            if isinstance(preference, Statements):
                found |= {f"statement {party}: {line.id}" for line in preference.lines}
            else:
                found.add(f"ranking {party}")
        return frozenset(found)

    @staticmethod
    def line(decision: Decision) -> str:
        """The id of a deciding statement.

        Parameters
        ----------
        decision : Decision
            A decision by a statement.

        Returns
        -------
        str
            Party and statement.
        """
        return f"{decision.party}: {decision.statement}"

    def group(self, members: Members) -> str:
        """A reference to the entry of a group.

        Parameters
        ----------
        members : tuple of str
            Its parties.

        Returns
        -------
        str
            The reference; empty if the case does not name the group.
        """
        for group in self.case.groups:
            if set(group.members) == set(members):
                return " " + mark("group " + ", ".join(group.members))
        return ""

    def options(self, ids: Iterable[str]) -> str:
        """References to the entries of options.

        Parameters
        ----------
        ids : iterable of str
            The options.

        Returns
        -------
        str
            The references.
        """
        return "".join(" " + mark(f"option {id}") for id in ids)

    def deal(self, deal: Deal) -> str:
        """See `Words.deal`; with a reference to the group's entry."""
        return super().deal(deal).removesuffix(".") + self.group(deal.group) + "."

    def label(self, label: Label) -> str:
        """See `Words.label`; with references to the options that cannot be undone."""
        told = super().label(label)
        if not told:
            return told
        if label.group is not None:
            return told + self.group(label.group)
        return told + self.options(label.options)

    def channels(self, channels: Sequence[Sequence[Sequence[str]]]) -> str:
        """See `Words.channels`; with references to the groups' entries."""
        told = super().channels(channels)
        groups = dict.fromkeys(tuple(group) for some in channels for group in some)
        return told + "".join(self.group(group) for group in groups)

    def point(self, point: Point) -> str:
        """A numbered state by name.

        Parameters
        ----------
        point : Point
            The state.

        Returns
        -------
        str
            Its outcomes, or what differs from today, and its number.
        """
        number = self.say("report.state", number=point.number)
        if point.state.outcomes:
            return self.say("report.named", name=self.state(point.state), state=number)
        return number

    def points(self, points: Sequence[Point]) -> str:
        """Several numbered states, those of the same outcomes together.

        Parameters
        ----------
        points : sequence of Point
            The states.

        Returns
        -------
        str
            Their names as one enumeration.
        """
        alike: dict[tuple[str, ...], list[Point]] = {}
        for point in points:
            alike.setdefault(point.state.outcomes, []).append(point)
        told = []
        for outcomes, some in alike.items():
            if len(some) == 1:
                told.append(self.point(some[0]))
                continue
            numbers = self.joined([str(point.number) for point in some])
            numbers = self.say("report.states", numbers=numbers)
            name = self.joined([self.outcome(id) for id in outcomes])
            told.append(self.say("report.named", name=name, state=numbers) if outcomes else numbers)
        return self.joined(told)
