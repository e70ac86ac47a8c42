"""Many rankings of one structure at once: a lane for each ranking.

The formula is that of `honestbroker.kernel.stability`; what differs is the layout. Ranks are stored
as ranks[party, state, lane], `LANES` rankings side by side, so that one comparison and one minimum
serve all of them: the processor works on whole rows. Moves are the same in every lane: a list of
arcs for each party, made once.

    w        = max of r over own arcs                                   once
    val, GMR = min over the arcs of all others, until nothing changes   on islands if moves can be
                                                                        undone: once
    val, SEQ = x(s) = min(x(s), x(t)) where r_j(t) > r_j(s), for every arc s -> t of every other j,
               until no lane changes
    stable  <=>  max of min(r, val) over own arcs <= r

Proof that sweeps over arcs suffice: as in `honestbroker.kernel.compiled.chains`; a fixed point of
all arcs bounds x(s) by the base of everything reached. One party's moves compose, so one sweep of
its arcs leaves nothing more for it to do until somebody else's lowers a value. Values only fall
and take n different values at most, so sweeps end; all lanes run until the slowest is done.

Draws. Independent keys take the place of a random order: only their order matters, and ties occur
with probability 2^-15 for a pair. A key is a function of (seed, draw, party, state) alone
(SplitMix64), so that results do not depend on how draws are dealt to threads.

Arrays, for n states and L lanes

* ranks: int16, shape (parties, n, L); a, b, w, low: int16, shape (n, L), room;
* starts: int32, shape (parties, n + 1), where the arcs of each state begin among those of a party;
  firsts: int64, where those of each party begin in targets: int32;
* label: int32, shape (n,), islands; movers, parties, chosen: int64, indices;
* wanted: bool, shape (5,), which concepts; verdict: bool, shape (5, n, L); counts: int64, (5, n).

Guarantees: exact; the same numbers whatever the number of threads. Ranks are 16-bit here: they are
made dense before, so a model may have up to 32,767 levels.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from honestbroker.kernel.compiled.jit import kernel

__all__ = ["LANES", "count", "drawn", "key", "verdicts"]

LANES: Final = 64
"""Rankings side by side."""

_HIGHEST: Final = np.int16(32767)

_u = np.uint64  # an index without a sign needs no check for counting from the end

Int16s = npt.NDArray[np.int16]


@kernel
def key(seed: int, draw: int, party: int, state: int) -> Any:
    """A random number from 0 to 32,766 for one draw, party and state. Arrays: see the module."""
    z = np.uint64(seed) ^ (np.uint64(draw) * np.uint64(0x9E3779B97F4A7C15))
    z += (np.uint64(party) << np.uint64(40)) + np.uint64(state) + np.uint64(1)
    z *= np.uint64(0xD1342543DE82EF95)
    z ^= z >> np.uint64(32)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return np.int64(((z >> np.uint64(33)) * np.uint64(32767)) >> np.uint64(31))


@kernel
def drawn(ranks: Any, seed: int, draw: int, parties: Any) -> None:
    """Fill the lanes of parties with draws from `draw` on. Arrays: see the module."""
    for j in parties:
        for s in range(ranks.shape[1]):
            for lane in range(LANES):
                ranks[j, s, lane] = key(seed, draw + lane, j, s)


@kernel
def _raise(best: Any, v: Any, at: Any) -> None:
    for lane in range(_u(LANES)):
        best[lane] = max(best[lane], v[at + lane])


@kernel
def _lower(v: Any, at: Any, other: Any) -> None:
    for lane in range(_u(LANES)):
        v[at + lane] = min(v[at + lane], v[other + lane])


@kernel
def _lower_improving(a: Any, b: Any, ranks: Any, at: Any, other: Any) -> None:
    for lane in range(_u(LANES)):
        here, there = ranks[at + lane], ranks[other + lane]
        new_a, new_b = a[other + lane], b[other + lane]
        a[at + lane] = min(a[at + lane], new_a if there > here else _HIGHEST)
        b[at + lane] = min(b[at + lane], new_b if there > here else _HIGHEST)


@kernel
def _total(v: Any) -> Any:
    """The sum of some values: they only fall, so it tells whether any has."""
    found = np.int64(0)
    for x in range(_u(v.size)):
        found += v[x]
    return found


@kernel
def _upward(values: Any, found: Any, starts: Any, targets: Any) -> None:
    """The greatest value over own arcs, the state itself included."""
    best, v = np.empty(LANES, np.int16), values.ravel()
    for s in range(starts.size - 1):
        for lane in range(LANES):
            best[lane] = values[s, lane]
        for p in range(starts[s], starts[s + 1]):
            _raise(best, v, _u(targets[p] * LANES))
        for lane in range(LANES):
            found[s, lane] = best[lane]


@kernel
def _down(values: Any, starts: Any, targets: Any) -> bool:
    """One sweep of minima over arcs; whether anything fell."""
    v = values.ravel()
    before = _total(v)
    for s in range(starts.size - 1):
        for p in range(starts[s], starts[s + 1]):
            _lower(v, _u(s * LANES), _u(targets[p] * LANES))
    return bool(_total(v) != before)


@kernel
def _down_improving(a: Any, b: Any, ranks: Any, starts: Any, targets: Any) -> bool:
    """One sweep over improving arcs for two values at once; whether anything fell."""
    flat_a, flat_b, rank = a.ravel(), b.ravel(), ranks.ravel()
    before = _total(flat_a) + _total(flat_b)
    for s in range(starts.size - 1):
        for p in range(starts[s], starts[s + 1]):
            _lower_improving(flat_a, flat_b, rank, _u(s * LANES), _u(targets[p] * LANES))
    return bool(_total(flat_a) + _total(flat_b) != before)


@kernel
def _cap(found: Any, a: Any, r: Any) -> None:
    for x in range(_u(found.size)):
        found[x] = min(a[x], r[x])


@kernel
def _judged(a: Any, r: Any, room: Any, starts: Any, targets: Any, verdict: Any) -> None:
    """Stable where no own arc leads to min(r, val) above r."""
    worth = room.ravel()
    _cap(worth, a.ravel(), r.ravel())
    best = np.empty(LANES, np.int16)
    for s in range(starts.size - 1):
        for lane in range(LANES):
            best[lane] = r[s, lane]
        for p in range(starts[s], starts[s + 1]):
            _raise(best, worth, _u(targets[p] * LANES))
        for lane in range(LANES):
            verdict[s, lane] = best[lane] <= r[s, lane]


@kernel
def _islands(a: Any, label: Any, low: Any) -> None:
    for at in range(low.shape[0]):
        for lane in range(LANES):
            low[at, lane] = _HIGHEST
    for s in range(label.size):
        at = label[s]
        for lane in range(LANES):
            here, there = a[s, lane], low[at, lane]
            low[at, lane] = here if here < there else there
    for s in range(label.size):
        at = label[s]
        for lane in range(LANES):
            a[s, lane] = low[at, lane]


@kernel
def verdicts(
    ranks: Any,
    party: int,
    wanted: Any,
    starts: Any,
    firsts: Any,
    targets: Any,
    label: Any,
    oneway: bool,
    movers: Any,
    a: Any,
    b: Any,
    w: Any,
    low: Any,
    verdict: Any,
) -> None:
    """Verdicts of one party in every lane. Arrays: see the module.

    `wanted` says which of the five concepts; `verdict` has shape (5, states, LANES). The arcs of
    party j begin at ``targets[firsts[j]]``; ``starts[j]`` says where each state's begin in them.
    """
    n = ranks.shape[1]
    r = ranks[party]
    own = targets[firsts[party] : firsts[party + 1]]
    if wanted[0]:
        _judged(r, r, low, starts[party], own, verdict[0])
    if wanted[2] or wanted[4]:
        _upward(r, w, starts[party], own)
    else:
        w[:] = r
    if wanted[1] or wanted[2]:
        a[:] = r
        b[:] = w
        _islands(a, label, low)
        _islands(b, label, low)
        fell = oneway
        while fell:
            fell = False
            for j in movers:
                if j != party:
                    theirs = targets[firsts[j] : firsts[j + 1]]
                    fell |= _down(a, starts[j], theirs)
                    fell |= _down(b, starts[j], theirs)
        if wanted[1]:
            _judged(a, r, low, starts[party], own, verdict[1])
        if wanted[2]:
            _judged(b, r, low, starts[party], own, verdict[2])
    if wanted[3] or wanted[4]:
        a[:] = r
        b[:] = w
        quiet = 0
        turn = 0
        others = movers.size
        while quiet < others and n > 0:
            j = movers[turn % others]
            turn += 1
            quiet += 1
            if j == party:
                continue
            theirs = targets[firsts[j] : firsts[j + 1]]
            if _down_improving(a, b, ranks[j], starts[j], theirs):
                quiet = 1
        if wanted[3]:
            _judged(a, r, low, starts[party], own, verdict[3])
        if wanted[4]:
            _judged(b, r, low, starts[party], own, verdict[4])


@kernel
def _ones(flags: Any, at: Any, lanes: Any) -> Any:
    found = np.int32(0)
    for lane in range(lanes):
        found = np.int32(found + flags[at + lane])
    return found


@kernel
def count(verdict: Any, wanted: Any, chosen: Any, lanes: int, counts: Any) -> None:
    """Add up in how many lanes chosen states are stable. Arrays: see the module."""
    flat = verdict.ravel()
    for c in range(wanted.size):
        if wanted[c]:
            for k in range(chosen.size):
                at = (c * verdict.shape[1] + chosen[k]) * verdict.shape[2]
                counts[c, k] += _ones(flat, _u(at), _u(lanes))
