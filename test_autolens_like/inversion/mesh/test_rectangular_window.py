"""A window of source pixels: where it is put, bilinear inside, dark outside."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.mesh.rectangular_uniform import RectangularUniform
from autolens_like.inversion.mesh.rectangular_window import RectangularWindow

BOX = (-0.5, 0.7, -0.4, 0.6)


@pytest.fixture
def points():
    return np.random.default_rng(1).uniform(-1.0, 1.0, (2, 200))


def test_it_stays_where_it_is(points):
    mesh = RectangularWindow(shape=(6, 5), box=BOX)
    assert mesh.pixels == 30
    near, far = (mesh.geometry_from(*(factor * points)) for factor in (0.1, 3.0))
    np.testing.assert_array_equal(near.centres, far.centres)
    np.testing.assert_allclose(near.extent, (-0.4, 0.6, -0.5, 0.7))


def test_between_its_centres_it_is_a_uniform_mesh(points):
    y, x = points
    geometry = RectangularWindow(shape=(6, 5), box=BOX).geometry_from(y, x)
    same = RectangularUniform(shape=(6, 5)).geometry_from(*np.reshape(BOX, (2, 2)))
    (low_y, low_x), (high_y, high_x) = np.sort(geometry.centres, axis=0)[[0, -1]]
    inside = (low_y < y) & (y < high_y) & (low_x < x) & (x < high_x)
    values = np.random.default_rng(2).normal(size=30)
    expected = same.interpolated(values, y, x)
    found = geometry.interpolated(values, y, x)
    np.testing.assert_allclose(found[inside], expected[inside], atol=1e-6)
    assert 0 < inside.sum() < inside.size


def test_it_is_continuous_and_dark_outside():
    geometry = RectangularWindow(shape=(6, 5), box=BOX).geometry_from(0.0, 0.0)
    x = np.linspace(-1.0, 1.0, 401)
    found = geometry.interpolated(np.ones(30), np.full(401, 0.1), x)
    assert np.abs(np.diff(found)).max() < 0.03
    # The pixels are 0.2 wide: dark from half of that outside.
    dark = (x < -0.501) | (x > 0.701)
    assert np.all(found[dark] == 0.0)
    assert np.all(found[(x > -0.499) & (x < 0.699)] > 0.0)


def test_two_rows_are_refused():
    with pytest.raises(exc.MeshException, match="3"):
        RectangularWindow(shape=(2, 5), box=BOX)
