"""How sure are the headline claims, and on which judgements do they rest?

Question: which claims (`honestbroker.analyses.claims`) come out differently when one judgement is
varied, and how often do they come out as they do when many are varied a little?

Definitions (theory section 8)

* **One at a time**: every adjacent swap of two statements of a list, every drop of a statement,
  every flag set to its other value, every option given each of the three other ways, every group
  opened or closed, every other stability concept in the place of nash. Firm statements are varied
  too: they are judgements, and the result marks them.
* A claim **rests** on a judgement if varying it flips the claim. Judgements are an order (one
  statement directly before another), a statement (dropped), a flag, a way, a group; they are
  listed by how many claims rest on them, then in the order of the file. A concept is a convention
  and no judgement.
* **Perturbed lists**: in every list a stated number of swaps, one after the other, each of two
  adjacent statements drawn at random; firm statements are barriers, never moved nor crossed. Draw
  d of seed z uses a generator seeded with (z, d), so it is the same wherever it is drawn.
* **Orders**: all orders of the statements of unknown order (``any_order``), each block by itself:
  all of them where there are at most `MOST_ORDERS`, else drawn at random.

Claims are told as counts. No count is a probability of anything in the world.

Guarantees: exhaustive over single variations and over orders where it says so; sampled, with seed
and number, else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from honestbroker.analyses.claims import VOID, Value
from honestbroker.analyses.draws import Draws, Sample, counted, orders, perturbed
from honestbroker.analyses.stability import question
from honestbroker.case.case import Case
from honestbroker.case.parts import (
    WAYS,
    Change,
    Drop,
    Edit,
    EditKind,
    SetFlag,
    SetGroup,
    SetWay,
    Statements,
)
from honestbroker.case.sources import SURE, Evidence
from honestbroker.changes import edited, variant
from honestbroker.encode import encode
from honestbroker.kernel.stability import CONCEPTS
from honestbroker.neighbourhood import said
from honestbroker.result import Scope
from honestbroker.result.sensitivity import Flip, Rests, Sensitivity, Variation
from honestbroker.sweep import IN_PROCESS, Work

__all__ = ["MOST_ORDERS", "Sample", "orders", "perturbed", "sensitivity"]

MOST_ORDERS: Final = 5040
"""Up to so many orders of statements of unknown order are all tried."""


def sensitivity(
    case: Case,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    *,
    sample: Sample | None = None,
    work: Work = IN_PROCESS,
    max_memory: int | None = None,
) -> Sensitivity:
    """How sure the headline claims are.

    Parameters
    ----------
    case : Case
        The case.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made first, or ids from the case's library.
    sample : Sample or None
        How many cases with perturbed lists are drawn, and how; None for none.
    work : Work
        Who does the work, where it is kept, who hears of it.
    max_memory : int or None
        Bytes one version of the case may use; None for the default.

    Returns
    -------
    Sensitivity
        Claims, what flips them, the judgements they rest on, counts.

    Raises
    ------
    CaseError
        If a profile, a change, a rule or a ranking is wrong.
    TooBig
        If the case needs more memory than allowed.

    Examples
    --------
    >>> import honestbroker as hb
    >>> found = sensitivity(hb.read("elmira-1991"))
    >>> found.claims["today"], found.tried["way"], found.tried["concept"]
    (False, 15, 4)
    """
    asked = variant(case, profile, changes)
    encoded = encode(asked, max_memory)
    drawing = Sample(0) if sample is None else sample
    job = Draws(asked, drawing.seed, drawing.swaps, max_memory)
    before = job.claims.of(asked)
    tried: dict[str, int] = {}
    told: list[Variation] = []
    rests: dict[tuple[str, str | None, tuple[str, ...]], dict[str, None]] = {}
    for one in _variations(asked):
        tried[one.kind] = tried.get(one.kind, 0) + 1
        after = job.claims.of(one.case, one.concept)
        void = VOID in after.values()
        flips = () if void else _flips(before, after)
        if flips or void:
            told.append(Variation(one.kind, one.id, void, flips))
        if flips and one.judgement is not None:
            rests.setdefault(one.judgement, {}).update((flip.claim, None) for flip in flips)
    judged = [_rests(asked, key, tuple(claims)) for key, claims in rests.items()]
    judged.sort(key=lambda found: -len(found.claims))
    every = orders(asked)
    draws, seed = drawing.draws, drawing.seed
    kept = work.kept(_fingerprint(job, draws)) if draws or every > 1 else None
    counts = []
    if draws:
        scope = Scope("sampled", None, seed, draws)
        counts.append(counted(job, "perturbed lists", draws, scope, work=work, kept=kept))
    if every > 1:
        chosen = every <= MOST_ORDERS
        number = every if chosen else (draws or 1000)
        scope = Scope("exhaustive") if chosen else Scope("sampled", None, seed, number)
        kind = "orders" if chosen else "sampled orders"
        counts.append(counted(job, kind, number, scope, work=work, kept=kept))
    return Sensitivity(
        question(encoded),
        Scope("exhaustive"),
        before,
        tried,
        tuple(told),
        tuple(judged),
        tuple(counts),
    )


def _flips(before: Mapping[str, Value], after: Mapping[str, Value]) -> tuple[Flip, ...]:
    return tuple(
        Flip(name, value, after[name]) for name, value in before.items() if after[name] != value
    )


def _fingerprint(job: Draws, draws: int) -> dict[str, Any]:
    return {
        "kind": "sensitivity",
        "case": job.case.id,
        "says": said(job.case),
        "seed": job.seed,
        "swaps": job.swaps,
        "draws": draws,
        "told": "every draw",
    }


# --- one at a time -------------------------------------------------------------------------------

Judgement = tuple[str, str | None, tuple[str, ...]]
"""Kind, party, what."""


@dataclass(frozen=True)
class _Varied:
    kind: str
    id: str
    case: Case
    judgement: Judgement | None
    concept: str = "nash"


def _variations(case: Case) -> Iterator[_Varied]:
    for party, preference in case.lists.items():
        if not isinstance(preference, Statements):
            continue
        lines = preference.lines
        for place, (upper, lower) in enumerate(pairwise(lines)):
            swapped = (*lines[:place], lower, upper, *lines[place + 2 :])
            lists = {**case.lists, party: replace(preference, lines=swapped)}
            id = f"{party}: {lower.id} before {upper.id}"
            order = ("order", party, (upper.id, lower.id))
            yield _Varied("swap", id, replace(case, lists=lists), order)
        for line in lines:
            id = f"{party}: without {line.id}"
            yield _made(case, "drop", id, Drop(party, line.id), ("statement", party, (line.id,)))
    for flag in case.flags:
        id = f"{flag.id}={str(not flag.value).lower()}"
        yield _made(case, "set", id, SetFlag(flag.id, not flag.value), ("flag", None, (flag.id,)))
    for option in case.options:
        for way in WAYS:
            if way != option.way:
                judgement = ("way", option.party, (option.id,))
                id = f"{option.id}: {way}"
                yield _made(case, "way", id, SetWay(option.id, way), judgement)
    for group in case.groups:
        id = f"{'close' if group.open else 'open'} {', '.join(group.members)}"
        kind = SetGroup(group.members, not group.open)
        yield _made(case, "group", id, kind, ("group", None, group.members))
    for concept in CONCEPTS:
        if concept != "nash":
            yield _Varied("concept", concept, case, None, concept)


def _made(case: Case, kind: str, id: str, edit: EditKind, judgement: Judgement) -> _Varied:
    after, problems = edited(case, (Edit(edit),))
    assert not problems, problems
    return _Varied(kind, id, after, judgement)


def _rests(case: Case, judgement: Judgement, claims: tuple[str, ...]) -> Rests:
    kind, party, what = judgement
    evidence: list[Evidence] = []
    firm = False
    if kind in ("order", "statement"):
        preference = case.lists[party or ""]
        assert isinstance(preference, Statements)
        lines = {line.id: line for line in preference.lines}
        evidence = [lines[id].evidence for id in what]
        firm = any(lines[id].firm for id in what)
    elif kind == "group":
        members = frozenset(what)
        evidence = [one.evidence for one in case.groups if frozenset(one.members) == members]
    else:
        things: Sequence[Any] = case.flags if kind == "flag" else case.options
        evidence = [thing.evidence for thing in things if thing.id == what[0]]
    cites = tuple(dict.fromkeys(str(cite) for one in evidence for cite in one.cites))
    judges = [one.judged for one in evidence if one.judged is not None]
    sure = [judge.sure for judge in judges if judge.sure is not None]
    return Rests(
        kind,
        party,
        what,
        firm,
        claims,
        cites,
        judges[0].by if judges else None,
        max(sure, key=SURE.index) if sure else None,
    )
