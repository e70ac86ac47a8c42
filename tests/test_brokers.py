"""Brokers against the oracle: effects, harm, shares, filters, rival views, candidates."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

import honestbroker as hb
import oracle_broker as oracle
import oracle_standing as standing
from honestbroker.analyses.brokers import broker, brokers
from honestbroker.case import Case
from honestbroker.case.brokering import Broker as Mediator
from honestbroker.case.problems import CaseError
from honestbroker.explain.role import Telling
from honestbroker.explain.words import Words
from honestbroker.result.brokers import Broker, Effect
from oracle_case import World, reached, world
from strategies_brokering import random_brokering

SEEDS = range(60)
VERDICTS = {True: "yes", False: "no", None: "unknown"}


def cases(seed: int) -> Case:
    """A small case with brokers; its coupled relations are left to the tests of roadmaps."""
    return random_brokering(Random(seed), 3, 5)


def ids(contributions: tuple[str, ...]) -> frozenset[str]:
    return frozenset(one.rpartition(".")[2] for one in contributions)


@pytest.mark.parametrize("seed", SEEDS)
def test_effects_are_as_the_definitions_say(seed: int) -> None:
    case = cases(seed)
    for mediator in case.brokers:
        found = broker(case, mediator.id)
        expected = oracle.effects(case, mediator)
        at = f"seed {seed}, {mediator.id}"
        assert {ids(one.contributions) for one in found.effects} == set(expected), at
        for effect in found.effects:
            compare_effect(case, effect, expected[ids(effect.contributions)], at)
        base = oracle.situation(world(case))
        assert set(found.standing) == base.held
        assert set(found.standing_via_closed) == base.held_via_closed


@pytest.mark.parametrize("seed", SEEDS)
def test_the_paragraph_names_whom_it_could_harm_and_what_it_would_add(seed: int) -> None:
    case = cases(seed)
    words = Words(case, "en")
    for mediator in case.brokers:
        told = Telling(words, broker(case, mediator.id))
        wrong, adds = " ".join(told.goes_wrong()), " ".join(told.adds())
        effects = [one for one in oracle.effects(case, mediator).values() if one.situation]
        for party in case.parties:
            name = words.party(party.id)
            harms = [effect.harms[party.id] for effect in effects]
            worse, betrayed = any(h.worse for h in harms), any(h.betrayed for h in harms)
            before = any(h.worse_before and not h.worse for h in harms)
            at = (seed, mediator.id, party.id, wrong)
            assert (f"the worst that {name} could end up" in wrong) == worse, at
            assert (f"{name} could end up having given" in wrong) == betrayed, at
            assert (f"Judged by what {name} wants" in wrong) <= before, at
        for outcome in case.outcomes:
            gained = any(outcome.id in effect.gained for effect in effects)
            openly = adds.partition("If the channels that are closed")[0]
            named = re.search(rf"\b{re.escape(words.outcome(outcome.id))}\b", openly) is not None
            assert named == gained, (seed, mediator.id, outcome.id, adds)


def compare_effect(case: Case, found: Effect, expected: oracle.Effect, at: str) -> None:
    at = f"{at}, {found.contributions}"
    assert found.void == expected.void, at
    now = expected.situation
    if now is None:
        return
    for key in ("gained", "lost", "gained_via_closed", "lost_via_closed"):
        assert set(getattr(found, key)) == getattr(expected, key), (at, key)
    assert found.tags is not None
    base = oracle.situation(world(case))
    for outcome, (before, after) in found.tags.items():
        assert before == (base.tags[outcome] or "none"), at
        assert after == (now.tags[outcome] or "none"), at
    held = {frozenset(one.at.state): one for one in found.held}
    assert set(held) == set(now.reached), at
    for state, there in now.reached.items():
        told = held[state]
        by_label: dict[str, set[str | None]] = {}
        for label in told.labels:
            by_label.setdefault(label.label, set()).add(label.party)
        assert by_label.get("regret", set()) == set(there.labels.regret), at
        assert by_label.get("betrayed", set()) == set(there.labels.owed), at
        assert by_label.get("exposed", set()) == set(there.labels.exposed), at
        assert by_label.get("trap", set()) == set(there.labels.traps), at
        for given in told.given:
            changed = {(id, True) for id in given.take} | {(id, False) for id in given.drop}
            assert changed == there.gives.get(given.party, frozenset()), at
            better, statement = there.gets[given.party]
            assert (given.better == "yes") == better, at
            assert given.because.statement == statement, at
    for one in found.ranges:
        assert frozenset(one.best.state) in now.best[one.party], at
        assert frozenset(one.worst.state) in now.worst[one.party], at
    worse = {one.party: one for one in found.harms if one.kind == "worst is lower"}
    betrayed = {one.party for one in found.harms if one.kind == "betrayed"}
    assert betrayed == {id for id, harm in expected.harms.items() if harm.betrayed}, at
    for party, harm in expected.harms.items():
        told_harm = worse.get(party)
        assert (told_harm is not None and told_harm.by_list_with) == harm.worse, (at, party)
        if told_harm is not None and told_harm.by_list_before is not None:
            assert told_harm.by_list_before == harm.worse_before, (at, party)


@pytest.mark.parametrize("seed", SEEDS)
def test_shares_are_counted_over_all_sets(seed: int) -> None:
    case = cases(seed)
    for mediator in case.brokers:
        found = broker(case, mediator.id)
        values = oracle.holding(case, mediator)
        for outcome in case.outcomes:
            expected = oracle.shares(values, outcome.id)
            for share in found.shares:
                if share.outcome != outcome.id:
                    continue
                one = expected[share.contribution.rpartition(".")[2]]
                at = f"seed {seed}, {share}"
                assert (share.gains, share.losses, share.of) == (one.gains, one.losses, one.of), at
                value = None if share.shapley is None else Fraction(share.shapley)
                assert value == one.shapley, at


@pytest.mark.parametrize("seed", SEEDS)
def test_filters_and_views_are_as_the_definitions_say(seed: int) -> None:
    case = cases(seed)
    for mediator in case.brokers:
        found = broker(case, mediator.id)
        compare_filters(case, mediator, found, f"seed {seed}, {mediator.id}")
        for asked in case.outcomes:
            again = broker(case, mediator.id, outcome=asked.id)
            expected = standing.filters(case, mediator, asked.formula)
            for told in (one for one in again.filters if one.kind == "delivers"):
                assert told.answer == expected.delivers[told.contribution or ""].answer
        compare_views(case, mediator, found, f"seed {seed}, {mediator.id}")


def compare_filters(case: Case, mediator: Mediator, found: Broker, at: str) -> None:
    expected = standing.filters(case, mediator)
    told: dict[str, dict[str, str]] = {}
    for one in found.filters:
        key = one.contribution if one.contribution is not None else one.party
        told.setdefault(one.kind, {})[key or ""] = one.answer
    assert told.get("accepts a mediator", {}) == expected.accepts_any, at
    assert told.get("accepts this one", {}) == expected.accepts, at
    if case.common_denominator is not None:
        assert told.get("shares the denominator", {}) == expected.shares_denominator, at
    if mediator.patron is not None:
        assert told["no veto"] == expected.no_veto, at
    for id, answer in told.get("delivers", {}).items():
        assert answer == expected.delivers[id].answer, (at, id)
    for contribution in found.contributions:
        gap = contribution.gap
        if gap is None:
            continue
        changed = oracle.with_contributions(case, mediator, [contribution.id])
        assert changed is not None
        w: World = world(changed)
        assert w.model.status_quo is not None
        own = w.state(contribution.delivered_by)
        promised = [s for s in reached(w, w.model.status_quo) if own <= s]
        withdrawn = [s for s in promised if standing._would_withdraw(w, mediator.id, s, own)]
        assert (gap.promised, gap.withdrawn) == (len(promised), len(withdrawn)), (at, contribution)


def compare_views(case: Case, mediator: Mediator, found: Broker, at: str) -> None:
    w = world(case)
    for near in found.closeness:
        tau = None
        if mediator.id in case.lists:
            tau = standing.kendall(w, mediator.id, near.party)
        assert (near.tau is None) == (tau is None), at
        if tau is not None and near.tau is not None:
            assert near.tau == pytest.approx(tau.value), at
    by_id = {one.id: one for one in mediator.contributions}
    leverage: dict[str, list[str]] = {}
    for logic in found.logics:
        if logic.name == "standing and low stake":
            assert logic.answer == VERDICTS[standing.standing(case, mediator)], at
        elif logic.answer == "does not apply":
            party = logic.party or ""
            assert set(case.principals) <= {mediator.id, party} or party == mediator.id, at
        elif logic.name == "believed because biased":
            expected = standing.biased(case, mediator, logic.party or "")
            assert logic.answer == VERDICTS[expected], (at, logic)
        elif logic.name == "trusted because even-handed and repeated":
            assert logic.answer == VERDICTS[standing.even_handed(case, mediator)], (at, logic)
        elif logic.name == "leverage":
            leverage.setdefault(logic.contribution or "", []).append(logic.answer)
    for id, answers in leverage.items():
        worst = "no" if "no" in answers else "unknown" if "unknown" in answers else "yes"
        assert worst == VERDICTS[standing.leverage(case, mediator, by_id[id])], (at, id)
    for told in found.contributions:
        assert set(told.towards) == set(standing.meant_for(case, mediator, by_id[told.id])), at
    for shared in found.common:
        lists = [case.lists[party].lines for party in shared.parties]  # type: ignore[union-attr]
        every = standing.common_statements(w, shared.parties)
        proper = {
            tuple(names)
            for names in every
            for line in [next(one for one in lists[0] if one.id == names[0])]
            if len({w.true(line.want, s) for s in w.model.feasible}) == 2
        }
        assert set(shared.statements) <= proper, at
        assert {names[0] for names in shared.statements} or not proper, at


@pytest.mark.parametrize("seed", SEEDS)
def test_candidates_beside_each_other(seed: int) -> None:
    case = cases(seed)
    if not case.brokers:
        return
    found = brokers(case)
    nobody, kinds = oracle.nobody_adds(case)
    assert set(found.nobody) == nobody
    assert set(found.kinds_missing) == kinds
    pairs = {one.brokers: frozenset(one.outcomes) for one in found.complements}
    assert pairs == oracle.complements(case)
    today = oracle.held(world(case))
    only = oracle.only_one_adds(case)
    for one in found.candidates:
        assert set(one.only) == only[one.id] - today
        assert set(one.gains) == oracle.ever_held(case, case.broker(one.id)) - today


def test_focal_texts_choose_among_what_suits_every_principal() -> None:
    seen = 0
    for seed in range(120):
        case = cases(seed)
        for mediator in case.brokers:
            texts = [one for one in mediator.contributions if one.outcome is not None]
            if not texts:
                continue
            told = {one.id: one.focal for one in broker(case, mediator.id).contributions}
            for text in texts:
                expected = oracle.focal(world(case), text)
                focal = told[text.id]
                assert focal is not None
                assert focal.better == len(expected.better)
                assert {frozenset(one.state) for one in focal.named} == expected.named
                seen += bool(expected.better)
    assert seen


def test_the_generated_brokers_are_rich() -> None:
    """What is compared covers every kind of contribution, every answer, harm and void sets."""
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        case = cases(seed)
        for mediator in case.brokers:
            found = broker(case, mediator.id)
            for outcome in case.outcomes:
                asked = broker(case, mediator.id, outcome=outcome.id)
                seen.update(f"{one.kind}: {one.answer}" for one in asked.filters)
            seen.update(one.kind for one in found.contributions)
            seen.update(f"{one.kind}: {one.answer}" for one in found.filters)
            seen.update(f"{one.name}: {one.answer}" for one in found.logics)
            for effect in found.effects:
                seen["void"] += effect.void
                seen["gained"] += bool(effect.gained)
                seen["lost"] += bool(effect.lost)
                seen["same"] += effect.same_as is not None
                seen.update(one.kind for one in effect.harms)
            seen["gains"] += any(one.gains for one in found.shares)
            seen["losses"] += any(one.losses for one in found.shares)
    wanted = [
        *(f"B{number}" for number in range(1, 8)), "void", "gained", "lost", "same",
        "worst is lower", "betrayed", "gains", "losses", "no veto: fails", "no veto: passes",
        *(f"accepts this one: {one}" for one in ("passes", "contested", "fails", "unknown")),
        *(f"delivers: {one}" for one in ("passes", "contested", "unknown")),
        *(f"shares the denominator: {one}" for one in ("passes", "fails")),
        *(f"leverage: {one}" for one in ("yes", "no", "unknown")),
        *(f"trusted because even-handed and repeated: {one}" for one in ("yes", "no", "unknown")),
    ]  # fmt: skip
    assert [one for one in wanted if not seen[one]] == []


# --- laws -----------------------------------------------------------------------------------------


def test_values_add_up_to_what_all_together_change() -> None:
    """The Shapley values of one outcome sum to its value with all less its value with none."""
    for profile in ("2017H2", "2018H1"):
        korea = hb.in_profile(hb.read("korea-2017"), profile)
        for mediator in korea.brokers:
            found = broker(korea, mediator.id)
            everything = max(found.effects, key=lambda one: len(one.contributions))
            for outcome in korea.outcomes:
                values = [
                    Fraction(one.shapley or 0) for one in found.shares if one.outcome == outcome.id
                ]
                change = (outcome.id in everything.gained) - (outcome.id in everything.lost)
                assert sum(values) == change, (profile, mediator.id, outcome.id)


def test_a_broker_that_brings_nothing_changes_nothing() -> None:
    korea = hb.read("korea-2017")
    empty = Mediator("RUS")
    case = replace(korea, brokers=(empty,))
    found = broker(replace(case, origin=replace(case.origin or case, brokers=(empty,))), "RUS")
    assert (found.effects, found.shares, found.contributions) == ((), (), ())


def test_camp_david_needs_its_mediator() -> None:
    """The package is out of reach without the United States, and holds with it, for every group."""
    case = hb.read("camp-david-1978")
    assert "full_package" not in broker(case, "US").standing
    found = broker(case, "US")
    gaining = [one for one in found.effects if "full_package" in one.gained]
    assert gaining
    with_it = hb.variant(case, changes=[case.broker("US").contributions[0].change("US")])
    package = [
        one for one in hb.paths(with_it).holding if "full_package" in one.outcomes and one.tag
    ]
    assert [one.coalition_stable for one in package if one.tag and one.tag.today] == [True]


HUNT = """
format: honestbroker/1
case: hunt
title: A hunt for two, and a neighbour
parties: {one: {name: One}, two: {name: Two}, neighbour: {name: the neighbour}}
options:
  stag_1: {by: one, name: hunt the stag}
  stag_2: {by: two, name: hunt the stag}
  shout: {by: neighbour, name: shout}
status_quo: []
groups: [{members: [one, two], open: false}]
outcomes: {stag: {formula: stag_1 and stag_2, name: the stag is caught}}
principals: [one, two]
brokers:
  neighbour:
    perceived: {base: {one: {accepts_any: 3, accepts: 2, stake: 0}, two: {accepts_any: 3, accepts: 0}}}
    contributes:
      word: {kind: B1, edits: [{open: [one, two]}]}
      promise: {kind: B2, edits: [{open: [one, two]}], delivered_by: [shout]}
profiles:
  base:
    lists:
      one: [{id: both, want: stag_1 and stag_2}, {id: safe, want: not stag_1}]
      two: [{id: both, want: stag_1 and stag_2}, {id: safe, want: not stag_2}]
      neighbour: [{id: alone, want: not (stag_1 and stag_2)}, {id: still, want: not shout}]
"""


def test_a_broker_that_would_lose_would_rather_not_deliver() -> None:
    """Worked out by hand.

    Nobody hunting and both hunting the stag are the equilibria; only a deal leads from the first to
    the second. The neighbour ranks the second lower, so its worst reachable equilibrium falls. To
    shout is never its wish, so no reachable equilibrium has it: whether it would is unknown, and of
    the states reached today none has it either.
    """
    found = broker(hb.read_text(HUNT), "neighbour")
    answers = {one.contribution: one.answer for one in found.filters if one.kind == "delivers"}
    assert answers == {"word": "fails", "promise": "unknown"}
    assert found.effect("word").gained == ("stag",)
    assert [harm.party for harm in found.effect("word").harms] == ["neighbour"]
    gap = found.contributions[1].gap
    assert gap is not None
    assert (gap.promised, gap.withdrawn) == (0, 0)
    accepting = {one.party: one.answer for one in found.filters if one.kind == "accepts this one"}
    assert accepting == {"one": "passes", "two": "fails"}
    assert found.hypothetical
    assert found.logics[0].answer == "no"  # two does not accept it; its stake is unknown


# --- problems -------------------------------------------------------------------------------------


def test_an_unknown_broker_is_a_problem() -> None:
    with pytest.raises(CaseError, match="RUS"):
        broker(hb.read("korea-2017"), "RUSS")


def test_without_a_status_quo_nothing_can_be_said() -> None:
    case = replace(hb.read("chicken"), brokers=(Mediator("row"),), principals=("row", "column"))
    with pytest.raises(CaseError, match="status quo"):
        broker(case, "row")


def test_an_unknown_outcome_is_a_problem() -> None:
    with pytest.raises(CaseError, match="peace"):
        broker(hb.read("korea-2017"), "RUS", outcome="peace")


def test_formulas_may_be_asked_about() -> None:
    found = broker(hb.read("korea-2017"), "RUS", outcome="d_freeze")
    assert found.outcome == "d_freeze"
