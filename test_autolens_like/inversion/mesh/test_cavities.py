"""Cavities of triangulations."""

from itertools import pairwise

import numpy as np
import pytest

from autolens_like.inversion.mesh.cavities import (
    cavities,
    circles,
    circumcentres,
    parts_of_new_cell,
    polygon_area,
)
from test_autolens_like.inversion.mesh.test_natural_neighbours import (
    _FOUND,
    CAVITIES,
    POINTS,
    TRIANGULATION,
    X,
    Y,
)
from test_autolens_like.numerics.kernel_samples import Sample

KERNEL_SAMPLES = {
    "cavities": [Sample((Y, X, _FOUND, TRIANGULATION), fixed=(0, 1, 2, 3))]
}


def test_circles_go_through_three_points():
    triangle = np.array([[[0.0, 0.0], [2.0, 0.0], [0.0, 4.0]]])
    np.testing.assert_allclose(circumcentres(triangle), [[1.0, 2.0]])
    centres, squares = circles(TRIANGULATION)
    from_centres = POINTS[TRIANGULATION.simplices] - centres[:, None]
    np.testing.assert_allclose((from_centres**2).sum(axis=-1).T, [squares] * 3)


def test_a_cavity_has_two_corners_more_than_triangles():
    starts, members = CAVITIES
    for first, last in pairwise(starts):
        corners = np.unique(TRIANGULATION.simplices[members[first:last]])
        assert corners.size in (0, last - first + 2)


def test_a_point_outside_has_no_cavity():
    far = np.full(1, 9.0)
    starts, members = cavities(far, far, np.full(1, -1), TRIANGULATION)
    assert starts.tolist() == [0, 0] and members.size == 0


def test_the_parts_of_a_cell_are_convex_pieces_of_a_square():
    square = np.array([[-1.0, 0.0], [0.0, -1.0], [1.0, 0.0], [0.0, 1.0]])
    parts = parts_of_new_cell(np.zeros(2), square)
    assert [polygon_area(part) for part in parts] == pytest.approx([0.25] * 4)
    assert parts_of_new_cell(square[2], square) == []
