"""`Array2D`: slim and native forms, ways to make one and to cut one."""

import jax.numpy as jnp
import numpy as np
import pytest

from autolens_like import exc
from autolens_like.structures.array import (
    Array2D,
    native_from,
    slim_from,
    trimmed_shape_from,
)
from autolens_like.structures.mask import Mask2D

MASK = Mask2D([[True, False, False], [False, True, False]], 0.1)
FRAME = np.arange(6.0).reshape(2, 3)


def test_slim_is_the_unmasked_pixels_in_c_order():
    array = Array2D(FRAME, MASK)
    assert array.array.tolist() == [1.0, 2.0, 3.0, 5.0]
    assert array.shape_slim == 4 and not array.is_native


def test_native_is_zero_where_masked_and_back():
    native = Array2D([1.0, 2.0, 3.0, 5.0], MASK).native
    assert native.array.tolist() == [[0.0, 1.0, 2.0], [3.0, 0.0, 5.0]]
    assert native.is_native and native.native is native
    assert native.slim.array.tolist() == [1.0, 2.0, 3.0, 5.0]


@pytest.mark.parametrize("library", [np, jnp])
def test_both_ways_keep_trailing_axes_and_the_library(library):
    values = library.asarray(np.random.default_rng(0).normal(size=(4, 2)))
    native = native_from(values, MASK)
    assert native.shape == (2, 3, 2) and type(native) is type(values)
    assert np.array_equal(slim_from(native, MASK), values)


def test_attributes_of_the_frame():
    array = Array2D(FRAME, Mask2D(MASK.array, (0.1, 0.2), (1.0, 2.0)))
    assert array.shape_native == (2, 3) and array.pixel_scales == (0.1, 0.2)
    assert array.origin == (1.0, 2.0) and array.geometry is array.mask.geometry
    assert array.derive_mask is array.mask.derive_mask
    assert array.derive_indexes is array.mask.derive_indexes
    assert array.derive_grid is array.mask.derive_grid
    assert Array2D(FRAME, MASK).pixel_scale == 0.1


def test_no_mask_full_zeros_ones():
    array = Array2D.no_mask(FRAME.tolist(), 0.1)
    assert array.mask.is_all_false and array.shape == (6,)
    flat = Array2D.no_mask(FRAME.ravel(), 0.1, shape_native=(2, 3))
    assert np.array_equal(flat.native.array, FRAME)
    assert set(Array2D.full(2, (2, 3), 0.1).array) == {2.0}
    assert Array2D.zeros((2, 3), 0.1).sum() == 0.0
    assert Array2D.ones((2, 3), 0.1).sum() == 6.0


def test_from_yx_and_values_finds_the_pixels():
    wanted = Array2D.no_mask(FRAME, 0.1)
    y, x = wanted.derive_grid.unmasked.T
    order = np.random.default_rng(1).permutation(6)
    array = Array2D.from_yx_and_values(
        y[order], x[order], FRAME.ravel()[order], (2, 3), 0.1
    )
    assert np.array_equal(array.array, wanted.array)


def test_fits_round_trip(tmp_path):
    Array2D(FRAME, MASK).output_to_fits(tmp_path / "a.fits")
    read = Array2D.from_fits(tmp_path / "a.fits", 0.1, origin=(1.0, 0.0))
    assert read.native.array.tolist() == [[0.0, 1.0, 2.0], [3.0, 0.0, 5.0]]
    assert read.origin == (1.0, 0.0)


def test_apply_mask_keeps_the_values_of_the_other_mask():
    whole = Array2D.no_mask(FRAME, 0.1)
    assert whole.apply_mask(MASK).array.tolist() == [1.0, 2.0, 3.0, 5.0]
    assert whole.native.apply_mask(MASK).array.tolist() == [1.0, 2.0, 3.0, 5.0]
    with pytest.raises(exc.MaskException, match=r"\(3, 3\).*\(2, 3\)"):
        whole.apply_mask(Mask2D.all_false((3, 3), 0.1))


def test_resized_and_trimmed_about_the_centre():
    array = Array2D.no_mask(np.arange(35.0).reshape(5, 7), 0.1)
    cropped = array.resized_from((3, 5))
    assert cropped.native.array[0].tolist() == [8.0, 9.0, 10.0, 11.0, 12.0]
    assert np.array_equal(
        array.trimmed_after_convolution_from((3, 3)).array, cropped.array
    )
    padded = cropped.resized_from((5, 7))
    assert padded.sum() == cropped.sum() and padded.shape_native == (5, 7)
    y, x = cropped.derive_grid.unmasked[0]
    assert array.geometry.pixel_coordinates_2d_from((y, x)) == (1, 1)
    with pytest.raises(exc.KernelException, match="nothing is left"):
        trimmed_shape_from((5, 7), (7, 1))


def test_brightest_coordinate():
    values = np.zeros((5, 5))
    values[0, 1], values[3, 4] = 2.0, 1.0
    array = Array2D.no_mask(values, 1.0)
    assert array.brightest_coordinate_in_region_from() == (2.0, -1.0)
    region = (-2.5, 0.5, -2.5, 2.5)
    assert array.brightest_coordinate_in_region_from(region) == (-1.0, 2.0)


@pytest.mark.parametrize("values", [np.ones(3), np.ones((3, 2)), np.ones(5)])
def test_values_that_do_not_fit(values):
    with pytest.raises(exc.ArrayException, match="do not fit the mask"):
        Array2D(values, MASK)


@pytest.mark.parametrize("values", [np.ones((2, 3, 1)), [["a"] * 3] * 2, 1j * FRAME])
def test_values_that_are_no_image(values):
    with pytest.raises(exc.ArrayException, match="numbers in one or two dimensions"):
        Array2D(values, MASK)


@pytest.mark.parametrize("values", [np.ones(6), np.ones((1, 2, 3)), 1.0])
def test_no_mask_wants_two_axes(values):
    with pytest.raises(exc.ArrayException, match="must be 2D"):
        Array2D.no_mask(values, 0.1)


def test_a_flat_list_of_the_wrong_length():
    with pytest.raises(exc.ArrayException, match=r"5 values.*which needs 6"):
        Array2D.no_mask(np.ones(5), 0.1, shape_native=(2, 3))
