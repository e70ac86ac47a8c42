"""What is printed of a broker read back: sets of contributions, doubts, harms, who gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import oracle_broker as oracle
import oracle_standing as standing
from honestbroker.case import Case
from honestbroker.case.brokering import Broker
from oracle import State
from oracle_case import Ids, World, clean, decides, plain_deals, reached, read, world
from oracle_case import groups as open_groups
from oracle_coupled import Play, lengths
from reading import Reason, Unreadable, because, doings, first_like, ids, party, reason

SHORT = {
    "B1": "the channel",
    "B2": "the guarantee",
    "B3": "the verification",
    "B4": "the inducement",
    "B5": "the text",
    "B6": "the face-saving",
    "B7": "the information",
}
KIND = {
    "B1": "channel",
    "B2": "guarantee",
    "B3": "verification or snapback",
    "B4": "inducement",
    "B5": "focal text",
    "B6": "face-saving",
    "B7": "information",
}
DOUBTS = {
    ("any", "contested"): "whether {who} accepts a mediator at all is contested",
    ("any", "fails"): "{who} accepts no mediator",
    ("any", "unknown"): "the case does not say whether {who} accepts a mediator",
    ("this", "contested"): "whether {who} accepts {broker} is contested",
    ("this", "fails"): "{who} does not accept {broker}",
    ("this", "unknown"): "the case does not say whether {who} accepts {broker}",
    ("shares", "contested"): "{who} neither gains nor loses by what is said to be common ground",
    ("shares", "fails"): "{who} would rather be without what is said to be common ground",
    (
        "shares",
        "unknown",
    ): "it cannot be said whether {who} gains by what is said to be common ground",
}


@dataclass(frozen=True)
class Told:
    """A broker of a case, and what the oracle says of each set of its contributions."""

    case: Case
    broker: Broker

    @cached_property
    def before(self) -> World:
        return world(self.case)

    @cached_property
    def worlds(self) -> dict[frozenset[str], World]:
        """The case with every set that is told of, the void ones left out."""
        found = {}
        for some in oracle.shown_sets(self.broker):
            changed = oracle.with_contributions(self.case, self.broker, some)
            if changed is not None:
                found[some] = world(changed)
        return found

    def tried(self, worlds: dict[frozenset[str], World]) -> None:
        """Say which sets are tried, where all would be too many."""
        self.__dict__["worlds"] = worlds

    @cached_property
    def effects(self) -> dict[frozenset[str], oracle.Effect]:
        return oracle.effects(self.case, self.broker)

    @cached_property
    def filters(self) -> standing.Filters:
        return standing.filters(self.case, self.broker)

    @property
    def name(self) -> str:
        return f"‹party {self.broker.id}›"

    def set_of(self, printed: str) -> frozenset[str]:
        """Which contributions are meant: by their names, or their kinds where there is one of each."""
        every = {one.id: one.kind for one in self.broker.contributions}
        if printed == "all together":
            return frozenset(every)
        found = ids("brings", printed)
        for kind, short in SHORT.items():
            if short in printed:
                (id,) = [id for id, other in every.items() if other == kind]
                found.append(id)
        names = "|".join([*map(re.escape, SHORT.values()), "‹brings [^›]*›"])
        if not re.fullmatch(rf"(?:{names})(?:(?:, and|,| and) (?:{names}))*", printed):
            raise Unreadable(printed)
        assert len(set(found)) == len(found)
        return frozenset(found)

    def like(self, some: frozenset[str]) -> object:
        """What sets that give the same case have in common."""
        effect = self.effects[some]
        reached = frozenset(effect.situation.reached) if effect.situation else None
        return effect.gained, effect.lost, reached

    def news(self, key: str) -> dict[frozenset[str], Ids]:
        """By set, the outcomes that it gains or loses and no part of it does."""
        found = {}
        for some, effect in self.effects.items():
            parts = [getattr(e, key) for other, e in self.effects.items() if other < some]
            new = getattr(effect, key) - frozenset[str]().union(*parts)
            if new:
                found[some] = new
        return found


def doubts(printed: str, told: Told) -> set[tuple[str, str, str]]:
    """Which doubts are told: of what, of whom, how."""
    found = set()
    rest = printed
    source = r"(?: \[[^\]]*\])?(?:: what counts is its [^\]]*\])?"
    for (kind, answer), form in DOUBTS.items():
        for one in told.case.parties:
            clause = form.format(who=f"‹party {one.id}›", broker=told.name)
            rest, count = re.subn(
                rf"{re.escape(clause)}(?! accepts| at all){source}(?=,| and|$)", "", rest
            )
            assert count <= 1
            if count:
                found.add((kind, one.id, answer))
    if not re.fullmatch(r"(?:, and | and |, )*", rest):
        raise Unreadable(rest)
    return found


def expected_doubts(told: Told) -> set[tuple[str, str, str]]:
    """Every answer of the filters on principals that is not yes."""
    some = told.filters
    answers = {"any": some.accepts_any, "this": some.accepts}
    if told.case.common_denominator is not None:
        answers["shares"] = some.shares_denominator
    return {
        (kind, who, answer)
        for kind, by_party in answers.items()
        for who, answer in by_party.items()
        if answer != "passes"
    }


def by_agreement(printed: str, some: frozenset[str], outcomes: Ids, told: Told) -> None:
    """With the groups that are named, and single parties, each outcome can be reached as it should.

    And each of them has a deal to strike on some way to a state that counts.
    """
    w = told.worlds[some]
    groups = [frozenset(ids("party", part)) for part in printed.split(", and one of ")]
    named = [group for group, is_open in w.model.groups if is_open and w.group(group) in groups]
    assert len(named) == len([group for group in groups if group])
    forms = {one.id: one.formula for one in w.case.outcomes}
    assert w.model.status_quo is not None
    play = Play(tuple(named), plain=True)
    if set(named) == set(open_groups(w)):
        ends = reached(w, w.model.status_quo)
    else:
        ends = frozenset(lengths(w.game, w.model.status_quo, play))
    counting = {id: {s for s in ends if w.true(forms[id], s) and clean(w, s)} for id in outcomes}
    assert all(counting.values()), printed
    goals = set[State]().union(*counting.values())
    for group in named:
        struck = (one.after for s in ends for one in plain_deals(w, s) if one.members == group)
        assert any(goals & set(lengths(w.game, t, play)) for t in struck), printed


def worst_reason(who: str, some: frozenset[str], told: Told) -> set[Reason]:
    """What may decide between the worst a party could end up with, without and with a set."""
    before, w = told.before, told.worlds[some]
    index = w.parties.index(who)
    assert before.model.status_quo is not None
    assert w.model.status_quo is not None
    old = {read(before, w, s) for s in oracle.reached_equilibria(before, before.model.status_quo)}
    new = oracle.reached_equilibria(w, w.model.status_quo)
    return {
        because(w.case, who, decides(w, index, s, t), w.ids(s), w.ids(t))
        for s in oracle.extremes(w, who, old)[0]
        for t in oracle.extremes(w, who, new)[0]
    }


HARMS = {
    "worst": "With {set:ANY}, the worst that {who:PARTY} could end up with would be worse than "
    "without: {why:REASON}.",
    "betrayed": "With {set:ANY}, {who:PARTY} could end up having given what cannot be taken back, "
    "while what would make up for it is withheld: {what:DOINGS}.",
    "lost": "With {set:ANY}, {outcomes:OUTCOMES} would no longer hold.",
    "none": "None of it leaves any party with a worse outcome that could be reached than without it.",
    "before": "Judged by what {who:PARTY} wants today, and not by what it would want with {set:ANY}, "
    "the worst it could end up with would be worse.",
}


def harms(sentences: list[str], told: Told) -> Iterator[str]:
    """Whom it could harm, with which smallest set, and what would be lost."""
    said = set()
    before = set()
    lost = {}
    for sentence in sentences:
        kind, blanks = first_like(HARMS, sentence)
        yield f"harm {kind}"
        some = told.set_of(blanks["set"]) if "set" in blanks else frozenset[str]()
        if kind == "lost":
            lost[some] = frozenset(ids("outcome", blanks["outcomes"]))
        elif kind == "before":
            before.add(party(blanks["who"]))
            harm = told.effects[some].harms[party(blanks["who"])]
            assert harm.worse_before
            assert not harm.worse
        elif kind != "none":
            who = party(blanks["who"])
            said.add((kind, who, some))
            if kind == "worst":
                assert reason(blanks["why"]) in worst_reason(who, some, told)
            else:
                w = told.worlds[some]
                what = doings(w.case, blanks["what"])
                situation = told.effects[some].situation
                assert situation is not None
                owed = {
                    o for one in situation.reached.values() for o in one.labels.owed.get(who, ())
                }
                assert frozenset(id for id, _ in what) in owed
    harmed = {
        (kind, who, some)
        for some, effect in told.effects.items()
        for who, harm in effect.harms.items()
        for kind, so in (("worst", harm.worse), ("betrayed", harm.betrayed))
        if so
    }
    smallest = {
        (kind, who, some)
        for kind, who, some in harmed
        if not any(other < some for k, p, other in harmed if (k, p) == (kind, who))
    }
    assert said == smallest
    assert ("none" in {first_like(HARMS, one)[0] for one in sentences}) == (
        not harmed and bool(told.worlds)
    )
    only_before = {
        who
        for effect in told.effects.values()
        for who, harm in effect.harms.items()
        if harm.worse_before and not harm.worse
    } - {who for _, who, _ in harmed}
    assert before == only_before
    check_sets(lost, told, "lost")


def check_sets(said: dict[frozenset[str], Ids], told: Told, key: str) -> None:
    """What is said to be gained or lost is, by no smaller set; of sets that do the same one is told."""
    news = told.news(key)
    for some, outcomes in said.items():
        assert outcomes == news[some], (some, outcomes)
    for some, outcomes in news.items():
        if some not in said:
            same = [told.like(other) for other in said if said[other] >= outcomes]
            assert told.like(some) in same, (key, some)


def one_of_few(
    kind: str, blanks: dict[str, str], some: frozenset[str], smaller: list[World], told: Told
) -> None:
    """One sentence about a set: true of it, and of none of its parts."""
    w = told.worlds[some]
    if kind == "adds":
        outcomes = frozenset(ids("outcome", blanks["outcomes"]))
        assert outcomes <= oracle.held(w)
        assert not any(outcomes & oracle.held(part) for part in smaller)
        by_agreement(blanks["how"] or "", some, outcomes, told)
        return
    who = party(blanks["who"])
    harm = oracle.harms(told.before, w)[who]
    before = [oracle.harms(told.before, part)[who] for part in smaller if part is not told.before]
    if kind == "worst":
        assert harm.worse
        assert not any(one.worse for one in before)
        assert reason(blanks["why"]) in worst_reason(who, some, told)
    elif kind == "betrayed":
        assert harm.betrayed
        assert not any(one.betrayed for one in before)
    else:
        assert harm.worse_before
        assert not harm.worse


def gets(
    who: str, state: Ids, kind: str, parts: dict[str, str], told: Told, some: frozenset[str]
) -> None:
    """Whether a party is said to be better off than today exactly if it is, by the right line."""
    w = told.worlds[some] if some else told.before
    today = w.model.status_quo
    assert today is not None
    index, there = w.parties.index(who), w.state(state)
    rank = w.model.rank[index]
    if kind == "same":
        assert rank[there] == rank[today]
        return
    assert (parts["better"], rank[there] != rank[today]) == (
        "better off" if rank[there] > rank[today] else "worse off",
        True,
    )
    expected = because(w.case, who, decides(w, index, today, there), w.ids(today), state)
    assert reason(parts["why"]) == expected
