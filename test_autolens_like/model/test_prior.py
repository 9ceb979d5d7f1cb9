import math

import mpmath
import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model.prior import (
    GaussianPrior,
    LogGaussianPrior,
    LogUniformPrior,
    PeriodicPrior,
    TruncatedGaussianPrior,
    UniformPrior,
)


def test__defaults():
    assert (UniformPrior().lower_limit, UniformPrior().upper_limit) == (0.0, 1.0)
    assert LogUniformPrior().arguments == {"lower_limit": 1e-6, "upper_limit": 1.0}


def test__uniform__is_linear():
    prior = UniformPrior(lower_limit=2.0, upper_limit=6.0)
    assert prior.value_for(0.25) == 3.0
    assert prior.median == 4.0
    assert prior.log_prior_from_value(5.0) == pytest.approx(-math.log(4.0))
    assert prior.value_for(np.array([0.0, 1.0])) == pytest.approx([2.0, 6.0], abs=0.0)


def test__log_uniform__is_linear_in_the_logarithm():
    prior = LogUniformPrior(1e-2, 1e2)
    assert prior.median == pytest.approx(1.0, rel=1e-14)
    assert prior.value_for(0.75) == pytest.approx(10.0, rel=1e-14)
    ends = prior.value_for(np.array([0.0, 1.0]))
    assert ends == pytest.approx([1e-2, 1e2], rel=1e-14)


def test__gaussian__one_sigma_is_where_the_normal_distribution_has_it():
    prior = GaussianPrior(mean=1.0, sigma=2.0)
    assert prior.median == 1.0
    assert prior.unit_value_for(3.0) == pytest.approx(float(mpmath.ncdf(1)), rel=1e-14)
    assert (prior.lower_limit, prior.upper_limit) == (-math.inf, math.inf)


def test__log_gaussian__median_is_the_exponential_of_the_mean():
    prior = LogGaussianPrior(mean=2.0, sigma=0.1)
    assert prior.median == pytest.approx(math.exp(2.0), rel=1e-14)
    assert prior.log_prior_from_value(0.0) == -math.inf


@pytest.mark.parametrize(
    ("mean", "sigma", "lower", "upper"),
    [(0, 0.3, -1, 1), (0, 1, 9, 11), (0, 1, -46, -40), (0.7, 0.01, -1, 1)],
)
def test__truncated_gaussian__is_exact_far_into_the_tails(mean, sigma, lower, upper):
    """Against the integral of the normal density with 50 digits (mpmath)."""
    prior = TruncatedGaussianPrior(mean, sigma, lower, upper)
    with mpmath.workdps(50):

        def below(value):
            # erfc keeps its digits on the side where it is small.
            sign = -1 if lower + upper > 2 * mean else 1
            scaled = [sign * (mean - mpmath.mpf(x)) for x in (lower, value)]
            scaled = [mpmath.erfc(x / (sigma * mpmath.sqrt(2))) for x in scaled]
            return abs(scaled[1] - scaled[0])

        for unit in (0.1, 0.5, 0.9):
            value = prior.value_for(unit)
            assert float(below(value) / below(upper)) == pytest.approx(unit, rel=1e-10)


def test__truncated_gaussian__without_limits_is_the_gaussian():
    units = np.linspace(0.0, 1.0, 21)
    values = TruncatedGaussianPrior(1.0, 2.0).value_for(units)
    assert values == pytest.approx(GaussianPrior(1.0, 2.0).value_for(units), rel=1e-13)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: UniformPrior(2.0, 1.0), "is not below upper_limit 1.0; swap them"),
        (lambda: UniformPrior(1.0, 1.0), "fix the parameter to a number"),
        (lambda: UniformPrior(0.0, math.inf), "upper_limit is inf; it must be finite"),
        (lambda: UniformPrior(math.nan, 1.0), "lower_limit is nan; a number"),
        (lambda: UniformPrior("0", 1.0), "lower_limit is '0'; a number"),
        (lambda: UniformPrior(False, 1.0), "lower_limit is False; a number"),
        (lambda: LogUniformPrior(0.0, 1.0), "a UniformPrior reaches zero"),
        (lambda: LogUniformPrior(-1.0, 1.0), "it must be positive"),
        (lambda: LogUniformPrior(1.0, 0.1), "swap them"),
        (lambda: GaussianPrior(0.0, 0.0), "sigma is 0.0; it must be positive"),
        (lambda: GaussianPrior(0.0, -1.0), "sigma is -1.0; it must be positive"),
        (lambda: GaussianPrior(math.inf, 1.0), "mean is inf; it must be finite"),
        (lambda: LogGaussianPrior(0.0, -1.0), "it must be positive"),
        (lambda: TruncatedGaussianPrior(0.0, 1.0, 1.0, -1.0), "swap them"),
        (lambda: TruncatedGaussianPrior(0.0, 0.0, -1.0, 1.0), "it must be positive"),
    ],
)
def test__arguments_that_contradict_each_other(make, message):
    with pytest.raises(exc.ModelException, match=message):
        make()


def test__repr__says_how_to_make_it():
    assert repr(UniformPrior(0, 8)) == "UniformPrior(lower_limit=0.0, upper_limit=8.0)"


def test__periodic__values_a_turn_away_are_the_same():
    prior = PeriodicPrior(-90.0, 90.0)
    assert (prior.period, prior.median, prior.is_periodic) == (180.0, 0.0, True)
    assert prior.value_for(0.75) == 45.0
    for turns in (-2, 0, 1):
        value = 45.0 + 180.0 * turns
        assert prior.unit_value_for(value) == pytest.approx(0.75, abs=1e-14)
        assert prior.log_prior_from_value(value) == pytest.approx(-math.log(180.0))
    assert prior.unit_value_for(np.array([90.0, 91.0])) == pytest.approx([1.0, 1 / 180])
    assert prior.log_prior_from_value(math.nan) == -math.inf


def test__new__is_another_parameter_of_the_same_distribution():
    prior = TruncatedGaussianPrior(0.0, 0.3, -1.0, 1.0)
    twin = prior.new()
    assert repr(twin) == repr(prior) and twin is not prior and twin.id > prior.id
