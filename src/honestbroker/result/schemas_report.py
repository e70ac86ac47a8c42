"""JSON Schemas of what the report and its results add to `honestbroker.result.schemas`.

`DEFINITIONS` are shared parts; `DOCUMENTS` are properties of whole documents. Names after ``$defs``
that are not here are those of `honestbroker.result.schemas`.
"""

from __future__ import annotations

from typing import Any, Final

__all__ = ["DEFINITIONS", "DOCUMENTS", "HEADLESS"]

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_TEXT_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
_WORDS: Final[Schema] = {"type": "object", "additionalProperties": _TEXT}
_NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
_NUMBER_OR_NULL: Final[Schema] = {"type": ["integer", "null"]}
_YES_NO: Final[Schema] = {"type": "boolean"}
_KIND: Final = (
    "option", "term", "flag", "rule", "group", "outcome", "statement", "ranking", "view",
    "denominator", "broker", "roadmap", "rating", "patron", "contribution", "stage", "objection",
    "condition",
    "profile", "change",
)  # fmt: skip


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _object(description: str, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _whole(verb: str) -> Schema:
    return {"type": "object", "description": f"As `honestbroker schema {verb}` describes it."}


DEFINITIONS: Final[dict[str, Schema]] = {
    "located": _object(
        "A place in a source, with the first digits of the SHA-256 of the text read there.",
        source=_TEXT,
        locator=_TEXT,
        digest=_TEXT_OR_NULL,
    ),
    "entry": _object(
        "An item of the case in the analyst's words, and what it rests on.",
        key=_TEXT,
        kind={"enum": list(_KIND)},
        id=_TEXT,
        party=_TEXT_OR_NULL,
        position=_NUMBER_OR_NULL,
        length=_NUMBER_OR_NULL,
        names=_WORDS,
        formula=_TEXT_OR_NULL,
        value=_TEXT_OR_NULL,
        place=_TEXT_OR_NULL,
        cites=_list(_ref("located")),
        judged_by=_TEXT_OR_NULL,
        judged_on=_TEXT_OR_NULL,
        sure={"enum": ["high", "medium", "low", None]},
        why=_WORDS,
        fact=_YES_NO,
    ),
    "cited": _object(
        "A source, and the keys of what rests on it.",
        id=_TEXT,
        citation=_TEXT,
        language=_TEXT_OR_NULL,
        url=_TEXT_OR_NULL,
        doi=_TEXT_OR_NULL,
        notes=_list(_object("A note on a translation.", locator=_TEXT, words=_WORDS)),
        items=_list(_TEXT),
    ),
    "point": _object(
        "A state that matters: its number, why it is shown, what decides against today's.",
        number=_NUMBER,
        role={"enum": ["today", "holds", "on the way", "deal", "while deterred", "other"]},
        state=_ref("reached"),
        against=_list(_ref("decision")),
    ),
    "arrow": _object(
        "A step between two states that matter, by their numbers.",
        start=_NUMBER,
        end=_NUMBER,
        step=_ref("step"),
        on_path=_YES_NO,
        open=_YES_NO,
        because=_list(_ref("decision")),
    ),
}

DOCUMENTS: Final[dict[str, tuple[str, dict[str, Schema]]]] = {
    "provenance": (
        "honestbroker provenance --json",
        {
            "entries": _list(_ref("entry")),
            "sources": _list(_ref("cited")),
            "unsourced": _list(_TEXT),
        },
    ),
    "atlas": (
        "the states that matter, inside honestbroker report --json",
        {
            "points": _list(_ref("point")),
            "arrows": _list(_ref("arrow")),
            "orders": {"type": "object", "additionalProperties": _list(_list(_NUMBER))},
            "left_out": _NUMBER,
        },
    ),
}
"""Kind to title and properties, besides those every result begins with."""

HEADLESS: Final[dict[str, tuple[str, dict[str, Schema]]]] = {
    "report": (
        "honestbroker report --json",
        {
            "format": {"const": "honestbroker/1"},
            "kind": {"const": "report"},
            "date": _TEXT_OR_NULL,
            "language": {"enum": ["en", "vi"]},
            **{kind: _whole(kind) for kind in ("overview", "stability", "atlas", "provenance")},
            "more": {
                "type": "array",
                "description": "Results of slower analyses, each a document of its own `kind`.",
                "items": {
                    "type": "object",
                    "required": ["format", "kind"],
                    "properties": {"format": {"const": "honestbroker/1"}, "kind": _TEXT},
                },
            },
        },
    ),
}
"""The same for documents that hold others."""
