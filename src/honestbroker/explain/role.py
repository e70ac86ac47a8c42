"""What role a broker can play: the paragraph that comes before the page.

Who would have to let it in, what it would add, whom that could harm, and whether it would keep its
word; each with the statement, rating or judgement it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from honestbroker.case.case import Case
from honestbroker.changes import apply
from honestbroker.explain.section import Block
from honestbroker.explain.states import States, broker_name, contribution_name
from honestbroker.explain.words import Words, capital
from honestbroker.result.brokers import Broker, ContributionTold, Effect, Filter, Harm

__all__ = ["Telling", "named", "role", "role_told", "set_name", "with_contributions"]

Speech = TypeVar("Speech", bound=Words)

_OPEN = ("contested", "unknown")


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
    telling = Telling(words, found)
    parts = (
        telling.let_in(),
        (*telling.offered(), *telling.adds()),
        telling.goes_wrong(),
        telling.keeps_to(),
    )
    return [" ".join(part) for part in map(list, parts) if part]


def named(words: Words, outcomes: Iterable[str]) -> str:
    """Named outcomes as one enumeration.

    Parameters
    ----------
    words : Words
        The case's words.
    outcomes : iterable of str
        Their ids.

    Returns
    -------
    str
        Their names.
    """
    return words.joined([words.outcome(id) for id in outcomes])


class Telling:
    """One broker in words.

    Parameters
    ----------
    words : Words
        The case's words.
    found : Broker
        The answer.
    """

    def __init__(self, words: Words, found: Broker) -> None:
        self.words = words
        self.found = found
        self.states = States(words)
        self.name = broker_name(words, found.id)

    def whole(self, id: str) -> str:
        """A contribution by its name.

        Parameters
        ----------
        id : str
            The contribution, with or without the broker's id before it.

        Returns
        -------
        str
            A noun phrase, or the id.
        """
        return contribution_name(self.words, self.found.id, id.rpartition(".")[2])

    def what(self, id: str) -> str:
        """A contribution in short: by its kind, where it is the only one of that kind.

        Parameters
        ----------
        id : str
            The contribution, with or without the broker's id before it.

        Returns
        -------
        str
            Such as "the channel".
        """
        kinds = {one.id: one.kind for one in self.found.contributions}
        kind = kinds[id.rpartition(".")[2]]
        if list(kinds.values()).count(kind) > 1:
            return self.whole(id)
        return self.words.say(f"short.{kind}")

    def set_of(self, effect: Effect) -> str:
        """What a set of contributions is called.

        Parameters
        ----------
        effect : Effect
            What they do.

        Returns
        -------
        str
            An enumeration.
        """
        if len(effect.contributions) == len(self.found.contributions) > 2:
            return self.words.say("effects.all")
        return self.words.joined([self.what(id) for id in effect.contributions])

    def sourced(self, one: Filter) -> str:
        """What the answer of a filter rests on.

        Parameters
        ----------
        one : Filter
            The filter.

        Returns
        -------
        str
            Citations and judgement, in brackets after a blank.
        """
        return self.words.rests(self._keys(one), one.cites, one.judged, one.sure)

    def _keys(self, one: Filter) -> tuple[str, ...]:
        """What the answer of a filter rests on, as provenance names it."""
        what = {"accepts a mediator": "accepts_any", "accepts this one": "accepts"}.get(one.kind)
        if what is not None:
            return (f"rating {self.found.id}: {one.party} {what}",)
        return (f"patron {self.found.id}: {one.party}",) if one.kind == "no veto" else ()

    def based(self, one: ContributionTold) -> str:
        """What a contribution rests on.

        Parameters
        ----------
        one : ContributionTold
            The contribution.

        Returns
        -------
        str
            Citations and judgement, in brackets after a blank.
        """
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
                outcomes=named(self.words, outcomes),
                how=self._how(effect, outcomes),
            )
        if not smallest:
            yield say("role.adds.nothing", broker=self.name)
            for effect, outcomes in _smallest(self.found.effects, "gained_via_closed"):
                yield say(
                    "role.adds.closed",
                    contributions=self.set_of(effect),
                    outcomes=named(self.words, outcomes),
                )

    def _how(self, effect: Effect, outcomes: Sequence[str]) -> str:
        """Who would have to agree on a way to what counts: no trap and no regret for anybody."""
        words = self.words
        groups = {
            step.group: words.parties(step.group)
            for held in effect.held
            if set(outcomes) & set(held.at.outcomes)
            and not {label.label for label in held.labels} & {"trap", "regret"}
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
                outcomes=named(words, outcomes),
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
    return Telling(words, found).set_of(effect)


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
