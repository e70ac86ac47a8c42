"""What a party takes the others' lists to be.

Definitions (theory section 9)

* A **view** of party i of party j is i's picture of j's list: the true list with some edits, or
  another ranking. i's own list is always true, and a view alters nothing but the list it is of.
* A case **as i sees it** has each list i has a view of as i takes it to be, everything else true.
* **Revealing** j's list to i makes i's view of it true, and nothing else (`reveal`).

A view is kept as edits, so that it follows the true list: where an edit of a profile moves another
statement of that list, the view moves with it. Where the statement it is about is gone the view
cannot be made, which is a problem.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from honestbroker.case.case import Case
from honestbroker.case.parts import Change, Drop, Edit, Insert, Move, Replace, Reveal, SetList, View
from honestbroker.case.problems import Problem, near
from honestbroker.changes import edited

__all__ = ["as_seen_by", "problems_of_view", "reveal"]


def as_seen_by(case: Case, viewer: str) -> Case:
    """A case as one of its parties sees it.

    Parameters
    ----------
    case : Case
        The case in its profile; its views must be free of problems.
    viewer : str
        A party's id.

    Returns
    -------
    Case
        The case with the lists as this party takes them to be.

    Examples
    --------
    >>> import honestbroker as hb
    >>> chicken = hb.read("chicken")
    >>> as_seen_by(chicken, "row").lists == chicken.lists
    True
    """
    for view in case.views:
        if view.viewer == viewer:
            case, _ = edited(case, view.edits)
    return case


def reveal(viewer: str, about: str) -> Change:
    """The change that shows a party the true list of another.

    Parameters
    ----------
    viewer : str
        The party that learns it.
    about : str
        The party whose list it is.

    Returns
    -------
    Change
        To be applied with `honestbroker.apply`; it changes nothing where the party is not mistaken.

    Examples
    --------
    >>> reveal("DPRK", "US").id
    'reveal US to DPRK'
    """
    return Change(f"reveal {about} to {viewer}", (Edit(Reveal(viewer, about)),))


_OF_LISTS: Final = (Move, Drop, Insert, Replace, SetList)


def problems_of_view(case: Case, view: View) -> Iterator[Problem]:
    """What is wrong with a view.

    Parameters
    ----------
    case : Case
        The case in its profile.
    view : View
        A view of one of its parties.

    Yields
    ------
    Problem
        An unknown party, a view of the party's own list, an edit of anything but the list it is
        of, an edit that cannot be made.
    """
    parties = [party.id for party in case.parties]
    for id in (view.viewer, view.about):
        if id not in parties:
            yield Problem(f"there is no party '{id}'", view.place, near(id, parties), id)
            return
    if view.viewer == view.about:
        told = f"'{view.viewer}' has a view of its own list, which it knows"
        yield Problem(told, view.place, "a view is of others' lists")
        return
    sound = []
    for edit in view.edits:
        kind: Any = edit.kind
        if isinstance(kind, _OF_LISTS) and kind.party == view.about:
            sound.append(edit)
        elif isinstance(kind, _OF_LISTS) and kind.party not in parties:
            told = f"there is no party '{kind.party}'"
            yield Problem(told, edit.place, near(kind.party, parties), kind.party)
        else:
            told = f"a view of '{view.about}' can edit nothing but the list of '{view.about}'"
            hint = "move, drop, insert or replace its statements"
            yield Problem(told, edit.place, hint, getattr(kind, "party", ""))
    yield from edited(case, sound)[1]
