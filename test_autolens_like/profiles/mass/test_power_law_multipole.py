"""Multipoles of a power law."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.profiles.mass import PowerLawMultipole
from test_autolens_like.profiles.family import ring


def test_the_convergence_is_that_of_the_documented_formula():
    y, x = ring()
    angle, radius = np.arctan2(y, x), np.hypot(y, x)
    for m in (1, 2, 3, 4):
        profile = PowerLawMultipole(
            m=m,
            einstein_radius=1.3,
            slope=2.2,
            multipole_comps=(0.05 * np.sin(m * 0.4), 0.05 * np.cos(m * 0.4)),
        )
        expected = 0.025 * (1.3 / radius) ** 1.2 * np.cos(m * (angle - 0.4))
        np.testing.assert_allclose(profile.convergence(y, x), expected, rtol=1e-12)


def test_the_dipole_is_that_of_autolens_but_for_a_constant():
    # autolens 2026.10.26.1: PowerLawMultipole(m=1, einstein_radius=1.3, slope=2.3,
    # multipole_comps=(.03, .05)).deflections_yx_2d_from([(.3,.7), (.9,-.4), (1.5,.2)])
    theirs = [
        [-0.06934469750501948, -0.10195321597464178],
        [-0.07771363607790868, -0.14091844189944927],
        [-0.04674167341033651, -0.11826334660362726],
    ]
    profile = PowerLawMultipole(
        m=1, einstein_radius=1.3, slope=2.3, multipole_comps=(0.03, 0.05)
    )
    found = profile.deflections_yx_2d_from([(0.3, 0.7), (0.9, -0.4), (1.5, 0.2)])
    difference = found - theirs
    np.testing.assert_allclose(difference, np.tile(difference[0], (3, 1)), atol=1e-15)


def test_the_dipole_passes_through_the_isothermal_slope():
    y, x = ring()
    quantities = []
    for slope in (2.0 - 1e-7, 2.0, 2.0 + 1e-7):
        profile = PowerLawMultipole(m=1, slope=slope, multipole_comps=(0.03, 0.05))
        quantities.append([*profile.deflections(y, x), profile.potential(y, x)])
    np.testing.assert_allclose(quantities[0], quantities[1], atol=1e-7)
    np.testing.assert_allclose(quantities[2], quantities[1], atol=1e-7)
    # At slope 2 the potential is ½ r ln(r / θ_E) k cos.
    direction = np.hypot(y, x) * np.log(np.hypot(y, x)) / 2
    cosine = 0.05 * np.cos(np.arctan2(y, x)) + 0.03 * np.sin(np.arctan2(y, x))
    np.testing.assert_allclose(quantities[1][2], direction * cosine, atol=1e-15)


@pytest.mark.parametrize("m", [0, 5, 2.5, "4", True])
def test_other_orders(m):
    with pytest.raises(exc.ProfileException, match="it must be 1, 2, 3 or 4"):
        PowerLawMultipole(m=m)


def test_the_order_comes_first_and_may_be_a_float():
    assert PowerLawMultipole(3.0).m == 3
    assert isinstance(PowerLawMultipole(3.0).m, int)
