"""Adaptive crosses and brightness together."""

import numpy as np

from autolens_like.inversion.regularization import (
    AdaptSplit,
    AdaptSplitPower,
    AdaptSplitZeroth,
    AdaptSplitZerothPower,
    BrightnessZeroth,
)
from test_autolens_like.inversion.meshes import GEOMETRIES

GEOMETRY = GEOMETRIES[1]
SIGNALS = np.linspace(0.0, 1.0, GEOMETRY.pixels)


def test_the_matrix_is_the_sum_of_both():
    zeroth = BrightnessZeroth(0.9, 1.4).matrix(GEOMETRY, SIGNALS)
    tiny = 1e-8 * np.eye(GEOMETRY.pixels)
    for both, split in (
        (AdaptSplitZeroth(0.9, 1.4, 0.7, 1.6, 0.8), AdaptSplit(0.7, 1.6, 0.8)),
        (
            AdaptSplitZerothPower(0.9, 1.4, 0.7, 1.6, 0.8, 1.5),
            AdaptSplitPower(0.7, 1.6, 0.8, 1.5),
        ),
    ):
        expected = split.matrix(GEOMETRY, SIGNALS) + zeroth - tiny
        matrix = both.matrix(GEOMETRY, SIGNALS)
        np.testing.assert_allclose(matrix, expected, rtol=1e-12, atol=1e-14)
