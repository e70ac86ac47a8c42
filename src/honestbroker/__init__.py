"""Conflict analysis from one readable case file.

>>> import honestbroker as hb
>>> case = hb.read("prisoners-dilemma")
>>> hb.stability(case).counts()
{'nash': 1, 'gmr': 2, 'smr': 2, 'seq': 2, 'sseq': 2}
"""

from honestbroker.analyses.stability import stability
from honestbroker.case import Case, CaseError, Problem
from honestbroker.casefile import read, read_text, shipped
from honestbroker.changes import ad_hoc, apply, in_profile, variant
from honestbroker.encode import encode, estimate
from honestbroker.result import CONCEPTS, Stability, TooBig

__all__ = [
    "CONCEPTS",
    "Case",
    "CaseError",
    "Problem",
    "Stability",
    "TooBig",
    "ad_hoc",
    "apply",
    "encode",
    "estimate",
    "in_profile",
    "read",
    "read_text",
    "shipped",
    "stability",
    "variant",
]

__version__ = "0.1.0"
