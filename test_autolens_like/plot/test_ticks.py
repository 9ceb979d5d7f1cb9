"""Ticks that are drawn at once look like matplotlib's own."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from autolens_like.plot import ticks
from autolens_like.plot.panel import dress, label_axes
from autolens_like.plot.style import Style

VIEW = (-1.7, 2.1, -0.4, 3.4)


def pictured(is_static: bool) -> tuple[Figure, np.ndarray]:
    """Dressed axes, and their picture."""
    figure = Figure(figsize=(3.0, 3.0))
    canvas = FigureCanvasAgg(figure)
    ax = figure.add_axes((0.2, 0.2, 0.7, 0.7))
    style = dataclasses.replace(Style(), is_static=is_static)
    dress(ax, VIEW, style, "title")
    label_axes(ax, style, y=False)
    canvas.draw()
    return figure, np.asarray(canvas.buffer_rgba())[..., :3].astype(float)


def test_the_picture_is_that_of_ticks_which_follow() -> None:
    figure, static = pictured(True)
    other, following = pictured(False)
    ours, theirs = figure.axes[0], other.axes[0]
    assert ticks.labels_at(ours, "bottom") == ["−1", "0", "1", "2"]
    assert ticks.labels_at(ours, "left") == ["0", "1", "2", "3"]
    texts = {text.get_text(): text for text in ours.texts if text.get_gid() == "left"}
    for label in theirs.get_yticklabels():
        if label.get_text() in texts:
            box = texts[label.get_text()].get_window_extent()
            expected = label.get_window_extent()
            assert box.bounds == pytest.approx(expected.bounds, abs=0.5)
    assert ours.xaxis.label.get_window_extent().y1 == pytest.approx(
        theirs.xaxis.label.get_window_extent().y1, abs=2.0
    )
    # Marks and labels cover the same pixels: but for the name of the axis.
    rows = slice(0, int(0.86 * len(static)))
    assert np.mean(np.abs(static - following)[rows] > 60.0) < 1e-3


def test_ticks_that_are_not_shown_are_left_out() -> None:
    assert ticks.inside([-1.0, 0.0, 0.3, 0.31], 0.0, 0.3) == [0.0, 0.3]
    # Rounding does not cost the last one.
    assert ticks.inside([0.1 + 0.2], 0.0, 0.3) == [0.1 + 0.2]
    assert ticks.half_way([0.0, 1.0, 2.0], -0.2, 2.6) == [0.5, 1.5, 2.5]
    assert ticks.half_way([1.0], 0.0, 2.0) == []


def test_marks_may_stand_without_labels() -> None:
    ax = Figure().add_subplot()
    ticks.draw_ticks(ax, "right", [0.2, 0.4], [], 6.0)
    (marks,) = ax.artists or ax.lines
    assert list(marks.get_ydata()) == [0.2, 0.4] and list(marks.get_xdata()) == [1, 1]
    assert not ax.texts and not len(ax.get_yticks())
