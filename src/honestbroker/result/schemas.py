"""JSON Schemas (2020-12) of every document the program writes. Tests validate against them."""

from __future__ import annotations

from typing import Any, Final

from honestbroker.result import schemas_brokering, schemas_inverse
from honestbroker.result import schemas_report as report

__all__ = ["SCHEMAS"]

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_TEXT_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
_NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
_YES_NO: Final[Schema] = {"type": "boolean"}
_TEXTS: Final[Schema] = {"type": "array", "items": _TEXT}
_CONCEPT: Final[Schema] = {"enum": ["nash", "gmr", "smr", "seq", "sseq"]}
_HOLDS: Final[Schema] = {"enum": ["holds", "while deterred", "no"]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _object(description: str, optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


_DEFINITIONS: Final[dict[str, Schema]] = {
    **report.DEFINITIONS,
    "scope": _object(
        "How far the answer reaches.",
        ("by", "seed", "draws"),
        kind={"enum": ["exhaustive", "bounded", "sampled"]},
        by=_TEXT,
        seed=_NUMBER,
        draws=_NUMBER,
    ),
    "step": _object(
        "One step of play: who moves, through which group, what is taken and given up.",
        movers=_TEXTS,
        group=_or_null(_TEXTS),
        take=_TEXTS,
        drop=_TEXTS,
        to=_TEXT,
        improves=_YES_NO,
    ),
    "tag": _object(
        "How a state is reached from the status quo.",
        name={"enum": ["here", "alone", "together", "by moves", "unreachable"]},
        plain=_YES_NO,
        today=_YES_NO,
        needs_channel=_list(_TEXTS),
        channels=_list(_list(_TEXTS)),
        steps={"type": ["integer", "null"]},
    ),
    "label": _object(
        "What a state does to a party, or which deal it is open to.",
        label={
            "enum": [
                "sunk",
                "trap",
                "regret",
                "betrayed",
                "exposed",
                "open to a deal",
                "missed deal",
            ]
        },
        concept=_TEXT_OR_NULL,
        party=_TEXT_OR_NULL,
        options=_TEXTS,
        group=_or_null(_TEXTS),
        evidence={"type": "object"},
    ),
    "deal": _object(
        "A joint improvement under the smallest named group that can strike it.",
        group=_TEXTS,
        open=_YES_NO,
        take=_TEXTS,
        drop=_TEXTS,
        to=_TEXT,
        state=_TEXTS,
        plain=_YES_NO,
        direction={"enum": ["on", "back", "elsewhere", None]},
    ),
    "reached": _object(
        "A state, whether it holds, for whom not, how it is reached, what it does to whom.",
        id=_TEXT,
        state=_TEXTS,
        outcomes=_TEXTS,
        holds=_HOLDS,
        leavers=_TEXTS,
        tag=_or_null(_ref("tag")),
        path=_or_null(_list(_ref("step"))),
        labels=_list(_ref("label")),
        coalition_stable=_YES_NO,
    ),
    "decision": _object(
        "What decides between two states for a party.",
        party=_TEXT,
        prefers={"enum": ["first", "second", "neither"]},
        statement=_TEXT_OR_NULL,
        position={"type": ["integer", "null"]},
        length={"type": ["integer", "null"]},
        want=_TEXT_OR_NULL,
        firm=_YES_NO,
        place=_TEXT_OR_NULL,
        cites=_TEXTS,
        judged=_TEXT_OR_NULL,
        sure={"enum": ["high", "medium", "low", None]},
    ),
    "equilibrium": _object(
        "A state that is stable for every party under the concepts in stable_under.",
        id=_TEXT,
        state=_TEXTS,
        stable_under=_list(_CONCEPT),
        outcomes=_TEXTS,
        tag=_or_null(_ref("tag")),
        labels=_or_null(_list(_ref("label"))),
    ),
    "witness": {
        "description": "An improvement nobody sanctions, or one sanction path per improvement.",
        "oneOf": [
            _object("The verdict is unstable.", improvement=_TEXT),
            _object(
                "The verdict is stable.",
                sanctions=_list(
                    _object(
                        "An improvement and the others' answer.",
                        improvement=_TEXT,
                        path=_list(_object("A step.", party=_TEXT, to=_TEXT)),
                    )
                ),
            ),
        ],
    },
    "founding": _object(
        "On what the case rests.",
        items=_NUMBER,
        cited=_NUMBER,
        judged_only=_NUMBER,
        unsourced=_list(_object("An item without a source.", kind=_TEXT, id=_TEXT)),
        lines=_list(
            _object(
                "A statement that decides nothing among the feasible states.",
                party=_TEXT,
                statement=_TEXT,
                why={"enum": ["constant", "idle"]},
            )
        ),
    ),
}

_HEAD: Final[dict[str, Schema]] = {
    "format": {"const": "honestbroker/1"},
    "kind": _TEXT,
    "case": _TEXT,
    "version": _TEXT,
    "profile": _TEXT_OR_NULL,
    "changes": _TEXTS,
    "scope": _ref("scope"),
    "conventions": {"type": "object", "additionalProperties": _TEXT},
}

_STATES: Final = _object("How many states there are.", combinations=_NUMBER, feasible=_NUMBER)
_COUNTS: Final[Schema] = {"type": "object", "additionalProperties": _NUMBER}
_VERSION: Final = _object("A version of the case.", profile=_TEXT_OR_NULL, changes=_TEXTS)

_PATHS: Final[dict[str, Schema]] = {
    "status_quo": _or_null(_ref("reached")),
    "deals": _list(_ref("deal")),
    "counts": _COUNTS,
    "holding": _list(_ref("reached")),
    "others": _NUMBER,
    "left_out": _NUMBER,
}


def _document(title: str, optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **_object(title, optional, **properties),
        "$defs": _DEFINITIONS,
    }


SCHEMAS: Final[dict[str, Schema]] = {
    "stability": _document(
        "honestbroker stability --json",
        ("verdicts",),
        **_HEAD,
        concepts=_list(_CONCEPT),
        options=_TEXTS,
        parties=_TEXTS,
        states=_STATES,
        counts=_COUNTS,
        equilibria=_list(_ref("equilibrium")),
        left_out=_NUMBER,
        verdicts=_list(
            _object(
                "One verdict with its proof.",
                state=_TEXT,
                party=_TEXT,
                concept=_CONCEPT,
                stable=_YES_NO,
                witness=_ref("witness"),
            )
        ),
    ),
    "paths": _document("honestbroker paths --json", **_HEAD, **_PATHS),
    "overview": _document(
        "honestbroker run --json",
        **_HEAD,
        **_PATHS,
        states=_STATES,
        equilibria=_COUNTS,
        reluctance=_list(
            _object(
                "A single option that could be changed today, and what decides.",
                party=_TEXT,
                step=_ref("step"),
                because=_ref("decision"),
            )
        ),
        outcomes=_list(
            _object(
                "How a named outcome stands.",
                id=_TEXT,
                states=_NUMBER,
                holding=_TEXTS,
                sound=_TEXTS,
                best=_TEXT_OR_NULL,
                tag=_TEXT_OR_NULL,
                never_for=_TEXTS,
            )
        ),
        founding=_ref("founding"),
        says_nothing_about=_TEXTS,
    ),
    "why": _document(
        "honestbroker explain --json",
        **_HEAD,
        state=_ref("reached"),
        parties=_list(
            _object(
                "One party at this state.",
                party=_TEXT,
                stable_under=_list(_CONCEPT),
                can_move=_YES_NO,
                improvements=_list(
                    _object(
                        "A move the party would want, why, and how the others would answer.",
                        step=_ref("step"),
                        state=_TEXTS,
                        because=_ref("decision"),
                        plain=_YES_NO,
                        answers={"type": "object", "additionalProperties": _list(_ref("step"))},
                        after=_or_null(_ref("decision")),
                    )
                ),
                needs=_list(
                    _object(
                        "The least rise in rank that would make it stay, all else as it is.",
                        concept=_CONCEPT,
                        level_with=_TEXT,
                        state=_TEXTS,
                        passes=_NUMBER,
                        higher=_NUMBER,
                    )
                ),
            )
        ),
        deals=_list(_ref("deal")),
    ),
    "preferred": _document(
        "honestbroker explain --over --json",
        **_HEAD,
        first=_TEXTS,
        second=_TEXTS,
        decisions=_list(_ref("decision")),
    ),
    "route": _document(
        "honestbroker explain --from --json",
        **_HEAD,
        start=_TEXTS,
        end=_ref("reached"),
        reasons=_list(_list(_ref("decision"))),
    ),
    "difference": _document(
        "honestbroker diff --json",
        **_HEAD,
        before=_VERSION,
        after=_VERSION,
        states=_list(
            _object(
                "A state that holds or is reached differently.",
                state=_TEXTS,
                before=_or_null(_ref("reached")),
                after=_or_null(_ref("reached")),
                side={"enum": ["before", "after", None]},
                leaving=_list(
                    _object(
                        "Who would leave the state on that side, and why.",
                        party=_TEXT,
                        step=_ref("step"),
                        because=_ref("decision"),
                    )
                ),
            )
        ),
        deals_gained=_list(_ref("deal")),
        deals_lost=_list(_ref("deal")),
        deals_before=_object("How many deals.", missed=_NUMBER, open=_NUMBER),
        deals_after=_object("How many deals.", missed=_NUMBER, open=_NUMBER),
        decisive=_TEXTS,
        same=_NUMBER,
    ),
    "check": _document(
        "honestbroker check --json",
        format={"const": "honestbroker/1"},
        kind=_TEXT,
        case=_TEXT,
        version=_TEXT,
        passed=_YES_NO,
        profiles=_list(
            _object("One profile.", id=_TEXT, feasible=_NUMBER, founding=_ref("founding"))
        ),
        checks=_list(
            _object(
                "One of the analyst's checks.",
                profile=_TEXT_OR_NULL,
                party=_TEXT,
                better=_TEXTS,
                worse=_TEXTS,
                passed=_YES_NO,
                because=_ref("decision"),
                place=_TEXT_OR_NULL,
            )
        ),
        paragraphs=_or_null(
            _list(
                _object(
                    "A hashed paragraph, and where the analyst's copy has it.",
                    source=_TEXT,
                    locator=_TEXT,
                    matched=_YES_NO,
                    file=_TEXT_OR_NULL,
                    number={"type": ["integer", "null"]},
                )
            )
        ),
    ),
    "casefile": _document(
        "honestbroker new --json and honestbroker import --json",
        format={"const": "honestbroker/1"},
        kind=_TEXT,
        text=_TEXT,
        notes=_TEXTS,
    ),
    "cases": _document(
        "honestbroker cases --json",
        format={"const": "honestbroker/1"},
        kind=_TEXT,
        cases=_list(
            _object(
                "A shipped case.",
                case=_TEXT,
                title={"type": "object", "additionalProperties": _TEXT},
                parties=_NUMBER,
                options=_NUMBER,
                profiles=_TEXTS,
            )
        ),
    ),
    "problems": _document(
        "what any verb prints with --json when the case is wrong",
        format={"const": "honestbroker/1"},
        kind=_TEXT,
        problems=_list(
            _object(
                "One problem.",
                message=_TEXT,
                suggestion=_TEXT,
                file=_TEXT_OR_NULL,
                line={"type": ["integer", "null"]},
                column={"type": ["integer", "null"]},
            )
        ),
    ),
    **{k: _document(title, **_HEAD, **parts) for k, (title, parts) in report.DOCUMENTS.items()},
    **{k: _document(title, **parts) for k, (title, parts) in report.HEADLESS.items()},
    **schemas_inverse.documents(_document, _HEAD, _ref("scope")),
    **schemas_brokering.documents(_document, _HEAD),
}
"""Name of a document to its JSON Schema."""
