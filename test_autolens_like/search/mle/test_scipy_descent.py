"""What both searches of scipy do; each has its own maximum beside it."""

import math

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.mle.bfgs import BFGS
from autolens_like.search.mle.lbfgs import LBFGS
from test_autolens_like.search.fakes import (
    NormalAnalysis,
    box_model,
    normal_model,
    normal_posterior,
)
from test_autolens_like.search.run_fit import digest_of

SEARCHES = [LBFGS, BFGS]


def fit(search_class, root, analysis=None, model=None, **settings):
    search = search_class("fit", output_path=root, **{"silence": True, **settings})
    return search.fit(model or normal_model(), analysis or NormalAnalysis())


@pytest.mark.parametrize("gradient", ["jax", "differences"])
@pytest.mark.parametrize("search_class", SEARCHES)
def test_the_posterior_of_normal_priors_and_likelihood(
    search_class, gradient, tmp_path
):
    samples = fit(search_class, tmp_path, gradient=gradient, draws=4000).samples
    mean, covariance, log_evidence = normal_posterior()
    error = np.sqrt(np.diag(covariance) / 4000.0)
    medians = samples.median_pdf(as_instance=False)
    assert np.all(np.abs(medians - mean) < 5.0 * error)
    assert samples.covariance_matrix == pytest.approx(covariance, rel=0.1, abs=0.01)
    evidence = samples.info["laplace_log_evidence"]
    assert evidence == pytest.approx(log_evidence, abs=0.01)
    assert samples.info["converged"] and samples.total_samples < 300


@pytest.mark.parametrize("search_class", SEARCHES)
def test_a_seed_gives_one_result(search_class, tmp_path):
    first = fit(search_class, tmp_path / "a")
    assert digest_of(first) == digest_of(fit(search_class, tmp_path / "b"))
    assert digest_of(first) != digest_of(fit(search_class, tmp_path / "c", seed=2))


@pytest.mark.parametrize("search_class", SEARCHES)
def test_medians_without_likelihood_are_passed_over(search_class, tmp_path):
    result = fit(search_class, tmp_path, NormalAnalysis(forbidden=0.1))
    assert result.instance.a == pytest.approx(0.5, abs=0.1)

    class Never(NormalAnalysis):
        def log_likelihood_function(self, instance):
            return math.nan

    with pytest.raises(exc.SearchException, match=r"Neither the medians .* 50 draws"):
        fit(search_class, tmp_path / "never", Never())


@pytest.mark.parametrize("search_class", SEARCHES)
def test_bad_settings_are_refused(search_class):
    for bad in ({"eps": 0.0}, {"draws": 1}, {"maxiter": 0}, {"tol": -1.0}):
        with pytest.raises(exc.SearchException, match="is not possible"):
            search_class(**bad)
    with pytest.raises(exc.SearchException, match="Did you mean 'differences'"):
        search_class(gradient="difference")
    with pytest.raises(exc.SearchException, match="no longer has the keyword disp"):
        search_class(disp=True)


def test_samples_stay_inside_the_limits_of_the_priors(tmp_path):
    class Beyond(NormalAnalysis):
        CENTRE = np.array([3.9, 0.0])

    samples = fit(BFGS, tmp_path, Beyond(), box_model()).samples
    assert samples.parameter_lists.max() <= 4.0
