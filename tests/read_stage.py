"""One stage of a printed roadmap read back: verdicts, who breaks it, what it does to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import oracle_roadmap as oracle
from forms_of_stages import AFTERWARDS, BORNE, ENTRY, HOLD, ITEMS, LABELS, SHOWN, WHY
from honestbroker.case import Case
from honestbroker.explain.section import Block, Items, Section
from oracle import State
from oracle_case import Ids, World, decides, improvements, read
from oracle_roadmap import Passed, Visit
from reading import (
    Change,
    Letters,
    Reason,
    Unreadable,
    because,
    change,
    changed,
    deeds,
    doings,
    first_like,
    ids,
    in_words,
    like,
    party,
    reason,
)


@dataclass(frozen=True)
class Told:
    """One stage as it is printed, and the oracle's view of it."""

    case: Case
    letters: Letters
    stages: tuple[Passed, ...]
    place: int

    @property
    def passed(self) -> Passed:
        return self.stages[self.place]

    @property
    def visits(self) -> list[Visit]:
        """From every start that is a state of the case by then."""
        return [one for one in self.passed.visits if one.start in one.world.model.feasible]

    def so_far(self, count: int) -> oracle.Literals:
        return oracle.promised(tuple(one.stage for one in self.stages), count)


# --- one stage -----------------------------------------------------------------------------------


def stage(section: Section, told: Told) -> Iterator[str]:
    """What one stage asks, its verdicts, what happens from each start, what is said against it."""
    passed = told.passed
    assert section.heading == f"{told.place + 1}. ‹stage {passed.stage.id}›"
    blocks = list(section.blocks)
    asks = blocks.pop(0)
    assert isinstance(asks, str)
    assert asks.startswith("It asks: ")
    known = {option.id for option in told.case.options}
    asked = {(id, value) for id, value in oracle.literals(passed.stage).items() if id in known}
    assert doings(told.case, asks[len("It asks: ") : -1]) == asked
    first = blocks.pop(0)
    if not told.visits:
        assert first == "The road ends before: no state is left in which this stage could begin."
        assert not [one for one in blocks if isinstance(one, str)]
        yield "unreached"
    else:
        assert isinstance(first, str)
        entry, _, hold = first[:-1].partition("; ")
        assert first.endswith(".")
        assert (ENTRY[entry], HOLD[hold]) == (passed.entry, passed.hold)
        yield f"{passed.entry}, {passed.hold}"
    ends = expected_ends(told)
    if ends:
        items = blocks.pop()
        assert isinstance(items, Items)
        yield from said_of_it(items.items, told)
    yield from starts(blocks, told)


def expected_ends(told: Told) -> bool:
    """Whether there is something to say of the stage as a whole."""
    return bool(oracle.stalls(told.stages, told.place) or told.passed.stage.objections)


def starts(blocks: list[Block], told: Told) -> Iterator[str]:
    """What happens from each start; the first few are told."""
    visits = {visit.world.ids(visit.start): visit for visit in told.visits}
    blocks = [*blocks]
    more = len(visits) - SHOWN
    if more > 0:
        tail = blocks.pop()
        assert isinstance(tail, str)
        count = like("The road may stand in {count:ANY} more states then; the data has them.", tail)
        assert (int(count["count"]) if count else 1) == more
        assert count or tail == "The road may stand in one more state then; the data has it."
    before: tuple[str, ...] = ()
    seen = []
    while blocks:
        here: Ids | None = next(iter(visits)) if len(visits) == 1 else None
        if here is None:
            head = blocks.pop(0)
            assert isinstance(head, str)
            key, blanks = first_like(
                {
                    "today": "Starting from today:",
                    "same": "Starting from {state:STATE}: the same.",
                    "state": "Starting from {state:STATE}:",
                },
                head,
            )
            here = told.letters.today if key == "today" else told.letters.state(blanks["state"])
            if key == "same":
                yield from visit_told(before, visits[here], told)
                seen.append(here)
                continue
        items: tuple[str, ...] = ()
        if blocks and isinstance(blocks[0], Items):
            block = blocks.pop(0)
            assert isinstance(block, Items)
            items = block.items
        yield from visit_told(items, visits[here], told)
        before = items
        seen.append(here)
    if len(visits) == 1 and not seen:
        (visit,) = visits.values()
        yield from visit_told((), visit, told)
        seen = list(visits)
    assert len(set(seen)) == len(seen) == min(len(visits), SHOWN)


def visit_told(items: tuple[str, ...], visit: Visit, told: Told) -> Iterator[str]:
    """What is said of one start: each sentence is true, and nothing that matters is left out."""
    said: dict[str, list[dict[str, str]]] = {}
    for item in items:
        kind, blanks = _item(item)
        said.setdefault(kind, []).append(blanks)
    for kind, blanks in ((kind, one) for kind, some in said.items() for one in some):
        yield kind
        if kind in ("rules", "ways", "formula", "broken", "undone"):
            assert stopped(kind, blanks, visit, told), blanks
    entry, hold = visit.entry, visit.hold
    w = visit.world
    assert _doings(said, "again", w.case) == (frozenset(entry.again) if entry.again else None)
    cannot = {kind for kind in ("rules", "ways") if kind in said}
    assert bool(cannot) == (entry.verdict == "infeasible")
    if hold is None:
        assert set(said) <= {"again", *cannot}
        return
    assert ("formula" in said) == entry.formula_false
    waiting = [
        (party(one["who"]), deeds(one["what"]), reason(one["why"]), kind)
        for kind in ("refuses", "refuses, no end", "end")
        for one in said.get(kind, ())
    ]
    assert len(set(waiting)) == len(waiting)
    so_far = told.so_far(told.place + 1)
    assert set(waiting) == {*refusals(visit, so_far), *waiters(visit, so_far)}
    breaches(said, visit)
    labels(said, visit, told)
    settles(said, visit, told)
    reaches_next(said, visit, told)
    steps(said, visit, told)


def _item(item: str) -> tuple[str, dict[str, str]]:
    """An item is a sentence of its own, or a clause that the summary has too."""
    assert item.endswith(".")
    assert not item[0].islower()
    clause = item[0].lower() + item[1:-1]
    for forms, text in ((ITEMS, item), (WHY, clause)):
        try:
            return first_like(forms, text)
        except Unreadable:
            continue
    raise Unreadable(item)


def _doings(said: dict[str, list[dict[str, str]]], kind: str, case: Case) -> Change | None:
    if kind not in said:
        return None
    (one,) = said[kind]
    return doings(case, one["what"])


def own_part(visit: Visit, who: str, so_far: oracle.Literals) -> Change:
    """What a party itself would do to enter, responses left out."""
    case = visit.world.case
    asked = oracle.unsatisfied(visit.world, so_far, visit.start)
    return frozenset((id, value) for id, value in asked if case.option(id).party == who)


def _asked_of(visit: Visit, who: str) -> Reason:
    (actor,) = [one for one in visit.entry.actors if one.party == who]
    w = visit.world
    assert visit.entry.state is not None
    return because(w.case, who, actor.statement, w.ids(visit.start), w.ids(visit.entry.state))


def refusals(visit: Visit, so_far: oracle.Literals) -> Iterator[tuple[str, Change, Reason, str]]:
    """Who refuses, what, because of which line, and whether the road's end is spoken of."""
    for one in visit.entry.actors:
        if one.refuses:
            kind = "refuses, no end" if one.gains_at_end is None else "refuses"
            yield one.party, own_part(visit, one.party, so_far), _asked_of(visit, one.party), kind


def waiters(visit: Visit, so_far: oracle.Literals) -> Iterator[tuple[str, Change, Reason, str]]:
    """Who acts for the road's end only."""
    for one in visit.entry.actors:
        if not one.gains and not one.refuses:
            yield one.party, own_part(visit, one.party, so_far), _asked_of(visit, one.party), "end"


def stopped(kind: str, blanks: dict[str, str], visit: Visit, told: Told) -> bool:
    """Whether a start is stopped by the rules, ways or formula that are named."""
    entry, passed = visit.entry, told.passed
    if kind == "rules":
        return bool(entry.rules) and set(ids("rule", blanks["rules"])) == set(entry.rules)
    if kind == "ways":
        known = {id for id, _ in deeds(blanks["options"])} or set(blanks["options"].split(", "))
        return set(entry.options) == known
    if kind == "formula":
        assert passed.stage.entry is not None
        return entry.formula_false and blanks["formula"] == in_words(told.case, passed.stage.entry)
    assert visit.hold is not None
    if kind == "broken":
        breach = passed.stage.breach
        told_right = breach is not None and blanks["formula"] == in_words(told.case, breach)
        return told_right and isinstance(visit.hold.broken, str) and bool(visit.hold.broken)
    undone = doings(visit.world.case, blanks["what"])
    assert not isinstance(visit.hold.broken, str)
    return undone == {(id, not value) for id, value in visit.hold.broken}


# --- who breaks it -------------------------------------------------------------------------------

Breach = tuple[Ids, Change, Reason, bool]
"""Who breaks it, how, by which line, and whether that is deterred."""


def breaking(visit: Visit) -> Iterator[tuple[Breach, oracle.Taken]]:
    """Every way to break a stage, of a deal with what decides for its first member."""
    assert visit.hold is not None
    ways = [*visit.hold.breaking, *((step, False) for step in visit.hold.deals)]
    for step, deterred in ways:
        who, line = step.statements[0]
        why = because(visit.world.case, who, line, step.before, step.after)
        yield (step.members, change(step.before, step.after), why, deterred), step


def matches(kind: str, blanks: dict[str, str], visit: Visit, deterred: bool) -> bool:
    """Whether a way to break it that is told is one of a start's."""
    return visit.hold is not None and told_breach(kind, blanks, visit.world.case, deterred) in {
        one for one, _ in breaking(visit)
    }


def told_breach(kind: str, blanks: dict[str, str], case: Case, deterred: bool) -> Breach:
    if kind == "deal":
        group = ids("party", blanks["group"])
        assert party(blanks["who"]) == group[0]
        what = doings(case, blanks["what"])
        return frozenset(group), what, reason(blanks["why"]), False
    who, what = party(blanks["who"]), deeds(blanks["what"])
    assert {case.option(id).party for id, _ in what} <= {who}, "a party's own conduct"
    also = doings(case, blanks["also"]) if blanks["also"] else frozenset()
    assert not {case.option(id).party for id, _ in also} & {who}
    return frozenset([who]), what | also, reason(blanks["why"]), deterred


def breaches(said: dict[str, list[dict[str, str]]], visit: Visit) -> None:
    """Who would break it: each told is one, each kind of it is told or counted."""
    every = dict(breaking(visit))
    told = []
    for kind in ("deal", "free", "deterred"):
        for one in said.get(kind, ()):
            breach = told_breach(kind, one, visit.world.case, kind == "deterred")
            assert breach in every, (breach, every)
            if kind == "deterred":
                steps = [step for other, step in breaking(visit) if other == breach]
                assert any(answers(one["answer"], step, visit) for step in steps), one
            told.append(breach)
    case = visit.world.case
    kinds = [kind_of(case, one) for one in every]
    said_kinds = [kind_of(case, one) for one in told]
    assert len(set(said_kinds)) == len(told) == min(len(set(kinds)), SHOWN)
    for mine in told:
        alike = [len(other[1]) for other in every if kind_of(case, other) == kind_of(case, mine)]
        assert len(mine[1]) == min(alike)
    more = len(set(kinds)) - SHOWN
    assert ("more" in said or "more, one" in said) == (more > 0)
    if more > 0:
        assert ("more, one" in said) == (more == 1)
        assert more == 1 or int(said["more"][0]["count"]) == more


def kind_of(case: Case, breach: Breach) -> tuple[Ids, Ids, Reason, bool]:
    """Breaches by the same movers for the same reason are one kind: the least is told."""
    members, what, why, deterred = breach
    movers = members if len(members) == 1 else frozenset(case.option(id).party for id, _ in what)
    return members, movers, why, deterred


def answers(printed: str, step: oracle.Taken, visit: Visit) -> bool:
    """Whether the others can answer so: by their own improvements, to no better for the breaker."""
    w = visit.world
    (mover,) = step.members
    rank = w.model.rank[w.parties.index(mover)]
    ends = led_to(w, w.state(step.after), printed.split("; "), mover)
    return any(rank[end] <= rank[w.state(step.before)] for end in ends)


def led_to(w: World, here: State, clauses: list[str], breaker: str) -> Iterator[State]:
    """Where improvements of others lead; one step is told in as many clauses as owners change."""
    if not clauses:
        yield here
    for count in range(1, len(clauses) + 1):
        some = doings(w.case, "; ".join(clauses[:count]))
        if any((id in w.ids(here)) == taken for id, taken in some):
            continue
        after = w.state(changed(w.ids(here), some))
        others = (i for i, id in enumerate(w.parties) if id != breaker)
        if any(one.after == after for i in others for one in improvements(w.game, i, here)):
            yield from led_to(w, after, clauses[count:], breaker)


# --- what it does to whom, and what comes after --------------------------------------------------


def labels(said: dict[str, list[dict[str, str]]], visit: Visit, told: Told) -> None:
    """Exposure, regret and betrayal where it is entered and where things settle."""
    expected = {
        state: (found.regret, frozenset(found.exposed), frozenset(found.owed))
        for state, found in oracle.effects(visit).items()
        if found.regret or found.exposed or found.owed
    }
    seen = {}
    for item in said.get("labels", ()):
        state = told.letters.state(item["state"])
        by_kind: dict[str, Ids] = {}
        for sentence in re.split(r"(?<=\.) ", item["told"]):
            kind, blanks = first_like(LABELS, sentence)
            by_kind[kind] = by_kind.get(kind, frozenset()) | set(ids("party", blanks["who"]))
            if kind == "regret":
                reference = visit.world.case.reference is not None
                assert (blanks["reference"] is not None) == reference
            if kind == "betrayed":
                what = doings(visit.world.case, blanks["what"])
                owed = oracle.effects(visit)[state].owed[party(blanks["who"])]
                assert frozenset(id for id, _ in what) in owed
                assert {visit.world.case.option(id).party for id, _ in what} == set(
                    ids("party", blanks["others"])
                )
                changed(state, what)
        seen[state] = tuple(
            by_kind.get(kind, frozenset()) for kind in ("regret", "exposed", "betrayed")
        )
    assert seen == expected


def settles(said: dict[str, list[dict[str, str]]], visit: Visit, told: Told) -> None:
    """Where things settle."""
    hold = visit.hold
    assert hold is not None
    kind = "undeterred" if hold.verdict == "holds while deterred" else "stands"
    if not hold.equilibria:
        kind = "loose"
        assert int(said["loose"][0]["count"]) == len(hold.settled)
    assert [one for one in ("undeterred", "stands", "loose") if one in said] == [kind]
    if kind != "loose":
        (one,) = said[kind]
        states = told.letters.states(one["states"])
        assert set(states) <= hold.equilibria
        assert len(set(states)) == len(states)
        more = int(one["more"]) if one["more"] else int(one["one"] is not None)
        assert len(states) + more == len(hold.equilibria)


def reaches_next(said: dict[str, list[dict[str, str]]], visit: Visit, told: Told) -> None:
    """The steps that lead on: up to two that differ."""
    assert visit.hold is not None
    every = {
        change(step.before, step.after) for steps in visit.hold.ready.values() for step in steps
    }
    assert ("ready" in said) == bool(every)
    if every:
        (one,) = said["ready"]
        some = [doings(visit.world.case, part) for part in one["what"].split("; or else ")]
        assert set(some) <= every
        assert len(set(some)) == len(some)
        assert len(some) == min(len(every), 2)


def steps(said: dict[str, list[dict[str, str]]], visit: Visit, told: Told) -> None:
    """The best and the worst order of single steps, and how many are exposed on the way."""
    orders = oracle.orders(visit, told.passed.stage, told.so_far(told.place + 1))
    if orders is None or len(orders[0].options) < 2:
        assert not {"best", "worst", "same"} & set(said)
        return
    if orders[0] == orders[1]:
        assert "same" in said
        return
    for key, order in zip(("best", "worst"), orders, strict=True):
        (one,) = said[key]
        parts = [doings(visit.world.case, part) for part in one["steps"].split(", then ")]
        assert [id for part in parts for id, _ in part] == list(order.options)
        assert int(one["count"]) == order.cost[0]


def said_of_it(items: tuple[str, ...], told: Told) -> Iterator[str]:
    """Who would rather stop there, and which objections are borne out."""
    stalling, objecting = [], []
    for item in items:
        kind, blanks = first_like(AFTERWARDS, item)
        if kind == "stall":
            stalling.append(party(blanks["who"]))
            assert stall_reason(reason(blanks["why"]), stalling[-1], told), item
            yield kind
        else:
            (borne,) = BORNE[blanks["verdict"]]
            objecting.append((party(blanks["who"]), borne))
            yield f"objection: {blanks['verdict']}"
    assert set(stalling) == oracle.stalls(told.stages, told.place)
    assert len(set(stalling)) == len(stalling)
    parties = [one.party for one in told.passed.stage.objections]
    assert objecting == list(zip(parties, oracle.borne_out(told.passed), strict=True))


def stall_reason(why: Reason, who: str, told: Told) -> bool:
    """Whether a line decides between a state where things settle here and one later on."""
    w = told.passed.visits[0].world
    index = w.parties.index(who)
    later = [
        read(visit.world, w, visit.world.state(there))
        for one in told.stages[told.place + 1 :]
        for visit in one.visits
        if visit.hold
        for there in visit.hold.equilibria
    ]
    return any(
        why == because(w.case, who, decides(w, index, w.state(here), t), here, w.ids(t))
        for here in told.passed.equilibria
        for t in later
    )
