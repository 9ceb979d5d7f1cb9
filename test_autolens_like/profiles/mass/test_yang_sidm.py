"""The parametric self-interacting halo against its projected density."""

import mpmath
import numpy as np
import pytest

from autolens_like.profiles.mass import NFWSph, YangSIDMSph
from autolens_like.profiles.mass.yang_sidm import evolved_halo
from test_autolens_like.profiles.family import ring
from test_autolens_like.profiles.mass.halo_integrals import exact


@pytest.mark.parametrize("tau", [1e-3, 0.3, 1.0])
def test_the_projected_density_within_1e_8(tau):
    density, scale, core = (float(value) for value in evolved_halo(tau))
    halo = YangSIDMSph(kappa_s=1 / (density * scale), scale_radius=1 / scale, tau=tau)
    fourth = mpmath.mpf(core / scale) ** 4
    for x in (1e-3, 0.1, 0.7, 20.0):
        expected = exact(
            lambda r, c=fourth: 1 / (mpmath.root(r**4 + c, 4) * (1 + r) ** 2), x
        )
        y, zero = np.array([x]), np.zeros(1)
        found = halo.convergence(y, zero)[0], halo.deflections(y, zero)[0][0]
        np.testing.assert_allclose(found, expected, rtol=1e-8)


def test_it_starts_as_an_nfw_halo():
    y, x = ring()
    for method in ("deflections", "convergence", "potential"):
        found, expected = (getattr(h(), method)(y, x) for h in (YangSIDMSph, NFWSph))
        np.testing.assert_allclose(found, expected, rtol=1e-9)


@pytest.mark.parametrize(
    ("tau", "expected"),
    # autolens 2026.10.26.1: rho_s_evolved, scale_radius_evolved, core_radius_evolved
    # of al.mp.YangSIDMSph(tau=tau, kappa_s=1.0)
    [
        (0.1, (1.764036036620823, 0.8032662694395126, 0.46470377217302095)),
        (0.5, (2.445606232981955, 0.7055977645867544, 0.37580157593162916)),
        (1.0, (7.220249467345377, 0.4546591677784455, 0.1073)),
        (2.0, (7.220249467345377, 0.4546591677784455, 0.1073)),
    ],
)
def test_evolution_is_that_of_autolens(tau, expected):
    np.testing.assert_allclose(evolved_halo(tau), expected, rtol=1e-12)
