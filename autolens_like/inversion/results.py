"""What an `Inversion` says about its solution beside the solution itself."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.degeneracy import Conditioning, naming_singularities
from autolens_like.numerics.blocks import one_blas_thread
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.symmetric_entries import SymmetricEntries


def positive_definite_inverse(matrix: np.ndarray) -> np.ndarray:
    """The inverse of a symmetric positive definite (K, K) matrix.

    Raises
    ------
    InversionException
        It is not positive definite.
    """
    from scipy.linalg.lapack import dpotrf, dpotri

    lower, info = dpotrf(matrix.T, lower=1)
    inverse, failed = dpotri(lower, lower=1)
    if info != 0 or failed != 0 or not np.all(np.isfinite(inverse)):
        raise exc.InversionException(
            "The linear system is singular, so that its solution has no errors."
        )
    return np.tril(inverse) + np.tril(inverse, -1).T


class InversionResults:
    """Errors, rank and names of the unknowns of an `Inversion`."""

    curvature_matrix: np.ndarray
    curvature_reg_matrix: np.ndarray
    regularization_matrix: np.ndarray
    solved: np.ndarray
    slices: list[slice]
    mappers: list[Any]
    total_light: int

    @property
    def light_names(self) -> list[str]:
        """(L,) what the linear light profiles are called in messages."""
        return [f"linear light profile {i}" for i in range(self.total_light)]

    @property
    def names(self) -> list[str]:
        """(K,) what the unknowns are called in messages."""
        names = list(self.light_names)
        for number, mapper in enumerate(self.mappers):
            which = f" of pixelization {number}" if len(self.mappers) > 1 else ""
            names += [
                f"source pixel {pixel}{which} at ({y:.3f}, {x:.3f})"
                for pixel, (y, x) in enumerate(mapper.geometry.centres)
            ]
        return names

    def named_singularities(
        self, matrix: np.ndarray | SymmetricEntries, chosen: Any
    ) -> AbstractContextManager[None]:
        """A singular matrix inside says which unknowns are degenerate.

        Parameters
        ----------
        matrix
            The matrix.
        chosen
            Which of all unknowns it has.
        """
        sparse = isinstance(matrix, SymmetricEntries)
        return naming_singularities(
            matrix.dense if sparse else lambda: matrix,
            lambda: np.array(self.names, dtype=object)[chosen],
            lambda: np.diagonal(self.regularization_matrix)[chosen],
        )

    @cached_property
    def reconstruction_covariance_matrix(self) -> np.ndarray:
        """(K, K) covariance (F + H)⁻¹ of the posterior; NaN where kept at zero.

        How far the true amplitudes are from the most probable ones, noise and prior
        together (Suyu et al. 2006, MNRAS 371, 983). It does not know that amplitudes
        of a positive solution end at zero, so that it is too wide there.
        """
        return self._over_all(lambda block, inverse: inverse)

    @cached_property
    def reconstruction_scatter_matrix(self) -> np.ndarray:
        """(K, K) covariance of the solution of one source under new noise.

        (F + H)⁻¹ F (F + H)⁻¹ of the unconstrained solution: what many simulations of
        the same lens scatter by. Smaller than the errors, which also hold what the
        regularization has smoothed away.
        """
        return self._over_all(lambda block, inverse: inverse @ block @ inverse)

    def _over_all(self, product: Callable[[Any, Any], np.ndarray]) -> np.ndarray:
        chosen = np.flatnonzero(self.solved)
        keep = np.ix_(chosen, chosen)
        matrix = self.curvature_reg_matrix[keep]
        covariance = np.full(self.curvature_reg_matrix.shape, np.nan)
        with one_blas_thread(), self.named_singularities(matrix, chosen):
            inverse = positive_definite_inverse(matrix)
            covariance[keep] = product(self.curvature_matrix[keep], inverse)
        return covariance

    @property
    def reconstruction_noise_map(self) -> np.ndarray:
        """(K,) standard deviation of every amplitude; NaN where kept at zero."""
        return np.sqrt(np.diagonal(self.reconstruction_covariance_matrix))

    @cached_property
    def number_of_good_parameters(self) -> float:
        """γ = Tr((F + H)⁻¹ F): how many amplitudes the data measure.

        The rest follows from the prior. At the maximum of the evidence over the
        coefficient, sᵀHs = γ for source pixels alone (Suyu et al. 2006, MNRAS 371,
        983), and γ - 1 where H weighs differences and leaves the mean free.
        """
        keep = np.ix_(*2 * [np.flatnonzero(self.solved)])
        covariance = self.reconstruction_covariance_matrix[keep]
        return float(np.sum(covariance * self.curvature_matrix[keep]))

    @cached_property
    def conditioning(self) -> Conditioning:
        """How well the data alone tell the amplitudes apart: of F."""
        return Conditioning.of(self.curvature_matrix)

    @property
    def rank(self) -> int:
        """How many combinations of the amplitudes the data determine."""
        return self.conditioning.rank

    @property
    def null_space(self) -> np.ndarray:
        """(K, K - rank) combinations of the amplitudes that leave no light in the data.

        Regularization alone decides about them.
        """
        return self.conditioning.null_space

    @property
    def condition_number(self) -> float:
        """Of F + H, scaled to a unit diagonal: beyond 1e15 digits are lost."""
        return Conditioning.of(self.curvature_reg_matrix).condition_number

    @property
    def conditioning_text(self) -> str:
        """Rank of F and of F + H, and the combinations of which they know least."""
        whole = Conditioning.of(self.curvature_reg_matrix)
        return (
            f"Data alone: {self.conditioning.text(self.names)}"
            f"With regularization: {whole.text(self.names)}"
        )
