"""`Regularization`: a prior that neighbouring source pixels are alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.parameters import check_not_negative
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.model_object import ModelObject
from autolens_like.numerics.scatter import sums_at

#: Added to the diagonal of matrices of differences, which leave a constant source free.
TINY = 1e-8


class Regularization(ModelObject):
    """The base of all regularizations: the matrix H of the prior exp(-½ sᵀHs)."""

    #: Whether H depends on how bright an earlier image is at each pixel.
    needs_signals = False
    #: Whether the pixels must stand in rows and columns.
    needs_rows = False

    def __post_init__(self) -> None:
        check_not_negative(self)

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """H, (M, M), symmetric and positive definite.

        Parameters
        ----------
        geometry
            The mesh in the source plane.
        signals
            (M,) brightness of every pixel in an earlier image, 1 at the brightest.
        """
        raise NotImplementedError


@kernel
def difference_matrix(
    pixels: int, neighbours: Any, squares: Any, diagonal: Any = TINY
) -> Any:
    """The matrix of Σ w_ab (s_a - s_b)² over neighbours.

    Parameters
    ----------
    pixels
        M.
    neighbours
        (E, 2) pairs, each once. A pixel beside itself counts nothing.
    squares
        w, one number or one a pair.
    diagonal
        Added to the diagonal, one number or one a pixel.

    Returns
    -------
    (M, M) array
    """
    first, second = neighbours.T
    weights = np.where(first == second, 0.0, np.asarray(squares, dtype=float))
    matrix = np.zeros((pixels, pixels))
    matrix[first, second] = matrix[second, first] = -weights
    total = np.bincount(first, weights, pixels) + np.bincount(second, weights, pixels)
    matrix.flat[:: pixels + 1] = total + diagonal
    return matrix


@difference_matrix.implement("jax")
def _difference_matrix_jax(
    pixels: int, neighbours: Any, squares: Any, diagonal: Any = TINY
) -> Any:
    import jax.numpy as jnp

    first, second = neighbours.T
    weights = jnp.where(first == second, 0.0, jnp.asarray(squares, dtype=float))
    matrix = jnp.zeros((pixels, pixels)).at[first, second].add(-weights)
    total = sums_at(first, weights, pixels) + sums_at(second, weights, pixels)
    return matrix + matrix.T + jnp.diag(total + diagonal)


@kernel
def square_matrix(
    pixels: int, indices: Any, weights: Any, squares: Any, diagonal: Any = TINY
) -> Any:
    """The matrix of Σ w_k (Σ_p r_kp s_i(k,p))² over rows k.

    Parameters
    ----------
    pixels
        M.
    indices
        (K, P) pixels i of every row; the same one may come twice.
    weights
        (K, P) what multiplies them, r.
    squares
        w, one number or one a row.
    diagonal
        Added to the diagonal, one number or one a pixel.

    Returns
    -------
    (M, M) array
    """
    from scipy.sparse import csr_matrix

    number, width = indices.shape
    lengths = np.broadcast_to(np.sqrt(np.asarray(squares, dtype=float)), (number,))
    values = (weights * lengths[:, None]).reshape(-1)
    starts = np.arange(number + 1) * width
    shape = (number, pixels)
    rows = csr_matrix((values, indices.reshape(-1), starts), shape=shape)
    rows.sum_duplicates()
    matrix = (rows.T @ rows).toarray()
    # The two halves may have been summed in another order.
    matrix = 0.5 * (matrix + matrix.T)
    matrix.flat[:: pixels + 1] += diagonal
    return matrix


@square_matrix.implement("jax")
def _square_matrix_jax(
    pixels: int, indices: Any, weights: Any, squares: Any, diagonal: Any = TINY
) -> Any:
    import jax.numpy as jnp

    squares = jnp.broadcast_to(jnp.asarray(squares, dtype=float), indices.shape[:1])
    products = weights[:, :, None] * weights[:, None, :] * squares[:, None, None]
    matrix = jnp.diag(jnp.broadcast_to(jnp.asarray(diagonal, dtype=float), (pixels,)))
    matrix = matrix.at[indices[:, :, None], indices[:, None, :]].add(products)
    return 0.5 * (matrix + matrix.T)
