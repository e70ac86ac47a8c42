"""What a case says, without where it says it: for comparing a case with its copy."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

import honestbroker as hb
from honestbroker.case.sources import Place

PLACES = {"place", "status_quo_place", "reference_place", "file"}
OF_THE_SESSION = {"lists", "profile", "applied", "origin"}
"""What a case knows beyond its file: the profile it is in, and what was applied to it."""


def content(case: hb.Case) -> Any:
    """Everything a case's file says, as plain nested values."""
    return plain(case.origin or case)


def plain(value: Any) -> Any:
    """A value without places; formulas as they are printed."""
    if isinstance(value, Place):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        left_out = PLACES | (OF_THE_SESSION if isinstance(value, hb.Case) else set())
        inner = {
            field.name: plain(getattr(value, field.name))
            for field in fields(value)
            if field.name not in left_out and field.compare
        }
        return {"": type(value).__name__, **inner}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return value
