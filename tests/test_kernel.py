"""The kernel against the oracle: the same verdicts, ranks and feasible states on generated models.

500 models in option form, 250 with listed arcs and several hundred more from hypothesis in every
run; ``python tests/bulk.py --models 20000 --seed 7`` compares as many as wanted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import honestbroker as hb
from bridge import STYLES, by_number, graph, model_of, named, number, text
from bulk import PATHS, differences, model_of_seed, solved_by
from formulas import Written, case_text, joined, name, negated, sample
from honestbroker.case.case import meaning
from honestbroker.case.parts import Statements
from honestbroker.encode import encode
from honestbroker.formula import holds
from honestbroker.kernel.stability import stable as kernel_stable
from honestbroker.kernel.statements import how_lines_split
from oracle import CONCEPTS, Model, State, improvements, moves, others, reached_by, stable
from strategies import arc_models, models

SEED = "every run"
CHUNKS = range(10)


def agree(model: Model) -> None:
    """Every verdict of the kernel is the oracle's."""
    assert differences(model) == []


# --- verdicts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("chunk", CHUNKS)
def test_verdicts_in_option_form(chunk: int) -> None:
    for place in range(chunk, 500, len(CHUNKS)):
        assert differences(model_of_seed(SEED, place)) == [], f"model {place} of seed '{SEED}'"


@pytest.mark.parametrize("chunk", CHUNKS)
def test_verdicts_by_compiled_code(chunk: int) -> None:
    """A small part of the same; the compiled code has tests of its own."""
    with solved_by("compiled"):
        for place in range(chunk, 100, len(CHUNKS)):
            assert differences(model_of_seed(SEED, place)) == [], f"model {place} of seed '{SEED}'"


@pytest.mark.parametrize("chunk", CHUNKS)
def test_verdicts_with_listed_arcs(chunk: int) -> None:
    for place in range(chunk, 250, len(CHUNKS)):
        found = differences(model_of_seed(SEED, place, arcs=True))
        assert found == [], f"listed model {place} of seed '{SEED}'"


@settings(deadline=None)
@given(models())
def test_any_verdict_in_option_form(model: Model) -> None:
    agree(model)


@settings(deadline=None)
@given(arc_models())
def test_any_verdict_with_listed_arcs(model: Model) -> None:
    agree(model)


def test_the_models_of_every_run_are_rich() -> None:
    """What a fault could hide behind occurs often among the models compared above."""
    seen: Counter[str] = Counter()
    for place in range(500):
        seen.update(set(traits(model_of_seed(SEED, place))))
    missing = {trait: seen[trait] for trait in TRAITS if seen[trait] < 5}
    assert not missing
    listed = [model_of_seed(SEED, place, arcs=True) for place in range(250)]
    assert sum(two_in_a_row_would_matter(model) for model in listed) >= 10


TRAITS = (
    "a tie", "forward", "backward", "fixed", "infeasible", "a single option", "no option",
    "three parties", "a relay", "no way back", "a leap", "nash fails", "gmr by sanction",
    "smr by sanction", "seq by sanction", "sseq by sanction", "seq not sseq", "smr not sseq",
    "seq not smr", "smr not seq", "gmr not smr", "seq and smr not sseq",
)  # fmt: skip


def traits(model: Model) -> Iterator[str]:
    """What is special about a model and its verdicts."""
    yield from set(model.way)
    owned = [model.owner.count(party) for party in range(len(model.parties))]
    ties = any(len(set(rank.values())) < len(rank) for rank in model.rank)
    yield from (["a tie"] if ties else [])
    yield from (["infeasible"] if len(model.feasible) < 1 << len(model.owner) else [])
    yield from (["a single option"] if 1 in owned else [])
    yield from (["no option"] if 0 in owned else [])
    yield from (["three parties"] if len(model.parties) >= 3 else [])
    for party in range(len(model.parties)):
        for s in model.feasible:
            yield from traits_of_moves(model, party, s)
            verdict = {concept: stable(model, concept, party, s) for concept in CONCEPTS}
            if not verdict["nash"]:
                yield "nash fails"
                yield from (f"{concept} by sanction" for concept in CONCEPTS if verdict[concept])
            for trait in (trait for trait in TRAITS if " not " in trait):
                true, false = trait.split(" not ")
                if all(verdict[one] for one in true.split(" and ")) and not verdict[false]:
                    yield trait


def traits_of_moves(model: Model, party: int, s: State) -> Iterator[str]:
    """A move that cannot be undone, one over infeasible states, an answer that takes two."""
    for t in moves(model, party, s):
        if s not in moves(model, party, t):
            yield "no way back"
        if len(s ^ t) == 2 and not any(s ^ {k} in model.feasible for k in s ^ t):
            yield "a leap"
    crowd = others(model, party)
    alone = frozenset[State]().union(*(improvements(model, i, s) for i in crowd))
    if reached_by(model, crowd, s, improving=True) - alone - {s}:
        yield "a relay"


def two_in_a_row_would_matter(model: Model) -> bool:
    """Whether gmr would differ if somebody could move twice in succession."""
    for party in range(len(model.parties)):
        rank = model.rank[party]
        for s in model.feasible:
            for s1 in improvements(model, party, s):
                seen = {s1}
                frontier = [s1]
                while frontier:
                    here = frontier.pop()
                    for i in others(model, party):
                        new = moves(model, i, here) - seen
                        seen |= new
                        frontier += new
                legal = reached_by(model, others(model, party), s1, improving=False)
                if any(rank[t] <= rank[s] for t in seen - legal):
                    if not any(rank[t] <= rank[s] for t in legal):
                        return True
    return False


# --- the whole pipe: text, case, arrays, result --------------------------------------------------


def whole_pipe(model: Model, style: str) -> None:
    """A model written down as a case file gives the oracle's verdicts, states and equilibria."""
    result = hb.stability(hb.read_text(text(model, style)))
    names = result.names
    order = by_number(model)
    assert result.feasible == len(order)
    assert [named(model, names.id(place)) for place in range(result.feasible)] == order
    for concept in CONCEPTS:
        firm = set(order)
        for place, party in enumerate(model.parties):
            expected = {s for s in order if stable(model, concept, place, s)}
            found = result.verdicts.stable(concept, party)
            assert {named(model, id) for id in found} == expected, (concept, party)
            firm &= expected
        under = result.under(concept)
        assert {named(model, equilibrium.id) for equilibrium in under} == firm, concept
        assert all(
            equilibrium.state == tuple(f"o{k}" for k in sorted(named(model, equilibrium.id)))
            for equilibrium in under
        )
        assert result.counts()[concept] == len(firm)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("arcs", [False, True], ids=["option form", "listed arcs"])
def test_verdicts_through_a_case_file(style: str, arcs: bool) -> None:
    for place in range(60):
        whole_pipe(model_of_seed(f"pipe {style}", place, arcs=arcs), style)


@settings(deadline=None, max_examples=40)
@given(st.one_of(models(), arc_models()), st.sampled_from(STYLES))
def test_any_model_through_a_case_file(model: Model, style: str) -> None:
    whole_pipe(model, style)


@pytest.mark.parametrize("style", STYLES)
def test_a_model_written_down_and_read_is_the_same_model(style: str) -> None:
    """The bridge itself: both ways over it, without kernel or encoder."""
    for place in range(40):
        model = model_of_seed("there and back", place)
        back = model_of(hb.read_text(text(model, style)))
        assert (back.parties, back.owner, back.way) == (model.parties, model.owner, model.way)
        assert (back.feasible, back.status_quo) == (model.feasible, model.status_quo)
        for rank, again in zip(model.rank, back.rank, strict=True):
            order = sorted(rank, key=number)
            assert all((rank[s] > rank[t]) == (again[s] > again[t]) for s in order for t in order)


# --- statements and rules ------------------------------------------------------------------------


def beats(answers: Sequence[bool], others: Sequence[bool]) -> int:
    """1 if at the first statement on which two states differ the first satisfies it; -1, 0."""
    for one, other in zip(answers, others, strict=True):
        if one != other:
            return 1 if one else -1
    return 0


def ranks_follow(text: str, answers: dict[str, list[list[bool]]]) -> None:
    """The ranks of a case compare as the definition says: answers by party, state, statement."""
    encoded = encode(hb.read_text(text))
    for party, rows in answers.items():
        ranks = encoded.graph.ranks[encoded.names.parties.index(party)].tolist()
        assert len(ranks) == len(rows)
        for s, one in enumerate(rows):
            for t, other in enumerate(rows[:s]):
                sign = (ranks[s] > ranks[t]) - (ranks[s] < ranks[t])
                assert sign == beats(one, other), (party, s, t)


@pytest.mark.parametrize("chunk", CHUNKS)
def test_feasible_states_and_ranks_from_formulas(chunk: int) -> None:
    for place in range(12):
        made = sample(Random(f"formulas {chunk} {place}"))
        case = hb.read_text(made.text)
        encoded = encode(case)
        feasible = made.feasible()
        assert encoded.names.codes.tolist() == [number(s) for s in feasible]
        by_case = [
            s
            for s in (
                frozenset(k for k in range(made.options) if n >> k & 1)
                for n in range(1 << made.options)
            )
            if all(
                holds(rule.formula, meaning(case, frozenset(f"o{k}" for k in s)))
                for rule in case.rules
            )
        ]
        assert by_case == feasible
        meanings = [made.meaning(s) for s in feasible]
        answers = {
            party: [[line.true(known) for line in lines] for known in meanings]
            for party, lines in made.lists.items()
        }
        ranks_follow(made.text, answers)


@pytest.mark.parametrize("seed", range(20))
def test_lines_that_say_nothing(seed: int) -> None:
    made = sample(Random(f"idle {seed}"), lines=12)
    encoded = encode(hb.read_text(made.text))
    meanings = [made.meaning(s) for s in made.feasible()]
    for party, lines in made.lists.items():
        preference = encoded.case.lists[party]
        assert isinstance(preference, Statements)
        columns = encoded.structure.truths(line.want for line in preference.lines)
        found = how_lines_split(columns, len(meanings))
        rows = [tuple(line.true(known) for line in lines) for known in meanings]
        for place in range(len(lines)):
            constant = len({row[place] for row in rows}) == 1
            splits = any(
                one[:place] == other[:place] and one[place] != other[place]
                for one in rows
                for other in rows
            )
            assert found[place] == (constant, not splits), (party, place)


def long_list(random: Random, count: int, options: int, shape: str) -> list[Written]:
    """So many statements, nearly each of which matters, or only the last of which do."""
    names = [name(f"o{k}") for k in range(options)]
    certain = joined("or", [names[0], negated(names[0])])
    if shape == "one state a line":
        chosen = random.sample(range(1 << options), min(count, 1 << options))
        lines = [
            joined("and", [one if n >> k & 1 else negated(one) for k, one in enumerate(names)])
            for n in chosen
        ]
        while len(lines) < count:
            filler = random.choice([certain, negated(certain), random.choice(lines)])
            lines.insert(random.randrange(len(lines) + 1), filler)
        return lines
    first = certain if shape == "true before" else negated(certain)
    last = [negated(one) if random.random() < 0.5 else one for one in names]
    random.shuffle(last)
    return [first] * (count - options) + last


@pytest.mark.parametrize("shape", ["one state a line", "true before", "false before"])
@pytest.mark.parametrize("count", [59, 60, 61, 64, 80, 130])
def test_long_lists(shape: str, count: int) -> None:
    random = Random(f"{shape} {count}")
    options = 6
    lines = long_list(random, count, options, shape)
    assert len(lines) == count
    owner = tuple(k % 2 for k in range(options))
    lists = {"A": lines, "B": list(reversed(lines))}
    known = [{f"o{k}": bool(n >> k & 1) for k in range(options)} for n in range(1 << options)]
    answers = {
        party: [[line.true(meant) for line in some] for meant in known]
        for party, some in lists.items()
    }
    ranks_follow(case_text("AB", owner, {}, {}, (), lists), answers)


@pytest.mark.parametrize("path", PATHS)
def test_some_concepts_and_parties_only(path: str) -> None:
    with solved_by(path):
        for place in range(10):
            model = model_of_seed(SEED, place)
            made = graph(model)
            every = kernel_stable(made)
            for party in range(len(model.parties)):
                rows = kernel_stable(made, ["sseq", "nash", "smr"], [party])
                places = [CONCEPTS.index(concept) for concept in ("sseq", "nash", "smr")]
                assert np.array_equal(rows[:, party], every[places, party])
