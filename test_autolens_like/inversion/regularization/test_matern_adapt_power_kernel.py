"""Matérn covariance with the coefficients of `Constant`."""

import numpy as np

from autolens_like.inversion.regularization import (
    MaternAdaptKernel,
    MaternAdaptPowerKernel,
)
from test_autolens_like.inversion.meshes import GEOMETRIES

GEOMETRY = GEOMETRIES[1]
SIGNALS = np.linspace(0.0, 1.0, GEOMETRY.pixels)


def test_power_two_is_the_kernel_of_autolens():
    found = MaternAdaptPowerKernel(0.4, 0.5, 0.7, 1.6, 0.8, power=2.0)
    expected = MaternAdaptKernel(0.4, 0.5, 0.7, 1.6, 0.8)
    np.testing.assert_allclose(
        found.matrix(GEOMETRY, SIGNALS), expected.matrix(GEOMETRY, SIGNALS)
    )


def test_coefficients_enter_squared():
    one, two = (
        MaternAdaptPowerKernel(0.4, 0.5, c, c, jitter=0.0).matrix(GEOMETRY, SIGNALS)
        for c in (1.0, 2.0)
    )
    np.testing.assert_allclose(two, 4.0 * one, rtol=1e-9)
