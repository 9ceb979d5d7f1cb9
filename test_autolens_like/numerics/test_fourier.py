"""Images times a spectrum are their convolution, whichever library transforms them."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
from scipy.signal import convolve2d

from autolens_like import exc
from autolens_like.numerics.fourier import (
    LIBRARIES,
    VARIABLE,
    filtered,
    library_in_use,
)
from autolens_like.numerics.lit_part import Place, runs_of
from autolens_like.numerics.spectrum import Spectrum

RNG = np.random.default_rng(11)
FRAMES, TAPS = RNG.normal(size=(3, 9, 14)), RNG.normal(size=(5, 3))


@pytest.fixture(params=LIBRARIES)
def library(request, monkeypatch):
    if importlib.util.find_spec(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    monkeypatch.setenv(VARIABLE, request.param)
    return request.param


@pytest.mark.parametrize("kind, error", [(np.float64, 1e-14), (np.float32, 1e-6)])
def test_filtered_is_a_convolution(library, kind, error):
    assert library_in_use() == library
    shape, read = (15, 18), (slice(2, 12), slice(1, 18))
    every = np.ones(shape, dtype=bool)
    place = Place(runs_of(every), runs_of(~every), (0, 0), FRAMES.shape[1:], (0, 0))
    values = np.zeros((3, *shape), dtype=kind)
    values[:, :9, :14] = FRAMES
    values = values.reshape(3, -1)
    before, result = values.copy(), np.ones(values.shape)
    spectrum = Spectrum(np.fft.rfft2(TAPS, shape), shape)
    filtered(result, values, None, place, spectrum, read)
    # In 15 x 18 pixels the whole convolutions, of 13 x 16, stand alone.
    wanted = np.zeros((3, *shape))
    wanted[:, :13, :16] = [convolve2d(frame, TAPS) for frame in FRAMES]
    unread = np.ones(shape, dtype=bool)
    unread[read] = False
    wanted[:, unread] = 0.0
    result = result.reshape(wanted.shape)
    assert np.abs(result - wanted).max() < error * np.abs(wanted).max()
    assert np.array_equal(values, before)


@pytest.mark.parametrize("installed", [["numba", "scipy"], ["scipy"]])
def test_compiled_loops_serve_those_who_choose_none(monkeypatch, installed):
    name = "autolens_like.numerics.fourier._is_installed"
    monkeypatch.setattr(name, installed.__contains__)
    monkeypatch.delenv(VARIABLE, raising=False)
    assert library_in_use() == installed[0]
    monkeypatch.setenv(VARIABLE, "")
    assert library_in_use() == installed[0]


def test_a_library_that_is_not_there_is_told(monkeypatch):
    monkeypatch.setenv(VARIABLE, "duc0")
    with pytest.raises(exc.InputException, match=r"AUTOLENS_LIKE_FFT=duc0.*ducc0"):
        library_in_use()
    monkeypatch.setenv(VARIABLE, "ducc0")
    monkeypatch.setattr(
        "autolens_like.numerics.fourier._is_installed", lambda name: name == "scipy"
    )
    with pytest.raises(exc.InputException, match=r"autolens_like\[fourier\]"):
        library_in_use()
    monkeypatch.setenv(VARIABLE, "numba")
    with pytest.raises(exc.InputException, match="pip install numba"):
        library_in_use()
