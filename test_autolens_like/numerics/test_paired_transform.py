"""Two images transformed as one complex image are what each is by itself."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import convolve2d

from autolens_like.numerics.lit_part import Place, runs_of
from autolens_like.numerics.paired_transform import filtered_in_pairs
from autolens_like.numerics.spectrum import Spectrum
from test_autolens_like.numerics.kernel_samples import Sample

RNG = np.random.default_rng(5)
TAPS = RNG.random((5, 3))
#: A window, what is lit of it, and which of its pixels have values.
WINDOW, LIT = (15, 18), (9, 14)
INSIDE = RNG.random(WINDOW) > 0.3
AROUND = ~INSIDE
AROUND[:, 3] = False
WHOLE = slice(0, 15), slice(0, 18)


def spectrum_of(shape):
    return Spectrum(np.fft.rfft2(TAPS, shape), shape)


def place_of(inside, around, lit, corner=(0, 0), seen=(0, 0)):
    return Place(runs_of(inside), runs_of(around), corner, lit, seen)


def lit_images(number):
    frames = np.zeros((number, *WINDOW))
    frames[:, : LIT[0], : LIT[1]] = RNG.normal(size=(number, *LIT))
    frames[:, :, 3][:, ~INSIDE[:, 3]] = 0.0
    return frames


def through(frames):
    """Images that are lit in a corner, times the spectrum, in the pixels inside."""
    place = place_of(INSIDE, AROUND, LIT)
    result = np.full((len(frames), INSIDE.sum()), np.nan)
    lists = frames[:, INSIDE], frames[:, AROUND]
    return filtered_in_pairs(result, *lists, place, spectrum_of(WINDOW), WHOLE)


def convolved(frame):
    return convolve2d(frame, TAPS)[: WINDOW[0], : WINDOW[1]][INSIDE]


def _sample(outer, read, corner, seen):
    place = place_of(INSIDE, AROUND, (10, 12), corner, seen)
    values = RNG.normal(size=(3, INSIDE.sum()))
    outer = RNG.normal(size=(3, AROUND.sum())) if outer else None
    arguments = (np.ones(values.shape), values, outer, place, spectrum_of(WINDOW), read)
    return Sample(arguments, fixed=tuple(range(6)))


KERNEL_SAMPLES = {
    "filtered_in_pairs": [
        _sample(True, WHOLE, (0, 0), (0, 0)),
        _sample(False, (slice(2, 12), slice(1, 18)), (3, 5), (-2, 1)),
        _sample(True, (slice(0, 9), slice(3, 4)), (4, 4), (3, 3)),
    ]
}


@pytest.mark.parametrize(
    "shape", [(1, 250), (2, 3), (4, 5), (8, 9), (25, 16), (27, 135), (150, 50)]
)
def test_all_lengths_of_the_factors_two_three_and_five(shape):
    """A real spectrum of whatever numbers, and images that are lit all over."""
    kernel, frames = RNG.normal(size=shape), RNG.normal(size=(2, *shape))
    half, every = np.fft.rfft2(kernel), np.ones(shape, dtype=bool)
    spectrum, place = Spectrum(half, shape), place_of(every, ~every, shape)
    rows = frames.reshape(2, -1)
    read = slice(0, shape[0]), slice(0, shape[1])
    found = filtered_in_pairs(np.ones(rows.shape), rows, None, place, spectrum, read)
    wanted = np.fft.irfft2(np.fft.rfft2(frames) * half, s=shape).reshape(2, -1)
    assert spectrum.is_pairable
    assert np.abs(found - wanted).max() < 1e-14 * np.abs(wanted).max()


@pytest.mark.parametrize("number", [2, 5])
def test_values_of_the_part_that_is_lit_are_convolved(number):
    frames = lit_images(number)
    wanted = np.array([convolved(frame) for frame in frames])
    assert through(frames) == pytest.approx(wanted, abs=1e-14)


def test_rows_may_lie_apart_in_memory():
    frames = lit_images(3)
    place, spectrum = place_of(INSIDE, AROUND, LIT), spectrum_of(WINDOW)
    values, around = frames[:, INSIDE], frames[:, AROUND]
    for apart in (np.asfortranarray(values), np.hstack([values, around])):
        apart = apart[:, : values.shape[1]]
        result = np.empty(values.shape)
        filtered_in_pairs(result, apart, around, place, spectrum, WHOLE)
        assert np.array_equal(result, through(frames))


def test_a_faint_image_is_as_exact_as_the_bright_one_beside_it():
    sizes = np.array([1e300, 1e-300, 1e-310, 1e20, 0.0, 1.0])
    frames = lit_images(6) * sizes[:, None, None]
    for image, frame, size in zip(through(frames), frames, sizes, strict=True):
        wanted = convolved(frame)
        # Numbers of 1e-310 have 13 digits.
        error = 1e-12 if size < 1e-300 else 1e-14
        assert np.abs(image - wanted).max() <= error * np.abs(wanted).max()


def test_what_is_no_number_spoils_no_other_image():
    frames = lit_images(5)
    wanted = through(frames)
    where = tuple(np.argwhere(INSIDE[:9, :14])[5])
    frames[1][where], frames[2][where] = np.nan, np.inf
    found = through(frames)
    assert not np.isfinite(found[1:3]).any()
    assert found[[0, 3, 4]] == pytest.approx(wanted[[0, 3, 4]], abs=1e-13)
