"""The case file's declarations: what stands under each key, format ``honestbroker/1``.

`honestbroker.casefile.models_brokering` has those of brokers, roadmaps and conditions, and
`honestbroker.casefile.models_case` the keys of the whole file. These pydantic models exist at the
file's edge only; `honestbroker.casefile.build` turns them into the frozen domain objects, and
`honestbroker.casefile.schema` into the JSON Schema for editors. A key with nothing after it is
refused: it is an unfinished edit more often than a wish.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

__all__ = ["EDIT_KINDS", "FORMAT", "LIST_EDIT_KINDS", "TAGS"]

FORMAT: Final = "honestbroker/1"

TAGS: Final = frozenset(
    {"<statements>", "<ranking>", "<statement>", "<block>", "<change>", "<edits>"}
)
"""Names of the alternatives in unions; no part of a path in the file, and no possible id."""

Way = Literal["both", "forward", "backward", "fixed"]
Direction = Literal["up", "down"]


def _languages(value: Any) -> Any:
    if isinstance(value, str):
        return {"en": value}
    if not isinstance(value, dict):
        raise PydanticCustomError("string_type", "a text is needed here")
    return value


def _with_english(value: dict[str, str]) -> dict[str, str]:
    if not value.get("en"):
        raise PydanticCustomError("english", "the English text (en) is missing")
    return value


def _one_or_many(value: Any) -> Any:
    if not isinstance(value, str | list):
        raise PydanticCustomError("string_type", "a text is needed here")
    return [value] if isinstance(value, str) else value


def formula_or_map(value: Any) -> Any:
    """What may be a formula or a mapping as a mapping.

    Parameters
    ----------
    value : object
        What was written.

    Returns
    -------
    object
        A mapping.

    Raises
    ------
    PydanticCustomError
        If it is neither.
    """
    if not isinstance(value, str | dict):
        raise PydanticCustomError("string_type", "a text is needed here")
    return {"formula": value} if isinstance(value, str) else value


def _something(value: Any) -> Any:
    if value is None:
        raise PydanticCustomError("nothing", "nothing stands here")
    return value


def _written_date(value: Any) -> Any:
    if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
        raise PydanticCustomError("date_type", "a date is needed here")
    return value


GIVEN: Final = BeforeValidator(_something)
"""Marks what may be left out and must not be empty."""

_TEXT_SCHEMA: Final = {
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "required": ["en"],
            "properties": {"en": {"type": "string", "minLength": 1}},
            "additionalProperties": {"type": "string"},
            "description": "one text for each language code; English (en) is needed",
        },
    ]
}
Text = Annotated[
    dict[str, StrictStr],
    BeforeValidator(_languages),
    AfterValidator(_with_english),
    WithJsonSchema(_TEXT_SCHEMA),
]
MaybeText = Annotated[Text | None, GIVEN]
MaybeStr = Annotated[StrictStr | None, GIVEN]
Date = Annotated[
    datetime.date,
    BeforeValidator(_written_date),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}),
]
MaybeDate = Annotated[Date | None, GIVEN]
Formula = Annotated[
    StrictStr, Field(description="a formula: not, and, or, only if, if, iff, unless")
]
StateText = Annotated[
    StrictStr, Field(description='a state, its taken options in braces: "{option, option}"')
]
Cites = Annotated[
    list[StrictStr],
    BeforeValidator(_one_or_many),
    WithJsonSchema(
        {
            "description": "where it says so: source#locator, or a list of them",
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        }
    ),
]


class Strict(BaseModel):
    """Keys with values; unknown keys are problems."""

    model_config = ConfigDict(extra="forbid")


class Judged(Strict):
    """Who judged it, when, how sure, why."""

    by: StrictStr = Field(description="who")
    date: MaybeDate = Field(None, description="when")
    sure: Annotated[Literal["high", "medium", "low"] | None, GIVEN] = Field(
        None, description="how sure"
    )
    why: MaybeText = Field(None, description="why")


class Evidenced(Strict):
    """Anything that rests on sources or a judgement."""

    cites: Cites = []
    judged: Annotated[Judged | None, GIVEN] = None


class Source(Strict):
    """A publication or document."""

    citation: StrictStr = Field(description="as in a bibliography")
    language: MaybeStr = Field(None, description="code of the language it was read in")
    url: MaybeStr = None
    doi: MaybeStr = None
    paragraphs: dict[str, Annotated[StrictStr, Field(pattern="^[0-9a-f]{8,64}$")]] = Field(
        {}, description="for each locator the first digits of the SHA-256 of its text, in quotes"
    )
    translation_note: dict[str, Text] = Field({}, description="for a locator, what was unclear")


class Translation(Strict):
    """How far the texts in one language can be trusted."""

    reviewed: StrictBool = Field(description="whether a native speaker has reviewed them")
    note: MaybeText = None


class Party(Strict):
    """Who decides."""

    name: Text


class Option(Evidenced):
    """Something one party can take or give up."""

    by: StrictStr = Field(description="the party whose option it is")
    name: Text = Field(description="completes 'North Korea would ...' for taking it")
    undo: MaybeText = Field(None, description="completes the same sentence for giving it up")
    way: Way = Field(
        "both",
        description="both; forward (taken, never undone); backward (given up, never taken again); "
        "fixed (never changed)",
    )


class Term(Evidenced):
    """A name for a formula."""

    formula: Formula
    name: MaybeText = None


class Flag(Evidenced):
    """A constant of a profile: true or false in every state."""

    default: StrictBool
    name: MaybeText = None


class Rule(Evidenced):
    """What must hold in every state."""

    id: StrictStr
    holds: Formula
    name: MaybeText = None


class Group(Evidenced):
    """Parties that could strike a deal."""

    members: list[StrictStr]
    open: StrictBool = Field(description="whether they have a working channel today")


class Outcome(Evidenced):
    """A named formula over states."""

    formula: Formula
    name: Text
    bad: StrictBool = Field(
        False, description="whether getting there by mistake is escalation, as for war"
    )


class Statement(Evidenced):
    """One line of a party's list, most important first."""

    id: StrictStr = Field(description="unique in its list")
    want: Formula
    name: MaybeText = Field(None, description="the wish as a sentence")
    firm: StrictBool = Field(False, description="a principle: never moved by sampling or search")
    audience: StrictBool = Field(False, description="kept for an audience at home")


class Block(Strict):
    """Statements whose order is not known."""

    any_order: list[Statement]


def _entry_tag(value: Any) -> str:
    return "<block>" if isinstance(value, dict) and "any_order" in value else "<statement>"


Entry = Annotated[
    Annotated[Statement, Tag("<statement>")] | Annotated[Block, Tag("<block>")],
    Discriminator(_entry_tag),
]
_STATE_SCHEMA: Final = {"anyOf": [{"type": "string"}, {"type": "integer"}]}
_TIE_SCHEMA: Final = {"type": "array", "items": _STATE_SCHEMA, "minItems": 1}
Ranked = Annotated[Any, WithJsonSchema({"anyOf": [*_STATE_SCHEMA["anyOf"], _TIE_SCHEMA]})]


class Ranking(Evidenced):
    """A direct ranking, best first; an inner list is a tie."""

    ranking: list[Ranked]
    numbering: Annotated[Literal["decimal"] | None, GIVEN] = Field(
        None, description="states may be numbers: the sum of 2^k over the taken options"
    )


def _none_if_status_quo(value: Any) -> Any:
    return None if value == "status_quo" else _something(value)


Reference = Annotated[
    list[StrictStr] | None,
    BeforeValidator(_none_if_status_quo),
    WithJsonSchema(
        {"anyOf": [{"const": "status_quo"}, {"type": "array", "items": {"type": "string"}}]}
    ),
]


def _list_tag(value: Any) -> str:
    return "<ranking>" if isinstance(value, dict) else "<statements>"


PreferenceField = Annotated[
    Annotated[list[Entry], Tag("<statements>")] | Annotated[Ranking, Tag("<ranking>")],
    Discriminator(_list_tag),
]


def one_of(*keys: str) -> ConfigDict:
    """What JSON Schema says of a model in which exactly one of some keys must be given.

    Parameters
    ----------
    *keys : str
        The keys.

    Returns
    -------
    ConfigDict
        For `model_config`.
    """
    alternatives: Any = [{"required": [key]} for key in keys]
    return ConfigDict(json_schema_extra={"oneOf": alternatives})


class _Spotted(Strict):
    model_config = one_of("to", "after", "before")

    party: StrictStr
    to: Annotated[StrictInt | None, GIVEN] = Field(None, description="position, counted from 1")
    after: MaybeStr = Field(None, description="after this statement")
    before: MaybeStr = Field(None, description="before this statement")

    @model_validator(mode="after")
    def _one_spot(self) -> _Spotted:
        if sum(value is not None for value in (self.to, self.after, self.before)) != 1:
            raise PydanticCustomError("spot", "exactly one of to, after and before is needed")
        return self


class Insert(_Spotted):
    """Insert a statement."""

    statement: Statement


class Move(_Spotted):
    """Move a statement; positions count after it was taken out."""

    statement: StrictStr


class Drop(Strict):
    """Drop a statement."""

    party: StrictStr
    statement: StrictStr


class Replace(Strict):
    """Replace a statement."""

    party: StrictStr
    statement: StrictStr
    with_: Statement = Field(alias="with")


class AddOption(Option):
    """Add an option."""

    id: StrictStr
    status_quo: StrictBool = Field(False, description="whether it is taken in the status quo")


class DropOption(Strict):
    """Drop an option; it keeps a value for good."""

    option: StrictStr
    as_: StrictBool = Field(alias="as", description="the value it keeps")


class AddGroup(Strict):
    """Add a group."""

    members: list[StrictStr]
    open: StrictBool


class Couple(Strict):
    """Let one transition bring others with it."""

    when: tuple[StrictStr, Direction]
    then: list[tuple[StrictStr, Direction]]


class Reveal(Strict):
    """Show a party the true list of another."""

    to: StrictStr = Field(description="the party that learns it")
    about: StrictStr = Field(description="the party whose list it is")


EDIT_KINDS: Final = (
    "set", "add_option", "drop_option", "way", "insert", "drop", "move", "replace", "define",
    "open", "close", "add_group", "add_rule", "drop_rule", "couple", "reveal",
)  # fmt: skip
LIST_EDIT_KINDS: Final = ("insert", "drop", "move", "replace")


def _needs_one_kind(edit: Any, kinds: tuple[str, ...]) -> None:
    given = [kind for kind in kinds if getattr(edit, kind) is not None]
    if len(given) != 1:
        told = " and ".join(given) if given else "nothing"
        raise PydanticCustomError(
            "kinds", "an edit does one thing; this one has {told}", {"told": told}
        )


class Edit(Evidenced):
    """One edit: exactly one of the kinds, with what it rests on beside it."""

    model_config = one_of(*EDIT_KINDS)

    set: Annotated[dict[str, StrictBool] | None, GIVEN] = Field(None, description="set flags")
    add_option: Annotated[AddOption | None, GIVEN] = None
    drop_option: Annotated[DropOption | None, GIVEN] = None
    way: Annotated[dict[str, Way] | None, GIVEN] = Field(None, description="change ways")
    insert: Annotated[Insert | None, GIVEN] = None
    drop: Annotated[Drop | None, GIVEN] = None
    move: Annotated[Move | None, GIVEN] = None
    replace: Annotated[Replace | None, GIVEN] = None
    define: Annotated[dict[str, StrictStr] | None, GIVEN] = Field(
        None, description="give terms other formulas"
    )
    open: Annotated[list[StrictStr] | None, GIVEN] = Field(None, description="open a group")
    close: Annotated[list[StrictStr] | None, GIVEN] = Field(None, description="close a group")
    add_group: Annotated[AddGroup | None, GIVEN] = None
    add_rule: Annotated[Rule | None, GIVEN] = None
    drop_rule: MaybeStr = Field(None, description="drop a rule")
    couple: Annotated[Couple | None, GIVEN] = None
    reveal: Annotated[Reveal | None, GIVEN] = Field(None, description="make a view true")

    @model_validator(mode="after")
    def _one_kind(self) -> Edit:
        _needs_one_kind(self, EDIT_KINDS)
        return self


class ListEdit(Evidenced):
    """One edit of a party's list, as another party sees it."""

    model_config = one_of(*LIST_EDIT_KINDS)

    insert: Annotated[Insert | None, GIVEN] = None
    drop: Annotated[Drop | None, GIVEN] = None
    move: Annotated[Move | None, GIVEN] = None
    replace: Annotated[Replace | None, GIVEN] = None

    @model_validator(mode="after")
    def _one_kind(self) -> ListEdit:
        _needs_one_kind(self, LIST_EDIT_KINDS)
        return self


def _view_tag(value: Any) -> str:
    return "<ranking>" if isinstance(value, dict) else "<edits>"


ViewField = Annotated[
    Annotated[list[ListEdit], Tag("<edits>")] | Annotated[Ranking, Tag("<ranking>")],
    Discriminator(_view_tag),
]


class Profile(Strict):
    """What the parties want at a date or in one analyst's view."""

    from_: MaybeStr = Field(None, alias="from", description="the profile it starts from")
    name: MaybeText = None
    date: MaybeDate = None
    author: MaybeStr = None
    post_hoc: StrictBool = Field(False, description="whether it was written with hindsight")
    trigger: MaybeText = Field(None, description="what brought the change about")
    lists: dict[str, PreferenceField] = Field(
        {}, description="for each party its statements, most important first, or a ranking"
    )
    changes: list[Edit] = Field([], description="edits of the profile it starts from")
    views: dict[str, dict[str, ViewField]] = Field(
        {},
        description="for each party that is mistaken, and each party it is mistaken about, how "
        "the list it sees differs from the true one: edits, or a ranking; [] ends an earlier view",
    )


class Change(Evidenced):
    """A named change that analyses may try."""

    edits: list[Edit]
    name: MaybeText = None


class NamedState(Strict):
    """A named state: the combinations it merges, or the formula they satisfy."""

    model_config = one_of("members", "where")

    members: Annotated[list[StateText] | None, GIVEN] = None
    where: Annotated[Formula | None, GIVEN] = None
    name: MaybeText = None

    @model_validator(mode="after")
    def _one_way(self) -> NamedState:
        if (self.members is None) == (self.where is None):
            raise PydanticCustomError("one", "exactly one of members and where is needed")
        return self


class Check(Strict):
    """An analyst's sanity test: the party ranks one state above another."""

    party: StrictStr
    prefers: StateText
    to: StateText
    profile: MaybeStr = Field(None, description="in which profile; the default one if left out")
