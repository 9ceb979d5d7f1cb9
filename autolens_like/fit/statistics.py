"""The statistics of a fit: pure functions of data, model and noise."""

from __future__ import annotations

from typing import Any


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
