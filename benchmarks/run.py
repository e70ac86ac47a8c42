"""How fast, how much memory, how it grows: one command, a table, and JSON.

::

    python benchmarks/run.py                       quick: a minute or two
    python benchmarks/run.py --full                up to 2^22 states, and 2^24 for three parties
    python benchmarks/run.py --only growth         one part (repeat the option for more)
    python benchmarks/run.py --json figures.json   where the figures go
    python benchmarks/run.py --gmcr PATH           side by side with a copy of gmcr-py

Seconds are medians of processor time, which a busy machine disturbs least. Two threads are
measured in wall time, with the order of the runs alternated and a control that only computes.
Figures are what this machine did today, not promises.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent))

import matrix_method
import numpy as np
from cases import case
from models import cube, milk_river, staircase
from peer import SHARED, Peer, differences, examples, same, solved_by_peer

from honestbroker.case.problems import CaseError
from honestbroker.casefile.gmcr import read_gmcr
from honestbroker.casefile.reader import read_text
from honestbroker.encode import encode
from honestbroker.kernel import stability
from honestbroker.kernel.batch import Batch
from honestbroker.kernel.compiled import lanes, solve
from honestbroker.kernel.compiled.cube import serves
from honestbroker.kernel.compiled.layout import Layout
from honestbroker.kernel.compiled.reach import Mover, searched
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.required import required
from honestbroker.kernel.reuse import Solver
from honestbroker.kernel.stability import CONCEPTS

PARTIES = (2, 3, 5, 8)
HERE = Path(__file__).resolve().parent
SOLVE = """
from models import cube
from honestbroker.kernel.compiled.solve import verdicts
verdicts(cube(10, 3), ["nash", "gmr", "smr", "seq", "sseq"])
"""
Figures = dict[str, Any]
GMCR: list[Path] = []


def children() -> float:
    """Processor time of the processes started so far."""
    used = os.times()
    return used.children_user + used.children_system


def seconds(
    work: Callable[[], object], *, clock: Callable[[], float] = time.process_time, least: int = 3
) -> float:
    """The median time of a piece of work, after one run that does not count."""
    work()
    taken: list[float] = []
    while len(taken) < least or (sum(taken) < 0.2 and len(taken) < 50):
        begin = clock()
        work()
        taken.append(clock() - begin)
    return statistics.median(taken)


def solved(graph: Graph, threads: int = 1) -> Callable[[], object]:
    """All verdicts of a graph, structure included, by the route it takes by itself."""
    return lambda: solve.verdicts(replace(graph), CONCEPTS, threads=threads)


def routes(full: bool) -> Figures:
    """By slices and by groups side by side, by the share of feasible combinations."""
    m = 18 if full else 16
    found: Figures = {}
    for share, one_way in ((1.0, 0), (1.0, 5), (0.5, 0), (0.2, 0)):
        for parties in PARTIES:
            graph = cube(m, parties, share=share, one_way=one_way)
            everybody = range(parties)
            slices = seconds(lambda g=graph, e=everybody: solve.by_slices(g, CONCEPTS, e), least=1)
            groups = seconds(
                lambda g=graph, e=everybody: solve.solve(Layout(g), g.ranks, CONCEPTS, e), least=1
            )
            taken = "slices" if serves(graph) else "groups"
            name = f"share {share}, {one_way} one-way options, parties {parties}"
            tell(f"  {name}: groups take {groups / slices:.2f} times as long; taken: {taken}")
            found[name] = {"slices": slices, "groups": groups, "taken": taken}
    return found


def growth(full: bool) -> Figures:
    """Five concepts, all parties, one thread, and the growth exponent from 2^12 up."""
    found: Figures = {}
    for parties in PARTIES:
        sizes = [m for m in (6, 8, 10, 12, 14, 16, 18, 20, 22, 24) if m <= (22 if full else 18)]
        if full and parties == 3:
            sizes.append(24)
        row = {}
        for m in sizes:
            if m >= parties:
                row[m] = seconds(solved(cube(m, parties)), least=3 if m < 22 else 1)
                tell(f"  parties {parties}  states 2^{m:<2}  {row[m]:10.5f} s")
        big = [m for m in row if m >= 12]
        slope = np.polyfit(big, np.log2([row[m] for m in big]), 1)[0]
        tell(f"  parties {parties}  exponent from 2^12 up: {slope:.2f}")
        found[str(parties)] = {"seconds": row, "exponent": float(slope)}
    return found


def shapes(full: bool) -> Figures:
    """The same with infeasible states and with one-way options."""
    m = 20 if full else 16
    found: Figures = {}
    for name, kind in (
        ("half feasible", {"share": 0.5}),
        ("a fifth feasible", {"share": 0.2}),
        ("five one-way options", {"one_way": 5}),
    ):
        for parties in PARTIES:
            taken = seconds(solved(cube(m, parties, **kind)), least=1)
            tell(f"  2^{m} combinations, {name}, parties {parties}: {taken:.4f} s")
            found[f"{name}, {parties}"] = taken
    return {"options": m, "seconds": found}


def paths(full: bool) -> Figures:
    """NumPy and compiled code side by side, and where they cross."""
    found: Figures = {}
    for parties in PARTIES:
        for m in (9, 12, 14) if not full else (9, 12, 14, 16):
            graph = cube(m, parties)
            slow = by_numpy(graph, least=1)
            ratio = slow / seconds(solved(graph), least=1)
            tell(f"  parties {parties}  2^{m}: NumPy {slow:.4f} s, {ratio:.1f} x compiled")
            found[f"{parties}, {m}"] = {"numpy": slow, "ratio": ratio}
    return found


def by_numpy(graph: Graph, *, least: int = 3) -> float:
    """Seconds for all verdicts by NumPy alone, structure included."""
    with patch.object(stability, "pays", lambda states, parties: False):
        return seconds(lambda: stability.stable(replace(graph)), least=least)


def memory(full: bool) -> Figures:
    """Growth of the process's greatest size while solving, in bytes for each state."""
    found = {}
    for parties in PARTIES:
        m = 22 if full else 20
        code = (
            f"import sys; sys.path.insert(0, {str(HERE)!r})\n"
            f"import run; print(run.peak({m}, {parties}))"
        )
        output = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        each = float(output.stdout) / (1 << m)
        tell(f"  parties {parties}: {each:.0f} bytes a state, verdicts included")
        found[str(parties)] = each
    return found


def peak(m: int, parties: int) -> int:
    """For `memory`: bytes by which solving makes this process grow."""
    solved(cube(8, parties))()
    graph = cube(m, parties)
    Path("/proc/self/clear_refs").write_text("5")  # the greatest size is measured from here on
    before = in_memory("VmRSS")
    kept = solved(graph)()
    grown = in_memory("VmHWM") - before
    del kept
    return grown


def in_memory(what: str) -> int:
    """A size of this process that Linux reports, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith(what + ":"))


def batch(full: bool) -> Figures:
    """Random rankings, five concepts, all parties and states: draws in a second of one core."""
    found = {}
    for graph, few in ((milk_river(), 60000), (cube(9, 3), 6000)):
        made = Batch(graph)
        draws = few * (4 if full else 1)
        taken = seconds(lambda made=made, draws=draws: made.random(seed=1, draws=draws))
        tell(f"  {graph.states} states, parties {graph.parties}: {draws / taken:,.0f} draws/s")
        found[str(graph.states)] = draws / taken
    return found


def variants(full: bool) -> Figures:
    """Edits of one list at a time: milliseconds for each, with and without reuse."""
    found = {}
    for m, parties in ((6, 4), (13, 7)):
        graph = cube(m, parties)
        for concept in ("nash", "gmr", "seq"):
            solver = Solver(graph, compiled=True)
            solver.stable()

            edits = Edits(solver, concept)
            each = seconds(lambda edits=edits: [edits.make() for _ in range(20)]) / 20
            tell(f"  2^{m} states, parties {parties}, {concept}: {1000 * each:.2f} ms an edit")
            found[f"{m}, {parties}, {concept}"] = each
        whole = seconds(solved(graph))
        tell(f"  2^{m} states, parties {parties}, all again: {1000 * whole:.2f} ms")
        found[f"{m}, {parties}, all again"] = whole
    return found


class Edits:
    """Edits of one list at a time, no two the same: a state goes to another rank."""

    def __init__(self, solver: Solver, concept: str) -> None:
        self.solver = solver
        self.concept = concept
        self.rng = np.random.default_rng(0)

    def make(self) -> None:
        """Change a list and ask for the equilibria."""
        ranks = self.solver.graph.ranks.copy()
        row = ranks[self.rng.integers(len(ranks))]
        row *= 2
        row[self.rng.integers(row.size)] = self.rng.integers(2 * row.size)
        self.solver.holds(self.concept, ranks)


def reach(full: bool) -> Figures:
    """From one state: plain improvements, deals of two parties with few changes, any moves."""
    m = 20 if full else 16
    found = {}
    for parties in (3, 5, 8):
        graph = cube(m, parties)
        alone = [Mover(party, (party,), True) for party in range(parties)]
        free = [Mover(party, (party,), False) for party in range(parties)]
        pair = [*alone, Mover(parties, (0, 1), True)]
        for name, movers, plain in (
            ("plain steps", alone, True),
            ("plain steps and deals of up to 3 changes", pair, True),
            ("any moves", free, False),
        ):
            taken = seconds(
                lambda graph=graph, movers=movers, plain=plain: searched(
                    graph, 5, movers, plain=plain, strict=True, max_changes=3
                ),
                least=1,
            )
            tell(f"  2^{m} states, parties {parties}, {name}: {taken:.3f} s")
            found[f"{parties}, {name}"] = taken
    return {"options": m, "seconds": found}


def building(full: bool) -> Figures:
    """Ranks from ten statements, and the rank each state needs."""
    m = 22 if full else 20
    taken = seconds(lambda: cube(m, 1), least=1)
    tell(
        f"  2^{m} states, ranks from 10 statements: {taken:.3f} s, {taken / (1 << m) * 1e9:.0f} ns"
    )
    needs = seconds(lambda: required(cube(16, 3)), least=1)
    tell(f"  2^16 states, parties 3, needed ranks of all states and concepts: {needs:.3f} s")
    return {"options": m, "ranks": taken, "required": needs}


def threads(full: bool) -> Figures:
    """One thread against two, wall time, order alternated, with a control."""
    found: Figures = {}
    big, tiny = cube(20 if full else 18, 5), cube(12, 3)
    small = [Batch(milk_river(), threads=n) for n in (1, 2)]
    ranks = np.empty((4, 4096, lanes.LANES), np.int16)
    parties = np.arange(4)

    def control(count: int) -> None:
        with ThreadPoolExecutor(count) as pool:
            own = [ranks.copy() for _ in range(count)]
            work = [pool.submit(draw, own[k % count], 40 // count) for k in range(count)]
            for one in work:
                one.result()

    def draw(room: Any, times: int) -> None:
        for k in range(times):
            lanes.drawn(room, 1, 32 * k, parties)

    for name, work in (
        ("control: nothing but computing", control),
        ("parties 5, all verdicts", lambda count: solved(big, count)()),
        ("random rankings", lambda count: small[count - 1].random(seed=1, draws=40000)),
        ("parties 3, 2^12 states, all verdicts", lambda count: solved(tiny, count)()),
    ):
        ratios = []
        work(1), work(2)
        for repeat in range(7 if full else 5):
            order = (1, 2) if repeat % 2 else (2, 1)
            taken = {}
            for count in order:
                begin = time.perf_counter()
                work(count)
                taken[count] = time.perf_counter() - begin
            ratios.append(taken[1] / taken[2])
        ratio = statistics.median(ratios)
        tell(f"  {name}: {ratio:.2f} times as fast with two threads")
        found[name] = ratio
    return found


def start_up(full: bool) -> Figures:
    """Whole processes, processor time."""
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import numpy": [sys.executable, "-c", "import numpy"],
        "import honestbroker": [sys.executable, "-c", "import honestbroker"],
        "stability of a 6-state case": cli("stability", "syria-iraq-1975"),
        "briefing of 9,280 states": cli("run", "korea-2017"),
        "import compiled code and solve 2^10 states": [
            sys.executable, "-c", f"import sys; sys.path.insert(0, {str(HERE)!r}){SOLVE}",
        ],
    }  # fmt: skip
    found = {}
    for name, command in commands.items():
        taken = seconds(
            lambda command=command: subprocess.run(command, capture_output=True, check=True),
            clock=children,
            least=5,
        )
        tell(f"  {name}: {taken:.2f} s")
        found[name] = taken
    return found


def cli(*arguments: str) -> list[str]:
    """A command line in a fresh process."""
    return [sys.executable, "-c", "from honestbroker.cli import main; main()", *arguments]


def matrices(full: bool) -> Figures:
    """Side by side with the published matrix method, same verdicts."""
    found = {}
    for parties in (2, 3):
        for m in (6, 8, 10) if not full else (6, 8, 10, 12):
            graph = cube(m, parties)
            begin = time.process_time()
            by_matrix = matrix_method.stable(graph)
            dense = time.process_time() - begin
            table = solve.verdicts(graph, CONCEPTS).stable
            if not np.array_equal(by_matrix, table):
                raise AssertionError("the two methods differ")
            ratio = dense / seconds(solved(graph))
            tell(f"  parties {parties}  2^{m}: matrices {dense:.3f} s, {ratio:,.0f} times as long")
            found[f"{parties}, {m}"] = {"matrices": dense, "ratio": ratio}
    return found


def adversarial(full: bool) -> Figures:
    """Orderings made to be slow: sweeps give up, the search in rank order takes over."""
    found = {}
    for bits in (4, 6, 8, 9) if full else (4, 6, 8):
        graph = staircase(bits)
        taken = seconds(solved(graph), least=1)
        each = taken / graph.states * 1e9
        tell(f"  {graph.states:,} states: {taken:.3f} s, {each:,.0f} ns a state")
        found[str(graph.states)] = taken
    return found


def verbs(full: bool) -> Figures:
    """Whole commands on synthetic case files: processor time, and the process's greatest size."""
    found: Figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for m, parties in ((12, 4), (16, 5), *(((20, 5), (20, 3)) if full else ())):
            path = Path(folder, f"{m}-{parties}.yaml")
            path.write_text(case(m, parties))
            for arguments in (
                ["stability"], ["stability", "--json"], ["paths"], ["paths", "--json"], ["run"],
                ["explain", "{o1}"], ["rankings", "{o1}"],
            ):  # fmt: skip
                verb, *rest = arguments
                taken, size = whole(cli(verb, str(path), *rest))
                name = f"2^{m} states, parties {parties}: {' '.join(arguments)}"
                tell(f"  {name}: {taken:.2f} s, {size >> 20} MiB")
                found[name] = {"seconds": taken, "bytes": size}
    return found


def whole(command: list[str]) -> tuple[float, int]:
    """The least processor time of three runs of a command, and its greatest size in bytes."""
    code = (
        "import json, resource, subprocess, sys\n"
        "subprocess.run(json.loads(sys.argv[1]), stdout=subprocess.DEVNULL, check=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
    )
    unit = 1 if sys.platform == "darwin" else 1024
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, json.dumps(command)],
            capture_output=True, text=True, check=True,
        ).stdout.split()
        for _ in range(3)
    ]  # fmt: skip
    return min(float(run[0]) for run in runs), max(int(run[1]) for run in runs) * unit


def peer(full: bool) -> Figures:
    """Side by side with gmcr-py, if --gmcr says where it is: times and verdicts."""
    if not GMCR:
        tell("  not measured: give --gmcr PATH")
        return {}
    found: Figures = {}
    for path in examples(GMCR[0]):
        name = str(path.relative_to(GMCR[0]))
        try:
            graph = encode(read_text(read_gmcr(path)[0])).graph
        except CaseError as error:
            found[name] = f"our import refuses it: {error}"
            tell(f"  {name}: {found[name]}")
            continue
        found[name] = beside(name, graph, path)
    for parties in (2, 3):
        for m in (6, 8, 10) if not full else (6, 8, 10, 12):
            graph = cube(m, parties)
            found[f"{parties}, {m}"] = beside("synthetic", graph, graph)
    return found


def beside(name: str, graph: Graph, model: Graph | Path) -> Figures | str:
    """One model solved by gmcr-py and by us, and where they differ; or why not."""
    name = f"{name}, states {graph.states:,}, parties {graph.parties}"
    theirs: Peer | str = f"not tried: {graph.states**2 >> 26:,} GiB of matrices for each party"
    if graph.states <= 1 << 12:
        theirs = solved_by_peer(GMCR[0], model)
    if isinstance(theirs, Peer) and not same(graph, theirs.graph):
        theirs = "gmcr-py reads another model"
    if isinstance(theirs, str):
        tell(f"  {name}: {theirs}")
        return theirs
    tell(f"  {name}: gmcr-py {theirs.whole:.5f} s, with four concepts {theirs.shared:.5f} s")
    ours = {"compiled": seconds(solved(graph)), "NumPy": by_numpy(graph)}
    for way, taken in ours.items():
        whole, shared = theirs.whole / taken, theirs.shared / taken
        tell(f"    {way:<8} {taken:.5f} s, {whole:,.1f} and {shared:,.1f} times as fast")
    table = solve.verdicts(graph, SHARED).stable
    simple = matrix_method.stable(graph, matrix_method.one_move)[: len(SHARED)]
    agree, alike = int((table == theirs.stable).sum()), int((simple == theirs.stable).sum())
    apart = differences(table, theirs.stable)
    tell(f"    verdicts {agree:,} of {table.size:,} agree; with one move as in gmcr-py {alike:,}")
    for concept, (here, there) in apart.items():
        tell(f"      {concept}: {here:,} stable for us only, {there:,} for gmcr-py only")
    return {
        "gmcr-py": theirs.whole, "gmcr-py, four concepts": theirs.shared, **ours,
        "verdicts": table.size, "agree": agree, "agree with one move": alike, "differ": apart,
    }  # fmt: skip


PARTS: dict[str, Callable[[bool], Figures]] = {
    "growth": growth, "routes": routes, "shapes": shapes, "memory": memory, "batch": batch,
    "variants": variants, "reach": reach, "building": building, "paths": paths,
    "matrices": matrices, "adversarial": adversarial, "verbs": verbs, "threads": threads,
    "start-up": start_up, "peer": peer,
}  # fmt: skip


def tell(line: str) -> None:
    """Write one line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run the parts asked for and return the exit code."""
    parser = argparse.ArgumentParser(description="Measure speed, memory and growth.")
    parser.add_argument("--full", action="store_true", help="larger models, many minutes")
    parser.add_argument("--only", action="append", choices=PARTS, help="a part; may be repeated")
    parser.add_argument("--json", type=Path, default=None, help="a file for the figures")
    parser.add_argument("--gmcr", type=Path, default=None, help="a folder with gmcr-py's sources")
    arguments = parser.parse_args()
    GMCR[:] = [] if arguments.gmcr is None else [arguments.gmcr]
    figures: Figures = {
        "machine": {
            "processor": platform.machine(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "numpy": np.__version__,
        },
        "full": arguments.full,
    }
    for name in arguments.only or PARTS:
        part = PARTS[name]
        tell(f"{name}: {(part.__doc__ or '').splitlines()[0]}")
        figures[name] = part(arguments.full)
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
