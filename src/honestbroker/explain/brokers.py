"""Brokers in words: would it be let in, what would it add, whom would it harm?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from honestbroker.case.case import Case
from honestbroker.case.parts import Statements
from honestbroker.changes import apply
from honestbroker.explain.head import head
from honestbroker.explain.roadmap import States, broker_name, contribution_name
from honestbroker.explain.section import Block, Items, Section, Table
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
    Harm,
    Held,
    Logic,
    Share,
)

__all__ = [
    "anew",
    "broker",
    "brokers",
    "candidates_told",
    "page_told",
    "role",
    "role_told",
    "set_name",
    "with_contributions",
]

Speech = TypeVar("Speech", bound=Words)

_OPEN = ("contested", "unknown")


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
    telling = _Telling(words, found)
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


def role(case: Case, found: Broker, language: str = "en") -> list[Block]:
    """What role a broker can play: a paragraph with its conditions.

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
    list of Block
        Who must accept; what it would bring and add; what could go wrong; its own interest.
    """
    return role_told(Words(case, language), found)


def role_told(words: Words, found: Broker) -> list[Block]:
    """What role a broker can play, in given words.

    Parameters
    ----------
    words : Words
        The case's words.
    found : Broker
        The answer.

    Returns
    -------
    list of Block
        See `role`.
    """
    telling = _Telling(words, found)
    parts = (
        telling.let_in(),
        (*telling.offered(), *telling.adds()),
        telling.goes_wrong(),
        telling.keeps_to(),
    )
    return [" ".join(part) for part in map(list, parts) if part]


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
            say("brokers.only", broker=broker_name(words, one.id), outcomes=_named(words, one.only))
        )
        for one in found.candidates
        if one.only
    ]
    if not told:
        told.append(say("brokers.only.nobody"))
    for pair in found.complements:
        first, second = (broker_name(words, id) for id in pair.brokers)
        outcomes = _named(words, pair.outcomes)
        told.append(say("brokers.together", first=first, second=second, outcomes=outcomes))
    bad = {outcome.id for outcome in case.outcomes if getattr(outcome, "bad", False)}
    wanted = [id for id in found.nobody if id not in bad]
    if wanted:
        told.append(say("brokers.nobody", outcomes=_named(words, wanted)))
    if found.kinds_missing:
        kinds = words.joined([say(f"kind.{kind}") for kind in found.kinds_missing])
        told.append(say("brokers.kinds", kinds=kinds))
    blocks: tuple[Block, ...] = (Table(heads, rows), say("brokers.first"), Items(tuple(told)))
    return Section(say("brokers"), blocks)


def _named(words: Words, outcomes: Iterable[str]) -> str:
    return words.joined([words.outcome(id) for id in outcomes])


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
        _named(words, one.gains) if one.gains else say("effects.nothing"),
        words.parties(one.harms) if one.harms else say("effects.nothing"),
    )


class _Telling:
    """One broker in words."""

    def __init__(self, words: Words, found: Broker) -> None:
        self.words = words
        self.found = found
        self.states = States(words)
        self.name = broker_name(words, found.id)

    def whole(self, id: str) -> str:
        """A contribution by its name."""
        return contribution_name(self.words, self.found.id, id.rpartition(".")[2])

    def what(self, id: str) -> str:
        """A contribution in short: by its kind, where it is the only one of that kind."""
        kinds = {one.id: one.kind for one in self.found.contributions}
        kind = kinds[id.rpartition(".")[2]]
        if list(kinds.values()).count(kind) > 1:
            return self.whole(id)
        return self.words.say(f"short.{kind}")

    def set_of(self, effect: Effect) -> str:
        """What a set of contributions is called."""
        if len(effect.contributions) == len(self.found.contributions) > 2:
            return self.words.say("effects.all")
        return self.words.joined([self.what(id) for id in effect.contributions])

    def sourced(self, one: Filter) -> str:
        """What the answer of a filter rests on."""
        return self.words.rests(self._keys(one), one.cites, one.judged, one.sure)

    def _keys(self, one: Filter) -> tuple[str, ...]:
        """What the answer of a filter rests on, as provenance names it."""
        what = {"accepts a mediator": "accepts_any", "accepts this one": "accepts"}.get(one.kind)
        if what is not None:
            return (f"rating {self.found.id}: {one.party} {what}",)
        return (f"patron {self.found.id}: {one.party}",) if one.kind == "no veto" else ()

    def based(self, one: ContributionTold) -> str:
        """What a contribution rests on."""
        key = f"contribution {self.found.id}: {one.id}"
        return self.words.rests((key,), one.cites, one.judged, one.sure)

    # --- the paragraph ----------------------------------------------------------------------------

    def let_in(self) -> Iterator[str]:
        """Whether the principals would let it in."""
        say, words = self.words.say, self.words
        asked = [one for one in self.found.filters if one.contribution is None]
        if not asked:
            yield say("role.nobody_asked", broker=self.name)
            return
        failing = [one for one in asked if one.answer == "fails"]
        doubtful = [one for one in asked if one.answer in _OPEN]
        if failing or doubtful:
            key = "role.closed" if failing else "role.open"
            clauses = words.joined([self._doubt(one) for one in (*failing, *doubtful)])
            yield say(key, broker=self.name, clauses=clauses)
        else:
            asked_of = list(dict.fromkeys(one.party or "" for one in asked))
            told = say("role.accepted", principals=words.parties(asked_of), broker=self.name)
            yield capital(told)

    def _doubt(self, one: Filter) -> str:
        words = self.words
        kind = {"accepts a mediator": "any", "accepts this one": "this"}.get(one.kind, "shares")
        key = f"role.{kind}.{one.answer}"
        if kind == "shares" and one.answer == "unknown":
            key = "role.shares.contested"
        reason = words.reason(one.decisions[0]) if one.decisions else ""
        return words.say(
            key,
            party=words.party(one.party or ""),
            broker=self.name,
            source=self.sourced(one),
            reason=reason,
        )

    def offered(self) -> Iterator[str]:
        """What it could bring, with the short name and the sources of each."""
        say, words = self.words.say, self.words
        told = []
        for one in self.found.contributions:
            source = self.based(one)
            whole, short = self.whole(one.id), self.what(one.id)
            if short == whole:
                told.append(whole + source)
            else:
                told.append(say("role.brings.one", what=whole, source=source, short=short))
        if told:
            yield capital(say("role.brings", broker=self.name, list=words.joined(told)))

    def adds(self) -> Iterator[str]:
        """What it would add, by the smallest sets that add it."""
        say = self.words.say
        smallest = list(_smallest(self.found.effects, "gained"))
        for effect, outcomes in smallest:
            yield say(
                "role.adds",
                contributions=self.set_of(effect),
                outcomes=_named(self.words, outcomes),
                how=self._how(effect, outcomes),
            )
        if not smallest:
            yield say("role.adds.nothing", broker=self.name)
            for effect, outcomes in _smallest(self.found.effects, "gained_via_closed"):
                yield say(
                    "role.adds.closed",
                    contributions=self.set_of(effect),
                    outcomes=_named(self.words, outcomes),
                )

    def _how(self, effect: Effect, outcomes: Sequence[str]) -> str:
        """Who would have to agree."""
        words = self.words
        groups = {
            step.group: words.parties(step.group)
            for held in effect.held
            if set(outcomes) & set(held.at.outcomes)
            for step in held.path
            if step.group is not None
        }
        if not groups:
            return ""
        told = list(groups.values())
        text = told[0]
        for other in told[1:]:
            text = words.say("role.how.or", first=text, second=other)
        return words.say("role.how", groups=text)

    def goes_wrong(self) -> Iterator[str]:
        """Whom it could harm, and what would be lost."""
        say, words = self.words.say, self.words
        harmed = list(_harmful(self.found.effects))
        for effect, harm in harmed:
            yield capital(self._harm(effect, harm))
        for effect, outcomes in _smallest(self.found.effects, "lost"):
            yield say(
                "role.loses",
                contributions=self.set_of(effect),
                outcomes=_named(words, outcomes),
            )
        if not harmed and any(not effect.void for effect in self.found.effects):
            yield say("role.harm.none")
        for effect, party in _by_lists_before(self.found.effects):
            told = say(
                "role.harm.before", party=words.party(party), contributions=self.set_of(effect)
            )
            yield capital(told)

    def _harm(self, effect: Effect, harm: Harm) -> str:
        words = with_contributions(self.words, self.found, effect)
        party, contributions = words.party(harm.party), self.set_of(effect)
        if harm.kind == "betrayed":
            owed = self._owed(effect, harm)
            return words.say(
                "role.harm.betrayed", contributions=contributions, party=party, owed=owed
            )
        assert harm.because is not None
        return words.say(
            "role.harm.worst",
            contributions=contributions,
            party=party,
            reason=words.reason(harm.because),
        )

    def _owed(self, effect: Effect, harm: Harm) -> str:
        for held in effect.held:
            for label in held.labels:
                if label.label == "betrayed" and label.party == harm.party:
                    first = label.evidence["owed"][0]
                    return self.words.doings(first["take"], first["drop"])
        return self.words.doings(harm.owed, ())

    def keeps_to(self) -> Iterator[str]:
        """Whether it would deliver, and whom it will not cross."""
        say, words = self.words.say, self.words
        if not self.found.is_party and self.found.contributions:
            yield say("role.delivers.no_list")
        for answer in ("passes", "contested", "unknown") if self.found.is_party else ():
            some = [
                one for one in self.found.filters
                if one.kind == "delivers" and one.answer == answer
            ]  # fmt: skip
            if some:
                told = words.joined([self.what(one.contribution or "") for one in some])
                yield say(f"role.delivers.{answer}", contributions=told)
        for one in self.found.filters:
            if one.kind == "delivers" and one.answer == "fails":
                reason = words.reason(one.decisions[-1]) if one.decisions else ""
                what = self.what(one.contribution or "")
                yield say("role.delivers.fails", contribution=what, reason=reason)
            elif one.kind == "no veto" and one.answer == "fails":
                what, source = self.what(one.contribution or ""), self.sourced(one)
                patron = words.party(one.party or "")
                yield say("role.vetoed", patron=patron, contributions=what, source=source)

    # --- the page behind it -----------------------------------------------------------------------

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
            say("effects.today", outcomes=_named(words, standing))
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
            _named(words, one.gained) if one.gained else none,
            _named(words, one.lost) if one.lost else none,
            _named(words, closed) if closed else none,
            "; ".join(capital(told) for told in harms) if harms else none,
        )

    def gives(self) -> Iterator[Section]:
        """Who gives and who gets at what can be reached, by the smallest set that gets there."""
        for effect, new in anew(self.words, self.found):
            words = with_contributions(self.words, self.found, effect)
            blocks: list[Block] = []
            for held in new:
                blocks.append(
                    capital(self.words.say("gives.state", state=self.states.name(held.at)))
                )
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


def set_name(words: Words, found: Broker, effect: Effect) -> str:
    """What a set of contributions is called.

    Parameters
    ----------
    words : Words
        The case's words.
    found : Broker
        Whose they are.
    effect : Effect
        What they do.

    Returns
    -------
    str
        An enumeration.
    """
    return _Telling(words, found).set_of(effect)


def with_contributions(words: Speech, found: Broker, effect: Effect) -> Speech:
    """Words for the case with contributions made, which may have more options and statements.

    Parameters
    ----------
    words : Words
        The case's words.
    found : Broker
        Whose contributions.
    effect : Effect
        Which.

    Returns
    -------
    Words
        Words of the same kind.
    """
    case = words.case
    for contribution in case.broker(found.id).contributions:
        if f"{found.id}.{contribution.id}" in effect.contributions and contribution.edits:
            case = apply(case, contribution.change(found.id))
    return words.about(case)


def _together(filters: Iterable[Filter]) -> list[list[Filter]]:
    """Filters that differ in nothing but the contribution, together."""
    found: dict[object, list[Filter]] = {}
    for one in filters:
        about = one.contribution is not None
        found.setdefault((replace(one, contribution=None), about), []).append(one)
    return list(found.values())


def _smallest(effects: Sequence[Effect], key: str) -> Iterator[tuple[Effect, tuple[str, ...]]]:
    """The smallest sets that gain (or lose) outcomes, each with those that no part of it does."""
    known: list[tuple[frozenset[str], frozenset[str]]] = []
    for effect in effects:
        mine = frozenset(effect.contributions)
        smaller = frozenset[str]().union(*(found for part, found in known if part < mine))
        new = tuple(id for id in getattr(effect, key) if id not in smaller)
        known.append((mine, frozenset(getattr(effect, key))))
        if new and not effect.same_as:
            yield effect, new


def _by_lists_before(effects: Sequence[Effect]) -> Iterator[tuple[Effect, str]]:
    """For every party, the first set that harms it by its list without the set only."""
    seen = {harm.party for _, harm in _harmful(effects)}
    for effect in effects:
        for harm in effect.harms:
            if not harm.by_list_with and harm.party not in seen:
                seen.add(harm.party)
                yield effect, harm.party


def _harmful(effects: Sequence[Effect]) -> Iterator[tuple[Effect, Harm]]:
    """Every harm with the smallest set that does it."""
    seen: list[tuple[str, str, frozenset[str]]] = []
    for effect in effects:
        mine = frozenset(effect.contributions)
        for harm in effect.harms:
            if not harm.by_list_with:
                continue
            if any((harm.party, harm.kind) == (p, k) and part <= mine for p, k, part in seen):
                continue
            seen.append((harm.party, harm.kind, mine))
            yield effect, harm
