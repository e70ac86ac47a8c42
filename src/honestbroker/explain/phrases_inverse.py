"""The phrases of inverse questions, robustness, comparisons, dates and views.

Part of the one catalogue: see `honestbroker.explain.phrases`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["INVERSE"]

INVERSE: Final[dict[str, str]] = {
    # what would have to change: the question
    "whatif": "What would have to change",
    "whatif.target.make": "Asked: what would have to change for “{target}” to hold, {how}?",
    "whatif.target.stop": "Asked: what would have to change for “{target}” no longer to hold, {how}?",
    "whatif.how.today": "reached through channels that are open today, as no trap and no regret for anybody",
    "whatif.how.closed": "reached through open or closed channels, as no trap and no regret for anybody",
    "whatif.how.anywhere": "reached or not, as no trap and no regret for anybody",
    "whatif.how.every": "{how}, and nothing else that holds being reached",
    "whatif.how.concept": "{how} (concept {concept})",
    "whatif.already.make": "Nothing: it holds already.",
    "whatif.already.stop": "Nothing: it does not hold as things are.",
    "whatif.states": "What then holds:",
    "whatif.nobody": "Nobody's single change does it.",
    "whatif.none": "No set of up to {size} changes does it.",
    "whatif.tried": "Sets of {size}: {cases} different cases looked at{left_out}; {answers} do it.",
    "whatif.tried.one": "Single changes: {cases} different cases looked at; {answers} do it.",
    "whatif.tried.less": " ({left_out} more contain a smaller answer)",
    "whatif.tried.void": "{count} of them leave no feasible state of today.",
    "whatif.left_out": "Not tried, as they touch a firm statement: {changes}.",
    "whatif.channel": "To be reached, each of these takes a channel {channels}.",
    "whatif.single": "One change is enough",
    "whatif.several": "{count} changes together, no fewer of them",
    "whatif.shown": "Shown: the {shown} of {count} that move least. The JSON output lists all.",
    "whatif.nobody_owns": "In nobody's list",
    # edits
    "edit.move.up": "{party} would have to want more that “{what}” than that “{other}”{source}",
    "edit.move.down": "{party} would have to want less that “{what}” than that “{other}”{source}",
    "edit.places": " (place {before} to {places})",
    "edit.drop": "{party} would have to give up wanting that “{what}”{source}",
    "edit.insert": "{party} would have to want that “{what}”, as priority {places}{source}",
    "edit.set.true": "it would have to be so that {what}{source}",
    "edit.set.false": "it would have to be no longer so that {what}{source}",
    "edit.open": "{group} would have to have a working channel{source}",
    "edit.way.both": "{party} would have to be able to take up and to give up freely: {what}{source}",
    "edit.way.forward": "{party} would have to be unable to undo: {what}{source}",
    "edit.way.backward": "{party} would have to be unable to take up again, once given up: {what}{source}",
    "edit.way.fixed": "{party} would have to be unable to change anything about: {what}{source}",
    "edit.change": "“{what}” would have to come about{source}",
    # what an answer does besides
    "answer.crosses": "this crosses a principle: {firm}",
    "answer.channel": "to be reached it takes a channel {channels}",
    "answer.gained": "then also stands: {outcomes}",
    "answer.lost": "no longer stands: {outcomes}",
    "answer.traps": "{count} states become traps",
    "answer.traps.one": "one state becomes a trap",
    "answer.traps.none": ", none of them reached today",
    "answer.traps.none.one": ", not reached today",
    "answer.traps.some": ", {today} of them reached today",
    "answer.traps.all": ", all of them reached today",
    "answer.traps.all.one": ", and it is reached today",
    # rankings
    "rankings": "Which rankings make it hold",
    "rankings.party": (
        "{party}: of {rankings} strict rankings of all states, {count} make it stable ({share}); "
        "its own {verdict}."
    ),
    "rankings.does": "does",
    "rankings.does not": "does not",
    "rankings.always": "Whatever it ranks above.",
    "rankings.set": "ranks no higher: {states}",
    "rankings.sets": "It is stable exactly if the party ranks no higher than this state all of one of these:",
    "rankings.more": "{count} more sets; the JSON output lists all.",
    "rankings.unstable": "As things are it is not stable for {parties}.",
    "rankings.depends": "Under this concept the verdicts of the others may change with the ranking asked about.",
    "rankings.all": "All parties at once: {share}.",
    # headline claims
    "claim.today": "today's state holds (no party would gain by moving alone)",
    "claim.deal": "{group} would all gain from some deal today",
    "claim.tag": "how “{outcome}” is reached where it holds",
    "claim.stands": "“{outcome}” holds, is reached through open channels, as no trap and no regret",
    "value.true": "yes",
    "value.false": "no",
    "value.void": "cannot be asked",
    "value.none": "it never holds",
    "value.unknown": "unknown",
    "value.here": "it is today's state",
    "value.alone": "by single parties",
    "value.together": "by agreement",
    "value.by moves": "only against somebody's interest",
    "value.unreachable": "not at all",
    # how sure
    "sure": "How sure",
    "sure.claims": "The headline claims:",
    "sure.line": "{claim}: {value}",
    "sure.tried": (
        "Varied one at a time: {swaps} neighbouring pairs of statements swapped, {drops} "
        "statements dropped, {flags} switches, {ways} ways of options, {groups} channels, "
        "{concepts} other stability concepts."
    ),
    "sure.judgements": "The judgements that matter",
    "sure.no judgement": "No single judgement flips any of these claims.",
    "sure.rests": "{what}{source}: {claims}",
    "sure.order": "{party} wants more that “{first}” than that “{second}”",
    "sure.statement": "{party} wants that “{what}”",
    "sure.flag": "whether {what}",
    "sure.way": "whether {party} can go back on this: {what}",
    "sure.group": "whether {group} can talk",
    "sure.more": "{count} more; the JSON output lists all.",
    "sure.concepts": "Under {concept} this comes out differently: {claims}",
    "sure.sampled": "Of {cases} cases with {swaps} random swaps in every list (seed {seed})",
    "sure.orders.exhaustive": "Of all {cases} orders of the statements of unknown order",
    "sure.orders.sampled": "Of {cases} orders, drawn at random, of the statements of unknown order (seed {seed})",
    "sure.count": "{count} of {cases}: {value}",
    "sure.not chance": (
        "These counts say how far the conclusions depend on the lists as written. They are no "
        "probabilities."
    ),
    # analysts
    "compare": "Who disagrees about what",
    "compare.claim": "claim",
    "compare.same": "All versions agree on the other {count} headline claims.",
    "compare.agree": "All versions agree on every headline claim.",
    "compare.pair": "{first} and {second}",
    "compare.differences": "They differ on: {differences}.",
    "compare.no differences": "They say the same.",
    "compare.other model": "Their parties or options differ, so no statement is blamed.",
    "compare.explained": "{claim}: {before} in {first}, {after} in {second}. What makes the difference: {sets}.",
    "compare.unexplained": "{claim}: {before} in {first}, {after} in {second}.",
    "compare.moved": "{party}: “{what}” (priority {first} in the first, {second} in the second){source}",
    "compare.reworded": "{party}: “{what}” (worded otherwise, or a principle in one only){source}",
    "compare.only in the first": "{party}: “{what}” (only in the first){source}",
    "compare.only in the second": "{party}: “{what}” (only in the second){source}",
    "compare.ranking": "how {party} ranks the states",
    "compare.term": "what “{what}” means",
    "compare.whole.rules": "the rules",
    "compare.whole.couplings": "what brings what with it",
    "compare.whole.named_states": "the named states",
    "compare.whole.arcs": "the listed moves",
    "compare.whole.status_quo": "where things stand today",
    "compare.whole.reference": "the state to compare with",
    "compare.with": ", together with ",
    "compare.or": "{first}; or else {second}",
    "compare.pooled": "Over all versions, {cases} cases with {swaps} random swaps in every list (seed {seed})",
    # dates
    "timeline": "What changed when",
    "timeline.moment": "{date}: {profile}",
    "timeline.post_hoc": " (written after the event)",
    "timeline.holds": "{count} states hold, {today} of them reached through open channels.",
    "timeline.turn": "From {first} to {second}",
    "timeline.trigger": "Trigger named by the analyst: {trigger}.",
    "timeline.gained": "Begins to hold: {state}.",
    "timeline.lost": "No longer holds: {state}.",
    "timeline.same": "No headline claim changes.",
    "timeline.stands": "stands",
    "mark.yes": "●",
    "mark.no": "·",
}
"""Key to English."""
