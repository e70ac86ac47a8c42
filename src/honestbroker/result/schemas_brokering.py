"""JSON Schemas of roadmaps, stepping stones, brokers, named conditions and escalation.

Merged into `honestbroker.result.schemas.SCHEMAS`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from honestbroker.result.brokers import ANSWERS as FILTERED
from honestbroker.result.conditions import ANSWERS as BECOME
from honestbroker.result.schemas_inverse import EDIT, MISTAKEN

__all__ = ["documents"]

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string"}
_TEXT_OR_NULL: Final[Schema] = {"type": ["string", "null"]}
_NUMBER: Final[Schema] = {"type": "integer", "minimum": 0}
_NUMBER_OR_NULL: Final[Schema] = {"type": ["integer", "null"]}
_YES_NO: Final[Schema] = {"type": "boolean"}
_TEXTS: Final[Schema] = {"type": "array", "items": _TEXT}
_SURE: Final[Schema] = {"enum": ["high", "medium", "low", None]}
_STEP: Final[Schema] = {"$ref": "#/$defs/step"}
_DECISION: Final[Schema] = {"$ref": "#/$defs/decision"}
_LABELS: Final[Schema] = {"type": "array", "items": {"$ref": "#/$defs/label"}}
_ANSWER: Final[Schema] = {"enum": list(FILTERED)}
_LOGIC: Final[Schema] = {"enum": ["yes", "no", "unknown", "does not apply"]}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _each(schema: Schema) -> Schema:
    """A mapping with any keys."""
    return {"type": "object", "additionalProperties": schema}


def _object(description: str, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_STEPS: Final = _list(_STEP)
_DECISIONS: Final = _list(_DECISION)
_BASED: Final = {"cites": _TEXTS, "judged": _TEXT_OR_NULL, "sure": _SURE}
_LITERALS: Final = _list(
    _object("An option, and whether it is taken.", option=_TEXT, taken=_YES_NO)
)
_STATE: Final = _object(
    "A state: its id, its options, the named outcomes true in it.",
    id=_TEXT,
    state=_TEXTS,
    outcomes=_TEXTS,
)
_STATES: Final = _list(_STATE)

# --- roadmaps ------------------------------------------------------------------------------------

_ENTRY: Final[Schema] = {
    "enum": [
        "already true", "infeasible", "not entered", "entered for the end only", "entered", None,
    ]
}  # fmt: skip
_HOLD: Final[Schema] = {"enum": ["holds", "holds while deterred", "does not hold", None]}

_ACTOR: Final = _object(
    "Somebody who must act for the stage to be entered.",
    party=_TEXT,
    take=_TEXTS,
    drop=_TEXTS,
    wants={"enum": ["now", "end", "no"]},
    entering=_DECISION,
    end=_or_null(_DECISION),
)
_BREACH: Final = _object(
    "A way in which the promise would be broken.",
    step=_STEP,
    start=_TEXTS,
    state=_TEXTS,
    undone=_TEXTS,
    because=_DECISIONS,
    deterred=_YES_NO,
    answer=_STEPS,
    times=_NUMBER,
)
_FROM: Final = _object(
    "The stage from one state in which the road may stand.",
    start=_STATE,
    entry=_ENTRY,
    rules=_TEXTS,
    options=_TEXTS,
    entry_met=_YES_NO,
    renewed=_LITERALS,
    actors=_list(_ACTOR),
    at=_or_null(_STATE),
    hold=_HOLD,
    breaches=_list(_BREACH),
    adjusting=_STEPS,
    settled=_NUMBER,
    stands=_STATES,
    balanced=_YES_NO,
    ready=_STEPS,
    labels=_each(_LABELS),
    orders=_list(
        _object(
            "An order of single steps; the best first, then the worst.",
            steps=_STEPS,
            exposed=_NUMBER,
            regret=_NUMBER,
        )
    ),
)
_MENDS: Final = [*EDIT["properties"]["kind"]["enum"], "contribution", "exchange", "shift"]
_MEND: Final[Schema] = {**EDIT, "properties": {**EDIT["properties"], "kind": {"enum": _MENDS}}}
_REPAIR: Final = _object(
    "A smallest set of changes after which the stage holds.",
    edits=_list(_MEND),
    displacement=_NUMBER,
    entry=_ENTRY,
    also=_TEXTS,
    breaks=_TEXTS,
)
_STAGE: Final = _object(
    "One stage: its verdicts are the worst over its starts.",
    id=_TEXT,
    take=_TEXTS,
    drop=_TEXTS,
    promise=_LITERALS,
    entry=_ENTRY,
    hold=_HOLD,
    starts=_list(_FROM),
    stalls=_list(
        _object("An actor that would rather stay here.", party=_TEXT, deciding=_DECISIONS)
    ),
    objections=_list(
        _object(
            "An objection on record.",
            party=_TEXT,
            text=_or_null(_each(_TEXT)),
            statement=_TEXT_OR_NULL,
            borne_out=_YES_NO,
            known=_YES_NO,
            cites=_TEXTS,
        )
    ),
    repairs=_or_null(_list(_REPAIR)),
    tried=_NUMBER,
)
_PLAN: Final = {
    "roadmap": _TEXT,
    "roads": _list(
        _object(
            "The stages of one track; null for the main road.",
            track=_TEXT_OR_NULL,
            breaks_at=_TEXT_OR_NULL,
            refused_at=_TEXT_OR_NULL,
            begins_at=_TEXTS,
            stages=_list(_STAGE),
        )
    ),
}
_STONES: Final = {
    "outcome": _TEXT,
    "start": _STATE,
    "found": _YES_NO,
    "road": _list(
        _object(
            "One step, and the stone it settles on.",
            step=_STEP,
            at=_STATE,
            because=_DECISIONS,
            settling=_STEPS,
            stone=_STATE,
            others=_STATES,
            exposed=_TEXTS,
        )
    ),
    "reached": _NUMBER,
    "gaps": _list(
        _object(
            "What is missing between a stone and the nearest state of the outcome.",
            stone=_STATE,
            target=_STATE,
            take=_TEXTS,
            drop=_TEXTS,
            stuck=_TEXTS,
            refusing=_DECISIONS,
            willing=_TEXTS,
            too_many=_YES_NO,
            settles_elsewhere=_STATES,
        )
    ),
    "more_gaps": _NUMBER,
}

# --- brokers -------------------------------------------------------------------------------------

_FILTER: Final = _object(
    "A question that comes first, and its answer.",
    kind={
        "enum": [
            "accepts a mediator", "accepts this one", "shares the denominator", "no veto",
            "delivers",
        ]
    },
    party=_TEXT_OR_NULL,
    contribution=_TEXT_OR_NULL,
    answer=_ANSWER,
    value=_NUMBER_OR_NULL,
    profile=_TEXT_OR_NULL,
    **_BASED,
    decisions=_DECISIONS,
)  # fmt: skip
_PAIRS: Final = _list(_object("Who learns whose list.", viewer=_TEXT, about=_TEXT))
_CONTRIBUTION: Final = _object(
    "What the broker could bring.",
    id=_TEXT,
    kind={"enum": ["B1", "B2", "B3", "B4", "B5", "B6", "B7"]},
    towards=_TEXTS,
    delivered_by=_TEXTS,
    **_BASED,
    gap=_or_null(
        _object(
            "States at which it is promised and would be withdrawn.",
            promised=_NUMBER,
            withdrawn=_NUMBER,
            example=_or_null(_STATE),
            because=_or_null(_DECISION),
        )
    ),
    focal=_or_null(
        _object(
            "Which of several better states a text names.",
            outcome=_TEXT,
            better=_NUMBER,
            named=_STATES,
            useful=_YES_NO,
        )
    ),
    revealed=_or_null(
        _object(
            "What information changes for those who are mistaken.",
            pairs=_PAIRS,
            mistaken=_PAIRS,
            before=_NUMBER,
            after=_NUMBER,
            dissolved=_list(MISTAKEN),
            arising=_list(MISTAKEN),
            bad_before=_TEXTS,
            bad_after=_TEXTS,
            gained=_TEXTS,
            lost=_TEXTS,
        )
    ),
)
_HARM: Final = _object(
    "Harm or benefit to a party.",
    party=_TEXT,
    kind={"enum": ["worst is lower", "betrayed", "worst is higher", "best is higher"]},
    before=_or_null(_STATE),
    after=_or_null(_STATE),
    because=_or_null(_DECISION),
    by_list_before={"type": ["boolean", "null"]},
    owed=_TEXTS,
    by_list_with=_YES_NO,
)
_EFFECT: Final = _object(
    "What a set of contributions does.",
    contributions=_TEXTS,
    void=_YES_NO,
    same_as=_or_null(_TEXTS),
    gained=_TEXTS,
    lost=_TEXTS,
    gained_via_closed=_TEXTS,
    lost_via_closed=_TEXTS,
    tags=_or_null(_each({"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2})),
    held=_list(
        _object(
            "An equilibrium that can be reached today.",
            at=_STATE,
            path=_STEPS,
            labels=_LABELS,
            given=_list(
                _object(
                    "What one party gives, and whether it gets something for it.",
                    party=_TEXT,
                    take=_TEXTS,
                    drop=_TEXTS,
                    better={"enum": ["yes", "no", "same"]},
                    because=_DECISION,
                )
            ),
        )
    ),
    ranges=_list(
        _object("A party's best and worst of these.", party=_TEXT, best=_STATE, worst=_STATE)
    ),
    harms=_list(_HARM),
    benefits=_list(_HARM),
)
_NUMBERS: Final = _each({"type": ["number", "boolean", "null"]})
_BROKER: Final = {
    "broker": _TEXT,
    "is_party": _YES_NO,
    "principals": _TEXTS,
    "outcome": _TEXT_OR_NULL,
    "hypothetical": _YES_NO,
    "filters": _list(_FILTER),
    "contributions": _list(_CONTRIBUTION),
    "standing": _TEXTS,
    "standing_via_closed": _TEXTS,
    "without": _EFFECT,
    "effects": _list(_EFFECT),
    "shares": _list(
        _object(
            "How often a contribution decides an outcome.",
            contribution=_TEXT,
            outcome=_TEXT,
            gains=_NUMBER,
            losses=_NUMBER,
            of=_NUMBER,
            void=_NUMBER,
            shapley={"type": ["string", "null"], "pattern": "^-?[0-9]+(/[0-9]+)?$"},
        )
    ),
    "closeness": _list(
        _object(
            "Kendall's tau-b of the broker's list and a party's.",
            party=_TEXT,
            tau={"type": ["number", "null"], "minimum": -1, "maximum": 1},
        )
    ),
    "logics": _list(
        _object(
            "One published view of what makes a mediator effective.",
            name=_TEXT,
            contribution=_TEXT_OR_NULL,
            party=_TEXT_OR_NULL,
            answer=_LOGIC,
            numbers=_NUMBERS,
        )
    ),
    "common": _list(
        _object(
            "Statements that several lists share, with their id in each.",
            parties=_TEXTS,
            statements=_list(_TEXTS),
        )
    ),
}
_CANDIDATE: Final = _object(
    "One broker beside the others.",
    id=_TEXT,
    filters=_each(_ANSWER),
    roles=_each(_ANSWER),
    gains=_TEXTS,
    only=_TEXTS,
    harms=_TEXTS,
    logics=_each(_LOGIC),
)

# --- named conditions ----------------------------------------------------------------------------

_CONDITIONS: Final = {
    "outcome": _TEXT,
    "conditions": _list(
        _object(
            "A named condition; how many of the subsets without it it makes, or stops.",
            id=_TEXT,
            formula=_TEXT_OR_NULL,
            edits=_NUMBER,
            met=_YES_NO,
            **_BASED,
            makes=_NUMBER,
            stops=_NUMBER,
            of=_NUMBER,
        )
    ),
    "subsets": _list(
        _object(
            "What becomes of the outcome if these conditions are met.",
            conditions=_TEXTS,
            answer={"enum": list(BECOME)},
            comes_about=_YES_NO,
            start_count=_NUMBER,
            state_count=_NUMBER,
            starts=_STATES,
            states=_STATES,
            path=_or_null(_STEPS),
        )
    ),
    "minimal": _list(_TEXTS),
    "necessary": _TEXTS,
    "idle": _TEXTS,
}

# --- escalation ----------------------------------------------------------------------------------

_MISREADING: Final = _object(
    "One line of another's list, taken wrongly in one place.",
    about=_TEXT,
    kind={"enum": ["swap", "drop"]},
    statement=_TEXT,
    other=_TEXT_OR_NULL,
    position=_NUMBER,
    length=_NUMBER,
)
_MISTAKE: Final = _object(
    "Bad states that play leads to because of any one of these misreadings.",
    viewer=_TEXT,
    misreadings=_list(_MISREADING),
    count=_NUMBER,
    at=_STATE,
    path=_STEPS,
    turn=_NUMBER,
    because=_DECISION,
    answer=_STEPS,
    after=_DECISION,
)
_ESCALATION: Final = {
    "bad": _TEXTS,
    "unread": _TEXTS,
    "tried": _NUMBER,
    "versions": _NUMBER,
    "starts": _list(
        _object(
            "What may escalate from one state.",
            at=_STATE,
            today=_YES_NO,
            stages=_list(
                _object(
                    "A stage in which it comes up.",
                    roadmap=_TEXT,
                    stage=_TEXT,
                    entered=_YES_NO,
                    stands=_YES_NO,
                )
            ),
            plain_count=_NUMBER,
            plain=_list(_object("A bad state, and the way there.", at=_STATE, path=_STEPS)),
            mistakes=_list(_MISTAKE),
            misreadings=_NUMBER,
        )
    ),
}


def documents(document: Callable[..., Schema], head: dict[str, Schema]) -> dict[str, Schema]:
    """The schemas of this module.

    Parameters
    ----------
    document : callable
        Makes a schema from a title and properties.
    head : dict
        What every document begins with.

    Returns
    -------
    dict
        From the name of a document to its schema.
    """
    plan = _object("One roadmap.", **_PLAN)
    one = _object("One broker in full.", **head, **_BROKER)
    return {
        "roadmap": document("honestbroker roadmap CASE NAME --json", **head, **_PLAN),
        "roadmaps": document("honestbroker roadmap CASE --json", **head, roadmaps=_list(plan)),
        "stones": document("honestbroker roadmap --find --json", **head, **_STONES),
        "broker": document("honestbroker broker --json", **head, **_BROKER),
        "brokers": document(
            "honestbroker brokers --json",
            **head,
            candidates=_list(_CANDIDATE),
            nobody=_TEXTS,
            kinds_missing=_TEXTS,
            complements=_list(
                _object("Two that need each other.", brokers=_TEXTS, outcomes=_TEXTS)
            ),
            brokers=_list(one),
        ),
        "conditions": document("honestbroker conditions --json", **head, **_CONDITIONS),
        "escalation": document("honestbroker escalation --json", **head, **_ESCALATION),
    }
