import math

import numpy as np
import pytest
from scipy.stats import norm

from autolens_like import exc
from autolens_like.search.estimates import (
    about_circular_mean,
    interval,
    marginalize,
    quantile,
    tail_of,
)


def test_tails_are_those_of_the_normal_distribution():
    for sigma in (0.5, 1.0, 3.0):
        assert tail_of(sigma) == pytest.approx(norm.cdf(-sigma), rel=1e-12)
    for sigma in (0.0, -1.0, math.nan):
        with pytest.raises(exc.SearchException, match="sigma > 0"):
            tail_of(sigma)


def test_intervals_of_normal_quantiles():
    values = norm.ppf((np.arange(1001) + 0.5) / 1001)
    found = interval(3.0 + 2.0 * values, np.ones(1001), 1.0)
    assert found == pytest.approx((3.0, 1.0, 5.0), abs=2e-3)


def test_marginalize_is_the_interval_of_pyautofit():
    values = np.arange(101.0)
    assert marginalize(parameter_list=values, sigma=1.0) == interval(
        values, np.ones(101), 1.0
    )
    weights = values**2
    found = marginalize(values, 1.0, weight_list=weights)
    assert found == interval(values, weights, 1.0)


def test_weights_count_and_what_is_unknown_does_not():
    values, weights = [1.0, math.nan, 3.0, 9.0], [1.0, 5.0, 1.0, 0.0]
    assert quantile(values, weights, 0.5) == 2.0
    assert math.isnan(quantile([math.nan], [1.0], 0.5))
    with_repeats = quantile([1.0, 2.0, 2.0, 2.0], [1.0] * 4, 0.6)
    assert with_repeats == pytest.approx(quantile([1.0, 2.0], [1.0, 3.0], 0.6), abs=0.3)


def test_angles_across_the_seam_are_in_one_piece():
    values = np.array([175.0, 178.0, 1.0, 4.0])
    turned = about_circular_mean(values, np.ones(4), 180.0)
    assert np.ptp(turned) == pytest.approx(9.0)
    assert np.mod(turned, 180.0) == pytest.approx(values)
    assert about_circular_mean(values, np.ones(4), 180.0, -90.0) == pytest.approx(
        turned - 180.0
    )
    # Turning all of them turns the answer.
    moved = about_circular_mean(np.mod(values + 50.0, 180.0), np.ones(4), 180.0)
    assert np.mod(moved - turned, 180.0) == pytest.approx(50.0)
