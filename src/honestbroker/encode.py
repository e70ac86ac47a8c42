"""From a case to arrays and back: the only place where a name becomes a number.

Option k of the case is bit k of a state's code; parties and options keep the file's order. The
structure (states and moves) and the ranks are made separately, so that an edit of one list
rebuilds one row of ranks.

A case that lists its moves has named states instead of bit codes; a formula is true in a named
state when it is true in every combination the state merges, and must not be true in some only.

A case whose options are coupled keeps its bit codes, and its moves are written out as arcs: see
`honestbroker.kernel.coupled`. A coupling that waits for an option that was dropped never fires.

Guarantees: exact, or refused with an estimate before the work begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from honestbroker.case.case import Case
from honestbroker.case.inspect import terms_in_order
from honestbroker.case.parts import Coupling, Ranking, State, Statements
from honestbroker.case.problems import CaseError, Problem
from honestbroker.case.sources import Place
from honestbroker.formula import Formula, Many, Name, Not
from honestbroker.kernel import coupled
from honestbroker.kernel import statements as kernel
from honestbroker.kernel.graph import Graph, listed
from honestbroker.result import Estimate, StateNames, TooBig

__all__ = [
    "MAX_MEMORY",
    "Encoded",
    "Skipped",
    "Structure",
    "encode",
    "estimate",
    "ranks",
    "structure",
]

MAX_MEMORY: Final = 4 << 30
"""How many bytes an analysis may use unless told otherwise."""

MAX_OPTIONS: Final = 62
_COUNTED: Final = 18
"""Rules over at most this many connected options are counted exactly for an estimate."""

_PER_ARC: Final = 48
"""Bytes for each arc of a coupled case: two indices, again if it improves, and room to make it."""


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
    compiler: _Compiler
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


@dataclass(frozen=True)
class Skipped:
    """A response of a coupling that some move would have, and that is skipped there.

    `when` and `response` are (option, taken or given up). `why` is ``way`` (what can be undone
    about the option forbids it), ``rule`` (it would break the rule with the id `rule`, the first in
    the file's order) or ``dropped`` (the option was dropped and keeps the other value). `state` is
    the first state in which the response would have been made, as a case file writes it, `states`
    how many there are; for dropped options none is named.
    """

    when: tuple[str, bool]
    response: tuple[str, bool]
    why: str
    rule: str | None = None
    state: str | None = None
    states: int = 0


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
        return _index(self.case, self.structure, state)

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
        return tuple(_skipped(self.case, self.structure, self.structure.coupled))

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


class _Compiler:
    """Formulas to postfix programs; what each name means is looked up here, once."""

    def __init__(self, case: Case) -> None:
        self._names: dict[str, tuple[tuple[int, int], int]] = {}
        for bit, option in enumerate(case.options):
            self._names[option.id] = ((kernel.OPTION, bit), 1 << bit)
        for flag in case.flags:
            self._names[flag.id] = ((kernel.CONSTANT, int(flag.value)), 0)
        self.terms: list[kernel.Program] = []
        formulas = {term.id: term.formula for term in case.terms}
        for id in terms_in_order(case)[0]:
            program = self.program(formulas[id])
            self._names[id] = ((kernel.TERM, len(self.terms)), program.needs)
            self.terms.append(program)

    def program(self, formula: Formula) -> kernel.Program:
        """A formula compiled.

        Parameters
        ----------
        formula : Formula
            What to compile.

        Returns
        -------
        Program
            Its instructions.
        """
        instructions: list[tuple[int, int]] = []
        needs = self._write(formula, instructions)
        return kernel.Program(tuple(instructions), needs)

    def _write(self, formula: Formula, out: list[tuple[int, int]]) -> int:
        match formula:
            case Name(id=id):
                instruction, needs = self._names[id]
                out.append(instruction)
                return needs
            case Not(part=part):
                needs = self._write(part, out)
                out.append((kernel.NOT, 0))
                return needs
            case Many(word=word, parts=parts):
                needs = self._write(parts[0], out)
                for part in parts[1:]:
                    needs |= self._write(part, out)
                    out.append((kernel.AND if word == "and" else kernel.OR, 0))
                return needs
        needs = self._write(formula.left, out)
        if formula.word == "only if":
            out.append((kernel.NOT, 0))
        needs |= self._write(formula.right, out)
        if formula.word == "if":
            out.append((kernel.NOT, 0))
        out.append((kernel.SAME if formula.word == "iff" else kernel.OR, 0))
        return needs


def estimate(case: Case) -> Estimate:
    """How many states a case may have and what solving it may take, before any work.

    Parameters
    ----------
    case : Case
        The case.

    Returns
    -------
    Estimate
        An upper bound, exact where rules connect few options. Arcs are given for a case whose
        options are coupled.

    Examples
    --------
    >>> import honestbroker as hb
    >>> estimate(hb.read("syria-iraq-1975")).states
    6
    """
    guess = _estimate_of_states(case)
    if not case.couplings:
        return guess
    free = [option.party for option in case.options if option.way != "fixed"]
    fan = sum((1 << free.count(party.id)) - 1 for party in case.parties)
    return _with_arcs(guess, guess.states * fan)


def _with_arcs(guess: Estimate, arcs: int) -> Estimate:
    return Estimate(guess.combinations, guess.states, guess.memory + arcs * _PER_ARC, arcs)


def _estimate_of_states(case: Case) -> Estimate:
    compiler = _Compiler(case)
    rules = [compiler.program(rule.formula) for rule in case.rules]
    states = 1
    free = len(case.options)
    for options, connected in _components(rules):
        free -= options.bit_count()
        if options.bit_count() <= _COUNTED:
            states *= _count(options, connected, compiler)
        else:
            states *= 1 << options.bit_count()
    states <<= free
    per_state = 64 * len(case.parties) + 128
    return Estimate(1 << len(case.options), states, states * per_state)


def _components(rules: Sequence[kernel.Program]) -> list[tuple[int, list[kernel.Program]]]:
    """Sets of options that rules connect, with those rules."""
    found: list[tuple[int, list[kernel.Program]]] = []
    for rule in rules:
        joined, connected = rule.needs, [rule]
        apart = []
        for options, others in found:
            if options & joined:
                joined |= options
                connected = others + connected
            else:
                apart.append((options, others))
        found = [*apart, (joined, connected)]
    return found


def _count(options: int, rules: Sequence[kernel.Program], compiler: _Compiler) -> int:
    bits = [bit for bit in range(options.bit_length()) if options >> bit & 1]
    codes = np.zeros(1 << len(bits), dtype=np.int64)
    numbers = np.arange(codes.size, dtype=np.int64)
    for place, bit in enumerate(bits):
        codes |= ((numbers >> place) & 1) << bit
    kept = np.ones(codes.shape, dtype=np.bool_)
    for column in kernel.columns(codes, rules, compiler.terms):
        kept &= column
    return int(kept.sum())


def structure(case: Case, max_memory: int | None = None) -> Structure:
    """The states and moves of a case.

    Parameters
    ----------
    case : Case
        The case.
    max_memory : int or None
        How many bytes may be used; None for `MAX_MEMORY`.

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
    compiler = _Compiler(case)
    guess = _estimate_of_states(case)
    per_state = guess.memory // max(guess.states, 1)
    rules = [compiler.program(rule.formula) for rule in case.rules]
    widest = max((options.bit_count() for options, _ in _components(rules)), default=0)
    if guess.memory > allowed and widest <= _COUNTED:
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
        for coupling in _firing(case)
    )
    model = coupled.Coupled(free.names.codes, free.own, free.up, free.down, made)
    needed = _with_arcs(guess, model.most_arcs())
    if needed.memory > allowed:
        raise TooBig(needed, allowed)
    return replace(free, coupled=model)


def _firing(case: Case) -> list[Coupling]:
    """The couplings that wait for something that can still happen."""
    options = {option.id for option in case.options}
    return [coupling for coupling in case.couplings if coupling.option in options]


def _skipped(case: Case, structure: Structure, model: coupled.Coupled) -> Iterator[Skipped]:
    options = [option.id for option in case.options]
    settled = {flag.id: flag.value for flag in case.flags}
    couplings = _firing(case)
    for coupling in couplings:
        for id, taken in coupling.then:
            if id not in options and settled[id] != taken:
                yield Skipped((coupling.option, coupling.taken), (id, taken), "dropped")
    for skip in model.skipped():
        coupling = couplings[skip.coupling]
        bit, taken = model.couplings[skip.coupling].then[skip.response]
        when, response = (coupling.option, coupling.taken), (options[bit], taken)
        if skip.by_way:
            yield Skipped(when, response, "way", None, *_first(structure, skip.codes))
            continue
        rules = [structure.compiler.program(rule.formula) for rule in case.rules]
        left = skip.codes
        for rule, program in zip(case.rules, rules, strict=True):
            (holds,) = kernel.columns(left ^ (1 << bit), [program], structure.compiler.terms)
            if not holds.all():
                yield Skipped(when, response, "rule", rule.id, *_first(structure, left[~holds]))
            left = left[holds]


def _first(structure: Structure, codes: npt.NDArray[np.int64]) -> tuple[str, int]:
    """The first of some states as a case file writes it, and how many there are."""
    place = int(np.searchsorted(structure.names.codes, codes[0]))
    return structure.names.written(place), int(codes.size)


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
            inside = [_code(case, combination) for combination in state.members]
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


def _code(case: Case, state: State) -> int:
    return sum(1 << bit for bit, option in enumerate(case.options) if option.id in state)


def _index(case: Case, structure: Structure, state: State) -> int | None:
    names = structure.names
    if names.ids is not None and len(state) == 1 and next(iter(state)) in names.ids:
        return names.ids.index(next(iter(state)))
    code = _code(case, state)
    if structure.members is not None and structure.member_of is not None:
        place = np.flatnonzero(structure.members == code)
        return int(structure.member_of[place[0]]) if place.size else None
    at = int(np.searchsorted(names.codes, code))
    return at if at < names.codes.size and names.codes[at] == code else None


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
            index = _index(case, structure, state)
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


def encode(case: Case, max_memory: int | None = None, reuse: Structure | None = None) -> Encoded:
    """A case as arrays.

    Parameters
    ----------
    case : Case
        The case in its profile.
    max_memory : int or None
        How many bytes may be used; None for `MAX_MEMORY`.
    reuse : Structure or None
        The structure of a case that differs in preferences only.

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
    made = structure(case, max_memory) if reuse is None else reuse
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
