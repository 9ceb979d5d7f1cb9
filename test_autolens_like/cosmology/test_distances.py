"""What lensing makes of distances: each law against its definition."""

import astropy.constants as c
import astropy.units as u
import numpy as np
import pytest

from autolens_like import exc
from autolens_like.cosmology.standard import Planck15

PLANCK = Planck15()


def distance(redshift_0, redshift_1):
    return PLANCK.angular_diameter_distance_between_redshifts(redshift_0, redshift_1)


def test_kpc_and_arcseconds_are_inverse():
    kpc = PLANCK.kpc_per_arcsec_from(0.5)
    assert kpc * PLANCK.arcsec_per_kpc_from(0.5) == pytest.approx(1.0, rel=1e-14)
    assert PLANCK.angular_diameter_distance_kpc_from(0.5) == pytest.approx(
        1e3 * distance(0.0, 0.5), rel=1e-14
    )
    assert PLANCK.angular_diameter_distance_to_earth_in_kpc_from(
        0.5
    ) == PLANCK.angular_diameter_distance_kpc_from(0.5)


def test_critical_surface_density_is_its_definition():
    d_l, d_s, d_ls = (distance(*z) * u.Mpc for z in ((0, 0.5), (0, 1.0), (0.5, 1.0)))
    expected = c.c**2 / (4.0 * np.pi * c.G) * d_s / (d_l * d_ls)
    density = PLANCK.critical_surface_density_between_redshifts_solar_mass_per_kpc2_from
    assert density(0.5, 1.0) == pytest.approx(
        expected.to_value(u.Msun / u.kpc**2), rel=1e-6
    )
    assert PLANCK.critical_surface_density_between_redshifts_from(
        0.5, 1.0
    ) == pytest.approx(density(0.5, 1.0) * PLANCK.kpc_per_arcsec_from(0.5) ** 2)


def test_isothermal_sphere_has_its_velocity_dispersion():
    sigma = PLANCK.velocity_dispersion_from(0.5, 1.0, einstein_radius=1.2)
    ratio = distance(0.5, 1.0) / distance(0.0, 1.0)
    angle = 4.0 * np.pi * (sigma / 299792.458) ** 2 * ratio
    assert np.rad2deg(angle) * 3600.0 == pytest.approx(1.2, rel=1e-12)


def test_critical_density_is_that_of_autolens():
    # autolens 2026.10.26.1: Planck15().critical_density(0.5) etc. to its 1e-5.
    assert PLANCK.critical_density(0.5) == pytest.approx(220.82701879028582, rel=2e-5)
    average = PLANCK.cosmic_average_density_solar_mass_per_kpc3_from(0.5)
    assert average == PLANCK.critical_density(0.5)
    assert PLANCK.cosmic_average_density_from(0.5) == pytest.approx(
        54908.701676610115, rel=3e-5
    )
    assert PLANCK.E(0.5) == pytest.approx(1.3168017414976312, rel=1e-5)
    assert PLANCK.Om(0.5) == pytest.approx(0.5985192358887104, rel=1.5e-3)
    assert PLANCK.kpc_proper_per_arcsec(0.5) == PLANCK.kpc_per_arcsec_from(0.5)
    assert PLANCK.angular_diameter_distance_kpc_z1z2(0.5, 1.0) == pytest.approx(
        725177.1164614791, rel=1e-5
    )


def test_scaling_factors():
    scaling = PLANCK.scaling_factor_between_redshifts_from
    assert scaling(0.5, 2.0, 2.0) == 1.0
    assert scaling(0.5, 0.5, 2.0) == 0.0
    assert scaling(0.5, 0.2, 2.0) == 0.0
    expected = (
        distance(0.5, 1.0)
        * distance(0.0, 2.0)
        / (distance(0.0, 1.0) * distance(0.5, 2.0))
    )
    assert scaling(0.5, 1.0, 2.0) == pytest.approx(expected, rel=1e-14)
    # autolens 2026.10.26.1: Planck15().scaling_factor_between_redshifts_from(.5, 1, 2)
    assert scaling(0.5, 1.0, 2.0) == pytest.approx(0.674, abs=5e-4)


def test_time_delay_distance_and_days():
    d_dt = PLANCK.time_delay_distance_from(0.5, 1.0)
    expected = 1.5 * distance(0, 0.5) * distance(0, 1.0) / distance(0.5, 1.0)
    assert d_dt == pytest.approx(expected, rel=1e-14)
    days = (d_dt * u.Mpc / c.c * (1.0 * u.arcsec).to_value(u.rad) ** 2).to_value(u.day)
    assert PLANCK.days_per_fermat_arcsec2_from(0.5, 1.0) == pytest.approx(
        days, rel=1e-10
    )


@pytest.mark.parametrize(
    "method",
    [
        "critical_surface_density_between_redshifts_from",
        "time_delay_distance_from",
    ],
)
def test_a_source_in_front_is_an_error(method):
    with pytest.raises(exc.RayTracingException, match="must lie behind it"):
        getattr(PLANCK, method)(1.0, 0.5)


def test_traced_redshifts_have_gradients():
    import jax

    def numbers(redshifts):
        front, back, last = redshifts
        return [
            PLANCK.scaling_factor_between_redshifts_from(front, back, last),
            PLANCK.scaling_factor_between_redshifts_from(back, front, last),
            PLANCK.scaling_factor_between_redshifts_from(front, last, last),
            PLANCK.critical_surface_density_between_redshifts_from(front, last),
            PLANCK.time_delay_distance_from(front, back),
            PLANCK.luminosity_distance(last),
            PLANCK.critical_density(front),
            PLANCK.velocity_dispersion_from(front, back, 1.3),
        ]

    start = (0.4, 1.1, 2.0)
    np.testing.assert_allclose(jax.jit(numbers)(start), numbers(start), rtol=1e-12)
    found = jax.jit(jax.jacobian(numbers))(start)
    for i in range(3):
        up, down = list(start), list(start)
        up[i] += 1e-5
        down[i] -= 1e-5
        expected = (np.array(numbers(up)) - np.array(numbers(down))) / 2e-5
        slopes = [float(row[i]) for row in found]
        np.testing.assert_allclose(slopes, expected, rtol=1e-6, atol=1e-9)
