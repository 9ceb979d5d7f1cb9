"""The fits of an output folder, made again one after the other."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af
from autolens_like.search.store.index import DamagedFitWarning
from test_autolens_like.analysis.conftest import lens_model
from test_autolens_like.analysis.test_stored import finished

RADII = (0.85, 0.9, 0.95)


@pytest.fixture(scope="module")
def agg(analysis, tmp_path_factory) -> af.Aggregator:
    """Three fits; data and samples of the last are damaged after it is indexed."""
    root = tmp_path_factory.mktemp("aggregated")
    folders = [
        finished(root / f"{i}", analysis, lens_model(), [radius, 0.05, 0.08])
        for i, radius in enumerate(RADII)
    ]
    agg = af.Aggregator.from_directory(root)
    (folders[2].image / "dataset.fits").write_bytes(b"nothing")
    (folders[2].files / "samples.csv").write_text("nothing\n")
    return agg


def test_fits_are_those_of_the_analysis(agg, analysis) -> None:
    with pytest.warns(DamagedFitWarning):
        *fits, none = al.agg.FitImagingAgg(agg).max_log_likelihood_gen_from()
    assert none is None
    for fit, radius in zip(fits, RADII, strict=False):
        instance = lens_model().instance_from_vector([radius, 0.05, 0.08])
        assert fit.figure_of_merit == analysis.fit_from(instance).figure_of_merit


def test_tracers_and_datasets_come_back(agg, analysis) -> None:
    with pytest.warns(DamagedFitWarning):
        *tracers, none = al.agg.TracerAgg(agg).max_log_likelihood_gen_from()
    masses = [tracer.galaxies[0].mass for tracer in tracers]
    assert [mass.einstein_radius for mass in masses] == list(RADII[:2])
    assert none is None
    with pytest.warns(DamagedFitWarning):
        dataset, _, none = al.agg.ImagingAgg(agg).dataset_gen_from()
    assert np.array_equal(dataset.data.array, analysis.dataset.data.array)
    assert none is None


def test_lenses_are_asked_for_by_their_mass(agg) -> None:
    mass = agg.model.galaxies.lens.mass
    assert len(agg.query(mass == al.mp.Isothermal)) == 3
    assert (
        len(agg.query((mass.einstein_radius > 0.87) & (mass.einstein_radius < 1))) == 2
    )
