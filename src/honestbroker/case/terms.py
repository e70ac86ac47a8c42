"""Terms of a case: which come before which, circles, and which names have a meaning at all."""

from __future__ import annotations

from collections.abc import Iterator

from honestbroker.case.case import Case
from honestbroker.case.problems import Problem
from honestbroker.formula import depth, names

__all__ = ["problems_of_terms", "sound_names", "terms_in_order"]

MAX_TERM_DEPTH = 120
"""How deeply a formula may be nested once its terms are counted in."""


def terms_in_order(case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Terms in an order in which each comes after those it uses, or the circle that forbids one.

    Parameters
    ----------
    case : Case
        Whose terms are meant.

    Returns
    -------
    order : tuple of str
        Ids of all terms; without those that a circle concerns, if there is one.
    circle : tuple of str
        The ids around the first circle found; empty if there is none.
    """
    order, circles = _in_order(case)
    return order, circles[0] if circles else ()


def _in_order(case: Case) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Terms in order, and one circle for each knot of terms that use each other."""
    uses = {term.id: [name.id for name in names(term.formula)] for term in case.terms}
    seen: set[str] = set()
    knotted: set[str] = set()
    order: list[str] = []
    circles: list[tuple[str, ...]] = []
    for start in uses:
        pending = [] if start in seen else [(start, iter(uses[start]))]
        on_path = {start} if pending else set()
        seen.add(start)
        while pending:
            term, rest = pending[-1]
            below = next(rest, None)
            if below is None:
                on_path.discard(term)
                pending.pop()
                if term not in knotted:
                    order.append(term)
                elif pending:
                    knotted.add(pending[-1][0])
            elif below in on_path:
                path = [id for id, _ in pending]
                circle = tuple(path[path.index(below) :])
                if not knotted & set(circle):
                    circles.append(circle)
                knotted.update(circle)
            elif below in knotted:
                knotted.add(term)
            elif below in uses and below not in seen:
                seen.add(below)
                on_path.add(below)
                pending.append((below, iter(uses[below])))
    return tuple(order), circles


def problems_of_terms(case: Case) -> Iterator[Problem]:
    """Circles among terms, and terms that are nested too deeply.

    Parameters
    ----------
    case : Case
        Whose terms are meant.

    Yields
    ------
    Problem
        One for each circle; one for the first term that is nested too deeply.
    """
    places = {term.id: term.place for term in case.terms}
    order, circles = _in_order(case)
    for circle in circles:
        first = min(circle, key=list(places).index)
        turned = (*circle[circle.index(first) :], *circle[: circle.index(first)])
        way = (*turned[:5], f"({len(turned) - 5} more)") if len(turned) > 8 else turned
        told = "terms stand for each other in a circle: " + " -> ".join((*way, first))
        if len(circle) == 1:
            told = f"term '{first}' stands for itself"
        yield Problem(told, places[first], "say one of them without the others")
    depths = _depths(case, order)
    for id in order:
        if depths[id] > MAX_TERM_DEPTH:
            yield Problem(
                f"with the terms it uses, '{id}' is nested more than {MAX_TERM_DEPTH} deep",
                places[id],
                "say it more simply",
                id,
            )
            return


def _depths(case: Case, order: tuple[str, ...]) -> dict[str, int]:
    formulas = {term.id: term.formula for term in case.terms}
    depths: dict[str, int] = {}
    for id in order:
        below = [depths[name.id] for name in names(formulas[id]) if name.id in depths]
        depths[id] = depth(formulas[id]) + max(below, default=0)
    return depths


def sound_names(case: Case) -> frozenset[str]:
    """The names that have a meaning in every state.

    Parameters
    ----------
    case : Case
        Whose names are meant; may be wrong in any way its types allow.

    Returns
    -------
    frozenset of str
        Options, flags, and terms that stand for formulas of such names, without a circle and not
        too deeply nested.
    """
    known = {option.id for option in case.options} | {flag.id for flag in case.flags}
    formulas = {term.id: term.formula for term in case.terms}
    order, _ = _in_order(case)
    depths = _depths(case, order)
    for id in order:
        if depths[id] <= MAX_TERM_DEPTH and all(name.id in known for name in names(formulas[id])):
            known.add(id)
    return frozenset(known)
