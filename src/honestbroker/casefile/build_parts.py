"""Parts of a case from a validated file: words, ids, formulas, lists, edits, what is mentioned."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from honestbroker.case.parts import (
    AddGroup,
    AddOption,
    AddRule,
    Coupling,
    Define,
    Drop,
    DropOption,
    DropRule,
    Edit,
    EditKind,
    Group,
    Insert,
    Move,
    Option,
    Preference,
    Ranking,
    Replace,
    Reveal,
    Rule,
    SetFlag,
    SetGroup,
    SetWay,
    Spot,
    State,
    Statement,
    Statements,
)
from honestbroker.case.problems import Problem
from honestbroker.case.sources import Citation, Evidence, Judgement, Place, Text
from honestbroker.casefile import models
from honestbroker.casefile.ids import id_from
from honestbroker.casefile.mentions import Mention
from honestbroker.casefile.models_case import CaseModel
from honestbroker.casefile.tree import UNREADABLE, Node
from honestbroker.formula import RESERVED_IDS, Formula, FormulaError, Name, parse, parse_state

__all__ = ["Parts", "Path"]

Path = tuple[str | int, ...]
Parsed = TypeVar("Parsed")

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_LABEL: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_UNREADABLE: Final[Formula] = Name(UNREADABLE)
"""Stands for a formula that could not be read, until the problems are raised."""


class Parts:
    """One file on its way to a case: how each kind of part is made.

    Parameters
    ----------
    model : CaseModel
        The file, validated.
    tree : Node
        The same file with places.
    """

    def __init__(self, model: CaseModel, tree: Node) -> None:
        self.model = model
        self.tree = tree
        self.problems: list[Problem] = []
        self.mentions: list[Mention] = []
        self.state_places: dict[tuple[Place, State], list[Place]] = {}
        self.unreadable = 0

    # Places and words

    def place(self, *path: str | int) -> Place:
        """Where something stands.

        Parameters
        ----------
        *path : str or int
            Keys and indices that lead to it.

        Returns
        -------
        Place
            Its place; that of what is around it if it is not there.
        """
        return self.tree.at(path).item_place

    def silent(self, path: Path) -> bool:
        """Whether what stands somewhere was told to be wrong already.

        Parameters
        ----------
        path : tuple of str or int
            Keys and indices.

        Returns
        -------
        bool
            True where nothing more should be said.
        """
        return any(node.told for node in self.tree.chain(path))

    def report(self, message: str, path: Path, suggestion: str = "", word: str = "") -> None:
        """Remember a problem, unless one was told there already.

        Parameters
        ----------
        message : str
            What is wrong.
        path : tuple of str or int
            Where.
        suggestion : str
            What would be right.
        word : str
            The word that is wrong, if it is one.
        """
        if not self.silent(path):
            self.problems.append(Problem(message, self.place(*path), suggestion, word))

    def mention(self, what: str, id: str, *path: str | int, of: str = "") -> str:
        """Remember that something is named; `honestbroker.casefile.mentions` looks whether it is.

        Parameters
        ----------
        what : str
            What kind of thing.
        id : str
            Its id.
        *path : str or int
            Where it is named.
        of : str
            Whose it should be, for things that belong to somebody.

        Returns
        -------
        str
            The id.
        """
        if not self.silent(path):
            self.mentions.append(Mention(what, id, self.place(*path), of))
        return id

    def mention_all(self, formula: Formula, *path: str | int) -> None:
        """Remember every name in a formula.

        Parameters
        ----------
        formula : Formula
            The formula.
        *path : str or int
            Where it stands.
        """
        if not self.silent(path):
            self.mentions.append(Mention("formula", "", self.place(*path), "", formula))

    def text(self, value: dict[str, str] | None) -> Text | None:
        """A text that may be missing.

        Parameters
        ----------
        value : dict or None
            Language code to words.

        Returns
        -------
        Text or None
            The text.
        """
        return None if value is None else Text.of(value)

    def id(self, id: str, path: Path, *, label: bool = False) -> str:
        """An id, looked at: plain ASCII, no word of the language, no YAML value.

        Parameters
        ----------
        id : str
            The id.
        path : tuple of str or int
            Where it stands.
        label : bool
            Whether it occurs in no formula, so that it may begin with a digit and have dots.

        Returns
        -------
        str
            The same.
        """
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

    def _parsed(
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
        """A formula.

        Parameters
        ----------
        text : str
            As it is written.
        *path : str or int
            Where it stands.

        Returns
        -------
        Formula
            What it says; a name that nothing has if it could not be read, which is reported.
        """
        return self._parsed(parse, text, path, _UNREADABLE)

    def _state(self, text: str, *path: str | int) -> State:
        taken = self._parsed(parse_state, text, path, self._no_state())
        return frozenset(name.id for name in taken)

    def _no_state(self) -> tuple[Name, ...]:
        """Stands for the options of a state that could not be read; like no other such state."""
        self.unreadable += 1
        return (Name(f"{UNREADABLE}{self.unreadable}"),)

    def evidence(self, model: Any) -> Evidence:
        """What something rests on.

        Parameters
        ----------
        model : pydantic.BaseModel
            Anything with `cites` and `judged`.

        Returns
        -------
        Evidence
            The same, frozen.
        """
        cites = []
        for written in model.cites:
            source, _, locator = written.partition("#")
            cites.append(Citation(source.strip(), locator.strip()))
        judged = model.judged
        judgement = judged and Judgement(judged.by, judged.date, judged.sure, self.text(judged.why))
        return Evidence(tuple(cites), judgement)

    # Parts

    def _option(self, id: str, model: models.Option, *path: str | int) -> Option:
        return Option(
            self.id(id, path),
            model.by,
            Text.of(model.name),
            self.text(model.undo),
            model.way,
            self.evidence(model),
            self.place(*path),
        )

    def _statement(
        self, model: models.Statement, *path: str | int, block: int | None = None
    ) -> Statement:
        return Statement(
            self.id(model.id, (*path, "id"), label=True),
            self.formula(model.want, *path, "want"),
            self.text(model.name),
            model.firm,
            model.audience,
            block,
            self.evidence(model),
            self.place(*path, "want"),
        )

    def _rule(self, model: models.Rule, *path: str | int) -> Rule:
        return Rule(
            self.id(model.id, (*path, "id"), label=True),
            self.formula(model.holds, *path, "holds"),
            self.text(model.name),
            self.evidence(model),
            self.place(*path, "holds"),
        )

    def _preference(self, model: Any, *path: str | int) -> Preference:
        if isinstance(model, models.Ranking):
            return self._ranking(model, *path)
        lines: list[Statement] = []
        blocks = 0
        for index, entry in enumerate(model):
            if isinstance(entry, models.Block):
                blocks += bool(entry.any_order)
                for inner, line in enumerate(entry.any_order):
                    at = (*path, index, "any_order", inner)
                    lines.append(self._statement(line, *at, block=blocks))
            else:
                lines.append(self._statement(entry, *path, index))
        return Statements(tuple(lines), self.place(*path))

    def _ranking(self, model: models.Ranking, *path: str | int) -> Ranking:
        place = self.place(*path)
        tiers: list[tuple[State, ...]] = []
        for index, written in enumerate(model.ranking):
            at = (*path, "ranking", index)
            inner = written if isinstance(written, list) else [written]
            places = [(*at, i) for i in range(len(inner))] if inner is written else [at]
            tier = []
            for state, where in zip(inner, places, strict=True):
                tier.append(self._ranked(state, model.numbering, where))
                self.state_places.setdefault((place, tier[-1]), []).append(self.place(*where))
            if not tier:
                self.report("a tie of no states stands here", at, "name the tied states")
                tier.append(frozenset(name.id for name in self._no_state()))
            tiers.append(tuple(tier))
        return Ranking(tuple(tiers), self.evidence(model), place)

    def _ranked(self, written: Any, numbering: str | None, path: Path) -> State:
        """A state of a ranking: braces, a named state, or a decimal number."""
        options = list(self.model.options)
        if isinstance(written, str) and written in self.model.states:
            return frozenset({written})
        if isinstance(written, str):
            return self._state(written, *path)
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
        return frozenset(name.id for name in self._no_state())

    # Edits

    def edits(
        self, written: Sequence[models.Edit | models.ListEdit], *path: str | int
    ) -> tuple[Edit, ...]:
        """Edits; one that names several flags, ways or terms becomes several.

        Parameters
        ----------
        written : sequence of Edit or ListEdit
            As they are written.
        *path : str or int
            Where the list stands.

        Returns
        -------
        tuple of Edit
            The edits of the case.
        """
        made: list[Edit] = []
        for index, model in enumerate(written):
            at = (*path, index)
            kind = next(k for k in models.EDIT_KINDS if getattr(model, k, None) is not None)
            for edit_kind in self._kinds(kind, getattr(model, kind), (*at, kind)):
                place = self.place(*at, kind)
                if isinstance(edit_kind, Define):
                    place = self.place(*at, kind, edit_kind.term)
                made.append(Edit(edit_kind, self.evidence(model), place))
        return tuple(made)

    def _kinds(self, kind: str, model: Any, path: Path) -> list[EditKind]:
        if kind in models.LIST_EDIT_KINDS:
            return [self._of_list(kind, model, path)]
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
                return [AddOption(self._option(model.id, model, *path), model.status_quo)]
            case "drop_option":
                return [DropOption(model.option, model.as_)]
            case "open" | "close":
                return [SetGroup(tuple(model), kind == "open")]
            case "add_group":
                return [AddGroup(Group(tuple(model.members), model.open, place=self.place(*path)))]
            case "add_rule":
                return [AddRule(self._rule(model, *path))]
            case "drop_rule":
                return [DropRule(model)]
            case "reveal":
                return [Reveal(model.to, model.about)]
        then = tuple((option, direction == "up") for option, direction in model.then)
        option, direction = model.when
        return [Coupling(option, direction == "up", then, self.place(*path))]

    def _of_list(self, kind: str, model: Any, path: Path) -> EditKind:
        match kind:
            case "insert":
                line = self._statement(model.statement, *path, "statement")
                return Insert(model.party, line, self._spot(model))
            case "drop":
                return Drop(model.party, model.statement)
            case "move":
                return Move(model.party, model.statement, self._spot(model))
        line = self._statement(model.with_, *path, "with")
        return Replace(model.party, model.statement, line)

    def _spot(self, model: Any) -> Spot:
        return Spot(model.to, model.after, model.before)
