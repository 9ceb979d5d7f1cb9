"""Brightness regularized where an earlier image is dark."""

import numpy as np
import pytest

from autolens_like.inversion.regularization import BrightnessZeroth
from test_autolens_like.inversion.meshes import GEOMETRIES


def test_dark_pixels_are_held_and_the_brightest_is_free():
    signals = np.linspace(0.0, 1.0, 20)
    matrix = BrightnessZeroth(3.0, signal_scale=2.0).matrix(GEOMETRIES[0], signals)
    expected = 9.0 * (1.0 - signals**2) ** 2 + 1e-8
    np.testing.assert_allclose(np.diagonal(matrix), expected, rtol=1e-12)
    assert np.count_nonzero(matrix) == 20


def test_a_pixel_without_signal_is_dark_at_any_scale():
    weights = BrightnessZeroth(2.0, 0.0).weights(np.array([0.0, 0.5, 1.0]))
    assert weights == pytest.approx([2.0, 0.0, 0.0])
