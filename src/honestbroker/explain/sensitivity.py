"""How sure the headline claims are, who disagrees about what, what changed when: in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from honestbroker.case.case import Case
from honestbroker.explain.head import head
from honestbroker.explain.section import Block, Items, Section, Table
from honestbroker.explain.whatif import Saying
from honestbroker.explain.words import Words, capital
from honestbroker.result.compare import (
    Comparison,
    DifferenceItem,
    Moment,
    PairOfVersions,
    Timeline,
    Turn,
)
from honestbroker.result.sensitivity import Counts, Rests, Sensitivity

__all__ = [
    "certainty",
    "claim",
    "compare",
    "disagreement",
    "judgement",
    "moment_name",
    "sensitivity",
    "timeline",
    "trigger",
    "turns",
]

_SHOWN = 15
"""Judgements that are told; the JSON output has all."""

Value = bool | str | None


def claim(words: Words, name: str) -> str:
    """A headline claim as a clause.

    Parameters
    ----------
    words : Words
        The case's words.
    name : str
        The claim.

    Returns
    -------
    str
        The clause.
    """
    kind, _, rest = name.partition(" ")
    if kind == "today":
        return words.say("claim.today")
    if kind == "deal":
        return words.say("claim.deal", group=words.parties(rest.split(", ")))
    return words.say(f"claim.{kind}", outcome=words.outcome(rest))


def _value(words: Words, value: Value) -> str:
    return words.say(f"value.{str(value).lower()}")


def _claims(words: Words, claims: Mapping[str, Value]) -> Items:
    return Items(
        tuple(
            words.say("sure.line", claim=capital(claim(words, name)), value=_value(words, value))
            for name, value in claims.items()
        )
    )


def sensitivity(case: Case, found: Sensitivity, language: str = "en") -> list[Section]:
    """How sure the headline claims are.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Sensitivity
        What they rest on.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, claims, the judgements that matter, counts.
    """
    words = Words(case, language)
    return [head(words, found.question), *certainty(words, found)]


def certainty(words: Words, found: Sensitivity) -> list[Section]:
    """How sure the headline claims are, without a head.

    Parameters
    ----------
    words : Words
        The case's words.
    found : Sensitivity
        What they rest on.

    Returns
    -------
    list of Section
        Claims, the judgements that matter, counts.
    """
    saying = Saying(words)
    tried = {kind: found.tried.get(kind, 0) for kind in _TRIED}
    blocks: list[Block] = [words.say("sure.claims"), _claims(words, found.claims)]
    blocks.append(words.say("sure.tried", **{_TRIED[kind]: tried[kind] for kind in _TRIED}))
    for variation in found.variations:
        if variation.kind == "concept":
            told = "; ".join(claim(words, flip.claim) for flip in variation.flips)
            blocks.append(words.say("sure.concepts", concept=variation.id, claims=told))
    sections = [Section(words.say("sure"), tuple(blocks))]
    judged: list[Block] = []
    if found.judgements:
        shown = found.judgements[:_SHOWN]
        judged.append(Items(tuple(_rests(saying, one) for one in shown), numbered=True))
        if len(found.judgements) > len(shown):
            judged.append(words.say("sure.more", count=len(found.judgements) - len(shown)))
    else:
        judged.append(words.say("sure.no judgement"))
    sections.append(Section(words.say("sure.judgements"), tuple(judged)))
    for counts in found.counts:
        key = "sure.sampled" if counts.swaps is not None else f"sure.orders.{counts.scope.kind}"
        sections.append(_counts(words, counts, key))
    return sections


_TRIED = {
    "swap": "swaps",
    "drop": "drops",
    "set": "flags",
    "way": "ways",
    "group": "groups",
    "concept": "concepts",
}


def _rests(saying: Saying, one: Rests) -> str:
    what = judgement(saying, one)
    keys = tuple(f"{_ITEMS[one.kind]} {id}" for id in _ids(one))
    source = saying.words.rests(keys, one.cites, one.judged, one.sure)
    claims = "; ".join(claim(saying.words, name) for name in one.claims)
    return saying.words.say("sure.rests", what=capital(what), source=source, claims=claims)


_ITEMS = {
    "order": "statement",
    "statement": "statement",
    "flag": "flag",
    "way": "option",
    "group": "group",
}
"""Kind of judgement to the kind of item that it is about."""


def _ids(one: Rests) -> tuple[str, ...]:
    if one.kind in ("order", "statement"):
        return tuple(f"{one.party}: {id}" for id in one.what)
    return (", ".join(one.what),)


def judgement(saying: Saying, one: Rests) -> str:
    """A judgement as a clause.

    Parameters
    ----------
    saying : Saying
        The case's statements in words.
    one : Rests
        The judgement.

    Returns
    -------
    str
        The clause.
    """
    words = saying.words
    party = words.party(one.party) if one.party is not None else ""
    if one.kind == "order":
        first, second = (saying.statement(one.party, id) for id in one.what)
        return words.say("sure.order", party=party, first=first, second=second)
    if one.kind == "statement":
        told = saying.statement(one.party, one.what[0])
        return words.say("sure.statement", party=party, what=told)
    if one.kind == "flag":
        return words.say("sure.flag", what=saying.flag(one.what[0]))
    if one.kind == "way":
        return words.say("sure.way", party=party, what=words.deed(one.what[0], take=True))
    return words.say("sure.group", group=words.parties(one.what))


def _counts(words: Words, counts: Counts, key: str) -> Section:
    cases = counts.cases - counts.void
    heading = words.say(key, cases=counts.cases, swaps=counts.swaps, seed=counts.scope.seed)
    told = []
    for name, values in counts.counts.items():
        shares = "; ".join(
            words.say("sure.count", count=count, cases=cases, value=words.say(f"value.{value}"))
            for value, count in values.items()
        )
        told.append(words.say("sure.line", claim=capital(claim(words, name)), value=shares))
    return Section(heading, (Items(tuple(told)), words.say("sure.not chance")))


def compare(case: Case, found: Comparison, language: str = "en") -> list[Section]:
    """Who disagrees about what.

    Parameters
    ----------
    case : Case
        The first version.
    found : Comparison
        The versions side by side.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, claims that differ, what explains them, counts.
    """
    words = Words(case, language)
    return [head(words, found.question), *disagreement(words, found)]


def disagreement(words: Words, found: Comparison) -> list[Section]:
    """Who disagrees about what, without a head.

    Parameters
    ----------
    words : Words
        The words of the first version.
    found : Comparison
        The versions side by side.

    Returns
    -------
    list of Section
        Claims that differ, what explains them, counts.
    """
    apart = {name: row for name, row in found.claims.items() if len(set(map(str, row))) > 1}
    labels = tuple(words.clean(version.label) for version in found.versions)
    blocks: list[Block] = []
    if apart:
        rows = tuple(
            (capital(claim(words, name)), *(_value(words, value) for value in row))
            for name, row in apart.items()
        )
        blocks.append(Table((words.say("compare.claim"), *labels), rows))
        blocks.append(words.say("compare.same", count=len(found.claims) - len(apart)))
    else:
        blocks.append(words.say("compare.agree"))
    sections = [Section(words.say("compare"), tuple(blocks))]
    for pair in found.pairs:
        first, second = words.clean(pair.first), words.clean(pair.second)
        heading = words.say("compare.pair", first=first, second=second)
        told = tuple(_pair(words, pair, any(apart.values())))
        sections.append(Section(heading, told))
    for counts in found.counts:
        sections.append(_counts(words, counts, "compare.pooled"))
    return sections


def _pair(words: Words, pair: PairOfVersions, apart: bool) -> Iterator[Block]:
    if pair.differences:
        told = "; ".join(_difference(words, one) for one in pair.differences)
        yield words.say("compare.differences", differences=told)
    elif apart and not pair.explained:
        yield words.say("compare.other model")
    else:
        yield words.say("compare.no differences")
    if pair.explained:
        yield Items(tuple(_explained(words, pair)))


def _difference(words: Words, one: DifferenceItem) -> str:
    if one.kind == "group":
        told = words.say("sure.group", group=words.parties(one.what.split(", ")))
        return told + words.pointed(f"group {one.what}")
    saying = Saying(words)
    if one.kind == "statement":
        return words.say(
            f"compare.{one.how}",
            party=words.party(one.party or ""),
            what=saying.statement(one.party, one.what),
            first=one.first,
            second=one.second,
            source=words.pointed(f"statement {one.party}: {one.what}"),
        )
    if one.kind == "flag":
        return words.say("sure.flag", what=saying.flag(one.what)) + words.pointed(
            f"flag {one.what}"
        )
    if one.kind == "way":
        party, what = words.party(one.party or ""), words.deed(one.what, take=True)
        return words.say("sure.way", party=party, what=what) + words.pointed(f"option {one.what}")
    if one.kind == "ranking":
        return words.say("compare.ranking", party=words.party(one.party or ""))
    if one.kind == "term":
        return words.say("compare.term", what=words.clean(one.what))
    return words.say(f"compare.whole.{one.kind}")


def _explained(words: Words, pair: PairOfVersions) -> Iterator[str]:
    for one in pair.explained:
        blanks = {
            "claim": capital(claim(words, one.flip.claim)),
            "before": _value(words, one.flip.before),
            "after": _value(words, one.flip.after),
            "first": words.clean(pair.first),
            "second": words.clean(pair.second),
        }
        sets = [
            words.say("compare.with").join(
                _difference(words, pair.differences[number]) for number in numbers
            )
            for numbers in one.sets
        ]
        if not sets:
            yield words.say("compare.unexplained", **blanks)
            continue
        told = sets[0]
        for other in sets[1:]:
            told = words.say("compare.or", first=told, second=other)
        yield words.say("compare.explained", sets=told, **blanks)


def timeline(case: Case, found: Timeline, language: str = "en") -> list[Section]:
    """What changed when.

    Parameters
    ----------
    case : Case
        The case.
    found : Timeline
        Moments and turns.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, a table of the dates, each turn.
    """
    words = Words(case, language)
    return [head(words, found.question), *turns(words, found)]


def turns(words: Words, found: Timeline, *, drawn: bool = False) -> list[Section]:
    """What changed when, without a head.

    Parameters
    ----------
    words : Words
        The case's words.
    found : Timeline
        Moments and turns.
    drawn : bool
        Whether a picture shows what the table would.

    Returns
    -------
    list of Section
        A table of the dates, each turn.
    """
    blocks: list[Block] = [] if drawn else [_picture(words, found.moments)]
    for moment in found.moments:
        today = sum(state.today for state in moment.holding)
        told = words.say("timeline.moment", date=moment.date, profile=moment_name(words, moment))
        told += words.say("timeline.post_hoc") if moment.post_hoc else ""
        held = words.say("timeline.holds", count=len(moment.holding), today=today)
        blocks.append(f"{told}. {held}")
    sections = [Section(words.say("timeline"), tuple(blocks))]
    for turn in found.turns:
        heading = words.say("timeline.turn", first=turn.pair.first, second=turn.pair.second)
        sections.append(Section(heading, tuple(_turn(words, turn))))
    return sections


def moment_name(words: Words, moment: Moment) -> str:
    """What a dated profile is called.

    Parameters
    ----------
    words : Words
        The case's words.
    moment : Moment
        What was so then.

    Returns
    -------
    str
        The profile's name, or its id.
    """
    for profile in words.case.profiles:
        if profile.id == moment.profile:
            return words.text(profile.name, profile.id)
    return moment.profile


def _picture(words: Words, moments: Sequence[Moment]) -> Table:
    """Outcomes down, dates across: a dot where an outcome stands."""
    outcomes = [name for name in moments[0].claims if name.startswith("stands ")]
    rows = []
    for name in outcomes:
        marks = tuple(
            words.say("mark.yes" if moment.claims[name] is True else "mark.no")
            for moment in moments
        )
        rows.append((words.outcome(name.removeprefix("stands ")), *marks))
    heads = tuple(moment.date for moment in moments)
    return Table((words.say("timeline.stands"), *heads), tuple(rows))


def trigger(words: Words, languages: Mapping[str, str] | None) -> str:
    """What the analyst names as the trigger of a change.

    Parameters
    ----------
    words : Words
        The case's words.
    languages : mapping or None
        The trigger by language; None if none is named.

    Returns
    -------
    str
        The trigger; empty if there is none.
    """
    told = languages or {}
    return words.clean(told.get(words.language) or told.get("en", ""))


def _turn(words: Words, turn: Turn) -> Iterator[Block]:
    if turn.trigger is not None:
        yield words.say("timeline.trigger", trigger=trigger(words, turn.trigger))
    if turn.pair.differences:
        differences = "; ".join(_difference(words, one) for one in turn.pair.differences)
        yield words.say("compare.differences", differences=differences)
    for key, states in (("timeline.gained", turn.gained), ("timeline.lost", turn.lost)):
        for state in states:
            name = words.joined([words.outcome(id) for id in state.outcomes])
            doings = words.against_today(state.state)
            yield words.say(key, state=f"{name} ({doings})" if state.outcomes else doings)
    if turn.pair.explained:
        yield Items(tuple(_explained(words, turn.pair)))
    else:
        yield words.say("timeline.same")
