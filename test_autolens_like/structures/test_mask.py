"""Masks: which pixels they keep."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.structures.mask import Mask2D, resized_native


def test_a_circle_keeps_what_is_closer_than_its_radius():
    mask = Mask2D.circular((5, 5), radius=2.0, pixel_scales=1.0)
    y, x = np.mgrid[2:-3:-1, -2:3]
    # Strictly: the pixels at a distance of exactly 2 are masked.
    assert np.array_equal(~mask.array, np.hypot(y, x) < 2.0)
    assert mask.shape_slim == mask.pixels_in_mask == 9


def test_a_circle_of_21_pixels():
    mask = Mask2D.circular((9, 9), radius=2.5, pixel_scales=1.0)
    assert mask.shape_slim == 21


def test_a_circle_elsewhere():
    mask = Mask2D.circular((7, 7), 0.5, 1.0, centre=(2.0, -1.0))
    assert np.argwhere(~mask.array).tolist() == [[1, 2]]
    moved = Mask2D.circular((7, 7), 0.5, 1.0, origin=(2.0, -1.0), centre=(2.0, -1.0))
    assert np.argwhere(~moved.array).tolist() == [[3, 3]]


def test_an_annulus_includes_both_radii():
    mask = Mask2D.circular_annular((5, 5), 1.0, 2.0, 1.0)
    y, x = np.mgrid[2:-3:-1, -2:3]
    radius = np.hypot(y, x)
    assert np.array_equal(~mask.array, (radius >= 1.0) & (radius <= 2.0))


def test_an_ellipse_lies_along_its_angle():
    along_x = Mask2D.elliptical((7, 7), 3.0, 0.1, 0.0, 1.0)
    assert np.argwhere(~along_x.array).tolist() == [[3, c] for c in range(7)]
    along_y = Mask2D.elliptical((7, 7), 3.0, 0.1, 90.0, 1.0)
    assert np.array_equal(along_y.array, along_x.array.T)
    # 45 degrees counter-clockwise from +x runs from the lower left to the upper right.
    diagonal = Mask2D.elliptical((7, 7), 4.5, 0.1, 45.0, 1.0)
    assert np.array_equal(~diagonal.array, np.eye(7, dtype=bool)[::-1])


def test_an_elliptical_annulus_is_the_outer_without_the_inner():
    annulus = Mask2D.elliptical_annular((21, 21), 3.0, 0.7, 30.0, 8.0, 0.5, 60.0, 1.0)
    outer = Mask2D.elliptical((21, 21), 8.0, 0.5, 60.0, 1.0)
    inner = Mask2D.elliptical((21, 21), 3.0 - 1e-9, 0.7, 30.0, 1.0)
    assert np.array_equal(~annulus.array, ~outer.array & inner.array)


def test_invert_swaps():
    mask = Mask2D.circular((5, 5), 1.5, 1.0)
    other = Mask2D.circular((5, 5), 1.5, 1.0, invert=True)
    assert np.array_equal(other.array, ~mask.array)
    assert Mask2D.all_false((2, 2), 1.0, invert=True).is_all_true
    assert np.array_equal(~mask, other.array)


def test_from_pixel_coordinates():
    mask = Mask2D.from_pixel_coordinates((5, 5), [(0, 0), (2, 3)], 1.0)
    assert np.argwhere(~mask.array).tolist() == [[0, 0], [2, 3]]
    buffered = Mask2D.from_pixel_coordinates((5, 5), [(0, 0)], 1.0, buffer=1)
    assert buffered.shape_slim == 4
    with pytest.raises(exc.MaskException, match=r"\(5, 0\) lies outside"):
        Mask2D.from_pixel_coordinates((5, 5), [(5, 0)], 1.0)


def test_fits_round_trip(tmp_path):
    mask = Mask2D.circular((5, 6), 1.5, 1.0)
    mask.output_to_fits(tmp_path / "mask.fits")
    read = Mask2D.from_fits(tmp_path / "mask.fits", 1.0)
    assert np.array_equal(read.array, mask.array)
    inverted = Mask2D.from_fits(tmp_path / "mask.fits", 1.0, invert=True)
    assert np.array_equal(inverted.array, ~mask.array)
    larger = Mask2D.from_fits(tmp_path / "mask.fits", 1.0, resized_mask_shape=(7, 8))
    assert larger.shape_native == (7, 8)


def test_resized_about_the_centre():
    mask = Mask2D.circular((5, 5), 1.5, 1.0)
    padded = mask.resized_from((9, 7), pad_value=1)
    assert padded.shape_slim == mask.shape_slim
    assert np.array_equal(padded.resized_from((5, 5)).array, mask.array)
    assert padded.derive_grid.unmasked == pytest.approx(mask.derive_grid.unmasked)
    assert mask.resized_from((7, 7)).shape_slim == mask.shape_slim + 24


def test_resized_native_keeps_the_middle():
    values = np.arange(9).reshape(3, 3)
    assert resized_native(values, (1, 1), 0).tolist() == [[4]]
    assert resized_native(values, (5, 1), -1)[:, 0].tolist() == [-1, 1, 4, 7, -1]


def test_rescaled_keeps_the_sky():
    mask = Mask2D.circular((20, 20), 0.7, 0.1)
    fine = mask.rescaled_from(2.0)
    assert fine.shape_native == (40, 40) and fine.pixel_scales == (0.05, 0.05)
    assert fine.shape_slim == 4 * mask.shape_slim
    assert np.array_equal(fine.rescaled_from(0.5).array, mask.array)
    assert np.array_equal(mask.rescaled_from(1.0).array, mask.array)


def test_centre_and_radius():
    mask = Mask2D.circular((41, 41), 1.0, 0.1, centre=(0.5, -0.3))
    assert mask.mask_centre == pytest.approx((0.5, -0.3), abs=1e-12)
    assert 0.85 < mask.circular_radius < 1.0


def test_square_pixels():
    assert Mask2D.all_false((2, 2), 0.1).pixel_scale == 0.1
    with pytest.raises(exc.MaskException, match="not square"):
        _ = Mask2D.all_false((2, 2), (0.1, 0.2)).pixel_scale


def test_it_is_not_changed_by_its_source_nor_in_place():
    values = np.zeros((2, 2), dtype=bool)
    mask = Mask2D(values, 1.0)
    values[:] = True
    assert mask.is_all_false
    with pytest.raises(ValueError, match="read-only"):
        mask.array[0, 0] = True


def test_it_reads_like_an_array():
    mask = Mask2D([[0, 1]], 1.0)
    assert mask[0, 1] and np.asarray(mask).dtype == bool
    assert mask.shape == (1, 2) and mask.mask is mask
    assert "unmasked=1" in repr(mask)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (np.zeros(3), "give a 2D array"),
        (np.zeros((2, 2, 2)), "give a 2D array"),
        (np.zeros((0, 3)), "give a 2D array"),
        ([[0.0, 0.5]], "other values, such as"),
        ([[0.0, np.nan]], "other values, such as"),
    ],
)
def test_arrays_that_are_no_masks(values, words):
    with pytest.raises(exc.MaskException, match=words):
        Mask2D(values, 1.0)


@pytest.mark.parametrize("radius", [0.0, -1.0, np.nan, np.inf])
def test_radii_that_are_none(radius):
    with pytest.raises(exc.MaskException, match="arcseconds above zero"):
        Mask2D.circular((3, 3), radius, 1.0)


@pytest.mark.parametrize("axis_ratio", [0.0, -0.5, 1.5])
def test_axis_ratios_that_are_none(axis_ratio):
    with pytest.raises(exc.MaskException, match="minor / major axis"):
        Mask2D.elliptical((3, 3), 1.0, axis_ratio, 0.0, 1.0)
