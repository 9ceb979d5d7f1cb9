"""Masses in solar masses in any cosmology, against quantities of astropy."""

import math

import astropy.constants as c
import astropy.units as u
import numpy as np
import pytest
from astropy import cosmology as astropy_cosmology

import autolens_like as al
from autolens_like import af, exc
from autolens_like.cosmology.standard import FlatLambdaCDM, Planck15, w0waCDM
from autolens_like.profiles import mass
from test_autolens_like.profiles.family import parameter_names, profiles_in

NUMBERS = {"H0": 60.0, "Om0": 0.4, "Ode0": 0.5, "w0": -0.8, "wa": 0.2, "Tcmb0": 2.7}
OTHER = astropy_cosmology.w0waCDM(**NUMBERS, Neff=3.046)
REDSHIFTS = {"redshift_object": 0.3, "redshift_source": 1.5}
BY_MASS = [c for c in profiles_in(mass) if "cosmology" in parameter_names(c)]


def surface_density():
    d_l, d_s = (OTHER.angular_diameter_distance(z) for z in (0.3, 1.5))
    # D_ls by Hogg (1999), eq. 19.
    m_l, m_s = (OTHER.comoving_transverse_distance(z) for z in (0.3, 1.5))
    curvature = OTHER.Ok0 / OTHER.hubble_distance**2
    d_ls = m_s * (1.0 + curvature * m_l**2) ** 0.5
    d_ls = (d_ls - m_l * (1.0 + curvature * m_s**2) ** 0.5) / 2.5
    return c.c**2 / (4.0 * np.pi * c.G) * d_s / (d_l * d_ls)


@pytest.mark.parametrize("cosmology", [OTHER, w0waCDM(**NUMBERS)])
def test_a_halo_of_another_cosmology_by_hand(cosmology):
    density = 180.0 * OTHER.critical_density(0.3)
    halo_mass, concentration = 1e13 * u.Msun, 7.0
    radius = (3.0 * halo_mass / (4.0 * np.pi * density)) ** (1.0 / 3.0)
    scale = radius / concentration
    shape = math.log(1.0 + concentration) - concentration / (1.0 + concentration)
    rho = halo_mass / (4.0 * np.pi * scale**3 * shape)
    kappa_s = (rho * scale / surface_density()).to_value("")
    angle = (scale / OTHER.angular_diameter_distance(0.3)).to_value("") * u.rad
    halo = mass.NFWVirialMassConcSph(
        virial_mass=1e13,
        concentration=concentration,
        virial_overdens=180.0,
        cosmology=cosmology,
        **REDSHIFTS,
    )
    assert halo.kappa_s == pytest.approx(kappa_s, rel=1e-6)
    assert halo.scale_radius == pytest.approx(angle.to_value("arcsec"), rel=1e-6)


def test_a_black_hole_of_another_cosmology_by_hand():
    area = (1e10 * u.Msun / (np.pi * surface_density())).to("Mpc2")
    angle = np.sqrt(area) / OTHER.angular_diameter_distance(0.3)
    hole = mass.SMBH(cosmology=OTHER, **REDSHIFTS)
    expected = (angle.to_value("") * u.rad).to_value("arcsec")
    assert hole.einstein_radius == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("cls", BY_MASS)
def test_no_cosmology_is_planck_2015_and_another_one_matters(cls):
    points = [(0.1, 0.2), (1.0, -2.0)]
    default, planck, other = (
        cls(cosmology=cosmology).deflections_yx_2d_from(points)
        for cosmology in (None, Planck15(), FlatLambdaCDM(H0=50.0, Om0=0.5))
    )
    np.testing.assert_array_equal(default, planck)
    assert np.all(np.abs(other / planck - 1.0) > 1e-3)


def test_gradients_reach_the_cosmology_and_the_redshifts():
    import jax

    def strength(numbers):
        cosmology = FlatLambdaCDM(H0=numbers[0], Om0=numbers[1])
        halo = mass.NFWMCRLudlowSph(
            mass_at_200=1e11,
            redshift_object=numbers[2],
            redshift_source=numbers[3],
            cosmology=cosmology,
        )
        return halo.kappa_s * halo.scale_radius**2

    start = np.array([70.0, 0.3, 0.4, 1.5])
    found = jax.jit(jax.grad(strength))(start)
    for i, step in enumerate((1e-3, 1e-5, 1e-5, 1e-5)):
        move = step * np.eye(4)[i]
        expected = (strength(start + move) - strength(start - move)) / (2.0 * step)
        assert float(found[i]) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("cls", [mass.NFWMCRDuffySph, mass.SMBH, mass.dPIEMassSph])
def test_a_trace_of_a_source_in_front_is_no_number(cls):
    import jax

    def bend(redshift):
        return cls(redshift_source=redshift).deflections_yx_2d_from([(0.3, 0.4)])

    assert np.all(np.isnan(jax.jit(bend)(0.4)))
    np.testing.assert_allclose(jax.jit(bend)(1.2), bend(1.2), rtol=1e-10)


def test_a_tracer_and_its_halos_share_one_cosmology_in_a_model():
    cosmology = af.Model(FlatLambdaCDM, H0=af.UniformPrior(50.0, 90.0))
    halo = af.Model(
        mass.NFWMCRLudlowSph, centre=(0.0, 0.0), mass_at_200=1e12,
        cosmology=cosmology, **REDSHIFTS,
    )  # fmt: skip
    lens = af.Model(al.Galaxy, redshift=0.3, halo=halo)
    model = af.Collection(galaxies=af.Collection(lens=lens), cosmology=cosmology)
    assert [path[-1] for path in model.paths] == ["H0"]
    instance = model.instance_from_vector([65.0])
    assert instance.galaxies.lens.halo.cosmology == instance.cosmology
    alone = af.Model(mass.NFWMCRLudlowSph)
    assert "cosmology" not in {path[0] for path in alone.paths}


def test_what_is_no_cosmology_is_refused():
    with pytest.raises(exc.RayTracingException, match="cosmology='Planck15' is no cos"):
        mass.NFWMCRLudlowSph(cosmology="Planck15")
