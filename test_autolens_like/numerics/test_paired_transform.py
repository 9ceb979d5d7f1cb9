"""Two images transformed as one complex image are what each is by itself."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import convolve2d

from autolens_like.numerics.paired_transform import filtered_in_pairs
from autolens_like.numerics.spectrum import Spectrum
from test_autolens_like.numerics.kernel_samples import Sample

RNG = np.random.default_rng(5)
TAPS = RNG.random((5, 3))


def spectrum_of(shape):
    return Spectrum(np.fft.rfft2(TAPS, shape), shape)


KERNEL_SAMPLES = {
    "filtered_in_pairs": [
        Sample(
            (RNG.normal(size=(3, 9, 14)), spectrum_of((15, 18)), read), fixed=(0, 1, 2)
        )
        for read in ((slice(2, 12), slice(1, 18)), (slice(0, 15), slice(3, 4)))
    ]
}


@pytest.mark.parametrize(
    "shape", [(1, 120), (2, 3), (4, 5), (8, 9), (25, 16), (27, 100), (150, 50)]
)
def test_all_lengths_of_the_factors_two_three_and_five(shape):
    """A real spectrum of whatever numbers, and images that are lit all over."""
    kernel, frames = RNG.normal(size=shape), RNG.normal(size=(2, *shape))
    half = np.fft.rfft2(kernel)
    read = slice(0, shape[0]), slice(0, shape[1])
    found = filtered_in_pairs(frames, Spectrum(half, shape), read)
    wanted = np.fft.irfft2(np.fft.rfft2(frames) * half, s=shape)
    assert np.abs(found - wanted).max() < 1e-14 * np.abs(wanted).max()


def test_a_faint_image_is_as_exact_as_the_bright_one_beside_it():
    read = slice(0, 15), slice(0, 18)
    sizes = np.array([1e300, 1e-300, 1e-310, 1e20, 0.0, 1.0])
    frames = RNG.normal(size=(6, 9, 14)) * sizes[:, None, None]
    found = filtered_in_pairs(frames, spectrum_of((15, 18)), read)
    for image, frame, size in zip(found, frames, sizes, strict=True):
        wanted = convolve2d(frame, TAPS)
        # Numbers of 1e-310 have 13 digits.
        error = 1e-12 if size < 1e-300 else 1e-14
        assert np.abs(image[:13, :16] - wanted).max() <= error * np.abs(wanted).max()


def test_what_is_no_number_spoils_no_other_image():
    read = slice(0, 15), slice(0, 18)
    frames = RNG.normal(size=(5, 9, 14))
    wanted = filtered_in_pairs(frames, spectrum_of((15, 18)), read)
    frames[1, 4, 4], frames[2, 0, 0] = np.nan, np.inf
    found = filtered_in_pairs(frames, spectrum_of((15, 18)), read)
    assert not np.isfinite(found[1:3]).any()
    assert found[[0, 3, 4]] == pytest.approx(wanted[[0, 3, 4]], abs=1e-13)
