"""What `explain` says is true: verdicts, moves, answers and reasons, derived again by the oracle.

The sentences are read as a reader has them and taken apart by the phrases they were made from; each
answer of the others is played through, step by step.
"""

from __future__ import annotations

from random import Random

import pytest

import honestbroker as hb
import oracle
from bridge import model_of
from honestbroker.explain import reasons
from honestbroker.explain.section import Items
from oracle import Model, State
from telling import parsed, spoken
from test_claims import CASES, a_case, capital, check_reason, name_of, nash, state_of

SMALL = [name for name in CASES if name != "korea-2017"]
VERDICTS = {"holds": "why.holds", "while deterred": "why.deterred", "no": "why.not"}


def written(case: hb.Case, s: State) -> str:
    return "{" + ", ".join(case.options[k].id for k in sorted(s)) + "}"


def ids(case: hb.Case, s: State) -> set[str]:
    return {case.options[k].id for k in s}


def asked(case: hb.Case, model: Model, count: int) -> list[State]:
    """Some states: today's, some that hold, some that do not."""
    order = sorted(model.feasible, key=sorted)
    chosen = Random(7).sample(order, min(count, len(order)))
    holding = [s for s in order if not nash(model, s)][:3] if len(order) < 500 else []
    today = [] if model.status_quo is None else [model.status_quo]
    return list(dict.fromkeys([*today, *holding, *chosen]))


def named_in(case: hb.Case, told: str) -> list[str]:
    """The parties that an enumeration names, and nothing but them."""
    found, rest = {}, told.lower()
    for party in sorted(case.parties, key=lambda party: -len(str(party.name))):
        name = str(party.name).lower()
        if name in rest:
            found[party.id], rest = told.lower().index(name), rest.replace(name, "", 1)
    assert not rest.replace(" and ", "").strip(", and"), told
    return sorted(found, key=lambda id: found[id])


def check_deeds(case: hb.Case, told: str, before: State, after: State) -> None:
    """The words name every option that changes, in the analyst's words."""
    for k in before ^ after:
        option = case.options[k]
        taken = k in after
        words = str(option.name) if taken or option.undo is None else str(option.undo)
        assert words in told, (words, told)


def check_answer(model: Model, party: int, steps, state_at, s: State, s1: State) -> State:
    """The others' answer is a legal sequence without the party; where it ends."""
    here, last = s1, None
    for step, there in zip(steps, state_at, strict=True):
        mover = model.parties.index(step.movers[0])
        assert mover not in (party, last)
        assert there in oracle.moves(model, mover, here)
        here, last = there, mover
    assert model.rank[party][here] <= model.rank[party][s]
    return here


@pytest.mark.parametrize("name", CASES)
def test_why_a_state_holds_or_not(name: str) -> None:
    case = a_case(name)
    model = model_of(case)
    for s in asked(case, model, 3 if name == "korea-2017" else 6):
        found = hb.why(case, written(case, s))
        _, state, *views = reasons.why(case, found, "en", full=True)
        leavers = sorted(nash(model, s))
        verdict = next(
            (key, blanks)
            for key in VERDICTS.values()
            for block in state.blocks
            if isinstance(block, str) and (blanks := parsed(key, block)) is not None
        )
        assert named_in(case, verdict[1].get("parties", "")) == [model.parties[i] for i in leavers]
        if name in SMALL:
            deterred = oracle.equilibrium(model, "seq", s)
            assert verdict[0] == VERDICTS["holds" if not leavers else "while deterred" if deterred else "no"]  # fmt: skip
        elif not leavers:
            assert verdict[0] == "why.holds"
        sections = {section.heading: section.blocks for section in views}
        for view in found.parties:
            check_view(case, model, view, sections[name_of(case, view.party)], s, name in SMALL)


def check_view(case, model: Model, view, blocks, s: State, small: bool) -> None:
    party = model.parties.index(view.party)
    better = oracle.improvements(model, party, s)
    if not oracle.moves(model, party, s):
        assert blocks == (spoken("why.still"),)
        return
    if not better:
        assert blocks == (spoken("why.content"),)
        return
    blocks, needs = blocks[: len(better)], blocks[len(better) :]
    assert len(blocks) == len(better)
    for need in needs:  # whether they are enough, test_needs asks
        assert parsed("need.rise", need) or parsed("need.top", need)
    seen = set()
    for block, found in zip(blocks, view.improvements, strict=True):
        s1 = state_of(case, found.state)
        seen.add(s1)
        would = next(
            (key, blanks)
            for key in ("why.free", "why.answer", "why.threat")
            if (blanks := parsed(("why.would", key), block)) is not None
        )
        check_deeds(case, would[1]["deeds"], s, s1)
        check_reason(case, f"{block} ", view.party, ids(case, s1), ids(case, s), marked=False)
        if small:
            wanted = bool(oracle.sanctions(model, "seq", party, s, s1))
            possible = bool(oracle.sanctions(model, "gmr", party, s, s1))
            assert would[0] == ("why.answer" if wanted else "why.threat" if possible else "why.free")  # fmt: skip
        if would[0] == "why.free":
            continue
        steps = found.answers["seq" if would[0] == "why.answer" else "gmr"]
        here, states = s1, []
        for step in steps:
            here = (here | state_of(case, step.take)) - state_of(case, step.drop)
            states.append(here)
        end = check_answer(model, party, steps, states, s, s1)
        here = s1
        for step, there in zip(steps, states, strict=True):
            mover = model.parties.index(step.movers[0])
            if would[0] == "why.answer":
                assert there in oracle.improvements(model, mover, here)
            assert (
                name_of(case, step.movers[0]) in capital(would[1]["doings"])
                or str(case.party(step.movers[0]).name) in would[1]["doings"]
            )
            check_deeds(case, would[1]["doings"], here, there)
            here = there
        tail = block.partition(" no better off than now: ")[2]
        if model.rank[party][end] == model.rank[party][s]:
            assert spoken("decides.tie") in tail or "its ranking" in tail
        else:
            check_reason(case, tail, view.party, ids(case, s), ids(case, end), marked=False)
    assert seen == set(better)


@pytest.mark.parametrize("name", CASES)
def test_which_of_two_each_prefers(name: str) -> None:
    case = a_case(name)
    model = model_of(case)
    order = sorted(model.feasible, key=sorted)
    for _ in range(5):
        first, second = Random(len(order)).sample(order, 2) if len(order) > 1 else (order * 2)[:2]
        found = hb.preferred(case, written(case, first), written(case, second))
        told = reasons.preferred(case, found)[-1].blocks[-1]
        assert isinstance(told, Items)
        for party, sentence in zip(model.parties, told.items, strict=True):
            rank = model.rank[model.parties.index(party)]
            sign = (rank[first] > rank[second]) - (rank[first] < rank[second])
            key = {1: "preferred.first", -1: "preferred.second", 0: "preferred.neither"}[sign]
            blanks = parsed(key, sentence)
            assert blanks is not None, sentence
            assert capital(blanks["party"]) == name_of(case, party)
            if sign:
                pair = (first, second) if sign > 0 else (second, first)
                check_reason(case, sentence, party, *(ids(case, s) for s in pair), marked=False)


@pytest.mark.parametrize("name", CASES)
def test_the_way_there_is_walked(name: str) -> None:
    case = a_case(name)
    model = model_of(case)
    if model.status_quo is None:
        pytest.skip("no status quo")
    for s in asked(case, model, 4):
        found = hb.route(case, written(case, s), "today")
        blocks = reasons.route(case, found)[-1].blocks
        if found.end.path is None:
            assert blocks == (spoken("route.none"),)
            continue
        here = model.status_quo
        lines = [block for block in blocks if isinstance(block, str)][1:]
        needs = [block.items for block in blocks if isinstance(block, Items)]
        for number, (line, need, step) in enumerate(
            zip(lines, needs, found.end.path, strict=True), start=1
        ):
            there = (here | state_of(case, step.take)) - state_of(case, step.drop)
            assert line.startswith(f"{number}. ")
            check_deeds(case, line, here, there)
            members = [model.parties.index(party) for party in step.group or step.movers]
            better = [model.rank[i][there] > model.rank[i][here] for i in members]
            assert all(better) == step.improves
            against = spoken("step.against", doings="")[1:]
            assert line.endswith(against) == (step.group is None and not step.improves)
            for party, gains, sentence in zip(step.group or step.movers, better, need, strict=True):
                assert sentence.startswith(name_of(case, party))
                if gains:
                    pair = (ids(case, there), ids(case, here))
                    check_reason(case, sentence, party, *pair, marked=False)
            here = there
        assert here == s
