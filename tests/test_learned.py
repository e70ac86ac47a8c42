"""Information as a contribution: what learning true lists changes, from the definitions."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

import honestbroker as hb
from bridge import model_of, state
from honestbroker.analyses.brokers import broker
from honestbroker.analyses.views import learned
from honestbroker.case.brokering import Broker, Contribution
from honestbroker.case.parts import Drop, Edit, Outcome, Reveal, View
from honestbroker.case.sources import Text
from honestbroker.explain.brokers import broker as told_of
from honestbroker.formula import parse
from oracle import Model, State, equilibrium, stable
from test_oracle_roadmap import tiny
from test_views import in_view, outcomes_in, played, random_case


def by_mistake(truth: Model, models: list[Model]) -> set[State]:
    """States that every party finds stable in its own view, and that are no equilibrium."""
    return {
        s
        for s in truth.feasible
        if all(stable(model, "seq", i, s) for i, model in enumerate(models))
        and not equilibrium(truth, "seq", s)
    }


@pytest.mark.parametrize("seed", range(100))
def test_several_lists_at_once(seed: int) -> None:
    case, given = random_case(seed)
    random = Random(seed)
    parties = [party.id for party in case.parties]
    every = [(viewer, about) for viewer in parties for about in parties if viewer != about]
    pairs = random.sample(every, random.randint(1, 2))
    found = learned(case, pairs)
    rest = {
        viewer: {about: edits for about, edits in some.items() if (viewer, about) not in pairs}
        for viewer, some in given.items()
    }
    truth = model_of(case)
    now = [in_view(case, given, party) for party in parties]
    then = [in_view(case, rest, party) for party in parties]
    before, after = by_mistake(truth, now), by_mistake(truth, then)
    assert found.pairs == tuple(pairs)
    assert found.mistaken == tuple(pair for pair in pairs if pair[1] in given.get(pair[0], {}))
    assert (found.before, found.after) == (len(before), len(after))
    assert {state(int(one.id)) for one in found.dissolved} == before - after
    assert {state(int(one.id)) for one in found.arising} == after - before
    reached, reached_then = outcomes_in(played(now)), outcomes_in(played(then))
    assert set(found.bad_before) == reached & {"both"}
    assert set(found.bad_after) == reached_then & {"both"}
    assert set(found.gained) == reached_then - reached
    assert set(found.lost) == reached - reached_then


def feud() -> hb.Case:
    """A fears b and does not see that B answers a with it."""
    case = tiny({"A": ["not b", "a"], "B": ["b iff a"]})
    view = View("A", "B", (Edit(Drop("B", "B0")),))
    bad = Outcome("clash", parse("a and b"), Text.of("a clash"), bad=True)
    return replace(case, views=(view,), outcomes=(bad,), principals=("A", "B"))


@pytest.mark.parametrize(
    "contribution",
    [
        Contribution("word", "B7", reveals=(("A", "B"),)),
        Contribution("word", "B7", edits=(Edit(Reveal("A", "B")),)),
    ],
)
def test_a_broker_that_tells_the_truth_averts_a_clash(contribution: Contribution) -> None:
    case = replace(feud(), brokers=(Broker("B", contributions=(contribution,)),))
    (told,) = broker(case, "B").contributions
    assert told.revealed is not None
    assert told.revealed.pairs == told.revealed.mistaken == (("A", "B"),)
    assert (told.revealed.bad_before, told.revealed.bad_after) == (("clash",), ())
    assert told.revealed.lost == ("clash",)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "It would put right what A takes B to want: play would no longer lead to “a clash”"),
        ("vi", "“a clash”"),
    ],
)
def test_it_is_told(language: str, words: str) -> None:
    word = Contribution("word", "B7", reveals=(("A", "B"),))
    case = replace(feud(), brokers=(Broker("B", contributions=(word,)),))
    told = told_of(case, broker(case, "B"), language)
    text = "\n".join(
        block for section in told for block in section.blocks if isinstance(block, str)
    )
    items = [
        item for section in told for block in section.blocks for item in getattr(block, "items", ())
    ]
    assert words in text + "\n".join(items)


def test_telling_somebody_who_is_not_mistaken_changes_nothing() -> None:
    contributions = (
        Contribution("word", "B7", reveals=(("B", "A"),)),
        Contribution("table", "B1"),
    )
    case = replace(feud(), brokers=(Broker("B", contributions=contributions),))
    word, table = broker(case, "B").contributions
    assert table.revealed is None
    assert word.revealed is not None
    assert word.revealed.mistaken == ()
    assert word.revealed.bad_before == word.revealed.bad_after == ("clash",)
    assert (word.revealed.dissolved, word.revealed.arising) == ((), ())


PAIR = """
format: honestbroker/1
case: pair
title: pair
parties: {A: {name: A}, B: {name: B}}
options: {a: {by: A, name: do a}, b: {by: B, name: do b}, e: {by: B, name: do e}}
status_quo: []
profiles:
  now:
    lists:
      A: [{id: A0, want: not b}, {id: A1, want: a or e}]
      B: [{id: B0, want: not a}, {id: B1, want: b iff a}, {id: B2, want: e}]
    views:
      A: {B: [{replace: {party: B, statement: B1, with: {id: calm, want: not b}}}]}
      B: {A: [{insert: {party: A, statement: {id: fear, want: a iff e}, to: 1}}]}
"""


def test_the_truth_told_to_one_only_may_make_a_state_hold_by_mistake() -> None:
    # Today A does not see that B answers a with b, and would move. Told so, it stays. B would take
    # e, which nobody answers; but it takes A to answer with a, and so it stays, too: by mistake.
    case = hb.read_text(PAIR)
    found = learned(case, [("A", "B")])
    assert () not in [one.state for one in found.dissolved]
    assert () in [one.state for one in found.arising]
    (today,) = [one for one in found.arising if not one.state]
    assert today.mistaken == ("B",)
    both = learned(case, [("A", "B"), ("B", "A")])
    assert () not in [one.state for one in both.arising]
    assert (both.after, both.mistaken) == (0, both.pairs)


def test_what_holds_by_mistake_before_and_afterwards_is_told_by_its_number() -> None:
    # If A misses B's line rather than taking it for another, it still fears b: B might take it
    # along with e. So today A stays as well, and B's mistake is the only one that counts.
    line = "{replace: {party: B, statement: B1, with: {id: calm, want: not b}}}"
    case = hb.read_text(PAIR.replace(line, "{drop: {party: B, statement: B1}}"))
    found = learned(case, [("A", "B")])
    assert (found.before, found.after) == (1, 1)
    assert (found.dissolved, found.arising) == ((), ())
