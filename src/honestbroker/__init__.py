"""Conflict analysis from one readable case file.

Names are loaded when first used, so that importing the package costs next to nothing.

>>> import honestbroker as hb
>>> case = hb.read("prisoners-dilemma")
>>> hb.stability(case).counts()
{'nash': 1, 'gmr': 2, 'smr': 2, 'seq': 2, 'sseq': 2}
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from honestbroker.analyses.atlas import atlas
    from honestbroker.analyses.brokers import Drawing, broker, brokers
    from honestbroker.analyses.checks import checks
    from honestbroker.analyses.compare import compare
    from honestbroker.analyses.conditions import conditions
    from honestbroker.analyses.difference import difference
    from honestbroker.analyses.escalation import escalation
    from honestbroker.analyses.overview import overview
    from honestbroker.analyses.paths import paths
    from honestbroker.analyses.provenance import provenance
    from honestbroker.analyses.rankings import rankings
    from honestbroker.analyses.roadmap import roadmap, roadmaps
    from honestbroker.analyses.sensitivity import Sample, sensitivity
    from honestbroker.analyses.stability import stability
    from honestbroker.analyses.stones import stones
    from honestbroker.analyses.timeline import timeline
    from honestbroker.analyses.views import revelation, views
    from honestbroker.analyses.whatif import whatif
    from honestbroker.analyses.why import preferred, route, why
    from honestbroker.case.case import Case
    from honestbroker.case.problems import CaseError, Problem
    from honestbroker.casefile.reader import read, read_text, shipped
    from honestbroker.changes import ad_hoc, apply, in_profile, variant
    from honestbroker.encode import estimate
    from honestbroker.perception import as_seen_by, reveal
    from honestbroker.render.document import report
    from honestbroker.render.figures import figure
    from honestbroker.render.parquet import save_parquet
    from honestbroker.render.telling import tell
    from honestbroker.result import CONCEPTS, Stability, TooBig
    from honestbroker.result.overview import Overview
    from honestbroker.result.whatif import Target
    from honestbroker.sweep import Work

__version__ = "0.1.0"

_HOMES = {
    "CONCEPTS": "result",
    "Case": "case.case",
    "CaseError": "case.problems",
    "Drawing": "analyses.brokers",
    "Overview": "result.overview",
    "Problem": "case.problems",
    "Sample": "analyses.sensitivity",
    "Stability": "result",
    "Target": "result.whatif",
    "TooBig": "result",
    "Work": "sweep",
    "ad_hoc": "changes",
    "apply": "changes",
    "as_seen_by": "perception",
    "atlas": "analyses.atlas",
    "broker": "analyses.brokers",
    "brokers": "analyses.brokers",
    "checks": "analyses.checks",
    "compare": "analyses.compare",
    "conditions": "analyses.conditions",
    "difference": "analyses.difference",
    "escalation": "analyses.escalation",
    "estimate": "encode",
    "figure": "render.figures",
    "in_profile": "changes",
    "overview": "analyses.overview",
    "paths": "analyses.paths",
    "preferred": "analyses.why",
    "provenance": "analyses.provenance",
    "rankings": "analyses.rankings",
    "read": "casefile.reader",
    "read_text": "casefile.reader",
    "report": "render.document",
    "reveal": "perception",
    "revelation": "analyses.views",
    "roadmap": "analyses.roadmap",
    "roadmaps": "analyses.roadmap",
    "route": "analyses.why",
    "save_parquet": "render.parquet",
    "sensitivity": "analyses.sensitivity",
    "shipped": "casefile.reader",
    "stability": "analyses.stability",
    "stones": "analyses.stones",
    "tell": "render.telling",
    "timeline": "analyses.timeline",
    "variant": "changes",
    "views": "analyses.views",
    "whatif": "analyses.whatif",
    "why": "analyses.why",
}

__all__ = [
    "CONCEPTS",
    "Case",
    "CaseError",
    "Drawing",
    "Overview",
    "Problem",
    "Sample",
    "Stability",
    "Target",
    "TooBig",
    "Work",
    "ad_hoc",
    "apply",
    "as_seen_by",
    "atlas",
    "broker",
    "brokers",
    "checks",
    "compare",
    "conditions",
    "difference",
    "escalation",
    "estimate",
    "figure",
    "in_profile",
    "overview",
    "paths",
    "preferred",
    "provenance",
    "rankings",
    "read",
    "read_text",
    "report",
    "reveal",
    "revelation",
    "roadmap",
    "roadmaps",
    "route",
    "save_parquet",
    "sensitivity",
    "shipped",
    "stability",
    "stones",
    "tell",
    "timeline",
    "variant",
    "views",
    "whatif",
    "why",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
