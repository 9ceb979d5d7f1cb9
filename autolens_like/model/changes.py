"""Models made from models and instances: some paths only, values put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

from autolens_like import exc
from autolens_like.model.distribution import Prior
from autolens_like.model.instance import ModelInstance
from autolens_like.model.lookup import leaves_of
from autolens_like.model.signature import signature_of
from autolens_like.model.tree import Missing, Node, Path, next_revision
from autolens_like.model.writing import constructor_arguments


class Changes:
    """Changed copies of a model, and values put into it; a part of `AbstractModel`."""

    def with_paths(self, paths: Iterable[Path | str]) -> Self:
        """A copy that keeps only what stands at these paths, and below them.

        An argument of a class that is not kept has the default of its constructor.

        Parameters
        ----------
        paths
            Tuples of names, or names with dots.
        """
        wanted = [self._known_path(path) for path in paths]
        return self._filtered(
            lambda path: any(path[: len(w)] == w[: len(path)] for w in wanted)
        )

    def without_paths(self, paths: Iterable[Path | str]) -> Self:
        """A copy without what stands at these paths."""
        left_out = [self._known_path(path) for path in paths]
        return self._filtered(lambda path: path not in left_out)

    def take_attributes(self, source: Any) -> None:
        """Put in what an instance or another model has at the paths of the priors, and
        of parameters that have none yet.

        Paths that `source` does not have stay as they are.
        """
        for path, child in list(leaves_of(self)):
            if not isinstance(child, Prior | Missing):
                continue
            try:
                value = _at(source, path)
            except (AttributeError, KeyError, IndexError, TypeError):
                continue
            owner = self
            for name in path[:-1]:
                owner = owner.children()[name]
            setattr(owner, path[-1], value)

    def copy_with_fixed_priors(
        self, instance: Any, excluded_classes: type | tuple[type, ...] = ()
    ) -> Self:
        """A copy with the priors fixed to the values of an instance.

        Parameters
        ----------
        instance
            Made of this model or one of the same paths.
        excluded_classes
            Models of these classes keep their priors.
        """
        kept = {
            prior
            for model in (self.models_with_type(excluded_classes or ()) or [])
            for prior in model.priors_ordered_by_id
        }
        values = {
            prior: float(_at(instance, path))
            for path, prior in self.unique_path_prior_tuples
            if prior not in kept
        }
        return self.mapper_from_prior_arguments(values)

    def cast(
        self, value_dict: Mapping[Any, Mapping[str, Any]], new_class: type
    ) -> Self:
        """A copy in which some models are of another class.

        What both classes have keeps its prior or value; what only the new one has gets
        that of the configuration.

        Parameters
        ----------
        value_dict
            The models, which stand in this one, with what to change in each of them.
        new_class
            Such as ``al.mp.PowerLaw`` for isothermal masses.

        Raises
        ------
        ModelException
            One of the models does not stand in this one, or a change has a name that
            the new class has not.
        """
        here = list(self.nodes())
        signature = signature_of(new_class)
        memo: dict[int, Any] = {}
        for model, changes in value_dict.items():
            if not any(model is node for node in here):
                raise exc.ModelException(
                    f"cast: {model!r} is no part of this model; give parts of it, such "
                    "as model.galaxies.lens.mass."
                )
            kept = {
                name: child._replaced({}, memo) if isinstance(child, Node) else child
                for name, child in model.children().items()
                if name in signature.parameters or signature.is_open
            }
            cast = Node.file_types["model"](new_class, **{**kept, **changes})
            cast._assertions.extend(model._assertions)
            memo[id(model)] = cast
        return self._replaced({}, memo)

    @staticmethod
    def from_instance(
        instance: Any, model_classes: type | tuple[type, ...] = ()
    ) -> Any:
        """A model of an object: fixed, except what is of some classes.

        Parameters
        ----------
        instance
            An object, or what a collection became.
        model_classes
            Objects of these classes become models with the priors of the
            configuration; what holds them becomes a model, too.
        """
        made = _model_of(instance, model_classes)
        if isinstance(made, Node):
            return made
        # An object in which nothing is free: its arguments are fixed one by one.
        return Node.file_types["model"](type(made), **constructor_arguments(made))

    def _known_path(self, path: Path | str) -> Path:
        parts = tuple(path.split(".") if isinstance(path, str) else map(str, path))
        self.object_for_path(parts)
        return parts

    def _filtered(self, is_kept: Callable[[Path], bool]) -> Self:
        memo: dict[int, Any] = {}
        twin = self._replaced({}, memo)

        def prune(node: Node, path: Path) -> None:
            for name, child in list(node.children().items()):
                below = (*path, name)
                if not is_kept(below):
                    del node._children[name]
                elif isinstance(child, Node):
                    prune(child, below)
            node.__dict__["_revision"] = next_revision()

        prune(twin, ())
        return twin


def _at(source: Any, path: Path) -> Any:
    """What stands at a path of a model or an instance; parts of tuples by place."""
    for name in path:
        place = re.fullmatch(r".*_(\d+)", name)
        if isinstance(source, tuple) and place:
            source = source[int(place.group(1))]
        elif isinstance(source, list | tuple):
            source = source[int(name)]
        elif isinstance(source, dict):
            source = source[name]
        else:
            source = getattr(source, name)
    return source


def _model_of(value: Any, model_classes: type | tuple[type, ...]) -> Any:
    """`value` as a model where something of the classes is in it, else itself."""
    kinds = Node.file_types
    if isinstance(value, ModelInstance):
        members = {n: _model_of(part, model_classes) for n, part in value.items()}
        return kinds["collection"](members)
    if model_classes and isinstance(value, model_classes):
        return kinds["model"](type(value))
    if isinstance(value, list | tuple):
        parts = [_model_of(part, model_classes) for part in value]
        return parts if any(isinstance(part, Node) for part in parts) else value
    if not hasattr(value, "__dict__") or isinstance(value, type):
        return value
    given = constructor_arguments(value)
    parts = {name: _model_of(part, model_classes) for name, part in given.items()}
    if any(_holds_node(part) for part in parts.values()):
        return kinds["model"](type(value), **parts)
    return value


def _holds_node(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_holds_node, value))
    return isinstance(value, Node)
