"""Verbs that ask whether a plan holds, who could mediate, what must be true first, what escalates.

`honestbroker.cli` adds these verbs to its own: see `add_verbs`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from honestbroker.cli_doors import (
    Asked,
    CaseOptions,
    Doors,
    Show,
    Write,
    draw_options,
    guarded,
    work_of,
    work_options,
)

__all__ = ["add_verbs"]


def _add_roadmap(main: click.Group, doors: Doors) -> None:
    @main.command()
    @doors.case_options()
    @click.argument("name", required=False)
    @click.option("--find", metavar="OUTCOME", help="Stepping stones to an outcome instead.")
    @click.option(
        "--max-changes",
        type=click.IntRange(min=1),
        help="With --find: the most options that one step may change; default: 6.",
    )
    @click.option(
        "--repair",
        type=click.IntRange(min=0),
        default=0,
        metavar="N",
        help="Try sets of up to N changes that make stages hold.",
    )
    @work_options
    def roadmap(
        name: str | None,
        find: str | None,
        max_changes: int | None,
        repair: int,
        max_memory: int | None,
        as_json: bool,
        language: str,
        workers: int | None,
        cluster: str | None,
        store: Path | None,
        quiet: bool,
        **asking: Any,
    ) -> None:
        """Does a staged plan hold: would each stage be entered, and who would break it?

        Without NAME all plans of the case side by side. With --find no plan of the case, but a road
        of stepping stones from today to an outcome, or the first gap.
        """
        if max_changes is not None and find is None:
            raise click.UsageError("--max-changes is about stepping stones; give --find, too")
        if find is not None and (name is not None or repair):
            raise click.UsageError("--find looks for a new road; it takes no NAME and no --repair")
        found = doors.asked(**asking)
        if find is not None:
            from honestbroker.analyses.stones import MAX_CHANGES, stones

            most = MAX_CHANGES if max_changes is None else max_changes
            road = stones(found, find, max_changes=most, max_memory=max_memory)
            if as_json:
                doors.write(road.to_dict())
            else:
                from honestbroker.explain.stones import stones as told

                doors.show(told(found, road, language))
            return
        from honestbroker.analyses import roadmap as plans

        work = work_of(workers, cluster, store, quiet)
        how: dict[str, Any] = {"repairs": repair, "work": work, "max_memory": max_memory}
        if name is None:
            every = guarded(lambda: plans.roadmaps(found, **how))
            if as_json:
                doors.write(every.to_dict())
            else:
                from honestbroker.explain import roadmap as words

                doors.show(words.roadmaps(found, every, language))
            return
        one = guarded(lambda: plans.roadmap(found, name, **how))
        if as_json:
            doors.write(one.to_dict())
        else:
            from honestbroker.explain import roadmap as words

            doors.show(words.roadmap(found, one, language))


_FOR = click.option("--for", "outcome", metavar="OUTCOME", help="The outcome it is about.")


def _add_broker(main: click.Group, doors: Doors) -> None:
    @main.command()
    @doors.case_options()
    @click.argument("who")
    @_FOR
    @draw_options
    @work_options
    def broker(
        who: str,
        outcome: str | None,
        draws: int,
        swaps: int,
        seed: int,
        max_memory: int | None,
        as_json: bool,
        language: str,
        workers: int | None,
        cluster: str | None,
        store: Path | None,
        quiet: bool,
        **asking: Any,
    ) -> None:
        """What could WHO add as a broker, whom would it harm, and is it placed to help?"""
        from honestbroker.analyses.brokers import Drawing
        from honestbroker.analyses.brokers import broker as question
        from honestbroker.analyses.draws import Sample

        found = doors.asked(**asking)
        answer = guarded(
            lambda: question(
                found,
                who,
                outcome=outcome,
                drawing=Drawing(
                    Sample(draws, swaps, seed) if draws else None,
                    work_of(workers, cluster, store, quiet),
                ),
                max_memory=max_memory,
            )
        )
        if as_json:
            doors.write(answer.to_dict())
        else:
            from honestbroker.explain import brokers as words

            doors.show(words.broker(found, answer, language))


def _add_brokers(main: click.Group, doors: Doors) -> None:
    @main.command()
    @doors.case_options()
    @_FOR
    @draw_options
    @work_options
    def brokers(
        outcome: str | None,
        draws: int,
        swaps: int,
        seed: int,
        max_memory: int | None,
        as_json: bool,
        language: str,
        workers: int | None,
        cluster: str | None,
        store: Path | None,
        quiet: bool,
        **asking: Any,
    ) -> None:
        """All brokers of a case side by side: what only one adds, and what nobody adds."""
        from honestbroker.analyses.brokers import Drawing
        from honestbroker.analyses.brokers import brokers as question
        from honestbroker.analyses.draws import Sample

        found = doors.asked(**asking)
        answer = guarded(
            lambda: question(
                found,
                outcome=outcome,
                drawing=Drawing(
                    Sample(draws, swaps, seed) if draws else None,
                    work_of(workers, cluster, store, quiet),
                ),
                max_memory=max_memory,
            )
        )
        if as_json:
            doors.write(answer.to_dict())
        else:
            from honestbroker.explain import brokers as words

            doors.show(words.brokers(found, answer, language))


def _add_conditions(main: click.Group, doors: Doors) -> None:
    @main.command()
    @doors.case_options()
    @click.argument("outcome")
    def conditions(
        outcome: str, max_memory: int | None, as_json: bool, language: str, **asking: Any
    ) -> None:
        """Which of the conditions that the case names must be true for OUTCOME to come about?"""
        from honestbroker.analyses.conditions import conditions as question
        from honestbroker.explain.conditions import conditions as told

        found = doors.asked(**asking)
        answer = question(found, outcome, max_memory=max_memory)
        if as_json:
            doors.write(answer.to_dict())
        else:
            doors.show(told(found, answer, language))


def _add_escalation(main: click.Group, doors: Doors) -> None:
    @main.command()
    @doors.case_options()
    @click.option(
        "--bad",
        multiple=True,
        metavar="OUTCOME",
        help="What is bad; repeatable; default: the outcomes that the case marks so.",
    )
    def escalation(
        bad: tuple[str, ...],
        max_memory: int | None,
        as_json: bool,
        language: str,
        **asking: Any,
    ) -> None:
        """What may escalate, from today and from every stage: by plain steps, by one misreading?"""
        from honestbroker.analyses.escalation import escalation as question
        from honestbroker.explain.escalation import escalation as told

        found = doors.asked(**asking)
        answer = question(found, bad=bad, max_memory=max_memory)
        if as_json:
            doors.write(answer.to_dict())
        else:
            doors.show(told(found, answer, language))


def add_verbs(
    main: click.Group, case_options: CaseOptions, asked: Asked, show: Show, write: Write
) -> None:
    """Add the verbs to the command line.

    Parameters
    ----------
    main : click.Group
        The command line.
    case_options : callable
        Makes the decorator with the options of every verb that asks something of a case.
    asked : callable
        From those options to the case.
    show, write : callable
        Print sections, and JSON.
    """
    doors = Doors(case_options, asked, show, write)
    for add in (_add_roadmap, _add_broker, _add_brokers, _add_conditions, _add_escalation):
        add(main, doors)
