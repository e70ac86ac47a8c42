"""Everything a change must pass, in one command.

::

    python tools/gate.py                     every step
    python tools/gate.py --only types        one step (repeat the option for more)
    python tools/gate.py --skip canaries     all but one
    python tools/gate.py --fix               repair what ruff can repair, then every step
    python tools/gate.py --list              what the steps are

A step is a command with an exit code. The gate runs them one after the other, shows the output of
those that fail, ends with a table, and exits with 1 if any failed. Each step has a canary in
``tests/canaries/``: a planted fault that the step must notice.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = sys.executable


@dataclass(frozen=True)
class Step:
    """One command of the gate, and the command that repairs what it complains about."""

    name: str
    asks: str
    command: tuple[str, ...]
    repair: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a step came to: its exit code, its output, its wall time in seconds."""

    step: Step
    code: int
    output: str
    seconds: float

    @property
    def closing_line(self) -> str:
        """The last line the step printed: where tools put their summary."""
        lines = [line.strip(" =-") for line in self.output.splitlines() if line.strip(" =-")]
        return lines[-1] if lines else ""


def pytest(*arguments: str) -> tuple[str, ...]:
    """A pytest command that leaves no cache behind."""
    return (PYTHON, "-m", "pytest", "-p", "no:cacheprovider", *arguments)


def public_modules() -> list[str]:
    """Source files whose docstrings are read by others, relative to the root."""
    files = sorted((ROOT / "src").rglob("*.py"))
    return [str(path.relative_to(ROOT)) for path in files]


RUFF = str(BIN / "ruff")
STEPS = (
    Step(
        "format", "is the layout ruff's?", (RUFF, "format", "--check", "."), (RUFF, "format", ".")
    ),
    Step("lint", "no known slip?", (RUFF, "check", "."), (RUFF, "check", "--fix", ".")),
    Step("types", "do the types fit, strictly?", (PYTHON, "-m", "mypy")),
    Step("imports", "does every import run downhill?", (str(BIN / "lint-imports"), "--no-cache")),
    Step("purity", "does the core keep to itself?", (PYTHON, "tools/purity.py")),
    Step(
        "docstrings",
        "is every public name described?",
        (PYTHON, "-m", "numpydoc", "lint", *public_modules()),
    ),
    Step("tests", "is it right?", pytest("-n", "2", "--ignore=tests/test_docs.py")),
    Step("doctests", "do the examples in the source run?", pytest("--doctest-modules", "src")),
    Step("examples", "do the examples in the pages run?", pytest("tests/test_docs.py")),
    Step(
        "docs",
        "do the pages build without a warning?",
        (PYTHON, "-m", "sphinx", "-W", "--keep-going", "-q", "-E", "docs", "docs/_build/html"),
    ),
    Step("canaries", "would each step notice a fault?", (PYTHON, "tests/canaries/run.py")),
)


def main() -> int:
    """Run the chosen steps and return the exit code."""
    arguments = parse_arguments()
    if arguments.list:
        for step in STEPS:
            print(f"{step.name:<11} {step.asks}")
        return 0
    if arguments.fix:
        for step in STEPS:
            if step.repair:
                run(Step(step.name, step.asks, step.repair))
    chosen = [
        step
        for step in STEPS
        if (not arguments.only or step.name in arguments.only) and step.name not in arguments.skip
    ]
    outcomes = [tell(run(step)) for step in chosen]
    print_table(outcomes)
    return 1 if not outcomes or any(outcome.code for outcome in outcomes) else 0


def parse_arguments() -> argparse.Namespace:
    """The command line, read and checked."""
    names = [step.name for step in STEPS]
    parser = argparse.ArgumentParser(description="Run everything a change must pass.")
    parser.add_argument("--only", action="append", choices=names, default=[], metavar="NAME")
    parser.add_argument("--skip", action="append", choices=names, default=[], metavar="NAME")
    parser.add_argument("--fix", action="store_true", help="first repair what can be repaired")
    parser.add_argument("--list", action="store_true", help="list the steps and stop")
    return parser.parse_args()


def run(step: Step) -> Outcome:
    """Run one step in the root of the tree, on the tree's own sources."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "NO_COLOR": "1",
    }
    start = time.perf_counter()
    if shutil.which(step.command[0]) is None:
        missing = f"{step.command[0]} is not installed: pip install -e '.[test,lint,docs]'"
        return Outcome(step, 127, missing, 0.0)
    done = subprocess.run(
        step.command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return Outcome(step, done.returncode, done.stdout, time.perf_counter() - start)


def tell(outcome: Outcome) -> Outcome:
    """Print what a failed step said, and one line for a step that passed."""
    name = outcome.step.name
    if outcome.code:
        print(f"---- {name}: failed {'-' * 60}\n{outcome.output.rstrip()}\n", flush=True)
    else:
        print(f"{name} ...", flush=True)
    return outcome


def print_table(outcomes: list[Outcome]) -> None:
    """Print one line a step: name, verdict, seconds, the step's own last line."""
    print()
    for outcome in outcomes:
        verdict = "FAILED" if outcome.code else "passed"
        summary = outcome.closing_line[:66]
        print(f"{outcome.step.name:<11} {verdict}  {outcome.seconds:6.1f} s  {summary}")
    failed = [outcome.step.name for outcome in outcomes if outcome.code]
    print(f"\n{'failed: ' + ', '.join(failed) if failed else 'all passed'}")


if __name__ == "__main__":
    sys.exit(main())
