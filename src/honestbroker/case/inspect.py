"""What is wrong with a case as a whole: names, cycles, states no rule allows. No file is touched.

Everything found here is found at once; `honestbroker.casefile` joins it with what is wrong with
the file itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from honestbroker.case.case import Case
from honestbroker.case.parts import Rule, State, Statement, Statements
from honestbroker.case.problems import Problem, near
from honestbroker.case.sources import Evidence, Place
from honestbroker.formula import Formula, Many, Name, Not, depth, names

__all__ = [
    "contradiction",
    "problems",
    "problems_of_formula",
    "problems_of_state",
    "terms_in_order",
]

MAX_TERM_DEPTH = 120
"""How deeply a formula may be nested once its terms are counted in."""

_STEPS = 200_000
"""How many rules the search for a feasible state may look at before it gives up."""


def problems(case: Case) -> Iterator[Problem]:
    """Everything wrong with a case in its profile that needs no list of all states.

    Parameters
    ----------
    case : Case
        A case as read; may be wrong in any way its types allow.

    Yields
    ------
    Problem
        What is wrong, with its place.
    """
    yield from _problems_of_ids(case)
    tangled = list(_problems_of_terms(case))
    yield from tangled
    unknown = list(_problems_of_formulas(case))
    yield from unknown
    yield from _problems_of_evidence(case)
    yield from _problems_of_groups(case)
    if not case.parties:
        yield Problem("there is no party")
    if not case.options:
        yield Problem("there is no option")
    for party in case.parties:
        if case.profile is not None and party.id not in case.lists:
            yield Problem(
                f"profile '{case.profile}' does not say what '{party.id}' wants",
                party.place,
                f"add {party.id} to its lists, or start the profile from one that has it",
            )
    usable = not unknown and not tangled
    for what, state, place in (
        ("the status quo", case.status_quo, case.status_quo_place),
        ("the reference state", case.reference, case.reference_place),
    ):
        if state is not None:
            yield from problems_of_state(case, what, state, place, rules=usable)
    for check in case.checks:
        for state in (check.better, check.worse):
            yield from problems_of_state(case, "the state", state, check.place, rules=usable)
        if check.party not in {party.id for party in case.parties}:
            yield _unknown("party", check.party, (p.id for p in case.parties), check.place)
    if usable:
        yield from _problems_of_rules(case)


def _unknown(what: str, id: str, known: Iterable[str], place: Place | None) -> Problem:
    return Problem(f"there is no {what} '{id}'", place, near(id, known))


def _problems_of_ids(case: Case) -> Iterator[Problem]:
    parties = [party.id for party in case.parties]
    seen: dict[str, str] = {}
    for what, things in (("option", case.options), ("term", case.terms), ("flag", case.flags)):
        for thing in things:
            if thing.id in seen:
                yield Problem(
                    f"'{thing.id}' is the id of {_a(seen[thing.id])} and of {_a(what)}",
                    thing.place,
                    "options, terms and flags share one set of ids",
                )
            seen.setdefault(thing.id, what)
    for option in case.options:
        if option.party not in parties:
            yield _unknown("party", option.party, parties, option.place)
    rules: set[str] = set()
    for rule in case.rules:
        if rule.id in rules:
            yield Problem(f"two rules have the id '{rule.id}'", rule.place)
        rules.add(rule.id)
    for party, preference in case.lists.items():
        if party not in parties:
            yield _unknown("party", party, parties, preference.place)
        if isinstance(preference, Statements):
            lines: set[str] = set()
            for line in preference.lines:
                if line.id in lines:
                    yield Problem(
                        f"two statements of '{party}' have the id '{line.id}'", line.place
                    )
                lines.add(line.id)


def _a(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"


def _problems_of_formulas(case: Case) -> Iterator[Problem]:
    known = _known(case)
    statements = chain.from_iterable(
        preference.lines for preference in case.lists.values() if isinstance(preference, Statements)
    )
    formulas: list[tuple[Formula, Place | None]] = [
        *((term.formula, term.place) for term in case.terms),
        *((rule.formula, rule.place) for rule in case.rules),
        *((outcome.formula, outcome.place) for outcome in case.outcomes),
        *((line.want, line.place) for line in statements),
    ]
    for formula, place in formulas:
        yield from problems_of_formula(formula, place, known)


def _known(case: Case) -> Mapping[str, str]:
    return {
        **{option.id: "option" for option in case.options},
        **{term.id: "term" for term in case.terms},
        **{flag.id: "flag" for flag in case.flags},
    }


def problems_of_formula(
    formula: Formula, place: Place | None, known: Mapping[str, str]
) -> Iterator[Problem]:
    """Names in a formula that nothing has.

    Parameters
    ----------
    formula : Formula
        Where to look.
    place : Place or None
        Where it stands.
    known : mapping
        Ids of options, terms and flags.

    Yields
    ------
    Problem
        One for each unknown name.
    """
    for name in names(formula):
        if name.id not in known:
            at = place.within(name.column) if place else None
            yield Problem(
                f"'{name.id}' is no option, term or flag of this case", at, near(name.id, known)
            )


def terms_in_order(case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Terms in an order in which each comes after those it uses, or the circle that forbids one.

    Parameters
    ----------
    case : Case
        Whose terms are meant.

    Returns
    -------
    order : tuple of str
        Ids of all terms; incomplete if there is a circle.
    circle : tuple of str
        The ids around the first circle found; empty if there is none.
    """
    uses = {term.id: [name.id for name in names(term.formula)] for term in case.terms}
    order: dict[str, None] = {}
    for start in uses:
        pending = [(start, iter(uses[start]))] if start not in order else []
        on_path = {start}
        while pending:
            term, rest = pending[-1]
            below = next((id for id in rest if id in uses and id not in order), None)
            if below is None:
                order[term] = None
                on_path.discard(term)
                pending.pop()
            elif below in on_path:
                path = [id for id, _ in pending]
                return tuple(order), tuple(path[path.index(below) :])
            else:
                on_path.add(below)
                pending.append((below, iter(uses[below])))
    return tuple(order), ()


def _problems_of_terms(case: Case) -> Iterator[Problem]:
    places = {term.id: term.place for term in case.terms}
    order, circle = terms_in_order(case)
    if circle:
        yield Problem(
            "terms stand for each other in a circle: " + " -> ".join((*circle, circle[0])),
            places[circle[0]],
            "a term may use terms, but not itself by any way round",
        )
        return
    formulas = {term.id: term.formula for term in case.terms}
    depths: dict[str, int] = {}
    for id in order:
        below = [depths[name.id] for name in names(formulas[id]) if name.id in depths]
        depths[id] = depth(formulas[id]) + max(below, default=0)
        if depths[id] > MAX_TERM_DEPTH:
            yield Problem(
                f"with the terms it uses, '{id}' is nested more than {MAX_TERM_DEPTH} deep",
                places[id],
                "say it more simply",
            )
            return


def _problems_of_evidence(case: Case) -> Iterator[Problem]:
    sources = {source.id: dict(source.paragraphs) for source in case.sources}

    def look(evidence: Evidence, place: Place | None) -> Iterator[Problem]:
        for citation in evidence.cites:
            if citation.source not in sources:
                yield _unknown("source", citation.source, sources, place)
            elif (paragraphs := sources[citation.source]) and citation.locator not in paragraphs:
                yield Problem(
                    f"source '{citation.source}' has no paragraph '{citation.locator}'",
                    place,
                    near(citation.locator, paragraphs),
                )

    carried: list[tuple[Evidence, Place | None]] = [
        *((option.evidence, option.place) for option in case.options),
        *((term.evidence, term.place) for term in case.terms),
        *((flag.evidence, flag.place) for flag in case.flags),
        *((rule.evidence, rule.place) for rule in case.rules),
        *((group.evidence, group.place) for group in case.groups),
        *((outcome.evidence, outcome.place) for outcome in case.outcomes),
        *((line.evidence, line.place) for line in _lines(case)),
        *((change.evidence, change.place) for change in case.changes),
    ]
    for evidence, place in carried:
        yield from look(evidence, place)
    for edits in (*(p.edits for p in case.profiles), *(c.edits for c in case.changes)):
        for edit in edits:
            yield from look(edit.evidence, edit.place)


def _lines(case: Case) -> Iterator[Statement]:
    for preference in case.lists.values():
        if isinstance(preference, Statements):
            yield from preference.lines


def _problems_of_groups(case: Case) -> Iterator[Problem]:
    parties = [party.id for party in case.parties]
    seen: set[frozenset[str]] = set()
    for group in case.groups:
        for member in group.members:
            if member not in parties:
                yield _unknown("party", member, parties, group.place)
        members = frozenset(group.members)
        if len(members) < max(2, len(group.members)):
            yield Problem("a group needs two or more different members", group.place)
        if members in seen:
            yield Problem("this group is listed twice", group.place)
        seen.add(members)


def problems_of_state(
    case: Case, what: str, state: State, place: Place | None, *, rules: bool = True
) -> Iterator[Problem]:
    """What is wrong with a state somebody wrote down.

    Parameters
    ----------
    case : Case
        The case it should be a state of.
    what : str
        How to call it in the message.
    state : frozenset of str
        Its taken options.
    place : Place or None
        Where it stands.
    rules : bool
        Whether the rules can be asked (they name nothing unknown).

    Yields
    ------
    Problem
        Unknown options, or the rules it breaks.
    """
    options = [option.id for option in case.options]
    unknown = sorted(state - set(options))
    for id in unknown:
        yield _unknown("option", id, options, place)
    if rules and not unknown:
        for rule in case.broken_rules(state):
            written = "{" + ", ".join(case.ordered(state)) + "}"
            yield Problem(
                f"{what} {written} breaks rule '{rule.id}': {rule.formula}",
                place,
                "change the state or the rule",
            )


def _problems_of_rules(case: Case) -> Iterator[Problem]:
    together = contradiction(case)
    if together:
        ids = ", ".join(f"'{rule.id}'" for rule in together)
        told = f"rule {ids} cannot hold" if len(together) == 1 else f"rules {ids} cannot all hold"
        yield Problem(f"{told}: no state is left", together[-1].place, "drop or weaken one of them")


def contradiction(case: Case) -> tuple[Rule, ...]:
    """A smallest-by-dropping set of rules that no combination of options satisfies.

    Parameters
    ----------
    case : Case
        Whose rules are asked; its formulas must name nothing unknown.

    Returns
    -------
    tuple of Rule
        Rules that exclude each other; empty if some state satisfies all, or if the search was
        given up after a stated number of steps.
    """
    budget = [_STEPS]
    if _satisfiable(case, case.rules, budget) is not False:
        return ()
    kept = list(case.rules)
    for rule in case.rules:
        fewer = [other for other in kept if other is not rule]
        if _satisfiable(case, fewer, budget) is False:
            kept = fewer
    return tuple(kept)


def _satisfiable(case: Case, rules: Iterable[Rule], budget: list[int]) -> bool | None:
    """Backtracking over options with three-valued rules; None when the budget is used up."""
    terms = {term.id: term.formula for term in case.terms}
    formulas = [rule.formula for rule in rules]
    used = {name.id for formula in (*formulas, *terms.values()) for name in names(formula)}
    options = [option.id for option in case.options if option.id in used]
    values: dict[str, bool] = {flag.id: flag.value for flag in case.flags}

    def look(index: int) -> bool | None:
        budget[0] -= max(1, len(formulas))
        if budget[0] < 0:
            return None
        known: dict[str, bool | None] = dict(values)
        told = [_partly(formula, known, terms) for formula in formulas]
        if False in told:
            return False
        if None not in told:
            return True
        for value in (False, True):
            values[options[index]] = value
            found = look(index + 1)
            del values[options[index]]
            if found is not False:
                return found
        return False

    return look(0)


def _partly(
    formula: Formula, known: dict[str, bool | None], terms: Mapping[str, Formula]
) -> bool | None:
    """Truth of a formula when some options are undecided (None)."""
    match formula:
        case Name(id=id):
            if id not in known:
                known[id] = _partly(terms[id], known, terms) if id in terms else None
            return known[id]
        case Not(part=part):
            told = _partly(part, known, terms)
            return None if told is None else not told
        case Many(word=word, parts=parts):
            values = [_partly(part, known, terms) for part in parts]
            deciding = word == "or"
            if deciding in values:
                return deciding
            return None if None in values else not deciding
    left, right = _partly(formula.left, known, terms), _partly(formula.right, known, terms)
    if formula.word == "iff":
        return None if left is None or right is None else left == right
    if formula.word == "only if":
        left = None if left is None else not left
    if formula.word == "if":
        right = None if right is None else not right
    if left or right:
        return True
    return None if left is None or right is None else False
