"""What analyses answer with: frozen results that remember their question.

Labels are identity: a result names parties, options and states as the analyst did; the integers
of `honestbroker.encode` and the kernel do not leave it. `base` (names, question, scope, concepts),
`stability`, `paths`, `overview`, and `schemas` (the JSON Schemas of all of them).
"""

from honestbroker.result.base import (
    CONCEPTS,
    CONVENTIONS,
    JSON_VERSION,
    LISTED_MOVES,
    RESPONSES,
    Concept,
    Estimate,
    Question,
    Scope,
    StateNames,
    TooBig,
)
from honestbroker.result.paths import Deal, Label, Paths, Reached, Step, Tag
from honestbroker.result.stability import Equilibrium, Prover, Stability, Verdicts

__all__ = [
    "CONCEPTS",
    "CONVENTIONS",
    "JSON_VERSION",
    "LISTED_MOVES",
    "RESPONSES",
    "Concept",
    "Deal",
    "Equilibrium",
    "Estimate",
    "Label",
    "Paths",
    "Prover",
    "Question",
    "Reached",
    "Scope",
    "Stability",
    "StateNames",
    "Step",
    "Tag",
    "TooBig",
    "Verdicts",
]
