"""Missing values."""

import numpy as np

from autolens_like.numerics.smooth_continuation import smooth_continuation

Y, X = np.mgrid[0:20, 0:23] / 10.0
DISC = np.hypot(Y - 1.0, X - 1.1) < 0.8


def test_known_values_stay():
    values = np.random.default_rng(0).normal(size=DISC.shape)
    filled = smooth_continuation(values, DISC)
    np.testing.assert_array_equal(filled[DISC], values[DISC])
    assert np.all(np.isfinite(filled))
    assert smooth_continuation(values, np.ones_like(DISC)) is values


def test_a_cubic_goes_on():
    values = 1.0 + X - 2.0 * Y + X * Y - Y**3 + 0.5 * X**2 * Y
    filled = smooth_continuation(np.where(DISC, values, np.nan), DISC)
    np.testing.assert_allclose(filled, values, atol=1e-6)


def test_it_has_the_least_variation():
    values = np.sin(2.0 * X) * np.cos(3.0 * Y)
    filled = smooth_continuation(values, DISC)

    def variation(field):
        total, weights = 0.0, (1, 4, 6, 4, 1)
        for k, weight in enumerate(weights):
            part = np.diff(np.diff(field, 4 - k, axis=0), k, axis=1)
            total += weight * np.sum(part**2)
        return total

    least = variation(filled)
    rng = np.random.default_rng(1)
    for _ in range(5):
        moved = filled + np.where(DISC, 0.0, 1e-3 * rng.normal(size=DISC.shape))
        assert variation(moved) > least


def test_values_on_a_line_are_no_singular_system():
    line = np.zeros((8, 8), dtype=bool)
    np.fill_diagonal(line, True)
    assert np.all(np.isfinite(smooth_continuation(np.eye(8), line)))
