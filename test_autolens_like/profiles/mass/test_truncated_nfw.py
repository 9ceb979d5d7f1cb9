"""The truncated NFW halo against its projected density."""

import mpmath
import numpy as np
import pytest

from autolens_like.profiles.mass import NFWSph, NFWTruncatedSph
from test_autolens_like.profiles.family import ring
from test_autolens_like.profiles.mass.halo_integrals import exact


@pytest.mark.parametrize("tau", [0.2, 1.0, 7.0])
def test_the_projected_density(tau):
    halo = NFWTruncatedSph(kappa_s=1.0, truncation_radius=tau)
    for x in (1e-3, 0.4, 1.0, 30.0):
        expected = exact(lambda r: tau**2 / (r * (1 + r) ** 2 * (tau**2 + r * r)), x)
        y, zero = np.array([x]), np.zeros(1)
        found = halo.convergence(y, zero)[0], halo.deflections(y, zero)[0][0]
        np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_the_potential_is_the_integral_of_the_deflection():
    halo = NFWTruncatedSph(kappa_s=1.0, truncation_radius=3.0)

    def bend(r):
        return halo.deflections(np.array([float(r)]), np.zeros(1))[0][0]

    expected = float(mpmath.quad(bend, [0, 0.01, 0.5, 2.0]))
    found = halo.potential(np.array([2.0]), np.zeros(1))[0]
    assert found == pytest.approx(expected, rel=1e-9)


def test_a_far_truncation_changes_nothing():
    y, x = ring()
    one, other = NFWTruncatedSph(truncation_radius=1e6), NFWSph()
    for method in ("deflections", "convergence", "potential"):
        found, expected = getattr(one, method)(y, x), getattr(other, method)(y, x)
        np.testing.assert_allclose(found, expected, rtol=2e-5)
