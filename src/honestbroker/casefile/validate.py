"""A tree against the declarations: every misfit told in the analyst's words, and mended to go on.

A value that does not fit is put right as the analyst probably meant it, or replaced by a stand-in,
or taken out; then the rest is looked at again. So later problems are found in the same run, and
what only follows from an earlier one can be left out.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from honestbroker.case.problems import Problem
from honestbroker.casefile import wording
from honestbroker.casefile.models import EDIT_KINDS, FORMAT, TAGS
from honestbroker.casefile.models_case import CaseModel
from honestbroker.casefile.tree import MAX_PROBLEMS, UNREADABLE, Node
from honestbroker.changes import GROUP

__all__ = ["Validated", "validated"]

Path = tuple[str | int, ...]

_ROUNDS: Final = 20
"""How often the tree is mended and looked at again."""

_STAND_INS: Final[dict[str, Any]] = {
    "format": FORMAT, "case": "case", "title": "?", "parties": {}, "options": {}, "profiles": {},
    "by": UNREADABLE, "name": "?", "id": "?", "want": UNREADABLE, "holds": UNREADABLE,
    "formula": UNREADABLE, "where": UNREADABLE, "default": False, "open": False, "reviewed": False,
    "citation": "?", "any_order": [], "ranking": [], "edits": [], "en": "?", "from": UNREADABLE,
    "numbering": "decimal", "stages": [],
}  # fmt: skip
"""What is assumed for a value that is missing or of no use, by its key."""

_WHOLE: Final = ("spot", "kinds", "one")
"""Errors that are about a whole item, not about one value in it."""

_ANY: Final = ""
"""Stands for any id or index in a pattern of paths."""

_INDEX: Final = -1
"""Stands for any index, but for no id."""

_EDITS: Final[Sequence[Path]] = (
    ("profiles", _ANY, "changes", _ANY),
    ("profiles", _ANY, "views", _ANY, _ANY, _INDEX),
    ("changes", _ANY, "edits", _ANY),
    ("conditions", _ANY, "edits", _ANY),
    ("brokers", _ANY, "contributes", _ANY, "edits", _ANY),
    ("roadmaps", _ANY, "stages", _ANY, "snapback", _ANY),
)
"""Where edits stand."""

_ITEMS: Final[Sequence[Path]] = (
    ("profiles", _ANY, "lists"),
    ("profiles", _ANY, "lists", _ANY),
    ("profiles", _ANY, "lists", _ANY, _ANY),
    ("profiles", _ANY, "lists", _ANY, _ANY, "any_order", _ANY),
    ("profiles", _ANY, "views", _ANY, _ANY, _ANY),
    ("brokers", _ANY, "perceived", _ANY, _ANY),
    ("brokers", _ANY, "leverage", _ANY),
    ("brokers", _ANY, "strength"),
    ("brokers", _ANY, "repeated"),
    ("brokers", _ANY, "patron"),
    ("brokers", _ANY, "contributes", _ANY),
    ("brokers", _ANY, "contributes", _ANY, "reveals", _ANY),
    ("roadmaps", _ANY, "stages", _ANY),
    ("roadmaps", _ANY, "stages", _ANY, "objections", _ANY),
)
"""Whole items that can be taken out; of anything else the second step of its path is one."""

_HARMLESS: Final = frozenset("format case title name citation en reviewed".split())
"""Keys whose values nothing else depends on."""


@dataclass
class Validated:
    """What came of looking at a tree.

    Attributes
    ----------
    model : CaseModel or None
        The file, mended where it had to be; None if it could not be.
    problems : list of Problem
        What did not fit.
    lost : set of str
        Words that were taken out or never there, and keys whose content is lost as a whole; nobody
        should complain that they are missing.
    thinned : set of str
        Keys of the file under which something is not as it was meant.
    """

    model: CaseModel | None = None
    problems: list[Problem] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    thinned: set[str] = field(default_factory=set)


def validated(tree: Node) -> Validated:
    """Look at a whole file.

    Parameters
    ----------
    tree : Node
        The file; mended in place.

    Returns
    -------
    Validated
        The file as a model, and what did not fit.
    """
    mending = _Mending(tree)
    for _ in range(_ROUNDS):
        try:
            mending.found.model = CaseModel.model_validate(tree.plain())
        except ValidationError as error:
            details = error.errors(include_url=False)
        else:
            break
        mending.look_at(details[: MAX_PROBLEMS + 1])
        if len(details) > MAX_PROBLEMS or not mending.progress:
            break
    return mending.found


@dataclass(frozen=True)
class _Misfit:
    """One error with its place in the tree; `node` is missing where a value is."""

    detail: Any
    path: Path
    holder: Node
    node: Node | None

    @property
    def kind(self) -> str:
        return str(self.detail["type"])

    @property
    def key(self) -> str | int:
        return self.path[-1]


class _Mending:
    """One tree on its way to a model."""

    def __init__(self, tree: Node) -> None:
        self.tree = tree
        self.found = Validated()
        self.stand_ins = 0
        self.gone: dict[tuple[int, str | int], Node] = {}
        self.progress = False

    def look_at(self, details: Sequence[Any]) -> None:
        """Tell and mend what one round of validation found."""
        self.progress = False
        misfits = [misfit for detail in details if (misfit := self.misfit(detail))]
        misfits.sort(key=lambda misfit: misfit.kind != "extra_forbidden")
        renamed: set[int] = set()
        for misfit in misfits:
            if misfit.kind != "extra_forbidden" and id(misfit.holder) in renamed:
                continue  # it may look otherwise in the next round
            known = _fields(misfit.detail["loc"])
            likely = _likely(misfit, misfits)
            if not self.follows(misfit):
                at = misfit.holder if misfit.node is None else misfit.node
                self.found.problems.append(
                    wording.told(misfit.detail, misfit.path, at, known, likely)
                )
            self.progress = True
            if misfit.kind == "extra_forbidden":
                self.rename(misfit, known, likely)
                renamed.add(id(misfit.holder))
            else:
                self.mend(misfit)

    def misfit(self, detail: Any) -> _Misfit | None:
        path = tuple(step for step in detail["loc"] if step not in TAGS and step != "[key]")
        chain = self.tree.chain(path)
        if not path or len(chain) < len(path):
            return None
        node = chain[len(path)] if len(chain) > len(path) else None
        return _Misfit(detail, path, chain[len(path) - 1], node)

    def follows(self, misfit: _Misfit) -> bool:
        """Whether a misfit only follows from one that was mended already."""
        at = misfit.holder if misfit.node is None else misfit.node
        spoilt = misfit.kind in _WHOLE and any(holder == id(at) for holder, _ in self.gone)
        missing = misfit.node is None and (id(misfit.holder), misfit.key) in self.gone
        return spoilt or missing or any(node.told for node in self.tree.chain(misfit.path))

    def mend(self, misfit: _Misfit) -> None:
        """Put a value right, put a stand-in there, or take it out with the item it spoils."""
        node, holder, key = misfit.node, misfit.holder, misfit.key
        again = node is not None and node.told
        in_edit = _in_edit(misfit.path) and misfit.kind != "literal_error"
        better = _better(misfit) if node is not None and not again and not in_edit else None
        if node is not None and better is not None:
            node.value = better
            node.told = True
            if misfit.kind != "literal_error" and key not in _HARMLESS:
                self.thin(misfit.path)
            if key == "id":
                self.lose_ids(misfit.path)
            if misfit.kind == "list_type":
                self.found.lost.add(node.written)
        elif again or misfit.kind in _WHOLE or _in_edit(misfit.path) or misfit.path[0] == "moves":
            self.take_item(misfit.path)
        elif isinstance(key, str) and key in _STAND_INS and isinstance(holder.value, dict):
            self.put_stand_in(misfit, key)
        elif node is None:
            self.take_item(misfit.path)
        else:
            self.take(holder, node, misfit.path)

    def put_stand_in(self, misfit: _Misfit, key: str) -> None:
        value = _STAND_INS[key]
        stand_in = Node(
            value.copy() if isinstance(value, dict | list) else value, misfit.holder.place
        )
        stand_in.key_place = misfit.holder.key_place
        if key == "id":
            stand_in.value = f"unnamed-{self.stand_ins}"
        self.stand_ins += 1
        stand_in.told = True
        if misfit.node is not None:
            self.lose(misfit.node, misfit.path)
        if key not in _HARMLESS:
            self.thin(misfit.path)
        if len(misfit.path) == 1:
            self.found.lost.add(key)
        if key in ("id", "ranking", "any_order"):
            self.lose_ids(misfit.path)
        misfit.holder.value[key] = stand_in

    def rename(self, misfit: _Misfit, known: Sequence[str], likely: str) -> None:
        """Read a misspelt key as what it should be; leave out one that is nothing like any."""
        key = str(misfit.key)
        node = misfit.holder.value.pop(key)
        close = [likely] if likely else difflib.get_close_matches(key.lower(), known, n=1)
        if close and close[0] not in misfit.holder.value:
            misfit.holder.value[close[0]] = node
            node.told |= bool(likely)
        elif len(misfit.path) > 1:
            self.lose(node, misfit.path)
            self.gone[id(misfit.holder), key] = misfit.holder

    def take_item(self, path: Path) -> None:
        """Take out the nearest whole item around a value, such as a rule or an edit."""
        length = _item_length(path)
        chain = self.tree.chain(path[:length])
        if len(chain) == length + 1 and length:
            self.take(chain[-2], chain[-1], path[:length])

    def take(self, holder: Node, node: Node, path: Path) -> None:
        """Take a node out of its holder."""
        self.lose(node, path)
        self.thin(path)
        if isinstance(holder.value, dict):
            for key in [key for key, below in holder.value.items() if below is node]:
                del holder.value[key]
                self.gone[id(holder), key] = holder
        elif isinstance(holder.value, list):
            holder.value[:] = [below for below in holder.value if below is not node]
            if _in_edit(path):
                self.lose_ids_of_edit(node)
            elif node.below("id") is None:
                self.lose_ids(path)

    def lose(self, node: Node, path: Path) -> None:
        """Remember every word of what is taken out."""
        words = set(node.words())
        if "add_group" in words:
            self.found.lost.add(GROUP)
        if isinstance(path[-1], str):
            self.found.lost.add(path[-1])
        self.found.lost |= words

    def lose_ids(self, path: Path) -> None:
        """Remember that ids of statements or rules are not known any more."""
        self.found.lost.add("lists" if path[0] == "profiles" else str(path[0]))

    def lose_ids_of_edit(self, edit: Node) -> None:
        """The same for an edit that would have brought something whose id cannot be read."""
        if not any(edit.below(kind) for kind in EDIT_KINDS):
            self.found.lost |= {"options", "rules", "lists", GROUP}
        for way, section in (
            (("add_option", "id"), "options"),
            (("add_rule", "id"), "rules"),
            (("insert", "statement", "id"), "lists"),
            (("replace", "with", "id"), "lists"),
        ):
            chain = edit.chain(way)
            known = len(chain) > len(way) and isinstance(chain[-1].value, str)
            if len(chain) > 1 and not known:
                self.found.lost.add(section)

    def thin(self, path: Path) -> None:
        """Remember where something is not as it was meant."""
        self.found.thinned.add(str(path[0]))
        if path[0] == "groups":
            self.found.lost.add(GROUP)


def _likely(misfit: _Misfit, misfits: Sequence[_Misfit]) -> str:
    """What an unknown key stands for: the one key that is missing beside it."""
    if misfit.kind != "extra_forbidden" or len(misfit.path) < 2:
        return ""
    here = [other for other in misfits if other.holder is misfit.holder]
    unknown = [other.key for other in here if other.kind == "extra_forbidden"]
    missing = [str(other.key) for other in here if other.kind == "missing"]
    return missing[0] if len(unknown) == len(missing) == 1 else ""


def _better(misfit: _Misfit) -> Any:
    """What the analyst probably meant; None if nobody can tell."""
    node = misfit.node
    if node is None:
        return None
    value = node.value
    if misfit.kind == "string_type" and isinstance(value, bool | int | float):
        return node.written
    if misfit.kind == "list_type" and isinstance(value, str) and misfit.key != "moves":
        return [Node(value, node.place, None, node.written, node.lines)]
    if misfit.kind == "bool_type" and isinstance(value, str):
        return value.lower() in wording.YES
    if misfit.kind == "literal_error" and isinstance(value, str):
        return wording.meant(value, misfit.detail)
    return None


def _in_edit(path: Path) -> bool:
    """Whether a path leads into an edit: of a profile, a change, a contribution, a condition."""
    return _longest(path, _EDITS) > 0


def _item_length(path: Path) -> int:
    """How much of a path leads to the nearest whole item."""
    return _longest(path, _EDITS) or _longest(path, _ITEMS) or min(len(path), 2)


def _fits(step: str | int, here: str | int) -> bool:
    return step in (_ANY, here) or (step == _INDEX and isinstance(here, int))


def _longest(path: Path, patterns: Sequence[Path]) -> int:
    """The length of the longest pattern that a path begins with; 0 if there is none."""
    return max(
        (
            len(pattern)
            for pattern in patterns
            if len(pattern) <= len(path) and all(map(_fits, pattern, path))
        ),
        default=0,
    )


def _fields(loc: Sequence[str | int]) -> list[str]:
    """The keys that may stand where an error is, or beside it."""
    steps = [step for step in loc if step not in TAGS and step != "[key]"]
    types: list[Any] = [CaseModel]
    for step in steps[:-1]:
        types = [below for one in types for below in _below(one, step)]
    here = [below for one in types for below in _below(one, steps[-1])] if steps else []
    return _keys(here) or _keys(types)


def _keys(types: Sequence[Any]) -> list[str]:
    models = [one for one in types if isinstance(one, type) and issubclass(one, BaseModel)]
    fields = [info.alias or name for model in models for name, info in model.model_fields.items()]
    return sorted(dict.fromkeys(fields), key=("cites", "judged").__contains__)


def _below(one: Any, step: str | int) -> list[Any]:
    """The types that a step of a location leads to, without unions and annotations."""
    inner = get_args(one)
    if get_origin(one) is dict:
        return _plain(inner[1])
    if get_origin(one) is list:
        return _plain(inner[0])
    if isinstance(one, type) and issubclass(one, BaseModel):
        for name, info in one.model_fields.items():
            if step == (info.alias or name):
                return _plain(info.annotation)
    return []


def _plain(annotation: Any) -> list[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [one for inner in get_args(annotation) for one in _plain(inner)]
    return [annotation]
