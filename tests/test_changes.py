"""What each kind of edit does to a case; profiles; what an edit cannot refer to.

The expected case is the same file with the edit made by hand: after a change everything a case is
made of, and every verdict, must be what that file gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import Any, get_args

import numpy as np
import pytest

import honestbroker as hb
from bridge import STYLES, by_number, model_of, number, option_id, text
from bulk import model_of_seed
from formulas import random_formula, sample
from honestbroker.case.parts import (
    AddRule,
    Change,
    Drop,
    DropOption,
    DropRule,
    Edit,
    EditKind,
    Insert,
    Move,
    Ranking,
    Rule,
    SetFlag,
    SetWay,
    Spot,
    Statement,
    Statements,
)
from honestbroker.encode import encode
from honestbroker.formula import parse
from oracle import CONCEPTS, WAYS, Model, State, stable

BASE = """
format: honestbroker/1
case: base
title: a case to be changed
parties:
  Alpha: {name: Alpha}
  Beta: {name: Beta}
  Gamma: {name: Gamma}
options:
  arm: {by: Alpha, name: arm}
  test: {by: Alpha, name: test, way: forward}
  build: {by: Beta, name: build}
  boast: {by: Beta, name: boast, way: backward}
flags:
  trusted: {default: false}
terms:
  calm: not arm and not build
rules:
  - {id: boast-of-what, holds: boast only if build}
status_quo: [build]
reference: [build, boast]
groups:
  - {members: [Alpha, Beta], open: false}
  - {members: [Alpha, Beta, Gamma], open: true}
profiles:
  base:
    lists:
      Alpha:
        - {id: first, want: not boast}
        - {id: second, want: calm or trusted}
        - {id: third, want: test}
        - {id: fourth, want: arm only if build}
      Beta:
        - {id: first, want: not test}
        - {id: second, want: build if arm}
        - {id: third, want: not arm}
      Gamma: {ranking: [0, [4, 12], [1, 2, 3], 5, 6, 7, 13, [14, 15]], numbering: decimal}
"""


def with_changes(edits: str, into: str = BASE) -> str:
    """The case with a library of one change, called `it`, of these edits in flow style."""
    return into + f"changes:\n  it:\n    edits: [{edits}]\n"


def shape(case: hb.Case) -> dict[str, Any]:
    """Everything a case is made of, without places, names and evidence."""

    def wants(preference: Statements | Ranking) -> list[Any]:
        if isinstance(preference, Ranking):
            return [sorted(map(sorted, tier)) for tier in preference.tiers]
        return [(line.id, str(line.want), line.firm) for line in preference.lines]

    return {
        "parties": [party.id for party in case.parties],
        "options": [(option.id, option.party, option.way) for option in case.options],
        "flags": {flag.id: flag.value for flag in case.flags},
        "terms": {term.id: str(term.formula) for term in case.terms},
        "rules": [(rule.id, str(rule.formula)) for rule in case.rules],
        "status quo": case.status_quo,
        "reference": case.reference,
        "groups": [(group.members, group.open) for group in case.groups],
        "lists": {party: wants(preference) for party, preference in case.lists.items()},
        "couplings": [(c.option, c.taken, c.then) for c in case.couplings],
    }


def ranks(case: hb.Case) -> list[list[int]]:
    """Every party's ranks, by state."""
    found: list[list[int]] = encode(case).graph.ranks.tolist()
    return found


def same(one: hb.Case, other: hb.Case) -> None:
    """Two cases of the same make give the same states, ranks and verdicts."""
    assert shape(one) == shape(other)
    assert ranks(one) == ranks(other)
    assert np.array_equal(hb.stability(one).verdicts.table, hb.stability(other).verdicts.table)


# --- what each edit does -------------------------------------------------------------------------

ITEM = "\n        - "


def above(line: str, new: str) -> tuple[str, str]:
    """A new line of a list above one that is there."""
    return line, new + ITEM + line


def below(line: str, new: str) -> tuple[str, str]:
    """A new line of a list below one that is there."""
    return line, line + ITEM + new


GAMMA = "[0, [4, 12], [1, 2, 3], 5, 6, 7, 13, [14, 15]]"
TEST = "  test: {by: Alpha, name: test, way: forward}\n"
BOAST = "  boast: {by: Beta, name: boast, way: backward}\n"
RULE = "  - {id: boast-of-what, holds: boast only if build}\n"
WHOLE = "  - {members: [Alpha, Beta, Gamma], open: true}\n"
B_FIRST, B_SECOND = "{id: first, want: not test}", "{id: second, want: build if arm}"
B_THIRD, A_FIRST = "{id: third, want: not arm}", "{id: first, want: not boast}"

EFFECTS: dict[str, tuple[list[str], list[tuple[str, str]]]] = {
    "set": (["set: {trusted: true}"], [("default: false", "default: true")]),
    "add_option": (
        [
            "add_option: {id: cheat, by: Gamma, name: cheat, way: forward}",
            "replace: {party: Beta, statement: first, with: {id: first, want: not cheat}}",
        ],
        [
            (BOAST, BOAST + "  cheat: {by: Gamma, name: cheat, way: forward}\n"),
            (B_FIRST, "{id: first, want: not cheat}"),
        ],
    ),
    "add_option taken": (
        ["add_option: {id: cheat, by: Gamma, name: cheat, status_quo: true}"],
        [
            (BOAST, BOAST + "  cheat: {by: Gamma, name: cheat}\n"),
            ("status_quo: [build]", "status_quo: [build, cheat]"),
            ("reference: [build, boast]", "reference: [build, boast, cheat]"),
        ],
    ),
    "drop_option": (
        ["drop_option: {option: test, as: false}"],
        [
            (TEST, ""),
            ("{default: false}", "{default: false}\n  test: {default: false}"),
            (GAMMA, "[0, [2, 6], 1, 3, 7]"),
        ],
    ),
    "drop_option kept": (
        ["drop_option: {option: test, as: true}"],
        [
            (TEST, ""),
            ("{default: false}", "{default: false}\n  test: {default: true}"),
            (GAMMA, "[[0, 1], 2, 3, [6, 7]]"),
        ],
    ),
    "way": (
        ["way: {arm: fixed, test: both}"],
        [("name: arm}", "name: arm, way: fixed}"), (", way: forward", "")],
    ),
    "insert to": (
        ["insert: {party: Beta, statement: {id: new, want: boast, firm: true}, to: 2}"],
        [above(B_SECOND, "{id: new, want: boast, firm: true}")],
    ),
    "insert after": (
        ["insert: {party: Beta, statement: {id: new, want: boast}, after: third}"],
        [below(B_THIRD, "{id: new, want: boast}")],
    ),
    "insert before": (
        ["insert: {party: Alpha, statement: {id: new, want: trusted}, before: first}"],
        [above(A_FIRST, "{id: new, want: trusted}")],
    ),
    "drop": (["drop: {party: Beta, statement: second}"], [(B_SECOND + ITEM, "")]),
    "replace": (
        ["replace: {party: Alpha, statement: third, with: {id: other, want: arm}}"],
        [("{id: third, want: test}", "{id: other, want: arm}")],
    ),
    "define": (
        ["define: {calm: trusted or not boast}"],
        [("not arm and not build", "trusted or not boast")],
    ),
    "open": (["open: [Beta, Alpha]"], [("Beta], open: false", "Beta], open: true")]),
    "close": (["close: [Gamma, Beta, Alpha]"], [("Gamma], open: true", "Gamma], open: false")]),
    "add_group": (
        ["add_group: {members: [Beta, Gamma], open: true}"],
        [(WHOLE, WHOLE + "  - {members: [Beta, Gamma], open: true}\n")],
    ),
    "add_rule": (
        [
            "add_rule: {id: no-show, holds: not (arm and test)}",
            "replace: {party: Alpha, statement: first, with: {id: first, want: calm}}",
        ],
        [
            (RULE, RULE + "  - {id: no-show, holds: not (arm and test)}\n"),
            (A_FIRST, "{id: first, want: calm}"),
        ],
    ),
    "drop_rule": (["drop_rule: boast-of-what"], [("rules:\n" + RULE, "rules: []\n")]),
}

NOT_RANKED = {"add_option", "add_option taken", "add_rule", "drop_rule"}
"""Edits after which Gamma's direct ranking no longer fits the states; it wants `calm` instead."""


def by_hand(written: str, edits: Iterable[tuple[str, str]]) -> str:
    """The file with every piece of text replaced; each must be there exactly once."""
    for old, new in edits:
        assert written.count(old) == 1, old
        written = written.replace(old, new)
    return written


@pytest.mark.parametrize("kind", EFFECTS)
def test_an_edit_does_what_an_edited_file_says(kind: str) -> None:
    edits, replacements = EFFECTS[kind]
    base = BASE
    if kind in NOT_RANKED:
        gamma = base[base.index("      Gamma: {ranking") :]
        base = base.replace(gamma, "      Gamma:\n        - {id: peace, want: calm}\n")
    case = hb.read_text(with_changes(", ".join(edits), base))
    before = shape(case)
    after = hb.variant(case, changes=["it"])
    same(after, hb.read_text(by_hand(base, replacements)))
    assert shape(case) == before == shape(hb.read_text(base)), "the case itself stays as it was"
    assert [change.id for change in after.applied] == ["it"]
    assert hb.stability(case, changes=["it"]).question.changes == ("it",)


def test_coupling_joins_the_case() -> None:
    edits = "couple: {when: [arm, down], then: [[build, down], [boast, up]]}"
    after = hb.variant(hb.read_text(with_changes(edits)), changes=["it"])
    assert shape(after)["couplings"] == [("arm", False, (("build", False), ("boast", True)))]
    assert shape(after) | {"couplings": []} == shape(hb.read_text(BASE))


COUPLED = """
format: honestbroker/1
case: coupled
title: whoever lets go is answered at once
parties: {A: {name: A}, B: {name: B}}
options: {pact: {by: A, name: keep a pact}, aid: {by: B, name: aid}}
profiles:
  base:
    lists:
      A: [{id: aid, want: aid}]
      B: [{id: pact, want: pact}, {id: save, want: not aid}]
changes:
  it: {edits: [{couple: {when: [aid, down], then: [[pact, down]]}}]}
"""


def test_a_coupled_case_is_solved_with_its_coupling() -> None:
    """B gains by dropping its aid, unless the pact falls with it: then {pact, aid} is nash."""
    case = hb.read_text(COUPLED)
    assert "3" not in hb.stability(case).verdicts.stable("nash", "B")
    assert "3" in hb.stability(case, changes=["it"]).verdicts.stable("nash", "B")


# --- positions -----------------------------------------------------------------------------------

LINES = ["first", "second", "third", "fourth"]


def order(case: hb.Case, party: str = "Alpha") -> list[str]:
    """The ids of a party's list."""
    preference = case.lists[party]
    assert isinstance(preference, Statements)
    return [line.id for line in preference.lines]


def made(case: hb.Case, *kinds: EditKind) -> hb.Case:
    """A case after a change of some edits."""
    return hb.apply(case, Change("it", tuple(Edit(kind) for kind in kinds)))


@pytest.mark.parametrize("line", LINES)
def test_move_counts_positions_after_the_line_was_taken_out(line: str) -> None:
    case = hb.read_text(BASE)
    rest = [other for other in LINES if other != line]
    for to in range(1, len(LINES) + 1):
        moved = made(case, Move("Alpha", line, Spot(to=to)))
        assert order(moved) == [*rest[: to - 1], line, *rest[to - 1 :]]
        assert order(moved).index(line) + 1 == to
    for other in rest:
        after = order(made(case, Move("Alpha", line, Spot(after=other))))
        assert after.index(line) == after.index(other) + 1
        before = order(made(case, Move("Alpha", line, Spot(before=other))))
        assert before.index(line) == before.index(other) - 1
        assert [id for id in after if id != line] == [id for id in before if id != line] == rest


def test_move_with_its_words_as_in_the_file() -> None:
    for spot, expected in [
        ("to: 1", ["third", "first", "second", "fourth"]),
        ("to: 4", ["first", "second", "fourth", "third"]),
        ("after: first", ["first", "third", "second", "fourth"]),
        ("before: fourth", ["first", "second", "third", "fourth"]),
    ]:
        case = hb.read_text(with_changes(f"move: {{party: Alpha, statement: third, {spot}}}"))
        assert order(hb.variant(case, changes=["it"])) == expected


def test_insert_at_every_position() -> None:
    case = hb.read_text(BASE)
    new = Statement("new", parse("boast"))
    for to in range(1, len(LINES) + 2):
        expected = [*LINES[: to - 1], "new", *LINES[to - 1 :]]
        assert order(made(case, Insert("Alpha", new, Spot(to=to)))) == expected


@pytest.mark.parametrize("to", [-1, 0, 5, 99])
def test_move_to_a_position_that_is_not_there(to: int) -> None:
    with pytest.raises(hb.CaseError, match=rf"position {to} is not between 1 and 4"):
        made(hb.read_text(BASE), Move("Alpha", "first", Spot(to=to)))


@pytest.mark.parametrize("spot", [Spot(), Spot(to=1, after="third"), Spot(after="x", before="y")])
def test_a_spot_is_exactly_one_of_three(spot: Spot) -> None:
    with pytest.raises(hb.CaseError, match="exactly one of to, after and before"):
        made(hb.read_text(BASE), Move("Alpha", "first", spot))


def test_a_line_cannot_stand_beside_itself() -> None:
    with pytest.raises(hb.CaseError, match="no statement 'second'"):
        made(hb.read_text(BASE), Move("Alpha", "second", Spot(after="second")))


def test_edits_are_made_in_order() -> None:
    """The second sees what the first did: the dropped line is gone, the new one is there."""
    case = hb.read_text(BASE)
    after = made(
        case,
        Insert("Alpha", Statement("new", parse("boast")), Spot(before="first")),
        Move("Alpha", "new", Spot(after="fourth")),
        Drop("Alpha", "first"),
        Move("Alpha", "fourth", Spot(to=1)),
    )
    assert order(after) == ["fourth", "second", "third", "new"]
    with pytest.raises(hb.CaseError, match="no statement 'first'"):
        made(case, Drop("Alpha", "first"), Move("Alpha", "first", Spot(to=1)))


# --- references to what is not there -------------------------------------------------------------

MISSING: dict[str, tuple[str, str, str]] = {
    "a flag": ("set: {trustd: true}", "no flag 'trustd'", "'trusted'"),
    "an option's party": (
        "add_option: {id: new, by: Alfa, name: do}",
        "no party 'Alfa'",
        "'Alpha'",
    ),
    "an id in use": ("add_option: {id: calm, by: Beta, name: do}", "'calm' is in use", ""),
    "an option to drop": ("drop_option: {option: tst, as: true}", "no option 'tst'", "'test'"),
    "an option's way": ("way: {buidl: both}", "no option 'buidl'", "'build'"),
    "a way": ("way: {build: forwards}", "'forwards'", "'forward'"),
    "a list": (
        "insert: {party: Bta, statement: {id: new, want: arm}, to: 1}",
        "'Bta'",
        "'Beta'",
    ),
    "a name in a new statement": (
        "insert: {party: Beta, statement: {id: new, want: calmm}, to: 1}",
        "'calmm'",
        "'calm'",
    ),
    "a line to stand after": (
        "insert: {party: Beta, statement: {id: new, want: arm}, after: secnd}",
        "no statement 'secnd'",
        "'second'",
    ),
    "a line to stand before": (
        "move: {party: Alpha, statement: first, before: fourht}",
        "no statement 'fourht'",
        "'fourth'",
    ),
    "a second line of one id": (
        "insert: {party: Beta, statement: {id: third, want: arm}, to: 1}",
        "statement 'third' already",
        "",
    ),
    "a line to drop": ("drop: {party: Beta, statement: fourth}", "no statement 'fourth'", "first"),
    "a line to move": (
        "move: {party: Beta, statement: secnd, to: 1}",
        "no statement 'secnd'",
        "'second'",
    ),
    "a line to replace": (
        "replace: {party: Alpha, statement: frst, with: {id: new, want: arm}}",
        "no statement 'frst'",
        "'first'",
    ),
    "an id to replace by": (
        "replace: {party: Alpha, statement: first, with: {id: second, want: arm}}",
        "statement 'second' already",
        "",
    ),
    "statements of a direct ranking": (
        "drop: {party: Gamma, statement: first}",
        "'Gamma' gives a direct ranking",
        "",
    ),
    "a term": ("define: {clam: arm}", "no term 'clam'", "'calm'"),
    "a name in a term": ("define: {calm: arn}", "'arn'", "'arm'"),
    "a term of itself": ("define: {calm: not calm}", "in a circle: calm", ""),
    "a group to open": ("open: [Alpha, Gamma]", "no group [Alpha, Gamma]", "[Alpha, Beta]"),
    "a group to close": ("close: [Alpha, Gamma]", "no group [Alpha, Gamma]", "[Alpha, Beta]"),
    "a member": ("add_group: {members: [Alpha, Gama], open: true}", "no party 'Gama'", "'Gamma'"),
    "a second member": ("add_group: {members: [Alpha], open: true}", "two or more", ""),
    "a group that is there": ("add_group: {members: [Beta, Alpha], open: true}", "already", ""),
    "a rule of one id": (
        "add_rule: {id: boast-of-what, holds: arm}",
        "rule 'boast-of-what' already",
        "",
    ),
    "a name in a rule": ("add_rule: {id: new, holds: bost}", "'bost'", "'boast'"),
    "a rule": ("drop_rule: boast-of-wat", "no rule 'boast-of-wat'", "'boast-of-what'"),
    "a coupled option": (
        "couple: {when: [amr, up], then: [[build, up]]}",
        "no option 'amr'",
        "'arm'",
    ),
    "a response": (
        "couple: {when: [arm, up], then: [[bild, up]]}",
        "no option 'bild'",
        "'build'",
    ),
    "who learns": ("reveal: {to: Gama, about: Beta}", "no party 'Gama'", "'Gamma'"),
    "whose list it is": ("reveal: {to: Beta, about: Beta}", "knows its own list", ""),
    "one thing at a time": ("{open: [Alpha, Beta], drop_rule: x}", "an edit does one thing", ""),
    "any thing at all": ("{}", "an edit does one thing", ""),
}


@pytest.mark.parametrize("what", MISSING)
def test_a_reference_to_something_missing_is_an_error(what: str) -> None:
    edits, message, suggestion = MISSING[what]
    with pytest.raises(hb.CaseError) as caught:
        hb.variant(hb.read_text(with_changes(edits)), changes=["it"])
    told = [problem for problem in caught.value.problems if message in problem.message]
    assert told, caught.value
    assert any(suggestion in problem.suggestion for problem in told), told
    line = with_changes(edits).splitlines().index("  it:") + 2
    assert all(problem.place and problem.place.line in (line - 1, line) for problem in told)


KINDS = (
    "set", "add_option", "drop_option", "way", "insert", "drop", "move", "replace", "define",
    "open", "close", "add_group", "add_rule", "drop_rule", "couple", "reveal",
)  # fmt: skip


def test_every_kind_of_edit_is_tried_above() -> None:
    own_tests = {"couple", "move", "reveal"}  # views: test_views.py
    written = " ".join(edit for edits, _ in EFFECTS.values() for edit in edits)
    assert {kind for kind in KINDS if f"{kind}:" in written} >= set(KINDS) - own_tests
    refused = " ".join(edits for edits, _, _ in MISSING.values())
    assert {kind for kind in KINDS if f"{kind}:" in refused} == set(KINDS)
    # A profile's lists and views are edits of no file, and one class of edit opens and closes.
    assert len(get_args(EditKind)) - 2 == len(KINDS) - 1


def test_all_missing_things_of_a_change_are_told_at_once() -> None:
    case = hb.read_text(BASE)
    edits = (
        Edit(SetFlag("trustd", True)),
        Edit(Drop("Beta", "fifth")),
        Edit(SetWay("tset", "both")),
    )
    with pytest.raises(hb.CaseError) as caught:
        hb.apply(case, Change("broken", edits))
    assert len(caught.value.problems) == 3
    assert all("change 'broken'" in problem.message for problem in caught.value.problems)


def test_a_change_that_nobody_wrote() -> None:
    case = hb.read_text(with_changes("set: {trusted: true}"))
    with pytest.raises(hb.CaseError, match=r"no change 'itt'.*'it'"):
        hb.variant(case, changes=["itt"])
    with pytest.raises(hb.CaseError, match=r"no profile 'bse'.*'base'"):
        hb.variant(case, "bse")


# --- void: the status quo breaks a rule ----------------------------------------------------------


def test_a_change_that_the_status_quo_contradicts_is_void() -> None:
    case = hb.read_text(BASE)
    with pytest.raises(
        hb.CaseError, match=r"change 'it': the status quo .* breaks rule 'calm-down'"
    ):
        made(case, AddRule(Rule("calm-down", parse("not build"))))
    armed = replace(case, status_quo=frozenset({"arm"}))
    with pytest.raises(hb.CaseError, match=r"the status quo \{arm\} breaks rule 'boast-of-what'"):
        made(armed, DropOption("boast", True))  # boasting, and yet nothing is built


def test_a_change_that_the_reference_contradicts_is_void() -> None:
    rule = AddRule(Rule("modest", parse("not boast")))
    with pytest.raises(hb.CaseError, match=r"the reference .* breaks rule 'modest'"):
        made(hb.read_text(BASE), rule)


def test_void_in_one_profile_and_possible_in_another() -> None:
    extra = "  later:\n    from: base\n    changes: [{set: {trusted: true}}]\n"
    case = hb.read_text(
        with_changes("add_rule: {id: new, holds: build only if trusted}", BASE + extra)
    )
    with pytest.raises(hb.CaseError, match=r"the status quo .* breaks rule 'new'"):
        hb.variant(case, "base", ["it"])
    later = hb.variant(case, "later", ["it"])
    assert [rule.id for rule in later.rules] == ["boast-of-what", "new"]
    assert hb.stability(later).feasible == 12


def test_without_a_status_quo_nothing_is_void() -> None:
    case = replace(hb.read_text(BASE), status_quo=None, reference=None)
    assert made(case, AddRule(Rule("no-building", parse("not build")))).status_quo is None


# --- changes of generated models are other models ------------------------------------------------


def verdicts_are(case: hb.Case, model: Model) -> None:
    """The case has the model's states, and the oracle's verdicts on it."""
    result = hb.stability(case)
    assert [int(code) for code in result.names.codes] == [number(s) for s in by_number(model)]
    for concept in CONCEPTS:
        for place, party in enumerate(model.parties):
            expected = [number(s) for s in by_number(model) if stable(model, concept, place, s)]
            assert [int(id) for id in result.verdicts.stable(concept, party)] == expected


def without(model: Model, option: int, value: bool) -> Model:
    """The slice of a model in which an option keeps a value; later options move up."""

    def of(s: State) -> State:
        return frozenset(k - (k > option) for k in s if k != option)

    kept = [s for s in model.feasible if (option in s) == value]
    return Model(
        model.parties,
        model.owner[:option] + model.owner[option + 1 :],
        model.way[:option] + model.way[option + 1 :],
        frozenset(map(of, kept)),
        tuple({of(s): rank[s] for s in kept} for rank in model.rank),
        None if model.status_quo is None else of(model.status_quo),
        None if model.reference is None else of(model.reference),
    )


@pytest.mark.parametrize("style", STYLES)
def test_dropping_an_option_gives_the_slice_of_the_model(style: str) -> None:
    """Where the rest of the status quo is left out of the slice, the change is void instead."""
    void = done = 0
    for place in range(60):
        model = model_of_seed("slices", place)
        case = hb.read_text(text(model, style))
        for option in range(len(model.owner)):
            for value in (False, True):
                kept = without(model, option, value)
                kind = DropOption(option_id(option), value)
                named = [s for s in (kept.status_quo, kept.reference) if s is not None]
                if not kept.feasible:
                    continue
                if set(named) <= kept.feasible:
                    done += 1
                    verdicts_are(made(case, kind), kept)
                else:
                    void += 1
                    with pytest.raises(hb.CaseError, match="breaks rule"):
                        made(case, kind)
    assert min(void, done) > 20, (void, done)


def test_dropping_an_option_that_formulas_speak_of() -> None:
    """Rules, terms and lists read it as a constant."""
    done = 0
    for seed in range(60):
        case = hb.read_text(sample(Random(f"speak {seed}"), options=5).text)
        model = model_of(case)
        for option in range(len(model.owner)):
            for value in (False, True):
                kept = without(model, option, value)
                if kept.feasible:
                    done += 1
                    verdicts_are(made(case, DropOption(option_id(option), value)), kept)
    assert done > 100


@pytest.mark.parametrize("style", STYLES)
def test_another_way_gives_the_model_with_that_way(style: str) -> None:
    for place in range(25):
        model = model_of_seed("ways", place)
        case = hb.read_text(text(model, style))
        random = Random(place)
        option, way = random.randrange(len(model.owner)), random.choice(WAYS)
        ways = (*model.way[:option], way, *model.way[option + 1 :])
        verdicts_are(made(case, SetWay(option_id(option), way)), replace(model, way=ways))


def test_rules_added_and_dropped() -> None:
    """A rule more leaves the states in which it is true; without it they are back."""
    done = 0
    for seed in range(80):
        random = Random(f"rules {seed}")
        written = sample(random, options=5)
        case = hb.read_text(written.text)
        model = model_of(case)
        rule = random_formula(random, [option_id(k) for k in range(written.options)])
        left = frozenset(s for s in model.feasible if rule.true(written.meaning(s)))
        after = made(case, AddRule(Rule("new", parse(rule.text))))
        verdicts_are(made(after, DropRule("new")), model)
        if left:
            done += 1
            fewer = tuple({s: rank[s] for s in left} for rank in model.rank)
            verdicts_are(after, replace(model, feasible=left, rank=fewer))
    assert done > 30


# --- profiles ------------------------------------------------------------------------------------

PROFILES = """
  warmer:
    from: base
    lists:
      Beta:
        - {id: just, want: trusted or not arm}
        - {id: last, want: boast}
    changes:
      - move: {party: Alpha, statement: fourth, to: 1}
      - open: [Alpha, Beta]
  warmest:
    from: warmer
    changes:
      - set: {trusted: true}
      - move: {party: Alpha, statement: third, before: fourth}
      - drop: {party: Beta, statement: last}
  colder:
    from: base
    changes:
      - close: [Alpha, Beta, Gamma]
      - drop: {party: Beta, statement: third}
changes:
  distrust: {edits: [{set: {trusted: false}}]}
  trust: {edits: [{set: {trusted: true}}]}
  last-first: {edits: [{move: {party: Alpha, statement: third, to: 4}}]}
"""


def test_a_profile_is_its_base_with_its_own_lists_and_then_its_changes() -> None:
    case = hb.read_text(BASE + PROFILES)
    assert (case.profile, order(case), order(case, "Beta")) == ("base", LINES, LINES[:3])
    warmer = hb.in_profile(case, "warmer")
    assert order(warmer) == ["fourth", "first", "second", "third"]
    assert order(warmer, "Beta") == ["just", "last"], "a list of its own replaces the whole list"
    assert [group.open for group in warmer.groups] == [True, True]
    warmest = hb.in_profile(case, "warmest")
    assert order(warmest) == ["third", "fourth", "first", "second"], "on top of warmer's move"
    assert order(warmest, "Beta") == ["just"]
    assert [flag.value for flag in warmest.flags] == [True]
    assert [group.open for group in warmest.groups] == [True, True]
    for profile in ("base", "warmer", "warmest", "colder"):
        there = hb.in_profile(case, profile)
        assert there.profile == hb.stability(case, profile).question.profile == profile


def test_profiles_leave_no_trace_in_each_other() -> None:
    case = hb.read_text(BASE + PROFILES)
    names = ["base", "warmer", "warmest", "colder"]
    direct = {name: shape(hb.in_profile(case, name)) for name in names}
    assert shape(hb.in_profile(case, None)) == direct["base"]
    for one in names:
        for other in names:
            assert shape(hb.in_profile(hb.in_profile(case, one), other)) == direct[other]


def test_changes_named_apply_after_the_profile_and_in_order() -> None:
    case = hb.read_text(BASE + PROFILES)

    def trusted(*changes: str, profile: str = "warmest") -> bool:
        return hb.variant(case, profile, changes).flags[0].value

    assert trusted()
    assert not trusted("distrust")
    assert trusted("distrust", "trust")
    assert not trusted("trust", "distrust")
    assert not trusted("trust", "distrust", profile="base")
    moved = hb.variant(case, "warmest", ["last-first"])
    assert order(moved) == ["fourth", "first", "second", "third"], "after the profile's own moves"
    assert hb.stability(case, "warmest", ["trust", "distrust"]).question.changes == (
        "trust",
        "distrust",
    )


def test_changes_made_stay_last_when_the_profile_changes() -> None:
    case = hb.variant(hb.read_text(BASE + PROFILES), "colder", ["distrust", "last-first"])
    there = hb.in_profile(case, "warmest")
    assert not there.flags[0].value, "distrust comes after warmest's own setting"
    assert [change.id for change in there.applied] == ["distrust", "last-first"]
    expected = hb.variant(hb.read_text(BASE + PROFILES), "warmest", ["distrust", "last-first"])
    same(there, expected)


def test_ad_hoc_changes_apply_last() -> None:
    case = hb.read_text(BASE + PROFILES)
    changes = hb.ad_hoc(
        case, flags=[("trusted", False)], opened=[["Beta", "Alpha"], ["Gamma", "Beta"]]
    )
    after = hb.variant(case, "warmest", ["trust", *changes])
    assert not after.flags[0].value
    assert [(group.members, group.open) for group in after.groups] == [
        (("Alpha", "Beta"), True),
        (("Alpha", "Beta", "Gamma"), True),
        (("Beta", "Gamma"), True),
    ]
    assert len(after.applied) == 4
    with pytest.raises(hb.CaseError, match=r"no party 'Betta'.*'Beta'"):
        hb.ad_hoc(case, opened=[["Alpha", "Betta"]])
    with pytest.raises(hb.CaseError, match=r"no flag 'trustd'.*'trusted'"):
        hb.variant(case, None, hb.ad_hoc(case, flags=[("trustd", True)]))


@pytest.mark.parametrize(
    ("profiles", "message"),
    [
        ("  a: {from: b}\n  b: {from: a}\n", "in a circle"),
        ("  a: {from: a}\n", "in a circle|from itself"),
        ("  a: {from: b}\n  b: {from: c}\n  c: {from: b}\n", "in a circle"),
        ("  a: {from: bse}\n", r"no profile 'bse'"),
        ("  a: {from: base, changes: [{set: {trustd: true}}]}\n", "no flag 'trustd'"),
        (
            "  a: {from: base, changes: [{add_rule: {id: r, holds: not build}}]}\n",
            "breaks rule 'r'",
        ),
        ("  a: {lists: {}}\n", "does not say what 'Alpha' wants"),
    ],
)
def test_profiles_that_cannot_be(profiles: str, message: str) -> None:
    with pytest.raises(hb.CaseError, match=message):
        hb.read_text(BASE + profiles)


def test_a_profile_on_top_of_one_that_cannot_be() -> None:
    """What the base of a profile gets wrong is wrong there too, and an edit in between is not."""
    extra = "  a: {from: base, changes: [{drop: {party: Beta, statement: third}}]}\n"
    again = "  b: {from: a, changes: [{drop: {party: Beta, statement: third}}]}\n"
    assert order(hb.in_profile(hb.read_text(BASE + extra), "a"), "Beta") == ["first", "second"]
    with pytest.raises(hb.CaseError, match="no statement 'third'"):
        hb.read_text(BASE + extra + again)
