"""Regularization that adapts to an earlier image."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.regularization import Adapt, AdaptiveBrightness, Constant
from test_autolens_like.inversion.meshes import GEOMETRIES

GEOMETRY = GEOMETRIES[0]


def test_both_names_are_one_class():
    assert AdaptiveBrightness is Adapt


def test_equal_coefficients_are_a_constant_of_their_square():
    # Every pair counts w_a² + w_b² = 2 λ⁴.
    signals = np.linspace(0.0, 1.0, GEOMETRY.pixels)
    matrix = Adapt(1.3, 1.3, 0.7).matrix(GEOMETRY, signals)
    expected = Constant(np.sqrt(2.0) * 1.3**2).matrix(GEOMETRY)
    np.testing.assert_allclose(matrix, expected, rtol=1e-12, atol=1e-12)


def test_bright_pixels_take_the_inner_coefficient():
    weights = Adapt(0.5, 2.0, signal_scale=2.0).weights(np.array([0.0, 0.5, 1.0]))
    assert weights == pytest.approx([4.0, (0.125 + 1.5) ** 2, 0.25])


def test_signals_are_asked_for():
    with pytest.raises(exc.PixelizationException, match="AdaptImages"):
        Adapt().matrix(GEOMETRY)
