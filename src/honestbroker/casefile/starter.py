"""A first case to begin from: small, complete, and full of remarks."""

from __future__ import annotations

import re

from honestbroker.case.problems import CaseError, Problem
from honestbroker.casefile.ids import id_from
from honestbroker.formula import RESERVED_IDS

__all__ = ["starter"]

_TEXT = """\
# A first case, invented. Replace it by your own crisis, piece by piece, and after each piece ask:
#
#     honestbroker check {id}.yaml
#
# Lines that begin with #> are examples that are switched off. Delete the two signs to switch one
# on; lines that stand together belong together.

format: honestbroker/1
case: {id}

title: Who cleans the harbour?
question: What would a settlement need in order to last?

default_profile: today

# What you read. A line of the case cites it as  source#place,  where the place is whatever helps to
# find it: a page, a paragraph, an article.
sources:
  report:
    citation: "Harbour Commission, Report on the Western Basin (invented)"
    language: en

# Who decides. Ids are plain letters, digits and _ ; names may be in any language beside English.
parties:
  City: {{name: the city}}
  Port: {{name: the port company}}
#>  State: {{name: {{en: the state, vi: nhà nước}}}}

# What each can do. The name completes "the city would ...", and undo does the same for giving it
# up. The way says what can be undone: both | forward (taken for good) | backward (given up for
# good) | fixed (nobody can change it).
#
# What is a fact says what it rests on: `cites` a source, or `judged` by somebody. With neither it
# counts as unsourced, which is an honest answer too.
options:
  permit: {{by: City, name: grant the permit, undo: withdraw the permit, cites: report#p. 3}}
  sue: {{by: City, name: go to court, undo: drop its suit, cites: report#p. 7}}
  clean:
    by: Port
    name: clean the basin
    way: forward
    judged: {{by: your name, date: 2026-01-31, sure: high, why: what was dredged stays dredged}}

# Names for formulas. Formulas are made of options, terms and flags with: not, and, or, only if, if,
# iff, unless, and brackets.
#>terms:
#>  at_peace: not sue and (permit or clean)

# Questions that the case leaves open: true or false everywhere, until a profile or a change says
# otherwise.
#>flags:
#>  funded: {{default: false, name: somebody pays for the dredging}}

# What must hold in every state, whoever moves.
rules:
  - {{id: one-course, holds: not (permit and sue), name: the city does not permit and sue at once}}

# The options that are taken today. Leave the key out if there is no such thing as today.
status_quo: [sue]

# Who could strike a deal, and whether they have a channel to do it today.
groups:
  - {{members: [City, Port], open: false, cites: report#p. 9}}

# Outcomes with a name, to ask about.
outcomes:
  settlement: {{formula: permit and clean, name: a clean harbour with a permit}}
#>  stalemate: {{formula: sue and not clean, name: a suit and a dirty harbour}}

# What each party wants, the most important line first: of two states the one is better that
# satisfies the first line on which they differ. `firm: true` marks a principle.
profiles:
  today:
    lists:
      City:
        - {{id: clean, want: clean, name: the basin is clean, cites: report#p. 7}}
        - {{id: no-gift, want: permit only if clean, firm: true, name: no permit for a dirty basin}}
        - {{id: work, want: permit, name: the port works}}
        - {{id: costs, want: not sue, name: no costs of a suit}}
      Port:
        - {{id: permit, want: permit, name: a permit, cites: report#p. 3}}
        - {{id: no-suit, want: not sue, name: no suit}}
        - {{id: money, want: not clean, name: no costs of dredging}}
#>      State: []

# Another date, or another opinion, starts from a profile and says what changed.
#>  next-year:
#>    from: today
#>    changes:
#>      - move: {{party: Port, statement: money, to: 2}}
#>        judged: {{by: your name, why: its loan falls due}}
#>      - open: [City, Port]

# Changes to try out, one at a time or together.
#>changes:
#>  channel:
#>    name: the two sides have a channel
#>    edits:
#>      - open: [City, Port]

# Your own sanity tests: who should prefer what to what? A state is written as its taken options.
checks:
  - {{party: City, prefers: "{{permit, clean}}", to: "{{sue}}"}}
  - {{party: Port, prefers: "{{permit, clean}}", to: "{{}}"}}
"""


def starter(id: str) -> str:
    """A short case with remarks, to be changed into one's own.

    Parameters
    ----------
    id : str
        The id of the new case.

    Returns
    -------
    str
        The text of a case file that reads without a problem.

    Raises
    ------
    CaseError
        If the id is no id.

    Examples
    --------
    >>> import honestbroker as hb
    >>> hb.read_text(starter("my-crisis"))
    <Case my-crisis, profile today: 2 parties, 3 options>
    """
    if id.lower() in RESERVED_IDS or not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", id):
        told = f"'{id[:40]}' cannot be the id of a case"
        hint = f"plain letters, digits, '_', '-' and '.', for example {id_from(id, 'my_crisis')}"
        raise CaseError([Problem(told, None, hint)])
    written = id if re.match(r"[A-Za-z_]", id) else f'"{id}"'
    return _TEXT.format(id=written).replace(f"{written}.yaml", f"{id}.yaml")
