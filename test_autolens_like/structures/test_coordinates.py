"""Grids in, values out in the same form."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from autolens_like import exc
from autolens_like.structures.array import Array2D
from autolens_like.structures.coordinates import (
    array_like,
    coordinates_from,
    over_sampled_values,
    pairs_in_blocks,
    stacked,
    vector_like,
    vectors_on,
)
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import ArrayIrregular, Grid2DIrregular
from autolens_like.structures.vector import VectorYX2D, VectorYX2DIrregular

PAIRS = [[0.05, -0.05], [0.05, 0.05], [-0.05, -0.05], [-0.05, 0.05]]
GRID = Grid2D.uniform((2, 2), 0.1)


@pytest.mark.parametrize(
    "grid", [GRID, GRID.native, Grid2DIrregular(PAIRS), PAIRS, np.array(PAIRS)]
)
@pytest.mark.parametrize("xp", [np, jnp])
def test_every_form_gives_two_arrays(grid, xp):
    y, x = coordinates_from(grid, xp)
    assert isinstance(y, jax.Array if xp is jnp else np.ndarray)
    assert stacked(y, x, xp) == pytest.approx(np.array(PAIRS))


@pytest.mark.parametrize("bad", [np.ones(3), np.ones((2, 3)), 1.0])
def test_what_is_no_grid(bad):
    with pytest.raises(exc.GridException, match=r"last axis must be \(y, x\)"):
        coordinates_from(bad, np)


@pytest.mark.parametrize(
    ("grid", "scalar", "vector"),
    [
        (GRID, Array2D, VectorYX2D),
        (Grid2DIrregular(PAIRS), ArrayIrregular, VectorYX2DIrregular),
        (np.array(PAIRS), np.ndarray, np.ndarray),
        (PAIRS, np.ndarray, np.ndarray),
    ],
)
def test_values_come_back_in_the_form_of_the_grid(grid, scalar, vector):
    assert type(array_like(grid, np.ones(4))) is scalar
    assert type(vector_like(grid, np.ones((4, 2)))) is vector


def test_only_pixels_are_averaged_over():
    def function(y, x):
        return y**2

    grid = Grid2D.uniform((2, 2), 0.1, over_sample_size=2)
    # Sub-pixel centres at 0.025 and 0.075.
    expected = np.full(4, 0.5 * (0.025**2 + 0.075**2))
    assert over_sampled_values(grid, function, np, None) == pytest.approx(expected)
    at_jax = over_sampled_values(grid, function, jnp, jnp.ones(1))
    assert isinstance(at_jax, jax.Array) and at_jax == pytest.approx(expected)
    at_points = over_sampled_values(Grid2DIrregular(PAIRS), function, np, None)
    assert at_points == pytest.approx(np.full(4, 0.05**2))


def test_traced_coordinates_are_averaged_over_too():
    sub = Grid2D.uniform((2, 2), 0.1, over_sample_size=2).over_sampled.array
    moved = Grid2D(GRID.array + 1.0, GRID.mask, 2, over_sampled=sub + 1.0)
    values = over_sampled_values(moved, lambda y, x: y + x, np, None)
    assert values == pytest.approx(moved.array.sum(axis=1))


def _vectors(y, x):
    return [(y * x, y - x), (x, np.zeros_like(y))]


@pytest.mark.parametrize("shape", [(7,), (40000,), (200, 150)])
def test_vectors_of_many_points_are_those_of_the_whole(shape):
    pairs = np.random.default_rng(3).normal(size=(*shape, 2))
    y, x = pairs[..., 0], pairs[..., 1]
    found = pairs_in_blocks(_vectors, 2, y, x)
    expected = [np.stack(pair, -1) for pair in _vectors(y, x)]
    np.testing.assert_array_equal(found, expected)
    field = vectors_on(pairs, lambda *c: _vectors(*c)[0], np)
    np.testing.assert_array_equal(field, expected[0])


def test_vectors_on_a_grid_belong_to_it():
    for xp in (np, jnp):
        field = vectors_on(GRID, lambda y, x: (2.0 * y, x), xp)
        assert type(field) is VectorYX2D
        assert np.asarray(field.array) == pytest.approx(np.array(PAIRS) * [2.0, 1.0])
