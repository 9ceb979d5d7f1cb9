"""Sersic mass: light times a ratio, incomplete gamma functions where it is round."""

import mpmath
import numpy as np
import pytest

from autolens_like import exc
from autolens_like.profiles import light, mass
from autolens_like.profiles.light.sersic import sersic_constant_from
from test_autolens_like.profiles.family import ring

SCALED = [1e-4, 0.01, 0.1, 0.5, 1.0, 2.0, 5.0, 20.0, 300.0]


def test_the_default_index_of_mass_is_not_that_of_light():
    assert mass.Sersic().sersic_index == mass.SersicSph().sersic_index == 0.6
    assert mass.Exponential().sersic_index == 1.0
    assert mass.DevVaucouleurs().sersic_index == 4.0


@pytest.mark.parametrize("name", ["Sersic", "Exponential", "DevVaucouleursSph"])
def test_convergence_is_light_times_the_ratio(name):
    shared = {"centre": (0.1, 0.2), "intensity": 0.3, "effective_radius": 0.7}
    if name == "Sersic":
        shared |= {"ell_comps": (0.2, -0.3), "sersic_index": 2.5}
    y, x = ring()
    found = getattr(mass, name)(mass_to_light_ratio=1.7, **shared).convergence(y, x)
    expected = 1.7 * getattr(light, name)(**shared).image(y, x)
    np.testing.assert_allclose(found, expected, rtol=1e-13)


@pytest.mark.parametrize("index", [0.4, 0.5, 0.6, 1.0, 2.5, 4.0, 6.0, 8.0])
def test_round_deflections_are_incomplete_gamma_functions(index):
    # α = 2 n e^b b^(-2n) γ(2n, b r^(1/n)) / r with R_e = 1; Graham & Driver 2005 eq. 2.
    profile = mass.SersicSph(intensity=1.0, effective_radius=1.0, sersic_index=index)
    found = profile.deflections(np.zeros(len(SCALED)), np.array(SCALED))[1]
    with mpmath.workdps(30):
        n, b = mpmath.mpf(index), mpmath.mpf(sersic_constant_from(index))
        scale = 2 * n * mpmath.exp(b) * b ** (-2 * n)
        exact = [
            float(scale * mpmath.gammainc(2 * n, 0, b * mpmath.mpf(r) ** (1 / n)) / r)
            for r in SCALED
        ]
    np.testing.assert_allclose(found, exact, rtol=3e-10)


def test_a_gradient_weighs_the_light():
    shape = {"ell_comps": (0.0, 1 / 3), "effective_radius": 0.8}
    plain = mass.Sersic(**shape)
    graded = mass.SersicGradient(mass_to_light_gradient=0.5, **shape)
    y, x = ring()
    q = 0.5
    radius = np.sqrt(q * x**2 + y**2 / q)
    ratio = graded.convergence(y, x) / plain.convergence(y, x)
    np.testing.assert_allclose(ratio, (q * radius / 0.8) ** -0.5, rtol=1e-12)
    none = mass.SersicGradient(**shape)
    np.testing.assert_allclose(none.deflections(y, x), plain.deflections(y, x))
    assert mass.ExponentialGradientSph().sersic_index == 1.0


def test_infinite_mass_is_refused():
    with pytest.raises(exc.ProfileException, match="it must be below 2"):
        mass.SersicGradient(mass_to_light_gradient=2.0)
    with pytest.raises(exc.ProfileException, match=r"index=0\.0; it must be above"):
        mass.SersicSph(sersic_index=0.0)
