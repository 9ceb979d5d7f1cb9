import numpy as np
import pytest
from matplotlib.figure import Figure

from autolens_like.plot.panel import panel_of, tick_labels
from autolens_like.plot.scale import Scale
from autolens_like.plot.style import Style
from autolens_like.structures.array import Array2D


@pytest.fixture
def drawn(mask):
    values = np.arange(44.0 * 44.0).reshape(44, 44)
    figure = Figure(figsize=(3.0, 3.0))
    ax = figure.add_axes((0.1, 0.1, 0.7, 0.7))
    scale = Scale(0.0, 1000.0)
    image = panel_of(Array2D(values, mask), "Data", "e/s", scale).draw(ax, Style())
    return ax, image


def test_row_zero_is_at_the_top(drawn):
    _, image = drawn
    assert image.origin == "upper"
    assert image.get_extent() == pytest.approx((-2.2, 2.2, -2.2, 2.2))
    assert image.get_array().shape == (44, 44)


def test_the_value_at_a_place_on_the_sky_is_that_of_its_pixel():
    # Only the pixel in row 1 and column 5 is bright.
    values = np.zeros((4, 6))
    values[1, 5] = 1.0
    array = Array2D.no_mask(values, pixel_scales=1.0)
    figure = Figure(figsize=(4.0, 4.0), dpi=50)
    ax = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    image = panel_of(array, "", "").draw(ax, Style())
    # Matplotlib looks the value up by display coordinates, as a cursor would.
    from matplotlib.backend_bases import MouseEvent

    x, y = ax.transData.transform((2.5, 0.5))
    assert image.get_cursor_data(MouseEvent("", figure.canvas, x, y)) == 1.0
    x, y = ax.transData.transform((2.5, -0.5))
    assert image.get_cursor_data(MouseEvent("", figure.canvas, x, y)) == 0.0


def test_masked_pixels_are_blank_and_neutral(drawn, mask):
    ax, image = drawn
    np.testing.assert_array_equal(image.get_array().mask, mask.array)
    assert image.get_cmap().get_bad()[3] == 0.0
    red, green, blue, _ = ax.get_facecolor()
    assert red == green == blue


def test_the_edge_of_the_mask_is_a_line(drawn):
    ax, _ = drawn
    (edge,) = [patch for patch in ax.patches if not patch.get_fill()]
    sides = edge.get_path().vertices.reshape(-1, 2, 2)
    radii = np.hypot(sides[..., 0], sides[..., 1] - 0.1).mean(axis=1)
    assert np.all(np.abs(radii - 2.0) < 0.15)


def test_limits_show_the_unmasked_part(drawn):
    ax, _ = drawn
    low, high = ax.get_xlim()
    assert -2.2 < low < -1.9 and 1.9 < high < 2.2
    assert ax.get_ylim()[1] - ax.get_ylim()[0] == pytest.approx(high - low)
    assert ax.get_aspect() == 1.0


def test_the_colour_bar_is_as_high_as_the_panel_and_names_the_units(drawn):
    ax, image = drawn
    ax.figure.canvas.draw()
    bar = image.colorbar.ax
    assert bar.get_title(loc="left") == "e/s"
    ours, other = ax.get_window_extent(), bar.get_window_extent()
    assert (other.y0, other.y1) == pytest.approx((ours.y0, ours.y1), abs=0.5)
    assert image.colorbar.extend == "max"


def test_all_text_is_at_least_six_points(drawn):
    ax, image = drawn
    labels = [*ax.get_xticklabels(), *image.colorbar.ax.get_yticklabels(), ax.title]
    assert min(label.get_fontsize() for label in labels) >= 6.0


def test_numbers_are_short_and_of_one_kind():
    assert tick_labels([0.0, 0.1 + 0.2, -2.0]) == ["0", "0.3", "−2"]
    assert tick_labels([1e-4, 0.1]) == ["$10^{-4}$", "$10^{-1}$"]
    assert tick_labels([0.0, -2e6]) == ["0", r"$-2\times10^{6}$"]
