"""What every mesh laid over a source plane has in common."""

import numpy as np
import pytest

from autolens_like.inversion.mesh.geometry import MeshGeometry
from test_autolens_like.inversion.meshes import GEOMETRIES, X, Y


@pytest.fixture(params=GEOMETRIES, ids=lambda g: type(g).__name__)
def geometry(request) -> MeshGeometry:
    return request.param


def test_weights_sum_to_one(geometry):
    indices, weights = geometry.interpolation(Y, X)
    assert indices.shape == weights.shape
    assert indices.min() >= 0 and indices.max() < geometry.pixels
    np.testing.assert_allclose(weights.sum(axis=1), 1.0, atol=1e-12)


def test_a_linear_brightness_is_exact_inside(geometry):
    # Points within the centres, where no mesh extrapolates or rounds.
    middle = geometry.centres.mean(axis=0)
    y, x = middle[0] + 0.1 * Y, middle[1] + 0.1 * X
    centre_y, centre_x = geometry.centres.T
    found = geometry.interpolated(2.0 * centre_y - centre_x + 0.3, y, x)
    np.testing.assert_allclose(found, 2.0 * y - x + 0.3, atol=1e-12)


def test_the_value_at_a_centre_is_that_of_its_pixel(geometry):
    values = np.arange(float(geometry.pixels))
    found = geometry.interpolated(values, *geometry.centres.T)
    np.testing.assert_allclose(found, values, atol=1e-10)


def test_neighbours_are_pairs_that_come_once(geometry):
    pairs = np.sort(geometry.neighbours, axis=1)
    assert np.all(pairs[:, 0] < pairs[:, 1])
    assert len(np.unique(pairs, axis=0)) == len(pairs)
    assert set(pairs.ravel()) == set(range(geometry.pixels))


def test_areas_are_above_zero(geometry):
    assert geometry.areas.shape == geometry.zeroed.shape == (geometry.pixels,)
    assert np.all(geometry.areas > 0.0)


def test_a_mesh_covers_what_lies_within_its_extent_alone(geometry):
    x0, x1, y0, y1 = geometry.extent
    centre_y, centre_x = geometry.centres.T
    assert x0 <= centre_x.min() < centre_x.max() <= x1
    assert y0 <= centre_y.min() < centre_y.max() <= y1
    middle = geometry.centres.mean(axis=0)
    assert geometry.covers(*(middle + 0.99 * (geometry.centres - middle)).T).all()
    beyond = np.array([x0 - 0.01, x1 + 0.01])
    assert not geometry.covers(np.full(2, middle[0]), beyond).any()
    beyond = np.array([y0 - 0.01, y1 + 0.01])
    assert not geometry.covers(beyond, np.full(2, middle[1])).any()


def test_the_base_class_has_no_mesh():
    base = MeshGeometry()
    for call in (lambda: base.neighbours, lambda: base.areas):
        with pytest.raises(NotImplementedError):
            call()
    with pytest.raises(NotImplementedError):
        base.interpolation(Y, X)
