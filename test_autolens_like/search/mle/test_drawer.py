import math

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.mle.drawer import Drawer
from test_autolens_like.search.fakes import (
    BoxModel,
    GaussianAnalysis,
    analytic_log_evidence,
)
from test_autolens_like.search.run_fit import digest_of


def fit(root, forbidden=False, analysis=None, **settings):
    search = Drawer("fit", output_path=root, **{"silence": True, **settings})
    return search.fit(BoxModel(2, forbidden), analysis or GaussianAnalysis())


def test_weighted_draws_are_the_posterior_and_their_mean_the_evidence(tmp_path):
    samples = fit(tmp_path, total_draws=4000).samples
    error = samples.log_evidence_error
    # 4000 draws, of which some 3 % lie where the likelihood is: 1/sqrt(120).
    assert 0.05 < error < 0.2
    assert abs(samples.log_evidence - analytic_log_evidence(2)) < 3.0 * error
    assert samples.median_pdf(as_instance=False) == pytest.approx([0.3, 0.3], abs=0.2)
    widths = np.sqrt(np.diag(samples.covariance_matrix))
    assert widths == pytest.approx([0.5, 0.5], abs=0.12)
    assert samples.total_samples == 4000


def test_draws_without_likelihood_count_in_the_evidence(tmp_path):
    samples = fit(tmp_path, forbidden=True, total_draws=4000).samples
    inside = 0.5 * (1.0 + math.erf(0.3 / 0.5 / math.sqrt(2.0)))
    expected = analytic_log_evidence(2) + math.log(inside)
    assert abs(samples.log_evidence - expected) < 3.0 * samples.log_evidence_error
    assert samples.parameter_lists[:, 0].min() > 0.0


def test_a_seed_gives_one_result_on_any_number_of_cores(tmp_path):
    first = fit(tmp_path / "a", seed=3)
    assert digest_of(first) == digest_of(fit(tmp_path / "b", seed=3, number_of_cores=2))
    assert digest_of(first) != digest_of(fit(tmp_path / "c", seed=4))
    assert first.samples.total_samples == 50


def test_one_draw_has_no_error_of_the_evidence(tmp_path):
    assert fit(tmp_path, total_draws=1).samples.log_evidence_error is None


def test_bad_settings_and_impossible_models_are_refused(tmp_path):
    with pytest.raises(exc.SearchException, match="is not possible"):
        Drawer(total_draws=0)
    with pytest.raises(exc.SearchException, match="Did you mean 'total_draws'"):
        Drawer(total_draw=3)

    class Never(GaussianAnalysis):
        def log_likelihood_function(self, instance):
            return math.nan

    with pytest.raises(exc.SearchException, match="None of 50 draws"):
        fit(tmp_path, analysis=Never())
