"""Meshes that are read by the nearest pixels."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from test_autolens_like.inversion.meshes import CENTRES, X, Y

NEAREST = al.mesh.KNearestNeighbor(k_neighbors=5).geometry_from(Y, X, CENTRES)
TRIPLET = al.mesh.KNNBarycentric(zeroed_pixels=2).geometry_from(Y, X, CENTRES)


def test_the_nearest_weighs_most():
    indices, weights = NEAREST.interpolation(Y, X)
    assert indices.shape == (60, 5)
    assert np.all(np.diff(weights, axis=1) <= 0.0)
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)


def test_three_pixels_are_a_triangle_where_they_enclose_the_point():
    corners = CENTRES[TRIPLET.interpolation(Y, X)[0]]
    middle = corners.mean(axis=1)
    indices, weights = TRIPLET.interpolation(*middle.T)
    same = np.all(np.isin(indices, TRIPLET.interpolation(Y, X)[0]), axis=1)
    linear = (weights * CENTRES[indices, 0]).sum(axis=1)
    inside = np.all(weights > 1e-6, axis=1) & same
    assert inside.sum() > 10
    np.testing.assert_allclose(linear[inside], middle[inside, 0], atol=1e-12)
    assert weights.min() >= 0.0


def test_arms_reach_towards_a_neighbour():
    distances = np.hypot(*(CENTRES[:, None] - CENTRES[None]).transpose(2, 0, 1))
    # The second of five: 5 // 2.
    expected = 0.5 * np.sort(distances, axis=1)[:, 2]
    np.testing.assert_allclose(NEAREST.cross_arms, expected)


def test_the_last_pixels_may_stay_at_zero():
    assert np.flatnonzero(TRIPLET.zeroed).tolist() == [10, 11]


@pytest.mark.parametrize(
    "values",
    [{"k_neighbors": 0}, {"radius_scale": 1.0}, {"split_neighbor_division": 1.5}],
)
def test_bad_numbers_are_refused(values):
    with pytest.raises(exc.MeshException, match=next(iter(values))):
        al.mesh.KNearestNeighbor(**values)
