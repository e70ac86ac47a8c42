"""The keys of a whole case file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictStr

from honestbroker.casefile.models import (
    GIVEN,
    Change,
    Check,
    Flag,
    Group,
    MaybeDate,
    MaybeStr,
    MaybeText,
    NamedState,
    Option,
    Outcome,
    Party,
    Profile,
    Reference,
    Rule,
    Source,
    Strict,
    Term,
    Text,
    Translation,
    formula_or_map,
)
from honestbroker.casefile.models_brokering import Broker, Condition, DenominatorField, Roadmap

__all__ = ["CaseModel"]


class CaseModel(Strict):
    """One crisis."""

    format: Literal["honestbroker/1"]
    case: StrictStr = Field(description="the id of the case")
    version: StrictStr = Field("", description="the case's own version, in quotes")
    title: Text
    question: MaybeText = None
    cut_off: MaybeDate = Field(None, description="the last day the sources speak of")
    default_profile: MaybeStr = Field(None, description="the profile used when none is named")
    translations: dict[str, Translation] = Field({}, description="by language code")
    says_nothing_about: list[Text] = Field([], description="what the sources leave open")
    sources: dict[str, Source] = Field({}, description="publications and documents, by id")
    parties: dict[str, Party] = Field(description="who decides, by id")
    options: dict[str, Option] = Field(description="what they can do, by id")
    terms: dict[str, Annotated[Term, BeforeValidator(formula_or_map)]] = Field(
        {}, description="names for formulas"
    )
    flags: dict[str, Flag] = Field({}, description="open questions, true or false, by id")
    rules: list[Rule] = Field([], description="what must hold in every state")
    status_quo: Annotated[list[StrictStr] | None, GIVEN] = Field(
        None, description="the options taken today; leave the key out if there is no status quo"
    )
    reference: Reference = Field(
        None, description="the state labels are relative to; the status quo if left out"
    )
    groups: list[Group] = Field([], description="who could strike a deal")
    outcomes: dict[str, Outcome] = Field({}, description="formulas with a name, by id")
    profiles: dict[str, Profile] = Field(description="what the parties want, by id")
    changes: dict[str, Change] = Field({}, description="named changes to try, by id")
    states: dict[str, NamedState] = Field(
        {}, description="named states of a model that lists its moves, by id"
    )
    moves: list[tuple[StrictStr, StrictStr, StrictStr]] = Field(
        [], description="listed moves: [party, from, to]"
    )
    conditions: dict[str, Condition] = Field({}, description="what must be true first, by id")
    principals: Annotated[list[StrictStr] | None, GIVEN] = Field(
        None, description="the parties between whom a broker would mediate"
    )
    common_denominator: Annotated[DenominatorField | None, GIVEN] = Field(
        None, description="what the principals are said to have in common"
    )
    brokers: dict[str, Broker] = Field({}, description="who could mediate, by id")
    roadmaps: dict[str, Roadmap] = Field({}, description="staged plans, by id")
    checks: list[Check] = Field([], description="your own sanity tests")
