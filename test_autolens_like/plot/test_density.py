import numpy as np
import pytest

from autolens_like.plot import density


@pytest.fixture(scope="module")
def gaussian():
    rng = np.random.default_rng(2)
    values = rng.multivariate_normal([0.0, 0.0], [[1.0, 0.5], [0.5, 1.0]], 20000)
    return values, np.ones(len(values))


def test_equal_weights_count_all_samples():
    assert density.effective_size(np.full(7, 0.3)) == pytest.approx(7.0)
    assert density.effective_size(np.array([1.0, 0.0])) == 1.0


def test_a_weight_of_two_is_two_samples():
    values, weights = np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 1.0])
    (median,) = density.weighted_quantiles(values, weights, (0.5,))
    assert median == 2.0


def test_quantiles_of_a_gaussian(gaussian):
    values, weights = gaussian
    found = density.weighted_quantiles(values[:, 0], weights, density.QUANTILES)
    np.testing.assert_allclose(found, [-1.0, 0.0, 1.0], atol=0.03)


def test_contours_hold_their_probability(gaussian):
    values, weights = gaussian
    limits = ((-5.0, 5.0), (-5.0, 5.0))
    x, y, smooth = density.density_2d(*values.T, weights, limits)
    assert smooth.sum() == pytest.approx(1.0)
    two, one = density.contour_levels(smooth)
    # At the contour around a share p the density of a 2D Gaussian is 1 - p of its peak.
    peak = smooth.max()
    assert one / peak == pytest.approx(1.0 - 0.6827, abs=0.05)
    assert two / peak == pytest.approx(1.0 - 0.9545, abs=0.02)
    assert len(x) == len(y) == len(smooth)


def test_rows_of_a_density_are_y():
    x, y = np.full(100, 0.8), np.full(100, 0.2)
    limits = ((0.0, 1.0), (0.0, 1.0))
    _, _, smooth = density.density_2d(x, y, np.ones(100), limits, bins=10)
    row, column = np.unravel_index(np.argmax(smooth), smooth.shape)
    assert row < 4 and column > 6


def test_a_constant_parameter_has_a_range():
    low, high = density.sample_range(np.full(5, 2.0), np.ones(5))
    assert low < 2.0 < high


def test_the_largest_bin_of_a_histogram_is_one(gaussian):
    values, weights = gaussian
    counts, edges = density.histogram(values[:, 0], weights, (-4.0, 4.0))
    assert counts.max() == 1.0 and len(edges) == len(counts) + 1
