"""Couplings by hand, through case files, and in a large shipped case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest

import honestbroker as hb
import oracle_coupled as oracle
from bridge import model_of, number, state, text
from bridge_paths import coupled_graph
from honestbroker.analyses.labels import Road
from honestbroker.case.parts import Change, Edit, SetWay
from honestbroker.case.parts import Coupling as InCase
from honestbroker.encode import MAX_MEMORY, Skipped, encode, estimate
from honestbroker.kernel import coupled, labels
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.stability import stable
from honestbroker.kernel.steps import moved
from honestbroker.kernel.witness import Witnesses
from honestbroker.result import TooBig
from oracle import CONCEPTS, Model, State
from oracle import stable as stable_by_definition
from oracle_coupled import Coupled, Coupling, random_game
from strategies import in_order

# --- by hand -------------------------------------------------------------------------------------


def ends(
    couplings: list[Coupling],
    before: str,
    flips: str,
    ways: str = "bbbb",
    left_out: tuple[str, ...] = (),
) -> str:
    """Where flips of options a, b, c, d lead, in words; ways by initial, states left out."""
    codes = [
        n
        for n in range(16)
        if "".join(c for k, c in enumerate("abcd") if n >> k & 1) not in left_out
    ]
    movable = sum(1 << k for k, way in enumerate(ways) if way != "x")
    up = sum(1 << k for k, way in enumerate(ways) if way == "f")
    down = sum(1 << k for k, way in enumerate(ways) if way == "u")
    answers = tuple(coupled.Coupling(*one.when, one.then) for one in couplings)
    made = coupled.Coupled(np.array(codes), (movable,), up, down, answers)
    asked = (np.array([sum(1 << "abcd".index(c) for c in some)]) for some in (before, flips))
    return word(int(made.end(*asked)[0]))


def word(code: int) -> str:
    """A state of four options as a word."""
    return "".join(letter for k, letter in enumerate("abcd") if code >> k & 1)


A, B, C, D = range(4)
CHUNKS = range(4)


def test_a_coupling_answers_one_transition_only() -> None:
    snapback = [Coupling((A, False), ((B, False),))]
    assert ends(snapback, "ab", "a") == ""
    assert ends(snapback, "b", "a") == "ab"  # taking it up is no giving up
    assert ends(snapback, "abc", "c") == "ab"
    assert ends(snapback, "a", "a") == ""  # satisfied already


def test_the_own_flip_wins() -> None:
    snapback = [Coupling((A, False), ((B, False),))]
    assert ends(snapback, "a", "ab") == "b"
    assert ends(snapback, "ab", "ab") == ""


def test_responses_fire_more_couplings_once_each() -> None:
    chain = [Coupling((B, True), ((C, True),)), Coupling((A, True), ((B, True),))]
    assert ends(chain, "", "a") == "abc"
    circle = [Coupling((A, True), ((B, True),)), Coupling((B, True), ((A, False),))]
    assert ends(circle, "", "a") == "ab"  # the own flip is not undone by what follows from it
    again = [
        Coupling((A, True), ((B, True),)),
        Coupling((B, True), ((B, False),)),  # taken and given up again ...
        Coupling((B, False), ((B, True), (C, True))),  # ... and taken again: each fires once
    ]
    assert ends(again, "", "a") == "abc"


def test_a_satisfied_response_is_no_transition() -> None:
    chain = [Coupling((A, True), ((B, True),)), Coupling((B, True), ((C, True),))]
    assert ends(chain, "b", "a") == "ab"


def test_the_first_in_the_order_written_fires_first() -> None:
    either = [Coupling((A, True), ((B, True),)), Coupling((A, True), ((C, True),))]
    assert ends(either, "", "a", left_out=("abc",)) == "ab"
    assert ends(either[::-1], "", "a", left_out=("abc",)) == "ac"
    both = Coupling((A, True), ((B, True), (C, True)))
    assert ends([both], "", "a", left_out=("ab",)) == "ac"
    assert ends([both], "", "a", left_out=("ab", "ac")) == "a"  # never two responses at once


def test_ways_forbid_responses() -> None:
    take, drop = Coupling((A, True), ((B, True),)), Coupling((A, True), ((B, False),))
    assert ends([take], "", "a", ways="bfbb") == "ab"
    assert ends([drop], "b", "a", ways="bfbb") == "ab"
    assert ends([take], "", "a", ways="bubb") == "a"
    assert ends([drop], "b", "a", ways="bubb") == "a"
    assert ends([take], "", "a", ways="bxbb") == "a"


def test_a_response_does_not_rescue_a_step() -> None:
    """With a alone infeasible, taking a is no move although b would follow."""
    feasible = frozenset({frozenset(), frozenset({1}), frozenset({0, 1})})
    rank = dict.fromkeys(feasible, 0)
    model = Model(("A", "B"), (0, 1), ("both", "both"), feasible, (rank, rank))
    game = Coupled(model, (Coupling((0, True), ((1, True),)),))
    assert coupled_graph(game).moves[0].targets(0).tolist() == []
    assert oracle.moves(game, 0, frozenset()) == []


DILEMMA = """
format: honestbroker/1
case: dilemma
title: dilemma
parties: {row: {name: row}, column: {name: column}}
options:
  defect_r: {by: row, name: defect}
  defect_c: {by: column, name: defect}
status_quo: [defect_r, defect_c]
groups: [{members: [row, column], open: true}]
profiles:
  base:
    lists:
      row:    [{id: peace, want: not defect_c}, {id: gain, want: defect_r}]
      column: [{id: peace, want: not defect_r}, {id: gain, want: defect_c}]
changes:
  row-is-answered: {edits: [{couple: {when: [defect_r, up], then: [[defect_c, up]]}}]}
  both-are-answered:
    edits:
      - couple: {when: [defect_r, up], then: [[defect_c, up]]}
      - couple: {when: [defect_c, up], then: [[defect_r, up]]}
  column-cooperates: {edits: [{drop_option: {option: defect_c, as: false}}]}
  column-defects:    {edits: [{drop_option: {option: defect_c, as: true}}]}
  row-cooperates:    {edits: [{drop_option: {option: defect_r, as: false}}]}
"""


def dilemma() -> hb.Case:
    """The prisoners' dilemma; row ranks the states 1, 0, 3, 2 from the best, column 2, 0, 3, 1."""
    return hb.read_text(DILEMMA)


def test_a_snapback_turns_a_verdict() -> None:
    """Defection that is answered at once ends where both defect: cooperation holds by itself.

    Row would go from 0 to 1, its best; the answer leads on to 3, which it ranks below 0. Column
    likewise, from 0 to 2. At 3 nothing changes: giving up defection is answered by nobody.
    """
    assert [e.id for e in hb.stability(dilemma()).under("nash")] == ["3"]
    one = hb.stability(dilemma(), changes=["row-is-answered"])
    assert one.verdicts.stable("nash", "row") == ("0", "1", "3")
    assert [e.id for e in one.under("nash")] == ["3"]
    both = hb.stability(dilemma(), changes=["both-are-answered"])
    assert [e.id for e in both.under("nash")] == ["0", "3"]


def test_a_step_is_told_with_its_responses() -> None:
    encoded = encode(hb.variant(dilemma(), None, ["both-are-answered"]))
    assert [int(t) for t in encoded.graph.moves[0].targets(0)] == [3]
    found = moved(encoded.graph, 0, np.array([0]))
    assert (found.flips.tolist(), found.targets.tolist()) == ([0b01], [3])
    road = Road(encoded)
    (deal,) = road.deals(3)
    assert (deal.to, deal.drop, deal.plain) == ("0", ("defect_r", "defect_c"), True)


# --- through case files --------------------------------------------------------------------------


def written(game: Coupled) -> str:
    """A game as a case file with the change ``coupled``."""
    lines = [text(game.model), "changes:", "  coupled:", "    edits:"]
    for one in game.couplings:
        then = ", ".join(f"[o{k}, {_way(taken)}]" for k, taken in one.then)
        option, taken = one.when
        lines.append(f"      - couple: {{when: [o{option}, {_way(taken)}], then: [{then}]}}")
    return "\n".join(lines) + "\n"


def _way(taken: bool) -> str:
    return "up" if taken else "down"


@pytest.mark.parametrize("chunk", CHUNKS)
def test_through_a_case_file(chunk: int) -> None:
    for place in range(chunk, 80, len(CHUNKS)):
        game = random_game(Random(f"coupled in a file/{place}"))
        case = hb.variant(hb.read_text(written(game)), None, ["coupled"])
        result, arcs = hb.stability(case), oracle.as_arcs(game)
        for concept in CONCEPTS:
            for party, id in enumerate(game.model.parties):
                expected = {
                    str(number(s))
                    for s in game.model.feasible
                    if stable_by_definition(arcs, concept, party, s)
                }
                assert set(result.verdicts.stable(concept, id)) == expected, (place, concept, id)
        assert set(skips(case)) == expected_skips(game, case), place


def skips(case: hb.Case) -> Iterator[tuple[Any, ...]]:
    """What an encoded case tells of skipped responses."""
    for skip in encode(case).skipped:
        yield skip.when, skip.response, skip.why, skip.rule, skip.state, skip.states


def expected_skips(game: Coupled, case: hb.Case) -> set[tuple[Any, ...]]:
    """The same from the definitions: for every coupling, response and reason the first state."""
    found: dict[tuple[Any, ...], list[State]] = {}
    for place, response, by_way, s in oracle.skipped(game):
        coupling = game.couplings[place]
        option, taken = coupling.then[response]
        rule = None
        if not by_way:
            blocked = frozenset(f"o{k}" for k in s ^ {option})
            rule = case.broken_rules(blocked)[0].id
        named = tuple((f"o{k}", up) for k, up in (coupling.when, (option, taken)))
        key = (place, response, *named, "way" if by_way else "rule", rule)
        found.setdefault(key, []).append(s)
    shown = set()
    for key, states in found.items():
        first = min(states, key=number)
        listed = "{" + ", ".join(f"o{k}" for k in sorted(first)) + "}"
        shown.add((*key[2:], listed, len(states)))
    return shown


def test_a_dropped_option_does_not_respond() -> None:
    """And a coupling that waits for one never fires."""
    told = {
        change: encode(hb.variant(dilemma(), None, ["row-is-answered", change])).skipped
        for change in ("column-cooperates", "column-defects", "row-cooperates")
    }
    assert told == {
        "column-cooperates": (Skipped(("defect_r", True), ("defect_c", True), "dropped"),),
        "column-defects": (),
        "row-cooperates": (),
    }


# --- refusals ------------------------------------------------------------------------------------


def test_listed_moves_cannot_be_coupled() -> None:
    case = hb.read_text(
        DILEMMA.replace("want: not defect_c", "want: defect_c")
        + "states: {one: {members: ['{}']}, two: {members: ['{defect_r}']}}\n"
        + "moves: [[row, one, two]]\n"
    )
    case = replace(hb.variant(case), status_quo=None)
    hb.stability(case)
    with pytest.raises(hb.CaseError, match="coupled in a case that lists its moves"):
        hb.stability(case, changes=["row-is-answered"])


def test_arcs_are_counted_before_they_are_made() -> None:
    """Nine options of one party: at most 2^9 x (2^9 - 1) arcs, 261,632, of 48 bytes each."""
    lines = ["format: honestbroker/1", "case: wide", "title: wide", "parties: {A: {name: A}}"]
    lines += ["options:", *(f"  o{k}: {{by: A, name: do, way: forward}}" for k in range(9))]
    lines += ["profiles: {base: {lists: {A: [{id: w, want: o0}]}}}", "changes:"]
    lines += ["  answered: {edits: [{couple: {when: [o0, up], then: [[o1, up]]}}]}"]
    case = hb.variant(hb.read_text("\n".join(lines) + "\n"), None, ["answered"])
    told = estimate(case)
    assert (told.states, told.arcs) == (512, 261_632)
    assert told.memory < MAX_MEMORY
    hb.stability(case, max_memory=told.memory)
    with pytest.raises(TooBig, match="261,632 coupled moves") as refused:
        hb.stability(case, max_memory=told.memory - 1)
    assert refused.value.estimate == told


# --- a large case: Korea with its snapback -------------------------------------------------------


@cache
def korea() -> tuple[hb.Case, Graph]:
    """Tests resume as soon as relief is withdrawn."""
    case = hb.variant(hb.read("korea-2017"), "2017H2", ["snapback"])
    return case, encode(case).graph


@cache
def korea_by_definition() -> Coupled:
    """The same for the definitions."""
    case, _ = korea()
    ids = [option.id for option in case.options]
    relief, freeze = ids.index("u_relief"), ids.index("d_freeze")
    return Coupled(model_of(case), (Coupling((relief, False), ((freeze, False),)),))


def test_moves_of_korea() -> None:
    """Every move of every party from a sample of states."""
    game, (_, made) = korea_by_definition(), korea()
    for s in Random("Korea").sample(in_order(game.model), 400):
        for party in range(made.parties):
            index = made.index(number(s))
            assert index is not None
            found = {state(int(made.codes[t])) for t in made.moves[party].targets(index)}
            assert found == {step.after for step in oracle.moves(game, party, s)}


def test_nash_in_korea() -> None:
    """Every state: no move of anybody that ends better."""
    game, (_, made) = korea_by_definition(), korea()
    table = stable(made, ["nash"])[0]
    rank = [{number(s): n for s, n in one.items()} for one in game.model.rank]
    feasible = [number(s) for s in in_order(game.model)]
    relief, freeze, access = (
        next(1 << k for k, option in enumerate(korea()[0].options) if option.id == id)
        for id in ("u_relief", "d_freeze", "d_access")
    )
    every = set(feasible)
    for party, own in enumerate(made.own):
        for code in feasible:
            better = False
            for to in ends_of(code, own, made.up, every):
                # Frozen tests resume when relief goes, unless inspectors are admitted (a rule).
                falls = code & relief and not to & relief and to & freeze and not to & access
                after = to & ~freeze if falls and (to ^ freeze) in every else to
                better |= rank[party][after] > rank[party][code]
            assert table[party, made.index(code)] == (not better)


def ends_of(code: int, own: int, forward: int, feasible: set[int]) -> Iterator[int]:
    """Feasible states that differ in some own options, none of them undone that cannot be."""
    flips = own
    while flips:
        if not flips & forward & code and code ^ flips in feasible:
            yield code ^ flips
        flips = (flips - 1) & own


def test_witnesses_of_korea() -> None:
    """A sample of verdicts under every concept, each replayed by the definitions' arcs."""
    game, (_, made) = korea_by_definition(), korea()
    witnesses, table = Witnesses(made), stable(made)
    random = Random("Korea's witnesses")

    @cache
    def arcs(party: int, s: State) -> frozenset[State]:
        return frozenset(step.after for step in oracle.moves(game, party, s))

    told = Counter[bool]()
    while min(told[True], told[False]) < 40:
        row, party = random.randrange(1, 5), random.randrange(made.parties)
        index = random.randrange(made.states)
        s, concept = state(int(made.codes[index])), CONCEPTS[row]
        if (
            not made.improvements[party].targets(index).size
            or told[bool(table[row, party, index])] >= 60
        ):
            continue
        witness = witnesses.of(concept, party, index)
        assert witness.stable == table[row, party, index]
        told[witness.stable] += 1
        rank = game.model.rank
        for entry in witness.sanctions:
            here, last = state(int(made.codes[entry.improvement])), party
            assert here in arcs(party, s)
            assert rank[party][here] > rank[party][s]
            for mover, to in entry.path:
                there = state(int(made.codes[to]))
                assert mover not in (party, last)
                assert there in arcs(mover, here)
                if concept in ("seq", "sseq"):
                    assert rank[mover][there] > rank[mover][here]
                here, last = there, mover
            assert rank[party][here] <= rank[party][s]
            if concept in ("smr", "sseq"):
                assert all(rank[party][t] <= rank[party][s] for t in arcs(party, here))
    assert told[True] >= 40


def test_the_skipped_response_of_korea() -> None:
    """Inspectors presuppose a halt of tests: with them in the country tests do not resume."""
    case, _ = korea()
    (skip,) = encode(case).skipped
    assert skip.when == ("u_relief", False)
    assert skip.response == ("d_freeze", False)
    assert skip.why == "rule"
    rule = next(rule for rule in case.rules if rule.id == skip.rule)
    assert str(rule.formula) == "d_access only if d_freeze"
    game = korea_by_definition()
    ids = [option.id for option in case.options]
    access, relief = ids.index("d_access"), ids.index("u_relief")
    # Relief was just withdrawn: it is off, and putting it back gives a feasible state, from which
    # the United States may have come with any of its options changed beside.
    us = [k for k, option in enumerate(case.options) if option.party == "US" and k != relief]
    stuck = {
        s
        for s in game.model.feasible
        if access in s
        and relief not in s
        and any(
            frozenset(s - set(us) | some | {relief}) in game.model.feasible for some in _subsets(us)
        )
    }
    assert skip.states == len(stuck)


def _subsets(items: list[int]) -> list[frozenset[int]]:
    return [
        frozenset(k for place, k in enumerate(items) if n >> place & 1)
        for n in range(1 << len(items))
    ]


def test_paths_and_labels_of_korea() -> None:
    """All analyses run on the coupled case, and its traps are made of the coupled moves."""
    case, made = korea()
    found = hb.paths(case)
    assert found.status_quo is not None
    assert found.status_quo.holds == "holds"
    trapped = labels.Traps(made)
    for state_found in found.holding:
        index = encode(case).names.index(state_found.id)
        for trap in trapped.of("nash", index):
            before = made.codes[[index]]
            assert made.undoable.coupled is not None
            end = made.undoable.coupled.end(before, np.array([trap.flips]))
            assert int(end[0]) == int(made.codes[trap.target])
            assert made.ranks[trap.party, trap.target] > made.ranks[trap.party, index]


def test_without_couplings_that_fire_nothing_changes() -> None:
    """A coupling of a fixed option: the coupled form gives the verdicts of the option form."""
    case = hb.read("elmira-1991")
    never = Change("never", (Edit(SetWay("modify", "fixed")),))
    plain = hb.variant(case, None, [never])
    answered = replace(plain, couplings=(InCase("modify", True, (("insist", False),)),))
    assert encode(answered).graph.coupled is not None
    table, same = hb.stability(plain).verdicts.table, hb.stability(answered).verdicts.table
    assert (table == same).all()
