"""Printed English read back: from sentences about a labelled case to who would do what, and why.

The wording is written down here by hand, not taken from the catalogue: a phrase that loses its "not"
can no longer be read. What cannot be read raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from honestbroker.case import Case
from honestbroker.formula import Formula, Many, Name, Not, Pair
from labelled import wish_of
from oracle_case import Ids

Change = frozenset[tuple[str, bool]]
"""Options, and whether each is taken or given up."""

PARTY = r"‹party [^›]*›"
PARTIES = rf"{PARTY}(?:(?:, and|,| and) {PARTY})*"
DEED = r"(?:no longer )?‹[+-][^›]*›"
DEEDS = rf"{DEED}(?:(?:, and|,| and) {DEED})*"
DOING = rf"{PARTY} would {DEEDS}"
DOINGS = rf"{DOING}(?:; {DOING})*"
OUTCOMES = r"‹outcome [^›]*›(?:(?:, and|,| and) ‹outcome [^›]*›)*"
STATE = rf"(?:today's state|state [A-Z]\d*(?: \({OUTCOMES}\))?)"
STATES = rf"{STATE}(?:, or in {STATE})*"
SOURCE = r"\[[^\]]*\]"
REASON = (
    rf"(?:what counts is its priority \d+ of \d+, that ‹wish [^›]*› {SOURCE}"
    rf"|what counts is its ranking of the states {SOURCE}"
    r"|none of its priorities tells the two apart)"
)
HOW = (  # shorthands of patterns
    ("PARTY", PARTY), ("PARTIES", PARTIES), ("DEEDS", DEEDS), ("DOINGS", DOINGS),
    ("OUTCOMES", OUTCOMES), ("STATE", STATE), ("STATES", STATES), ("REASON", REASON),
    ("SOURCE", SOURCE), ("ANY", ".*"), ("ID", "[^›]*"),
)  # fmt: skip


class Unreadable(AssertionError):
    """Nobody knows what a sentence says."""


def like(form: str, sentence: str) -> dict[str, str] | None:
    """What fills the blanks of a form, None if the sentence has another form.

    A blank is ``{name:KIND}``; everything else stands for itself, but for ``⟦regular expressions⟧``.
    """
    pattern = ""
    for literal, blank, kind, expression in re.findall(
        r"([^{}⟦⟧]+)|\{(\w+):(\w+)\}|⟦([^⟧]*)⟧", form
    ):
        if literal:
            pattern += re.escape(literal)
        elif blank:
            pattern += f"(?P<{blank}>{dict(HOW)[kind]})"
        else:
            pattern += expression
    found = re.fullmatch(pattern, sentence)
    return None if found is None else found.groupdict()


def first_like(forms: dict[str, str], sentence: str) -> tuple[str, dict[str, str]]:
    """Which of some forms a sentence has, and what fills its blanks."""
    for key, form in forms.items():
        blanks = like(form, sentence)
        if blanks is not None:
            return key, blanks
    raise Unreadable(sentence)


# --- names ---------------------------------------------------------------------------------------


def ids(kind: str, printed: str) -> list[str]:
    """The ids of one kind in a text, in their order."""
    return re.findall(rf"‹{kind} ([^›:]*)›", printed)


def party(printed: str) -> str:
    """The one party of a text."""
    (found,) = ids("party", printed)
    return found


def deeds(printed: str) -> Change:
    """What is taken and what is given up."""
    found = re.findall(r"(no longer )?‹([+-])([^›]*)›", printed)
    assert len(set(found)) == len(found), printed
    return frozenset((id, sign == "+" and not negated) for negated, sign, id in found)


def doings(case: Case, printed: str) -> Change:
    """Who would do what, each clause with the owner of its options; nothing for ``nothing``."""
    if printed == "nothing":
        return frozenset()
    found: Change = frozenset()
    for clause in printed.split("; "):
        blanks = like("{who:PARTY} would {what:DEEDS}", clause)
        if blanks is None:
            raise Unreadable(clause)
        some = deeds(blanks["what"])
        assert {case.option(id).party for id, _ in some} == {party(blanks["who"])}, clause
        found |= some
    return found


def change(before: Ids, after: Ids) -> Change:
    """What differs between two states."""
    return frozenset((id, id in after) for id in before ^ after)


def changed(before: Ids, some: Change) -> Ids:
    """A state after a change, each part of which changes something."""
    for id, taken in some:
        assert (id in before) != taken, (before, some)
    return (before - {id for id, _ in some}) | {id for id, taken in some if taken}


# --- reasons -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reason:
    """A line by its place in a list of so many; all None for a ranking or a tie."""

    label: str | None
    position: int | None = None
    length: int | None = None


def reason(printed: str) -> Reason:
    """Which line is said to count."""
    found = re.fullmatch(
        rf"what counts is its priority (\d+) of (\d+), that ‹(wish [^›]*)› {SOURCE}", printed
    )
    if found:
        return Reason(found[3], int(found[1]), int(found[2]))
    return Reason("ranking" if "ranking" in printed else None)


def because(case: Case, who: str, line: str | None, before: Ids, after: Ids) -> Reason:
    """What a sentence has to say of the line that decides between two states for a party."""
    lines = getattr(case.lists[who], "lines", None)
    if lines is None:
        tiers = case.lists[who].tiers  # type: ignore[union-attr]
        apart = not any(before in tier and after in tier for tier in tiers)
        return Reason("ranking" if apart else None)
    if line is None:
        return Reason(None)
    place = [one.id for one in lines].index(line) + 1
    return Reason(wish_of(case, who, line), place, len(lines))


# --- states by letters ---------------------------------------------------------------------------


class Letters:
    """What the letters of a text mean, from its legend."""

    def __init__(self, case: Case, legend: Iterable[str]) -> None:
        self.case = case
        self.meant = dict(line.removesuffix(".").split(": ", 1) for line in legend)
        assert len(set(self.meant.values())) == len(self.meant), self.meant

    @property
    def today(self) -> Ids:
        """Today's state."""
        assert self.case.status_quo is not None
        return self.case.status_quo

    def state(self, printed: str) -> Ids:
        """The state that a noun phrase means; its outcomes are those that are true in it."""
        if printed == "today's state":
            return self.today
        letter = re.findall(r"state ([A-Z]\d*)", printed)[0]
        state = changed(self.today, doings(self.case, self.meant[letter]))
        true = {one.id for one in self.case.outcomes if self.case.satisfies(one.formula, state)}
        assert set(ids("outcome", printed)) == true, printed
        return state

    def states(self, printed: str) -> list[Ids]:
        """Several states, joined by "or"."""
        return [self.state(one) for one in re.findall(STATE, printed)]


# --- formulas ------------------------------------------------------------------------------------


def in_words(case: Case, formula: Formula) -> str:
    """A formula told by who does what."""

    def part(inner: Formula) -> str:
        return f"({in_words(case, inner)})"

    match formula:
        case Not(inner):
            return f"not {part(inner)}"
        case Many(word, parts):
            return f" {word} ".join(map(part, parts))
        case Pair(word, left, right):
            return f" {'exactly if' if word == 'iff' else word} ".join(map(part, (left, right)))
        case Name(id):
            return _thing(case, id)
    return str(formula)


def _thing(case: Case, id: str) -> str:
    for option in case.options:
        if option.id == id:
            return f"{case.party(option.party).name}: {option.name}"
    for term in case.terms:
        if term.id == id:
            return in_words(case, term.formula) if term.name is None else str(term.name)
    return str(next((flag.name for flag in case.flags if flag.id == id and flag.name), id))
