"""A case as arrays: its structure, its ranks, its graph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from honestbroker.case.case import Case
from honestbroker.case.parts import Ranking, State, Statements
from honestbroker.case.problems import CaseError, Problem
from honestbroker.encode.skips import Skipped, skipped
from honestbroker.encode.states import Structure, place_of, structure
from honestbroker.kernel import statements as kernel
from honestbroker.kernel.graph import Graph, listed
from honestbroker.result import StateNames

__all__ = ["Encoded", "encode", "ranks"]


@dataclass(frozen=True, eq=False)
class Encoded:
    """A case as arrays: its structure and its graph."""

    case: Case
    structure: Structure
    graph: Graph

    @property
    def names(self) -> StateNames:
        """Back from numbers to names."""
        return self.structure.names

    def index(self, state: State) -> int | None:
        """The index of a state.

        Parameters
        ----------
        state : frozenset of str
            Its taken options, or in listed form the id of a named state.

        Returns
        -------
        int or None
            Its index; None if it is not feasible.
        """
        return place_of(self.case, self.structure, state)

    @cached_property
    def status_quo(self) -> int | None:
        """The index of the status quo, if the case has one."""
        return None if self.case.status_quo is None else self.index(self.case.status_quo)

    @cached_property
    def outcomes(self) -> dict[str, npt.NDArray[np.bool_]]:
        """Where each named outcome is true."""
        found = self.structure.truths(
            (outcome.formula for outcome in self.case.outcomes),
            (outcome.place for outcome in self.case.outcomes),
        )
        return {
            outcome.id: column for outcome, column in zip(self.case.outcomes, found, strict=True)
        }

    @cached_property
    def skipped(self) -> tuple[Skipped, ...]:
        """Responses of couplings that a way or a rule forbids after some move of one party."""
        if self.structure.coupled is None:
            return ()
        return tuple(skipped(self.case, self.structure, self.structure.coupled))

    def outcomes_at(self, state: int) -> tuple[str, ...]:
        """The named outcomes that are true in a state.

        Parameters
        ----------
        state : int
            The state's index.

        Returns
        -------
        tuple of str
            Ids in the file's order.
        """
        return tuple(id for id, column in self.outcomes.items() if column[state])


def ranks(case: Case, structure: Structure, party: str) -> npt.NDArray[np.int32]:
    """The ranks of one party over all states.

    Parameters
    ----------
    case : Case
        The case in its profile.
    structure : Structure
        Its states.
    party : str
        The party's id.

    Returns
    -------
    array of int32, shape (states,)
        Dense from 0; larger is better, equal is a tie.

    Raises
    ------
    CaseError
        If the party has no list, or its direct ranking misses or repeats a state.
    """
    preference = case.lists.get(party)
    states = structure.names.codes.size
    if preference is None:
        told = f"nothing says what '{party}' wants in profile '{case.profile}'"
        raise CaseError([Problem(told, case.party(party).place, f"add {party} to its lists")])
    if isinstance(preference, Statements) and structure.members is None:
        programs = [structure.compiler.program(line.want) for line in preference.lines]
        return kernel.ranks(structure.names.codes, programs, structure.compiler.terms)
    if isinstance(preference, Statements):
        columns = structure.truths(
            (line.want for line in preference.lines), (line.place for line in preference.lines)
        )
        return kernel.ranks_of(columns, states)
    return _direct(case, structure, party, preference)


def _direct(
    case: Case, structure: Structure, party: str, preference: Ranking
) -> npt.NDArray[np.int32]:
    found = np.full(structure.names.codes.size, -1, dtype=np.int32)
    problems: list[Problem] = []
    place = preference.place
    top = len(preference.tiers) - 1
    for below, tier in enumerate(preference.tiers):
        for state in tier:
            index = place_of(case, structure, state)
            written = "{" + ", ".join(case.ordered(state) or sorted(state)) + "}"
            if index is None:
                unknown = state - {option.id for option in case.options}
                why = f"has no option '{min(unknown)}'" if unknown else "breaks a rule"
                told = f"the ranking of '{party}' names {written}, which {why}"
                problems.append(Problem(told, place, "take it out"))
            elif found[index] >= 0 and found[index] != top - below:
                told = f"the ranking of '{party}' names {written} twice"
                problems.append(Problem(told, place, "take one out"))
            else:
                found[index] = top - below
    missing = np.flatnonzero(found < 0)
    if missing.size:
        shown = ", ".join(structure.names.written(int(index)) for index in missing[:3])
        told = (
            f"the ranking of '{party}' leaves out {missing.size} feasible states, such as {shown}"
        )
        problems.append(Problem(told, place, "rank every state; tied states share an inner list"))
    if problems:
        raise CaseError(problems)
    return found


def encode(
    case: Case,
    max_memory: int | None = None,
    reuse: Structure | None = None,
    *,
    play: bool = False,
) -> Encoded:
    """A case as arrays.

    Parameters
    ----------
    case : Case
        The case in its profile.
    max_memory : int or None
        How many bytes may be used; None for `MAX_MEMORY`.
    reuse : Structure or None
        The structure of a case that differs in preferences only.
    play : bool
        Whether what can be reached will be asked too, which needs more memory.

    Returns
    -------
    Encoded
        Structure and graph.

    Raises
    ------
    CaseError
        With every problem of rules and rankings.
    TooBig
        If the case needs more than `max_memory`.

    Examples
    --------
    >>> import honestbroker as hb
    >>> encode(hb.read("syria-iraq-1975")).graph.states
    6
    """
    made = structure(case, max_memory, play=play) if reuse is None else reuse
    rows = []
    problems: list[Problem] = []
    for party in case.parties:
        try:
            rows.append(ranks(case, made, party.id))
        except CaseError as error:
            problems.extend(error.problems)
    if problems:
        raise CaseError(problems)
    arcs = None if made.arcs is None else tuple(listed(pairs) for pairs in made.arcs)
    names = made.names
    taken = None if names.ids is None else np.array([names.code(i) for i in range(len(names.ids))])
    graph = Graph(
        names.codes, np.array(rows), made.own, made.up, made.down, arcs, taken, made.coupled
    )
    return Encoded(case, made, graph)
