"""Means over sub-grids: exact for what is linear, the same in blocks and in JAX."""

import jax.numpy as jnp
import numpy as np
import pytest

from autolens_like import exc
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.over_sampling import (
    Bins,
    OverSampler,
    binned,
    over_sample_size_via_radial_bins_from,
    sub_sizes_from,
)

MASK = Mask2D.circular((11, 12), radius=0.5, pixel_scales=(0.1, 0.12))
SIZES = np.random.default_rng(3).integers(1, 6, MASK.shape_slim)


def test_binned_is_the_mean_of_every_pixel():
    bins = Bins(np.array([1, 4, 9]))
    values = np.random.default_rng(0).normal(size=(2, 14))
    wanted = [values[:, :1], values[:, 1:5], values[:, 5:]]
    wanted = np.stack([part.mean(axis=1) for part in wanted], axis=1)
    assert binned(values, bins) == pytest.approx(wanted, abs=1e-15)
    assert binned(jnp.asarray(values), bins) == pytest.approx(wanted, abs=1e-15)


@pytest.mark.parametrize("count", [1, 4])
def test_binned_where_all_pixels_are_alike(count):
    bins = Bins(np.full(3, count))
    values = np.random.default_rng(0).normal(size=(2, 3 * count))
    wanted = values.reshape(2, 3, count).mean(axis=-1)
    assert bins.uniform == count
    assert binned(values, bins) == pytest.approx(wanted, abs=1e-15)
    assert binned(jnp.asarray(values), bins) == pytest.approx(wanted, abs=1e-15)


@pytest.mark.parametrize("size", [1, 2, 5, SIZES])
def test_a_linear_function_is_met_exactly(size):
    def function(y, x):
        return 3.0 * y - 2.0 * x + 1.0

    result = OverSampler(MASK, size).evaluated(function)
    assert result == pytest.approx(function(*MASK.derive_grid.unmasked.T), abs=1e-13)


@pytest.mark.parametrize("size", [2, 4])
def test_a_quadratic_converges_as_the_square_of_the_size(size):
    # Mean of y^2 over a pixel of height h: y^2 + h^2 / 12; the sub-grid of s x s
    # centres falls short by h^2 / (12 s^2).
    result = OverSampler(MASK, size).evaluated(lambda y, x: y**2)
    y, _ = MASK.derive_grid.unmasked.T
    exact = y**2 + 0.1**2 / 12.0
    assert exact - result == pytest.approx(
        np.full(y.size, 0.1**2 / 12.0 / size**2), rel=1e-9
    )


def test_jax_and_other_coordinates():
    sampler = OverSampler(MASK, SIZES)
    coordinates = (sampler.y + 0.3, sampler.x - 0.1)
    wanted = sampler.evaluated(lambda y, x: y * x, coordinates=coordinates)
    result = sampler.evaluated(
        lambda y, x: y * x, coordinates=tuple(map(jnp.asarray, coordinates))
    )
    assert result == pytest.approx(wanted, abs=1e-15)
    assert wanted == pytest.approx(
        sampler.binned_array_2d_from(coordinates[0] * coordinates[1]), abs=1e-15
    )


def test_sub_pixels_are_inside_their_pixel():
    sampler = OverSampler(MASK, SIZES)
    assert sampler.sub_total == np.sum(SIZES**2)
    centres = np.repeat(MASK.derive_grid.unmasked, SIZES**2, axis=0)
    assert np.max(np.abs(sampler.y - centres[:, 0])) < 0.05
    assert np.max(np.abs(sampler.x - centres[:, 1])) < 0.06


def test_sizes_come_as_one_slim_or_native():
    native = np.ones(MASK.shape_native, dtype=int)
    native[~MASK.array] = SIZES
    assert np.array_equal(sub_sizes_from(native, MASK), SIZES)
    assert np.array_equal(sub_sizes_from(SIZES, MASK), SIZES)
    assert np.array_equal(sub_sizes_from(2, MASK), np.full(MASK.shape_slim, 2))


@pytest.mark.parametrize("bad", [0, -1, 1.5, np.nan])
def test_sizes_that_are_none(bad):
    with pytest.raises(exc.ArrayException, match="at least 1"):
        sub_sizes_from(bad, MASK)


def test_sizes_of_another_shape():
    with pytest.raises(exc.ArrayException, match="does not fit the mask"):
        sub_sizes_from([1, 2], MASK)


def test_sizes_fall_with_the_distance():
    grid = Grid2D.uniform((9, 9), 0.1)
    sizes = over_sample_size_via_radial_bins_from(grid, [8, 4, 1], [0.15, 0.3])
    radius = np.hypot(*grid.array.T)
    assert np.array_equal(sizes.array == 8, radius < 0.15)
    assert np.array_equal(sizes.array == 1, radius >= 0.3 - 1e-12)
    two = over_sample_size_via_radial_bins_from(
        grid, [4, 1], [0.05], centre_list=[(0.4, 0.4), (-0.4, -0.4)]
    )
    assert np.flatnonzero(two.array == 4).tolist() == [8, 72]


@pytest.mark.parametrize(("sizes", "radii"), [([4], [0.3]), ([4, 2, 1], [0.3, 0.3])])
def test_radial_bins_that_do_not_fit(sizes, radii):
    with pytest.raises(exc.ArrayException, match="one sub-size more than radii"):
        over_sample_size_via_radial_bins_from(Grid2D.uniform((3, 3), 0.1), sizes, radii)
