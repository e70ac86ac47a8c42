"""The oracle against published answers and laws; the witness checker against planted faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

import oracle_paths as paths
from oracle import (
    CONCEPTS,
    Model,
    State,
    equilibria,
    equilibrium,
    improvements,
    legal_sequences,
    moves,
    others,
    reached_by,
    stable,
    witness,
)
from strategies import arc_models, cells, in_order, models, random_model
from witness import check

PUBLISHED: dict[str, Any] = YAML(typ="safe").load(
    (Path(__file__).parent / "published.yaml").read_text(encoding="utf-8")
)
SMALL = [name for name, case in PUBLISHED.items() if "equilibria" in case]


def dec(s: State) -> int:
    return sum(1 << k for k in s)


def state(number: int) -> State:
    return frozenset(k for k in range(number.bit_length()) if number >> k & 1)


def formula(text: str, ids: list[str], s: State) -> bool:
    """Truth of a formula of not, and, or, brackets: those are Python's words too."""
    return bool(eval(text, {"__builtins__": {}}, {k: n in s for n, k in enumerate(ids)}))


def published(name: str) -> Model:
    """The model of an entry, everybody's ranks from its rankings (a list inside is a tie)."""
    case = PUBLISHED[name]
    parties = tuple(dict.fromkeys(option["by"] for option in case["options"]))
    ids = [option["id"] for option in case["options"]]
    feasible = frozenset(
        s
        for s in map(state, range(1 << len(ids)))
        if all(formula(rule, ids, s) for rule in case.get("rules", ()))
    )
    number: Callable[[State], int] = elmira_number if "ranking_by_number" in case else dec
    ranking = case.get("ranking", case.get("ranking_by_number"))
    rank = []
    for party in parties:
        tiers = [tier if isinstance(tier, list) else [tier] for tier in ranking[party]]
        place = {n: -k for k, tier in enumerate(tiers) for n in tier}
        rank.append({s: place[number(s)] for s in feasible})
    quo = case.get("status_quo")
    return Model(
        parties,
        tuple(parties.index(option["by"]) for option in case["options"]),
        tuple(option["way"] for option in case["options"]),
        feasible,
        tuple(rank),
        None if quo is None else frozenset(ids.index(word) for word in quo),
    )


def elmira_number(s: State) -> int:
    """The number the literature gives a state: the four with `abandon` (option 3) are one."""
    order: list[set[int]] = [{1}, {0, 1}, {2}, {0, 2}, {1, 4}, {0, 1, 4}, {2, 4}, {0, 2, 4}]
    return 9 if 3 in s else 1 + order.index(set(s))


# --- published answers ---------------------------------------------------------------------------


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("name", SMALL)
def test_published_equilibria(name: str, concept: str) -> None:
    found = equilibria(published(name), concept)
    assert sorted(map(dec, found)) == PUBLISHED[name]["equilibria"][concept]


def test_published_stable_states() -> None:
    model = published("syria-iraq-1975")
    for party, expected in PUBLISHED["syria-iraq-1975"]["stable_seq"].items():
        place = model.parties.index(party)
        assert [
            dec(s) for s in in_order_of_dec(model) if stable(model, "seq", place, s)
        ] == expected


def in_order_of_dec(model: Model) -> list[State]:
    return sorted(model.feasible, key=dec)


def test_published_statements_give_the_published_rankings() -> None:
    case = PUBLISHED["syria-iraq-1975"]
    ids = [option["id"] for option in case["options"]]
    for party, statements in case["statements"].items():
        best_first = sorted(
            published("syria-iraq-1975").feasible,
            key=lambda s: [not formula(text, ids, s) for text in statements],
        )
        assert [dec(s) for s in best_first] == case["ranking"][party]


@pytest.mark.parametrize("concept", ["nash", "seq"])
def test_published_inverse_count(concept: str) -> None:
    model = published("syria-iraq-1975")
    inverse = PUBLISHED["syria-iraq-1975"]["inverse"]
    target, count = state(inverse["target"]), 0
    for order in permutations(in_order_of_dec(model)):
        syria = {s: k for k, s in enumerate(order)}
        count += equilibrium(replace(model, rank=(syria, model.rank[1])), concept, target)
    assert count == inverse["count"][concept]


@pytest.mark.parametrize("concept", CONCEPTS)
def test_published_variant_without_one_way_options(concept: str) -> None:
    model = published("cuban-missile-1962")
    model = replace(model, way=("both",) * len(model.way))
    expected = PUBLISHED["cuban-missile-1962"]["variant_all_both"]["equilibria"][concept]
    assert sorted(map(dec, equilibria(model, concept))) == expected


def test_published_history_is_an_improvement() -> None:
    model = published("cuban-missile-1962")
    before, after = map(state, PUBLISHED["cuban-missile-1962"]["history"])
    assert after in improvements(model, model.parties.index("US"), before)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_elmira_equilibria(concept: str) -> None:
    model = published("elmira-1991")
    assert len(model.feasible) == 12
    found = equilibria(model, concept)
    expected = PUBLISHED["elmira-1991"]["equilibria_by_number"][concept]
    assert sorted({elmira_number(s) for s in found}) == expected
    for s in model.feasible:  # the four states with `abandon` agree
        assert (s in found) == (elmira_number(s) in expected)


def test_elmira_joint_improvements() -> None:
    model, joint = published("elmira-1991"), PUBLISHED["elmira-1991"]["joint"]
    five, eight = (
        next(s for s in model.feasible if elmira_number(s) == number) for number in (5, 8)
    )
    assert paths.joint_improvements(model, frozenset({0, 1}), five) == {eight}
    groups = tuple(frozenset(g) for size in (2, 3) for g in combinations(range(3), size))
    stuck = {
        s for s in model.feasible if not any(paths.joint_improvements(model, g, s) for g in groups)
    }
    # The publication lets a group improve by the moves of one member. Three states have such an
    # improvement only: 1 to 5 and 3 to 7 (LocalGov, MoE gains too), 6 to 8 (Uniroyal, MoE too).
    alone = {
        s
        for s in model.feasible
        if any(
            paths.gains(model, g, s, t)
            for g in groups
            for mover in g
            for t in moves(model, mover, s)
        )
    }
    expected = joint["no_joint_improvement_of_any_group_by_number"]
    assert sorted({elmira_number(s) for s in stuck - alone}) == expected
    assert sorted({elmira_number(s) for s in stuck & alone}) == [1, 3, 6]
    model = replace(model, groups=tuple((group, False) for group in groups))
    firm = {elmira_number(s) for s in model.feasible if paths.coalition_stable(model, s)}
    assert sorted(firm) == joint["coalition_stable_by_number"]


def test_elmira_paths() -> None:
    model = published("elmira-1991")
    found = paths.tags(model)
    assert found is not None
    five, eight = ({elmira_number(s): s for s in model.feasible}[number] for number in (5, 8))
    assert found[five].name == "alone"
    assert [step.members for step in found[five].path or ()] == [{2}]
    assert (found[eight].name, len(found[eight].path or ())) == ("by moves", 3)
    assert found[frozenset({3})].name == "by moves"
    assert [step.members for step in found[frozenset({3})].path or ()] == [{1}]
    closed = replace(model, groups=((frozenset({0, 1}), False),))
    tag = (paths.tags(closed) or {})[eight]
    assert (tag.name, tag.plain, len(tag.path or ())) == ("together", True, 2)
    assert tag.needs_channel == {frozenset({0, 1})}
    assert paths.reachable_today(closed) == {model.status_quo, five}
    opened = replace(model, groups=((frozenset({0, 1}), True),))
    assert paths.reachable_today(opened) == {model.status_quo, five, eight}


# --- laws ----------------------------------------------------------------------------------------


@given(st.one_of(cells(), cells(arc_models())))
def test_stronger_concepts_imply_weaker_ones(cell: tuple[Model, int, State]) -> None:
    verdict = {concept: stable(cell[0], concept, *cell[1:]) for concept in CONCEPTS}
    laws = ["nash sseq", "sseq seq", "seq gmr", "sseq smr", "smr gmr"]
    for strong, weak in (law.split() for law in laws):
        assert verdict[weak] or not verdict[strong], (strong, weak)


def test_what_is_no_law_has_a_counterexample() -> None:
    missing = {"seq and smr give sseq", "seq gives smr", "smr gives seq"}
    random = Random(20)
    for _ in range(3000):
        model = random_model(random)
        for party in range(len(model.parties)):
            for s in model.feasible:
                seq, smr, sseq = (stable(model, c, party, s) for c in ("seq", "smr", "sseq"))
                if seq and smr and not sseq:
                    missing.discard("seq and smr give sseq")
                if seq != smr:
                    missing.discard("seq gives smr" if seq else "smr gives seq")
        if not missing:
            return
    raise AssertionError(missing)


@given(models())
def test_a_party_without_moves_is_stable(model: Model) -> None:
    for party in range(len(model.parties)):
        for s in model.feasible:
            if not moves(model, party, s):
                assert all(stable(model, concept, party, s) for concept in CONCEPTS)


@given(cells(), st.data())
def test_an_indifferent_party_is_stable_everywhere(
    cell: tuple[Model, int, State], data: st.DataObject
) -> None:
    model, party, s = cell
    rank = list(model.rank)
    rank[party] = dict.fromkeys(model.feasible, data.draw(st.integers(-9, 9)))
    model = replace(model, rank=tuple(rank))
    assert all(stable(model, concept, party, s) for concept in CONCEPTS)


@given(cells(), st.randoms(use_true_random=False))
def test_renaming_changes_nothing(cell: tuple[Model, int, State], random: Random) -> None:
    model, party, s = cell
    new_party = list(range(len(model.parties)))
    new_option = list(range(len(model.owner)))
    random.shuffle(new_party)
    random.shuffle(new_option)

    def renamed(t: State) -> State:
        return frozenset(new_option[k] for k in t)

    def placed(values: tuple[Any, ...], places: list[int]) -> tuple[Any, ...]:
        return tuple(values[places.index(n)] for n in range(len(values)))

    other = replace(
        model,
        parties=placed(model.parties, new_party),
        owner=tuple(new_party[i] for i in placed(model.owner, new_option)),
        way=placed(model.way, new_option),
        feasible=frozenset(map(renamed, model.feasible)),
        rank=placed(tuple({renamed(t): n for t, n in r.items()} for r in model.rank), new_party),
        status_quo=None,
        reference=None,
        groups=(),
    )
    for concept in CONCEPTS:
        before = stable(model, concept, party, s)
        assert stable(other, concept, new_party[party], renamed(s)) == before


@given(cells())
def test_strictly_increasing_changes_of_ranks_change_nothing(
    cell: tuple[Model, int, State],
) -> None:
    model, party, s = cell
    rank = tuple({t: n**3 + i * n - 7 for t, n in r.items()} for i, r in enumerate(model.rank))
    other = replace(model, rank=rank)
    for concept in CONCEPTS:
        assert stable(other, concept, party, s) == stable(model, concept, party, s)


@given(cells(arc_models()), st.data())
def test_an_extra_opponent_arc_only_adds_gmr_and_smr_stable_states(
    cell: tuple[Model, int, State], data: st.DataObject
) -> None:
    model, party, _ = cell
    assert model.arcs is not None
    opponent = data.draw(st.sampled_from(sorted(others(model, party))))
    arc = (data.draw(st.sampled_from(in_order(model))), data.draw(st.sampled_from(in_order(model))))
    arcs = list(model.arcs)
    arcs[opponent] |= {arc} if arc[0] != arc[1] else set()
    wider = replace(model, arcs=tuple(arcs))
    for s in model.feasible:
        for concept in ("gmr", "smr"):
            assert stable(wider, concept, party, s) or not stable(model, concept, party, s)


@given(cells(), st.booleans())
def test_in_option_form_moves_compose(cell: tuple[Model, int, State], improving: bool) -> None:
    """Legal sequences reach what plain reachability does, up to the start itself."""
    model, party, s = cell
    step = improvements if improving else moves
    seen, frontier = {s}, [s]
    while frontier:
        here = frontier.pop()
        for t in frozenset().union(*(step(model, i, here) for i in others(model, party))) - seen:
            seen.add(t)
            frontier.append(t)
    assert reached_by(model, others(model, party), s, improving) - {s} == seen - {s}


def line(arcs: tuple[set[tuple[int, int]], ...], ranks: tuple[list[int], ...]) -> Model:
    """A model with listed arcs over numbered states 0, 1, 2, ... (option k stands for bit k)."""
    count = len(ranks[0])
    return Model(
        tuple("ABC"[: len(arcs)]),
        (0,) * (count - 1).bit_length(),
        ("both",) * (count - 1).bit_length(),
        frozenset(map(state, range(count))),
        tuple({state(n): rank[n] for n in range(count)} for rank in ranks),
        arcs=tuple(frozenset((state(a), state(b)) for a, b in some) for some in arcs),
    )


def test_with_listed_arcs_nobody_moves_twice_in_succession() -> None:
    """B could lead 1 -> 2 -> 3 only by moving twice; a move of C in between makes it legal."""
    arcs: tuple[set[tuple[int, int]], ...] = ({(0, 1)}, {(1, 2), (2, 3)}, set())
    flat = [0, 0, 0, 0, 0]
    model = line(arcs, ([1, 2, 2, 0, 2], flat, flat))
    assert reached_by(model, frozenset({1, 2}), state(1), improving=False) == {state(2)}
    assert not stable(model, "gmr", 0, state(0))
    model = line((arcs[0], {(1, 2), (4, 3)}, {(2, 4)}), ([1, 2, 2, 0, 2], flat, flat))
    assert stable(model, "gmr", 0, state(0))
    assert legal_sequences(model, frozenset({1, 2}), state(1), improving=False)[state(3), 1] == (
        (1, state(2)),
        (2, state(4)),
        (1, state(3)),
    )
    deal = replace(model, rank=({state(n): n for n in range(5)},) * 3)
    assert paths.joint_improvements(deal, frozenset({1, 2}), state(1)) == {state(4), state(3)}
    assert paths.joint_improvements(deal, frozenset({0, 1}), state(0)) == {state(2)}


# --- moving together, paths, labels --------------------------------------------------------------


def hand_made(
    owner: tuple[int, ...], way: str, ranks: tuple[dict[int, int], ...], **more: Any
) -> Model:
    """A model over numbered states (option k stands for bit k); ways by first letter."""
    words = {"b": "both", "f": "forward", "g": "backward", "x": "fixed"}
    return Model(
        tuple("ABCDE"[: len(ranks)]),
        owner,
        tuple(words[letter] for letter in way),
        frozenset(map(state, ranks[0])),
        tuple({state(n): value for n, value in rank.items()} for rank in ranks),
        **more,
    )


def test_dilemma_needs_the_channel_and_misses_the_deal() -> None:
    """Both defecting (3) is nash; both cooperating (0) takes a deal."""
    ranks = ({1: 4, 0: 3, 3: 2, 2: 1}, {2: 4, 0: 3, 3: 2, 1: 1})
    both = frozenset({0, 1})
    closed = hand_made((0, 1), "bb", ranks, status_quo=state(3), groups=((both, False),))
    assert paths.deal_label(closed, "nash", state(3)) == ("missed deal", {both})
    assert not paths.coalition_stable(closed, state(3))
    assert paths.coalition_stable(replace(closed, groups=()), state(3))
    tag = (paths.tags(closed) or {})[state(0)]
    assert (tag.name, tag.plain, tag.needs_channel) == ("together", True, {both})
    assert paths.reachable_today(closed) == {state(3)}
    assert (paths.tags(closed, max_changes=1) or {})[state(0)].name == "by moves"
    opened = replace(closed, groups=((both, True),))
    assert paths.deal_label(opened, "nash", state(3)) == ("open to a deal", {both})
    assert paths.reachable_today(opened) == frozenset(map(state, range(4)))
    assert paths.tags(replace(closed, status_quo=None)) is None


def test_a_bundle_with_a_needless_flip_is_not_plain() -> None:
    """A likes dropping option 0 best; with a strike (option 1) riding along it still gains."""
    model = hand_made((0, 0), "bf", ({1: 1, 3: 0, 2: 2, 0: 3}, dict.fromkeys(range(4), 0)))
    model = replace(model, status_quo=state(1))
    found = paths.tags(model) or {}
    assert (found[state(0)].name, found[state(0)].plain) == ("alone", True)
    assert (found[state(2)].name, found[state(2)].plain) == ("alone", False)
    assert found[state(3)].name == "by moves"
    assert paths.reachable_today(model) == {state(0), state(1)}


def test_pareto_deals_leave_a_member_as_well_off() -> None:
    model = hand_made((0, 1), "bb", ({0: 0, 1: 0, 2: 0, 3: 1}, {0: 0, 1: 0, 2: 0, 3: 0}))
    assert paths.joint_improvements(model, frozenset({0, 1}), state(0)) == frozenset()
    pareto = paths.joint_improvements(model, frozenset({0, 1}), state(0), strict=False)
    assert pareto == {state(3)}


def test_labels_of_a_concession_that_is_not_repaid() -> None:
    """A gave option 0 away for good; B keeps option 1 and, worse, may take option 2."""
    ranks = (
        {0: 5, 1: 3, 3: 6, 2: 7, 5: 1, 4: 2, 7: 1, 6: 2},
        {0: 0, 1: 1, 3: 0, 2: 0, 5: 2, 4: 2, 7: 2, 6: 2},
    )
    model = hand_made((0, 1, 1), "fbb", ranks, status_quo=state(0))
    assert paths.sunk(model, 0, state(1)) == {0}
    assert paths.regret(model, 0, state(1)) is True
    assert paths.regret(model, 0, state(3)) is False
    assert paths.owed(model, 0, state(1)) == {frozenset({1})}
    assert paths.betrayed(model, 0, state(1)) is True
    assert paths.exposed(model, 0, state(1)) == {state(5)}
    assert paths.exposed(model, 0, state(0)) == frozenset()
    assert paths.traps(model, "nash", state(5)) == {0: {frozenset({0})}}
    assert paths.traps(model, "nash", state(1)) == {}, "no equilibrium, so no trap"
    assert paths.inherited(model, 0, frozenset({0})) is False
    assert paths.inherited(replace(model, status_quo=state(1), reference=state(0)), 0, {0}) is True
    assert paths.regret(replace(model, status_quo=None), 0, state(1)) is None


@settings(max_examples=60)
@given(st.one_of(models(), arc_models()))
def test_tags_agree_with_their_paths(model: Model) -> None:
    found = paths.tags(model)
    today = paths.reachable_today(model)
    if found is None or today is None:
        assert model.status_quo is None
        return
    assert set(found) == model.feasible
    for s, tag in found.items():
        if tag.path is None:
            assert tag.name == "unreachable"
            continue
        here = model.status_quo
        for step in tag.path:
            assert step.before == here
            if step.is_deal:
                assert step.after in paths.joint_improvements(model, step.members, step.before)
            else:
                (mover,) = step.members
                legal = moves if tag.name == "by moves" else improvements
                assert step.after in legal(model, mover, step.before)
            if tag.plain:
                assert paths.is_plain(model, step.members, step.before, step.after)
            here = step.after
        assert here == s
        deals = {step.members for step in tag.path if step.is_deal}
        assert {g for g in deals if not paths.is_open(model, g)} == tag.needs_channel
        assert tag.needs_channel in tag.channels
        assert not deals or tag.name in ("together", "by moves")
        if tag.plain and tag.name != "by moves" and not tag.needs_channel:
            assert s in today
        if s in today:
            assert tag.name in ("here", "alone", "together")
            assert not tag.needs_channel


# --- the witness checker -------------------------------------------------------------------------


@given(st.one_of(cells(), cells(arc_models())), st.sampled_from(CONCEPTS))
def test_true_witnesses_are_accepted(cell: tuple[Model, int, State], concept: str) -> None:
    verdict, proof = stable(cell[0], concept, *cell[1:]), witness(cell[0], concept, *cell[1:])
    assert check(cell[0], concept, *cell[1:], verdict, proof) == []
    assert check(cell[0], concept, *cell[1:], not verdict, proof)


def deterrence() -> Model:
    """A may take option 0 or 1 (gains at 1 and 2); B and C answer with options 2 and 3.

    Option 1 is one-way. From {0} only B's and C's moves together hurt A, from {1} B's alone does;
    A escapes from {1, 2} by taking option 0 as well. {0, 1, 3} and {1, 2, 3} are infeasible.
    """
    numbers = [n for n in range(16) if n not in (0b1011, 0b1110)]
    a = dict.fromkeys(numbers, 9) | {0: 5, 1: 6, 2: 6, 3: 4, 5: 6, 9: 6, 6: 1, 13: 2, 12: 2, 15: 2}
    b = {n: 1 if n & 4 else 0 for n in numbers}
    c = {n: 1 if n & 4 and n & 8 else 0 for n in numbers}
    return hand_made((0, 0, 1, 2), "bfbb", (a, b, c))


def proof(*entries: tuple[Any, ...]) -> dict[str, Any]:
    """A witness of entries (improvement, step, step, ...), a step being (party, to)."""
    return {
        "sanctions": [
            {"improvement": to, "path": [{"party": mover, "to": t} for mover, t in steps]}
            for to, *steps in entries
        ]
    }


ONE = ([0], (1, [0, 2]), (2, [0, 2, 3]))  # a true answer to the improvement {0} in deterrence()
TWO = ([1], (1, [1, 2]))  # and one to {1}

STABLE_FAULTS: dict[str, tuple[str, object, str]] = {
    "an improvement is left out": ("seq", proof(ONE), "no answer to"),
    "no entry at all": ("seq", proof(), "no answer to"),
    "answered twice": ("seq", proof(ONE, TWO, ONE), "answered twice"),
    "no improvement": ("seq", proof(ONE, TWO, ([0, 1], (1, [0, 1, 2]))), "no better for"),
    "not a move of the party": ("seq", proof(ONE, TWO, ([3], (1, [2, 3]))), "party 0 cannot move"),
    "an empty path": ("seq", proof(([0],), TWO), "has no step"),
    "the path ends too early": ("seq", proof(ONE[:2], TWO), "is better for party"),
    "somebody moves twice in succession": (
        "gmr",
        proof(ONE, ([1], (1, [1, 2]), (1, [1]), (1, [1, 2]))),
        "twice in succession",
    ),
    "the party itself moves": ("gmr", proof(ONE, ([1], (0, [0, 1]))), "the party itself moves"),
    "another's option": ("gmr", proof(ONE, ([1], (2, [1, 2]))), "party 2 cannot move"),
    "staying as a step": ("gmr", proof(ONE, ([1], (2, [1]), (1, [1, 2]))), "party 2 cannot move"),
    "a one-way option is undone": (
        "gmr",
        proof(ONE, ([1], (1, [1, 2]), (0, [2]))),
        "party 0 cannot move from [1, 2] to [2]",
    ),
    "a step is no improvement": (
        "seq",
        proof(([0], (2, [0, 3]), (1, [0, 2, 3])), TWO),
        "no improvement of party 2",
    ),
    "an infeasible step": ("gmr", proof(ONE, ([1], (1, [1, 2]), (2, [1, 2, 3]))), "not feasible"),
    "the party escapes": ("smr", proof(ONE, TWO), "escapes from"),
    "the party escapes improvements": ("sseq", proof(ONE, TWO), "escapes from"),
    "nash with a sanction": ("nash", proof(ONE, TWO), "nash knows no sanctions"),
    "nash with an improvement": ("nash", proof(), "no answer to"),
    "no such party": ("seq", proof(ONE, ([1], (7, [1, 2]))), "no such party"),
    "a truth value for a party": ("seq", proof(ONE, ([1], (True, [1, 2]))), "no such party"),
    "a state out of order": ("seq", proof(([0], (1, [2, 0])), TWO), "sorted and distinct"),
    "no such option": ("seq", proof(ONE, ([1], (1, [1, 2, 9]))), "no such option"),
    "the witness of the other verdict": ("seq", {"improvement": [0]}, "one key"),
    "two witnesses at once": ("seq", proof(ONE, TWO) | {"improvement": [0]}, "one key"),
}


def test_the_witness_the_faults_are_planted_in_is_true() -> None:
    model = deterrence()
    assert [stable(model, c, 0, state(0)) for c in ("gmr", "smr", "seq")] == [True, False, True]
    assert check(model, "seq", 0, state(0), True, proof(ONE, TWO)) == []
    assert check(model, "gmr", 0, state(0), True, proof(TWO, ONE)) == []


@pytest.mark.parametrize("fault", STABLE_FAULTS)
def test_planted_faults_of_stable_witnesses_are_found(fault: str) -> None:
    concept, faulty, problem = STABLE_FAULTS[fault]
    found = check(deterrence(), concept, 0, state(0), True, faulty)
    assert any(problem in text for text in found), found


UNSTABLE_FAULTS: list[tuple[str, object, str]] = [
    ("seq", {"improvement": [0]}, "is sanctioned"),  # by two steps of two others
    ("gmr", {"improvement": [1]}, "is sanctioned"),
    ("smr", {"improvement": [0]}, "is sanctioned"),
    ("smr", {"improvement": [2]}, "cannot move"),  # another's option
    ("nash", {"improvement": [0, 1]}, "is no better"),
    ("nash", {"improvement": []}, "cannot move"),  # staying is no move
    ("nash", {"improvement": [0, 1, 3]}, "is not feasible"),
    ("nash", {"improvement": "0"}, "must be a list"),
    ("nash", {"sanctions": []}, "one key"),
    ("nash", None, "one key"),
    ("fhq", {"improvement": [0]}, "no such concept"),
]


@pytest.mark.parametrize(("concept", "faulty", "problem"), UNSTABLE_FAULTS)
def test_planted_faults_of_unstable_witnesses_are_found(
    concept: str, faulty: object, problem: str
) -> None:
    found = check(deterrence(), concept, 0, state(0), False, faulty)
    assert any(problem in text for text in found), found


def test_an_unsanctioned_improvement_is_accepted() -> None:
    assert check(deterrence(), "nash", 0, state(0), False, {"improvement": [0]}) == []
    assert check(deterrence(), "smr", 0, state(0), False, {"improvement": [1]}) == []
