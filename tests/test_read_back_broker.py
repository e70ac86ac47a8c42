"""What is printed of brokers, read back and compared with the oracle, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain
from random import Random

import pytest

import honestbroker as hb
import oracle_broker as oracle
import oracle_standing as standing
from honestbroker.analyses.brokers import broker
from honestbroker.case import Case
from honestbroker.explain import brokers as explain
from honestbroker.explain.section import Items, Section, Table
from honestbroker.explain.words import Words
from labelled import alike, labelled
from oracle_case import Ids, World, world
from read_broker import (
    HARMS,
    KIND,
    SHORT,
    Told,
    by_agreement,
    check_sets,
    doubts,
    expected_doubts,
    gets,
    harms,
    one_of_few,
)
from reading import Letters, deeds, first_like, ids, like, party
from strategies_brokering import random_brokering

SEEDS = (*range(32), 65, 76, 89, 132, 139, 245, 270, 1420)
"""The last ones have brokers that add much, or harm somebody."""
ANSWER = {
    "yes": "passes",
    "no": "fails",
    "contested": "contested",
    "neither gains nor loses": "contested",
    "unknown": "unknown",
}
VERDICT = {"yes": True, "no": False, "unknown": None}


@cache
def generated(seed: int) -> Case:
    case: Case = labelled(random_brokering(Random(seed), 3, 5))
    return case


def check(case: Case, id: str) -> Counter[str]:
    """Everything that is printed of a broker, but for what is only counted; what was compared."""
    told = Told(case, case.broker(id))
    found = broker(case, id)
    _, paragraph, *page = explain.broker(case, found)
    _, *vietnamese = explain.broker(case, found, "vi")
    assert alike([paragraph, *page], vietnamese)
    seen: Counter[str] = Counter()
    seen.update(role(paragraph, told))
    parts = explain.page_told(Words(case, "en"), found)
    seen.update(filters(parts["filters"][0], told))
    seen.update(effects(parts["effects"][0], told))
    seen.update(brings(parts["brings"][0], told))
    seen.update(gives(parts["gives"], parts["states"], told))
    seen.update(shares(parts["shares"], told))
    seen.update(logics(parts["logics"][0], told))
    seen.update(common(parts["common"], told))
    return seen


# --- the paragraphs ------------------------------------------------------------------------------


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=\.) (?!\[)", text)


def role(section: Section, told: Told) -> Iterator[str]:
    """Who would let it in, what it would add and harm, and whether it would keep its word."""
    assert section.heading == f"What role can {told.name} play?"
    every = [one for block in section.blocks for one in sentences(str(block))]
    rest = [one for one in every if not is_offer(one)]
    yield let_in(rest.pop(0), told)
    offered = [one for one in every if is_offer(one)]
    kinds = [one.kind for one in told.broker.contributions]
    if told.broker.contributions:
        (offer,) = offered
        assert ids("brings", offer) == [one.id for one in told.broker.contributions]
        for one in told.broker.contributions:
            short = f"‹brings {one.id}› (“{SHORT[one.kind]}”)"
            assert (short in offer) == (kinds.count(one.kind) == 1)
    adding, wrong, keeping = [], [], []
    for one in rest:
        if re.search(r"would hold and could be reached|makes another named outcome hold", one):
            adding.append(one)
        elif re.match(r"With |None of it|Judged by", one):
            wrong.append(one)
        else:
            keeping.append(one)
    yield from adds(adding, told)
    yield from harms(wrong, told)
    yield from keeps(keeping, told)


def is_offer(sentence: str) -> bool:
    return " could bring ‹brings " in sentence


def let_in(sentence: str, told: Told) -> str:
    expected = expected_doubts(told)
    form = {
        "open": f"It is open whether {told.name} would be let in: {{clauses:ANY}}.",
        "closed": f"As things stand {told.name} would not be let in: {{clauses:ANY}}.",
        "accepted": f"{{principals:PARTIES}} accept a mediator, and {told.name} as one.",
        "nobody": "The case names no principals, so nobody is asked whether "
        f"{told.name} would be let in.",
    }
    key, blanks = first_like(form, sentence)
    if key in ("open", "closed"):
        assert doubts(blanks["clauses"], told) == expected
        assert (key == "closed") == any(answer == "fails" for _, _, answer in expected)
    elif key == "accepted":
        assert not expected
        assert set(ids("party", blanks["principals"])) == set(told.case.principals)
    else:
        assert not told.case.principals
    return f"let in: {key}"


ADDS = {
    "adds": "With {set:ANY}, {outcomes:OUTCOMES} would hold and could be reached"
    "⟦(?:, by an agreement of (?P<how>.*))?⟧.",
    "nothing": "Nothing that {who:PARTY} could bring, alone, in pairs or all together, makes another "
    "named outcome hold that could be reached.",
    "closed": "If the channels that are closed today were open as well, then with {set:ANY} "
    "{outcomes:OUTCOMES} would hold and could be reached.",
}


def adds(some: list[str], told: Told) -> Iterator[str]:
    """What it would add, with which smallest sets, by whose agreement."""
    said: dict[str, dict[frozenset[str], Ids]] = {"adds": {}, "closed": {}, "nothing": {}}
    for sentence in some:
        kind, blanks = first_like(ADDS, sentence)
        yield kind
        if kind == "nothing":
            assert party(blanks["who"]) == told.broker.id
            said[kind][frozenset()] = frozenset()
            continue
        chosen = told.set_of(blanks["set"])
        said[kind][chosen] = frozenset(ids("outcome", blanks["outcomes"]))
        if kind == "adds":
            by_agreement(blanks["how"] or "", chosen, said[kind][chosen], told)
    check_sets(said["adds"], told, "gained")
    assert bool(said["nothing"]) == (not said["adds"])
    if said["adds"]:
        assert not said["closed"]
    else:
        check_sets(said["closed"], told, "gained_via_closed")


KEEPS = {
    "contested": "It would neither gain nor lose by {set:ANY}.",
    "fails": "It would rather not deliver {set:ANY}: {why:REASON}.",
    "passes": "It has reason of its own to keep to {set:ANY}.",
    "unknown": "Whether it would keep to {set:ANY} cannot be said: nothing that can be reached today "
    "turns on it.",
    "no list": "Whether it would deliver cannot be said: the case does not say what it wants.",
    "vetoed": "{who:PARTY} would forbid this: {set:ANY}.",
    "hypothetical": "What follows is hypothetical.",
}


def keeps(some: list[str], told: Told) -> Iterator[str]:
    """Whether it would deliver each contribution, and what its patron would forbid."""
    said: dict[str, Ids] = {}
    for sentence in some:
        kind, blanks = first_like(KEEPS, sentence)
        yield f"keeps {kind}"
        what = re.sub(r" \[[^\]]*\]$", "", blanks.get("set", ""))
        chosen = told.set_of(what) if what else frozenset[str]()
        said[kind] = said.get(kind, frozenset()) | chosen
        if kind == "vetoed":
            assert told.broker.patron is not None
            assert party(blanks["who"]) == told.broker.patron.party
    listed = told.broker.id in told.case.lists
    for answer in ("contested", "fails", "passes", "unknown"):
        expected = {id for id, one in told.filters.delivers.items() if one.answer == answer}
        assert said.get(answer, frozenset()) == (expected if listed else set()), answer
    assert ("no list" in said) == (not listed and bool(told.broker.contributions))
    vetoed = {id for id, answer in told.filters.no_veto.items() if answer == "fails"}
    assert said.get("vetoed", frozenset()) == vetoed
    closed = any(answer == "fails" for _, _, answer in expected_doubts(told))
    assert ("hypothetical" in said) == closed


# --- the page ------------------------------------------------------------------------------------


def brings(section: Section, told: Told) -> Iterator[str]:
    """What each contribution is, for whom it is meant, what a text names, what is not believed."""
    (items,) = section.blocks
    assert isinstance(items, Items)
    for item, one in zip(items.items, told.broker.contributions, strict=True):
        form = f"‹brings {one.id}› ({KIND[one.kind]})⟦(?:, meant for (?P<meant>[^\\[]*))?⟧⟦ \\[[^\\]]*\\]⟧.⟦(?P<more>.*)⟧"
        blanks = like(form, item)
        assert blanks is not None, item
        meant = standing.meant_for(told.case, told.broker, one)
        assert set(ids("party", blanks["meant"] or "")) == meant, item
        if one.outcome is not None:
            focal = oracle.focal(world(told.case), one)
            better, named = len(focal.better), len(focal.named)
            how = {
                0: "No state that holds and could be reached suits every principal better than today.",
                1: "Only one state holds, could be reached if there were a channel, and suits every "
                "principal better than today.",
            }.get(
                better,
                f"It names {named} of {better} states that hold, could be reached if there were a "
                "channel, and suit every principal better than today.",
            )
            assert how in item
            useful = better > 1 and 0 < named < better
            assert ("So it would help them choose the same one." in item) == useful
            assert ("So there is nothing for it to choose between." in item) != useful
            yield "focal"
        if one.delivered_by:
            gap = told.filters.delivers[one.id]
            text = f"In {len(gap.gap)} of {len(gap.promised)} states that can be reached with it"
            assert (text in item) == bool(gap.gap)
            yield "gap" if gap.gap else "no gap"


QUESTION = {
    "accepts a mediator at all": "accepts_any",
    "accepts this one": "accepts",
    "shares the common ground": "shares_denominator",
}


def filters(section: Section, told: Told) -> Iterator[str]:
    """The answers to what comes first."""
    (table,) = section.blocks
    assert isinstance(table, Table)
    said: set[tuple[str, str, str]] = set()
    for question, who, answer, _ in table.rows:
        given = ANSWER[re.sub(r" \(\d of 3\)", "", answer)]
        if question in QUESTION:
            said.add((QUESTION[question], party(who), given))
            continue
        key = "no_veto" if question.startswith("lets it bring ") else "delivers"
        what = question.removeprefix("lets it bring ").removeprefix("would keep to ")
        said |= {(key, id, given) for id in told.set_of(what)}
        by = told.broker.patron.party if key == "no_veto" and told.broker.patron else told.broker.id
        assert party(who) == by
    some = told.filters
    expected = {
        (key, id, answer)
        for key in QUESTION.values()
        for id, answer in getattr(some, key).items()
        if key != "shares_denominator" or told.case.common_denominator is not None
    }
    if told.broker.patron is not None:
        expected |= {("no_veto", id, answer) for id, answer in some.no_veto.items()}
    expected |= {
        ("delivers", id, one.answer)
        for id, one in some.delivers.items()
        if one.answer != standing.NOT_ASKED
    }
    assert said == expected
    yield from (f"filter {key} {answer}" for key, _, answer in said)


def effects(section: Section, told: Told) -> Iterator[str]:
    """What each set would add, and whom it would harm."""
    today, table = section.blocks
    base = oracle.held(told.before)
    none = "Without it, no named outcome holds that can be reached today."
    assert isinstance(today, str)
    assert (today == none) == (not base)
    assert set(ids("outcome", today)) == base
    assert isinstance(table, Table)
    seen = []
    for chosen, gained, lost, closed, harm in table.rows:
        some = told.set_of(chosen)
        effect = told.effects[some]
        seen.append(some)
        if gained.startswith("cannot be"):
            assert effect.void
            yield "void"
        elif gained.startswith("the same as "):
            other = told.set_of(gained.removeprefix("the same as "))
            assert told.like(some) == told.like(other)
            yield "same"
        else:
            assert not effect.void
            assert set(ids("outcome", gained)) == effect.gained
            assert set(ids("outcome", lost)) == effect.lost
            assert set(ids("outcome", closed)) == effect.gained_via_closed - effect.gained
            worse = {id for id, one in effect.harms.items() if one.worse}
            betrayed = {id for id, one in effect.harms.items() if one.betrayed}
            assert set(re.findall(r"‹party ([^›]*)›: worse at worst", harm)) == worse
            assert set(re.findall(r"‹party ([^›]*)›: betrayed", harm)) == betrayed
    assert len(seen) == len(set(seen))
    assert set(seen) == set(told.effects)


GIVES = {
    "gives": "{who:PARTY} would {what:DEEDS}; it would be {better:ANY} than today: {why:REASON}.",
    "nothing": "{who:PARTY} would do nothing else than today; it would be {better:ANY} than today: "
    "{why:REASON}.",
    "same": "{who:PARTY} would {what:DEEDS}; it would be as well off as today.",
}
LABELS = {
    "regret": "{who:PARTIES} would be worse off than ⟦(?:today|in the reference state)⟧.",
    "exposed": "{who:PARTY} would be exposed: {others:PARTIES} would want to go on in a way that "
    "leaves it worse off.",
    "owed": "{who:PARTY} would have given what cannot be taken back, while what would make up for "
    "it is withheld by {others:PARTIES}: {what:DOINGS}.",
    "traps": "A trap: {who:PARTY} would undo this if it could: {what:DEEDS}.",
    "deal": "{who:PARTIES} ⟦(?:could still strike a deal|miss a deal).*⟧.",
}


def gives(sections: list[Section], states: list[Section], told: Told) -> Iterator[str]:
    """Who gives and who gets, and what befalls whom, wherever one can come to rest."""
    legend = [str(item) for one in states for items in one.blocks for item in items.items]  # type: ignore[union-attr]
    places: dict[frozenset[str], list[tuple[str, tuple[str, ...]]]] = {}
    for section in sections:
        what = section.heading.removeprefix("Who gives and who gets, ")
        without = what == f"without {told.name}"
        some = frozenset[str]() if without else told.set_of(what.removeprefix("with "))
        for head, items in zip(section.blocks[::2], section.blocks[1::2], strict=True):
            assert isinstance(head, str)
            assert isinstance(items, Items)
            places.setdefault(some, []).append((head, items.items))
    seen: set[Ids] = set()
    for some, held in places.items():
        w = told.worlds[some] if some else told.before
        letters = Letters(w.case, legend)
        situation = oracle.situation(w)
        for head, items in held:
            blanks = like("In {state:STATE}:", head)
            assert blanks is not None
            state = letters.state(blanks["state"])
            seen.add(state)
            there = situation.reached[state]
            given: dict[str, frozenset[tuple[str, bool]]] = {}
            befalls: dict[str, set[str]] = {}
            for item in items:
                kind, parts = first_like({**GIVES, **LABELS}, item)
                yield f"gives {kind}"
                if kind in LABELS:
                    befalls.setdefault(kind, set()).update(ids("party", parts["who"]))
                    if kind in ("owed", "traps"):
                        options = frozenset(id for id, _ in deeds(parts["what"]))
                        assert options in getattr(there.labels, kind)[party(parts["who"])]
                    continue
                who = party(parts["who"])
                given[who] = deeds(parts["what"]) if "what" in parts else frozenset()
                gets(who, state, kind, parts, told, some)
            for id in w.parties:
                assert given.get(id, frozenset()) == there.gives.get(id, frozenset())
            for kind in ("regret", "exposed", "owed", "traps"):
                assert befalls.get(kind, set()) == set(getattr(there.labels, kind)), kind


def shares(sections: list[Section], told: Told) -> Iterator[str]:
    """How often each contribution decides an outcome; rows of noughts are left out."""
    rows = {
        (told.set_of(row[0]), ids("outcome", row[1])[0]): row[2:]
        for section in sections
        for table in section.blocks
        if isinstance(table, Table)
        for row in table.rows
    }
    holding = oracle.holding(told.case, told.broker)
    for outcome in told.case.outcomes:
        for id, share in oracle.shares(holding, outcome.id).items():
            row = rows.pop((frozenset([id]), outcome.id), None)
            assert (row is not None) == bool(share.gains or share.losses)
            if row is not None:
                gained, lost = f"{share.gains} of {share.of}", f"{share.losses} of {share.of}"
                value = "-" if share.shapley is None else str(share.shapley)
                assert row == (gained, lost, value)
                yield "share"
    assert not rows


def logics(section: Section, told: Told) -> Iterator[str]:
    """The rival views: of whom each is asked, and whether it is satisfied."""
    (table,) = section.blocks
    assert isinstance(table, Table)
    for view, about, answer, _ in table.rows:
        if answer == "does not apply":
            yield answer
            continue
        if view.startswith("standing"):
            assert party(about) == told.broker.id
            assert VERDICT[answer] == standing.standing(told.case, told.broker)
        elif view.startswith("trusted"):
            assert VERDICT[answer] == standing.even_handed(told.case, told.broker)
        elif view.startswith("believed"):
            _, _, who = about.partition(", towards ")
            assert VERDICT[answer] == standing.biased(told.case, told.broker, party(who))
        yield view.split(" (")[0]


def common(sections: list[Section], told: Told) -> Iterator[str]:
    """What lists have in common: the lines of the first party that is named."""
    for section in sections:
        (items,) = section.blocks
        assert isinstance(items, Items)
        for item in items.items:
            parties, _, what = item.partition(": ")
            named = ids("party", parties)
            found = standing.common_statements(told.before, named)
            said = set(re.findall(r"“‹wish ([^:›]*):", what))
            assert said <= {some[0] for some in found}, item
            assert (what == "nothing.") == (not found)
            yield "common"


# --- the tests -----------------------------------------------------------------------------------


@cache
def of_generated(seed: int) -> Counter[str]:
    case = generated(seed)
    return sum((check(case, one.id) for one in case.brokers), Counter())


@pytest.mark.parametrize("seed", SEEDS)
def test_every_sentence_on_a_generated_broker_is_true(seed: int) -> None:
    of_generated(seed)


def test_every_sentence_on_a_shipped_broker_is_true() -> None:
    case = hb.in_profile(labelled(hb.read("camp-david-1978")), None)
    for one in case.brokers:
        assert check(case, one.id)


KINDS = {
    *(f"let in: {one}" for one in ("open", "closed")),
    *(set(ADDS) - {"closed"}),
    *(f"harm {one}" for one in HARMS),
    *(f"keeps {one}" for one in KEEPS),
    *(f"gives {one}" for one in (*GIVES, "regret", "owed", "traps")),
    *("focal", "gap", "void", "same", "share", "common"),
}


def test_every_kind_of_sentence_is_read() -> None:
    seen = sum((of_generated(seed) for seed in SEEDS), Counter())
    assert [kind for kind in sorted(KINDS) if not seen[kind]] == []


def test_what_russia_could_add_and_harm() -> None:
    """Korea is too large to try every set by definition: the sets that are spoken of are tried."""
    case = hb.in_profile(labelled(hb.read("korea-2017")), "2017H2")
    told = Told(case, case.broker("RUS"))
    found = broker(case, "RUS")
    _, paragraph, *_ = explain.broker(case, found)
    _, vietnamese, *_ = explain.broker(case, found, "vi")
    assert alike([paragraph], [vietnamese])
    every = [one for block in paragraph.blocks for one in sentences(str(block))]
    let_in(every[0], told)
    worlds: dict[frozenset[str], World] = {frozenset(): told.before}
    said = Counter[str]()
    for sentence in every[1:]:
        if re.match(r"With |Judged ", sentence):
            kind, blanks = first_like({"adds": ADDS["adds"], **HARMS}, sentence)
            some = told.set_of(blanks["set"])
            for part in chain([frozenset[str]()], (frozenset([one]) for one in some), [some]):
                if part not in worlds:
                    changed = oracle.with_contributions(case, told.broker, part)
                    assert changed is not None
                    worlds[part] = world(changed)
            told.tried(worlds)
            smaller = [w for part, w in worlds.items() if part < some]
            said[kind] += 1
            one_of_few(kind, blanks, some, smaller, told)
    assert set(said) == {"adds", "worst", "betrayed", "before"}
