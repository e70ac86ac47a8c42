"""The canary runner itself: it must not say "caught" when nothing was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tooling import load

ROOT = Path(__file__).resolve().parent.parent

runner = load("tests/canaries/run.py")
gate = load("tools/gate.py")
CANARIES = runner.read()

# A toy house: its gate demands that two and two are four.
TOY = runner.Canary(
    name="toy",
    step="toy",
    fault="two and two are five",
    file="sums.py",
    find="2 + 2",
    replace="2 + 3",
    command=("gate.py",),
    shows="wrong sum",
)


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    (tmp_path / "sums.py").write_text("total = 2 + 2\n")
    (tmp_path / "gate.py").write_text(
        "import sums, sys\nsys.exit('wrong sum' if sums.total != 4 else 0)\n"
    )
    return tmp_path


def verdict(canary: object, tree: Path) -> tuple[bool, str]:
    (only,) = runner.judge([canary], tree)
    return only.caught, only.words


def test_a_fault_that_the_gate_notices_is_caught(toy: Path) -> None:
    assert verdict(TOY, toy) == (True, "two and two are five")
    assert (toy / "sums.py").read_text() == "total = 2 + 2\n", "the tree itself stays as it was"


def test_a_gate_that_cannot_fail_is_found_out(toy: Path) -> None:
    (toy / "gate.py").write_text("print('wrong sum')\n")
    assert verdict(TOY, toy) == (False, "the gate passes in spite of the fault")


def test_a_gate_that_fails_anyway_proves_nothing(toy: Path) -> None:
    (toy / "gate.py").write_text("raise SystemExit('wrong sum')\n")
    caught, words = verdict(TOY, toy)
    assert not caught
    assert "without any fault" in words


def test_a_gate_that_fails_for_another_reason_proves_nothing(toy: Path) -> None:
    caught, words = verdict(replace(TOY, replace="2 +* 2"), toy)
    assert not caught
    assert "does not say 'wrong sum'" in words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"find": "7 + 7"}, "occurs 0 times"),
        ({"find": "2"}, "occurs 2 times"),
        ({"file": "gone.py"}, "there is no gone.py"),
        ({"replace": "2 + 2"}, "changes nothing"),
    ],
)
def test_a_canary_that_cannot_be_planted_is_an_error(
    toy: Path, change: dict[str, str], words: str
) -> None:
    caught, said = verdict(replace(TOY, **change), toy)
    assert not caught
    assert said.startswith("error: ")
    assert words in said


@pytest.mark.parametrize("canary", CANARIES, ids=lambda canary: canary.name)
def test_each_fault_can_be_planted(canary: object) -> None:
    canary.planted(ROOT)


def test_names_are_unique_and_every_step_of_the_gate_has_a_canary() -> None:
    names = [canary.name for canary in CANARIES]
    assert len(set(names)) == len(names)
    assert {canary.step for canary in CANARIES} | {"canaries"} == {step.name for step in gate.STEPS}
