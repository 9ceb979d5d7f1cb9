import numpy as np
import pytest

from autolens_like.search.draws import draw
from autolens_like.search.fitness import RESAMPLE_LOG_LIKELIHOOD, Fitness
from test_autolens_like.search.fakes import LIMIT, BoxModel, GaussianAnalysis


def test_draws_know_which_of_them_have_a_likelihood():
    fitness = Fitness(BoxModel(2, forbidden=True), GaussianAnalysis())
    draws = draw(fitness, np.random.default_rng(1), 40)
    assert np.array_equal(draws.valid, draws.vectors[:, 0] > 0.0)
    assert np.all(draws.values[~draws.valid] == RESAMPLE_LOG_LIKELIHOOD)
    best = draws.best(5)
    assert draws.values[best[0]] == draws.values.max()
    assert np.all(np.diff(draws.values[best]) <= 0.0)
    # No more than there are.
    assert len(draws.best(40)) == draws.valid.sum() < 40


def test_draws_stay_in_the_share_of_the_priors_that_is_asked_for():
    fitness = Fitness(BoxModel(2), GaussianAnalysis())
    draws = draw(fitness, np.random.default_rng(1), 200, 0.4, 0.6)
    assert draws.units.min() > 0.4 and draws.units.max() < 0.6
    assert np.abs(draws.vectors).max() == pytest.approx(0.2 * LIMIT, rel=0.1)
