"""JSON Schemas of inverse questions, robustness, comparisons, dates and views.

Merged into `honestbroker.result.schemas.SCHEMAS`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

__all__ = ["EDIT", "MISTAKEN", "documents"]

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_TEXT_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
_NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
_NUMBER_OR_NULL: Final[Schema] = {"type": ["integer", "null"]}
_YES_NO: Final[Schema] = {"type": "boolean"}
_TEXTS: Final[Schema] = {"type": "array", "items": _TEXT}
_CONCEPT: Final[Schema] = {"enum": ["nash", "gmr", "smr", "seq", "sseq"]}
_VALUE: Final[Schema] = {"type": ["boolean", "string", "null"]}
_VALUES: Final[Schema] = {"type": "object", "additionalProperties": _VALUE}
_COUNTS: Final[Schema] = {
    "type": "object",
    "additionalProperties": {"type": "object", "additionalProperties": _NUMBER},
}
_TRIGGER: Final[Schema] = {
    "type": ["object", "null"],
    "additionalProperties": _TEXT,
    "description": "What the analyst names as the trigger, by language.",
}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _object(description: str, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_TOLD: Final = _object(
    "A state that makes the target true, and the smallest sets of closed groups it takes.",
    id=_TEXT,
    state=_TEXTS,
    outcomes=_TEXTS,
    channels=_list(_list(_TEXTS)),
)

EDIT: Final = _object(
    "One edit, and what the thing it alters rests on.",
    id=_TEXT,
    kind={"enum": ["move", "drop", "insert", "set", "open", "way", "change"]},
    party=_TEXT_OR_NULL,
    what=_TEXT,
    before=_NUMBER_OR_NULL,
    position=_NUMBER_OR_NULL,
    value=_TEXT_OR_NULL,
    passed=_TEXTS,
    displacement=_NUMBER,
    cites=_TEXTS,
    judged=_TEXT_OR_NULL,
    sure={"enum": ["high", "medium", "low", None]},
)

_ANSWER: Final = _object(
    "A smallest set of edits that does it, and what else it does.",
    size=_NUMBER,
    displacement=_NUMBER,
    parties=_TEXTS,
    edits=_list(EDIT),
    also=_list(_TEXTS),
    crosses=_list(_object("A firm statement crossed.", party=_TEXT, statement=_TEXT, firm=_TEXT)),
    states=_list(_TOLD),
    gained=_TEXTS,
    lost=_TEXTS,
    traps=_list(
        _object(
            "An equilibrium that becomes a trap.",
            state=_TEXTS,
            party=_TEXT,
            options=_TEXTS,
            today=_YES_NO,
        )
    ),
)

_FLIP: Final = {"claim": _TEXT, "before": _VALUE, "after": _VALUE}

_PAIR: Final = {
    "first": _TEXT,
    "second": _TEXT,
    "differences": _list(
        _object(
            "One thing on which two versions differ.",
            id=_TEXT,
            kind=_TEXT,
            party=_TEXT_OR_NULL,
            what=_TEXT,
            how={
                "enum": [
                    "moved",
                    "reworded",
                    "only in the first",
                    "only in the second",
                    "differs",
                ]
            },
            first=_NUMBER_OR_NULL,
            second=_NUMBER_OR_NULL,
        )
    ),
    "explained": _list(
        _object(
            "A claim that differs, and the smallest sets of differences that explain it.",
            **_FLIP,
            sets=_list(_list(_NUMBER)),
            tried=_NUMBER,
            exhaustive=_YES_NO,
        )
    ),
}

_HELD: Final = _object(
    "A state that holds, whether it is reached through open channels, and sound.",
    id=_TEXT,
    state=_TEXTS,
    outcomes=_TEXTS,
    today=_YES_NO,
    sound=_YES_NO,
)


MISTAKEN: Final = _object(
    "A state that holds, or does not, only because somebody is mistaken.",
    id=_TEXT,
    state=_TEXTS,
    outcomes=_TEXTS,
    mistaken=_TEXTS,
)


def _counts(scope: Schema) -> Schema:
    return _object(
        "How often each claim came to each value.",
        of=_TEXT,
        scope=scope,
        cases=_NUMBER,
        void=_NUMBER,
        swaps=_NUMBER_OR_NULL,
        counts=_COUNTS,
    )


def documents(
    document: Callable[..., Schema], head: dict[str, Schema], scope: Schema
) -> dict[str, Schema]:
    """The schemas of this module.

    Parameters
    ----------
    document : callable
        Makes a schema from a title and properties.
    head : dict
        What every document begins with.
    scope : dict
        The schema of a scope.

    Returns
    -------
    dict
        From the name of a document to its schema.
    """
    counts = _list(_counts(scope))
    return {
        "whatif": document(
            "honestbroker whatif --json",
            **head,
            target=_object(
                "What shall be true.",
                text=_TEXT,
                state=_YES_NO,
                concept=_CONCEPT,
                via_closed=_YES_NO,
                every=_YES_NO,
                anywhere=_YES_NO,
                stops=_YES_NO,
            ),
            already=_YES_NO,
            states=_list(_TOLD),
            neighbourhood={"type": "object", "additionalProperties": _NUMBER},
            left_out=_TEXTS,
            tried=_list(
                _object(
                    "How much was tried at one size.",
                    size=_NUMBER,
                    sets=_NUMBER,
                    cases=_NUMBER,
                    left_out=_NUMBER,
                    void=_NUMBER,
                    answers=_NUMBER,
                )
            ),
            answers=_list(_ANSWER),
        ),
        "rankings": document(
            "honestbroker rankings --json",
            **head,
            concept=_CONCEPT,
            target=_TEXT,
            state=_TEXTS,
            parties=_list(
                _object(
                    "Which rankings of one party make the state stable for it.",
                    party=_TEXT,
                    stable=_YES_NO,
                    moves=_list(
                        _object(
                            "What takes the worth out of one move: one of these sets.",
                            to=_TEXT,
                            alternatives=_list(_TEXTS),
                        )
                    ),
                    minimal=_list(_TEXTS),
                    share=_TEXT,
                    rankings=_TEXT,
                    count=_TEXT,
                )
            ),
            unstable=_TEXTS,
            depends=_YES_NO,
            share=_TEXT,
        ),
        "sensitivity": document(
            "honestbroker sensitivity --json",
            **head,
            claims=_VALUES,
            tried={"type": "object", "additionalProperties": _NUMBER},
            variations=_list(
                _object(
                    "A variation that flips a claim, or is void.",
                    kind={"enum": ["swap", "drop", "set", "way", "group", "concept"]},
                    id=_TEXT,
                    void=_YES_NO,
                    flips=_list(_object("A claim that comes out differently.", **_FLIP)),
                )
            ),
            judgements=_list(
                _object(
                    "A judgement, and the claims that rest on it.",
                    kind={"enum": ["order", "statement", "flag", "way", "group"]},
                    party=_TEXT_OR_NULL,
                    what=_TEXTS,
                    firm=_YES_NO,
                    claims=_TEXTS,
                    cites=_TEXTS,
                    judged=_TEXT_OR_NULL,
                    sure={"enum": ["high", "medium", "low", None]},
                )
            ),
            counts=counts,
        ),
        "compare": document(
            "honestbroker compare --json",
            **head,
            versions=_list(
                _object(
                    "One analyst's version.",
                    label=_TEXT,
                    case=_TEXT,
                    profile=_TEXT_OR_NULL,
                    author=_TEXT_OR_NULL,
                    changes=_TEXTS,
                )
            ),
            claims={"type": "object", "additionalProperties": _list(_VALUE)},
            pairs=_list(_object("Two versions.", **_PAIR)),
            pooled=_COUNTS,
            counts=counts,
        ),
        "timeline": document(
            "honestbroker timeline --json",
            **head,
            moments=_list(
                _object(
                    "A dated profile and what is so then.",
                    profile=_TEXT,
                    date=_TEXT,
                    post_hoc=_YES_NO,
                    trigger=_TRIGGER,
                    claims=_VALUES,
                    holding=_list(_HELD),
                )
            ),
            turns=_list(
                _object(
                    "What changed between two dates.",
                    **_PAIR,
                    trigger=_TRIGGER,
                    gained=_list(_HELD),
                    lost=_list(_HELD),
                )
            ),
        ),
        "views": document(
            "honestbroker views --json",
            **head,
            concept={"enum": ["seq", "sseq"]},
            views=_list(
                _object(
                    "One thing that a party takes to be otherwise in another party's list.",
                    viewer=_TEXT,
                    about=_TEXT,
                    kind={"enum": ["move", "drop", "insert", "replace", "ranking"]},
                    what=_TEXT_OR_NULL,
                    by=_TEXT_OR_NULL,
                    position=_NUMBER_OR_NULL,
                    length=_NUMBER_OR_NULL,
                    before=_NUMBER_OR_NULL,
                    before_length=_NUMBER_OR_NULL,
                    cites=_TEXTS,
                    judged=_TEXT_OR_NULL,
                    sure=_TEXT_OR_NULL,
                )
            ),
            holding=_NUMBER,
            truly=_NUMBER,
            by_mistake=_list(MISTAKEN),
            missed=_list(MISTAKEN),
            expected=_list(
                _object(
                    "What a mistaken party expects to hold.",
                    viewer=_TEXT,
                    holding=_NUMBER,
                    wrongly=_TEXTS,
                    overlooked=_TEXTS,
                )
            ),
            play=_list(
                _object(
                    "An outcome that deterred play reaches, in the views or in truth.",
                    outcome=_TEXT,
                    bad=_YES_NO,
                    in_views=_YES_NO,
                    in_truth=_YES_NO,
                    by_mistake=_YES_NO,
                    escalation=_YES_NO,
                    path={"anyOf": [_list({"$ref": "#/$defs/step"}), {"type": "null"}]},
                )
            ),
            revealed=_list(
                _object(
                    "What revealing one list to one party would change.",
                    viewer=_TEXT,
                    about=_TEXT,
                    holding=_TEXTS,
                    ceasing=_TEXTS,
                    gained=_TEXTS,
                    lost=_TEXTS,
                )
            ),
        ),
    }
