import numpy as np
import pytest

import autolens_like.plot as aplt
from autolens_like import exc
from autolens_like.fit.imaging import FitImaging
from autolens_like.lens.tracer import Tracer
from autolens_like.plot import fit_imaging
from autolens_like.plot.overlay import Overlays
from autolens_like.plot.page import page_from
from test_autolens_like.plot.pictures import names_in, png_size


@pytest.fixture(scope="module")
def page():
    return page_from("fit", "unused", None, None)


def test_a_fit_is_one_page(fit, tmp_path):
    (path,) = aplt.subplot_fit_imaging(
        fit,
        output_path=tmp_path,
        positions=[(1.0, 0.0), (-1.0, 0.2)],
        title_prefix="a lens",
    )
    assert names_in(tmp_path) == ["fit.png"]
    width, height = png_size(path)
    assert width == 1420 and height > width


def test_a_log_scale_is_drawn_too(fit, tmp_path):
    aplt.subplot_fit_imaging(fit, output_path=tmp_path, use_log10=True)
    assert names_in(tmp_path) == ["fit.png"]


def test_data_model_and_lens_light_have_one_scale(fit, page):
    data, model, residuals = fit_imaging._comparison_panels(fit, page, Overlays())
    lens, subtracted, source = fit_imaging._part_panels(fit, page, Overlays())
    assert data.scale == model.scale == lens.scale
    assert subtracted.scale == source.scale
    assert residuals.scale.vmin == -residuals.scale.vmax == -4.0
    assert (residuals.units, residuals.colormap) == ("σ", "signed")


def test_the_parts_add_up_to_data_and_model(fit, page):
    data, model, _ = fit_imaging._comparison_panels(fit, page, Overlays())
    lens, subtracted, source = fit_imaging._part_panels(fit, page, Overlays())
    total = lens.frame.values + subtracted.frame.values
    np.testing.assert_allclose(total.compressed(), data.frame.unmasked_values)
    total = lens.frame.values + source.frame.values
    np.testing.assert_allclose(total.compressed(), model.frame.unmasked_values)


def test_planes_have_a_row_each(fit, tmp_path):
    (both,) = aplt.subplot_fit_imaging_of_planes(fit, output_path=tmp_path)
    (one,) = aplt.subplot_fit_imaging_of_planes(
        fit, output_path=tmp_path, output_filename="one", plane_index=-1
    )
    assert names_in(tmp_path) == ["fit_of_planes.png", "one.png"]
    assert png_size(one)[1] < png_size(both)[1]


def test_a_plane_that_is_not_there_is_refused(fit, tmp_path):
    with pytest.raises(exc.PlotException, match=r"plane_index=2.*has 2 planes"):
        aplt.subplot_fit_imaging_of_planes(fit, output_path=tmp_path, plane_index=2)
    assert names_in(tmp_path) == []


def test_a_galaxy_without_a_source_has_no_source_plane(dataset, tracer, tmp_path):
    alone = FitImaging(dataset, Tracer(tracer.galaxies[:1]))
    (path,) = aplt.subplot_fit_imaging(alone, output_path=tmp_path)
    width, height = png_size(path)
    assert height < width + 200
    aplt.subplot_fit_imaging_of_planes(alone, output_path=tmp_path)
