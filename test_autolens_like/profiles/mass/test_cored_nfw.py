"""Cored NFW halos stay within their bound of the density's projection."""

import numpy as np
import pytest

from autolens_like.profiles.mass import NFWSph, cNFW, cNFWSph
from test_autolens_like.profiles.family import ring
from test_autolens_like.profiles.mass.halo_integrals import exact

RADII = (1e-5, 0.03, 1.0, 1.3, 1e3)


@pytest.mark.parametrize("core", [1e-3, 0.2, 1.0, 1.05, 5.0])
def test_the_projected_density_within_1e_7(core):
    halo = cNFWSph(kappa_s=1.0, core_radius=core)
    for x in RADII:
        expected = exact(lambda r: 1 / ((r + core) * (1 + r) ** 2), x)
        y, zero = np.array([x]), np.zeros(1)
        found = halo.convergence(y, zero)[0], halo.deflections(y, zero)[0][0]
        np.testing.assert_allclose(found, expected, rtol=3e-8)


def test_without_core_it_is_the_nfw_halo():
    y, x = ring()
    one, other = cNFW(core_radius=0.0), NFWSph()
    for method in ("deflections", "convergence", "potential"):
        found, expected = getattr(one, method)(y, x), getattr(other, method)(y, x)
        np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-9)
