"""Which states rules allow, asked without listing them all: contradictions, incomplete rankings.

The search decides one option after the other and asks every rule with three values (true, false,
undecided), so that it stops as soon as a rule is broken. It gives up after a stated number of
steps; then nothing is reported here, and the exact enumeration in `honestbroker.encode` decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product

from honestbroker.case.case import Case
from honestbroker.case.parts import Ranking, Rule, State
from honestbroker.case.problems import Problem, near
from honestbroker.case.sources import Place
from honestbroker.case.terms import sound_names
from honestbroker.formula import Formula, Many, Name, Not, names

__all__ = ["contradiction", "feasible_states", "problems_of_ranking", "sound_rules"]

_STEPS = 300_000
"""How many parts of formulas a search may look at before it gives up: a fraction of a second."""

_SEARCHES = 60
"""How many searches may look for the rules that exclude each other."""

_SEARCHED = 64
"""A search goes at most this many options deep; no case with more can be analysed."""


class _GaveUp(Exception):
    """The search took too many steps."""


def sound_rules(case: Case) -> tuple[Rule, ...]:
    """The rules that can be asked: every name in them has a meaning.

    Parameters
    ----------
    case : Case
        A case that may be wrong in any way its types allow.

    Returns
    -------
    tuple of Rule
        In the file's order.
    """
    known = sound_names(case)
    return tuple(
        rule for rule in case.rules if all(name.id in known for name in names(rule.formula))
    )


def contradiction(case: Case) -> tuple[Rule, ...]:
    """A set of rules that no combination of options satisfies, none of them to spare.

    Parameters
    ----------
    case : Case
        Whose rules are asked; those that name something unknown are passed over.

    Returns
    -------
    tuple of Rule
        Rules that exclude each other, in the file's order; empty if some state satisfies all, or
        if the search was given up.

    Notes
    -----
    The core is built from its last rule on: the shortest beginning of the list that cannot hold
    ends with a rule that is needed. Each rule of the core costs a binary search.
    """
    search = _Search(case)
    core: list[Rule] = []
    rest = sound_rules(case)
    try:
        if search.possible(rest):
            return ()
    except _GaveUp:
        return ()
    try:
        while search.possible(core):
            low, high = 0, len(rest)  # core + rest[:low] can hold, core + rest[:high] cannot
            while high - low > 1:
                middle = (low + high) // 2
                if search.possible((*core, *rest[:middle])):
                    low = middle
                else:
                    high = middle
            core.append(rest[high - 1])
            rest = rest[: high - 1]
    except _GaveUp:
        core.extend(rest)  # some of these may be to spare
    kept = {id(rule) for rule in core}
    return tuple(rule for rule in case.rules if id(rule) in kept)


def feasible_states(case: Case) -> Iterator[State]:
    """States that satisfy the rules, one after the other.

    Parameters
    ----------
    case : Case
        Whose rules are asked; those that name something unknown are passed over.

    Yields
    ------
    frozenset of str
        A feasible state; each once, in no particular order. Fewer than there are if the search
        was given up.
    """
    options = [option.id for option in case.options]
    if len(options) > _SEARCHED:
        return
    try:
        for decided in _Search(case).assignments([rule.formula for rule in sound_rules(case)]):
            free = [id for id in options if id not in decided]
            taken = {id for id in options if decided.get(id)}
            for values in product((False, True), repeat=len(free)):
                more = (id for id, value in zip(free, values, strict=True) if value)
                yield frozenset(taken.union(more))
    except _GaveUp:
        return


class _Search:
    """Backtracking over options with three-valued formulas, and a budget of steps."""

    def __init__(self, case: Case) -> None:
        self._flags = {flag.id: flag.value for flag in case.flags}
        options = {option.id for option in case.options}
        self._terms = {
            term.id: term.formula
            for term in case.terms
            if term.id not in options and term.id not in self._flags
        }
        self._steps = _STEPS
        self._searches = _SEARCHES

    def possible(self, rules: Sequence[Rule]) -> bool:
        """Whether some state satisfies rules; short ones are asked first."""
        self._steps = _STEPS
        self._searches -= 1
        if self._searches < 0:
            raise _GaveUp
        formulas = sorted((rule.formula for rule in rules), key=lambda one: len(str(one)))
        return next(self.assignments(formulas), None) is not None

    def assignments(self, formulas: Sequence[Formula]) -> Iterator[dict[str, bool]]:
        """Values of some options under which all formulas are true; together they cover all."""
        return self._below(list(formulas), dict(self._flags))

    def _below(self, asked: list[Formula], values: dict[str, bool]) -> Iterator[dict[str, bool]]:
        known: dict[str, bool | None] = dict(values)
        undecided = []
        for formula in asked:
            told = self._partly(formula, known)
            if told is False:
                return
            if told is None:
                undecided.append(formula)
        if not undecided:
            yield values
            return
        if len(values) > len(self._flags) + _SEARCHED:
            raise _GaveUp
        option = next(self._open(undecided[0], known))
        for value in (False, True):
            yield from self._below(undecided, {**values, option: value})

    def _open(self, formula: Formula, known: dict[str, bool | None]) -> Iterator[str]:
        """Options that a formula depends on and that are not decided."""
        for name in names(formula):
            if name.id in self._terms and known.get(name.id) is None:
                yield from self._open(self._terms[name.id], known)
            elif known.get(name.id) is None:
                yield name.id

    def _partly(self, formula: Formula, known: dict[str, bool | None]) -> bool | None:
        """Truth of a formula when some options are undecided (None)."""
        self._steps -= 1
        if self._steps < 0:
            raise _GaveUp
        match formula:
            case Name(id=id):
                if id not in known:
                    below = self._terms.get(id)
                    known[id] = None if below is None else self._partly(below, known)
                return known[id]
            case Not(part=part):
                told = self._partly(part, known)
                return None if told is None else not told
            case Many(word=word, parts=parts):
                deciding = word == "or"
                undecided = False
                for part in parts:
                    told = self._partly(part, known)
                    if told is deciding:
                        return deciding
                    undecided |= told is None
                return None if undecided else not deciding
        left, right = self._partly(formula.left, known), self._partly(formula.right, known)
        if formula.word == "iff":
            return None if left is None or right is None else left == right
        if formula.word == "only if":
            left = None if left is None else not left
        if formula.word == "if":
            right = None if right is None else not right
        if left or right:
            return True
        return None if left is None or right is None else False


def problems_of_ranking(
    case: Case, party: str, ranking: Ranking, where: Callable[[State, bool], Place | None]
) -> Iterator[Problem]:
    """What is wrong with a direct ranking: unknown and infeasible states, twice, left out.

    Parameters
    ----------
    case : Case
        The case in the profile in which the ranking counts.
    party : str
        Whose ranking it is.
    ranking : Ranking
        The ranking.
    where : callable
        The place of one of its states: the first, or (True) the last time it is named.

    Yields
    ------
    Problem
        What is wrong, with its place.
    """
    listed = [state for tier in ranking.tiers for state in tier]
    seen: set[State] = set()
    wrong = False
    named = {state.id for state in case.named_states}
    options = {option.id for option in case.options}
    rules = sound_rules(case)
    for state in listed:
        unknown = sorted(state - options)
        written = "{" + ", ".join((*case.ordered(state), *unknown)) + "}"
        told = f"the ranking of '{party}' names {written}"
        broken = next((rule for rule in rules if not case.satisfies(rule.formula, state)), None)
        if state in seen:
            yield Problem(f"{told} twice", where(state, True), "take one out")
        elif named:
            wrong |= not (len(state) == 1 and state <= named)
        elif unknown:
            yield Problem(
                f"{told}, but there is no option '{unknown[0]}'",
                where(state, False),
                near(unknown[0], options),
                unknown[0],
            )
            wrong = True
        elif broken is not None:
            why = f", which breaks rule '{broken.id}': {broken.formula}"
            yield Problem(told + why, where(state, False), "take it out")
        seen.add(state)
    if wrong or len(rules) < len(case.rules):
        return
    missing = _left_out(case, seen)
    if missing:
        shown = ", ".join("{" + ", ".join(case.ordered(state)) + "}" for state in missing[:3])
        if named:
            shown = ", ".join(sorted(next(iter(state)) for state in missing)[:3])
        more = "" if len(missing) <= 3 else " and others"
        yield Problem(
            f"the ranking of '{party}' leaves out {shown}{more}",
            ranking.place,
            "rank every state; states it does not tell apart stand in an inner list",
        )


def _left_out(case: Case, ranked: set[State]) -> list[State]:
    """Up to four states that a ranking should name and does not, in decimal order."""
    if case.named_states:
        every: Iterator[State] = (frozenset({state.id}) for state in case.named_states)
    else:
        every = feasible_states(case)
    bits = {option.id: 1 << place for place, option in enumerate(case.options)}
    found = islice((state for state in every if state not in ranked), 4)
    return sorted(found, key=lambda state: sum(bits.get(id, 0) for id in state))
