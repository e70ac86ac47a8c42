"""The broker oracle against examples worked out by hand, and against laws.

A state is written as the string of its taken options; ``(T, F)`` are the answers to the statements
of a list.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, getcontext
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

import honestbroker as hb
from honestbroker.case import Case
from honestbroker.case.brokering import (
    Broker,
    Condition,
    Contribution,
    Denominator,
    Patron,
    Perceived,
    Rating,
    Repeated,
)
from honestbroker.case.parts import (
    AddGroup,
    AddOption,
    AddRule,
    Drop,
    Edit,
    EditKind,
    Group,
    Insert,
    Option,
    Outcome,
    Profile,
    Replace,
    Rule,
    SetGroup,
    Spot,
    Statement,
)
from honestbroker.case.sources import Text
from honestbroker.formula import parse
from oracle_broker import (
    Share,
    complements,
    conditions,
    effect,
    effects,
    every_set,
    focal,
    harms,
    holding,
    nobody_adds,
    only_one_adds,
    shares,
    shown_sets,
    situation,
    starts,
    with_contributions,
)
from oracle_case import Ids, labels, nash, read, world
from oracle_paths import coalition_stable
from oracle_standing import (
    Delivery,
    Tau,
    biased,
    common_statements,
    delivers,
    differ_by_at_most,
    even_handed,
    filters,
    kendall,
    leverage,
    meant_for,
    standing,
)
from strategies_brokering import random_brokering
from test_oracle_roadmap import DILEMMA, tiny

STAG = {"A": ["b", "a iff b"], "B": ["a", "b iff a"]}
"""Each gives in return for the other: nothing and both are equilibria."""

# A: {a, b} TT > {b} TF > {} FT > {a} FF; B the same with a and b exchanged


def s(taken: str) -> Ids:
    """A state, or a group, from the letters of its members."""
    return frozenset(taken)


def brings(id: str, kind: str, *edits: EditKind, **more: object) -> Contribution:
    """A contribution with some edits."""
    return Contribution(id, kind, tuple(map(Edit, edits)), **more)  # type: ignore[arg-type]


def posed(case: Case, *contributions: Contribution, broker: str = "OUT", **more: object) -> Case:
    """A case with one broker, and with outcomes named after formulas."""
    return replace(
        case,
        principals=("A", "B"),
        brokers=(Broker(broker, contributions=contributions, **more),),  # type: ignore[arg-type]
        outcomes=(
            Outcome("both", parse("a and b"), Text.of("both")),
            Outcome("none", parse("not a and not b"), Text.of("none")),
        ),
    )


def stag(*, channel: bool) -> Case:
    case = tiny(STAG, groups="AB")
    return replace(case, groups=(replace(case.groups[0], open=channel),))


CHANNEL = brings("channel", "B1", SetGroup(("A", "B"), True))
SPOIL = brings("spoil", "B6", Replace("A", "A1", Statement("A1", parse("not a"), audience=True)))


# --- effects, by hand ----------------------------------------------------------------------------


def test_a_channel_opens_what_both_want() -> None:
    case = posed(stag(channel=False), CHANNEL)
    told = situation(world(case))
    # nothing is an equilibrium (a alone FF < FT), and so is ab; only a deal leads from one to the
    # other, and its channel is closed
    assert told.held == {"none"}
    assert told.held_via_closed == {"both", "none"}
    assert told.tags == {"both": "together", "none": "here"}
    assert set(told.reached) == {s("")}
    found = effect(world(case), case.brokers[0], frozenset({"channel"}))
    assert found.gained == {"both"}
    assert found.lost == found.gained_via_closed == found.lost_via_closed == frozenset()
    assert found.situation is not None
    assert set(found.situation.reached) == {s(""), s("ab")}
    # A gives a and gets b; B the other way round
    both = found.situation.reached[s("ab")]
    assert both.gives == {"A": {("a", True)}, "B": {("b", True)}}
    assert both.gets == {"A": (True, "A0"), "B": (True, "B0")}
    assert found.situation.best["A"] == {s("ab")}
    assert found.situation.worst["A"] == {s("")}
    # the worst is what it was: no harm
    assert not any(harm.harmed for harm in found.harms.values())


def test_a_concession_that_traps_harms_its_giver() -> None:
    # a cannot be taken back, b can: the deal leads to ab, from there B drops b. A is left at a.
    case = tiny(DILEMMA, ways="a", groups="AB")
    closed = replace(case, groups=(replace(case.groups[0], open=False),))
    asked = posed(closed, CHANNEL)
    found = effect(world(asked), asked.brokers[0], frozenset({"channel"}))
    assert found.situation is not None
    assert set(found.situation.reached) == {s(""), s("a")}
    told = found.situation.reached[s("a")].labels
    assert told.traps == {"A": frozenset({s("a")})}
    assert told.regret == {"A"}
    assert told.owed == {"A": frozenset({s("b")})}
    # ab is no equilibrium, a is a trap: no outcome is gained
    assert found.gained == frozenset()
    # A's worst was nothing (FT) and is a (FF); it is betrayed there and was so nowhere. B's worst
    # was nothing (FT) and still is: a is TT.
    assert found.harms["A"].worse
    assert found.harms["A"].betrayed
    assert not found.harms["B"].harmed


def test_harm_by_the_list_that_is_and_by_the_list_that_was() -> None:
    # without: A takes a, which it wants. With "not a" on top it does not: by its new list that is
    # better than a (T, F > F, T), by its old one worse (F < T)
    case = posed(
        tiny({"A": ["a"], "B": []}),
        brings("talk", "B4", Insert("A", Statement("no", parse("not a")), Spot(to=1))),
    )
    found = effect(world(case), case.brokers[0], frozenset({"talk"}))
    assert found.situation is not None
    assert set(found.situation.reached) == {s("")}
    harm = found.harms["A"]
    assert (harm.worse, harm.worse_before, harm.betrayed) == (False, True, False)
    assert not harm.harmed


def test_states_without_an_option_are_read_as_not_taking_it() -> None:
    case = tiny({"A": ["a"], "B": []})
    gift = brings(
        "gift",
        "B4",
        AddOption(Option("g", "B", Text.of("give")), False),
        Insert("A", Statement("gift", parse("g")), Spot(to=1)),
    )
    asked = posed(case, gift, broker="B")
    changed = with_contributions(asked, asked.brokers[0], ["gift"])
    assert changed is not None
    one, other = world(asked), world(changed)
    assert other.ids(read(one, other, one.state("ab"))) == s("ab")
    assert one.ids(read(other, one, other.state("ag"))) == s("a")
    # A wants the gift, B is indifferent and gives nothing: nothing changes for anybody
    assert not any(harm.harmed for harm in harms(one, other).values())


def test_a_set_is_void_if_today_would_break_its_rule() -> None:
    rule = brings("rule", "B4", AddRule(Rule("must", parse("a"))))
    case = posed(stag(channel=False), CHANNEL, rule)
    told = effects(case, case.brokers[0])
    assert {some: one.void for some, one in told.items()} == {
        frozenset({"channel"}): False,
        frozenset({"rule"}): True,
        frozenset({"channel", "rule"}): True,
    }
    # shares leave out what is void: the channel is asked about in one set of two
    share = shares(holding(case, case.brokers[0]), "both")
    assert share["channel"] == Share(1, 0, 1, None)
    assert share["rule"] == Share(0, 0, 0, None)


def test_a_focal_text_names_some_of_several() -> None:
    # C's c changes nothing for A and B, and C is indifferent: ab and abc both suit them, and only
    # the first is reached, as nobody has a reason to take c
    case = tiny({**STAG, "C": []}, options="abc", groups="AB")
    text = brings("text", "B5", outcome="both")
    found = focal(world(posed(case, text)), text)
    assert (found.better, found.named) == ({s("ab")}, {s("ab")})
    # a closed channel counts as well; where A and B gain nothing, nothing is named
    closed = replace(case, groups=(replace(case.groups[0], open=False),))
    assert focal(world(posed(closed, text)), text).better == {s("ab")}
    other = brings("text", "B5", outcome="none")
    assert focal(world(posed(case, other)), other).named == frozenset()


# --- shares, by hand -----------------------------------------------------------------------------


def test_a_contribution_that_spoils_has_a_negative_value() -> None:
    case = posed(stag(channel=False), CHANNEL, SPOIL)
    values = holding(case, case.brokers[0])
    # spoilt, A drops a from ab (b TF < TT): ab holds with the channel alone
    assert {some for some, held in values.items() if held and "both" in held} == {
        frozenset({"channel"})
    }
    # channel: adds 1 to nothing, 0 to {spoil}; spoil: adds 0 to nothing, -1 to {channel}; in two
    # orders of two contributions each of these counts one half
    assert shares(values, "both") == {
        "channel": Share(1, 0, 2, Fraction(1, 2)),
        "spoil": Share(0, 1, 2, Fraction(-1, 2)),
    }
    # nothing stays an equilibrium throughout
    assert shares(values, "none") == {
        "channel": Share(0, 0, 2, Fraction(0)),
        "spoil": Share(0, 0, 2, Fraction(0)),
    }


# --- candidates, by hand -------------------------------------------------------------------------


def test_who_alone_can_add_what() -> None:
    # "both" needs a channel, and A without its "not a"
    lists = {"A": ["b", "not a", "a iff b"], "B": STAG["B"]}
    case = tiny(lists, groups="AB")
    case = replace(case, groups=(replace(case.groups[0], open=False),))
    case = posed(case, CHANNEL)
    save = brings("save", "B6", Drop("A", "A1"))
    one, other = replace(case.brokers[0], id="ONE"), Broker("OTHER", contributions=(save,))
    pair = replace(case, brokers=(one, other))
    assert only_one_adds(pair) == {"ONE": frozenset(), "OTHER": frozenset()}
    kinds = {"B2", "B3", "B4", "B5", "B7"}
    assert nobody_adds(pair) == (frozenset({"both"}), kinds)
    assert complements(pair) == {("ONE", "OTHER"): frozenset({"both"})}
    # a broker with both contributions alone adds it
    able = replace(case, brokers=(Broker("ABLE", contributions=(CHANNEL, save)), other))
    assert only_one_adds(able) == {"ABLE": {"both"}, "OTHER": frozenset()}
    assert nobody_adds(able)[0] == frozenset()
    assert complements(able) == {}


# --- conditions, by hand -------------------------------------------------------------------------


def test_conditions_that_suffice_are_necessary_or_idle() -> None:
    case = posed(stag(channel=False))
    opened = Condition("opened", edits=(Edit(SetGroup(("A", "B"), True)),))
    begun = Condition("begun", parse("a"))
    case = replace(case, conditions=(opened, begun, Condition("idle", parse("not b"))))
    # nearest to nothing with a is a: from there B takes b (TF < TT), so ab is reached
    assert starts(world(case), case.conditions[1:2]) == {frozenset({0})}
    told = conditions(case, parse("a and b"))
    assert told.comes_about == {
        frozenset(some): bool({"opened", "begun"} & set(some))
        for size in range(4)
        for some in combinations(("opened", "begun", "idle"), size)
    }
    assert told.minimal == {frozenset({"opened"}), frozenset({"begun"})}
    assert told.necessary == frozenset()
    assert told.idle == {"idle"}
    # a condition nothing satisfies leaves nowhere to start from
    never = replace(case, conditions=(opened, Condition("never", parse("a and not a"))))
    answers = conditions(never, parse("a and b"))
    assert answers.sufficient == {frozenset({"opened"})}
    assert answers.necessary == {"opened"}
    assert answers.idle == frozenset()


def test_an_outcome_must_be_reached_from_every_start() -> None:
    case = posed(tiny({"A": ["b", "a iff b"], "B": []}))
    case = replace(case, conditions=(Condition("one", parse("a or b")),))
    # nearest are a and b. From b A follows to ab; from a it goes back, and B moves for nothing.
    assert starts(world(case), case.conditions) == {frozenset({0}), frozenset({1})}
    assert conditions(case, parse("a and b")).sufficient == frozenset()


# --- filters, by hand ----------------------------------------------------------------------------


def rated(
    profile: str, party: str, any_: int | None, this: int | None, stake: int | None
) -> Perceived:
    any_one, one, seen = (None if n is None else Rating(n) for n in (any_, this, stake))
    return Perceived(profile, party, any_one, one, seen)


def test_ratings_pass_from_two_on() -> None:
    case = posed(
        stag(channel=False),
        CHANNEL,
        perceived=(rated("base", "A", 3, 0, 1), rated("base", "B", 1, None, 0)),
        patron=Patron("B", ("channel",)),
        strength=Rating(2),
    )
    told = filters(case, case.brokers[0])
    assert told.accepts_any == {"A": "passes", "B": "contested"}
    assert told.accepts == {"A": "fails", "B": "unknown"}
    assert told.no_veto == {"channel": "fails"}
    assert told.delivers == {"channel": Delivery("unknown")}  # no list
    assert told.failed
    assert standing(case, case.brokers[0]) is False  # A does not accept it
    half = replace(case.brokers[0], perceived=(rated("base", "A", 3, 2, 1),))
    assert standing(case, half) is None  # of B nothing is known
    full = replace(half, perceived=(*half.perceived, rated("base", "B", 0, 3, 1)))
    assert standing(case, full) is True
    assert standing(case, replace(full, strength=Rating(1))) is False


def test_ratings_come_from_the_nearest_profile_that_has_them() -> None:
    case = stag(channel=False)
    case = replace(
        case,
        profiles=(*case.profiles, Profile("later", "base", ()), Profile("last", "later", ())),
        origin=None,
    )
    broker = Broker("OUT", perceived=(rated("base", "A", 2, 2, 0), rated("last", "B", 0, 0, 0)))
    for profile, answers in {
        "base": {"A": "passes", "B": "unknown"},
        "later": {"A": "passes", "B": "unknown"},
        "last": {"A": "passes", "B": "fails"},
    }.items():
        there = replace(case, profile=profile, principals=("A", "B"))
        assert filters(there, broker).accepts == answers


def test_a_denominator_is_shared_by_who_can_have_it_at_its_best() -> None:
    # A's best is ab (TT), with a; its best without a is b (TF). C is indifferent.
    case = tiny({**STAG, "C": []}, options="abc")
    case = replace(case, principals=("A", "B", "C"))
    asked = replace(case, common_denominator=Denominator(parse("a")))
    assert filters(asked, Broker("OUT")).shares_denominator == {
        "A": "passes",
        "B": "passes",
        "C": "contested",
    }
    against = replace(case, common_denominator=Denominator(parse("not a")))
    assert filters(against, Broker("OUT")).shares_denominator["A"] == "fails"
    # of their own statements: A0 is b, and A's best with b is ab
    own = replace(case, common_denominator=Denominator(statements=(("A", "A0"),)))
    assert filters(own, Broker("OUT")).shares_denominator == {
        "A": "passes",
        "B": "unknown",
        "C": "unknown",
    }


def test_a_broker_withdraws_what_costs_it_something() -> None:
    # the broker B delivers b, and would rather not: at ab it would drop it (B1)
    case = posed(tiny(DILEMMA), broker="B")
    gives = brings("b", "B4", delivered_by=("b",))
    broker = replace(case.brokers[0], contributions=(gives,))
    asked = replace(case, brokers=(broker,))
    # no reachable equilibrium has b (only nothing is one), and no reachable state: unknown
    assert delivers(asked, broker, gives) == Delivery("unknown")
    # at the outcome asked about, ab is no equilibrium and not reached: no target either
    assert delivers(asked, broker, gives, parse("a and b")).answer == "unknown"
    # with a channel ab is reached, and b once A has dropped a; B would withdraw from both (ab: TF
    # < TT; b: FF < FT). From there it also drops b to a, and A drops a: no other state has b.
    linked = replace(asked, groups=(Group(("A", "B"), True),))
    both = frozenset({s("ab"), s("b")})
    gap = frozenset({(s("ab"), "B1"), (s("b"), "B1")})
    assert delivers(linked, broker, gives, parse("a and b")) == Delivery("fails", both, gap)
    # no equilibrium has b, so nothing is asked of one; the gap is told all the same
    assert delivers(linked, broker, gives) == Delivery("unknown", both, gap)
    # if b cannot be taken back it cannot be withdrawn
    bound = replace(
        linked, options=tuple(replace(o, way="forward") if o.id == "b" else o for o in case.options)
    )
    assert delivers(bound, broker, gives, parse("a and b")) == Delivery("passes", both)
    # a text needs nothing and alters nothing
    assert delivers(case, broker, brings("text", "B5", outcome="both")).answer == "not asked"


def test_a_broker_without_own_options_looks_at_its_reachable_equilibria() -> None:
    # C likes a: the channel adds ab to what is reached. Its worst stays nothing, its best rises
    case = tiny({**STAG, "C": ["a"]}, options="abc", groups="AB")
    closed = replace(case, groups=(replace(case.groups[0], open=False),))
    for want, answer in {"a": "passes", "not a": "fails", "c": "contested"}.items():
        asked = posed(_wanting(closed, want), CHANNEL, broker="C")
        assert delivers(asked, asked.brokers[0], CHANNEL).answer == answer


def _wanting(case: Case, want: str) -> Case:
    line = Statement("C0", parse(want))
    preference = case.lists["C"]
    return replace(case, lists={**case.lists, "C": replace(preference, lines=(line,))})  # type: ignore[call-arg]


# --- lists beside each other, by hand ------------------------------------------------------------


def test_how_near_two_lists_are() -> None:
    # A ranks by a alone, B by a and then b; over four states there are six pairs. A leaves two of
    # them tied, B none; the four that A orders, B orders the same way: 4 / sqrt(4 * 6)
    w = world(tiny({"A": ["a"], "B": ["a", "b"], "C": ["not a"], "D": []}, options="abcd"))
    small = world(replace(w.case, options=w.case.options[:2]))
    assert kendall(small, "A", "B") == Tau(4, 4, 6)
    near = kendall(small, "A", "B")
    assert near is not None
    assert near.square == Fraction(2, 3)
    assert kendall(small, "A", "C") == Tau(-4, 4, 4)
    assert kendall(small, "A", "A") == Tau(4, 4, 4)
    # who ties everything is near to nobody
    assert kendall(small, "A", "D") is None


def test_distances_are_compared_without_rounding() -> None:
    limit = Fraction(1, 5)
    assert differ_by_at_most(Tau(3, 5, 5), Tau(2, 5, 5), limit)  # 0.6 and 0.4
    assert not differ_by_at_most(Tau(301, 500, 500), Tau(2, 5, 5), limit)
    assert differ_by_at_most(Tau(1, 10, 10), Tau(-1, 10, 10), limit)  # 0.1 and -0.1
    assert not differ_by_at_most(Tau(1, 10, 10), Tau(-2, 10, 10), limit)
    getcontext().prec = 60
    random = Random(1)
    for _ in range(3000):
        taus = []
        for _ in range(2):
            one, other = random.randint(1, 60), random.randint(1, 60)
            most = int((one * other) ** 0.5)
            taus.append(Tau(random.randint(-most, most), one, other))
        x, y = (Decimal(t.difference) / Decimal(t.untied_i * t.untied_j).sqrt() for t in taus)
        gap = abs(x - y) - Decimal(1) / 5
        if abs(gap) > Decimal("1e-40"):
            assert differ_by_at_most(*taus, limit) == (gap < 0)
        assert (taus[0].square > taus[1].square) == (x > y)


def test_who_is_believed_and_who_is_trusted() -> None:
    # C's list is A's; B wants the opposite
    lists = {"A": ["a"], "B": ["not a"], "C": ["a"]}
    case = posed(tiny(lists, options="abc"), broker="C", repeated=Repeated(True))
    broker = case.brokers[0]
    assert biased(case, broker, "A") is True
    assert biased(case, broker, "B") is False
    # distances 0 and 2: not even-handed
    assert even_handed(case, broker) is False
    # indifferent between them: c is C's own, and says nothing of a (tau is 0 with both)
    middle = posed(tiny({**lists, "C": ["c"]}, options="abc"), broker="C", repeated=Repeated(True))
    assert even_handed(middle, middle.brokers[0]) is True
    assert even_handed(middle, replace(middle.brokers[0], repeated=None)) is None
    assert even_handed(middle, replace(middle.brokers[0], repeated=Repeated(False))) is False
    # who has no list, or one that ties everything, is unknown
    assert biased(middle, Broker("OUT"), "A") is None
    blank = posed(tiny({**lists, "C": []}, options="abc"), broker="C", repeated=Repeated(True))
    assert even_handed(blank, blank.brokers[0]) is None


def test_whom_a_contribution_is_meant_for() -> None:
    case = posed(tiny({**STAG, "C": ["c"]}, options="abc", groups="AC"), broker="C")
    broker = case.brokers[0]
    asked = [
        (brings("x", "B1", AddGroup(Group(("A", "B", "C"), True))), ("A", "B")),
        (brings("x", "B1", SetGroup(("A", "C"), True)), ("A",)),  # C is no principal
        (brings("x", "B6", Drop("B", "B1")), ("B",)),
        (brings("x", "B4", Insert("A", Statement("n", parse("b")), Spot(to=2))), ()),  # idle there
        (brings("x", "B4", Insert("C", Statement("n", parse("a")), Spot(to=1))), ()),  # its own
        (brings("x", "B7", reveals=(("A", "B"),)), ("A",)),
        (brings("x", "B6", Drop("B", "B1"), towards=("A",)), ("A",)),
    ]
    for contribution, parties in asked:
        having = replace(broker, contributions=(contribution,))
        assert meant_for(case, having, contribution) == frozenset(parties)
    # a new option somebody cares about changes its ranks, though on old states it says nothing
    gift = brings(
        "gift",
        "B4",
        AddOption(Option("g", "C", Text.of("give")), False),
        Insert("A", Statement("g", parse("g")), Spot(to=3)),
    )
    having = replace(broker, contributions=(gift,))
    assert meant_for(case, having, gift) == {"A"}
    strong = replace(having, leverage=(("A", Rating(2)), ("B", Rating(1))))
    assert leverage(case, strong, gift) is True
    assert leverage(case, having, gift) is None
    assert leverage(case, replace(having, leverage=(("A", Rating(1)),)), gift) is False


def test_common_statements_have_the_same_truth() -> None:
    w = world(
        tiny({"A": ["a", "not b"], "B": ["a only if b", "a"], "C": ["not (not a)"]}, options="abc")
    )
    assert common_statements(w, ("A", "B")) == {("A0", "B1")}
    assert common_statements(w, ("A", "B", "C")) == {("A0", "B1", "C0")}
    # what is true everywhere is no common ground
    empty = world(tiny({"A": ["a or not a"], "B": ["b or not b"]}))
    assert common_statements(empty, ("A", "B")) == frozenset()


# --- a published encoding ------------------------------------------------------------------------


def test_the_package_of_camp_david_needs_the_third_party() -> None:
    # derived by separate enumerations: without the group of three the full package is not reached;
    # with it, it is, and no group has anything better
    case = hb.read("camp-david-1978")
    group = brings("signs", "B1", AddGroup(Group(("Egypt", "Israel", "US"), True)))
    case = replace(case, brokers=(Broker("US", contributions=(group,)),))
    told = effect(world(case), case.brokers[0], frozenset({"signs"}))
    package = frozenset(option.id for option in case.options)
    assert package not in situation(world(case)).via_closed
    assert "full_package" in told.gained
    assert told.situation is not None
    assert package in told.situation.reached
    changed = with_contributions(case, case.brokers[0], ["signs"])
    assert changed is not None
    w = world(changed)
    assert coalition_stable(w.model, w.state(package))


# --- laws ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [random_brokering(Random(seed), 3, 5) for seed in range(1000, 1060)]


def test_a_contribution_without_edits_changes_nothing(cases: list[Case]) -> None:
    for case in cases:
        before = situation(world(case))
        for broker in case.brokers:
            for contribution in broker.contributions:
                if not contribution.edits:
                    found = effect(world(case), broker, frozenset({contribution.id}))
                    assert found.situation == before
                    assert not found.gained | found.lost
                    assert not any(harm.harmed for harm in found.harms.values())


def test_shapley_values_share_out_the_whole(cases: list[Case]) -> None:
    for case in cases:
        for broker in case.brokers:
            values = holding(case, broker)
            if None in values.values():
                continue
            none, everything = min(values, key=len), max(values, key=len)
            for outcome in case.outcomes:
                share = shares(values, outcome.id)
                first, last = values[none], values[everything]
                assert first is not None
                assert last is not None
                whole = (outcome.id in last) - (outcome.id in first)
                assert sum((one.shapley or Fraction(0)) for one in share.values()) == whole
                for one in share.values():
                    assert one.gains + one.losses <= one.of == 2 ** (len(share) - 1)


def test_what_holds_is_reached_calm_and_clean(cases: list[Case]) -> None:
    for case in cases:
        for broker in case.brokers:
            for found in effects(case, broker).values():
                told = found.situation
                if told is None:
                    continue
                assert told.held <= told.held_via_closed
                assert set(told.reached) <= set(told.via_closed)
                for outcome in told.held:
                    assert told.tags[outcome] in ("here", "alone", "together")
                for party, states in told.best.items():
                    assert states <= set(told.reached)
                    assert told.worst[party] <= set(told.reached)
                    assert bool(states) == bool(told.reached)


def test_shown_sets_are_alone_in_pairs_and_all(cases: list[Case]) -> None:
    for case in cases:
        for broker in case.brokers:
            count = len(broker.contributions)
            sizes = [len(some) for some in shown_sets(broker)]
            assert sizes.count(1) == count
            assert sizes.count(2) == count * (count - 1) // 2
            assert len(set(every_set(broker))) == 2**count
            assert len(shown_sets(broker)) == len(set(shown_sets(broker)))


def test_at_an_equilibrium_nobody_withdraws(cases: list[Case]) -> None:
    # so that only an outcome that is asked about makes this filter fail where it needs an option
    for case in cases:
        for broker in case.brokers:
            for one in broker.contributions:
                found = delivers(case, broker, one)
                if one.delivered_by:
                    assert found.answer in ("passes", "unknown")
                assert {state for state, _ in found.gap} <= found.promised


def test_nearness_is_mutual_and_turns_with_a_list(cases: list[Case]) -> None:
    for case in cases[:20]:
        w = world(case)
        for i, j in combinations(w.parties, 2):
            one, other = kendall(w, i, j), kendall(w, j, i)
            assert (one is None) == (other is None)
            if one is not None and other is not None:
                assert one.square == other.square
                assert -1 <= one.square <= 1
        for i in w.parties:
            own = kendall(w, i, i)
            assert own is None or own.square == 1


def test_no_condition_asks_what_holds_today(cases: list[Case]) -> None:
    for case in cases:
        told = situation(world(case))
        for outcome in case.outcomes:
            found = conditions(case, outcome.formula)
            assert found.comes_about[frozenset()] == (outcome.id in told.held)
            assert found.minimal <= found.sufficient
            assert not found.idle & found.necessary  # what changes nothing cannot be needed


def test_equilibria_that_are_reached_have_labels(cases: list[Case]) -> None:
    for case in cases[:20]:
        w = world(case)
        for x, told in situation(w).via_closed.items():
            state = w.state(x)
            assert nash(w, state)
            assert told.labels == labels(w, state)
            assert set(told.labels.owed) <= told.labels.regret
