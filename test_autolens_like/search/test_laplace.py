import numpy as np
import pytest

from autolens_like.search.fitness import Fitness
from autolens_like.search.gradient import DifferenceGradient
from autolens_like.search.laplace import laplace_from
from autolens_like.search.unconstrained import UnconstrainedPosterior
from test_autolens_like.search.fakes import (
    NormalAnalysis,
    normal_model,
    normal_posterior,
)

WIDTHS = np.array([2.0, 3.0])


@pytest.fixture
def fitness():
    return Fitness(normal_model(), NormalAnalysis())


def test_a_normal_posterior_is_found_exactly_from_a_point_beside_it(fitness):
    posterior = UnconstrainedPosterior(DifferenceGradient(fitness, 1e-6))
    laplace = laplace_from(posterior, np.array([0.5, -0.2]))
    mean, covariance, log_evidence = normal_posterior()
    assert laplace.mode * WIDTHS + [0.0, 1.0] == pytest.approx(mean, abs=1e-3)
    assert laplace.covariance * np.outer(WIDTHS, WIDTHS) == pytest.approx(
        covariance, rel=1e-3
    )
    assert laplace.log_evidence == pytest.approx(log_evidence, abs=1e-3)


def test_its_samples_have_its_moments_and_likelihoods(fitness):
    posterior = UnconstrainedPosterior(DifferenceGradient(fitness, 1e-6))
    laplace = laplace_from(posterior, np.array([0.5, -0.2]))
    generator = np.random.default_rng(3)
    samples = laplace.samples(fitness, 4000, generator, {"search": "test"})
    mean, covariance, log_evidence = normal_posterior()
    error = np.sqrt(np.diag(covariance) / 4000.0)
    weights = samples.weight_list / samples.weight_list.sum()
    assert np.all(np.abs(weights @ samples.parameter_lists - mean) < 4.0 * error)
    assert samples.covariance_matrix == pytest.approx(covariance, rel=0.1, abs=0.01)
    # Of a normal posterior the approximate likelihoods are the true ones.
    for row in (1, 2, 3):
        value = fitness(samples.parameter_lists[row])
        assert samples.log_likelihood_list[row] == pytest.approx(value, abs=1e-2)
    assert samples.info["laplace_log_evidence"] == pytest.approx(log_evidence, abs=0.01)
    assert samples.weight_list[samples.max_log_likelihood_index] == 0.0


def test_where_the_data_tell_nothing_the_prior_is_the_posterior():
    def saddle(points):
        values = points[:, 0] ** 2 - 50.0 * points[:, 1] ** 2
        return values, np.column_stack([2.0 * points[:, 0], -100.0 * points[:, 1]])

    laplace = laplace_from(saddle, np.zeros(2))
    assert laplace.hessian == pytest.approx(np.diag([1.0, 100.0]))


def test_next_to_where_there_is_no_likelihood_the_prior_is_taken():
    def half(points):
        valid = points[:, 0] > -1e-3
        values = np.where(valid, -50.0 * np.sum(points**2, axis=1), -np.inf)
        return values, np.where(valid[:, None], -100.0 * points, 0.0)

    laplace = laplace_from(half, np.zeros(2))
    assert laplace.hessian == pytest.approx(np.diag([1.0, 100.0]))
