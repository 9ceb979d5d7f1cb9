"""The two doors of every public method that takes a grid: in and out.

Inside, coordinates are two bare arrays `y, x`. A user may give a `Grid2D`, a
`Grid2DIrregular`, a numpy or JAX array, or a list of (y, x); what comes back has the
same form.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.blocks import BLOCK_SIZE, map_blocks
from autolens_like.numerics.namespace import array_namespace, is_jax
from autolens_like.structures.array import Array2D
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import ArrayIrregular, Grid2DIrregular
from autolens_like.structures.vector import VectorYX2D, VectorYX2DIrregular
from autolens_like.typing import GridLike, Namespace


def coordinates_from(grid: GridLike, xp: Namespace) -> tuple[Any, Any]:
    """y and x of a grid as bare arrays of namespace `xp`.

    Raises
    ------
    GridException
        The last axis is not (y, x).
    """
    if isinstance(grid, Grid2D):
        values = grid.slim.array
    elif isinstance(grid, Grid2DIrregular):
        values = grid.array
    else:
        values = grid if is_jax(grid) else _numbers(grid)
    if values.ndim == 0 or values.shape[-1] != 2:
        raise exc.GridException(
            f"A grid of shape {values.shape} came; its last axis must be (y, x), for "
            "example shape (n, 2)."
        )
    if xp is not np:
        values = xp.asarray(values)
    return values[..., 0], values[..., 1]


def _numbers(grid: Any) -> np.ndarray:
    try:
        return np.asarray(grid, dtype=float)
    except (TypeError, ValueError) as error:
        raise exc.GridException(
            f"A grid {grid!r} came, which is no array of numbers ({error}); give a "
            "Grid2D, a Grid2DIrregular, or a list of (y, x) pairs [arcsec]."
        ) from error


def array_like(grid: GridLike, values: Any) -> Any:
    """Scalar values in the form that belongs to the grid they were made on."""
    if isinstance(grid, Grid2D):
        return Array2D(values, grid.mask)
    if isinstance(grid, Grid2DIrregular):
        return ArrayIrregular(values)
    return values


def stacked(y: Any, x: Any, xp: Namespace) -> Any:
    """(..., 2) pairs from two arrays."""
    return xp.stack([y, x], axis=-1)


def vector_like(grid: GridLike, values: Any) -> Any:
    """(..., 2) vectors in the form that belongs to the grid they were made on."""
    if isinstance(grid, Grid2D):
        return VectorYX2D(values, grid.mask)
    if isinstance(grid, Grid2DIrregular):
        return VectorYX2DIrregular(values, grid)
    return values


def vectors_on(
    grid: GridLike, function: Callable[[Any, Any], tuple[Any, Any]], xp: Namespace
) -> Any:
    """`function(y, x)`, a vector (y, x) at every point, in the form of its grid."""
    y, x = coordinates_from(grid, xp)
    return vector_like(grid, pairs_in_blocks(lambda *c: [function(*c)], 1, y, x)[0])


def pairs_in_blocks(
    function: Callable[[Any, Any], Sequence[tuple[Any, Any]]],
    number: int,
    y: Any,
    x: Any,
) -> list[Any]:
    """Vectors (y, x) at every point; many numpy points in pieces that stay in cache.

    Parameters
    ----------
    function
        Takes coordinates, returns `number` pairs of arrays of their shape.
    number
        How many it returns.
    y, x
        Coordinates, of one shape.

    Returns
    -------
    (number,) of (..., 2) arrays
    """
    if array_namespace(y, x) is not np or y.size <= BLOCK_SIZE:
        pairs = function(y, x)
        return [stacked(*pair, array_namespace(pairs)) for pair in pairs]
    flat_y, flat_x = y.reshape(-1), x.reshape(-1)
    vectors = np.empty((number, y.size, 2))

    def block(first: int) -> None:
        piece = slice(first, first + BLOCK_SIZE)
        # Contiguous, because the columns of (n, 2) pairs are not read in vectors.
        pairs = function(flat_y[piece].copy(), flat_x[piece].copy())
        for index, (part_y, part_x) in enumerate(pairs):
            vectors[index, piece, 0] = part_y
            vectors[index, piece, 1] = part_x

    map_blocks(block, range(0, y.size, BLOCK_SIZE), size=vectors.size)
    return list(vectors.reshape(number, *y.shape, 2))


def over_sampled_values(
    grid: GridLike, function: Callable[[Any, Any], Any], xp: Namespace, traced: Any
) -> Any:
    """`function(y, x)` on a grid, as the mean over each pixel where there are pixels.

    Parameters
    ----------
    grid
        The grid; only a `Grid2D` has pixels to average over.
    function
        Takes coordinates, returns values of their shape.
    xp
        Namespace of the computation.
    traced
        What the function closes over.
    """
    if not isinstance(grid, Grid2D):
        return function(*coordinates_from(grid, xp))
    sampler = grid.over_sampler
    if grid.is_pixel_centres and xp is np:
        return sampler.evaluated(function, traced)
    coordinates = coordinates_from(grid.over_sampled, xp)
    return sampler.evaluated(function, traced, coordinates)
