import builtins

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model import prior as prior_module
from autolens_like.model.distribution import Prior
from autolens_like.search.fitness import Fitness
from autolens_like.search.gradient import jax_library
from autolens_like.search.mcmc import nuts_kernel
from autolens_like.search.mcmc.nuts_kernel import (
    ChainState,
    Transitions,
    log_posterior_of,
    parameters_function,
)
from autolens_like.search.unconstrained import units_from
from test_autolens_like.search.fakes import NormalAnalysis, normal_model

PRIORS = [
    prior_module.UniformPrior(-2.0, 3.0),
    prior_module.PeriodicPrior(0.0, 180.0),
    prior_module.LogUniformPrior(1e-3, 10.0),
    prior_module.GaussianPrior(1.0, 2.0),
    prior_module.LogGaussianPrior(0.5, 0.3),
    prior_module.TruncatedGaussianPrior(0.2, 1.0, -0.5, 2.5),
    prior_module.TruncatedGaussianPrior(0.2, 1.0, -4.0, 0.5),
    prior_module.TruncatedGaussianPrior(-3.0, 1.0, 0.0),
]


def test_parameters_are_the_quantiles_of_the_priors():
    points = np.linspace(-4.0, 4.0, 9)
    expected = [[prior.value_for(u) for prior in PRIORS] for u in units_from(points)]
    parameters_from = jax_library().jit(parameters_function(PRIORS))
    found = [parameters_from(np.full(len(PRIORS), point)) for point in points]
    assert np.array(found) == pytest.approx(np.array(expected), rel=1e-10)


def test_every_kind_of_prior_is_known():
    kinds = {
        kind
        for kind in vars(prior_module).values()
        if isinstance(kind, type) and issubclass(kind, Prior) and kind is not Prior
    }
    assert kinds == {type(prior) for prior in PRIORS}

    class Strange:
        pass

    with pytest.raises(exc.SearchException, match="does not know how to sample a Str"):
        parameters_function([Strange()])


def test_a_state_is_told_by_numbers():
    state = ChainState(np.arange(3.0), -2.0, np.ones(3), 0.7, 15, True)
    again = ChainState.from_record(tuple(state.record()))
    assert again.record().tolist() == state.record().tolist()
    assert (again.steps, again.is_divergent) == (15, True)


def test_transitions_of_chains_together_are_those_of_seed_and_step():
    pytest.importorskip("blackjax")
    fitness = Fitness(normal_model(), NormalAnalysis())
    value_of = jax_library().value_and_grad(log_posterior_of(fitness))
    start = np.array([0.2, -0.4])
    value, gradient = value_of(start)
    states = [ChainState(start, float(value), np.asarray(gradient))] * 3
    transitions = Transitions(fitness, 0.1 * np.eye(2), 1, 6, 3)
    first = transitions([0, 1, 2], 0, states, [0.5] * 3)
    again = transitions([0, 1, 2], 0, states, [0.5] * 3)
    for one, other in zip(first, again, strict=True):
        assert np.array_equal(one.record(), other.record())
        # The value it came with is that of its position.
        assert one.log_posterior == pytest.approx(float(value_of(one.position)[0]))
        assert 0.0 < one.acceptance <= 1.0 and one.steps > 0
    positions = {tuple(state.position) for state in first}
    assert len(positions) == 3


def test_a_missing_library_names_the_pip_line(monkeypatch):
    real_import = builtins.__import__

    def without(name, *arguments, **keywords):
        if name.startswith("blackjax"):
            raise ImportError(name)
        return real_import(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(exc.MissingDependencyException, match=r"pip install .*gradien"):
        nuts_kernel.blackjax_nuts()
