"""Verbs on roadmaps, brokers and conditions: JSON by its schema, sentences, problems."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

import honestbroker as hb
from honestbroker.cli import main
from honestbroker.result.schemas import SCHEMAS

SMALL = """
format: honestbroker/1
case: lock
title: {en: The lock on the canal, vi: Âu thuyền trên kênh}
parties:
  up: {name: {en: the upper town, vi: thị trấn trên}}
  down: {name: {en: the lower town, vi: thị trấn dưới}}
  keeper: {name: {en: the keeper, vi: người gác}}
options:
  open: {by: up, name: {en: open the lock, vi: mở âu}, undo: {en: close the lock, vi: đóng âu}}
  pay: {by: down, name: {en: pay the toll, vi: trả phí}, undo: {en: stop paying, vi: thôi trả phí}}
  watch: {by: keeper, name: {en: watch the lock, vi: canh âu}, undo: {en: leave, vi: bỏ đi}}
flags:
  trusted: {default: false, name: {en: the keeper is trusted, vi: người gác được tin cậy}}
status_quo: []
groups:
  - {members: [up, down], open: false}
outcomes:
  trade: {formula: open and pay, name: {en: trade, vi: giao thương}}
profiles:
  today:
    lists:
      up:
        - {id: toll, want: pay}
        - {id: even, want: open iff pay}
      down:
        - {id: passage, want: open}
        - {id: fair, want: pay iff open}
      keeper:
        - {id: rest, want: not watch}
principals: [up, down]
common_denominator: {formula: open and pay}
brokers:
  keeper:
    perceived:
      today:
        up: {accepts_any: 3, accepts: 2, stake: 1}
        down: {accepts_any: 2, accepts: 1, stake: 0}
    strength: 2
    leverage: {up: 1}
    repeated: true
    contributes:
      talks: {kind: B1, edits: [{open: [up, down]}]}
      eyes:
        kind: B4
        edits: [{insert: {party: up, statement: {id: eyes, want: watch}, to: 3}}]
        delivered_by: [watch]
      word: {kind: B5, outcome: trade}
roadmaps:
  plan:
    stages:
      - {id: first, take: [open], objections: [{by: up, statement: even}]}
      - {id: second, take: [pay]}
conditions:
  talks: {edits: [{open: [up, down]}]}
  flow: {formula: open}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("cases") / "lock.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def valid(*arguments: str) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    document: dict[str, Any] = json.loads(done.stdout)
    Draft202012Validator(SCHEMAS[document["kind"]]).validate(document)
    return document


KINDS = ("roadmap", "roadmaps", "stones", "broker", "brokers", "conditions", "escalation")


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_are_schemas_and_are_printed(kind: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[kind])
    assert json.loads(run("schema", kind).stdout) == SCHEMAS[kind]


ASKED = [
    ("roadmaps", ["roadmap", "korea-2017"]),
    ("roadmap", ["roadmap", "korea-2017", "russia-china-2017", "--profile", "2018H1"]),
    ("stones", ["roadmap", "korea-2017", "--find", "talks_for_freeze"]),
    ("stones", ["roadmap", "korea-2017", "--find", "settlement", "--max-changes", "3"]),
    ("broker", ["broker", "korea-2017", "RUS"]),
    ("broker", ["broker", "korea-2017", "UN", "--for", "settlement"]),
    ("brokers", ["brokers", "korea-2017", "--draws", "2", "--workers", "1", "--seed", "3"]),
    ("conditions", ["conditions", "korea-2017", "settlement"]),
    ("stones", ["roadmap", "camp-david-1978", "--find", "{outcome}"]),
    ("brokers", ["brokers", "camp-david-1978"]),
    ("escalation", ["escalation", "korea-2017"]),
    ("escalation", ["escalation", "korea-2017", "--profile", "2018H1", "--bad", "deadlock"]),
    ("escalation", ["escalation", "camp-david-1978", "--bad", "{outcome}"]),
]


@pytest.mark.parametrize(("kind", "arguments"), ASKED, ids=lambda value: " ".join(value)[:40])
def test_json_of_shipped_cases(kind: str, arguments: list[str]) -> None:
    outcome = hb.read(arguments[1]).outcomes[0].id
    document = valid(*(word.format(outcome=outcome) for word in arguments))
    assert document["kind"] == kind
    assert document["case"] == arguments[1]


def test_json_of_a_small_case(small: str) -> None:
    assert valid("roadmap", small, "plan", "--repair", "1", "--workers", "1")["roadmap"] == "plan"
    assert valid("roadmap", small)["kind"] == "roadmaps"
    assert valid("roadmap", small, "--find", "trade")["found"]
    assert valid("broker", small, "keeper", "--draws", "5", "--workers", "1")["broker"] == "keeper"
    assert len(valid("brokers", small, "--for", "open or pay")["candidates"]) == 1
    assert valid("escalation", small, "--bad", "open", "--bad", "watch")["bad"] == ["open", "watch"]
    assert valid("conditions", small, "trade")["minimal"] == [["talks"], ["flow"]]


@pytest.mark.parametrize("case", hb.shipped())
def test_every_shipped_case_can_be_asked(case: str) -> None:
    found = hb.read(case)
    outcomes = [outcome.id for outcome in found.outcomes]
    questions = [["roadmap", case], ["brokers", case]]
    questions += [["roadmap", case, "--find", id] for id in outcomes[:1]]
    questions += [["conditions", case, id] for id in outcomes[:1]]
    questions += [["escalation", case, "--bad", id] for id in outcomes[:1]]
    for arguments in questions:
        done = run(*arguments, "--json")
        document = json.loads(done.stdout)
        Draft202012Validator(SCHEMAS[document["kind"]]).validate(document)
        assert done.exit_code == (document["kind"] == "problems")


@pytest.mark.parametrize("language", ["en", "vi"])
def test_sentences_on_plans_and_brokers(small: str, language: str) -> None:
    questions = [
        ["roadmap", small],
        ["roadmap", small, "plan", "--repair", "1", "--workers", "1"],
        ["roadmap", small, "--find", "trade"],
        ["roadmap", "korea-2017", "us-first"],
        ["broker", small, "keeper", "--for", "trade"],
        ["broker", "korea-2017", "RUS"],
        ["brokers", small],
        ["brokers", "elmira-1991"],
        ["roadmap", "elmira-1991"],
    ]
    for arguments in questions:
        done = run(*arguments, "--language", language)
        assert done.exit_code == 0, done.output
        assert "{" not in done.stdout


@pytest.mark.parametrize("language", ["en", "vi"])
def test_sentences_on_escalation(small: str, language: str) -> None:
    questions = [
        ["korea-2017"],
        ["korea-2017", "--bad", "deadlock"],
        ["syria-iraq-1975", "--bad", "war"],
        [small, "--bad", "open and pay"],
        ["cuban-missile-1962", "--bad", "air_strike"],
    ]
    for arguments in questions:
        done = run("escalation", *arguments, "--language", language)
        assert done.exit_code == 0, done.output
        assert "{" not in done.stdout


def test_what_is_misread_is_told_with_what_follows() -> None:
    told = " ".join(run("escalation", "korea-2017", "--bad", "deadlock").stdout.split())
    assert "Counted as bad: “deadlock”." in told
    # a party reads each other's list: two neighbours swapped, or one line not seen
    lists = hb.variant(hb.read("korea-2017")).lists.values()
    tried = sum((len(lists) - 1) * (2 * len(one.lines) - 1) for one in lists)
    assert f"{tried:,} misreadings were tried" in told
    assert "North Korea does not see that the United States wants that" in told
    assert "Reading right, North Korea would not" in told
    calm = " ".join(run("escalation", "korea-2017").stdout.split())
    assert "Counted as bad: “war”." in calm
    assert "None of this leads to anything bad." in calm


@pytest.mark.parametrize("language", ["en", "vi"])
def test_sentences_on_conditions(small: str, language: str) -> None:
    for case, outcome in ((small, "trade"), ("korea-2017", "settlement"), ("korea-2017", "war")):
        done = run("conditions", case, outcome, "--language", language)
        assert done.exit_code == 0, done.output
        assert "{" not in done.stdout


def test_what_is_enough_is_told_with_the_way_there(small: str) -> None:
    told = " ".join(run("conditions", small, "trade").stdout.split())
    assert "“talks”. From today: The upper town and the lower town agree" in told
    assert "“flow”. From today's state, changed so that the upper town would open the lock" in told
    assert "None of them is needed in every case." in told


def test_draws_are_kept_and_taken_up_again(small: str, tmp_path: Path) -> None:
    store = tmp_path / "kept"
    arguments = ["brokers", small, "--draws", "30", "--workers", "1", "--store", str(store)]
    first = valid(*arguments)
    size = store.stat().st_size
    assert valid(*arguments) == first
    assert store.stat().st_size == size
    done = run(*arguments, "--swaps", "2")
    assert done.exit_code == 1
    assert "chunks of another question" in done.output


def test_repairs_are_kept_and_taken_up_again(small: str, tmp_path: Path) -> None:
    store = tmp_path / "kept"
    arguments = ["--repair", "1", "--workers", "2", "--store", str(store)]
    first = valid("roadmap", small, "plan", *arguments)
    size = store.stat().st_size
    assert valid("roadmap", small, "plan", *arguments) == first
    assert store.stat().st_size == size
    assert valid("roadmap", small, *arguments)["roadmaps"][0]["roads"] == first["roads"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["roadmap", "korea-2017", "russia-china"], 1, "did you mean 'russia-china-2017'?"),
        (["roadmap", "korea-2017", "--find", "peace"], 1, "outcomes of this case"),
        (["roadmap", "korea-2017", "--max-changes", "2"], 2, "give --find, too"),
        (["roadmap", "korea-2017", "us-first", "--find", "war"], 2, "takes no NAME"),
        (["roadmap", "prisoners-dilemma"], 1, "no status quo"),
        (["broker", "korea-2017", "RU"], 1, "did you mean 'RUS'?"),
        (["broker", "korea-2017", "RUS", "--for", "pease"], 1, "outcomes of this case"),
        (["broker", "korea-2017", "RUS", "--profile", "2019"], 1, "there is no profile '2019'"),
        (["brokers", "prisoners-dilemma"], 1, "no status quo"),
        (["brokers", "korea-2017", "--draws", "2", "--store", "/"], 2, "directory"),
        (["conditions", "korea-2017", "x y"], 1, "x y"),
        (["conditions", "korea-2017", "settlment"], 1, "settlement"),
        (["escalation", "elmira-1991"], 1, "marked as bad"),
        (["escalation", "korea-2017", "--bad", "waar"], 1, "outcomes of this case"),
        (["escalation", "prisoners-dilemma", "--bad", "confess_1"], 1, ""),
        (["brokers", "korea-2017", "--max-memory", "1K"], 3, "1.0 KiB are allowed"),
        (["roadmap", "korea-2017", "--max-memory", "1K"], 3, "1.0 KiB are allowed"),
    ],
)
def test_problems(arguments: list[str], code: int, told: str) -> None:
    done = run(*arguments)
    assert done.exit_code == code, done.output
    assert told in done.output
    assert "Traceback" not in done.output
