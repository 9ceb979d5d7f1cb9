"""Images of several fits in one file: those of the fits, each with its name."""

from __future__ import annotations

import numpy as np
import pytest
from astropy.io import fits

import autolens_like as al
from autolens_like import af, exc
from autolens_like.analysis.output import write_fit
from autolens_like.search.store.index import DamagedFitWarning
from test_autolens_like.analysis.conftest import lens_model
from test_autolens_like.analysis.test_stored import finished

HDUS = [al.agg.fits_fit.model_data, "source_plane_images.SOURCE_PLANE_IMAGE_0"]


@pytest.fixture(scope="module")
def agg(analysis, tmp_path_factory) -> af.Aggregator:
    """Two fits with images and one without."""
    root = tmp_path_factory.mktemp("images")
    for number, radius in enumerate((0.85, 0.9, 0.95)):
        vector = [radius, 0.05, 0.08]
        fit = finished(root / f"{number}", analysis, lens_model(), vector)
        if number < 2:
            instance = lens_model().instance_from_vector(vector)
            write_fit(analysis.fit_from(instance), fit.image)
    return af.Aggregator.from_directory(root)


def test_one_file_holds_the_images_of_all(agg, tmp_path) -> None:
    path = tmp_path / "sample.fits"
    with pytest.warns(DamagedFitWarning, match=r"no file .*fit\.fits"):
        af.AggregateFITS(agg).save(path, HDUS, ["one", "two", "three"])
    with fits.open(path) as hdu_list:
        assert [hdu.name for hdu in hdu_list[1:]] == [
            "ONE_MODEL_DATA",
            "ONE_SOURCE_PLANE_IMAGE_0",
            "TWO_MODEL_DATA",
            "TWO_SOURCE_PLANE_IMAGE_0",
        ]
        values, header = np.array(hdu_list[3].data), hdu_list[3].header
    model = al.agg.FitImagingAgg(agg).maker_from(agg[1])(agg[1].instance).model_data
    assert np.array_equal(values, model.native.array)
    assert header["PIXSCALY"] == 0.2
    assert header["FITID"] == agg[1].identifier


def test_a_file_for_every_fit(agg, tmp_path) -> None:
    with pytest.warns(DamagedFitWarning):
        written = af.AggregateFITS(agg).output_to_folder(
            tmp_path, HDUS[:1], ["a", "b", "c"]
        )
    assert written == [tmp_path / "a.fits", tmp_path / "b.fits"]
    assert sorted(tmp_path.iterdir()) == written
    with fits.open(written[0]) as hdu_list:
        assert [hdu.name for hdu in hdu_list[1:]] == ["MODEL_DATA"]


def test_mistakes_are_told(agg, tmp_path) -> None:
    table = af.AggregateFITS(agg)
    for mistake, message in (
        (lambda: table.extract_fits(["fit"]), "names no image"),
        (lambda: table.extract_fits(["../fit.DATA"]), "names no image"),
        (lambda: table.extract_fits(HDUS, ["one"]), "a name for each"),
        (lambda: table.output_to_folder(tmp_path, HDUS, "unique_tag"), "a name for"),
        (lambda: table.output_to_folder(tmp_path, HDUS, ["a", "a", "b"]), "Two fits"),
        (lambda: table.output_to_folder(tmp_path, HDUS, ["../a", "b", "c"]), "no name"),
        (lambda: af.AggregateFITS(agg.query(agg.search.name == "x")), "no fits"),
    ):
        with pytest.raises(exc.SearchException, match=message):
            mistake()
