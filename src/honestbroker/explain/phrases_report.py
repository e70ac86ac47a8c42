"""The phrases of the report.

Part of the one catalogue: see `honestbroker.explain.phrases`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["REPORT"]

REPORT: Final[dict[str, str]] = {
    # the page
    "report.thousands": ",",
    "report.label.contents": "Contents",
    "report.label.figure": "Figure",
    "report.label.text": "This picture in words",
    "report.label.data": "Show the table",
    "report.label.back": "Back to the contents",
    "report.label.print": "Print",
    "report.label.larger": "Larger text",
    "report.label.smaller": "Smaller text",
    "report.label.light": "Light or dark",
    "report.label.page": "Page",
    "report.label.made": "Made by honestbroker from the case file alone.",
    "report.label.skip": "Skip to the answer",
    "report.label.display": "Display",
    "report.label.anchor": "Link to this",
    "report.label.entry": "Provenance",
    "report.aside": "{text} ({aside})",
    "report.none": "none",
    "report.nothing": "nothing is done",
    # facts below the title
    "report.fact.date": "Date of this report",
    "report.fact.case": "Case and version",
    "report.fact.cutoff": "Information up to",
    "report.fact.profile": "Profile",
    "report.fact.changes": "Changes made",
    "report.fact.founding": "Rests on",
    "report.fact.translation": "Translation",
    "report.untranslated": "Names without a translation: {count}. They are told as they were written.",
    "report.founding": "{items} statements of fact: {cited} cited, {judged} judged only, {unsourced} unsourced",
    "report.flag.judged": "judgement",
    "report.flag.unsourced": "unsourced",
    # states by number
    "report.state": "state {number}",
    "report.states": "states {numbers}",
    "report.named": "{name} ({state})",
    "report.item": "{name}: {text}.",
    "report.entry": "{name}: {text}",
    "report.as": "as in {anchor}, and in addition {doings}",
    "report.there": "Against today: {doings}.",
    # the answer
    "report.answer": "The answer, and what it depends on",
    "report.reached": "{name} can be reached today, and would hold{deterred}.",
    "report.channel": "{name} would hold{deterred}, and could be reached if there were a working channel {channels}.",
    "report.rough": "{name} would hold{deterred}, but every way there has a step in which something needless rides along.",
    "report.more": "{count} states that hold only while deterred could be reached too.",
    "report.more.one": "One state that holds only while deterred could be reached too.",
    "report.holding": "{count} states would hold: {states}.",
    "report.holding.one": "One state would hold: {states}.",
    "report.holding.list": "{count} states would hold:",
    "report.holding.list.one": "One state would hold:",
    "report.moves": (
        "{count} more would hold, but only a step against somebody's own interest leads there: "
        "{states}."
    ),
    "report.moves.one": (
        "One more would hold, but only a step against somebody's own interest leads there: "
        "{states}."
    ),
    "report.unreachable": "{count} more would hold, but no moves lead there: {states}.",
    "report.unreachable.one": "One more would hold, but no moves lead there: {states}.",
    "report.harm.all": "Each of these {count} is a trap, or leaves somebody worse off who cannot go back.",
    "report.harm.one": "It is a trap, or leaves somebody worse off who cannot go back.",
    "report.harm.some": "{count} of these are traps, or leave somebody worse off who cannot go back: {states}.",
    "report.harm.some.one": "One of these is a trap, or leaves somebody worse off who cannot go back: {states}.",
    "report.impossible": "The rules exclude every state of: {outcome}.",
    "report.conditions": "This is so as long as",
    "report.if.lists": "The parties want what the case says they want. Of its {items} statements of fact, {cited} are sourced, {judged} rest on a judgement only, {unsourced} on neither.",
    "report.group.open": "{group} have a working channel{mark}.",
    "report.group.closed": "{group} have no working channel{mark}.",
    "report.flag.true": "It is taken as true: {flag}{mark}.",
    "report.flag.false": "It is taken as untrue: {flag}{mark}.",
    "report.if.forward": "{party} cannot take it back once it has chosen to {deed}{mark}.",
    "report.if.backward": "{party} cannot return to it once it has chosen to {deed}{mark}.",
    "report.if.no_advice": "Nothing here says how likely anything is, or what anybody ought to do.",
    # the case at a glance
    "report.glance": "The case at a glance",
    "report.party": "Party",
    "report.option": "What it can do",
    "report.undone": "Can it be undone?",
    "report.now": "Done today?",
    "report.yes": "yes",
    "report.no": "no",
    "report.way.both": "yes",
    "report.way.forward": "no: once done, done",
    "report.way.backward": "no: once given up, gone",
    "report.way.fixed": "it does not change",
    "report.table.options": "The parties and what each can do",
    "report.groups": "Who can strike a deal",
    "report.rules": "What must be so in every state",
    # reach, else
    "report.else": "What else would hold, and why it is out of reach",
    "report.because": "{party} gains: {reason}.",
    "report.gains": "{party} gains: {reason}.",
    # traps
    "report.traps": "Traps, regrets and exposure",
    "report.traps.what": (
        "States that hold, or hold while deterred, and what they would do to a party that "
        "cannot take back what it gave:"
    ),
    "report.traps.none": "None of the states shown does such a thing to anybody.",
    # deals
    "report.deals.further": "Deals from other states",
    # outcomes
    "report.table.outcomes": "The outcomes the case names",
    # orders
    "report.orders": "What each party would rather have",
    "report.orders.what": (
        "The states that matter in each party's own order. Places say which is preferred to "
        "which, not by how much."
    ),
    "report.table.orders": "The states that hold, for each party against today",
    "report.better": "Better than today",
    "report.even": "Just as good",
    "report.worse": "Worse than today",
    # what it rests on
    "report.silent": (
        "The case says so itself. Whatever is read into the report about these comes from "
        "elsewhere."
    ),
    "report.matter": "Statements that matter",
    "report.matter.what": "Every statement that decided something above, those that did so most often first. Whoever doubts the report should begin here.",
    "report.matter.none": "No statement decided anything.",
    "report.table.matter": "Statements that matter",
    "report.priority": "Priority",
    "report.place": "{position} of {length}",
    "report.statement": "What it wants",
    "report.times": "Times",
    "report.rests": "Rests on",
    "report.judged": "judgement{sure}",
    # appendices
    "report.appendix": "Appendix {letter}: {title}",
    "report.appendix.states": "The states that matter",
    "report.appendix.equilibria": "Equilibria by concept",
    "report.appendix.provenance": "Provenance",
    "report.appendix.conventions": "Conventions",
    "report.appendix.sources": "Sources and methods",
    "report.states.what": "A column for each state, by the numbers used throughout. State 0 is today's.",
    "report.table.states": "Options by states",
    "report.taken": "x",
    "report.verdict": "Holds (H), holds while deterred (D), does not hold (-)",
    "report.letter.holds": "H",
    "report.letter.while deterred": "D",
    "report.letter.no": "-",
    "report.reaching": (
        "Today's (0), reached alone (1), by deals (2), only against somebody's interest (3), "
        "not (4)"
    ),
    "report.letter.here": "0",
    "report.letter.alone": "1",
    "report.letter.together": "2",
    "report.letter.by moves": "3",
    "report.letter.unreachable": "4",
    "report.concept": "Concept",
    "report.definition": "A party stays if",
    "report.equilibria": "Equilibria",
    "report.table.concepts": "How many states are stable for every party",
    "report.shown": (
        "Listed are the equilibria of: {concepts}. The other concepts have too many to list; "
        "the data has all."
    ),
    "report.many": "There are too many to list; the data has all.",
    "report.table.equilibria": "The equilibria",
    "report.number": "State",
    "report.under": "Stable under",
    "report.provenance.what": (
        "Every item of the case in the analyst's words, with its formula, what it rests on and "
        "where it stands in the case file. The numbers in brackets above lead here."
    ),
    "report.scope": "All {feasible} feasible states were looked at.",
    "report.atlas.rule": "States that matter are: today's; those that hold; those on the shortest way to them; where the smallest deal of each group leads; those that hold while deterred and can be reached, with the ways to them if they are no more than four; all, if there are no more than eight. The pictures show the first 40 of these.",
    "report.map.rule": (
        "The map of play shows the steps of the shortest way to each state that holds, and the "
        "smallest deal of each group from today; other improvements only where they are few."
    ),
    "report.sources.cited": "Sources the case cites",
    "report.sources.methods": "Methods used",
}
"""Key to English."""
