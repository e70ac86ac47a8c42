"""The sections a report may have on request: the one place where they are registered.

A section has a name (what ``--with`` calls it), an analysis, a chapter in words and perhaps
pictures. To add one, write these as for the sections below and add a `Kind` to `KINDS`: the command
line, the report in every format, stored results and the schema's documentation follow from it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from honestbroker.case.case import Case
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.changes import in_profile
from honestbroker.explain import mediation, slower
from honestbroker.explain.noting import Noting
from honestbroker.explain.page import Block
from honestbroker.render.pictures.mediation import of_brokers, of_roadmaps, of_stones
from honestbroker.render.pictures.signs import Figure
from honestbroker.render.pictures.sure import judgements
from honestbroker.render.pictures.timeline import dates
from honestbroker.result.base import JSON_VERSION
from honestbroker.result.findings import Result
from honestbroker.result.stored import Unreadable, restored
from honestbroker.result.stored_brokering import brokers_read, roadmaps_read
from honestbroker.sweep import IN_PROCESS, Work

__all__ = [
    "KINDS",
    "Asking",
    "Kind",
    "kind_of",
    "more_results",
    "named_kinds",
    "stored_results",
    "wanted_names",
]

_MOST_BYTES: Final = 500_000_000
"""The longest file of stored results that is read."""


@dataclass(frozen=True)
class Asking:
    """What the analyses of sections are asked about, and how.

    Attributes
    ----------
    case : Case
        The case in its profile, with the changes made.
    make : tuple of str
        Outcomes or formulas to ask what would have to change for; none for every named outcome.
    against : tuple of (str, Case)
        Versions to compare with; none for the case's other profiles.
    draws, swaps, seed : int
        How many cases with perturbed lists are drawn, and how.
    work : Work
        Who does the work, and who hears of it.
    max_memory : int or None
        Bytes that may be used; None for the default.
    """

    case: Case
    make: tuple[str, ...] = ()
    against: tuple[tuple[str, Case], ...] = ()
    draws: int = 0
    swaps: int = 1
    seed: int = 0
    work: Work = field(default=IN_PROCESS, repr=False)
    max_memory: int | None = None


Chapter = Callable[[Noting, Sequence[Any]], Iterable[Block]]
Pictures = Callable[[Noting, Sequence[Any]], Mapping[str, Figure]]


def _never(case: Case) -> bool:
    del case
    return False


def _no_pictures(words: Noting, results: Sequence[Any]) -> Mapping[str, Figure]:
    del words, results
    return {}


@dataclass(frozen=True)
class Kind:
    """A section a report may have.

    Attributes
    ----------
    name : str
        What it is called on request; also the id of its chapter, the `kind` of the JSON document
        of its results, and the name of their schema.
    heading : str
        The phrase that heads its chapter.
    ask : callable
        From an `Asking` to results, each with `question` and `to_dict`.
    result : str
        Where the results' class is, as ``module:Class``, to read stored results back.
    chapter : callable
        From words and results to blocks.
    pictures : callable
        From words and results to pictures, by the names under which the chapter has places.
    works : tuple of str
        Keys of the publications its method comes from (`honestbroker.explain.methods`).
    unasked : callable
        Whether a report of a case has the section unasked: the case has something to tell about
        it, and the answer takes seconds.
    prepare : callable
        What brings the result's JSON document into the form of its attributes.
    """

    name: str
    heading: str
    ask: Callable[[Asking], Iterable[Result]]
    result: str
    chapter: Chapter
    pictures: Pictures = _no_pictures
    works: tuple[str, ...] = ()
    unasked: Callable[[Case], bool] = _never
    prepare: Callable[[Any], Any] = lambda document: document

    def read(self, document: Any) -> Result:
        """A result from its JSON document.

        Parameters
        ----------
        document : JSON values
            What the result's `to_dict` gave.

        Returns
        -------
        Result
            The result.

        Raises
        ------
        Unreadable
            If the document is no such result.
        """
        module, _, name = self.result.partition(":")
        found: Result = restored(getattr(import_module(module), name), self.prepare(document))
        return found


# --- what comes unasked --------------------------------------------------------------------------

_FEW_OPTIONS: Final = 16
_FEW_SETS: Final = 96
"""So many options, and sets of contributions over all brokers, are looked at in seconds."""


def _has_plans(case: Case) -> bool:
    few = len(case.options) <= _FEW_OPTIONS
    return few and case.status_quo is not None and bool(case.roadmaps)


def _has_brokers(case: Case) -> bool:
    sets = sum(2 ** len(broker.contributions) for broker in case.brokers)
    few = len(case.options) <= _FEW_OPTIONS and sets <= _FEW_SETS
    return few and case.status_quo is not None and bool(case.brokers)


# --- the analyses --------------------------------------------------------------------------------


def _roadmaps(asking: Asking) -> Iterator[Result]:
    from honestbroker.analyses.roadmap import roadmaps

    yield roadmaps(asking.case, max_memory=asking.max_memory)


def _stones(asking: Asking) -> Iterator[Result]:
    """To every named outcome that is not bad and not today's."""
    from honestbroker.analyses.stones import stones

    case, today = asking.case, asking.case.status_quo
    wanted = [
        outcome.id
        for outcome in case.outcomes
        if not outcome.bad and (today is None or not case.satisfies(outcome.formula, today))
    ]
    for text in asking.make or wanted:
        yield stones(case, text, max_memory=asking.max_memory)


def _brokers(asking: Asking) -> Iterator[Result]:
    from honestbroker.analyses.brokers import Drawing, brokers
    from honestbroker.analyses.sensitivity import Sample

    sample = Sample(asking.draws, asking.swaps, asking.seed) if asking.draws else None
    drawing = Drawing(sample, asking.work)
    yield brokers(asking.case, drawing=drawing, max_memory=asking.max_memory)


def _whatif(asking: Asking) -> Iterator[Result]:
    """What would have to change for each outcome to hold; for those that do, to hold no longer."""
    from honestbroker.analyses.whatif import whatif
    from honestbroker.result.whatif import Target

    for text in asking.make or [outcome.id for outcome in asking.case.outcomes]:
        for stops in (False, True):
            anywhere = asking.case.status_quo is None
            target = Target(text, via_closed=True, stops=stops, anywhere=anywhere)
            found = whatif(
                asking.case, target, size=1, work=asking.work, max_memory=asking.max_memory
            )
            if stops or not found.already or asking.make:
                yield found
                break


def _sensitivity(asking: Asking) -> Iterator[Result]:
    from honestbroker.analyses.sensitivity import Sample, sensitivity

    sample = Sample(asking.draws, asking.swaps, asking.seed) if asking.draws else None
    yield sensitivity(asking.case, sample=sample, work=asking.work, max_memory=asking.max_memory)


def _compare(asking: Asking) -> Iterator[Result]:
    from honestbroker.analyses.compare import compare
    from honestbroker.analyses.sensitivity import Sample

    case = asking.case
    others = list(asking.against)
    if not others:
        rest = [profile for profile in case.profiles if profile.id != case.profile]
        readings = [profile for profile in rest if profile.date is None] or rest
        others = [(profile.id, in_profile(case, profile.id)) for profile in readings]
    if not others:
        told = "there is nothing to compare this case with: it has one profile"
        raise CaseError([Problem(told, None, "name another case file with --against")])
    sample = Sample(asking.draws, asking.swaps, asking.seed) if asking.draws else None
    yield compare([(case.profile or case.id, case), *others], sample=sample, work=asking.work)


def _timeline(asking: Asking) -> Iterator[Result]:
    from honestbroker.analyses.timeline import timeline

    yield timeline(asking.case, asking.max_memory)


def _views(asking: Asking) -> Iterator[Result]:
    from honestbroker.analyses.views import views

    yield views(asking.case, max_memory=asking.max_memory)


KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "roadmaps",
        "report.plans",
        _roadmaps,
        "honestbroker.result.roadmap:Roadmaps",
        mediation.plans,
        of_roadmaps,
        works=("osgood1962", "fearon1995", "kydd2005"),
        unasked=_has_plans,
        prepare=roadmaps_read,
    ),
    Kind(
        "stones",
        "report.stones",
        _stones,
        "honestbroker.result.stones:Stones",
        mediation.stepping,
        of_stones,
        unasked=_has_plans,
    ),
    Kind(
        "brokers",
        "report.mediators",
        _brokers,
        "honestbroker.result.brokers:Brokers",
        mediation.mediators,
        of_brokers,
        works=("touval_zartman1985", "kydd2003", "kydd2006", "lukin_zakharova2017", "shapley1953"),
        unasked=_has_brokers,
        prepare=brokers_read,
    ),
    Kind(
        "whatif",
        "whatif",
        _whatif,
        "honestbroker.result.whatif:WhatIf",
        slower.whatifs,
        works=("kinsara2014",),
    ),
    Kind(
        "sensitivity",
        "sure",
        _sensitivity,
        "honestbroker.result.sensitivity:Sensitivity",
        slower.sensitivities,
        judgements,
    ),
    Kind(
        "compare",
        "compare",
        _compare,
        "honestbroker.result.compare:Comparison",
        slower.comparisons,
    ),
    Kind(
        "timeline",
        "timeline",
        _timeline,
        "honestbroker.result.compare:Timeline",
        slower.timelines,
        dates,
    ),
    Kind(
        "views",
        "views",
        _views,
        "honestbroker.result.views:Views",
        slower.viewings,
        works=("bennett1977",),
    ),
)
"""Every section, in the order in which a report has them."""


# --- asking and reading --------------------------------------------------------------------------


def named_kinds(names: Iterable[str]) -> tuple[Kind, ...]:
    """The sections of some names.

    Parameters
    ----------
    names : iterable of str
        Names of sections.

    Returns
    -------
    tuple of Kind
        In the order of a report, each once.

    Raises
    ------
    CaseError
        If there is no section of a name.
    """
    wanted = set(names)
    known = [kind.name for kind in KINDS]
    unknown = sorted(wanted - set(known))
    if unknown:
        raise CaseError(
            [
                Problem(
                    f"there is no section '{name}'",
                    None,
                    near(name, known) or f"there are: {', '.join(known)}",
                )
                for name in unknown
            ]
        )
    return tuple(kind for kind in KINDS if kind.name in wanted)


def wanted_names(case: Case, there: Sequence[str], sections: Iterable[str | Result]) -> list[str]:
    """The sections that are to be asked for: those named, and those that come unasked.

    Parameters
    ----------
    case : Case
        The case in its profile.
    there : sequence of str
        Names of sections whose results are there already.
    sections : iterable of str or Result
        What somebody wants of a report; a name after a minus is not wanted.

    Returns
    -------
    list of str
        Names of sections.

    Raises
    ------
    CaseError
        If there is no section of a name.
    """
    named = [one for one in sections if isinstance(one, str)]
    unwanted = {one.removeprefix("-") for one in named if one.startswith("-")}
    wanted = [one for one in named if not one.startswith("-")]
    named_kinds([*unwanted, *wanted])
    unasked = [kind.name for kind in KINDS if kind.unasked(case)]
    return wanted + [name for name in unasked if name not in {*there, *unwanted, *wanted}]


def kind_of(result: Result) -> Kind:
    """The section that tells of a result.

    Parameters
    ----------
    result : Result
        The result.

    Returns
    -------
    Kind
        Its section.

    Raises
    ------
    ValueError
        If no section tells of such results.
    """
    home = f"{type(result).__module__}:{type(result).__qualname__}"
    for kind in KINDS:
        if kind.result == home:
            return kind
    raise ValueError(f"no section of a report tells of {type(result).__name__}")


def more_results(asking: Asking, names: Iterable[str]) -> list[tuple[str, Result]]:
    """The results of the analyses of some sections.

    Parameters
    ----------
    asking : Asking
        What is asked about, and how.
    names : iterable of str
        Names of sections.

    Returns
    -------
    list of (str, Result)
        Each with the name of its section.

    Raises
    ------
    CaseError
        If there is no such section, or its question cannot be asked of this case.
    """
    return [(kind.name, result) for kind in named_kinds(names) for result in kind.ask(asking)]


def stored_results(case: Case, paths: Iterable[str | Path]) -> list[tuple[str, Result]]:
    """Results that were written as JSON before, by the verbs or within a report.

    Parameters
    ----------
    case : Case
        The case in its profile that they must be about.
    paths : iterable of path
        Files, each one JSON document.

    Returns
    -------
    list of (str, Result)
        Each with the name of the section that tells of it.

    Raises
    ------
    CaseError
        If a file cannot be read, is no result of a section, or is about another case, version,
        profile or changes.
    """
    problems: list[Problem] = []
    found: list[tuple[str, Result]] = []
    for path in map(Path, paths):
        try:
            for document in _documents(path):
                kind = named_kinds([str(document.get("kind"))])[0]
                result = kind.read(document)
                _look_at_question(case, result, kind.name)
                found.append((kind.name, result))
        except CaseError as error:
            problems += [
                Problem(f"'{path}': {p.message}", None, p.suggestion) for p in error.problems
            ]
        except Unreadable as error:
            hint = "write it again with --json"
            problems.append(Problem(f"'{path}' is no result that can be read: {error}", None, hint))
    if problems:
        raise CaseError(problems)
    order = {kind.name: place for place, kind in enumerate(KINDS)}
    return sorted(found, key=lambda one: order[one[0]])


def _documents(path: Path) -> list[dict[str, Any]]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise CaseError([Problem(f"the file is larger than {_MOST_BYTES:,} bytes")])
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise CaseError([Problem(f"it cannot be read ({error.strerror})")]) from None
    except ValueError:
        raise CaseError([Problem("this is no JSON", None, "write it with --json")]) from None
    if not isinstance(document, dict) or document.get("format") != JSON_VERSION:
        raise CaseError([Problem("this is no result of this program", None, "use --json")])
    if document.get("kind") == "report":
        more = document.get("more", [])
        return [one for one in more if isinstance(one, dict)]
    return [document]


def _look_at_question(case: Case, result: Result, name: str) -> None:
    """Refuse results about something else than the report is about."""
    asked = result.question
    changes = tuple(change.id for change in case.applied)
    pairs = [
        ("case", asked.case, case.id),
        ("version", asked.version, case.version),
        ("changes", ", ".join(asked.changes) or "none", ", ".join(changes) or "none"),
    ]
    if name != "timeline":  # which is about all dated profiles
        pairs.append(("profile", asked.profile or "none", case.profile or "none"))
    told = [
        Problem(f"the results are of {what} '{theirs}', the report is of '{ours}'")
        for what, theirs, ours in pairs
        if theirs != ours
    ]
    if told:
        raise CaseError(told)
