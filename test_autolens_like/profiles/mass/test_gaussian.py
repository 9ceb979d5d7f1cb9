"""Gaussian mass against its closed form with the Faddeeva function."""

import numpy as np
import pytest
from scipy.special import wofz

from autolens_like import exc
from autolens_like.profiles import light, mass
from test_autolens_like.profiles.family import ring


def closed_form(q, sigma, y, x):
    """α of κ = exp(-½ (q R / σ)²), major axis along x (form of Shajib 2019).

    From the integral over shells: with z = x + i|y|, h = q x + i|y| / q, dispersion s
    along the major axis and a = 1 / (s √(2 (1 - q²))),
    α* = -i s q √(2π / (1 - q²)) [w(a z) - exp(a² (h² - z²)) w(a h)].
    """
    wide = sigma / q
    a = 1 / (wide * np.sqrt(2 * (1 - q * q)))
    sign = np.where(y >= 0, 1.0, -1.0)
    z = a * (x + 1j * np.abs(y))
    inner = a * (q * x + 1j * np.abs(y) / q)
    fall = np.exp(-z * z + inner * inner)
    value = -1j * (wofz(z) - fall * wofz(inner))
    value *= wide * q * np.sqrt(2 * np.pi / (1 - q * q))
    return -sign * value.imag, value.real


@pytest.mark.parametrize("q", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("sigma", [0.1, 0.6, 5.0])
def test_deflections_are_faddeeva_functions(q, sigma):
    y, x = ring(30)
    f = (1 - q) / (1 + q)
    profile = mass.Gaussian(ell_comps=(0.0, f), sigma=sigma, intensity=1.0)
    found = profile.deflections(y, x)
    expected = closed_form(q, sigma, y, x)
    scale = np.hypot(*expected).max()
    np.testing.assert_allclose(found, expected, atol=1e-10 * scale)


def test_convergence_is_light_times_the_ratio():
    shape = {"ell_comps": (0.2, -0.3), "intensity": 0.3, "sigma": 0.7}
    y, x = ring()
    found = mass.Gaussian(mass_to_light_ratio=1.7, **shape).convergence(y, x)
    expected = 1.7 * light.Gaussian(**shape).image(y, x)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_the_gradient_is_one_ratio_for_one_gaussian():
    y, x = ring()
    plain = mass.Gaussian(sigma=0.49).convergence(y, x)
    graded = mass.GaussianGradient(
        sigma=0.49,
        mass_to_light_ratio_base=2.0,
        mass_to_light_gradient=-1.5,
        mass_to_light_radius=0.25,
    )
    np.testing.assert_allclose(graded.convergence(y, x), 2.0 * 2.0**-1.5 * plain)


def test_widths_are_above_zero():
    with pytest.raises(exc.ProfileException, match=r"sigma=0\.0; it must be above"):
        mass.Gaussian(sigma=0.0)
    with pytest.raises(exc.ProfileException, match=r"radius=-1\.0; it must be above"):
        mass.GaussianGradient(mass_to_light_radius=-1.0)
