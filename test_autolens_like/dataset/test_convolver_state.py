"""`ConvolverState`: the padded frame and what lies where in it."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.dataset.convolver_state import (
    ConvolverState,
    blurring_mask_from,
    finer_mask_from,
    odd_taps_from,
)
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D


def test_attributes_of_the_padded_frame(mask, kernel):
    state = ConvolverState(kernel.kernel, mask)
    rows, columns = state.fft_shape
    assert (
        state.mask.shape_native == state.blurring_mask.shape_native == (rows, columns)
    )
    assert state.fft_kernel.shape == (rows, columns // 2 + 1)
    assert state.fft_kernel_mapping.shape == (rows, columns // 2 + 1, 1)
    assert state.mask.shape_slim == mask.shape_slim
    around = mask.derive_mask.blurring_from((5, 7))
    assert state.blurring_mask.shape_slim == around.shape_slim


def test_the_window_is_no_larger_than_needed():
    # 2 x 10 kernel pixels around a disc 140 pixels wide: 160, which is fast as it is.
    mask = Mask2D.circular((300, 300), radius=3.5, pixel_scales=0.05)
    kernel = Array2D.full(1.0, (21, 21), 0.05)
    assert ConvolverState(kernel, mask).fft_shape == (160, 160)


def test_pixels_keep_their_place_on_the_sky(mask, kernel):
    state = ConvolverState(kernel.kernel, mask)
    assert state.mask.derive_grid.unmasked == pytest.approx(
        mask.derive_grid.unmasked, abs=1e-12
    )
    assert state.blurring_mask.derive_grid.unmasked == pytest.approx(
        state.image_blurring_mask.derive_grid.unmasked, abs=1e-12
    )


def test_leading_axes_are_kept(rng, mask, kernel):
    state = ConvolverState(kernel.kernel, mask)
    values = rng.normal(size=(2, 3, mask.shape_slim))
    around = rng.normal(size=(2, 3, state.total_blurring_values))
    result = state.blurred(values, around)
    assert result.shape == values.shape
    assert result[1, 2] == pytest.approx(
        state.blurred(values[1, 2], around[1, 2]), abs=1e-14
    )


def test_blurring_pixels_out_of_reach_change_nothing(rng, mask, kernel):
    near = mask.derive_mask.blurring_from((5, 7))
    far = Mask2D(~mask.array, 0.1)
    frame = rng.normal(size=mask.shape_native)
    values = frame[~mask.array]
    one = ConvolverState(kernel.kernel, mask, near).blurred(values, frame[~near.array])
    two = ConvolverState(kernel.kernel, mask, far).blurred(values, frame[~far.array])
    assert two == pytest.approx(one, abs=1e-13)


def test_a_blurring_mask_of_a_shape_that_cannot_be_centred_raises(mask, kernel):
    other = Mask2D.all_false((32, 33), 0.1)
    with pytest.raises(exc.KernelException, match="same number of pixels on opposite"):
        ConvolverState(kernel.kernel, mask, other)


def test_everything_masked_raises(kernel):
    mask = Mask2D.all_false((9, 9), 0.1, invert=True)
    with pytest.raises(exc.MaskException, match="masks every pixel"):
        ConvolverState(kernel.kernel, mask)


def test_checked_says_how_many_pixels_are_wanted(mask, kernel):
    state = ConvolverState(kernel.kernel, mask)
    with pytest.raises(exc.KernelException, match="for 5 pixels"):
        state.checked(np.ones(4), 5, "An image")


def test_odd_taps_put_zeros_in_front():
    taps = odd_taps_from(np.ones((2, 3)))
    assert taps.tolist() == [[0, 0, 0], [1, 1, 1], [1, 1, 1]]


def test_finer_mask_covers_the_same_sky(mask):
    fine = finer_mask_from(mask, 3)
    assert fine.shape_slim == 9 * mask.shape_slim
    assert fine.geometry.extent == pytest.approx(mask.geometry.extent)


def test_the_reach_of_a_finer_kernel_is_in_image_pixels(mask):
    # Half of 9 finer pixels, two to a pixel, is two pixels.
    finer = blurring_mask_from(mask, (9, 9), 2)
    assert np.array_equal(finer.array, blurring_mask_from(mask, (5, 5)).array)
