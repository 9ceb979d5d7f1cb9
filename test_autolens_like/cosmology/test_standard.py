"""Distances agree with astropy, the independent implementation."""

import astropy.units as u
import numpy as np
import pytest
from astropy import cosmology as astropy_cosmology

from autolens_like import exc
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
