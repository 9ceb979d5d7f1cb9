"""The Gaussian's width and light, and the images of many at once."""

import numpy as np
import pytest

from autolens_like.profiles import light
from autolens_like.profiles.light.gaussian import gaussian_images

_random = np.random.default_rng(7)
_RADII = [_random.uniform(0.0, 30.0, 1100), np.linspace(0.0, 400.0, 1100)]
_WIDTHS = [np.geomspace(1e-3, 1e4, 9), np.array([0.5])]
_LAYERS = [radii.reshape(2, 550) for radii in _RADII]
KERNEL_SAMPLES = {
    "gaussian_images": [
        (_RADII, _WIDTHS),
        (_RADII[:1], _WIDTHS[:1]),
        (_LAYERS, _WIDTHS),
    ]
}


def test_sigma_is_the_dispersion_along_the_minor_axis():
    # q = 0.5 along x: (0, 1) is on the major axis, where I = exp(-½ q²).
    profile = light.Gaussian(ell_comps=(0.0, 1 / 3), intensity=1.0, sigma=1.0)
    image = profile.image(np.array([0.0, 1.0]), np.array([1.0, 0.0]))
    np.testing.assert_allclose(image, np.exp([-0.125, -0.5]), rtol=1e-14)


def test_the_light_is_two_pi_sigma_squared_over_the_axis_ratio():
    angle = np.radians(25)
    profile = light.Gaussian(
        ell_comps=(np.sin(2 * angle) / 3, np.cos(2 * angle) / 3),
        intensity=0.4,
        sigma=0.6,
    )
    side = (np.arange(400) - 199.5) * 0.05
    image = profile.image(*np.meshgrid(side, side, indexing="ij"))
    flux = image.sum() * 0.05**2
    assert flux == pytest.approx(0.4 * 2 * np.pi * 0.6**2 / 0.5, rel=1e-10)


def test_layers_are_averaged():
    images = gaussian_images(_RADII, _WIDTHS).reshape(10, 2, 550)
    means = gaussian_images(_LAYERS, _WIDTHS)
    np.testing.assert_allclose(means, images.mean(axis=1), rtol=1e-13, atol=1e-17)


def test_many_images_are_exponentials_to_within_their_bound():
    images = gaussian_images(_RADII, _WIDTHS)
    exact = [
        np.exp(-radii * width)
        for radii, widths in zip(_RADII, _WIDTHS, strict=True)
        for width in widths
    ]
    assert images.shape == (10, 1100)
    np.testing.assert_allclose(images, exact, rtol=0, atol=4e-16)
    assert not np.any((images > 0) & (images < 1e-18))
