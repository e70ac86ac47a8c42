"""Every example in the README and in the pages runs and prints what it says.

In a page,

* a ``python`` block with ``>>>`` is a doctest; the names of one page live as long as the page;
* a ``console`` block is a dialogue: ``$ command``, then what it prints (``...`` stands for
  anything). Commands run in a folder of their own, one a page, 100 columns wide, without colour;
* a ``yaml`` block that begins with a file name (``# mill.yaml``) is that file: it is written into
  that folder, so that what comes below can read it.

``sh`` blocks, other ``yaml`` blocks and blocks without a language are left alone.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sybil import Example, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser

import honestbroker as hb
from honestbroker.result.schemas import SCHEMAS

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def run_console(example: Example) -> str | None:
    """Run the commands of a console block; what differs, if anything does."""
    first, *turns = re.split(r"^\$ ", example.parsed, flags=re.MULTILINE)
    assert not first.strip(), "a console block begins with '$ '"
    for turn in turns:
        command, _, expected = turn.partition("\n")
        printed = run_command(command)
        if difference := compare(expected, printed):
            return f"$ {command}\n{difference}"
    return None


def run_command(command: str) -> str:
    """What a command prints, on both channels, without blanks at the ends of lines."""
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def compare(expected: str, printed: str) -> str | None:
    """None if the text fits, else both, side by side."""
    expected = expected.rstrip() + "\n"
    printed = printed.rstrip() + "\n"
    checker = doctest.OutputChecker()
    if checker.check_output(expected, printed, doctest.ELLIPSIS):
        return None
    as_doctest = doctest.Example("", expected)
    return checker.output_difference(as_doctest, printed, doctest.REPORT_NDIFF)


def write_file(example: Example) -> None:
    """Write a block that names its file into the page's folder."""
    if named := re.match(r"# (\S+\.yaml)\n", example.parsed):
        Path(named[1]).write_text(example.parsed, encoding="utf-8")


READER = Sybil(
    [
        PythonCodeBlockParser(doctest_optionflags=FLAGS),
        CodeBlockParser("console", run_console),
        CodeBlockParser("yaml", write_file),
    ]
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_examples_print_what_they_say(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for example in READER.parse(page):
        example.evaluate()


def test_the_comparison_notices_a_difference() -> None:
    assert compare("one\n...\nthree\n", "one\ntwo\nthree\n") is None
    assert compare("", "") is None
    assert compare("one\n", "two\n")
    assert compare("", "unexpected\n")


def test_the_readme_gives_one_command_to_look_and_one_to_test() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line for line in text.splitlines() if line.startswith("python3 -m venv")]
    assert commands == [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/honestbroker run korea-2017",
        "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest -n auto",
    ]


def test_the_reference_has_every_public_name_and_every_schema() -> None:
    library = (ROOT / "docs/reference/api.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\.\. auto\w+:: [\w.]*?(\w+)$", library, flags=re.MULTILINE))
    assert set(hb.__all__) <= described
    documents = (ROOT / "docs/reference/json.md").read_text(encoding="utf-8")
    assert [name for name in SCHEMAS if f"`{name}`" not in documents] == []
