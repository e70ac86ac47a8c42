"""Which rankings make a state stable: against every permutation, one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
import yaml

import honestbroker as hb
from bridge import number, state, text
from honestbroker.analyses.rankings import rankings, share_of_rankings
from oracle import CONCEPTS, Model, stable
from strategies import random_model

PUBLISHED = yaml.safe_load(Path(__file__).with_name("published.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("concept", ["nash", "seq"])
def test_syria(concept: str) -> None:
    inverse = PUBLISHED["syria-iraq-1975"]["inverse"]
    found = rankings(hb.read("syria-iraq-1975"), str(inverse["target"]), "Syria", concept=concept)
    (one,) = found.parties
    assert (one.count, one.rankings) == (inverse["count"][concept], 720)
    assert found.unstable == ()


def test_syria_in_words() -> None:
    found = rankings(hb.read("syria-iraq-1975"), "{release}", "Syria", concept="seq")
    (one,) = found.parties
    sets = {frozenset(some) for some in one.minimal}
    assert sets == {frozenset(pair) for pair in (("0", "2"), ("0", "6"), ("2", "4"), ("4", "6"))}


@pytest.mark.parametrize("seed", range(60))
def test_against_every_permutation(seed: int) -> None:
    random = Random(seed)
    model = random_model(random, max_parties=3, max_options=3, arcs=seed % 4 == 3)
    states = sorted(model.feasible, key=number)
    if len(states) > 6:
        states = states[:6]
        rank = tuple({s: r[s] for s in states} for r in model.rank)
        arcs = model.arcs and tuple(
            frozenset((a, b) for a, b in some if a in states and b in states) for some in model.arcs
        )
        model = Model(
            model.parties, model.owner, model.way, frozenset(states), rank, arcs=arcs or None
        )
    else:
        model = Model(
            model.parties, model.owner, model.way, model.feasible, model.rank, arcs=model.arcs
        )
    case = hb.read_text(text(model))
    party = random.randrange(len(model.parties))
    target = random.choice(states)
    id = str(number(target)) if model.arcs is None else f"s{number(target)}"
    for concept in CONCEPTS:
        found = rankings(case, id, model.parties[party], concept=concept)
        (one,) = found.parties
        count = 0
        for order in permutations(range(len(states))):
            ranks = list(model.rank)
            ranks[party] = dict(zip(states, order, strict=True))
            changed = Model(
                model.parties, model.owner, model.way, model.feasible, tuple(ranks),
                arcs=model.arcs,
            )  # fmt: skip
            is_stable = stable(changed, concept, party, target)
            count += is_stable
            above = {s for s in states if ranks[party][s] > ranks[party][target]}
            known = {state(int(i.removeprefix("s"))) for some in one.minimal for i in some}
            met = any(
                not any(state(int(i.removeprefix("s"))) in above for i in some)
                for some in one.minimal
            )
            assert met == is_stable
            assert target not in known
        assert one.count == count
        assert one.stable == stable(model, concept, party, target)


def test_all_parties_at_once() -> None:
    """Shares multiply: nash in the prisoners' dilemma, two moves of one alternative each."""
    found = rankings(hb.read("prisoners-dilemma"), "0")
    assert [one.share for one in found.parties] == [Fraction(1, 2)] * 2
    assert found.share == Fraction(1, 4)
    with pytest.raises(ValueError, match="one party"):
        rankings(hb.read("prisoners-dilemma"), "0", concept="seq")


def test_share_by_inclusion_and_exclusion() -> None:
    random = Random(5)
    for _ in range(200):
        sets = [
            frozenset(random.sample(range(7), random.randint(1, 4)))
            for _ in range(random.randint(0, 6))
        ]
        expected = Fraction(0)
        for chosen in range(1, 1 << len(sets)):
            some = [one for bit, one in enumerate(sets) if chosen >> bit & 1]
            expected += Fraction((-1) ** (len(some) + 1), len(frozenset().union(*some)) + 1)
        assert share_of_rankings(sets) == expected
