"""Formulas to postfix programs: what each name means is looked up here, once."""

from __future__ import annotations

from honestbroker.case.case import Case
from honestbroker.case.inspect import terms_in_order
from honestbroker.formula import Formula, Many, Name, Not
from honestbroker.kernel import statements as kernel

__all__ = ["Compiler"]


class Compiler:
    """Formulas of one case to programs.

    Parameters
    ----------
    case : Case
        Whose options, terms and flags are meant; its terms must have no circle.

    Attributes
    ----------
    terms : list of Program
        What TERM instructions mean, each after those it uses.
    """

    def __init__(self, case: Case) -> None:
        self._names: dict[str, tuple[tuple[int, int], int]] = {}
        for bit, option in enumerate(case.options):
            self._names[option.id] = ((kernel.OPTION, bit), 1 << bit)
        for flag in case.flags:
            self._names[flag.id] = ((kernel.CONSTANT, int(flag.value)), 0)
        self.terms: list[kernel.Program] = []
        formulas = {term.id: term.formula for term in case.terms}
        for id in terms_in_order(case)[0]:
            program = self.program(formulas[id])
            self._names[id] = ((kernel.TERM, len(self.terms)), program.needs)
            self.terms.append(program)

    def program(self, formula: Formula) -> kernel.Program:
        """A formula compiled.

        Parameters
        ----------
        formula : Formula
            What to compile.

        Returns
        -------
        Program
            Its instructions.
        """
        instructions: list[tuple[int, int]] = []
        needs = self._write(formula, instructions)
        return kernel.Program(tuple(instructions), needs)

    def _write(self, formula: Formula, out: list[tuple[int, int]]) -> int:
        match formula:
            case Name(id=id):
                instruction, needs = self._names[id]
                out.append(instruction)
                return needs
            case Not(part=part):
                needs = self._write(part, out)
                out.append((kernel.NOT, 0))
                return needs
            case Many(word=word, parts=parts):
                needs = self._write(parts[0], out)
                for part in parts[1:]:
                    needs |= self._write(part, out)
                    out.append((kernel.AND if word == "and" else kernel.OR, 0))
                return needs
        needs = self._write(formula.left, out)
        if formula.word == "only if":
            out.append((kernel.NOT, 0))
        needs |= self._write(formula.right, out)
        if formula.word == "if":
            out.append((kernel.NOT, 0))
        out.append((kernel.SAME if formula.word == "iff" else kernel.OR, 0))
        return needs
