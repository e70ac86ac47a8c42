"""The open-source gmcr-py on the same models in the same run, if a copy of it is given.

``python benchmarks/run.py --only peer --gmcr PATH`` takes a folder with its sources. Nothing of it
is part of this package: it is run as its guide for the command line (``cmdLineGuide.py``) says, in
a process of its own with ``PATH`` on its path, by the same Python and NumPy. Tried with its commit
f63f5da, whose solver ends with an error on files that name ``coalitions``, even of one each.

Models: its own examples, every ``*.gmcr`` below the folder, each read by its own loader and by our
import; and complete synthetic models, whose ranks it is handed. It is asked back which states,
options, directions and preferences it took: if they are not ours, that is said, and not compared.

Timed, in processor time, one thread, medians of three runs or more

* gmcr-py: ``LogicalSolver(conflict)``, which makes its matrices of moves and preferences, and
  ``findEquilibria()``: Nash, GMR, SMR, SEQ and SIM for all parties and states. It words a reason
  for every verdict, which cannot be switched off.
* The same with the four concepts both programs have (`SHARED`) only, by its own functions, since
  SIM, which we do not have, takes a fifth to a half of its time.
* We: structure and verdicts of all five concepts, for all parties and states, once with compiled
  code and once with NumPy alone. That is more than the four, and words nothing. Which of the two a
  user gets: see `honestbroker.kernel.compiled.pays`; a single analysis of a model of these sizes is
  left to NumPy, unless compiled code is loaded already.

Not timed, on either side: starting, importing, compiling, reading files, finding feasible states,
making ranks of preferences. With its small examples that is most of what a user waits for.

Verdicts are compared under the four concepts. gmcr-py lets one opponent make one move where the
definitions say legal sequences of all of them. With two parties that is the same; with more, it
misses sanctions, and we call stable what it does not. Whether that is all there is to it is counted
too: the matrix method with one move in place of sequences should give exactly its verdicts.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.graph import Graph

__all__ = ["SHARED", "Peer", "differences", "examples", "same", "solved_by_peer"]

SHARED: Final = ("nash", "gmr", "smr", "seq")
"""The concepts both programs have."""

PROGRAM: Final = """
import json, statistics, sys, time, types
asked = json.load(sys.stdin)
out, sys.stdout = sys.stdout, sys.stderr
sys.path.insert(0, asked["path"])
try:
    import tkinter
except ImportError:  # its solvers import a file dialogue that solving does not need
    window = types.ModuleType("tkinter")
    window.filedialog = types.ModuleType("tkinter.filedialog")
    sys.modules.update({"tkinter": window, "tkinter.filedialog": window.filedialog})
import numpy
import data_01_conflictModel as model
import data_02_conflictSolvers as solvers

def median(work):
    taken = []
    while len(taken) < 3 or (sum(taken) < 0.2 and len(taken) < 50):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return statistics.median(taken)

def whole():
    solvers.LogicalSolver(conflict).findEquilibria()

def shared():
    solver = solvers.LogicalSolver(conflict)
    for concept in asked["concepts"]:
        judge = getattr(solver, concept)
        stable[concept] = [
            [bool(judge(party, state)[0]) for state in range(len(conflict.feasibles))]
            for party in solver.effectiveDMs
        ]

conflict, stable = model.ConflictModel(), {}
if "file" in asked:
    conflict.load_from_file(asked["file"])
else:
    for party, bits in enumerate(asked["own"]):
        conflict.decisionMakers.append(f"party {party}")
        for bit in bits:
            conflict.decisionMakers[-1].addOption(f"option {bit}")
    conflict.reorderOptionsByDM()
    conflict.recalculateFeasibleStates()
    for party, ranks in zip(conflict.decisionMakers, asked["ranks"]):
        party.payoffs = numpy.array(ranks)
seconds = {"whole": median(whole), "shared": median(shared)}
parties = list(conflict.coalitions)
json.dump({
    **seconds,
    "codes": conflict.feasibles.decimal,
    "own": [sum(option.dec_val for option in party.options) for party in parties],
    "ranks": [[int(payoff) for payoff in party.payoffs] for party in parties],
    "one way": [
        sum(option.dec_val for option in conflict.options if option.permittedDirection == way)
        for way in ("fwd", "back")
    ],
    "stable": [stable[concept] for concept in asked["concepts"]],
}, out)
"""


@dataclass(frozen=True, eq=False)
class Peer:
    """What gmcr-py made of a model.

    Parameters
    ----------
    graph : Graph
        The model as it took it.
    whole, shared : float
        Seconds of its solver: all it does, and the concepts of `SHARED` alone.
    stable : array of bool, shape (concepts of `SHARED`, parties, states)
        Its verdicts.
    """

    graph: Graph
    whole: float
    shared: float
    stable: npt.NDArray[np.bool_]


def examples(path: Path) -> list[Path]:
    """The files with conflicts below a folder, in order."""
    return sorted(path.rglob("*.gmcr"))


def solved_by_peer(path: Path, model: Graph | Path) -> Peer | str:
    """What gmcr-py says of a model.

    Parameters
    ----------
    path : Path
        The folder with its sources.
    model : Graph or Path
        A complete model in which every option goes both ways, or one of its own files.

    Returns
    -------
    Peer or str
        Times and verdicts; or what went wrong.
    """
    asked: dict[str, Any] = {"path": str(path.resolve()), "concepts": SHARED}
    if isinstance(model, Path):
        asked["file"] = str(model.resolve())
    else:
        asked["own"] = [[k for k in range(own.bit_length()) if own >> k & 1] for own in model.own]
        asked["ranks"] = model.ranks.tolist()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["nothing said"])[-1]
        return f"gmcr-py ends with {last}"
    found = json.loads(done.stdout)
    graph = Graph(
        np.array(found["codes"], np.int64),
        np.array(found["ranks"], np.int32),
        tuple(found["own"]),
        *found["one way"],
    )
    return Peer(graph, found["whole"], found["shared"], np.array(found["stable"], np.bool_))


def same(one: Graph, other: Graph) -> bool:
    """Whether two graphs are one model: states, moves, and the order each party has."""
    return (
        np.array_equal(one.codes, other.codes)
        and (one.own, one.up, one.down) == (other.own, other.up, other.down)
        and all(
            np.array_equal(
                np.unique(mine, return_inverse=True)[1], np.unique(its, return_inverse=True)[1]
            )
            for mine, its in zip(one.ranks, other.ranks, strict=True)
        )
    )


def differences(
    ours: npt.NDArray[np.bool_], theirs: npt.NDArray[np.bool_], concepts: Sequence[str] = SHARED
) -> dict[str, tuple[int, int]]:
    """How many verdicts differ, for each concept under which some do.

    Parameters
    ----------
    ours, theirs : array of bool, shape (concepts, parties, states)
        Verdicts.
    concepts : sequence of str
        The names of the concepts.

    Returns
    -------
    dict of str to (int, int)
        How many are stable for us only, and for them only.
    """
    counted = {
        concept: (int((mine & ~other).sum()), int((other & ~mine).sum()))
        for concept, mine, other in zip(concepts, ours, theirs, strict=True)
    }
    return {concept: counts for concept, counts in counted.items() if any(counts)}
