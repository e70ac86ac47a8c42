"""JSON Schema of the case format, for editors; made from the models the reader uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from honestbroker.casefile.models_brokering import SCALE
from honestbroker.casefile.models_case import CaseModel

__all__ = ["json_schema"]

_FORMULA = {"type": "string", "description": "a formula"}
_SHORT: Final = {
    "Term": _FORMULA,
    "Denominator": _FORMULA,
    "Rating": SCALE,
    "Repeated": {"type": "boolean"},
}
"""What may stand for a mapping of which only the main key is given."""


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a case file.

    Returns
    -------
    dict
        JSON Schema, draft 2020-12. It knows keys, types and choices; what formulas mean, and
        whether ids exist, only `honestbroker.read` can tell.

    Examples
    --------
    >>> schema = json_schema()
    >>> schema["required"]
    ['format', 'case', 'title', 'parties', 'options', 'profiles']
    >>> schema["$defs"]["Option"]["properties"]["way"]["enum"]
    ['both', 'forward', 'backward', 'fixed']
    """
    made = CaseModel.model_json_schema(by_alias=True)
    definitions: dict[str, Any] = made.pop("$defs")
    for name, short in _SHORT.items():
        long = definitions[name]
        told = {key: long.pop(key) for key in ("title", "description")}
        definitions[name] = {**told, "anyOf": [short, long]}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A case of honestbroker",
        **{key: value for key, value in made.items() if key != "title"},
        "$defs": definitions,
    }
    _everywhere(whole, _without_nothing)
    return whole


def _everywhere(schema: Any, put: Callable[[dict[str, Any]], None]) -> None:
    """Do something to every mapping of a schema, innermost first."""
    below = schema.values() if isinstance(schema, dict) else schema
    if isinstance(schema, dict | list):
        for inner in below:
            _everywhere(inner, put)
    if isinstance(schema, dict):
        put(schema)


def _without_nothing(schema: dict[str, Any]) -> None:
    """Say what the reader says: a key that is given holds something."""
    if "default" in schema and schema["default"] is None:
        del schema["default"]
    some = schema.get("anyOf")
    if isinstance(some, list) and {"type": "null"} in some:
        kept = [each for each in some if each != {"type": "null"}]
        del schema["anyOf"]
        schema.update({"anyOf": kept} if len(kept) > 1 else {**kept[0], **schema})
