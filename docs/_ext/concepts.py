"""The ``concepts`` directive: the program's own record of the stability concepts, as a list.

Name, definition, formula and sources come from `honestbroker.result.CONCEPTS`, so that the page
cannot differ from the program.
"""

from __future__ import annotations

import re

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from honestbroker.result import CONCEPTS, Concept


class Concepts(SphinxDirective):
    def run(self) -> list[nodes.Node]:
        lines = "\n".join(entry(concept) for concept in CONCEPTS).splitlines()
        holder = nodes.container()
        self.state.nested_parse(StringList(lines, __file__), self.content_offset, holder)
        return holder.children


def entry(concept: Concept) -> str:
    """One concept as an entry of a definition list."""
    return (
        f"`{concept.id}`, {concept.name} {{cite:p}}`{','.join(concept.sources)}`\n"
        f": {concept.words}\n\n"
        f"  $$\n  {tex(concept.symbols)}\n  $$\n"
    )


def tex(symbols: str) -> str:
    r"""A formula of the record in TeX: ``s2 in R_N-i+(s1)`` is s_2 \in R_{N-i}^{+}(s_1)."""
    symbols = re.sub(r"R_(N-i|i)(\+?)", replace_moves, symbols)
    symbols = re.sub(r"\bs(\d)", r"s_\1", symbols)
    symbols = symbols.replace("<=_i", r"\leq_i").replace(" in ", r" \in ")
    return re.sub(r"\b(for all|there is|with|and|is empty)\b", r"\\text{ \1 }", symbols)


def replace_moves(match: re.Match[str]) -> str:
    improving = "^{+}" if match[2] else ""
    return f"R_{{{match[1]}}}{improving}"


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("concepts", Concepts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
