"""Generalized NFW halos stay within their bound of the density's projection."""

import numpy as np
import pytest

from autolens_like.profiles.mass import NFW, gNFW, gNFWSph
from test_autolens_like.profiles.family import ring
from test_autolens_like.profiles.mass.halo_integrals import exact

RADII = (1e-5, 0.03, 1.0, 1.3, 1e3)


@pytest.mark.parametrize("slope", [0.0, 0.6, 1.0, 1.7, 2.0, 2.5])
def test_the_projected_density_within_1e_7(slope):
    halo = gNFWSph(kappa_s=1.0, inner_slope=slope)
    for x in RADII:
        expected = exact(lambda r: r**-slope * (1 + r) ** (slope - 3), x)
        y, zero = np.array([x]), np.zeros(1)
        found = halo.convergence(y, zero)[0], halo.deflections(y, zero)[0][0]
        np.testing.assert_allclose(found, expected, rtol=3e-8)


def test_slope_one_is_the_nfw_halo():
    y, x = ring()
    one, other = gNFW(ell_comps=(0.2, 0.3)), NFW(ell_comps=(0.2, 0.3))
    for method in ("deflections", "convergence", "potential"):
        found, expected = getattr(one, method)(y, x), getattr(other, method)(y, x)
        np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-9)


def test_slope_two_is_no_exception():
    y, x = ring()
    values = [
        gNFW(inner_slope=slope).convergence(y, x) for slope in (2 - 1e-9, 2, 2 + 1e-9)
    ]
    np.testing.assert_allclose(values[0], values[2], rtol=1e-8)
    np.testing.assert_allclose(values[1], values[2], rtol=1e-8)
