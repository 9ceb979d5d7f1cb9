"""Images times a spectrum are their convolution, whoever transforms them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import convolve2d

from autolens_like.numerics.fourier import filtered
from autolens_like.numerics.lit_part import Place, runs_of
from autolens_like.numerics.spectrum import Spectrum

RNG = np.random.default_rng(11)
FRAMES, TAPS = RNG.normal(size=(3, 9, 14)), RNG.normal(size=(5, 3))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind, error", [(np.float64, 1e-14), (np.float32, 1e-6)])
def test_filtered_is_a_convolution(kind, error, count):
    shape, read = (15, 18), (slice(2, 12), slice(1, 18))
    every = np.ones(shape, dtype=bool)
    place = Place(runs_of(every), runs_of(~every), (0, 0), FRAMES.shape[1:], (0, 0))
    values = np.zeros((count, *shape), dtype=kind)
    values[:, :9, :14] = FRAMES[:count]
    values = values.reshape(count, -1)
    before, result = values.copy(), np.ones(values.shape)
    spectrum = Spectrum(np.fft.rfft2(TAPS, shape), shape)
    filtered(result, values, None, place, spectrum, read)
    # In 15 x 18 pixels the whole convolutions, of 13 x 16, stand alone.
    wanted = np.zeros((count, *shape))
    wanted[:, :13, :16] = [convolve2d(frame, TAPS) for frame in FRAMES[:count]]
    unread = np.ones(shape, dtype=bool)
    unread[read] = False
    wanted[:, unread] = 0.0
    result = result.reshape(wanted.shape)
    assert np.abs(result - wanted).max() < error * np.abs(wanted).max()
    assert np.array_equal(values, before)
