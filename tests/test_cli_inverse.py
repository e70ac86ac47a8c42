"""The inverse verbs on a command line: JSON by its schema, sentences in both languages, problems."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

import honestbroker as hb
from honestbroker.cli import main
from honestbroker.explain.phrases_inverse import INVERSE
from honestbroker.result.schemas import SCHEMAS

ASKED = {
    "whatif": ["whatif", "korea-2017", "--make", "stage_1", "--via", "closed", "--size", "1"],
    "rankings": ["rankings", "syria-iraq-1975", "{release}", "Syria", "--concept", "seq"],
    "sensitivity": ["sensitivity", "elmira-1991", "--draws", "20", "--workers", "1"],
    "compare": ["compare", "korea-2017", "--with", "2018H1", "--draws", "5", "--workers", "1"],
    "timeline": ["timeline", "korea-2017"],
    "views": ["views", "korea-2017"],
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize("kind", ASKED)
def test_json(kind: str) -> None:
    done = run(*ASKED[kind], "--json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document["kind"] == kind
    Draft202012Validator.check_schema(SCHEMAS[kind])
    Draft202012Validator(SCHEMAS[kind]).validate(document)


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("kind", ASKED)
def test_sentences(kind: str, language: str) -> None:
    done = run(*ASKED[kind], "--language", language)
    assert done.exit_code == 0, done.output
    assert "{" not in done.stdout.replace("{release}", "")


def test_whatif_tells_who_would_have_to_want_what_more() -> None:
    told = " ".join(run(*ASKED["whatif"]).stdout.split())
    assert "523 different cases looked at; 18 do it" in told
    assert "would have to want more that" in told
    assert "This crosses a principle: “the United States does not use force”" in told
    assert "[lz2017#P23, haley-2017-09-04, trump-2017-11-15]" in told


def test_nobody() -> None:
    told = run("whatif", "korea-2017", "--make", "stage_1", "--size", "1").stdout
    assert "Nobody's single change does it." in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["whatif", "korea-2017", "--make", "u_talk"], "did you mean 'u_talks'?"),
        (["whatif", "prisoners-dilemma", "--state", "0"], "no status quo"),
        (["whatif", "korea-2017", "--state", "{u_relief, d_dismantle}"], "breaks rule"),
        (["rankings", "korea-2017", "today", "USA"], "there is no party 'USA'"),
        (["rankings", "korea-2017", "today", "--concept", "seq"], "ask about one party"),
        (["timeline", "chicken"], "no profile of this case has a date"),
        (["compare", "korea-2017", "--with", "nothing.yaml"], "nothing.yaml"),
    ],
)
def test_problems(arguments: list[str], told: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 1
    assert told in done.output
    assert "Traceback" not in done.output


def test_usage() -> None:
    assert run("whatif", "korea-2017").exit_code == 2
    assert run("whatif", "korea-2017", "--make", "war", "--state", "0").exit_code == 2


def test_store_of_another_question(tmp_path: Path) -> None:
    store = str(tmp_path / "kept.jsonl")
    first = [*ASKED["whatif"], "--store", store, "--workers", "1", "--json"]
    done = run(*first)
    assert done.exit_code == 0
    assert run(*first).stdout == done.stdout
    other = run(
        "whatif", "korea-2017", "--make", "war", "--size", "1", "--store", store, "--workers", "1"
    )
    assert other.exit_code == 1
    assert "another question" in other.output


def test_cluster_that_is_not_there() -> None:
    pytest.importorskip("distributed")
    done = run(*ASKED["whatif"], "--cluster", "tcp://127.0.0.1:1")
    assert done.exit_code == 1
    assert "no Dask scheduler" in done.output


def test_every_phrase_is_said() -> None:
    source: Any = Path(hb.__file__).parent / "explain"
    texts = "".join(
        path.read_text(encoding="utf-8")
        for path in source.glob("*.py")
        if not path.name.startswith("phrases")
    )
    built = ("value.", "edit.way.", "edit.set.", "edit.drop", "edit.insert", "whatif.how.",
             "claim.", "sure.orders.", "answer.traps.", "compare.")  # fmt: skip
    for key in INVERSE:
        assert f'"{key}"' in texts or key.startswith(built), key


def test_verbs_are_there() -> None:
    there = main.list_commands(click.Context(main))
    assert {"whatif", "rankings", "sensitivity", "compare", "timeline", "views"} <= set(there)
