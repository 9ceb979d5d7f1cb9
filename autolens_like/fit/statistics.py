"""The statistics of a fit: pure functions of data, model and noise."""

from __future__ import annotations

import math
from typing import Any

from autolens_like.numerics.namespace import array_namespace


def chi_squared_map_from(residual_map: Any, noise_map: Any) -> Any:
    """((d - m) / σ)² of every pixel."""
    return (residual_map / noise_map) ** 2


def chi_squared_from(residual_map: Any, noise_map: Any) -> Any:
    """χ² = Σ ((d - m) / σ)²."""
    normalized = residual_map / noise_map
    return normalized @ normalized


def chi_squared_with_noise_covariance_from(
    residual_map: Any, inverse_covariance: Any
) -> Any:
    """χ² = (d - m)ᵀ C⁻¹ (d - m)."""
    return residual_map @ inverse_covariance @ residual_map


def noise_normalization_from(noise_map: Any) -> Any:
    """Σ ln(2πσ²), the normalization of independent Gaussian noise."""
    xp = array_namespace(noise_map)
    return xp.sum(xp.log(2.0 * math.pi * noise_map**2))


def noise_normalization_with_noise_covariance_from(covariance: Any) -> Any:
    """ln det(2πC), which is Σ ln(2πσ²) for a diagonal C."""
    xp = array_namespace(covariance)
    logarithm = xp.linalg.slogdet(covariance)[1]
    return logarithm + covariance.shape[0] * math.log(2.0 * math.pi)


def log_likelihood_from(chi_squared: Any, noise_normalization: Any) -> Any:
    """-½ (χ² + Σ ln 2πσ²)."""
    return -0.5 * (chi_squared + noise_normalization)
