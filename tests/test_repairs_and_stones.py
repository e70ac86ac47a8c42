"""Repairs and stepping stones against the oracle: every answer found by trying everything."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from honestbroker.analyses.roadmap import roadmap
from honestbroker.analyses.stones import stones
from honestbroker.case import Case
from oracle_repair import repairs
from oracle_roadmap import roads
from oracle_stones import stepping_stones
from strategies_brokering import random_brokering

NOTHING = frozenset({frozenset({frozenset[str]()})})
"""The answer for a stage that holds already."""


def cases(seed: int) -> Case:
    return random_brokering(Random(seed), 3, 5)


@pytest.mark.parametrize("seed", range(40))
def test_repairs_are_as_the_definitions_say(seed: int) -> None:
    case = cases(seed)
    for plan in case.roadmaps[:1]:
        found = roadmap(case, plan.id, repairs=1)
        assert {road.track for road in found.roads} == set(roads(plan))
        for road in found.roads:
            for stage in road.stages:
                at = f"seed {seed}, {plan.id}, {stage.id}"
                if stage.hold is None:
                    continue
                expected = repairs(case, plan, stage.id)
                if stage.hold == "holds" and stage.entry != "infeasible":
                    assert expected == NOTHING, at
                    assert not stage.repairs, at
                    continue
                assert stage.repairs is not None, at
                answers = [frozenset(edit.id for edit in one.edits) for one in stage.repairs]
                # answers that give the same case are one, told by one of its names
                assert len(answers) == len(expected), at
                for same in expected:
                    assert len([one for one in answers if one in same]) == 1, at


@pytest.mark.parametrize("seed", range(80))
@pytest.mark.parametrize("most", [1, 2, 3])
def test_stepping_stones_are_as_the_definitions_say(seed: int, most: int) -> None:
    case = cases(seed)
    for outcome in case.outcomes:
        at = f"seed {seed}, {outcome.id}"
        found = stones(case, outcome.id, max_changes=most)
        expected = stepping_stones(case, outcome.formula, most)
        assert found.found == (expected.road is not None), at
        if expected.road is not None:
            for mine, theirs in zip(found.road, expected.road, strict=True):
                assert frozenset(mine.at.state) == theirs.to, at
                assert frozenset(mine.stone.state) == theirs.stone, at
                assert len(mine.exposed) == theirs.exposed, at
                others = {frozenset(one.state) for one in mine.others}
                assert others == theirs.stones - {theirs.stone}, at
            continue
        assert found.reached == len(expected.reached), at
        told = {
            (
                frozenset(gap.stone.state),
                frozenset(gap.target.state),
                frozenset((one.party, one.statement) for one in gap.refusing),
            )
            for gap in found.gaps
        }
        every = {(gap.stone, gap.target, frozenset(gap.not_gaining)) for gap in expected.gaps}
        assert told <= every, at
        assert len(told) + found.more_gaps == len(every), at


def test_the_generated_plans_are_rich() -> None:
    """What is compared has roads of no step, of one and of more, gaps, and repairs of most kinds."""
    seen: Counter[str] = Counter()
    for seed in range(80):
        case = cases(seed)
        for outcome in case.outcomes:
            found = stones(case, outcome.id, max_changes=2)
            seen[f"{min(len(found.road), 2)} steps" if found.found else "gap"] += 1
        if seed < 40:
            for road in roadmap(case, case.roadmaps[0].id, repairs=1).roads:
                for stage in road.stages:
                    seen.update(one.edits[0].kind for one in stage.repairs or ())
    wanted = ["0 steps", "1 steps", "gap", "move", "drop", "way", "shift", "exchange"]
    assert [one for one in wanted if not seen[one]] == []
