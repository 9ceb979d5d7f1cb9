"""Virial radii and concentrations."""

import numpy as np
import pytest
from astropy import cosmology as astropy_cosmology

from autolens_like.cosmology import halos
from autolens_like.cosmology.standard import Planck15, cosmology_from, w0waCDM

COSMOLOGY = Planck15()


def test_a_sphere_of_its_radius_has_its_mean_density():
    radius = halos.overdensity_radius_from(1e12, 5e4)
    assert 4.0 / 3.0 * np.pi * radius**3 * 5e4 == pytest.approx(1e12)


def test_the_virial_overdensity_is_that_of_einstein_and_de_sitter_long_ago():
    found = halos.virial_overdensity_from(60.0, COSMOLOGY)
    # Radiation takes 1.6 percent off the matter.
    assert found == pytest.approx(18 * np.pi**2, rel=0.02)
    # autolens 2026.10.26.1, al.mp.gNFWVirialMassConcSph().overdens
    found = halos.virial_overdensity_from(0.5, COSMOLOGY)
    assert found == pytest.approx(138.44517, rel=1e-5)


@pytest.mark.parametrize(
    ("mass", "redshift", "expected"),
    # autolens 2026.10.26.1: from κ_s and r_s of al.mp.NFWMCRDuffySph(mass, redshift)
    [(1e8, 0.5, 11.203888), (1e9, 0.2, 10.254546), (1e13, 0.6, 4.132332)],
)
def test_duffy(mass, redshift, expected):
    found = halos.duffy_concentration_from(mass, redshift, COSMOLOGY)
    assert found == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("mass", "redshift", "expected"),
    # autolens 2026.10.26.1, which solves the model of the paper instead of its fit:
    # from κ_s and r_s of al.mp.NFWMCRLudlowSph(mass, redshift)
    [
        (1e8, 0.5, 13.599734),
        (1e9, 0.5, 12.044392),
        (1e11, 0.5, 8.904191),
        (1e13, 0.5, 5.920988),
        (1e9, 0.2, 13.471983),
        (1e13, 0.6, 5.732112),
    ],
)
def test_the_fit_of_ludlow_is_2_5_percent_below_the_model(mass, redshift, expected):
    found = halos.ludlow_concentration_from(mass, redshift, COSMOLOGY)
    assert 0.975 < found / expected < 0.995


def test_heavier_and_later_halos_are_more_dilute_and_more_compact():
    masses = np.array([1e8, 1e10, 1e12, 1e14])
    for relation in (halos.duffy_concentration_from, halos.ludlow_concentration_from):
        now, then = relation(masses, 0.1, COSMOLOGY), relation(masses, 1.0, COSMOLOGY)
        assert np.all(np.diff(now) < 0.0) and np.all(then < now)


@pytest.mark.parametrize(
    "cosmology",
    [
        COSMOLOGY,
        w0waCDM(Ode0=0.5, w0=-0.8, wa=0.2),
        cosmology_from(astropy_cosmology.LambdaCDM(H0=70.0, Om0=0.3, Ode0=0.8)),
    ],
    ids=["flat", "curved", "astropy"],
)
def test_lens_scales_are_those_of_the_cosmology(cosmology):
    critical, kpc = halos.lens_scales_from(0.4, 1.7, cosmology)
    name = "critical_surface_density_between_redshifts_solar_mass_per_kpc2_from"
    assert critical == pytest.approx(getattr(cosmology, name)(0.4, 1.7), rel=1e-12)
    assert kpc == pytest.approx(cosmology.kpc_per_arcsec_from(0.4), rel=1e-12)
