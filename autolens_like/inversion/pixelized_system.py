"""Curvature matrix and data vector of pixelized sources, a strip of image at a time.

The blurred mapping matrix of 15,000 image and 1,600 source pixels would fill 200 MB;
here only strips of it exist, each used as soon as it is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like.inversion.linear_system import (
    curvature_and_data_vector,
    weighted_by_noise,
)
from autolens_like.inversion.operator_curvature import operator_curvature
from autolens_like.inversion.sparse_rows import SparseRows, side_by_side
from autolens_like.numerics.blocks import map_blocks, one_blas_thread
from autolens_like.numerics.convolve import BlurWindow
from autolens_like.numerics.correlated_operator import CorrelatedOperator
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace
from autolens_like.numerics.sparse_operator import SparseOperator

#: Image pixels of one strip.
_PIXELS_AT_ONCE = 512
#: Sums that are kept apart, whatever the number of threads, so that the result does
#: not depend on it.
_SUMS = 4


def blurred_mapping_matrix(
    light: Any,
    sources: Sequence[SparseRows],
    window: BlurWindow | None,
    first: int = 0,
    last: int | None = None,
) -> Any:
    """Blurred images at unit amplitude, one a column: light profiles, then pixels.

    Parameters
    ----------
    light
        (L, N) blurred images of linear light profiles.
    sources
        The mapping of every pixelization.
    window
        The kernel; None does not blur.
    first, last
        Image pixels from `first` up to `last`; by default all.

    Returns
    -------
    (last - first, K) array
        K = L + all source pixels.
    """
    last = light.shape[1] if last is None else last
    blocks = [rows.blurred_block(window, first, last) for rows in sources]
    xp = array_namespace(light, blocks)
    return xp.concatenate([light[:, first:last].T, *blocks], axis=1)


@kernel
def pixelized_curvature_and_data_vector(
    light: Any,
    sources: Sequence[SparseRows],
    window: BlurWindow | None,
    data: Any,
    noise_map: Any,
    inverse_covariance: Any = None,
) -> tuple[Any, Any]:
    """F (K, K) and D (K,) of linear light profiles and pixelizations together.

    Parameters
    ----------
    light, sources, window
        As `blurred_mapping_matrix`.
    data
        (N,) what they are to explain.
    noise_map
        (N,) standard deviations.
    inverse_covariance
        (N, N) inverse noise covariance, which replaces `noise_map` where given.
    """
    if inverse_covariance is not None:
        images = blurred_mapping_matrix(light, sources, window)
        weighted = inverse_covariance @ images
        return images.T @ weighted, weighted.T @ data

    edges = np.linspace(0, data.size, _SUMS + 1).astype(int)

    def part(index: int) -> np.ndarray:
        product = None
        for first in range(edges[index], edges[index + 1], _PIXELS_AT_ONCE):
            last = min(first + _PIXELS_AT_ONCE, edges[index + 1])
            images = blurred_mapping_matrix(light, sources, window, first, last)
            strip = np.concatenate([images, data[first:last, None]], axis=1)
            strip /= noise_map[first:last, None]
            product = _added_square(product, strip)
        return product

    with one_blas_thread():
        parts = [p for p in map_blocks(part, range(_SUMS)) if p is not None]
    product = sum(parts[1:], parts[0])
    # Only one half is filled by the product of a matrix with itself.
    product = np.triu(product)
    curvature = product[:-1, :-1]
    curvature = curvature + np.triu(curvature, 1).T
    return curvature, product[:-1, -1].copy()


@pixelized_curvature_and_data_vector.implement("jax")
def _pixelized_curvature_and_data_vector_jax(
    light: Any,
    sources: Sequence[SparseRows],
    window: BlurWindow | None,
    data: Any,
    noise_map: Any,
    inverse_covariance: Any = None,
) -> tuple[Any, Any]:
    images = blurred_mapping_matrix(light, sources, window)
    if inverse_covariance is not None:
        weighted = inverse_covariance @ images
        return images.T @ weighted, weighted.T @ data
    whitened = images / noise_map[:, None]
    return whitened.T @ whitened, whitened.T @ (data / noise_map)


def curvature_and_data_vector_by_operator(
    light: Any,
    sources: Sequence[SparseRows],
    operator: SparseOperator | CorrelatedOperator,
    data: Any,
    noise_map: Any,
    inverse_covariance: Any = None,
) -> tuple[Any, Any]:
    """The same F (K, K) and D (K,) through the operator of the dataset.

    Parameters
    ----------
    light, sources, data, noise_map, inverse_covariance
        As `pixelized_curvature_and_data_vector`.
    operator
        Made of the same noise and kernel.
    """
    rows, few = side_by_side(sources), light.shape[0]
    # Room for the light, whose mapping is empty, so that nothing is copied for it.
    columns, total = rows.columns + few, rows.total_columns + few
    curvature = operator_curvature(operator, rows.starts, columns, rows.values, total)
    vector = rows.transposed_products(operator.weighted(data[None]))[0]
    if few == 0:
        return curvature, vector

    def made() -> Any:
        entries = (light, data, noise_map, inverse_covariance)
        return curvature_and_data_vector(*entries)[0]

    own = operator.kept("curvature", light, made)
    mixed = rows.transposed_products(operator.weighted(light))
    # On one thread, so that the last digits do not depend on their number.
    with one_blas_thread():
        explained = light @ weighted_by_noise(data, noise_map, inverse_covariance)
    xp = array_namespace(light, sources, data)
    return bordered(curvature, own, mixed), xp.concatenate([explained, vector])


@kernel
def bordered(matrix: Any, own: Any, mixed: Any) -> Any:
    """A symmetric matrix whose first rows and columns are set, in its place.

    Parameters
    ----------
    matrix
        (K, K).
    own
        (L, L) its first rows and columns.
    mixed
        (L, K - L) the rest of its first rows.

    Returns
    -------
    (K, K) array
    """
    few = len(own)
    matrix[:few, :few] = own
    matrix[:few, few:] = mixed
    matrix[few:, :few] = mixed.T
    return matrix


@bordered.implement("jax")
def _bordered_jax(matrix: Any, own: Any, mixed: Any) -> Any:
    import jax.numpy as jnp

    few = len(own)
    matrix = jnp.asarray(matrix).at[:few, :few].set(own)
    return matrix.at[:few, few:].set(mixed).at[few:, :few].set(mixed.T)


def _added_square(product: np.ndarray | None, strip: np.ndarray) -> np.ndarray:
    """product + stripᵀ strip, the upper half alone, in place where there is one."""
    from scipy.linalg.blas import dsyrk

    # The transposed view of a C array is a Fortran array, which BLAS takes uncopied.
    if product is None:
        return dsyrk(1.0, strip.T)
    return dsyrk(1.0, strip.T, beta=1.0, c=product, overwrite_c=1)
