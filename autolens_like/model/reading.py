"""Models from dictionaries, as `writing` describes them, read without trust.

The priors are made in the order of their ids, so that a parameter vector keeps its
order; those without an id follow, in the order in which they stand. An argument that a
model does not name has its default prior from the configuration.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model import defaults, registry
from autolens_like.model.assertion import Comparison
from autolens_like.model.autofit_files import is_from_autofit, translated
from autolens_like.model.expression import Expression
from autolens_like.model.signature import is_number, signature_of
from autolens_like.model.tree import Node

#: The type of what has a class without a name for files; the reason stands with it.
UNNAMED = "unnamed"
#: Nodes inside nodes; deeper input exists only to exhaust the stack.
MAXIMUM_DEPTH = 60

#: Bits of the largest whole number that a float can stand for.
_LARGEST_BITS = 1000
_DATA_TYPE = re.compile(r"[<>|=]?[biuf][1248]")


def model_from(dictionary: Any) -> Any:
    """The model that a dictionary of `writing.dictionary_from` describes.

    Parameters
    ----------
    dictionary
        Read from a file, without trust: it can only name registered classes. The form
        of PyAutoFit's ``model.json`` is read as well.

    Raises
    ------
    exc.ModelException
        For an unknown type, class, argument or value; names its place.
    exc.ConfigException
        For a malformed prior.
    """
    if is_from_autofit(dictionary, 2 * MAXIMUM_DEPTH):
        dictionary = translated(dictionary, 2 * MAXIMUM_DEPTH)
    reader = _Reader(dictionary)
    model = reader.read(dictionary, "model", 0)
    if not isinstance(model, Node):
        raise exc.ModelException(
            "The file holds no model: its top level is to be a mapping with the type "
            "model or collection."
        )
    return model


def object_from(entry: Any, place: str) -> Any:
    """The fixed object that a dictionary describes."""
    return _Reader(entry).read(entry, place, 0)


class _Reader:
    """Makes the priors of a dictionary in order of their ids, then its nodes."""

    def __init__(self, dictionary: Any) -> None:
        found: dict[int, tuple[dict[str, Any], str]] = {}
        self._collect(dictionary, "model", found, 0)
        self._priors = {
            number: _prior_from(entry, place)
            for number, (entry, place) in sorted(found.items())
        }
        self._kinds: dict[str, Callable[[dict[str, Any], str, int], Any]] = {
            "formula": self._formula,
            "tuple": self._tuple,
            "mapping": self._mapping,
            "class": lambda entry, place, _: registry.class_named(
                entry.get("class"), place
            ),
            "numbers": lambda entry, place, _: _numbers(entry, place),
            "number": lambda entry, place, _: _number(entry.get("value"), place),
            "instance": self._instance,
        }

    def read(self, entry: Any, place: str, depth: int) -> Any:
        if depth > MAXIMUM_DEPTH:
            raise _too_deep(place)
        if isinstance(entry, list):
            return [self.read(part, place, depth + 1) for part in entry]
        if not isinstance(entry, dict):
            return _plain(entry, place)
        kind = entry.get("type")
        if not isinstance(kind, str):
            raise exc.ModelException(f"{place}: there is no type {kind!r}; give text.")
        if kind in defaults.PRIOR_TYPES:
            number = entry.get("id")
            return _prior_from(entry, place) if number is None else self._priors[number]
        if kind in self._kinds and not (kind == "tuple" and "arguments" in entry):
            return self._kinds[kind](entry, place, depth)
        if kind in Node.file_types:
            return self._node(entry, place, depth)
        if kind == UNNAMED:
            raise exc.ModelException(
                f"{place} was not written: {entry.get('reason')} Then run the script "
                "of the fit again, which loads its result and writes the model."
            )
        known = [*Node.file_types, *self._kinds, *defaults.PRIOR_TYPES]
        raise exc.ModelException(
            f"{place}: there is no type {kind!r}. {exc.suggestion(str(kind), known)}"
        )

    def _collect(
        self,
        entry: Any,
        place: str,
        found: dict[int, tuple[dict[str, Any], str]],
        depth: int,
    ) -> None:
        if depth > 2 * MAXIMUM_DEPTH:
            raise _too_deep(place)
        if isinstance(entry, int) and entry.bit_length() > _LARGEST_BITS:
            raise exc.ModelException(f"{place} is a whole number that no float holds.")
        if isinstance(entry, list):
            for part in entry:
                self._collect(part, place, found, depth + 1)
        if not isinstance(entry, dict):
            return
        number, kind = entry.get("id"), entry.get("type")
        is_prior = isinstance(kind, str) and kind in defaults.PRIOR_TYPES
        if is_prior and number is not None:
            if not isinstance(number, int) or isinstance(number, bool):
                raise exc.ModelException(
                    f"{place}.id is {number!r}; a whole number is asked for."
                )
            first, where = found.setdefault(number, (entry, place))
            if first != entry:
                raise exc.ModelException(
                    f"{place} and {where} have the same id {number}, so they are one "
                    "parameter, but not the same prior; give one of them another id."
                )
        for name, part in entry.items():
            below = place if name in ("arguments", "operands") else f"{place}.{name}"
            self._collect(part, below, found, depth + 1)

    def _node(self, entry: dict[str, Any], place: str, depth: int) -> Node:
        cls = Node.file_types[entry["type"]]
        children = self._arguments(entry, place, depth)
        _check_keys(entry, ("type", "class", "shape", "arguments", "assertions"), place)
        try:
            node = cls.from_file(entry, children, place)
        except exc.ModelException as error:
            raise exc.ModelException(f"{place}: {error}") from error
        assertions = entry.get("assertions", [])
        if not isinstance(assertions, list):
            raise exc.ModelException(
                f"{place}.assertions is {assertions!r}; a list is asked for."
            )
        for item in assertions:
            self._add_assertion(node, item, f"{place}.assertions", depth)
        return node

    def _add_assertion(self, node: Any, item: Any, place: str, depth: int) -> None:
        if not isinstance(item, dict):
            raise exc.ModelException(f"{place}: {item!r} is no assertion.")
        _check_keys(item, ("left", "comparison", "right", "name"), place)
        left, right = (
            self.read(item.get(side), place, depth + 1) for side in ("left", "right")
        )
        comparison = Comparison(left, str(item.get("comparison")), right)
        node.add_assertion(comparison, str(item.get("name") or ""))

    def _arguments(
        self, entry: dict[str, Any], place: str, depth: int
    ) -> dict[str, Any]:
        arguments = entry.get("arguments", {})
        if not isinstance(arguments, dict):
            raise exc.ModelException(
                f"{place}.arguments is {arguments!r}; a mapping of names is asked for."
            )
        return {
            str(name): self.read(part, f"{place}.{name}", depth + 1)
            for name, part in arguments.items()
        }

    def _formula(self, entry: dict[str, Any], place: str, depth: int) -> Expression:
        _check_keys(entry, ("type", "operation", "operands"), place)
        operands = entry.get("operands")
        if not isinstance(operands, list):
            raise exc.ModelException(f"{place}.operands is {operands!r}; give a list.")
        parts = [self.read(part, place, depth + 1) for part in operands]
        try:
            made = Expression(str(entry.get("operation")), tuple(parts))
        except exc.ModelException as error:
            raise exc.ModelException(f"{place}: {error}") from error
        if not made.leaves():
            raise exc.ModelException(f"{place} is a formula without a prior.")
        return made

    def _tuple(self, entry: dict[str, Any], place: str, depth: int) -> tuple[Any, ...]:
        _check_keys(entry, ("type", "values"), place)
        values = entry.get("values")
        if not isinstance(values, list):
            raise exc.ModelException(f"{place}.values is {values!r}; give a list.")
        return tuple(self.read(part, place, depth + 1) for part in values)

    def _mapping(self, entry: dict[str, Any], place: str, depth: int) -> dict[str, Any]:
        _check_keys(entry, ("type", "arguments"), place)
        return self._arguments(entry, place, depth)

    def _instance(self, entry: dict[str, Any], place: str, depth: int) -> Any:
        _check_keys(entry, ("type", "class", "arguments"), place)
        cls = registry.class_named(entry.get("class"), place)
        arguments = self._arguments(entry, place, depth)
        signature = signature_of(cls)
        for name in arguments:
            if name not in signature.parameters and not signature.is_open:
                raise exc.ModelException(
                    f"{place}: {cls.__name__} has no argument '{name}'. "
                    f"{exc.suggestion(name, signature.parameters)}"
                )
        try:
            return cls(**arguments)
        except (exc.LensException, TypeError, ValueError) as error:
            raise exc.ModelException(
                f"{place} cannot be made: {cls.__name__} says: {error}"
            ) from error


def _prior_from(entry: dict[str, Any], place: str) -> Any:
    arguments = {name: part for name, part in entry.items() if name != "id"}
    for name, part in arguments.items():
        if part in ("inf", "-inf"):
            arguments[name] = float(part)
    return defaults.prior_from(arguments, place)


def _number(value: Any, place: str) -> float:
    if value not in ("inf", "-inf", "nan") and not is_number(value):
        raise exc.ModelException(f"{place} is {value!r}; a number is asked for.")
    return float(value)


def _numbers(entry: dict[str, Any], place: str) -> np.ndarray:
    _check_keys(entry, ("type", "dtype", "values"), place)
    dtype = entry.get("dtype", "<f8")
    if not isinstance(dtype, str) or not _DATA_TYPE.fullmatch(dtype):
        raise exc.ModelException(
            f"{place}.dtype is {dtype!r}; a type of numbers such as '<f8' is asked for."
        )
    try:
        return np.array(entry.get("values"), dtype=dtype)
    except (TypeError, ValueError, OverflowError) as error:
        raise exc.ModelException(
            f"{place}.values is no array of numbers: {error}"
        ) from error


def _plain(value: Any, place: str) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise exc.ModelException(f"{place} is {value!r}, which no model holds.")


def _check_keys(entry: dict[str, Any], allowed: tuple[str, ...], place: str) -> None:
    for name in entry:
        if name not in allowed:
            raise exc.ModelException(
                f"{place}: unknown key {name!r}. {exc.suggestion(str(name), allowed)}"
            )


def _too_deep(place: str) -> exc.ModelException:
    return exc.ModelException(f"{place} is nested deeper than {MAXIMUM_DEPTH} times.")
