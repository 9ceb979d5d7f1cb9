"""Colour pictures: three images on one frame."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import autolens_like.plot as aplt
from autolens_like import exc
from autolens_like.dataset.imaging import Imaging
from autolens_like.dataset.multi_imaging import MultiImaging
from autolens_like.plot import rgb
from autolens_like.plot.style import Style
from autolens_like.structures.array import Array2D
from autolens_like.structures.geometry import Geometry2D
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.placement import Placement
from test_autolens_like.plot.pictures import names_in, png_size

STAR = (0.35, -0.25)


def an_image(shape, scale, placement=None, width=0.25, peak=1.0):
    """A star as an exposure that lies somewhere on the sky sees it."""
    placement = placement or Placement()
    geometry = Geometry2D(shape, (scale, scale))
    y, x = placement.sky(*np.moveaxis(geometry.coordinates_native(), -1, 0))
    squares = (y - STAR[0]) ** 2 + (x - STAR[1]) ** 2
    return Array2D.no_mask(peak * np.exp(-0.5 * squares / width**2), scale)


def test_exposures_of_any_frame_come_to_one_place() -> None:
    placements = [Placement(), Placement((0.1, -0.1), 30.0), Placement((0.0, 0.05))]
    frames = [((40, 41), 0.1), ((50, 50), 0.08), ((91, 90), 0.05)]
    images = [
        an_image(*frame, placement)
        for frame, placement in zip(frames, placements, strict=True)
    ]
    geometry = rgb.common_geometry_of(images, placements)
    assert geometry.pixel_scales == (0.05, 0.05)
    sky = geometry.coordinates_native()
    squares = np.sum((sky - np.array(STAR)) ** 2, axis=-1)
    for image, placement in zip(images, placements, strict=True):
        values = rgb.resampled(image, placement, geometry)
        # The second derivative over eight of a pixel squared: linear interpolation.
        error = 2.0 * image.pixel_scale**2 / 8.0 / 0.25**2
        inside = squares < 0.8**2
        expected = np.exp(-0.5 * squares / 0.25**2)
        assert np.abs(values - expected)[inside].max() < error


def test_a_star_of_equal_bands_is_grey_whatever_its_units() -> None:
    images = [an_image((30, 30), 0.1, peak=peak) for peak in (1.0, 50.0, 0.01)]
    values = rgb.colour_panel_of(images).values.astype(int)
    assert np.ptp(values, axis=-1).max() <= 1 and values.max() > 150
    red = rgb.colour_panel_of(images, weights=(1.0, 0.0, 0.0)).values
    assert red[..., 0].max() > 0 and not red[..., 1:].any()
    dark = rgb.colour_panel_of(images, black=(0.0, 60.0, 1.0), weights=(1, 1, 1))
    assert not dark.values[..., 1:].any()


def test_pixels_that_one_band_lacks_are_neutral() -> None:
    images = [an_image((30, 30), 0.1) for _ in range(3)]
    holes = Array2D.no_mask(np.where(np.eye(30) > 0, np.nan, 1.0), 0.1)
    mask = Mask2D.circular((30, 30), 1.0, 0.1)
    images[0] = Array2D(images[0].native.array, mask)
    images[1] = images[1] * holes
    panel = rgb.colour_panel_of(images, black=(-0.5, -0.5, -0.5))
    expected = ~mask.array & ~np.eye(30, dtype=bool)
    np.testing.assert_array_equal(panel.is_seen, expected)
    ax = Figure().add_axes((0.0, 0.0, 1.0, 1.0))
    drawn = panel.draw(ax, Style()).get_array()
    np.testing.assert_array_equal(drawn[..., 3], 255 * expected)
    assert to_hex(ax.get_facecolor()) == Style().masked_color
    # The circle of 1" and a margin, not the whole frame of 3".
    assert ax.get_xlim() == ax.get_ylim() == pytest.approx((-1.08, 1.08))


def test_noise_of_a_data_set_is_black(tmp_path) -> None:
    rng = np.random.default_rng(1)
    exposures = []
    for scale in (0.1, 0.1, 0.2):
        star = an_image((30, 30), scale)
        noise = Array2D.no_mask(rng.normal(size=(30, 30)) * 0.01, scale)
        exposures.append(Imaging(star + noise, 0.0 * star + 0.02))
    multi = MultiImaging(exposures, names=["g", "r", "i"])
    # The noise map is twice the scatter; it is the scatter that counts.
    assert rgb.faintest_of(exposures[0]) < 1.5 * 0.02
    (path,) = aplt.plot_rgb(multi, output_path=tmp_path, positions=[STAR])
    assert names_in(tmp_path) == ["rgb.png"] and png_size(path)[0] == 680
    assert rgb._chosen(multi, None) == [2, 1, 0]
    assert rgb._chosen(multi, ["g", 1, "g"]) == [0, 1, 0]


def test_what_has_no_colours_is_refused() -> None:
    image = an_image((30, 30), 0.1)
    with pytest.raises(exc.PlotException, match="2 images"):
        aplt.plot_rgb([image, image])
    with pytest.raises(exc.PlotException, match="weights="):
        rgb.colour_panel_of([image] * 3, weights=(1.0, np.nan, 1.0))
    with pytest.raises(exc.PlotException, match="nothing above zero"):
        rgb.colour_panel_of([image, image, -1.0 * image])
    apart = (Placement(), Placement(), Placement((9.0, 0.0)))
    with pytest.raises(exc.PlotException, match="do not overlap"):
        rgb.colour_panel_of([image] * 3, apart)
    multi = MultiImaging([Imaging(image, image)] * 2)
    with pytest.raises(exc.PlotException, match="2 exposures came"):
        aplt.plot_rgb(multi)
    with pytest.raises(exc.PlotException, match=r"bands=\[0\]"):
        aplt.plot_rgb(multi, bands=[0])
    with pytest.raises(exc.PlotException, match="Did you mean 'weights'"):
        aplt.plot_rgb(multi, weight=(1.0, 1.0, 1.0))
