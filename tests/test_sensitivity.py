"""How sure, who disagrees, what changed when: against the paths of each case, one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations, permutations, product
from random import Random
from typing import Any

import numpy as np
import pytest

import honestbroker as hb
from honestbroker.analyses.claims import VOID, Claims, claim_names
from honestbroker.analyses.compare import compare, differences, partly
from honestbroker.analyses.sensitivity import Sample, orders, perturbed, sensitivity
from honestbroker.analyses.timeline import timeline
from honestbroker.case.case import Case
from honestbroker.case.parts import Statements
from honestbroker.case.problems import CaseError
from honestbroker.changes import in_profile
from honestbroker.neighbourhood import Contents
from honestbroker.sweep import Work
from test_whatif import small_case, written

TAGS = ("here", "alone", "together", "by moves", "unreachable")


def from_paths(case: Case) -> dict[str, Any]:
    """The headline claims read from `hb.paths`, which has tags and labels of its own."""
    try:
        found = hb.paths(case)
    except CaseError:
        return dict.fromkeys(claim_names(case), VOID)
    told: dict[str, Any] = {}
    today = found.status_quo
    if today is not None:
        told["today"] = today.holds == "holds"
        for group in case.groups:
            alone = hb.paths(replace(case, groups=(group,)))
            told[f"deal {', '.join(group.members)}"] = bool(alone.deals)
    for outcome in case.outcomes:
        inside = [
            state
            for state in found.holding
            if state.holds == "holds" and outcome.id in state.outcomes
        ]
        names = [state.tag.name for state in inside if state.tag is not None]
        told[f"tag {outcome.id}"] = min(names, key=TAGS.index) if names else "none"
        if today is None and inside:
            told[f"tag {outcome.id}"] = "unknown"
        if today is not None:
            told[f"stands {outcome.id}"] = any(
                state.tag is not None
                and state.tag.today
                and not {label.label for label in state.labels} & {"trap", "regret"}
                for state in inside
            )
    return told


def with_outcomes(text: str) -> str:
    return (
        text + "outcomes:\n  both: {formula: o0 and o1, name: b}\n  first: {formula: o0, name: f}\n"
    )


@pytest.mark.parametrize("seed", range(40))
def test_claims_of_small_cases(seed: int) -> None:
    case = hb.read_text(with_outcomes(written(small_case(Random(seed)))))
    assert Claims(case).of(case) == from_paths(case)


@pytest.mark.parametrize("profile", ["2017H2", "2018H1", "2017H2-unfinished", "rok-conservative"])
def test_claims_of_korea(profile: str) -> None:
    korea = hb.read("korea-2017")
    case = in_profile(korea, profile)
    assert Claims(korea).of(case) == from_paths(case)


def test_claims_are_listed_exactly() -> None:
    assert claim_names(hb.read("korea-2017")) == (
        "today",
        "deal DPRK, US",
        "deal DPRK, US, ROK",
        *(
            f"{claim} {outcome}"
            for outcome in ("stage_1", "talks_for_freeze", "settlement", "war", "deadlock")
            for claim in ("tag", "stands")
        ),
    )


@pytest.mark.parametrize("seed", range(12))
def test_one_at_a_time(seed: int) -> None:
    """Every variation as a case of its own, written down and read again."""
    plain = small_case(Random(seed))
    case = hb.read_text(with_outcomes(written(plain)))
    found = sensitivity(case)
    before = from_paths(case)
    assert dict(found.claims) == before
    flips: dict[tuple[str, str], dict[str, Any]] = {}
    number = Counter[str]()

    def look(kind: str, id: str, varied: dict[str, Any]) -> None:
        number[kind] += 1
        after = from_paths(hb.read_text(with_outcomes(written(varied))))
        flipped = {name: after[name] for name in before if after[name] != before[name]}
        if flipped:
            flips[kind, id] = flipped

    for party, lines in plain["lists"].items():
        for at in range(len(lines) - 1):
            swapped = [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
            id = f"{party}: {lines[at + 1]['id']} before {lines[at]['id']}"
            look("swap", id, {**plain, "lists": {**plain["lists"], party: swapped}})
        for at, line in enumerate(lines):
            rest = [*lines[:at], *lines[at + 1 :]]
            if rest:  # a file must say what everybody wants
                id = f"{party}: without {line['id']}"
                look("drop", id, {**plain, "lists": {**plain["lists"], party: rest}})
    flag = not plain["flags"]["f"]
    look("set", f"f={str(flag).lower()}", {**plain, "flags": {"f": flag}})
    for id, option in plain["options"].items():
        for way in ("both", "forward", "backward", "fixed"):
            if way != option["way"]:
                options = {**plain["options"], id: {**option, "way": way}}
                look("way", f"{id}: {way}", {**plain, "options": options})
    group = plain["groups"][0]
    verb = "close" if group["open"] else "open"
    other = [{**group, "open": not group["open"]}]
    look("group", f"{verb} {', '.join(group['members'])}", {**plain, "groups": other})
    told = {
        (one.kind, one.id): {flip.claim: flip.after for flip in one.flips}
        for one in found.variations
        if one.kind != "concept"
    }
    alone = {
        ("drop", f"{party}: without {lines[0]['id']}")
        for party, lines in plain["lists"].items()
        if len(lines) == 1
    }
    assert {key: value for key, value in told.items() if key not in alone} == flips
    assert found.tried["way"] == number["way"]
    assert found.tried["drop"] == number["drop"] + len(alone)
    sizes = [len(one.claims) for one in found.judgements]
    assert sizes == sorted(sizes, reverse=True)


def test_firm_lines_are_barriers() -> None:
    korea = hb.read("korea-2017")
    for draw in range(50):
        case = perturbed(korea, 40, np.random.default_rng(draw))
        for party, before in korea.lists.items():
            after = case.lists[party]
            assert isinstance(before, Statements)
            assert isinstance(after, Statements)
            assert sorted(line.id for line in after.lines) == sorted(one.id for one in before.lines)
            firm = [place for place, line in enumerate(before.lines) if line.firm]
            for place in firm:
                assert after.lines[place] is before.lines[place]
                above = {line.id for line in before.lines[:place]}
                assert {line.id for line in after.lines[:place]} == above


def test_counts_are_those_of_the_draws() -> None:
    korea = hb.read("korea-2017")
    sample = Sample(60, swaps=4, seed=7)
    found = sensitivity(korea, sample=sample).counts[0]
    expected: dict[str, Counter[str]] = {name: Counter() for name in claim_names(korea)}
    claims = Claims(korea)
    for draw in range(60):
        case = perturbed(korea, 4, np.random.default_rng((7, draw)))
        for name, value in claims.of(case).items():
            expected[name][str(value).lower()] += 1
    assert {name: Counter(values) for name, values in found.counts.items()} == expected
    assert (found.scope.kind, found.scope.seed, found.scope.draws) == ("sampled", 7, 60)
    assert sensitivity(korea, sample=sample, work=Work(2)).counts[0] == found
    assert sensitivity(korea, sample=Sample(60, 4, 8)).counts[0] != found


ANY_ORDER = """
format: honestbroker/1
case: orders
title: blocks of unknown order
parties: {A: {name: A}, B: {name: B}}
options:
  ax: {by: A, name: do ax}
  by_b: {by: B, name: do by_b}
status_quo: []
groups: [{members: [A, B], open: true}]
outcomes: {both: {formula: ax and by_b, name: both}}
profiles:
  base:
    lists:
      A:
        - any_order: [{id: a1, want: ax only if by_b}, {id: a2, want: not ax}, {id: a3, want: by_b}]
      B:
        - {id: b0, want: ax}
        - any_order: [{id: b1, want: not by_b}, {id: b2, want: by_b iff ax}]
"""


def test_orders_are_all_tried() -> None:
    case = hb.read_text(ANY_ORDER)
    assert orders(case) == 12
    (found,) = sensitivity(case).counts
    assert (found.of, found.scope.kind, found.cases) == ("orders", "exhaustive", 12)
    expected: dict[str, Counter[str]] = {name: Counter() for name in claim_names(case)}
    mine, theirs = (case.lists[party] for party in "AB")
    assert isinstance(mine, Statements)
    assert isinstance(theirs, Statements)
    for one, other in product(permutations(mine.lines), permutations(theirs.lines[1:])):
        lists = {
            "A": replace(mine, lines=one),
            "B": replace(theirs, lines=(theirs.lines[0], *other)),
        }
        for name, value in from_paths(replace(case, lists=lists)).items():
            expected[name][str(value).lower()] += 1
    assert {name: Counter(values) for name, values in found.counts.items()} == expected


def test_differences_taken_over_give_the_other_version() -> None:
    korea = hb.read("korea-2017")
    versions = [in_profile(korea, profile.id) for profile in korea.profiles]
    for draw in range(4):
        versions.append(perturbed(korea, 25, np.random.default_rng(draw)))
    for first, second in product(versions, versions):
        contents = Contents()
        items = differences(first, second)
        assert contents.key(partly(first, second, items)) == contents.key(second)
        assert contents.key(partly(first, second, ())) == contents.key(first)
        assert (not items) == (contents.key(first) == contents.key(second))


def test_what_explains_2018() -> None:
    korea = hb.read("korea-2017")
    second = in_profile(korea, "2018H1")
    found = compare([("autumn", korea), ("spring", second)])
    (pair,) = found.pairs
    assert [one.id for one in pair.differences] == [
        "US: no-naked-suspension",
        "DPRK, US",
        "DPRK, US, ROK",
    ]
    before, after = from_paths(korea), from_paths(second)
    assert {one.flip.claim for one in pair.explained} == {
        n for n in before if before[n] != after[n]
    }
    for one in pair.explained:
        name, good = one.flip.claim, []
        for size in range(1, 4):
            for numbers in combinations(range(3), size):
                case = partly(korea, second, [pair.differences[number] for number in numbers])
                if from_paths(case)[name] == after[name]:
                    good.append(numbers)
            if good:
                break
        assert list(one.sets) == good
    assert found.claims["stands stage_1"] == (False, True)
    assert found.pooled["stands stage_1"] == {"false": 1, "true": 1}


def test_pooled_draws() -> None:
    korea = hb.read("korea-2017")
    versions = [("autumn", korea), ("spring", in_profile(korea, "2018H1"))]
    (pooled,) = compare(versions, sample=Sample(20, 2, 1)).counts
    total = Counter[str]()
    for _, case in versions:
        (one,) = sensitivity(case, sample=Sample(20, 2, 1)).counts
        total.update(one.counts["stands stage_1"])
    assert Counter(pooled.counts["stands stage_1"]) == total
    assert pooled.cases == 40


def test_compare_needs_two() -> None:
    korea = hb.read("korea-2017")
    with pytest.raises(ValueError, match="two or more"):
        compare([("a", korea)])
    with pytest.raises(ValueError, match="two or more"):
        compare([("a", korea), ("a", korea)])


def test_timeline_of_korea() -> None:
    korea = hb.read("korea-2017")
    found = timeline(korea)
    assert [(one.profile, one.date, one.post_hoc) for one in found.moments] == [
        ("2017H2", "2017-11-30", False),
        ("2018H1", "2018-06-12", True),
    ]
    for moment in found.moments:
        told = hb.paths(korea, moment.profile)
        holding = [state.state for state in told.holding if state.holds == "holds"]
        assert [state.state for state in moment.holding] == holding
        assert dict(moment.claims) == from_paths(in_profile(korea, moment.profile))
    (turn,) = found.turns
    assert turn.trigger is not None
    assert turn.trigger["en"] == "Singapore summit"
    assert [state.outcomes for state in turn.gained] == [("stage_1",)]
    assert [state.outcomes for state in turn.lost] == [("talks_for_freeze",)]


def test_timeline_needs_a_date() -> None:
    with pytest.raises(CaseError, match="no profile of this case has a date"):
        timeline(hb.read("chicken"))
