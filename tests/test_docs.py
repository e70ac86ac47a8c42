"""Every example in the README and in the pages runs and prints what it says.

In a page,

* a ``python`` block with ``>>>`` is a doctest; the names of one page live as long as the page;
* a ``console`` block is a session: ``$ command``, then what it prints (``...`` stands for
  anything). Commands run in a folder of their own, one a page, 100 columns wide, without colour;
* a ``code-block`` with a caption is a file: it is written into that folder under its caption, so
  that the commands below it can read it.

``sh`` blocks, and blocks without a language, are not run.
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
from sybil.parsers.myst.lexers import DirectiveLexer
from sybil.region import Region

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def run_session(example: Example) -> str | None:
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


def captioned_files(document: object) -> list[Region]:
    """The code blocks of a page that have a caption."""
    lexer = DirectiveLexer(directive="code-block", arguments=".*")
    regions = []
    for region in lexer(document):
        if caption := region.lexemes["options"].get("caption"):
            regions.append(
                Region(region.start, region.end, (caption, region.lexemes["source"]), write_file)
            )
    return regions


def write_file(example: Example) -> None:
    """Write a captioned block into the page's folder."""
    name, text = example.parsed
    Path(name).write_text(str(text), encoding="utf-8")


READER = Sybil(
    [
        PythonCodeBlockParser(doctest_optionflags=FLAGS),
        CodeBlockParser("console", run_session),
        captioned_files,
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
        "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest",
    ]
