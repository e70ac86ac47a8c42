"""Every witness of the kernel, replayed by a checker that shares no code with it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import honestbroker as hb
from bridge import STYLES, by_number, graph, model_of, named, state_id, text
from bulk import model_of_seed, solved_by
from honestbroker.kernel.witness import Witnesses
from oracle import CONCEPTS, Model, improvements, sanctions, stable
from strategies import arc_models, models
from witness import check

SEED = "witnesses"
CHUNKS = range(8)
SMALL = [
    id
    for id in hb.shipped()
    if 1 << len(hb.read(id).options) <= 128 and not hb.read(id).named_states
]


def as_data(model: Model, told: dict[str, Any]) -> dict[str, Any]:
    """A witness of a result, names turned into the checker's indices."""

    def at(id: str) -> list[int]:
        return sorted(named(model, id))

    if "improvement" in told:
        return {key: at(value) if key == "improvement" else value for key, value in told.items()}
    return {
        key: [
            {
                "improvement": at(entry["improvement"]),
                "path": [
                    {"party": model.parties.index(step["party"]), "to": at(step["to"])}
                    for step in entry["path"]
                ],
            }
            for entry in value
        ]
        for key, value in told.items()
    }


def replay(model: Model, result: hb.Stability) -> None:
    """Every row of a result has the table's verdict and a witness that proves it."""
    verdicts = result.verdicts
    expected = {
        (state_id(model, s), party, concept)
        for s in model.feasible
        for party in model.parties
        for concept in CONCEPTS
    }
    firm = {key: set(verdicts.stable(*key)) for key in {key[:0:-1] for key in expected}}
    asked = []
    for row in verdicts.rows():
        id, party, concept = row["state"], row["party"], row["concept"]
        asked.append((id, party, concept))
        assert row["stable"] == (id in firm[concept, party]), asked[-1]
        where = (concept, model.parties.index(party), named(model, id))
        found = check(model, *where, row["stable"], as_data(model, row["witness"]))
        assert not found, (asked[-1], row["witness"], found)
    assert len(asked) == len(verdicts) == len(expected)
    assert set(asked) == expected


# --- generated models ----------------------------------------------------------------------------


@pytest.mark.parametrize("chunk", CHUNKS)
@pytest.mark.parametrize("arcs", [False, True], ids=["option form", "listed arcs"])
def test_witnesses_of_generated_models(chunk: int, arcs: bool) -> None:
    for place in range(chunk, 160, len(CHUNKS)):
        model = model_of_seed(SEED, place, arcs=arcs)
        replay(model, hb.stability(hb.read_text(text(model, STYLES[place % len(STYLES)]))))


@pytest.mark.parametrize("chunk", CHUNKS)
def test_witnesses_found_by_compiled_code(chunk: int) -> None:
    with solved_by("compiled"):
        for place in range(chunk, 48, len(CHUNKS)):
            model = model_of_seed(f"compiled {SEED}", place)
            replay(model, hb.stability(hb.read_text(text(model))))


@settings(deadline=None, max_examples=60)
@given(st.one_of(models(max_options=5), arc_models()))
def test_witnesses_of_any_model(model: Model) -> None:
    replay(model, hb.stability(hb.read_text(text(model))))


def test_the_witnesses_of_every_run_are_rich() -> None:
    """Long answers, answers by several parties, and several improvements do occur."""
    steps = movers = entries = 0
    for place in range(160):
        model = model_of_seed(SEED, place)
        made = Witnesses(graph(model))
        for concept in CONCEPTS:
            for party in range(len(model.parties)):
                for index in range(len(model.feasible)):
                    witness = made.of(concept, party, index)
                    entries += len(witness.sanctions) > 2
                    for sanction in witness.sanctions:
                        steps += len(sanction.path) > 2
                        movers += len({mover for mover, _ in sanction.path}) > 1
    assert min(steps, movers, entries) >= 100, (steps, movers, entries)


def test_witnesses_do_not_depend_on_what_was_asked_before() -> None:
    for place in range(30):
        for arcs in (False, True):
            model = model_of_seed("order", place, arcs=arcs)
            cells = [
                (concept, party, index)
                for concept in CONCEPTS
                for party in range(len(model.parties))
                for index in range(len(model.feasible))
            ]
            forwards, backwards = Witnesses(graph(model)), Witnesses(graph(model))
            told = {cell: forwards.of(*cell) for cell in cells}
            assert {cell: backwards.of(*cell) for cell in reversed(cells)} == told


def test_the_answer_to_one_improvement() -> None:
    """Somebody can answer exactly where the oracle finds a sanction, and the path is one."""
    for place in range(40):
        for arcs in (False, True):
            model = model_of_seed("answers", place, arcs=arcs)
            order, made = by_number(model), Witnesses(graph(model))
            for concept in CONCEPTS[1:]:
                for party in range(len(model.parties)):
                    for s in order:
                        for s1 in improvements(model, party, s):
                            at = (order.index(s), order.index(s1))
                            path = made.answer(concept, party, *at)
                            ends = sanctions(model, concept, party, s, s1)
                            assert (path is not None) == bool(ends)
                            assert path is None or order[path[-1][1]] in ends


def test_rows_of_some_states_only() -> None:
    result = hb.stability(hb.read("syria-iraq-1975"))
    every = list(result.verdicts.rows())
    some = list(result.verdicts.rows(states=("6", "0", "no such state")))
    assert some == [row for row in every if row["state"] in ("0", "6")]
    assert len(some) == 2 * 2 * len(CONCEPTS)


# --- shipped cases -------------------------------------------------------------------------------


@pytest.mark.parametrize("id", SMALL)
def test_witnesses_of_shipped_cases(id: str) -> None:
    case = hb.read(id)
    for profile in case.profiles:
        for change in (None, *case.changes):
            changed = hb.variant(case, profile.id, [] if change is None else [change])
            replay(model_of(changed), hb.stability(changed))


# A case of thousands of states, by a replay that is fast enough for it. States are numbers. For a
# stable verdict every entry is replayed in full. For an unstable one all is visited that the
# others reach by moves (improvements) in any order: that is at least what legal sequences reach,
# so a witness accepted here is right.


class Large:
    """Moves and improvements of a large model in option form, by numbers."""

    def __init__(self, model: Model) -> None:
        self.parties = range(len(model.parties))
        self.feasible = {sum(1 << k for k in s) for s in model.feasible}
        self.rank = [{sum(1 << k for k in s): n for s, n in r.items()} for r in model.rank]
        self.model = model
        self.moves = cache(self._moves)

    def _moves(self, party: int, s: int) -> tuple[int, ...]:
        ends = [s]
        for option, (owner, way) in enumerate(zip(self.model.owner, self.model.way, strict=True)):
            allowed = ("both", "backward" if s >> option & 1 else "forward")
            if owner == party and way in allowed:
                ends += [end ^ 1 << option for end in ends]
        return tuple(end for end in ends[1:] if end in self.feasible)

    def improvements(self, party: int, s: int) -> Iterator[int]:
        rank = self.rank[party]
        return (t for t in self.moves(party, s) if rank[t] > rank[s])

    def reachable(self, party: int, s1: int, improving: bool) -> set[int]:
        """What the others reach from s1 in any order."""
        seen, pending = {s1}, [s1]
        while pending:
            here = pending.pop()
            for mover in self.parties:
                if mover != party:
                    step = self.improvements if improving else self.moves
                    new = [t for t in step(mover, here) if t not in seen]
                    seen.update(new)
                    pending += new
        return seen - {s1}

    def deters(self, concept: str, party: int, s: int, s2: int) -> bool:
        rank = self.rank[party]
        countered = concept in ("smr", "sseq")
        return rank[s2] <= rank[s] and not (
            countered and any(rank[s3] > rank[s] for s3 in self.moves(party, s2))
        )

    def proves(self, row: dict[str, Any]) -> bool:
        """Whether the witness of a row proves its verdict."""
        concept, party = row["concept"], self.model.parties.index(row["party"])
        s, witness = int(row["state"]), row["witness"]
        improvements = set(self.improvements(party, s))
        improving = concept in ("seq", "sseq")
        if not row["stable"]:
            s1 = int(witness["improvement"])
            return s1 in improvements and (
                concept == "nash"
                or not any(
                    self.deters(concept, party, s, s2)
                    for s2 in self.reachable(party, s1, improving)
                )
            )
        answered = [int(entry["improvement"]) for entry in witness["sanctions"]]
        if sorted(answered) != sorted(improvements) or (concept == "nash" and improvements):
            return False
        for entry in witness["sanctions"]:
            here, last = int(entry["improvement"]), party
            for step in entry["path"]:
                mover, to = self.model.parties.index(step["party"]), int(step["to"])
                legal = self.improvements(mover, here) if improving else self.moves(mover, here)
                if mover in (party, last) or to not in legal:
                    return False
                here, last = to, mover
            if not entry["path"] or not self.deters(concept, party, s, here):
                return False
        return True


def test_the_replay_of_large_cases_agrees_with_the_checker() -> None:
    for place in range(60):
        model = model_of_seed(SEED, place)
        large = Large(model)
        result = hb.stability(hb.read_text(text(model)))
        for row in result.verdicts.rows():
            assert large.proves(row)
            where = (row["concept"], model.parties.index(row["party"]), named(model, row["state"]))
            assert row["stable"] == stable(model, *where)
            assert not large.proves(row | {"stable": not row["stable"], "witness": other(row)})
            for broken in breakages(row["witness"]):
                accepted = not check(model, *where, row["stable"], as_data(model, broken))
                assert large.proves(row | {"witness": broken}) == accepted, (row, broken)


def other(row: dict[str, Any]) -> dict[str, Any]:
    """A witness of the other kind, as good as one can make it from this one."""
    witness = row["witness"]
    if "improvement" in witness:
        return {"sanctions": [{"improvement": witness["improvement"], "path": []}]}
    answered = [entry["improvement"] for entry in witness["sanctions"]]
    return {"improvement": answered[0] if answered else row["state"]}


def breakages(witness: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same witness with a step left out, an entry left out, or movers exchanged."""
    entries = witness.get("sanctions", [])
    for place, entry in enumerate(entries):
        rest = [*entries[:place], *entries[place + 1 :]]
        yield {"sanctions": rest}
        path = entry["path"]
        for cut in range(len(path)):
            shorter = [*path[:cut], *path[cut + 1 :]]
            yield {"sanctions": [*rest, entry | {"path": shorter}]}
        if path:
            yield {"sanctions": [*rest, entry | {"path": [*path, path[-1]]}]}


@pytest.mark.parametrize(("profile", "path"), [("2017H2", "numpy"), ("2018H1", "compiled")])
def test_a_sample_of_the_witnesses_of_korea(profile: str, path: str) -> None:
    """150 cells of each of two profiles, one solved by each path."""
    case = hb.variant(hb.read("korea-2017"), profile)
    large = Large(model_of(case))
    with solved_by(path):
        replay_sample(large, hb.stability(case), Random(f"Korea {profile}"))


def replay_sample(large: Large, result: hb.Stability, random: Random) -> None:
    """15 stable and 15 unstable cells of every concept."""
    ids = sorted(large.feasible)
    told = {True: 0, False: 0}
    for concept in CONCEPTS:
        for wanted in (True, False):
            cells = pick(random, result, ids, concept, wanted)
            for id, party in cells:
                (row,) = (
                    row
                    for row in result.verdicts.rows(states=(id,))
                    if (row["party"], row["concept"]) == (party, concept)
                )
                assert row["stable"] is wanted
                assert large.proves(row), row
                told[wanted] += 1
    assert told == {True: 75, False: 75}


def pick(
    random: Random, result: hb.Stability, ids: list[int], concept: str, wanted: bool
) -> list[tuple[str, str]]:
    """15 cells with a verdict; the stable ones have an improvement to be answered, if possible."""
    parties = result.names.parties
    firm = {party: set(result.verdicts.stable(concept, party)) for party in parties}
    happy = {party: set(result.verdicts.stable("nash", party)) for party in parties}
    cells: list[tuple[str, str]] = []
    while len(cells) < 15:
        id, party = str(random.choice(ids)), random.choice(parties)
        if (id in firm[party]) is not wanted or (id, party) in cells:
            continue
        if wanted and concept != "nash" and id in happy[party]:
            continue
        cells.append((id, party))
    return cells
