"""Repairs of a stage: the definition transcribed literally, by trying everything.

Section of the theory: roadmaps, "Repair".

Choices: a literal is moved within its road, to a stage that does not name the option yet; sets of
edits are made in the order in which single ones are listed; a set after which a literal names an
option that is gone is no repair.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations, pairwise

from honestbroker.case import Case
from honestbroker.case.brokering import Roadmap, Stage
from honestbroker.case.parts import Change
from honestbroker.case.problems import CaseError
from honestbroker.changes import apply
from honestbroker.neighbourhood import neighbourhood, said
from oracle_roadmap import literals, roads, walk

Plan = tuple[Case, Roadmap]


def single_repairs(
    case: Case, roadmap: Roadmap, stage_id: str
) -> Iterator[tuple[str, Callable[[Plan], Plan]]]:
    """Everything that may be tried alone, by name; applying one may raise ``CaseError``.

    Edits of the neighbourhood, contributions of brokers, exchanges of two neighbouring stages of
    the road, moves of one literal to another of its stages.
    """
    changes = [one.change for one in neighbourhood(case).edits]
    changes += [
        contribution.change(broker.id)
        for broker in case.brokers
        for contribution in broker.contributions
        if contribution.edits
    ]
    for change in changes:
        yield change.id, _making(change)
    (track,) = [stage.track for stage in roadmap.stages if stage.id == stage_id]
    stages = roads(roadmap)[track]
    for one, other in pairwise(stages):
        yield f"exchange {one.id} and {other.id}", _exchanging(one.id, other.id)
    for stage in stages:
        for option, value in literals(stage).items():
            for other in stages:
                if other.id != stage.id and option not in literals(other):
                    sign = "+" if value else "-"
                    yield (
                        f"shift {sign}{option} from {stage.id} to {other.id}",
                        _moving(option, value, stage.id, other.id),
                    )


def _making(change: Change) -> Callable[[Plan], Plan]:
    return lambda plan: (apply(plan[0], change), plan[1])


def _exchanging(one: str, other: str) -> Callable[[Plan], Plan]:
    def exchanged(plan: Plan) -> Plan:
        stages = {stage.id: stage for stage in plan[1].stages}
        swap = {one: other, other: one}
        order = [swap.get(stage.id, stage.id) for stage in plan[1].stages]
        return plan[0], replace(plan[1], stages=tuple(stages[id] for id in order))

    return exchanged


def _moving(option: str, value: bool, source: str, target: str) -> Callable[[Plan], Plan]:
    field = "take" if value else "drop"

    def moved(plan: Plan) -> Plan:
        stages = []
        for stage in plan[1].stages:
            these = getattr(stage, field)
            if stage.id == source:
                these = tuple(id for id in these if id != option)
            elif stage.id == target:
                these = (*these, option)
            stages.append(replace(stage, **{field: these}))
        return plan[0], replace(plan[1], stages=tuple(stages))

    return moved


def mended(case: Case, roadmap: Roadmap, stage_id: str) -> bool:
    """Whether a stage holds and is not infeasible."""
    ((track, place),) = [
        (track, place)
        for track, stages in roads(roadmap).items()
        for place, stage in enumerate(stages)
        if stage.id == stage_id
    ]
    stages = roads(roadmap)[track]
    known = {option.id for option in case.options}
    if not all(set(literals(stage)) <= known for stage in stages):
        return False
    passed = walk(case, stages)[place]
    return passed.hold == "holds" and passed.entry != "infeasible"


def repairs(
    case: Case, roadmap: Roadmap, stage_id: str, size: int = 1
) -> frozenset[frozenset[frozenset[str]]]:
    """All smallest sets of edits, up to a size, after which a stage holds and is not infeasible.

    Answers that give the same case and roadmap are one answer: a set of sets of names.
    """
    if mended(case, roadmap, stage_id):
        return frozenset({frozenset({frozenset()})})
    possible = list(single_repairs(case, roadmap, stage_id))
    for count in range(1, size + 1):
        answers: dict[str, set[frozenset[str]]] = {}
        for chosen in combinations(possible, count):
            plan = (case, roadmap)
            try:
                for _, make in chosen:
                    plan = make(plan)
                good = mended(*plan, stage_id)
            except CaseError:
                continue
            if good:
                key = json.dumps([said(plan[0]), str([_said(stage) for stage in plan[1].stages])])
                answers.setdefault(key, set()).add(frozenset(name for name, _ in chosen))
        if answers:
            return frozenset(map(frozenset, answers.values()))
    return frozenset()


def _said(stage: Stage) -> tuple[object, ...]:
    return (stage.id, sorted(literals(stage).items()), str(stage.entry), str(stage.breach))
