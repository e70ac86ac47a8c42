"""The roadmap oracle against examples worked out by hand, and against laws.

The examples are small enough to follow on paper; the comments do so. A state is written as the
string of its taken options. ``(T, F)`` are the answers to a list's statements.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

import honestbroker as hb
from honestbroker.case import Case
from honestbroker.case.brokering import Objection, Roadmap, Stage
from honestbroker.case.parts import Coupling, Edit, SetWay
from honestbroker.formula import parse
from oracle import equilibria
from oracle_case import Ids, feasible_states, labels, nash, plain_improvements, reached, world
from oracle_escalation import escalation
from oracle_paths import betrayed, exposed, reachable_today, regret, traps
from oracle_repair import mended, repairs, single_repairs
from oracle_roadmap import (
    ENTRIES,
    HOLDS,
    Order,
    Visit,
    borne_out,
    effects,
    orders,
    promised,
    roads,
    satisfied,
    stalls,
    walk,
    walks,
)
from oracle_stones import stepping_stones
from strategies_brokering import random_brokering

DILEMMA = {"A": ["b", "not a"], "B": ["a", "not b"]}
"""Each wants the other's concession most, and to keep its own."""

# A: {b} TT > {a, b} TF > {} FT > {a} FF; B the same with a and b exchanged


def tiny(
    lists: dict[str, list[str]], ways: str = "", groups: str = "", options: str = "ab"
) -> Case:
    """Option ``a`` is A's, ``b`` B's, and so on; nothing is taken today.

    ``ways`` has one-way options in capitals' order: those named are forward. ``groups`` names open
    groups, separated by blanks.
    """
    text = "format: honestbroker/1\ncase: tiny\ntitle: tiny\nparties:\n"
    text += "".join(f"  {o.upper()}: {{name: {o.upper()}}}\n" for o in options)
    text += "options:\n"
    for o in options:
        way = "forward" if o in ways else "both"
        text += f"  {o}: {{by: {o.upper()}, name: do {o}, way: {way}}}\n"
    text += "status_quo: []\ngroups:\n" if groups else "status_quo: []\n"
    for group in groups.split():
        text += f"  - {{members: [{', '.join(group)}], open: true}}\n"
    text += "profiles:\n  base:\n    lists:\n"
    for party, wants in lists.items():
        lines = ", ".join(f"{{id: {party}{k}, want: {want}}}" for k, want in enumerate(wants))
        text += f"      {party}: [{lines}]\n"
    return hb.read_text(text)


def s(taken: str) -> Ids:
    """A state from the letters of its options."""
    return frozenset(taken)


def only(case: Case, *stages: Stage) -> list[Visit]:
    """The visits of a road that starts everywhere from one state."""
    found = []
    for passed in walk(case, stages):
        (visit,) = passed.visits
        found.append(visit)
    return found


BOTH = Stage("both", take=("a", "b"))

B_ONLY_AFTER_A = """
format: honestbroker/1
case: tiny
title: tiny
parties: {A: {name: A}, B: {name: B}}
options:
  a: {by: A, name: do a}
  b: {by: B, name: do b}
rules: [{id: a-first, holds: b only if a}]
status_quo: []
profiles: {base: {lists: {A: [{id: A0, want: b}], B: [{id: B0, want: a}]}}}
"""


# --- by hand -------------------------------------------------------------------------------------


def test_a_dilemma_entered_together_holds_while_deterred() -> None:
    (visit,) = only(tiny(DILEMMA), BOTH)
    # both rank ab above nothing, by what the other gives
    assert visit.entry.verdict == "entered"
    assert [(one.party, one.statement) for one in visit.entry.actors] == [("A", "A0"), ("B", "B0")]
    # from ab, A would drop a (ab TF < b TT) and B would drop b. After A has, B drops b as well
    # (FF < FT), and A has FT, less than the TF it left: sanctioned. The same for B.
    assert visit.hold is not None
    assert visit.hold.verdict == "holds while deterred"
    told = {
        ("".join(step.members), step.after, step.statements, deterred)
        for step, deterred in visit.hold.breaking
    }
    assert told == {
        ("A", s("b"), (("A", "A1"),), True),
        ("B", s("a"), (("B", "B1"),), True),
    }
    assert visit.hold.kept == {s("ab")}
    # it settles into b, a and nothing; only nothing is an equilibrium
    assert visit.hold.settled == {s("ab"), s("a"), s("b"), s("")}
    assert visit.hold.equilibria == {s("")}


def test_a_dilemma_entered_one_after_the_other_does_not_hold() -> None:
    first, second = Stage("first", take=("a",)), Stage("second", take=("b",))
    one, two = only(tiny(DILEMMA), first, second)
    # A alone would be worse off (FF < FT), but ab at the road's end is better (TF)
    assert one.entry.verdict == "entered for the end only"
    (actor,) = one.entry.actors
    assert (actor.statement, actor.end_statement, actor.refuses) == ("A1", "A0", False)
    # from a, A drops it; B has no answer from nothing (b: FF < FT): not sanctioned
    assert one.hold is not None
    assert one.hold.verdict == "does not hold"
    ((step, deterred),) = one.hold.breaking
    assert (step.members, step.after, deterred) == (s("A"), s(""), False)
    # so the second stage starts from nothing. a is promised again, and with b it is the whole bargain
    assert two.start == frozenset()
    assert (two.entry.verdict, two.entry.again) == ("entered", (("a", True),))
    assert two.entry.owners == ("A", "B")
    (together,) = only(tiny(DILEMMA), BOTH)
    assert two.hold == together.hold


def test_what_cannot_be_undone_is_left_exposed() -> None:
    case = tiny(DILEMMA, ways="a")
    (visit,) = only(case, BOTH)
    # B drops b; A cannot answer: it does not hold, and A has FF, less than ab (TF) and today (FT)
    assert visit.hold is not None
    assert visit.hold.verdict == "does not hold"
    assert visit.hold.equilibria == {s("a")}
    told = effects(visit)
    assert set(told) == {s("ab"), s("a")}
    assert told[s("ab")].exposed == {"A": frozenset({s("a")})}
    assert told[s("ab")].regret == frozenset()
    # at a: A regrets, b is owed to it, and it would leave if it could: a trap
    assert told[s("a")].exposed == {}
    assert told[s("a")].regret == {"A"}
    assert told[s("a")].owed == {"A": frozenset({s("b")})}
    assert told[s("a")].traps == {"A": frozenset({s("a")})}


def test_the_order_of_steps_matters_to_who_goes_first() -> None:
    stage = replace(BOTH, together=False)
    (visit,) = only(tiny(DILEMMA, ways="a"), stage)
    # a first: at a A regrets (FF < FT) and nobody can make it worse. b first: at b nothing is sunk
    so_far = promised((stage,), 1)
    best, worst = Order(("b", "a"), (0, 0)), Order(("a", "b"), (0, 1))
    assert orders(visit, stage, so_far) == (best, worst)
    assert orders(visit, BOTH, so_far) is None
    # and nothing but the order depends on it
    (together,) = only(tiny(DILEMMA, ways="a"), BOTH)
    assert (visit.entry, visit.hold) == (together.entry, together.hold)


def test_an_order_counts_only_through_feasible_states() -> None:
    stage = replace(BOTH, together=False)
    (visit,) = only(hb.read_text(B_ONLY_AFTER_A), stage)
    # b is infeasible alone: only a, b is left, for best and worst
    one = Order(("a", "b"), (0, 0))
    assert orders(visit, stage, promised((stage,), 1)) == (one, one)


def test_rules_and_ways_make_a_stage_infeasible() -> None:
    case = hb.read_text(B_ONLY_AFTER_A)
    (visit,) = only(case, Stage("b", take=("b",)))
    assert (visit.entry.verdict, visit.entry.rules) == ("infeasible", ("a-first",))
    assert visit.hold is None
    # a start from which the stage is infeasible goes no further
    one, two = walk(case, (Stage("b", take=("b",)), Stage("a", take=("a",))))
    assert (one.entry, one.hold, two.visits, two.entry) == ("infeasible", None, (), None)
    # a forward option cannot be given up again
    there, back = only(
        tiny({"A": ["a"], "B": []}, ways="a"), Stage("up", take=("a",)), Stage("down", drop=("a",))
    )
    assert there.entry.verdict == "entered"
    assert (back.entry.verdict, back.entry.options) == ("infeasible", ("a",))


def test_only_actors_are_asked() -> None:
    # a costs B something, but only A acts
    (visit,) = only(tiny({"A": ["a"], "B": ["not a"]}), Stage("a", take=("a",)))
    assert visit.entry.verdict == "entered"
    assert visit.entry.owners == ("A",)
    assert visit.hold is not None
    assert visit.hold.verdict == "holds"


def test_not_entered_and_why() -> None:
    case = tiny({"A": ["not a"], "B": ["a"]})
    stage = Stage(
        "a",
        take=("a",),
        objections=(
            Objection("A", statement="A0"),
            Objection("A"),
            Objection("B"),
            Objection("B", statement="B0"),
        ),
    )
    (visit,) = only(case, stage)
    assert visit.entry.verdict == "not entered"
    assert [one.refuses for one in visit.entry.actors] == [True]
    # A refuses because of A0; B is no actor and breaks nothing
    (passed,) = walk(case, (stage,))
    assert borne_out(passed) == (True, True, False, False)
    # an entry formula that is false keeps everybody out, and nobody refuses
    gated = replace(stage, take=(), drop=(), entry=parse("a"), objections=())
    asked = tiny({"A": ["a"], "B": []})
    (visit,) = only(asked, replace(gated, take=("a",), entry=parse("b")))
    assert visit.entry.verdict == "not entered"
    assert visit.entry.formula_false
    assert not any(one.refuses for one in visit.entry.actors)


def test_what_is_true_already_needs_no_consent() -> None:
    case = tiny({"A": ["not a"], "B": []})
    done = Stage("none", drop=("a",), entry=parse("b"))
    (visit,) = only(case, done)
    assert visit.entry.verdict == "already true"
    assert visit.entry.state == visit.start
    assert visit.hold is not None
    assert visit.hold.verdict == "holds"


def test_a_deal_into_the_next_stage_means_going_on() -> None:
    # A wants b, B wants a gone again: from a, both gain by exchanging a for b
    case = tiny({"A": ["b"], "B": ["not a"]}, groups="AB")
    first = Stage("first", take=("a",))
    second = Stage("second", take=("b",), drop=("a",))
    assert promised((first, second), 1) == {"a": True}
    assert promised((first, second), 2) == {"a": False, "b": True}
    one, two = only(case, first, second)
    # A is indifferent about a (F, F), and gains b at the road's end
    assert one.entry.verdict == "entered for the end only"
    (actor,) = one.entry.actors
    assert (actor.statement, actor.end_statement) == (None, "A0")
    # nobody can improve on a alone (A is indifferent about a, B about b): an equilibrium
    assert one.hold is not None
    assert one.hold.verdict == "holds"
    assert one.hold.deals == ()
    (deal,) = one.hold.ready[s("a")]
    assert (deal.members, deal.after) == (s("AB"), s("b"))
    assert two.entry.verdict == "entered"
    # without a second stage the same deal breaks the first
    (alone,) = only(case, first)
    assert alone.hold is not None
    assert alone.hold.verdict == "does not hold"
    assert [step.after for step in alone.hold.deals] == [s("b")]
    # and without a channel nothing does
    closed = replace(case, groups=(replace(case.groups[0], open=False),))
    (calm,) = only(closed, first)
    assert calm.hold is not None
    assert calm.hold.verdict == "holds"


def test_bystanders_adjust_and_are_not_counted() -> None:
    # C gives c once a is there
    case = tiny({"A": ["a"], "B": [], "C": ["c iff a"]}, options="abc")
    (visit,) = only(case, Stage("a", take=("a",)))
    assert visit.hold is not None
    assert visit.hold.verdict == "holds"
    (step,) = visit.hold.adjusting
    assert (step.members, step.after) == (s("C"), s("ac"))
    assert visit.hold.equilibria == {s("ac")}


def test_a_breach_formula_replaces_the_promise() -> None:
    case = tiny({"A": ["not a"], "B": []})
    (strict,) = only(case, Stage("a", take=("a",)))
    (lenient,) = only(case, Stage("a", take=("a",), breach=parse("b")))
    assert strict.hold is not None
    assert lenient.hold is not None
    assert strict.hold.verdict == "does not hold"
    assert lenient.hold.verdict == "holds"
    (broken,) = only(case, Stage("a", take=("a",), breach=parse("a")))
    assert broken.hold is not None
    assert (broken.hold.verdict, broken.hold.broken) == ("does not hold", "a")


def test_a_snapback_deters_or_breaks_from_its_stage_on() -> None:
    # A would drop a (TF < TT); once that takes b away with it, it would lose more (FT)
    case = tiny(DILEMMA)
    couple = Edit(Coupling("a", False, (("b", False),)))
    plain = Stage("both", take=("a", "b"), snapback=(couple,))
    (visit,) = only(case, plain)
    assert visit.hold is not None
    (one,) = [step for step, _ in visit.hold.breaking]
    # only B's improvement is left; A cannot answer it without losing b: from a it drops a (FF < FT)
    assert (one.members, one.after) == (s("B"), s("a"))
    assert visit.hold.verdict == "holds while deterred"
    # a snapback of the second stage is not in force in the first
    later = Stage("second", take=("a",), snapback=(couple,))
    first, _ = only(case, BOTH, later)
    assert first.hold is not None
    assert len(first.hold.breaking) == 2


def test_tracks_are_roads_of_their_own() -> None:
    roadmap = Roadmap("r", (Stage("a", take=("a",)), Stage("c", take=("c",), track="side"), BOTH))
    assert {track: [x.id for x in stages] for track, stages in roads(roadmap).items()} == {
        None: ["a", "both"],
        "side": ["c"],
    }
    case = tiny({**DILEMMA, "C": ["c"]}, options="abc")
    told = walks(case, roadmap)
    (visit,) = told["side"][0].visits
    assert visit.start == frozenset()  # the side road starts from the status quo too
    assert visit.entry.verdict == "entered"


def test_an_actor_stalls_who_would_rather_stay() -> None:
    # A likes a and not b; the second stage takes b, which B wants
    case = tiny({"A": ["a", "not b"], "B": ["b"]}, ways="ab")
    stages = (Stage("a", take=("a",), snapback=(Edit(SetWay("b", "fixed")),)), BOTH)
    held = replace(stages[1], snapback=(Edit(SetWay("b", "forward")),))
    passed = walk(case, (stages[0], held))
    # at the first stage b cannot move: it settles at a; at the second at ab, which A ranks lower
    assert [one.equilibria for one in passed] == [frozenset({s("a")}), frozenset({s("ab")})]
    assert stalls(passed, 0) == {"A"}
    assert stalls(passed, 1) == frozenset()


def test_repairs_of_a_betrayed_dilemma() -> None:
    case = tiny(DILEMMA, ways="a")
    roadmap = Roadmap("r", (BOTH,))
    # B breaks by dropping b, because of B1. Without B1 it has no reason to; if b were one-way it
    # could not. Giving A an answer (a both ways) only deters: that is not "holds". No place of B1
    # among two lines, nor of A's lines, takes B's reason away.
    assert repairs(case, roadmap, "both") == {
        frozenset({frozenset({"drop B: B1"})}),
        frozenset({frozenset({"way b: forward"})}),
    }
    # what holds needs no repair
    calm = tiny({"A": ["a"], "B": []})
    assert repairs(calm, Roadmap("r", (Stage("a", take=("a",)),)), "a") == {
        frozenset({frozenset()})
    }


def test_repairs_by_exchanging_stages_and_moving_literals() -> None:
    # B gives b only in return for a, and A gives a whatever happens
    case = tiny({"A": ["a"], "B": ["b only if a"]})
    roadmap = Roadmap("r", (Stage("one", take=("b",)), Stage("two", take=("a",))))
    # b alone is dropped at once; after a it holds
    assert not mended(case, roadmap, "one")
    names = {name for same in repairs(case, roadmap, "one") for one in same for name in one}
    assert "exchange one and two" in names
    assert "shift +a from two to one" in names
    # without its literal the first stage promises nothing and is true already
    assert "shift +b from one to two" in names


def test_stepping_stones_and_the_first_gap() -> None:
    wanted = parse("a and b")
    # with one-way concessions both step at once, and stay: one step, nobody can make it worse
    stuck = stepping_stones(tiny(DILEMMA, ways="ab"), wanted, max_changes=2)
    assert stuck.road is not None
    (stride,) = stuck.road
    assert (stride.parties, stride.to, stride.stone) == (("A", "B"), s("ab"), s("ab"))
    assert (stride.exposed, stride.stones) == (0, {s("ab")})
    # with both ways the step settles back into nothing: ab is reached by nobody's stone, though
    # both would gain there
    back = stepping_stones(tiny(DILEMMA), wanted, max_changes=2)
    assert back.road is None
    (gap,) = back.gaps
    assert (gap.stone, gap.target, gap.not_gaining) == (s(""), s("ab"), ())
    # one flip at a time nobody gains: no step at all
    slow = stepping_stones(tiny(DILEMMA, ways="ab"), wanted, max_changes=1)
    assert slow.road is None
    assert slow.reached == {s("")}
    # today's state may be the goal
    here = stepping_stones(tiny(DILEMMA), parse("not a"), max_changes=1)
    assert here.road == ()
    # what nobody gains by is named with its statement
    lost = stepping_stones(tiny({"A": ["not a"], "B": []}), parse("a"), max_changes=2)
    assert [(gap.target, gap.not_gaining) for gap in lost.gaps] == [(s("a"), (("A", "A0"),))]


def test_stones_take_the_road_that_exposes_fewest() -> None:
    # C gives c, for good, in return for a or b; A's a is for good, B would drop its b again
    lists = {"B": ["c", "not b"], "A": ["c"], "C": ["a or b", "not c"]}
    case = tiny(lists, ways="ac", options="bac")
    found = stepping_stones(case, parse("c"), max_changes=3)
    # three steps lead to c. {b, c} comes first in the order of states; B then drops b, and C is
    # left at c with FF, less than TF there and FT today: exposed. {a, c} exposes nobody, and comes
    # before {b, a, c}, which does not either.
    assert found.road is not None
    (stride,) = found.road
    assert (stride.parties, stride.to, stride.stone) == (("A", "C"), s("ac"), s("ac"))
    assert stride.exposed == 0


def test_two_stones_where_one_step_is_too_wide() -> None:
    # A and B exchange a for b; C and E exchange c for e, but C only where there is a
    lists = {"A": ["b", "c"], "B": ["a"], "C": ["a and e"], "E": ["c", "a"]}
    case = tiny(lists, ways="abce", options="abce")
    found = stepping_stones(case, parse("a and b and c and e"), max_changes=2)
    # the first step must be {a, b}: c and e without a give C nothing (F, F), a with c alone gives C
    # nothing, a and e give A nothing. From ab, {c, e} gives C and E what they want.
    assert found.road is not None
    assert [stride.to for stride in found.road] == [s("ab"), s("abce")]
    assert [stride.parties for stride in found.road] == [("A", "B"), ("C", "E")]


def test_escalation_by_misreading_one_line() -> None:
    # A would give up its restraint (take a) if B did not answer with b, which A fears above all:
    # A's list is not b, then a. B answers a with b (b iff a).
    case = tiny({"A": ["not b", "a"], "B": ["b iff a"]})
    bad = parse("a and b")
    # plain improvements do not ask about answers: a, and then b
    # in deterred play A sees the answer (FT, less than today's TF) and does not begin. It begins
    # only if it misses B's line; B then answers
    told = escalation(case, bad, s(""))
    assert told.plain == {s("ab")}
    assert told.by_mistake == {("A", "B", "drop B0"): frozenset({s("ab")})}
    # with B indifferent there is nothing to fear and nothing bad
    calm = escalation(tiny({"A": ["not b", "a"], "B": []}), bad, s(""))
    assert (calm.plain, calm.by_mistake) == (frozenset(), {})


# --- a published encoding ------------------------------------------------------------------------


@pytest.mark.parametrize(("profile", "verdict"), [("2017H2", "does not hold"), ("2018H1", "holds")])
def test_suspension_for_suspension_after_talks(profile: str, verdict: str) -> None:
    # derived by separate enumerations: after contacts suspension for suspension holds in 2018; in
    # 2017 it does not, for the United States resumes its exercises
    case = hb.variant(hb.read("korea-2017"), profile)
    suspension = ("d_freeze", "d_pledge", "u_suspend", "r_suspend")
    stages = (Stage("contacts", take=("u_talks",)), Stage("suspension", take=suspension))
    _, passed = walk(case, stages)
    assert passed.hold == verdict
    resumes = (frozenset({"US"}), frozenset({"u_suspend"}), (("US", "no-naked-suspension"),))
    for visit in passed.visits:
        assert visit.hold is not None
        told = {
            (step.members, step.before - step.after, step.statements)
            for step, _ in visit.hold.breaking
        }
        assert told == ({resumes} if profile == "2017H2" else set())


# --- laws ----------------------------------------------------------------------------------------

SEEDS = range(60)


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [random_brokering(Random(seed), 3, 5) for seed in SEEDS]


def test_the_world_of_a_case_is_the_model_of_the_other_oracles(cases: list[Case]) -> None:
    for case in cases:
        if case.couplings:
            continue
        w = world(case)
        assert {x for x in w.model.feasible if nash(w, x)} == equilibria(w.model, "nash")
        assert w.model.status_quo is not None
        assert reached(w, w.model.status_quo) == reachable_today(w.model)
        for x in w.model.feasible:
            told = labels(w, x)
            for i, id in enumerate(w.parties):
                assert (id in told.regret) == regret(w.model, i, x)
                assert (id in told.owed) == betrayed(w.model, i, x)
                worst = exposed(w.model, i, x)
                assert worst is not None
                assert told.exposed.get(id, frozenset()) == {w.ids(t) for t in worst}
            if nash(w, x):
                caught = traps(w.model, "nash", x)
                assert {w.parties[i] for i in caught} == set(told.traps)
                for i, undone in caught.items():
                    assert told.traps[w.parties[i]] == {w.ids(options) for options in undone}


def test_feasible_states_break_no_rule(cases: list[Case]) -> None:
    for case in cases:
        found = {frozenset(case.options[k].id for k in x) for x in feasible_states(case)}
        every = [frozenset[str]()]
        for option in case.options:
            every += [x | {option.id} for x in every]
        assert found == {x for x in every if not case.broken_rules(x)}


def test_verdicts_agree_with_what_is_listed(cases: list[Case]) -> None:
    for case in cases:
        for roadmap in case.roadmaps:
            for road in walks(case, roadmap).values():
                for k, passed in enumerate(road):
                    assert passed.entry in (None, *ENTRIES)
                    assert passed.hold in (None, *HOLDS)
                    for visit in passed.visits:
                        _check(visit, k, tuple(one.stage for one in road))


def _check(visit: Visit, k: int, stages: tuple[Stage, ...]) -> None:
    w, entry, held = visit.world, visit.entry, visit.hold
    so_far = promised(stages, k + 1)
    assert (entry.verdict == "already true") == satisfied(w, so_far, visit.start)
    assert not {option for option, _ in entry.again} & {*stages[k].take, *stages[k].drop}
    assert (held is None) == (entry.verdict == "infeasible")
    assert (entry.state is None) == bool(entry.rules or entry.options)
    if entry.verdict in ("entered", "entered for the end only"):
        assert not any(actor.refuses for actor in entry.actors)
        assert all(actor.gains for actor in entry.actors) == (entry.verdict == "entered")
    if held is None:
        return
    assert entry.state is not None
    if held.verdict == "holds" and stages[k].breach is None:
        # as the theory says it: every settled state satisfies what was promised
        assert held.kept == held.settled
        assert all(satisfied(w, so_far, w.state(x)) for x in held.settled)
    if held.verdict == "holds while deterred":
        assert held.breaking
        assert all(deterred for _, deterred in held.breaking)
    assert held.kept <= held.settled
    assert bool(held.broken) == (not held.kept)
    if held.broken and not w.case.couplings:
        assert stages[k].breach is not None  # what is promised is true at s_k
    for x in held.equilibria:
        assert not plain_improvements(w, w.state(x))


def test_a_stage_that_is_true_already_is_entered_by_nobody(cases: list[Case]) -> None:
    for case in cases:
        quo = case.status_quo
        assert quo is not None
        here = Stage(
            "here",
            take=tuple(o.id for o in case.options if o.id in quo),
            drop=tuple(o.id for o in case.options if o.id not in quo),
        )
        (visit,) = only(case, here)
        assert visit.entry.verdict == "already true"
        # it holds exactly if the status quo is an equilibrium without a plain deal
        w = world(case)
        start = w.state(quo)
        assert visit.hold is not None
        assert (visit.hold.verdict == "holds") == (reached(w, start) == {start})


def test_a_track_changes_nothing_on_the_main_road(cases: list[Case]) -> None:
    for case in cases:
        for roadmap in case.roadmaps:
            main = roads(roadmap).get(None, ())
            alone = Roadmap("alone", main)
            if main:
                one, other = walks(case, roadmap)[None], walks(case, alone)[None]
                assert [(x.entry, x.hold) for x in one] == [(x.entry, x.hold) for x in other]


def test_every_repair_mends_and_every_other_edit_does_not(cases: list[Case]) -> None:
    for case in cases[::6]:
        for roadmap in case.roadmaps[:1]:
            for stage in roadmap.stages[:2]:
                found = repairs(case, roadmap, stage.id)
                if found == {frozenset({frozenset()})}:
                    assert mended(case, roadmap, stage.id)
                    continue
                names = {name for same in found for one in same for name in one}
                for name, make in single_repairs(case, roadmap, stage.id):
                    try:
                        good = mended(*make((case, roadmap)), stage.id)
                    except hb.CaseError:
                        good = False
                    assert good == (name in names)


def test_stones_are_equilibria_and_steps_are_wanted(cases: list[Case]) -> None:
    for case in cases:
        w = world(case)
        for outcome in case.outcomes:
            found = stepping_stones(case, outcome.formula, max_changes=3)
            for stride in found.road or ():
                assert nash(w, w.state(stride.stone))
                before, after = w.state(stride.before), w.state(stride.to)
                assert len(before ^ after) <= 3
                for id in stride.parties:
                    rank = w.model.rank[w.parties.index(id)]
                    assert rank[after] > rank[before]
            if found.road:
                assert case.satisfies(outcome.formula, found.road[-1].stone)
