"""What a set of contributions does to a case.

Definitions (theory section 11.2; `docs/theory/brokers.md` has them in full)

* A set of contributions is made in the file's order, on top of the case. It is **void** if an edit
  cannot be made, or if the status quo or the reference breaks a rule afterwards.
* An outcome **stands** if some equilibrium (nash) satisfies it, is reached by plain steps of
  single parties and open groups, and is no trap and no regret for anybody; it stands **via
  closed** groups if deals of all groups count.
* **Held** are the equilibria (nash) reached by plain steps of single parties and open groups; a
  party's **best** and **worst** are among these (the first in the order of states where ranks are
  equal).
* A state of the case without the set is read in the case with it as the same options taken; options
  that were added have the value they have in the status quo.
* **Harm** to a party: the worst of what is held with the set ranks below the worst of what was
  held without it, both by its list as it is with the set; or it is betrayed at a held equilibrium
  and was betrayed at none without. **Benefit**: its worst, or its best, ranks higher. What its
  list without the set says is told beside it.
* **Who gives and who gets**: the options of each owner that differ from the status quo, and whether
  each party ranks the state above today's.

Guarantees: exact. Sets that give the same case are looked at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt

from honestbroker.analyses.claims import Claims
from honestbroker.analyses.labels import Road
from honestbroker.analyses.variants import Version, carried
from honestbroker.analyses.why import Reasons
from honestbroker.case.brokering import Broker, Contribution
from honestbroker.case.case import Case
from honestbroker.case.problems import CaseError
from honestbroker.changes import apply
from honestbroker.encode import Encoded
from honestbroker.kernel.search import path_of
from honestbroker.result.brokers import Effect, Given, Harm, Held, Range
from honestbroker.result.paths import Label
from honestbroker.result.roadmap import StateTold

__all__ = ["Offer", "Offers", "Scene", "Standing", "made", "offers_of", "sets_told", "standing"]

Mask = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]

_LABELS = ("trap", "regret", "betrayed", "exposed")
"""Labels that are told of what is held."""


@dataclass(frozen=True)
class Offer:
    """A contribution and whose it is."""

    broker: str
    contribution: Contribution

    @property
    def id(self) -> str:
        """``broker.contribution``."""
        return f"{self.broker}.{self.contribution.id}"


def offers_of(broker: Broker) -> tuple[Offer, ...]:
    """Everything a broker could contribute.

    Parameters
    ----------
    broker : Broker
        The broker.

    Returns
    -------
    tuple of Offer
        In the file's order.
    """
    return tuple(Offer(broker.id, contribution) for contribution in broker.contributions)


def made(case: Case, offers: Iterable[Offer]) -> Case | None:
    """The case with contributions made.

    Parameters
    ----------
    case : Case
        The case without them.
    offers : iterable of Offer
        The contributions, in order.

    Returns
    -------
    Case or None
        None if they are void.
    """
    try:
        for offer in offers:
            if offer.contribution.edits:
                case = apply(case, offer.contribution.change(offer.broker))
    except CaseError:
        return None
    return case


@dataclass(frozen=True)
class Standing:
    """The outcomes that stand, today and counting closed groups."""

    today: frozenset[str]
    via_closed: frozenset[str]


def standing(claims: Claims, version: Version, *, closed: bool) -> frozenset[str]:
    """The outcomes that stand in a version.

    Parameters
    ----------
    claims : Claims
        Whose outcomes are meant, and the desk.
    version : Version
        The version.
    closed : bool
        Whether deals of closed groups count.

    Returns
    -------
    frozenset of str
        Ids of outcomes.
    """
    desk, start = claims.desk, version.frame.start
    if start is None:
        return frozenset()
    found = set()
    for id, column in claims.outcomes(version).items():
        if column is None:
            continue
        calm = desk.calm_among(version, column)
        if not calm.any():
            continue
        if calm[start] and desk.harmless(version, start, "nash"):
            found.add(id)
            continue
        reached = desk.reached(version, closed=closed)
        if reached is not None and desk.sound(version, "nash", calm & reached).any():
            found.add(id)
    return frozenset(found)


class Scene:
    """One version of a case, ready to tell what is held in it.

    Parameters
    ----------
    claims : Claims
        Whose outcomes are meant, and the desk.
    case : Case
        The version as a case.
    version : Version
        The same at the desk.
    """

    def __init__(self, claims: Claims, case: Case, version: Version) -> None:
        self.claims = claims
        self.case = case
        self.version = version
        self.encoded = Encoded(case, version.frame.structure, claims.desk.graph(version))
        self.graph = self.encoded.graph
        self.road = Road(self.encoded)
        self.reasons = Reasons(self.encoded)
        self._places: dict[int, Indices] = {}

    @cached_property
    def start(self) -> int:
        """Today."""
        assert self.version.frame.start is not None
        return self.version.frame.start

    @cached_property
    def standing(self) -> Standing:
        """The outcomes that stand."""
        return Standing(
            *(standing(self.claims, self.version, closed=closed) for closed in (False, True))
        )

    @cached_property
    def tags(self) -> dict[str, str]:
        """The tag of every outcome."""
        told = self.claims.of(self.case)
        return {outcome.id: str(told[f"tag {outcome.id}"]) for outcome in self.claims.case.outcomes}

    @cached_property
    def held(self) -> tuple[int, ...]:
        """The equilibria reached today."""
        desk = self.claims.desk
        reached = desk.reached(self.version, closed=False)
        assert reached is not None
        return tuple(map(int, np.flatnonzero(desk.holds(self.version, "nash", reached))))

    @cached_property
    def labels(self) -> dict[int, tuple[Label, ...]]:
        """What is held does to whom."""
        return {
            state: tuple(
                label for label in self.road.labels(state, ("nash",)) if label.label in _LABELS
            )
            for state in self.held
        }

    @cached_property
    def betrayed(self) -> dict[str, tuple[int, Label]]:
        """Who is betrayed at something held: the first such state and the label."""
        found: dict[str, tuple[int, Label]] = {}
        for state, labels in self.labels.items():
            for label in labels:
                if label.label == "betrayed" and label.party is not None:
                    found.setdefault(label.party, (state, label))
        return found

    def told(self, state: int) -> StateTold:
        """A state in names.

        Parameters
        ----------
        state : int
            Its index.

        Returns
        -------
        StateTold
            Id, options, outcomes of the case asked about that are true.
        """
        names = self.encoded.names
        true = tuple(
            id for id, column in self.claims.outcomes(self.version).items()
            if column is not None and column[state]
        )  # fmt: skip
        return StateTold(names.id(state), names.taken(state), true)

    def extreme(self, party: int, states: Sequence[int], *, best: bool) -> int:
        """A party's best or worst of some states, the first where ranks are equal.

        Parameters
        ----------
        party : int
            The party.
        states : sequence of int
            Not empty.
        best : bool
            Which.

        Returns
        -------
        int
            Index of the state.
        """
        row = self.graph.ranks[party]
        return max(states, key=lambda s: (row[s], -s)) if best else min(
            states, key=lambda s: (row[s], s)
        )  # fmt: skip

    def held_told(self) -> Iterator[Held]:
        """What is held, in names.

        Yields
        ------
        Held
            In the order of states.
        """
        search = self.claims.desk.search(self.version, "open")
        assert search is not None
        for state in self.held:
            path = path_of(self.graph, search, state)
            yield Held(
                self.told(state),
                self.road.steps(self.start, path),
                self.labels[state],
                tuple(self._given(party, state) for party in self.encoded.names.parties),
            )

    def _given(self, party: str, state: int) -> Given:
        take, drop = self.road.flips(self.start, state)
        mine = {option.id for option in self.case.options if option.party == party}
        decision = self.reasons.between(party, state, self.start)
        better = {"first": "yes", "second": "no", "neither": "same"}[decision.prefers]
        return Given(
            party,
            tuple(id for id in take if id in mine),
            tuple(id for id in drop if id in mine),
            better,
            decision,
        )

    def ranges(self) -> tuple[Range, ...]:
        """For each party the best and the worst of what is held.

        Returns
        -------
        tuple of Range
            Empty if nothing is held.
        """
        if not self.held:
            return ()
        return tuple(
            Range(
                party,
                self.told(self.extreme(number, self.held, best=True)),
                self.told(self.extreme(number, self.held, best=False)),
            )
            for number, party in enumerate(self.encoded.names.parties)
        )

    def place(self, other: Scene, state: int) -> int | None:
        """A state of another version in this one.

        Parameters
        ----------
        other : Scene
            The other version.
        state : int
            Index of a state there.

        Returns
        -------
        int or None
            Its index here; None if that is no state here.
        """
        found = int(self.places(other)[state])
        return None if found < 0 else found

    def places(self, other: Scene) -> Indices:
        """Every state of another version in this one.

        Parameters
        ----------
        other : Scene
            The other version.

        Returns
        -------
        array of intp, shape (states of the other version,)
            See `honestbroker.analyses.variants.carried`; -1 where that is no state here.
        """
        number = other.version.frame.number
        if number not in self._places:
            self._places[number] = carried(other.version, self.version)
        return self._places[number]


class Offers:
    """Sets of contributions to one case, each different case looked at once.

    Parameters
    ----------
    case : Case
        The case without contributions.
    claims : Claims
        Whose outcomes are meant, and the desk.
    """

    def __init__(self, case: Case, claims: Claims) -> None:
        self.case = case
        self.claims = claims
        self._scenes: dict[object, Scene] = {}

    def scene(self, offers: Sequence[Offer]) -> Scene | None:
        """The case with contributions made.

        Parameters
        ----------
        offers : sequence of Offer
            The contributions.

        Returns
        -------
        Scene or None
            None if they are void.
        """
        after = made(self.case, offers)
        if after is None:
            return None
        key = self.claims.desk.contents.key(after)
        if key not in self._scenes:
            version = self.claims.desk.version(after)
            if version is None:
                return None
            self._scenes[key] = Scene(self.claims, after, version)
        return self._scenes[key]

    @cached_property
    def base(self) -> Scene:
        """The case without contributions."""
        found = self.scene(())
        assert found is not None, "the case itself was encoded before"
        return found

    def effect(
        self, offers: Sequence[Offer], earlier: Iterable[tuple[Effect, Scene]] = ()
    ) -> Effect:
        """What a set of contributions does.

        Parameters
        ----------
        offers : sequence of Offer
            The set.
        earlier : iterable of (Effect, Scene)
            Effects of smaller sets, which may be those of this one too.

        Returns
        -------
        Effect
            Everything that is told of it.
        """
        ids = tuple(offer.id for offer in offers)
        scene = self.scene(offers)
        if scene is None:
            return Effect(ids, True, None)
        for effect, known in earlier:
            if known is scene and set(effect.contributions) < set(ids):
                return replace(effect, contributions=ids, same_as=effect.contributions)
        base = self.base
        order = [outcome.id for outcome in self.claims.case.outcomes]

        now, then = scene.standing, base.standing
        return Effect(
            ids,
            False,
            () if scene is base and ids else None,
            _among(order, now.today - then.today),
            _among(order, then.today - now.today),
            _among(order, now.via_closed - then.via_closed),
            _among(order, then.via_closed - now.via_closed),
            {id: (base.tags[id], scene.tags[id]) for id in order},
            tuple(scene.held_told()),
            scene.ranges(),
            tuple(self._harms(scene)),
            tuple(self._benefits(scene)),
        )

    def _harms(self, scene: Scene) -> Iterator[Harm]:
        yield from self._compared(scene, best=False, higher=False)
        for party, (state, label) in scene.betrayed.items():
            if party not in self.base.betrayed:
                told = scene.told(state)
                yield Harm(party, "betrayed", None, told, None, None, label.options)

    def _benefits(self, scene: Scene) -> Iterator[Harm]:
        yield from self._compared(scene, best=False, higher=True)
        yield from self._compared(scene, best=True, higher=True)

    def _compared(self, scene: Scene, *, best: bool, higher: bool) -> Iterator[Harm]:
        """Parties whose worst or best of what is held ranks higher, or lower, than before."""
        base = self.base
        before = [(state, scene.place(base, state)) for state in base.held]
        known = {here: state for state, here in before if here is not None}
        if len(known) < len(before) or not known or not scene.held:
            return
        for number, party in enumerate(scene.encoded.names.parties):
            row = scene.graph.ranks[number]
            then = scene.extreme(number, list(known), best=best)
            now = scene.extreme(number, scene.held, best=best)
            with_it = bool(row[now] > row[then] if higher else row[now] < row[then])
            without = self._by_list_before(scene, number, best=best, higher=higher)
            if with_it or without:
                yield Harm(
                    party,
                    f"{'best' if best else 'worst'} is {'higher' if higher else 'lower'}",
                    scene.told(then),
                    scene.told(now),
                    scene.reasons.between(party, now, then),
                    without,
                    by_list_with=with_it,
                )

    def _by_list_before(self, scene: Scene, party: int, *, best: bool, higher: bool) -> bool | None:
        """Whether the party's list without the set finds the same."""
        base = self.base
        states = [base.place(scene, state) for state in scene.held]
        places = [state for state in states if state is not None]
        if len(places) < len(states):
            return None
        row = base.graph.ranks[party]
        then = row[base.extreme(party, base.held, best=best)]
        now = row[base.extreme(party, places, best=best)]
        return bool(now > then) if higher else bool(now < then)


def _among(order: Sequence[str], some: frozenset[str]) -> tuple[str, ...]:
    return tuple(id for id in order if id in some)


def sets_told(offers: Sequence[Offer]) -> list[tuple[Offer, ...]]:
    """The sets whose effects are told: each alone, each pair, all together.

    Parameters
    ----------
    offers : sequence of Offer
        A broker's contributions.

    Returns
    -------
    list of tuple of Offer
        Small ones first.
    """
    told = [*combinations(offers, 1), *combinations(offers, 2)]
    return [*told, tuple(offers)] if len(offers) > 2 else told
