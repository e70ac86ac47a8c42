"""Who disagrees about what, and which statements make the difference?

Question: two or more versions of one case (analysts' profiles or files) are given. What are the
headline claims of each (`honestbroker.analyses.claims`), and which smallest sets of the statements
on which two versions differ explain a difference between their claims?

Definitions

* Two lists of a party **differ** in the statements that only one of them has, that are worded
  differently, or that are firm in one only, and in those outside a longest common subsequence of
  the others (the first such subsequence in the order of the first list). Further differences: a
  direct ranking, a flag, a group that is open in one only or there in one only, an option's way, a
  term's formula, the rules, the couplings, the status quo, the reference.
* The first version **with a set of differences as in the second**: those flags, groups, ways, terms
  and so on are taken from the second; from each list the statements of the set are taken out and
  put where the second has them, each right after the nearest statement above it in the second
  list that is there. With all differences this gives the second version.
* A set **explains** a claim if the first version with it comes to the second's value. The smallest
  sets are those with fewest differences.
* Versions whose parties or options differ are compared claim by claim, without explanations.

Guarantees: all smallest sets, where no more than `MOST_SETS` sets had to be tried; else the result
says that it is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any, Final

from honestbroker.analyses.claims import Claims, Value
from honestbroker.analyses.draws import Draws, Sample, counted
from honestbroker.analyses.stability import question
from honestbroker.analyses.variants import Desk
from honestbroker.case.case import Case
from honestbroker.case.parts import Statement, Statements
from honestbroker.encode import encode
from honestbroker.neighbourhood import said
from honestbroker.result import Scope
from honestbroker.result.compare import (
    Comparison,
    DifferenceItem,
    Explained,
    PairOfVersions,
    VersionTold,
)
from honestbroker.result.sensitivity import Counts, Drawn, Flip
from honestbroker.sweep import IN_PROCESS, Work

__all__ = ["MOST_SETS", "compare", "differences", "explained", "partly"]

MOST_SETS: Final = 20_000
"""How many sets of differences are tried for one pair of versions."""


def compare(
    versions: Sequence[tuple[str, Case]],
    *,
    sample: Sample | None = None,
    max_memory: int | None = None,
    work: Work = IN_PROCESS,
) -> Comparison:
    """Who disagrees about what.

    Parameters
    ----------
    versions : sequence of (str, Case)
        Two or more versions, each with what it is called.
    sample : Sample or None
        How many cases with perturbed lists are drawn for each version, and how; None for none.
    max_memory : int or None
        Bytes that may be used; None for the default.
    work : Work
        Who draws, where finished draws are kept, who hears of it.

    Returns
    -------
    Comparison
        Claims side by side, what explains each difference, and counts over analysts.

    Raises
    ------
    ValueError
        If there are fewer than two versions, or two of the same name.
    CaseError
        If a rule or ranking is wrong.
    TooBig
        If a case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> korea = hb.read("korea-2017")
    >>> found = compare([("2017", korea), ("2018", hb.in_profile(korea, "2018H1"))])
    >>> found.claims["stands stage_1"]
    (False, True)
    """
    labels = [label for label, _ in versions]
    if len(versions) < 2 or len(set(labels)) < len(labels):
        raise ValueError("two or more versions are needed, each with a name of its own")
    first = versions[0][1]
    pool = _pooled_case([case for _, case in versions])
    claims = Claims(pool, Desk(pool, max_memory))
    values = {label: claims.of(case) for label, case in versions}
    pairs = []
    for label, case in versions[1:]:
        items = differences(first, case) if _alike(first, case) else None
        found = () if items is None else explained(claims, first, case, items)
        pairs.append(PairOfVersions(labels[0], label, items or (), found))
    side = {name: tuple(values[label][name] for label in labels) for name in claims.names}
    pooled: dict[str, dict[str, int]] = {}
    for name, row in side.items():
        pooled[name] = {}
        for value in row:
            key = str(value).lower()
            pooled[name][key] = pooled[name].get(key, 0) + 1
    cut = any(not one.exhaustive for pair in pairs for one in pair.explained)
    return Comparison(
        question(encode(first, max_memory)),
        Scope("bounded", f"{MOST_SETS} sets of differences a pair") if cut else Scope("exhaustive"),
        tuple(_told(label, case) for label, case in versions),
        side,
        tuple(pairs),
        pooled,
        () if sample is None else _drawn(versions, claims.case, sample, work),
    )


def _told(label: str, case: Case) -> VersionTold:
    author = next((p.author for p in case.profiles if p.id == case.profile), None)
    applied = tuple(change.id for change in case.applied)
    return VersionTold(label, case.id, case.profile, author, applied)


def _alike(first: Case, second: Case) -> bool:
    """Whether two cases have the same parties and options: only then differences carry over."""
    parties = [party.id for party in first.parties] == [party.id for party in second.parties]
    mine = [(option.id, option.party) for option in first.options]
    return parties and mine == [(option.id, option.party) for option in second.options]


def _pooled_case(cases: Sequence[Case]) -> Case:
    """The first case, with the groups and outcomes of all: claims are made about them."""
    first = cases[0]
    groups = {frozenset(group.members): group for case in reversed(cases) for group in case.groups}
    outcomes = {one.id: one for case in reversed(cases) for one in case.outcomes}
    mine = [frozenset(group.members) for case in cases for group in case.groups]
    named = [one.id for case in cases for one in case.outcomes]
    return replace(
        first,
        groups=tuple(groups[key] for key in dict.fromkeys(mine)),
        outcomes=tuple(outcomes[key] for key in dict.fromkeys(named)),
    )


def _drawn(
    versions: Sequence[tuple[str, Case]],
    about: Case,
    sample: Sample,
    work: Work,
) -> tuple[Counts, ...]:
    """Claims over all versions, each perturbed as often."""
    draws, swaps, seed = sample.draws, sample.swaps, sample.seed
    says = [said(case) for _, case in versions]
    kept = work.kept(
        {
            "kind": "compare",
            "says": says,
            "seed": seed,
            "swaps": swaps,
            "draws": draws,
            "told": "every draw",
        }
    )
    total: dict[str, dict[str, int]] = {}
    void = 0
    every: list[Drawn] = []
    for label, case in versions:
        job = Draws(case, seed, swaps, None, about)
        scope = Scope("sampled", None, seed, draws)
        one = counted(job, "perturbed lists", draws, scope, work=work, kept=kept, part=label)
        void += one.void
        every += one.drawn
        for name, values in one.counts.items():
            row = total.setdefault(name, {})
            for value, count in values.items():
                row[value] = row.get(value, 0) + count
    number = draws * len(versions)
    scope = Scope("sampled", None, seed, number)
    return (Counts("perturbed lists", scope, number, void, swaps, total, tuple(every)),)


# --- differences ---------------------------------------------------------------------------------


def differences(first: Case, second: Case) -> tuple[DifferenceItem, ...]:
    """Everything on which two versions of one case differ.

    Parameters
    ----------
    first, second : Case
        Versions with the same parties and options.

    Returns
    -------
    tuple of DifferenceItem
        Lists first, in the order of the file.

    Examples
    --------
    >>> import honestbroker as hb
    >>> korea = hb.read("korea-2017")
    >>> [found.id for found in differences(korea, hb.in_profile(korea, "2018H1"))]
    ['US: no-naked-suspension', 'DPRK, US', 'DPRK, US, ROK']
    """
    found: list[DifferenceItem] = []
    for party in first.parties:
        found += _of_list(party.id, first, second)
    for kind, things in (("flag", "flags"), ("term", "terms")):
        found += _by_id(kind, getattr(first, things), getattr(second, things), _meant)
    groups = [
        {frozenset(group.members): group for group in case.groups} for case in (first, second)
    ]
    for key in dict.fromkeys((*groups[0], *groups[1])):
        mine, theirs = groups[0].get(key), groups[1].get(key)
        if mine is None or theirs is None or mine.open != theirs.open:
            one = mine or theirs
            assert one is not None
            found.append(DifferenceItem("group", None, ", ".join(one.members), _how(mine, theirs)))
    for mine_option, option in zip(first.options, second.options, strict=True):
        if mine_option.way != option.way:
            found.append(DifferenceItem("way", option.party, option.id, "differs"))
    for name, content in _WHOLE.items():
        if content(first) != content(second):
            found.append(DifferenceItem(name, None, name, "differs"))
    return tuple(found)


def _meant(thing: Any) -> Any:
    return thing.value if hasattr(thing, "value") else str(thing.formula)


_WHOLE: Final[dict[str, Callable[[Case], Any]]] = {
    "rules": lambda case: [(rule.id, str(rule.formula)) for rule in case.rules],
    "couplings": lambda case: [(one.option, one.taken, one.then) for one in case.couplings],
    "named_states": lambda case: [(o.id, o.members, str(o.where)) for o in case.named_states],
    "arcs": lambda case: [(arc.party, arc.source, arc.target) for arc in case.arcs],
    "status_quo": lambda case: case.status_quo,
    "reference": lambda case: case.reference,
}
"""What is compared, and taken over, as a whole."""


def _how(mine: object, theirs: object) -> str:
    if mine is None:
        return "only in the second"
    return "only in the first" if theirs is None else "differs"


def _by_id(
    kind: str, mine: Sequence[Any], theirs: Sequence[Any], content: Callable[[Any], Any]
) -> Iterator[DifferenceItem]:
    one = {thing.id: thing for thing in mine}
    other = {thing.id: thing for thing in theirs}
    for id in dict.fromkeys((*one, *other)):
        a, b = one.get(id), other.get(id)
        if a is None or b is None or content(a) != content(b):
            yield DifferenceItem(kind, None, id, _how(a, b))


def _of_list(party: str, first: Case, second: Case) -> Iterator[DifferenceItem]:
    mine, theirs = first.lists.get(party), second.lists.get(party)
    if not isinstance(mine, Statements) or not isinstance(theirs, Statements):
        alike = type(mine) is type(theirs) and getattr(mine, "tiers", None) == getattr(
            theirs, "tiers", None
        )
        if not alike:
            yield DifferenceItem("ranking", party, party, _how(mine, theirs))
        return
    ours = {line.id: (place, line) for place, line in enumerate(mine.lines, start=1)}
    other = {line.id: (place, line) for place, line in enumerate(theirs.lines, start=1)}
    same = [id for id in ours if id in other and _words(ours[id][1]) == _words(other[id][1])]
    kept = _common(same, [id for id in other if id in set(same)])
    for id in dict.fromkeys((*ours, *other)):
        if id in kept:
            continue
        how = "moved" if id in same else "reworded" if id in ours and id in other else ""
        how = how or ("only in the first" if id in ours else "only in the second")
        first_place = ours[id][0] if id in ours else None
        second_place = other[id][0] if id in other else None
        yield DifferenceItem("statement", party, id, how, first_place, second_place)


def _words(line: Statement) -> tuple[str, bool]:
    return str(line.want), line.firm


def _common(one: Sequence[str], other: Sequence[str]) -> frozenset[str]:
    """A longest common subsequence of two orders of the same ids."""
    place = {id: at for at, id in enumerate(other)}
    best: list[tuple[int, int]] = []  # (length of the longest that ends here, its place before)
    for at, id in enumerate(one):
        before = [(best[k][0], -k) for k in range(at) if place[one[k]] < place[id]]
        length, back = max(before, default=(0, 1))
        best.append((length + 1, -back))
    found = []
    at = max(range(len(one)), key=lambda k: (best[k][0], -k), default=-1)
    while at >= 0:
        found.append(one[at])
        at = best[at][1]
    return frozenset(found)


def partly(first: Case, second: Case, chosen: Sequence[DifferenceItem]) -> Case:
    """The first version with some differences as in the second.

    Parameters
    ----------
    first, second : Case
        The versions.
    chosen : sequence of DifferenceItem
        Some of their `differences`.

    Returns
    -------
    Case
        The first, with these as in the second.
    """
    lists = dict(first.lists)
    for party in dict.fromkeys(one.party for one in chosen if one.kind == "statement"):
        assert party is not None
        ids = {one.what for one in chosen if one.kind == "statement" and one.party == party}
        lists[party] = _with_statements(first.lists[party], second.lists[party], ids)
    for one in chosen:
        if one.kind == "ranking" and one.party is not None:
            if one.party in second.lists:
                lists[one.party] = second.lists[one.party]
            else:
                lists.pop(one.party, None)
    parts: dict[str, Any] = {"lists": lists}
    for kind, name in (("flag", "flags"), ("term", "terms")):
        ids = {one.what for one in chosen if one.kind == kind}
        if ids:
            parts[name] = _taken_over(getattr(first, name), getattr(second, name), ids)
    members = {frozenset(one.what.split(", ")) for one in chosen if one.kind == "group"}
    if members:
        parts["groups"] = _groups(first, second, members)
    ways = {one.what for one in chosen if one.kind == "way"}
    if ways:
        parts["options"] = tuple(
            replace(mine, way=theirs.way) if mine.id in ways else mine
            for mine, theirs in zip(first.options, second.options, strict=True)
        )
    parts.update((one.kind, getattr(second, one.kind)) for one in chosen if one.kind in _WHOLE)
    return replace(first, **parts)


def _taken_over(mine: Sequence[Any], theirs: Sequence[Any], ids: set[str]) -> tuple[Any, ...]:
    other = {thing.id: thing for thing in theirs}
    kept = [other.get(thing.id) if thing.id in ids else thing for thing in mine]
    there = {thing.id for thing in mine}
    added = [thing for thing in theirs if thing.id in ids and thing.id not in there]
    return tuple(thing for thing in (*kept, *added) if thing is not None)


def _groups(first: Case, second: Case, members: set[frozenset[str]]) -> tuple[Any, ...]:
    other = {frozenset(group.members): group for group in second.groups}
    kept = [
        other.get(frozenset(group.members)) if frozenset(group.members) in members else group
        for group in first.groups
    ]
    there = {frozenset(group.members) for group in first.groups}
    added = [group for key, group in other.items() if key in members and key not in there]
    return tuple(group for group in (*kept, *added) if group is not None)


def _with_statements(mine: Any, theirs: Any, ids: set[str]) -> Statements:
    lines: list[Statement] = [line for line in mine.lines if line.id not in ids]
    above: list[str] = []
    for line in theirs.lines:
        if line.id in ids:
            order = [one.id for one in lines]
            anchor = next((id for id in reversed(above) if id in order), None)
            lines.insert(0 if anchor is None else order.index(anchor) + 1, line)
        above.append(line.id)
    return Statements(tuple(lines), mine.place)


def explained(
    claims: Claims, first: Case, second: Case, items: Sequence[DifferenceItem]
) -> tuple[Explained, ...]:
    """The smallest sets of differences that explain each claim on which two versions differ.

    Parameters
    ----------
    claims : Claims
        Where claims are made.
    first, second : Case
        The versions.
    items : sequence of DifferenceItem
        Their differences.

    Returns
    -------
    tuple of Explained
        One for each claim that differs.
    """
    before, after = claims.of(first), claims.of(second)
    open_: dict[str, Flip] = {
        name: Flip(name, before[name], after[name])
        for name in claims.names
        if before[name] != after[name]
    }
    found: dict[str, list[tuple[int, ...]]] = {name: [] for name in open_}
    tried: dict[str, int] = dict.fromkeys(open_, 0)
    cut: set[str] = set()
    total = 0
    for size in range(1, len(items) + 1):
        looking = [name for name in open_ if not found[name] and name not in cut]
        for numbers in combinations(range(len(items)), size):
            if not looking:
                break
            if total >= MOST_SETS:
                cut.update(looking)
                break
            total += 1
            version = partly(first, second, [items[number] for number in numbers])
            values: Mapping[str, Value] = claims.of(version)
            for name in looking:
                tried[name] += 1
                if values[name] == after[name]:
                    found[name].append(numbers)
    return tuple(
        Explained(flip, tuple(found[name]), tried[name], name not in cut)
        for name, flip in open_.items()
    )
