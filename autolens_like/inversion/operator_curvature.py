"""Aᵀ W A and its derivative by A, for the operators W of a dataset, in JAX programs.

W couples each pixel to a thousand others and A has a few entries a row, so that XLA's
best, whole matrices, takes ten times as long on a CPU as the loops of the numpy path.
These run inside the program there, and what follows is the derivative for them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.sparse_rows import binned_rows, blurred_rows, dense_rows
from autolens_like.numerics.blocks import map_blocks
from autolens_like.numerics.correlated_operator import CorrelatedOperator
from autolens_like.numerics.host import on_host
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.operator_tiles import Tiles
from autolens_like.numerics.sparse_operator import SparseOperator

#: Sums that are kept apart, whatever the number of threads, so that the result does
#: not depend on it.
_SUMS = 2


@kernel
def operator_curvature(
    operator: SparseOperator | CorrelatedOperator,
    starts: Any,
    columns: Any,
    values: Any,
    total: int,
) -> Any:
    """Aᵀ W A, (M, M), of a mapping A in sparse rows.

    Parameters
    ----------
    operator
        W.
    starts, columns, values, total
        A, as `SparseRows` has it.
    """
    return operator.curvature(starts, columns, values, total)


@operator_curvature.implement("jax")
def _operator_curvature_jax(
    operator: SparseOperator | CorrelatedOperator,
    starts: Any,
    columns: Any,
    values: Any,
    total: int,
) -> Any:
    import jax
    import jax.numpy as jnp

    if isinstance(operator, CorrelatedOperator):
        mapping = dense_rows(starts, columns, values, total)
        return mapping.T @ (operator.matrix @ mapping)

    def dense(columns: Any, values: Any) -> Any:
        entries = (starts, columns, values, total)
        images = blurred_rows(*entries, operator.window, 0, starts.size - 1)
        whitened = images * jnp.sqrt(operator.inverse_variance)[:, None]
        return whitened.T @ whitened

    def dense_slope(columns: Any, values: Any, change: Any) -> Any:
        _, pull = jax.vjp(lambda entries: dense(columns, entries), values)
        return pull(change)[0]

    def on_cpu(columns: Any, values: Any) -> Any:
        def function(columns: np.ndarray, values: np.ndarray) -> list[np.ndarray]:
            return [_curvature_or_nan(operator, starts, columns, values, total)]

        return on_host(function, [((total, total), float)], columns, values)[0]

    def slope_on_cpu(columns: Any, values: Any, change: Any) -> Any:
        def function(
            columns: np.ndarray, values: np.ndarray, change: np.ndarray
        ) -> list[np.ndarray]:
            return [_slope_or_nan(operator, starts, columns, values, change)]

        return on_host(function, [(values.shape, float)], columns, values, change)[0]

    @jax.custom_vjp
    def curvature(columns: Any, values: Any) -> Any:
        branches = {"cpu": on_cpu, "default": dense}
        return jax.lax.platform_dependent(columns, values, **branches)

    def forward(columns: Any, values: Any) -> tuple[Any, Any]:
        return curvature(columns, values), (columns, values)

    def backward(entries: tuple[Any, Any], change: Any) -> tuple[Any, Any]:
        branches = {"cpu": slope_on_cpu, "default": dense_slope}
        slope = jax.lax.platform_dependent(*entries, change, **branches)
        return np.zeros(columns.shape, dtype=jax.dtypes.float0), slope

    curvature.defvjp(forward, backward)
    return curvature(jnp.asarray(columns), jnp.asarray(values))


def _curvature_or_nan(
    operator: SparseOperator, starts: Any, columns: Any, values: Any, total: int
) -> np.ndarray:
    if not _is_usable(columns, values, total):
        return np.full((total, total), np.nan)
    return operator.curvature(*merged_rows(starts, columns, values, total), total)


def _slope_or_nan(
    operator: SparseOperator, starts: Any, columns: Any, values: Any, change: Any
) -> np.ndarray:
    total = change.shape[0]
    if not (_is_usable(columns, values, total) and np.all(np.isfinite(change))):
        return np.full(values.shape, np.nan)
    merged = merged_rows(starts, columns, values, total)
    slopes = curvature_slopes(operator, *merged, change + change.T)
    return values_of_entries(*merged[:2], slopes, starts, columns, total)


def _is_usable(columns: np.ndarray, values: np.ndarray, total: int) -> bool:
    """Whether compiled loops, which check nothing, may run over the entries."""
    inside = columns.min() >= 0 and columns.max() < total
    return bool(inside and np.all(np.isfinite(values)))


def merged_rows(starts: Any, columns: Any, values: Any, total: int) -> tuple[Any, ...]:
    """Sparse rows with each column once a row and rising: starts, columns, values."""
    counts = np.diff(starts)
    weights = values * np.repeat(counts, counts)
    return binned_rows(columns[:, None], weights[:, None], counts, total)


def curvature_slopes(
    operator: SparseOperator, starts: Any, columns: Any, values: Any, weights: Any
) -> np.ndarray:
    """(E,) derivative of ½ Σ weights · AᵀWA by every entry of A.

    Parameters
    ----------
    operator
        W.
    starts, columns, values
        A in sparse rows, each column once a row and rising.
    weights
        (M, M), symmetric.
    """

    def part(index: int) -> np.ndarray:
        entries = (starts, columns, values, weights)
        return half_slopes(operator.tiles, operator.values, *entries, index, _SUMS)

    return sum(map_blocks(part, range(_SUMS)))


@kernel
def half_slopes(
    tiles: Tiles,
    operator: Any,
    starts: Any,
    columns: Any,
    values: Any,
    weights: Any,
    begin: int,
    step: int,
) -> Any:
    """Derivatives of Σ_i A_i G (Σ_j W_ij A_j) by the entries of A, G symmetric.

    Parameters
    ----------
    tiles, operator
        Half of W as in `SparseOperator`: pixels j of the tile of i and those behind.
    starts, columns, values
        The mapping A in sparse rows.
    weights
        (M, M) G.
    begin, step
        The sum is over every `step`-th pixel i from `begin`.

    Returns
    -------
    (E,) array
    """
    number = tiles.tile.size
    rows = np.repeat(np.arange(number), np.diff(starts))
    mapping = np.zeros((number, weights.shape[0]))
    mapping[rows, columns] = values
    half = np.zeros((number, number))
    for tile, back, lane in np.argwhere(tiles.blocks > 0):
        pixel = tiles.pixels[tiles.before[tile, back], lane]
        there = tiles.pixels[tile] >= 0
        if (pixel - begin) % step == 0:
            block = operator[tiles.blocks[tile, back, lane] :][: there.size]
            half[pixel, tiles.pixels[tile][there]] = block[there]
    return (((half + half.T) @ mapping) @ weights)[rows, columns]


def _half_slopes_arguments(
    tiles: Tiles,
    operator: Any,
    starts: Any,
    columns: Any,
    values: Any,
    weights: Any,
    begin: int,
    step: int,
) -> tuple[Any, ...]:
    place = (tiles.tile, tiles.lane, tiles.pixels, tiles.behind, tiles.blocks)
    return *place, operator, starts, columns, values, weights, begin, step


@half_slopes.implement("numba", arguments=_half_slopes_arguments)
def _half_slopes_numba(
    tiles: Any,
    lanes: Any,
    pixels: Any,
    behind: Any,
    blocks: Any,
    operator: Any,
    starts: Any,
    columns: Any,
    values: Any,
    weights: Any,
    begin: int,
    step: int,
) -> Any:
    total = weights.shape[0]
    result = np.zeros(values.size)
    row = np.zeros(total)
    back = np.zeros(total)
    for pixel in range(begin, tiles.size, step):
        # A row of A G, and its product with the rows of W A, which is made meanwhile.
        back[:] = 0.0
        for entry in range(starts[pixel], starts[pixel + 1]):
            value, source = values[entry], weights[columns[entry]]
            for column in range(total):
                back[column] += value * source[column]
        low, high = total, 0
        for ahead in range(behind.shape[1]):
            tile = behind[tiles[pixel], ahead]
            if tile < 0:
                continue
            place = blocks[tile, ahead, lanes[pixel]]
            if place == 0:
                continue
            for lane in range(pixels.shape[1]):
                j = pixels[tile, lane]
                if j < 0:
                    continue
                weight = operator[place + lane]
                low = min(low, columns[starts[j]])
                high = max(high, columns[starts[j + 1] - 1] + 1)
                for entry in range(starts[j], starts[j + 1]):
                    row[columns[entry]] += weight * values[entry]
                    result[entry] += weight * back[columns[entry]]
        for entry in range(starts[pixel], starts[pixel + 1]):
            source = weights[columns[entry]]
            product = 0.0
            for column in range(low, high):
                product += source[column] * row[column]
            result[entry] += product
        row[low:high] = 0.0
    return result


@kernel
def values_of_entries(
    starts: Any, columns: Any, values: Any, at_starts: Any, at_columns: Any, total: int
) -> Any:
    """The entries of sparse rows at other places of the same rows, which they have.

    Parameters
    ----------
    starts, columns, values, total
        As `SparseRows`, each column once a row.
    at_starts, at_columns
        The places, as the starts and columns of `SparseRows`.
    """
    rows = np.repeat(np.arange(at_starts.size - 1), np.diff(at_starts))
    return dense_rows(starts, columns, values, total)[rows, at_columns]


@values_of_entries.implement("numba")
def _values_of_entries_numba(
    starts: Any, columns: Any, values: Any, at_starts: Any, at_columns: Any, total: int
) -> Any:
    result = np.empty(at_columns.size)
    row = np.zeros(total)
    for pixel in range(starts.size - 1):
        for entry in range(starts[pixel], starts[pixel + 1]):
            row[columns[entry]] = values[entry]
        for entry in range(at_starts[pixel], at_starts[pixel + 1]):
            result[entry] = row[at_columns[entry]]
    return result
