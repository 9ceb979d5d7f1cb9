"""Fermat potentials and masses within circles, from deflections and potentials."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.point_mass import PointMass
from autolens_like.profiles.mass.sheets import ExternalShear, MassSheet
from test_autolens_like.galaxy.systems import points


def test_fermat_potential_is_its_two_terms():
    mass = Isothermal(ell_comps=(0.1, 0.2))
    term = mass.time_delay_geometry_term_from(points())
    angles = mass.deflections_yx_2d_from(points())
    np.testing.assert_allclose(term, 0.5 * np.sum(angles**2, axis=-1))
    np.testing.assert_allclose(
        mass.fermat_potential_from(points()), term - mass.potential_2d_from(points())
    )


@pytest.mark.parametrize("radius", [0.01, 0.7, 3.0])
def test_mass_within_a_circle_by_its_closed_forms(radius):
    # π θ_E r of the isothermal sphere, π κ r² of a sheet, π θ_E² of a point.
    centre = (0.3, -0.2)
    within = "mass_angular_within_circle_from"
    for mass, expected in (
        (IsothermalSph(centre, 1.3), np.pi * 1.3 * radius),
        (MassSheet(centre, 0.4), np.pi * 0.4 * radius**2),
        (PointMass(centre, 0.8), np.pi * 0.8**2),
    ):
        assert getattr(mass, within)(radius) == pytest.approx(expected, rel=1e-12)
    field = Galaxy(0.5, mass=IsothermalSph(centre, 1.3), shear=ExternalShear(0.1, 0.2))
    assert getattr(field, within)(radius) == pytest.approx(np.pi * 1.3 * radius)


def test_mass_within_a_circle_is_the_integral_of_the_convergence():
    # autolens 2026.10.26.1 integrates over elliptical radii instead; a circle is meant.
    mass = Isothermal(ell_comps=(0.1, 0.2), einstein_radius=1.3)
    r, phi = np.meshgrid(np.linspace(0, 1, 201)[1:], np.linspace(0, 2 * np.pi, 401)[1:])
    r = r - 0.5 / 200
    kappa = mass.convergence(r * np.sin(phi), r * np.cos(phi))
    expected = np.sum(kappa * r) * (1 / 200) * (2 * np.pi / 400)
    assert mass.mass_angular_within_circle_from(1.0) == pytest.approx(expected, 1e-6)


def test_mass_within_a_circle_has_a_gradient():
    jax = pytest.importorskip("jax")

    def within(radius, einstein_radius):
        mass = IsothermalSph(einstein_radius=einstein_radius)
        return mass.mass_angular_within_circle_from(radius)

    slopes = jax.grad(within, argnums=(0, 1))(0.7, 1.3)
    np.testing.assert_allclose(slopes, [np.pi * 1.3, np.pi * 0.7], rtol=1e-12)


def test_a_circle_needs_a_radius():
    with pytest.raises(exc.InputException, match="above zero"):
        IsothermalSph().mass_angular_within_circle_from(0.0)
