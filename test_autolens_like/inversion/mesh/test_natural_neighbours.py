"""Natural neighbours."""

import numpy as np
import pytest
from scipy.spatial import Delaunay

from autolens_like.inversion.mesh.cavities import cavities
from autolens_like.inversion.mesh.natural_neighbours import natural_neighbour_weights
from autolens_like.inversion.mesh.triangulation import enclosing_triangles
from test_autolens_like.numerics.kernel_samples import Sample


def ring_of(number):
    """Pixels that are all neighbours of the middle."""
    angles = np.linspace(0.0, 2.0 * np.pi, number, endpoint=False)
    radii = 1.0 + 1e-3 * np.cos(7.0 * angles)
    return np.stack([radii * np.sin(angles), radii * np.cos(angles)], axis=-1)


_random = np.random.default_rng(53)
POINTS = _random.normal(size=(40, 2))
TRIANGULATION = Delaunay(POINTS)
Y, X = _random.normal(scale=0.6, size=(2, 60))
_RING = ring_of(5)
_FOUND = enclosing_triangles.reference(Y, X, TRIANGULATION)
CAVITIES = cavities.reference(Y, X, _FOUND, TRIANGULATION)
KERNEL_SAMPLES = {
    "natural_neighbour_weights": [
        # As many pixels as the most neighbours, so that rows are as wide under JAX.
        Sample((0.1 * Y, 0.1 * X, _RING, Delaunay(_RING)), 1e-10, fixed=(3,)),
    ],
    "sibson": [
        Sample((Y, X, *CAVITIES, TRIANGULATION, 14), 1e-8, fixed=(0, 1, 2, 3, 4, 5)),
    ],
}


def dense(indices, weights):
    matrix = np.zeros((len(indices), len(POINTS)))
    np.add.at(matrix, (np.arange(len(indices))[:, None], indices), weights)
    return matrix


def test_the_middle_of_a_square_takes_a_quarter_of_each():
    square = Delaunay([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    middle = np.array([0.5 + 1e-9])
    indices, weights = natural_neighbour_weights(middle, middle, square.points, square)
    assert sorted(indices[0, :4]) == [0, 1, 2, 3]
    assert weights[0, :4] == pytest.approx(np.full(4, 0.25), abs=1e-6)


def test_points_outside_and_on_pixels_are_those_pixels():
    y, x = np.append(POINTS[3], [9.0, 9.0]).reshape(2, 2).T
    matrix = dense(*natural_neighbour_weights(y, x, POINTS, TRIANGULATION))
    nearest = np.argmin(np.hypot(POINTS[:, 0] - 9.0, POINTS[:, 1] - 9.0))
    assert matrix[0, 3] == pytest.approx(1.0) and matrix[1, nearest] == 1.0


def test_weights_are_continuous_where_triangles_change():
    # Along a line through many triangles, in steps of a thousandth.
    inside = TRIANGULATION.find_simplex(np.stack([Y, X], axis=-1)) >= 0
    (y0, y1), (x0, x1) = Y[inside][:2], X[inside][:2]
    steps = np.linspace(0.0, 1.0, 1000)
    line = (y0 + steps * (y1 - y0), x0 + steps * (x1 - x0))
    matrix = dense(*natural_neighbour_weights(*line, POINTS, TRIANGULATION))
    assert np.abs(np.diff(matrix, axis=0)).max() < 0.02


@pytest.mark.parametrize(("number", "neighbours"), [(20, 20), (40, 3)])
def test_a_point_with_too_many_neighbours_is_read_by_its_triangle(number, neighbours):
    ring, middle = ring_of(number), np.full(1, 1e-3)
    rows = natural_neighbour_weights(middle, middle, ring, Delaunay(ring))
    assert np.count_nonzero(rows[1]) == neighbours
    assert rows[1].sum() == pytest.approx(1.0)
    np.testing.assert_allclose((rows[1] @ ring[rows[0][0]])[0], [1e-3, 1e-3])


def test_the_jax_derivatives_of_many_are_those_of_their_weights():
    jax = pytest.importorskip("jax")
    random = np.random.default_rng(5)
    moves, values = random.normal(size=POINTS.shape), random.normal(size=len(POINTS))
    # The last ones are on a pixel, with which they move, and outside of all triangles.
    places = np.concatenate([np.stack([Y, X], axis=-1), POINTS[3:4], [[9.0, 9.0]]])
    shares = random.normal(size=len(places))
    drift = random.normal(size=places.shape)
    drift[-2] = moves[3]

    def brightness(step):
        pixels, (y, x) = POINTS + step * moves, (places + step * drift).T
        known = Delaunay(pixels) if isinstance(step, float) else None
        indices, weights = natural_neighbour_weights(y, x, pixels, known)
        read = np.take if known else jax.numpy.take
        return shares @ (weights * read(values, indices)).sum(axis=1)

    steps = np.array([0.0, 0.02])
    program = jax.jit(jax.vmap(jax.value_and_grad(brightness)))
    for step, value, slope in zip(steps, *program(steps), strict=True):
        assert float(value) == pytest.approx(brightness(step), rel=1e-12)
        change = (brightness(step + 1e-7) - brightness(step - 1e-7)) / 2e-7
        assert float(slope) == pytest.approx(change, rel=1e-6)


@pytest.mark.parametrize("broken", [POINTS[:2], np.full((4, 2), np.nan)])
def test_pixels_without_a_triangle_are_no_likelihood(broken):
    jax = pytest.importorskip("jax")

    def brightness(pixels):
        return natural_neighbour_weights(Y, X, pixels, None)[1].sum()

    value, slopes = jax.value_and_grad(brightness)(broken)
    assert np.isnan(value) and np.all(np.isnan(slopes))
