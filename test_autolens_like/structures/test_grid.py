"""`Grid2D`: coordinates and the sub-grid inside each pixel."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.structures import fits
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.mask import Mask2D

MASK = Mask2D.circular((7, 7), radius=2.5, pixel_scales=1.0)


def test_uniform_starts_at_the_top_left():
    grid = Grid2D.uniform((2, 3), 0.1)
    assert grid.array[:2] == pytest.approx(np.array([[0.05, -0.1], [0.05, 0.0]]))
    assert grid.native.array.shape == (2, 3, 2)
    moved = Grid2D.uniform((2, 3), 0.1, origin=(1.0, 2.0))
    assert moved.array == pytest.approx(grid.array + np.array([1.0, 2.0]))


def test_from_mask_keeps_the_unmasked_centres():
    grid = Grid2D.from_mask(MASK, over_sample_size=2)
    assert np.array_equal(grid.array, MASK.derive_grid.unmasked)
    assert grid.is_pixel_centres and np.all(grid.over_sample_size == 2)


def test_over_sampled_is_centred_on_its_pixel():
    grid = Grid2D.from_mask(MASK, over_sample_size=3)
    sub = grid.over_sampled.array.reshape(-1, 9, 2)
    assert sub.mean(axis=1) == pytest.approx(grid.array, abs=1e-12)
    # Row after row from the top-left corner.
    assert sub[0] - grid.array[0] == pytest.approx(
        np.array([[y, x] for y in (1, 0, -1) for x in (-1, 0, 1)]) / 3.0
    )


def test_the_same_grid_from_lists():
    grid = Grid2D.uniform((3, 4), 0.5)
    y, x = np.moveaxis(grid.native.array, -1, 0)
    same = [
        Grid2D.no_mask(grid.native.array, 0.5),
        Grid2D.no_mask(grid.array, 0.5, shape_native=(3, 4)),
        Grid2D.from_yx_1d(y.ravel(), x.ravel(), (3, 4), 0.5),
        Grid2D.from_yx_2d(y, x, 0.5),
        Grid2D.from_extent((-0.75, 0.75, -0.5, 0.5), (3, 4)),
        Grid2D.bounding_box((0.5, -0.5, 0.75, -0.75), (3, 4)),
    ]
    for other in same:
        assert other.array == pytest.approx(grid.array, abs=1e-12)
        assert other.pixel_scales == pytest.approx((0.5, 0.5))
        assert other.shape_native == (3, 4)


def test_fits_round_trip(tmp_path):
    grid = Grid2D.uniform((3, 4), 0.5)
    fits.output_to_fits(grid.native.array, tmp_path / "grid.fits")
    read = Grid2D.from_fits(tmp_path / "grid.fits", 0.5)
    assert np.array_equal(read.array, grid.array)


def test_apply_over_sampling_changes_the_sub_grid_alone():
    grid = Grid2D.from_mask(MASK, 2)
    sizes = np.random.default_rng(0).integers(1, 5, MASK.shape_slim)
    other = grid.apply_over_sampling(sizes)
    assert np.array_equal(other.over_sample_size, sizes)
    assert other.over_sampled.shape == (np.sum(sizes**2), 2)
    assert np.all(grid.over_sample_size == 2)


def test_coordinates_that_are_no_centres_have_no_sub_grid():
    moved = Grid2D(MASK.derive_grid.unmasked + 0.1, MASK, over_sample_size=2)
    assert not moved.is_pixel_centres
    with pytest.raises(exc.GridException, match="the sub-grid between them is unknown"):
        _ = moved.over_sampled
    single = Grid2D(moved.array, MASK, over_sample_size=1)
    assert np.array_equal(single.over_sampled.array, moved.array)
    given = np.ones((4 * MASK.shape_slim, 2))
    traced = Grid2D(moved.array, MASK, 2, over_sampled=given)
    assert np.array_equal(traced.over_sampled.array, given)


def test_blurring_grid():
    grid = Grid2D.from_mask(MASK)
    around = grid.blurring_grid_via_kernel_shape_from((3, 3))
    assert around.shape == (24, 2)
    assert np.all(around.over_sample_size == 1)


def test_distances():
    grid = Grid2D.uniform((1, 3), 3.0, origin=(4.0, 0.0))
    assert grid.distances_to_coordinate_from() == pytest.approx([5.0, 4.0, 5.0])
    assert grid.distances_to_coordinate_from((4.0, 3.0)) == pytest.approx([6, 3, 0])


@pytest.mark.parametrize("values", [np.ones((4, 3)), np.ones(4), np.float64(1.0)])
def test_values_that_are_no_pairs(values):
    with pytest.raises(exc.GridException, match=r"must be \(y, x\)"):
        Grid2D(values, MASK)


def test_values_that_do_not_fit():
    with pytest.raises(exc.ArrayException, match="do not fit the mask"):
        Grid2D(np.ones((4, 2)), MASK)
    with pytest.raises(exc.GridException, match=r"give \(rows, columns, 2\)"):
        Grid2D.no_mask(np.ones((4, 2)), 0.1)
    with pytest.raises(exc.GridException, match=r"do not fill.*\(3, 4\)"):
        Grid2D.no_mask(np.ones((4, 2)), 0.1, shape_native=(3, 4))


def test_two_columns_are_not_taken_for_y_and_x():
    mask = Mask2D([[False, False], [False, False], [True, True], [True, True]], 1.0)
    grid = Grid2D(np.arange(8.0).reshape(4, 2), mask)
    assert grid.shape == (4, 2) and not grid.is_native
    assert grid.native.array.shape == (4, 2, 2)
    assert np.array_equal(grid.native.slim.array, grid.array)
