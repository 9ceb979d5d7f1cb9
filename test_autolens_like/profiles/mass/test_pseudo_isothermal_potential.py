"""The dual pseudo-isothermal profile with elliptical potential."""

import numpy as np

from autolens_like.profiles.mass import dPIEMassB0Sph, dPIEPotential
from test_autolens_like.profiles.family import ring


def test_the_potential_is_the_round_one_on_ellipses():
    y, x = ring()
    ellipse = dPIEPotential(ell_comps=(0.0, 0.2), ra=0.1, rs=3.0, b0=1.3)
    sphere = dPIEMassB0Sph(ra=0.1, rs=3.0, b0=1.3)
    expected = sphere.potential(np.sqrt(1.2) * y, np.sqrt(0.8) * x)
    np.testing.assert_allclose(ellipse.potential(y, x), expected, rtol=1e-13)


def test_much_ellipticity_makes_the_convergence_negative():
    profile = dPIEPotential(ell_comps=(0.0, 0.4), ra=0.1, rs=0.5, b0=1.0)
    assert profile.convergence(np.array([3.0]), np.array([0.0]))[0] < 0.0
