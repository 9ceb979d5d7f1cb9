"""The frame of nested elliptical shells."""

import numpy as np
import pytest

from autolens_like.numerics.blocks import BLOCK_SIZE
from autolens_like.profiles.mass.homoeoids import homoeoid_frame, over_points


@pytest.mark.parametrize("angle", [0.0, 0.6, 2.0])
def test_the_ratio_is_the_root_of_the_rotated_frame(angle):
    q, y, x = 0.6, np.array([0.3, -1.0, 0.2]), np.array([0.5, 0.1, 2.0])
    f = (1 - q) / (1 + q)
    frame = homoeoid_frame(y, x, (f * np.sin(2 * angle), f * np.cos(2 * angle)))
    z = (x + 1j * y) * np.exp(-1j * angle)
    squared = z.real**2 + (z.imag / q) ** 2
    ratio = np.sqrt(1 - (1 - q * q) * squared / z**2)
    np.testing.assert_allclose(frame[2], squared)
    np.testing.assert_allclose(1 - frame[4] - 1j * frame[3], ratio, rtol=1e-12)
    np.testing.assert_allclose(frame[1] + 1j * frame[0], 1 / (x - 1j * y))


def test_a_circle_has_no_gap():
    frame = homoeoid_frame(np.array([0.0, 1.0]), np.array([0.0, 2.0]), (0.0, 0.0))
    assert np.all(frame[3] == 0.0) and np.all(frame[4] == 0.0)
    assert np.isfinite(frame[0]).all()


def test_blocks_and_shapes_change_nothing():
    y, x = np.random.default_rng(1).normal(size=(2, 2, BLOCK_SIZE))
    pair = over_points(lambda y, x, k: (y + k, x), y, x, 2.0)
    np.testing.assert_array_equal(pair, (y + 2.0, x))
    np.testing.assert_array_equal(over_points(np.add, y, x), y + x)
    assert over_points(np.add, np.float64(1.0), np.float64(2.0)) == 3.0
