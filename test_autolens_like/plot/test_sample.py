"""A sheet of fits that finished: every one a row, damaged ones left out."""

from __future__ import annotations

import pytest

from autolens_like import exc
from autolens_like.analysis.output import write_fit
from autolens_like.plot.sample import subplot_sample
from autolens_like.search.store.aggregator import Aggregator
from autolens_like.search.store.index import DamagedFitWarning
from test_autolens_like.plot.pictures import names_in, png_size
from test_autolens_like.search.store.folders import write_fit as write_folder


@pytest.fixture(scope="module")
def agg(fit, tmp_path_factory) -> Aggregator:
    """Three fits, of which the last has no images."""
    root = tmp_path_factory.mktemp("sample")
    for number in range(3):
        folder = write_folder(root, "fit", f"J{number}")
        if number < 2:
            write_fit(fit, folder / "image")
    return Aggregator.from_directory(root)


def test_a_page_grows_by_a_row_a_fit(agg, tmp_path) -> None:
    with pytest.warns(DamagedFitWarning, match=r"J2.*no file"):
        (path,) = subplot_sample(agg, tmp_path, panels=["data", "source_plane"])
    assert path == tmp_path / "sample.png"
    first = agg.query(agg.search.unique_tag == "J0")
    (single,) = subplot_sample(
        first, tmp_path, "single", panels=["model", "lensed_source"]
    )
    (width, height), (width_of_one, height_of_one) = png_size(path), png_size(single)
    assert width == width_of_one
    assert 1.3 < height / height_of_one < 2.0


def test_more_fits_make_more_files(agg, tmp_path) -> None:
    with pytest.warns(DamagedFitWarning):
        paths = subplot_sample(
            agg, tmp_path, "lenses", panels=["residuals"], lenses_per_page=1
        )
    assert [path.name for path in paths] == ["lenses_1.png", "lenses_2.png"]
    assert names_in(tmp_path) == ["lenses_1.png", "lenses_2.png"]


def test_mistakes_are_told(agg, tmp_path) -> None:
    none = agg.query(agg.search.unique_tag == "J2")
    for keywords, message in (
        ({"panels": ["dta"]}, "Did you mean 'data'"),
        ({"panels": []}, "nothing to draw"),
        ({"lenses_per_page": 0}, "nothing to draw"),
        ({"labels": ["a"]}, "1 labels came for 3 fits"),
        ({"lable": ["a"]}, "no keyword 'lable'"),
    ):
        with pytest.raises(exc.PlotException, match=message):
            subplot_sample(agg, tmp_path, **keywords)
    with (
        pytest.warns(DamagedFitWarning),
        pytest.raises(exc.PlotException, match="No fit has the images"),
    ):
        subplot_sample(none, tmp_path)
    assert names_in(tmp_path) == []
