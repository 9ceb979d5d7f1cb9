"""`Convolver`: the same convolution in both spaces, in both array libraries."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.signal import convolve2d

from autolens_like import exc
from autolens_like.dataset.convolver import Convolver
from autolens_like.dataset.convolver_state import ConvolverState, finer_mask_from
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D


def with_state(kernel, mask, **options):
    return Convolver(kernel.kernel, ConvolverState(kernel.kernel, mask), **options)


def in_library(image, library):
    return Array2D(library.asarray(image.array), image.mask)


def images(frame, mask, kernel):
    around = mask.derive_mask.blurring_from(kernel.shape_native)
    return Array2D(frame, mask), Array2D(frame, around)


def wanted_from(frame, image, blurring_image, kernel):
    lit = ~image.mask.array
    if blurring_image is not None:
        lit = lit | ~blurring_image.mask.array
    whole = np.where(lit, frame, 0.0)
    blurred = convolve2d(whole, kernel.kernel.native.array, mode="same")
    return blurred[~image.mask.array]


@pytest.mark.parametrize("library", [np, jnp])
@pytest.mark.parametrize("use_fft", [True, False])
def test_image_in_both_spaces_and_libraries(frame, mask, kernel, use_fft, library):
    image, around = images(frame, mask, kernel)
    convolver = with_state(kernel, mask, use_fft=use_fft)
    wanted = wanted_from(frame, image, around, kernel)
    for outer in (around, None):
        wanted = wanted_from(frame, image, outer, kernel)
        outer = None if outer is None else in_library(outer, library)
        result = convolver.convolved_image_from(in_library(image, library), outer)
        assert isinstance(result, Array2D)
        assert isinstance(result.array, jax.Array) == (library is jnp)
        assert np.max(np.abs(result.array - wanted)) < 1e-12 * np.abs(wanted).max()


@pytest.mark.parametrize("library", [np, jnp])
@pytest.mark.parametrize("use_fft", [True, False])
def test_mapping_matrix_in_both_spaces_and_libraries(
    rng, mask, kernel, use_fft, library
):
    convolver = with_state(kernel, mask, use_fft=use_fft)
    around = convolver.state.image_blurring_mask
    inner = rng.normal(size=(mask.shape_slim, 6))
    outer = rng.normal(size=(around.shape_slim, 6))
    result = convolver.convolved_mapping_matrix_from(
        library.asarray(inner), mask, library.asarray(outer), around
    )
    columns = [
        with_state(kernel, mask)
        .convolved_image_from(Array2D(inner[:, i], mask), Array2D(outer[:, i], around))
        .array
        for i in range(6)
    ]
    assert result.shape == (mask.shape_slim, 6)
    assert np.max(np.abs(result - np.array(columns).T)) < 1e-12


def test_mapping_matrix_without_surroundings(rng, mask, kernel):
    inner = rng.normal(size=(mask.shape_slim, 3))
    fourier = with_state(kernel, mask).convolved_mapping_matrix_from(inner, mask)
    direct = kernel.convolved_mapping_matrix_via_real_space_np_from(inner, mask)
    assert fourier == pytest.approx(direct, abs=1e-13)


def test_xp_chooses_the_library(frame, mask, kernel):
    image, around = images(frame, mask, kernel)
    convolver = with_state(kernel, mask)
    result = convolver.convolved_image_from(image, around, xp=jnp)
    assert isinstance(result.array, jax.Array)
    with pytest.raises(exc.InputException, match="no array library"):
        convolver.convolved_image_from(image, around, xp="jax")


@pytest.mark.parametrize("jax_method", ["direct", "fft"])
def test_real_space_in_jax_by_either_method(frame, mask, kernel, jax_method):
    image, around = images(frame, mask, kernel)
    result = kernel.convolved_image_via_real_space_from(
        in_library(image, jnp), around, jax_method
    )
    wanted = kernel.convolved_image_via_real_space_np_from(image, around)
    assert result.array == pytest.approx(wanted.array, abs=1e-12)


def test_convolution_is_linear(frame, rng, mask, kernel):
    image, around = images(frame, mask, kernel)
    other, outside = images(rng.normal(size=frame.shape), mask, kernel)
    convolver = with_state(kernel, mask)
    together = convolver.convolved_image_from(
        2.0 * image - other, 2.0 * around - outside
    )
    apart = 2.0 * convolver.convolved_image_from(
        image, around
    ) - convolver.convolved_image_from(other, outside)
    assert together.array == pytest.approx(apart.array, abs=1e-13)


def test_flux_inside_is_conserved(mask, kernel):
    values = np.zeros(mask.shape_native)
    values[14, 15] = 3.0
    result = with_state(kernel, mask).convolved_image_from(Array2D(values, mask), None)
    assert result.sum() == pytest.approx(3.0, rel=1e-14)


def test_a_point_becomes_the_kernel_and_moves_with_it(mask, kernel):
    for row, column in ((14, 15), (15, 12)):
        values = np.zeros(mask.shape_native)
        values[row, column] = 1.0
        convolver = with_state(kernel, mask)
        result = convolver.convolved_image_from(Array2D(values, mask), None)
        stamp = result.native.array[row - 2 : row + 3, column - 3 : column + 4]
        assert stamp == pytest.approx(kernel.kernel.native.array, abs=1e-15)


def test_light_from_around_enters(mask, kernel):
    dark = Array2D(np.zeros(mask.shape_slim), mask)
    convolver = with_state(kernel, mask)
    around = convolver.state.image_blurring_mask
    result = convolver.convolved_image_from(
        dark, Array2D(np.ones(around.shape_slim), around)
    )
    border = mask.derive_indexes.border_slim
    assert np.all(result.array[border] > 0.0)
    flat = convolver.convolved_image_from(
        Array2D(np.ones(mask.shape_slim), mask),
        Array2D(np.ones(around.shape_slim), around),
    )
    assert flat.array == pytest.approx(1.0, abs=1e-14)


def test_a_mask_up_to_the_edge_of_the_frame(rng, kernel):
    mask = Mask2D.all_false((8, 9), 0.1)
    convolver = with_state(kernel, mask)
    around = convolver.state.image_blurring_mask
    assert around.shape_native == (14, 15)
    frame = rng.normal(size=(14, 15))
    image = Array2D(frame[3:-3, 3:-3], mask)
    result = convolver.convolved_image_from(image, Array2D(frame, around))
    lit = np.where(
        ~around.array | ~mask.resized_from((14, 15), pad_value=1).array, frame, 0.0
    )
    wanted = convolve2d(lit, kernel.kernel.native.array, mode="same")[3:-3, 3:-3]
    assert result.native.array == pytest.approx(wanted, abs=1e-13)
    direct = kernel.convolved_image_via_real_space_from(image, Array2D(frame, around))
    assert direct.array == pytest.approx(result.array, abs=1e-13)


def test_mixed_precision_is_near(frame, mask, kernel):
    image, around = images(frame, mask, kernel)
    convolver = with_state(kernel, mask)
    double = convolver.convolved_image_from(image, around)
    single = convolver.convolved_image_from(image, around, use_mixed_precision=True)
    error = np.abs(single.array - double.array).max()
    assert 0.0 < error < 1e-6 * np.abs(double.array).max()


def test_no_blur_changes_nothing(frame, mask):
    image = Array2D(frame, mask)
    convolver = Convolver.no_blur(pixel_scales=0.1)
    assert np.array_equal(convolver.convolved_image_from(image, None).array, image)
    fourier = with_state(convolver, mask)
    assert fourier.state.image_blurring_mask.is_all_true
    assert np.array_equal(fourier.convolved_image_from(image, None).array, image)


def test_fourier_space_without_a_state_raises(frame, mask, kernel):
    convolver = Convolver(kernel.kernel, use_fft=True)
    with pytest.raises(exc.KernelException, match="needs a ConvolverState"):
        convolver.convolved_image_from(Array2D(frame, mask), None)
    with pytest.raises(ValueError, match="use_fft=False"):
        convolver.convolved_mapping_matrix_from(np.ones((mask.shape_slim, 1)), mask)


def test_without_a_state_and_unsaid_it_is_real_space(frame, mask, kernel):
    image, around = images(frame, mask, kernel)
    assert kernel.use_fft is False and with_state(kernel, mask).use_fft is True
    assert kernel.convolved_image_from(image, around).array == pytest.approx(
        wanted_from(frame, image, around, kernel), abs=1e-13
    )


def test_a_state_of_another_mask_raises(frame, mask, kernel):
    other = Mask2D.circular((31, 33), radius=0.5, pixel_scales=0.1)
    with pytest.raises(exc.KernelException, match="came for a ConvolverState"):
        with_state(kernel, mask).convolved_image_from(Array2D(frame, other), None)


def test_values_of_another_length_raise(mask, kernel):
    with pytest.raises(exc.KernelException, match="set up for"):
        with_state(kernel, mask).convolved_mapping_matrix_from(np.ones((3, 2)), mask)


def test_even_kernels_work_in_fourier_space_only(mask):
    # scipy and autolens 2026.10.26.1 take (side - 1) // 2 as the central pixel.
    taps = np.zeros((4, 4))
    taps[1, 1] = 1.0
    kernel = Array2D.no_mask(taps, 0.1)
    with pytest.raises(exc.KernelException, match="both sides must be odd"):
        Convolver(kernel)
    convolver = Convolver(kernel, ConvolverState(kernel, mask), use_fft=True)
    image = Array2D(np.arange(mask.shape_slim, dtype=float), mask)
    result = convolver.convolved_image_from(image, None)
    assert result.array == pytest.approx(image.array, abs=1e-12)
    with pytest.raises(exc.KernelException, match="real space"):
        convolver.convolved_image_via_real_space_from(image)


def test_mapping_matrix_native(rng, mask, kernel):
    around = mask.derive_mask.blurring_from(kernel.shape_native)
    inner = rng.normal(size=(mask.shape_slim, 2))
    outer = rng.normal(size=(around.shape_slim, 2))
    cube = kernel.mapping_matrix_native_from(inner, mask)
    assert cube.shape == (31, 33, 2)
    assert np.array_equal(cube[~mask.array], inner)
    both = kernel.mapping_matrix_native_from(inner, mask, outer, around)
    assert np.array_equal(both[~around.array], outer)
    assert np.array_equal(both[~mask.array], inner)
    assert np.array_equal(
        with_state(kernel, mask).mapping_matrix_native_from(inner, mask, outer), both
    )
    single = kernel.mapping_matrix_native_from(
        inner, mask, use_mixed_precision=True, xp=jnp
    )
    assert single.dtype == np.float32
    with pytest.raises(exc.KernelException, match="without a blurring_mask"):
        kernel.mapping_matrix_native_from(inner, mask, outer)


@pytest.mark.parametrize("library", [np, jnp])
def test_a_kernel_finer_than_the_image(rng, mask, library):
    taps = rng.random((9, 7))
    kernel = Array2D.no_mask(taps, 0.05)
    state = ConvolverState(kernel, mask, convolve_over_sample_size=2)
    convolver = Convolver(kernel, state, convolve_over_sample_size=2)
    fine = finer_mask_from(mask, 2)
    around = finer_mask_from(state.image_blurring_mask, 2)
    frame = rng.normal(size=fine.shape_native)
    image = in_library(Array2D(frame, fine), library)
    result = convolver.convolved_image_from(image, Array2D(frame, around))
    lit = np.where(~fine.array | ~around.array, frame, 0.0)
    blurred = convolve2d(lit, taps, mode="same")
    binned = blurred.reshape(31, 2, 33, 2).mean(axis=(1, 3))
    assert result.mask is mask
    assert result.array == pytest.approx(binned[~mask.array], abs=1e-12)
    direct = convolver.convolved_image_via_real_space_from(
        image, Array2D(frame, around)
    )
    assert direct.array == pytest.approx(np.asarray(result.array), abs=1e-12)
    # Every pixel that carries light is in the blurring region.
    whole = convolve2d(frame, taps, mode="same").reshape(31, 2, 33, 2)
    assert binned[~mask.array] == pytest.approx(
        whole.mean(axis=(1, 3))[~mask.array], abs=1e-12
    )


def test_gradients_pass_through(frame, mask, kernel):
    image, around = images(frame, mask, kernel)
    convolver = with_state(kernel, mask)

    def total(values):
        return convolver.convolved_image_from(Array2D(values, mask), around).array.sum()

    gradient = jax.grad(total)(jnp.asarray(image.array))
    assert np.all(np.isfinite(gradient)) and np.max(gradient) <= 1.0 + 1e-12
