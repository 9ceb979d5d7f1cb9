"""A colour bar that is drawn at once looks like matplotlib's own."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from autolens_like.plot.panel import draw_colour_bar
from autolens_like.plot.scale import Scale
from autolens_like.plot.style import Style

SCALES = [
    (Scale(0.0, 4.0), "neither"),
    (Scale(-0.2, 5.0, "asinh", 0.05), "both"),
    (Scale(0.1, 30.0, "log"), "max"),
    (Scale(-2.0, 2.0), "min"),
]


def pictured(scale: Scale, extend: str, is_static: bool) -> tuple[Figure, np.ndarray]:
    """A panel with a bar, and the picture of the bar alone."""
    figure = Figure(figsize=(2.0, 2.0), dpi=200)
    canvas = FigureCanvasAgg(figure)
    ax = figure.add_axes((0.1, 0.1, 0.65, 0.75))
    image = ax.imshow(np.ones((2, 2)), norm=scale.norm)
    style = dataclasses.replace(Style(), is_static=is_static)
    draw_colour_bar(ax, image, (scale, extend), "unit", style)
    canvas.draw()
    picture = np.asarray(canvas.buffer_rgba())[..., :3].astype(float)
    return figure, picture[:, int(0.755 * picture.shape[1]) :]


@pytest.mark.parametrize(("scale", "extend"), SCALES)
def test_the_picture_is_that_of_a_bar_with_axes_of_its_own(scale, extend) -> None:
    figure, static = pictured(scale, extend, True)
    other, following = pictured(scale, extend, False)
    (ax,) = figure.axes
    bar = other.axes[0].child_axes[0]
    labels = [text.get_text() for text in ax.texts if text.get_gid() == "bar"]
    assert labels == [label.get_text() for label in bar.get_yticklabels()]
    assert static.std() > 10.0
    # But for the steps of the shades, and rims that fall between pixels.
    assert np.mean(np.abs(static - following) > 60.0) < 0.02
    assert ax.get_xlim() == other.axes[0].get_xlim()
