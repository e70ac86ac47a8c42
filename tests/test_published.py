"""Published and rederived numbers, cell by cell, through the library.

``expected.yaml`` of every shipped case: each cell is a test, and a failure says where the number
comes from. ``published.yaml``: small models with definite answers, compared with the shipped case
of the same name: model, rankings, verdicts, variants.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import honestbroker as hb
from bridge import graph, model_of, number, state
from honestbroker.case.parts import Ranking
from honestbroker.encode import encode
from honestbroker.kernel.stability import stable as kernel_stable
from oracle import CONCEPTS, Model, State, moves

CASES = Path(hb.__file__).parent / "cases"
KEYS = {
    "profile", "changes", "concept", "party", "feasible", "count", "decimal", "states", "stable",
    "nash_state", "locator",
}  # fmt: skip
CLAIMS = ("feasible", "count", "decimal", "states", "stable", "nash_state")


def load(path: Path) -> Any:
    """A YAML file."""
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


# --- expected.yaml of every shipped case ---------------------------------------------------------


def expectations() -> list[Any]:
    """Every claim of every file: (case, claim, entry)."""
    found = []
    for id in hb.shipped():
        entries = load(CASES / id / "expected.yaml")["expected"]
        for place, entry in enumerate(entries, start=1):
            for claim in CLAIMS:
                if claim in entry:
                    words = [id, str(place), *entry.get("changes", ()), entry.get("concept", "")]
                    label = "-".join(word for word in [*words, claim] if word)
                    found.append(pytest.param(id, claim, entry, id=label))
    return found


@pytest.mark.parametrize(("id", "claim", "entry"), expectations())
def test_expected(id: str, claim: str, entry: dict[str, Any]) -> None:
    result = hb.stability(hb.read(id), entry["profile"], entry.get("changes", ()))
    expected = entry[claim]
    found: object
    if claim == "feasible":
        found = result.feasible
    elif claim == "count":
        found = result.counts()[entry["concept"]]
        assert found == len(result.under(entry["concept"]))
    elif claim == "decimal":
        found = [int(equilibrium.id) for equilibrium in result.under(entry["concept"])]
    elif claim == "states":
        found = [equilibrium.id for equilibrium in result.under(entry["concept"])]
    elif claim == "stable":
        found = [int(id) for id in result.verdicts.stable(entry["concept"], entry["party"])]
    else:
        assert claim == "nash_state"
        options = result.names.options
        expected = tuple(sorted(entry["nash_state"], key=options.index))
        states = [equilibrium.state for equilibrium in result.under("nash")]
        found = expected if expected in states else f"not among {states}"
    source = load(CASES / id / "expected.yaml")["source"]
    assert found == expected, f"{id}: {entry['locator']} ({source})"


@pytest.mark.parametrize("id", hb.shipped())
def test_every_expectation_is_understood(id: str) -> None:
    """No entry is passed over: each has a locator, known keys, and a claim with what it needs."""
    told = load(CASES / id / "expected.yaml")
    assert set(told) == {"source", "expected"}
    assert told["source"]
    case = hb.read(id)
    for entry in told["expected"]:
        assert set(entry) <= KEYS, entry
        assert entry["locator"], entry
        assert entry["profile"] in [profile.id for profile in case.profiles], entry
        assert set(entry.get("changes", ())) <= {change.id for change in case.changes}, entry
        claims = [claim for claim in CLAIMS if claim in entry]
        assert len(claims) == 1, entry
        assert ("concept" in entry) == (claims[0] in ("count", "decimal", "states", "stable")), (
            entry
        )
        assert entry.get("concept", "nash") in CONCEPTS, entry
        assert ("party" in entry) == (claims[0] == "stable"), entry


@pytest.mark.parametrize("id", [id for id in hb.shipped() if not hb.read(id).named_states])
def test_states_and_rankings_rederived(id: str) -> None:
    """Every combination of options tried, every state compared line by line, in every profile."""
    for profile in hb.read(id).profiles:
        case = hb.variant(hb.read(id), profile.id)
        model = model_of(case)
        encoded = encode(case)
        assert encoded.names.codes.tolist() == sorted(map(number, model.feasible))
        order = [state(int(code)) for code in encoded.names.codes]
        for party, rank in enumerate(model.rank):
            pairs = {
                (rank[s], int(found))
                for s, found in zip(order, encoded.graph.ranks[party], strict=True)
            }
            rising = sorted(pairs)
            assert len(pairs) == len({one for one, _ in pairs}), (profile.id, party)
            assert [found for _, found in rising] == sorted({found for _, found in pairs})


# --- published.yaml ------------------------------------------------------------------------------

PUBLISHED: dict[str, Any] = load(Path(__file__).parent / "published.yaml")


def by_decimal(name: str, concept: str, *changes: str) -> list[int]:
    """The equilibria of the shipped case of this name, as numbers."""
    result = hb.stability(hb.read(name), None, changes)
    return [int(equilibrium.id) for equilibrium in result.under(concept)]


def elmira_number(s: State) -> int:
    """The number the literature gives a state of Elmira: the four with `abandon` are one."""
    plain = {2: 1, 3: 2, 4: 3, 5: 4, 18: 5, 19: 6, 20: 7, 21: 8}
    return plain.get(number(s), 9)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_shipped_case_is_the_published_model(name: str) -> None:
    told, model = PUBLISHED[name], model_of(hb.read(name))
    ids = [option.id for option in hb.read(name).options]
    assert ids == [option["id"] for option in told["options"]]
    assert list(model.parties) == list(dict.fromkeys(option["by"] for option in told["options"]))
    assert [model.parties[i] for i in model.owner] == [option["by"] for option in told["options"]]
    assert list(model.way) == [option["way"] for option in told["options"]]
    feasible = {
        n
        for n in range(1 << len(ids))
        if all(
            eval(rule, {"__builtins__": {}}, {id: bool(n >> k & 1) for k, id in enumerate(ids)})
            for rule in told.get("rules", ())
        )
    }
    assert set(map(number, model.feasible)) == feasible
    ranking = told.get("ranking") or told["ranking_by_number"]
    for party, rank in zip(model.parties, model.rank, strict=True):
        tiers = [
            sorted({(number if "ranking" in told else elmira_number)(s) for s in tied})
            for tied in (
                [s for s in model.feasible if rank[s] == level]
                for level in sorted(set(rank.values()), reverse=True)
            )
        ]
        assert tiers == [
            sorted(tier) if isinstance(tier, list) else [tier] for tier in ranking[party]
        ]
    if "status_quo" in told:
        assert model.status_quo == frozenset(ids.index(id) for id in told["status_quo"])


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("name", [name for name in PUBLISHED if "equilibria" in PUBLISHED[name]])
def test_published_equilibria(name: str, concept: str) -> None:
    assert by_decimal(name, concept) == PUBLISHED[name]["equilibria"][concept]


@pytest.mark.parametrize("concept", CONCEPTS)
def test_published_variant_without_one_way_options(concept: str) -> None:
    expected = PUBLISHED["cuban-missile-1962"]["variant_all_both"]["equilibria"][concept]
    assert by_decimal("cuban-missile-1962", concept, "all-both") == expected


def test_published_history_is_an_improvement() -> None:
    encoded = encode(hb.read("cuban-missile-1962"))
    before, after = map(encoded.graph.index, PUBLISHED["cuban-missile-1962"]["history"])
    assert before is not None
    party = encoded.names.parties.index("US")
    assert after in encoded.graph.improvements[party].targets(before)


def test_published_stable_states() -> None:
    verdicts = hb.stability(hb.read("syria-iraq-1975")).verdicts
    for party, expected in PUBLISHED["syria-iraq-1975"]["stable_seq"].items():
        assert [int(id) for id in verdicts.stable("seq", party)] == expected


def test_published_statements_are_those_of_the_shipped_case() -> None:
    """And they give the published ranking: the kernel's ranks, best first."""
    told, case = PUBLISHED["syria-iraq-1975"], hb.read("syria-iraq-1975")
    encoded = encode(case)
    for party, statements in told["statements"].items():
        preference = case.lists[party]
        assert not isinstance(preference, Ranking)
        assert [str(line.want) for line in preference.lines] == statements
        ranks = encoded.graph.ranks[encoded.names.parties.index(party)]
        assert (
            encoded.names.codes[(-ranks).argsort(kind="stable")].tolist() == told["ranking"][party]
        )
        assert len(set(ranks.tolist())) == encoded.graph.states


@pytest.mark.parametrize("concept", ["nash", "seq"])
def test_published_inverse_count(concept: str) -> None:
    """Of all strict rankings of Syria's, how many make the target an equilibrium."""
    inverse = PUBLISHED["syria-iraq-1975"]["inverse"]
    case = hb.read("syria-iraq-1975")
    made, count = encode(case).graph, 0
    target = made.index(inverse["target"])
    for ranks in permutations(range(made.states)):
        other = replace(made, ranks=made.ranks.copy())
        other.ranks[0] = ranks
        count += bool(kernel_stable(other, [concept])[0, :, target].all())
    assert count == inverse["count"][concept]


@pytest.mark.parametrize("concept", CONCEPTS)
def test_elmira_with_twelve_states(concept: str) -> None:
    expected = PUBLISHED["elmira-1991"]["equilibria_by_number"][concept]
    found = set(by_decimal("elmira-1991", concept))
    model = model_of(hb.read("elmira-1991"))
    assert found == {number(s) for s in model.feasible if elmira_number(s) in expected}


def nine_states() -> str:
    """Elmira as the literature has it: nine states, one of them four combinations, listed moves."""
    told = PUBLISHED["elmira-1991"]
    model: Model = model_of(hb.read("elmira-1991"))
    ids = [option["id"] for option in told["options"]]
    lines = ["format: honestbroker/1", "case: elmira-nine", "title: nine states", "parties:"]
    lines += [f"  {party}: {{name: {party}}}" for party in model.parties]
    lines += ["options:"]
    lines += [f"  {option['id']}: {{by: {option['by']}, name: do}}" for option in told["options"]]
    lines += ["rules:"]
    lines += [f"  - {{id: r{k}, holds: {rule}}}" for k, rule in enumerate(told["rules"])]
    lines += [f"status_quo: [{', '.join(told['status_quo'])}]", "states:"]
    for name in range(1, 10):
        members = ", ".join(
            '"{' + ", ".join(ids[k] for k in sorted(s)) + '}"'
            for s in sorted(model.feasible, key=number)
            if elmira_number(s) == name
        )
        lines.append(f"  number-{name}: {{members: [{members}]}}")
    lines += ["moves:"]
    arcs = {
        (party, elmira_number(s), elmira_number(t))
        for place, party in enumerate(model.parties)
        for s in model.feasible
        for t in moves(model, place, s)
        if elmira_number(s) != elmira_number(t)
    }
    lines += [f"  - [{party}, number-{a}, number-{b}]" for party, a, b in sorted(arcs)]
    lines += ["profiles:", "  base:", "    lists:"]
    for party, order in told["ranking_by_number"].items():
        lines.append(f"      {party}: {{ranking: [{', '.join(f'number-{n}' for n in order)}]}}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("concept", CONCEPTS)
def test_elmira_with_nine_states(concept: str) -> None:
    result = hb.stability(hb.read_text(nine_states()))
    assert result.feasible == 9
    found = [equilibrium.id for equilibrium in result.under(concept)]
    expected = PUBLISHED["elmira-1991"]["equilibria_by_number"][concept]
    assert found == [f"number-{name}" for name in expected]


def test_the_shipped_nine_states_are_those_of_the_literature() -> None:
    """Moves and rankings, rederived from the twelve states of the published options."""
    shipped, made = (
        encode(case) for case in (hb.read("elmira-1991-nine"), hb.read_text(nine_states()))
    )
    assert shipped.names.ids == tuple(f"s{name}" for name in range(1, 10))
    assert shipped.names.merged == made.names.merged
    assert (shipped.graph.ranks == made.graph.ranks).all()
    for ours, theirs in zip(shipped.graph.moves, made.graph.moves, strict=True):
        everywhere = range(made.graph.states)
        assert [ours.targets(s).tolist() for s in everywhere] == [
            theirs.targets(s).tolist() for s in everywhere
        ]


def test_elmira_from_the_status_quo() -> None:
    """State 5 is one improvement of the town away; no improvement at all leads from 5."""
    case = hb.read("elmira-1991")
    made = encode(case)
    assert made.status_quo is not None
    towards = {
        party: [int(made.names.codes[t]) for t in steps.targets(made.status_quo)]
        for party, steps in zip(made.names.parties, made.graph.improvements, strict=True)
    }
    assert towards == {"MoE": [], "Uniroyal": [], "LocalGov": [18]}
    five = made.graph.index(18)
    assert five is not None
    assert not any(steps.targets(five).size for steps in made.graph.improvements)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_kernel_on_the_model_as_it_stands(name: str) -> None:
    """Without the encoder in between: the same table."""
    case = hb.read(name)
    table = hb.stability(case).verdicts.table
    assert (kernel_stable(graph(model_of(case))) == table).all()
