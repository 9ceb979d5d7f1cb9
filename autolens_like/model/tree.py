"""The tree that a model is: named children, and the priors found among them.

A tree may change at any time, yet a search asks it for an instance a million
times. So every change takes the next revision number, and what was derived
from a tree holds until a node of it has a later one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from autolens_like import exc
from autolens_like.model.assertion import Comparison
from autolens_like.model.distribution import Prior
from autolens_like.model.expression import Arithmetic, Expression

Path = tuple[str, ...]

_latest_revision = 0


def latest_revision() -> int:
    """The number of the latest change of any tree in this process."""
    return _latest_revision


def next_revision() -> int:
    """A new revision number."""
    global _latest_revision
    _latest_revision += 1
    return _latest_revision


@dataclass(frozen=True)
class Missing:
    """A parameter that has neither a value nor a prior.

    Parameters
    ----------
    owner
        The class that asks for it.
    name
        Its name.
    """

    owner: str
    name: str


class Node:
    """A part of a model with named children.

    A child is a `Prior`, an `Expression` of priors, another node, or anything else,
    which is a constant.
    """

    #: What files call this kind of node; empty for one that no file holds.
    file_type: ClassVar[str] = ""
    #: The kinds of nodes by that name.
    file_types: ClassVar[dict[str, type[Node]]] = {}
    #: Whether one built object may serve every instance when nothing in it varies.
    is_shared_when_fixed = True
    #: Whether dotted parameter names leave this node out.
    is_hidden_in_names = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "file_type" in vars(cls):
            Node.file_types[cls.file_type] = cls

    def __init__(self) -> None:
        self._children: dict[str, Any] = {}
        self._assertions: list[Comparison] = []
        self._frozen = False
        self._derived: Any = None
        self._revision = next_revision()

    def children(self) -> dict[str, Any]:
        """A copy of the children by name."""
        return dict(self._children)

    def kind(self) -> str:
        """What the node becomes, for tables."""
        return type(self).__name__

    def class_path(self) -> str:
        """What the node becomes, in full, for identities."""
        return self.kind()

    def builder(self, names: tuple[str, ...]) -> Callable[[tuple[Any, ...]], Any]:
        """The function from the values of the children, in order, to the object."""
        raise NotImplementedError

    def file_entries(self) -> dict[str, Any]:
        """What a file says of this node beside its type and its children."""
        return {}

    @classmethod
    def from_file(
        cls, entries: dict[str, Any], children: dict[str, Any], place: str
    ) -> Node:
        """The node that a file describes.

        Parameters
        ----------
        entries
            What `file_entries` gave, as read.
        children
            By name, already made.
        place
            Where it stands; errors name it.
        """
        return cls(**children)

    def nodes(self) -> Iterator[Node]:
        """This node and all below it, each once."""
        seen: set[int] = set()
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            yield node
            waiting += [
                child for child in node._children.values() if isinstance(child, Node)
            ]

    def _put(self, name: str, child: Any) -> None:
        if self._frozen:
            raise exc.ModelException(
                f"The model is frozen: '{name}' cannot be set. Call unfreeze() on "
                "the model that was frozen, or change a copy()."
            )
        if isinstance(child, Node) and any(node is self for node in child.nodes()):
            raise exc.ModelException(f"'{name}' would contain the model it is set on.")
        self._children[name] = child
        self._revision = next_revision()

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_derived": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.__dict__["_revision"] = next_revision()

    def __deepcopy__(self, memo: dict[int, Any]) -> Node:
        """A tree of new nodes over the same priors and constants."""
        return self._replaced({}, memo)

    def _replaced(self, priors: dict[Prior, Any], memo: dict[int, Any]) -> Node:
        if id(self) in memo:
            return memo[id(self)]
        twin = object.__new__(type(self))
        memo[id(self)] = twin
        twin.__dict__.update(self.__dict__, _derived=None, _frozen=False)
        twin.__dict__["_revision"] = next_revision()

        def moved(child: Any) -> Any:
            if isinstance(child, Node):
                return child._replaced(priors, memo)
            if isinstance(child, Expression):
                return child.replaced(priors)
            return priors.get(child, child) if isinstance(child, Prior) else child

        twin._children = {name: moved(child) for name, child in self._children.items()}
        twin._assertions = [
            Comparison(moved(item.left), item.symbol, moved(item.right), item.name)
            for item in self._assertions
        ]
        return twin


@dataclass
class Structure:
    """Where the priors of a tree stand, in order of the parameter vector.

    Parameters
    ----------
    priors
        Every prior once, by id.
    paths
        The first path to each of them. A prior that stands in formulas only has the
        path of the first formula and its place among the priors there.
    names
        The same, dotted, without the names of tuples.
    missing
        The paths that have neither a value nor a prior.
    assertions
        Those of all nodes.
    formulas
        The derived parameters by their paths.
    """

    priors: list[Prior] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    missing: dict[Path, Missing] = field(default_factory=dict)
    assertions: list[Comparison] = field(default_factory=list)
    formulas: dict[Path, Expression] = field(default_factory=dict)

    @property
    def index(self) -> dict[Prior, int]:
        """The place of each prior in the parameter vector."""
        return {prior: place for place, prior in enumerate(self.priors)}


def structure_of(root: Node) -> Structure:
    """The priors, paths and assertions of a tree."""
    first: dict[Arithmetic, tuple[Path, Path]] = {}
    shown_formulas: list[Path] = []
    structure = Structure()

    def visit(node: Node, path: Path, shown: Path) -> None:
        for name, child in node._children.items():
            if isinstance(child, Prior):
                first.setdefault(child, ((*path, name), (*shown, name)))
            elif isinstance(child, Node):
                below = shown if child.is_hidden_in_names else (*shown, name)
                visit(child, (*path, name), below)
            elif isinstance(child, Expression):
                structure.formulas[*path, name] = child
                shown_formulas.append((*shown, name))
            elif isinstance(child, Missing):
                structure.missing[*path, name] = child

    visit(root, (), ())
    for (path, formula), shown in zip(
        structure.formulas.items(), shown_formulas, strict=True
    ):
        for place, prior in enumerate(formula.leaves()):
            first.setdefault(prior, ((*path, str(place)), (*shown, str(place))))
    structure.priors = sorted(first, key=lambda prior: prior.id)
    structure.paths = [first[prior][0] for prior in structure.priors]
    structure.names = [".".join(first[prior][1]) for prior in structure.priors]
    structure.assertions = [item for node in root.nodes() for item in node._assertions]
    return structure


def check_complete(structure: Structure) -> None:
    """Raise where a parameter has neither a value nor a prior."""
    if structure.missing:
        listed = ", ".join(
            f"{'.'.join(path)} (of {item.owner})"
            for path, item in structure.missing.items()
        )
        raise exc.ModelException(
            f"The model has parameters without a value or prior: {listed}. "
            "Set each to a number or a prior, or add its prior to "
            "config/priors/by_class.yaml or by_name.yaml of the workspace."
        )
