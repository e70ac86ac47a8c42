"""Large results as Parquet files, for those who go on with tables.

==============  ===========================================================================
result          rows
==============  ===========================================================================
sensitivity     one for each draw: `of` (what was drawn, or for which version), `draw` from 0,
compare         and a column for each headline claim; null where the draw was void
what-if         one for each answer, in order
==============  ===========================================================================

A claim that is true or false is a Boolean column; any other is text, stored once a value. The
file's metadata has the whole result as JSON under the key ``honestbroker``, so that the table says
what was asked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from honestbroker.case.problems import CaseError, Problem
from honestbroker.result.compare import Comparison
from honestbroker.result.sensitivity import Drawn, Sensitivity
from honestbroker.result.whatif import WhatIf

__all__ = ["save_parquet"]

_TRUE_OR_FALSE: Final = ("today", "deal", "stands")
"""First words of the claims that are true or false; the others have a tag."""


def save_parquet(result: Sensitivity | Comparison | WhatIf, path: str | Path) -> int:
    """Write a large result as a Parquet file.

    Parameters
    ----------
    result : Sensitivity, Comparison or WhatIf
        The result; of the first two, one with draws.
    path : str or Path
        The file; replaced if it is there.

    Returns
    -------
    int
        How many rows it has.

    Raises
    ------
    CaseError
        If pyarrow is not installed, nothing was drawn, or the file cannot be written.
    """
    try:
        import pyarrow  # type: ignore[import-untyped]
        from pyarrow import parquet
    except ImportError:
        told = "Parquet needs pyarrow, which is not installed"
        hint = "pip install 'honestbroker[parquet]', or use --json"
        raise CaseError([Problem(told, None, hint)]) from None
    columns = _answers(result) if isinstance(result, WhatIf) else _draws(pyarrow, result)
    told = json.dumps(result.to_dict(), ensure_ascii=False)
    table = pyarrow.table(columns).replace_schema_metadata({"honestbroker": told})
    try:
        parquet.write_table(table, str(path), compression="zstd")
    except OSError as error:
        raise CaseError([Problem(f"'{path}' cannot be written ({error.strerror})")]) from None
    return int(table.num_rows)


def _draws(arrow: Any, result: Sensitivity | Comparison) -> dict[str, Any]:
    """A row for each draw."""
    every = [drawn for counts in result.counts for drawn in counts.drawn]
    if not every:
        told = "no draws are there to be written: this result has counts only, or none"
        raise CaseError([Problem(told, None, "ask with --draws")])
    lengths = [len(next(iter(one.places.values()), b"")) for one in every]
    columns: dict[str, Any] = {
        "of": arrow.chunked_array(
            [
                arrow.array([one.of] * length).dictionary_encode()
                for one, length in zip(every, lengths, strict=True)
            ]
        ),
        "draw": arrow.array([draw for length in lengths for draw in range(length)], arrow.int64()),
    }
    for name in every[0].values:
        columns[name] = _claim(arrow, name, every)
    return columns


def _claim(arrow: Any, name: str, every: Sequence[Drawn]) -> Any:
    """One claim over all draws."""
    told: list[Any] = []
    for one in every:
        known = [None if value == "void" else value for value in one.values[name]]
        told.extend(known[place] for place in one.places[name])
    if name.split(" ", 1)[0] in _TRUE_OR_FALSE and set(told) <= {"true", "false", None}:
        return arrow.array([None if one is None else one == "true" for one in told], arrow.bool_())
    return arrow.array(told, arrow.string()).dictionary_encode()


def _answers(result: WhatIf) -> dict[str, Any]:
    """A row for each answer."""
    answers = result.answers
    return {
        "size": [len(answer.edits) for answer in answers],
        "displacement": [answer.displacement for answer in answers],
        "edits": [[edit.id for edit in answer.edits] for answer in answers],
        "parties": [list(answer.parties) for answer in answers],
        "crosses": [[f"{one.party}: {one.firm}" for one in answer.crosses] for answer in answers],
        "states": [[state.id for state in answer.states] for answer in answers],
        "gained": [list(answer.gained) for answer in answers],
        "lost": [list(answer.lost) for answer in answers],
        "traps": [len(answer.traps) for answer in answers],
    }
