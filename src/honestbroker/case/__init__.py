"""A case and its parts: frozen domain objects, and what the words mean.

`sources` (where statements come from), `parts` (parties, options, statements, edits), `case` (the
whole), `problems` and `inspect` (what is wrong with one).
"""

from honestbroker.case.case import Case, meaning
from honestbroker.case.problems import CaseError, Problem

__all__ = ["Case", "CaseError", "Problem", "meaning"]
