"""Bridges between the oracle's models, the kernel's graphs and the text of a case file.

``graph`` hands a model to the kernel as it stands. ``text`` writes it down as an analyst would, so
that reading, rules, rankings and encoding are compared as well. ``model_of`` goes the other way:
from a case that was read to a model, by trying every combination of options. Nothing here uses the
kernel or the encoder to say what is feasible, who moves where, or what is ranked above what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from honestbroker.case import Case
from honestbroker.case.parts import Ranking, Statements
from honestbroker.formula import Formula, Many, Name, Not
from honestbroker.kernel.graph import Graph, listed
from oracle import Model, State

Truth = Callable[[int], bool]
"""The truth of something in a state given by its number."""


def number(s: State) -> int:
    """The sum of 2^k over the taken options: the id of a state."""
    return sum(1 << k for k in s)


def state(number: int) -> State:
    """The state with this number."""
    return frozenset(k for k in range(number.bit_length()) if number >> k & 1)


def by_number(model: Model) -> list[State]:
    """Feasible states in the order of their numbers."""
    return sorted(model.feasible, key=number)


def graph(model: Model) -> Graph:
    """A model as the kernel takes it, ranks untouched; states in the order of their numbers."""
    order = by_number(model)
    place = {s: k for k, s in enumerate(order)}
    own = [0] * len(model.parties)
    for option, (owner, way) in enumerate(zip(model.owner, model.way, strict=True)):
        own[owner] |= (way != "fixed") << option
    return Graph(
        np.array([number(s) for s in order], dtype=np.int64),
        np.array([[rank[s] for s in order] for rank in model.rank], dtype=np.int32),
        tuple(own),
        number(frozenset(k for k, way in enumerate(model.way) if way == "forward")),
        number(frozenset(k for k, way in enumerate(model.way) if way == "backward")),
        None
        if model.arcs is None
        else tuple(listed([(place[a], place[b]) for a, b in arcs]) for arcs in model.arcs),
    )


# --- a model as a case file ----------------------------------------------------------------------

STYLES = ("clauses", "cases", "one by one")


def option_id(option: int) -> str:
    """What the text calls an option."""
    return f"o{option}"


def text(model: Model, style: str = STYLES[0]) -> str:
    """A case file that describes a model: its rules leave exactly the feasible states.

    Option k is the k-th option of the file, so that a state keeps its number. With listed arcs
    every state is named: see `state_id`.

    Parameters
    ----------
    model : Model
        The conflict.
    style : str
        How rules and rankings are written: one of `STYLES`.

    Returns
    -------
    str
        YAML.
    """
    lines = ["format: honestbroker/1", "case: generated", "title: a generated case", "parties:"]
    lines += [f"  {party}: {{name: Party {party}}}" for party in model.parties]
    lines += ["options:"]
    for option, (owner, way) in enumerate(zip(model.owner, model.way, strict=True)):
        of = f"by: {model.parties[owner]}, name: do {option}"
        told = f", way: {way}" if way != "both" or style == STYLES[0] else ""
        lines.append(f"  {option_id(option)}: {{{of}{told}}}")
    rules = rules_for(model, style)
    lines += ["rules:" if rules else "rules: []"]
    lines += [f"  - {{id: r{place}, holds: {rule}}}" for place, rule in enumerate(rules)]
    if model.status_quo is not None:
        lines.append(f"status_quo: [{_taken(model.status_quo)}]")
    if model.reference is not None:
        lines.append(f"reference: [{_taken(model.reference)}]")
    lines += ["groups:" if model.groups else "groups: []"]
    for members, is_open in model.groups:
        names = ", ".join(model.parties[i] for i in sorted(members))
        lines.append(f"  - {{members: [{names}], open: {str(is_open).lower()}}}")
    lines += ["profiles:", "  base:", "    lists:"]
    for party, rank in zip(model.parties, model.rank, strict=True):
        lines.append(f"      {party}: {{{ranking(model, rank, style)}}}")
    if model.arcs is not None:
        lines += ["states:"]
        for s in by_number(model):
            merged = f'members: ["{{{_taken(s)}}}"]'
            where = f"where: {_minterm(s, len(model.owner))}"
            named = where if style == "cases" else merged
            lines.append(f"  {state_id(model, s)}: {{{named}}}")
        arcs = [
            f"  - [{party}, {state_id(model, a)}, {state_id(model, b)}]"
            for party, some in zip(model.parties, model.arcs, strict=True)
            for a, b in sorted(some, key=lambda arc: (number(arc[0]), number(arc[1])))
        ]
        lines += ["moves:" if arcs else "moves: []", *arcs]
    return "\n".join(lines) + "\n"


def state_id(model: Model, s: State) -> str:
    """What results call a state of the model's case."""
    return str(number(s)) if model.arcs is None else f"s{number(s)}"


def named(model: Model, id: str) -> State:
    """The state that results call by this id."""
    return state(int(id if model.arcs is None else id.removeprefix("s")))


def _taken(s: State) -> str:
    return ", ".join(map(option_id, sorted(s)))


def ranking(model: Model, rank: Mapping[State, int], style: str) -> str:
    """A direct ranking: tiers from best to worst, ties in inner lists."""
    tiers = [
        [s for s in by_number(model) if rank[s] == level]
        for level in sorted(set(rank.values()), reverse=True)
    ]

    def written(s: State) -> str:
        if style == "one by one":
            return str(number(s))
        return state_id(model, s) if model.arcs is not None else f'"{{{_taken(s)}}}"'

    shown = [
        written(tier[0]) if len(tier) == 1 else "[" + ", ".join(map(written, tier)) + "]"
        for tier in tiers
    ]
    decimal = ", numbering: decimal" if style == "one by one" else ""
    return f"ranking: [{', '.join(shown)}]{decimal}"


def rules_for(model: Model, style: str) -> list[str]:
    """Formulas that hold together in the feasible states and in no others.

    ``clauses``: one for each infeasible state, saying that it differs in something; ``cases``: one
    formula that lists the feasible states; ``one by one``: one that asks option after option, in
    the words ``only if``, ``unless``, ``iff``.
    """
    options = len(model.owner)
    left_out = [s for s in map(state, range(1 << options)) if s not in model.feasible]
    if not left_out:
        return []
    if style == "clauses":
        return [
            " or ".join(f"not {option_id(k)}" if k in s else option_id(k) for k in range(options))
            for s in left_out
        ]
    if style == "cases":
        return [" or ".join(f"({_minterm(s, options)})" for s in by_number(model))]
    return [_asked(frozenset(map(number, model.feasible)), options)]


def _minterm(s: State, options: int) -> str:
    return " and ".join(option_id(k) if k in s else f"not {option_id(k)}" for k in range(options))


def _asked(numbers: frozenset[int], options: int) -> str:
    """Decide the last option first: taken only if the rest fits, and left only if it fits."""
    if options == 0:
        return "o0 iff o0" if numbers else "o0 iff not o0"
    bit = 1 << (options - 1)
    top = option_id(options - 1)
    with_it = frozenset(n & ~bit for n in numbers if n & bit)
    without = frozenset(n for n in numbers if not n & bit)
    if with_it == without:
        return _asked(without, options - 1)
    taken = _asked(with_it, options - 1)
    left = _asked(without, options - 1)
    return f"({top} only if ({taken})) and (({left}) unless {top})"


# --- a case as a model ---------------------------------------------------------------------------


def model_of(case: Case) -> Model:
    """The model of a case, by trying every combination of its options.

    A state that merges combinations is meant by the one with the smallest number.
    """
    parties = tuple(party.id for party in case.parties)
    rules = truths(case, (rule.formula for rule in case.rules))
    feasible = [n for n in range(1 << len(case.options)) if all(rule(n) for rule in rules)]
    named = _merged(case, feasible)
    arcs, merged = None, {n: n for n in feasible}
    if named:
        merged = {n: min(some) for some in named.values() for n in some}
        feasible = sorted(set(merged.values()))
        arcs = tuple(
            frozenset(
                (state(min(named[arc.source])), state(min(named[arc.target])))
                for arc in case.arcs
                if arc.party == party
            )
            for party in parties
        )
    rank = []
    for party in parties:
        preference = case.lists[party]
        if isinstance(preference, Ranking):
            rank.append(
                {
                    state(min(named[id])) if named else _numbered(case, s): -place
                    for place, tier in enumerate(preference.tiers)
                    for s in tier
                    for id in (s if named else ("",))
                }
            )
        else:
            rank.append(_by_statements(case, preference, feasible))
    quo = None if case.status_quo is None else number(_numbered(case, case.status_quo))
    return Model(
        parties,
        tuple(parties.index(option.party) for option in case.options),
        tuple(option.way for option in case.options),
        frozenset(map(state, feasible)),
        tuple(rank),
        None if quo is None else state(merged[quo]),
        arcs=arcs,
    )


def _numbered(case: Case, taken: Iterable[str]) -> State:
    return frozenset(k for k, option in enumerate(case.options) if option.id in taken)


def _merged(case: Case, feasible: list[int]) -> dict[str, list[int]]:
    """The combinations that each named state stands for."""
    found = {}
    for named in case.named_states:
        if named.where is None:
            found[named.id] = [number(_numbered(case, member)) for member in named.members]
        else:
            (where,) = truths(case, [named.where])
            found[named.id] = [n for n in feasible if where(n)]
    return found


def _by_statements(case: Case, preference: Statements, feasible: list[int]) -> dict[State, int]:
    """Ranks from a list: the strings of answers, most important first, in dictionary order."""
    lines = truths(case, (line.want for line in preference.lines))
    answers = {n: tuple(line(n) for line in lines) for n in feasible}
    level = {answer: place for place, answer in enumerate(sorted(set(answers.values())))}
    return {state(n): level[answer] for n, answer in answers.items()}


def truths(case: Case, formulas: Iterable[Formula]) -> list[Truth]:
    """Formulas of a case as functions of a state's number: Python's own words do the work."""
    words: dict[str, str] = {
        option.id: f"(n >> {bit} & 1 == 1)" for bit, option in enumerate(case.options)
    }
    words |= {flag.id: str(flag.value) for flag in case.flags}
    terms = {term.id: term.formula for term in case.terms}

    def python(formula: Formula) -> str:
        match formula:
            case Name(id=id):
                return words[id] if id in words else python(terms[id])
            case Not(part=part):
                return f"(not {python(part)})"
            case Many(word=word, parts=parts):
                return "(" + f" {word} ".join(map(python, parts)) + ")"
        left, right = python(formula.left), python(formula.right)
        return {
            "only if": f"(not {left} or {right})",
            "if": f"({left} or not {right})",
            "iff": f"({left} is {right})",
            "unless": f"({left} or {right})",
        }[formula.word]

    return [_function(python(formula)) for formula in formulas]


def _function(expression: str) -> Truth:
    scope: dict[str, Any] = {"__builtins__": {}}
    made: Truth = eval(f"lambda n: {expression}", scope)
    return made
