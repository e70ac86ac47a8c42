"""What is printed of stepping stones and conditions, read back and compared with the oracle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain
from random import Random

import pytest

import honestbroker as hb
import oracle_broker
from honestbroker.analyses.conditions import conditions
from honestbroker.analyses.stones import stones
from honestbroker.case import Case
from honestbroker.case.parts import Change
from honestbroker.changes import apply
from honestbroker.explain import conditions as explain_conditions
from honestbroker.explain import stones as explain_stones
from honestbroker.explain.section import Items, Section
from labelled import alike, labelled
from oracle_broker import starts
from oracle_case import Ids, World, clean, decides, improvements, labels, plain_deals, world
from oracle_stones import Gap, Stones, Stride, stepping_stones
from reading import (
    Change as Differences,
)
from reading import (
    Letters,
    because,
    change,
    changed,
    deeds,
    doings,
    first_like,
    ids,
    like,
    party,
    reason,
)
from strategies_brokering import random_brokering
from test_conditions import answer

SEEDS = range(60)


@cache
def generated(seed: int) -> Case:
    case: Case = labelled(random_brokering(Random(seed), 3, 5))
    return case


# --- stepping stones -----------------------------------------------------------------------------

STONE = {
    "deal": "{group:PARTIES} agree: {what:DOINGS}.",
    "step": "{what:DOINGS}.",
    "gains": "{who:PARTY} gains: {why:REASON}.",
    "settling": "Then, each of its own accord: {what:DOINGS}.",
    "others": "It could settle otherwise: in {states:STATES}⟦(?:, or in one(?: of (?P<more>\\d+)|(?P<one>)) more)?⟧.",
    "exposed": "Exposed right after the agreement: {who:PARTIES}.",
}
GAP = {
    "there": "⟦[TS]⟧{state:ANY} satisfies it already, but does not hold.",
    "settles": "It settles in {states:ANY}.",
    "from": "Nearest to it is {state:STATE}. Still missing: {what:DOINGS}.",
    "refuses": "{who:PARTY} would not gain: {why:REASON}.",
    "tie": "{who:PARTY} would neither gain nor lose.",
    "willing": "{who:PARTIES} would gain.",
    "stuck": "This can no longer be changed: {what:ANY}.",
    "many": "That is more at once than was allowed.",
    "elsewhere": "All would gain, but it would not stay: it settles in {states:ANY}.",
}


def check_stones(case: Case, outcome: str, most: int) -> Iterator[str]:
    """A road, or the first gap."""
    (formula,) = [one.formula for one in case.outcomes if one.id == outcome]
    expected = stepping_stones(case, formula, most)
    found = stones(case, outcome, max_changes=most)
    _, *sections = explain_stones.stones(case, found)
    _, *vietnamese = explain_stones.stones(case, found, "vi")
    assert alike(sections, vietnamese)
    section, *legend = sections
    assert section.heading == f"Stepping stones to: ‹outcome {outcome}›"
    lines = [item for one in legend for block in one.blocks for item in block.items]  # type: ignore[union-attr]
    letters = Letters(case, lines)
    first, *rest = section.blocks
    assert isinstance(first, str)
    if expected.road is not None:
        yield from road(first, rest, expected.road, letters)
    elif not expected.gaps:
        assert first == "No state that the rules allow satisfies it."
        yield "impossible"
    else:
        yield from gaps(first, rest, expected, letters, most)


def road(
    first: str, rest: list[object], road: tuple[Stride, ...], letters: Letters
) -> Iterator[str]:
    count = {0: "Today's state is one already.", 1: "There is a road of one step; it suits"}
    assert first.startswith(count.get(len(road), f"There is a road of {len(road)} steps; each"))
    yield f"road of {len(road)}"
    if not road:
        return
    w = world(letters.case)
    items = rest[0]
    assert isinstance(items, Items)
    for item, stride in zip(items.items, road, strict=True):
        said: dict[str, list[dict[str, str]]] = {}
        for sentence in re.split(r"(?<=\.) (?!\[)", item):
            kind, blanks = first_like(STONE, sentence)
            kind = "settling more" if "settling" in said and kind == "step" else kind
            said.setdefault(kind, []).append(blanks)
            yield kind
        (step,) = said.get("deal", []) + said.get("step", [])
        assert ("deal" in said) == (len(stride.parties) > 1)
        if "group" in step:
            assert ids("party", step["group"]) == list(stride.parties)
        assert doings(w.case, step["what"]) == change(stride.before, stride.to)
        gaining = {party(one["who"]): reason(one["why"]) for one in said["gains"]}
        assert gaining == {id: decided(w, id, stride.before, stride.to) for id in stride.parties}
        here = stride.to
        for one in (*said.get("settling", ()), *said.get("settling more", ())):
            here = changed(here, doings(w.case, one["what"]))
        assert here == stride.stone
        exposed = set(ids("party", said["exposed"][0]["who"])) if "exposed" in said else set()
        assert exposed == set(labels(w, w.state(stride.to)).exposed)
        others = stride.stones - {stride.stone}
        assert ("others" in said) == bool(others)
        if others:
            some = letters.states(said["others"][0]["states"])
            assert set(some) <= others
            assert len(some) == min(len(others), 3)


def decided(w: World, who: str, before: Ids, after: Ids) -> object:
    line = decides(w, w.parties.index(who), w.state(before), w.state(after))
    return because(w.case, who, line, before, after)


def gaps(
    first: str, rest: list[object], expected: Stones, letters: Letters, most: int
) -> Iterator[str]:
    others = len(expected.reached) - 1
    how = {0: "nothing that holds", 1: "one state that holds"}
    told = how.get(others, f"{others} states that hold")
    assert first == (
        f"There is no such road. Besides today's state, {told} can be reached; the first gap:"
    )
    items = rest[0]
    assert isinstance(items, Items)
    by_place = {(gap.stone, change(gap.stone, gap.target)): gap for gap in expected.gaps}
    seen = set()
    for item in items.items:
        said = list(gap_sentences(item))
        kinds = [kind for kind, _ in said]
        yield from kinds
        place = said[0][1]
        if kinds[0] == "there":
            state = place["state"]
            key = (
                letters.state("t" + state if state.startswith("oday") else "s" + state),
                frozenset(),
            )
        else:
            what = doings(letters.case, place["what"])
            key = letters.state(place["state"]), what
        gap = by_place[key]
        seen.add(key)
        one_gap(said, gap, letters, most)
    more = [one for one in rest[1:] if isinstance(one, str) and "gap" in one]
    count = len(by_place) - len(seen)
    assert bool(more) == bool(count)
    if count:
        said_more = re.match(r"(\d+) more gaps are as short", more[0])
        assert count == (int(said_more[1]) if said_more else 1)


def gap_sentences(item: str) -> Iterator[tuple[str, dict[str, str]]]:
    parts = re.split(r"(?<=\.) (?!\[|Still)", item)
    yield from (first_like(GAP, part) for part in parts)


def one_gap(said: list[tuple[str, dict[str, str]]], gap: Gap, letters: Letters, most: int) -> None:
    """Who would not gain, by which line; who would; what can no longer be changed."""
    w = world(letters.case)
    refusing = {}
    for kind, blanks in said:
        if kind == "refuses":
            refusing[party(blanks["who"])] = reason(blanks["why"])
        elif kind == "tie":
            refusing[party(blanks["who"])] = because(w.case, party(blanks["who"]), None, gap.stone, gap.stone)  # fmt: skip
    owners = {w.case.option(id).party for id in gap.stone ^ gap.target}
    assert refusing == {
        id: because(w.case, id, line, gap.stone, gap.target) for id, line in gap.not_gaining
    }
    ties = {party(blanks["who"]) for kind, blanks in said if kind == "tie"}
    for id in owners:
        rank = w.model.rank[w.parties.index(id)]
        assert (id in ties) == (rank[w.state(gap.stone)] == rank[w.state(gap.target)])
    willing = {
        id for kind, blanks in said if kind == "willing" for id in ids("party", blanks["who"])
    }
    assert willing == owners - set(refusing)
    kinds = {kind for kind, _ in said}
    assert ("many" in kinds) == (len(gap.stone ^ gap.target) > most)
    stuck = {id for kind, blanks in said if kind == "stuck" for id, _ in deeds(blanks["what"])}
    ways = {"forward": True, "backward": False}
    assert stuck == {
        id
        for id, taken in change(gap.stone, gap.target)
        for way in [w.case.option(id).way]
        if way == "fixed" or ways.get(way, taken) != taken
    }


@cache
def stones_of(seed: int) -> Counter[str]:
    case = generated(seed)
    return Counter(
        chain.from_iterable(
            check_stones(case, one.id, most) for one in case.outcomes for most in (1, 2, 3)
        )
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_sentence_on_stones_is_true(seed: int) -> None:
    assert stones_of(seed)


def test_every_kind_of_sentence_on_stones_is_read() -> None:
    seen = sum((stones_of(seed) for seed in SEEDS), Counter())
    kinds = {*STONE, *GAP, "road of 0", "road of 1", "impossible"} - {"exposed"}
    assert [kind for kind in sorted(kinds) if not seen[kind]] == []


def test_stones_of_a_shipped_case() -> None:
    case = hb.in_profile(labelled(hb.read("camp-david-1978")), None)
    for one in case.outcomes:
        assert list(check_stones(case, one.id, 4))


# --- named conditions ----------------------------------------------------------------------------

WHY = {
    "no state of it holds": "no equilibrium",
    "every state of it that holds is a trap or a regret for somebody": "trap or regret",
    "it would hold, but no such steps lead there from every state where play starts": "not reached",
    "no state that the rules allow fits the conditions": "no start",
    "the conditions cannot be met together": "void",
}


def check_conditions(case: Case, outcome: str) -> Iterator[str]:
    """Which conditions are met, enough, needed and idle, and how often each turns the answer."""
    (formula,) = [one.formula for one in case.outcomes if one.id == outcome]
    wanted = oracle_broker.conditions(case, formula)
    found = conditions(case, outcome)
    _, *sections = explain_conditions.conditions(case, found)
    _, *vietnamese = explain_conditions.conditions(case, found, "vi")
    assert alike(sections, vietnamese)
    asked, enough, matter = sections
    assert "come about" in str(asked.blocks[0])
    assert ids("outcome", str(asked.blocks[0])) == [outcome]
    listed = asked.blocks[1]
    assert isinstance(listed, Items)
    assert case.status_quo is not None
    for item, one in zip(listed.items, case.conditions, strict=True):
        assert ids("condition", item) == [one.id]
        met = one.formula is not None and case.satisfies(one.formula, case.status_quo)
        if one.formula is not None and not one.edits:
            assert item.endswith(" (so today already)") == met
    number, tried = len(case.conditions), str(asked.blocks[2])
    count = len(wanted.sufficient)
    assert tried == (
        f"Both combinations of this one condition were tried; under {count} of them it comes about."
        if number == 1
        else f"All {2**number} combinations of these {number} conditions were tried; under {count} "
        "of them it comes about."
    )
    yield from what_is_enough(enough, case, wanted, formula)
    yield from what_matters(matter, case, wanted)


def what_is_enough(
    section: Section, case: Case, wanted: oracle_broker.Conditions, formula: object
) -> Iterator[str]:
    blocks = list(section.blocks)
    reasons = ""
    if str(blocks[-1]).startswith("Why the other combinations are not enough: "):
        reasons = str(blocks.pop()).partition(": ")[2].removesuffix(".")
    counts: Counter[str] = Counter()
    for size in range(len(case.conditions) + 1):
        for some in wanted.comes_about:
            if len(some) == size and not wanted.comes_about[some]:
                chosen = tuple(one for one in case.conditions if one.id in some)
                counts[answer(case, chosen, formula)[0]] += 1  # type: ignore[arg-type]
    said = dict(re.findall(r"([^;]*?) \((\d+)\)(?:; |$)", reasons))
    assert {WHY[why]: int(count) for why, count in said.items()} == counts
    yield from (f"why {why}" for why in counts)
    (block,) = blocks
    if wanted.minimal == {frozenset[str]()}:
        assert block == "None of them is needed: it comes about as things are."
        yield "as things are"
    elif not wanted.minimal:
        assert block == "No combination of them is enough."
        yield "none enough"
    else:
        assert isinstance(block, Items)
        told = [frozenset(ids("condition", item.partition("”. ")[0])) for item in block.items]
        assert len(told) == len(wanted.minimal)
        assert set(told) == wanted.minimal
        for some, item in zip(told, block.items, strict=True):
            yield the_way(item.partition("”. ")[2], some, case, formula)


def the_way(how: str, some: frozenset[str], case: Case, formula: object) -> str:
    """How it comes about: by steps that somebody would want, to a state that counts."""
    chosen = [one for one in case.conditions if one.id in some]
    for one in chosen:
        if one.edits:
            case = apply(case, Change(one.id, one.edits))
    w = world(case)
    begin = starts(w, chosen)
    if how == "There it is already.":
        assert any(w.true(formula, s) and clean(w, s) for s in begin)  # type: ignore[arg-type]
        return "there already"
    blanks = like("From {start:ANY}: {steps:ANY}", how)
    assert blanks is not None, how
    assert case.status_quo is not None
    here = case.status_quo
    start, steps = blanks["start"], blanks["steps"]
    if start != "today":
        start, steps = re.fullmatch(  # type: ignore[union-attr]
            r"today's state, changed so that (.*?): (.*)", f"{start}: {steps}"
        ).groups()
        here = changed(here, doings(case, start))
    assert w.state(here) in begin
    for sentence in re.split(r"(?<=\.) ", steps):
        kind, parts = first_like({"deal": STONE["deal"], "step": STONE["step"]}, sentence)
        what: Differences = doings(case, parts["what"])
        after = w.state(changed(here, what))
        s = w.state(here)
        if kind == "deal":
            group = frozenset(ids("party", parts["group"]))
            assert any(t.after == after and w.group(t.members) == group for t in plain_deals(w, s))
        else:
            moves = (t for i in range(len(w.parties)) for t in improvements(w.game, i, s))
            assert any(t.after == after for t in moves)
        here = w.ids(after)
    assert w.true(formula, w.state(here))  # type: ignore[arg-type]
    assert clean(w, w.state(here))
    return "a way"


def what_matters(section: Section, case: Case, wanted: oracle_broker.Conditions) -> Iterator[str]:
    blocks = list(section.blocks)
    if wanted.idle == {one.id for one in case.conditions}:
        assert blocks == ["None of them makes any difference."]
        yield "all idle"
        return
    first = str(blocks.pop(0))
    assert set(ids("condition", first)) == wanted.necessary
    assert first.startswith(
        "Needed in any case: " if wanted.necessary else "None of them is needed in every case."
    )
    items = blocks.pop(0)
    assert isinstance(items, Items)
    turning = []
    for item in items.items:
        found = re.fullmatch(
            r"“‹condition ([^›]*)›”: of the (\d+) combinations of the others, (\d+) are enough only "
            r"with it(?:, and (\d+) only without it)?\.",
            item,
        )
        assert found, item
        id = found[1]
        turning.append(id)
        pairs = Counter(
            (bool(wanted.comes_about[some]), bool(wanted.comes_about[some | {id}]))
            for some in wanted.comes_about
            if id not in some
        )
        told = int(found[2]), int(found[3]), int(found[4] or 0)
        assert told == (pairs.total(), pairs[False, True], pairs[True, False])
        yield "turns"
    assert set(turning) == {one.id for one in case.conditions} - wanted.idle
    idle = str(blocks[0]) if blocks else ""
    assert set(ids("condition", idle)) == wanted.idle
    assert not idle or idle.startswith("Without any influence: ")
    yield "needed" if wanted.necessary else "none needed"


@cache
def conditions_of(seed: int) -> Counter[str]:
    case = generated(seed)
    asked = case.outcomes if case.conditions else ()
    return Counter(chain.from_iterable(check_conditions(case, one.id) for one in asked))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_sentence_on_conditions_is_true(seed: int) -> None:
    conditions_of(seed)


def test_every_kind_of_sentence_on_conditions_is_read() -> None:
    seen = sum((conditions_of(seed) for seed in SEEDS), Counter())
    kinds = {"as things are", "none enough", "a way", "turns", "all idle", "needed", "none needed"}
    kinds |= {f"why {why}" for why in WHY.values()}
    assert [kind for kind in sorted(kinds) if not seen[kind]] == []
