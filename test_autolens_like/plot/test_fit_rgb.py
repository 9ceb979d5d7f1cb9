"""Data and model in colour: two panels of one scale."""

from __future__ import annotations

import pytest

import autolens_like as al
import autolens_like.plot as aplt
from autolens_like import exc
from autolens_like.plot.fit_rgb import bands_of
from test_autolens_like.fit.conftest import tracer_of
from test_autolens_like.fit.exposures import multi
from test_autolens_like.plot.pictures import names_in, png_size


@pytest.fixture(scope="module")
def joint() -> al.FitMultiImaging:
    return al.FitMultiImaging(multi(), tracer_of())


def test_data_stand_beside_the_model(joint, tmp_path) -> None:
    (path,) = aplt.subplot_fit_rgb(joint, output_path=tmp_path, title_prefix="multi")
    assert names_in(tmp_path) == ["fit_rgb.png"]
    width, height = png_size(path)
    assert width > 1.5 * height


def test_every_band_is_seen_by_its_first_exposure(joint) -> None:
    assert bands_of(joint.dataset) == [0, 2]
    assert bands_of(joint.dataset.with_active(["VIS_2", "NISP"])) == [1, 2]


def test_what_cannot_be_drawn_is_told(joint) -> None:
    with pytest.raises(exc.PlotException, match="red, green and blue"):
        aplt.subplot_fit_rgb(joint, bands=["VIS_1"], output_path="unused")
    with pytest.raises(exc.DatasetException, match="NISP"):
        aplt.subplot_fit_rgb(joint, bands=["NISQ"] * 3, output_path="unused")
