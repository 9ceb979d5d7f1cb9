"""`Regularization`: a prior that neighbouring source pixels are alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.parameters import check_not_negative
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.model_object import ModelObject
from autolens_like.numerics.scatter import sums_at
from autolens_like.numerics.symmetric_entries import SymmetricEntries

#: Added to the diagonal of matrices of differences, which leave a constant source free.
TINY = 1e-8


class Regularization(ModelObject):
    """The base of all regularizations: the matrix H of the prior exp(-½ sᵀHs)."""

    #: Whether H depends on how bright an earlier image is at each pixel.
    needs_signals = False
    #: Whether the pixels must stand in rows and columns.
    needs_rows = False
    #: Whether H is mostly zeros.
    couples_neighbours = True

    def __post_init__(self) -> None:
        check_not_negative(self)

    @property
    def main_coefficient(self) -> Any:
        """The coefficient of the first term."""
        return self.coefficient

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

    def entries(
        self, geometry: MeshGeometry, signals: Any = None
    ) -> SymmetricEntries | None:
        """H by what is not zero of it, for numpy arrays; None where all of it is full.

        Parameters
        ----------
        geometry, signals
            As for `matrix`.
        """
        if not self.couples_neighbours:
            return None
        return SymmetricEntries.of(self.matrix(geometry, signals))


class NeighbourDifferences(Regularization):
    """The base of those that weigh differences between pixels that touch."""

    def pairs(self, geometry: MeshGeometry, signals: Any) -> tuple[Any, Any]:
        """Weights of the squared differences, and what is added to the diagonal.

        Parameters
        ----------
        geometry, signals
            As for `matrix`.

        Returns
        -------
        One number or one a pair of neighbours; one number or one a pixel
        """
        raise NotImplementedError

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """The weighted graph Laplacian of the neighbours, (M, M).

        Raises
        ------
        PixelizationException
            No signals, where they are needed.
        """
        weights = self.pairs(geometry, signals)
        return difference_matrix(geometry.pixels, geometry.neighbours, *weights)

    def entries(
        self, geometry: MeshGeometry, signals: Any = None
    ) -> SymmetricEntries | None:
        """The same by what is not zero of it, without the whole of it."""
        weights = self.pairs(geometry, signals)
        return difference_entries(geometry.pixels, geometry.neighbours, *weights)


class SquaredRows(Regularization):
    """The base of those that weigh squares of sums over a few pixels each."""

    def squared_rows(
        self, geometry: MeshGeometry, signals: Any
    ) -> tuple[Any, Any, Any, Any]:
        """Pixels of the sums, what multiplies them, their weights and the diagonal.

        Parameters and returned arrays as for `matrix` and `square_matrix`.
        """
        raise NotImplementedError

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """The matrix of the weighed squares, (M, M).

        Raises
        ------
        PixelizationException
            No signals, where they are needed; no rows and columns, where these are.
        """
        return square_matrix(geometry.pixels, *self.squared_rows(geometry, signals))

    def entries(
        self, geometry: MeshGeometry, signals: Any = None
    ) -> SymmetricEntries | None:
        """The same by what is not zero of it, without the whole of it."""
        return square_entries(geometry.pixels, *self.squared_rows(geometry, signals))


def difference_entries(
    pixels: int, neighbours: np.ndarray, squares: Any, diagonal: Any
) -> SymmetricEntries:
    """The entries of `difference_matrix`, of the same arguments."""
    first, second = neighbours.T
    weights = np.broadcast_to(np.asarray(squares, dtype=float), first.shape)
    apart = first != second
    first, second, weights = first[apart], second[apart], weights[apart]
    total = np.bincount(first, weights, pixels) + np.bincount(second, weights, pixels)
    own = np.arange(pixels)
    return SymmetricEntries(
        np.concatenate([own, np.maximum(first, second)]),
        np.concatenate([own, np.minimum(first, second)]),
        np.concatenate([total + diagonal, -weights]),
        pixels,
    )


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


def square_entries(
    pixels: int, indices: np.ndarray, weights: np.ndarray, squares: Any, diagonal: Any
) -> SymmetricEntries:
    """The entries of `square_matrix`, of the same arguments."""
    from scipy.sparse import csr_matrix, diags, tril

    number, width = indices.shape
    lengths = np.broadcast_to(np.sqrt(np.asarray(squares, dtype=float)), (number,))
    values = (weights * lengths[:, None]).reshape(-1)
    starts = np.arange(number + 1) * width
    shape = (number, pixels)
    rows = csr_matrix((values, indices.reshape(-1), starts), shape=shape)
    own = np.broadcast_to(np.asarray(diagonal, dtype=float), (pixels,))
    lower = tril(rows.T @ rows, format="csr") + diags(own, format="csr")
    lower.eliminate_zeros()
    lower = lower.tocoo()
    return SymmetricEntries(lower.row, lower.col, lower.data, pixels)


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
    return square_entries(pixels, indices, weights, squares, diagonal).dense()


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
