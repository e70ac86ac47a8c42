"""Generated cases with brokers, roadmaps and conditions, as domain objects.

Two to four parties, three to six options, some of them one-way; rules; lists of statements rich in
ties, now and then a ranking; open and closed groups; couplings; roadmaps of one to four stages
with tracks, lifted literals, entry and breach formulas, snapbacks, objections; brokers with every
kind of contribution, ratings in two profiles, patrons; conditions. Every case has a status quo.

One builder serves hypothesis (``brokering_cases``) and seeded runs (``random_brokering``): it only
asks a ``Picker`` for integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from honestbroker.case import Case
from honestbroker.case.brokering import (
    Broker,
    Condition,
    Contribution,
    Denominator,
    Objection,
    Patron,
    Perceived,
    Rating,
    Repeated,
    Roadmap,
    Stage,
)
from honestbroker.case.parts import (
    AddGroup,
    AddOption,
    AddRule,
    Change,
    Coupling,
    Define,
    Drop,
    Edit,
    EditKind,
    Flag,
    Group,
    Insert,
    Move,
    Option,
    Outcome,
    Party,
    Preference,
    Profile,
    Ranking,
    Replace,
    Rule,
    SetFlag,
    SetGroup,
    SetList,
    SetWay,
    Spot,
    State,
    Statement,
    Statements,
    Term,
)
from honestbroker.case.sources import Text
from honestbroker.changes import in_profile
from honestbroker.formula import Formula, Many, Name, Not, Pair
from oracle_case import feasible_states
from strategies import Picker, _Drawn, _Seeded

T = TypeVar("T")


def random_brokering(random: Random, max_parties: int = 4, max_options: int = 6) -> Case:
    """A case from a seeded generator."""
    return _Builder(_Seeded(random), max_parties, max_options).case()


@st.composite
def brokering_cases(draw: st.DrawFn, max_parties: int = 3, max_options: int = 5) -> Case:
    """The same, drawn, so that failures shrink."""
    return _Builder(_Drawn(draw), max_parties, max_options).case()


@dataclass
class _Builder:
    """Builds one case from picked integers."""

    pick: Picker
    max_parties: int
    max_options: int

    # --- small choices

    def chance(self, one_in: int) -> bool:
        return self.pick.one(0, one_in - 1) == one_in - 1

    def of(self, things: Sequence[T]) -> T:
        return things[self.pick.one(0, len(things) - 1)]

    def some(self, things: Sequence[T], low: int, high: int) -> tuple[T, ...]:
        """Between low and high of them, none twice, in their order."""
        count = min(self.pick.one(low, high), len(things))
        left = list(range(len(things)))
        for _ in range(len(things) - count):
            left.pop(self.pick.one(0, len(left) - 1))
        return tuple(things[k] for k in left)

    # --- the case

    def case(self) -> Case:
        count = self.pick.one(2, self.max_parties)
        self.parties = tuple("ABCD"[:count])
        self.bargain = self.chance(2)
        self.options = self.own_options()
        self.flags = tuple(Flag(f"f{k}", self.chance(2)) for k in range(self.pick.one(0, 2)))
        names = [option.id for option in self.options] + [flag.id for flag in self.flags]
        self.names = names
        self.terms = (Term("term", self.formula(1)),) if self.chance(3) else ()
        self.names = names + [term.id for term in self.terms]
        # a ranking lists every state: nothing may add or remove one later
        self.rankings = self.chance(6)
        bare = Case("generated", Text.of("a generated case"), self.party_objects(), self.options)
        states, rules = self.rules(bare)
        self.quo = quo = states[0] if self.bargain else self.of(states)
        reference = self.of(states) if self.chance(4) else None
        lists = tuple((party, self.preference(party, states)) for party in self.parties)
        self.lists = dict(lists)
        self.groups = self.some_groups()
        self.couplings = (self.coupling(),) if self.chance(8) else ()
        self.outcomes = tuple(
            Outcome(f"outcome{k}", self.formula(1), Text.of(f"outcome {k}"))
            for k in range(self.pick.one(1, 3))
        )
        self.changes = tuple(self.change(k) for k in range(self.pick.one(0, 2)))
        edits = tuple(Edit(SetList(party, preference)) for party, preference in lists)
        profiles = (Profile("base", None, edits), Profile("later", "base", self.later_edits()))
        case = Case(
            "generated",
            Text.of("a generated case"),
            self.party_objects(),
            self.options,
            default_profile="base",
            terms=self.terms,
            flags=self.flags,
            rules=rules,
            status_quo=quo,
            reference=reference,
            groups=self.groups,
            outcomes=self.outcomes,
            profiles=profiles,
            changes=self.changes,
            couplings=self.couplings,
            principals=self.some(self.parties, 1, 3),
            common_denominator=self.denominator(),
            brokers=self.brokers(),
            roadmaps=tuple(self.roadmap(k) for k in range(self.pick.one(1, 2))),
            conditions=tuple(self.condition(k) for k in range(self.pick.one(0, 3))),
        )
        return in_profile(case, "base")

    def party_objects(self) -> tuple[Party, ...]:
        return tuple(Party(id, Text.of(f"Party {id}")) for id in self.parties)

    def own_options(self) -> tuple[Option, ...]:
        one_way = self.chance(2)
        ways = ("both", "both", "forward", "both", "forward", "backward", "fixed")
        made = []
        for k in range(self.pick.one(3, self.max_options)):
            owner = self.parties[k] if k < len(self.parties) - 1 else self.of(self.parties)
            if self.bargain:  # what is given is often given for good
                way = self.of(("both", "forward"))
            else:
                way = ways[self.pick.one(0, 6) if one_way else 0]
            made.append(Option(f"o{k}", owner, Text.of(f"do {k}"), way=way))
        return tuple(made)

    def rules(self, bare: Case) -> tuple[list[State], tuple[Rule, ...]]:
        """Rules that leave at least three states."""
        known = Case(
            bare.id, bare.title, bare.parties, bare.options, terms=self.terms, flags=self.flags
        )
        every = self.names
        if self.rankings:
            self.names = [option.id for option in self.options]
        rules = tuple(Rule(f"r{k}", self.formula(1)) for k in range(self.of((0, 0, 1, 1, 2))))
        self.names = every
        while True:
            ruled = Case(
                bare.id, bare.title, bare.parties, bare.options,
                terms=self.terms, flags=self.flags, rules=rules,
            )  # fmt: skip
            states = [
                frozenset(known.options[k].id for k in s)
                for s in sorted(feasible_states(ruled), key=sorted)
            ]
            if len(states) >= 3 or not rules:
                return states, rules
            rules = rules[:-1]

    # --- formulas and lists

    def formula(self, depth: int) -> Formula:
        """A name, its negation, or two joined by a word."""
        if depth == 0 or self.chance(3):
            name: Formula = Name(self.of(self.names))
            return Not(name) if self.chance(3) else name
        word = self.of(("and", "or", "only if", "iff", "if", "unless"))
        left, right = self.formula(depth - 1), self.formula(depth - 1)
        return Many(word, (left, right)) if word in ("and", "or") else Pair(word, left, right)

    def literal(self, ids: Sequence[str]) -> Formula:
        name = Name(self.of(ids))
        return Not(name) if self.chance(2) else name

    def want(self, party: str) -> Formula:
        """What a party may want: others' options, its own only in return, or anything."""
        own = [o.id for o in self.options if o.party == party]
        others = [o.id for o in self.options if o.party != party]
        kind = self.pick.one(0, 5)
        if kind <= 1 and others:
            return Name(self.of(others)) if kind else self.literal(others)
        if kind == 2 and own and others:
            return Pair(
                self.of(("only if", "iff", "if")), Name(self.of(own)), Name(self.of(others))
            )
        if kind == 3 and own:
            return self.literal(own)
        return self.formula(1)

    def statement(self, party: str, id: str) -> Statement:
        return Statement(id, self.want(party), firm=self.chance(6), audience=self.chance(4))

    def preference(self, party: str, states: list[State]) -> Preference:
        if self.rankings and self.chance(2):
            levels = self.pick.many(len(states), 0, max(1, len(states) // 2))
            tiers = [
                tuple(s for s, level in zip(states, levels, strict=True) if level == wanted)
                for wanted in sorted(set(levels))
            ]
            return Ranking(tuple(tiers))
        count = self.of((0, 1, 2, 3, 3, 4, 5))
        if self.bargain and not self.chance(4):
            return Statements(tuple(self.concessions(party)))
        return Statements(tuple(self.statement(party, f"w{k}") for k in range(count)))

    def concessions(self, party: str) -> Iterator[Statement]:
        """A bargainer's list: the others' concessions first, own ones at most in return."""
        own = [option.id for option in self.options if option.party == party]
        others = [option.id for option in self.options if option.party != party]
        wants: list[Formula] = [Name(id) for id in self.some(others, 1, 2)]
        for id in own:
            kind = self.pick.one(0, 3)
            if kind <= 1 or not others:
                wants.append(Not(Name(id)))
            else:
                word = self.of(("only if", "iff"))
                wants.append(Pair(word, Name(id), Name(self.of(others))))
        if self.chance(3):
            wants.insert(self.pick.one(0, len(wants)), self.formula(1))
        for k, want in enumerate(wants):
            yield Statement(f"w{k}", want, firm=self.chance(6), audience=self.chance(4))

    def lined(self) -> list[str]:
        """Parties that have a list with something in it."""
        return [
            party
            for party in self.parties
            if isinstance(p := self.lists[party], Statements) and p.lines
        ]

    def statements_of(self, party: str) -> tuple[Statement, ...]:
        preference = self.lists[party]
        assert isinstance(preference, Statements)
        return preference.lines

    # --- groups, couplings, changes

    def possible_groups(self) -> list[tuple[str, ...]]:
        return [
            members
            for size in range(2, len(self.parties) + 1)
            for members in combinations(self.parties, size)
        ]

    def some_groups(self) -> tuple[Group, ...]:
        chosen = self.some(self.possible_groups(), int(self.bargain), 3)
        return tuple(Group(members, self.chance(2)) for members in chosen)

    def coupling(self) -> Coupling:
        first, *rest = self.some([option.id for option in self.options], 2, 3)
        return Coupling(first, self.chance(2), tuple((id, self.chance(2)) for id in rest))

    def change(self, k: int) -> Change:
        """A named change: one or two edits of lists, flags or groups."""
        edits = [self.list_edit(f"c{k}")]
        if self.chance(2):
            edits.append(self.switch())
        return Change(f"change{k}", tuple(Edit(kind) for kind in edits if kind is not None))

    def list_edit(self, id: str) -> EditKind | None:
        parties = [p for p in self.parties if isinstance(self.lists[p], Statements)]
        if not parties:
            return None
        party = self.of(parties)
        lines = self.statements_of(party)
        kind = self.pick.one(0, 3)
        if kind == 0 or not lines:
            spot = Spot(to=self.pick.one(1, len(lines) + 1))
            return Insert(party, self.statement(party, id), spot)
        line = self.of(lines)
        if kind == 1:
            return Drop(party, line.id)
        if kind == 2:
            return Replace(party, line.id, self.statement(party, id))
        return Move(party, line.id, Spot(to=self.pick.one(1, len(lines))))

    def switch(self) -> EditKind | None:
        if self.flags and self.chance(2):
            return SetFlag(self.of(self.flags).id, self.chance(2))
        if self.groups and self.chance(2):
            return SetGroup(self.of(self.groups).members, not self.chance(3))
        return SetWay(self.of(self.options).id, self.of(("both", "forward", "backward")))

    def later_edits(self) -> tuple[Edit, ...]:
        kind = self.switch()
        return (Edit(kind),) if kind is not None else ()

    # --- roadmaps

    def roadmap(self, k: int) -> Roadmap:
        tracked = self.chance(4)
        count = self.pick.one(1, 4)
        return Roadmap(
            f"road{k}",
            tuple(
                self.stage(f"stage{n}", "aside" if tracked and self.chance(2) else None)
                for n in range(count)
            ),
        )

    def stage(self, id: str, track: str | None) -> Stage:
        """One to four literals; options may return in later stages, with the opposite value."""
        free = [o.id for o in self.options if o.way != "fixed"] or [self.options[0].id]
        named = self.some(free, 1, 4 if self.chance(3) else 2)
        if self.bargain and not self.chance(3):  # something of everybody's
            named = tuple(
                self.of(own)
                for party in self.parties
                if (own := [o.id for o in self.options if o.party == party and o.id in free])
            )
        values = [  # mostly something new, in a way that is allowed
            not self.chance(8) if self.moves_up(o) else self.chance(8) for o in named
        ]
        objectors = self.some(self.parties, 0, 2)
        return Stage(
            id,
            take=tuple(o for o, value in zip(named, values, strict=True) if value),
            drop=tuple(o for o, value in zip(named, values, strict=True) if not value),
            entry=self.formula(0) if self.chance(5) else None,
            breach=self.formula(1) if self.chance(6) else None,
            together=not self.chance(3),
            snapback=self.snapback(),
            objections=tuple(self.objection(party) for party in objectors),
            track=track,
        )

    def moves_up(self, id: str) -> bool:
        (way,) = [option.way for option in self.options if option.id == id]
        return way == "forward" or (way == "both" and id not in self.quo)

    def snapback(self) -> str | tuple[Edit, ...]:
        if not self.chance(6):
            return ()
        if self.changes and self.chance(2) and not self.inserts(self.changes):
            return self.of(self.changes).id
        return (Edit(self.coupling()),)

    def inserts(self, changes: Iterable[Change]) -> bool:
        """Whether a change could not be made twice along one road."""
        once = Insert | Drop | Replace
        return any(isinstance(edit.kind, once) for one in changes for edit in one.edits)

    def objection(self, party: str) -> Objection:
        if party in self.lined() and self.chance(2):
            return Objection(party, statement=self.of(self.statements_of(party)).id)
        return Objection(party)

    # --- brokers

    def denominator(self) -> Denominator | None:
        kind = self.pick.one(0, 3)
        if kind == 0:
            return None
        if kind == 1 and self.lined():
            pairs = [(p, self.of(self.statements_of(p)).id) for p in self.lined()]
            return Denominator(statements=self.some(pairs, 1, 3))
        return Denominator(self.formula(1))

    def brokers(self) -> tuple[Broker, ...]:
        who = [*self.some(self.parties, 0, 2), *(["OUT"] if self.chance(2) else [])]
        return tuple(self.broker(id) for id in who or [self.parties[-1]])

    def broker(self, id: str) -> Broker:
        profiles = self.of((("base",), ("later",), ("base", "later"), ()))
        perceived = tuple(
            Perceived(profile, party, self.rating(), self.rating(), self.rating())
            for profile in profiles
            for party in self.some(self.parties, 1, len(self.parties))
        )
        contributions = tuple(self.contribution(id, k) for k in range(self.of((1, 2, 3, 3))))
        vetoes = self.some([one.id for one in contributions], 0, 1)
        return Broker(
            id,
            None if id in self.parties else Text.of("an outside body"),
            perceived,
            self.rating(),
            tuple((p, Rating(self.pick.one(0, 3))) for p in self.some(self.parties, 0, 3)),
            Repeated(self.chance(2)) if self.chance(2) else None,
            Patron(self.of(self.parties), vetoes) if self.chance(2) else None,
            contributions,
        )

    def rating(self) -> Rating | None:
        return None if self.chance(5) else Rating(self.of((2, 3, 1, 0)))

    def contribution(self, broker: str, k: int) -> Contribution:
        kinds = ("B1", "B2", "B3", "B4", "B5", "B6", "B7")
        kind = self.of((*kinds, "B1", "B6") if self.bargain else kinds)
        id = f"{kind.lower()}-{k}"
        edits, added = self.edits(kind, broker, id)
        own = [option.id for option in self.options if option.party == broker] + added
        towards = self.some(self.parties, 0, 2) if self.chance(3) else ()
        mine, *_ = [*self.some(self.parties, 1, 1)]
        return Contribution(
            id,
            kind,
            tuple(Edit(one) for one in edits),
            outcome=self.of(self.outcomes).id if kind == "B5" else None,
            reveals=((mine, self.of([p for p in self.parties if p != mine])),)
            if kind == "B7"
            else (),
            delivered_by=self.some(own, 1, 2) if own and self.chance(2) else (),
            towards=towards,
        )

    def edits(self, kind: str, broker: str, id: str) -> tuple[list[EditKind], list[str]]:
        """What a contribution of a kind does, and the options it adds."""
        if kind == "B1":
            closed = [group.members for group in self.groups if not group.open]
            known = {group.members for group in self.groups}
            new = [members for members in self.possible_groups() if members not in known]
            if closed and (not new or self.chance(2)):
                return [SetGroup(self.of(closed), True)], []
            return [AddGroup(Group(self.of(new), True))] if new else [], []
        if kind == "B2":
            if self.terms and self.chance(2):
                plain = [option.id for option in self.options]
                return [Define("term", self.literal(plain))], []
            return [SetFlag(self.of(self.flags).id, self.chance(2))] if self.flags else [], []
        if kind == "B3":
            if self.flags and self.chance(2):
                return [SetFlag(self.of(self.flags).id, True)], []
            return [self.coupling()], []
        if kind == "B4":
            return self.inducement(broker, id)
        if kind == "B6" and self.lined():
            party = self.of(self.lined())
            line = self.of(self.statements_of(party))
            if self.chance(2):
                return [Drop(party, line.id)], []
            return [Replace(party, line.id, self.statement(party, f"s-{id}"))], []
        return [], []

    def inducement(self, broker: str, id: str) -> tuple[list[EditKind], list[str]]:
        """An option of the broker's own with statements about it, or a statement; seldom a rule."""
        made: list[EditKind] = []
        added = []
        parties = [p for p in self.parties if isinstance(self.lists[p], Statements)]
        if broker in self.parties and not self.rankings and self.chance(2):
            new = f"n-{id}"
            made.append(AddOption(Option(new, broker, Text.of("give")), self.chance(4)))
            added.append(new)
            for party in self.some(parties, 1, 2):
                want: Formula = Name(new)
                if party == broker or self.chance(3):
                    want = Pair("only if", want, Name(self.of(self.options).id))
                spot = Spot(to=self.pick.one(1, len(self.statements_of(party)) + 1))
                made.append(Insert(party, Statement(f"s-{id}-{party}", want), spot))
        elif parties:
            party = self.of(parties)
            spot = Spot(to=self.pick.one(1, len(self.statements_of(party)) + 1))
            made.append(Insert(party, self.statement(party, f"s-{id}"), spot))
        if not self.rankings and self.chance(8):  # the status quo may break it: a void set
            made.append(AddRule(Rule(f"rule-{id}", self.formula(1))))
        return made, added

    def condition(self, k: int) -> Condition:
        kind = self.switch() if self.chance(3) else None
        if not self.rankings and self.chance(6):  # the status quo may break it: a void subset
            kind = AddRule(Rule(f"must-{k}", self.formula(1)))
        edits = (Edit(kind),) if kind is not None else ()
        formula = None if edits and self.chance(2) else self.formula(1)
        return Condition(f"condition{k}", formula, edits)
