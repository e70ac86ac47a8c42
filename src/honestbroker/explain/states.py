"""States by letters, and what stages, brokers and contributions are called."""

from __future__ import annotations

from collections.abc import Sequence

from honestbroker.case.brokering import Stage
from honestbroker.explain.section import Items, Section
from honestbroker.explain.words import Words
from honestbroker.result.roadmap import StateTold

__all__ = ["States", "broker_name", "contribution_name", "stage_name"]

_SHOWN = 3
"""How many states are named in one enumeration; the JSON output has all."""


def stage_name(words: Words, stage: Stage) -> str:
    """What a stage is called.

    Parameters
    ----------
    words : Words
        The case's words.
    stage : Stage
        The stage.

    Returns
    -------
    str
        Its name in quotes, or its id.
    """
    return words.say("quoted", text=words.text(stage.name)) if stage.name else stage.id


class States:
    """Letters for the states a text speaks of, so that each is described once.

    Parameters
    ----------
    words : Words
        The case's words.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        self.letters: dict[tuple[tuple[str, ...], frozenset[str] | None], str] = {}
        self.told: list[str] = []

    def name(self, state: StateTold, words: Words | None = None) -> str:
        """What a state is called.

        Parameters
        ----------
        state : StateTold
            The state.
        words : Words or None
            The words of the version of the case that it is a state of, which may have more
            options; None for the case itself.

        Returns
        -------
        str
            Today's state, or a letter with the named outcomes that are true in it.
        """
        words = words or self.words
        today = words.case.status_quo
        if today is not None and frozenset(state.state) == today:
            return words.say("stage.state.is_today")
        key = state.state, today
        if key not in self.letters:
            letter = self.letters[key] = _letter(len(self.letters))
            doings = words.against_today(state.state)
            self.told.append(words.say("stage.state.legend", letter=letter, doings=doings))
        letter = self.letters[key]
        if not state.outcomes:
            return words.say("stage.state.letter", letter=letter)
        outcomes = words.joined([words.outcome(id) for id in state.outcomes])
        return words.say("stage.state.named", letter=letter, outcomes=outcomes)

    def several(self, states: Sequence[StateTold]) -> str:
        """What some states are called.

        Parameters
        ----------
        states : sequence of StateTold
            The states; not empty.

        Returns
        -------
        str
            Their names, joined by "or"; how many more there are, if they are many.
        """
        told = [self.name(state) for state in states[:_SHOWN]]
        text = told[0]
        for other in told[1:]:
            text = self.words.say("stage.or", first=text, second=other)
        if len(states) > _SHOWN:
            text = self.words.count("stage.or.more", len(states) - _SHOWN, told=text)
        return text

    def legend(self) -> list[Section]:
        """What the letters mean.

        Returns
        -------
        list of Section
            One section, or none if no letter was given.
        """
        told = tuple(self.told)
        return [Section(self.words.say("stage.states"), (Items(told),))] if told else []


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else f"A{number - 25}"


def broker_name(words: Words, id: str) -> str:
    """What a broker is called.

    Parameters
    ----------
    words : Words
        The case's words.
    id : str
        The broker.

    Returns
    -------
    str
        The party's name, or the outside body's own.
    """
    if id in {party.id for party in words.case.parties}:
        return words.party(id)
    return words.text(words.case.broker(id).name, id)


def contribution_name(words: Words, broker: str, id: str) -> str:
    """What a contribution is called.

    Parameters
    ----------
    words : Words
        The case's words.
    broker, id : str
        Whose, and which.

    Returns
    -------
    str
        A noun phrase, or the id.
    """
    for contribution in words.case.broker(broker).contributions:
        if contribution.id == id:
            return words.text(contribution.name, id)
    return id
