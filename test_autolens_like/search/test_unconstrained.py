import numpy as np
import pytest

from autolens_like.search.fitness import Fitness
from autolens_like.search.gradient import DifferenceGradient
from autolens_like.search.unconstrained import (
    LARGEST_COORDINATE,
    UnconstrainedPosterior,
    points_from,
    units_from,
)
from test_autolens_like.search.fakes import (
    NormalAnalysis,
    box_model,
    normal_model,
    normal_posterior,
)


def posterior_of(model):
    gradient = DifferenceGradient(Fitness(model, NormalAnalysis()), 1e-6)
    return UnconstrainedPosterior(gradient)


def test_the_map_is_its_own_way_back():
    points = np.linspace(-5.0, 5.0, 11)
    assert points_from(units_from(points)) == pytest.approx(points, abs=1e-9)
    assert points_from(np.array([0.0, 1.0])).tolist() == [
        -LARGEST_COORDINATE,
        LARGEST_COORDINATE,
    ]


@pytest.mark.parametrize("model_of", [normal_model, box_model])
def test_the_gradient_is_that_of_the_values(model_of):
    posterior = posterior_of(model_of())
    point = np.array([0.4, -0.8])
    _, (gradient,) = posterior(point)
    step = 1e-4 * np.eye(2)
    above, below = posterior(point + step)[0], posterior(point - step)[0]
    assert gradient == pytest.approx((above - below) / 2e-4, rel=1e-4)


def test_with_normal_priors_the_mode_is_the_mean_of_the_posterior():
    mean, _, _ = normal_posterior()
    point = (mean - [0.0, 1.0]) / [2.0, 3.0]
    (value,), (gradient,) = posterior_of(normal_model())(point)
    assert gradient == pytest.approx([0.0, 0.0], abs=1e-3)
    assert value < 0.0
