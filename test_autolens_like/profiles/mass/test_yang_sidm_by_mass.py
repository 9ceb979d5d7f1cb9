"""Self-interacting halos by mass against numbers of autolens."""

import numpy as np
import pytest

from autolens_like.profiles.mass import NFWMCRLudlowSph, YangSIDMMCRLudlowSph


def test_the_effective_cross_section_is_the_mean_over_velocities():
    halo = YangSIDMMCRLudlowSph(
        sigma_over_m=2.0, velocity_exponent=3.0, velocity_ref=30.0
    )
    v = np.linspace(1e-6, 40 * halo.nu_eff, 200001)
    weight = v**7 * np.exp(-(v**2) / (4 * halo.nu_eff**2))
    mean = 2.0 * np.sum(weight * (v / 30.0) ** -3.0) / np.sum(weight)
    assert halo.sigma_eff_over_m == pytest.approx(mean, rel=1e-6)


@pytest.mark.parametrize(
    ("parameters", "nu", "tau"),
    # autolens 2026.10.26.1: .nu_eff and .tau_physical of al.mp.YangSIDMMCRLudlowSph
    [
        ({}, 12.6058965, 0.00707362025),
        ({"mass_at_200": 1e11}, 54.6526186, 0.0146230945),
        ({"velocity_exponent": 1.0}, 12.6058965, 0.00155404276),
    ],
)
def test_autolens_has_a_concentration_larger_by_two_percent(parameters, nu, tau):
    # ν grows as c^0.5 / m(c)^0.5, τ about as c^3.5.
    halo = YangSIDMMCRLudlowSph(**parameters)
    assert halo.nu_eff == pytest.approx(nu, rel=0.015)
    assert halo.tau == pytest.approx(tau, rel=0.09)


def test_without_interaction_it_is_the_nfw_halo():
    y, x = np.array([0.4]), np.array([0.3])
    halo, nfw = YangSIDMMCRLudlowSph(sigma_over_m=0.0), NFWMCRLudlowSph()
    np.testing.assert_allclose(halo.deflections(y, x), nfw.deflections(y, x), rtol=1e-9)
