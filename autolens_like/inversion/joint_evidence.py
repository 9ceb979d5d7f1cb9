"""`JointEvidence`: determinants and priors of a solved `JointSystem`."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.degeneracy import Conditioning, naming_singularities
from autolens_like.inversion.evidence import log_determinant
from autolens_like.inversion.smoothing import Smoothing
from autolens_like.inversion.unknowns import PIXELS, Layout, UnknownGroup
from autolens_like.numerics.blocks import one_blas_thread, together
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.namespace import is_concrete


class JointEvidence:
    """What the evidence of a `JointSystem` is made of, and how well it is known."""

    layout: Layout
    names: list[str]
    amplitudes: Any
    covariance: Any
    curvature_matrix: Any
    curvature_reg_matrix: Any
    _pixels: list[UnknownGroup]
    _smoothings: list[Smoothing]

    @property
    def is_regularized(self) -> np.ndarray:
        """(K,) whether something is known of an unknown before there are data."""
        return self.layout.is_kind(PIXELS) | (self.layout.prior_precision > 0.0)

    @cached_property
    def regularization_term(self) -> Any:
        """(s - m)ᵀ H (s - m)."""
        offset = self.amplitudes - self.layout.prior_mean
        total = (self.layout.prior_precision * offset**2).sum()
        first = self.layout.is_kind(PIXELS).argmax()
        for group, part in zip(self._pixels, self._smoothings, strict=True):
            total = total + part.quadratic_form(offset[first : first + group.size])
            first += group.size
        return total

    @cached_property
    def log_det_regularization_matrix_term(self) -> Any:
        """ln det H, of the unknowns that have one."""
        precision = self.layout.prior_precision
        total = np.log(precision[precision > 0.0]).sum()
        for part in self._smoothings:
            total = total + part.log_determinant
        return total

    @cached_property
    def log_det_curvature_reg_matrix_term(self) -> Any:
        """ln det (F + H) of the unknowns that are regularized."""
        keep = np.flatnonzero(self.is_regularized)
        if keep.size == 0:
            return 0.0
        matrix = self.curvature_reg_matrix
        # The last ones as a rule, which are no copy.
        if keep.size == self.layout.size - keep[0]:
            matrix = matrix[keep[0] :, keep[0] :]
        else:
            matrix = matrix[np.ix_(keep, keep)]
        return self._log_determinant(matrix, keep)

    @cached_property
    def log_det_whole_term(self) -> Any:
        """ln det (F + H) of all unknowns."""
        every = np.arange(self.layout.size)
        return self._log_determinant(self.curvature_reg_matrix, every)

    def _log_determinant(self, matrix: Any, chosen: np.ndarray) -> Any:
        named = naming_singularities(
            lambda: matrix, lambda: np.array(self.names, dtype=object)[chosen]
        )
        with one_blas_thread(), named:
            return log_determinant(matrix, "curvature and regularization")

    @property
    def number_of_good_parameters(self) -> Any:
        """How many unknowns the data measure: those without H, and Tr((F+H)⁻¹ F)."""
        measured = (self.covariance * self.curvature_matrix).sum(axis=1)
        own = self.is_regularized
        return np.count_nonzero(~own) + (measured * own).sum()

    @property
    def conditioning(self) -> Conditioning:
        """How well data and priors tell the unknowns apart: of F with priors."""
        matrix = np.asarray(self.curvature_matrix)
        return Conditioning.of(matrix + np.diag(self.layout.prior_precision))

    def prepare_evidence(self) -> None:
        """Find the solution and the determinants side by side; not in a JAX program."""
        if is_concrete(self.curvature_reg_matrix) and self._smoothings:
            together(
                lambda: (self.amplitudes, self.log_det_regularization_matrix_term),
                lambda: self.log_det_curvature_reg_matrix_term,
            )
