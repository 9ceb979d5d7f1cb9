"""What is cut out of images holds all of their light."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import convolve2d

from autolens_like.numerics.lit_part import DARK, LitPart, lit_bounds

RNG = np.random.default_rng(5)


def a_blob() -> np.ndarray:
    """Two images whose light is in rows 3 to 7 and columns 9 to 12."""
    frames = np.zeros((2, 11, 16))
    frames[0, 3:6, 9:12] = RNG.normal(size=(3, 3))
    frames[1, 7, 12] = -2.0
    frames[1, 0, 0] = 1e-19
    return frames


KERNEL_SAMPLES = {"lit_bounds": [(a_blob(), DARK), (RNG.normal(size=(3, 4, 5)), 0.9)]}


def test_bounds_are_those_of_the_light() -> None:
    assert lit_bounds(a_blob(), DARK) == (3, 8, 9, 13)
    assert lit_bounds(a_blob(), 0.0) == (0, 8, 0, 13)
    assert lit_bounds(np.zeros((1, 3, 4)), DARK) == (0, 0, 0, 0)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_never_left_out(value) -> None:
    frames = a_blob()
    frames[1, 10, 2] = value
    for function in (lit_bounds, lit_bounds.reference):
        assert function(frames, DARK) == (0, 11, 0, 16)


def test_seen_is_where_the_whole_convolution_lies() -> None:
    frames, taps = a_blob(), RNG.random((5, 3))
    part = LitPart(lit_bounds(frames, DARK), (2, 1))
    assert part.shape[0] >= 9 and part.shape[1] >= 6
    wanted, found = part.seen(slice(2, 9), slice(0, 16))
    for frame, light in zip(frames, part.light(frames), strict=True):
        image = np.zeros((7, 16))
        image[wanted] = convolve2d(light, taps)[found]
        expected = convolve2d(frame, taps, mode="same")[2:9]
        np.testing.assert_allclose(image, expected, atol=1e-15)


def test_light_that_reaches_nothing_is_seen_nowhere() -> None:
    part = LitPart((0, 2, 0, 2), (1, 1))
    (rows, _), _ = part.seen(slice(5, 8), slice(5, 8))
    assert rows.start == rows.stop
