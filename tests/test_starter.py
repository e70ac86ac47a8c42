"""The first case: it reads, and so does every example in it that is switched on."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

import honestbroker as hb
from honestbroker.casefile.models_case import CaseModel
from honestbroker.casefile.starter import starter
from honestbroker.casefile.writer import dump

MARK = "#>"


def examples(text: str) -> list[tuple[int, int]]:
    """Where the examples stand: first and last line of each run of lines that belong together."""
    runs: list[tuple[int, int]] = []
    for number, line in enumerate(text.splitlines()):
        if line.startswith(MARK):
            if runs and runs[-1][1] == number - 1:
                runs[-1] = (runs[-1][0], number)
            else:
                runs.append((number, number))
    return runs


def switched_on(text: str, runs: list[tuple[int, int]]) -> str:
    lines = text.splitlines(keepends=True)
    for first, last in runs:
        for number in range(first, last + 1):
            lines[number] = lines[number].removeprefix(MARK)
    return "".join(lines)


def test_it_reads_and_says_what_it_is() -> None:
    text = starter("my-crisis")
    case = hb.read_text(text)
    assert case.id == "my-crisis"
    assert (len(case.parties), len(case.options), len(case.rules), len(case.profiles)) == (
        2,
        3,
        1,
        1,
    )
    assert "honestbroker check my-crisis.yaml" in text
    evidence = [evidence for _, _, evidence in case.evidence()]
    assert any(one.cites for one in evidence)
    assert any(one.judged for one in evidence)
    assert any(not one.sourced for one in evidence)
    assert len(text.splitlines()) < 130
    assert all(len(line) <= 110 for line in text.splitlines())


def test_it_can_be_asked() -> None:
    case = hb.read_text(starter("x"))
    result = hb.stability(case)
    for check in case.checks:
        assert case.broken_rules(check.better) == case.broken_rules(check.worse) == ()
    # worked out by hand: with a suit pending the port has no reason to clean, nor the city to stop
    assert [found.state for found in result.under("nash")]


def test_the_checks_hold() -> None:
    case = hb.read_text(starter("x"))
    for check in case.checks:
        wants = case.lists[check.party]
        assert isinstance(wants, hb.case.parts.Statements)  # type: ignore[attr-defined]
        truths = [
            (case.satisfies(line.want, check.better), case.satisfies(line.want, check.worse))
            for line in wants.lines
        ]
        better, worse = next(pair for pair in truths if pair[0] != pair[1])
        assert better
        assert not worse


def test_every_example_can_be_switched_on() -> None:
    text = starter("x")
    runs = examples(text)
    assert len(runs) == 7
    hb.read_text(switched_on(text, runs))
    # the third party needs its list; everything else stands alone
    party = [run for run in runs if "State" in text.splitlines()[run[0]]]
    others = [run for run in runs if run not in party]
    assert len(party) == 2
    hb.read_text(switched_on(text, party))
    for count in (1, 2):
        for some in combinations(others, count):
            hb.read_text(switched_on(text, list(some)))


def test_switching_on_half_of_the_third_party_is_told_well() -> None:
    text = starter("x")
    party = next(run for run in examples(text) if "State" in text.splitlines()[run[0]])
    with pytest.raises(hb.CaseError, match="profile 'today' does not say what 'State' wants"):
        hb.read_text(switched_on(text, [party]))


def test_the_remarks_name_what_exists() -> None:
    text = starter("x")
    for way in ("both", "forward", "backward", "fixed"):
        assert re.search(rf"#.*\b{way}\b", text)
    keys = set(re.findall(r"^(?:#>)?([a-z_]+):", text, re.MULTILINE))
    assert keys <= set(CaseModel.model_fields)


@pytest.mark.parametrize("id", ["x", "korea-2017", "2017", "1e5", "a.b", "0x1f"])
def test_ids(id: str) -> None:
    case = hb.read_text(starter(id))
    assert case.id == id
    assert hb.read_text(dump(case)).id == id
    assert f"{id}.yaml" in starter(id)


@pytest.mark.parametrize(
    "id", ["", "no", "Hàn Quốc", "a b", "../x", "a\n", "-x", "{id}", "x" * 3 + "/"]
)
def test_what_is_no_id(id: str) -> None:
    with pytest.raises(hb.CaseError, match="cannot be the id of a case"):
        starter(id)
