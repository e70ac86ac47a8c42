"""Read a case: a shipped id or a path, every problem at once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Final

from honestbroker.case.case import Case
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.case.sources import Place
from honestbroker.casefile import models
from honestbroker.casefile.build import Built, build
from honestbroker.casefile.places import Places
from honestbroker.casefile.survey import survey
from honestbroker.casefile.tree import MAX_BYTES, MAX_PROBLEMS, UNREADABLE, read_tree
from honestbroker.casefile.validate import Validated, validated
from honestbroker.changes import in_profile

__all__ = ["read", "read_text", "shipped"]

_CASES: Final = Path(__file__).parent.parent / "cases"
"""Where the shipped cases are; the package is installed as plain files."""


def shipped() -> tuple[str, ...]:
    """The ids of the cases that come with the package.

    Returns
    -------
    tuple of str
        Sorted ids.

    Examples
    --------
    >>> "korea-2017" in shipped()
    True
    """
    return tuple(sorted(file.parent.name for file in _CASES.glob("*/case.yaml")))


def read(case: str | Path) -> Case:
    """Read a case and take its default profile.

    Parameters
    ----------
    case : str or Path
        The id of a shipped case, or the path of a case file.

    Returns
    -------
    Case
        The case in its default profile.

    Raises
    ------
    CaseError
        With every problem of the file at once, each with line, column and what would be right.

    Examples
    --------
    >>> read("prisoners-dilemma")
    <Case prisoners-dilemma, profile base: 2 parties, 2 options>
    """
    if isinstance(case, str) and case in shipped():
        entry = _CASES / case / "case.yaml"
        return _read_bytes(entry.read_bytes(), f"{case}/case.yaml")
    path = Path(case)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
            size = path.stat().st_size
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "this is no path"
        known = near(str(case), shipped())
        told = f"'{case}' is no shipped case and no file that can be read ({reason})"
        raise CaseError(
            [Problem(told, None, known or "honestbroker cases lists what there is")]
        ) from None
    if len(data) > MAX_BYTES:
        told = f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read"
        place = Place(str(path), 1, 1)
        raise CaseError([Problem(told, place, "split the crisis into several cases")])
    return _read_bytes(data, str(path))


def read_text(text: str, file: str = "<text>") -> Case:
    """Read a case from a string.

    Parameters
    ----------
    text : str
        The content of a case file.
    file : str
        What to call it in problems.

    Returns
    -------
    Case
        The case in its default profile.

    Raises
    ------
    CaseError
        With every problem at once.
    """
    return _read_bytes(text.encode("utf-8", "surrogatepass"), file)


def _read_bytes(data: bytes, file: str) -> Case:
    tree, problems = read_tree(data, file)
    if tree is None:
        raise _error(problems)
    if not isinstance(tree.value, dict):
        told = "a case file holds keys with values, such as parties, options and profiles"
        hint = f"begin the file with  format: {models.FORMAT}"
        raise _error([*problems, Problem(told, tree.place, hint)])
    if "decisionMakers" in tree.value:
        told = "this is a conflict saved by another program (.gmcr), not a case file"
        raise _error([Problem(told, Place(file, 1, 1), "turn it into one: honestbroker import")])
    places = Places(tree)
    checked = validated(tree)
    problems.extend(checked.problems)
    if checked.model is None or len(problems) > MAX_PROBLEMS:
        raise _error(problems)
    built = build(checked.model, tree)
    case = built.case
    problems.extend(_without_echoes(_problems_of(built), checked, problems, places))
    if not case.profiles and "profiles" not in checked.lost | checked.thinned:
        place = places.of("profiles") or tree.place
        told = "there is no profile: nothing says what the parties want"
        problems.append(Problem(told, place, "add one, for example  base: {lists: ...}"))
    if problems:
        raise _error(problems)
    return in_profile(case, None)


def _error(problems: Iterable[Problem]) -> CaseError:
    """The problems in the file's order, as many as anybody wants to read."""
    every = [problem.shortened() for problem in CaseError(problems).problems]
    if len(every) <= MAX_PROBLEMS:
        return CaseError(every)
    rest = Problem("more problems follow from here on", every[MAX_PROBLEMS].place)
    return CaseError([*every[:MAX_PROBLEMS], rest])


def _problems_of(built: Built) -> list[Problem]:
    """What is wrong with a case as it is written and as a whole."""
    as_written = built.problems[: MAX_PROBLEMS + 1]
    return [*as_written, *islice(survey(built), 2 * MAX_PROBLEMS)]


_LOST: Final = {
    "parties": ("there is no party", "is no party and has no name"),
    "options": ("there is no option", " is no option, term or flag"),
    "terms": ("there is no term", " is no option, term or flag"),
    "flags": ("there is no flag", " is no option, term or flag"),
    "rules": ("there is no rule",),
    "sources": ("there is no source",),
    "profiles": ("there is no profile", "there is no list of"),
    "contributes": ("has no contribution",),
    "states": ("there is no state", "a state is written in braces"),
    "outcomes": ("there is no outcome",),
    "changes": ("there is no change",),
    "lists": ("does not say what", "has no statement", "there is no list of", "a direct ranking"),
}
"""What is said for no reason when a whole section of a file is lost."""

_THINNED: Final = {
    "options": ("leaves out", "there is no state", "the ranking of"),
    "terms": ("leaves out",),
    "flags": ("leaves out", "breaks rule", " hold: no state is left"),
    "rules": ("leaves out",),
    "groups": ("a group needs", "there is no group", "this group is", "there is this group"),
    "status_quo": ("the status quo",),
    "reference": ("the reference",),
    "checks": ("the state",),
    "states": ("leaves out",),
    "profiles": ("position ", "leaves out", "there is no list of"),
    "changes": ("position ", ") changes nothing"),
    "principals": ("two or more different principals", " is no principal", "says nothing of"),
    "common_denominator": ("says nothing of",),
    "brokers": (") changes nothing", "(B5) names an", "(B7) puts", "that could deliver this"),
    "conditions": ("changes nothing",),
    "roadmaps": ("a roadmap needs a stage",),
}
"""The same when something in it is not as it was meant."""


def _without_echoes(
    found: Iterable[Problem], checked: Validated, told: Iterable[Problem], places: Places
) -> list[Problem]:
    """Leave out what only repeats a problem told already; point the rest at the very word."""
    silent = [text for section in checked.lost & set(_LOST) for text in _LOST[section]]
    silent += [text for section in checked.thinned & set(_THINNED) for text in _THINNED[section]]
    before = {(problem.place.line, problem.place.column) for problem in told if problem.place}
    sharp: dict[Problem, None] = {}
    blunt: dict[Problem, None] = {}
    for problem in found:
        if _follows(problem, checked) or any(text in problem.message for text in silent):
            continue
        pointed = places.sharpened(problem)
        if pointed is None:
            blunt[problem] = None
        elif pointed.place and (pointed.place.line, pointed.place.column) not in before:
            sharp[pointed] = None
    messages = {problem.message for problem in sharp}
    return [*sharp, *(problem for problem in blunt if problem.message not in messages)]


def _follows(problem: Problem, checked: Validated) -> bool:
    """Whether a problem is only about a word that was set aside."""
    if problem.place is None and problem.word in ("parties", "options"):
        return problem.word in checked.thinned
    words = {problem.word, *problem.word.split("#")}
    return problem.word.startswith(UNREADABLE) or bool(words & checked.lost)
