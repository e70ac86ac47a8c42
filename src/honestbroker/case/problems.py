"""What is wrong with a case: problems in the analyst's own coordinates, all at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from honestbroker.case.sources import Place

__all__ = ["CaseError", "Problem", "near"]

_LONGEST: Final = 600
"""How long a message may be."""

_LONG: Final = 80
_MANY: Final = 200


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where, what, and what would be right (may be empty).

    `word` is the word of the file that is wrong, where it is one word.
    """

    message: str
    place: Place | None = None
    suggestion: str = ""
    word: str = field(default="", compare=False)

    def shortened(self) -> Problem:
        """The problem as it fits on a screen, whatever nonsense it quotes."""
        message, suggestion = (
            text if len(text) <= _LONGEST else text[: _LONGEST - 4] + " ..."
            for text in (self.message, self.suggestion)
        )
        return replace(self, message=message, suggestion=suggestion)

    def __str__(self) -> str:
        told = f"{self.place}: {self.message}" if self.place else self.message
        return f"{told} ({self.suggestion})" if self.suggestion else told


class CaseError(ValueError):
    """A case, or a change of one, that cannot be used.

    Parameters
    ----------
    problems : iterable of Problem
        Everything wrong that could be found at once; kept in the order of the file.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        unique = dict.fromkeys(problems)
        self.problems: tuple[Problem, ...] = tuple(sorted(unique, key=_file_order))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _file_order(problem: Problem) -> tuple[str, int, int]:
    place = problem.place
    return (place.file, place.line, place.column) if place else ("", 0, 0)


def near(word: str, known: Iterable[str]) -> str:
    """A suggestion for a word that is not known.

    Parameters
    ----------
    word : str
        What was written.
    known : iterable of str
        What could have been meant.

    Returns
    -------
    str
        ``did you mean 'x'?``; a short list of all where there are few; else empty.

    Examples
    --------
    >>> near("d_freze", ["d_freeze", "u_talks"])
    "did you mean 'd_freeze'?"
    """
    choices = list(known)
    if close := _closest(word, choices):
        return f"did you mean '{close}'?"
    if 0 < len(choices) <= 8:
        return "known: " + ", ".join(choices)
    return ""


def _closest(word: str, choices: list[str]) -> str:
    """The choice most like a word, or nothing; long words and long lists are thinned out first."""
    if len(word) > _LONG:
        return ""
    likely = [choice for choice in choices if abs(len(choice) - len(word)) <= 4 + len(word) // 3]
    if len(likely) > _MANY:
        likely = [choice for choice in likely if choice[:1] == word[:1]][:_MANY]
    lower = {choice.lower(): choice for choice in reversed(likely)}
    close = difflib.get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    return lower[close[0]] if close else ""
