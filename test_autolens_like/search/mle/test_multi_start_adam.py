import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.mle.multi_start_adam import (
    MultiStartADABelief,
    MultiStartAdam,
    MultiStartLion,
    MultiStartProdigy,
)
from test_autolens_like.search.fakes import (
    NormalAnalysis,
    TwoHills,
    box_model,
    normal_model,
    normal_posterior,
)

pytest.importorskip("optax")


def fit(search_class, root, analysis, model, **settings):
    settings = {"n_starts": 4, "n_steps": 120, "silence": True, **settings}
    search = search_class("fit", output_path=root, **settings)
    return search.fit(model, analysis)


@pytest.mark.parametrize(
    "search_class",
    [MultiStartAdam, MultiStartADABelief, MultiStartLion, MultiStartProdigy],
)
def test_the_posterior_of_normal_priors_and_likelihood(search_class, tmp_path):
    samples = fit(
        search_class, tmp_path, NormalAnalysis(), normal_model(), draws=4000
    ).samples
    mean, covariance, log_evidence = normal_posterior()
    error = np.sqrt(np.diag(covariance) / 4000.0)
    medians = samples.median_pdf(as_instance=False)
    assert np.all(np.abs(medians - mean) < 5.0 * error)
    assert samples.covariance_matrix == pytest.approx(covariance, rel=0.1, abs=0.01)
    evidence = samples.info["laplace_log_evidence"]
    assert evidence == pytest.approx(log_evidence, abs=0.01)


def test_the_higher_of_two_hills_wins(tmp_path):
    result = fit(
        MultiStartAdam, tmp_path, TwoHills(), box_model(), n_starts=16, batch_size=16
    )
    assert result.log_likelihood == pytest.approx(5.0, abs=0.05)
    assert result.instance.a == pytest.approx(2.0, abs=0.05)


def test_bad_settings_are_refused():
    with pytest.raises(exc.SearchException, match="is not possible"):
        MultiStartAdam(learning_rate=0.0)
    assert MultiStartProdigy().learning_rate == 1.0
    assert MultiStartAdam(n_steps=5).round_steps == 1
