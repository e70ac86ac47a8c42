"""The same answers for large models and for many rankings, by compiled code.

Three routes. A small model in which every combination of options is feasible is solved in one
call. If most are feasible, states are a cube, and what the others can bring about is found slice by
slice, with rows of states side by side. Otherwise states are sorted by the mover's groups, and
groups that cannot change are passed over. docs/decisions/0023 has the measurements.

Nothing here is imported before it is needed: importing Numba takes half a second, longer than most
cases take as a whole. `stable` of `honestbroker.kernel.stability` asks `pays` first. Every function
here gives the same numbers as the NumPy path; tests compare the two and the oracle.

* `honestbroker.kernel.compiled.layout`: who shares a group with whom: structure, no preferences;
* `honestbroker.kernel.compiled.groups`: one party's moves over all states;
* `honestbroker.kernel.compiled.chains`: chains of the others' improvements;
* `honestbroker.kernel.compiled.closures`: what the others can bring about, by both;
* `honestbroker.kernel.compiled.slices`: the same in models in which most combinations are feasible;
* `honestbroker.kernel.compiled.cube`: verdicts of such models, slice by slice;
* `honestbroker.kernel.compiled.small`: verdicts of small full models in one call;
* `honestbroker.kernel.compiled.solve`: verdicts by groups, and which route is taken;
* `honestbroker.kernel.compiled.solution`: verdicts as bits;
* `honestbroker.kernel.compiled.lanes`: many rankings at once;
* `honestbroker.kernel.compiled.truths`: feasible states and ranks from formulas;
* `honestbroker.kernel.compiled.offers`: the steps a mover offers from one state;
* `honestbroker.kernel.compiled.reach`: what play can reach.
"""

from __future__ import annotations

import sys
from typing import Final

__all__ = ["FROM", "WARM", "pays"]

FROM: Final = 1 << 18
"""From this many (state, party) pairs one analysis is faster compiled, import included."""

WARM: Final = 1 << 9
"""From so many it is faster if the compiled code is there already."""


def pays(states: int, parties: int) -> bool:
    """Whether compiled code is worth its start for one analysis.

    Parameters
    ----------
    states, parties : int
        The size of the model.

    Returns
    -------
    bool
        True for large models; for smaller ones too once the code has been loaded.

    Examples
    --------
    >>> pays(36, 4), pays(1 << 20, 4)
    (False, True)
    """
    size = states * parties
    return size >= FROM or (size >= WARM and "honestbroker.kernel.compiled.solve" in sys.modules)
