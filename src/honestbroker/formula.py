"""The statement language: what an analyst writes about options, terms and flags.

A formula is built from names with these words (Fang, Hipel, Kilgour & Peng 2003):

=================  =========================
``not X``          X is false
``X and Y``        both
``X or Y``         at least one
``X only if Y``    not X, or Y
``X if Y``         X, or not Y
``X iff Y``        both or neither
``X unless Y``     X or Y
=================  =========================

``not`` binds tightest, then ``and`` and ``or``, then the four two-sided words. Where two readings
are possible the text is refused and brackets are asked for: ``and`` is never mixed with ``or``
at one level, and a level holds at most one two-sided word.

A formula keeps the words it was written in, so that a sentence can repeat the analyst's statement.
What a term stands for is not substituted here: the meaning of a name is asked of the caller.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

__all__ = [
    "MAX_DEPTH",
    "RESERVED_IDS",
    "Formula",
    "FormulaError",
    "Many",
    "Name",
    "Not",
    "Pair",
    "depth",
    "holds",
    "names",
    "parse",
    "parse_state",
]

MAX_DEPTH: Final = 40
"""How deeply brackets, ``not`` and two-sided words may be nested."""

MANY_WORDS: Final = ("and", "or")
PAIR_WORDS: Final = ("only if", "if", "iff", "unless")
RESERVED_IDS: Final = frozenset(
    "and or not only if iff unless yes no on off true false null y n".split()
)
"""Words that cannot be an id: the language's own, and those YAML readers take for values."""

_TOKEN: Final = re.compile(r"\s*(?:(?P<id>[A-Za-z_][A-Za-z0-9_-]*)|(?P<mark>[(){},])|(?P<bad>\S))")
_SPELLINGS: Final = {
    "&": "and", "∧": "and", "|": "or", "∨": "or", "!": "not", "~": "not", "¬": "not",
    "→": "only if", "⇒": "only if", "-": "only if", "=": "iff", "<": "iff", "↔": "iff",
    "+": "or", "*": "and", "[": "(", "]": ")",
}  # fmt: skip


class FormulaError(ValueError):
    """A text that is no formula: what is wrong, where, and what would be right.

    Parameters
    ----------
    message : str
        What is wrong, in plain words.
    column : int
        1-based column within the text at which it shows.
    suggestion : str
        What would be right; empty if nothing better than the message can be said.
    """

    def __init__(self, message: str, column: int, suggestion: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an option, a term or a flag; `column` is where the text has it (1-based)."""

    id: str
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Not:
    """The negation of `part`."""

    part: Formula

    def __str__(self) -> str:
        return f"not {_bracketed(self.part, Many, Pair)}"


@dataclass(frozen=True, slots=True)
class Many:
    """Two or more parts joined by one word, ``and`` or ``or``."""

    word: str
    parts: tuple[Formula, ...]

    def __str__(self) -> str:
        return f" {self.word} ".join(_bracketed(part, Many, Pair) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides joined by ``only if``, ``if``, ``iff`` or ``unless``."""

    word: str
    left: Formula
    right: Formula

    def __str__(self) -> str:
        return f"{_bracketed(self.left, Pair)} {self.word} {_bracketed(self.right, Pair)}"


Formula = Name | Not | Many | Pair


def _bracketed(formula: Formula, *kinds: type) -> str:
    return f"({formula})" if isinstance(formula, kinds) else str(formula)


def holds(formula: Formula, meaning: Callable[[str], bool]) -> bool:
    """Whether a formula is true, given what its names mean.

    Parameters
    ----------
    formula : Formula
        What is asked.
    meaning : callable
        Truth of a name.

    Returns
    -------
    bool
        The truth of the formula.

    Examples
    --------
    >>> dismantle_behind_guarantee = parse("dismantle only if guarantee")
    >>> holds(dismantle_behind_guarantee, {"dismantle": True, "guarantee": False}.__getitem__)
    False
    """
    match formula:
        case Name(id=name):
            return meaning(name)
        case Not(part=part):
            return not holds(part, meaning)
        case Many(word="and", parts=parts):
            return all(holds(part, meaning) for part in parts)
        case Many(parts=parts):
            return any(holds(part, meaning) for part in parts)
        case Pair(word=word, left=left, right=right):
            one, other = holds(left, meaning), holds(right, meaning)
            if word == "only if":
                return other or not one
            if word == "if":
                return one or not other
            if word == "iff":
                return one == other
            return one or other


def names(formula: Formula) -> Iterator[Name]:
    """Every name in a formula, in the order written, with repetitions.

    Parameters
    ----------
    formula : Formula
        Where to look.

    Yields
    ------
    Name
        One occurrence, with its column.

    Examples
    --------
    >>> [name.id for name in names(parse("u_talks only if (d_freeze and not u_strike)"))]
    ['u_talks', 'd_freeze', 'u_strike']
    """
    match formula:
        case Name():
            yield formula
        case Not(part=part):
            yield from names(part)
        case Many(parts=parts):
            for part in parts:
                yield from names(part)
        case Pair(left=left, right=right):
            yield from names(left)
            yield from names(right)


def depth(formula: Formula) -> int:
    """How deeply a formula is nested.

    Parameters
    ----------
    formula : Formula
        What is asked.

    Returns
    -------
    int
        1 for a name, one more for every word around it.

    Examples
    --------
    >>> depth(parse("a only if (b and not c)"))
    4
    """
    match formula:
        case Name():
            return 1
        case Not(part=part):
            return 1 + depth(part)
        case Many(parts=parts):
            return 1 + max(depth(part) for part in parts)
        case Pair(left=left, right=right):
            return 1 + max(depth(left), depth(right))


def parse(text: str) -> Formula:
    """Read a formula.

    Parameters
    ----------
    text : str
        What the analyst wrote; normalised to NFC first.

    Returns
    -------
    Formula
        The tree; ``str`` of it gives a text that parses to the same tree.

    Raises
    ------
    FormulaError
        The first thing wrong, with its column.

    Examples
    --------
    >>> parse("dismantle only if (guarantee and verify)")
    Pair(word='only if', left=Name(id='dismantle', column=1), right=Many(word='and', parts=(Name(id='guarantee', column=20), Name(id='verify', column=34))))
    >>> parse("a and b or c")
    Traceback (most recent call last):
    ...
    honestbroker.formula.FormulaError: 'and' and 'or' stand side by side: it can be read two ways
    """  # noqa: E501 - a repr is shown as it is
    parser = _Parser(unicodedata.normalize("NFC", text))
    formula = parser.level(0)
    parser.end()
    return formula


def parse_state(text: str) -> tuple[Name, ...]:
    """Read a state, written as its taken options in braces.

    Parameters
    ----------
    text : str
        For example ``"{d_freeze, u_talks}"``; ``"{}"`` is the state with nothing taken.

    Returns
    -------
    tuple of Name
        The taken options, as written, with their columns.

    Raises
    ------
    FormulaError
        The first thing wrong, with its column.

    Examples
    --------
    >>> [str(name) for name in parse_state("{d_freeze, u_talks}")]
    ['d_freeze', 'u_talks']
    """
    parser = _Parser(unicodedata.normalize("NFC", text))
    taken = parser.braces()
    parser.end()
    return taken


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    column: int


class _Parser:
    """Recursive descent over at most `MAX_DEPTH` levels; stops at the first thing wrong."""

    def __init__(self, text: str) -> None:
        self.tokens: list[_Token] = []
        self.unreadable: FormulaError | None = None  # told only when it is the first thing wrong
        self.after = len(text.rstrip()) + 1
        self.place = 0
        try:
            self.tokens.extend(_tokens(text))
        except FormulaError as error:
            self.unreadable = error

    def peek(self) -> str:
        if self.place < len(self.tokens):
            return self.tokens[self.place].text
        if self.unreadable is not None:
            raise self.unreadable
        return ""

    def column(self) -> int:
        return self.tokens[self.place].column if self.place < len(self.tokens) else self.after

    def take(self) -> _Token:
        token = self.tokens[self.place]
        self.place += 1
        return token

    def end(self) -> None:
        if self.peek() == ")":
            raise FormulaError("a bracket is closed that was never opened", self.column())
        if self.peek():
            raise FormulaError(
                f"'{self.peek()}' follows without a word in between",
                self.column(),
                "join the two with: and, or, only if, if, iff, unless",
            )

    def level(self, depth: int) -> Formula:
        left = self.joined(depth)
        word = self.pair_word()
        if not word:
            return left
        right = self.joined(depth)
        column = self.column()
        if second := self.pair_word():
            raise FormulaError(
                f"'{word}' and '{second}' stand side by side: it can be read two ways",
                column,
                f"put brackets around one side, for example ({left} {word} {right}) {second} ...",
            )
        return Pair(word, left, right)

    def pair_word(self) -> str:
        if self.peek() == "only":
            column = self.take().column
            if self.peek() != "if":
                raise FormulaError("'only' must be followed by 'if'", column, "only if")
            self.take()
            return "only if"
        return self.take().text if self.peek() in PAIR_WORDS else ""

    def joined(self, depth: int) -> Formula:
        parts = [self.single(depth)]
        word = self.peek()
        if word not in MANY_WORDS:
            return parts[0]
        while self.peek() in MANY_WORDS:
            if self.peek() != word:
                raise FormulaError(
                    f"'{word}' and '{self.peek()}' stand side by side: it can be read two ways",
                    self.column(),
                    f"put brackets around one group, for example ({Many(word, tuple(parts))}) "
                    f"{self.peek()} ..."
                    if len(parts) > 1
                    else "put brackets around one group",
                )
            self.take()
            parts.append(self.single(depth))
        return Many(word, tuple(parts))

    def single(self, depth: int) -> Formula:
        word, column = self.peek(), self.column()
        if depth >= MAX_DEPTH and word in ("not", "("):
            raise FormulaError(
                f"nested more than {MAX_DEPTH} deep",
                column,
                "name a part of it under 'terms' and use that name",
            )
        if word == "not":
            self.take()
            return Not(self.single(depth + 1))
        if word == "(":
            self.take()
            inner = self.level(depth + 1)
            if self.peek() != ")":
                raise FormulaError(
                    f"the bracket opened at column {column} is not closed", self.column(), ")"
                )
            self.take()
            return inner
        return self.name("a name, 'not' or a bracket is missing here")

    def name(self, missing: str) -> Name:
        word, column = self.peek(), self.column()
        if not word or word in "(){}," or word in RESERVED_IDS:
            told = f"{missing}, before '{word}'" if word else missing
            raise FormulaError(told, column)
        return Name(self.take().text, column)

    def braces(self) -> tuple[Name, ...]:
        if self.peek() != "{":
            raise FormulaError(
                "a state is written in braces", self.column(), "{option, option}; {} is none"
            )
        self.take()
        taken: list[Name] = []
        while self.peek() != "}":
            if taken:
                if self.peek() != ",":
                    raise FormulaError(
                        "a comma or the closing brace is missing here", self.column(), ", or }"
                    )
                self.take()
            taken.append(self.name("an option is missing here"))
            if taken[-1] in taken[:-1]:
                raise FormulaError(f"'{taken[-1]}' is named twice", taken[-1].column)
        self.take()
        return tuple(taken)


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if (word := match["id"]) is not None:
            column = match.start("id") + 1
            if word.lower() in RESERVED_IDS and word != word.lower():
                raise FormulaError(
                    f"'{word}' is written in capitals", column, f"write '{word.lower()}'"
                )
            yield _Token(word, column)
        elif (mark := match["mark"]) is not None:
            yield _Token(mark, match.start("mark") + 1)
        elif (bad := match["bad"]) is not None:
            right = _SPELLINGS.get(bad)
            raise FormulaError(
                f"'{bad}' has no meaning here",
                match.start("bad") + 1,
                f"write '{right}'" if right else "ids are plain letters, digits, '_' and '-'",
            )
