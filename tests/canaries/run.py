"""Plant one fault for each gate in a copy of the tree, and demand that the gate notices.

A gate that cannot fail guards nothing. For every entry of ``canaries.toml`` this program

1. copies the tree and runs the gate on the copy: it must **pass**, or its later failure would
   prove nothing;
2. copies the tree again, plants the fault, and runs the same gate: it must **fail**, and what it
   prints must contain the words the entry expects, so that it fails for the right reason.

A fault is a text to find and a text to put in its place. If the text is not found exactly once the
canary is an error, never a pass: the code has moved on and the canary must follow it.

::

    python tests/canaries/run.py              every canary
    python tests/canaries/run.py kernel docs  only these
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LIST = HERE / "canaries.toml"

NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", "_build", "build", "dist", "*.egg-info", ".*_cache",
    ".hypothesis",
)  # fmt: skip
TWO_AT_A_TIME = 2

T = TypeVar("T")


class CanaryError(Exception):
    """A canary that proves nothing, as it stands."""


@dataclass(frozen=True)
class Canary:
    """A planted fault: where, what, which gate must notice, and what it must say.

    `step` is the step of ``tools/gate.py`` that the canary guards, `command` what to run with
    Python: the step itself, or the one part of it that should notice.
    """

    name: str
    step: str
    fault: str
    file: str
    find: str
    replace: str
    command: tuple[str, ...]
    shows: str

    def planted(self, tree: Path) -> str:
        """The faulty text of the file.

        Raises
        ------
        CanaryError
            If the text to find is not there exactly once, or the fault changes nothing.
        """
        path = tree / self.file
        if not path.is_file():
            raise CanaryError(f"there is no {self.file}")
        text = path.read_text(encoding="utf-8")
        if (count := text.count(self.find)) != 1:
            raise CanaryError(f"{self.file}: the text to find occurs {count} times, not once")
        if self.find == self.replace:
            raise CanaryError("the fault changes nothing")
        return text.replace(self.find, self.replace)


@dataclass(frozen=True)
class Verdict:
    """What became of one canary."""

    name: str
    caught: bool
    words: str
    output: str = ""


def read(path: Path = LIST) -> tuple[Canary, ...]:
    """The canaries of a list."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["canary"]
    for entry in entries:
        entry["command"] = tuple(entry.get("command", ("tools/gate.py", "--only", entry["step"])))
    return tuple(Canary(**entry) for entry in entries)


def run_gate(command: Sequence[str], tree: Path) -> tuple[int, str]:
    """Exit code and output of a gate, run on a copy of the tree and on nothing else."""
    environment = os.environ | {
        "PYTHONPATH": str(tree / "src"),
        # A fault can have the same size and the same second as the text it replaces:
        # a compiled file from before must not stand in for it.
        "PYTHONDONTWRITEBYTECODE": "1",
        "NUMBA_CACHE_DIR": str(tree / ".numba_cache"),
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        (sys.executable, *command),
        cwd=tree,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout


def in_a_copy(tree: Path, work: Callable[[Path], T]) -> T:
    """What `work` gives on a temporary copy of a tree."""
    with tempfile.TemporaryDirectory(prefix="canary-") as folder:
        copy = Path(folder) / "tree"
        shutil.copytree(tree, copy, ignore=NOT_COPIED)
        return work(copy)


def passes_unplanted(command: tuple[str, ...], tree: Path) -> Verdict | None:
    """None if the gate passes on a clean copy, else the verdict for all its canaries."""
    code, output = in_a_copy(tree, partial(run_gate, command))
    if code == 0:
        return None
    return Verdict("", False, "the gate fails without any fault, so it proves nothing", output)


def try_canary(canary: Canary, tree: Path) -> Verdict:
    """Whether the gate notices the fault, for the right reason."""

    def plant_and_run(copy: Path) -> tuple[int, str]:
        (copy / canary.file).write_text(canary.planted(copy), encoding="utf-8")
        return run_gate(canary.command, copy)

    try:
        code, output = in_a_copy(tree, plant_and_run)
    except CanaryError as error:
        return Verdict(canary.name, False, f"error: {error}")
    if code == 0:
        return Verdict(canary.name, False, "the gate passes in spite of the fault", output)
    if canary.shows not in output:
        words = f"the gate fails, but does not say {canary.shows!r}"
        return Verdict(canary.name, False, words, output)
    return Verdict(canary.name, True, canary.fault)


def judge(canaries: Sequence[Canary], tree: Path) -> list[Verdict]:
    """A verdict for each canary: first the gates on clean copies, then the faults."""
    commands = list(dict.fromkeys(canary.command for canary in canaries))
    with ThreadPoolExecutor(TWO_AT_A_TIME) as pool:
        clean = dict(
            zip(commands, pool.map(partial(passes_unplanted, tree=tree), commands), strict=True)
        )
        planted = [
            pool.submit(try_canary, canary, tree) if clean[canary.command] is None else None
            for canary in canaries
        ]
        verdicts = []
        for canary, future in zip(canaries, planted, strict=True):
            broken = clean[canary.command]
            if future is not None:
                verdicts.append(future.result())
            elif broken is not None:
                verdicts.append(Verdict(canary.name, False, broken.words, broken.output))
    return verdicts


def main() -> int:
    """Judge the canaries named on the command line, or all, and return the exit code."""
    parser = argparse.ArgumentParser(description="Demand that each gate notices its fault.")
    parser.add_argument("names", nargs="*", metavar="NAME")
    names = parser.parse_args().names
    known = read()
    if unknown := set(names) - {canary.name for canary in known}:
        parser.error(f"no such canary: {', '.join(sorted(unknown))}")
    start = time.perf_counter()
    verdicts = judge([canary for canary in known if not names or canary.name in names], ROOT)
    for verdict in verdicts:
        if verdict.output and not verdict.caught:
            print(f"---- {verdict.name} {'-' * 60}\n{verdict.output.rstrip()[-4000:]}\n")
    for verdict in verdicts:
        print(f"{verdict.name:<11} {'caught' if verdict.caught else 'MISSED'}  {verdict.words}")
    caught = sum(verdict.caught for verdict in verdicts)
    print(f"{caught} of {len(verdicts)} faults caught in {time.perf_counter() - start:.0f} s")
    return 0 if verdicts and caught == len(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
