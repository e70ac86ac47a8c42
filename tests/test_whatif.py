"""Inverse questions: every answer and no other, against a search written from the definitions.

The search here knows nothing of the package: cases are plain Python data, edits are edits of lists,
formulas are Python expressions, and whether a target is met is asked of the oracle.
"""

from __future__ import annotations

import copy
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest

import honestbroker as hb
from honestbroker.analyses.labels import Road
from honestbroker.analyses.stability import of_encoded
from honestbroker.analyses.whatif import whatif
from honestbroker.case.problems import CaseError
from honestbroker.changes import apply
from honestbroker.encode import encode
from honestbroker.neighbourhood import Contents, neighbourhood
from honestbroker.result.whatif import Target, WhatIf
from honestbroker.sweep import StoreMismatch, Work
from oracle import CONCEPTS, Model, State, equilibrium
from oracle_paths import Play, best_paths, named_groups, regret, traps

Plain = dict[str, Any]
"""A case as plain data: parties, options, lists, flags, groups, changes, status_quo."""

WAYS = ("both", "forward", "backward", "fixed")


# --- small cases ---------------------------------------------------------------------------------


def small_case(random: Random) -> Plain:
    parties = ["A", "B", "C"][: random.choice((2, 2, 3))]
    options = {}
    for number in range(random.choice((2, 3))):
        owner = parties[number % len(parties)]
        options[f"o{number}"] = {"by": owner, "way": random.choice(("both", "both", *WAYS))}
    names = [*options, "f"]
    lists = {}
    for party in parties:
        lines = [
            {"id": f"{party.lower()}{place}", "want": formula(random, names), "firm": False}
            for place in range(random.choice((1, 2, 3)))
        ]
        if random.random() < 0.4:
            random.choice(lines)["firm"] = True
        lists[party] = lines
    groups = [{"members": parties[:2], "open": random.random() < 0.3}]
    changes = {
        "brings": {
            "insert": {"party": "A", "id": "new", "want": formula(random, names), "to": 1},
        },
        "sets": {"set": "f"},
    }
    return {
        "parties": parties,
        "options": options,
        "lists": lists,
        "flags": {"f": random.random() < 0.5},
        "groups": groups,
        "changes": changes,
        "status_quo": [option for option in options if random.random() < 0.4],
    }


def formula(random: Random, names: list[str]) -> str:
    def name() -> str:
        return random.choice(("", "", "not ")) + random.choice(names)

    return random.choice((name(), f"{name()} and {name()}", f"{name()} or {name()}"))


def written(case: Plain) -> str:
    lines = ["format: honestbroker/1", "case: small", "title: a small case", "parties:"]
    lines += [f"  {party}: {{name: party {party}}}" for party in case["parties"]]
    lines += ["options:"]
    for id, option in case["options"].items():
        lines.append(f"  {id}: {{by: {option['by']}, way: {option['way']}, name: do {id}}}")
    lines += ["flags:", f"  f: {{default: {str(case['flags']['f']).lower()}}}"]
    lines.append(f"status_quo: [{', '.join(case['status_quo'])}]")
    lines.append("groups:")
    for group in case["groups"]:
        members = ", ".join(group["members"])
        lines.append(f"  - {{members: [{members}], open: {str(group['open']).lower()}}}")
    lines += ["profiles:", "  base:", "    lists:"]
    for party, wants in case["lists"].items():
        lines.append(f"      {party}:")
        for line in wants:
            firm = ", firm: true" if line["firm"] else ""
            lines.append(f"        - {{id: {line['id']}, want: {line['want']}{firm}}}")
    new = case["changes"]["brings"]["insert"]
    flag = str(not case["flags"]["f"]).lower()
    lines += [
        "changes:",
        "  brings:",
        "    edits:",
        f"      - insert: {{party: A, statement: {{id: new, want: {new['want']}}}, to: 1}}",
        "  sets:",
        "    edits:",
        f"      - set: {{f: {flag}}}",
    ]
    return "\n".join(lines) + "\n"


# --- edits, from the definition --------------------------------------------------------------------


def single_edits(case: Plain) -> Iterator[tuple[str, tuple[Any, ...], int]]:
    """Every single edit: its kind, what it does, its displacement."""
    longest = max(len(lines) for lines in case["lists"].values())
    for party, lines in case["lists"].items():
        for at, line in enumerate(lines):
            if not line["firm"]:
                for to in range(len(lines)):
                    if to != at:
                        yield "move", (party, line["id"], to), abs(to - at)
                yield "drop", (party, line["id"]), len(lines)
    for to in range(len(case["lists"]["A"]) + 1):
        yield "insert", ("A", "new", to), len(case["lists"]["A"])
    yield "set", ("f",), longest
    for place, group in enumerate(case["groups"]):
        if not group["open"]:
            yield "open", (place,), longest
    for id, option in case["options"].items():
        for way in WAYS:
            if way != option["way"]:
                yield "way", (id, way), longest
    yield "change", ("brings",), len(case["lists"]["A"])
    yield "change", ("sets",), longest


def edited(before: Plain, base: Plain, kind: str, what: tuple[Any, ...]) -> Plain | None:
    case = copy.deepcopy(before)
    if kind == "change":
        if what == ("sets",):
            case["flags"]["f"] = not base["flags"]["f"]
            return case
        kind, what = "insert", ("A", "new", 0)
    if kind in ("move", "drop"):
        lines = case["lists"][what[0]]
        found = [line for line in lines if line["id"] == what[1]]
        if not found:
            return None
        lines.remove(found[0])
        if kind == "move":
            if what[2] > len(lines):
                return None
            lines.insert(what[2], found[0])
    elif kind == "insert":
        lines = case["lists"][what[0]]
        if any(line["id"] == "new" for line in lines) or what[2] > len(lines):
            return None
        want = base["changes"]["brings"]["insert"]["want"]
        lines.insert(what[2], {"id": "new", "want": want, "firm": False})
    elif kind == "set":
        case["flags"]["f"] = not base["flags"]["f"]
    elif kind == "open":
        case["groups"][what[0]]["open"] = True
    else:
        case["options"][what[0]]["way"] = what[1]
    return case


def says(case: Plain) -> str:
    """What two cases that are the same have in common."""
    return json.dumps([case[key] for key in ("options", "lists", "flags", "groups")])


# --- targets, asked of the oracle --------------------------------------------------------------------


def model_of(case: Plain) -> Model:
    options = list(case["options"])
    states = [
        frozenset(k for k in range(len(options)) if n >> k & 1) for n in range(1 << len(options))
    ]
    parties = case["parties"]
    rank = []
    for party in parties:
        answers = {
            s: [truth(case, options, line["want"], s) for line in case["lists"][party]]
            for s in states
        }
        order = sorted({tuple(answer) for answer in answers.values()})
        rank.append({s: order.index(tuple(answers[s])) for s in states})
    return Model(
        tuple(parties),
        tuple(parties.index(option["by"]) for option in case["options"].values()),
        tuple(option["way"] for option in case["options"].values()),
        frozenset(states),
        tuple(rank),
        frozenset(options.index(id) for id in case["status_quo"]),
        None,
        tuple(
            (frozenset(parties.index(member) for member in group["members"]), group["open"])
            for group in case["groups"]
        ),
    )


def truth(case: Plain, options: list[str], text: str, s: State) -> bool:
    known: dict[str, Any] = {id: k in s for k, id in enumerate(options)}
    return bool(eval(text, {"__builtins__": {}}, {**known, **case["flags"]}))


def met(case: Plain, target: Target) -> bool:
    model = model_of(case)
    options = list(case["options"])
    if target.state:
        wanted = target.text.strip("{}").replace(",", " ").split()
        inside = {frozenset(options.index(id) for id in wanted)}
    else:
        inside = {s for s in model.feasible if truth(case, options, target.text, s)}
    reached = model.feasible
    if not target.anywhere:
        groups = tuple(
            members
            for members in named_groups(model)
            if target.via_closed or (members, True) in model.groups
        )
        assert model.status_quo is not None
        reached = frozenset(best_paths(model, model.status_quo, Play(groups, plain=True)))
    holding = [s for s in reached if equilibrium(model, target.concept, s)]
    good = [s for s in holding if s in inside and harmless(model, s)]
    found = bool(good) and (not target.every or good == holding)
    return found != target.stops


def harmless(model: Model, s: State) -> bool:
    regrets = any(regret(model, party, s) for party in range(len(model.parties)))
    return not regrets and not any(traps(model, concept, s) for concept in ("nash", "gmr", "seq"))


def brute(base: Plain, target: Target, most: int) -> dict[str, tuple[int, int]]:
    """Every case that a smallest set gives: size and least displacement."""
    if met(base, target):
        return {says(base): (0, 0)}
    singles = list(single_edits(base))
    known: dict[str, bool] = {}

    def given(numbers: tuple[int, ...]) -> Plain | None:
        case: Plain | None = base
        for number in numbers:
            case = None if case is None else edited(case, base, *singles[number][:2])
        return case

    def true(case: Plain) -> bool:
        key = says(case)
        if key not in known:
            known[key] = met(case, target)
        return known[key]

    answers: dict[str, tuple[int, int]] = {}
    for size in range(1, most + 1):
        level: dict[str, tuple[int, int]] = {}
        for numbers in permutations(range(len(singles)), size):
            case = given(numbers)
            if case is None or says(case) in answers or not true(case):
                continue
            parts = [
                given(tuple(n for bit, n in enumerate(numbers) if chosen >> bit & 1))
                for chosen in range(1, (1 << size) - 1)
            ]
            if any(part is not None and true(part) for part in parts):
                continue
            distance = sum(singles[number][2] for number in numbers)
            before = level.get(says(case), (size, distance))
            level[says(case)] = min(before, (size, distance))
        answers |= level
    return answers


def told(base: Plain, found: WhatIf) -> dict[str, tuple[int, int]]:
    """The cases that the answers of a result give, by this file's own editing."""
    if found.already:
        return {says(base): (0, 0)}
    cases: dict[str, tuple[int, int]] = {}
    for answer in found.answers:
        case: Plain | None = base
        for edit in answer.edits:
            what: tuple[Any, ...]
            if edit.kind in ("move", "insert"):
                assert edit.position is not None
                what = (edit.party, edit.what, edit.position - 1)
            elif edit.kind == "drop":
                what = (edit.party, edit.what)
            elif edit.kind == "way":
                what = (edit.what, edit.value)
            elif edit.kind == "open":
                members = [group["members"] for group in base["groups"]]
                what = (members.index(edit.what.split(", ")),)
            else:
                what = (edit.what,)
            assert case is not None
            case = edited(case, base, edit.kind, what)
        assert case is not None
        assert says(case) not in cases, "two answers give the same case"
        cases[says(case)] = (len(answer.edits), answer.displacement)
    return cases


TARGETS = (
    Target("o0 and o1"),
    Target("o0 or not o1", via_closed=True),
    Target("{o1}", state=True),
    Target("not o0", every=True),
    Target("o1", anywhere=True, concept="smr"),
    Target("o0", concept="gmr", via_closed=True),
    Target("o0 and not o1", concept="seq"),
    Target("not o1", stops=True),
    Target("o0 or o1", stops=True, via_closed=True, concept="sseq"),
    Target("not o0 or o1", every=True, anywhere=True),
)


@pytest.mark.parametrize("seed", range(30))
def test_size_one_is_complete(seed: int) -> None:
    random = Random(seed)
    plain = small_case(random)
    case = hb.read_text(written(plain))
    for target in TARGETS:
        found = whatif(case, target, size=1)
        assert told(plain, found) == brute(plain, target, 1), target


@pytest.mark.parametrize("seed", range(5))
def test_size_two_is_complete(seed: int) -> None:
    random = Random(1000 + seed)
    plain = small_case(random)
    case = hb.read_text(written(plain))
    for target in random.sample(TARGETS, 2):
        found = whatif(case, target, size=2)
        assert told(plain, found) == brute(plain, target, 2), target


@pytest.mark.parametrize("seed", range(20))
def test_order_and_counts(seed: int) -> None:
    random = Random(seed)
    plain = small_case(random)
    case = hb.read_text(written(plain))
    found = whatif(case, TARGETS[seed % len(TARGETS)], size=2)
    order = [(len(answer.edits), answer.displacement) for answer in found.answers]
    assert order == sorted(order)
    for tried in found.tried:
        assert tried.answers == sum(len(answer.edits) == tried.size for answer in found.answers)
        assert tried.cases >= tried.left_out + tried.void + tried.answers
    assert sum(found.neighbourhood.values()) == len(list(single_edits(plain)))
    again = json.loads(json.dumps(found.to_dict()))
    assert again["kind"] == "whatif"


# --- Korea -----------------------------------------------------------------------------------------

STAGE_1 = "{d_freeze, d_pledge, u_suspend, u_talks, r_suspend, r_coop, s_broker, j_link, n_verify}"
"""What the first half of 2018 leads to in its profile: found there by `test_stage_1_of_2018`."""


@pytest.fixture(scope="module")
def korea() -> Any:
    return hb.read("korea-2017")


def test_stage_1_of_2018(korea: Any) -> None:
    found = hb.paths(korea, "2018H1")
    states = [
        state
        for state in found.holding
        if state.holds == "holds" and "stage_1" in state.outcomes and sound(state)
    ]
    assert [str(state) for state in states] == [STAGE_1]


def sound(state: Any) -> bool:
    labels = {label.label for label in state.labels}
    return state.tag is not None and state.tag.today and not labels & {"trap", "regret"}


def stands(case: Any, target: Target) -> bool:
    """Whether a target is met, read from the equilibria, tags and labels of the case itself."""
    if target.via_closed:
        opened = [group.members for group in case.groups if not group.open]
        case = hb.variant(case, None, hb.ad_hoc(case, opened=opened))
    encoded = encode(case)
    road = Road(encoded)
    for found in of_encoded(encoded, ["nash"]).equilibria:
        written = "{" + ", ".join(found.state) + "}"
        if written == target.text if target.state else target.text in found.outcomes:
            state = encoded.names.index(found.id)
            labels = {label.label for label in road.labels(state, found.stable_under)}
            if not labels & {"trap", "regret"} and sound(road.annotate(found)):
                return True
    return False


@pytest.mark.parametrize(
    ("target", "count"),
    [
        (Target("stage_1"), 0),
        (Target("stage_1", via_closed=True), 18),
        (Target(STAGE_1, state=True), 0),
        (Target(STAGE_1, state=True, via_closed=True), None),
    ],
    ids=["today", "via closed", "state", "state via closed"],
)
def test_korea_size_one(korea: Any, target: Target, count: int | None) -> None:
    """Every single edit, one by one, each as a case of its own."""
    found = whatif(korea, target, size=1)
    contents = Contents()
    good = set()
    for edit in neighbourhood(korea).edits:
        try:
            case = apply(korea, edit.change)
        except CaseError:
            continue
        if stands(case, target):
            good.add(contents.key(case))
    answers = [answer.edits[0].id for answer in found.answers]
    by_id = {edit.id: edit for edit in neighbourhood(korea).edits}
    assert {contents.key(apply(korea, by_id[id].change)) for id in answers} == good
    assert len(answers) == len(good)
    if count is not None:
        assert len(answers) == count


def test_firm_lines_stay(korea: Any) -> None:
    found = whatif(korea, Target("stage_1", via_closed=True), size=1)
    firm = {
        (party, line.id)
        for party, preference in korea.lists.items()
        for line in preference.lines
        if line.firm
    }
    for edit in neighbourhood(korea).edits:
        assert (edit.party, edit.what) not in firm or edit.kind == "way"
    crossing = {answer.edits[0].id: answer.crosses for answer in found.answers}
    assert crossing["move US: no-naked-suspension to 9"] == ()
    assert ("US", "suspend-if-freeze", "no-war") in crossing["move US: suspend-if-freeze to 5"]


def test_already_true(korea: Any) -> None:
    found = whatif(korea, Target("deadlock"))
    assert found.already
    assert found.answers == ()
    assert [state.outcomes for state in found.states] == [("deadlock",)]


def test_wrong_target(korea: Any) -> None:
    with pytest.raises(CaseError, match="u_talk"):
        whatif(korea, Target("u_talk and d_freeze"))


# --- keeping and resuming ----------------------------------------------------------------------------

KILLED = """
import os, signal, sys
import honestbroker as hb
from honestbroker.analyses.labels import Road
from honestbroker.analyses.stability import of_encoded
from honestbroker.analyses.whatif import whatif
from honestbroker.result.whatif import Target
from honestbroker.sweep import Work
target = Target("stage_1", via_closed=True)
def kill(progress):
    if progress.part == "sets of 1" and progress.done == 1:
        os.kill(os.getpid(), signal.SIGKILL)
whatif(hb.read("korea-2017"), target, size=1, work=Work(store=sys.argv[1], progress=kill))
"""


def test_killed_and_resumed(korea: Any, tmp_path: Path) -> None:
    """A run killed with SIGKILL goes on where it was: finished chunks are not worked out again."""
    path = tmp_path / "run.jsonl"
    run = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert run.returncode == -signal.SIGKILL
    lines = path.read_text().splitlines()
    assert len(lines) == 2
    kept = json.loads(lines[1])
    with path.open("a") as file:
        file.write('{"chunk": "sets of 1:1", "resu')  # cut off
    heard = []
    target = Target("stage_1", via_closed=True)

    found = whatif(korea, target, size=1, work=Work(store=path, progress=heard.append))
    assert (heard[0].done, heard[0].kept) == (1, 1)
    assert found.to_dict() == whatif(korea, target, size=1).to_dict()
    chunks = [json.loads(line)["chunk"] for line in path.read_text().splitlines()[1:]]
    assert len(chunks) == len(set(chunks))
    assert chunks[0] == kept["chunk"]
    started = time.monotonic()
    again = whatif(korea, target, size=1, work=Work(store=path))
    assert again.to_dict() == found.to_dict()
    assert time.monotonic() - started < 20
    with pytest.raises(StoreMismatch):
        whatif(korea, Target("war"), size=1, work=Work(store=path))


def test_same_on_processes(korea: Any) -> None:
    target = Target("stage_1", via_closed=True)
    alone = whatif(korea, target, size=1)
    assert whatif(korea, target, size=1, work=Work(2)).to_dict() == alone.to_dict()


def test_every_concept_is_a_target(korea: Any) -> None:
    case = hb.read("syria-iraq-1975")
    for concept in CONCEPTS:
        target = Target("{release}", state=True, concept=concept, anywhere=True)
        found = whatif(case, target, size=1)
        assert found.target.concept == concept
