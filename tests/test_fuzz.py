"""A few hundred damaged files; ``python tests/fuzz_reader.py --runs 10000`` does it by the thousand."""

from __future__ import annotations

import pytest

from fuzz_reader import damaged, run


@pytest.mark.parametrize("first", range(0, 300, 20))
def test_damaged_files_end_with_a_case_or_with_problems(first: int) -> None:
    for seed in range(first, first + 20):
        assert run(*damaged(seed))


def test_damage_is_repeatable() -> None:
    assert [damaged(seed) for seed in range(20)] == [damaged(seed) for seed in range(20)]
