"""Convolution in a window: Fourier space, real space, numpy and JAX say the same."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy.signal import convolve2d

from autolens_like.numerics import blocks
from autolens_like.numerics.convolve import (
    blur_window_from,
    blurred,
    convolved,
    spectrum_from,
    windowed,
)

RNG = np.random.default_rng(1)


def a_window(kernel_shape=(5, 3)):
    """A ragged region of 12 x 15 pixels with its surroundings, as `Convolver` cuts."""
    inside = np.zeros((20, 24), dtype=bool)
    inside[4:14, 5:18] = RNG.random((10, 13)) > 0.3
    inside[4, 5] = inside[13, 17] = True
    taps = RNG.random(kernel_shape)
    reached = convolve2d(inside, np.ones(kernel_shape), mode="same") > 0.5
    return blur_window_from(inside, reached & ~inside, taps)


def values_of(window, number=7):
    shape = (number, int(window.inside.sum()))
    return RNG.normal(size=shape), RNG.normal(size=(number, int(window.around.sum())))


def expected(values, blurring_values, window):
    frames = []
    for index, row in enumerate(values):
        frame = np.zeros(window.shape)
        frame[window.inside] = row
        if blurring_values is not None:
            frame[window.around] = blurring_values[index]
        frames.append(convolve2d(frame, window.taps, mode="same")[window.inside])
    return np.array(frames)


@pytest.mark.parametrize("asarray", [np.asarray, jnp.asarray])
@pytest.mark.parametrize("lit", [True, False])
def test_blurred_is_the_convolution(asarray, lit):
    window = a_window()
    values, around = values_of(window)
    around = around if lit else None
    outer = None if around is None else asarray(around)
    result = blurred(asarray(values), outer, window, False)
    wanted = expected(values, around, window)
    assert np.max(np.abs(result - wanted)) < 1e-12 * np.max(np.abs(wanted))


@pytest.mark.parametrize("asarray", [np.asarray, jnp.asarray])
def test_single_precision_keeps_six_digits(asarray):
    window = a_window()
    values, around = values_of(window)
    result = blurred(asarray(values), asarray(around), window, True)
    wanted = expected(values, around, window)
    assert result.dtype == np.float64
    assert 0.0 < np.max(np.abs(result - wanted)) < 1e-6 * np.max(np.abs(wanted))


@pytest.mark.parametrize("corner", [(4, 6), (0, 0), (11, 14), (9, 2)])
def test_light_in_a_small_part_is_convolved_there(corner):
    """Of nine images each lights a few pixels of a large window, or none of it."""
    inside = np.zeros((60, 64), dtype=bool)
    inside[8:50, 6:56] = RNG.random((42, 50)) > 0.1
    taps = RNG.random((7, 5))
    reached = convolve2d(inside, np.ones(taps.shape), mode="same") > 0.5
    for lit in (inside, reached):
        window = blur_window_from(lit, reached & ~lit, taps)
        frames = np.zeros((9, *window.shape))
        place = slice(3 * corner[0], 3 * corner[0] + 9), slice(3 * corner[1], None)
        frames[:8, *place] = RNG.normal(size=frames[:8, *place].shape)
        frames[:, :, 3 * corner[1] + 12 :] = 0.0
        values, around = frames[:, window.inside], frames[:, window.around]
        result = blurred(values, around, window, False)
        wanted = expected(values, around, window)
        assert np.max(np.abs(result - wanted)) < 1e-13
    assert window.spectra


def test_no_pixels_around_are_darkness_around():
    window = a_window((1, 1))
    values, around = values_of(window)
    assert around.shape == (7, 0)
    result = blurred(values, around, window, False)
    assert np.abs(result - window.taps * values).max() < 1e-14


def test_what_is_no_number_stays():
    window = a_window()
    values, _ = values_of(window, 1)
    values[:], values[0, 0] = 0.0, np.nan
    assert np.all(np.isnan(blurred(values, None, window, False)))


@pytest.mark.parametrize("kind", [np.float32, np.int64])
def test_the_precision_is_that_of_the_transform_not_of_the_input(kind):
    window = a_window()
    values, around = values_of(window)
    values = (10.0 * values).astype(kind)
    wanted = expected(values.astype(float), around, window)
    result = blurred(values, around, window, False)
    assert np.max(np.abs(result - wanted)) < 1e-12 * np.max(np.abs(wanted))


def test_many_at_once_by_vmap():
    window = a_window()
    values, around = values_of(window)
    one = jax.vmap(lambda v, b: blurred(v[None], b[None], window, False)[0])
    wanted = expected(values, around, window)
    assert one(jnp.asarray(values), jnp.asarray(around)) == pytest.approx(
        wanted, abs=1e-12
    )


@pytest.mark.parametrize("threads", ["1", "2"])
def test_threads_do_not_change_a_digit(monkeypatch, threads):
    window = a_window()
    values, around = values_of(window, 9)
    monkeypatch.setattr(blocks, "SMALL", 0)
    monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", "1")
    once = blurred(values, around, window, False)
    monkeypatch.setenv("AUTOLENS_LIKE_NUM_THREADS", threads)
    assert np.array_equal(blurred(values, around, window, False), once)


@pytest.mark.parametrize("asarray", [np.asarray, jnp.asarray])
def test_windowed_is_dark_elsewhere(asarray):
    window = a_window()
    values, around = values_of(window, 2)
    frames = np.asarray(windowed(asarray(values), asarray(around), window))
    assert np.array_equal(frames[:, window.inside], values)
    assert np.array_equal(frames[:, window.around], around)
    assert np.all(frames[:, ~(window.inside | window.around)] == 0.0)


@pytest.mark.parametrize("method", ["direct", "fft"])
@pytest.mark.parametrize("asarray", [np.asarray, jnp.asarray])
def test_convolved_agrees_with_scipy(asarray, method):
    frames, taps = RNG.normal(size=(3, 9, 11)), RNG.normal(size=(3, 5))
    result = convolved(asarray(frames), taps, method)
    wanted = [convolve2d(frame, taps, mode="same") for frame in frames]
    assert result == pytest.approx(np.array(wanted), abs=1e-12)


def test_the_transform_of_a_centred_point_is_one():
    taps = np.zeros((5, 5))
    taps[2, 2] = 1.0
    assert spectrum_from(taps, (8, 9)) == pytest.approx(np.ones((8, 5)), abs=1e-15)


def test_the_gradient_is_the_convolution_by_the_turned_kernel():
    window = a_window((3, 3))
    values, around = values_of(window, 1)
    weights = RNG.normal(size=values.shape)

    def total(inner):
        return jnp.sum(weights * blurred(inner, jnp.asarray(around), window, False))

    gradient = jax.jit(jax.grad(total))(jnp.asarray(values))
    turned = blur_window_from(window.inside, window.around, window.taps[::-1, ::-1])
    assert gradient == pytest.approx(expected(weights, None, turned), abs=1e-12)
