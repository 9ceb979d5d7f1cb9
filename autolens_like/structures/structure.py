"""`Structure`: numbers with a place on the sky that still behave like an array."""

from __future__ import annotations

import operator
from typing import Any, TypeVar

import numpy as np

from autolens_like.numerics.model_object import ModelObject
from autolens_like.numerics.namespace import array_namespace

Self = TypeVar("Self", bound="Structure")


def plain(value: Any) -> Any:
    """The bare array inside a structure; anything else as it came."""
    return value.array if isinstance(value, Structure) else value


def _binary(function: Any, swapped: bool = False) -> Any:
    def method(self: Structure, other: Any) -> Any:
        first, second = self.array, plain(other)
        values = function(second, first) if swapped else function(first, second)
        return self.with_new_array(values)

    return method


def _reduction(name: str) -> Any:
    # numpy's functions of these names call the method with all of their arguments.
    def method(self: Structure, *args: Any, **options: Any) -> Any:
        return getattr(self.array, name)(*args, **options)

    method.__name__ = name
    method.__doc__ = f"The {name} of the bare array, with numpy's arguments."
    return method


class Structure(ModelObject):
    """The base of arrays, grids and vector fields.

    Arithmetic and numpy ufuncs keep the structure where the shape stays the same.
    """

    array: Any = None

    def with_new_array(self: Self, array: Any) -> Self:
        """The same structure around other values of the same shape."""
        if np.shape(array) != np.shape(self.array):
            return array
        return self.replaced(array=array)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.array.shape

    @property
    def ndim(self) -> int:
        return self.array.ndim

    @property
    def size(self) -> int:
        return int(np.prod(self.array.shape))

    @property
    def dtype(self) -> Any:
        return self.array.dtype

    def __len__(self) -> int:
        return self.array.shape[0]

    def __iter__(self) -> Any:
        return iter(self.array)

    def __getitem__(self, key: Any) -> Any:
        return self.array[plain(key)]

    def __float__(self) -> float:
        return float(self.array)

    def __bool__(self) -> bool:
        return bool(self.array)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.array(self.array, dtype=dtype, copy=copy)

    def __array_ufunc__(
        self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any
    ) -> Any:
        if method != "__call__" or "out" in kwargs:
            values = [np.asarray(plain(item)) for item in inputs]
            return getattr(ufunc, method)(*values, **kwargs)
        values = [plain(item) for item in inputs]
        xp = array_namespace(*values)
        result = getattr(xp, ufunc.__name__, ufunc)(*values, **kwargs)
        return self.with_new_array(result) if hasattr(result, "shape") else result

    sum, min, max = _reduction("sum"), _reduction("min"), _reduction("max")
    mean, std = _reduction("mean"), _reduction("std")

    def __neg__(self: Self) -> Self:
        return self.replaced(array=-self.array)

    def __abs__(self: Self) -> Self:
        return self.replaced(array=abs(self.array))

    __add__, __radd__ = _binary(operator.add), _binary(operator.add, True)
    __sub__, __rsub__ = _binary(operator.sub), _binary(operator.sub, True)
    __mul__, __rmul__ = _binary(operator.mul), _binary(operator.mul, True)
    __truediv__ = _binary(operator.truediv)
    __rtruediv__ = _binary(operator.truediv, True)
    __pow__ = _binary(operator.pow)
    __mod__ = _binary(operator.mod)
    __lt__, __le__ = _binary(operator.lt), _binary(operator.le)
    __gt__, __ge__ = _binary(operator.gt), _binary(operator.ge)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.array!r})"
