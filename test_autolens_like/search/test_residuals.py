"""The residuals of priors and likelihood, against the posterior of the ascents."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.fitness import Fitness
from autolens_like.search.gradient import JaxGradient
from autolens_like.search.residuals import (
    UnconstrainedResiduals,
    equations_of,
    groups_of,
    with_derivatives,
)
from autolens_like.search.unconstrained import UnconstrainedPosterior
from test_autolens_like.search.fakes import BoxModel, GaussianAnalysis


class Gaussian(GaussianAnalysis):
    def residuals_function(self, instance):
        centre, sigma = self.data
        return (instance - centre) / sigma


def test_half_their_squares_are_the_posterior_and_its_slope():
    # More dimensions than derivatives go through the program at a time.
    fitness = Fitness(BoxModel(34), Gaussian())
    residuals = UnconstrainedResiduals(fitness)
    posterior = UnconstrainedPosterior(JaxGradient(Fitness(BoxModel(34), Gaussian())))
    point = np.random.default_rng(3).normal(0.0, 0.8, 34)
    (value,), (gradient,) = posterior(point[None])
    found, (curvature, slope) = residuals(point), residuals.equations(point)
    assert residuals.constant - 0.5 * found @ found == pytest.approx(value, rel=1e-12)
    assert slope == pytest.approx(gradient, rel=1e-9)
    steps = 1e-6 * np.eye(34)
    jacobian = [(residuals(point + s) - residuals(point - s)) / 2e-6 for s in steps]
    expected = np.array(jacobian) @ np.transpose(jacobian)
    assert curvature == pytest.approx(expected, rel=1e-7, abs=1e-7)
    assert fitness.tally.calls == 1 + 2 * 34


def test_a_forbidden_point_has_none():
    residuals = UnconstrainedResiduals(Fitness(BoxModel(2, forbidden=True), Gaussian()))
    assert residuals(np.array([-1.0, 0.0])) is None
    assert residuals(np.array([1.0, 0.0])) is not None


def test_what_jax_cannot_trace_is_told():
    class Concrete(Gaussian):
        def residuals_function(self, instance):
            return instance if instance[0] > 0.0 else -instance

    residuals = UnconstrainedResiduals(Fitness(BoxModel(2), Concrete()))
    with pytest.raises(exc.SearchException, match="JAX cannot trace"):
        residuals(np.zeros(2))


def test_derivatives_in_groups_are_those_of_all_together():
    jnp = pytest.importorskip("jax.numpy")
    names = [f"light.latents_{i}" for i in range(17)]
    names[4:4] = ["mass.einstein_radius", "light.centre_0", "light.centre_1"]
    latents, others = groups_of(names)
    assert list(others) == [4, 5, 6] and len(latents) == 17
    assert [list(group) for group in groups_of(names[:6])] == [list(range(6))]
    followed = []

    def function(numbers):
        made = jnp.stack([numbers[i] for i in latents]) ** 2
        followed.append(isinstance(numbers, list) and numbers[4])
        return jnp.sin(numbers[4] * made) + numbers[5] * numbers[6]

    vector = jnp.asarray(np.random.default_rng(0).normal(size=20))
    _, together = with_derivatives(function, vector)
    values, apart = with_derivatives(function, vector, [latents, others])
    assert together.shape == (20, 17)
    assert np.array(apart) == pytest.approx(np.array(together), rel=1e-13)
    assert np.array_equal(values, function(vector))
    # What stands still is a number, what is followed is not.
    kinds = [isinstance(one, type(vector)) for one in followed]
    assert kinds == [False, True, False, False]
    curvature, slope = equations_of(function, vector, [latents, others])
    assert np.array(curvature) == pytest.approx(np.array(apart @ apart.T), rel=1e-13)
    assert np.array(slope) == pytest.approx(-np.array(apart @ values), rel=1e-13)
