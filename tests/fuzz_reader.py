"""Damaged case files, by the thousand: reading one ends with a case or with problems, soon.

::

    python tests/fuzz_reader.py --runs 10000 --seed 1

Real case files are damaged at random: bytes, lines, words, indentation, whole branches. Then

* reading gives a case or a `CaseError` with problems that have places in the file, nothing else;
* a case that was read can be encoded, or is refused as a case or for its size;
* it is the same case after writing and reading it again;
* the same for ``.gmcr`` files;
* each run takes less than five seconds of computing time, and the process stays below a limit of
  memory.

A run that fails is told with the number that repeats it: ``--runs 1 --seed <number>``.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import honestbroker as hb  # noqa: E402
from domain import content  # noqa: E402
from honestbroker.case.problems import CaseError  # noqa: E402
from honestbroker.casefile.gmcr import read_gmcr  # noqa: E402
from honestbroker.casefile.layout import entries  # noqa: E402
from honestbroker.casefile.reader import _read_bytes  # noqa: E402
from honestbroker.casefile.starter import starter  # noqa: E402
from honestbroker.casefile.tree import read_tree  # noqa: E402
from honestbroker.casefile.writer import dump  # noqa: E402
from honestbroker.encode import encode  # noqa: E402
from honestbroker.result import TooBig  # noqa: E402

SECONDS = 5
MEMORY = 3 << 30
"""How much address space the process may take."""

WORDS = """
and or not only if iff unless only-if yes no on off y n true false null ~ ( ) [ ] { } , : - ? | > & *
! % @ ` # " ' '' "" : :: --- ... <<: !!python/object &a *a {} [] {a: b} [a, b] "{}" "{a}" a,b 0 1 -1
1.5 1e5 .5 0x10 0o7 12:30 2017-11-30 2017-13-99 99999999999999999999999999999999999999999999 1e999
nan .inf ../../etc/passwd a#b #b a# lz2017#P1 status_quo format case title parties options terms flags
rules groups outcomes profiles changes states moves checks by name way want holds formula firm lists
ranking numbering decimal from edits set add_option drop_option insert drop move replace define open
close add_group add_rule drop_rule couple any_order judged cites sure high forward backward fixed both
up down to after before members where default with as id party statement option when then views
principals common_denominator brokers perceived accepts_any accepts stake strength leverage repeated
patron vetoes contributes kind B1 B2 B5 B7 outcome reveals about delivered_by towards value roadmaps
stages take entry breach together snapback track objections text conditions statements
""".split()
SIGNS = [
    "\t", " ", "  ", "\n", "\r", "\r\n", "\n\n", "\0", "\x07", "\x1b", "\x7f", "\x85", "\xa0", "\xad",
    "\u200b", "\u200e", "\u202e", "\u2028", "\u2029", "\ufeff", "\ufffd", "\ufffe", "\ud800", "\udfff",
    "é", "e\u0301", "đ", "ờ", "中", "שלום", "مرحبا", "😀", "👩‍👩‍👧", "𝔘", "\U0010ffff", "ﬁ", "İ", "ß", "Ω",
]  # fmt: skip


def originals() -> dict[str, str]:
    """The texts that are damaged."""
    from test_casefile import HARBOUR, RANKED
    from test_casefile_brokering import MEDIATED
    from test_writer import EVERYTHING, LISTED

    folder = resources.files("honestbroker") / "cases"
    texts = {id: (folder / id / "case.yaml").read_text("utf-8") for id in hb.shipped()}
    more = {"harbour": HARBOUR, "ranked": RANKED, "every-key": EVERYTHING, "listed": LISTED}
    return {**texts, **more, "mediated": MEDIATED, "starter": starter("x")}


def saved_conflicts() -> dict[str, str]:
    """The .gmcr files that are damaged."""
    return {path.stem: path.read_text("utf-8") for path in sorted((HERE / "gmcr").glob("*.gmcr"))}


# --- Damage --------------------------------------------------------------------------------------


def bytes_flipped(data: bytes, random: Random, _: list[str]) -> bytes:
    damaged = bytearray(data)
    for _ in range(random.choice((1, 2, 10))):
        damaged[random.randrange(len(damaged))] = random.randrange(256)
    return bytes(damaged)


def cut_off(data: bytes, random: Random, _: list[str]) -> bytes:
    return data[: random.randrange(len(data))]


def piece_moved(data: bytes, random: Random, _: list[str]) -> bytes:
    start = random.randrange(len(data))
    end = min(len(data), start + random.choice((1, 5, 50, 500)))
    piece, rest = data[start:end], data[:start] + data[end:]
    at = random.randrange(len(rest) + 1)
    return rest[:at] + piece * random.choice((0, 1, 2)) + rest[at:]


def lines_changed(data: bytes, random: Random, _: list[str]) -> bytes:
    lines = data.split(b"\n")
    for _ in range(random.choice((1, 1, 3))):
        one, other = random.randrange(len(lines)), random.randrange(len(lines))
        kind = random.randrange(5)
        if kind == 0:
            lines[one], lines[other] = lines[other], lines[one]
        elif kind == 1 and len(lines) > 1:
            del lines[one]
        elif kind == 2:
            lines.insert(other, lines[one])
        elif kind == 3:
            blanks = random.choice((b" ", b"  ", b"\t", b"    ", b" \t"))
            lines[one] = blanks + lines[one]
        else:
            lines[one] = lines[one][random.choice((1, 2, 4)) :]
    return b"\n".join(lines)


def words_changed(data: bytes, random: Random, others: list[str]) -> bytes:
    import re

    text = data.decode("utf-8", "surrogateescape")
    found = list(re.finditer(r"[\w-]+|[^\w\s]", text))
    if not found:
        return data
    known = [match[0] for match in random.choices(found, k=20)]
    for match in sorted(
        random.choices(found, k=random.choice((1, 1, 2, 5))), key=lambda m: -m.start()
    ):
        word = random.choice(
            (random.choice(WORDS), random.choice(known), match[0] + match[0][-1:], "")
        )
        text = text[: match.start()] + word + text[match.end() :]
    return text.encode("utf-8", "surrogateescape")


def signs_put_in(data: bytes, random: Random, _: list[str]) -> bytes:
    text = data.decode("utf-8", "replace")
    for _ in range(random.choice((1, 1, 5))):
        at = random.randrange(len(text) + 1)
        text = text[:at] + random.choice(SIGNS) + text[at + random.randrange(2) :]
    return text.encode("utf-8", "surrogatepass")


def something_huge(data: bytes, random: Random, _: list[str]) -> bytes:
    text = data.decode("utf-8", "replace")
    piece = random.choice(
        ["(", "[", "{", "not ", "a and ", "- ", "? ", "'", "9", "a: ", "[1, ", "x\n", "#"]
    )
    at = random.randrange(len(text) + 1)
    much = piece * random.choice((50, 2_000, 60_000))
    return (text[:at] + much + text[at:]).encode()


def another_spliced_in(data: bytes, random: Random, others: list[str]) -> bytes:
    mine, theirs = data.split(b"\n"), random.choice(others).encode().split(b"\n")
    start = random.randrange(len(theirs))
    piece = theirs[start : start + random.choice((1, 3, 30))]
    at = random.randrange(len(mine))
    return b"\n".join(mine[:at] + piece + mine[at + random.randrange(3) :])


def branches_changed(data: bytes, random: Random, others: list[str]) -> bytes:
    """Values, keys and whole branches in other places: right YAML, wrong case."""
    tree, _ = read_tree(data, "x")
    if tree is None or not isinstance(tree.value, dict):
        return cut_off(data, random, others)
    whole = tree.plain()
    for _ in range(random.choice((1, 1, 2, 4))):
        spots = list(every_spot(whole))
        if not spots:
            break
        holder, key = random.choice(spots)
        kind = random.randrange(6)
        if kind == 0:
            del holder[key]
        elif kind == 1:
            source, other = random.choice(spots)
            if not (isinstance(source, list) and other >= len(source)):
                holder[key] = json.loads(json.dumps(source[other], default=str))
        elif kind == 2 and isinstance(holder, dict):
            holder[random.choice(WORDS)] = holder.pop(key)
        elif kind == 3:
            holder[key] = random.choice(
                [None, True, 0, -5, 10**40, 1.5, "", [], {}, [[]], [None], {"a": None}, "x" * 500]
            )
        elif kind == 4 and isinstance(holder, list):
            holder.extend([holder[key]] * random.choice((1, 1_000)))
        else:
            holder[key] = random.choice(WORDS)
    return entries(whole, 0).lstrip("\n").encode("utf-8", "surrogatepass") if whole else b"{}"


def every_spot(value: Any) -> Iterator[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, below in list(pairs):
        yield value, key
        if isinstance(below, dict | list):
            yield from every_spot(below)


def json_branches_changed(data: bytes, random: Random, _: list[str]) -> bytes:
    whole = json.loads(data)
    for _ in range(random.choice((1, 1, 3))):
        holder, key = random.choice(list(every_spot(whole)))
        kind = random.randrange(4)
        if kind == 0 and len(holder) > 1:
            del holder[key]
        elif kind == 1:
            holder[key] = random.choice(
                [None, True, 0, -1, 7, 10**40, 1.5, "", "Y", "N", "fwd", [], {}, [[]], [[0, "Y"]], [1, 2],
                 {"compound": True, "members": [[[0, "N"]]]}, "no", "\ud800", "a" * 1000, [True]]
            )  # fmt: skip
        elif kind == 2 and isinstance(holder, list):
            holder.extend([holder[key]] * random.choice((1, 3, 70)))
        elif kind == 3 and isinstance(holder, dict):
            keys = [
                "useManualPreferenceRanking",
                "preferenceRanking",
                "compound",
                "members",
                "name",
            ]
            holder[random.choice(keys)] = holder[key]
    return json.dumps(whole).encode()


Damage = Callable[[bytes, Random, list[str]], bytes]
YAML_DAMAGE: tuple[Damage, ...] = (
    bytes_flipped, cut_off, piece_moved, lines_changed, words_changed, words_changed, signs_put_in,
    something_huge, another_spliced_in, branches_changed, branches_changed, branches_changed,
)  # fmt: skip
JSON_DAMAGE: tuple[Damage, ...] = (
    bytes_flipped, cut_off, piece_moved, words_changed, signs_put_in, something_huge,
    json_branches_changed, json_branches_changed, json_branches_changed,
)  # fmt: skip


# --- Runs ----------------------------------------------------------------------------------------


class Slow(Exception):
    """A run that takes too long."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Interrupt what takes more computing time."""

    def stop(signum: int, frame: Any) -> None:
        raise Slow(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def look_at_problems(error: CaseError, data: bytes) -> None:
    """Problems have words, and places that are in the file."""
    assert 1 <= len(error.problems) <= 201
    lines = (
        data.count(b"\n")
        + data.count(b"\r")
        + 3 * data.count(b"\xe2\x80")
        + data.count(b"\xc2\x85")
    )
    for problem in error.problems:
        assert problem.message
        assert len(str(problem)) < 4_000, str(problem)[:200]
        if problem.place is not None:
            assert 1 <= problem.place.line <= lines + 2
            assert 1 <= problem.place.column <= len(data) + 2
    assert str(error)


def run_yaml(data: bytes) -> str:
    """Read, encode, write and read again."""
    try:
        case = _read_bytes(data, "fuzz")
    except CaseError as error:
        look_at_problems(error, data)
        return "refused"
    again = hb.read_text(dump(case))
    assert content(again) == content(case)
    try:
        encode(case, max_memory=1 << 26)
    except TooBig:
        return "read, too big"
    except CaseError as error:
        return "read, not encoded: " + error.problems[0].message.split("'")[0]
    return "read"


def run_gmcr(data: bytes) -> str:
    """Import, and read what was imported."""
    try:
        text, notes = read_gmcr(data)
    except CaseError as error:
        look_at_problems(error, data)
        return "gmcr refused"
    assert all(note.endswith(".") for note in notes)
    case = hb.read_text(text)
    assert content(hb.read_text(dump(case))) == content(case)
    return "gmcr read"


def damaged(seed: int) -> tuple[bytes, bool]:
    """The damaged file of a number, and whether it is a case file (else a .gmcr file)."""
    random = Random(seed)
    is_yaml = random.random() < 0.85
    texts = originals() if is_yaml else saved_conflicts()
    others = list(texts.values())
    data = random.choice(others).encode()
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        damage = random.choice(YAML_DAMAGE if is_yaml else JSON_DAMAGE)
        try:
            data = damage(data, random, others) or b"\n"
        except (ValueError, RecursionError):
            continue  # damaged beyond this kind of damage
    return data, is_yaml


def run(data: bytes, is_yaml: bool) -> str:
    """One damaged file; what became of it.

    Raises
    ------
    Exception
        Whatever should not happen.
    """
    with limited(SECONDS):
        return run_yaml(data) if is_yaml else run_gmcr(data)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Many damaged files, with a table of what became of them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print the damaged file")
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    became: Counter[str] = Counter()
    failed = []
    slowest = (0.0, 0)
    for seed in range(arguments.seed, arguments.seed + arguments.runs):
        data, is_yaml = damaged(seed)
        if arguments.show:
            sys.stdout.buffer.write(data + b"\n")
        start = time.process_time()
        try:
            became[run(data, is_yaml)] += 1
        except Exception:  # noqa: BLE001 - anything else is what is looked for
            say(f"--- seed {seed} ---")
            traceback.print_exc(limit=-6)
            failed.append(seed)
        slowest = max(slowest, (time.process_time() - start, seed))
    for what, count in became.most_common():
        say(f"{count:>7}  {what}")
    say(f"slowest: {slowest[0]:.2f} s of computing time (seed {slowest[1]})")
    say(f"{len(failed)} of {arguments.runs} failed{': ' if failed else ''}{failed[:20] or ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
