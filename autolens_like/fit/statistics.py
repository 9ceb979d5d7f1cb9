"""The statistics of a fit: pure functions of data, model and noise, and their sum."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autolens_like.inversion.evidence import log_evidence_from
from autolens_like.numerics.cached import cached_property


def chi_squared_map_from(residual_map: Any, noise_map: Any) -> Any:
    """((d - m) / σ)² of every pixel."""
    return (residual_map / noise_map) ** 2


def chi_squared_from(residual_map: Any, noise_map: Any) -> Any:
    """χ² = Σ ((d - m) / σ)²."""
    # Not a dot product: BLAS would wake its threads for so little, and wait for them.
    normalized = residual_map / noise_map
    return (normalized * normalized).sum()


def chi_squared_with_noise_covariance_from(
    residual_map: Any, inverse_covariance: Any
) -> Any:
    """χ² = (d - m)ᵀ C⁻¹ (d - m)."""
    return residual_map @ inverse_covariance @ residual_map


def log_likelihood_from(chi_squared: Any, noise_normalization: Any) -> Any:
    """-½ (χ² + Σ ln 2πσ²)."""
    return -0.5 * (chi_squared + noise_normalization)


class Likelihoods:
    """Likelihood and evidence of a fit, which says what they are made of."""

    chi_squared: Any
    noise_normalization: Any
    is_regularized: bool
    #: Sums a term of the evidence over the linear systems of the fit, by its name.
    _evidence_term: Callable[[str], Any]
    #: Works out what the terms have in common.
    _prepare_evidence: Callable[[], None]

    @cached_property
    def log_likelihood(self) -> Any:
        """-½ (χ² + Σ ln 2πσ²)."""
        return log_likelihood_from(self.chi_squared, self.noise_normalization)

    @cached_property
    def log_likelihood_with_regularization(self) -> Any:
        """-½ (χ² + (s - m)ᵀH(s - m) + Σ ln 2πσ²); None where nothing is regularized.

        m is zero but for amplitudes that have a prior.
        """
        if not self.is_regularized:
            return None
        return log_likelihood_from(
            self.chi_squared + self._evidence_term("regularization_term"),
            self.noise_normalization,
        )

    @cached_property
    def log_evidence(self) -> Any:
        """The evidence over source pixels and all amplitudes that have a prior.

        Amplitudes without one are at their best values; None where nothing is
        regularized. Suyu et al. 2006 (MNRAS 371, 983).
        """
        if not self.is_regularized:
            return None
        self._prepare_evidence()
        return self._evidence_with("log_det_curvature_reg_matrix_term")

    def _evidence_with(self, log_det_curvature: str) -> Any:
        """The evidence with one or another ln det (F + H)."""
        return log_evidence_from(
            self.chi_squared,
            self._evidence_term("regularization_term"),
            self._evidence_term(log_det_curvature),
            self._evidence_term("log_det_regularization_matrix_term"),
            self.noise_normalization,
        )

    @property
    def figure_of_merit(self) -> Any:
        """What a search maximizes: evidence where regularized, else likelihood."""
        return self.log_evidence if self.is_regularized else self.log_likelihood
