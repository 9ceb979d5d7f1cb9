"""`Profile`: the base of light and mass profiles, which checks what it is given."""

from __future__ import annotations

import math
from functools import cache
from typing import Any, TypeVar

import numpy as np

from autolens_like import exc
from autolens_like.numerics.model_object import ModelObject, as_parameter
from autolens_like.numerics.namespace import is_jax
from autolens_like.numerics.spread import spread

Self = TypeVar("Self", bound="Profile")


@cache
def _constructor_names(cls: type[Profile]) -> frozenset[str]:
    import dataclasses

    return frozenset(field.name for field in dataclasses.fields(cls) if field.init)


@cache
def _is_pair(name: str) -> bool:
    """Whether a field of this name holds two numbers."""
    return name in ("centre", "grid_offset") or name.endswith("_comps")


def _is_plain(value: Any) -> bool:
    """Whether a value is a finite float, with which nothing can be wrong."""
    return type(value) is float and math.isfinite(value)


def _is_plain_pair(value: Any) -> bool:
    """Whether a value is a pair of them."""
    return (
        type(value) is tuple
        and len(value) == 2
        and _is_plain(value[0])
        and _is_plain(value[1])
    )


@cache
def _tuple_names(cls: type[Profile]) -> frozenset[str]:
    """The fields of a class that hold several numbers."""
    import dataclasses

    fields = dataclasses.fields(cls)
    return frozenset(field.name for field in fields if isinstance(field.default, tuple))


class Profile(ModelObject):
    """A distribution on the sky, described by a few numbers.

    Fields are numbers or (y, x) pairs. Concrete numbers are checked when the profile
    is made; traced ones are not, and an impossible profile inside a trace is NaN.
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        allowed = _constructor_names(cls)
        if not kwargs.keys() <= allowed:
            name = next(name for name in kwargs if name not in allowed)
            ordered = [n for n in cls.field_names() if n in allowed]
            raise exc.ProfileException(
                f"{cls.__name__} has no parameter '{name}'. "
                f"{exc.suggestion(name, ordered)}"
            )
        return object.__new__(cls)

    def __post_init__(self) -> None:
        for name in self.dynamic_names():
            value = getattr(self, name)
            # A search makes a hundred profiles a likelihood, nearly all from floats.
            if _is_plain_pair(value) if _is_pair(name) else _is_plain(value):
                continue
            value = as_parameter(value)
            object.__setattr__(self, name, value)
            self._check_number(name, value)
        self._check()

    def spread_over(self: Self, points: Any) -> Self:
        """The profile for an array formula that takes its numbers point by point.

        Parameters
        ----------
        points
            An array of the shape of the points.

        Returns
        -------
        Profile
            The same profile, but that JAX numbers are arrays, see `spread`.
        """
        fields = {name: getattr(self, name) for name in self.dynamic_names()}
        numbers = tuple(
            number
            for value in fields.values()
            for number in (value if isinstance(value, tuple) else (value,))
        )
        rows = spread(numbers, points)
        if rows is numbers:
            return self
        ordered = iter(rows)
        return self.replaced(
            **{
                name: tuple(next(ordered) for _ in value)
                if isinstance(value, tuple)
                else next(ordered)
                for name, value in fields.items()
            }
        )

    def _check_number(self, name: str, value: Any) -> None:
        pair = isinstance(value, tuple) and len(value) == 2 and _is_pair(name)
        if not pair and _is_pair(name) and not is_jax(value):
            raise exc.ProfileException(
                f"{type(self).__name__} got {name}={value!r}; give a (y, x) pair."
            )
        several = isinstance(value, tuple)
        if several and not pair and name not in _tuple_names(type(self)):
            raise exc.ProfileException(
                f"{type(self).__name__} got {name}={value!r}; give a single number."
            )
        for item in value if several else (value,):
            if isinstance(item, np.ndarray) and item.ndim > 0:
                raise exc.ProfileException(
                    f"{type(self).__name__} got {name} as an array of shape "
                    f"{item.shape}; give a single number, one profile for each."
                )
            if isinstance(item, float) and not math.isfinite(item):
                raise exc.ParameterException(
                    f"{type(self).__name__} got {name}={value!r}; it must be finite."
                )
            if isinstance(item, (str, bool, type(None))):
                raise exc.ProfileException(
                    f"{type(self).__name__} got {name}={value!r}; give a number."
                )

    def _check(self) -> None:
        """Checks of a subclass on its concrete numbers; calls `super()._check()`."""

    def _require(self, name: str, allowed: bool, rule: str) -> None:
        """Raise unless `allowed`; called on concrete numbers only."""
        if not allowed:
            raise exc.ParameterException(
                f"{type(self).__name__} got {name}={getattr(self, name)!r}; "
                f"it must be {rule}."
            )

    def _require_positive(self, *names: str) -> None:
        for name in names:
            value = getattr(self, name)
            if isinstance(value, float):
                self._require(name, value > 0.0, "above zero")

    def _require_not_negative(self, *names: str) -> None:
        for name in names:
            value = getattr(self, name)
            if isinstance(value, float):
                self._require(name, value >= 0.0, "at least zero")

    def _require_in_unit_disc(self, name: str = "ell_comps") -> None:
        value = getattr(self, name)
        if isinstance(value, tuple) and all(isinstance(v, float) for v in value):
            # Products, because powers of large floats raise an error.
            inside = value[0] * value[0] + value[1] * value[1] < 1.0
            self._require(name, inside, "inside the unit disc (length below 1)")
