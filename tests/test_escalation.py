"""Escalation: starts, bad states, misreadings and ways there, against the definitions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

import honestbroker as hb
from honestbroker.analyses.escalation import escalation, misreadings
from honestbroker.analyses.whatif import inverse_question
from honestbroker.case.brokering import Roadmap, Stage
from honestbroker.case.case import Case
from honestbroker.case.parts import Drop, Edit, Outcome, Ranking, View
from honestbroker.case.problems import CaseError
from honestbroker.case.sources import Text
from honestbroker.formula import Formula, parse
from honestbroker.result.escalation import Escalated, Escalation, Mistake
from oracle import State
from oracle_case import Ids, World, improvements, plain_improvements, sanctioned, world
from oracle_escalation import Misreading, deterred_play
from oracle_escalation import escalation as by_definition
from oracle_escalation import misreadings as every_misreading
from oracle_roadmap import walks
from strategies_brokering import random_brokering
from test_oracle_roadmap import tiny

SEEDS = range(60)


def cases(seed: int) -> tuple[Case, str]:
    """A small case and what is bad in it: every third one of any kind, the others are feuds."""
    random = Random(seed)
    if seed % 3:
        return feud(random)
    case = random_brokering(random, max_parties=3, max_options=4)
    return case, case.outcomes[0].id


def feud(random: Random) -> tuple[Case, str]:
    """Parties that fear each other's answers: what they do not foresee they walk into."""
    options = "abcd"[: random.randint(2, 4)]
    fears = {own: random.choice([other for other in options if other != own]) for own in options}
    lists: dict[str, list[str]] = {}
    for own in options:
        wants = [f"not {fears[own]}", own]
        for other in options:
            if fears[other] == own:  # the answer that the other fears
                wants.insert(random.randint(0, len(wants)), f"{own} iff {other}")
        if random.random() < 0.3:
            wants.insert(random.randint(0, len(wants)), f"not {random.choice(options)}")
        lists[own.upper()] = wants
    ways = "".join(option for option in options if random.random() < 0.2)
    case = tiny(lists, ways=ways, options=options)
    takes = [random.sample(options, random.randint(1, 2)) for _ in range(2)]
    stages = tuple(Stage(f"s{k}", take=tuple(sorted(some))) for k, some in enumerate(takes))
    bad = " and ".join(random.sample(options, 2))
    return replace(case, roadmaps=(Roadmap("plan", stages),)), bad


def starts(case: Case) -> dict[tuple[Ids, str, str], Case]:
    """From state, roadmap and stage to the case in which play goes on; empty names for today."""
    assert case.status_quo is not None
    found = {(frozenset(case.status_quo), "", ""): case}
    for plan in case.roadmaps:
        for passed in walks(case, plan).values():
            for one in passed:
                for visit in one.visits:
                    if visit.hold is not None:
                        for state in visit.hold.settled:
                            found[state, plan.id, one.stage.id] = visit.world.case
    return found


def stages_of(one: Escalated) -> list[tuple[str, str]]:
    today = [("", "")] if one.today else []
    return today + [(stage.roadmap, stage.stage) for stage in one.stages]


def told_misreadings(one: Mistake) -> list[Misreading]:
    return [
        (
            one.viewer,
            each.about,
            f"swap {each.statement}, {each.other}" if each.other else f"drop {each.statement}",
        )
        for each in one.misreadings
    ]


def check_way(views: dict[str, World], start: State, one: Mistake, right: frozenset[State]) -> None:
    """A shortest way of deterred play; the first wrong step is told, and its true answer."""
    truth = next(w for party, w in views.items() if party != one.viewer)
    depth, frontier = {start: 0}, [start]
    for here in frontier:
        for place, w in enumerate(views.values()):
            for step in improvements(w.game, place, here):
                if step.after not in depth and not sanctioned(w, step):
                    depth[step.after] = depth[here] + 1
                    frontier.append(step.after)
    here = start
    for place, told in enumerate(one.path):
        (mover,) = told.movers
        number = truth.parties.index(mover)
        after = here ^ truth.state([*told.take, *told.drop])
        (step,) = [s for s in improvements(truth.game, number, here) if s.after == after]
        assert not sanctioned(views[mover], step)
        foreseen = not sanctioned(truth, step)
        if place < one.turn:
            assert foreseen
        if place == one.turn:
            assert mover == one.viewer
            assert not foreseen
            check_answer(truth, number, here, after, one)
        here = after
    assert truth.ids(here) == frozenset(one.at.state)
    bad = {state for state in depth if state not in right}
    assert depth[here] == len(one.path)
    assert here in bad


def check_answer(w: World, viewer: int, here: State, after: State, one: Mistake) -> None:
    """The others' improvements, nobody twice in succession, leave the viewer no better off."""
    rank = w.model.rank[viewer]
    state, last = after, viewer
    for told in one.answer:
        (mover,) = told.movers
        number = w.parties.index(mover)
        assert number not in (viewer, last)
        to = state ^ w.state([*told.take, *told.drop])
        assert any(step.after == to for step in improvements(w.game, number, state))
        state, last = to, number
    assert rank[state] <= rank[here]
    assert one.because.prefers == "first"
    assert one.after.prefers != "second"


def check_plain(w: World, start: State, one: Escalated) -> None:
    """The ways told are plain improvements, the shortest first."""
    lengths = [len(way.path) for way in one.plain]
    assert lengths == sorted(lengths)
    for way in one.plain:
        here = start
        for told in way.path:
            here = here ^ w.state([*told.take, *told.drop])
            assert told.movers
        assert w.ids(here) == frozenset(way.at.state)
        assert (here == start) == (not way.path)
        if way.path:
            before = here ^ w.state([*way.path[-1].take, *way.path[-1].drop])
            assert any(step.after == here for step in plain_improvements(w, before))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_start_by_definition(seed: int) -> None:
    case, bad = cases(seed)
    found = escalation(case, bad=[bad])
    formula = inverse_question(case, bad)
    expected = starts(case)
    told = [(frozenset(one.at.state), *stage) for one in found.starts for stage in stages_of(one)]
    assert Counter(told) == Counter(expected.keys())
    check_stages(case, found)
    for one in found.starts:
        for stage in stages_of(one):
            state = frozenset(one.at.state)
            compare(expected[state, *stage], formula, state, one)


def check_stages(case: Case, found: Escalation) -> None:
    """Where a stage is entered, and where the road stands after it."""
    entered, stands = set(), set()
    for plan in case.roadmaps:
        for passed in walks(case, plan).values():
            for one in passed:
                for visit in one.visits:
                    if visit.hold is not None:
                        assert visit.entry.state is not None
                        at = visit.world.ids(visit.entry.state)
                        entered.add((plan.id, one.stage.id, at))
                        for state in visit.hold.equilibria or visit.hold.settled:
                            stands.add((plan.id, one.stage.id, state))
    for told, wanted in (("entered", entered), ("stands", stands)):
        assert wanted == {
            (stage.roadmap, stage.stage, frozenset(one.at.state))
            for one in found.starts
            for stage in one.stages
            if getattr(stage, told)
        }


def compare(case: Case, bad: Formula, start: Ids, one: Escalated) -> None:
    wanted = by_definition(case, bad, start)
    w = world(case)
    here = w.state(start)
    assert one.plain_count == len(wanted.plain)
    assert {frozenset(way.at.state) for way in one.plain} <= wanted.plain
    check_plain(w, here, one)
    counts = {key: mistake.count for mistake in one.mistakes for key in told_misreadings(mistake)}
    assert counts == {key: len(states) for key, states in wanted.by_mistake.items()}
    assert one.misreadings == len(wanted.by_mistake)
    seen = dict(every_misreading(case))
    truth = dict.fromkeys(w.parties, w)
    right = deterred_play(truth, here)
    for mistake in one.mistakes:
        for key in told_misreadings(mistake):
            assert frozenset(mistake.at.state) in wanted.by_mistake[key]
            check_way({**truth, mistake.viewer: world(seen[key])}, here, mistake, right)


def test_the_generated_cases_are_rich() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        case, bad = cases(seed)
        found = escalation(case, bad=[bad])
        seen["versions"] += found.versions > 1
        for one in found.starts:
            kind = "today" if one.today else "stage"
            seen[f"{kind}, plain"] += bool(one.plain)
            seen[f"{kind}, mistake"] += bool(one.mistakes)
            seen["answers"] += any(len(mistake.answer) > 1 for mistake in one.mistakes)
            seen["alike"] += any(len(mistake.misreadings) > 1 for mistake in one.mistakes)
    wanted = ("versions", "today, plain", "today, mistake", "stage, plain", "stage, mistake",
              "alike")  # fmt: skip
    assert [name for name in wanted if not seen[name]] == []


def test_misreadings_are_all_of_them() -> None:
    case = hb.read("korea-2017")
    mine = [
        (one.about, f"swap {one.statement}, {one.other}" if one.other else f"drop {one.statement}")
        for one, _ in misreadings(case)
    ]
    theirs = {(about, what) for (_, about, what), _ in every_misreading(case)}
    assert len(mine) == len(set(mine))
    assert set(mine) == theirs
    found = escalation(case)
    assert found.bad == ("war",)
    assert found.tried == len(list(every_misreading(case)))


def test_one_missed_line() -> None:
    # worked out by hand in test_oracle_roadmap: A would take a if it did not see that B answers
    case = tiny({"A": ["not b", "a"], "B": ["b iff a"]})
    found = escalation(case, bad=["a and b"]).today
    assert [way.at.state for way in found.plain] == [("a", "b")]
    (one,) = found.mistakes
    assert told_misreadings(one) == [("A", "B", "drop B0")]
    assert [step.take for step in one.path] == [("a",), ("b",)]
    assert one.turn == 0
    assert [step.take for step in one.answer] == [("b",)]
    assert (one.because.statement, one.after.statement) == ("A1", "A0")


def test_a_mistake_further_on() -> None:
    # C takes c whatever follows; then A wants a, which B answers. Today A wants nothing.
    lists = {"A": ["not b", "a iff c"], "B": ["b iff a"], "C": ["c"]}
    case = tiny(lists, options="abc")
    found = escalation(case, bad=["b"]).today
    (one,) = found.mistakes
    assert told_misreadings(one) == [("A", "B", "drop B0")]
    assert [step.take for step in one.path] == [("c",), ("a",), ("b",)]
    assert one.turn == 1


def test_a_right_step_before_the_wrong_one() -> None:
    # A takes a rightly: C then takes c, which suits A better than today. With a and c taken A would
    # give a up (a iff not c) but for B, which then takes b, and A fears that above all.
    lists = {"A": ["not b", "a iff not c", "c"], "B": ["b iff (c and not a)"], "C": ["c if a"]}
    case = tiny(lists, options="abc")
    found = escalation(case, bad=["b"]).today
    (one,) = found.mistakes
    assert told_misreadings(one) == [("A", "B", "drop B0")]
    assert [(step.take, step.drop) for step in one.path] == [
        (("a",), ()),
        (("c",), ()),
        ((), ("a",)),
        (("b",), ()),
    ]
    assert one.turn == 2
    assert (one.because.statement, one.after.statement) == ("A1", "A0")


def test_views_of_the_case_are_set_aside() -> None:
    case = tiny({"A": ["not b", "a"], "B": ["b iff a"]})
    case = replace(case, outcomes=(Outcome("b", parse("b"), Text.of("b")),))
    view = View("A", "B", (Edit(Drop("B", "B0")),))
    assert hb.views(replace(case, views=(view,))).play != hb.views(case).play
    mistaken = escalation(replace(case, views=(view,)), bad=["b"])
    assert mistaken.starts == escalation(case, bad=["b"]).starts


def test_a_ranking_cannot_be_misread() -> None:
    states = [frozenset(s) for s in ("", "a", "b", "ab")]
    case = tiny({"A": ["not b", "a"], "B": ["b iff a"]})
    ranking = Ranking(((states[3], states[0]), (states[1], states[2])))
    ranked = replace(case, lists={**case.lists, "B": ranking})
    found = escalation(ranked, bad=["a and b"])
    assert found.unread == ("B",)
    assert found.tried == 3
    assert found.today.mistakes == ()


@pytest.mark.parametrize(
    ("case", "bad", "told"),
    [
        ("elmira-1991", [], "no outcome of this case is marked as bad"),
        ("korea-2017", ["wra"], "wra"),
        ("prisoners-dilemma", ["confess_1"], "status quo|no option"),
    ],
)
def test_what_cannot_be_asked(case: str, bad: list[str], told: str) -> None:
    with pytest.raises(CaseError, match=told):
        escalation(hb.read(case), bad=bad)
