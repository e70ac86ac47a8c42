"""The one phrase catalogue: every sentence the program prints, in English, and the door to it.

The same wording serves every party. A phrase's blanks are names, counts or other phrases. Phrases
of one subject stand in a module of their own; all of them come together here. The Vietnamese is in
``locale/vi.po``: `honestbroker.explain.catalogue` reads it, ``tools/catalogue.py`` keeps it.
"""

from __future__ import annotations

from typing import Final

from honestbroker.explain.catalogue import LANGUAGES, catalogue
from honestbroker.explain.phrases_brokering import BROKERING
from honestbroker.explain.phrases_brokers import BROKERS
from honestbroker.explain.phrases_conditions import CONDITIONS
from honestbroker.explain.phrases_escalation import ESCALATION
from honestbroker.explain.phrases_inverse import INVERSE
from honestbroker.explain.phrases_mediation import MEDIATION
from honestbroker.explain.phrases_pictures import PICTURES
from honestbroker.explain.phrases_report import REPORT
from honestbroker.explain.phrases_roadmap import ROADMAP
from honestbroker.explain.phrases_size import SIZE
from honestbroker.explain.phrases_slower import SLOWER
from honestbroker.explain.phrases_views import VIEWS

__all__ = ["PHRASES", "say"]

PHRASES: Final[dict[str, str]] = {
    # joining words
    "and": "and",
    "list.last": "{head} and {last}",
    "list.clear": "{head}, and {last}",
    "nothing": "nothing",
    "quoted": "“{text}”",
    # who does what
    "would": "{party} would {deeds}",
    "no longer": "no longer {deed}",
    "formula.option": "{party}: {deed}",
    "formula.not": "not {part}",
    "formula.and": "{left} and {right}",
    "formula.or": "{left} or {right}",
    "formula.only if": "{left} only if {right}",
    "formula.if": "{left} if {right}",
    "formula.iff": "{left} exactly if {right}",
    "formula.unless": "{left} unless {right}",
    "alone.step": "{doings}.",
    "deal.step": "{group} agree: {doings}.",
    "step.against": "{doings}, against its own interest.",
    "taken": "{party}: {deeds}",
    # the head
    "case.line": "Case {case}{version}{profile}{cutoff}{changes}.",
    "case.version": ", version {version}",
    "case.profile": ", profile {profile}",
    "case.cutoff": ", information up to {date}",
    "case.changes": ", changed by: {changes}",
    "change.set.true": "“{flag}” is taken as true",
    "change.set.false": "“{flag}” is taken as untrue",
    "change.open": "there is a working channel {channel}",
    "change.closed": "there is no working channel {channel}",
    "case.post_hoc": "This profile was written after the event.",
    "case.unreviewed": "The Vietnamese wording of this case has not been reviewed by a native speaker.",
    # today
    "today": "Today",
    "today.taken": "What is being done:",
    "today.none": "Nothing is being done.",
    "today.outcome": "This is: {outcomes}.",
    "today.holds": "Today's state holds: no party would gain by moving alone.",
    "today.deterred": "Today's state holds only while deterred: {parties} would gain by moving, but others would want to answer in a way that takes the gain away.",
    "today.not": "Today's state does not hold: {parties} would gain by moving, and not every such move would be answered in a way that takes the gain away.",
    "today.missing": "The case names no state of today, so nothing is said about what can be reached.",
    "reluctance": "Why nobody moves first",
    "reluctance.moves": "What each would do alone",
    "reluctance.no": "{party} would not {deeds}: {reason}.",
    "reluctance.yes": "{party} would {deeds}: {reason}.",
    "reluctance.even": "{party} would lose nothing and gain nothing if it were to {deeds}.",
    # what decides
    "decides.want": "what counts is its priority {position} of {length}, that {want}{source}",
    "decides.ranking": "what counts is its ranking of the states{source}",
    "decides.tie": "none of its priorities tells the two apart",
    "source.cites": "[{cites}]",
    "source.judged": "[judgement{sure}]",
    "source.both": "[{cites}; judgement{sure}]",
    "sure.high": ", confidence high",
    "sure.medium": ", confidence medium",
    "sure.low": ", confidence low",
    "source.none": "[unsourced]",
    # what could be reached
    "reach": "What could be reached",
    "reach.nothing": (
        "By steps that somebody would want to take alone, or through a channel that is open today, "
        "nothing else that holds can be reached."
    ),
    "reach.today": "{name} can be reached today, and would hold{deterred}:",
    "reach.channel": (
        "{name} would hold{deterred}, and could be reached if there were a working channel "
        "{channels}:"
    ),
    "reach.rough": (
        "{name} would hold{deterred}, but every way there has a step in which something needless "
        "rides along:"
    ),
    "reach.deterred": " only while deterred",
    "reach.more.one": "One state that holds only while deterred could be reached too: honestbroker paths {case} lists it.",
    "reach.more": "{count} states that hold only while deterred could be reached too: honestbroker paths {case} lists them.",
    "channel.between": "between {group}",
    "channel.or": "{first}, or {second}",
    # deals
    "deals": "Deals from today",
    "deals.open": "{group} can talk, and this deal would leave every one of them better off: {doings}.",
    "deals.closed": (
        "{group} have no working channel; with one, this deal would leave every one of them better "
        "off: {doings}."
    ),
    "deals.count": "There are {count} deals in all; the smallest of each group is shown.",
    "deals.none": "No named group has a deal in which every member gains.",
    # dates
    "date": "{day} {month} {year}",
    "month.1": "January",
    "month.2": "February",
    "month.3": "March",
    "month.4": "April",
    "month.5": "May",
    "month.6": "June",
    "month.7": "July",
    "month.8": "August",
    "month.9": "September",
    "month.10": "October",
    "month.11": "November",
    "month.12": "December",
    # what else holds
    "else.as": "as in “{anchor}”, and in addition {doings}",
    "else": "What else would hold",
    "else.none": "Nothing else would hold.",
    "else.moves": "{count} more would hold, but only a step against somebody's own interest leads there:",
    "else.moves.one": "One more would hold, but only a step against somebody's own interest leads there:",
    "else.unreachable.one": "One more would hold, but no moves lead there:",
    "else.unreachable": "{count} more would hold, but no moves lead there:",
    "else.counts.one": "In all, one state holds only while deterred.",
    "else.counts": "In all, {count} states hold only while deterred.",
    "state.again": "another state of “{outcomes}”",
    "state.unnamed": "a state without a name ({doings})",
    "label.trap": "a trap: {party} would undo this if it could: {deeds}",
    "label.regret": "{party} would be worse off than {reference}",
    "label.betrayed": "{party} would have given what cannot be taken back, while what would make up for it is withheld by {others}: {deeds}",
    "label.exposed": "{party} would be exposed: {others} would want to go on in a way that leaves it worse off",
    "label.open": "{group} could still strike a deal that leads {direction}",
    "label.missed": "{group} miss a deal for want of a channel",
    "direction.on": "further on",
    "direction.back": "back",
    "direction.elsewhere": "elsewhere",
    "reference.today": "today",
    "reference.other": "in the reference state",
    # outcomes
    "outcomes": "Named outcomes",
    "outcomes.name": "outcome",
    "outcomes.verdict": "states of it that hold",
    "outcomes.reach": "can it be reached?",
    "outcomes.impossible": "excluded by the rules",
    "outcomes.holds": "{count} of {states}",
    "outcomes.never_for": "0 of {states}: {parties} would always leave",
    "tag.here": "it is today's state",
    "tag.alone": "by steps of single parties",
    "tag.together": "by deals, channels open",
    "tag.together.closed": "by deals, once there is a channel {channels}",
    "tag.by moves": "only against somebody's interest",
    "tag.unreachable": "not at all",
    "tag.trap": "; a trap or a regret",
    "tag.unknown": "today is not named",
    # what it rests on
    "silent": "What the sources leave open",
    "founding": "On what this rests",
    "founding.count": "{items} statements of fact: {cited} with a source, {judged} on a judgement only, {unsourced} with neither.",
    "founding.unsourced": "Without any source:",
    "founding.more": "{count} more: honestbroker provenance {case} --unsourced",
    "founding.more.one": "one more: honestbroker provenance {case} --unsourced",
    "founding.constant": "True or untrue whatever anybody does, and so never decisive:",
    "founding.idle": "Never decisive, because the lines above them have always decided already:",
    "item.statement": "{party}, priority {position} of {length}: {want}",
    "item.ranking": "{party}: its ranking of the states",
    "item.option": "{party}: {deed}",
    "item.group": "the channel between {group}",
    "founding.size": "{feasible} of {combinations} combinations satisfy the rules; all of them were looked at.",
    "founding.size.listed": "The case lists its {feasible} states, out of {combinations} combinations of options; all of them were looked at.",
    "founding.skipped": "Responses of couplings that a rule or a way forbids, and that are left out: {skipped}.",
    "onward": "How to go on",
    "onward.explain": "why a state holds or does not:  honestbroker explain {case} '+{option}'",
    "onward.diff": "what another profile changes:  honestbroker diff {case} --to {profile}",
    "onward.paths": "every path, trap and deal:  honestbroker paths {case}",
    "onward.roadmap": "where a plan on the table breaks:  honestbroker roadmap {case}",
    "onward.broker": "what a third party would add and harm:  honestbroker broker {case} {broker}",
    "onward.json": "all of it as data:  honestbroker run {case} --json",
    # explain
    "why.heading": "The state",
    "why.changes": "Against today: {doings}.",
    "why.state": "In it: {doings}.",
    "why.empty": "Nobody does anything in it.",
    "why.same": "It is today's state.",
    "why.holds": "It holds: no party would gain by moving alone.",
    "why.deterred": "It holds only while deterred: {parties} would gain by moving, but others would want to answer in a way that takes the gain away.",
    "why.not": "It does not hold: {parties} would gain by moving away.",
    "why.still": "It has no move from here.",
    "why.content": "None of its moves would leave it better off.",
    "why.would": "It would {deeds}: {reason}.",
    "why.free": "Nobody could answer in a way that takes the gain away.",
    "why.answer": "The others would want to answer: {doings}. That leaves it no better off than now: {reason}.",
    "why.threat": (
        "The others could answer, though not all of them would want to: {doings}. That would leave "
        "it no better off than now: {reason}."
    ),
    "why.more.one": "One more move would also leave it better off.",
    "why.more": "{count} more moves would also leave it better off.",
    "why.deals": "Together",
    "why.reached": "How it is reached",
    # preferred and route
    "preferred": "Which of the two each prefers",
    "preferred.states": "First: {first}. Second: {second}.",
    "preferred.first": "{party} prefers the first: {reason}.",
    "preferred.second": "{party} prefers the second: {reason}.",
    "preferred.neither": "{party} is indifferent: {reason}.",
    "route": "The way there",
    "route.none": "No moves lead there.",
    "route.reason": "{party}: {reason}",
    # difference
    "diff": "What changes",
    "diff.versions": "From {before} to {after}.",
    "diff.none": "The same states hold and are reached in the same ways.",
    "diff.gained": "Holds only after: {state}.",
    "diff.lost": "Holds only before: {state}.",
    "diff.state": "{state}: before, {before}; after, {after}.",
    "diff.leaving.before": "Before, {party} would {deeds}: {reason}.",
    "diff.leaving.after": "After, {party} would {deeds}: {reason}.",
    "diff.deals": "Deals that can be struck today: {before} before, {after} after.",
    "diff.missed": "Deals missed for want of a channel: {before} before, {after} after.",
    "diff.decisive": "The statements that decide, with their places after the change:",
    "diff.more.one": "One more state that holds only while deterred differs; the JSON output has it.",
    "diff.more": "{count} more states that hold only while deterred differ; the JSON output has them.",
    "diff.same.one": "One state holds in both and is reached the same way.",
    "diff.same": "{count} states hold in both and are reached the same way.",
    "profile.plain": "profile {profile}",
    "profile.changed": "profile {profile}, changed by: {changes}",
    # paths
    "paths": "States that hold",
    "paths.state": "state",
    "holds.holds": "holds",
    "holds.while deterred": "holds only while deterred",
    "holds.no": "does not hold",
    # check
    "check.fine": "No problem was found in this case file.",
    "check.profile": "profile",
    "check.feasible": "feasible states",
    "check.items": "statements of fact",
    "check.unsourced": "unsourced",
    "check.passed": "{passed} of {count} of the analyst's checks passed.",
    "check.paragraphs": "{matched} of {count} paragraphs cited by hash stand in the copies given.",
    "check.lost": "Not found: {paragraphs}.",
    "check.failed": "{place}: in profile {profile}, {party} does not prefer {better} to {worse}: {reason}.",
    # stability
    "stability": "Equilibria",
    "stability.counts": "{feasible} of {combinations} combinations are feasible. Equilibria: {counts}.",
    "stability.counts.listed": "The case lists its {feasible} states, out of {combinations} combinations of options. Equilibria: {counts}.",
    "stability.shown": "Shown: the equilibria under {concepts}. The JSON output lists all.",
    "stability.stable": "stable under",
    "stability.outcomes": "outcomes",
    **BROKERS,
    **BROKERING,
    **CONDITIONS,
    **ESCALATION,
    **INVERSE,
    **MEDIATION,
    **PICTURES,
    **REPORT,
    **ROADMAP,
    **SIZE,
    **SLOWER,
    **VIEWS,
}
"""Key to English."""


def say(language: str, key: str, **blanks: object) -> str:
    """A phrase with its blanks filled.

    Parameters
    ----------
    language : str
        ``en`` or ``vi``.
    key : str
        Which phrase.
    **blanks : object
        What fills its blanks.

    Returns
    -------
    str
        The phrase.

    Raises
    ------
    KeyError
        If there is no such phrase, or a blank is not filled.
    ValueError
        If there is no such language.

    Examples
    --------
    >>> say("en", "would", party="China", deeds="relax its enforcement")
    'China would relax its enforcement'
    """
    phrase = PHRASES[key]
    if language != LANGUAGES[0]:
        phrase = catalogue(language).phrases.get(key, phrase)
    return phrase.format(**blanks)
