import numpy as np
import pytest
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.colors import to_hex

from autolens_like.plot.corner_panels import CornerPanels
from autolens_like.plot.output import output_from
from autolens_like.plot.posterior import Posterior
from autolens_like.plot.style import Style


def panels_of(count, truths=None, samples=4000):
    values = np.random.default_rng(1).normal(size=(samples, count)) + np.arange(count)
    truths = [None] * count if truths is None else truths
    names = [f"$x_{i}$" for i in range(count)]
    posterior = Posterior(values, np.ones(samples), names, truths)
    output = output_from("unused", None, None, "corner", Style())
    return CornerPanels(posterior, Style(), output, None)


def lines_in(panels, color):
    collections = [c for c in panels.ax.collections if isinstance(c, LineCollection)]
    return [
        line
        for collection in collections
        if to_hex(collection.get_edgecolor()[0]) == color
        for line in collection.get_segments()
    ]


def test_there_is_a_frame_for_each_pair_and_each_parameter():
    panels = panels_of(3)
    panels.draw()
    frames = [line for line in lines_in(panels, "#000000") if len(line) == 5]
    lengths = [np.ptp(frame, axis=0) for frame in frames]
    np.testing.assert_allclose(lengths, np.full((6, 2), panels.side))
    corners = np.array([frame[0] for frame in frames])
    assert len(np.unique(corners.round(6), axis=0)) == 6


def test_contours_hold_the_probability_that_they_name():
    panels = panels_of(2)
    panels.draw()
    outer, inner = [c for c in panels.ax.collections if isinstance(c, PathCollection)]
    x, y = (panels.along(i, panels.posterior.values[:, i]) for i in (0, 1))
    points = np.stack([x, y], axis=-1) + panels.corner(0, 1)
    shares = [
        np.mean(np.any([p.contains_points(points) for p in c.get_paths()], axis=0))
        for c in (outer, inner)
    ]
    np.testing.assert_allclose(shares, (0.9545, 0.6827), atol=0.03)


def test_the_interval_of_a_histogram_holds_68_percent():
    panels = panels_of(1)
    panels.draw()
    (bars,) = [c for c in panels.ax.collections if isinstance(c, PolyCollection)]
    ends = bars.get_paths()[0].vertices[:, 0] - panels.corner(0, 0)[0]
    places = panels.along(0, panels.posterior.values[:, 0])
    share = np.mean((places > ends.min()) & (places < ends.max()))
    assert share == pytest.approx(0.683, abs=0.002)


def test_marked_values_cross_all_panels_that_show_them():
    panels = panels_of(3, truths=[0.1, None, 50.0])
    panels.draw()
    lines = lines_in(panels, "#d55e00")
    # The column of the first parameter; 50 is far outside.
    assert len(lines) == 3
    for line in lines:
        place = panels.corner(0, 0)[0] + panels.along(0, 0.1)
        np.testing.assert_allclose(line[:, 0], place)


def test_titles_of_many_parameters_stay_over_their_panels():
    panels = panels_of(9)
    panels.draw()
    for index in range(9):
        middle = panels.corner(index, index)[0] + 0.5 * panels.side
        top = panels.corner(index, index)[1] + panels.side
        parts = [t for t in panels.ax.texts if abs(t.get_position()[1] - top) < 0.1]
        boxes = [part.get_window_extent() for part in parts]
        dpi = panels.figure.dpi
        left, right = min(b.x0 for b in boxes) / dpi, max(b.x1 for b in boxes) / dpi
        assert 0.5 * (left + right) == pytest.approx(middle, abs=0.03)
        assert right - left < panels.side + 0.1
        # The errors stand behind the median, one above the other.
        median, upper, lower = boxes
        assert median.x1 <= upper.x0 + 1.0 and upper.x0 == pytest.approx(lower.x0)
        assert lower.y1 <= upper.y0 + 1.0
