"""The fits of an output folder, made again one after the other."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af
from autolens_like.search.store.index import DamagedFitWarning


@pytest.fixture(scope="module")
def agg(result, tmp_path_factory) -> af.Aggregator:
    """A real fit, and a copy whose data and samples were damaged."""
    root = tmp_path_factory.mktemp("aggregated")
    folder = result.paths.folder
    shutil.copytree(folder, root / "a" / folder.name)
    copy = shutil.copytree(folder, root / "b" / folder.name)
    agg = af.Aggregator.from_directory(root)
    (copy / "image" / "dataset.fits").write_bytes(b"nothing")
    (copy / "files" / "samples.csv").write_text("nothing\n")
    return agg


def test_fits_are_those_of_the_search(agg, result) -> None:
    with pytest.warns(DamagedFitWarning):
        fit, none = al.agg.FitImagingAgg(agg).max_log_likelihood_gen_from()
    assert none is None
    assert fit.figure_of_merit == result.max_log_likelihood_fit.figure_of_merit
    assert fit.figure_of_merit == pytest.approx(result.log_likelihood, rel=1e-12)


def test_tracers_and_datasets_come_back(agg, result) -> None:
    with pytest.warns(DamagedFitWarning):
        tracer, _ = al.agg.TracerAgg(agg).max_log_likelihood_gen_from()
    expected = result.max_log_likelihood_tracer.galaxies[0].mass
    assert tracer.galaxies[0].mass.einstein_radius == expected.einstein_radius
    with pytest.warns(DamagedFitWarning):
        dataset, none = al.agg.ImagingAgg(agg).dataset_gen_from()
    expected = result.analysis.dataset
    assert np.array_equal(dataset.data.array, expected.data.array)
    assert none is None


def test_the_search_can_be_asked_for(agg, result) -> None:
    best = result.samples.max_log_likelihood(as_instance=False)[0]
    lens = agg.model.galaxies.lens
    assert len(agg.query(agg.search.name == "small")) == 2
    assert len(agg.query(lens.mass == al.mp.Isothermal)) == 2
    assert len(agg.query(lens.mass.einstein_radius > best + 0.5)) == 0
    assert len(agg.query(agg.latent.effective_einstein_radius > best - 0.5)) == 2
