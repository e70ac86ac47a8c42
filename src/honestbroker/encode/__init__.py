"""From a case to arrays and back: the only place where a name becomes a number.

Option k of the case is bit k of a state's code; parties and options keep the file's order. The
structure (states and moves) and the ranks are made separately, so that an edit of one list
rebuilds one row of ranks.

A case that lists its moves has named states instead of bit codes; a formula is true in a named
state when it is true in every combination the state merges, and must not be true in some only.

A case whose options are coupled keeps its bit codes, and its moves are written out as arcs: see
`honestbroker.kernel.coupled`. A coupling that waits for an option that was dropped never fires.

`compiler` turns formulas into programs, `sizes` says how big a case is before any work, `states`
makes the structure, `skips` tells what couplings cannot do, `encoded` puts all together.

Guarantees: exact, or refused with an estimate before the work begins.
"""

from honestbroker.encode.encoded import Encoded, encode, ranks
from honestbroker.encode.sizes import estimate
from honestbroker.encode.skips import Skipped
from honestbroker.encode.states import MAX_MEMORY, Structure, place_of, structure

__all__ = [
    "MAX_MEMORY",
    "Encoded",
    "Skipped",
    "Structure",
    "encode",
    "estimate",
    "place_of",
    "ranks",
    "structure",
]
