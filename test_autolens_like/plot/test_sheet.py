import itertools

import numpy as np
import pytest

from autolens_like.plot.panel import panel_of
from autolens_like.plot.sheet import Sheet
from autolens_like.plot.style import Style
from autolens_like.structures.array import Array2D


def sheet_of(count, columns=3, **keywords):
    return Sheet(count, columns, Style(), None, **keywords)


def test_a_full_row_is_as_wide_as_the_page():
    width, _ = sheet_of(6).figure.get_size_inches()
    assert width == pytest.approx(7.1)
    assert sheet_of(1, 1, width=3.4).figure.get_size_inches()[0] == 3.4


def test_panels_have_one_size_however_many_there_are():
    for count in (1, 2, 9):
        sheet = sheet_of(count)
        box = sheet.axes(0).get_position()
        size = np.array([box.width, box.height]) * sheet.figure.get_size_inches()
        np.testing.assert_allclose(size, sheet.panel_size)
        assert sheet.panel_size == sheet_of(4).panel_size
    assert sheet.panel_size[0] == sheet.panel_size[1]


def test_nothing_on_a_sheet_overlaps():
    sheet = sheet_of(5, heading="heading")
    array = Array2D.no_mask(np.arange(9.0).reshape(3, 3) * 1e3, 0.123)
    for index in range(5):
        sheet.draw(index, panel_of(array, "A title of some length", "arcsec²"))
    figure = sheet.figure
    figure.canvas.draw()
    boxes = [ax.get_tightbbox() for ax in figure.axes]
    page = figure.bbox
    for box in boxes:
        assert page.x0 <= box.x0 and box.x1 <= page.x1
        assert page.y0 <= box.y0 and box.y1 <= page.y1
    for one, two in itertools.combinations(boxes, 2):
        assert not one.overlaps(two)


def test_the_names_of_axes_are_in_line_and_clear_of_the_ticks():
    sheet = sheet_of(3, columns=1)
    for index, scale in enumerate((0.1, 10.0, 0.01)):
        sheet.draw(index, panel_of(Array2D.full(1.0, (3, 3), scale), "", ""))
    sheet.figure.canvas.draw()
    axes = [ax.yaxis for ax in sheet.figure.axes]
    names = [axis.label.get_window_extent() for axis in axes]
    assert names[0].x1 == pytest.approx(names[1].x1, abs=0.5)
    assert min(name.x0 for name in names) >= 0.0
    for axis, name in zip(axes, names, strict=True):
        ticks = [tick.label1.get_window_extent() for tick in axis.get_major_ticks()]
        assert name.x1 < min(tick.x0 for tick in ticks)


def test_axes_are_named_at_the_rim_only():
    sheet = sheet_of(5)
    array = Array2D.full(1.0, (3, 3), 0.1)
    for index in range(5):
        sheet.draw(index, panel_of(array, "", ""))
    x_names = [ax.get_xlabel() for ax in sheet.figure.axes]
    y_names = [ax.get_ylabel() for ax in sheet.figure.axes]
    # The third panel has none below it.
    assert x_names == ["", "", *["x [arcsec]"] * 3]
    assert y_names == ["y [arcsec]", "", "", "y [arcsec]", ""]
