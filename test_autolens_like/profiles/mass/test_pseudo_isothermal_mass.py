"""PIE and dPIE: conventions of Lenstool and limits."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.profiles.mass import (
    IsothermalCore,
    PIEMass,
    dPIEMass,
    dPIEMassB0,
    dPIEMassB0Sph,
    dPIEMassSph,
)
from test_autolens_like.profiles.family import ring


def test_pie_is_a_cored_isothermal_ellipsoid():
    y, x = ring()
    pie = PIEMass(ell_comps=(0.0, 0.25), ra=0.2, b0=1.1)
    core = IsothermalCore(
        ell_comps=(0.0, 0.25), einstein_radius=1.1, core_radius=0.2 * 1.25
    )
    for quantity in ("deflections", "convergence", "potential"):
        np.testing.assert_allclose(
            getattr(pie, quantity)(y, x), getattr(core, quantity)(y, x), rtol=1e-13
        )


def test_a_distant_cut_leaves_pie():
    y, x = ring()
    parameters = {"ell_comps": (0.1, 0.3), "ra": 0.2, "b0": 1.1}
    cut = dPIEMassB0(**parameters, rs=1e7).deflections(y, x)
    np.testing.assert_allclose(cut, PIEMass(**parameters).deflections(y, x), rtol=1e-6)


def test_the_convergence_is_that_of_the_documented_formula():
    profile = dPIEMassB0(ell_comps=(0.0, 0.25), ra=0.2, rs=3.0, b0=1.1)
    squared = (0.5 / 1.25) ** 2 + (0.3 / 0.75) ** 2
    parts = 1 / np.sqrt(0.04 + squared) - 1 / np.sqrt(9.0 + squared)
    found = profile.convergence(np.array([0.3]), np.array([0.5]))
    assert found == pytest.approx(0.55 * 3.0 / 2.8 * parts, rel=1e-14)


def test_the_total_mass_is_finite():
    # ∫ κ dA / π = b0 rs without ellipticity: α r at a large radius.
    sphere = dPIEMassB0Sph(ra=0.2, rs=3.0, b0=1.1)
    deflection = sphere.deflections(np.array([1e7]), np.array([0.0]))[0][0]
    assert deflection * 1e7 == pytest.approx(1.1 * 3.0, rel=1e-6)


def test_exchanging_core_and_cut_changes_the_strength_only():
    y, x = ring()
    first = dPIEMassB0(ell_comps=(0.1, 0.3), ra=0.2, rs=3.0, b0=1.5)
    second = dPIEMassB0(ell_comps=(0.1, 0.3), ra=3.0, rs=0.2, b0=1.5 * 15)
    for quantity in ("deflections", "convergence"):
        np.testing.assert_allclose(
            getattr(first, quantity)(y, x), getattr(second, quantity)(y, x), rtol=1e-12
        )


def test_lenstool_inputs():
    # autolens 2026.10.26.1: dPIEMass(ellipticity=.4, angle_pos=30, sigma=250,
    # r_core=.2, r_cut=3) has b0 = 1.1544409855505924 and these ell_comps.
    profile = dPIEMass(
        ellipticity=0.4, angle_pos=30.0, sigma=250.0, r_core=0.2, r_cut=3.0
    )
    assert profile.ell_comps == pytest.approx((0.18075002616265362, 0.10435607626104))
    assert profile._strength() == pytest.approx(1.1544409855505924, rel=2e-7)
    q = (1 - np.hypot(*profile.ell_comps)) / (1 + np.hypot(*profile.ell_comps))
    assert (1 - q**2) / (1 + q**2) == pytest.approx(0.4)
    y, x = ring()
    own = dPIEMassB0(
        ell_comps=profile.ell_comps, ra=0.2, rs=3.0, b0=profile._strength()
    )
    np.testing.assert_array_equal(own.deflections(y, x), profile.deflections(y, x))


@pytest.mark.parametrize(
    ("cls", "parameters", "message"),
    [
        (PIEMass, {"ra": -1.0}, "got ra=-1.0; it must be at least zero"),
        (dPIEMassB0, {"rs": 0.0}, "got rs=0.0; it must be above zero"),
        (dPIEMassB0Sph, {"ra": -0.1}, "got ra=-0.1; it must be at least zero"),
        (dPIEMass, {"ellipticity": 1.0}, "must be at least 0 and below 1"),
        (dPIEMassSph, {"redshift_source": 0.4}, "must be above redshift_object=0.5"),
        (dPIEMassSph, {"r_cut": 0.0}, "got r_cut=0.0; it must be above zero"),
    ],
)
def test_bad_parameters(cls, parameters, message):
    with pytest.raises(exc.ParameterException, match=message):
        cls(**parameters)


def test_the_mass_of_a_profile_with_a_cut():
    # π (1 - f²) b0 rs, from α of a point mass far away: α r = mass / π.
    far = np.array([3e5]), np.array([4e5])
    profile = dPIEMassB0(ell_comps=(0.3, -0.2), ra=0.3, rs=2.0, b0=1.1)
    y, x = profile.deflections(*far)
    mass = np.pi * (y * far[0] + x * far[1])
    assert mass == pytest.approx(np.pi * (1 - 0.13) * 1.1 * 2.0, rel=1e-5)
