"""Delaunay triangulations, by scipy and inside JAX programs."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.mesh.delaunay import DelaunayGeometry
from autolens_like.inversion.mesh.triangulation import (
    enclosing_triangles,
    triangulation_from,
)
from test_autolens_like.inversion.meshes import CENTRES, X, Y
from test_autolens_like.numerics.kernel_samples import Sample

_random = np.random.default_rng(23)
_POINTS = _random.normal(size=(2, 500))
#: Within a triangle, so that there are as many triangles and sides as there can be.
_ENCLOSED = np.concatenate([0.1 * CENTRES, [[-9.0, -9.0], [9.0, -9.0], [0.0, 9.0]]])
_TRIANGULATIONS = [
    triangulation_from(points) for points in (CENTRES, _random.normal(size=(200, 2)))
]


def _triangles_of(triangulation):
    return enclosing_triangles.reference(*_POINTS, triangulation)


KERNEL_SAMPLES = {
    "enclosing_triangles": [
        Sample((*_POINTS, known), fixed=(0, 1, 2)) for known in _TRIANGULATIONS
    ],
    "barycentric": [
        Sample((*_POINTS, _triangles_of(known), known), 1e-9, fixed=(0, 1, 2, 3))
        for known in _TRIANGULATIONS
    ],
    "corner_weights": [
        Sample((*_POINTS, CENTRES, triangulation_from(CENTRES)), 1e-9, fixed=(3,))
    ],
    "nearest_corners": [
        Sample((*_POINTS, known), fixed=(0, 1, 2)) for known in _TRIANGULATIONS
    ],
    "corners_and_sides": [
        Sample((_ENCLOSED, triangulation_from(_ENCLOSED)), fixed=(1,))
    ],
}
SQUARE = np.array([[0.0, 0.0], [0.0, 2.0], [2.0, 0.0], [2.0, 2.0], [1.0, 1.0]])


@pytest.mark.parametrize(
    "centres",
    [SQUARE[:2], np.full((4, 2), np.nan), np.arange(5.0)[:, None] * [1.0, 2.0]],
)
def test_centres_without_a_triangle_are_no_likelihood(centres):
    jnp = pytest.importorskip("jax.numpy")
    with pytest.raises(exc.InversionException):
        triangulation_from(centres)
    geometry = DelaunayGeometry(jnp.asarray(centres))
    assert np.all(np.isnan(geometry.interpolation(Y, X)[1]))
    assert np.all(geometry.neighbours == 0)


def test_a_jax_program_fills_up_what_there_is():
    jnp = pytest.importorskip("jax.numpy")
    geometry, plain = DelaunayGeometry(jnp.asarray(SQUARE)), DelaunayGeometry(SQUARE)
    assert geometry.neighbours.shape == (9, 2)
    first, second = np.asarray(geometry.neighbours).T
    np.testing.assert_array_equal(
        geometry.neighbours[first != second], plain.neighbours
    )
    np.testing.assert_allclose(geometry.areas, plain.areas)


def test_the_weights_move_with_points_and_corners():
    jax = pytest.importorskip("jax")
    values = np.random.default_rng(4).normal(size=len(CENTRES))
    moves = np.random.default_rng(5).normal(size=CENTRES.shape)

    def brightness(step):
        geometry = DelaunayGeometry(CENTRES + step * moves)
        return geometry.interpolated(values, Y + step, X - 2.0 * step).sum()

    step = 1e-6
    slope = (brightness(step) - brightness(-step)) / (2.0 * step)
    assert float(jax.grad(brightness)(0.0)) == pytest.approx(slope, rel=1e-6)
