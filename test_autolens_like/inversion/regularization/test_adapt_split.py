"""Adaptive regularization on crosses."""

import numpy as np
import pytest

from autolens_like.inversion.regularization import (
    AdaptiveBrightnessSplit,
    AdaptSplit,
    AdaptSplitPower,
    ConstantSplit,
)
from test_autolens_like.inversion.meshes import GEOMETRIES

GEOMETRY = GEOMETRIES[1]
SIGNALS = np.linspace(0.0, 1.0, GEOMETRY.pixels)


def test_both_names_are_one_class():
    assert AdaptiveBrightnessSplit is AdaptSplit


def test_equal_coefficients_are_a_constant():
    expected = ConstantSplit(1.3).matrix(GEOMETRY)
    for own in (AdaptSplit(np.sqrt(1.3), np.sqrt(1.3)), AdaptSplitPower(1.3, 1.3)):
        matrix = own.matrix(GEOMETRY, SIGNALS)
        np.testing.assert_allclose(matrix, expected, rtol=1e-12, atol=1e-12)


def test_a_bright_pixel_weighs_with_the_inner_coefficient():
    # Only the brightest pixel has a cross that costs anything.
    signals = (SIGNALS == 1.0).astype(float)
    matrix = AdaptSplit(1.0, 0.0).matrix(GEOMETRY, signals)
    assert np.linalg.matrix_rank(matrix - 1e-8 * np.eye(GEOMETRY.pixels)) <= 4
    assert matrix[-1, -1] == pytest.approx(np.diagonal(matrix).max())
