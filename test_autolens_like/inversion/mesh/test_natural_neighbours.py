"""Natural neighbours."""

import numpy as np
import pytest
from scipy.spatial import Delaunay

from autolens_like.inversion.mesh.natural_neighbours import (
    circumcentres,
    enclosing_triangles,
    natural_neighbour_weights,
)
from test_autolens_like.numerics.kernel_samples import Sample

_random = np.random.default_rng(53)
POINTS = _random.normal(size=(40, 2))
TRIANGULATION = Delaunay(POINTS)
Y, X = _random.normal(scale=0.6, size=(2, 60))
_FOUND = enclosing_triangles.reference(Y, X, TRIANGULATION)
KERNEL_SAMPLES = {
    "enclosing_triangles": [Sample((Y, X, TRIANGULATION), fixed=(0, 1, 2))],
    "sibson": [
        Sample((Y, X, _FOUND, TRIANGULATION, 14), 1e-8, fixed=(0, 1, 2, 3, 4)),
    ],
}  # fmt: skip


def dense(indices, weights):
    matrix = np.zeros((len(indices), len(POINTS)))
    np.add.at(matrix, (np.arange(len(indices))[:, None], indices), weights)
    return matrix


def test_the_middle_of_a_square_takes_a_quarter_of_each():
    square = Delaunay([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    middle = np.array([0.5 + 1e-9])
    indices, weights = natural_neighbour_weights(middle, middle, square)
    assert sorted(indices[0, :4]) == [0, 1, 2, 3]
    assert weights[0, :4] == pytest.approx(np.full(4, 0.25), abs=1e-6)


def test_points_outside_and_on_pixels_are_those_pixels():
    y, x = np.append(POINTS[3], [9.0, 9.0]).reshape(2, 2).T
    matrix = dense(*natural_neighbour_weights(y, x, TRIANGULATION))
    nearest = np.argmin(np.hypot(POINTS[:, 0] - 9.0, POINTS[:, 1] - 9.0))
    assert matrix[0, 3] == pytest.approx(1.0) and matrix[1, nearest] == 1.0


def test_weights_are_continuous_where_triangles_change():
    # Along a line through many triangles, in steps of a thousandth.
    inside = TRIANGULATION.find_simplex(np.stack([Y, X], axis=-1)) >= 0
    (y0, y1), (x0, x1) = Y[inside][:2], X[inside][:2]
    steps = np.linspace(0.0, 1.0, 1000)
    line = (y0 + steps * (y1 - y0), x0 + steps * (x1 - x0))
    matrix = dense(*natural_neighbour_weights(*line, TRIANGULATION))
    assert np.abs(np.diff(matrix, axis=0)).max() < 0.02


def test_wider_rows_are_made_where_a_point_has_many_neighbours():
    angles = np.linspace(0.0, 2.0 * np.pi, 20, endpoint=False)
    radii = 1.0 + 1e-3 * np.cos(7.0 * angles)
    ring = np.stack([radii * np.sin(angles), radii * np.cos(angles)], axis=-1)
    _, weights = natural_neighbour_weights(np.zeros(1), np.zeros(1), Delaunay(ring))
    assert weights.shape[1] > 12
    assert weights.sum() == pytest.approx(1.0)


def test_circles_through_three_points():
    triangle = np.array([[[0.0, 0.0], [2.0, 0.0], [0.0, 4.0]]])
    np.testing.assert_allclose(circumcentres(triangle), [[1.0, 2.0]])
