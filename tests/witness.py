"""A checker of stability witnesses, independent of the kernel and of the oracle's functions.

It replays what a witness asserts. Only the ``Model`` class is shared with the oracle: moves are
judged here by comparing two given states, not by generating targets, and reachability is a fixed
point over (state, last mover) facts.

A witness is data as in JSON; a state is a sorted list of taken option indices.

* unstable: ``{"improvement": state}``: an improvement nobody sanctions;
* stable: ``{"sanctions": [{"improvement": state, "path": [{"party": p, "to": state}, ...]},
  ...]}``: one entry per improvement of the mover, complete; the path is a sanction by the others.
"""

from __future__ import annotations

from oracle import Model, State

KNOWN = {"nash", "gmr", "smr", "seq", "sseq"}


def check(
    model: Model, concept: str, party: int, state: State, stable: bool, witness: object
) -> list[str]:
    """Replay a witness of a verdict and list everything that is wrong with it.

    A state s is stable for i iff every improvement s1 of i is sanctioned: by a legal sequence of
    one or more moves of the others from s1 to some s2 that i does not rank above s, where nobody
    moves twice in succession. ``nash`` knows no sanctions. In ``seq`` and ``sseq`` every step of
    the sequence is an improvement of its mover; in ``smr`` and ``sseq`` no move of i from s2 leads
    to a state that i ranks above s.

    Parameters
    ----------
    model : Model
        The conflict.
    concept : str
        ``nash``, ``gmr``, ``smr``, ``seq`` or ``sseq``.
    party : int
        The party i whose verdict is witnessed.
    state : State
        The state s.
    stable : bool
        The verdict that the witness is to prove.
    witness : object
        The witness, as read from JSON.

    Returns
    -------
    list of str
        The problems; empty if the witness proves the verdict.
    """
    s = frozenset(state)
    if concept not in KNOWN:
        return [f"no such concept: {concept}"]
    if not 0 <= party < len(model.parties):
        return [f"no such party: {party}"]
    if s not in model.feasible:
        return [f"{sorted(s)} is not feasible"]
    key = "sanctions" if stable else "improvement"
    if not isinstance(witness, dict) or set(witness) != {key}:
        return [f"this verdict needs a witness with the one key '{key}'"]
    if stable:
        return _check_stable(model, concept, party, s, witness[key])
    return _check_unstable(model, concept, party, s, witness[key])


def _check_unstable(
    model: Model, concept: str, party: int, s: State, improvement: object
) -> list[str]:
    """Problems of ``improvement`` as an improvement of the party from s that nobody sanctions."""
    s1, problems = _read_state(model, improvement)
    if s1 is None:
        return problems
    problems += _improvement_problems(model, party, s, s1)
    if problems:
        return problems
    for s2 in sorted(_all_ends(model, concept, party, s1), key=sorted):
        if not _sanction_problems(model, concept, party, s, s2):
            problems.append(f"{sorted(s1)} is sanctioned: the others can lead to {sorted(s2)}")
    return problems


def _check_stable(model: Model, concept: str, party: int, s: State, entries: object) -> list[str]:
    """Problems of ``entries`` as sanctions of every improvement of the party from s."""
    if not isinstance(entries, list):
        return ["'sanctions' must be a list"]
    problems: list[str] = []
    answered: list[State] = []
    for entry in entries:
        if not isinstance(entry, dict) or set(entry) != {"improvement", "path"}:
            problems.append("an entry needs the keys 'improvement' and 'path'")
            continue
        s1, wrong = _read_state(model, entry["improvement"])
        problems += wrong
        if s1 is None:
            continue
        problems += _improvement_problems(model, party, s, s1)
        if s1 in answered:
            problems.append(f"{sorted(s1)} is answered twice")
        answered.append(s1)
        problems += _path_problems(model, concept, party, s, s1, entry["path"])
    for s1 in sorted(model.feasible, key=sorted):
        if s1 not in answered and not _improvement_problems(model, party, s, s1):
            problems.append(f"no answer to the improvement {sorted(s1)}")
    return problems


def _path_problems(
    model: Model, concept: str, party: int, s: State, s1: State, path: object
) -> list[str]:
    """Problems of a path as a sanction of the improvement s1 of the party from s."""
    if concept == "nash":
        return ["nash knows no sanctions"]
    if not isinstance(path, list) or not path:
        return [f"the answer to {sorted(s1)} has no step"]
    problems: list[str] = []
    here, last = s1, None
    for step in path:
        if not isinstance(step, dict) or set(step) != {"party", "to"}:
            return [*problems, "a step needs the keys 'party' and 'to'"]
        mover = step["party"]
        if type(mover) is not int or not 0 <= mover < len(model.parties):
            return [*problems, f"no such party: {mover}"]
        to, wrong = _read_state(model, step["to"])
        if to is None:
            return [*problems, *wrong]
        if mover == party:
            problems.append("the party itself moves in the others' answer")
        if mover == last:
            problems.append(f"party {mover} moves twice in succession")
        if not _is_move(model, mover, here, to):
            problems.append(f"party {mover} cannot move from {sorted(here)} to {sorted(to)}")
        if concept in {"seq", "sseq"} and model.rank[mover][to] <= model.rank[mover][here]:
            problems.append(f"no improvement of party {mover}: {sorted(here)} to {sorted(to)}")
        here, last = to, mover
    return problems + _sanction_problems(model, concept, party, s, here)


def _sanction_problems(model: Model, concept: str, party: int, s: State, s2: State) -> list[str]:
    """What keeps s2 from deterring the party at s, wherever it was reached from."""
    rank = model.rank[party]
    if rank[s2] > rank[s]:
        return [f"{sorted(s2)} is better for party {party} than {sorted(s)}"]
    if concept in {"smr", "sseq"}:
        for s3 in model.feasible:
            if rank[s3] > rank[s] and _is_move(model, party, s2, s3):
                return [f"party {party} escapes from {sorted(s2)} to {sorted(s3)}"]
    return []


def _improvement_problems(model: Model, party: int, s: State, s1: State) -> list[str]:
    """What keeps s1 from being an improvement of the party from s."""
    problems = []
    if not _is_move(model, party, s, s1):
        problems.append(f"party {party} cannot move from {sorted(s)} to {sorted(s1)}")
    if model.rank[party][s1] <= model.rank[party][s]:
        problems.append(f"{sorted(s1)} is no better for party {party} than {sorted(s)}")
    return problems


def _read_state(model: Model, data: object) -> tuple[State | None, list[str]]:
    """The feasible state a sorted list stands for, or None and what is wrong."""
    if not isinstance(data, list):
        return None, [f"a state must be a list of options: {data!r}"]
    options: list[int] = []
    for item in data:
        if type(item) is not int or not 0 <= item < len(model.owner):
            return None, [f"no such option: {item!r}"]
        if options and item <= options[-1]:
            return None, [f"options of a state must be sorted and distinct: {data!r}"]
        options.append(item)
    state = frozenset(options)
    if state not in model.feasible:
        return None, [f"{options} is not feasible"]
    return state, []


def _is_move(model: Model, party: int, before: State, after: State) -> bool:
    """Whether one move of the party leads from one state to another."""
    if before == after or after not in model.feasible:
        return False
    if model.arcs is not None:
        return (before, after) in model.arcs[party]
    for option, (owner, way) in enumerate(zip(model.owner, model.way, strict=True)):
        was, is_now = option in before, option in after
        if was == is_now:
            continue
        if owner != party or way == "fixed":
            return False
        if (way == "forward" and was) or (way == "backward" and is_now):
            return False
    return True


def _all_ends(model: Model, concept: str, party: int, s1: State) -> set[State]:
    """Where the others can lead from s1 under a concept: a fixed point of (state, last mover)."""
    if concept == "nash":
        return set()
    improving = concept in {"seq", "sseq"}
    facts: set[tuple[State, int]] = set()
    fresh: set[tuple[State, int]] = {(s1, party)}  # the party moved last; it does not move again
    while fresh:
        derived: set[tuple[State, int]] = set()
        for here, last in fresh:
            for mover in range(len(model.parties)):
                if mover in (party, last):
                    continue
                rank = model.rank[mover]
                for there in model.feasible:
                    if improving and rank[there] <= rank[here]:
                        continue
                    if _is_move(model, mover, here, there):
                        derived.add((there, mover))
        fresh = derived - facts
        facts |= derived
    return {there for there, _ in facts}
