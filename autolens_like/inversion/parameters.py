"""Checks that meshes and regularizations share."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.model_object import ModelObject, as_parameter
from autolens_like.numerics.namespace import is_jax

#: Fewer pixels on a side leave no inner pixel once the edge is at zero.
SMALLEST_SIDE = 3


def shape_from(shape: Any, owner: str) -> tuple[int, int]:
    """(rows, columns) as two integers; what a search draws is cut to whole numbers.

    Raises
    ------
    MeshException
        Not a pair of numbers; MeshParameterException where they are below three, from
        which a search draws others.
    """
    try:
        values = np.asarray(shape, dtype=float)
    except (TypeError, ValueError):
        values = np.zeros(0)
    if values.shape != (2,) or not np.all((values >= SMALLEST_SIDE) & (values < 1e6)):
        kind = exc.MeshParameterException if values.shape == (2,) else exc.MeshException
        raise kind(
            f"{owner} got shape={shape!r}; give (rows, columns), each at least "
            f"{SMALLEST_SIDE}, such as shape=(30, 30)."
        )
    return int(values[0]), int(values[1])


def check_not_negative(
    owner: ModelObject, names: tuple[str, ...] | None = None
) -> None:
    """Store fields of an object, by default those that JAX may trace, as numbers.

    Raises
    ------
    PixelizationException
        A field is no number; PixelizationParameterException where it is negative or
        not finite, from which a search draws another.
    """
    for name in owner.dynamic_names() if names is None else names:
        value = as_parameter(getattr(owner, name))
        object.__setattr__(owner, name, value)
        if is_jax(value):
            continue
        number = isinstance(value, float)
        if not number or not 0.0 <= value < np.inf:
            kind = (
                exc.PixelizationParameterException
                if number
                else exc.PixelizationException
            )
            raise kind(
                f"{type(owner).__name__} got {name}={value!r}; give a finite number "
                "that is not negative."
            )


def check_positive(owner: ModelObject, name: str, largest: float = np.inf) -> None:
    """Refuse a field that is not above zero, where it is a known number.

    Parameters
    ----------
    owner
        An object whose fields are stored.
    name
        The field.
    largest
        What it may be at most.

    Raises
    ------
    PixelizationParameterException
        It is zero, or above `largest`.
    """
    value = getattr(owner, name)
    if is_jax(value) or 0.0 < value <= largest:
        return
    limit = "" if largest == np.inf else f" and at most {largest:g}"
    raise exc.PixelizationParameterException(
        f"{type(owner).__name__} got {name}={value!r}; give a number above zero{limit}."
    )


def check_arms(owner: ModelObject) -> None:
    """Refuse a mesh whose `areas_factor` is not above zero.

    Raises
    ------
    MeshException
        It is something else.
    """
    factor = as_parameter(owner.areas_factor)
    object.__setattr__(owner, "areas_factor", factor)
    if not isinstance(factor, float) or not 0.0 < factor < np.inf:
        raise exc.MeshException(
            f"{type(owner).__name__} got areas_factor={factor!r}; give a number above "
            "zero, such as 0.5."
        )
