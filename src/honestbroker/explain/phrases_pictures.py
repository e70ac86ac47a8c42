"""The phrases of concepts, conventions, pictures and provenance.

Part of the one catalogue: see `honestbroker.explain.phrases`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["PICTURES"]

PICTURES: Final[dict[str, str]] = {
    # concepts and conventions
    "concept.nash": "Nash stability",
    "concept.gmr": "General metarationality",
    "concept.smr": "Symmetric metarationality",
    "concept.seq": "Sequential stability",
    "concept.sseq": "Symmetric sequential stability",
    "concept.nash.short": "Nash",
    "concept.gmr.short": "GMR",
    "concept.smr.short": "SMR",
    "concept.seq.short": "SEQ",
    "concept.sseq.short": "SSEQ",
    "concept.nash.what": "it has no improvement (Nash)",
    "concept.gmr.what": (
        "every improvement can be answered by moves of the others that leave it no better off (GMR)"
    ),
    "concept.smr.what": (
        "every improvement can be answered so, and it cannot escape the answer by moving once "
        "more (SMR)"
    ),
    "concept.seq.what": (
        "every improvement can be answered by improvements of the others, so by moves they "
        "would want to make, that leave it no better off (SEQ)"
    ),
    "concept.sseq.what": (
        "every improvement can be answered by improvements of the others, and it cannot escape "
        "the answer by moving once more (SSEQ)"
    ),
    "convention.moves": "A party may change any of its own options at once; only the result must be feasible.",
    "convention.moves.other": "A party has the moves that the case lists, and no others.",
    "convention.sequences": "In a sequence of moves nobody moves twice in succession; a party may move again later.",
    "convention.ranks": "Preferences are orders: a state is better, worse or tied, never better by an amount.",
    "convention.holds": (
        "A state holds if no party gains by moving alone. It holds while deterred if some party "
        "would gain, but the others would want to answer in a way that takes the gain away."
    ),
    "convention.unknown order": "Statements of unknown order are taken in the order written.",
    # pictures
    "figure.map": "Map of play",
    "figure.table": "Options by states",
    "figure.orders": "Each party's order of the states that matter",
    "figure.path": "The way to {state}",
    "figure.founding": "What the parties' statements rest on",
    "figure.founding.cited": "cites a source",
    "figure.founding.judged": "judgement only",
    "figure.founding.unsourced": "no source",
    "figure.founding.row": "{party}: {cited} cited, {judged} judged only, {unsourced} unsourced.",
    "figure.tag.here": "today's state",
    "figure.tag.alone": "reached by single parties",
    "figure.tag.together": "reached by deals",
    "figure.tag.by moves": "reached only against somebody's interest",
    "figure.tag.unreachable": "not reached",
    "figure.border.holds": "holds",
    "figure.border.while deterred": "holds while deterred",
    "figure.border.no": "does not hold",
    "figure.warning": "a trap or a regret",
    "figure.line.own": "a party's own step",
    "figure.line.against": "a step against its own interest",
    "figure.line.deal": "a deal, channel open",
    "figure.line.closed": "a deal, no channel today",
    "figure.taken": "done",
    "figure.changed": "differs from today",
    "figure.best": "best",
    "figure.worst": "worst",
    "figure.order": "{party}: {order}.",
    "figure.then": "; then ",
    "figure.point": "{name}: {verdict}; {tag}.",
    "figure.point.bare": "{name}: {verdict}.",
    "figure.arrow": "From {start} to {end}: {step}.",
    "figure.left_out": "{count} more states that matter are left out.",
    "figure.left_out.one": "One more state that matters is left out.",
    "figure.step.own": "Step {number}",
    "figure.step.against": "Step {number}, against its own interest",
    "figure.step.open": "Step {number}, a deal",
    "figure.step.closed": "Step {number}, a deal: no channel today",
    # provenance
    "provenance": "Provenance",
    "provenance.kind.statement": "Statement",
    "provenance.kind.ranking": "Ranking of the states",
    "provenance.kind.view": "View",
    "provenance.kind.option": "Option",
    "provenance.kind.flag": "Assumption",
    "provenance.kind.rule": "Rule",
    "provenance.kind.group": "Group and its channel",
    "provenance.kind.term": "Definition",
    "provenance.kind.outcome": "Named outcome",
    "provenance.kind.profile": "Edit of a profile",
    "provenance.kind.change": "Change",
    "provenance.line": "{party}, priority {position} of {length}",
    "provenance.title": "{kind} [{id}]",
    "provenance.titled": "{kind}: {words}",
    "provenance.fact": "{label}: {value}",
    "provenance.party": "Party",
    "provenance.words": "Words",
    "provenance.no_words": "[{id}]",
    "provenance.untranslated": "{text}",
    "provenance.formula": "Formula",
    "provenance.value": "In this case",
    "provenance.value.both": "can be undone",
    "provenance.value.forward": "cannot be undone once done",
    "provenance.value.backward": "cannot be resumed once given up",
    "provenance.value.fixed": "does not change",
    "provenance.value.true": "true",
    "provenance.value.false": "untrue",
    "provenance.value.open": "the channel works",
    "provenance.value.closed": "there is no working channel",
    "provenance.value.firm": "a principle",
    "provenance.source": "Source",
    "provenance.locator": ", at {locator}",
    "provenance.digest": " (SHA-256 of the text read: {digest}…)",
    "provenance.judgement": "Judgement",
    "provenance.by": "{author}{date}",
    "provenance.unsourced": "none: this is unsourced",
    "provenance.definition": "none needed: it is a definition",
    "provenance.place": "In the case file",
    "provenance.citation": "Citation",
    "provenance.url": "Address",
    "provenance.doi": "DOI",
    "provenance.note": "Note on the translation of {locator}",
    "provenance.rests": "What rests on it",
    "provenance.sources": "Sources",
    "provenance.judged": "Resting on a judgement only",
    "provenance.without": "Without any source",
    "provenance.none": "Nothing is unsourced.",
    "provenance.nothing": "Nothing rests on it.",
    "provenance.resting": "{count} items rest on it",
    "provenance.resting.one": "One item rests on it",
    "provenance.column.source": "source",
    "provenance.column.items": "items",
    "provenance.column.citation": "citation",
    "provenance.column.locator": "at",
    "provenance.column.digest": "text read",
    "provenance.column.item": "item",
    "provenance.column.words": "words",
}
"""Key to English."""
