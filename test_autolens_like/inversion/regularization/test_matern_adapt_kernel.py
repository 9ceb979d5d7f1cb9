"""Matérn covariance of a source that was bright somewhere."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.regularization import MaternAdaptKernel, MaternKernel
from test_autolens_like.inversion.meshes import GEOMETRIES

GEOMETRY = GEOMETRIES[1]
SIGNALS = np.linspace(0.0, 1.0, GEOMETRY.pixels)


def test_equal_coefficients_are_a_matern_kernel():
    found = MaternAdaptKernel(0.4, 1.5, 1.2, 1.2, jitter=0.0).matrix(GEOMETRY, SIGNALS)
    expected = MaternKernel(1.2**4, 0.4, 1.5, jitter=0.0).matrix(GEOMETRY)
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_the_variance_follows_the_signals():
    own = MaternAdaptKernel(0.4, 0.5, 0.5, 2.0)
    variance = np.diagonal(np.linalg.inv(own.matrix(GEOMETRY, SIGNALS)))
    np.testing.assert_allclose(variance, own.weights(SIGNALS) ** -2.0, rtol=1e-6)


def test_zero_has_no_covariance():
    with pytest.raises(exc.PixelizationException, match="outer_coefficient"):
        MaternAdaptKernel(outer_coefficient=0.0)
