"""What stands under ``common_denominator``, ``brokers``, ``roadmaps`` and ``conditions``."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    StrictBool,
    StrictStr,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from honestbroker.casefile.models import (
    GIVEN,
    Edit,
    Evidenced,
    Formula,
    MaybeStr,
    MaybeText,
    Reveal,
    formula_or_map,
    one_of,
)

__all__ = ["SCALE", "Broker", "Condition", "DenominatorField", "Roadmap"]

SCALE: Final = {"type": "integer", "minimum": 0, "maximum": 3}
"""What a rating is, in JSON Schema."""

MaybeFormula = Annotated[Formula | None, GIVEN]


def _scale(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 3:
        raise PydanticCustomError("rating", "a rating is needed here")
    return value


def _rating_or_map(value: Any) -> Any:
    return value if isinstance(value, dict) else {"value": _scale(value)}


def _bool_or_map(value: Any) -> Any:
    if not isinstance(value, bool | dict):
        raise PydanticCustomError("bool_type", "true or false is needed here")
    return value if isinstance(value, dict) else {"value": value}


class Rating(Evidenced):
    """A judgement on the scale 0 (not at all) to 3 (fully)."""

    value: Annotated[int, BeforeValidator(_scale), WithJsonSchema(dict(SCALE))]


RatingField = Annotated[Rating, BeforeValidator(_rating_or_map)]
MaybeRating = Annotated[RatingField | None, GIVEN]


class Perceived(Evidenced):
    """How one party sees a broker; what it rests on counts for ratings that say nothing else."""

    accepts_any: MaybeRating = Field(None, description="how far it accepts any mediator at all")
    accepts: MaybeRating = Field(None, description="how far it accepts this one")
    stake: MaybeRating = Field(None, description="how large it thinks the broker's own stake is")


class Patron(Evidenced):
    """A party the broker will not cross."""

    party: StrictStr
    vetoes: list[StrictStr] = Field([], description="the broker's contributions that it forbids")


class Repeated(Evidenced):
    """Whether the broker deals with the principals again and again."""

    value: StrictBool


class Contribution(Evidenced):
    """What a broker can bring."""

    kind: Literal["B1", "B2", "B3", "B4", "B5", "B6", "B7"] = Field(
        description="B1 channel, B2 guarantee, B3 verification or snapback, B4 inducement, "
        "B5 focal text, B6 face-saving, B7 information"
    )
    name: MaybeText = None
    changes: list[StrictStr] = Field([], description="named changes whose edits are made first")
    edits: list[Edit] = Field([], description="what it does to the case")
    outcome: MaybeStr = Field(None, description="the named outcome of a focal text (B5)")
    reveals: list[Reveal] = Field([], description="what information (B7) puts right")
    delivered_by: list[StrictStr] = Field(
        [], description="the broker's own options that deliver it"
    )
    towards: list[StrictStr] = Field([], description="the parties it is meant for")


class Broker(Evidenced):
    """A party or an outside body that could mediate."""

    name: MaybeText = Field(None, description="only for an outside body")
    perceived: dict[str, dict[str, Perceived]] = Field(
        {}, description="for each profile, how each party sees it"
    )
    strength: MaybeRating = Field(
        None, description="whether it is strong enough to be taken seriously"
    )
    leverage: dict[str, RatingField] = Field({}, description="how much, on each party")
    repeated: Annotated[Annotated[Repeated, BeforeValidator(_bool_or_map)] | None, GIVEN] = Field(
        None, description="whether it deals with the principals again and again"
    )
    patron: Annotated[Patron | None, GIVEN] = Field(None, description="a party it will not cross")
    contributes: dict[str, Contribution] = Field({}, description="what it can bring, by id")


class Denominator(Evidenced):
    """What the principals have in common: a formula, or a statement of each."""

    model_config = one_of("formula", "statements")

    formula: MaybeFormula = None
    statements: Annotated[dict[str, StrictStr] | None, GIVEN] = Field(
        None, description="for each principal one statement of its list"
    )
    name: MaybeText = None

    @model_validator(mode="after")
    def _one_way(self) -> Denominator:
        if (self.formula is None) == (self.statements is None):
            raise PydanticCustomError("one", "exactly one of formula and statements is needed")
        return self


DenominatorField = Annotated[Denominator, BeforeValidator(formula_or_map)]


class Objection(Evidenced):
    """What a party says against a stage."""

    by: StrictStr = Field(description="the party")
    text: MaybeText = Field(None, description="what it says")
    statement: MaybeStr = Field(None, description="the statement of its list behind it")


def _snapback_tag(value: Any) -> str:
    return "<change>" if isinstance(value, str) else "<edits>"


Snapback = Annotated[
    Annotated[StrictStr, Tag("<change>")] | Annotated[list[Edit], Tag("<edits>")],
    Discriminator(_snapback_tag),
]


class Stage(Evidenced):
    """One stage of a roadmap."""

    id: StrictStr = Field(description="unique in its roadmap")
    name: MaybeText = None
    take: list[StrictStr] = Field([], description="the options it takes up")
    drop: list[StrictStr] = Field([], description="the options it gives up")
    entry: MaybeFormula = Field(None, description="what must be true before it is entered")
    breach: MaybeFormula = Field(None, description="what breaks it; a literal undone if left out")
    together: StrictBool = Field(True, description="whether its steps are taken at one moment")
    snapback: Annotated[Snapback | None, GIVEN] = Field(
        None, description="a named change, or edits, in force from this stage on"
    )
    track: MaybeStr = Field(None, description="the parallel track it belongs to")
    objections: list[Objection] = Field([], description="what is said against it")


class Roadmap(Evidenced):
    """A staged plan that somebody proposes."""

    name: MaybeText = None
    stages: list[Stage]


class Condition(Evidenced):
    """What somebody says must be true first: a formula over states, or edits."""

    model_config = one_of("formula", "edits")

    name: MaybeText = None
    formula: MaybeFormula = None
    edits: Annotated[list[Edit] | None, GIVEN] = None

    @model_validator(mode="after")
    def _one_way(self) -> Condition:
        if (self.formula is None) == (self.edits is None):
            raise PydanticCustomError("one", "exactly one of formula and edits is needed")
        return self
