"""Sweeps: the same answers everywhere, and nothing lost when somebody dies."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from honestbroker.sweep import Progress, Store, StoreMismatch, SweepLost, Work, chunked, sweep
from sweep_tasks import always_dies, complains, dies_once, squares

CHUNKS = chunked(range(40), 2)
EXPECTED = [{"squares": [n * n for n in chunk]} for chunk in CHUNKS]
QUESTION = {"kind": "squares", "most": 40}


def shared(folder: Path, **more: Any) -> dict[str, Any]:
    notes = folder / "notes"
    notes.mkdir(exist_ok=True)
    return {"notes": str(notes), **more}


def worked(folder: Path) -> list[int]:
    """The chunks that were worked on, by their first number, with repetitions."""
    return sorted(
        int(note.name.partition(".")[0])
        for note in (folder / "notes").iterdir()
        if note.name != "killed"
    )


@pytest.mark.parametrize("processes", [1, 2])
def test_same_everywhere(tmp_path: Path, processes: int) -> None:
    heard: list[Progress] = []
    found = sweep(squares, shared(tmp_path), CHUNKS, work=Work(processes, progress=heard.append))
    assert found == EXPECTED
    assert [told.done for told in heard] == list(range(len(CHUNKS) + 1))
    assert worked(tmp_path) == [chunk[0] for chunk in CHUNKS]


def test_killed_worker_loses_nothing(tmp_path: Path) -> None:
    found = sweep(dies_once, shared(tmp_path, fatal=12), CHUNKS, work=Work(2))
    assert (tmp_path / "notes" / "killed").exists()
    assert found == EXPECTED


def test_killed_worker_and_store(tmp_path: Path) -> None:
    """What was finished before the pool broke is not worked out again."""
    store = Store(tmp_path / "kept.jsonl", QUESTION)
    found = sweep(dies_once, shared(tmp_path, fatal=30), CHUNKS, work=Work(2), kept=store)
    assert found == EXPECTED
    assert len(store) == len(CHUNKS)
    lines = [json.loads(line) for line in store.path.read_text().splitlines()[1:]]
    assert len({line["chunk"] for line in lines}) == len(lines) == len(CHUNKS)
    assert len(worked(tmp_path)) <= len(CHUNKS) + 8  # at most what was given out is repeated


def test_a_pool_that_always_breaks(tmp_path: Path) -> None:
    with pytest.raises(SweepLost, match="in a row"):
        sweep(always_dies, None, CHUNKS, work=Work(2))


@pytest.mark.parametrize("processes", [1, 2])
def test_what_goes_wrong_in_the_work_is_told(processes: int) -> None:
    with pytest.raises(ArithmeticError, match="cannot be worked out"):
        sweep(complains, None, CHUNKS, work=Work(processes))


def test_store_resumes(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    given = shared(tmp_path)

    def stop(told: Progress) -> None:
        if told.done == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(squares, given, CHUNKS, work=Work(progress=stop), kept=Store(path, QUESTION))
    before = worked(tmp_path)
    assert len(before) == 7
    heard: list[Progress] = []
    found = sweep(
        squares, given, CHUNKS, work=Work(progress=heard.append), kept=Store(path, QUESTION)
    )
    assert found == EXPECTED
    assert (heard[0].done, heard[0].kept, heard[-1].done) == (7, 7, len(CHUNKS))
    assert worked(tmp_path) == [chunk[0] for chunk in CHUNKS]


def test_a_line_that_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    given = shared(tmp_path)
    sweep(squares, given, CHUNKS[:3], kept=Store(path, QUESTION))
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    store = Store(path, QUESTION)
    assert len(store) == 2
    assert sweep(squares, given, CHUNKS[:3], kept=store) == EXPECTED[:3]
    assert path.read_bytes() == whole


def test_another_question(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    Store(path, QUESTION)
    Store(path, QUESTION)
    with pytest.raises(StoreMismatch, match="another question"):
        Store(path, {**QUESTION, "most": 41})
    other = tmp_path / "notes.txt"
    other.write_text("nothing of the kind\n")
    with pytest.raises(StoreMismatch, match="no store"):
        Store(other, QUESTION)
    assert other.read_text() == "nothing of the kind\n"
    other.write_text("nothing of the kind")
    with pytest.raises(StoreMismatch, match="no store"):
        Store(other, QUESTION)
    assert other.read_text() == "nothing of the kind"


# --- a real cluster on this machine ----------------------------------------------------------------


class Cluster:
    """One Dask scheduler and two workers without a nanny, as processes of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start(
            "dask_scheduler", "--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard",
            "--no-show",
        )  # fmt: skip
        self._wait()
        self.workers = [self.add_worker() for _ in range(2)]

    def add_worker(self) -> subprocess.Popen[bytes]:
        return self._start(
            "dask_worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard",
            "--host", "127.0.0.1", "--local-directory", str(self.folder),
        )  # fmt: skip

    def _start(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
        with (self.folder / f"{program}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{program}", *arguments],
                env=environment, stdout=log, stderr=log,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def _wait(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise TimeoutError((self.folder / "dask_scheduler.log").read_text())

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
        for process in self.processes:
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    pytest.importorskip("distributed")
    folder = tmp_path / "cluster"
    folder.mkdir()
    made = Cluster(folder)
    yield made
    made.stop()


quiet = pytest.mark.filterwarnings("default")
"""Dask's client may warn on its way out; what it computes is what is tested."""


@quiet
def test_cluster(tmp_path: Path, cluster: Cluster) -> None:
    found = sweep(squares, shared(tmp_path), CHUNKS, work=Work(cluster=cluster.address))
    assert found == EXPECTED
    assert worked(tmp_path) == [chunk[0] for chunk in CHUNKS]


@quiet
def test_cluster_with_a_worker_killed(tmp_path: Path, cluster: Cluster) -> None:
    def kill(told: Progress) -> None:
        if told.done == 6:
            os.kill(cluster.workers[0].pid, signal.SIGKILL)

    found = sweep(
        squares,
        shared(tmp_path, seconds=0.2),
        CHUNKS,
        work=Work(cluster=cluster.address, progress=kill),
    )
    assert cluster.workers[0].wait(10) == -signal.SIGKILL
    assert found == EXPECTED
    assert set(worked(tmp_path)) == {chunk[0] for chunk in CHUNKS}


@quiet
def test_cluster_with_the_scheduler_killed(tmp_path: Path, cluster: Cluster) -> None:
    """The run is lost; what was finished is not, and another cluster does the rest."""
    path = tmp_path / "kept.jsonl"

    def kill(told: Progress) -> None:
        if told.done == 6:
            os.kill(cluster.scheduler.pid, signal.SIGKILL)

    given = shared(tmp_path, seconds=0.2)
    with pytest.raises(SweepLost, match="is gone"):
        sweep(
            squares,
            given,
            CHUNKS,
            work=Work(cluster=cluster.address, progress=kill),
            kept=Store(path, QUESTION),
        )
    store = Store(path, QUESTION)
    kept = len(store)
    assert 6 <= kept < len(CHUNKS)
    folder = tmp_path / "another"
    folder.mkdir()
    another = Cluster(folder)
    heard: list[Progress] = []
    try:
        found = sweep(
            squares,
            given,
            CHUNKS,
            work=Work(cluster=another.address, progress=heard.append),
            kept=store,
        )
    finally:
        another.stop()
    assert found == EXPECTED
    assert heard[0].kept == kept


def test_no_cluster() -> None:
    pytest.importorskip("distributed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(SweepLost, match="no Dask scheduler"):
        sweep(squares, None, CHUNKS, work=Work(cluster=f"tcp://127.0.0.1:{port}"))
