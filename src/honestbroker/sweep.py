"""Many changed cases, many results: in this process, on local processes, or on a Dask cluster.

A sweep calls one top-level function for many chunks of work. The function gets what all chunks
share, and one chunk; what it returns must be JSON values, so that it can be kept.

* **The same everywhere.** A chunk's answer depends on the chunk alone, never on who worked it out
  or when. Whatever is random is drawn from a generator seeded by the seed and the draw's number.
* **Nothing is lost.** A worker that dies takes down what it was working on, no more: with local
  processes the pool is rebuilt and the missing chunks are given out again; a Dask scheduler does
  the same on its own. If the scheduler itself dies the sweep ends with `SweepLost`.
* **Kept.** With a `Store` every finished chunk is one line of a file, written in one go and
  flushed to the disk before it counts. The next run of the same question reads the file and works
  out the rest only. A line that was cut off is thrown away.
* **Seen.** A callback hears of every chunk that is finished.

Guarantees: results in the order of the chunks, each worked out at least once and counted once.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = [
    "IN_PROCESS",
    "Progress",
    "Store",
    "StoreMismatch",
    "SweepLost",
    "Work",
    "chunked",
    "sweep",
]

Task = Callable[[Any, Any], Any]
"""A top-level function: from what is shared and a chunk to JSON values."""

_WAITING: Final = 4
"""Chunks given out per worker, so that none is idle and little is lost."""

_BREAKS: Final = 5
"""How many times in a row a pool may break without finishing anything."""


class SweepLost(RuntimeError):
    """The machinery that worked on a sweep is gone; what was finished is in the store."""


class StoreMismatch(ValueError):
    """A store holds the chunks of another question."""


@dataclass(frozen=True)
class Progress:
    """How far a sweep is.

    Attributes
    ----------
    done, total : int
        Chunks.
    kept : int
        How many of those done were in the store already.
    part : str
        Which part of the question is being worked on.
    """

    done: int
    total: int
    kept: int
    part: str = ""


Listener = Callable[[Progress], None]
"""Hears of progress."""


@dataclass(frozen=True)
class Work:
    """How work is done: by whom, where finished work is kept, and who hears of it.

    Attributes
    ----------
    processes : int
        Local processes; 1 works in this process, 0 takes as many as there are processors.
    cluster : str or None
        The address of a Dask scheduler, such as ``tcp://10.0.0.1:8786``; local processes are not
        used then.
    store : path or None
        A file that keeps finished chunks; a later run of the same question goes on from it.
    progress : callable or None
        Hears of every finished chunk.
    """

    processes: int = 1
    cluster: str | None = None
    store: str | os.PathLike[str] | None = None
    progress: Listener | None = None

    @property
    def number(self) -> int:
        """How many local processes."""
        if self.processes:
            return self.processes
        if hasattr(os, "sched_getaffinity"):
            return len(os.sched_getaffinity(0)) or 1
        return os.cpu_count() or 1

    def kept(self, question: Mapping[str, Any]) -> Store | None:
        """The store of one question.

        Parameters
        ----------
        question : mapping
            JSON values that tell this question from every other.

        Returns
        -------
        Store or None
            None if nothing is kept.

        Raises
        ------
        StoreMismatch
            If the file is of another question, or is no store.
        """
        return None if self.store is None else Store(self.store, question)


IN_PROCESS: Final = Work()
"""In this process, keeping nothing, telling nobody."""


def chunked(things: Sequence[Any], size: int) -> list[list[Any]]:
    """Things in consecutive chunks.

    Parameters
    ----------
    things : sequence
        What to divide.
    size : int
        How many a chunk has; the last may have fewer.

    Returns
    -------
    list of list
        The chunks.

    Examples
    --------
    >>> chunked([1, 2, 3, 4, 5], 2)
    [[1, 2], [3, 4], [5]]
    """
    return [list(things[start : start + size]) for start in range(0, len(things), size)]


class Store:
    """Finished chunks in a file of JSON lines; the first line says of which question.

    Parameters
    ----------
    path : path
        The file; made if it is not there.
    question : mapping
        JSON values that tell this question from every other.

    Raises
    ------
    StoreMismatch
        If the file is of another question, or is no store.
    """

    def __init__(self, path: str | os.PathLike[str], question: Mapping[str, Any]) -> None:
        self.path = Path(path)
        self.question = json.loads(json.dumps(question))
        self._known: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._read()

    def _read(self) -> None:
        head = {"format": "honestbroker/sweep/1", "question": self.question}
        text = self.path.read_bytes() if self.path.exists() else b""
        end = text.rfind(b"\n") + 1
        lines = text[:end].splitlines()
        if not lines:
            if end < len(text) and not text.startswith(b'{"format": "honestbroker/sweep'):
                raise StoreMismatch(f"'{self.path}' is no store of chunks")
            self._replace(json.dumps(head).encode() + b"\n")
            return
        try:
            found = [json.loads(line) for line in lines]
        except ValueError:
            raise StoreMismatch(f"'{self.path}' is no store of chunks") from None
        if not isinstance(found[0], dict) or found[0].get("format") != head["format"]:
            raise StoreMismatch(f"'{self.path}' is no store of chunks")
        if found[0] != head:
            told = f"'{self.path}' holds the chunks of another question; name another file"
            raise StoreMismatch(told)
        self._known = {line["chunk"]: line["result"] for line in found[1:]}
        if end < len(text):  # the last line was cut off
            with self.path.open("r+b") as file:
                file.truncate(end)

    def _replace(self, content: bytes) -> None:
        beside = self.path.with_name(self.path.name + ".new")
        beside.write_bytes(content)
        beside.replace(self.path)

    def __contains__(self, chunk: str) -> bool:
        return chunk in self._known

    def __len__(self) -> int:
        return len(self._known)

    def get(self, chunk: str) -> Any:
        """The result of a chunk.

        Parameters
        ----------
        chunk : str
            Its name.

        Returns
        -------
        JSON values
            What was put.

        Raises
        ------
        KeyError
            If it is not there.
        """
        return self._known[chunk]

    def put(self, chunk: str, result: Any) -> None:
        """Keep the result of a chunk.

        Parameters
        ----------
        chunk : str
            Its name.
        result : JSON values
            What it came to.
        """
        line = json.dumps({"chunk": chunk, "result": result}, ensure_ascii=False).encode() + b"\n"
        with self._lock, self.path.open("ab", buffering=0) as file:
            file.write(line)
            os.fsync(file.fileno())
            self._known[chunk] = json.loads(line)["result"]


def sweep(
    task: Task,
    shared: Any,
    chunks: Sequence[Any],
    *,
    work: Work = IN_PROCESS,
    kept: Store | None = None,
    part: str = "",
) -> list[Any]:
    """Call a function for every chunk.

    Parameters
    ----------
    task : callable
        A top-level function of what is shared and a chunk; returns JSON values.
    shared : object
        What every call gets; sent to each worker once. It may remember things between calls.
    chunks : sequence
        The work.
    work : Work
        Who does it, and who hears of it.
    kept : Store or None
        Where finished chunks are kept, and looked up before they are worked out.
    part : str
        Names this sweep among several that share a store.

    Returns
    -------
    list
        One result for each chunk, in order.

    Raises
    ------
    SweepLost
        If the pool keeps breaking, or the cluster is gone.

    Examples
    --------
    >>> sweep(divmod, 17, [5, 4])
    [[3, 2], [4, 1]]
    """
    results: dict[int, Any] = {}
    names = [f"{part}:{index}" for index in range(len(chunks))]
    if kept is not None:
        results = {i: kept.get(name) for i, name in enumerate(names) if name in kept}
    before = len(results)
    left = [index for index in range(len(chunks)) if index not in results]

    def tell() -> None:
        """Report how far the work is."""
        if work.progress is not None:
            work.progress(Progress(len(results), len(chunks), before, part))

    tell()
    for index, result in _worked(task, shared, chunks, left, work):
        if kept is not None:
            kept.put(names[index], result)
        results[index] = json.loads(json.dumps(result))
        tell()
    return [results[index] for index in range(len(chunks))]


Finished = Iterator[tuple[int, Any]]


def _worked(
    task: Task, shared: Any, chunks: Sequence[Any], left: list[int], work: Work
) -> Finished:
    if not left:
        return
    if work.cluster is not None:
        yield from _on_cluster(task, shared, chunks, left, work.cluster)
    elif work.number > 1 and len(left) > 1:
        yield from _on_processes(task, shared, chunks, left, min(work.number, len(left)))
    else:
        for index in left:
            yield index, task(shared, chunks[index])


# --- local processes -----------------------------------------------------------------------------

_SHARED: dict[str, Any] = {}
"""In a worker: what all chunks share."""


def _begin(task: Task, shared: Any) -> None:
    _SHARED.update(task=task, shared=shared)


def _work(chunk: Any) -> Any:
    return _SHARED["task"](_SHARED["shared"], chunk)


def _on_processes(
    task: Task, shared: Any, chunks: Sequence[Any], left: list[int], processes: int
) -> Finished:
    """Give out chunks to a pool; when it breaks, rebuild it and give out what is missing."""
    missing = dict.fromkeys(left)
    breaks = 0
    while missing:
        pool = ProcessPoolExecutor(processes, _context(), _begin, (task, shared))
        running: dict[Future[Any], int] = {}
        waiting = iter(list(missing))
        try:
            while True:
                _give_out(pool, chunks, waiting, running, processes * _WAITING)
                if not running:
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    result = future.result()
                    index = running.pop(future)
                    del missing[index]
                    breaks = 0
                    yield index, result
            pool.shutdown()
        except BrokenProcessPool:
            breaks += 1
            if breaks >= _BREAKS:
                told = f"worker processes died {breaks} times in a row without finishing anything"
                raise SweepLost(told) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _give_out(
    pool: ProcessPoolExecutor,
    chunks: Sequence[Any],
    waiting: Iterator[int],
    running: dict[Future[Any], int],
    most: int,
) -> None:
    while len(running) < most:
        index = next(waiting, None)
        if index is None:
            return
        running[pool.submit(_work, chunks[index])] = index


def _context() -> multiprocessing.context.BaseContext:
    """Forked workers where that is safe (quick, and a script needs no guard), else fresh ones."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


# --- a Dask cluster ------------------------------------------------------------------------------

_ONE_AT_A_TIME: Final = threading.Lock()
"""What is shared may remember things between calls; threads of one worker take turns."""


def _on_worker(task: Task, shared: Any, chunk: Any) -> Any:
    with _ONE_AT_A_TIME:
        return task(shared, chunk)


def _on_cluster(
    task: Task, shared: Any, chunks: Sequence[Any], left: list[int], address: str
) -> Finished:
    try:
        import distributed
    except ImportError:
        told = "a cluster needs the package 'distributed': pip install 'honestbroker[cluster]'"
        raise SweepLost(told) from None
    try:
        client: Any = distributed.Client(address, timeout="20s")  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError) as error:
        raise SweepLost(f"no Dask scheduler answers at {address} ({error})") from None
    finished = False
    any_of: Any = distributed.wait
    try:
        sent = client.scatter(shared, broadcast=True, hash=False)
        waiting = iter(left)
        running: dict[Any, int] = {}
        while True:
            most = _WAITING * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
            while len(running) < most and (index := next(waiting, None)) is not None:
                future = client.submit(_on_worker, task, sent, chunks[index], pure=False)
                running[future] = index
            if not running:
                break
            for future in any_of(list(running), return_when="FIRST_COMPLETED").done:
                yield running[future], future.result()
                del running[future]
        finished = True
    except GeneratorExit:
        raise
    except Exception as error:
        if _is_loss(error):
            told = f"the cluster at {address} is gone ({type(error).__name__})"
            raise SweepLost(told) from error
        raise
    finally:
        with suppress(Exception):
            client.close(timeout="2s" if not finished else None)


def _is_loss(error: Exception) -> bool:
    """Whether an error says that the cluster, not the work, failed."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    lost = {"CommClosedError", "FutureCancelledError", "CancelledError", "KilledWorker"}
    return bool(kinds & lost) or isinstance(error, OSError | TimeoutError)
