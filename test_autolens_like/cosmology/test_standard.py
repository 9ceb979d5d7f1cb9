"""Distances agree with astropy, the independent implementation."""

import astropy.units as u
import numpy as np
import pytest
from astropy import constants
from astropy import cosmology as astropy_cosmology

from autolens_like import exc
from autolens_like.cosmology import standard
from autolens_like.cosmology.standard import (
    AstropyCosmology,
    FlatLambdaCDM,
    Planck15,
    cosmology_from,
    default_cosmology,
)

REDSHIFTS = (0.01, 0.2, 0.5, 1.0, 2.0, 6.0, 1100.0)
PLANCK18_NUMBERS = {"H0": 67.66, "Om0": 0.30966, "Tcmb0": 2.7255, "Neff": 3.046}


def astropy_flat(masses, **numbers):
    values = PLANCK18_NUMBERS | numbers
    return astropy_cosmology.FlatLambdaCDM(m_nu=masses * u.eV, **values)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Planck15(), astropy_cosmology.Planck15),
        (FlatLambdaCDM(), astropy_flat(np.zeros(3))),
        (FlatLambdaCDM(m_nu=0.06), astropy_flat(np.full(3, 0.06))),
        (FlatLambdaCDM(m_nu=[0.0, 0.1, 0.4]), astropy_flat(np.array([0.0, 0.1, 0.4]))),
        (
            FlatLambdaCDM(H0=70.0, Om0=0.3, Tcmb0=0.0),
            astropy_cosmology.FlatLambdaCDM(H0=70.0, Om0=0.3),
        ),
    ],
)
def test_distances_agree_with_astropy(ours, theirs):
    wrapped = AstropyCosmology(theirs)
    for redshift in REDSHIFTS:
        assert ours.angular_diameter_distance(redshift) == pytest.approx(
            theirs.angular_diameter_distance(redshift).to_value("Mpc"), rel=1e-7
        )
        assert ours.luminosity_distance(redshift) == pytest.approx(
            theirs.luminosity_distance(redshift).to_value("Mpc"), rel=1e-7
        )
        assert ours.angular_diameter_distance_between_redshifts(
            0.005, redshift
        ) == pytest.approx(
            wrapped.angular_diameter_distance_between_redshifts(0.005, redshift),
            rel=1e-7,
        )


def test_distances_of_arrays_are_those_of_their_numbers():
    planck = Planck15()
    together = planck.angular_diameter_distance(np.array(REDSHIFTS))
    alone = [planck.angular_diameter_distance(redshift) for redshift in REDSHIFTS]
    np.testing.assert_allclose(together, alone, rtol=1e-14)


def test_empty_universe_has_its_closed_form():
    # Om0 = 1 without radiation is Einstein-de Sitter: D_C = 2 c / H0 (1 - 1/√(1 + z)).
    einstein_de_sitter = FlatLambdaCDM(H0=100.0, Om0=1.0, Tcmb0=0.0)
    expected = 2.0 * 2997.92458 * (1.0 - 1.0 / np.sqrt(4.0))
    assert float(einstein_de_sitter.comoving_distance(0.0, 3.0)) == pytest.approx(
        expected, rel=1e-12
    )


@pytest.mark.parametrize(
    "name", ["Planck18", "Planck15", "Planck13", "WMAP9", "WMAP7", "WMAP5"]
)
def test_named_cosmologies_are_those_of_astropy(name):
    mine = getattr(standard, name)()
    other = getattr(astropy_cosmology, name)
    for redshift in (0.3, 1.0, 7.0):
        assert mine.angular_diameter_distance(redshift) == pytest.approx(
            other.angular_diameter_distance(redshift).to_value("Mpc"), rel=1e-8
        )


def astropy_cosmologies():
    """One of every class and realization that astropy has."""
    numbers = {"H0": 70.0, "Om0": 0.3, "Tcmb0": 2.7}
    dark = {"wCDM": {"w0": -0.9}, "w0waCDM": {"w0": -0.9, "wa": 0.2}}
    dark |= {"w0wzCDM": {"w0": -0.9, "wz": 0.1}, "LambdaCDM": {}}
    dark |= {"wpwaCDM": {"wp": -0.9, "wa": 0.2, "zp": 0.5}}
    found = [getattr(astropy_cosmology, name) for name in astropy_cosmology.available]
    for name, extra in dark.items():
        curved = getattr(astropy_cosmology, name)
        flat = getattr(astropy_cosmology, f"Flat{name}")
        found += [flat(**numbers, **extra), curved(**numbers, **extra, Ode0=0.6)]
        found.append(curved(**numbers, **extra, Ode0=0.8))
    heavy = {**numbers, "m_nu": [0.0, 0.1, 0.4] * u.eV}
    found.append(astropy_cosmology.FlatLambdaCDM(**heavy))
    found.append(astropy_cosmology.w0waCDM(**heavy, Ode0=0.6, **dark["w0waCDM"]))

    class Thawing(astropy_cosmology.FLRW):
        """A class of a user, with w = -1 + z / 10."""

        def w(self, z):
            return -1.0 + 0.1 * np.asarray(z)

        def de_density_scale(self, z):
            # exp(3 ∫ (1 + w) d ln(1 + z))
            z = np.asarray(z)
            return np.exp(0.3 * (z - np.log1p(z)))

    found.append(Thawing(**numbers, Ode0=0.6))
    return found


@pytest.mark.parametrize("theirs", astropy_cosmologies(), ids=repr)
def test_every_cosmology_of_astropy_is_kept(theirs):
    ours = cosmology_from(theirs)
    d_l, d_s = (theirs.angular_diameter_distance(z) for z in (0.5, 2.0))
    between = theirs.comoving_transverse_distance
    curvature = theirs.Ok0 / theirs.hubble_distance**2
    # D_ls from the two distances from here (Hogg 1999, eq. 19), for any curvature.
    m_l, m_s = between(0.5), between(2.0)
    d_ls = (
        m_s * (1.0 + curvature * m_l**2) ** 0.5
        - m_l * (1.0 + curvature * m_s**2) ** 0.5
    )
    d_ls = d_ls / 3.0
    assert ours.angular_diameter_distance_between_redshifts(0.5, 2.0) == pytest.approx(
        d_ls.to_value("Mpc"), rel=1e-7
    )
    assert ours.time_delay_distance_from(0.5, 2.0) == pytest.approx(
        (1.5 * d_l * d_s / d_ls).to_value("Mpc"), rel=1e-7
    )
    density = constants.c**2 / (4.0 * np.pi * constants.G) * d_s / (d_l * d_ls)
    name = "critical_surface_density_between_redshifts_solar_mass_per_kpc2_from"
    # Newton's constant is known to 2e-5; astropy's solar mass holds it in the product.
    assert getattr(ours, name)(0.5, 2.0) == pytest.approx(
        density.to_value("Msun / kpc2"), rel=1e-6
    )
    assert ours.critical_density(0.5) == pytest.approx(
        theirs.critical_density(0.5).to_value("Msun / kpc3"), rel=1e-6
    )
    assert ours.H0 == theirs.H0.value
    assert ours.Om(0.5) == theirs.Om(0.5)


def test_astropy_cannot_follow_a_traced_redshift():
    import jax

    wrapped = cosmology_from(astropy_cosmology.Planck15)
    for method in ("angular_diameter_distance", "E", "Om", "critical_density"):
        with pytest.raises(exc.InputException, match=r"give a cosmology of al\.cosmo"):
            jax.jit(getattr(wrapped, method))(0.5)


def test_a_cosmology_of_a_user_is_kept():
    class Empty:
        """Of Milne: D = c / H0 ((1 + z₁)² - (1 + z₀)²) / (2 (1 + z₀) (1 + z₁)²)."""

        def angular_diameter_distance(self, z0, z1=None):
            z0, z1 = (0.0, z0) if z1 is None else (z0, z1)
            a, b = 1.0 + np.asarray(z0), 1.0 + np.asarray(z1)
            return 299792.458 / 70.0 * (b**2 - a**2) / (2.0 * a * b**2) * u.Mpc

    milne, theirs = (
        cosmology_from(Empty()),
        astropy_cosmology.LambdaCDM(H0=70.0, Om0=0.0, Ode0=0.0),
    )
    expected = cosmology_from(theirs)
    for name in (
        "angular_diameter_distance_between_redshifts",
        "critical_surface_density_between_redshifts_solar_mass_per_kpc2_from",
        "time_delay_distance_from",
        "days_per_fermat_arcsec2_from",
    ):
        found = getattr(milne, name)(0.5, 2.0)
        assert found == pytest.approx(getattr(expected, name)(0.5, 2.0), rel=1e-9)


def test_cosmologies_of_equal_numbers_are_equal():
    assert Planck15() == Planck15()
    assert hash(Planck15()) == hash(default_cosmology())
    assert Planck15() != FlatLambdaCDM()
    assert FlatLambdaCDM(H0=70.0) != FlatLambdaCDM(H0=71.0)


def test_gradient_with_respect_to_the_hubble_constant():
    jax = pytest.importorskip("jax")
    delay = jax.grad(lambda h: FlatLambdaCDM(H0=h).time_delay_distance_from(0.5, 1.0))
    low, high = (
        FlatLambdaCDM(H0=h).time_delay_distance_from(0.5, 1.0) for h in (69.99, 70.01)
    )
    assert float(delay(70.0)) == pytest.approx((high - low) / 0.02, rel=1e-6)


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ({"H0": 0.0}, "H0=0.0; it must be a number above zero"),
        ({"Om0": -0.1}, "Om0=-0.1; it must be a number at least zero"),
        ({"H0": "70"}, "H0='70'; it must be a number"),
        ({"Om": 0.3}, r"no parameter 'Om'\. Did you mean 'Om0'\?"),
        ({"m_nu": [0.1, 0.1]}, "2 neutrino masses came for Neff=3.046"),
        ({"m_nu": -0.1}, "give masses >= 0"),
    ],
)
def test_impossible_numbers_are_errors(numbers, text):
    with pytest.raises(exc.InputException, match=text):
        FlatLambdaCDM(**numbers)


def test_a_cosmology_of_astropy_is_accepted_and_rubbish_is_not():
    wrapped = cosmology_from(astropy_cosmology.Planck15)
    assert wrapped.kpc_per_arcsec_from(0.5) == pytest.approx(
        Planck15().kpc_per_arcsec_from(0.5), rel=1e-7
    )
    assert cosmology_from(None) is default_cosmology()
    assert wrapped == cosmology_from(astropy_cosmology.Planck15)
    for rubbish in ("Planck15", 70.0, Planck15):
        with pytest.raises(exc.RayTracingException, match=r"al\.cosmo\.Planck15\(\)"):
            cosmology_from(rubbish)
