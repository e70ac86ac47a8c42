"""Four rival views of what makes a mediator effective, and what lists have in common.

Definitions (theory section 11.4; `docs/theory/brokers.md` has them in full)

* **Closeness** of two lists is Kendall's tau-b over all states (`honestbroker.kernel.closeness`),
  their distance 1 - tau-b; undefined if a list ties everything, unknown for a broker without a
  list.
* **Standing and low stake** (Lukin & Zakharova 2017): every principal but the broker itself
  accepts it (2 or more) and sees a stake of at most 1; strength is 2 or more.
* **Believed because biased** (Kydd 2003): for information (B7) towards i, the broker's list is
  closer to i's than to that of every other principal.
* **Trusted because even-handed and repeated** (Kydd 2006): for a guarantee or verification (B2,
  B3), the largest and the smallest distance to the principals' lists differ by at most 0.2, and
  the relation is marked repeated.
* **Leverage** (Touval & Zartman 1985): leverage of 2 or more on each party the contribution is
  meant for.
* A contribution is **meant for** the parties that the case names; else a channel (B1) for the
  principals among the members of its groups, information (B7) for those it tells, and any other
  for those whose order of states it changes, the broker left out. A state of the case with it is
  read in the case without it as the same options taken.
* An answer is ``unknown`` if something it asks for is missing and nothing it asks for fails.
* Statements are **common** to lists if they are true in the same states, and neither in all nor
  none.

Guarantees: exact, for the ratings as they are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from honestbroker.analyses.filters import perceived
from honestbroker.analyses.offers import Offer, Offers, Scene
from honestbroker.case.brokering import PASSES, Broker, Contribution
from honestbroker.case.parts import AddGroup, SetGroup, Statements
from honestbroker.kernel.closeness import tau_b
from honestbroker.result.brokers import Closeness, Common, Logic

__all__ = ["closeness", "common", "logics", "meant_for"]

EVEN: Final = 0.2
"""How much distances may differ for a broker to count as even-handed."""

_ROUNDING: Final = 1e-12
"""Within this two closenesses are the same: they are quotients with a root."""


def meant_for(offers: Offers, broker: str, offer: Offer) -> tuple[str, ...]:
    """The parties a contribution is meant for.

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
    tuple of str
        Ids in case order; empty if nobody can be named.
    """
    contribution = offer.contribution
    order = [party.id for party in offers.case.parties]
    if contribution.towards:
        named = set(contribution.towards)
    elif contribution.kind == "B1":
        named = _members(contribution) & set(offers.case.principals)
    elif contribution.kind == "B7":
        named = {to for to, _ in contribution.reveals}
    else:
        named = _changed(offers, broker, offer)
    return tuple(id for id in order if id in named)


def _members(contribution: Contribution) -> set[str]:
    found: set[str] = set()
    for edit in contribution.edits:
        if isinstance(edit.kind, SetGroup):
            found.update(edit.kind.members)
        elif isinstance(edit.kind, AddGroup):
            found.update(edit.kind.group.members)
    return found


def _changed(offers: Offers, broker: str, offer: Offer) -> set[str]:
    """The parties that order two states with a contribution otherwise than without it."""
    scene, base = offers.scene((offer,)), offers.base
    if scene is None or scene is base:
        return set()
    places = base.places(scene)
    known = np.flatnonzero(places >= 0)
    found = set()
    for number, party in enumerate(base.encoded.names.parties):
        after = scene.graph.ranks[number][known]
        before = base.graph.ranks[number][places[known]]
        pairs = np.unique(np.stack((after, before), axis=1), axis=0)
        if party != broker and not (np.diff(pairs, axis=0) > 0).all():
            found.add(party)
    return found


def closeness(scene: Scene, broker: str, principals: Sequence[str]) -> tuple[Closeness, ...]:
    """How close a broker's list is to each principal's.

    Parameters
    ----------
    scene : Scene
        The case.
    broker : str
        The broker.
    principals : sequence of str
        The principals; the broker itself is left out.

    Returns
    -------
    tuple of Closeness
        None as value where it is unknown or undefined.
    """
    parties = scene.encoded.names.parties
    found = []
    for party in principals:
        if party == broker:
            continue
        tau = None
        if broker in parties:
            rows = scene.graph.ranks
            tau = tau_b(rows[parties.index(broker)], rows[parties.index(party)])
        found.append(Closeness(party, tau))
    return tuple(found)


def logics(
    offers: Offers, broker: Broker, mine: Sequence[Offer], near: Sequence[Closeness]
) -> Iterator[Logic]:
    """What each view says of a broker and its contributions.

    Parameters
    ----------
    offers : Offers
        The case with and without contributions.
    broker : Broker
        The broker.
    mine : sequence of Offer
        Its contributions.
    near : sequence of Closeness
        How close it is to the principals.

    Yields
    ------
    Logic
        Standing first, then for each contribution what applies to it.
    """
    yield _standing(offers, broker)
    taus = {one.party: one.tau for one in near}
    for offer in mine:
        contribution = offer.contribution
        if contribution.kind == "B7":
            for party in dict.fromkeys(to for to, _ in contribution.reveals):
                told = closeness(offers.base, broker.id, [party])
                mine_to = taus | {one.party: one.tau for one in told}
                yield _biased(contribution.id, party, mine_to)
        if contribution.kind in ("B2", "B3"):
            yield _even(broker, contribution.id, taus)
        if contribution.kind != "B5":
            meant = meant_for(offers, broker.id, offer)
            for party in meant:
                yield _leverage(broker, contribution.id, party)
            if not meant:
                yield Logic("leverage", contribution.id, None, "unknown", {})


def _answer(tests: Iterable[bool | None]) -> str:
    found = list(tests)
    if False in found:
        return "no"
    return "unknown" if None in found else "yes"


def _standing(offers: Offers, broker: Broker) -> Logic:
    numbers: dict[str, float | int | bool | None] = {}
    tests: list[bool | None] = []
    for party in offers.case.principals:
        if party == broker.id:
            continue
        seen = perceived(offers.case, broker, party)
        accepts = None if seen is None or seen.accepts is None else seen.accepts.value
        stake = None if seen is None or seen.stake is None else seen.stake.value
        numbers |= {f"accepted by {party}": accepts, f"stake seen by {party}": stake}
        tests += [None if accepts is None else accepts >= PASSES]
        tests += [None if stake is None else stake <= 1]
    strength = None if broker.strength is None else broker.strength.value
    numbers["strength"] = strength
    tests.append(None if strength is None else strength >= PASSES)
    return Logic("standing and low stake", None, None, _answer(tests), numbers)


def _biased(contribution: str, party: str, taus: Mapping[str, float | None]) -> Logic:
    name = "believed because biased"
    numbers = {f"closeness to {id}": tau for id, tau in taus.items()}
    others = [tau for id, tau in taus.items() if id != party]
    if party not in taus or not others:  # it tells itself, or there is no other principal
        return Logic(name, contribution, party, "does not apply", numbers)
    mine = taus[party]
    tests = [None if mine is None or tau is None else mine > tau + _ROUNDING for tau in others]
    return Logic(name, contribution, party, _answer(tests), numbers)


def _even(broker: Broker, contribution: str, taus: Mapping[str, float | None]) -> Logic:
    name = "trusted because even-handed and repeated"
    values = list(taus.values())
    known = [tau for tau in values if tau is not None]
    difference = max(known) - min(known) if known and len(known) == len(values) else None
    repeated = None if broker.repeated is None else broker.repeated.value
    numbers: dict[str, float | int | bool | None] = {
        **{f"closeness to {id}": tau for id, tau in taus.items()},
        "difference": difference,
        "repeated": repeated,
    }
    if not values:
        return Logic(name, contribution, None, "does not apply", numbers)
    even = None if difference is None else difference <= EVEN + _ROUNDING
    return Logic(name, contribution, None, _answer([even, repeated]), numbers)


def _leverage(broker: Broker, contribution: str, party: str) -> Logic:
    known = dict(broker.leverage)
    value = known[party].value if party in known else None
    numbers: dict[str, float | int | bool | None] = {f"leverage on {party}": value}
    test = None if value is None else value >= PASSES
    return Logic("leverage", contribution, party, _answer([test]), numbers)


def common(scene: Scene, broker: str, principals: Sequence[str]) -> Iterator[Common]:
    """Statements in common: the broker with each principal, the principals, all.

    Parameters
    ----------
    scene : Scene
        The case.
    broker : str
        The broker.
    principals : sequence of str
        The principals.

    Yields
    ------
    Common
        Only for lists of statements; a broker without a list has nothing in common with anybody.
    """
    others = [party for party in principals if party != broker]
    sets: list[tuple[str, ...]] = [(broker, party) for party in others]
    sets.append(tuple(others))
    if len(others) > 1:
        sets.append((broker, *others))
    told: dict[str, dict[bytes, str]] = {
        party: _truths(scene, party) for party in dict.fromkeys((broker, *others))
    }
    for parties in dict.fromkeys(sets):
        if len(parties) > 1 and all(told[party] for party in parties):
            shared = [
                tuple(told[party][key] for party in parties)
                for key in told[parties[0]]
                if all(key in told[party] for party in parties)
            ]
            yield Common(parties, tuple(shared))


def _truths(scene: Scene, party: str) -> dict[bytes, str]:
    """For each statement that is neither always nor never true, where it is true."""
    preference = scene.case.lists.get(party)
    if not isinstance(preference, Statements):
        return {}
    columns = scene.encoded.structure.truths(line.want for line in preference.lines)
    found: dict[bytes, str] = {}
    for line, column in zip(preference.lines, columns, strict=True):
        if column.any() and not column.all():
            found.setdefault(np.packbits(column).tobytes(), line.id)
    return found
