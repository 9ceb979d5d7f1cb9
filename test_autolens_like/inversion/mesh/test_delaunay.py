"""Delaunay meshes."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.mesh import Delaunay
from autolens_like.inversion.mesh.delaunay import DelaunayGeometry
from test_autolens_like.inversion.meshes import CENTRES, X, Y

SQUARE = np.array([[0.0, 0.0], [0.0, 2.0], [2.0, 0.0], [2.0, 2.0], [1.0, 1.0]])


def test_triangles_round_the_centre_of_a_square():
    geometry = DelaunayGeometry(SQUARE)
    pairs = {tuple(pair) for pair in geometry.neighbours.tolist()}
    assert pairs == {(0, 1), (0, 2), (1, 3), (2, 3), (0, 4), (1, 4), (2, 4), (3, 4)}
    np.testing.assert_allclose(geometry.areas, [2 / 3, 2 / 3, 2 / 3, 2 / 3, 4 / 3])


def test_a_point_outside_belongs_to_the_nearest_corner():
    indices, weights = DelaunayGeometry(SQUARE).interpolation([2.5, -1.0], [2.1, 0.2])
    assert indices[:, 0].tolist() == [3, 0]
    assert weights.tolist() == [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]


def test_the_order_of_the_centres_does_not_matter():
    values = CENTRES[:, 0] * CENTRES[:, 1]
    order = np.random.default_rng(1).permutation(len(CENTRES))
    found = DelaunayGeometry(CENTRES).interpolated(values, Y, X)
    other = DelaunayGeometry(CENTRES[order]).interpolated(values[order], Y, X)
    np.testing.assert_allclose(found, other, atol=1e-12)


def test_the_last_pixels_may_stay_at_zero():
    zeroed = Delaunay(zeroed_pixels=2).geometry_from(Y, X, CENTRES).zeroed
    assert np.flatnonzero(zeroed).tolist() == [10, 11]


def test_bad_numbers_are_refused():
    with pytest.raises(exc.MeshException, match="whole number"):
        Delaunay(zeroed_pixels=-1)
    with pytest.raises(exc.MeshException, match="12 centres"):
        Delaunay(pixels=11).geometry_from(Y, X, CENTRES)
