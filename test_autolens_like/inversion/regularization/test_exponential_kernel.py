"""Exponential covariance."""

import numpy as np
import pytest

from autolens_like.inversion.mesh.rectangular_uniform import RectangularGeometry
from autolens_like.inversion.regularization import ExponentialKernel


def test_the_correlation_falls_by_e_per_scale():
    assert ExponentialKernel(scale=0.5).correlation(1.0) == pytest.approx(np.exp(-2.0))


def test_the_coefficient_is_not_squared():
    geometry = RectangularGeometry((3, 4), (-3.0, 3.0, -4.0, 4.0))
    one = ExponentialKernel(1.0, 0.7).matrix(geometry)
    np.testing.assert_allclose(ExponentialKernel(3.0, 0.7).matrix(geometry), 3.0 * one)
