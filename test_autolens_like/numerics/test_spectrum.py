"""A spectrum lies as the steps of a transform leave their frequencies."""

from __future__ import annotations

import numpy as np
import pytest

from autolens_like.numerics.spectrum import Spectrum, lanes_of


@pytest.mark.parametrize("shape", [(8, 15), (75, 6), (1, 2), (50, 72)])
def test_the_paired_spectrum_has_every_frequency_once(shape):
    image = np.random.default_rng(2).normal(size=shape)
    spectrum = Spectrum(np.fft.rfft2(image), shape)
    parts, *plans = spectrum.paired
    found = (parts[:, 0] + 1j * parts[:, 1]).swapaxes(0, 1).reshape(shape[1], -1)
    wanted = np.fft.fft2(image).T.ravel() / image.size
    found = found[:, : shape[0]].ravel()
    assert np.sort_complex(found.round(9)) == pytest.approx(
        np.sort_complex(wanted.round(9))
    )
    assert [int(np.prod(factors)) for factors, _ in plans] == list(shape)


def test_lengths_have_no_factors_but_two_three_and_five():
    shapes = [(1, 120), (81, 64), (14, 15), (15, 22)]
    pairable = [Spectrum(np.ones(shape), shape).is_pairable for shape in shapes]
    assert pairable == [True, True, False, False]


@pytest.mark.parametrize("total", [1, 100, 127, 128, 129, 300, 400])
def test_blocks_hold_all_columns_and_are_nearly_full(total):
    lanes = lanes_of(total)
    assert lanes % 4 == 0 and lanes <= 128
    assert total <= -(-total // lanes) * lanes < total + 4 * -(-total // 128)
