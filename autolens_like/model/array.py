"""Arrays of parameters, such as the coefficients of a polynomial."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model.abstract_model import AbstractModel
from autolens_like.model.expression import Arithmetic
from autolens_like.model.prior import Constant, Prior
from autolens_like.model.signature import is_finite_number
from autolens_like.model.tree import Missing

#: Entries of an array that a file may ask for.
_LARGEST = 100_000


class Array(AbstractModel):
    """Parameters that become one array of numbers.

    Entries are read and set by their index, ``array[0, 1] = 2.0``; each is a free,
    fixed or derived parameter named ``prior_0_1``.

    Parameters
    ----------
    shape
        The number of entries along each axis.
    prior
        What every entry starts as: each is a free parameter of its own with the
        distribution of this prior. Without it every entry is to be set.

    Raises
    ------
    exc.ModelException
        For a shape that is none, and a prior that is none.
    """

    file_type = "array"

    def __init__(
        self, shape: int | tuple[int, ...], prior: Prior | None = None
    ) -> None:
        super().__init__()
        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        if not shape or not all(isinstance(n, int) and n > 0 for n in shape):
            raise exc.ModelException(
                f"Array: shape is {shape}; positive whole numbers are asked for."
            )
        if prior is not None and not isinstance(prior, Prior):
            raise exc.ModelException(
                f"Array: prior is {prior!r}; a prior is asked for. Set fixed entries "
                "one by one: array[0, 1] = 2.0."
            )
        self._shape = shape
        for index in np.ndindex(shape):
            start = _unset(index) if prior is None else prior.new()
            self._put(_name(index), start)

    @classmethod
    def of(cls, values: np.ndarray, place: str = "") -> Array:
        """The array of parameters that an array of objects holds."""
        array = cls(values.shape or (1,), None)
        for index in np.ndindex(array._shape):
            array._put(_name(index), _entry(values[index], f"{place}{list(index)}"))
        return array

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of entries along each axis."""
        return self._shape

    def file_entries(self) -> dict[str, Any]:
        """The shape."""
        return {"shape": list(self._shape)}

    @classmethod
    def from_file(
        cls, entries: dict[str, Any], children: dict[str, Any], place: str
    ) -> Array:
        """The array of this shape, with the entries that are given."""
        shape = entries.get("shape")
        if not isinstance(shape, list) or math.prod(map(_length, shape)) > _LARGEST:
            raise exc.ModelException(
                f"{place}.shape is {shape!r}; a list of whole numbers is asked for, "
                f"of at most {_LARGEST} entries in all."
            )
        array = cls(tuple(shape))
        for name, value in children.items():
            setattr(array, name, value)
        return array

    def kind(self) -> str:
        """What the node becomes."""
        return "array"

    def class_path(self) -> str:
        """The kind and the shape."""
        return f"array{list(self._shape)}"

    def builder(self, names: tuple[str, ...]) -> Callable[[tuple[Any, ...]], Any]:
        """The function from the entries, in order, to the array."""
        shape = self._shape

        def build(entries: tuple[Any, ...]) -> Any:
            for entry in entries:
                namespace = getattr(entry, "__array_namespace__", None)
                if namespace is not None and not isinstance(entry, np.generic):
                    library = namespace()
                    rows = [library.asarray(value) for value in entries]
                    return library.reshape(library.stack(rows), shape)
            return np.array(entries).reshape(shape)

        return build

    def __getitem__(self, index: int | tuple[int, ...]) -> Any:
        return self._children[self._named(index)]

    def __setitem__(self, index: int | tuple[int, ...], value: Any) -> None:
        self._put(self._named(index), _entry(value, f"Array{index}"))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._children:
            raise exc.UnknownParameterException(
                f"The array has no entry '{name}'. "
                f"{exc.suggestion(name, self._children)}"
            )
        return self._children[name]

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("_"):
            object.__setattr__(self, name, value)
            return
        self.__getattr__(name)
        self._put(name, _entry(value, name))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._children.values())

    def __len__(self) -> int:
        return self._shape[0]

    def __repr__(self) -> str:
        return f"Array(shape={self._shape}, N={self.prior_count})"

    def _named(self, index: int | tuple[int, ...]) -> str:
        whole = (index,) if isinstance(index, int) else index
        try:
            flat = np.ravel_multi_index(
                [
                    place + size if place < 0 else place
                    for place, size in zip(whole, self._shape, strict=True)
                ],
                self._shape,
            )
        except (ValueError, TypeError) as error:
            raise exc.ModelException(
                f"The array of the shape {self._shape} has no entry {index!r}; give "
                "one whole number for each axis."
            ) from error
        return _name(np.unravel_index(int(flat), self._shape))


def _length(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _name(index: tuple[Any, ...]) -> str:
    return "prior_" + "_".join(str(int(place)) for place in index)


def _entry(value: Any, place: str) -> Any:
    if isinstance(value, Constant):
        value = value.value
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, Arithmetic) or is_finite_number(value):
        return value
    raise exc.ModelException(
        f"{place} is {value!r}; a finite number, a prior or a formula of priors is "
        "asked for."
    )


def _unset(index: tuple[int, ...]) -> Missing:
    return Missing("Array", _name(index))
