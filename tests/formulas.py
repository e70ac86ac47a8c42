"""Generated formulas and statement lists, each with a meaning of its own.

A `Written` formula is made as text and as a Python function side by side, so that its truth is
known without parsing the text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from bridge import option_id
from oracle import State

Meaning = Mapping[str, bool]

SINGLE, MANY, PAIR = range(3)


@dataclass(frozen=True)
class Written:
    """A formula: its text, its truth, and how tightly its outermost word binds."""

    text: str
    true: Callable[[Meaning], bool]
    level: int = SINGLE

    def within(self, level: int) -> str:
        """The text as it may stand inside: bracketed if its word binds less tightly."""
        return f"({self.text})" if self.level > level else self.text


def name(id: str) -> Written:
    """A single name."""
    return Written(id, lambda meaning: meaning[id])


def negated(part: Written) -> Written:
    """``not`` part."""
    return Written(f"not {part.within(SINGLE)}", lambda meaning: not part.true(meaning))


def joined(word: str, parts: Sequence[Written]) -> Written:
    """Parts with ``and`` or ``or`` between them."""
    every = all if word == "and" else any
    return Written(
        f" {word} ".join(part.within(SINGLE) for part in parts),
        lambda meaning: every(part.true(meaning) for part in parts),
        MANY,
    )


def paired(word: str, left: Written, right: Written) -> Written:
    """Two sides with ``only if``, ``if``, ``iff`` or ``unless`` between them."""
    allowed = {  # the truth tables: for which (left, right) the formula is true
        "only if": {(True, True), (False, True), (False, False)},
        "if": {(True, True), (True, False), (False, False)},
        "iff": {(True, True), (False, False)},
        "unless": {(True, True), (True, False), (False, True)},
    }[word]
    return Written(
        f"{left.within(MANY)} {word} {right.within(MANY)}",
        lambda meaning: (left.true(meaning), right.true(meaning)) in allowed,
        PAIR,
    )


def random_formula(random: Random, names: Sequence[str], depth: int = 3) -> Written:
    """A formula over some names, of every shape the language has."""
    kind = random.randrange(10) if depth else 0
    if kind <= 2:
        return name(random.choice(names))
    if kind <= 4:
        return negated(random_formula(random, names, depth - 1))
    if kind <= 6:
        count = random.randint(2, 4)
        parts = [random_formula(random, names, depth - 1) for _ in range(count)]
        return joined(random.choice(["and", "or"]), parts)
    if kind <= 8:
        sides = [random_formula(random, names, depth - 1) for _ in range(2)]
        return paired(random.choice(["only if", "if", "iff", "unless"]), *sides)
    inner = random_formula(random, names, depth - 1)
    return Written(f"({inner.text})", inner.true)


@dataclass(frozen=True)
class Sample:
    """A case made of formulas: its text and what all of it means."""

    text: str
    options: int
    owner: tuple[int, ...]
    parties: tuple[str, ...]
    flags: Mapping[str, bool]
    terms: Mapping[str, Written]
    rules: tuple[Written, ...]
    lists: Mapping[str, tuple[Written, ...]]

    def meaning(self, s: State) -> Meaning:
        """What every name means in a state."""
        known = {option_id(k): k in s for k in range(self.options)} | dict(self.flags)
        for id, term in self.terms.items():
            known[id] = term.true(known)
        return known

    def feasible(self) -> list[State]:
        """All states in which every rule is true, by number."""
        every = (
            frozenset(k for k in range(self.options) if n >> k & 1)
            for n in range(1 << self.options)
        )
        return [s for s in every if all(rule.true(self.meaning(s)) for rule in self.rules)]


def sample(random: Random, lines: int = 6, options: int = 6) -> Sample:
    """A case with terms, flags, rules and one list for each party; some state is feasible.

    Parameters
    ----------
    random : random.Random
        Where everything comes from.
    lines : int
        The longest list.
    options : int
        The largest number of options.

    Returns
    -------
    Sample
        The case.
    """
    while True:
        made = _sample(random, lines, random.randint(1, options))
        if made.feasible():
            return made


def _sample(random: Random, lines: int, options: int) -> Sample:
    parties = tuple("ABCD"[: random.randint(1, 4)])
    owner = tuple(random.randrange(len(parties)) for _ in range(options))
    names = [option_id(k) for k in range(options)]
    flags = {f"flag{k}": random.random() < 0.5 for k in range(random.randint(0, 2))}
    names += flags
    terms: dict[str, Written] = {}
    for place in range(random.randint(0, 3)):
        terms[f"term{place}"] = random_formula(random, names)
        names = [*names, f"term{place}"]
    rules = tuple(random_formula(random, names) for _ in range(random.randint(0, 3)))
    lists = {party: tuple(_list(random, names, random.randint(0, lines))) for party in parties}
    return Sample(
        case_text(parties, owner, flags, terms, rules, lists),
        options, owner, parties, flags, terms, rules, lists,
    )  # fmt: skip


def _list(random: Random, names: Sequence[str], count: int) -> list[Written]:
    """Lines; some say again, or the opposite of, what a line above has said."""
    lines: list[Written] = []
    for _ in range(count):
        above = random.choice(lines) if lines else name(names[0])
        kind = random.randrange(8)
        lines.append(
            above
            if kind == 0
            else negated(above)
            if kind == 1
            else paired("iff", above, above)
            if kind == 2
            else random_formula(random, names)
        )
    return lines


def case_text(
    parties: Sequence[str],
    owner: Sequence[int],
    flags: Mapping[str, bool],
    terms: Mapping[str, Written],
    rules: Sequence[Written],
    lists: Mapping[str, Sequence[Written]],
) -> str:
    """A case file with these parts."""
    text = ["format: honestbroker/1", "case: generated", "title: generated", "parties:"]
    text += [f"  {party}: {{name: {party}}}" for party in parties]
    text += ["options:"]
    text += [f"  {option_id(k)}: {{by: {parties[i]}, name: do}}" for k, i in enumerate(owner)]
    text += ["flags:" if flags else "flags: {}"]
    text += [f"  {id}: {{default: {str(value).lower()}}}" for id, value in flags.items()]
    text += ["terms:" if terms else "terms: {}"]
    text += [f'  {id}: "{term.text}"' for id, term in reversed(list(terms.items()))]
    text += ["rules:" if rules else "rules: []"]
    text += [f"  - {{id: r{k}, holds: {rule.text}}}" for k, rule in enumerate(rules)]
    text += ["profiles:", "  base:", "    lists:"]
    for party in parties:
        text += [f"      {party}:" if lists[party] else f"      {party}: []"]
        text += [f"        - {{id: w{k}, want: {w.text}}}" for k, w in enumerate(lists[party])]
    return "\n".join(text) + "\n"
