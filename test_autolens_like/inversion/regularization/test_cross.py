"""Crosses round source pixels."""

import numpy as np
import pytest

from autolens_like.inversion.mesh.delaunay import DelaunayGeometry
from autolens_like.inversion.regularization.cross import cross_rows
from test_autolens_like.inversion.meshes import GEOMETRIES

SQUARE = np.array([[0.0, 0.0], [0.0, 2.0], [2.0, 0.0], [2.0, 2.0], [1.0, 1.0]])


@pytest.mark.parametrize("geometry", GEOMETRIES, ids=lambda g: type(g).__name__)
def test_every_row_is_a_difference(geometry):
    pixels, weights = cross_rows(geometry)
    assert pixels.shape == weights.shape
    assert len(pixels) == 4 * geometry.pixels
    np.testing.assert_allclose(weights.sum(axis=1), 0.0, atol=1e-12)
    np.testing.assert_array_equal(pixels[:, 0], np.repeat(range(geometry.pixels), 4))


def test_the_arms_follow_the_area():
    # The point in the middle has 4/3 of the area of 4.
    geometry = DelaunayGeometry(SQUARE, areas_factor=0.25)
    assert geometry.cross_arms[4] == pytest.approx(0.25 * np.sqrt(4.0 / 3.0))
    pixels, weights = cross_rows(geometry)
    differences = (weights * SQUARE[pixels, 0]).sum(axis=1)[-4:]
    arm = geometry.cross_arms[4]
    assert sorted(differences) == pytest.approx([-arm, 0.0, 0.0, arm], abs=1e-12)
