"""From a validated file to a `Case`: formulas parsed, places attached, problems collected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from honestbroker.case.case import Case
from honestbroker.case.parts import (
    Arc,
    Change,
    Check,
    Edit,
    Flag,
    Group,
    NamedState,
    Outcome,
    Party,
    Profile,
    SetList,
    State,
    Term,
    View,
)
from honestbroker.case.problems import Problem, near
from honestbroker.case.sources import Place, Source, Text
from honestbroker.casefile import build_brokering as brokering
from honestbroker.casefile import models
from honestbroker.casefile.build_parts import Parts
from honestbroker.casefile.mentions import Mention
from honestbroker.casefile.models_case import CaseModel
from honestbroker.casefile.tree import Node

__all__ = ["Built", "build"]


class _Build(Parts):
    """The whole of one file."""

    def profile(self, id: str, model: models.Profile) -> Profile:
        path = ("profiles", id)
        lists = tuple(
            Edit(
                SetList(party, self._preference(preference, *path, "lists", party)),
                place=self.place(*path, "lists", party),
            )
            for party, preference in model.lists.items()
        )
        return Profile(
            self.id(id, path, label=True),
            model.from_,
            (*lists, *self.edits(model.changes, *path, "changes"), *self.views(id, model)),
            self.text(model.name),
            model.date,
            model.author,
            model.post_hoc,
            self.text(model.trigger),
            self.place(*path),
        )

    def views(self, profile: str, model: models.Profile) -> Iterator[Edit]:
        """What parties take each other's lists to be."""
        for viewer, pictures in model.views.items():
            for about, picture in pictures.items():
                path = ("profiles", profile, "views", viewer, about)
                place = self.place(*path)
                if isinstance(picture, models.Ranking):
                    ranking = self._ranking(picture, *path)
                    edits: tuple[Edit, ...] = (
                        Edit(SetList(about, ranking), ranking.evidence, place),
                    )
                else:
                    edits = self.edits(picture, *path)
                yield Edit(View(viewer, about, edits, place), place=place)

    def sources(self) -> tuple[Source, ...]:
        return tuple(
            Source(
                self.id(id, ("sources", id), label=True),
                source.citation,
                source.language,
                source.url,
                source.doi,
                tuple(source.paragraphs.items()),
                tuple((at, Text.of(note)) for at, note in source.translation_note.items()),
                self.place("sources", id),
            )
            for id, source in self.model.sources.items()
        )

    def named_states(self) -> tuple[NamedState, ...]:
        made = []
        for id, model in self.model.states.items():
            path = ("states", id)
            members: tuple[State, ...] = ()
            if model.members is not None:
                members = tuple(
                    self._state(text, *path, "members", index)
                    for index, text in enumerate(model.members)
                )
            where = None if model.where is None else self.formula(model.where, *path, "where")
            name = self.text(model.name)
            made.append(
                NamedState(self.id(id, path, label=True), members, where, name, self.place(*path))
            )
        return tuple(made)

    def status_quo(self, key: str, taken: list[str] | None) -> State | None:
        if taken is None:
            return None
        for index, id in enumerate(taken):
            if id not in self.model.options:
                told = f"there is no option '{id}'"
                self.report(told, (key, index), near(id, self.model.options), id)
            elif id in taken[:index]:
                self.report(f"'{id}' is named twice", (key, index), "keep one of the two", id)
        return frozenset(taken) & frozenset(self.model.options)

    def case(self) -> Case:
        model = self.model
        return Case(
            id=self.id(model.case, ("case",), label=True),
            title=Text.of(model.title),
            version=model.version,
            question=self.text(model.question),
            cut_off=model.cut_off,
            default_profile=self.default_profile(),
            translations=tuple(
                (language, told.reviewed, self.text(told.note))
                for language, told in model.translations.items()
            ),
            says_nothing_about=tuple(Text.of(text) for text in model.says_nothing_about),
            sources=self.sources(),
            parties=tuple(
                Party(
                    self.id(id, ("parties", id)),
                    Text.of(party.name),
                    self.place("parties", id),
                )
                for id, party in model.parties.items()
            ),
            options=tuple(
                self._option(id, option, "options", id) for id, option in model.options.items()
            ),
            terms=tuple(self.term(id, term) for id, term in model.terms.items()),
            flags=tuple(
                Flag(
                    self.id(id, ("flags", id)),
                    flag.default,
                    self.text(flag.name),
                    self.evidence(flag),
                    self.place("flags", id),
                )
                for id, flag in model.flags.items()
            ),
            rules=tuple(self._rule(rule, "rules", index) for index, rule in enumerate(model.rules)),
            status_quo=self.status_quo("status_quo", model.status_quo),
            reference=self.status_quo("reference", model.reference),
            groups=tuple(
                Group(
                    tuple(group.members),
                    group.open,
                    self.evidence(group),
                    self.place("groups", index),
                )
                for index, group in enumerate(model.groups)
            ),
            outcomes=tuple(
                Outcome(
                    self.id(id, ("outcomes", id), label=True),
                    self.formula(outcome.formula, "outcomes", id, "formula"),
                    Text.of(outcome.name),
                    outcome.bad,
                    self.evidence(outcome),
                    self.place("outcomes", id, "formula"),
                )
                for id, outcome in model.outcomes.items()
            ),
            profiles=tuple(self.profile(id, profile) for id, profile in model.profiles.items()),
            changes=tuple(
                Change(
                    self.id(id, ("changes", id), label=True),
                    self.edits(change.edits, "changes", id, "edits"),
                    self.text(change.name),
                    self.evidence(change),
                    self.place("changes", id),
                )
                for id, change in model.changes.items()
            ),
            checks=tuple(
                Check(
                    check.party,
                    self._state(check.prefers, "checks", index, "prefers"),
                    self._state(check.to, "checks", index, "to"),
                    check.profile,
                    self.place("checks", index),
                )
                for index, check in enumerate(model.checks)
            ),
            named_states=self.named_states(),
            arcs=tuple(
                Arc(party, source, target, self.place("moves", index))
                for index, (party, source, target) in enumerate(model.moves)
            ),
            status_quo_place=self.place("status_quo"),
            reference_place=self.place("reference"),
            principals=brokering.principals(self),
            common_denominator=brokering.denominator(self),
            brokers=brokering.brokers(self),
            roadmaps=brokering.roadmaps(self),
            conditions=brokering.conditions(self),
            file=self.tree.place.file,
        )

    def term(self, id: str, model: models.Term) -> Term:
        short = isinstance(self.tree.at(("terms", id)).value, str)
        path = ("terms", id) if short else ("terms", id, "formula")
        return Term(
            self.id(id, ("terms", id)),
            self.formula(model.formula, *path),
            self.text(model.name),
            self.evidence(model),
            self.place(*path),
        )

    def default_profile(self) -> str | None:
        model = self.model
        if model.default_profile is None:
            return next(iter(model.profiles), None)
        if model.default_profile not in model.profiles:
            told = f"there is no profile '{model.default_profile}'"
            hint = near(model.default_profile, model.profiles)
            self.report(told, ("default_profile",), hint, model.default_profile)
            return next(iter(model.profiles), None)
        return model.default_profile


@dataclass(frozen=True)
class Built:
    """What became of a validated file.

    Attributes
    ----------
    case : Case
        The case without a profile; what could not be read is named `UNREADABLE` in it.
    problems : list of Problem
        What is wrong with ids, formulas and states as they are written.
    state_places : dict
        Where the states of rankings stand, by the ranking's place and the state.
    mentions : list of Mention
        What is named and must be somewhere in the case.
    """

    case: Case
    problems: list[Problem]
    state_places: dict[tuple[Place, State], list[Place]]
    mentions: list[Mention]


def build(model: CaseModel, tree: Node) -> Built:
    """Make the case that a validated file describes.

    Parameters
    ----------
    model : CaseModel
        The file, validated.
    tree : Node
        The same file with places.

    Returns
    -------
    Built
        The case, and what is wrong with it as it is written.
    """
    at_work = _Build(model, tree)
    return Built(at_work.case(), at_work.problems, at_work.state_places, at_work.mentions)
