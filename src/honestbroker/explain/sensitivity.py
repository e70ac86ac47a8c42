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

__all__ = ["compare", "sensitivity", "timeline"]

_SHOWN = 15
"""Judgements that are told; the JSON output has all."""

Value = bool | str | None


def _claim(words: Words, name: str) -> str:
    """A headline claim as a clause."""
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
            words.say("sure.line", claim=capital(_claim(words, name)), value=_value(words, value))
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
    saying = Saying(words)
    tried = {kind: found.tried.get(kind, 0) for kind in _TRIED}
    blocks: list[Block] = [words.say("sure.claims"), _claims(words, found.claims)]
    blocks.append(words.say("sure.tried", **{_TRIED[kind]: tried[kind] for kind in _TRIED}))
    for variation in found.variations:
        if variation.kind == "concept":
            told = "; ".join(_claim(words, flip.claim) for flip in variation.flips)
            blocks.append(words.say("sure.concepts", concept=variation.id, claims=told))
    sections = [head(words, found.question), Section(words.say("sure"), tuple(blocks))]
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
    words = saying.words
    party = words.party(one.party) if one.party is not None else ""
    source = saying.source(one.cites, one.judged, one.sure)
    if one.kind == "order":
        first, second = (saying.statement(one.party, id) for id in one.what)
        what = words.say("sure.order", party=party, first=first, second=second)
    elif one.kind == "statement":
        told = saying.statement(one.party, one.what[0])
        what = words.say("sure.statement", party=party, what=told)
    elif one.kind == "flag":
        what = words.say("sure.flag", what=saying.flag(one.what[0]))
    elif one.kind == "way":
        what = words.say("sure.way", party=party, what=words.deed(one.what[0], take=True))
    else:
        what = words.say("sure.group", group=words.parties(one.what))
    claims = "; ".join(_claim(words, name) for name in one.claims)
    return words.say("sure.rests", what=capital(what), source=source, claims=claims)


def _counts(words: Words, counts: Counts, key: str) -> Section:
    cases = counts.cases - counts.void
    heading = words.say(key, cases=counts.cases, swaps=counts.swaps, seed=counts.scope.seed)
    told = []
    for name, values in counts.counts.items():
        shares = "; ".join(
            words.say("sure.count", count=count, cases=cases, value=words.say(f"value.{value}"))
            for value, count in values.items()
        )
        told.append(words.say("sure.line", claim=capital(_claim(words, name)), value=shares))
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
    apart = {name: row for name, row in found.claims.items() if len(set(map(str, row))) > 1}
    labels = tuple(version.label for version in found.versions)
    blocks: list[Block] = []
    if apart:
        rows = tuple(
            (capital(_claim(words, name)), *(_value(words, value) for value in row))
            for name, row in apart.items()
        )
        blocks.append(Table((words.say("compare.claim"), *labels), rows))
        blocks.append(words.say("compare.same", count=len(found.claims) - len(apart)))
    else:
        blocks.append(words.say("compare.agree"))
    sections = [head(words, found.question), Section(words.say("compare"), tuple(blocks))]
    for pair in found.pairs:
        heading = words.say("compare.pair", first=pair.first, second=pair.second)
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
        return words.say("sure.group", group=words.parties(one.what.split(", ")))
    saying = Saying(words)
    if one.kind == "statement":
        party = words.party(one.party or "")
        return words.say("compare.line", party=party, what=saying.statement(one.party, one.what))
    if one.kind == "flag":
        return words.say("sure.flag", what=saying.flag(one.what))
    if one.kind == "way":
        return words.say(
            "sure.way", party=words.party(one.party or ""), what=words.deed(one.what, take=True)
        )
    return one.id


def _explained(words: Words, pair: PairOfVersions) -> Iterator[str]:
    for one in pair.explained:
        blanks = {
            "claim": capital(_claim(words, one.flip.claim)),
            "before": _value(words, one.flip.before),
            "after": _value(words, one.flip.after),
            "first": pair.first,
            "second": pair.second,
        }
        sets = [
            words.joined([_difference(words, pair.differences[number]) for number in numbers])
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
    blocks: list[Block] = [_picture(words, found.moments)]
    for moment in found.moments:
        today = sum(state.today for state in moment.holding)
        told = words.say("timeline.moment", date=moment.date, profile=_named(words, moment))
        told += words.say("timeline.post_hoc") if moment.post_hoc else ""
        held = words.say("timeline.holds", count=len(moment.holding), today=today)
        blocks.append(f"{told}. {held}")
    sections = [head(words, found.question), Section(words.say("timeline"), tuple(blocks))]
    for turn in found.turns:
        heading = words.say("timeline.turn", first=turn.pair.first, second=turn.pair.second)
        sections.append(Section(heading, tuple(_turn(words, turn))))
    return sections


def _named(words: Words, moment: Moment) -> str:
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


def _turn(words: Words, turn: Turn) -> Iterator[Block]:
    if turn.trigger is not None:
        told = turn.trigger.get(words.language) or turn.trigger.get("en", "")
        yield words.say("timeline.trigger", trigger=told)
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
