"""`Smoothing`: the regularization of one mesh, worked out once for all who share it."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.evidence import log_determinant_of_neighbours
from autolens_like.numerics.blocks import one_blas_thread
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.symmetric_entries import SymmetricEntries


class Smoothing:
    """The regularization of one mesh, which several systems may share.

    Parameters
    ----------
    matrix
        (M, M) H, or its `SymmetricEntries`.
    """

    def __init__(self, matrix: Any) -> None:
        self.matrix = matrix

    @cached_property
    def dense(self) -> Any:
        """(M, M) array."""
        if isinstance(self.matrix, SymmetricEntries):
            return self.matrix.dense()
        return self.matrix

    @cached_property
    def log_determinant(self) -> Any:
        """ln det H."""
        with one_blas_thread():
            return log_determinant_of_neighbours(self.matrix, "regularization")

    def quadratic_form(self, values: Any) -> Any:
        """sᵀHs of (M,) values s."""
        if isinstance(self.matrix, SymmetricEntries):
            return self.matrix.quadratic_form(values)
        with one_blas_thread():
            return values @ self.matrix @ values
