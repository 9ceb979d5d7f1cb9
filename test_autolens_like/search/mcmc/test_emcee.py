import builtins

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.search.mcmc import emcee as emcee_module
from autolens_like.search.mcmc.emcee import Emcee
from test_autolens_like.search.fakes import BoxModel, GaussianAnalysis
from test_autolens_like.search.run_fit import digest_of


def fit(root, forbidden=False, centre=0.3, **settings):
    settings = {"nwalkers": 20, "nsteps": 1000, "silence": True, **settings}
    search = Emcee("fit", output_path=root, **settings)
    return search.fit(BoxModel(2, forbidden), GaussianAnalysis(centre=centre))


def test_the_posterior_of_a_gaussian(tmp_path):
    pytest.importorskip("emcee")
    samples = fit(tmp_path, required_length=20, change_threshold=0.1).samples
    information = samples.info
    assert information["converged"] and information["steps"] < 1000
    assert min(information["effective_sample_sizes"]) > 200
    assert max(information["r_hat"]) < 1.1
    # Some 200 effective samples of width 0.5.
    assert samples.median_pdf(as_instance=False) == pytest.approx([0.3, 0.3], abs=0.12)
    widths = np.sqrt(np.diag(samples.covariance_matrix))
    assert widths == pytest.approx([0.5, 0.5], abs=0.08)
    # Every step of every walker is one call, but those outside the priors.
    assert samples.total_samples <= 20 * (information["steps"] + 4)


def test_a_prior_cuts_the_posterior(tmp_path):
    pytest.importorskip("emcee")
    samples = fit(tmp_path, forbidden=True, centre=0.0, nsteps=600).samples
    # Half a normal distribution of width 0.5 has its median at 0.674 of that.
    assert samples.parameter_lists[:, 0].min() > 0.0
    medians = samples.median_pdf(as_instance=False)
    assert medians == pytest.approx([0.337, 0.0], abs=0.1)


def test_a_seed_gives_one_result(tmp_path):
    pytest.importorskip("emcee")
    first = fit(tmp_path / "a", nsteps=20)
    assert digest_of(first) == digest_of(fit(tmp_path / "b", nsteps=20))
    assert digest_of(first) != digest_of(fit(tmp_path / "c", nsteps=20, seed=2))
    assert not first.samples.info["converged"]


def test_bad_settings_and_models_are_refused(tmp_path):
    for bad in ({"nwalkers": 1}, {"nsteps": 0}, {"check_for_convergence": 1}):
        with pytest.raises(exc.SearchException, match="is not possible"):
            Emcee(**bad)
    with pytest.raises(exc.SearchException, match="Did you mean 'nwalkers'"):
        Emcee(nwalker=3)
    with pytest.raises(exc.SearchException, match="Give nwalkers=4 or more"):
        fit(tmp_path, nwalkers=3)


def test_too_few_starts_with_a_likelihood_are_told(tmp_path):
    pytest.importorskip("emcee")

    class Narrow(GaussianAnalysis):
        def log_likelihood_function(self, instance):
            if instance[0] < 4.0:
                raise exc.ResampleException("too low")
            return 0.0

    search = Emcee("fit", output_path=tmp_path, silence=True)
    with pytest.raises(exc.SearchException, match="50 walkers need a start each"):
        search.fit(BoxModel(2), Narrow())


def test_a_missing_library_names_the_pip_line(monkeypatch, tmp_path):
    real_import = builtins.__import__

    def without(name, *arguments, **keywords):
        if name == "emcee":
            raise ImportError(name)
        return real_import(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(exc.MissingDependencyException, match=r"pip install .*searches"):
        emcee_module.emcee_library()
    with pytest.raises(exc.MissingDependencyException):
        fit(tmp_path)
    assert list(tmp_path.iterdir()) == []
