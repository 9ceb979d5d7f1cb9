import builtins

import pytest

from autolens_like import exc
from autolens_like.search.nest import nautilus as nautilus_module
from autolens_like.search.nest.nautilus import Nautilus
from test_autolens_like.search.fakes import (
    BoxModel,
    GaussianAnalysis,
    analytic_log_evidence,
)
from test_autolens_like.search.run_fit import digest_of


def fit(root, **settings):
    settings = {
        "n_live": 100,
        "n_batch": 50,
        "n_eff": 300,
        "n_networks": 1,
        "silence": True,
        **settings,
    }
    search = Nautilus("fit", output_path=root, **settings)
    return search.fit(BoxModel(2), GaussianAnalysis())


def test_evidence_and_posterior_of_a_gaussian_on_any_number_of_cores(tmp_path):
    pytest.importorskip("nautilus")
    result = fit(tmp_path / "a")
    samples = result.samples
    assert abs(samples.log_evidence - analytic_log_evidence(2)) < 0.2
    assert samples.median_pdf(as_instance=False) == pytest.approx([0.3, 0.3], abs=0.1)
    assert samples.effective_sample_size > 250
    assert samples.info["converged"]
    assert digest_of(result) == digest_of(fit(tmp_path / "b", number_of_cores=2))


def test_a_limit_on_calls_is_kept_and_told(tmp_path):
    pytest.importorskip("nautilus")
    samples = fit(tmp_path, n_like_max=100).samples
    assert samples.total_samples == 100 and not samples.info["converged"]


def test_a_missing_library_names_the_pip_line(monkeypatch, tmp_path):
    real_import = builtins.__import__

    def without(name, *arguments, **keywords):
        if name == "nautilus":
            raise ImportError(name)
        return real_import(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(exc.MissingDependencyException, match=r"pip install .*searches"):
        nautilus_module.sampler_class()
    with pytest.raises(exc.MissingDependencyException):
        fit(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_bad_settings_and_models_are_refused(tmp_path):
    for bad in ({"n_live": -1}, {"n_batch": 0}, {"f_live": 2.0}, {"n_eff": 0}):
        with pytest.raises(exc.SearchException, match="is not possible"):
            Nautilus(**bad)
    with pytest.raises(exc.SearchException, match="Did you mean 'n_live'"):
        Nautilus(n_liv=3)
    with pytest.raises(exc.SearchException, match="at least 2 free parameters"):
        Nautilus(output_path=tmp_path).fit(BoxModel(1), GaussianAnalysis())
