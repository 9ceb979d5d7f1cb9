"""Bicubic convolution: through the pixels, parabolas exactly, nothing outside."""

import numpy as np

from autolens_like.learned.stamp_sampling import sampled

STAMP = np.random.default_rng(3).uniform(size=(9, 7))


def test_it_goes_through_the_pixels():
    rows, columns = np.indices(STAMP.shape).astype(float)
    np.testing.assert_allclose(sampled(STAMP, rows, columns), STAMP, atol=1e-15)


def test_parabolas_are_reproduced_between_the_pixels():
    def parabola(y, x):
        return 1.0 + 0.3 * y - 0.2 * x + 0.1 * y * x + 0.05 * y**2 - 0.07 * x**2

    stamp = parabola(*np.indices((12, 12)).astype(float))
    y, x = np.random.default_rng(1).uniform(2.0, 9.0, (2, 40))
    np.testing.assert_allclose(sampled(stamp, y, x), parabola(y, x), rtol=1e-13)


def test_there_is_nothing_outside_and_no_jump_on_the_way():
    far = np.array([-1e9, -2.0, 10.0, 1e9])
    np.testing.assert_array_equal(sampled(STAMP, far, 0.0 * far + 3.0), 0.0)
    np.testing.assert_array_equal(sampled(STAMP, 0.0 * far + 3.0, far - 2.0), 0.0)
    # Values and slopes on both sides of every line where pieces meet.
    lines = np.arange(-3.0, 12.0)
    for at in (lines, lines):
        sides = [sampled(STAMP, at + e, 0.0 * at + 2.3) for e in (-1e-6, 0.0, 1e-6)]
        np.testing.assert_allclose(sides[0], sides[2], atol=1e-5)
        slopes = np.diff(sides, axis=0) / 1e-6
        np.testing.assert_allclose(slopes[0], slopes[1], atol=2e-5)
