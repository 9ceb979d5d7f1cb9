"""The normalization of Gaussian noise, independent and correlated."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like.dataset import noise

NOISE = np.random.default_rng(2).uniform(0.5, 2.0, size=20)


def test_a_diagonal_covariance_is_the_noise_map() -> None:
    covariance = np.diag(NOISE**2)
    assert noise.noise_normalization_with_noise_covariance_from(
        covariance
    ) == pytest.approx(noise.noise_normalization_from(NOISE), rel=1e-13)


def test_it_is_the_log_of_the_peak_density() -> None:
    # A Gaussian of width s has the density (2 pi s^2)^(-1/2) at its peak.
    density = np.prod((2.0 * np.pi * NOISE**2) ** -0.5)
    assert -0.5 * noise.noise_normalization_from(NOISE) == pytest.approx(
        np.log(density)
    )
