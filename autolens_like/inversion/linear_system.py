"""The linear system of amplitudes: pure functions of arrays.

For an image d = Bᵀ s + noise with noise covariance C (Warren & Dye 2003, ApJ 590,
673): curvature F = B C⁻¹ Bᵀ, data vector D = B C⁻¹ d, solution F s = D. Rows of B
are the blurred images of the components, (M, N).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.settings import Settings
from autolens_like.numerics.blocks import map_blocks, one_blas_thread
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace
from autolens_like.numerics.nnls import positive_solution

#: Numbers of whitened rows that stay in cache between weighting and product, and
#: pixels that make a product worth its call.
_NUMBERS_AT_ONCE, _PIXELS_AT_LEAST = 65536, 256
#: Rows whose product with themselves takes longer than that with others: of three rows
#: of 10,000 numbers three times as long, of sixteen it is shorter.
_FEW_ROWS = 8


def weighted_by_noise(image: Any, noise_map: Any, inverse_covariance: Any) -> Any:
    """(N,) C⁻¹ d of an image d.

    Parameters
    ----------
    image
        (N,) of the units of the data.
    noise_map
        (N,) standard deviations.
    inverse_covariance
        (N, N) inverse noise covariance, which replaces `noise_map`; None where noise is
        independent.
    """
    if inverse_covariance is None:
        return image / noise_map**2
    return inverse_covariance @ image


@kernel
def curvature_and_data_vector(
    blurred: Any, data: Any, noise_map: Any, inverse_covariance: Any = None
) -> tuple[Any, Any]:
    """F (M, M) and D (M,).

    Parameters
    ----------
    blurred
        (M, N) blurred images of the components at unit amplitude.
    data
        (N,) what they are to explain.
    noise_map
        (N,) standard deviations.
    inverse_covariance
        (N, N) inverse noise covariance, which replaces `noise_map` where given.
    """
    if inverse_covariance is not None:
        weighted = blurred @ inverse_covariance
        return weighted @ blurred.T, weighted @ data

    number = len(blurred)
    width = max(_NUMBERS_AT_ONCE // (number + 1), _PIXELS_AT_LEAST)

    def piece(first: int) -> np.ndarray:
        # The data as a last row, so that one product gives F and D.
        pixels = slice(first, first + width)
        # Many divisions take longer than the product does.
        weight = 1.0 / noise_map[pixels]
        rows = np.empty((number + 1, weight.size))
        np.multiply(blurred[:, pixels], weight, out=rows[:-1])
        np.multiply(data[pixels], weight, out=rows[-1])
        return (rows[:-1] if number < _FEW_ROWS else rows) @ rows.T

    with one_blas_thread():
        parts = map_blocks(piece, range(0, blurred.shape[1], width), size=blurred.size)
    # In the order of the pixels, so that the sum does not depend on the threads.
    product = sum(parts[1:], parts[0])
    return product[:number, :number], product[:number, -1]


@curvature_and_data_vector.implement("jax")
def _curvature_and_data_vector_jax(
    blurred: Any, data: Any, noise_map: Any, inverse_covariance: Any = None
) -> tuple[Any, Any]:
    if inverse_covariance is not None:
        weighted = blurred @ inverse_covariance
        return weighted @ blurred.T, weighted @ data
    whitened = blurred / noise_map
    return whitened @ whitened.T, whitened @ (data / noise_map)


@kernel
def solution(matrix: Any, vector: Any) -> Any:
    """x with A x = b for a symmetric positive definite A (M, M).

    Raises
    ------
    InversionException
        A is singular.
    """
    from scipy.linalg.lapack import dposv

    _, values, info = dposv(matrix, vector)
    if info != 0 or not np.all(np.isfinite(values)):
        raise exc.InversionException(
            "The linear system is singular: its components cannot be told apart by "
            "the data."
        )
    return values


@solution.implement("jax")
def _solution_jax(matrix: Any, vector: Any) -> Any:
    from jax.scipy.linalg import cho_factor, cho_solve

    return cho_solve(cho_factor(matrix, lower=True), vector)


@kernel
def with_regularization(curvature: Any, blocks: Sequence[Any], extra: float) -> Any:
    """F + H, (K, K), where the last unknowns alone are regularized.

    Parameters
    ----------
    curvature
        F.
    blocks
        (M, M) matrix of every pixelization, the last on the last rows and columns.
    extra
        Added to the diagonal where nothing is regularized.
    """
    first = curvature.shape[0] - sum(block.shape[0] for block in blocks)
    if first == 0 and len(blocks) == 1:
        return curvature + blocks[0]
    matrix = curvature.copy()
    matrix.flat[: first * (matrix.shape[0] + 1) : matrix.shape[0] + 1] += extra
    for block in blocks:
        own = slice(first, first + block.shape[0])
        matrix[own, own] += block
        first = own.stop
    return matrix


@with_regularization.implement("jax")
def _with_regularization_jax(
    curvature: Any, blocks: Sequence[Any], extra: float
) -> Any:
    import jax.numpy as jnp

    matrix = jnp.asarray(curvature)
    first = matrix.shape[0] - sum(block.shape[0] for block in blocks)
    few = np.arange(first)
    matrix = matrix.at[few, few].add(extra)
    for block in blocks:
        own = slice(first, first + block.shape[0])
        matrix = matrix.at[own, own].add(block)
        first = own.stop
    return matrix


def amplitudes_from(curvature: Any, data_vector: Any, settings: Settings) -> Any:
    """(M,) amplitudes of components without regularization."""
    matrix = solved_matrix_from(curvature, settings)
    if settings.use_positive_only_solver:
        return positive_solution(matrix, data_vector)
    return solution(matrix, data_vector)


def solved_matrix_from(curvature: Any, settings: Settings) -> Any:
    """(M, M) F with what the settings add to its diagonal."""
    extra = settings.no_regularization_add_to_curvature_diag_value
    return curvature + extra * array_namespace(curvature).eye(curvature.shape[0])
