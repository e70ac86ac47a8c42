"""Pictures of results: `figure` is the door.

Everything is drawn here, as SVG, from positions calculated in Python; nothing is loaded, and equal
results give equal pictures.
"""

from __future__ import annotations

from typing import Any, Final

from honestbroker.analyses.atlas import atlas
from honestbroker.analyses.provenance import provenance
from honestbroker.case.case import Case
from honestbroker.case.problems import CaseError, Problem, near
from honestbroker.changes import in_profile
from honestbroker.explain.noting import Noting
from honestbroker.render.pictures.balance import balance
from honestbroker.render.pictures.candidates import broker_table
from honestbroker.render.pictures.effects import effects_matrix
from honestbroker.render.pictures.map import play_map
from honestbroker.render.pictures.orders import founding, orders
from honestbroker.render.pictures.path import path_strip
from honestbroker.render.pictures.plans import side_by_side
from honestbroker.render.pictures.signs import Figure
from honestbroker.render.pictures.stepping import stone_map
from honestbroker.render.pictures.strip import roadmap_strip
from honestbroker.render.pictures.table import tableau
from honestbroker.result.atlas import Atlas
from honestbroker.result.brokers import Broker, Brokers
from honestbroker.result.findings import Findings
from honestbroker.result.provenance import Provenance
from honestbroker.result.roadmap import Roadmap, Roadmaps
from honestbroker.result.stones import Stones

__all__ = ["KINDS", "OF_RESULTS", "Figure", "figure", "figures"]

KINDS = ("map", "table", "orders", "path", "founding")
"""The pictures there are of every case."""

OF_RESULTS: Final[dict[type, dict[str, Any]]] = {
    Roadmap: {"roadmap": roadmap_strip},
    Roadmaps: {"roadmaps": side_by_side},
    Brokers: {"brokers": broker_table},
    Broker: {"effects": effects_matrix, "balance": balance},
    Stones: {"stones": stone_map},
}
"""The pictures of one result: its class, and what draws each kind; the first is drawn unasked."""

Drawable = Case | Atlas | Provenance | Roadmap | Roadmaps | Brokers | Broker | Stones


def figure(
    result: Drawable,
    kind: str | None = None,
    *,
    case: Case | None = None,
    state: int | None = None,
    language: str = "en",
) -> Figure:
    """A picture of a case or of a result.

    Parameters
    ----------
    result : Case, Atlas, Provenance, Roadmap, Roadmaps, Broker, Brokers or Stones
        What to draw: a case in its profile, or a result about `case`.
    kind : str or None
        Of a case: ``map`` (the states that matter and the steps between them), ``table`` (options
        by states), ``orders`` (each party's order), ``path`` (a strip of steps), ``founding``
        (sources). Of a broker: ``effects`` (what each set of contributions does) or ``balance``
        (who gives and who gets). Of other results there is one. None for the first.
    case : Case or None
        The case a result is about, for its words.
    state : int or None
        For ``path``: the number of the state it leads to; None for the first that has a path.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    Figure
        The picture, which a notebook shows, the same in words, and its data.

    Raises
    ------
    CaseError
        If there is no such picture, or no path leads to the state.
    ValueError
        If a result is given without its case.

    Examples
    --------
    >>> import honestbroker as hb
    >>> drawn = figure(hb.read("syria-iraq-1975"), "orders")
    >>> drawn
    <Figure orders: Each party's order of the states that matter>
    >>> drawn.text[0]
    'Syria: 0; then 4; then 1; then 3; then 2; then 5.'
    """
    own = OF_RESULTS.get(type(result))
    known = KINDS if own is None else tuple(own)
    chosen = known[0] if kind is None else kind
    if chosen not in known:
        hint = near(chosen, known) or "there are: " + ", ".join(known)
        raise CaseError([Problem(f"there is no picture '{chosen}'", None, hint)])
    about = result if isinstance(result, Case) else case
    if about is None:
        raise ValueError("a result has no words of its own: give its case too")
    if not isinstance(result, Case) and about.profile != result.question.profile:
        about = in_profile(about, result.question.profile)
    words = Noting(about, language)
    if own is not None:
        drawn: Figure = own[chosen](words, result)
        return drawn
    if chosen == "founding":
        found = result if isinstance(result, Provenance) else provenance(about)
        return founding(words, found)
    points = result if isinstance(result, Atlas) else atlas(about)
    if chosen != "path":
        return {"map": play_map, "table": tableau, "orders": orders}[chosen](words, points)
    ends = [point.number for point in points.points if points.path(point.number)]
    if not ends or (state is not None and state not in ends):
        told = "no path leads to " + ("another state" if state is None else f"state {state}")
        raise CaseError([Problem(told, None, "paths lead to: " + ", ".join(map(str, ends)))])
    return path_strip(words, points, ends[0] if state is None else state)


def figures(case: Case, found: Findings, language: str = "en") -> dict[str, Figure]:
    """The pictures of a report.

    Parameters
    ----------
    case : Case
        The case in its profile.
    found : Findings
        What the analyses found.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    dict
        Name of a place in the report to the picture.
    """
    words = Noting(case, language)
    told = {
        "map": play_map(words, found.atlas),
        "table": tableau(words, found.atlas),
        "orders": orders(words, found.atlas),
        "founding": founding(words, found.provenance),
    }
    for point in found.atlas.points:
        if point.role == "holds" and found.atlas.path(point.number):
            told[f"path-{point.number}"] = path_strip(words, found.atlas, point.number)
    return told
