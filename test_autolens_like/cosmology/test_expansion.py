"""Distances of every kind of universe agree with astropy, and with closed forms."""

import astropy.units as u
import numpy as np
import pytest
from astropy import cosmology as theirs

from autolens_like import exc
from autolens_like.cosmology import standard as ours
from autolens_like.cosmology.expansion import _curvature_factor
from autolens_like.cosmology.standard import cosmology_from

WARM = {"H0": 68.0, "Om0": 0.31, "Tcmb0": 2.7255, "Neff": 3.046}
MASSES = [0.0, 0.01, 0.08]
CASES = [
    ("LambdaCDM", {"Ode0": 0.5}),
    ("LambdaCDM", {"Ode0": 0.9}),
    ("LambdaCDM", {"Ode0": 0.69}),
    ("LambdaCDM", {"Ode0": 0.0}),
    ("FlatwCDM", {"w0": -0.8}),
    ("wCDM", {"Ode0": 0.6, "w0": -1.2}),
    ("Flatw0waCDM", {"w0": -0.9, "wa": 0.3}),
    ("w0waCDM", {"Ode0": 0.75, "w0": -0.7, "wa": -0.5}),
]


@pytest.mark.parametrize(("name", "numbers"), CASES)
def test_our_universes_are_those_of_astropy(name, numbers):
    mine = getattr(ours, name)(**WARM, **numbers, m_nu=MASSES)
    other = getattr(theirs, name)(**WARM, **numbers, m_nu=MASSES * u.eV)
    wrapped = cosmology_from(other)
    assert mine.Ok0 == pytest.approx(other.Ok0, abs=1e-9)
    assert mine.Ode0 == pytest.approx(other.Ode0, abs=1e-9)
    for redshift in (0.1, 0.5, 2.0, 10.0):
        assert mine.E(redshift) == pytest.approx(other.efunc(redshift), rel=1e-9)
        assert mine.Om(redshift) == pytest.approx(other.Om(redshift), rel=1e-9)
        for start in (0.0, 0.05):
            assert mine.angular_diameter_distance_between_redshifts(
                start, redshift
            ) == pytest.approx(
                wrapped.angular_diameter_distance_between_redshifts(start, redshift),
                rel=1e-8,
            )


def test_an_empty_universe_has_its_closed_form():
    # Milne's: D_M = c / H0 sinh(ln(1 + z)).
    milne = ours.LambdaCDM(H0=70.0, Om0=0.0, Ode0=0.0, Tcmb0=0.0)
    distance = 299792.458 / 70.0 * np.sinh(np.log(3.0)) / 3.0
    assert milne.angular_diameter_distance(2.0) == pytest.approx(distance, rel=1e-12)


def test_curvature_passes_through_zero_smoothly():
    squares = np.array([-2.0, -1e-4 * 1.01, -1e-4 * 0.99, 0.0, 9.9e-5, 1.01e-4, 2.0])
    roots = np.sqrt(squares.astype(complex))
    safe = np.where(squares == 0.0, 1.0, roots)
    expected = np.where(squares == 0.0, 1.0, (np.sinh(safe) / safe).real)
    np.testing.assert_allclose(_curvature_factor(squares), expected, rtol=1e-14)


def test_every_number_has_its_gradient():
    jax = pytest.importorskip("jax")
    names, at = ("H0", "Om0", "Ode0", "w0", "wa"), (70.0, 0.3, 0.6, -0.9, 0.1)

    def distance(values):
        cosmology = ours.w0waCDM(**dict(zip(names, values, strict=True)))
        return cosmology.time_delay_distance_from(0.5, 2.0)

    slopes = np.asarray(jax.jit(jax.grad(distance))(np.array(at)))
    for i, slope in enumerate(slopes):
        step = 1e-5 * np.eye(5)[i] * abs(at[i])
        change = distance(at + step) - distance(at - step)
        assert slope == pytest.approx(change / (2.0 * step[i]), rel=1e-6)


@pytest.mark.parametrize(
    ("name", "numbers", "text"),
    [
        ("LambdaCDM", {"Ode0": "0.7"}, "Ode0='0.7'; it must be a number of any sign"),
        ("wCDM", {"w": -1.0}, "no parameter 'w'. Did you mean 'w0'"),
        ("w0waCDM", {"wa": float("nan")}, "wa=nan; it must be a number"),
    ],
)
def test_impossible_numbers_are_errors(name, numbers, text):
    with pytest.raises(exc.InputException, match=text):
        getattr(ours, name)(**numbers)
