import numpy as np
import pytest
from matplotlib.figure import Figure

from autolens_like import exc
from autolens_like.plot.overlay import (
    Line,
    Overlays,
    coordinates_from,
    groups_from,
    overlays_from,
)
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import Grid2DIrregular

POINTS = [(1.0, 0.5), (-1.0, 0.25)]


@pytest.mark.parametrize(
    "one",
    [POINTS, np.array(POINTS), Grid2DIrregular(POINTS), [Grid2DIrregular(POINTS)]],
)
def test_one_group_comes_in_many_forms(one):
    (group,) = groups_from(one, "positions")
    np.testing.assert_array_equal(group, POINTS)


def test_several_groups_may_have_several_lengths():
    groups = groups_from([POINTS, np.zeros((3, 2))], "positions")
    assert [len(group) for group in groups] == [2, 3]
    assert groups_from(None, "positions") == groups_from([], "positions") == []


def test_the_coordinates_of_a_grid_are_pairs():
    grid = Grid2D.uniform((2, 3), 0.1)
    np.testing.assert_array_equal(coordinates_from(grid), grid.array)
    assert coordinates_from(np.zeros((4, 5, 2))).shape == (20, 2)


def test_what_is_no_pair_is_refused():
    with pytest.raises(exc.GridException, match="positions of shape"):
        overlays_from(positions=np.zeros((3, 4)))


def test_there_is_one_color_for_each_line():
    overlays = overlays_from(lines=[POINTS, POINTS], line_colors=["red", "blue"])
    assert [line.color for line in overlays.lines] == ["red", "blue"]
    assert overlays_from(lines=POINTS, line_colors="red").lines[0].color == "red"
    with pytest.raises(exc.PlotException, match="1 line_colors came for 2 lines"):
        overlays_from(lines=[POINTS, POINTS], line_colors=["red"])


def test_x_is_drawn_to_the_right_and_y_up():
    ax = Figure().add_subplot()
    overlays = Overlays(
        [Line(np.array(POINTS), dashed=True)], [np.array(POINTS)], np.zeros((1, 2))
    )
    overlays.draw(ax, "black", 1.0)
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), [0.5, 0.25])
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), [1.0, -1.0])
    offsets = ax.collections[1].get_offsets()
    np.testing.assert_array_equal(offsets, [(0.5, 1.0), (0.25, -1.0)])
