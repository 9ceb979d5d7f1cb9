"""Figures of several exposures have a row for each."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

import autolens_like.plot as aplt
from autolens_like.dataset.imaging import Imaging
from autolens_like.dataset.multi_imaging import MultiImaging
from autolens_like.plot import multi_imaging
from autolens_like.plot.overlay import Overlays
from autolens_like.plot.page import page_from
from test_autolens_like.plot.pictures import names_in, png_size


@pytest.fixture(scope="module")
def multi(unmasked_dataset, dataset):
    blunt = Imaging(unmasked_dataset.data, unmasked_dataset.noise_map)
    return MultiImaging(
        [blunt, dataset],
        names=["J", "H"],
        offsets=[(0.0, 0.0), (0.3, -0.2)],
        rotations=[0.0, 90.0],
        active=["H"],
    )


def test_a_row_for_every_exposure(multi, tmp_path) -> None:
    (path,) = aplt.subplot_multi_imaging(
        multi, output_path=tmp_path, positions=[(1.0, 0.0)]
    )
    assert names_in(tmp_path) == ["multi_dataset.png"]
    width, height = png_size(path)
    assert width == 1420 and height > 0.5 * width


def test_what_is_off_says_so_and_what_has_no_psf_leaves_its_place(multi) -> None:
    page = page_from("multi_dataset", "unused", None, None)
    row = multi_imaging._dataset_row(multi, 0, page, ())
    assert [panel and panel.title for panel in row] == [
        "J (off): data",
        "J (off): signal-to-noise",
        None,
    ]
    psf = multi_imaging._dataset_row(multi, 1, page, ())[2]
    assert all(np.log10(mark).is_integer() for mark in psf.scale.marks)


def test_a_row_for_every_fit(multi, fit, tracer, tmp_path) -> None:
    several = SimpleNamespace(dataset=multi, fits=[None, fit], tracer=tracer)
    (path,) = aplt.subplot_fit_multi_imaging(several, output_path=tmp_path)
    assert names_in(tmp_path) == ["multi_fit.png"] and png_size(path)[0] == 1420
    page = page_from("multi_fit", "unused", None, None)
    titles = [p.title for p in multi_imaging._fit_row(several, 1, page, Overlays())]
    assert titles == ["H: data", "H: model", "H: normalized residuals"]


def test_positions_lie_where_each_exposure_sees_them(multi) -> None:
    sky = Overlays(positions=[np.array([[1.3, -0.2]])])
    (group,) = multi_imaging._moved(sky, multi.placements[1]).positions
    # One arcsecond above the exposure's origin, which is turned by 90 degrees.
    np.testing.assert_allclose(group, [[0.0, 1.0]], atol=1e-15)
