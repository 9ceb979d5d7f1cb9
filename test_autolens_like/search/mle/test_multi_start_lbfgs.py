import numpy as np
import pytest

from autolens_like.search.mle.multi_start_lbfgs import (
    MultiStartLBFGS,
    QuasiNewtonAscents,
)
from test_autolens_like.search.fakes import (
    Banana,
    NormalAnalysis,
    TwoHills,
    box_model,
    normal_model,
    normal_posterior,
)


def fit(root, analysis, model, **settings):
    settings = {"n_starts": 16, "silence": True, **settings}
    search = MultiStartLBFGS("fit", output_path=root, **settings)
    return search.fit(model, analysis)


@pytest.mark.parametrize("batch_size", [1, 5])
def test_the_posterior_of_normal_priors_and_likelihood(tmp_path, batch_size):
    result = fit(
        tmp_path, NormalAnalysis(), normal_model(), batch_size=batch_size, draws=4000
    )
    samples = result.samples
    mean, covariance, log_evidence = normal_posterior()
    error = np.sqrt(np.diag(covariance) / 4000.0)
    medians = samples.median_pdf(as_instance=False)
    assert np.all(np.abs(medians - mean) < 5.0 * error)
    assert samples.covariance_matrix == pytest.approx(covariance, rel=0.1, abs=0.01)
    evidence = samples.info["laplace_log_evidence"]
    assert evidence == pytest.approx(log_evidence, abs=0.01)
    assert samples.info["converged"] and samples.total_samples < 250


def test_the_higher_of_two_hills_wins(tmp_path):
    result = fit(tmp_path, TwoHills(), box_model())
    assert result.log_likelihood == pytest.approx(5.0, abs=0.05)
    assert result.instance.a == pytest.approx(2.0, abs=0.05)


def test_the_end_of_a_curved_valley_is_reached(tmp_path):
    result = fit(tmp_path, Banana(), box_model())
    assert result.log_likelihood > -0.1 and result.samples.info["converged"]


def test_the_better_third_goes_on():
    def hill(points):
        return -np.sum(points**2, axis=1), -2.0 * points

    starts = np.array([[3.0], [0.5], [1.0]])
    ascents = QuasiNewtonAscents(hill, starts, 1e-6)
    told = []
    ascents.advance(1, told.append)
    assert told[-1] == 1
    ascents.keep(np.argsort(-ascents.values)[:1])
    assert len(ascents.values) == 1 and ascents.values[0] == ascents.values.max()
    ascents.advance(20, told.append)
    assert ascents.converged and ascents.points == pytest.approx(np.zeros((1, 1)))
