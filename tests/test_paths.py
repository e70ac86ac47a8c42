"""Deals, tags, paths and labels: the kernel against the oracle, and shipped cases by name.

420 generated models and more from hypothesis in every run; ``python tests/bulk_paths.py --models
2000 --seed 3`` compares as many as wanted.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

import honestbroker as hb
import oracle_paths as oracle
from bridge import by_number, graph, model_of, state
from bridge import number as number_of
from bridge_paths import groups_of
from bulk_paths import HOW, differences, model_of_seed
from honestbroker.analyses.labels import Road
from honestbroker.encode import Encoded, encode
from honestbroker.kernel.graph import Graph, listed
from honestbroker.kernel.paths import FEW_CLOSED, MOST_CLOSED, Group, reach
from honestbroker.kernel.search import Play, search
from honestbroker.kernel.steps import deals, parts_as_good, steps
from oracle import Model
from strategies import arc_models, in_order, models

SEED = "every run"
CHUNKS = range(10)
OPTION_FORM, LISTED = 300, 120

# --- generated models ----------------------------------------------------------------------------


@pytest.mark.parametrize("chunk", CHUNKS)
def test_play_in_option_form(chunk: int) -> None:
    for place in range(chunk, OPTION_FORM, len(CHUNKS)):
        assert differences(model_of_seed(SEED, place)) == [], f"model {place} of seed '{SEED}'"


@pytest.mark.parametrize("chunk", CHUNKS)
def test_play_with_listed_arcs(chunk: int) -> None:
    for place in range(chunk, LISTED, len(CHUNKS)):
        found = differences(model_of_seed(SEED, place, arcs=True))
        assert found == [], f"listed model {place} of seed '{SEED}'"


@settings(deadline=None, max_examples=60)
@given(st.one_of(models(max_parties=4, max_options=4), arc_models()))
def test_play_in_any_model(model: Model) -> None:
    assert differences(model) == []


def test_the_models_of_every_run_are_rich() -> None:
    """Each kind of tag and label occurs, and what tells one path from another."""
    seen: Counter[str] = Counter()
    for place in range(OPTION_FORM):
        model = model_of_seed(SEED, place)
        if place % 3 == 0:
            assert differences(model, seen) == []
        if model.status_quo is None:
            continue
        for strict, most in HOW:
            tags = oracle.tags(model, strict, most) or {}
            alone = oracle.best_paths(model, model.status_quo, oracle.Play(improving=False))
            for t, tag in tags.items():
                seen["a longer road"] += len(tag.path or ()) > 2
                seen["two channels"] += len(tag.needs_channel) > 1
                seen["by a move and a deal"] += tag.name == "by moves" and t not in alone
                seen["a rough deal"] += tag.name == "together" and not tag.plain
    wanted = {
        "deal": 1000, "improvement": 1000, "not plain": 1000, "alone": 200, "together": 100,
        "by moves": 200, "unreachable": 200, "a rough road": 100, "a choice of channels": 5,
        "a trap": 50, "betrayed": 20, "exposed": 20, "a longer road": 50, "two channels": 3,
        "by a move and a deal": 5, "a rough deal": 20,
    }  # fmt: skip
    assert not {what: seen[what] for what, least in wanted.items() if seen[what] < least}


@pytest.mark.parametrize("arcs", [False, True], ids=["option form", "listed arcs"])
def test_ties_between_paths_follow_the_case(arcs: bool) -> None:
    """Of equally short paths: the first mover, parties before groups; then the first state."""
    choices = 0
    for place in range(60):
        model = model_of_seed("ties", place, arcs=arcs)
        if model.status_quo is None:
            continue
        order, groups = by_number(model), groups_of(model)
        plain, improving = place % 4 == 0, place % 2 == 0
        play = Play(groups=tuple(enumerate(groups)), plain=plain, improving=improving)
        found = search(graph(model), order.index(model.status_quo), play)
        able = oracle.Play(oracle.named_groups(model), improving=improving, plain=plain)
        number = {frozenset({i}): i for i in range(len(model.parties))}
        number |= {frozenset(g.members): len(model.parties) + k for k, g in enumerate(groups)}
        offers: dict[int, list[tuple[int, int]]] = {}
        for source, s in enumerate(order):
            for step in oracle.steps(model, s, able) if found.distance[source] >= 0 else ():
                target = order.index(step.after)
                if found.distance[target] == found.distance[source] + 1 and found.flips[
                    target
                ] == found.flips[source] + len(s ^ step.after):
                    offers.setdefault(target, []).append((number[step.members], source))
        assert set(offers) == set(np.flatnonzero(found.distance > 0).tolist())
        for target, offered in offers.items():
            choices += len(offered) > 1
            assert (found.by[target], found.before[target]) == min(offered)
            assert found.made[target] == number_of(order[target] ^ order[found.before[target]])
    assert choices > (10 if arcs else 50)


def test_ranks_below_zero() -> None:
    """Ranks are compared, nothing else: a shift below zero changes no step, plain or not."""
    for place in range(40):
        made = graph(model_of_seed("shift", place))
        low = Graph(made.codes, made.ranks - 1000, made.own, made.up, made.down)
        everywhere = np.arange(made.states)
        for party in range(made.parties):
            one, other = steps(made, party, everywhere), steps(low, party, everywhere)
            assert one.targets.tolist() == other.targets.tolist()
            assert one.plain.tolist() == other.plain.tolist()


# --- by hand -------------------------------------------------------------------------------------


def test_wide_parties_are_judged_like_narrow_ones() -> None:
    """Sixteen options of one party and of two, more than are looked at subset by subset."""
    random = np.random.default_rng(5)
    codes = np.unique(random.integers(0, 1 << 16, 60))
    ranks = random.integers(0, 6, (2, codes.size)).astype(np.int32)
    sources = np.arange(codes.size)
    alone = steps(Graph(codes, ranks, own=(0xFFFF, 0)), 0, sources)
    joint = deals(Graph(codes, ranks, own=(0x00FF, 0xFF00)), (0, 1), sources)
    for found, rows in ((alone, (0,)), (joint, (0, 1))):
        assert found.sources.size > 50
        assert 0 < found.plain.sum() < found.plain.size
        for s, t, plain in zip(found.sources, found.targets, found.plain, strict=True):
            whole = codes[s] ^ codes[t]
            parts = [
                u
                for u in range(codes.size)
                if u not in (s, t) and not (codes[s] ^ codes[u]) & ~whole
            ]
            as_good = [u for u in parts if all(ranks[i, u] >= ranks[i, t] for i in rows)]
            assert plain == (not as_good)
    expected = sum(int((ranks[0] > ranks[0, s]).sum()) for s in range(codes.size))
    assert alone.sources.size == expected


def test_a_state_that_only_a_move_and_a_deal_reach_is_not_unreachable() -> None:
    """Two must change together (a rule), and want to only after the third has given way.

    Options a, b, c of three parties; a and b are equal in every state. The first two want a and b
    only with c, the third never wants c.
    """
    codes = np.array([0b000, 0b011, 0b100, 0b111])
    ranks = np.array([[1, 0, 1, 2], [1, 0, 1, 2], [1, 1, 0, 0]], dtype=np.int32)
    made = Graph(codes, ranks, own=(0b001, 0b010, 0b100))
    without = reach(made, 0, [])
    assert [without.tag(s) for s in range(4)] == ["here", "unreachable", "by moves", "unreachable"]
    closed = reach(made, 0, [Group((0, 1), False)])
    assert [closed.tag(s) for s in range(4)] == ["here", "by moves", "by moves", "by moves"]
    path = closed.path(3)
    assert path is not None
    assert (path.states, path.groups, path.flips) == ((2, 3), (None, 0), (0b100, 0b011))
    assert (path.plain, closed.channels[3]) == (True, ((0,),))
    back = closed.path(1)  # the deal first cannot be: so from {a, b, c} the third takes c back
    assert back is not None
    assert back.states == (2, 3, 1)
    assert not closed.today[1:].any()


def test_many_closed_groups_are_said_to_be_too_many() -> None:
    """Beyond six closed groups only pairs of them are tried, and the answer says so."""
    parties = MOST_CLOSED + 2
    made = Graph(np.arange(1 << parties), np.zeros((parties, 1 << parties), np.int32),
                 tuple(1 << k for k in range(parties)))  # fmt: skip
    groups = [Group((k, k + 1), False) for k in range(parties - 1)]
    assert len(groups) == MOST_CLOSED + 1
    assert not reach(made, 0, groups).exhaustive
    assert reach(made, 0, groups[1:]).exhaustive
    assert FEW_CLOSED == 2


def test_parts_with_merged_states() -> None:
    """In listed form a part flips fewer options; a state with the same marks is no part."""
    arcs = listed([(0, 1), (0, 2), (0, 3)])
    ranks = np.array([[0, 1, 1, 2]], dtype=np.int32)
    made = Graph(np.arange(4), ranks, (3,), arcs=(arcs,), taken=np.array([0, 3, 3, 1]))
    assert steps(made, 0, np.array([0])).plain.tolist() == [False, False, True]
    assert parts_as_good(made, (0,), 0, 1) == (3,)
    worse = Graph(made.codes, np.array([[0, 1, 1, 0]], np.int32), (3,), 0, 0, (arcs,), made.taken)
    assert steps(worse, 0, np.array([0])).plain.tolist() == [True, True]


# --- Korea ---------------------------------------------------------------------------------------

TALKS = {"d_freeze", "d_pledge", "u_talks", "r_suspend", "r_coop", "s_broker", "j_link", "n_verify"}
"""Talks for a freeze, the exercises not suspended: the end of the road in 2017."""


@cache
def korea(profile: str) -> hb.Paths:
    """What can be reached in a profile."""
    return hb.paths(hb.read("korea-2017"), profile)


def nash(found: hb.Paths) -> list[Any]:
    """Its nash equilibria but the status quo."""
    assert found.status_quo is not None
    return [
        reached
        for reached in found.holding
        if reached.holds == "holds" and reached.id != found.status_quo.id
    ]


def of(reached: Any, label: str) -> set[str]:
    """Whom a label of a state befalls."""
    return {told.party for told in reached.labels if told.label == label}


def by_group(found: hb.Paths) -> Counter[tuple[str, ...]]:
    """How many deals each group has from the status quo, every group asked for itself."""
    encoded = encode(hb.variant(hb.read("korea-2017"), found.question.profile))
    return Counter(deals_from_status_quo(encoded))


def deals_from_status_quo(encoded: Encoded) -> list[tuple[str, ...]]:
    """For every deal from the status quo its group."""
    road = Road(encoded)
    assert encoded.status_quo is not None
    here = np.array([encoded.status_quo])
    return [
        road.names(group.members)
        for group in road.groups
        for _ in deals(encoded.graph, group.members, here).targets
    ]


@pytest.mark.parametrize("profile", ["2017H2", "2018H1"])
def test_korea_holds_in_both_years(profile: str) -> None:
    found = korea(profile)
    assert found.status_quo is not None
    assert found.status_quo.holds == "holds"
    assert len(nash(found)) == 8


def test_deals_in_korea() -> None:
    """Two joint improvements of Pyongyang and Washington in 2017, four in 2018."""
    assert by_group(korea("2017H2"))["DPRK", "US"] == 2
    assert by_group(korea("2018H1"))["DPRK", "US"] == 4
    assert by_group(korea("2017H2-unfinished")) == Counter()
    assert korea("2017H2-unfinished").deals == ()


def test_the_road_of_2017_needs_a_channel() -> None:
    found = korea("2017H2")
    (settled,) = (one for one in nash(found) if one.tag.name == "together")
    assert set(settled.state) == TALKS
    # Either channel does; with Seoul in the bargain one step less is needed.
    assert set(settled.tag.channels) == {(("DPRK", "US"),), (("DPRK", "US", "ROK"),)}
    assert not settled.tag.today
    assert settled.tag.plain
    assert settled.path[0].group == settled.tag.needs_channel[0]


def test_the_other_equilibria_of_2017_are_traps_or_war() -> None:
    rest = [one for one in nash(korea("2017H2")) if one.tag.name != "together"]
    assert [one.tag.name for one in rest] == ["by moves"] * 7
    war = [one for one in rest if "war" in one.outcomes]
    assert len(war) == 1
    assert (of(war[0], "trap"), of(war[0], "regret")) == ({"US"}, {"US"})
    for one in rest:
        if one not in war:
            assert of(one, "trap") == {"DPRK"}
            assert "DPRK" in of(one, "regret")


def test_the_road_of_2018_is_open() -> None:
    found = korea("2018H1")
    (settled,) = (one for one in nash(found) if one.tag.name == "together")
    assert set(settled.state) == TALKS | {"u_suspend"}
    assert settled.tag.today
    assert settled.tag.needs_channel == ()


# --- Elmira --------------------------------------------------------------------------------------

JOINT = YAML(typ="safe").load((Path(__file__).parent / "published.yaml").read_text())[
    "elmira-1991"
]["joint"]
NUMBER = {2: 1, 3: 2, 4: 3, 5: 4, 18: 5, 19: 6, 20: 7, 21: 8, 8: 9, 9: 9, 24: 9, 25: 9}
"""The number that the literature gives a state, by its code."""


def test_joint_improvements_at_elmira() -> None:
    """Ministry and company go from 5 to 8; whose deals end where, for every group.

    The publication counts a step by one member that suits the whole group. Here at least two change
    something; without that, three more states have no joint improvement.
    """
    encoded = encode(hb.read("elmira-1991"))
    made, names = encoded.graph, encoded.names
    number = [NUMBER[int(code)] for code in names.codes]
    pair = tuple(names.parties.index(party) for party in ("MoE", "Uniroyal"))
    found = deals(made, pair, np.array([number.index(5)]))
    assert {number[t] for t in found.targets} == {8}
    groups = [(0, 1), (0, 2), (1, 2), (0, 1, 2)]
    everywhere = np.arange(made.states)
    able = {number[s] for group in groups for s in deals(made, group, everywhere).sources}
    published = set(JOINT["no_joint_improvement_of_any_group_by_number"])
    assert set(number) - able == published | {1, 3, 6}
    single = {
        number[s]
        for group in groups
        for mover in group
        for s, t in zip(*made.moves[mover].pairs(everywhere), strict=True)
        if all(made.ranks[i, t] > made.ranks[i, s] for i in group)
    }
    assert set(number) - able - single == published


def test_coalition_stable_at_elmira() -> None:
    """The modified order and the closed plant; with every group asked the same."""
    for size in (None, 3):
        found = hb.paths(hb.read("elmira-1991"), group_size=size)
        firm = {NUMBER[int(one.id)] for one in found.holding if one.coalition_stable}
        assert firm == set(JOINT["coalition_stable_by_number"])


def test_the_road_at_elmira() -> None:
    """One improvement of the town to 5, then the deal of the other two to 8; 9 by one move."""
    encoded = encode(hb.read("elmira-1991"))
    road = Road(encoded)
    tags = {NUMBER[int(code)]: road.tag(s) for s, code in enumerate(encoded.names.codes)}
    for number, name, steps_taken in ((1, "here", 0), (5, "alone", 1), (8, "together", 2)):
        tag = tags[number]
        assert tag is not None
        assert (tag.name, tag.steps) == (name, steps_taken)
    nearest = encoded.graph.index(8)  # abandon, nothing else
    assert nearest is not None
    tag = road.tag(nearest)
    assert tag is not None
    assert (tag.name, tag.steps) == ("by moves", 1)
    alone = reach(encoded.graph, road.reach.start, ()) if road.reach else None
    eight = encoded.graph.index(21)
    assert alone is not None
    assert eight is not None
    path = alone.path(eight)
    assert path is not None
    assert (alone.tag(eight), len(path.states)) == ("by moves", 3)


# --- Camp David ----------------------------------------------------------------------------------


def test_camp_david_needs_the_third_party() -> None:
    """The two find only words for words; with the United States in the bargain the package holds."""
    package = {"e_peace", "e_no_link", "i_sinai", "i_settle", "i_autonomy", "u_aid", "u_monitor"}
    case = hb.read("camp-david-1978")
    model = model_of(case)
    ids = [option.id for option in case.options]
    whole = frozenset(ids.index(id) for id in package)
    for changes, name, firm in (([], "by moves", True), (["us-at-the-table"], "together", True)):
        changed = hb.variant(case, None, changes)
        (found,) = (one for one in hb.paths(changed).holding if set(one.state) == package)
        assert (found.tag.name, found.holds) == (name, "holds")
        assert found.tag.today == bool(changes)
        assert found.coalition_stable is firm
        groups = tuple(
            (frozenset(list(model.parties).index(id) for id in group.members), group.open)
            for group in changed.groups
        )
        by_definition = Model(**{**fields_of(model), "groups": groups})
        assert (oracle.tags(by_definition) or {})[whole].name == name
        assert oracle.coalition_stable(by_definition, whole) is firm


def fields_of(model: Model) -> dict[str, Any]:
    """What a model is made of."""
    return {
        key: getattr(model, key)
        for key in ("parties", "owner", "way", "feasible", "rank", "status_quo")
    }


@pytest.mark.parametrize("id", ["syria-iraq-1975", "cuban-missile-1962", "elmira-1991"])
def test_small_shipped_cases(id: str) -> None:
    """Every state of a small case, as the oracle has it, with every pair of parties a group."""
    model = model_of(hb.read(id))
    parties = range(len(model.parties))
    pairs = [frozenset({i, j}) for i in parties for j in parties if i < j]
    groups = tuple((pair, bool(place % 2)) for place, pair in enumerate(pairs))
    for start in in_order(model):
        made = Model(**{**fields_of(model), "groups": groups, "status_quo": start})
        assert differences(made) == [], sorted(start)
    assert state(0) in model.feasible or id == "elmira-1991"
