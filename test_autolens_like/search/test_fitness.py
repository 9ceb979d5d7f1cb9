import pickle

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search import fitness as fitness_module
from autolens_like.search.analysis import Analysis
from autolens_like.search.fitness import (
    MAXIMUM_INVALID_DRAWS,
    RESAMPLE_LOG_LIKELIHOOD,
    Fitness,
)
from autolens_like.search.journal import Journal
from test_autolens_like.search.fakes import BoxModel, GaussianAnalysis


class Raising(Analysis):
    def __init__(self, outcome):
        self.outcome = outcome

    def log_likelihood_function(self, instance):
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


def test_it_is_the_log_likelihood_of_the_instance():
    vector = np.array([0.1, 0.4])
    analysis = GaussianAnalysis()
    value = Fitness(BoxModel(2), analysis)(vector)
    assert value == analysis.log_likelihood_function(vector)


def test_the_prior_transform_is_that_of_the_model():
    fitness = Fitness(BoxModel(2), GaussianAnalysis())
    assert fitness.prior_transform([0.0, 1.0]).tolist() == [-5.0, 5.0]


@pytest.mark.parametrize(
    "outcome",
    [
        np.linalg.LinAlgError("singular"),
        exc.InversionException("no solution"),
        exc.ResampleException("a > b"),
        exc.ParameterException("|ell_comps| >= 1"),
        float("nan"),
        float("inf"),
        -float("inf"),
    ],
)
def test_no_likelihood_is_a_low_number(outcome):
    fitness = Fitness(BoxModel(2), Raising(outcome))
    assert fitness(np.zeros(2)) == RESAMPLE_LOG_LIKELIHOOD


@pytest.mark.parametrize(
    "mistake",
    [
        TypeError("x"),
        AttributeError("x"),
        NameError("x"),
        KeyError("x"),
        ValueError("x"),
        ZeroDivisionError("x"),
        exc.GridException("x"),
    ],
)
def test_a_mistake_stops_and_says_for_which_parameters(mistake):
    with pytest.raises(type(mistake)) as info:
        Fitness(BoxModel(2), Raising(mistake))(np.array([0.25, 0.5]))
    assert "galaxies.lens.x_0=0.25, galaxies.lens.x_1=0.5" in info.value.__notes__[0]


def test_too_many_draws_without_likelihood_name_the_commonest_reason():
    analysis = Raising(exc.InversionException("pixel 1 of 7"))
    fitness = Fitness(BoxModel(1), analysis)
    for number in range(MAXIMUM_INVALID_DRAWS - 1):
        analysis.outcome = exc.InversionException(f"pixel {number} of 7")
        if number < 5:
            analysis.outcome = float("nan")
        fitness(np.zeros(1))
    with pytest.raises(exc.SearchException, match="InversionException: pixel 998 of 7"):
        fitness(np.zeros(1))


def test_a_valid_draw_starts_the_count_again():
    analysis = Raising(float("nan"))
    fitness = Fitness(BoxModel(1), analysis)
    for number in range(2 * MAXIMUM_INVALID_DRAWS):
        analysis.outcome = float("nan") if number % 900 else 1.0
        fitness(np.zeros(1))


def test_the_journal_answers_what_it_knows(tmp_path):
    vector = np.array([0.1, 0.2])
    first = Fitness(BoxModel(2), Raising(-3.5), Journal(tmp_path, 2))
    assert first(vector) == -3.5
    first.close()
    journal = Journal(tmp_path, 2)
    journal.load()
    second = Fitness(BoxModel(2), Raising(TypeError("not called")), journal)
    assert second(vector) == -3.5
    assert (second.tally.calls, second.tally.replayed) == (1, 1)


def test_draws_without_likelihood_are_not_recorded(tmp_path):
    fitness = Fitness(BoxModel(2), Raising(float("nan")), Journal(tmp_path / "j", 2))
    fitness(np.zeros(2))
    fitness.close()
    assert not (tmp_path / "j").exists()


def test_pickling_leaves_the_compiled_function_behind():
    fitness = Fitness(BoxModel(2), GaussianAnalysis())
    fitness._compiled = lambda vector: 0.0
    fitness.watch = lambda state: None
    copy = pickle.loads(pickle.dumps(fitness))
    assert copy._compiled is None
    assert copy(np.zeros(2)) == fitness(np.zeros(2))


def test_a_stopped_search_evaluates_nothing_more():
    fitness = Fitness(BoxModel(2), Raising(TypeError("not called")))
    fitness.tally.stop()
    with pytest.raises(fitness_module.SearchStopped):
        fitness(np.zeros(2))


def test_map_is_many_calls():
    fitness = Fitness(BoxModel(2), GaussianAnalysis())
    vectors = np.random.default_rng(0).normal(size=(5, 2))
    assert fitness.map(vectors).tolist() == [fitness(vector) for vector in vectors]


def test_samples_leave_out_vectors_without_likelihood():
    fitness = Fitness(BoxModel(1), GaussianAnalysis())
    values = np.array([-1.0, RESAMPLE_LOG_LIKELIHOOD])
    samples = fitness.samples_from(np.zeros((2, 1)), values, np.ones(2), {})
    assert samples.log_likelihood_list.tolist() == [-1.0]
    assert samples.log_prior_list == pytest.approx([-np.log(10.0)])


def test_samples_without_any_likelihood_say_why():
    # Workers evaluated them, so that the reasons are not known here yet.
    fitness = Fitness(BoxModel(2, forbidden=True), GaussianAnalysis())
    vectors = np.full((3, 2), -1.0)
    values = np.full(3, RESAMPLE_LOG_LIKELIHOOD)
    with pytest.raises(exc.SearchException, match=r"None of 3 .*3 times.* x_0 > 0"):
        fitness.samples_from(vectors, values, np.ones(3), {})


def test_the_best_vector_that_was_evaluated_is_among_the_samples():
    fitness = Fitness(BoxModel(1), GaussianAnalysis())
    vectors = np.array([[1.0], [2.0]])
    values = fitness.map(vectors)
    samples = fitness.samples_from(vectors, values, np.full(2, 0.5), {})
    assert len(samples) == 2
    best = fitness(np.array([0.3]))
    samples = fitness.samples_from(vectors, values, np.full(2, 0.5), {})
    assert samples.max_log_likelihood().tolist() == [0.3]
    assert samples.log_likelihood_list.tolist() == [*values, best]
    assert samples.weight_list.tolist() == [0.5, 0.5, 0.0]
    assert samples.median_pdf(as_instance=False) == pytest.approx([1.5])


class Quadratic(Analysis):
    calls = 0

    def __init__(self, use_jax):
        self.use_jax = use_jax

    def log_likelihood_function(self, instance):
        type(self).calls += 1
        return -((instance - 0.1) ** 2).sum()


def test_jax_compiles_once_and_agrees_with_numpy():
    pytest.importorskip("jax")
    compiled = Fitness(BoxModel(3, forbidden=True), Quadratic(use_jax=True))
    plain = Fitness(BoxModel(3), Quadratic(use_jax=False))
    vectors = np.random.default_rng(1).random((4, 3))
    Quadratic.calls = 0
    values = [compiled(vector) for vector in vectors]
    assert Quadratic.calls == 1
    np.testing.assert_allclose(values, plain.map(vectors), rtol=1e-14)
    assert isinstance(values[0], float)
    # An assertion of the model holds for a compiled likelihood as well.
    assert compiled(np.array([-1.0, 0.0, 0.0])) == RESAMPLE_LOG_LIKELIHOOD


class Residuals(GaussianAnalysis):
    def residuals_function(self, instance):
        if instance[0] > 4.0:
            raise exc.ResampleException("beyond 4")
        centre, sigma = self.data
        return (np.asarray(instance) - centre) / sigma


def test_residuals_are_counted_at_their_log_likelihood():
    fitness = Fitness(BoxModel(2), Residuals())
    vector = np.array([0.5, 0.1])
    values = fitness.residuals(vector)
    assert values == pytest.approx([0.4, -0.4])
    assert fitness.tally.calls == 1
    assert fitness.tally.best_vector() is None
    fitness.residuals_constant = fitness(vector) + 0.5 * values @ values
    fitness.residuals(np.array([0.3, 0.3]))
    assert fitness.tally.best_log_likelihood == pytest.approx(fitness(np.full(2, 0.3)))


def test_residuals_of_an_impossible_vector_are_none():
    fitness = Fitness(BoxModel(2), Residuals())
    both = fitness.map_residuals([np.array([4.5, 0.0]), np.array([0.3, 0.3])])
    assert both[0] is None and both[1] == pytest.approx([0.0, 0.0])


def test_an_analysis_without_residuals_says_so():
    with pytest.raises(exc.SearchException, match="has no residuals_function"):
        Fitness(BoxModel(2), GaussianAnalysis()).residuals(np.zeros(2))
