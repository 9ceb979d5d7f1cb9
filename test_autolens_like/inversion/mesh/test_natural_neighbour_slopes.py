"""Derivatives of natural neighbour weights."""

import numpy as np

from autolens_like.inversion.mesh.natural_neighbour_slopes import (
    linear_slopes,
    sibson_slopes,
)
from autolens_like.inversion.mesh.natural_neighbours import sibson
from autolens_like.inversion.mesh.triangulation import barycentric
from test_autolens_like.inversion.mesh.test_natural_neighbours import (
    _FOUND,
    CAVITIES,
    POINTS,
    TRIANGULATION,
    X,
    Y,
)
from test_autolens_like.numerics.kernel_samples import Sample

_ROWS = sibson.reference(Y, X, *CAVITIES, TRIANGULATION, 14)
_CHANGES = np.random.default_rng(61).normal(size=_ROWS[1].shape)
_ARGUMENTS = (Y, X, CAVITIES, TRIANGULATION, *_ROWS, _CHANGES)
KERNEL_SAMPLES = {
    "sibson_slopes": [Sample(_ARGUMENTS, 1e-7, fixed=tuple(range(7)))],
}


def test_weights_stay_if_all_is_moved_turned_or_stretched():
    in_y, in_x, of_pixels = sibson_slopes(*_ARGUMENTS)
    slopes = np.concatenate([np.stack([in_y, in_x], axis=-1), of_pixels])
    places = np.concatenate([np.stack([Y, X], axis=-1), POINTS])
    size = np.abs(slopes).sum()
    turned = np.stack([places[:, 1], -places[:, 0]], axis=-1)
    for move in (np.array([1.0, 0.0]), np.array([0.0, 1.0]), places, turned):
        assert abs((slopes * move).sum()) < 1e-10 * size


def test_a_slope_is_read_exactly():
    # Brightness y at the pixels is y between them: its derivative is one.
    indices, weights = _ROWS
    changes = POINTS[np.maximum(indices, 0), 0] * (indices >= 0)
    in_y, in_x, _ = sibson_slopes(Y, X, *_ARGUMENTS[2:4], indices, weights, changes)
    np.testing.assert_allclose(in_y, _FOUND >= 0, atol=1e-8)
    np.testing.assert_allclose(in_x, 0.0, atol=1e-8)


def test_barycentric_weights_have_the_slopes_of_their_triangle():
    inside = np.flatnonzero(_FOUND >= 0)
    some = (Y[inside], X[inside], _FOUND[inside], TRIANGULATION)
    indices, weights = barycentric(*some)
    in_y, in_x, of_pixels = linear_slopes(*some, POINTS[indices, 0])
    np.testing.assert_allclose(in_y, 1.0)
    np.testing.assert_allclose(in_x, 0.0, atol=1e-12)
    # A pixel that rises takes its share of a point away from it.
    expected = np.zeros(len(POINTS))
    np.add.at(expected, indices, -weights)
    np.testing.assert_allclose(of_pixels[:, 0], expected)
