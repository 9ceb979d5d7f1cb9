"""Laws of the Sersic profile: how much light, and half of it inside R_e."""

import mpmath
import numpy as np
import pytest
from scipy import integrate, special

from autolens_like.profiles import light
from autolens_like.profiles.light.sersic import sersic_constant_from


def light_inside(profile, radius):
    """∫ I dA of a round profile, over r = e^s."""

    def ring(s):
        r = np.exp(s)
        return 2 * np.pi * r**2 * float(profile.image(np.float64(0.0), np.float64(r)))

    return integrate.quad(ring, -16, np.log(radius), epsrel=1e-10, limit=200)[0]


@pytest.mark.parametrize("n", [0.6, 1.0, 2.3, 4.0, 6.0])
def test_half_of_the_light_is_inside_the_effective_radius(n):
    profile = light.SersicSph(effective_radius=0.7, sersic_index=n)
    # Graham & Driver 2005, PASA 22, 118, eq. 2 with x → ∞.
    b = float(sersic_constant_from(n))
    total = 0.1 * 0.7**2 * 2 * np.pi * n * np.exp(b) * b ** (-2 * n)
    total *= special.gamma(2 * n)
    half = total * special.gammainc(2 * n, b)
    assert half == pytest.approx(total / 2, rel=2e-4)
    assert light_inside(profile, 0.7) == pytest.approx(half, rel=1e-9)
    assert light_inside(profile, 7e3) == pytest.approx(total, rel=1e-5)


@pytest.mark.parametrize("cls", [light.Sersic, light.Gaussian, light.SersicCore])
def test_light_inside_an_isophote_does_not_depend_on_ellipticity_but_by_its_scale(cls):
    # The area inside an ellipse of geometric-mean radius r is π r²; the scale of the
    # Gaussian is σ / √q in that radius.
    angle = 2 * np.pi * (np.arange(256) + 0.5) / 256
    radius = np.exp(np.linspace(np.log(1e-4), np.log(300.0), 3000))
    step = np.log(radius[1] / radius[0])
    y, x = np.outer(radius, np.sin(angle)), np.outer(radius, np.cos(angle))
    fluxes = []
    for ell_comps in ((0.0, 0.0), (0.2, -0.1)):
        image = cls(ell_comps=ell_comps).image(y, x)
        fluxes.append((image.mean(axis=1) * 2 * np.pi * radius**2).sum() * step)
    f = np.hypot(0.2, 0.1)
    scale = (1 + f) / (1 - f) if cls is light.Gaussian else 1.0
    assert fluxes[1] == pytest.approx(fluxes[0] * scale, rel=2e-5)


@pytest.mark.parametrize(
    ("n", "error"), [(0.5, 1.3e-4), (1.0, 1.4e-5), (2.0, 1e-6), (4.0, 1e-7)]
)
def test_the_constant_holds_half_of_the_light(n, error):
    # Ciotti 1991, A&A 249, 99: Γ(2n) = 2 γ(2n, b_n); the series is asymptotic in 1/n.
    half = special.gammainc(2 * n, sersic_constant_from(n))
    assert half == pytest.approx(0.5, abs=error)


@pytest.mark.parametrize(
    "n", [0.5, 0.7, 0.8, 1.0, 1.3, 1.7, 2.0, 2.5, 3.0, 4.0, 5.0, 6.5, 8.0, 10.0]
)
def test_the_constant_of_mpmath(n):
    def excess(b):
        return mpmath.gammainc(2 * n, 0, b, regularized=True) - mpmath.mpf(1) / 2

    with mpmath.workdps(50):
        expected = float(mpmath.findroot(excess, 2 * n - 0.32))
    bound = 4.2e-5 * n**-3
    assert float(sersic_constant_from(n)) == pytest.approx(expected, abs=bound)


@pytest.mark.parametrize(("name", "n"), [("Exponential", 1.0), ("DevVaucouleurs", 4.0)])
@pytest.mark.parametrize("suffix", ["", "Sph"])
def test_named_profiles_are_sersic_profiles_of_fixed_index(name, n, suffix):
    profile = getattr(light, name + suffix)(effective_radius=0.8)
    sersic = getattr(light, f"Sersic{suffix}")(effective_radius=0.8, sersic_index=n)
    y, x = np.array([0.1, 1.0]), np.array([0.3, -2.0])
    np.testing.assert_allclose(profile.image(y, x), sersic.image(y, x), rtol=1e-14)
    assert "sersic_index" not in profile.dynamic_names()
