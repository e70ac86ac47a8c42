"""Cases too large to list or to solve: limits are stated, kept, and told before work starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import honestbroker as hb
from honestbroker.cli import main

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")

HEAD = """
format: honestbroker/1
case: large
version: "1.0"
title: {en: large}
question: {en: how large?}
default_profile: base
"""


def text(options: int, parties: int = 4) -> str:
    """A case in which everybody wants its own options only: 2^options states."""
    told = [HEAD, "parties:"]
    told += [f"  p{party}: {{name: {{en: Party {party}}}}}" for party in range(parties)]
    told.append("options:")
    for bit in range(options):
        told.append(f"  o{bit}: {{by: p{bit % parties}, name: {{en: do {bit}}}, way: both}}")
    told += ["groups:", "  - {members: [p0, p1], open: true}"]
    told += ["outcomes:", "  first: {formula: o0, name: {en: first}}", "status_quo: []"]
    told.append("profiles:")
    for name, date in (("base", "2020-01-01"), ("later", "2021-01-01")):
        told += [f"  {name}:", f"    date: {date}", "    lists:"]
        for party in range(parties):
            told.append(f"      p{party}: [{{id: s{party}, want: o{party}}}]")
    return "\n".join(told) + "\n"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A case with 2^30 combinations, all of them feasible."""
    path = tmp_path / "large.yaml"
    path.write_text(text(30))
    return path


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A case with 2^8 states of which 2^4 are nash equilibria: those with the first four options."""
    path = tmp_path / "listed.yaml"
    path.write_text(text(8))
    return path


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


VERBS = [
    ["run"], ["stability"], ["stability", "--json"], ["paths"], ["paths", "--json"],
    ["explain", "{o0}"], ["explain", "{o0}", "--over", "{o1}"], ["explain", "{o0}", "--from", "{}"],
    ["diff", "--open", "p1,p2"], ["whatif", "--make", "first"], ["rankings", "{o0}"],
    ["sensitivity"], ["timeline"], ["views"], ["check"], ["report"],
]  # fmt: skip


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_every_verb_refuses_before_it_works(verb: list[str], large: Path) -> None:
    """2^30 states do not fit into the default of 4 GiB; solving them would take minutes."""
    name, *rest = verb
    found = asked(name, str(large), *rest)
    assert found.exit_code == 3, found.output
    assert "1,073,741,824 states" in found.output
    assert "--max-memory" in found.output
    assert "add rules" in found.output


def test_compare_refuses_too(large: Path) -> None:
    found = asked("compare", str(large), "--with", "later", "--draws", "0", "--quiet")
    assert found.exit_code == 3, found.output


@pytest.mark.parametrize("verb", ["run", "stability", "paths"])
def test_less_memory_may_be_allowed(verb: str, listed: Path) -> None:
    assert asked(verb, str(listed), "--max-memory", "1K").exit_code == 3
    assert asked(verb, str(listed), "--max-memory", "1M").exit_code == 0


def test_play_needs_more_than_verdicts(listed: Path) -> None:
    case = hb.read(listed)
    assert hb.estimate(case, play=True).memory > hb.estimate(case).memory
    allowed = hb.estimate(case).memory
    assert hb.stability(case, max_memory=allowed).counts()["nash"] == 16
    with pytest.raises(hb.TooBig):
        hb.paths(case, max_memory=allowed)


def document(*arguments: str) -> dict[str, object]:
    found = asked(*arguments, "--json")
    assert found.exit_code == 0, found.output
    told: dict[str, object] = json.loads(found.stdout)
    return told


def ids(told: dict[str, object], key: str) -> list[int]:
    rows = told[key]
    assert isinstance(rows, list)
    return [int(row["id"]) for row in rows]


def test_what_is_left_out_is_counted(listed: Path) -> None:
    """Everybody takes its one wanted option and does not care for the other: 16 equilibria."""
    expected = sorted(0b1111 | rest << 4 for rest in range(16))
    whole = document("stability", str(listed), "--limit", "0")
    assert (ids(whole, "equilibria"), whole["left_out"]) == (expected, 0)
    part = document("stability", str(listed), "--limit", "5")
    assert (ids(part, "equilibria"), part["left_out"]) == (expected[:5], 11)
    assert part["counts"] == dict.fromkeys(CONCEPTS, 16)
    some = document("paths", str(listed), "--limit", "5")
    assert (len(ids(some, "holding")), some["left_out"]) == (5, 11)


def test_states_reached_most_easily_are_told(listed: Path) -> None:
    """Whatever the limit, nothing that is left out is nearer than something that is told."""
    whole = document("paths", str(listed), "--limit", "0")
    rows = whole["holding"]
    assert isinstance(rows, list)
    steps = {int(row["id"]): row["tag"]["steps"] for row in rows}
    for limit in (1, 3, 9):
        told = ids(document("paths", str(listed), "--limit", str(limit)), "holding")
        assert len(told) == limit
        left = set(steps) - set(told)
        assert max(steps[state] for state in told) <= min(steps[state] for state in left)
    english = asked("paths", str(listed), "--limit", "3")
    assert "13 more hold" in english.output.replace("\n", " ")
    vietnamese = asked("paths", str(listed), "--limit", "3", "-l", "vi")
    assert "Còn 13 trạng thái khác" in vietnamese.output.replace("\n", " ")


def test_a_limited_briefing_counts_all(listed: Path) -> None:
    told = document("run", str(listed), "--limit", "2")
    outcomes = told["outcomes"]
    assert isinstance(outcomes, list)
    assert len(outcomes[0]["holding"]) == 16
    assert outcomes[0]["best"] in {str(state) for state in ids(told, "holding")}
    assert told["equilibria"] == dict.fromkeys(CONCEPTS, 16)


def test_outcomes_looked_up_at_once_agree_with_labels_one_by_one() -> None:
    for name in ("korea-2017", "elmira-1991", "cuban-missile-1962"):
        case = hb.read(name)
        found = hb.overview(case)
        holding = [state for state in found.paths.holding if state.holds == "holds"]
        for outcome in found.outcomes:
            there = [state for state in holding if outcome.id in state.outcomes]
            assert outcome.holding == tuple(state.id for state in there)
            sound = [
                state.id
                for state in there
                if state.tag is not None
                and state.tag.today
                and not any(label.label in ("trap", "regret") for label in state.labels)
            ]
            assert outcome.sound == tuple(sound)
            tags = {state.id: state.tag.name for state in there if state.tag is not None}
            assert outcome.tag == (None if outcome.best is None else tags.get(outcome.best))


def test_equilibria_are_named_when_they_are_looked_at(listed: Path) -> None:
    found = hb.stability(hb.read(listed))
    assert len(found.equilibria) == 16
    assert found.equilibria[-1] == list(found.equilibria)[-1]
    assert [one.id for one in found.equilibria[2:4]] == [one.id for one in found.equilibria][2:4]
    assert found.under("nash", "seq") == tuple(found.under("nash"))
    assert {one.tag for one in found.equilibria} == {None}
    assert None not in {one.tag for one in found.labelled().equilibria}


@pytest.fixture
def homeless(tmp_path: Path) -> dict[str, str]:
    """No home, no cache, and a temporary folder in which others could have put code."""
    name = f"honestbroker-{os.getuid()}"
    (tmp_path / name).mkdir()
    (tmp_path / name).chmod(0o777)
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    return {**environment, "HOME": "/dev/null", "XDG_CACHE_HOME": "", "TMPDIR": str(tmp_path)}


def test_the_command_line_works_where_nothing_can_be_kept(
    tmp_path: Path, homeless: dict[str, str]
) -> None:
    """2^16 states are solved by compiled code, which is compiled anew."""
    case = tmp_path / "case.yaml"
    case.write_text(text(16))
    command = "from honestbroker.cli import main; main()"
    found = subprocess.run(
        [sys.executable, "-B", "-c", command, "stability", str(case), "--concept", "nash"],
        capture_output=True,
        text=True,
        check=False,
        env=homeless,
    )
    assert found.returncode == 0, found.stderr
    assert "nash 4,096" in found.stdout
