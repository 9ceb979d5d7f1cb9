"""Coordinates and values at any positions, without a frame of pixels."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.namespace import is_jax
from autolens_like.structures.structure import Structure, plain
from autolens_like.typing import ArrayLike


def pairs_from(values: ArrayLike, name: str = "coordinates") -> Any:
    """(n, 2) checked list of pairs.

    Raises
    ------
    GridException
        The last axis is not 2, or a coordinate is not finite.
    """
    array = plain(values)
    array = array if is_jax(array) else np.asarray(array, dtype=float)
    array = array.reshape(1, 2) if array.shape == (2,) else array
    if array.ndim != 2 or array.shape[-1] != 2:
        raise exc.GridException(
            f"{name} of shape {array.shape} came; give a list of (y, x) pairs, shape "
            "(n, 2)."
        )
    if not is_jax(array) and not np.all(np.isfinite(array)):
        bad = np.flatnonzero(~np.all(np.isfinite(array), axis=1))
        raise exc.GridException(
            f"{name} hold {bad.size} pairs that are not finite, the first at index "
            f"{bad[0]}; remove them."
        )
    return array


class Grid2DIrregular(Structure):
    """(y, x) coordinates anywhere on the sky, such as multiple images.

    Parameters
    ----------
    values
        (n, 2) of (y, x) [arcsec]; a single pair is a list of one.

    Raises
    ------
    GridException
        The shape is not (n, 2), or a coordinate is not finite.
    """

    def __init__(self, values: ArrayLike) -> None:
        object.__setattr__(self, "array", pairs_from(values))

    @property
    def in_list(self) -> list[tuple[float, float]]:
        """The coordinates as a list of tuples."""
        return [(float(y), float(x)) for y, x in self.array]

    def distances_to_coordinate_from(
        self, coordinate: tuple[float, float] = (0.0, 0.0)
    ) -> ArrayIrregular:
        """Distance of every coordinate to one (y, x) [arcsec]."""
        offsets = self.array - np.asarray(coordinate)
        return ArrayIrregular((offsets**2).sum(axis=-1) ** 0.5)


class ArrayIrregular(Structure):
    """One value for every coordinate of a `Grid2DIrregular`.

    Parameters
    ----------
    values
        (n,) numbers.
    """

    def __init__(self, values: ArrayLike) -> None:
        array = plain(values)
        array = array if is_jax(array) else np.atleast_1d(np.asarray(array))
        object.__setattr__(self, "array", array)

    @property
    def in_list(self) -> list[float]:
        """The values as a list of floats."""
        return [float(value) for value in self.array]
