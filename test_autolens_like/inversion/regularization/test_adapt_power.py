"""Adaptive regularization with the coefficients of `Constant`."""

import numpy as np

from autolens_like.inversion.regularization import Adapt, AdaptPower, Constant
from test_autolens_like.inversion.meshes import GEOMETRIES

SIGNALS = [np.linspace(0.0, 1.0, geometry.pixels) for geometry in GEOMETRIES]


def test_equal_coefficients_are_a_constant():
    for geometry, signals in zip(GEOMETRIES, SIGNALS, strict=True):
        matrix = AdaptPower(1.3, 1.3, 0.7).matrix(geometry, signals)
        expected = Constant(1.3).matrix(geometry)
        np.testing.assert_allclose(matrix, expected, rtol=1e-12, atol=1e-12)


def test_with_power_two_it_is_half_of_adapt():
    twice = Adapt(0.7, 1.6, 0.8).matrix(GEOMETRIES[0], SIGNALS[0])
    once = AdaptPower(0.7, 1.6, 0.8, power=2.0).matrix(GEOMETRIES[0], SIGNALS[0])
    np.testing.assert_allclose(2.0 * once, twice, rtol=1e-12, atol=2e-8)
