"""Statistics of images whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.analysis.frame import FWHM_PER_SIGMA, Frame


def frame_of(data, noise=None, sigma=0.2, pixel_scale=0.1, **settings) -> Frame:
    noise = np.ones_like(data) if noise is None else noise
    psf = al.Convolver.from_gaussian((21, 21), sigma=sigma, pixel_scales=pixel_scale)
    arrays = [
        al.Array2D.no_mask(values, pixel_scales=pixel_scale, **settings)
        for values in (data, noise)
    ]
    return Frame.of(al.Imaging(*arrays, psf=psf))


def test_the_width_of_a_gaussian_psf() -> None:
    width = frame_of(np.zeros((41, 41))).psf_fwhm
    assert width == pytest.approx(FWHM_PER_SIGMA * 0.2, rel=1e-3)


def test_the_scatter_of_the_sky_ignores_structure_and_outliers() -> None:
    rng = np.random.default_rng(1)
    slope = np.linspace(0.0, 5.0, 101)[:, None]
    data = slope + rng.normal(0.0, 0.7, size=(101, 101))
    data[::9, ::9] += 50.0
    assert frame_of(data).noise_scale() == pytest.approx(0.7, rel=0.06)


def test_a_frame_without_sky_is_an_error() -> None:
    noise = np.full((41, 41), np.inf)
    noise[18:23, 18:23] = 1.0
    with pytest.raises(exc.DatasetException, match="No unmasked pixel"):
        frame_of(np.zeros((41, 41)), noise).noise_scale()


@pytest.mark.parametrize("origin", [(0.0, 0.0), (1.0, -2.0)])
def test_the_centre_of_light(origin) -> None:
    true = (origin[0] + 0.123, origin[1] - 0.217)
    frame = frame_of(np.zeros((41, 41)), origin=origin)
    data = np.exp(-0.5 * frame.radius(true) ** 2 / 0.3**2)
    measured = frame_of(data, origin=origin).light_centre()
    assert measured == pytest.approx(true, abs=2e-3)


def test_masked_pixels_have_no_data() -> None:
    noise = np.ones((21, 21))
    noise[3, 4] = np.inf
    frame = frame_of(np.ones((21, 21)), noise, sigma=0.05)
    assert not frame.good[3, 4] and frame.data[3, 4] == 0.0
    assert frame.good.sum() == 440


def test_a_dataset_without_psf_is_refused() -> None:
    data = al.Array2D.full(1.0, (5, 5), pixel_scales=0.1)
    with pytest.raises(exc.DatasetException, match="no point spread function"):
        Frame.of(al.Imaging(data, noise_map=data))
