"""The outlines of source pixels."""

import numpy as np
from scipy.spatial import ConvexHull

from autolens_like.inversion.mesh.cells import (
    clipped,
    rectangular_cells,
    voronoi_cells,
)


def area(polygon):
    y, x = polygon.T
    return 0.5 * abs(np.sum(y * np.roll(x, -1) - x * np.roll(y, -1)))


def test_cells_fill_the_hull_and_hold_what_is_nearest():
    rng = np.random.default_rng(4)
    points = rng.normal(size=(60, 2))
    cells = voronoi_cells(points)
    assert len(cells) == len(points)
    total = sum(area(cell) for cell in cells)
    np.testing.assert_allclose(total, ConvexHull(points).volume, rtol=1e-12)
    for index, cell in enumerate(cells):
        # The mean of the corners of a convex cell is inside it.
        distances = np.linalg.norm(points - cell.mean(axis=0), axis=1)
        assert np.argmin(distances) == index


def test_a_square_is_cut_by_a_line():
    square = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
    half = clipped(square, np.array([1.0, 1.0]), 2.0)
    np.testing.assert_allclose(area(half), 2.0)
    assert len(clipped(square, np.array([1.0, 0.0]), -1.0)) == 0


def test_rectangles_stand_row_after_row():
    cells = rectangular_cells(np.array([2.0, 1.0, -1.0]), np.array([0.0, 1.0]))
    assert [area(cell) for cell in cells] == [1.0, 2.0]
    assert cells[0][:, 0].max() == 2.0
