"""Named conditions: every subset against the definitions, on generated cases."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

import honestbroker as hb
from honestbroker.analyses.conditions import MOST_CONDITIONS, conditions
from honestbroker.case.brokering import Condition
from honestbroker.case.case import Case
from honestbroker.case.parts import Change, Drop, Edit, SetGroup
from honestbroker.case.problems import CaseError
from honestbroker.case.sources import Text
from honestbroker.changes import apply
from honestbroker.formula import Formula, parse
from honestbroker.result.conditions import ANSWERS
from oracle_broker import conditions as by_definition
from oracle_broker import starts
from oracle_case import clean, nash, reached, world
from strategies_brokering import random_brokering


def with_conditions(random: Random) -> Case:
    while True:
        case = random_brokering(random, max_parties=3, max_options=5)
        if case.conditions:
            return case


def answer(case: Case, some: tuple[Condition, ...], outcome: Formula) -> tuple[str, object, object]:
    """What is told of one subset, with the states it starts from and those it is about."""
    try:
        for one in some:
            if one.edits:
                case = apply(case, Change(one.id, one.edits))
    except CaseError:
        return "void", frozenset(), frozenset()
    w = world(case)
    begin = starts(w, some)
    ids = frozenset(map(w.ids, begin))
    if not begin:
        return "no start", ids, frozenset()
    there = frozenset(s for s in w.model.feasible if nash(w, s) and w.true(outcome, s))
    sound = frozenset(s for s in there if clean(w, s))
    found = frozenset(s for s in sound if all(s in reached(w, start) for start in begin))
    for told, states in (("no equilibrium", there), ("trap or regret", sound)):
        if not states:
            return told, ids, frozenset(map(w.ids, there))
    if not found:
        return "not reached", ids, frozenset(map(w.ids, sound))
    return "comes about", ids, frozenset(map(w.ids, found))


@pytest.mark.parametrize("seed", range(80))
def test_every_subset_by_definition(seed: int) -> None:
    case = with_conditions(Random(seed))
    outcome = case.outcomes[0]
    found = conditions(case, outcome.id)
    wanted = by_definition(case, outcome.formula)
    assert [one.id for one in found.conditions] == [one.id for one in case.conditions]
    assert {frozenset(one.conditions): one.comes_about for one in found.subsets} == {
        some: bool(answer) for some, answer in wanted.comes_about.items()
    }
    assert {frozenset(some) for some in found.sufficient} == wanted.sufficient
    assert {frozenset(some) for some in found.minimal} == wanted.minimal
    assert set(found.necessary) == wanted.necessary
    assert set(found.idle) == wanted.idle
    for one in found.conditions:
        without = [some for some in wanted.comes_about if one.id not in some]
        pairs = [
            (bool(wanted.comes_about[some]), bool(wanted.comes_about[some | {one.id}]))
            for some in without
        ]
        assert found.turns(one.id) == (pairs.count((False, True)), pairs.count((True, False)))
        assert found.others == len(without)
    for size in range(len(case.conditions) + 1):
        for some in combinations(case.conditions, size):
            subset = found.subset(*(condition.id for condition in some))
            told, begin, states = answer(case, some, outcome.formula)
            assert subset.answer == told
            assert frozenset(frozenset(start.state) for start in subset.starts) == begin
            assert frozenset(frozenset(state.state) for state in subset.states) == states
            counts = (len(subset.starts), len(subset.states))
            assert (subset.start_count, subset.state_count) == counts
            assert (subset.path is not None) == subset.comes_about


def test_every_answer_occurs() -> None:
    found = {
        one.answer
        for seed in range(80)
        for case in [with_conditions(Random(seed))]
        for one in conditions(case, case.outcomes[0].id).subsets
    }
    assert found == set(ANSWERS)


def korea(**changes: object) -> Case:
    return replace(hb.read("korea-2017"), **changes)  # type: ignore[arg-type]


def test_a_path_leads_from_the_start_to_the_state() -> None:
    found = conditions(hb.read("korea-2017"), "talks_for_freeze")
    one = found.subset("working-channel")
    assert one.path is not None
    state = set(one.starts[0].state)
    for step in one.path:
        state = (state | set(step.take)) - set(step.drop)
    assert state == set(one.states[0].state)


def test_what_cannot_be_made_is_void() -> None:
    case = korea(conditions=(Condition("gone", edits=(Edit(Drop("US", "no such line")),)),))
    assert conditions(case, "war").subset("gone").answer == "void"


def test_a_channel_and_a_formula_in_one_condition() -> None:
    # lz2017#P26 wants both; with the channel alone the same is so, as play starts from today then
    both = Condition(
        "both", parse("not j_link"), (Edit(SetGroup(("DPRK", "US"), True)),), Text.of("both")
    )
    found = conditions(korea(conditions=(both,)), "talks_for_freeze")
    start = found.subset("both").starts[0]
    assert set(start.state) == {"c_enforce", "s_broker", "s_enforce"}
    assert found.conditions[0].edits == 1
    assert not found.conditions[0].met


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"conditions": ()}, "names no conditions"),
        ({"status_quo": None, "roadmaps": ()}, "no status quo"),
        (
            {"conditions": tuple(Condition(f"c{k}") for k in range(MOST_CONDITIONS + 1))},
            "131,072 subsets",
        ),
    ],
)
def test_what_cannot_be_asked(changes: dict[str, object], told: str) -> None:
    with pytest.raises(CaseError, match=told):
        conditions(korea(**changes), "war")


def test_an_unknown_outcome_is_refused() -> None:
    with pytest.raises(CaseError, match="no_such_thing"):
        conditions(hb.read("korea-2017"), "no_such_thing")
