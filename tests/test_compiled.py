"""Compiled code gives the NumPy path's numbers, bit for bit, and is not loaded for small cases.

Several hundred models in every run; ``python tests/bulk_compiled.py --models 20000`` compares as
many as wanted.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bridge import graph
from bulk import differences, model_of_seed
from compiled import (
    label_differences,
    long_chain,
    numpy_only,
    random_graph,
    search_differences,
    swapped,
    verdict_differences,
)
from honestbroker.kernel import required as required_module
from honestbroker.kernel import stability, statements
from honestbroker.kernel.batch import Batch
from honestbroker.kernel.compiled import chains, cube, jit, solve, truths
from honestbroker.kernel.compiled.layout import Layout
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.required import required, to_pass
from honestbroker.kernel.reuse import Solver
from honestbroker.kernel.search import Group
from honestbroker.kernel.stability import CONCEPTS, stable
from honestbroker.kernel.statements import Program

CHUNKS = range(8)


# --- verdicts and searches ------------------------------------------------------------------------


@pytest.mark.parametrize("chunk", CHUNKS)
def test_small_models(chunk: int) -> None:
    for place in range(chunk, 320, len(CHUNKS)):
        model = model_of_seed("compiled", place)
        made = graph(model)
        assert verdict_differences(made) == [], place
        teams = tuple(Group(tuple(sorted(some)), is_open) for some, is_open in model.groups)
        assert search_differences(made, teams, place % made.states) == [], place
        some = [place % made.states, (7 * place + 1) % made.states]
        assert label_differences(made, some, (3 * place) % made.states) == [], place
        with swapped(stability, pays=lambda states, parties: True):
            assert differences(model) == [], place


@pytest.mark.parametrize("chunk", CHUNKS)
def test_larger_models(chunk: int) -> None:
    for place in range(6):
        rng = np.random.default_rng([chunk, place])
        share = (1.0, 0.6, 0.2)[place % 3]
        made = random_graph(rng, int(rng.integers(7, 12)), int(rng.integers(2, 6)), share=share)
        assert verdict_differences(made) == [], place
        teams = (Group((0, 1), True), Group(tuple(range(min(made.parties, 3))), False))
        assert search_differences(made, teams, int(rng.integers(made.states))) == [], place
        some = list(map(int, rng.integers(made.states, size=4)))
        assert label_differences(made, some, int(rng.integers(made.states))) == [], place


def test_one_party_with_many_one_way_options() -> None:
    rng = np.random.default_rng(1)
    codes = np.flatnonzero(rng.random(1 << 16) < 0.02)
    ranks = rng.integers(0, 50, (2, codes.size)).astype(np.int32)
    own = ((1 << 13) - 1, 0b111 << 13)
    assert verdict_differences(Graph(codes, ranks, own, up=0x1FF, down=0x1E00)) == []


def test_options_far_apart() -> None:
    """Few states among 2^50 combinations: groups are found by sorting, states by bisection."""
    rng = np.random.default_rng(2)
    codes = np.unique(rng.choice([0, 1, 2, 3], 600) << 46 | rng.integers(0, 64, 600) << 10)
    ranks = rng.integers(0, 9, (3, codes.size)).astype(np.int32)
    made = Graph(codes, ranks, (0b11 << 46, 0b111 << 10, 0b111 << 13), up=1 << 10)
    assert verdict_differences(made) == []
    assert search_differences(made, (Group((0, 2), True),), 5) == []


def test_a_long_chain_is_handed_to_the_search_in_rank_order() -> None:
    made = long_chain(6)
    handed = []

    def noted(*arguments: object) -> int:
        handed.append(sweep(*arguments))
        return handed[-1]

    sweep = chains.sweep
    with numpy_only():
        expected = stable(made)
    with swapped(chains, sweep=noted):
        found = solve.solve(Layout(made), made.ranks, CONCEPTS, range(3)).stable
    assert -1 in handed
    assert np.array_equal(found, expected)
    handed.clear()
    with swapped(chains, sweep=noted):
        found = solve.by_slices(made, CONCEPTS, range(3)).stable
    assert handed  # slices gave up, and so did the sweep that was tried instead
    assert np.array_equal(found, expected)


def test_ranks_that_need_more_than_16_bits() -> None:
    rng = np.random.default_rng(4)
    own = (0b1111111, 0b111 << 7, 0b11 << 10)
    for levels in (32766, 32767, 32768, 1 << 30):
        ranks = rng.integers(0, levels, (3, 1 << 12)).astype(np.int32)
        ranks[:, 0] = levels - 1
        made = Graph(np.arange(1 << 12), ranks, own, up=0b100000_000011, down=0b100_0000000)
        assert cube.Cube(made, ranks).kind is (np.int16 if levels < 32768 else np.int32)
        assert verdict_differences(made) == [], levels


def test_full_and_large_models_are_solved_by_slices() -> None:
    rng = np.random.default_rng(6)
    assert not cube.serves(random_graph(rng, 10, 3))
    full = random_graph(rng, 14, 3)
    assert cube.serves(full)
    assert not cube.serves(random_graph(rng, 14, 3, share=0.9))
    assert cube.serves(random_graph(rng, 14, 6, share=0.5))
    assert not cube.serves(random_graph(rng, 14, 6, share=0.2))
    solved = []

    def noted(*arguments: object, **options: object) -> solve.Solution:
        solved.append(arguments)
        return by_slices(*arguments, **options)  # type: ignore[arg-type]

    by_slices = solve.by_slices
    with swapped(solve, by_slices=noted):
        stable(full, ["seq"])
        Solver(full, compiled=True).holds("seq")
    assert len(solved) == 1 + full.parties


def test_large_models_take_the_compiled_route_by_themselves() -> None:
    rng = np.random.default_rng(3)
    made = random_graph(rng, 15, 8)
    calls = []
    verdicts = solve.verdicts

    def noted(*arguments: object, **options: object) -> solve.Solution:
        calls.append(arguments)
        return verdicts(*arguments, **options)  # type: ignore[arg-type]

    with swapped(solve, verdicts=noted):
        found = stable(made, ["gmr", "seq"], [2, 5])
    assert len(calls) == 1
    assert found.shape == (2, 8, made.states)
    assert found[:, [0, 1, 3, 4, 6, 7]].all()


# --- ranks and feasible states from formulas ------------------------------------------------------


def random_program(
    rng: np.random.Generator, options: int, terms: list[Program], depth: int = 0
) -> Program:
    kind = rng.integers(0, 10)
    if depth > 3 or kind < 3:
        if terms and rng.integers(0, 4) == 0:
            term = int(rng.integers(len(terms)))
            return Program(((statements.TERM, term),), terms[term].needs)
        if rng.integers(0, 12) == 0:
            return Program(((statements.CONSTANT, int(rng.integers(0, 2))),), 0)
        bit = int(rng.integers(options))
        return Program(((statements.OPTION, bit),), 1 << bit)
    left = random_program(rng, options, terms, depth + 1)
    if kind < 5:
        return Program((*left.instructions, (statements.NOT, 0)), left.needs)
    right = random_program(rng, options, terms, depth + 1)
    word = (int(rng.choice([statements.AND, statements.OR, statements.SAME])), 0)
    return Program((*left.instructions, *right.instructions, word), left.needs | right.needs)


@pytest.mark.parametrize("seed", range(60))
def test_formulas(seed: int) -> None:
    rng = np.random.default_rng(seed)
    options = int(rng.integers(1, 14))
    terms: list[Program] = []
    for _ in range(rng.integers(0, 4)):
        terms.append(random_program(rng, options, terms))
    rules = [random_program(rng, options, terms) for _ in range(rng.integers(0, 4))]
    codes = statements.feasible(options, rules, terms)
    assert np.array_equal(codes, truths.feasible(options, rules, terms))
    if codes.size:
        with pytest.raises(statements.TooManyStates):
            truths.feasible(options, rules, terms, codes.size - 1)
        many = 90 if seed % 5 == 0 else 12
        lines = [random_program(rng, options, terms) for _ in range(rng.integers(0, many))]
        expected = statements.ranks_of(statements.columns(codes, lines, terms), codes.size)
        assert np.array_equal(truths.ranks(codes, lines, terms), expected)


def test_many_states_are_found_by_compiled_code() -> None:
    rng = np.random.default_rng(5)
    rules = [random_program(rng, 18, []) for _ in range(2)]
    with swapped(statements, _LARGE=1 << 40):
        expected = statements.feasible(18, rules)
        ranks = statements.ranks(expected, rules)
    assert np.array_equal(statements.feasible(18, rules), expected)
    with swapped(statements, _LARGE=1):
        assert np.array_equal(statements.ranks(expected, rules), ranks)


# --- many rankings ----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(24))
def test_lanes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    made = graph(model_of_seed("lanes", seed))
    draws = int(rng.integers(1, 80))
    low, high = ((-3, 4), (0, 3), (-100000, 100000))[seed % 3]
    ranks = rng.integers(low, high, (draws, *made.ranks.shape)).astype(np.int32)
    batch = Batch(made, threads=1 + seed % 2)
    found = batch.stable(ranks)
    for draw in range(0, draws, 9):
        assert np.array_equal(found[draw], stable(replace(made, ranks=ranks[draw])))
    some = ["seq", "nash"]
    states = rng.integers(0, made.states, 3).tolist()
    expected = found[:, [3, 0]].all(axis=2)[:, :, states]
    assert np.array_equal(batch.equilibria(ranks, some, states), expected)
    with swapped(batch, _arcs=None):
        assert np.array_equal(batch.stable(ranks), found)


def test_random_rankings_do_not_depend_on_threads() -> None:
    made = graph(model_of_seed("lanes", 5))
    counts = [Batch(made, threads=n).random(seed=3, draws=1000) for n in (1, 2, 3)]
    for other in counts[1:]:
        assert np.array_equal(counts[0].stable, other.stable)
        assert np.array_equal(counts[0].equilibria, other.equilibria)
    different = Batch(made).random(seed=4, draws=1000)
    assert not np.array_equal(counts[0].stable, different.stable)


def test_random_rankings_are_counted_right() -> None:
    from honestbroker.kernel.compiled import lanes

    made = graph(model_of_seed("lanes", 8))
    draws = 70
    ranks = np.array(
        [
            [[lanes.key(9, draw, p, s) for s in range(made.states)] for p in range(made.parties)]
            for draw in range(draws)
        ],
        dtype=np.int32,
    )
    counts = Batch(made).random(seed=9, draws=draws, concepts=["smr", "seq"])
    table = Batch(made).stable(ranks, ["smr", "seq"])
    assert np.array_equal(counts.stable, table.sum(axis=0))
    assert np.array_equal(counts.equilibria, table.all(axis=2).sum(axis=0))
    only = Batch(made).random(seed=9, draws=draws, concepts=["smr"], parties=[])
    fixed = stable(made, ["smr"]).all(axis=1)
    assert np.array_equal(only.equilibria, draws * fixed)


@pytest.mark.parametrize("compiled", [False, True, None])
@pytest.mark.parametrize("arcs", [False, True], ids=["option form", "listed arcs"])
def test_a_solver_remembers_only_what_is_still_true(compiled: bool | None, arcs: bool) -> None:
    for place in range(12):
        made = graph(model_of_seed("reuse", place, arcs=arcs))
        rng = np.random.default_rng(place)
        solver = Solver(made, compiled=compiled)
        ranks = made.ranks
        for _ in range(8):
            assert np.array_equal(solver.stable(ranks), stable(replace(made, ranks=ranks)))
            concept = str(rng.choice(CONCEPTS))
            expected = stable(replace(made, ranks=ranks), [concept]).all(axis=1)[0]
            assert np.array_equal(solver.holds(concept, ranks), expected)
            ranks = ranks.copy()
            ranks[rng.integers(len(ranks)), rng.integers(made.states)] = rng.integers(-2, 5)


def test_a_solver_solves_again_only_what_depends_on_an_edit() -> None:
    made = random_graph(np.random.default_rng(11), 6, 4)
    solver = Solver(made, compiled=False)
    solver.stable()
    assert solver.solved == 5 * 4
    solver.stable(made.ranks * 1)
    assert solver.solved == 5 * 4
    edited = made.ranks.copy()
    edited[2] = edited[2] * 2 + 5  # other numbers, the same order
    solver.stable(edited)
    assert solver.solved == 5 * 4 + 5
    with pytest.raises(ValueError, match="shape"):
        solver.stable(made.ranks[:2])


# --- required ranks -------------------------------------------------------------------------------


def test_required_ranks_by_trying_all() -> None:
    tried = 0
    for place in range(60):
        made = graph(model_of_seed("required", place, arcs=place % 3 == 2))
        if made.states > 16:
            continue
        needs = required(made)
        now = stable(made)
        assert np.array_equal(needs > made.ranks, ~now)
        if made.composes:
            with swapped(required_module, pays=lambda states, parties: True):
                assert np.array_equal(required(made), needs)
        for party in range(made.parties):
            levels = np.unique(made.ranks[party])
            for state in np.flatnonzero(~now[:, party].all(axis=0)):
                for rank in np.unique(np.concatenate((2 * levels, 2 * levels + 1))):
                    if rank <= 2 * made.ranks[party, state]:
                        continue
                    ranks = 2 * made.ranks
                    ranks[party, state] = rank
                    then = stable(replace(made, ranks=ranks), CONCEPTS, [party])[:, party, state]
                    for row in np.flatnonzero(~now[:, party, state]):
                        tried += 1
                        assert then[row] == (rank >= 2 * needs[row, party, state])
    assert tried > 2000


def test_states_to_pass() -> None:
    ranks = np.array([5, 1, 3, 3, 9], dtype=np.int32)
    assert to_pass(ranks, 1, 5).tolist() == [2, 3, 0]
    assert to_pass(ranks, 4, 9).tolist() == []


# --- start-up and the cache folder ----------------------------------------------------------------


def run(code: str, **environment: str) -> str:
    """What a fresh Python prints."""
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert told.returncode == 0, told.stderr
    return told.stdout.strip()


@pytest.mark.parametrize("arguments", [["run", "korea-2017"], ["stability", "syria-iraq-1975"]])
def test_small_cases_do_not_load_numba(arguments: list[str]) -> None:
    code = f"""
import sys
from honestbroker.cli import main
try:
    main({arguments!r})
except SystemExit as end:
    assert not end.code, end.code
sys.stderr.write("")
print("numba" in sys.modules)
"""
    assert run(code).splitlines()[-1] == "False"


WITHOUT_A_HOME = """
import numpy as np
from honestbroker.kernel.compiled import jit
from honestbroker.kernel.compiled.layout import partition
print(jit.folder())
print(partition(np.arange(4), 2)[0].tolist())
"""


def test_without_a_home_code_is_kept_in_a_private_folder(tmp_path: Path) -> None:
    nowhere = {"HOME": "/dev/null", "XDG_CACHE_HOME": "", "NUMBA_CACHE_DIR": ""}
    first, second = run(WITHOUT_A_HOME, TMPDIR=str(tmp_path), **nowhere).splitlines()
    assert Path(first).parent == tmp_path
    assert Path(first).stat().st_mode & 0o777 == 0o700
    assert second == "[0, 0, 1, 1]"
    Path(first).chmod(0o777)  # others could have put code there
    first, second = run(WITHOUT_A_HOME, TMPDIR=str(tmp_path), **nowhere).splitlines()
    assert (first, second) == ("None", "[0, 0, 1, 1]")


def test_a_folder_that_is_not_private_is_not_used(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    assert jit.private(mine)
    link = tmp_path / "link"
    link.symlink_to(mine)
    assert not jit.private(link)
    (tmp_path / "file").write_text("")
    assert not jit.private(tmp_path / "file")
    mine.chmod(0o750)
    assert not jit.private(mine)


def test_2_to_the_20_states_with_one_way_options() -> None:
    """Not a benchmark: all routes agree."""
    rng = np.random.default_rng(0)
    codes = np.arange(1 << 20, dtype=np.int64)
    own = tuple(sum(1 << bit for bit in range(20) if bit * 4 // 20 == p) for p in range(4))
    weights = rng.integers(-4, 5, (4, 20))
    ranks = np.zeros((4, codes.size), dtype=np.int32)
    for bit in range(20):
        ranks += ((codes >> bit & 1) * weights[:, bit, None]).astype(np.int32)
    made = Graph(codes, ranks, own, up=0b10010_01001_00100_00010)
    found = solve.by_slices(made, ["gmr", "seq"], [0]).stable
    assert np.array_equal(solve.solve(Layout(made), ranks, ["gmr", "seq"], [0]).stable, found)
    with swapped(chains, sweep=lambda *arguments: -1):
        assert np.array_equal(solve.solve(Layout(made), ranks, ["gmr", "seq"], [0]).stable, found)
