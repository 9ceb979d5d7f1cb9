"""Lists of fits: each is what it would be alone, whatever becomes of the others."""

import functools
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from autolens_like import exc
from autolens_like.search.many import Fit, fit_many
from autolens_like.search.nest.dynesty_static import DynestyStatic
from test_autolens_like.search.fakes import BoxModel, DeadlyAnalysis, GaussianAnalysis
from test_autolens_like.search.run_fit import digest_of


class _MistakenAnalysis(GaussianAnalysis):
    def log_likelihood_function(self, instance):
        raise ValueError("a mistake")


def _fit(root, name, analysis=None):
    search = DynestyStatic(name, output_path=root, nlive=30, silence=True)
    return Fit(search, BoxModel(2), analysis or GaussianAnalysis())


def _died(root):
    """A fit whose process is killed once."""
    return _fit(root, "killed", DeadlyAnalysis(Path(root) / "was_killed"))


def test_a_killed_worker_and_a_mistake_cost_no_other_lens(tmp_path):
    lenses = [
        _fit(tmp_path, "first"),
        _fit(tmp_path, "mistaken", _MistakenAnalysis()),
        functools.partial(_died, tmp_path),
        _fit(tmp_path, "last"),
    ]
    outcomes = fit_many(lenses, number_of_cores=2, silence=True)
    assert (tmp_path / "was_killed").exists()
    assert [outcome.name for outcome in outcomes] == [
        "first", "mistaken", "killed", "last"
    ]  # fmt: skip
    assert [outcome.is_complete for outcome in outcomes] == [True, False, True, True]
    assert "ValueError: a mistake" in outcomes[1].error
    assert "While the log likelihood was evaluated" in outcomes[1].error
    # The killed one went on from its journal to what it would have been.
    alone = _fit(tmp_path / "alone", "alone").run()
    for outcome, lens in zip(outcomes, lenses, strict=True):
        if outcome.is_complete:
            fit = lens if isinstance(lens, Fit) else lens()
            assert digest_of(fit.run()) == digest_of(alone)
            assert fit.search.paths.folder == outcome.folder


def test_any_executor_is_a_client(tmp_path, capsys):
    with ThreadPoolExecutor(1) as client:
        outcomes = fit_many([_fit(tmp_path, "only")], client=client)
    assert outcomes[0].is_complete
    assert f"1 of 1: only: done, {outcomes[0].folder}" in capsys.readouterr().out


@pytest.mark.slow
def test_a_cluster_of_dask_that_loses_a_worker(tmp_path):
    distributed = pytest.importorskip("distributed")
    lenses = [functools.partial(_died, tmp_path)]
    lenses += [_fit(tmp_path, f"lens {i}") for i in range(4)]
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        outcomes = fit_many(lenses, client=client, silence=True)
    assert (tmp_path / "was_killed").exists()
    assert all(outcome.is_complete for outcome in outcomes)
    alone = digest_of(_fit(tmp_path / "alone", "alone").run())
    assert {digest_of(_died(tmp_path).run()), alone} == {alone}


def test_what_is_no_lens_or_client_is_said(tmp_path):
    with pytest.raises(exc.SearchException, match=r"Lens 0 is 3; give af\.Fit"):
        fit_many([3])
    with pytest.raises(exc.SearchException, match=r"client=4 has no submit"):
        fit_many([], client=4)
    with pytest.raises(exc.SearchException, match="cannot be sent to worker"):
        fit_many([lambda: _fit(tmp_path, "local")])
