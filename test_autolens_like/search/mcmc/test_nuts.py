import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.mcmc import nuts as nuts_module
from autolens_like.search.mcmc import nuts_kernel
from autolens_like.search.mcmc.nuts import NUTS
from test_autolens_like.search.fakes import (
    NormalAnalysis,
    normal_model,
    normal_posterior,
)
from test_autolens_like.search.run_fit import digest_of

pytest.importorskip("blackjax")


@pytest.fixture(autouse=True, scope="module")
def compiled_once():
    """One program for all fits of this file, which have one likelihood."""
    programs = {}
    compiled = nuts_kernel.compiled_transition

    def kept(fitness, *arguments):
        if arguments not in programs:
            programs[arguments] = compiled(fitness, *arguments)
        return programs[arguments]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nuts_kernel, "compiled_transition", kept)
        yield


def interrupted(search, step):
    """The fit, until a transition."""
    move = nuts_module._Chains.move

    def stop(chains, number):
        if number == step:
            raise KeyboardInterrupt
        move(chains, number)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nuts_module._Chains, "move", stop)
        search.fit(normal_model(), NormalAnalysis())


def fit(root, model=None, analysis=None, **settings):
    settings = {"n_starts": 4, "silence": True, "num_warmup": 50, **settings}
    search = NUTS("fit", output_path=root, **settings)
    return search.fit(model or normal_model(), analysis or NormalAnalysis())


def test_the_posterior_of_normal_priors_and_likelihood(tmp_path):
    samples = fit(tmp_path, num_samples=400).samples
    mean, covariance, log_evidence = normal_posterior()
    sizes = np.array(samples.info["effective_sample_sizes"])
    assert sizes.min() > 300 and max(samples.info["r_hat"]) < 1.02
    error = np.sqrt(np.diag(covariance) / sizes)
    found = samples.weight_list @ samples.parameter_lists
    assert np.all(np.abs(found - mean) < 4.0 * error)
    assert samples.covariance_matrix == pytest.approx(covariance, rel=0.2, abs=0.02)
    assert samples.info["converged"] and samples.info["divergences"] == 0
    assert abs(samples.info["acceptance"] - 0.8) < 0.15
    evidence = samples.info["laplace_log_evidence"]
    assert evidence == pytest.approx(log_evidence, abs=0.01)
    # Likelihoods of samples are those of the analysis.
    vector = samples.parameter_lists[7]
    value = NormalAnalysis().log_likelihood_function(
        normal_model().instance_from_vector(vector)
    )
    assert samples.log_likelihood_list[7] == pytest.approx(value, abs=1e-9)


def test_an_assertion_cuts_the_posterior(tmp_path):
    model = normal_model()
    model.add_assertion(model.a > 0.4)
    samples = fit(tmp_path, model, num_samples=300).samples
    assert samples.parameter_lists[:, 0].min() > 0.4
    # Of a normal distribution above a limit: mean + width × density / probability.
    mean, covariance, _ = normal_posterior()
    from scipy.stats import truncnorm

    width = np.sqrt(covariance[0, 0])
    expected = truncnorm((0.4 - mean[0]) / width, np.inf, mean[0], width).mean()
    error = width / np.sqrt(samples.info["effective_sample_sizes"][0])
    found = samples.weight_list @ samples.parameter_lists[:, 0]
    assert abs(found - expected) < 4.0 * error


def test_an_interrupted_fit_ends_bit_identical_to_the_unbroken_one(tmp_path):
    settings = {"num_warmup": 10, "num_samples": 20, "num_chains": 2}
    unbroken = fit(tmp_path / "unbroken", **settings)
    search = NUTS(
        "fit", output_path=tmp_path / "broken", n_starts=4, silence=True, **settings
    )
    for stop in (7, 19):
        with pytest.raises(KeyboardInterrupt):
            interrupted(search, stop)
        assert list(search.paths.journal.rglob("states/*.bin"))
    result = search.fit(normal_model(), NormalAnalysis())
    assert digest_of(result) == digest_of(unbroken)
    assert result.samples.total_samples == unbroken.samples.total_samples
    log = (result.paths.folder / "search.log").read_text()
    assert "continues an interrupted fit" in log and "another path" not in log
    assert not search.paths.journal.exists()


def test_bad_settings_are_refused():
    for bad in (
        {"num_warmup": 0},
        {"num_samples": 3},
        {"num_chains": 0},
        {"target_accept": 1.0},
        {"max_num_doublings": 0},
    ):
        with pytest.raises(exc.SearchException, match="is not possible"):
            NUTS(**bad)
    with pytest.raises(exc.SearchException, match="no use for number_of_cores=2"):
        NUTS(number_of_cores=2)
    with pytest.raises(exc.SearchException, match="Did you mean 'num_samples'"):
        NUTS(num_sample=100)
