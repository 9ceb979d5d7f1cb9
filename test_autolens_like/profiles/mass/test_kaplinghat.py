"""The isothermal core against its density, and numbers of autolens."""

import numpy as np
import pytest
from scipy.integrate import quad

from autolens_like import exc
from autolens_like.numerics.isothermal_sphere import isothermal_sphere
from autolens_like.profiles.mass import KaplinghatCoredNFWSph, NFWSph
from autolens_like.profiles.mass.halo_mass import nfw_mass
from autolens_like.profiles.mass.kaplinghat import core_of


def nfw(r):
    return 1 / (r * (1 + r) ** 2)


@pytest.mark.parametrize("join", [0.05, 0.5, 2.0])
def test_density_and_mass_join(join):
    height, radius = (float(value) for value in core_of(join))
    h, slope = (float(value) for value in isothermal_sphere(join / radius))
    assert height * np.exp(h) == pytest.approx(nfw(join))
    mass = -height * radius**3 * (join / radius) ** 2 * slope
    assert mass == pytest.approx(nfw_mass(join))


@pytest.mark.parametrize("join", [0.0909, 0.5, 2.0])
def test_the_projected_density_within_1e_8(join):
    height, radius = (float(value) for value in core_of(join))

    def change(r):
        return height * np.exp(float(isothermal_sphere(r / radius)[0])) - nfw(r)

    one = KaplinghatCoredNFWSph(kappa_s=1.0, interaction_radius=join)
    other, zero = NFWSph(kappa_s=1.0), np.zeros(1)
    for part in (0.05, 0.4, 0.98):
        x = part * join
        y, end = np.array([x]), np.arccosh(1 / part)
        column = quad(
            lambda t, x=x: x * np.cosh(t) * change(x * np.cosh(t)), 0, end, epsabs=1e-12
        )[0]
        found = one.convergence(y, zero)[0]
        expected = other.convergence(y, zero)[0] + 2 * column
        assert found == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(
    ("parameters", "expected"),
    # autolens 2026.10.26.1: .central_density, .isothermal_radius of
    # al.mp.KaplinghatCoredNFWSph(**parameters)
    [
        ({}, (1.5823743804663095, 0.02734589148984242)),
        ({"t_age": 5.0}, (3.0361059604383254, 0.014988600135953854)),
        ({"interaction_radius": 0.5}, (0.27984208692341483, 0.10976395629312614)),
    ],
)
def test_cores_of_autolens(parameters, expected):
    halo = KaplinghatCoredNFWSph(**parameters)
    found = halo.central_density, halo.isothermal_radius
    np.testing.assert_allclose(found, expected, rtol=1e-5)


def test_none_is_no_given_radius():
    assert KaplinghatCoredNFWSph(interaction_radius=None).interaction_radius == 0.0


def test_beyond_four_scale_radii_no_core_matches():
    # autolens sets the isothermal radius to r_1 / 200 there, and already at 3 r_s.
    with pytest.raises(exc.ProfileException, match="no isothermal core matches"):
        KaplinghatCoredNFWSph(interaction_radius=4.0)
