import math

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.nest.dynesty_static import DynestyStatic
from test_autolens_like.search.fakes import (
    BoxModel,
    GaussianAnalysis,
    analytic_log_evidence,
)
from test_autolens_like.search.run_fit import digest_of


def fit(root, dimensions=2, forbidden=False, **settings):
    settings = {"nlive": 100, "silence": True, **settings}
    search = DynestyStatic("fit", output_path=root, **settings)
    return search.fit(BoxModel(dimensions, forbidden), GaussianAnalysis())


@pytest.mark.parametrize("sample", ["auto", "rwalk", "slice", "rslice"])
def test_evidence_and_posterior_of_a_gaussian(tmp_path, sample):
    samples = fit(tmp_path, sample=sample).samples
    pull = (
        samples.log_evidence - analytic_log_evidence(2)
    ) / samples.log_evidence_error
    assert abs(pull) < 3.0
    # Some 350 effective samples of width 0.5.
    assert samples.median_pdf(as_instance=False) == pytest.approx([0.3, 0.3], abs=0.1)
    assert np.sqrt(np.diag(samples.covariance_matrix)) == pytest.approx(
        [0.5, 0.5], abs=0.1
    )
    assert samples.info["converged"] and samples.total_samples > 500


def test_a_prior_half_without_likelihood_halves_the_evidence(tmp_path):
    samples = fit(tmp_path, forbidden=True).samples
    inside = 0.5 * (1.0 + math.erf(0.3 / 0.5 / math.sqrt(2.0)))
    expected = analytic_log_evidence(2) + math.log(inside)
    assert abs(samples.log_evidence - expected) < 3.0 * samples.log_evidence_error
    assert samples.parameter_lists[:, 0].min() > 0.0


def test_a_seed_gives_one_result_and_another_seed_another(tmp_path):
    first = fit(tmp_path / "a", seed=7, nlive=30)
    assert digest_of(first) == digest_of(fit(tmp_path / "b", seed=7, nlive=30))
    assert digest_of(first) != digest_of(fit(tmp_path / "c", seed=8, nlive=30))
    assert digest_of(first) != digest_of(fit(tmp_path / "d", nlive=30))


def test_two_cores_give_one_result_and_the_right_evidence(tmp_path):
    settings = {"number_of_cores": 2, "sample": "rwalk", "nlive": 60}
    first = fit(tmp_path / "a", **settings)
    assert digest_of(first) == digest_of(fit(tmp_path / "b", **settings))
    samples = first.samples
    error = samples.log_evidence_error
    assert abs(samples.log_evidence - analytic_log_evidence(2)) < 3.0 * error


def test_a_limit_on_calls_is_kept_and_told(tmp_path):
    result = fit(tmp_path, maxcall=300)
    assert not result.samples.info["converged"]
    assert 300 <= result.samples.total_samples < 500
    assert "not converged" in (result.paths.folder / "search.log").read_text()


def test_few_live_points_for_many_parameters_run(tmp_path):
    fit(tmp_path, dimensions=10, nlive=12, maxcall=200, walks=5)


def test_one_parameter(tmp_path):
    samples = fit(tmp_path, dimensions=1, nlive=50).samples
    error = samples.log_evidence_error
    assert abs(samples.log_evidence - analytic_log_evidence(1)) < 3.0 * error


def test_bad_settings_are_refused():
    for bad in ({"nlive": -50}, {"nlive": 0}, {"dlogz": -0.1}, {"nlive": "many"}):
        with pytest.raises(exc.SearchException, match="is not possible"):
            DynestyStatic(**bad)
    with pytest.raises(exc.SearchException, match="Did you mean 'nlive'"):
        DynestyStatic(nlivee=3)
    with pytest.raises(exc.SearchException, match="dynesty 3 has no multi-move"):
        DynestyStatic(fmove=0.9)


def test_the_whole_prior_without_likelihood_stops_with_the_reason(tmp_path):
    class Never(GaussianAnalysis):
        def log_likelihood_function(self, instance):
            raise exc.InversionException("the matrix is singular")

    search = DynestyStatic("fit", nlive=1500, output_path=tmp_path, silence=True)
    with pytest.raises(exc.SearchException, match=r"1000 .*the matrix is singular"):
        search.fit(BoxModel(2), Never())
