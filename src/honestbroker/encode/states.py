"""The states and moves of a case, without preferences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.case.case import Case
from honestbroker.case.parts import Coupling, State
from honestbroker.case.problems import CaseError, Problem
from honestbroker.case.sources import Place
from honestbroker.encode.compiler import Compiler
from honestbroker.encode.sizes import COUNTED, components, estimate_of_states, with_arcs
from honestbroker.formula import Formula
from honestbroker.kernel import coupled
from honestbroker.kernel import statements as kernel
from honestbroker.result import Estimate, StateNames, TooBig

__all__ = ["MAX_MEMORY", "Structure", "code_of", "firing", "place_of", "structure"]

MAX_MEMORY: Final = 4 << 30
"""How many bytes an analysis may use unless told otherwise."""

MAX_OPTIONS: Final = 62


@dataclass(frozen=True, eq=False)
class Structure:
    """What does not depend on preferences: states, whose bits are whose, what can be undone.

    Attributes
    ----------
    names : StateNames
        Options, parties and codes: back from numbers to names.
    own : tuple of int
        For each party the bits it can change by a move.
    up, down : int
        Bits that can only be taken, only be given up.
    members : array of int64, shape (combinations,), or None
        In listed form the combinations of all named states, one after the other.
    member_of : array of intp, shape (combinations,), or None
        The named state each of them belongs to.
    arcs : tuple or None
        In listed form each party's moves as pairs of state indices.
    coupled : Coupled or None
        In coupled form the couplings of the case that can fire.
    """

    names: StateNames
    own: tuple[int, ...]
    up: int
    down: int
    compiler: Compiler
    members: npt.NDArray[np.int64] | None = None
    member_of: npt.NDArray[np.intp] | None = None
    arcs: tuple[tuple[tuple[int, int], ...], ...] | None = None
    coupled: coupled.Coupled | None = None

    def truths(
        self, formulas: Iterable[Formula], places: Iterable[Place | None] | None = None
    ) -> list[npt.NDArray[np.bool_]]:
        """Where formulas are true.

        Parameters
        ----------
        formulas : iterable of Formula
            Over the case's options, terms and flags.
        places : iterable of Place or None
            Where each stands, for problems; None for none.

        Returns
        -------
        list of array of bool, shape (states,)
            One column for each formula.

        Raises
        ------
        CaseError
            In listed form, if a formula is true in some combinations of a named state only.
        """
        asked = list(formulas)
        programs = [self.compiler.program(formula) for formula in asked]
        if self.members is None or self.member_of is None:
            return kernel.columns(self.names.codes, programs, self.compiler.terms)
        found = []
        problems = []
        where = list(places) if places is not None else [None] * len(asked)
        for formula, place, column in zip(
            asked,
            where,
            kernel.columns(self.members, programs, self.compiler.terms),
            strict=True,
        ):
            some = np.zeros(self.names.codes.size, dtype=np.bool_)
            every = np.ones(self.names.codes.size, dtype=np.bool_)
            np.logical_or.at(some, self.member_of, column)
            np.logical_and.at(every, self.member_of, column)
            for state in np.flatnonzero(some & ~every):
                told = f"'{formula}' is true in some combinations of state "
                told += f"'{self.names.id(int(state))}' and false in others"
                problems.append(Problem(told, place, "split the state or reword the formula"))
            found.append(every)
        if problems:
            raise CaseError(problems)
        return found


def structure(case: Case, max_memory: int | None = None, *, play: bool = False) -> Structure:
    """The states and moves of a case.

    Parameters
    ----------
    case : Case
        The case.
    max_memory : int or None
        How many bytes may be used; None for `MAX_MEMORY`.
    play : bool
        Whether what can be reached will be asked too, which needs more.

    Returns
    -------
    Structure
        States and moves, without preferences.

    Raises
    ------
    CaseError
        If no state satisfies the rules, named states or moves are wrong, or options are coupled in
        a case that lists its moves.
    TooBig
        If the case needs more than `max_memory`.
    """
    allowed = MAX_MEMORY if max_memory is None else max_memory
    if len(case.options) > MAX_OPTIONS:
        told = f"{len(case.options)} options; at most {MAX_OPTIONS} can be analysed"
        raise CaseError([Problem(told, case.options[MAX_OPTIONS].place, "drop or merge options")])
    compiler = Compiler(case)
    guess = estimate_of_states(case, play=play)
    per_state = guess.memory // max(guess.states, 1)
    rules = [compiler.program(rule.formula) for rule in case.rules]
    widest = max((options.bit_count() for options, _ in components(rules)), default=0)
    if guess.memory > allowed and widest <= COUNTED:
        raise TooBig(guess, allowed)
    try:
        limit = max(1, allowed // max(per_state, 1))
        codes = kernel.feasible(len(case.options), rules, compiler.terms, limit)
    except kernel.TooManyStates:
        raise TooBig(guess, allowed) from None
    if not codes.size:
        told = "no combination of options satisfies all rules"
        raise CaseError([Problem(told, case.rules[-1].place, "drop or weaken a rule")])
    own = dict.fromkeys((party.id for party in case.parties), 0)
    up = down = 0
    for bit, option in enumerate(case.options):
        if option.way != "fixed":
            own[option.party] |= 1 << bit
        up |= (option.way == "forward") << bit
        down |= (option.way == "backward") << bit
    names = StateNames(
        tuple(party.id for party in case.parties),
        tuple(option.id for option in case.options),
        codes,
    )
    free = Structure(names, tuple(own.values()), up, down, compiler)
    if case.couplings:
        exact = Estimate(guess.combinations, codes.size, codes.size * per_state)
        return _coupled(case, free, exact, allowed)
    return _listed(case, free) if case.named_states else free


def _coupled(case: Case, free: Structure, guess: Estimate, allowed: int) -> Structure:
    """The structure of a case with couplings; its arcs are counted before they are made."""
    if case.named_states:
        told = "options are coupled in a case that lists its moves"
        hint = "let the listed moves lead where the responses end"
        raise CaseError([Problem(told, case.couplings[0].place, hint)])
    bits = {option.id: bit for bit, option in enumerate(case.options)}
    made = tuple(
        coupled.Coupling(
            bits[coupling.option],
            coupling.taken,
            tuple((bits[id], taken) for id, taken in coupling.then if id in bits),
        )
        for coupling in firing(case)
    )
    model = coupled.Coupled(free.names.codes, free.own, free.up, free.down, made)
    needed = with_arcs(guess, model.most_arcs())
    if needed.memory > allowed:
        raise TooBig(needed, allowed)
    return replace(free, coupled=model)


def firing(case: Case) -> list[Coupling]:
    """The couplings that wait for something that can still happen.

    Parameters
    ----------
    case : Case
        The case.

    Returns
    -------
    list of Coupling
        In the order written.
    """
    options = {option.id for option in case.options}
    return [coupling for coupling in case.couplings if coupling.option in options]


def _listed(case: Case, free: Structure) -> Structure:
    """The structure of a case with named states and listed moves."""
    problems: list[Problem] = []
    codes = free.names.codes
    owner: dict[int, str] = {}
    members: list[int] = []
    member_of: list[int] = []
    for index, state in enumerate(case.named_states):
        if state.where is not None:
            inside = [int(code) for code in codes[free.truths([state.where])[0]]]
        else:
            inside = [code_of(case, combination) for combination in state.members]
        feasible_codes = set(map(int, codes)) if state.where is None else set(inside)
        if not inside:
            problems.append(Problem(f"state '{state.id}' merges nothing", state.place))
        for code in inside:
            if code not in feasible_codes:
                problems.append(Problem(f"state '{state.id}' breaks a rule", state.place))
            elif code in owner:
                told = f"states '{owner[code]}' and '{state.id}' share a combination"
                problems.append(Problem(told, state.place))
            owner[code] = state.id
            members.append(code)
            member_of.append(index)
    ids = tuple(state.id for state in case.named_states)
    arcs: dict[str, list[tuple[int, int]]] = {party.id: [] for party in case.parties}
    for arc in case.arcs:
        if arc.party not in arcs:
            problems.append(Problem(f"there is no party '{arc.party}'", arc.place))
            continue
        for id in (arc.source, arc.target):
            if id not in ids:
                problems.append(Problem(f"there is no state '{id}'", arc.place))
        if arc.source in ids and arc.target in ids:
            arcs[arc.party].append((ids.index(arc.source), ids.index(arc.target)))
    if problems:
        raise CaseError(problems)
    names = StateNames(
        free.names.parties,
        free.names.options,
        np.arange(len(ids), dtype=np.int64),
        ids,
        tuple(
            tuple(members[place] for place, of in enumerate(member_of) if of == index)
            for index in range(len(ids))
        ),
    )
    return Structure(
        names,
        free.own,
        free.up,
        free.down,
        free.compiler,
        np.array(members, dtype=np.int64),
        np.array(member_of, dtype=np.intp),
        tuple(tuple(pairs) for pairs in arcs.values()),
    )


def code_of(case: Case, state: State) -> int:
    """The bit code of a state.

    Parameters
    ----------
    case : Case
        Whose options are meant.
    state : frozenset of str
        Its taken options.

    Returns
    -------
    int
        Bit k for option k.
    """
    return sum(1 << bit for bit, option in enumerate(case.options) if option.id in state)


def place_of(case: Case, structure: Structure, state: State) -> int | None:
    """The index of a state.

    Parameters
    ----------
    case : Case
        Whose options are meant.
    structure : Structure
        The case's states.
    state : frozenset of str
        Its taken options, or in listed form the id of a named state.

    Returns
    -------
    int or None
        Its index; None if it is not feasible.
    """
    names = structure.names
    if names.ids is not None and len(state) == 1 and next(iter(state)) in names.ids:
        return names.ids.index(next(iter(state)))
    code = code_of(case, state)
    if structure.members is not None and structure.member_of is not None:
        place = np.flatnonzero(structure.members == code)
        return int(structure.member_of[place[0]]) if place.size else None
    at = int(np.searchsorted(names.codes, code))
    return at if at < names.codes.size and names.codes[at] == code else None
