"""Brokers in words: would it be let in, what would it add, whom would it harm?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from honestbroker.case.case import Case
from honestbroker.case.parts import Statements
from honestbroker.explain.head import head
from honestbroker.explain.role import Telling, named, role_told, with_contributions
from honestbroker.explain.section import Block, Items, Section, Table
from honestbroker.explain.states import broker_name
from honestbroker.explain.views import learned
from honestbroker.explain.words import Words, capital
from honestbroker.result.brokers import (
    Broker,
    Brokers,
    Candidate,
    Common,
    ContributionTold,
    Effect,
    Filter,
    Given,
    Held,
    Logic,
    Share,
)

__all__ = ["anew", "broker", "brokers", "candidates_told", "page_told"]


def broker(case: Case, found: Broker, language: str = "en") -> list[Section]:
    """One broker: the paragraph, and the page behind it.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Broker
        The answer.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, the role in a paragraph, what it could bring, filters, effects, who gives and gets,
        shares, rival views, what lists have in common.
    """
    words = Words(case, language)
    title = words.say("role", broker=broker_name(words, found.id))
    paragraph = Section(capital(title), tuple(role_told(words, found)))
    page = [section for some in page_told(words, found).values() for section in some]
    return [head(words, found.question), paragraph, *page]


def page_told(words: Words, found: Broker) -> dict[str, list[Section]]:
    """The page behind the paragraph on one broker, in its parts.

    Parameters
    ----------
    words : Words
        The case's words.
    found : Broker
        The answer.

    Returns
    -------
    dict
        ``brings``, ``filters``, ``effects``, ``gives``, ``states`` (what their letters mean),
        ``shares``, ``logics``, ``common``, in this order.
    """
    telling = _Page(words, found)
    return {
        "brings": [telling.brings()],
        "filters": [telling.filters()],
        "effects": [telling.effects()],
        "gives": list(telling.gives()),
        "states": telling.states.legend(),
        "shares": list(telling.shares()),
        "logics": [telling.logics()],
        "common": list(telling.common()),
    }


def brokers(case: Case, found: Brokers, language: str = "en") -> list[Section]:
    """All brokers beside each other.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Brokers
        The answers.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, one table, what only one adds, what nobody adds, who complements whom.
    """
    words = Words(case, language)
    sections = [head(words, found.question), candidates_told(words, found)]
    for one in found.brokers:
        title = words.say("role", broker=broker_name(words, one.id))
        sections.append(Section(capital(title), tuple(role_told(words, one))))
    return sections


def candidates_told(words: Words, found: Brokers) -> Section:
    """All brokers beside each other, in given words.

    Parameters
    ----------
    words : Words
        The case's words.
    found : Brokers
        The answers.

    Returns
    -------
    Section
        One table, what only one adds, what nobody adds, who complements whom.
    """
    case, say = words.case, words.say
    if not found.candidates:
        return Section(say("brokers"), (say("brokers.none"),))
    heads = tuple(
        say(f"brokers.{key}") for key in ("candidate", "let_in", "roles", "adds", "harms")
    )
    rows = tuple(_row(words, candidate) for candidate in found.candidates)
    told = [
        capital(
            say("brokers.only", broker=broker_name(words, one.id), outcomes=named(words, one.only))
        )
        for one in found.candidates
        if one.only
    ]
    if not told:
        told.append(say("brokers.only.nobody"))
    for pair in found.complements:
        first, second = (broker_name(words, id) for id in pair.brokers)
        outcomes = named(words, pair.outcomes)
        told.append(say("brokers.together", first=first, second=second, outcomes=outcomes))
    bad = {outcome.id for outcome in case.outcomes if getattr(outcome, "bad", False)}
    wanted = [id for id in found.nobody if id not in bad]
    if wanted:
        told.append(say("brokers.nobody", outcomes=named(words, wanted)))
    if found.kinds_missing:
        kinds = words.joined([say(f"kind.{kind}") for kind in found.kinds_missing])
        told.append(say("brokers.kinds", kinds=kinds))
    blocks: tuple[Block, ...] = (Table(heads, rows), say("brokers.first"), Items(tuple(told)))
    return Section(say("brokers"), blocks)


def _row(words: Words, one: Candidate) -> tuple[str, ...]:
    say = words.say
    first = [one.filters.get(kind) for kind in ("accepts a mediator", "accepts this one",
                                                "shares the denominator")]  # fmt: skip
    order = ("fails", "unknown", "contested", "passes")
    worst = min((answer for answer in first if answer), key=order.index, default="unknown")
    return (
        capital(broker_name(words, one.id)),
        say(f"answer.{worst}"),
        words.joined([say(f"kind.{kind}") for kind in one.roles]),
        named(words, one.gains) if one.gains else say("effects.nothing"),
        words.parties(one.harms) if one.harms else say("effects.nothing"),
    )


class _Page(Telling):
    """The page behind the paragraph."""

    def brings(self) -> Section:
        """What it could bring."""
        title = self.words.say("brings", broker=self.name)
        told = tuple(self._contribution(one) for one in self.found.contributions)
        return Section(title, (Items(told),))

    def _contribution(self, one: ContributionTold) -> str:
        say, words = self.words.say, self.words
        meant = say("brings.meant", parties=words.parties(one.towards)) if one.towards else ""
        told = say(
            "brings.one",
            what=self.whole(one.id),
            kind=say(f"kind.{one.kind}"),
            meant=meant,
            source=self.based(one),
        )
        parts = [capital(told) + "."]
        if one.focal is not None:
            focal = one.focal
            how = {0: ".zero", 1: ".one"}.get(focal.better, "")
            parts.append(say(f"brings.focal{how}", named=len(focal.named), better=focal.better))
            parts.append(say(f"brings.focal.{'useful' if focal.useful else 'useless'}"))
        if one.revealed is not None:
            parts.append(learned(words, one.revealed))
        if one.gap is not None and one.gap.withdrawn and one.gap.because is not None:
            parts.append(
                say(
                    "brings.gap",
                    withdrawn=one.gap.withdrawn,
                    promised=one.gap.promised,
                    broker=self.name,
                    reason=words.reason(one.gap.because),
                )
            )
        return " ".join(parts)

    def filters(self) -> Section:
        """The questions that come first, and on what the answers rest."""
        say = self.words.say
        heads = tuple(say(f"filters.{key}") for key in ("question", "of", "answer", "rests"))
        rows = tuple(self._filter(some) for some in _together(self.found.filters))
        title = say("filters", broker=self.name)
        return Section(title, (Table(heads, rows),))

    def _filter(self, some: Sequence[Filter]) -> tuple[str, str, str, str]:
        """Filters that differ in the contribution only, as a row."""
        say, words = self.words.say, self.words
        one = some[0]
        what = words.joined([self.what(each.contribution) for each in some if each.contribution])
        even = one.answer == "contested" and one.value is None
        answer = say("answer.even" if even else f"answer.{one.answer}")
        if one.value is not None:
            answer = say("answer.rating", answer=answer, value=one.value)
        rests = self.sourced(one).strip() if one.value is not None or one.cites else ""
        if one.decisions:
            rests = words.reason(one.decisions[-1])
        elif one.kind == "delivers" and one.answer == "passes":
            rests = say("filter.stays")
        party = broker_name(words, one.party) if one.party == self.found.id else words.party(
            one.party or ""
        )  # fmt: skip
        return say(f"filter.{one.kind}", what=what), party, answer, rests

    def effects(self) -> Section:
        """What each set would add and harm."""
        say, words = self.words.say, self.words
        standing = self.found.standing
        blocks: list[Block] = [
            say("effects.today", outcomes=named(words, standing))
            if standing
            else say("effects.today.none")
        ]
        heads = tuple(say(f"effects.{key}") for key in ("set", "gained", "lost", "closed", "harm"))
        blocks.append(Table(heads, tuple(self._effect(one) for one in self.found.effects)))
        return Section(say("effects"), tuple(blocks))

    def _effect(self, one: Effect) -> tuple[str, ...]:
        say, words = self.words.say, self.words
        none = say("effects.nothing")
        name = self.set_of(one)
        if one.void:
            return name, say("effects.void"), "", "", ""
        if one.same_as:
            same = words.joined([self.what(id) for id in one.same_as])
            return name, say("effects.same", contributions=same), "", "", ""
        closed = [id for id in one.gained_via_closed if id not in one.gained]
        harms = [
            say(
                "effects.betrayed" if harm.kind == "betrayed" else "effects.worst",
                party=words.party(harm.party),
            )
            for harm in one.harms
            if harm.by_list_with
        ]
        return (
            name,
            named(words, one.gained) if one.gained else none,
            named(words, one.lost) if one.lost else none,
            named(words, closed) if closed else none,
            "; ".join(capital(told) for told in harms) if harms else none,
        )

    def gives(self) -> Iterator[Section]:
        """Who gives and who gets at what can be reached, by the smallest set that gets there."""
        for effect, new in anew(self.words, self.found):
            words = with_contributions(self.words, self.found, effect)
            blocks: list[Block] = []
            for held in new:
                state = self.states.name(held.at, words)
                blocks.append(capital(self.words.say("gives.state", state=state)))
                blocks.append(Items(tuple(self._held(words, held))))
            title = self.words.say("gives.without", broker=self.name)
            if effect.contributions:
                title = self.words.say("gives", contributions=self.set_of(effect))
            yield Section(title, tuple(blocks))

    def _held(self, words: Words, held: Held) -> Iterator[str]:
        for given in held.given:
            if given.take or given.drop or given.better != "same":
                yield self._given(words, given)
        yield from words.labels(held.labels)

    def _given(self, words: Words, given: Given) -> str:
        say = words.say
        reason = ""
        if given.better != "same":
            reason = say("gives.reason", reason=words.reason(given.because))
        key = "gives.party" if given.take or given.drop else "gives.party.nothing"
        return capital(
            say(
                key,
                party=words.party(given.party),
                deeds=words.deeds(given.take, given.drop),
                better=say(f"gives.{given.better}"),
                reason=reason,
            )
        )

    def shares(self) -> Iterator[Section]:
        """How often each contribution decides each outcome; rows of zeros are left out."""
        say, words = self.words.say, self.words
        if not self.found.shares:
            return
        scope = self.found.scope
        draws = ""
        if scope.kind == "sampled":
            draws = say("shares.draws", count=f"{scope.draws:,}", seed=scope.seed)
        blocks: list[Block] = [say("shares.what", draws=draws)]
        some = [one for one in self.found.shares if one.gains or one.losses]
        if not some:
            blocks = [say("shares.none")]
        else:
            keys = ("contribution", "outcome", "gains", "losses", "value")
            heads = tuple(say(f"shares.{key}") for key in keys)
            blocks.append(Table(heads, tuple(self._share(one) for one in some)))
        yield Section(words.say("shares"), tuple(blocks))

    def _share(self, one: Share) -> tuple[str, ...]:
        say = self.words.say
        value = say("effects.nothing") if one.shapley is None else one.shapley
        return (
            self.what(one.contribution),
            self.words.outcome(one.outcome),
            say("shares.of", number=f"{one.gains:,}", of=f"{one.of:,}"),
            say("shares.of", number=f"{one.losses:,}", of=f"{one.of:,}"),
            value,
        )

    def logics(self) -> Section:
        """The rival views beside each other."""
        say = self.words.say
        heads = tuple(say(f"logics.{key}") for key in ("view", "about", "answer", "numbers"))
        rows = tuple(self._logic(one) for one in self.found.logics)
        return Section(say("logics"), (Table(heads, rows),))

    def _logic(self, one: Logic) -> tuple[str, str, str, str]:
        say, words = self.words.say, self.words
        about = self.name if one.contribution is None else self.what(one.contribution)
        if one.party is not None:
            about = say("logic.towards", what=about, party=words.party(one.party))
        numbers = [self._number(name, value) for name, value in one.numbers.items()]
        return say(f"logic.{one.name}"), about, say(f"logic.{one.answer}"), "; ".join(numbers)

    def _number(self, name: str, value: float | bool | None) -> str:
        say, words = self.words.say, self.words
        known = {party.id for party in words.case.parties}
        key, _, party = name.rpartition(" ")
        if party not in known:
            key, party = name, ""
        told = say("logic.unknown") if value is None else say("number.rated", value=value)
        if isinstance(value, bool):
            told = say("logic.yes" if value else "logic.no")
        elif isinstance(value, float):
            told = f"{value:.2f}"
        return say(f"number.{key}", party=words.party(party) if party else "", value=told)

    def common(self) -> Iterator[Section]:
        """What lists have in common."""
        say = self.words.say
        if self.found.common:
            told = tuple(capital(self._shared(one)) for one in self.found.common)
            yield Section(say("common"), (Items(told),))

    def _shared(self, one: Common) -> str:
        say, words = self.words.say, self.words
        parties = words.parties(one.parties)
        wants = [self._want(one.parties[0], ids[0]) for ids in one.statements]
        if not wants:
            return say("common.none", parties=parties)
        return say("common.one", parties=parties, wants=words.joined(wants))

    def _want(self, party: str, id: str) -> str:
        words = self.words
        preference = words.case.lists.get(party)
        lines = preference.lines if isinstance(preference, Statements) else ()
        line = next(line for line in lines if line.id == id)
        text = words.text(line.name) or words.formula(line.want)
        return words.say("quoted", text=text)


def anew(words: Words, found: Broker) -> Iterator[tuple[Effect, list[Held]]]:
    """The states that hold and could be reached, each with the smallest set that gets there first.

    Parameters
    ----------
    words : Words
        The case's words.
    found : Broker
        The answer.

    Yields
    ------
    tuple of (Effect, list of Held)
        Without the broker first; today's state is left out.
    """
    today = words.case.status_quo or frozenset()
    seen = {today}
    for effect in (found.without, *found.effects):
        new = [held for held in effect.held if frozenset(held.at.state) not in seen]
        if new and not effect.same_as:
            seen |= {frozenset(held.at.state) for held in new}
            yield effect, new


def _together(filters: Iterable[Filter]) -> list[list[Filter]]:
    """Filters that differ in nothing but the contribution, together."""
    found: dict[object, list[Filter]] = {}
    for one in filters:
        about = one.contribution is not None
        found.setdefault((replace(one, contribution=None), about), []).append(one)
    return list(found.values())
