"""What would have to change, in words; and which rankings make a state hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from honestbroker.case.case import Case
from honestbroker.case.parts import Insert, Replace, Statement, Statements
from honestbroker.explain.head import head
from honestbroker.explain.section import Block, Items, Section
from honestbroker.explain.words import Words, capital
from honestbroker.result.rankings import PartyCondition, Rankings
from honestbroker.result.whatif import Answer, EditTold, Names, Target, WhatIf

__all__ = ["Saying", "answers", "rankings", "whatif"]

_SHOWN = 12
"""Answers of several changes that are told; the JSON output has all."""

_SETS_SHOWN = 20
"""Minimal sets of comparisons that are told; the JSON output has all."""


class Saying:
    """Statements, switches and other things of a case in words, with their sources.

    Parameters
    ----------
    words : Words
        The case's words.
    """

    def __init__(self, words: Words) -> None:
        self.words = words

    def statement(self, party: str | None, id: str) -> str:
        """A statement in the analyst's words.

        Parameters
        ----------
        party : str or None
            Whose.
        id : str
            The statement.

        Returns
        -------
        str
            Its name, or its formula.
        """
        for line in self._lines(party):
            if line.id == id:
                if line.name is not None:
                    return self.words.text(line.name)
                return self.words.formula(line.want)
        return id

    def _lines(self, party: str | None) -> Iterator[Statement]:
        case = self.words.case
        preference = case.lists.get(party or "")
        if isinstance(preference, Statements):
            yield from preference.lines
        edits = [edit for change in case.changes for edit in change.edits]
        edits += [edit for profile in case.profiles for edit in profile.edits]
        for edit in [*edits, *(edit for view in case.views for edit in view.edits)]:
            if isinstance(edit.kind, Insert) and edit.kind.party == party:
                yield edit.kind.statement
            elif isinstance(edit.kind, Replace) and edit.kind.party == party:
                yield edit.kind.by

    def flag(self, id: str) -> str:
        """A switch in the analyst's words.

        Parameters
        ----------
        id : str
            The flag.

        Returns
        -------
        str
            Its name, or its id.
        """
        for flag in self.words.case.flags:
            if flag.id == id and flag.name is not None:
                return self.words.text(flag.name)
        return id

    def change(self, id: str) -> str:
        """A named change in the analyst's words.

        Parameters
        ----------
        id : str
            The change.

        Returns
        -------
        str
            Its name, or its id.
        """
        for change in self.words.case.changes:
            if change.id == id and change.name is not None:
                return self.words.text(change.name)
        return id

    def source(self, cites: Sequence[str], judged: str | None, sure: str | None) -> str:
        """On what something without an entry rests, in brackets after a blank.

        Parameters
        ----------
        cites : sequence of str
            Citations.
        judged, sure : str or None
            Who judged it, how sure.

        Returns
        -------
        str
            Citations and judgement.
        """
        return self.words.rests((), cites, judged, sure)

    def edit(self, edit: EditTold, places: Sequence[int] = ()) -> str:
        """An edit as a clause.

        Parameters
        ----------
        edit : EditTold
            The edit.
        places : sequence of int
            Further places that would do as well, for a move or an insertion.

        Returns
        -------
        str
            The clause.
        """
        words, say = self.words, self.words.say
        key = {"set": "flag", "open": "group", "way": "option"}.get(edit.kind, "statement")
        id = f"{edit.party}: {edit.what}" if key == "statement" else edit.what
        source = words.rests((f"{key} {id}",), edit.cites, edit.judged, edit.sure)
        party = words.party(edit.party) if edit.party is not None else ""
        at = ", ".join(str(place) for place in sorted({edit.position or 0, *places}))
        if edit.kind == "move":
            up = (edit.position or 0) < (edit.before or 0)
            other = self.statement(edit.party, edit.passed[-1]) if edit.passed else ""
            source += say("edit.places", before=edit.before, places=at)
            key = "edit.move.up" if up else "edit.move.down"
            what = self.statement(edit.party, edit.what)
            return say(key, party=party, what=what, other=other, source=source)
        if edit.kind in ("drop", "insert"):
            what = self.statement(edit.party, edit.what)
            return say(f"edit.{edit.kind}", party=party, what=what, places=at, source=source)
        if edit.kind == "set":
            return say(f"edit.set.{edit.value}", what=self.flag(edit.what), source=source)
        if edit.kind == "open":
            return say("edit.open", group=words.parties(edit.what.split(", ")), source=source)
        if edit.kind == "way":
            what = words.deed(edit.what, take=True)
            return say(f"edit.way.{edit.value}", party=party, what=what, source=source)
        return say("edit.change", what=self.change(edit.what), source=source)


def whatif(case: Case, found: WhatIf, language: str = "en") -> list[Section]:
    """What would have to change.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : WhatIf
        The answers.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, the question and how much was tried, answers by size and party.
    """
    words = Words(case, language)
    return [head(words, found.question), *answers(words, found)]


def answers(words: Words, found: WhatIf) -> list[Section]:
    """What would have to change, without a head.

    Parameters
    ----------
    words : Words
        The case's words.
    found : WhatIf
        The answers.

    Returns
    -------
    list of Section
        The question and how much was tried, answers by size and party.
    """
    saying = Saying(words)
    sections = [Section(words.say("whatif"), tuple(_asked(words, found)))]
    singles = [answer for answer in found.answers if len(answer.edits) == 1]
    shared = _shared(found.answers)
    if shared:
        told = words.say("whatif.channel", channels=words.channels(shared))
        first = sections[0]
        sections[0] = Section(first.heading, (*first.blocks, told))
    if singles:
        told_of = tuple(_singles(saying, singles, shared))
        sections.append(Section(words.say("whatif.single"), told_of))
    for size in sorted({len(answer.edits) for answer in found.answers} - {1}):
        some = [answer for answer in found.answers if len(answer.edits) == size]
        blocks: list[Block] = [_several(saying, some[:_SHOWN], shared)]
        if len(some) > _SHOWN:
            blocks.append(words.say("whatif.shown", shown=_SHOWN, count=len(some)))
        sections.append(Section(words.say("whatif.several", count=size), tuple(blocks)))
    return sections


Channels = tuple[tuple[Names, ...], ...]


def _needed(answer: Answer) -> Channels:
    """The channels without which an answer does not lead there; empty if it needs none."""
    needed = [state.channels for state in answer.states]
    return min(needed, key=lambda some: len(some[0])) if needed and all(needed) else ()


def _shared(answers: Sequence[Answer]) -> Channels:
    """The channels that every one of several answers needs."""
    needed = {_needed(answer) for answer in answers}
    return needed.pop() if len(answers) > 1 and len(needed) == 1 else ()


def _asked(words: Words, found: WhatIf) -> Iterator[Block]:
    target = found.target
    key = "whatif.target.stop" if target.stops else "whatif.target.make"
    today = target.state and target.text == "today"
    name = words.say("reference.today") if today else words.outcome(target.text)
    yield words.say(key, target=name, how=_how(words, target))
    if found.already:
        yield words.say("whatif.already.stop" if target.stops else "whatif.already.make")
        if found.states:
            yield words.say("whatif.states")
            told = (capital(words.against_today(state.state)) for state in found.states)
            yield Items(tuple(dict.fromkeys(told)))
        return
    for tried in found.tried:
        less = words.say("whatif.tried.less", left_out=tried.left_out) if tried.left_out else ""
        yield words.say(
            "whatif.tried.one" if tried.size == 1 else "whatif.tried",
            size=tried.size,
            cases=tried.cases - tried.left_out,
            left_out=less,
            answers=tried.answers,
        )
        if tried.size == 1 and not tried.answers:
            yield words.say("whatif.nobody")
        if tried.void:
            yield words.say("whatif.tried.void", count=tried.void)
    if not found.answers and found.tried and found.tried[-1].size > 1:
        yield words.say("whatif.none", size=found.tried[-1].size)
    if found.left_out:
        yield words.say("whatif.left_out", changes=", ".join(found.left_out))


def _how(words: Words, target: Target) -> str:
    key = "today"
    if target.anywhere:
        key = "anywhere"
    elif target.via_closed:
        key = "closed"
    how = words.say(f"whatif.how.{key}")
    if target.every:
        how = words.say("whatif.how.every", how=how)
    if target.concept != "nash":
        how = words.say("whatif.how.concept", how=how, concept=target.concept)
    return how


def _singles(saying: Saying, answers: Sequence[Answer], shared: Channels) -> Iterator[Block]:
    """Single changes by party; moves of one statement in one direction are told together."""
    words = saying.words
    parties = [party.id for party in words.case.parties]
    for party in (*parties, None):
        mine = [answer for answer in answers if answer.edits[0].party == party]
        told = list(_together(saying, mine, shared))
        if told:
            yield (
                words.say("whatif.nobody_owns") if party is None else capital(words.party(party))
            ) + ":"
            yield Items(tuple(told))


def _together(saying: Saying, answers: Sequence[Answer], shared: Channels) -> Iterator[str]:
    groups: dict[tuple[str, str, str, bool], list[Answer]] = {}
    for answer in answers:
        edit = answer.edits[0]
        up = edit.kind == "move" and (edit.position or 0) < (edit.before or 0)
        direction = edit.value or ("up" if up else "down")
        key = (edit.kind, edit.what, direction, bool(answer.crosses))
        groups.setdefault(key, []).append(answer)
    for some in sorted(groups.values(), key=lambda some: bool(some[0].crosses)):
        first = some[0].edits[0]
        places = [answer.edits[0].position or 0 for answer in some]
        told = capital(saying.edit(first, places))
        yield told + _besides(saying, some[0], shared)


def _several(saying: Saying, answers: Iterable[Answer], shared: Channels) -> Items:
    told = []
    for answer in answers:
        clauses = [saying.edit(edit) for edit in answer.edits]
        told.append(capital("; ".join(clauses)) + _besides(saying, answer, shared))
    return Items(tuple(told), numbered=True)


def _besides(saying: Saying, answer: Answer, shared: Channels) -> str:
    """What an answer does elsewhere, as a sentence after its own."""
    words = saying.words
    told = []
    needed = _needed(answer)
    if needed and needed != shared:
        channels = words.channels(needed)
        told.append(words.say("answer.channel", channels=channels))
    if answer.crosses:
        firm = dict.fromkeys((party, id) for party, _, id in answer.crosses)
        quoted = (words.say("quoted", text=saying.statement(*each)) for each in firm)
        named = "; ".join(quoted)
        told.append(words.say("answer.crosses", firm=named))
    for key, ids in (("answer.gained", answer.gained), ("answer.lost", answer.lost)):
        if ids:
            told.append(words.say(key, outcomes=words.joined([words.outcome(id) for id in ids])))
    if answer.traps:
        today = sum(trap.today for trap in answer.traps)
        how = "some" if 0 < today < len(answer.traps) else "all" if today else "none"
        traps = words.count("answer.traps", len(answer.traps))
        told.append(traps + words.count(f"answer.traps.{how}", len(answer.traps), today=today))
    if not told:
        return "."
    return ". " + capital("; ".join(told)) + "."


def rankings(case: Case, found: Rankings, language: str = "en") -> list[Section]:
    """Which rankings make a state hold.

    Parameters
    ----------
    case : Case
        The case in the profile asked about.
    found : Rankings
        The conditions.
    language : str
        ``en`` or ``vi``.

    Returns
    -------
    list of Section
        Head, conditions by party.
    """
    words = Words(case, language)
    blocks: list[Block] = [capital(words.against_today(found.state)) + f" ({found.concept})."]
    for one in found.parties:
        blocks.extend(_condition(words, one))
    if len(found.parties) > 1:
        blocks.append(words.say("rankings.all", share=found.share))
    if found.unstable:
        blocks.append(words.say("rankings.unstable", parties=words.parties(found.unstable)))
    if found.depends:
        blocks.append(words.say("rankings.depends"))
    return [head(words, found.question), Section(words.say("rankings"), tuple(blocks))]


def _condition(words: Words, one: PartyCondition) -> Iterator[Block]:
    verdict = words.say("rankings.does" if one.stable else "rankings.does not")
    yield words.say(
        "rankings.party",
        party=capital(words.party(one.party)),
        rankings=one.written()[0],
        count=one.written()[1],
        share=one.share,
        verdict=verdict,
    )
    if () in one.minimal:
        yield words.say("rankings.always")
        return
    yield words.say("rankings.sets")
    shown = one.minimal[:_SETS_SHOWN]
    yield Items(tuple(words.say("rankings.set", states=", ".join(some)) for some in shown))
    if len(one.minimal) > len(shown):
        yield words.say("rankings.more", count=len(one.minimal) - len(shown))
