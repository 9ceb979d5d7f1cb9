"""A halo of a mass holds that mass."""

import math

import mpmath
import numpy as np
import pytest

from autolens_like.cosmology.standard import Planck15
from autolens_like.profiles import mass
from autolens_like.profiles.mass.halo_mass import (
    cored_nfw_mass,
    generalized_nfw_mass,
    nfw_mass,
)

#: Every class with a mass, a density of x and what else it is given.
HALOS = [
    ("NFWMCRDuffySph", lambda x: 1 / (x * (1 + x) ** 2), {}),
    ("NFWMCRLudlow", lambda x: 1 / (x * (1 + x) ** 2), {}),
    ("NFWMCRScatterLudlowSph", lambda x: 1 / (x * (1 + x) ** 2), {"scatter_sigma": 1}),
    ("cNFWMCRLudlow", lambda x: 1 / ((x + 0.2) * (1 + x) ** 2), {"f_c": 0.2}),
    ("cNFWMCRScatterLudlowSph", lambda x: 1 / ((x + 0.5) * (1 + x) ** 2), {"f_c": 0.5}),
    ("gNFWMCRLudlow", lambda x: x**-1.4 * (1 + x) ** -1.6, {"inner_slope": 1.4}),
]


@pytest.mark.parametrize(("name", "density", "parameters"), HALOS)
def test_the_mass_inside_r_200_is_m_200(name, density, parameters):
    halo = getattr(mass, name)(mass_at_200=3e11, **parameters)
    cosmology = Planck15()
    kpc = cosmology.kpc_per_arcsec_from(0.5)
    critical = "critical_surface_density_between_redshifts_solar_mass_per_kpc2_from"
    scale = halo.scale_radius * kpc
    density_scale = halo.kappa_s * getattr(cosmology, critical)(0.5, 1.0) / scale
    c = halo.virial_radius / scale
    whole = mpmath.quad(lambda x: x * x * density(x), [0, 0.1, 1, c])
    found = 4 * math.pi * density_scale * scale**3 * float(whole)
    assert found == pytest.approx(3e11, rel=1e-9)


@pytest.mark.parametrize("c", [0.5, 10.0, 300.0])
def test_mass_integrals(c):
    for slope in (0.0, 0.5, 1.0, 1.9, 2.5):
        exact = mpmath.quad(
            lambda x, s=slope: x ** (2 - s) * (1 + x) ** (s - 3), [0, 0.01, 0.1, 1, c]
        )
        found = generalized_nfw_mass(c, slope)
        assert found == pytest.approx(float(exact), rel=3e-9)
    for core in (1e-3, 0.1, 0.5, 0.9):
        exact = mpmath.quad(
            lambda x, b=core: x * x / ((x + b) * (1 + x) ** 2), [0, 1, c]
        )
        assert cored_nfw_mass(c, core) == pytest.approx(float(exact), rel=1e-9)
    assert cored_nfw_mass(c, 0.0) == pytest.approx(nfw_mass(c))


def test_one_sigma_of_scatter_is_0_15_dex():
    ratio = mass.NFWMCRLudlowSph().scale_radius
    ratio /= mass.NFWMCRScatterLudlowSph(scatter_sigma=1.0).scale_radius
    assert ratio == pytest.approx(10**0.15)


def test_a_traced_mass_has_a_gradient():
    import jax

    def bend(log_mass):
        halo = mass.NFWMCRLudlowSph(mass_at_200=10.0**log_mass)
        return halo.deflections(np.array([0.3]), np.array([0.4]))[0][0]

    slope = jax.jit(jax.grad(bend))(10.0)
    difference = (bend(10.0 + 1e-4) - bend(10.0 - 1e-4)) / 2e-4
    assert slope == pytest.approx(difference, rel=1e-6)


def test_a_changed_copy_forgets_the_scales_of_the_first():
    halo = mass.NFWMCRLudlowSph(mass_at_200=1e10)
    first = halo.scale_radius
    assert halo.replaced(mass_at_200=1e12).scale_radius > 4 * first
