"""Rows and columns that follow traced points."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.mesh.distribution import RankDistribution
from autolens_like.inversion.mesh.rectangular_adapt import (
    RectangularAdaptGeometry,
    RectangularAdaptMesh,
    brightness_weights,
)
from test_autolens_like.numerics.kernel_samples import Sample

_random = np.random.default_rng(43)
POINTS = _random.normal(size=(400, 2)) ** 3
BOX = (-9.0, 9.0, -9.0, 9.0)
GEOMETRY = RectangularAdaptGeometry(
    (12, 9), BOX, tuple(RankDistribution(axis) for axis in POINTS.T)
)
_ends = (np.array([1.0, 9.0, 0.0]), np.array([0.0, 7.0, 8.5]))
KERNEL_SAMPLES = {
    "bilinear_from_below": [
        Sample((*places, (11, 9)), fixed=(2,))
        for places in (_random.uniform(1.0, 7.0, (2, 50)), _ends)
    ]
}


def test_rows_and_columns_hold_equal_numbers_of_points():
    rows, columns = GEOMETRY.edges
    # Two half rows at the ends, and the rows between them.
    inside = np.histogram(POINTS[:, 0], np.sort(rows)[1:-3])[0]
    assert inside == pytest.approx(np.full(inside.size, 400 / 9), abs=2)
    inside = np.histogram(POINTS[:, 1], columns[2:-2])[0]
    assert inside == pytest.approx(np.full(inside.size, 400 / 6), abs=2)


def test_centres_lie_between_edges_and_areas_are_their_products():
    rows, columns = GEOMETRY.edges
    centres = GEOMETRY.centres.reshape(12, 9, 2)
    assert np.all(np.diff(rows) < 0.0) and np.all(np.diff(columns) > 0.0)
    assert np.all((centres[:, 0, 0] < rows[:-1]) & (centres[:, 0, 0] > rows[1:]))
    assert GEOMETRY.areas[0] == pytest.approx(
        (rows[0] - rows[1]) * (columns[1] - columns[0])
    )
    assert GEOMETRY.extent == (columns[0], columns[-1], rows[-1], rows[0])


def test_the_value_at_an_inner_centre_is_that_of_its_pixel():
    values = np.arange(108.0)
    inner = np.arange(108).reshape(12, 9)[3:-1, 2:-2].ravel()
    found = GEOMETRY.interpolated(values, *GEOMETRY.centres[inner].T)
    np.testing.assert_allclose(found, values[inner], atol=1e-9)


def test_a_point_far_out_is_read_at_the_outermost():
    rows, columns = np.indices((12, 9)).reshape(2, -1)
    corner = POINTS.max(axis=0)[:, None]
    for values in (rows, columns):
        found = GEOMETRY.interpolated(values, *(corner + 100.0))
        assert found == pytest.approx(GEOMETRY.interpolated(values, *corner), abs=0.05)


def test_distances_are_those_of_equal_rectangles():
    lattice = GEOMETRY.lattice.reshape(12, 9, 2)
    np.testing.assert_allclose(np.diff(lattice[:, 0, 0]), -1.5)
    np.testing.assert_allclose(np.diff(lattice[0, :, 1]), 2.0)


def test_brightness_weighs_points():
    image = np.array([-1.0, 1.0, 4.0])
    weights = brightness_weights(image, 0.5, 0.25, None)
    assert weights == pytest.approx(np.array([0.25, 1.0, 2.0]) / 3.25)
    with pytest.raises(exc.PixelizationException, match="AdaptImages"):
        brightness_weights(None, 1.0, 0.0, GEOMETRY)


def test_the_base_class_has_no_distribution():
    with pytest.raises(NotImplementedError):
        RectangularAdaptMesh.distribution(None, POINTS, None, 3)
