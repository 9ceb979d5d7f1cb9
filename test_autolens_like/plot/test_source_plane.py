import numpy as np
import pytest

from autolens_like.fit.imaging import FitImaging
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.inversion.mesh.rectangular_uniform import RectangularUniform
from autolens_like.inversion.pixelization import Pixelization
from autolens_like.inversion.regularization.constant import Constant
from autolens_like.lens.tracer import Tracer
from autolens_like.plot.curves import curves_of
from autolens_like.plot.source_plane import (
    light_box,
    pixelized_sources_in,
    source_panels,
    source_panels_of,
)


def test_the_box_of_a_source_is_around_its_centre(tracer, dataset):
    x0, x1, y0, y1 = light_box(tracer, 1, dataset.grids.lp)
    assert 0.5 * (x0 + x1) == pytest.approx(0.05, abs=0.05)
    assert 0.5 * (y0 + y1) == pytest.approx(0.08, abs=0.05)
    assert 0.3 < x1 - x0 < 1.5


def test_fainter_light_needs_a_larger_box(tracer, dataset):
    bright = light_box(tracer, 1, dataset.grids.lp)
    faint = light_box(tracer, 1, dataset.grids.lp, 0.01)
    assert faint[1] - faint[0] > bright[1] - bright[0]


def test_a_plane_without_light_is_shown_where_the_image_lands(tracer, dataset):
    dark = Tracer([tracer.galaxies[0], Galaxy(1.0)])
    box = light_box(dark, 1, dataset.grids.lp)
    assert box[1] - box[0] > 1.0
    whole, _ = source_panels(dark, dataset.grids.lp, curves_of(dark), "")
    assert np.all(whole.frame.unmasked_values == 0.0)


def test_the_whole_plane_holds_the_caustics_and_the_zoom_the_light(tracer, dataset):
    curves = curves_of(tracer)
    whole, zoomed = source_panels(tracer, dataset.grids.lp, curves, "e/s")
    x0, x1, y0, y1 = whole.frame.extent
    for line in curves.caustics:
        assert np.all((line.points[:, 0] > y0) & (line.points[:, 0] < y1))
        assert np.all((line.points[:, 1] > x0) & (line.points[:, 1] < x1))
    assert zoomed.frame.extent[1] - zoomed.frame.extent[0] <= x1 - x0
    # The centre of the exponential has intensity exp(b_1) = exp(1.678) (b_n of n = 1).
    assert whole.frame.unmasked_values.max() == pytest.approx(np.exp(1.678), rel=0.1)


def test_profiles_and_pixels_of_one_plane_are_shown_as_their_sum(tracer, dataset):
    lens, source = tracer.galaxies
    pixels = Pixelization(RectangularUniform((9, 11)), Constant(coefficient=3.0))
    both = Galaxy(1.0, bulge=source.bulge, pixelization=pixels)
    fit = FitImaging(dataset, Tracer([lens, both]))
    (found,) = pixelized_sources_in(fit, 1)
    whole, zoomed = source_panels_of(fit, curves_of(tracer), "e/s")
    assert zoomed.title == "Source plane: profiles + pixels, zoomed"
    for panel in (whole, zoomed):
        points = panel.frame.geometry.coordinates_native().reshape(-1, 2)
        light = np.asarray(source.image_2d_from(points))
        light = light + np.asarray(found.interpolated_reconstruction_from(points))
        np.testing.assert_allclose(panel.frame.unmasked_values, light, rtol=1e-12)
