"""A fit of several exposures comes back from its folder to the last bit."""

from __future__ import annotations

import json

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af, exc
from autolens_like.analysis import multi_stored, output, stored
from autolens_like.search.store.fit_folder import FitFolder
from autolens_like.search.store.index import DamagedFitWarning
from test_autolens_like.analysis.pixelized import SOURCE, adapt_image, pixelized_model
from test_autolens_like.analysis.test_multi_imaging import LENS, linear_model
from test_autolens_like.analysis.test_stored import finished
from test_autolens_like.fit.exposures import NAMES, multi


@pytest.fixture(scope="module")
def analysis() -> al.AnalysisMultiImaging:
    """One that says something with every argument, one exposure switched off."""
    sharing = al.AmplitudeSharing(
        {LENS: "separate"},
        np.int64(1),
        "band",
        bands={"galaxies.source": ["VIS", "NISP"]},
        priors={LENS: (1.5, 0.1), "background.NISP": (0.0, 0.3)},
        calibration={"NISP": (1.0, 0.1)},
    )
    return al.AnalysisMultiImaging(
        multi(active=["VIS_1", "NISP"]),
        sharing,
        settings=al.Settings(use_positive_only_solver=False),
        cosmology=al.cosmo.FlatLambdaCDM(H0=70.0, Om0=0.3),
    )


@pytest.fixture(scope="module")
def fit(analysis, tmp_path_factory) -> FitFolder:
    root = tmp_path_factory.mktemp("output")
    return finished(root, analysis, linear_model(), [0.9])


def test_the_exposures_come_back_with_their_places(analysis, fit) -> None:
    again = multi_stored.multi_dataset_from(fit)
    assert again.identity() == analysis.dataset.identity()
    for part in ("names", "bands", "flux_scaling", "placements", "active"):
        assert getattr(again, part) == getattr(analysis.dataset, part)
    off = again["VIS_2"].data.array
    assert np.array_equal(off, analysis.dataset["VIS_2"].data.array)
    assert list(multi_stored.folders_of(fit)) == list(NAMES)


def test_the_fit_comes_back_to_the_last_bit(analysis, fit) -> None:
    agg = af.Aggregator.from_directory(fit.folder.parent)
    (again,) = al.agg.FitMultiImagingAgg(agg).max_log_likelihood_gen_from()
    expected = analysis.fit_from(fit.instance)
    assert again.figure_of_merit == expected.figure_of_merit
    assert again.amplitude_dict == expected.amplitude_dict
    assert again.fits[1] is None
    for one, other in zip(again.fits[::2], expected.fits[::2], strict=True):
        assert np.array_equal(one.model_data.array, other.model_data.array)
    (dataset,) = al.agg.MultiImagingAgg(agg).dataset_gen_from()
    assert dataset.identity() == analysis.dataset.identity()
    (tracer,) = al.agg.TracerAgg(agg).max_log_likelihood_gen_from()
    assert tracer.galaxies[0].mass.einstein_radius == 0.9
    with pytest.raises(exc.DatasetException, match="FitMultiImagingAgg"):
        stored.analysis_from(fit)


def test_adapt_images_of_every_exposure_come_back(tmp_path) -> None:
    images = {
        name: al.AdaptImages(
            galaxy_name_image_dict={SOURCE: adapt_image(multi()[name].mask)}
        )
        for name in NAMES
    }
    analysis = al.AnalysisMultiImaging(
        multi(),
        adapt_images=images,
        raise_inversion_positions_likelihood_exception=False,
    )
    model = pixelized_model(al.reg.Adapt)
    vector = model.physical_values_from_prior_medians
    fit = finished(tmp_path, analysis, model, vector)
    again = multi_stored.multi_analysis_from(fit).fit_from(fit.instance)
    expected = analysis.fit_from(fit.instance)
    assert again.figure_of_merit == expected.figure_of_merit


@pytest.mark.parametrize(
    "content",
    [{}, {"dataset": 3}, {"dataset": {"names": ["VIS_1"]}}],
)
def test_a_damaged_list_of_exposures_is_told(fit, content) -> None:
    path = fit.files / f"{output.MULTI_FILE}.json"
    before = path.read_text()
    path.write_text(json.dumps(content))
    with pytest.raises(exc.SearchException, match="its 'dataset' holds no names"):
        multi_stored.multi_dataset_from(fit)
    agg = af.Aggregator.from_directory(fit.folder.parent)
    with pytest.warns(DamagedFitWarning):
        assert list(al.agg.MultiImagingAgg(agg).dataset_gen_from()) == [None]
    path.write_text(before)


def test_names_do_not_lead_out_of_the_folder(fit, tmp_path) -> None:
    path = fit.files / f"{output.MULTI_FILE}.json"
    before = path.read_text()
    path.write_text(before.replace('"VIS_2"', '"../VIS_2"'))
    with pytest.raises(exc.DatasetException, match="cannot have a folder"):
        multi_stored.multi_dataset_from(fit)
    path.write_text(before)
    for name in ("", "..", ".", "a/b", "/", "a\nb", 3):
        with pytest.raises(exc.DatasetException, match="cannot have a folder"):
            output.exposure_folder(tmp_path, name)
