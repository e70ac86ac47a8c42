"""The open-source gmcr-py on the same models in the same run, if a copy of it is given.

``python benchmarks/run.py --only peer --gmcr PATH`` takes a folder with its sources. Nothing of it
is part of this package: it is run as its guide for the command line (``cmdLineGuide.py``) says, in
a process of its own with ``PATH`` on its path, and told the ranks of every state. Its solver looks
at one move of each opponent where the definitions say sequences, so verdicts are not compared.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from honestbroker.kernel.graph import Graph

__all__ = ["seconds_of_peer"]

PROGRAM = """
import json, sys, time, types
asked = json.load(sys.stdin)
sys.path.insert(0, asked["path"])
try:
    import tkinter
except ImportError:  # its solvers import a file dialogue that solving does not need
    window = types.ModuleType("tkinter")
    window.filedialog = types.ModuleType("tkinter.filedialog")
    sys.modules.update({"tkinter": window, "tkinter.filedialog": window.filedialog})
import data_01_conflictModel as model
import data_02_conflictSolvers as solvers
conflict = model.ConflictModel()
for party, bits in enumerate(asked["own"]):
    conflict.decisionMakers.append(f"party {party}")
    for bit in bits:
        conflict.decisionMakers[-1].addOption(f"option {bit}")
conflict.recalculateFeasibleStates()
for maker, ranks in zip(conflict.decisionMakers, asked["ranks"]):
    maker.payoffs = [ranks[state] for state in conflict.feasibles.decimal]
out, sys.stdout = sys.stdout, sys.stderr
begin = time.process_time()
solvers.LogicalSolver(conflict).findEquilibria()
out.write(json.dumps(time.process_time() - begin))
"""


def seconds_of_peer(path: Path, graph: Graph) -> float | str:
    """How long gmcr-py takes to find the equilibria of a model; or what went wrong."""
    own = [[bit for bit in range(own.bit_length()) if own >> bit & 1] for own in graph.own]
    asked = {"path": str(path.resolve()), "own": own, "ranks": graph.ranks.tolist()}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
    return float(json.loads(done.stdout))
