import builtins
import math

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model.composition import Collection
from autolens_like.model.prior import (
    GaussianPrior,
    LogGaussianPrior,
    LogUniformPrior,
    PeriodicPrior,
    TruncatedGaussianPrior,
    UniformPrior,
)
from autolens_like.search import gradient as gradient_module
from autolens_like.search.analysis import Analysis
from autolens_like.search.fitness import Fitness
from autolens_like.search.gradient import (
    DifferenceGradient,
    JaxGradient,
    default_batch_size,
    gradient_of,
)
from autolens_like.search.journal import Journal
from test_autolens_like.search.fakes import (
    BoxModel,
    GaussianAnalysis,
    NormalAnalysis,
    normal_model,
)


class Quadratic(Analysis):
    def log_likelihood_function(self, instance):
        values = [getattr(instance, name) for name in "abcdef"]
        return -sum(0.5 * (value - 0.7) ** 2 for value in values)


def every_prior():
    """One parameter for each kind of prior."""
    return Collection(
        a=UniformPrior(-1.0, 3.0),
        b=LogUniformPrior(1e-2, 1e2),
        c=GaussianPrior(0.5, 2.0),
        d=LogGaussianPrior(0.1, 0.5),
        e=TruncatedGaussianPrior(0.2, 1.0, -0.5, 1.5),
        f=PeriodicPrior(0.0, 3.0),
    )


def test_both_ways_agree_for_every_kind_of_prior():
    fitness = Fitness(every_prior(), Quadratic())
    units = np.random.default_rng(2).uniform(0.02, 0.98, (5, 6))
    exact, rough = JaxGradient(fitness, 2), DifferenceGradient(fitness, 1e-6)
    values, slopes = exact(units)
    others, differences = rough(units)
    assert values == pytest.approx(others, rel=1e-12)
    assert slopes == pytest.approx(differences, rel=2e-4, abs=1e-4)
    # Five points, the last call filled up; and six differences more each.
    assert fitness.tally.calls == 5 + 5 * 7


def test_what_was_evaluated_is_answered_from_the_journal_bit_by_bit(tmp_path):
    journal = Journal(tmp_path, 2)
    fitness = Fitness(normal_model(), NormalAnalysis(), journal)
    units = np.random.default_rng(2).random((5, 2))
    first = JaxGradient(fitness, 2)(units)
    fitness.close()
    again = Journal(tmp_path, 2)
    again.load()
    assert len(again) == 5
    fitness = Fitness(normal_model(), NormalAnalysis(), again)
    gradient = JaxGradient(fitness, 2)
    second = gradient(units)
    assert gradient._compiled is None and fitness.tally.replayed == 5
    assert all(np.array_equal(*pair) for pair in zip(first, second, strict=True))


def test_points_without_likelihood_are_passed_over():
    model = normal_model()
    model.add_assertion(model.a > 0.0)
    for gradient in (
        JaxGradient(Fitness(model, NormalAnalysis()), 3),
        DifferenceGradient(Fitness(model, NormalAnalysis()), 1e-3),
    ):
        values, slopes = gradient(np.array([[0.2, 0.5], [0.5001, 0.5], [0.3, 0.1]]))
        assert list(np.isfinite(values)) == [False, True, False]
        assert not slopes[0].any() and slopes[1].all()
        # a = 0.0005: the step to lower a has no likelihood, the other one has.
        assert slopes[1, 0] == pytest.approx(
            JaxGradient(Fitness(normal_model(), NormalAnalysis()))(
                np.array([[0.5001, 0.5]])
            )[1][0, 0],
            rel=0.02,
        )


def test_a_likelihood_that_is_not_finite_under_jax_has_none():
    class Root(Analysis):
        def log_likelihood_function(self, instance):
            return (instance.a - 0.1) ** 0.5 + instance.b

    fitness = Fitness(normal_model(), Root())
    values, slopes = JaxGradient(fitness, 2)(np.array([[0.2, 0.5], [0.7, 0.5]]))
    assert values[0] == -math.inf and np.isfinite(values[1])
    assert not slopes[0].any()


def test_nowhere_a_likelihood_stops_with_the_reason():
    model = normal_model()
    model.add_assertion(model.a > 1e3, "a is large")
    gradient = JaxGradient(Fitness(model, NormalAnalysis()))
    with pytest.raises(exc.SearchException, match=r"1000 .* 'a is large'"):
        gradient(np.random.default_rng(1).random((1001, 2)))


def test_a_likelihood_that_jax_cannot_trace_says_so():
    class Closed(Analysis):
        def log_likelihood_function(self, instance):
            return math.sin(instance.a)

    with pytest.raises(exc.SearchException, match=r"Closed: .*af\.LBFGS"):
        JaxGradient(Fitness(normal_model(), Closed()))(np.full((1, 2), 0.5))


def test_a_stopped_search_evaluates_no_more():
    fitness = Fitness(normal_model(), NormalAnalysis())
    fitness.tally.stop()
    with pytest.raises(exc.LensException, match="stopped"):
        JaxGradient(fitness)(np.full((1, 2), 0.5))


def test_the_way_is_chosen_by_the_analysis_unless_it_is_said():
    analysis = GaussianAnalysis()
    fitness = Fitness(BoxModel(2), analysis)
    assert isinstance(gradient_of(fitness, "auto", 1e-5), DifferenceGradient)
    assert isinstance(gradient_of(fitness, "jax", 1e-5), JaxGradient)
    analysis.use_jax = True
    assert isinstance(gradient_of(fitness, "auto", 1e-5), JaxGradient)
    assert isinstance(gradient_of(fitness, "differences", 1e-5), DifferenceGradient)
    with pytest.raises(exc.SearchException, match="Did you mean 'jax'"):
        gradient_module.checked_gradient("gradient", "jx")


def test_a_batch_is_one_point_on_a_cpu_and_all_elsewhere(monkeypatch):
    assert default_batch_size(7, 48) == 7
    jax = gradient_module.jax_library()
    for backend, expected in (("cpu", 1), ("gpu", 48)):
        monkeypatch.setattr(jax, "default_backend", lambda backend=backend: backend)
        assert default_batch_size(None, 48) == expected


def test_a_missing_library_names_the_pip_line(monkeypatch):
    real_import = builtins.__import__

    def without(name, *arguments, **keywords):
        if name == "jax":
            raise ImportError(name)
        return real_import(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(exc.MissingDependencyException, match="pip install jax"):
        gradient_module.jax_library()
