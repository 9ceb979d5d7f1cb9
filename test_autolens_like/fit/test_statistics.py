"""Statistics of a fit against the definitions and against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from autolens_like.dataset import noise
from autolens_like.fit import statistics

RNG = np.random.default_rng(2)
RESIDUAL = RNG.normal(size=20)
NOISE = RNG.uniform(0.5, 2.0, size=20)


def test_log_likelihood_is_the_density_of_independent_gaussians() -> None:
    value = statistics.log_likelihood_from(
        statistics.chi_squared_from(RESIDUAL, NOISE),
        noise.noise_normalization_from(NOISE),
    )
    assert value == pytest.approx(norm.logpdf(RESIDUAL, scale=NOISE).sum(), rel=1e-13)


def test_log_likelihood_with_covariance_is_the_joint_density() -> None:
    root = RNG.normal(size=(20, 20))
    covariance = root @ root.T + np.eye(20)
    value = statistics.log_likelihood_from(
        statistics.chi_squared_with_noise_covariance_from(
            RESIDUAL, np.linalg.inv(covariance)
        ),
        noise.noise_normalization_with_noise_covariance_from(covariance),
    )
    expected = multivariate_normal.logpdf(RESIDUAL, cov=covariance)
    assert value == pytest.approx(expected, rel=1e-11)


def test_chi_squared_is_the_sum_of_its_map() -> None:
    total = statistics.chi_squared_map_from(RESIDUAL, NOISE).sum()
    assert statistics.chi_squared_from(RESIDUAL, NOISE) == pytest.approx(total)
