"""Least squares find the optimum, and its curvature the posterior."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model.composition import Collection
from autolens_like.model.prior import GaussianPrior, UniformPrior
from autolens_like.search.analysis import Analysis
from autolens_like.search.mle.least_squares import LeastSquares
from autolens_like.search.nest.dynesty_static import DynestyStatic

X = np.linspace(-1.0, 1.0, 40)
TRUTH = (0.7, -0.4)
SIGMA = 0.1


class Line(Analysis):
    """A straight line through data without scatter: the posterior is normal."""

    def __init__(self, truth=TRUTH):
        self.data = truth[0] + truth[1] * X

    def residuals_function(self, instance):
        return (instance.level + instance.slope * X - self.data) / SIGMA

    def log_likelihood_function(self, instance):
        residuals = self.residuals_function(instance)
        return 3.0 - 0.5 * float(residuals @ residuals)


class Valley(Line):
    """Two minima; the deeper one at (-1, 1), no likelihood for slopes above 2."""

    def __init__(self):
        self.data = np.zeros(2)

    def residuals_function(self, instance):
        if instance.slope > 2.0:
            raise exc.ResampleException("a slope above 2 is no model")
        level = (instance.level**2 - 1.0) * 3.0
        return np.array([level, 5.0 * (instance.slope - 1.0), instance.level + 1.0])


class Silent(Analysis):
    """Has no residuals."""

    def log_likelihood_function(self, instance):
        return -(instance.level**2)


def model(limit=3.0):
    prior = UniformPrior(lower_limit=-limit, upper_limit=limit)
    return Collection(level=prior, slope=UniformPrior(-3.0, 3.0))


def fit(root, analysis=None, over=None, **settings):
    search = LeastSquares("fit", output_path=root, **{"silence": True, **settings})
    return search.fit(over or model(), analysis or Line())


def expected_covariance(widths):
    design = np.stack([np.ones_like(X), X], axis=1) / SIGMA
    return np.linalg.inv(design.T @ design + np.diag(1.0 / np.array(widths) ** 2))


def test_a_linear_model_has_its_analytic_posterior(tmp_path):
    samples = fit(tmp_path).samples
    assert samples.max_log_likelihood(as_instance=False) == pytest.approx(
        TRUTH, abs=1e-6
    )
    assert samples.median_pdf(as_instance=False) == pytest.approx(TRUTH, abs=0.01)
    # The central 68.3 % of a uniform prior of half width 3 are ± 0.683 * 3.
    width = 0.68269 * 3.0
    assert samples.covariance_matrix == pytest.approx(
        expected_covariance([width, width]), rel=1e-3, abs=1e-9
    )
    assert samples.log_likelihood_list.max() == pytest.approx(3.0)
    assert samples.info["converged"]


def test_the_log_likelihoods_of_draws_are_those_of_the_normal_approximation(tmp_path):
    samples = fit(tmp_path).samples
    analysis = Line()
    for vector, value in zip(
        samples.parameter_lists[:20], samples.log_likelihood_list[:20], strict=True
    ):
        instance = samples.model.instance_from_vector(vector)
        # A linear model is its own approximation, but for the widths of the priors.
        assert analysis.log_likelihood_function(instance) == pytest.approx(
            value, abs=0.01
        )


def test_limits_hold_the_optimum_and_the_draws(tmp_path):
    samples = fit(tmp_path, over=model(limit=0.5)).samples
    assert samples.max_log_likelihood(as_instance=False)[0] == pytest.approx(
        0.5, abs=1e-3
    )
    assert samples.parameter_lists[:, 0].max() <= 0.5


def test_the_best_of_several_starts_goes_on(tmp_path):
    started = Collection(
        level=GaussianPrior(mean=0.4, sigma=1.0), slope=UniformPrior(-1.0, 3.0)
    )
    one = fit(tmp_path, Valley(), started, n_starts=1).samples
    assert one.max_log_likelihood(as_instance=False)[0] > 0.0
    several = fit(tmp_path, Valley(), started, n_starts=12).samples
    assert several.max_log_likelihood(as_instance=False) == pytest.approx(
        [-1.0, 1.0], abs=1e-3
    )


def test_a_seed_gives_one_result(tmp_path):
    first = fit(tmp_path / "a", seed=3).samples
    again = fit(tmp_path / "b", seed=3).samples
    other = fit(tmp_path / "c", seed=4).samples
    assert np.array_equal(first.parameter_lists, again.parameter_lists)
    assert not np.array_equal(first.parameter_lists, other.parameter_lists)


@pytest.mark.parametrize("cores", [1, 2])
def test_an_interrupted_fit_goes_on_to_the_result_it_would_have_had(tmp_path, cores):
    calls = []

    class Counted(Line):
        def residuals_function(self, instance):
            calls.append(instance)
            if len(calls) == interrupted_at:
                raise KeyboardInterrupt
            return super().residuals_function(instance)

    Counted.__qualname__ = "Line"
    interrupted_at = 0
    whole = fit(tmp_path / "whole", Counted())
    number, interrupted_at = len(calls), 2 * len(calls) // 3
    calls.clear()
    with pytest.raises(KeyboardInterrupt):
        fit(tmp_path / "other", Counted())
    calls.clear()
    # Workers have classes of their own, which are not counted.
    analysis = Counted() if cores == 1 else Line()
    again = fit(tmp_path / "other", analysis, number_of_cores=cores)
    if cores == 1:
        # Fewer where a vector was asked for twice.
        assert 0 < len(calls) <= number - interrupted_at + 1
    assert np.array_equal(again.samples.parameter_lists, whole.samples.parameter_lists)
    assert again.samples.total_samples == whole.samples.total_samples
    log = (again.paths.folder / "search.log").read_text(encoding="utf-8")
    assert "from its journal" in log and "asked for again" not in log
    assert not again.paths.journal.exists()


def test_two_cores_give_the_result_of_one(tmp_path):
    one = fit(tmp_path / "a").samples
    two = fit(tmp_path / "b", number_of_cores=2).samples
    assert np.array_equal(one.parameter_lists, two.parameter_lists)


def test_a_finished_fit_is_loaded(tmp_path):
    first = fit(tmp_path)

    class Broken(Line):
        def residuals_function(self, instance):
            raise AssertionError("evaluated again")

    Broken.__qualname__ = "Line"
    again = fit(tmp_path, Broken())
    assert np.array_equal(first.samples.parameter_lists, again.samples.parameter_lists)
    assert again.samples.covariance_matrix == pytest.approx(
        first.samples.covariance_matrix
    )


def test_an_analysis_without_residuals_is_refused(tmp_path):
    with pytest.raises(exc.SearchException, match="Silent has no residuals_function"):
        fit(tmp_path, Silent())


def test_starts_without_a_likelihood_are_an_error(tmp_path):
    steep = Collection(level=UniformPrior(-1.0, 1.0), slope=UniformPrior(2.5, 3.0))
    with pytest.raises(exc.SearchException, match="None of the 3 starts"):
        fit(tmp_path, Valley(), steep)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"n_start": 2}, "Did you mean 'n_starts'"),
        ({"iterations": 0}, "whole number of at least 1"),
        ({"draws": 1}, "at least 2"),
    ],
)
def test_bad_settings(tmp_path, settings, text):
    with pytest.raises(exc.SearchException, match=text):
        LeastSquares("fit", output_path=tmp_path, **settings)


def test_its_optimum_starts_a_nested_sampling(tmp_path):
    narrowed = fit(tmp_path).model_narrowed(sigmas=5.0)
    search = DynestyStatic("posterior", output_path=tmp_path, nlive=60, silence=True)
    samples = search.fit(narrowed, Line()).samples
    assert np.sqrt(np.diag(samples.covariance_matrix)) == pytest.approx(
        np.sqrt(np.diag(expected_covariance([9.0, 9.0]))), rel=0.3
    )
