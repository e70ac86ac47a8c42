"""What would make a stage hold: the smallest repairs of a roadmap.

Definitions (theory sections 7 and 10). A **mend** is one of

* an edit of the case's neighbourhood (`honestbroker.neighbourhood`);
* a contribution of one of the case's brokers; its displacement is that of its edits;
* an ``exchange`` of two stages of a road that follow each other; its displacement is 1;
* a ``shift`` of one literal of a stage to another stage of its road; its displacement is the
  number of stages passed.

A set of mends **repairs** a stage if, with all of them made in this order, the stage ``holds`` and
is not ``infeasible``; the road before it is walked again. It is smallest if no part of it does.
Repairs that give the same case and the same stages are one, the first of least displacement.

Guarantees: all smallest repairs of up to the stated number of mends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any

from honestbroker.analyses.roads import ENTRIES, HOLDS, Walker, literals, tracks
from honestbroker.analyses.variants import Desk
from honestbroker.analyses.whatif import edit_told
from honestbroker.case.brokering import Roadmap, Stage
from honestbroker.case.case import Case
from honestbroker.case.parts import Change
from honestbroker.case.problems import CaseError
from honestbroker.changes import edited
from honestbroker.neighbourhood import Contents, displacement_of, does, neighbourhood, said
from honestbroker.result.roadmap import Repair
from honestbroker.result.whatif import EditTold
from honestbroker.sweep import IN_PROCESS, Store, Work, chunked, sweep

__all__ = ["Mend", "RepairJob", "Repairs", "fingerprint", "try_mends"]

_CHUNK = 25
"""Sets of mends tried together."""

Verdict = tuple[str | None, str | None]
"""Entry and hold of a stage."""


@dataclass(frozen=True)
class Mend:
    """One mend: an edit of the case, or of the order of stages.

    Attributes
    ----------
    told : EditTold
        The mend in names.
    change : Change or None
        What it does to the case.
    stages : tuple of str
        The two stages that an exchange or a shift is about.
    literal : tuple of (str, bool) or None
        What a shift moves.
    """

    told: EditTold
    change: Change | None = None
    stages: tuple[str, ...] = ()
    literal: tuple[str, bool] | None = None

    def made(self, case: Case, stages: tuple[Stage, ...]) -> tuple[Case, tuple[Stage, ...]] | None:
        """Case and stages with the mend made.

        Parameters
        ----------
        case : Case
            The case before.
        stages : tuple of Stage
            The stages before.

        Returns
        -------
        tuple or None
            None if it cannot be made.
        """
        if self.change is not None:
            after, problems = edited(case, self.change.edits)
            return None if problems else (after, stages)
        if self.literal is not None:
            shifted = _shifted(stages, self.literal, *self.stages)
        else:
            shifted = _exchanged(stages, *self.stages)
        return None if shifted is None else (case, shifted)


@dataclass
class RepairJob:
    """One question of repair: what every worker needs to try sets of mends."""

    case: Case
    plan: Roadmap
    max_memory: int | None = None
    _walker: Walker | None = field(default=None, repr=False)

    def __getstate__(self) -> dict[str, Any]:
        return {
            "case": self.case,
            "plan": self.plan,
            "max_memory": self.max_memory,
            "_walker": None,
        }

    @cached_property
    def mends(self) -> tuple[Mend, ...]:
        """Every mend, in order."""
        return tuple(_mends(self.case, self.plan))

    @property
    def walker(self) -> Walker:
        """Who walks the mended roads."""
        if self._walker is None:
            self._walker = Walker(Desk(self.case, self.max_memory))
        return self._walker

    def at(self, desk: Desk) -> RepairJob:
        """The same question, worked on at a desk.

        Parameters
        ----------
        desk : Desk
            Where versions of this case are judged.

        Returns
        -------
        RepairJob
            The question.
        """
        return replace(self, _walker=Walker(desk))

    def made(self, mends: Sequence[int]) -> tuple[Case, tuple[Stage, ...]] | None:
        """Case and stages with some mends made, in this order.

        Parameters
        ----------
        mends : sequence of int
            Numbers of mends.

        Returns
        -------
        tuple or None
            None if one of them cannot be made.
        """
        now: tuple[Case, tuple[Stage, ...]] | None = (self.case, self.plan.stages)
        for number in mends:
            now = None if now is None else self.mends[number].made(*now)
        return now

    def verdicts(self, mends: Sequence[int]) -> dict[str, Verdict] | None:
        """Entry and hold of every stage with some mends made.

        Parameters
        ----------
        mends : sequence of int
            Numbers of mends.

        Returns
        -------
        dict or None
            From stage to verdict; None if the mends cannot be made or leave no status quo.
        """
        made = self.made(mends)
        if made is None:
            return None
        found: dict[str, Verdict] = {}
        for stages in tracks(made[1]).values():
            try:
                walked = self.walker.walk(made[0], stages)
            except CaseError:
                return None
            if walked is None:
                return None
            found.update((one.stage.id, (one.entry, one.hold)) for one in walked)
        return found


def try_mends(job: RepairJob, chunk: Sequence[Sequence[int]]) -> list[dict[str, list[int]] | None]:
    """Try sets of mends: the work of one chunk.

    Parameters
    ----------
    job : RepairJob
        The question.
    chunk : sequence of sequence of int
        Sets of mends.

    Returns
    -------
    list of dict or None
        For each set, from stage to the places of its entry and its hold among `ENTRIES` and
        `HOLDS`, -1 for none; None if it is void.
    """
    job.walker.desk.warm()
    found: list[dict[str, list[int]] | None] = []
    for mends in chunk:
        verdicts = job.verdicts(mends)
        found.append(
            None
            if verdicts is None
            else {
                id: [
                    -1 if entry is None else ENTRIES.index(entry),
                    -1 if hold is None else HOLDS.index(hold),
                ]
                for id, (entry, hold) in verdicts.items()
            }
        )
    return found


def fingerprint(case: Case) -> dict[str, Any]:
    """What tells the repairs of a case's roadmaps from those of any other.

    Parameters
    ----------
    case : Case
        The case.

    Returns
    -------
    dict
        JSON values.
    """
    left_out = ("name", "evidence", "place", "objections")
    stages = {
        plan.id: [
            [str(getattr(stage, part.name)) for part in fields(stage) if part.name not in left_out]
            for stage in plan.stages
        ]
        for plan in case.roadmaps
    }
    edits = [edit for mend in _edits(case) if mend.change for edit in mend.change.edits]
    return {
        "kind": "repairs",
        "case": case.id,
        "says": said(case),
        "roadmaps": stages,
        "edits": [does(edit) for edit in edits],
    }


class Repairs:
    """All smallest repairs of the stages of one roadmap.

    Parameters
    ----------
    desk : Desk
        Where versions of the case are judged.
    case : Case
        The case.
    plan : Roadmap
        The roadmap.
    size : int
        The most mends of a set.
    work : Work
        Who does the work.
    kept : Store or None
        Where finished chunks are kept.
    """

    def __init__(
        self,
        desk: Desk,
        case: Case,
        plan: Roadmap,
        size: int,
        work: Work = IN_PROCESS,
        kept: Store | None = None,
    ) -> None:
        self.job = RepairJob(case, plan, desk.max_memory).at(desk)
        self.size = size
        self.work = work
        self.kept = kept
        self.contents = Contents()

    @cached_property
    def before(self) -> dict[str, Verdict]:
        """The verdicts of the roadmap as it is."""
        return self.job.verdicts(()) or {}

    @cached_property
    def tried(self) -> list[tuple[tuple[int, ...], dict[str, list[int]]]]:
        """Every different set of mends with its verdicts, small ones first; void ones left out."""
        found = []
        seen: set[object] = {self._key(())}
        for size in range(1, self.size + 1):
            asked = []
            for mends in combinations(range(len(self.job.mends)), size):
                key = self._key(mends)
                if key is not None and key not in seen:
                    seen.add(key)
                    asked.append(mends)
            chunks = chunked(asked, _CHUNK)
            part = f"{self.job.plan.id}, sets of {size}"
            results = sweep(try_mends, self.job, chunks, work=self.work, kept=self.kept, part=part)
            verdicts = [one for some in results for one in some]
            found += [
                (mends, told)
                for mends, told in zip(asked, verdicts, strict=True)
                if told is not None
            ]
        return found

    def _key(self, mends: Sequence[int]) -> object:
        """What stands for the case and the stages that some mends give."""
        made = self.job.made(mends)
        if made is None:
            return None
        stages = tuple((stage.id, literals(stage), stage.track) for stage in made[1])
        return self.contents.key(made[0]), stages

    def of(self, stage: str) -> tuple[tuple[Repair, ...], int]:
        """The repairs of one stage, and how many sets of mends were tried.

        Parameters
        ----------
        stage : str
            The stage's id.

        Returns
        -------
        repairs : tuple of Repair
            By number of mends, then displacement, then the order of the mends.
        tried : int
            Different sets of mends.
        """
        found: list[tuple[tuple[int, ...], dict[str, list[int]]]] = []
        for mends, told in self.tried:
            entry, hold = told[stage]
            if hold == HOLDS.index("holds") and entry != ENTRIES.index("infeasible"):
                if not any(set(smaller) < set(mends) for smaller, _ in found):
                    found.append((mends, told))
        repairs = [self._told(stage, mends, told) for mends, told in found]
        repairs.sort(key=lambda one: (len(one.edits), one.displacement))
        return tuple(repairs), len(self.tried)

    def _told(self, stage: str, mends: tuple[int, ...], told: dict[str, list[int]]) -> Repair:
        edits = tuple(self.job.mends[number].told for number in mends)
        good = HOLDS.index("holds")
        holds = {id: hold == good for id, (_, hold) in told.items()}
        return Repair(
            edits,
            sum(edit.displacement for edit in edits),
            ENTRIES[told[stage][0]],
            tuple(
                id for id, (_, hold) in self.before.items()
                if id != stage and hold != "holds" and holds[id]
            ),
            tuple(id for id, (_, hold) in self.before.items() if hold == "holds" and not holds[id]),
        )  # fmt: skip


# --- which mends there are ----------------------------------------------------------------------


def _mends(case: Case, plan: Roadmap) -> Iterator[Mend]:
    yield from _edits(case)
    for stages in tracks(plan.stages).values():
        yield from _exchanges(stages)
        yield from _shifts(stages)


def _edits(case: Case) -> Iterator[Mend]:
    """Edits of the case: its neighbourhood, and contributions of its brokers."""
    for edit in neighbourhood(case).edits:
        yield Mend(edit_told(case, edit), edit.change)
    for broker in case.brokers:
        for contribution in broker.contributions:
            if contribution.edits:
                change = contribution.change(broker.id)
                evidence = contribution.evidence
                judged = evidence.judged
                told = EditTold(
                    change.id, "contribution", broker.id, contribution.id, None, None, None, (),
                    displacement_of(case, change), tuple(map(str, evidence.cites)),
                    None if judged is None else judged.by, None if judged is None else judged.sure,
                )  # fmt: skip
                yield Mend(told, change)


def _of_plan(id: str, kind: str, what: str, value: str, displacement: int) -> EditTold:
    return EditTold(id, kind, None, what, None, None, value, (), displacement, (), None, None)


def _exchanges(stages: Sequence[Stage]) -> Iterator[Mend]:
    for first, second in pairwise(stages):
        id = f"exchange {first.id} and {second.id}"
        yield Mend(_of_plan(id, "exchange", first.id, second.id, 1), None, (first.id, second.id))


def _shifts(stages: Sequence[Stage]) -> Iterator[Mend]:
    for at, stage in enumerate(stages):
        for literal in literals(stage):
            for to, other in enumerate(stages):
                if to == at:
                    continue
                written = ("+" if literal[1] else "-") + literal[0]
                id = f"shift {written} from {stage.id} to {other.id}"
                told = _of_plan(id, "shift", written, other.id, abs(to - at))
                yield Mend(told, None, (stage.id, other.id), literal)


def _exchanged(stages: tuple[Stage, ...], first: str, second: str) -> tuple[Stage, ...] | None:
    places = {stage.id: place for place, stage in enumerate(stages)}
    one, other = places[first], places[second]
    swapped = list(stages)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    return tuple(swapped)


def _shifted(
    stages: tuple[Stage, ...], literal: tuple[str, bool], source: str, target: str
) -> tuple[Stage, ...] | None:
    """The stages with a literal moved; None if it is not there, or the target says otherwise."""
    option, taken = literal
    found = []
    for stage in stages:
        take, drop = stage.take, stage.drop
        if stage.id == source:
            if literal not in literals(stage):
                return None
            take = tuple(id for id in take if not taken or id != option)
            drop = tuple(id for id in drop if taken or id != option)
        elif stage.id == target:
            if option in (*take, *drop):
                return None
            take = (*take, option) if taken else take
            drop = drop if taken else (*drop, option)
        found.append(replace(stage, take=take, drop=drop))
    return tuple(found)
