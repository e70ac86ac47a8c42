"""Synthetic case files: all of a large model as an analyst would write it.

::

    python benchmarks/cases.py --options 20 --parties 5 > large.yaml

Options are dealt to parties in runs, each party has a list of random statements over up to three
options, some options can only be taken, two parties can talk and three could.
"""

from __future__ import annotations

import argparse
import random
import sys


def case(options: int, parties: int, *, seed: int = 1, lines: int = 10, one_way: int = 3) -> str:
    """The text of a case file."""
    rng = random.Random(seed)
    bits = range(options)
    owner = [bit * parties // options for bit in bits]
    forward = set(rng.sample(list(bits), one_way))
    told = ["format: honestbroker/1", "case: synthetic", 'version: "1.0"', "title: {en: synthetic}"]
    told += ["question: {en: how fast?}", "default_profile: base", "parties:"]
    told += [f"  p{party}: {{name: {{en: Party {party}}}}}" for party in range(parties)]
    told.append("options:")
    for bit in bits:
        way = "forward" if bit in forward else "both"
        told.append(f"  o{bit}: {{by: p{owner[bit]}, name: {{en: do {bit}}}, way: {way}}}")
    told += ["groups:", "  - {members: [p0, p1], open: true}"]
    if parties > 2:
        told.append("  - {members: [p0, p1, p2], open: false}")
    told += ["outcomes:", "  quiet: {formula: not o0 and not o1, name: {en: quiet}}"]
    told += ["status_quo: []", "profiles:", "  base:", "    lists:"]
    for party in range(parties):
        told.append(f"      p{party}:")
        for line in range(lines):
            told.append(f"        - {{id: s{party}-{line}, want: {statement(rng, options)}}}")
    return "\n".join(told) + "\n"


def statement(rng: random.Random, options: int) -> str:
    """Such as "(not o3 or o1) and o7"."""
    words = [
        ("not " if rng.random() < 0.5 else "") + f"o{bit}"
        for bit in rng.sample(range(options), rng.randint(1, 3))
    ]
    while len(words) > 1:
        words[:2] = [f"({words[0]} {rng.choice(('and', 'or'))} {words[1]})"]
    return f'"{words[0]}"'


def main() -> None:
    """Write a case file."""
    parser = argparse.ArgumentParser(description="Write a synthetic case file.")
    parser.add_argument("--options", type=int, default=20)
    parser.add_argument("--parties", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one-way", type=int, default=3)
    asked = parser.parse_args()
    sys.stdout.write(case(asked.options, asked.parties, seed=asked.seed, one_way=asked.one_way))


if __name__ == "__main__":
    main()
