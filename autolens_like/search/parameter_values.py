"""Values of all parameters, by place in the vector and by path in the model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model.distribution import Prior
from autolens_like.model.expression import Expression
from autolens_like.model.tree import Node
from autolens_like.model.tuple_prior import TuplePrior


class ParameterVector(np.ndarray):
    """One number a parameter, (D,), whose entries also have the paths of the model.

    ``values[0]`` is ``values.galaxies.lens.mass.einstein_radius``. Fixed parameters
    are themselves.
    """

    _model: Any

    @classmethod
    def of(cls, values: Any, model: Any) -> ParameterVector:
        """The vector of a model's parameters."""
        vector = np.asarray(values, float).view(cls)
        vector._model = model
        return vector

    def __array_finalize__(self, original: Any) -> None:
        self._model = getattr(original, "_model", None)

    def __getattr__(self, name: str) -> Any:
        return _at(self, self.__dict__.get("_model"), name)


class ParameterPairs(list):
    """A pair of numbers a parameter, (D, 2), reached as in `ParameterVector`."""

    def __init__(self, pairs: Iterable[tuple[float, float]], model: Any) -> None:
        super().__init__(pairs)
        self._model = model

    def __getattr__(self, name: str) -> Any:
        return _at(self, self.__dict__.get("_model"), name)


class _Part:
    """The values below a node of the model."""

    def __init__(self, values: Any, node: Node, index: dict[Prior, int]) -> None:
        self._values, self._node, self._index = values, node, index

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        children = self._node.children()
        for child in self._node.children().values():
            if isinstance(child, TuplePrior):
                children |= child.children()
        if name not in children:
            raise exc.UnknownParameterException(
                f"There is no parameter '{name}' here. {exc.suggestion(name, children)}"
            )
        return self._value(children[name])

    def __getitem__(self, key: str | int) -> Any:
        if isinstance(key, int):
            return self._value(list(self._node.children().values())[key])
        return self.__getattr__(key)

    def __repr__(self) -> str:
        shown = []
        for name, child in self._node.children().items():
            is_derived = isinstance(child, Expression)
            shown.append(f"{name}={'derived' if is_derived else self._value(child)!r}")
        return f"{self._node.kind()}({', '.join(shown)})"

    def _value(self, child: Any) -> Any:
        if isinstance(child, Prior):
            value = self._values[self._index[child]]
            return value.item() if isinstance(value, np.generic) else value
        if isinstance(child, Expression):
            raise exc.UnknownParameterException(
                "A derived parameter is no part of the vector; ask "
                "samples.derived_at_sigma(sigma)."
            )
        if isinstance(child, TuplePrior):
            return tuple(self._value(part) for part in child)
        if isinstance(child, Node):
            return _Part(self._values, child, self._index)
        return child


def _at(values: Any, model: Any, name: str) -> Any:
    if name.startswith("_") or not isinstance(model, Node):
        raise AttributeError(f"{type(values).__name__} has no attribute '{name}'")
    index = {prior: i for i, prior in enumerate(model.priors_ordered_by_id)}
    return getattr(_Part(values, model, index), name)
