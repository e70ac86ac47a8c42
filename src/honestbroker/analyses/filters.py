"""Is a broker placed to help: the questions that come before what it could add.

Definitions (theory section 11.1; `docs/theory/brokers.md` has them in full)

* **Ratings** run from 0 to 3: 2 and 3 pass, 1 is contested, 0 fails, missing is unknown and never
  passed. How a party sees the broker is taken from the nearest profile that says so, among the
  profile in force and those it starts from. A principal that is the broker itself is not asked
  whether it accepts this one.
* A principal **shares** the denominator if it ranks its best state with it above its best state
  without it (passes); equally is contested, below fails. If all its states, or none, satisfy it,
  it is unknown.
* A patron's **veto** of a contribution fails it.
* **Delivering** with options of the broker's own: at every target at which all of them are taken,
  giving them all up is no improvement for the broker, or not possible. Targets are the held
  equilibria; if an outcome is asked about, the states that satisfy it and are reached today by
  plain steps or are equilibria. Without such a target, or without a list, it is unknown.
* Delivering without options of its own: the broker's worst held equilibrium with the contribution
  against its worst without, then the best ones: above passes, equal in both is contested, below
  fails. Both are ranked by its list with the contribution made. Of a contribution that alters
  nothing and needs no option it is not asked.
* The **credibility gap** counts, among the states reached today by plain steps in which all
  delivering options are taken, those in which giving them all up is an improvement for the broker.

Guarantees: exact, for the ratings as they are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from honestbroker.analyses.offers import Offer, Offers, Scene
from honestbroker.case.brokering import PASSES, Broker, Perceived, Rating
from honestbroker.case.case import Case
from honestbroker.case.sources import Evidence
from honestbroker.formula import Formula
from honestbroker.kernel.steps import steps
from honestbroker.result.brokers import Filter, Gap
from honestbroker.result.why import Decision

__all__ = ["asked_of_lists", "based", "gap", "perceived", "ratings", "worst"]

Mask = npt.NDArray[np.bool_]


def perceived(case: Case, broker: Broker, party: str) -> Perceived | None:
    """How a party sees a broker in the profile the case is in.

    Parameters
    ----------
    case : Case
        The case in its profile.
    broker : Broker
        The broker.
    party : str
        The party.

    Returns
    -------
    Perceived or None
        Its own entry, or that of the nearest profile it starts from; None if there is none.
    """
    return next((seen for seen in case.perceived(broker) if seen.party == party), None)


def based(evidence: Evidence) -> dict[str, Any]:
    """On what something rests, as a result tells it.

    Parameters
    ----------
    evidence : Evidence
        Citations and judgement.

    Returns
    -------
    dict
        ``cites``, ``judged``, ``sure``.
    """
    judged = evidence.judged
    return {
        "cites": tuple(str(citation) for citation in evidence.cites),
        "judged": None if judged is None else judged.by,
        "sure": None if judged is None else judged.sure,
    }


def rated(rating: Rating | None) -> str:
    """What a rating answers.

    Parameters
    ----------
    rating : Rating or None
        The rating.

    Returns
    -------
    str
        One of `ANSWERS`.

    Examples
    --------
    >>> [rated(Rating(value)) for value in (3, 1, 0)], rated(None)
    (['passes', 'contested', 'fails'], 'unknown')
    """
    if rating is None:
        return "unknown"
    if rating.value >= PASSES:
        return "passes"
    return "contested" if rating.value == PASSES - 1 else "fails"


def worst(answers: Iterable[str]) -> str:
    """The worst of some answers: fails, then unknown, then contested, then passes.

    Parameters
    ----------
    answers : iterable of str
        Answers.

    Returns
    -------
    str
        The worst; ``passes`` if there is none.
    """
    order = ("fails", "unknown", "contested", "passes")
    return min(answers, key=order.index, default="passes")


def ratings(case: Case, broker: Broker) -> Iterator[Filter]:
    """What the principals say of mediators and of this one.

    Parameters
    ----------
    case : Case
        The case in its profile.
    broker : Broker
        The broker.

    Yields
    ------
    Filter
        First whether each accepts any, then whether each accepts this one.
    """
    for kind, key in (("accepts a mediator", "accepts_any"), ("accepts this one", "accepts")):
        for party in case.principals:
            if party == broker.id and key == "accepts":
                continue
            seen = perceived(case, broker, party)
            rating: Rating | None = None if seen is None else getattr(seen, key)
            if rating is None:
                yield Filter(kind, party, None, "unknown")
            else:
                profile = None if seen is None else seen.profile
                told = based(rating.evidence)
                yield Filter(kind, party, None, rated(rating), rating.value, profile, **told)


def asked_of_lists(
    offers: Offers, broker: Broker, mine: Iterable[Offer], outcome: Formula | None
) -> Iterator[Filter]:
    """What lists, the patron and the broker's own interest say.

    Parameters
    ----------
    offers : Offers
        The case with and without contributions.
    broker : Broker
        The broker.
    mine : iterable of Offer
        Its contributions.
    outcome : Formula or None
        The outcome asked about.

    Yields
    ------
    Filter
        On the denominator, on vetoes, on delivering.
    """
    case = offers.case
    for party in case.principals:
        wanted = _denominator(case, party)
        if case.common_denominator is not None:
            yield _shared(offers.base, party, wanted)
    if broker.patron is not None:
        told = based(broker.patron.evidence)
        for offer in mine:
            vetoed = offer.contribution.id in broker.patron.vetoes
            answer = "fails" if vetoed else "passes"
            yield Filter("no veto", broker.patron.party, offer.contribution.id, answer, **told)
    for offer in mine:
        if offer.contribution.edits or offer.contribution.delivered_by:
            yield _delivers(offers, broker.id, offer, outcome)


def _denominator(case: Case, party: str) -> Formula | None:
    """What a principal is asked about; None if the case says nothing for it."""
    given = case.common_denominator
    if given is None:
        return None
    if given.formula is not None:
        return given.formula
    lines = getattr(case.lists.get(party), "lines", ())
    wanted = dict(given.statements).get(party)
    return next((line.want for line in lines if line.id == wanted), None)


def _shared(scene: Scene, party: str, wanted: Formula | None) -> Filter:
    kind = "shares the denominator"
    given = scene.case.common_denominator
    told = based(given.evidence) if given is not None else {}
    if wanted is None:
        return Filter(kind, party, None, "unknown", **told)
    column = scene.encoded.structure.truths([wanted])[0]
    if column.all() or not column.any():
        return Filter(kind, party, None, "unknown", **told)
    number = scene.encoded.names.parties.index(party)
    row = scene.graph.ranks[number]
    best_with = int(np.flatnonzero(column)[np.argmax(row[column])])
    best_without = int(np.flatnonzero(~column)[np.argmax(row[~column])])
    decision = scene.reasons.between(party, best_with, best_without)
    answer = {"first": "passes", "neither": "contested", "second": "fails"}[decision.prefers]
    return Filter(kind, party, None, answer, **told, decisions=(decision,))


def _delivers(offers: Offers, broker: str, offer: Offer, outcome: Formula | None) -> Filter:
    kind, id = "delivers", offer.contribution.id
    scene = offers.scene((offer,))
    if scene is None or broker not in scene.case.lists:
        return Filter(kind, broker, id, "unknown")
    options = offer.contribution.delivered_by
    if not options:
        return _prefers(offers, scene, broker, id)
    taken = _all_taken(scene, options)
    targets = np.flatnonzero(_targets(scene, outcome) & taken)
    if not targets.size:
        return Filter(kind, broker, id, "unknown")
    found = _withdrawals(scene, broker, options, targets)
    decisions = tuple(
        scene.reasons.between(broker, after, state) for state, after in found[:1]
    )  # fmt: skip
    return Filter(kind, broker, id, "fails" if found else "passes", decisions=decisions)


def _targets(scene: Scene, outcome: Formula | None) -> Mask:
    found = np.zeros(scene.graph.states, dtype=np.bool_)
    if outcome is None:
        found[list(scene.held)] = True
        return found
    desk = scene.claims.desk
    reached = desk.reached(scene.version, closed=False)
    assert reached is not None
    asked = scene.encoded.structure.truths([outcome])[0]
    return asked & (reached | desk.holds(scene.version, "nash", asked))


def _all_taken(scene: Scene, options: Iterable[str]) -> Mask:
    found = np.ones(scene.graph.states, dtype=np.bool_)
    names = scene.encoded.names.options
    for id in options:
        if id in names:
            found &= scene.graph.marks >> names.index(id) & 1 != 0
        else:
            found[:] = False
    return found


def _withdrawals(
    scene: Scene, broker: str, options: Iterable[str], states: npt.NDArray[np.intp]
) -> list[tuple[int, int]]:
    """From which of some states the broker would give up all of these options, and to where."""
    names = scene.encoded.names
    party = names.parties.index(broker)
    bits = sum(1 << names.options.index(id) for id in options)
    made = steps(scene.graph, party, states)
    found: dict[int, int] = {}
    for at in np.flatnonzero(made.flips == bits):
        found.setdefault(int(made.sources[at]), int(made.targets[at]))
    return sorted(found.items())


def _prefers(offers: Offers, scene: Scene, broker: str, id: str) -> Filter:
    """Whether the broker's worst, then best, held equilibrium is higher with the contribution."""
    base = offers.base
    before = [scene.place(base, state) for state in base.held]
    known = [state for state in before if state is not None]
    if len(known) < len(before) or not known or not scene.held:
        return Filter("delivers", broker, id, "unknown")
    party = scene.encoded.names.parties.index(broker)
    row = scene.graph.ranks[party]
    told: list[Decision] = []
    for best in (False, True):
        then = scene.extreme(party, known, best=best)
        now = scene.extreme(party, scene.held, best=best)
        told.append(scene.reasons.between(broker, now, then))
        if row[now] != row[then]:
            answer = "passes" if row[now] > row[then] else "fails"
            return Filter("delivers", broker, id, answer, decisions=tuple(told))
    return Filter("delivers", broker, id, "contested", decisions=tuple(told))


def gap(offers: Offers, broker: str, offer: Offer) -> Gap | None:
    """The credibility gap of a contribution with delivering options.

    Parameters
    ----------
    offers : Offers
        The case with and without contributions.
    broker : str
        The broker.
    offer : Offer
        The contribution.

    Returns
    -------
    Gap or None
        None without delivering options, without a list, or if it is void.
    """
    options = offer.contribution.delivered_by
    scene = offers.scene((offer,))
    if not options or scene is None or broker not in scene.case.lists:
        return None
    reached = scene.claims.desk.reached(scene.version, closed=False)
    assert reached is not None
    states = np.flatnonzero(reached & _all_taken(scene, options))
    found = _withdrawals(scene, broker, options, states) if states.size else []
    if not found:
        return Gap(int(states.size), 0, None, None)
    state, after = found[0]
    decision = scene.reasons.between(broker, after, state)
    return Gap(int(states.size), len(found), scene.told(state), decision)
