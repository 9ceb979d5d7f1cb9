"""The identity of a model: a description that changes when the model does.

It is free of what differs from run to run (the ids of priors, memory
addresses), and exact where text would round: numbers are hexadecimal.
"""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePath
from types import ModuleType, NoneType
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model.distribution import Prior
from autolens_like.model.expression import Expression
from autolens_like.model.tree import Node, check_complete, structure_of


def identity(model: Node) -> dict[str, Any]:
    """A canonical description of a model, ready for JSON.

    Parameters
    ----------
    model
        Any node. The place of each prior in the parameter vector stands for
        it, so that the description also says which parameters are shared.

    Raises
    ------
    exc.ModelException
        When a parameter is missing or a constant cannot be described.
    """
    structure = structure_of(model)
    check_complete(structure)
    index = structure.index

    def side(value: Any) -> Any:
        return _of_child(value, index)

    return {
        "model": side(model),
        "priors": [
            {"type": type(prior).__name__, **canonical(prior.arguments)["mapping"]}
            for prior in structure.priors
        ],
        "assertions": [
            [side(item.left), item.symbol, side(item.right)]
            for item in structure.assertions
        ],
    }


def digest(description: Any) -> str:
    """The SHA-256 hash, in hexadecimal, of a description made for JSON."""
    text = json.dumps(description, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: Any) -> Any:
    """A value described exactly, ready for JSON.

    Parameters
    ----------
    value
        Numbers, text, containers, arrays, classes, functions, and objects of
        these: dataclasses by their fields, others by their attributes.

    Raises
    ------
    exc.ModelException
        When a value has no description that another run would repeat.
    """
    return _canonical(value, ())


def dotted_name(named: Any) -> str:
    """The module and qualified name of a class or function."""
    return f"{named.__module__}.{named.__qualname__}"


def _of_child(child: Any, index: dict[Prior, int]) -> Any:
    if isinstance(child, Prior):
        return {"prior": index[child]}
    if isinstance(child, Expression):
        operands = [_of_child(part, index) for part in child.operands]
        return {"formula": [child.symbol, *operands]}
    if not isinstance(child, Node):
        return canonical(child)
    return {
        "class": child.class_path(),
        "children": [
            [name, _of_child(below, index)] for name, below in child.children().items()
        ],
    }


def _canonical(value: Any, above: tuple[int, ...]) -> Any:
    if value is None or isinstance(value, str):
        return value
    if id(value) in above:
        raise _unidentified(value, "contains itself")
    plain = _plain(value)
    return _composed(value, (*above, id(value))) if plain is None else plain


def _plain(value: Any) -> dict[str, Any] | None:
    """The description of a value without parts, or None for one with parts."""
    if isinstance(value, enum.Enum):
        return {"enum": [dotted_name(type(value)), value.name]}
    if isinstance(value, bool | np.bool_):
        return {"bool": bool(value)}
    if isinstance(value, int | np.integer):
        return {"int": str(int(value))}
    if isinstance(value, float | np.floating):
        return {"float": float(value).hex()}
    if isinstance(value, complex | np.complexfloating):
        return {"complex": [float(value.real).hex(), float(value.imag).hex()]}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, PurePath):
        return {"path": value.as_posix()}
    return None


def _composed(value: Any, above: tuple[int, ...]) -> dict[str, Any]:
    def inner(part: Any) -> Any:
        return _canonical(part, above)

    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {"mapping": {key: inner(part) for key, part in value.items()}}
        return {"pairs": [[inner(key), inner(part)] for key, part in value.items()]}
    if isinstance(value, list | tuple):
        return {type(value).__name__: [inner(part) for part in value]}
    if isinstance(value, set | frozenset):
        return {"set": sorted((inner(part) for part in value), key=digest)}
    if isinstance(value, type) or hasattr(value, "__qualname__"):
        return _named(value)
    if dataclasses.is_dataclass(value) or not hasattr(value, "__array__"):
        return {
            "object": dotted_name(type(value)),
            "state": {name: inner(part) for name, part in _state(value).items()},
        }
    return _array(np.asarray(value), inner)


def _named(value: Any) -> dict[str, Any]:
    is_method = not isinstance(getattr(value, "__self__", None), NoneType | ModuleType)
    if is_method or value.__module__ is None or "<lambda>" in value.__qualname__:
        raise _unidentified(value, "has no name of its own; use a plain function")
    return {"name": dotted_name(value)}


def _array(array: np.ndarray, inner: Any) -> dict[str, Any]:
    if array.dtype.hasobject:
        return {"objects": [inner(part) for part in array.ravel().tolist()]}
    content = np.ascontiguousarray(array)
    return {
        "array": {
            "dtype": array.dtype.str,
            "shape": list(array.shape),
            "sha256": hashlib.sha256(content.tobytes()).hexdigest(),
        }
    }


def _state(value: Any) -> dict[str, Any]:
    cls = type(value)
    if dataclasses.is_dataclass(value):
        names = [item.name for item in dataclasses.fields(value)]
        return {name: getattr(value, name) for name in names}
    if not hasattr(value, "__dict__"):
        raise _unidentified(value, "has no attributes to describe it by")
    return {
        name: part
        for name, part in vars(value).items()
        if not isinstance(getattr(cls, name, None), cached_property)
    }


def _unidentified(value: Any, problem: str) -> exc.ModelException:
    return exc.ModelException(
        f"A fixed part of the model of type {type(value).__name__} {problem}, so that "
        "the fit has no identity that another run would find again."
    )
