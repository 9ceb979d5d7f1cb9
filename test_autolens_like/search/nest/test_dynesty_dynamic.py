import pytest

from autolens_like import exc
from autolens_like.search.nest.dynesty_dynamic import DynestyDynamic
from test_autolens_like.search.fakes import (
    BoxModel,
    GaussianAnalysis,
    analytic_log_evidence,
)
from test_autolens_like.search.run_fit import digest_of


def fit(root, **settings):
    settings = {"nlive_init": 60, "n_effective": 400, "silence": True, **settings}
    search = DynestyDynamic("fit", output_path=root, **settings)
    return search.fit(BoxModel(2), GaussianAnalysis())


def test_evidence_posterior_and_repeatability(tmp_path):
    result = fit(tmp_path / "a")
    samples = result.samples
    error = samples.log_evidence_error
    assert abs(samples.log_evidence - analytic_log_evidence(2)) < 3.0 * error
    assert samples.median_pdf(as_instance=False) == pytest.approx([0.3, 0.3], abs=0.1)
    assert samples.effective_sample_size > 300
    assert samples.info["converged"]
    assert digest_of(result) == digest_of(fit(tmp_path / "b"))


def test_limits_are_told(tmp_path):
    assert not fit(tmp_path, maxcall=150).samples.info["converged"]


def test_bad_settings_are_refused():
    for bad in ({"nlive_init": -1}, {"dlogz_init": 0.0}, {"n_effective": 0}):
        with pytest.raises(exc.SearchException, match="is not possible"):
            DynestyDynamic(**bad)
    with pytest.raises(exc.SearchException, match="Did you mean 'nlive_init'"):
        DynestyDynamic(nlive_ini=3)
