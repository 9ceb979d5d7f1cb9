"""What every mesh laid over a source plane has in common."""

from functools import cache

import numpy as np
import pytest

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.mesh.knn import NearestGeometry
from autolens_like.inversion.mesh.rectangular_adapt import RectangularAdaptGeometry
from test_autolens_like.inversion.meshes import (
    CENTRES,
    GEOMETRIES,
    MESHES,
    PIXELS,
    TRACEABLE,
    X,
    Y,
    laid,
)

SHIFT = np.array([0.3, -0.2])


def named(number: int) -> str:
    return type(MESHES[number]).__name__


@pytest.fixture(params=range(len(MESHES)), ids=named)
def geometry(request) -> MeshGeometry:
    return GEOMETRIES[request.param]


def is_linear(geometry: MeshGeometry) -> bool:
    """Whether it reproduces a slope: not in shares of points, nor by the nearest."""
    return not isinstance(geometry, RectangularAdaptGeometry | NearestGeometry)


def test_weights_sum_to_one(geometry):
    indices, weights = geometry.interpolation(Y, X)
    assert indices.shape == weights.shape
    assert indices.min() >= 0 and indices.max() < geometry.pixels
    np.testing.assert_allclose(weights.sum(axis=1), 1.0, atol=1e-12)


def test_a_linear_brightness_is_exact_inside(geometry):
    if not is_linear(geometry):
        pytest.skip("does not reproduce a slope")
    # Points within the centres, where no mesh extrapolates or rounds.
    middle = geometry.centres.mean(axis=0)
    y, x = middle[0] + 0.1 * Y, middle[1] + 0.1 * X
    centre_y, centre_x = geometry.centres.T
    found = geometry.interpolated(2.0 * centre_y - centre_x + 0.3, y, x)
    np.testing.assert_allclose(found, 2.0 * y - x + 0.3, atol=1e-12)


def test_the_value_at_a_centre_is_that_of_its_pixel(geometry):
    if not is_linear(geometry):
        pytest.skip("does not reproduce a slope")
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


def test_crosses_and_lattices_are_of_all_pixels(geometry):
    assert geometry.cross_arms.shape == (geometry.pixels,)
    assert geometry.lattice.shape == (geometry.pixels, 2)
    assert np.all(geometry.cross_arms > 0.0)


@pytest.mark.parametrize("number", range(len(MESHES)), ids=named)
def test_moving_all_points_moves_the_mesh(number):
    moved = laid(MESHES[number], Y + 0.3, X - 0.2, CENTRES + SHIFT,
                 PIXELS + SHIFT)  # fmt: skip
    still = GEOMETRIES[number]
    np.testing.assert_allclose(moved.centres, still.centres + SHIFT, atol=1e-9)
    values = np.cos(np.arange(still.pixels))
    found = moved.interpolated(values, Y + 0.3, X - 0.2)
    np.testing.assert_allclose(found, still.interpolated(values, Y, X), atol=1e-8)


def brightness(mesh, stretch):
    """Brightness at points, place, arms and areas of the mesh, if it is stretched."""
    both = stretch ** np.array([1.0, 0.0])
    geometry = laid(mesh, stretch * Y, X, CENTRES * both, PIXELS * both)
    values = np.cos(np.arange(geometry.pixels))
    place = (geometry.centres @ np.array([1.0, 2.0])).sum()
    read = geometry.interpolated(values, 0.9 * Y, X).sum()
    return read, place, geometry.cross_arms @ values, geometry.areas @ values


@cache
def in_jax():
    """The same of all meshes and its derivative, by one program."""
    import jax

    def found(stretch):
        return [brightness(mesh, stretch) for mesh in TRACEABLE]

    return jax.jit(lambda s: jax.jvp(found, (s,), (1.0,)))(1.1)


@pytest.mark.parametrize("number", range(len(TRACEABLE)))
def test_jax_programs_find_the_same_with_derivatives(number):
    found, slopes = (values[number] for values in in_jax())
    expected = brightness(TRACEABLE[number], 1.1)
    ends = [brightness(TRACEABLE[number], 1.1 + step) for step in (1e-6, -1e-6)]
    for i in range(len(expected)):
        assert float(found[i]) == pytest.approx(expected[i], rel=1e-9)
        change = (ends[0][i] - ends[1][i]) / 2e-6
        assert float(slopes[i]) == pytest.approx(change, rel=1e-5, abs=1e-5)


def test_the_base_class_has_no_mesh():
    base = MeshGeometry()
    for call in (lambda: base.neighbours, lambda: base.areas):
        with pytest.raises(NotImplementedError):
            call()
    with pytest.raises(NotImplementedError):
        base.interpolation(Y, X)
