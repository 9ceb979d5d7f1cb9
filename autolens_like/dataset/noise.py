"""The normalization of a likelihood, which depends on the noise alone."""

from __future__ import annotations

import math

import numpy as np


def noise_normalization_from(noise_map: np.ndarray) -> float:
    """Σ ln(2πσ²), for independent Gaussian noise of (N,) standard deviations."""
    return float(np.sum(np.log(2.0 * math.pi * noise_map**2)))


def noise_normalization_with_noise_covariance_from(covariance: np.ndarray) -> float:
    """ln det(2πC) of (N, N) C, which is Σ ln(2πσ²) for a diagonal one."""
    logarithm = np.linalg.slogdet(covariance)[1]
    return float(logarithm + covariance.shape[0] * math.log(2.0 * math.pi))
