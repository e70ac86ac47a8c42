"""What is wrong with a case: problems in the analyst's own coordinates, all at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from honestbroker.case.sources import Place

__all__ = ["CaseError", "Problem", "near"]


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where, what, and what would be right (may be empty)."""

    message: str
    place: Place | None = None
    suggestion: str = ""

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
    if close := difflib.get_close_matches(word, choices, n=1, cutoff=0.6):
        return f"did you mean '{close[0]}'?"
    if 0 < len(choices) <= 8:
        return "known: " + ", ".join(choices)
    return ""
