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
    """(rows, columns) as two integers.

    Raises
    ------
    MeshException
        Not a pair of whole numbers of at least three.
    """
    values = np.asarray(shape, dtype=float)
    usable = values.shape == (2,) and np.all(values == np.rint(values))
    if not usable or np.any(values < SMALLEST_SIDE):
        raise exc.MeshException(
            f"{owner} got shape={shape!r}; give (rows, columns), each a whole number "
            f"of at least {SMALLEST_SIDE}, such as shape=(30, 30)."
        )
    return int(values[0]), int(values[1])


def check_not_negative(owner: ModelObject) -> None:
    """Store the traced fields of an object as numbers that are not negative.

    Raises
    ------
    PixelizationException
        A field is no number, is negative or is not finite.
    """
    for name in owner.dynamic_names():
        value = as_parameter(getattr(owner, name))
        object.__setattr__(owner, name, value)
        if is_jax(value):
            continue
        if not isinstance(value, float) or not 0.0 <= value < np.inf:
            raise exc.PixelizationException(
                f"{type(owner).__name__} got {name}={value!r}; give a finite number "
                "that is not negative."
            )
