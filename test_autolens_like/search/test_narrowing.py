"""Priors about an optimum, with what is fixed taken as known."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model.composition import Collection
from autolens_like.model.prior import UniformPrior
from autolens_like.search.narrowing import narrowed_model
from autolens_like.search.samples import Samples


def samples(limit=10.0):
    """Two correlated normal parameters of width 1, correlation 0.6, and a third."""
    covariance = np.array([[1.0, 0.6, 0.0], [0.6, 1.0, 0.0], [0.0, 0.0, 0.25]])
    draws = np.random.default_rng(1).standard_normal((400, 3))
    draws -= draws.mean(axis=0)
    draws = np.linalg.solve(np.linalg.cholesky(draws.T @ draws / 400), draws.T).T
    vectors = np.vstack([np.zeros(3), draws @ np.linalg.cholesky(covariance).T])
    model = Collection(
        lens=Collection(a=UniformPrior(-limit, limit), b=UniformPrior(-10.0, 10.0)),
        source=Collection(c=UniformPrior(-10.0, 10.0)),
    )
    values = np.append(0.0, np.full(400, -1.0))
    weights = np.append(0.0, np.full(400, 1.0 / 400.0))
    return Samples(model, vectors, values, np.zeros(401), weights)


def limits(model):
    return [(p.lower_limit, p.upper_limit) for p in model.priors_ordered_by_id]


def test_widths_are_those_of_the_posterior():
    model = narrowed_model(samples(), sigmas=3.0)
    assert np.array(limits(model)) == pytest.approx(
        np.array([(-3.0, 3.0), (-3.0, 3.0), (-1.5, 1.5)]), rel=1e-6
    )


def test_a_fixed_parameter_narrows_those_that_follow_it():
    model = narrowed_model(samples(), sigmas=1.0, fixed=["*.a"])
    # The variance that is left is 1 - 0.6².
    assert limits(model)[0] == pytest.approx((-0.8, 0.8), rel=1e-6)
    assert model.instance_from_prior_medians().lens.a == 0.0
    assert model.prior_count == 2


def test_earlier_limits_still_hold():
    assert limits(narrowed_model(samples(limit=2.0), 3.0))[0] == (-2.0, 2.0)


def test_names_that_match_nothing_or_everything():
    with pytest.raises(exc.ModelException, match="matches no parameter"):
        narrowed_model(samples(), fixed=["lens.d"])
    with pytest.raises(exc.ModelException, match="nothing would be left"):
        narrowed_model(samples(), fixed=["*"])
