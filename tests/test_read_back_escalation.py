"""What is printed of escalation, read back and compared with the oracle, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from honestbroker.analyses.escalation import escalation
from honestbroker.case import Case
from honestbroker.explain import escalation as explain
from honestbroker.explain.section import Block, Items
from honestbroker.formula import Formula
from labelled import alike, labelled
from oracle import State
from oracle_case import Ids, World, decides, improvements, plain_improvements, sanctioned, world
from oracle_escalation import Misreading, misreadings
from oracle_escalation import escalation as by_definition
from oracle_roadmap import walks
from reading import because, changed, deeds, doings, first_like, ids, party, reason
from test_escalation import cases, inverse_question, starts
from test_oracle_roadmap import tiny

SEEDS = (*range(34), 40, 52)
FORMS = {
    "is bad": "This state is bad itself.",
    "plain": "Steps that somebody would want to take alone lead to {outcomes:ANY}: {path:ANY}",
    "not": "No steps that somebody would want to take alone lead to anything bad.",
    "mistakes": "{count:ANY} misreadings would lead to something bad. The nearest:",
    "one": "One misreading would lead to something bad:",
    "no mistakes": "No single misreading would lead to anything bad.",
}
MISTAKE = (
    "If {misreading:ANY}: {path:ANY} That is {outcomes:ANY}. Reading right, {who:PARTY} would not "
    "{what:DEEDS} then: {answer:ANY} That would leave it no better off: {why:REASON}."
)
MISREAD = {
    "swap": "{who:PARTY} takes {about:PARTY} to want more that “‹wish {other:ID}›” than that "
    "“‹wish {line:ID}›”",
    "drop": "{who:PARTY} does not see that {about:PARTY} wants that “‹wish {line:ID}›”",
    "more": "misreads {abouts:ANY} in one of {count:ANY} more ways",
}
SHOWN = 3


def check(case: Case, bad: str) -> Iterator[str]:
    """Every section: from today, and from every stage from which something bad follows."""
    found = escalation(case, bad=[bad])
    _, asked, *sections = explain.escalation(case, found)
    _, _, *vietnamese = explain.escalation(case, found, "vi")
    assert alike(sections, vietnamese)
    formula = inverse_question(case, bad)
    expected = starts(case)
    matters = {
        key: told
        for key, version in expected.items()
        for told in [by_definition(version, formula, key[0])]
        if told.plain or told.by_mistake
    }
    nothing = asked.blocks[-1] == "None of this leads to anything bad."
    assert nothing == (not matters)
    if nothing:
        assert not sections
        yield "nothing"
        return
    today, *rest = sections
    assert today.heading == "From today"
    assert case.status_quo is not None
    yield from start(list(today.blocks), case, formula, case.status_quo)
    named = {(plan, stage) for _, plan, stage in matters if plan}
    calm = {(plan, stage) for _, plan, stage in expected if plan} - named
    said = set()
    for section in rest:
        if section.heading == "The other stages":
            (block,) = section.blocks
            assert set(places(str(block))) == calm
            continue
        (place,) = places(section.heading)
        said.add(place)
        blocks = list(section.blocks)
        entered = {
            visit.world.ids(visit.entry.state): visit.world.case
            for plan in case.roadmaps
            for passed in walks(case, plan).values()
            for one in passed
            for visit in one.visits
            if (plan.id, one.stage.id) == place and visit.entry.state is not None
        }
        settling = sum(
            bool(told.by_mistake)
            for (state, *key), told in matters.items()
            if tuple(key) == place and state not in entered
        )
        while_settling = str(blocks.pop()) if settling else ""
        if settling:
            assert while_settling == (
                "While things settle, misreadings would lead to something bad from "
                + ("one more state." if settling == 1 else f"{settling} more states.")
            )
            yield "settling"
        yield from entries(blocks, entered, formula)
    assert said == named


def places(printed: str) -> list[tuple[str, str]]:
    """The stages that are named, each with its plan."""
    return re.findall(r"‹roadmap ([^›]*)›: “‹stage ([^›]*)›”", printed)


def entries(blocks: list[Block], entered: dict[Ids, Case], formula: Formula) -> Iterator[str]:
    """What follows from each state in which a stage is entered."""
    if len(entered) == 1:
        ((state, case),) = entered.items()
        yield from start(blocks, case, formula, state)
        return
    heads = [k for k, one in enumerate(blocks) if str(one).startswith("Where it is entered ")]
    assert len(heads) == len(entered)
    seen = set()
    for here, there in zip(heads, [*heads[1:], len(blocks)], strict=True):
        told = str(blocks[here]).removeprefix("Where it is entered so that, against today, ")[:-1]
        (case,) = {id(one): one for one in entered.values()}.values()
        assert case.status_quo is not None
        state = changed(case.status_quo, doings(case, told))
        seen.add(state)
        yield from start(blocks[here + 1 : there], entered[state], formula, state)
    assert seen == set(entered)


def start(blocks: list[Block], case: Case, formula: Formula, state: Ids) -> Iterator[str]:
    """What follows from one state: by plain steps, and by one misreading."""
    wanted = by_definition(case, formula, state)
    w = world(case)
    here = w.state(state)
    kind, blanks = first_like(FORMS, str(blocks[0]))
    yield kind
    assert (kind == "is bad") == w.true(formula, here)
    assert (kind == "not") == (not wanted.plain)
    if kind == "plain":
        end = along(w, here, blanks["path"], plain=True)
        assert w.ids(end) in wanted.plain
    kind, blanks = first_like(FORMS, str(blocks[1]))
    yield kind
    count = len(wanted.by_mistake)
    assert kind == {0: "no mistakes", 1: "one"}.get(count, "mistakes")
    assert kind != "mistakes" or int(blanks["count"]) == count
    if count:
        items = blocks[2]
        assert isinstance(items, Items)
        assert 0 < len(items.items) <= SHOWN
        for item in items.items:
            yield from mistake(item, case, w, here, wanted.by_mistake)
    assert len(blocks) == (3 if count else 2)


def along(w: World, here: State, printed: str, *, plain: bool) -> State:
    """Where printed steps lead, each of which somebody would want to take."""
    for step, _ in steps(w, here, printed):
        moves = plain_improvements(w, here) if plain else every_improvement(w, here)
        assert any(one.after == step for one in moves), printed
        here = step
    return here


def steps(w: World, here: State, printed: str) -> Iterator[tuple[State, str]]:
    """The states that printed steps lead to, and who moves."""
    for sentence in re.split(r"(?<=\.) ", printed):
        what = doings(w.case, sentence.removesuffix("."))
        after = w.state(changed(w.ids(here), what))
        movers = {
            id
            for k, id in enumerate(w.parties)
            if any(one.after == after for one in improvements(w.game, k, here))
        }
        (mover,) = movers & set(ids("party", sentence)) or movers
        yield after, mover
        here = after


def every_improvement(w: World, s: State) -> list:  # type: ignore[type-arg]
    return [one for k in range(len(w.parties)) for one in improvements(w.game, k, s)]


def mistake(
    item: str, case: Case, w: World, here: State, wanted: dict[Misreading, frozenset[Ids]]
) -> Iterator[str]:
    """Who misreads what, where that leads, what it would not do reading right, and why."""
    _, blanks = first_like({"mistake": MISTAKE}, item)
    keys = []
    clauses = blanks["misreading"].split(", or ")
    for clause in clauses:
        kind, parts = first_like(MISREAD, clause)
        yield kind
        if kind == "more":
            continue
        line = parts["line"].split(":")[0]
        what = f"swap {line}, {parts['other'].split(':')[0]}" if kind == "swap" else f"drop {line}"
        keys.append((party(parts["who"]), party(parts["about"]), what))
    assert len({viewer for viewer, _, _ in keys}) == 1
    seen = dict(misreadings(case))
    (viewer,) = {viewer for viewer, _, _ in keys}
    assert party(blanks["who"]) == viewer
    for key in keys:
        view = world(seen[key])
        state, turn = here, None
        for after, mover in steps(w, here, blanks["path"]):
            k = w.parties.index(mover)
            (step,) = [one for one in improvements(w.game, k, state) if one.after == after]
            assert not sanctioned(view if mover == viewer else w, step)
            if turn is None and mover == viewer and sanctioned(w, step):
                turn = state, after
            state = after
        assert w.ids(state) in wanted[key]
        assert turn is not None
        before, after = turn
        own = {(id, id in w.ids(after)) for id in w.ids(before) ^ w.ids(after)}
        assert deeds(blanks["what"]) == own
        end = along(w, after, blanks["answer"], plain=False)
        assert viewer not in {mover for _, mover in steps(w, after, blanks["answer"])}
        k = w.parties.index(viewer)
        assert w.model.rank[k][end] <= w.model.rank[k][before]
        line = decides(w, k, before, end)
        assert reason(blanks["why"]) == because(case, viewer, line, w.ids(before), w.ids(end))


@cache
def of_generated(seed: int) -> Counter[str]:
    case, bad = cases(seed)
    return Counter(check(labelled(case), bad))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_sentence_on_escalation_is_true(seed: int) -> None:
    assert of_generated(seed)


def test_every_kind_of_sentence_on_escalation_is_read() -> None:
    seen = sum((of_generated(seed) for seed in SEEDS), Counter())
    kinds = {*FORMS, *MISREAD, "nothing", "settling"} - {"more"}
    assert [kind for kind in sorted(kinds) if not seen[kind]] == []


def test_the_step_that_a_mistake_leads_to_may_come_later() -> None:
    # C takes c whatever follows; then A wants a, which B answers
    lists = {"A": ["not b", "a iff c"], "B": ["b iff a"], "C": ["c"]}
    assert Counter(check(labelled(tiny(lists, options="abc")), "b"))["drop"]
