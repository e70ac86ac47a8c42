"""Which states hold, and why?

Question: for a case in a profile, with changes, which states are stable for which party under
nash, gmr, smr, seq and sseq, and which are equilibria (stable for every party)?

Definitions and the algorithm with its proof: `honestbroker.kernel.stability`. Witnesses:
`honestbroker.kernel.witness`. Conventions: `honestbroker.result.CONVENTIONS`.

Guarantees: exhaustive over all feasible states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from honestbroker.case.case import Case
from honestbroker.case.parts import Change
from honestbroker.changes import variant
from honestbroker.encode import Encoded, encode
from honestbroker.kernel import stability as kernel
from honestbroker.kernel.witness import Witnesses
from honestbroker.result import (
    CONVENTIONS,
    LISTED_MOVES,
    RESPONSES,
    Equilibrium,
    Prover,
    Question,
    Scope,
    Stability,
    StateNames,
    Verdicts,
)
from honestbroker.result.stability import Namer

__all__ = ["of_encoded", "prover", "question", "stability"]


def stability(
    case: Case,
    profile: str | None = None,
    changes: Iterable[Change | str] = (),
    concepts: Sequence[str] = kernel.CONCEPTS,
    max_memory: int | None = None,
    *,
    play: bool = False,
) -> Stability:
    """Which states hold, under which concepts, and for whom each state is stable.

    Parameters
    ----------
    case : Case
        The case.
    profile : str or None
        The profile to take; None keeps the one the case is in.
    changes : iterable of Change or str
        Changes made on top, or ids from the case's library.
    concepts : sequence of str
        Any of ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq``.
    max_memory : int or None
        Bytes that may be used; None for the default of 4 GiB.
    play : bool
        Whether tags and labels will be asked for too (`Stability.labelled`): the memory that takes
        is then asked for before any work.

    Returns
    -------
    Stability
        Equilibria and verdicts.

    Raises
    ------
    CaseError
        If a profile, change, rule or ranking is wrong.
    TooBig
        If the case needs more memory than allowed.
    ValueError
        If a concept is not known.

    References
    ----------
    Fang, Hipel & Kilgour 1993, Interactive Decision Making; see `honestbroker.result.CONCEPTS`.

    Examples
    --------
    >>> import honestbroker as hb
    >>> result = hb.stability(hb.read("syria-iraq-1975"))
    >>> result
    <Stability of syria-iraq-1975, profile base: 6 states; equilibria: nash 1, gmr 2, smr 1, seq 1, sseq 1>
    >>> print(result.under("nash")[0])
    {escalate, attack}
    """  # noqa: E501 - a repr is shown as it is
    unknown = [concept for concept in concepts if concept not in kernel.CONCEPTS]
    if unknown or not concepts:
        told = f"no concept '{unknown[0]}'" if unknown else "no concept asked for"
        raise ValueError(f"{told}; there are {', '.join(kernel.CONCEPTS)}")
    asked = tuple(concept for concept in kernel.CONCEPTS if concept in concepts)
    return of_encoded(encode(variant(case, profile, changes), max_memory, play=play), asked)


def of_encoded(
    encoded: Encoded,
    concepts: Sequence[str] = kernel.CONCEPTS,
    table: npt.NDArray[np.bool_] | None = None,
) -> Stability:
    """The same for a case that is encoded already.

    Parameters
    ----------
    encoded : Encoded
        A case as arrays.
    concepts : sequence of str
        Concepts in their usual order.
    table : array of bool, shape (concepts, parties, states), or None
        The verdicts, if they are there already.

    Returns
    -------
    Stability
        Equilibria and verdicts.
    """
    if table is None:
        table = kernel.stable(encoded.graph, concepts)
    names = encoded.names
    if encoded.graph.listed:
        _ = encoded.outcomes  # raises if a named state is only partly inside one
    name = partial(_equilibrium, encoded)
    return Stability(
        question(encoded),
        Scope("exhaustive"),
        names,
        1 << len(names.options),
        tuple(concepts),
        Verdicts(names, tuple(concepts), table, prover(names, Witnesses(encoded.graph))),
        name,
        _labeller(encoded, name),
    )


def _equilibrium(encoded: Encoded, state: int, stable_under: tuple[str, ...]) -> Equilibrium:
    names = encoded.names
    return Equilibrium(
        names.id(state), names.taken(state), stable_under, encoded.outcomes_at(state)
    )


def _labeller(encoded: Encoded, name: Namer) -> Namer:
    """The same with tags and labels, which are worked out when somebody asks for the first."""
    made: list[Callable[[Equilibrium], Equilibrium]] = []

    def label(state: int, stable_under: tuple[str, ...]) -> Equilibrium:
        if not made:
            from honestbroker.analyses.labels import Road  # paths cost start-up time

            made.append(Road(encoded).annotate)
        return made[0](name(state, stable_under))

    return label


def question(encoded: Encoded) -> Question:
    """What a result remembers of the case it is about.

    Parameters
    ----------
    encoded : Encoded
        The case asked about.

    Returns
    -------
    Question
        Case, version, profile, changes, conventions.
    """
    case = encoded.case
    conventions = dict(CONVENTIONS)
    if encoded.graph.listed:
        conventions["moves"] = LISTED_MOVES
    if case.couplings:
        conventions["responses"] = RESPONSES
        told = "; ".join(str(skip) for skip in encoded.skipped)
        conventions["skipped responses"] = told or "none"
    changed = tuple(change.id for change in case.applied)
    return Question(case.id, case.version, case.profile, changed, conventions)


def prover(names: StateNames, witnesses: Witnesses) -> Prover:
    """Witnesses with names for numbers.

    Parameters
    ----------
    names : StateNames
        Names of parties and states.
    witnesses : Witnesses
        The kernel's proofs.

    Returns
    -------
    callable
        (concept, party index, state index) to JSON values.
    """

    def prove(concept: str, party: int, state: int) -> dict[str, Any]:
        """The witness of one verdict, in names."""
        witness = witnesses.of(concept, party, state)
        if witness.improvement is not None:
            return {"improvement": names.id(witness.improvement)}
        return {
            "sanctions": [
                {
                    "improvement": names.id(sanction.improvement),
                    "path": [
                        {"party": names.parties[mover], "to": names.id(to)}
                        for mover, to in sanction.path
                    ],
                }
                for sanction in witness.sanctions
            ]
        }

    return prove
