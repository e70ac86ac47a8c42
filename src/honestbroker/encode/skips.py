"""What couplings cannot do: responses that are skipped, with their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from honestbroker.case.case import Case
from honestbroker.encode.states import Structure, firing
from honestbroker.kernel import coupled
from honestbroker.kernel import statements as kernel

__all__ = ["Skipped", "skipped"]


@dataclass(frozen=True)
class Skipped:
    """A response of a coupling that some move would have, and that is skipped there.

    `when` and `response` are (option, taken or given up). `why` is ``way`` (what can be undone
    about the option forbids it), ``rule`` (it would break the rule with the id `rule`, the first in
    the file's order) or ``dropped`` (the option was dropped and keeps the other value). `state` is
    the first state in which the response would have been made, as a case file writes it, `states`
    how many there are; for dropped options none is named.
    """

    when: tuple[str, bool]
    response: tuple[str, bool]
    why: str
    rule: str | None = None
    state: str | None = None
    states: int = 0

    def __str__(self) -> str:
        (option, taken), (other, follows) = self.when, self.response
        why = f"rule {self.rule}" if self.rule is not None else self.why
        where = f", after moves to {self.states} states" if self.states else ""
        told = f"{option} {_direction(taken)}: {other} {_direction(follows)}"
        return f"{told} ({why}{where})"


def _direction(taken: bool) -> str:
    return "up" if taken else "down"


def skipped(case: Case, structure: Structure, model: coupled.Coupled) -> Iterator[Skipped]:
    """Responses of couplings that a way or a rule forbids after some move of one party.

    Parameters
    ----------
    case : Case
        The case.
    structure : Structure
        Its states.
    model : Coupled
        Its couplings that can fire.

    Yields
    ------
    Skipped
        For each coupling, response and reason once.
    """
    options = [option.id for option in case.options]
    settled = {flag.id: flag.value for flag in case.flags}
    couplings = firing(case)
    for coupling in couplings:
        for id, taken in coupling.then:
            if id not in options and settled[id] != taken:
                yield Skipped((coupling.option, coupling.taken), (id, taken), "dropped")
    for skip in model.skipped():
        coupling = couplings[skip.coupling]
        bit, taken = model.couplings[skip.coupling].then[skip.response]
        when, response = (coupling.option, coupling.taken), (options[bit], taken)
        if skip.by_way:
            yield Skipped(when, response, "way", None, *_first(structure, skip.codes))
            continue
        rules = [structure.compiler.program(rule.formula) for rule in case.rules]
        left = skip.codes
        for rule, program in zip(case.rules, rules, strict=True):
            (holds,) = kernel.columns(left ^ (1 << bit), [program], structure.compiler.terms)
            if not holds.all():
                yield Skipped(when, response, "rule", rule.id, *_first(structure, left[~holds]))
            left = left[holds]


def _first(structure: Structure, codes: npt.NDArray[np.int64]) -> tuple[str, int]:
    """The first of some states as a case file writes it, and how many there are."""
    place = int(np.searchsorted(structure.names.codes, codes[0]))
    return structure.names.written(place), int(codes.size)
