"""The pixels that are nearest to points."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.numerics.host import on_host
from autolens_like.numerics.kernel import kernel


@kernel
def nearest_pixels(y: Any, x: Any, centres: Any, number: int) -> Any:
    """(S, number) integers: the pixels nearest to points, from the nearest on.

    Parameters
    ----------
    y, x
        (S,) coordinates.
    centres
        (M, 2) pixels.
    number
        How many, at most M.
    """
    from scipy.spatial import cKDTree

    points = np.stack([y, x], axis=-1)
    if not np.all(np.isfinite(centres)):
        return np.zeros((len(points), number), dtype=np.int64)
    points = np.where(np.isfinite(points), points, 0.0)
    found = cKDTree(centres).query(points, k=np.arange(1, number + 1))[1]
    return found.astype(np.int64)


@nearest_pixels.implement("jax")
def _nearest_pixels_jax(y: Any, x: Any, centres: Any, number: int) -> Any:
    def found(y: Any, x: Any, centres: Any) -> list[Any]:
        return [nearest_pixels.reference(y, x, centres, number)]

    return on_host(found, [((y.shape[0], number), np.int64)], y, x, centres)[0]
