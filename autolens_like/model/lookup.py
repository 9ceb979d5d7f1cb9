"""Finding things in a model: priors by path, paths by prior, models by class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from autolens_like import exc
from autolens_like.model.distribution import Prior
from autolens_like.model.expression import Expression
from autolens_like.model.tree import Node, Path


def leaves_of(node: Node, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Everything in a tree that is no node, with its path, at every place."""
    for name, child in node.children().items():
        below = (*path, name)
        if isinstance(child, Node):
            yield from leaves_of(child, below)
        else:
            yield below, child


def prior_paths_of(node: Node) -> list[tuple[Path, Prior]]:
    """Every path to every prior, those in formulas by their place in the formula."""
    found: list[tuple[Path, Prior]] = []
    for path, leaf in leaves_of(node):
        if isinstance(leaf, Prior):
            found.append((path, leaf))
        elif isinstance(leaf, Expression):
            places = enumerate(leaf.leaves())
            found += [((*path, str(place)), prior) for place, prior in places]
    return found


class Lookup:
    """What a model can be asked for; a part of `AbstractModel`."""

    @property
    def unique_prior_paths(self) -> list[Path]:
        """The first path to each free parameter, in order of the vector."""
        return self.paths

    @property
    def all_paths(self) -> list[tuple[Path, ...]]:
        """Every path to each free parameter, in order of the vector."""
        return [
            tuple(self.all_paths_for_prior(prior))
            for prior in self.priors_ordered_by_id
        ]

    @property
    def joined_paths(self) -> list[str]:
        """The first path to each free parameter with dots, tuples included."""
        return [".".join(path) for path in self.paths]

    @property
    def composition(self) -> list[str]:
        """The same as `joined_paths`."""
        return self.joined_paths

    @property
    def priors(self) -> list[Prior]:
        """The same as `priors_ordered_by_id`."""
        return self.priors_ordered_by_id

    @property
    def unique_path_prior_tuples(self) -> list[tuple[Path, Prior]]:
        """Pairs of the first path and the prior, in order of the vector."""
        return list(zip(self.paths, self.priors_ordered_by_id, strict=True))

    @property
    def path_priors_tuples(self) -> list[tuple[Path, Prior]]:
        """Pairs of path and prior for every place of every prior."""
        return prior_paths_of(self)

    @property
    def unique_prior_tuples(self) -> list[tuple[str, Prior]]:
        """Pairs of a parameter's own name and its prior, in order of the vector."""
        return [(path[-1], prior) for path, prior in self.unique_path_prior_tuples]

    @property
    def prior_tuples_ordered_by_id(self) -> list[tuple[str, Prior]]:
        """The same as `unique_prior_tuples`."""
        return self.unique_prior_tuples

    @property
    def direct_prior_tuples(self) -> list[tuple[str, Prior]]:
        """Pairs of name and prior of this model alone, without those below it."""
        children = self.children().items()
        return [(name, child) for name, child in children if isinstance(child, Prior)]

    @property
    def model_component_and_parameter_names(self) -> list[str]:
        """The same as `joined_paths`."""
        return self.joined_paths

    @property
    def prior_tuples(self) -> list[tuple[str, Prior]]:
        """Pairs of name and prior for every place of every prior."""
        return [(path[-1], prior) for path, prior in prior_paths_of(self)]

    @property
    def formulas(self) -> dict[Path, Expression]:
        """The derived parameters by their paths."""
        return dict(self._structure().formulas)

    def path_for_prior(self, prior: Prior) -> Path | None:
        """The first path to a prior, None for one that is not in the model."""
        place = self._structure().index.get(prior)
        return None if place is None else self.paths[place]

    def all_paths_for_prior(self, prior: Prior) -> list[Path]:
        """Every path to a prior."""
        return [path for path, other in prior_paths_of(self) if other is prior]

    def name_for_prior(self, prior: Prior) -> str | None:
        """The dotted name of a prior, None for one that is not in the model."""
        place = self._structure().index.get(prior)
        return None if place is None else self.parameter_names[place]

    def index(self, path: Path | str) -> int:
        """The place in the parameter vector of the prior at a path.

        Raises
        ------
        exc.UnknownParameterException
            No prior stands there.
        """
        wanted = _parts(path)
        for found, prior in prior_paths_of(self):
            if found == wanted:
                return self._structure().index[prior]
        names = self.joined_paths
        raise exc.UnknownParameterException(
            f"No free parameter has the path '{'.'.join(wanted)}'. "
            f"{exc.suggestion('.'.join(wanted), names)}"
        )

    def object_for_path(self, path: Iterable[str | int] | str) -> Any:
        """What stands at a path: a prior, a number, a model.

        Raises
        ------
        exc.UnknownParameterException
            Nothing stands there.
        """
        found: Any = self
        for part in _parts(path):
            children = found.children() if isinstance(found, Node) else {}
            if part not in children:
                raise exc.UnknownParameterException(
                    f"The path {path!r} ends before '{part}'. "
                    f"{exc.suggestion(part, children)}"
                )
            found = children[part]
        return found

    def models_with_type(self, cls: type | tuple[type, ...]) -> list[Any]:
        """The models in this one of a class or one derived from it, each once."""
        return [model for _, model in self.model_tuples_with_type(cls)]

    def model_tuples_with_type(
        self, cls: type | tuple[type, ...]
    ) -> list[tuple[Path, Any]]:
        """Pairs of path and model for `models_with_type`."""
        found: dict[int, tuple[Path, Any]] = {}

        def visit(node: Node, path: Path) -> None:
            made = getattr(node, "_cls", None)
            if made is not None and issubclass(made, cls):
                found.setdefault(id(node), (path, node))
            for name, child in node.children().items():
                if isinstance(child, Node):
                    visit(child, (*path, name))

        visit(self, ())
        return list(found.values())

    def path_instance_tuples_for_class(
        self, cls: type | tuple[type, ...]
    ) -> list[tuple[Path, Any]]:
        """Pairs of path and object for priors and fixed parts of a class."""
        found: list[tuple[Path, Any]] = []
        if issubclass(Prior, cls):
            found += prior_paths_of(self)
        found += [
            (path, leaf)
            for path, leaf in leaves_of(self)
            if isinstance(leaf, cls) and not isinstance(leaf, Prior)
        ]
        return found

    def has_model(self, cls: type | tuple[type, ...]) -> bool:
        """Whether a model of this class is in this one."""
        return bool(self.models_with_type(cls))

    def has_instance(self, cls: type | tuple[type, ...]) -> bool:
        """Whether a fixed object of this class stands in the model."""
        return any(isinstance(leaf, cls) for _, leaf in leaves_of(self))

    def log_prior_list_from_vector(self, vector: Any) -> list[float]:
        """The log prior density of every parameter at its value, in order."""
        priors, values = self._columns(vector)
        pairs = zip(priors, values.tolist(), strict=True)
        return [prior.log_prior_from_value(value) for prior, value in pairs]

    def instance_for_arguments(
        self, arguments: Mapping[Prior, float], ignore_assertions: bool = False
    ) -> Any:
        """The object with a value for every prior.

        Raises
        ------
        exc.ModelException
            A prior of the model has no value.
        """
        vector = []
        for name, prior in zip(
            self.parameter_names, self.priors_ordered_by_id, strict=True
        ):
            if prior not in arguments:
                raise exc.ModelException(f"The parameter '{name}' has no value.")
            vector.append(arguments[prior])
        return self.instance_from_vector(vector, ignore_assertions)

    def instance_from_path_arguments(
        self,
        path_arguments: Mapping[Path | str, float],
        ignore_assertions: bool = False,
    ) -> Any:
        """The object with a value for every path, given as tuples or with dots."""
        priors = self.priors_ordered_by_id
        arguments = {
            priors[self.index(path)]: value for path, value in path_arguments.items()
        }
        return self.instance_for_arguments(arguments, ignore_assertions)

    def instance_from_prior_name_arguments(
        self,
        prior_name_arguments: Mapping[str, float],
        ignore_assertions: bool = False,
    ) -> Any:
        """The object with a value for every dotted name of `parameter_names`.

        Underscores may stand for the dots, as in ``lens_mass_einstein_radius``.
        """
        by_name = dict(
            zip(self.parameter_names, self.priors_ordered_by_id, strict=True)
        )
        by_name |= {name.replace(".", "_"): prior for name, prior in by_name.items()}
        arguments = {}
        for name, value in prior_name_arguments.items():
            if name not in by_name:
                raise exc.UnknownParameterException(
                    f"There is no parameter '{name}'. "
                    f"{exc.suggestion(name, self.parameter_names)}"
                )
            arguments[by_name[name]] = value
        return self.instance_for_arguments(arguments, ignore_assertions)


def _parts(path: Iterable[str | int] | str) -> Path:
    parts = path.split(".") if isinstance(path, str) else path
    return tuple(str(part) for part in parts)
