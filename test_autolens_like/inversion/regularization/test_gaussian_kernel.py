"""Gaussian covariance."""

import numpy as np
import pytest

from autolens_like.inversion.mesh.rectangular_uniform import RectangularGeometry
from autolens_like.inversion.regularization import GaussianKernel


def test_the_correlation_is_a_gaussian():
    found = GaussianKernel(scale=0.5).correlation(np.array([0.0, 0.5, 1.0]))
    assert found == pytest.approx(np.exp([0.0, -0.5, -2.0]))


def test_a_long_scale_stays_positive_definite():
    geometry = RectangularGeometry((12, 12), (0.0, 1.0, 0.0, 1.0))
    matrix = GaussianKernel(scale=0.5).matrix(geometry)
    assert np.linalg.eigvalsh(matrix).min() > 0.0
