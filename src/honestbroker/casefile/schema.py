"""The case file's declarations: which keys there are and what they hold, format ``honestbroker/1``.

These pydantic models exist at the file's edge only; `honestbroker.casefile.build` turns them into
the frozen domain objects. The JSON Schema for editors is generated from them.
"""

from __future__ import annotations

import datetime
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

__all__ = ["FORMAT", "RESERVED_KEYS", "RESERVED_PROFILE_KEYS", "TAGS", "CaseModel", "EDIT_KINDS"]

FORMAT: Final = "honestbroker/1"

RESERVED_KEYS: Final = ("conditions", "principals", "common_denominator", "brokers", "roadmaps")
"""Keys of the format's second half: a file may have them; they are not read yet."""

RESERVED_PROFILE_KEYS: Final = ("views",)
"""The same, within a profile."""

TAGS: Final = frozenset({"statements", "ranking-map", "statement", "block"})
"""Names of the alternatives in unions; no part of a path in the file."""

Way = Literal["both", "forward", "backward", "fixed"]
Direction = Literal["up", "down"]


def _languages(value: Any) -> Any:
    return {"en": value} if isinstance(value, str) else value


def _with_english(value: dict[str, str]) -> dict[str, str]:
    if not value.get("en"):
        raise ValueError("the English text (en) is missing")
    return value


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _formula_or_map(value: Any) -> Any:
    return {"formula": value} if isinstance(value, str) else value


TextField = Annotated[
    dict[str, StrictStr],
    BeforeValidator(_languages),
    AfterValidator(_with_english),
    WithJsonSchema(
        {
            "description": "a text in English, or one text per language code",
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "required": ["en"],
                    "additionalProperties": {"type": "string"},
                },
            ],
        }
    ),
]
Cites = Annotated[
    list[StrictStr],
    BeforeValidator(_one_or_many),
    WithJsonSchema(
        {
            "description": "source#locator, or a list of them",
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        }
    ),
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class JudgedModel(_Model):
    """Who judged it, when, how sure, why."""

    by: StrictStr
    date: datetime.date | None = None
    sure: Literal["high", "medium", "low"] | None = None
    why: TextField | None = None


class _Evidenced(_Model):
    cites: Cites = []
    judged: JudgedModel | None = None


class SourceModel(_Model):
    """A publication or document."""

    citation: StrictStr
    language: StrictStr | None = None
    url: StrictStr | None = None
    doi: StrictStr | None = None
    paragraphs: dict[str, Annotated[StrictStr, Field(pattern="^[0-9a-f]{8,64}$")]] = {}
    translation_note: dict[str, TextField] = {}


class TranslationModel(_Model):
    """How far the texts in one language can be trusted."""

    reviewed: StrictBool
    note: TextField | None = None


class PartyModel(_Model):
    """A party."""

    name: TextField


class OptionModel(_Evidenced):
    """An option: `name` completes 'North Korea would ...', `undo` the same for giving it up."""

    by: StrictStr
    name: TextField
    undo: TextField | None = None
    way: Way = "both"


class TermModel(_Evidenced):
    """A term."""

    formula: StrictStr
    name: TextField | None = None


class FlagModel(_Evidenced):
    """A flag."""

    default: StrictBool
    name: TextField | None = None


class RuleModel(_Evidenced):
    """A rule."""

    id: StrictStr
    holds: StrictStr
    name: TextField | None = None


class GroupModel(_Evidenced):
    """A group."""

    members: list[StrictStr]
    open: StrictBool


class OutcomeModel(_Evidenced):
    """An outcome."""

    formula: StrictStr
    name: TextField


class StatementModel(_Evidenced):
    """A line of a list."""

    id: StrictStr
    want: StrictStr
    name: TextField | None = None
    firm: StrictBool = False
    audience: StrictBool = False


class BlockModel(_Model):
    """Statements whose order is not known."""

    any_order: list[StatementModel]


def _entry_tag(value: Any) -> str:
    return "block" if isinstance(value, dict) and "any_order" in value else "statement"


Entry = Annotated[
    Annotated[StatementModel, Tag("statement")] | Annotated[BlockModel, Tag("block")],
    Discriminator(_entry_tag),
]
RankedState = Annotated[
    Any,
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "array"}]}),
]


class RankingModel(_Evidenced):
    """A direct ranking, best first; an inner list is a tie."""

    ranking: list[RankedState]
    numbering: Literal["decimal"] | None = None


def _none_if_status_quo(value: Any) -> Any:
    return None if value == "status_quo" else value


ReferenceField = Annotated[
    list[StrictStr] | None,
    BeforeValidator(_none_if_status_quo),
    WithJsonSchema(
        {
            "description": "the state labels are relative to; status_quo if left out",
            "anyOf": [{"const": "status_quo"}, {"type": "array", "items": {"type": "string"}}],
        }
    ),
]


def _list_tag(value: Any) -> str:
    return "ranking-map" if isinstance(value, dict) else "statements"


PreferenceField = Annotated[
    Annotated[list[Entry], Tag("statements")] | Annotated[RankingModel, Tag("ranking-map")],
    Discriminator(_list_tag),
]


class _Spotted(_Model):
    party: StrictStr
    to: StrictInt | None = None
    after: StrictStr | None = None
    before: StrictStr | None = None

    @model_validator(mode="after")
    def _one_spot(self) -> _Spotted:
        if sum(value is not None for value in (self.to, self.after, self.before)) != 1:
            raise ValueError("exactly one of to, after and before is needed")
        return self


class InsertModel(_Spotted):
    """Insert a statement."""

    statement: StatementModel


class MoveModel(_Spotted):
    """Move a statement."""

    statement: StrictStr


class DropModel(_Model):
    """Drop a statement."""

    party: StrictStr
    statement: StrictStr


class ReplaceModel(_Model):
    """Replace a statement."""

    party: StrictStr
    statement: StrictStr
    with_: StatementModel = Field(alias="with")


class AddOptionModel(OptionModel):
    """Add an option."""

    id: StrictStr
    status_quo: StrictBool = False


class DropOptionModel(_Model):
    """Drop an option; it keeps the value `as`."""

    option: StrictStr
    as_: StrictBool = Field(alias="as")


class AddGroupModel(_Model):
    """Add a group."""

    members: list[StrictStr]
    open: StrictBool


class CoupleModel(_Model):
    """Couple transitions."""

    when: tuple[StrictStr, Direction]
    then: list[tuple[StrictStr, Direction]]


class EditModel(_Evidenced):
    """One edit: exactly one of the kinds, with what it rests on beside it."""

    set: dict[str, StrictBool] | None = None
    add_option: AddOptionModel | None = None
    drop_option: DropOptionModel | None = None
    way: dict[str, Way] | None = None
    insert: InsertModel | None = None
    drop: DropModel | None = None
    move: MoveModel | None = None
    replace: ReplaceModel | None = None
    define: dict[str, StrictStr] | None = None
    open: list[StrictStr] | None = None
    close: list[StrictStr] | None = None
    add_group: AddGroupModel | None = None
    add_rule: RuleModel | None = None
    drop_rule: StrictStr | None = None
    couple: CoupleModel | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> EditModel:
        given = [kind for kind in EDIT_KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            told = " and ".join(given) if given else "nothing"
            raise ValueError(f"an edit does one thing; this one has {told}")
        return self


EDIT_KINDS: Final = (
    "set", "add_option", "drop_option", "way", "insert", "drop", "move", "replace", "define",
    "open", "close", "add_group", "add_rule", "drop_rule", "couple",
)  # fmt: skip


class ProfileModel(_Model):
    """What the parties want at a date or in one analyst's view."""

    from_: StrictStr | None = Field(default=None, alias="from")
    name: TextField | None = None
    date: datetime.date | None = None
    author: StrictStr | None = None
    post_hoc: StrictBool = False
    trigger: TextField | None = None
    lists: dict[str, PreferenceField] = {}
    changes: list[EditModel] = []


class ChangeModel(_Evidenced):
    """A named change."""

    edits: list[EditModel]
    name: TextField | None = None


class NamedStateModel(_Model):
    """A named state: the combinations it merges, or the formula they satisfy."""

    members: list[StrictStr] | None = None
    where: StrictStr | None = None
    name: TextField | None = None

    @model_validator(mode="after")
    def _one_way(self) -> NamedStateModel:
        if (self.members is None) == (self.where is None):
            raise ValueError("exactly one of members and where is needed")
        return self


class CheckModel(_Model):
    """An analyst's sanity test."""

    party: StrictStr
    prefers: StrictStr
    to: StrictStr
    profile: StrictStr | None = None


class CaseModel(_Model):
    """A whole case file."""

    format: Literal["honestbroker/1"]
    case: StrictStr
    version: StrictStr = ""
    title: TextField
    question: TextField | None = None
    cut_off: datetime.date | None = None
    default_profile: StrictStr | None = None
    translations: dict[str, TranslationModel] = {}
    says_nothing_about: list[TextField] = []
    sources: dict[str, SourceModel] = {}
    parties: dict[str, PartyModel]
    options: dict[str, OptionModel]
    terms: dict[str, Annotated[TermModel, BeforeValidator(_formula_or_map)]] = {}
    flags: dict[str, FlagModel] = {}
    rules: list[RuleModel] = []
    status_quo: list[StrictStr] | None = None
    reference: ReferenceField = None
    groups: list[GroupModel] = []
    outcomes: dict[str, OutcomeModel] = {}
    profiles: dict[str, ProfileModel]
    changes: dict[str, ChangeModel] = {}
    states: dict[str, NamedStateModel] = {}
    moves: list[tuple[StrictStr, StrictStr, StrictStr]] = []
    checks: list[CheckModel] = []
