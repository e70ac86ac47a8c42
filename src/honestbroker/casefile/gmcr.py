"""Import a ``.gmcr`` file: the JSON that programs for the graph model save their conflicts in.

What the file says, and how it is read (after the save files of the open-source gmcr-py)

* ``options`` is a list of names with a ``permittedDirection`` (``fwd``, ``back``, ``both``);
  ``decisionMakers`` own them by index. State numbers count option k as 2^k in the file's order.
* A condition is a list of ``[option, "Y" or "N"]`` that hold together; a compound one,
  ``{"compound": true, "members": [..]}``, holds when one of its members does. ``infeasibles`` are
  conditions that no state satisfies; ``preferences`` are conditions, most important first.
* With ``useManualPreferenceRanking`` (``useManualPreferenceVectors`` in older files) preferences
  are not used, but ``preferenceRanking`` (``preferenceVector``): states from best to worst, an
  inner list is a tie. A state is given by its ordinal, from 1, among the *feasible* states in
  ascending order of their state numbers. Without that mark a stored ranking is left aside: it was
  computed from the preferences. A party without any is indifferent between all states.
* ``payoffs`` and ``coalitionsFull`` repeat the rest. ``misperceptions`` (states a party does not
  see) and ``coalitions`` with several members have no counterpart in a case, and there is no
  status quo. What is left out is said.

Guarantees: order of parties and options kept; ids are made from names, deterministically.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from honestbroker.case.case import Case
from honestbroker.case.inspect import MAX_OPTIONS
from honestbroker.case.parts import (
    Edit,
    Option,
    Party,
    Profile,
    Ranking,
    Rule,
    SetList,
    State,
    Statement,
    Statements,
)
from honestbroker.case.problems import CaseError, Problem
from honestbroker.case.sources import Place, Text
from honestbroker.casefile.gmcr_conditions import Odd, condition_of, denied, is_index, state_numbers
from honestbroker.casefile.ids import id_from
from honestbroker.casefile.layout import UNSEEN
from honestbroker.casefile.reader import read_text
from honestbroker.casefile.tree import MAX_BYTES, MAX_PROBLEMS, decoded
from honestbroker.casefile.writer import dump
from honestbroker.formula import Formula

__all__ = ["read_gmcr"]

_WAYS: Final = {"both": "both", "fwd": "forward", "back": "backward"}
_PARTIES: Final = 1_000
_KNOWN: Final = frozenset(
    "program version options decisionMakers infeasibles coalitions coalitionsFull "
    "useManualPreferenceRanking useManualPreferenceVectors".split()
)
_KNOWN_OF_PARTY: Final = frozenset(
    "name options preferences preferenceRanking preferenceVector payoffs misperceptions".split()
)


def read_gmcr(source: str | Path | bytes) -> tuple[str, list[str]]:
    r"""A ``.gmcr`` file as the text of a case file.

    Parameters
    ----------
    source : str, Path or bytes
        The path of the file, or its content.

    Returns
    -------
    text : str
        The text of a case file; `honestbroker.read_text` reads it.
    notes : list of str
        What was left out, renamed or assumed, one sentence each.

    Raises
    ------
    CaseError
        With every problem at once, if the file is none that can be imported.

    Examples
    --------
    >>> saved = b'''{"options": [{"name": "Defect", "permittedDirection": "both"},
    ...                          {"name": "Defect", "permittedDirection": "both"}],
    ...              "decisionMakers": [{"name": "Row", "options": [0],
    ...                                  "preferences": [[[1, "N"]], [[0, "Y"]]]},
    ...                                 {"name": "Column", "options": [1],
    ...                                  "preferences": [[[0, "N"]], [[1, "Y"]]]}],
    ...              "infeasibles": []}'''
    >>> text, notes = read_gmcr(saved)
    >>> print("\n".join(notes))
    Several options are called 'Defect'; their ids are Defect_Row, Defect_Column.
    There is no status quo in such files: add status_quo to ask what can be reached from it.
    >>> import honestbroker as hb
    >>> hb.stability(hb.read_text(text)).counts()["nash"]
    1
    """
    data, file = _content(source)
    stem = Path(file).stem if not isinstance(source, bytes) else "imported"
    text, problems = decoded(data, file)
    if text is None:
        raise CaseError(problems)
    at_work = _Import(_parsed(text, file), file)
    case = at_work.case(stem)
    if case is None or at_work.problems:
        raise CaseError(found.shortened() for found in at_work.problems[:MAX_PROBLEMS])
    remarks = [f"Imported from {stem}.gmcr.", *at_work.notes]
    written = dump(case, remarks)
    try:
        read_text(written)
    except CaseError as error:
        place = Place(file, 1, 1)
        told = [Problem(one.message, place, one.suggestion).shortened() for one in error.problems]
        raise CaseError(told) from None
    return written, at_work.notes


def _content(source: str | Path | bytes) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, "<gmcr>"
    try:
        with Path(source).open("rb") as file:
            return file.read(MAX_BYTES + 1), str(source)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "this is no path"
        told = f"'{source}' cannot be read ({reason})"
        raise CaseError([Problem(told, None, "give the path of a .gmcr file")]) from None


def _parsed(text: str, file: str) -> Any:
    """The JSON of a file; whatever is wrong with it is a problem."""
    place = Place(file, 1, 1)
    hint = "a .gmcr file is JSON; save it again with the program that made it"

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        doubled = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
        if doubled:
            raise CaseError([Problem(f"'{doubled[0]}' stands twice in one object", place, hint)])
        return dict(pairs)

    def refused(word: str) -> None:
        raise CaseError([Problem(f"{word} is no number", place, hint)])

    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=refused)
    except json.JSONDecodeError as error:
        told = f"this is no JSON: {error.msg[:1].lower() + error.msg[1:]}"
        raise CaseError([Problem(told, Place(file, error.lineno, error.colno), hint)]) from None
    except RecursionError:
        raise CaseError([Problem("lists stand in each other too deeply", place, hint)]) from None
    except CaseError:
        raise
    except ValueError:
        raise CaseError([Problem("a number is too long to be read", place, hint)]) from None


@dataclass
class _Import:
    """One file on its way to a case."""

    whole: Any
    file: str
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)

    def report(self, message: str, suggestion: str = "") -> None:
        self.problems.append(Problem(message, Place(self.file, 1, 1), suggestion))

    def case(self, stem: str) -> Case | None:
        """The case; None if there is too little to make one of."""
        parties = self.listed(self.whole, "decisionMakers", "the file")
        options = self.listed(self.whole, "options", "the file")
        if not parties or not options:
            if not self.problems:
                self.report("the file has no decision makers or no options")
            return None
        if len(options) > MAX_OPTIONS or len(parties) > _PARTIES:
            told = f"{len(options)} options and {len(parties)} decision makers; at most "
            self.report(f"{told}{MAX_OPTIONS} and {_PARTIES} can be analysed")
            return None
        self.leave_out(self.whole, _KNOWN, "The file")
        names = [self.name(party, f"decision maker {n}") for n, party in enumerate(parties, 1)]
        party_ids = self.ids(names, "party", ["" for _ in names])
        owners = self.owners(parties, names, len(options))
        if self.problems:
            return None
        titles = [self.name(option, f"option {n}") for n, option in enumerate(options, 1)]
        if self.problems:
            return None
        self.options = self.ids(titles, "option", [party_ids[owner] for owner in owners])
        made = tuple(
            Option(id, party_ids[owner], Text.of(title), None, self.way(option, title))
            for id, owner, title, option in zip(self.options, owners, titles, options, strict=True)
        )
        rules = self.rules()
        lists = self.lists(parties, names, party_ids, rules)
        self.coalitions(names)
        self.notes.append(
            "There is no status quo in such files: add status_quo to ask what can be reached "
            "from it."
        )
        return Case(
            id=id_from(stem, "imported"),
            title=Text.of(_clean(stem)),
            parties=tuple(
                Party(id, Text.of(name)) for id, name in zip(party_ids, names, strict=True)
            ),
            options=made,
            default_profile="imported",
            rules=tuple(Rule(f"infeasible_{n}", formula) for n, formula in enumerate(rules, 1)),
            profiles=(Profile("imported", None, lists),),
        )

    # Names and owners

    def listed(self, holder: Any, key: str, what: str) -> list[Any]:
        """A list under a key; nothing and a problem if there is none."""
        if not isinstance(holder, dict):
            self.report(f"{what} should be an object in braces")
            return []
        value = holder.get(key, [])
        if not isinstance(value, list):
            self.report(f"'{key}' of {what} should be a list")
            return []
        return value

    def leave_out(self, holder: dict[str, Any], known: Iterable[str], what: str) -> None:
        for key in holder:
            if key not in known:
                self.notes.append(f"{what} has '{_clean(key)[:40]}', which is not read.")

    def name(self, holder: Any, otherwise: str) -> str:
        value = holder.get("name") if isinstance(holder, dict) else None
        if not isinstance(value, str):
            self.report(f"{otherwise} has no name")
            return otherwise
        return _clean(value) or otherwise

    def ids(self, names: Sequence[str], kind: str, owners: Sequence[str]) -> list[str]:
        """An id for each name; where names agree, the owner or a number tells them apart."""
        first = [id_from(name, kind) for name in names]
        often = Counter(id.lower() for id in first)
        wanted = [
            f"{id}_{owner}" if often[id.lower()] > 1 and owner else id
            for id, owner in zip(first, owners, strict=True)
        ]
        ids: list[str] = []
        taken: set[str] = set()
        for id in wanted:
            number, unique = 1, id
            while unique.lower() in taken:
                number += 1
                unique = f"{id}_{number}"
            taken.add(unique.lower())
            ids.append(unique)
        self.say_renamed(names, ids, kind)
        return ids

    def say_renamed(self, names: Sequence[str], ids: Sequence[str], kind: str) -> None:
        many = "parties" if kind == "party" else "options"
        mine: dict[str, list[str]] = {}
        for name, id in zip(names, ids, strict=True):
            mine.setdefault(name, []).append(id)
        for name, same in mine.items():
            if len(same) > 1:
                told = f"Several {many} are called '{name}'; their ids are {', '.join(same)}."
                self.notes.append(told)
            elif same[0] != id_from(name, ""):
                self.notes.append(f"The id of {kind} '{name}' is {same[0]}.")

    def owners(self, parties: Sequence[Any], names: Sequence[str], count: int) -> list[int]:
        """For each option the index of its party."""
        owners: dict[int, int] = {}
        for number, (party, name) in enumerate(zip(parties, names, strict=True)):
            for index in self.listed(party, "options", f"'{name}'"):
                if not is_index(index, count):
                    self.report(
                        f"'{name}' has option {index!r:.20}, but options are 0 to {count - 1}"
                    )
                elif owners.setdefault(index, number) != number:
                    self.report(
                        f"option {index} belongs to '{names[owners[index]]}' and to '{name}'",
                        "an option has one owner",
                    )
        for index in range(count):
            if index not in owners:
                self.report(f"option {index} belongs to nobody", "give it to a decision maker")
        in_order = [owners.get(index, 0) for index in range(count)]
        if in_order != sorted(in_order):
            self.notes.append(
                "Options do not stand in the order of their owners; states are numbered in the "
                "order of the file."
            )
        return in_order

    def way(self, option: Any, title: str) -> str:
        direction = option.get("permittedDirection", "both")
        if not (isinstance(direction, str) and direction in _WAYS):
            told = f"option '{title}' cannot have the direction {direction!r:.20}"
            self.report(told, "it is fwd, back or both")
            return "both"
        self.leave_out(option, {"name", "permittedDirection"}, f"Option '{title}'")
        return _WAYS[direction]

    # What is infeasible, what is preferred

    def rules(self) -> list[Formula]:
        """What must hold: that no infeasible condition does."""
        rules: list[Formula] = []
        for number, written in enumerate(self.listed(self.whole, "infeasibles", "the file"), 1):
            try:
                condition = condition_of(written, self.options)
            except Odd as odd:
                self.report(f"infeasible {number}: {odd}")
                continue
            if condition is True:
                self.report(f"infeasible {number} excludes every state")
            elif condition is False:
                self.notes.append(f"Infeasible {number} excludes nothing and was left out.")
            else:
                rules.append(denied(condition))
        return rules

    def lists(
        self, parties: Sequence[Any], names: Sequence[str], ids: Sequence[str], rules: list[Formula]
    ) -> tuple[Edit, ...]:
        manual = self.mark("useManualPreferenceRanking") or self.mark("useManualPreferenceVectors")
        states = self.states(rules) if manual and not self.problems else []
        made: list[Edit] = []
        for party, name, id in zip(parties, names, ids, strict=True):
            self.leave_out(party, _KNOWN_OF_PARTY, f"'{name}'")
            if party.get("misperceptions"):
                self.notes.append(
                    f"The misperceptions of '{name}' (states it does not see) were left out."
                )
            conditions = self.statements(party, name)
            if manual and conditions.lines:
                told = f"The ranking of '{name}' counts; its preferences were left out."
                self.notes.append(told)
            elif not manual and not conditions.lines:
                self.notes.append(f"'{name}' has no preferences: indifferent between all states.")
            wants = self.ranking(party, name, states) if states else conditions
            made.append(Edit(SetList(id, wants)))
        return tuple(made)

    def mark(self, key: str) -> bool:
        value = self.whole.get(key, False)
        if not isinstance(value, bool):
            self.report(f"'{key}' should be true or false")
        return value is True

    def statements(self, party: Any, name: str) -> Statements:
        lines: list[Statement] = []
        for number, written in enumerate(self.listed(party, "preferences", f"'{name}'"), 1):
            try:
                condition = condition_of(written, self.options)
            except Odd as odd:
                self.report(f"preference {number} of '{name}': {odd}")
                continue
            if isinstance(condition, bool):
                always = "always" if condition else "never"
                told = f"Preference {number} of '{name}' {always} holds and was left out."
                self.notes.append(told)
            elif condition in [line.want for line in lines]:
                told = f"Preference {number} of '{name}' repeats an earlier one and was left out."
                self.notes.append(told)
            else:
                lines.append(Statement(f"pref_{number}", condition))
        return Statements(tuple(lines))

    def states(self, rules: list[Formula]) -> list[int]:
        try:
            return state_numbers(self.options, rules)
        except Odd as odd:
            self.report(str(odd), "use preferences by conditions")
            return []

    def ranking(self, party: Any, name: str, states: Sequence[int]) -> Ranking:
        key = "preferenceRanking" if "preferenceRanking" in party else "preferenceVector"
        if key not in party:
            self.report(f"'{name}' has no preferenceRanking, but rankings are said to count")
        tiers: list[tuple[State, ...]] = []
        seen: set[int] = set()
        for written in self.listed(party, key, f"'{name}'"):
            tier = []
            for ordinal in written if isinstance(written, list) else [written]:
                if not is_index(ordinal, len(states) + 1) or ordinal == 0:
                    self.report(
                        f"the ranking of '{name}' names {ordinal!r:.20}; feasible states are 1 to "
                        f"{len(states)}"
                    )
                elif ordinal in seen:
                    self.report(f"the ranking of '{name}' names state {ordinal} twice")
                else:
                    seen.add(ordinal)
                    code = states[ordinal - 1]
                    tier.append(frozenset(id for k, id in enumerate(self.options) if code >> k & 1))
            if tier:
                tiers.append(tuple(tier))
        missing = [n for n in range(1, len(states) + 1) if n not in seen][:4]
        if missing and not self.problems:
            shown = ", ".join(map(str, missing[:3])) + (" and others" if len(missing) > 3 else "")
            self.report(f"the ranking of '{name}' leaves out state {shown}", "rank every state")
        return Ranking(tuple(tiers))

    def coalitions(self, names: Sequence[str]) -> None:
        blocks = self.whole.get("coalitions", [])
        for block in blocks if isinstance(blocks, list) else []:
            if isinstance(block, list) and len(block) > 1:
                members = [names[n] for n in block if is_index(n, len(names))]
                told = f"The coalition of {' and '.join(members)} was left out"
                self.notes.append(f"{told}: a case has groups that strike deals instead.")


def _clean(name: str) -> str:
    """A name without halves of characters, in one Unicode form, on one line."""
    whole = name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", UNSEEN.sub("\ufffd", " ".join(whole.split())))
