"""Sets of edits around a case, and whether a target is true after them: the engine of `whatif`.

Definitions

* The neighbourhood of a case, displacement and sameness: `honestbroker.neighbourhood`.
* A **set of edits** is made in some order, one edit after the other; every order in which each
  edit can be made counts, and two orders may give two cases. Edits of different parts of a case
  (two lists, a list and a flag) give the same case in any order.
* A target is **met** (theory section 7) when some equilibrium satisfies it, is reached by plain
  steps of single parties and open groups, and is no trap and no regret for anybody. `via_closed`
  counts closed groups too; `every` asks it of every equilibrium that is reached, of which there
  must be one; `anywhere` drops reaching. A void case meets nothing, and nothing stops in it.
* With `stops` the target is met when the above was true and no longer is.

Guarantees: `Sets.of` lists every case that so many edits give and fewer do not, each once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.analyses.variants import Desk, Version
from honestbroker.case.case import Case
from honestbroker.case.parts import State
from honestbroker.case.problems import CaseError
from honestbroker.changes import edited
from honestbroker.formula import Formula
from honestbroker.neighbourhood import Contents, Neighbourhood, neighbourhood
from honestbroker.result.whatif import Target, Told, TrapTold

__all__ = ["Item", "Job", "Sets", "try_sets"]

Mask = npt.NDArray[np.bool_]
Item = tuple[int, ...]
"""A set of edits by their numbers in the neighbourhood, in the order in which they are made."""

_COMPARED: Final = (
    "options", "rules", "terms", "flags", "groups", "couplings", "named_states", "arcs",
    "status_quo", "reference",
)  # fmt: skip


@dataclass
class Job:
    """One inverse question: what every worker needs to try sets of edits.

    Attributes
    ----------
    case : Case
        The case asked about.
    target : Target
        What shall be true.
    formula : Formula or None
        The outcome's formula.
    state : frozenset of str or None
        The exact state.
    max_memory : int or None
        Bytes one case may use.
    """

    case: Case
    target: Target
    formula: Formula | None
    state: State | None
    max_memory: int | None = None
    _singles: dict[int, Case | None] = field(default_factory=dict, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        told = ("case", "target", "formula", "state", "max_memory")
        return {**{name: getattr(self, name) for name in told}, "_singles": {}}

    @cached_property
    def near(self) -> Neighbourhood:
        """The single edits around the case."""
        return neighbourhood(self.case)

    @cached_property
    def desk(self) -> Desk:
        """Where versions are judged."""
        return Desk(self.case, self.max_memory)

    def single(self, number: int) -> Case | None:
        """The case after one edit.

        Parameters
        ----------
        number : int
            The edit's number.

        Returns
        -------
        Case or None
            None if the edit cannot be made.
        """
        if number not in self._singles:
            self._singles[number] = self._edited(self.case, number)
        return self._singles[number]

    def _edited(self, case: Case, number: int) -> Case | None:
        after, problems = edited(case, self.near.edits[number].change.edits)
        return None if problems else after

    @cached_property
    def parts(self) -> list[frozenset[str]]:
        """For every edit the parts of the case it alters; empty if it cannot be made."""
        return [frozenset(self._parts(number)) for number in range(len(self.near.edits))]

    def _parts(self, number: int) -> Iterator[str]:
        after = self.single(number)
        if after is None:
            return
        for party in after.lists:
            if after.lists[party] is not self.case.lists.get(party):
                yield f"list of {party}"
        for name in _COMPARED:
            if getattr(after, name) is not getattr(self.case, name):
                yield name

    def made(self, item: Item) -> Case | None:
        """The case after a set of edits.

        Parameters
        ----------
        item : tuple of int
            Edits in order.

        Returns
        -------
        Case or None
            None if they cannot be made in this order.
        """
        if not item:
            return self.case
        last = item[-1]
        if len(item) == 1:
            return self.single(last)
        before = self.made(item[:-1])
        if before is None:
            return None
        touched = frozenset[str]().union(*(self.parts[number] for number in item[:-1]))
        if touched & self.parts[last]:
            return self._edited(before, last)
        alone = self.single(last)
        return None if alone is None else _merged(before, alone, self.parts[last])

    # --- the target -------------------------------------------------------------------------------

    def inside(self, version: Version) -> Mask:
        """The states the target speaks of.

        Parameters
        ----------
        version : Version
            A version of the case.

        Returns
        -------
        array of bool, shape (states,)
            Where the outcome is true, or the one state.
        """
        frame = version.frame
        if self.formula is not None:
            return frame.structure.truths([self.formula])[0]
        found = np.zeros(frame.graph.states, dtype=np.bool_)
        assert self.state is not None
        index = replace_index(version, self.state)
        if index is not None:
            found[index] = True
        return found

    def meeting(self, version: Version) -> Mask | None:
        """The states that make the target true in a version, whatever `stops` says.

        Parameters
        ----------
        version : Version
            A version of the case.

        Returns
        -------
        array of bool, shape (states,), or None
            None if it is not true there.
        """
        target, desk = self.target, self.desk
        found = desk.sound(version, target.concept, self.inside(version))
        if not found.any():
            return None
        if not target.anywhere:
            reached = desk.reached(version, closed=target.via_closed)
            if reached is None:
                return None
            found &= reached
            if target.every and not found.any():
                return None
            if target.every and (desk.holds(version, target.concept, reached) & ~found).any():
                return None
        elif target.every and (desk.holds(version, target.concept) & ~found).any():
            return None
        return found if found.any() else None

    def tell(self, version: Version, states: Mask) -> tuple[Told, ...]:
        """States in names, with the closed groups that are needed to reach each.

        Parameters
        ----------
        version : Version
            A version of the case.
        states : array of bool, shape (states,)
            Which.

        Returns
        -------
        tuple of Told
            In the order of their codes.
        """
        names = version.frame.names
        told = []
        for state in map(int, np.flatnonzero(states)):
            channels = self._channels(version, state) if self.target.via_closed else ()
            true = tuple(id for id, column in self._outcomes(version) if column[state])
            told.append(Told(names.id(state), names.taken(state), true, channels))
        return tuple(told)

    def _channels(self, version: Version, state: int) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """All smallest sets of closed groups with which plain steps reach a state."""
        parties = version.frame.names.parties
        closed = [number for number, group in enumerate(version.groups) if not group.open]
        for size in range(len(closed) + 1):
            found = []
            for some in combinations(closed, size):
                reached = self.desk.search(version, some)
                if reached is not None and reached.distance[state] >= 0:
                    groups = (version.groups[number].members for number in some)
                    found.append(tuple(tuple(parties[one] for one in group) for group in groups))
            if found:
                return tuple(found) if size else ()
        return ()

    def _outcomes(self, version: Version) -> list[tuple[str, Mask]]:
        outcomes = version.case.outcomes
        try:
            columns = version.frame.structure.truths(outcome.formula for outcome in outcomes)
        except CaseError:
            return []
        return [(outcome.id, column) for outcome, column in zip(outcomes, columns, strict=True)]

    # --- what else a version does -----------------------------------------------------------------

    def standing(self, version: Version) -> tuple[str, ...]:
        """The named outcomes that stand today: sound, and reached without closed groups.

        Parameters
        ----------
        version : Version
            A version of the case.

        Returns
        -------
        tuple of str
            Ids in the file's order.
        """
        reached = self.desk.reached(version, closed=False)
        found = []
        for id, column in self._outcomes(version):
            among = column if reached is None else column & reached
            if among.any() and self.desk.sound(version, self.target.concept, among).any():
                found.append(id)
        return tuple(found)

    def traps(self, version: Version) -> dict[tuple[frozenset[str], str], TrapTold]:
        """Equilibria that are traps, by state and party.

        Parameters
        ----------
        version : Version
            A version of the case.

        Returns
        -------
        dict
            From taken options and party to the trap.
        """
        concept = {"smr": "gmr", "sseq": "seq"}.get(self.target.concept, self.target.concept)
        names = version.frame.names
        reached = self.desk.reached(version, closed=False)
        found = {}
        for state in map(int, np.flatnonzero(self.desk.holds(version, self.target.concept))):
            taken = names.taken(state)
            for trap in self.desk.traps(version).of(concept, state):
                party = names.parties[trap.party]
                options = tuple(
                    id for bit, id in enumerate(names.options) if trap.undone >> bit & 1
                )
                today = reached is not None and bool(reached[state])
                found[frozenset(taken), party] = TrapTold(taken, party, options, today)
        return found


def replace_index(version: Version, state: State) -> int | None:
    """The index of a state in a version, by its options or by the id of a named state.

    Parameters
    ----------
    version : Version
        A version of the case.
    state : frozenset of str
        The taken options, or the id of a named state.

    Returns
    -------
    int or None
        The index; None if the version has no such state.
    """
    names = version.frame.names
    if names.ids is not None and len(state) == 1 and next(iter(state)) in names.ids:
        return names.index(next(iter(state)))
    if not state <= set(names.options):
        return None
    code = sum(1 << bit for bit, option in enumerate(names.options) if option in state)
    if names.ids is not None:
        return next((i for i, inside in enumerate(names.merged) if code in inside), None)
    try:
        return names.index(str(code))
    except KeyError:
        return None


def _merged(before: Case, alone: Case, parts: frozenset[str]) -> Case:
    """A case with those parts of another that an edit altered there."""
    lists = {
        party: alone.lists[party] if f"list of {party}" in parts else preference
        for party, preference in before.lists.items()
    }
    for party in alone.lists:
        lists.setdefault(party, alone.lists[party])
    others = {name: getattr(alone, name) for name in parts if not name.startswith("list of ")}
    return replace(before, lists=lists, **others)


class Sets:
    """All sets of edits of a question, size by size, one for each different case.

    Parameters
    ----------
    job : Job
        The question.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.contents = Contents()
        self.base = self.contents.key(job.case)
        self.items: list[dict[tuple[int, ...], list[Item]]] = [{self.base: [()]}]
        self.sets: list[int] = [1]
        self._keys: list[tuple[int, ...] | None] = [
            None if case is None else self.contents.key(case)
            for case in map(job.single, range(len(job.near.edits)))
        ]

    def of(self, size: int) -> dict[tuple[int, ...], list[Item]]:
        """The cases that so many edits give and fewer do not, with all sets that give each.

        Parameters
        ----------
        size : int
            How many edits.

        Returns
        -------
        dict
            From what stands for a case to its sets; of edits that give the same case alone, the
            one of least displacement stands for all where the edits do not touch each other.
        """
        while len(self.items) <= size:
            self._grow()
        return self.items[size]

    def _grow(self) -> None:
        smaller = self.items[-1]
        seen = [level.keys() for level in self.items]
        found: dict[tuple[int, ...], list[Item]] = {}
        count = 0
        for before, items in smaller.items():
            for item in items:
                for longer, key in self._longer(before, item):
                    count += 1
                    if not any(key in level for level in seen):
                        found.setdefault(key, []).append(longer)
        for items in found.values():
            items.sort(key=self.order)
        self.items.append(found)
        self.sets.append(count)

    def _longer(
        self, before: tuple[int, ...], item: Item
    ) -> Iterator[tuple[Item, tuple[int, ...]]]:
        """A set with one more edit, and what stands for its case."""
        parts = self.job.parts
        touched = frozenset[str]().union(*(parts[number] for number in item))
        case: Case | None = None
        for number, key in enumerate(self._keys):
            if key is None or number in item or key == self.base:
                continue
            if not parts[number] & touched:
                if (not item or number > item[-1]) and (not item or number in self._first):
                    yield (*item, number), _joined(self.base, before, key)
                continue
            case = self.job.made(item) if case is None else case
            assert case is not None
            after, problems = edited(case, self.job.near.edits[number].change.edits)
            if not problems:
                yield (*item, number), self.contents.key(after)

    @cached_property
    def _first(self) -> frozenset[int]:
        """Of the edits that give the same case alone, the one of least displacement."""
        return frozenset(items[0][0] for items in self.of(1).values())

    def order(self, item: Item) -> tuple[int, Item]:
        """What answers of one size are sorted by: displacement, then the neighbourhood's order.

        Parameters
        ----------
        item : tuple of int
            A set of edits.

        Returns
        -------
        tuple
            Displacement and the set.
        """
        edits = self.job.near.edits
        return sum(edits[number].displacement for number in item), item

    def parts_of(self, item: Item) -> Iterator[tuple[int, ...]]:
        """What stands for the cases that proper, non-empty parts of a set give.

        Parameters
        ----------
        item : tuple of int
            A set of edits.

        Yields
        ------
        tuple of int
            Keys; parts that cannot be made are passed over.
        """
        for chosen in range(1, (1 << len(item)) - 1):
            part = tuple(number for bit, number in enumerate(item) if chosen >> bit & 1)
            case = self.job.made(part)
            if case is not None:
                single = self._keys[part[0]] if len(part) == 1 else None
                yield single if single is not None else self.contents.key(case)


def _joined(base: tuple[int, ...], one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(b if b != a else c for a, b, c in zip(base, other, one, strict=True))


def try_sets(job: Job, chunk: Sequence[Sequence[int]]) -> dict[str, Any]:
    """Try sets of edits: the work of one chunk.

    Parameters
    ----------
    job : Job
        The question.
    chunk : sequence of sequence of int
        Sets of edits.

    Returns
    -------
    dict
        ``hits``: the places, within the chunk, of sets that do it; ``void``: how many are void.
    """
    job.desk.warm()
    hits = []
    void = 0
    for place, item in enumerate(chunk):
        case = job.made(tuple(item))
        version = None if case is None else job.desk.version(case)
        if version is None:
            void += 1
        elif (job.meeting(version) is None) == job.target.stops:
            hits.append(place)
    return {"hits": hits, "void": void}
