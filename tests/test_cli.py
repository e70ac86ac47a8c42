"""Every verb as a user types it: exit codes, JSON against its schema, languages, problems."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

import honestbroker as hb
from honestbroker.cli import main
from honestbroker.result.schemas import SCHEMAS


def call(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def document(kind: str, *arguments: str) -> dict:
    result = call(*arguments, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    jsonschema.Draft202012Validator(SCHEMAS[kind]).validate(told)
    assert told["kind"] == kind
    return told


def test_schemas_are_schemas() -> None:
    for schema in SCHEMAS.values():
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("case", hb.shipped())
def test_every_verb_on_every_case(case: str) -> None:
    document("overview", "run", case)
    document("paths", "paths", case)
    document("stability", "stability", case)
    document("check", "check", case)
    state = hb.stability(hb.read(case)).equilibria[0]
    document("why", "explain", case, state.id)
    document("preferred", "explain", case, state.id, "--over", state.id)
    document("route", "explain", case, state.id, "--from", state.id)
    for verb in ("run", "paths", "stability", "check"):
        for language in (("--language", "vi"), ()):
            result = call(verb, case, *language)
            assert result.exit_code == 0, result.output
            assert result.stdout.strip()


def test_difference_and_cases() -> None:
    told = document("difference", "diff", "korea-2017", "--to", "2018H1")
    assert told["before"]["profile"] == "2017H2"
    assert told["after"]["profile"] == "2018H1"
    ids = [case["case"] for case in document("cases", "cases")["cases"]]
    assert ids == list(hb.shipped())


def test_equilibrium_counts_of_korea_from_the_command_line() -> None:
    """The counts derived for this encoding before the program was written (expected.yaml)."""
    told = document("stability", "stability", "korea-2017")
    assert told["states"] == {"combinations": 65536, "feasible": 9280}
    assert told["counts"] == {"nash": 9, "gmr": 802, "smr": 801, "seq": 57, "sseq": 57}
    later = document("stability", "stability", "korea-2017", "--profile", "2018H1")
    assert later["counts"] == {"nash": 9, "gmr": 1250, "smr": 1249, "seq": 65, "sseq": 65}


def test_verdicts_with_witnesses() -> None:
    told = document("stability", "stability", "syria-iraq-1975", "--verdicts", "--state", "6")
    assert len(told["verdicts"]) == 2 * 5
    assert {verdict["state"] for verdict in told["verdicts"]} == {"6"}


def test_changes_on_the_command_line() -> None:
    told = document(
        "paths", "paths", "korea-2017", "--set", "un_verifies=true", "--open", "US,DPRK"
    )
    assert told["changes"] == ["set un_verifies=true", "open DPRK, US"]


def test_a_wrong_case_gets_problems_and_exit_code_1(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("format: honestbroker/1\ncase: x\ntitle: X\nparties: {A: {name: A}}\n")
    result = call("run", str(path))
    assert result.exit_code == 1
    assert "'options' is missing" in result.stderr
    told = json.loads(call("check", str(path), "--json").stdout)
    jsonschema.Draft202012Validator(SCHEMAS["problems"]).validate(told)
    assert str(path) in {problem["file"] for problem in told["problems"]}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("run", "korea-2016"), 1, "did you mean 'korea-2017'?"),
        (("run", "korea-2017", "--profile", "2018H2"), 1, "did you mean '2018H1'?"),
        (("run", "korea-2017", "--change", "snapbak"), 1, "did you mean 'snapback'?"),
        (("run", "korea-2017", "--set", "rus_guarantee=true"), 1, "did you mean"),
        (("run", "korea-2017", "--set", "rus_guarantees"), 2, "=true or =false"),
        (("run", "korea-2017", "--open", "DPRK,USA"), 1, "did you mean 'US'?"),
        (("run", "korea-2017", "--max-memory", "1M"), 3, "9,280 states"),
        (("run", "korea-2017", "--max-memory", "much"), 2, "is no size"),
        (("explain", "korea-2017", "{d_freze}"), 1, "did you mean 'd_freeze'?"),
        (("explain", "korea-2017", "{d_access}"), 1, "breaks rule"),
        (("explain", "korea-2017", "today", "NK"), 1, "there is no party 'NK'"),
        (("explain", "korea-2017", "999999"), 1, "there is no state"),
        (("explain", "prisoners-dilemma", "today"), 1, "no status quo"),
        (("diff", "korea-2017"), 2, "nothing to compare with"),
        (("stability", "korea-2017", "--verdicts", "--state", "x", "--json"), 1, "no state"),
        (("schema", "stabilty"), 1, "did you mean 'stability'?"),
    ],
)
def test_what_is_wrong_is_said(arguments: tuple[str, ...], code: int, words: str) -> None:
    result = call(*arguments)
    assert result.exit_code == code, result.output
    assert words in result.output


def test_schema_prints_every_schema() -> None:
    names = call("schema").stdout.split()
    assert names == ["case", *SCHEMAS]
    for name in names:
        json.loads(call("schema", name).stdout)


def test_a_new_case_reads_and_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    assert call("new", "mine", "-o", str(path)).exit_code == 0
    document("overview", "run", str(path))
    before = path.read_text()
    again = call("new", "mine", "-o", str(path))
    assert again.exit_code == 1
    assert "is there already" in again.stderr
    assert path.read_text() == before
    document("casefile", "new", "mine")


def test_import_says_what_it_drops(tmp_path: Path) -> None:
    path = tmp_path / "dilemma.gmcr"
    parties = [
        {"name": "Row", "options": [0], "preferences": [[[1, "N"]], [[0, "Y"]]]},
        {"name": "Column", "options": [1], "preferences": [[[0, "N"]], [[1, "Y"]]]},
    ]
    options = [{"name": "Defect", "permittedDirection": "both"}] * 2
    saved = {
        "options": options,
        "decisionMakers": parties,
        "infeasibles": [],
        "coalitions": [[0, 1]],
    }
    path.write_text(json.dumps(saved))
    written = tmp_path / "dilemma.yaml"
    result = call("import", str(path), "-o", str(written))
    assert result.exit_code == 0, result.output
    assert "oalition" in result.stderr
    assert hb.stability(hb.read(written)).counts()["nash"] == 1
    assert document("casefile", "import", str(path))["notes"]


def test_check_sources_finds_paragraphs(tmp_path: Path) -> None:
    told = json.loads(call("check", "korea-2017", "--sources", str(tmp_path), "--json").stdout)
    assert not told["passed"]
    assert len(told["paragraphs"]) == 36


HEAVY = ("scipy", "numba", "pandas", "matplotlib", "altair", "typst", "django", "ruamel")


@pytest.mark.parametrize(
    "code",
    [
        "import honestbroker",
        "from honestbroker.cli import main; main(['--help'], standalone_mode=False)",
        "from honestbroker.cli import main; "
        "main(['stability', 'syria-iraq-1975'], standalone_mode=False)",
        "from honestbroker.cli import main; main(['run', 'korea-2017'], standalone_mode=False)",
    ],
)
def test_nothing_heavy_is_imported(code: str) -> None:
    asked = f"import sys\n{code}\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"
