"""Models as dictionaries that JSON and YAML can hold.

A node is ``{type, arguments}`` with ``type`` one of model, collection, list, tuple
and array; a model also has the registered name of its ``class``. A prior is its type,
its numbers and an ``id``, its place in the parameter vector: the same id twice is one
shared parameter. A derived parameter is ``{type: formula, operation, operands}``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model import defaults, registry
from autolens_like.model.distribution import Prior
from autolens_like.model.expression import Expression
from autolens_like.model.identifier import canonical
from autolens_like.model.reading import object_from
from autolens_like.model.signature import NO_DEFAULT, signature_of
from autolens_like.model.tree import Node, check_complete, structure_of

_PRIOR_NAMES = {cls: name for name, cls in defaults.PRIOR_TYPES.items()}
_WIDTH_NAMES = {cls: name for name, cls in defaults.WIDTH_TYPES.items()}


def dictionary_from(model: Node) -> dict[str, Any]:
    """A model as mappings, lists, text and numbers.

    Raises
    ------
    exc.ModelException
        A parameter is missing, a class is not registered, or a fixed part could not
        be made again from what a file can hold.
    """
    structure = structure_of(model)
    check_complete(structure)
    return _Writer(structure.index).written(model, "model")


def description_of(value: Any, place: str) -> Any:
    """A fixed object as a file can hold it, for `reading.object_from`.

    Parameters
    ----------
    value
        An object of a registered class, a number, text, or a container of them.
    place
        What it is; errors name it.

    Raises
    ------
    exc.ModelException
        Its class is not registered, or its attributes do not make it again.
    """
    return _Writer({}).written(value, place)


class _Writer:
    def __init__(self, index: Mapping[Prior, int]) -> None:
        self.index = index

    def written(self, value: Any, place: str) -> Any:
        if isinstance(value, Prior):
            return self._prior(value, place)
        if isinstance(value, Expression):
            operands = [self.written(part, place) for part in value.operands]
            return {
                "type": "formula",
                "operation": value.symbol,
                "operands": operands,
            }
        if isinstance(value, Node):
            return self._node(value, place)
        return self._constant(value, place)

    def _prior(self, prior: Prior, place: str) -> dict[str, Any]:
        if type(prior) not in _PRIOR_NAMES:
            raise exc.ModelException(
                f"{place} has a prior of the class {type(prior).__name__}, which files "
                f"do not know: {', '.join(defaults.PRIOR_TYPES)}."
            )
        width = prior.width_modifier
        return {
            "type": _PRIOR_NAMES[type(prior)],
            "id": self.index[prior],
            **{name: _finite(value) for name, value in prior.arguments.items()},
            "width_modifier": {
                "type": _WIDTH_NAMES[type(width)],
                "value": width.value,
            },
        }

    def _node(self, node: Node, place: str) -> dict[str, Any]:
        written = {"type": node.file_type, **node.file_entries()}
        written["arguments"] = {
            name: self.written(child, f"{place}.{name}")
            for name, child in node.children().items()
        }
        if node._assertions:
            written["assertions"] = [
                {
                    "left": self.written(item.left, place),
                    "comparison": item.symbol,
                    "right": self.written(item.right, place),
                    "name": item.name,
                }
                for item in node._assertions
            ]
        return written

    def _constant(self, value: Any, place: str) -> Any:
        if isinstance(value, np.generic):
            value = value.item()
        if value is None or isinstance(value, bool | int | str):
            return value
        if isinstance(value, float):
            finite = _finite(value)
            is_plain = isinstance(finite, float)
            return value if is_plain else {"type": "number", "value": finite}
        if isinstance(value, list):
            return [self.written(part, place) for part in value]
        if isinstance(value, tuple):
            parts = [self.written(part, place) for part in value]
            return {"type": "tuple", "values": parts}
        if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
            parts = {key: self.written(part, place) for key, part in value.items()}
            return {"type": "mapping", "arguments": parts}
        if isinstance(value, type):
            return {"type": "class", "class": registry.name_of(value)}
        if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
            return {
                "type": "numbers",
                "dtype": value.dtype.str,
                "values": value.tolist(),
            }
        return self._object(value, place)

    def _object(self, value: Any, place: str) -> dict[str, Any]:
        name = registry.name_of(type(value))
        arguments = {
            argument: self._constant(part, f"{place}.{argument}")
            for argument, part in constructor_arguments(value).items()
        }
        written = {"type": "instance", "class": name, "arguments": arguments}
        try:
            is_same = canonical(object_from(written, place)) == canonical(value)
        except exc.ModelException:
            is_same = False
        if not is_same:
            raise exc.ModelException(
                f"{place} is fixed to an object of the class {name} that its "
                "constructor does not make again from attributes of the names of its "
                "arguments; give the class a method constructor_arguments() that "
                "returns them."
            )
        return written


def constructor_arguments(value: Any) -> dict[str, Any]:
    """The keywords that make an object again: those it tells, or its attributes."""
    given = getattr(value, "constructor_arguments", None)
    if given is not None:
        return dict(given())
    parameters = signature_of(type(value)).parameters.values()
    return {
        item.name: getattr(value, item.name, item.default)
        for item in parameters
        if getattr(value, item.name, item.default) is not NO_DEFAULT
    }


def _finite(value: float) -> float | str:
    """A number, or its name where JSON has no number for it."""
    return float(value) if math.isfinite(value) else str(float(value))
