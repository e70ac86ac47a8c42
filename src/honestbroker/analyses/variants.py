"""Many versions of one case, each asked little: what holds, for whom, and what is reached today.

A `Desk` answers the few questions that inverse questions and robustness ask of thousands of
versions of a case, and remembers what versions share:

* states and moves are made once for versions that differ in preferences only;
* an edit of one list makes one new row of ranks, and two lists that rank the states alike count as
  one row;
* a party's verdicts under nash, gmr and smr depend on its own row (and everybody's moves) only, so
  they are found once for each row; for nash only the party's own moves matter;
* under seq and sseq a party's verdicts depend on all rows. As seq implies gmr, and sseq implies
  smr (theory section 3), they are asked only where every party passes the weaker test;
* what is reached today is searched once for versions with the same rows, moves and channels.

Definitions: stability in `honestbroker.kernel.stability`, reaching in `honestbroker.kernel.paths`,
traps and regret in `honestbroker.kernel.labels`. **Sound**: no trap, under any concept under which
the state is an equilibrium, and no regret for anybody. A version whose status quo or reference
breaks a rule is *void*: it answers nothing.

Guarantees: exact; the same answers as `honestbroker.analyses.paths`, which tests compare.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from hashlib import blake2b
from importlib import import_module

import numpy as np
import numpy.typing as npt

from honestbroker.analyses.frames import Frame, Recent
from honestbroker.case.case import Case
from honestbroker.case.parts import Statements
from honestbroker.case.problems import CaseError
from honestbroker.encode import MAX_MEMORY, encode, ranks
from honestbroker.kernel import stability as kernel
from honestbroker.kernel.compiled import WARM
from honestbroker.kernel.graph import Graph
from honestbroker.kernel.labels import Traps, regrets
from honestbroker.kernel.moves import OptionMoves
from honestbroker.kernel.search import Group, Play, Search, search
from honestbroker.kernel.statements import ranks_of
from honestbroker.neighbourhood import Contents

__all__ = ["Desk", "Version", "carried"]

Mask = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint8]
Row = npt.NDArray[np.int32]

_KINDS = 40
"""One kind of remembered answer may take about this part of the memory allowed."""

_PART_OF_FRAME = (0, 1, 2, 3, 4, 6, 7, 8, 9, 10)
"""What of `Contents.frame` decides states and moves: all but the groups."""


@dataclass(frozen=True, eq=False)
class Version:
    """One version of the case: its frame, its rows of ranks by number, its groups."""

    case: Case
    frame: Frame
    rows: tuple[int, ...]
    groups: tuple[Group, ...]

    def key(self) -> tuple[int, tuple[int, ...]]:
        """What decides every verdict.

        Returns
        -------
        tuple
            Frame and rows.
        """
        return (self.frame.number, self.rows)


def carried(before: Version, after: Version) -> npt.NDArray[np.intp]:
    """Every state of one version in another.

    Parameters
    ----------
    before, after : Version
        Two versions of one case.

    Returns
    -------
    array of intp, shape (states before,)
        The state with the same options taken, those that had been dropped with the value they had
        kept, those that are new as in the status quo after; -1 where that is no state. Named states
        keep their ids.
    """
    if before.frame is after.frame:
        return np.arange(before.frame.graph.states)
    theirs, mine = before.frame.names, after.frame.names
    if mine.ids is not None and theirs.ids is not None:
        known = {id: place for place, id in enumerate(mine.ids)}
        return np.array([known.get(id, -1) for id in theirs.ids], dtype=np.intp)
    start, marks = after.frame.start, before.frame.graph.marks
    new = set[str]() if start is None else set(mine.taken(start))
    kept = {flag.id: flag.value for flag in before.case.flags}
    codes = np.zeros(marks.shape, dtype=np.int64)
    for bit, option in enumerate(mine.options):
        if option in theirs.options:
            codes |= (marks >> theirs.options.index(option) & 1) << bit
        elif kept.get(option, option in new):
            codes |= np.int64(1 << bit)
    return after.frame.graph.lookup.places(codes)


class Desk:
    """Answers for many versions of one case.

    Parameters
    ----------
    case : Case
        One of them.
    max_memory : int or None
        Bytes one version may use; None for the default. What is remembered of others comes on top,
        up to a fifth of that.

    Examples
    --------
    >>> import honestbroker as hb
    >>> korea = hb.read("korea-2017")
    >>> desk = Desk(korea)
    >>> version = desk.version(korea)
    >>> int(desk.holds(version, "nash").sum())
    9
    """

    def __init__(self, case: Case, max_memory: int | None = None) -> None:
        self.max_memory = max_memory
        self.contents = Contents()
        encoded = encode(case, max_memory)
        states = max(encoded.graph.states, 1)
        self._cells = states * encoded.graph.parties
        allowed = MAX_MEMORY if max_memory is None else max_memory
        most = max(8, allowed // _KINDS // (4 * states))  # rows of ranks, of 4 bytes a state
        self._frames: Recent[Frame | None] = Recent(max(2, min(256, most // 8)))
        self._codes: dict[bytes, int] = {}
        self._pool: Recent[OptionMoves] = Recent(max(encoded.graph.parties + 2, most // 6))
        self._numbers: dict[Hashable, int] = {}
        self._digests: dict[bytes, int] = {}
        self._row_of: dict[Hashable, int] = {}
        self._rows: Recent[Row] = Recent(most)
        self._columns: Recent[Mask] = Recent(4 * most)
        self._masks: Recent[tuple[Bits, Bits]] = Recent(16 * most)
        self._wide: Recent[Bits] = Recent(4 * most)
        self._graphs: Recent[tuple[Graph, Traps]] = Recent(max(2, min(8, most // 8)))
        self._searches: Recent[Search] = Recent(max(4, most // 8))

    def warm(self) -> None:
        """Load compiled code: worth its start where hundreds of versions follow."""
        if self._cells >= WARM:
            import_module("honestbroker.kernel.compiled.solve")

    # --- versions ---------------------------------------------------------------------------------

    def version(self, case: Case) -> Version | None:
        """A version of the case at this desk.

        Parameters
        ----------
        case : Case
            The version.

        Returns
        -------
        Version or None
            None if it is void: no state satisfies its rules, or its status quo or reference
            breaks one, or a list cannot be ranked.
        """
        whole = self.contents.frame(case)
        key = tuple(whole[part] for part in _PART_OF_FRAME)
        frame = self._frames.of(key, lambda: self._frame(case, key))
        if frame is None:
            return None
        try:
            rows = tuple(self._row(case, frame, party.id) for party in case.parties)
        except CaseError:
            return None
        order = frame.names.parties
        groups = tuple(
            Group(tuple(sorted(order.index(member) for member in group.members)), group.open)
            for group in case.groups
        )
        return Version(case, frame, rows, groups)

    def _frame(self, case: Case, key: tuple[int, ...]) -> Frame | None:
        try:
            encoded = encode(case, self.max_memory)
        except CaseError:
            return None
        for state in (case.status_quo, case.reference):
            if state is not None and encoded.index(state) is None:
                return None
        codes = self._codes.setdefault(encoded.names.codes.tobytes(), len(self._codes))
        number = self._numbers.setdefault(key, len(self._numbers))
        return Frame(encoded, number, codes, self._pool)

    def _row(self, case: Case, frame: Frame, party: str) -> int:
        key = (frame.number, self.contents.preference(case, party), party)
        if key not in self._row_of:
            row = self._ranked(case, frame, party)
            digest = blake2b(row.tobytes(), digest_size=16).digest()
            number = self._digests.setdefault(digest, len(self._digests))
            self._row_of[key] = number
            self._rows.of(number, lambda: row)
        return self._row_of[key]

    def _ranked(self, case: Case, frame: Frame, party: str) -> Row:
        preference = case.lists.get(party)
        if not isinstance(preference, Statements):
            return ranks(case, frame.structure, party)
        truths = []
        for line in preference.lines:
            key = (frame.number, str(line.want))
            truths.append(
                self._columns.of(key, lambda line=line: self._truth(frame, line.want))  # type: ignore[misc]
            )
        return ranks_of(truths, frame.graph.states)

    @staticmethod
    def _truth(frame: Frame, formula: object) -> Mask:
        return frame.structure.truths([formula])[0]  # type: ignore[list-item]

    def row(self, version: Version, party: int) -> Row:
        """The ranks of one party.

        Parameters
        ----------
        version : Version
            The version.
        party : int
            The party's index.

        Returns
        -------
        array of int32, shape (states,)
            Larger is better.
        """
        id = version.frame.names.parties[party]
        return self._rows.of(
            version.rows[party], lambda: self._ranked(version.case, version.frame, id)
        )

    def graph(self, version: Version) -> Graph:
        """The version as arrays.

        Parameters
        ----------
        version : Version
            The version.

        Returns
        -------
        Graph
            Its states, ranks and moves.
        """
        return self._at_work(version)[0]

    def traps(self, version: Version) -> Traps:
        """Who is trapped where in a version.

        Parameters
        ----------
        version : Version
            The version.

        Returns
        -------
        Traps
            The kernel's answers for its graph.
        """
        return self._at_work(version)[1]

    def _at_work(self, version: Version) -> tuple[Graph, Traps]:
        def make() -> tuple[Graph, Traps]:
            rows = [self.row(version, party) for party in range(len(version.rows))]
            graph = version.frame.ranked(rows)
            return graph, Traps(graph)

        return self._graphs.of(version.key(), make)

    # --- what holds -------------------------------------------------------------------------------

    def calm(self, version: Version, party: int) -> tuple[Bits, Bits]:
        """Where one party stays (nash), and where it stays without regret; both as packed bits.

        Parameters
        ----------
        version : Version
            The version.
        party : int
            The party's index.

        Returns
        -------
        stays, calm : array of uint8
            Bits of `numpy.packbits` over states.
        """
        frame = version.frame
        key = (frame.mover(party), frame.reference, version.rows[party])

        def make() -> tuple[Bits, Bits]:
            """Work the answer out."""
            row = self.row(version, party)
            moves = frame.graph.moves[party]
            known = frame.share.get("_joint")
            if isinstance(known, dict):
                moves = known[frame.graph.own[party]]
            stays = moves.best(row) <= row
            free = stays
            if frame.reference is not None:
                free = stays & ~(frame.sinkable[party] & (row < row[frame.reference]))
            return np.packbits(stays), np.packbits(free)

        return self._masks.of(key, make)

    def holds(self, version: Version, concept: str, among: Mask | None = None) -> Mask:
        """Which states are equilibria.

        Parameters
        ----------
        version : Version
            The version.
        concept : str
            The concept.
        among : array of bool, shape (states,), or None
            The states asked about; None for all.

        Returns
        -------
        array of bool, shape (states,)
            Equilibria among them.
        """
        states = version.frame.graph.states
        asked = np.ones(states, dtype=np.bool_) if among is None else among.copy()
        if concept == "nash":
            bits = np.packbits(asked)
            for party in range(len(version.rows)):
                bits &= self.calm(version, party)[0]
            return np.unpackbits(bits, count=states).astype(np.bool_)
        weaker = {"seq": "gmr", "sseq": "smr"}.get(concept)
        if weaker is not None:
            asked = self.holds(version, weaker, asked)
        for party in range(len(version.rows)):
            if not asked.any():
                break
            asked &= self._stable(version, concept, party)
        return asked

    def _stable(self, version: Version, concept: str, party: int) -> Mask:
        """Where one party is stable under a concept other than nash."""
        decided = version.rows if concept in kernel.IMPROVING else version.rows[party]
        key = (version.frame.number, concept, party, decided)

        def make() -> Bits:
            return np.packbits(kernel.stable(self.graph(version), [concept], [party])[0, party])

        bits = self._wide.of(key, make)
        return np.unpackbits(bits, count=version.frame.graph.states).astype(np.bool_)

    def calm_among(self, version: Version, among: Mask) -> Mask:
        """Which states are equilibria (nash) and no regret for anybody.

        Parameters
        ----------
        version : Version
            The version.
        among : array of bool, shape (states,)
            The states asked about.

        Returns
        -------
        array of bool, shape (states,)
            Those among them; the sound ones are among these.
        """
        states = version.frame.graph.states
        bits = np.packbits(among)
        for party in range(len(version.rows)):
            bits &= self.calm(version, party)[1]
            if not bits.any():
                return np.zeros(states, dtype=np.bool_)
        return np.unpackbits(bits, count=states).astype(np.bool_)

    def sound(self, version: Version, concept: str, among: Mask) -> Mask:
        """Which states are equilibria, no trap and no regret for anybody.

        Parameters
        ----------
        version : Version
            The version.
        concept : str
            The concept.
        among : array of bool, shape (states,)
            The states asked about.

        Returns
        -------
        array of bool, shape (states,)
            The sound ones among them.
        """
        if concept == "nash":
            found = self.calm_among(version, among)
        else:
            found = self.holds(version, concept, among)
        for state in map(int, np.flatnonzero(found)):
            found[state] = self.harmless(version, state, concept)
        return found

    def harmless(self, version: Version, state: int, concept: str) -> bool:
        """Whether an equilibrium is no trap and no regret for anybody.

        Parameters
        ----------
        version : Version
            The version.
        state : int
            Index of an equilibrium.
        concept : str
            A concept under which it is one.

        Returns
        -------
        bool
            Whether it is sound.

        Notes
        -----
        Of nash, seq and gmr the first under which it is an equilibrium decides: an improvement
        that nobody sanctions under a weaker concept is sanctioned by nobody under a stronger one.
        """
        frame = version.frame
        graph, traps = self._at_work(version)
        if frame.reference is None:
            return True
        if concept != "nash" and any(
            regrets(graph, party, state, frame.reference) for party in range(graph.parties)
        ):
            return False
        here = np.zeros(graph.states, dtype=np.bool_)
        here[state] = True
        for strict in ("nash", "seq", "gmr"):
            if strict == concept or self.holds(version, strict, here)[state]:
                return not traps.of(strict, state)
        return True

    # --- what is reached --------------------------------------------------------------------------

    def search(
        self,
        version: Version,
        channels: str | tuple[int, ...],
        *,
        plain: bool = True,
        improving: bool = True,
    ) -> Search | None:
        """What play reaches from the status quo.

        Parameters
        ----------
        version : Version
            The version.
        channels : str or tuple of int
            Which groups may strike deals: ``none``, ``open`` ones, ``all``; or the open ones and
            these.
        plain : bool
            Whether every step must be plain.
        improving : bool
            Whether parties move on their own only to improve.

        Returns
        -------
        Search or None
            Distances and shortest paths; None without a status quo.
        """
        start = version.frame.start
        if start is None:
            return None
        added = channels if isinstance(channels, tuple) else ()
        used = tuple(
            (number, group)
            for number, group in enumerate(version.groups)
            if channels == "all" or (group.open and channels != "none") or number in added
        )
        members = tuple((number, group.members) for number, group in used)
        decided = version.rows if improving or used else ()
        key = (version.frame.number, decided, members, plain, improving)
        play = Play(groups=used, plain=plain, improving=improving)
        return self._searches.of(key, lambda: search(self.graph(version), start, play))

    def reached(self, version: Version, *, closed: bool) -> Mask | None:
        """What plain steps of single parties and of groups reach from the status quo.

        Parameters
        ----------
        version : Version
            The version.
        closed : bool
            Whether deals of closed groups count too.

        Returns
        -------
        array of bool, shape (states,), or None
            None without a status quo.
        """
        found = self.search(version, "all" if closed else "open")
        return None if found is None else found.distance >= 0
