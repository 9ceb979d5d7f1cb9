"""The series of any elliptical profile against the integrals that it stands for."""

import mpmath
import numpy as np
import pytest

from autolens_like.profiles.mass import PowerLaw, PowerLawBroken, PowerLawCore
from autolens_like.profiles.mass.elliptical_series import frame_from, series_terms


def exact(profile, y, x, breaks):
    """α by Bourassa & Kantowski's integral, major axis along x."""
    f = profile.ell_comps[1]
    with mpmath.workdps(25):
        q = (1 - mpmath.mpf(f)) / (1 + mpmath.mpf(f))
        z = mpmath.mpc(x, y)
        end = mpmath.sqrt(q * mpmath.mpf(x) ** 2 + mpmath.mpf(y) ** 2 / q)

        def integrand(p):
            kappa = profile._round_convergence(np.float64(p) ** 2)
            return (
                mpmath.mpf(float(kappa))
                * p
                / mpmath.sqrt(1 - (1 / q - q) * (p / z) ** 2)
            )

        inside = sorted(r for r in breaks if 0 < r < end)
        value = 2 / z * mpmath.quad(integrand, [0, *inside, end])
        return -float(value.imag), float(value.real)


@pytest.mark.parametrize("f", [0.05, 0.3, 0.7])
@pytest.mark.parametrize("slope", [1.3, 2.0, 2.7])
def test_a_core(f, slope):
    profile = PowerLawCore(ell_comps=(0.0, f), slope=slope, core_radius=0.3)
    for y, x in ((0.7, 1.1), (0.05, 0.02), (1.5, 0.01), (0.2, 0.4)):
        expected = exact(profile, y, x, (0.1, 0.3, 1.0))
        found = profile.deflections(np.array([y]), np.array([x]))
        # κ inside the integral has 16 digits, so the integral has fewer.
        np.testing.assert_allclose(np.ravel(found), expected, rtol=1e-10)


@pytest.mark.parametrize("outer_slope", [0.5, 2.0, 2.7])
def test_a_break(outer_slope):
    profile = PowerLawBroken(
        ell_comps=(0.0, 0.4), inner_slope=0.7, outer_slope=outer_slope, break_radius=0.5
    )
    edge = float(profile._break())
    for y, x in ((0.7, 1.1), (0.05, 0.02), (2.5, 0.01)):
        expected = exact(profile, y, x, (0.01, edge))
        found = profile.deflections(np.array([y]), np.array([x]))
        np.testing.assert_allclose(np.ravel(found), expected, rtol=1e-9)


def test_the_error_is_below_its_bound():
    f, slope = 0.6, 2.3
    whole = PowerLaw(ell_comps=(0.0, f), slope=slope)
    broken = PowerLawBroken(
        ell_comps=(0.0, f), inner_slope=slope - 1, outer_slope=slope - 1
    )
    y, x = np.array([0.9, 0.1]), np.array([0.3, 1.2])
    frame = frame_from(y, x, (0.0, f))
    best = broken._sum(frame.radius_squared, frame.phase, 200)
    for terms in (3, 8, 20):
        error = abs(broken._sum(frame.radius_squared, frame.phase, terms) - best)
        assert np.all(error < 2 * f ** (terms + 1) / (1 - f))
        assert np.all(error > f ** (terms + 1) * 1e-3)
    ratio = np.array(whole.deflections(y, x)) / broken.deflections(y, x)
    np.testing.assert_allclose(ratio, ratio[0, 0], rtol=1e-12)


def test_more_ellipticity_takes_more_terms():
    numbers = [series_terms((0.0, f)) for f in (0.0, 0.1, 0.3, 0.6, 0.9)]
    assert numbers == sorted(numbers)
    assert numbers[0] == 1 and numbers[2] < 33
    assert series_terms((0.0, 0.9999)) == 2000
