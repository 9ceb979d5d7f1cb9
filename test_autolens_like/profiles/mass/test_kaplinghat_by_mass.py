"""Isothermal cores by mass."""

import numpy as np
import pytest

from autolens_like.profiles.mass import KaplinghatCoredNFWMCRLudlowSph
from autolens_like.profiles.mass.halo_mass import nfw_mass
from autolens_like.profiles.mass.kaplinghat_by_mass import radius_of_rate


def test_the_rate_gives_the_radius_back():
    x = np.array([2e-4, 0.01, 0.3, 1.0, 2.3])
    rate = np.sqrt(x / nfw_mass(x)) * x * (1 + x) ** 2
    np.testing.assert_allclose(radius_of_rate(rate), x, rtol=1e-12)
    np.testing.assert_allclose(radius_of_rate(np.array([0.0, 1e9])), [1e-4, 3.9])


@pytest.mark.parametrize(
    ("parameters", "radius"),
    # autolens 2026.10.26.1: .interaction_radius of
    # al.mp.KaplinghatCoredNFWMCRLudlowSph(**parameters)
    [
        ({}, 0.0635062875815674),
        ({"mass_at_200": 1e11}, 0.7208326081902443),
        ({"t_age": 5.0}, 0.030160029898931375),
    ],
)
def test_autolens_has_a_concentration_larger_by_two_percent(parameters, radius):
    # The rate goes as r_1^-0.5, so that r_1 grows with its square.
    halo = KaplinghatCoredNFWMCRLudlowSph(**parameters)
    assert halo.interaction_radius == pytest.approx(radius, rel=0.06)


def test_more_scattering_makes_a_larger_core():
    halos = [KaplinghatCoredNFWMCRLudlowSph(sigma_over_m=s) for s in (0.1, 1.0, 9.0)]
    radii = [float(halo.interaction_radius) for halo in halos]
    assert radii == sorted(radii)
