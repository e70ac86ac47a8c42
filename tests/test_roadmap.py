"""Roadmaps against the oracle: every verdict re-derived from the definitions, with sets."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

import oracle_roadmap as oracle
from honestbroker.analyses.roadmap import roadmap
from honestbroker.case import Case
from honestbroker.case.brokering import Roadmap, Stage
from honestbroker.case.problems import CaseError
from honestbroker.result.roadmap import StageFrom
from strategies_brokering import random_brokering

SEEDS = range(60)


def cases(seed: int) -> Case:
    """A small case with roadmaps."""
    return random_brokering(Random(seed), 3, 5)


def flat(steps: Any) -> Counter[tuple[frozenset[str], frozenset[str], frozenset[str]]]:
    """Steps as (movers or group, taken, given up)."""
    return Counter(
        (frozenset(step.group or step.movers), frozenset(step.take), frozenset(step.drop))
        for step in steps
    )


def taken(step: oracle.Taken) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    return step.members, step.after - step.before, step.before - step.after


@pytest.mark.parametrize("seed", SEEDS)
def test_every_stage_is_as_the_definitions_say(seed: int) -> None:
    case = cases(seed)
    for plan in case.roadmaps:
        found = roadmap(case, plan.id)
        expected = oracle.walks(case, plan)
        assert {road.track for road in found.roads} == set(expected)
        for road in found.roads:
            passed = expected[road.track]
            for place, (stage, told) in enumerate(zip(road.stages, passed, strict=True)):
                at = f"seed {seed}, {plan.id}, {stage.id}"
                assert (stage.entry, stage.hold) == (told.entry, told.hold), at
                assert {one.party for one in stage.stalls} == oracle.stalls(passed, place), at
                borne = [one.borne_out for one in stage.objections]
                assert borne == list(oracle.borne_out(told)), at
                so_far = oracle.promised(oracle.roads(plan)[road.track], place + 1)
                visits = {
                    visit.world.ids(visit.start): visit
                    for visit in told.visits
                    if visit.start in visit.world.model.feasible
                }
                assert {frozenset(one.start.state) for one in stage.starts} == set(visits), at
                for start in stage.starts:
                    visit = visits[frozenset(start.start.state)]
                    compare_start(start, visit, told.stage, so_far, at)


def compare_start(
    start: StageFrom, visit: oracle.Visit, stage: Stage, so_far: dict[str, bool], at: str
) -> None:
    entry = visit.entry
    assert start.entry == entry.verdict, at
    assert set(start.rules) == set(entry.rules) or start.options, at
    assert set(start.options) == set(entry.options), at
    if entry.state is None:
        assert start.hold is None
        return
    assert {one.party: one.wants for one in start.actors} == {
        one.party: "now" if one.gains else "no" if one.refuses else "end" for one in entry.actors
    }, at
    assert {one.party: one.entering.statement for one in start.actors} == {
        one.party: one.statement for one in entry.actors
    }, at
    held = visit.hold
    assert held is not None
    assert start.hold == held.verdict, at
    assert start.settled == len(held.settled), at
    stands = {frozenset(one.state) for one in start.stands}
    assert stands == (held.equilibria or held.settled), at
    assert start.balanced == bool(held.equilibria), at
    breaches = {(taken(step), deterred) for step, deterred in held.breaking}
    breaches |= {(taken(step), False) for step in held.deals}
    assert {
        ((key, one.deterred)) for one in start.breaches for key in flat([one.step])
    } == breaches, at
    for one in start.breaches:
        before, after = frozenset(one.start), frozenset(one.state)
        same = [
            step
            for step in (*(step for step, _ in held.breaking), *held.deals)
            if (step.before, step.after) == (before, after)
            and step.members == frozenset(one.step.group or one.step.movers)
        ]
        assert len(same) == 1, at
        reasons = {reason.party: reason.statement for reason in one.because}
        assert reasons == dict(same[0].statements), at
    assert set(flat(start.adjusting)) == {taken(step) for step in held.adjusting}, at
    if held.equilibria:
        ready = {taken(step) for steps in held.ready.values() for step in steps}
        assert set(flat(start.ready)) == ready, at
    compare_labels(start, visit, at)
    orders = oracle.orders(visit, stage, so_far)
    if orders is not None and len(orders[0].options) > 1:
        assert len(start.orders) == 2, at
        for mine, theirs in zip(start.orders, orders, strict=True):
            steps = tuple(option for step in mine.steps for option in (*step.take, *step.drop))
            assert (steps, (mine.exposed, mine.regret)) == (theirs.options, theirs.cost), at
    else:
        assert not start.orders, at


def compare_labels(start: StageFrom, visit: oracle.Visit, at: str) -> None:
    assert start.at is not None
    ids = {one.id: frozenset(one.state) for one in (start.at, *start.stands)}
    told = {ids[id]: labels for id, labels in start.labels}
    for state, expected in oracle.effects(visit).items():
        mine = told.get(state, ())
        for label, parties in (("exposed", expected.exposed), ("regret", expected.regret)):
            assert {one.party for one in mine if one.label == label} == set(parties), at


def test_the_generated_roads_are_rich() -> None:
    """What is compared covers every verdict, tracks, snapbacks, couplings and several starts."""
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        case = cases(seed)
        for plan in case.roadmaps:
            for road in roadmap(case, plan.id).roads:
                seen["track"] += road.track is not None
                for stage in road.stages:
                    seen[f"entry {stage.entry}"] += 1
                    seen[f"hold {stage.hold}"] += 1
                    seen["several starts"] += len(stage.starts) > 1
                    seen["stall"] += bool(stage.stalls)
                    for start in stage.starts:
                        seen["deal breaks"] += any(one.step.group for one in start.breaches)
                        seen["ready"] += bool(start.ready)
                        seen["order"] += bool(start.orders)
                        seen["renewed"] += bool(start.renewed)
    wanted = [
        "track", "several starts", "stall", "deal breaks", "ready", "order", "renewed",
        *(f"entry {one}" for one in oracle.ENTRIES), *(f"hold {one}" for one in oracle.HOLDS),
    ]  # fmt: skip
    assert [one for one in wanted if not seen[one]] == []


def test_no_status_quo_is_a_problem() -> None:
    from dataclasses import replace

    import honestbroker as hb

    case = hb.read("prisoners-dilemma")
    plan = Roadmap("plan", (Stage("first", take=("defect_r",)),))
    with pytest.raises(CaseError, match="no status quo"):
        roadmap(replace(case, roadmaps=(plan,)), "plan")


def test_an_unknown_roadmap_is_a_problem() -> None:
    import honestbroker as hb

    with pytest.raises(CaseError, match="russia-china-2017"):
        roadmap(hb.read("korea-2017"), "russia-china")
