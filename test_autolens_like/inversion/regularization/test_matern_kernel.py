"""Matérn covariance."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.regularization import ExponentialKernel, MaternKernel
from test_autolens_like.inversion.meshes import GEOMETRIES

DISTANCES = np.geomspace(1e-8, 3.0, 12)


def test_smoothness_one_half_is_exponential():
    found = MaternKernel(2.0, 0.4).matrix(GEOMETRIES[1])
    expected = ExponentialKernel(2.0, 0.4).matrix(GEOMETRIES[1])
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_the_next_has_a_closed_form():
    # ν = 3/2: (1 + √3 d / l) exp(-√3 d / l).
    z = np.sqrt(3.0) * DISTANCES / 0.4
    found = MaternKernel(scale=0.4, nu=1.5).correlation(DISTANCES)
    np.testing.assert_allclose(found, (1.0 + z) * np.exp(-z), rtol=1e-12)


@pytest.mark.parametrize("nu", [0.0, 21.0])
def test_other_smoothness_is_refused(nu):
    with pytest.raises(exc.PixelizationException, match="at most 20"):
        MaternKernel(nu=nu)
