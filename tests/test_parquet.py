"""Large results as Parquet: every draw and every answer, the same as counted and told."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import honestbroker as hb
from honestbroker.analyses.claims import Claims
from honestbroker.analyses.draws import perturbed
from honestbroker.cli import main
from honestbroker.result.sensitivity import Sensitivity
from honestbroker.result.stored import restored

parquet: Any = pytest.importorskip("pyarrow.parquet")


def test_every_draw_is_a_row(tmp_path: Path) -> None:
    case = hb.read("elmira-1991")
    found = hb.sensitivity(case, sample=hb.Sample(300, swaps=3, seed=5))
    path = tmp_path / "draws.parquet"
    assert hb.save_parquet(found, path) == 300
    table = parquet.read_table(path)
    rows = table.to_pylist()
    assert [row["draw"] for row in rows] == list(range(300))
    assert {row["of"] for row in rows} == {"perturbed lists"}
    claims = Claims(case)
    for draw in (0, 17, 249, 250, 299):  # two chunks
        version = perturbed(case, 3, np.random.default_rng((5, draw)))
        for name, value in claims.of(version).items():
            assert rows[draw][name] == value, (draw, name)
    for name, counts in found.counts[0].counts.items():
        told = Counter(str(row[name]).lower() for row in rows)
        assert told == Counter(counts)
    told = json.loads(json.dumps(found.to_dict()))
    assert json.loads(table.schema.metadata[b"honestbroker"]) == told
    assert str(table.schema.field("today").type) == "bool"


def test_draws_are_the_same_with_workers_and_from_a_store(tmp_path: Path) -> None:
    case = hb.read("elmira-1991")
    sample = hb.Sample(520, swaps=2, seed=1)
    store = tmp_path / "kept.jsonl"
    first = hb.sensitivity(case, sample=sample, work=hb.Work(2, store=store)).counts[0]
    again = hb.sensitivity(case, sample=sample, work=hb.Work(1, store=store)).counts[0]
    plain = hb.sensitivity(case, sample=sample).counts[0]
    assert first == again == plain
    assert first.drawn == again.drawn == plain.drawn


def test_versions_stand_below_each_other(tmp_path: Path) -> None:
    korea = hb.read("korea-2017")
    versions = [("autumn", korea), ("spring", hb.in_profile(korea, "2018H1"))]
    found = hb.compare(versions, sample=hb.Sample(4))
    path = tmp_path / "versions.parquet"
    assert hb.save_parquet(found, path) == 8
    rows = parquet.read_table(path).to_pylist()
    assert [(row["of"], row["draw"]) for row in rows] == [
        (of, draw) for of in ("autumn", "spring") for draw in range(4)
    ]


def test_every_answer_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "answers.parquet"
    done = CliRunner().invoke(
        main,
        ["whatif", "korea-2017", "--make", "stage_1", "--via", "closed", "--size", "1", "--json",
         "--workers", "1", "--parquet", str(path)],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    rows = parquet.read_table(path).to_pylist()
    assert len(rows) == len(told["answers"])
    for row, answer in zip(rows, told["answers"], strict=True):
        assert row["edits"] == [edit["id"] for edit in answer["edits"]]
        assert row["lost"] == answer["lost"]
        assert row["traps"] == len(answer["traps"])


def test_what_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = hb.read("elmira-1991")
    drawn = hb.sensitivity(case, sample=hb.Sample(5))
    with pytest.raises(hb.CaseError, match="no draws"):
        hb.save_parquet(hb.sensitivity(case), tmp_path / "x.parquet")
    with pytest.raises(hb.CaseError, match="counts only"):
        hb.save_parquet(restored(Sensitivity, drawn.to_dict()), tmp_path / "x.parquet")
    with pytest.raises(hb.CaseError, match="cannot be written"):
        hb.save_parquet(drawn, tmp_path / "none" / "x.parquet")
    monkeypatch.setattr("honestbroker.cli_doors.find_spec", lambda name: None)
    told = CliRunner().invoke(main, ["sensitivity", "korea-2017", "--parquet", "x.parquet"])
    assert told.exit_code == 1
    assert "honestbroker[parquet]" in told.output
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(hb.CaseError, match="pyarrow"):
        hb.save_parquet(drawn, tmp_path / "x.parquet")
