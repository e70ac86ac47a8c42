"""From a validated file to a `Case`: formulas parsed, places attached, problems collected."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from honestbroker.case.case import Case
from honestbroker.case.parts import (
    AddGroup,
    AddOption,
    AddRule,
    Arc,
    Change,
    Check,
    Coupling,
    Define,
    Drop,
    DropOption,
    DropRule,
    Edit,
    EditKind,
    Flag,
    Group,
    Insert,
    Move,
    NamedState,
    Option,
    Outcome,
    Party,
    Preference,
    Profile,
    Ranking,
    Replace,
    Rule,
    SetFlag,
    SetGroup,
    SetList,
    SetWay,
    Spot,
    State,
    Statement,
    Statements,
    Term,
)
from honestbroker.case.problems import Problem, near
from honestbroker.case.sources import Citation, Evidence, Judgement, Place, Source, Text
from honestbroker.casefile import models
from honestbroker.casefile.ids import id_from
from honestbroker.casefile.tree import Node
from honestbroker.casefile.validate import UNREADABLE
from honestbroker.formula import RESERVED_IDS, Formula, FormulaError, Name, parse, parse_state

__all__ = ["Built", "build"]

Path = tuple[str | int, ...]
Parsed = TypeVar("Parsed")

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_LABEL: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_UNREADABLE: Final[Formula] = Name("?")
"""Stands for a formula that could not be read, until the problems are raised."""


class _Build:
    """One file on its way to a case."""

    def __init__(self, model: models.CaseModel, tree: Node) -> None:
        self.model = model
        self.tree = tree
        self.problems: list[Problem] = []
        self.state_places: dict[tuple[Place, State], list[Place]] = {}
        self.unreadable = 0

    # Places and words

    def place(self, *path: str | int) -> Place:
        return self.tree.at(path).item_place

    def silent(self, path: Path) -> bool:
        """Whether what stands there was told to be wrong already."""
        return any(node.told for node in self.tree.chain(path))

    def report(self, message: str, path: Path, suggestion: str = "", word: str = "") -> None:
        if self.silent(path):
            return
        self.problems.append(Problem(message, self.place(*path), suggestion, word))

    def text(self, value: dict[str, str] | None) -> Text | None:
        return None if value is None else Text.of(value)

    def words(self, value: dict[str, str]) -> Text:
        return Text.of(value)

    def id(self, id: str, path: Path, *, label: bool = False) -> str:
        """An id, looked at: plain ASCII, no word of the language, no YAML value."""
        if self.silent(path):
            return id
        if id.lower() in RESERVED_IDS:
            told = f"'{id}' cannot be an id: formulas or YAML readers take it for something else"
            self.report(told, path, "choose a longer one")
        elif not (_LABEL if label else _NAME).fullmatch(id):
            rule = "an id is plain letters, digits, '_' and '-'"
            rule += "" if label else ", and begins with a letter"
            better = id_from(id, "x")
            self.report(f"'{id[:40]}' cannot be an id", path, f"{rule}, for example {better}")
        return id

    def parsed(
        self, parser: Callable[[str], Parsed], text: str, path: Path, failed: Parsed
    ) -> Parsed:
        if text == UNREADABLE:
            return failed
        try:
            return parser(text)
        except FormulaError as error:
            place = self.place(*path).within(error.column)
            if not self.silent(path):
                self.problems.append(Problem(error.message, place, error.suggestion, text))
            return failed

    def formula(self, text: str, *path: str | int) -> Formula:
        return self.parsed(parse, text, path, _UNREADABLE)

    def state(self, text: str, *path: str | int) -> State:
        taken = self.parsed(parse_state, text, path, self.no_state())
        return frozenset(name.id for name in taken)

    def no_state(self) -> tuple[Name, ...]:
        """Stands for the options of a state that could not be read; like no other such state."""
        self.unreadable += 1
        return (Name(f"?{self.unreadable}"),)

    def evidence(self, model: Any, *path: str | int) -> Evidence:
        cites = []
        for written in model.cites:
            source, _, locator = written.partition("#")
            cites.append(Citation(source.strip(), locator.strip()))
        judged = model.judged
        judgement = judged and Judgement(judged.by, judged.date, judged.sure, self.text(judged.why))
        return Evidence(tuple(cites), judgement)

    # Parts

    def option(self, id: str, model: models.Option, *path: str | int) -> Option:
        return Option(
            self.id(id, path),
            model.by,
            self.words(model.name),
            self.text(model.undo),
            model.way,
            self.evidence(model, *path),
            self.place(*path),
        )

    def statement(
        self, model: models.Statement, *path: str | int, block: int | None = None
    ) -> Statement:
        return Statement(
            self.id(model.id, (*path, "id"), label=True),
            self.formula(model.want, *path, "want"),
            self.text(model.name),
            model.firm,
            model.audience,
            block,
            self.evidence(model, *path),
            self.place(*path, "want"),
        )

    def rule(self, model: models.Rule, *path: str | int) -> Rule:
        return Rule(
            self.id(model.id, (*path, "id"), label=True),
            self.formula(model.holds, *path, "holds"),
            self.text(model.name),
            self.evidence(model, *path),
            self.place(*path, "holds"),
        )

    def preference(self, model: Any, *path: str | int) -> Preference:
        if isinstance(model, models.Ranking):
            return self.ranking(model, *path)
        lines: list[Statement] = []
        blocks = 0
        for index, entry in enumerate(model):
            if isinstance(entry, models.Block):
                blocks += bool(entry.any_order)
                for inner, line in enumerate(entry.any_order):
                    at = (*path, index, "any_order", inner)
                    lines.append(self.statement(line, *at, block=blocks))
            else:
                lines.append(self.statement(entry, *path, index))
        return Statements(tuple(lines), self.place(*path))

    def ranking(self, model: models.Ranking, *path: str | int) -> Ranking:
        place = self.place(*path)
        tiers: list[tuple[State, ...]] = []
        for index, written in enumerate(model.ranking):
            at = (*path, "ranking", index)
            inner = written if isinstance(written, list) else [written]
            places = [(*at, i) for i in range(len(inner))] if inner is written else [at]
            tier = []
            for state, where in zip(inner, places, strict=True):
                tier.append(self.ranked(state, model.numbering, where))
                self.state_places.setdefault((place, tier[-1]), []).append(self.place(*where))
            if not tier:
                self.report("a tie of no states stands here", at, "name the tied states")
                tier.append(frozenset(name.id for name in self.no_state()))
            tiers.append(tuple(tier))
        return Ranking(tuple(tiers), self.evidence(model, *path), place)

    def ranked(self, written: Any, numbering: str | None, path: Path) -> State:
        """A state of a ranking: braces, a named state, or a decimal number."""
        options = list(self.model.options)
        if isinstance(written, str) and written in self.model.states:
            return frozenset({written})
        if isinstance(written, str):
            return self.state(written, *path)
        if isinstance(written, bool) or not isinstance(written, int):
            self.report("a state is missing here", path, 'for example "{option, option}"')
        elif numbering != "decimal":
            hint = 'add  numbering: decimal  or write the state as "{option, option}"'
            self.report(f"{written} is a number, not a state", path, hint)
        elif not 0 <= written < 2 ** len(options):
            told = f"there is no state {written}: {len(options)} options have the numbers 0 to "
            self.report(f"{told}{2 ** len(options) - 1}", path)
        else:
            return frozenset(id for place, id in enumerate(options) if written >> place & 1)
        return frozenset(name.id for name in self.no_state())

    # Edits

    def edits(self, written: Sequence[models.Edit], *path: str | int) -> tuple[Edit, ...]:
        made: list[Edit] = []
        for index, model in enumerate(written):
            at = (*path, index)
            kind = next(kind for kind in models.EDIT_KINDS if getattr(model, kind) is not None)
            for edit_kind in self.kinds(kind, getattr(model, kind), (*at, kind)):
                place = self.place(*at, kind)
                if isinstance(edit_kind, Define):
                    place = self.place(*at, kind, edit_kind.term)
                made.append(Edit(edit_kind, self.evidence(model, *at), place))
        return tuple(made)

    def kinds(self, kind: str, model: Any, path: Path) -> list[EditKind]:
        match kind:
            case "set":
                return [SetFlag(flag, value) for flag, value in model.items()]
            case "way":
                return [SetWay(option, way) for option, way in model.items()]
            case "define":
                return [
                    Define(term, self.formula(text, *path, term)) for term, text in model.items()
                ]
            case "add_option":
                return [AddOption(self.option(model.id, model, *path), model.status_quo)]
            case "drop_option":
                return [DropOption(model.option, model.as_)]
            case "insert":
                line = self.statement(model.statement, *path, "statement")
                return [Insert(model.party, line, self.spot(model))]
            case "drop":
                return [Drop(model.party, model.statement)]
            case "move":
                return [Move(model.party, model.statement, self.spot(model))]
            case "replace":
                line = self.statement(model.with_, *path, "with")
                return [Replace(model.party, model.statement, line)]
            case "open" | "close":
                return [SetGroup(tuple(model), kind == "open")]
            case "add_group":
                return [AddGroup(Group(tuple(model.members), model.open, place=self.place(*path)))]
            case "add_rule":
                return [AddRule(self.rule(model, *path))]
            case "drop_rule":
                return [DropRule(model)]
        then = tuple((option, direction == "up") for option, direction in model.then)
        option, direction = model.when
        return [Coupling(option, direction == "up", then, self.place(*path))]

    def spot(self, model: Any) -> Spot:
        return Spot(model.to, model.after, model.before)

    # The whole

    def profile(self, id: str, model: models.Profile) -> Profile:
        path = ("profiles", id)
        lists = tuple(
            Edit(
                SetList(party, self.preference(preference, *path, "lists", party)),
                place=self.place(*path, "lists", party),
            )
            for party, preference in model.lists.items()
        )
        return Profile(
            self.id(id, path, label=True),
            model.from_,
            (*lists, *self.edits(model.changes, *path, "changes")),
            self.text(model.name),
            model.date,
            model.author,
            model.post_hoc,
            self.text(model.trigger),
            self.place(*path),
        )

    def sources(self) -> tuple[Source, ...]:
        return tuple(
            Source(
                self.id(id, ("sources", id), label=True),
                source.citation,
                source.language,
                source.url,
                source.doi,
                tuple(source.paragraphs.items()),
                tuple((at, Text.of(note)) for at, note in source.translation_note.items()),
                self.place("sources", id),
            )
            for id, source in self.model.sources.items()
        )

    def named_states(self) -> tuple[NamedState, ...]:
        made = []
        for id, model in self.model.states.items():
            path = ("states", id)
            members: tuple[State, ...] = ()
            if model.members is not None:
                members = tuple(
                    self.state(text, *path, "members", index)
                    for index, text in enumerate(model.members)
                )
            where = None if model.where is None else self.formula(model.where, *path, "where")
            name = self.text(model.name)
            made.append(
                NamedState(self.id(id, path, label=True), members, where, name, self.place(*path))
            )
        return tuple(made)

    def status_quo(self, key: str, taken: list[str] | None) -> State | None:
        if taken is None:
            return None
        for index, id in enumerate(taken):
            if id not in self.model.options:
                told = f"there is no option '{id}'"
                self.report(told, (key, index), near(id, self.model.options), id)
            elif id in taken[:index]:
                self.report(f"'{id}' is named twice", (key, index), "keep one of the two", id)
        return frozenset(taken) & frozenset(self.model.options)

    def case(self) -> Case:
        model = self.model
        return Case(
            id=self.id(model.case, ("case",), label=True),
            title=self.words(model.title),
            version=model.version,
            question=self.text(model.question),
            cut_off=model.cut_off,
            default_profile=self.default_profile(),
            translations=tuple(
                (language, told.reviewed, self.text(told.note))
                for language, told in model.translations.items()
            ),
            says_nothing_about=tuple(self.words(text) for text in model.says_nothing_about),
            sources=self.sources(),
            parties=tuple(
                Party(
                    self.id(id, ("parties", id)),
                    self.words(party.name),
                    self.place("parties", id),
                )
                for id, party in model.parties.items()
            ),
            options=tuple(
                self.option(id, option, "options", id) for id, option in model.options.items()
            ),
            terms=tuple(self.term(id, term) for id, term in model.terms.items()),
            flags=tuple(
                Flag(
                    self.id(id, ("flags", id)),
                    flag.default,
                    self.text(flag.name),
                    self.evidence(flag, "flags", id),
                    self.place("flags", id),
                )
                for id, flag in model.flags.items()
            ),
            rules=tuple(self.rule(rule, "rules", index) for index, rule in enumerate(model.rules)),
            status_quo=self.status_quo("status_quo", model.status_quo),
            reference=self.status_quo("reference", model.reference),
            groups=tuple(
                Group(
                    tuple(group.members),
                    group.open,
                    self.evidence(group, "groups", index),
                    self.place("groups", index),
                )
                for index, group in enumerate(model.groups)
            ),
            outcomes=tuple(
                Outcome(
                    self.id(id, ("outcomes", id), label=True),
                    self.formula(outcome.formula, "outcomes", id, "formula"),
                    self.words(outcome.name),
                    self.evidence(outcome, "outcomes", id),
                    self.place("outcomes", id, "formula"),
                )
                for id, outcome in model.outcomes.items()
            ),
            profiles=tuple(self.profile(id, profile) for id, profile in model.profiles.items()),
            changes=tuple(
                Change(
                    self.id(id, ("changes", id), label=True),
                    self.edits(change.edits, "changes", id, "edits"),
                    self.text(change.name),
                    self.evidence(change, "changes", id),
                    self.place("changes", id),
                )
                for id, change in model.changes.items()
            ),
            checks=tuple(
                Check(
                    check.party,
                    self.state(check.prefers, "checks", index, "prefers"),
                    self.state(check.to, "checks", index, "to"),
                    check.profile,
                    self.place("checks", index),
                )
                for index, check in enumerate(model.checks)
            ),
            named_states=self.named_states(),
            arcs=tuple(
                Arc(party, source, target, self.place("moves", index))
                for index, (party, source, target) in enumerate(model.moves)
            ),
            status_quo_place=self.place("status_quo"),
            reference_place=self.place("reference"),
            file=self.tree.place.file,
        )

    def term(self, id: str, model: models.Term) -> Term:
        short = isinstance(self.tree.at(("terms", id)).value, str)
        path = ("terms", id) if short else ("terms", id, "formula")
        return Term(
            self.id(id, ("terms", id)),
            self.formula(model.formula, *path),
            self.text(model.name),
            self.evidence(model, "terms", id),
            self.place(*path),
        )

    def default_profile(self) -> str | None:
        model = self.model
        if model.default_profile is None:
            return next(iter(model.profiles), None)
        if model.default_profile not in model.profiles:
            told = f"there is no profile '{model.default_profile}'"
            hint = near(model.default_profile, model.profiles)
            self.report(told, ("default_profile",), hint, model.default_profile)
            return next(iter(model.profiles), None)
        return model.default_profile


@dataclass(frozen=True)
class Built:
    """What became of a validated file.

    Attributes
    ----------
    case : Case
        The case without a profile; what could not be read is named ``?`` in it.
    problems : list of Problem
        What is wrong with ids, formulas and states as they are written.
    state_places : dict
        Where the states of rankings stand, by the ranking's place and the state.
    """

    case: Case
    problems: list[Problem]
    state_places: dict[tuple[Place, State], list[Place]]


def build(model: models.CaseModel, tree: Node) -> Built:
    """Make the case that a validated file describes.

    Parameters
    ----------
    model : CaseModel
        The file, validated.
    tree : Node
        The same file with places.

    Returns
    -------
    Built
        The case, and what is wrong with it as it is written.
    """
    at_work = _Build(model, tree)
    return Built(at_work.case(), at_work.problems, at_work.state_places)
