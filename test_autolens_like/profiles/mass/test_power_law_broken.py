"""The broken power law."""

import mpmath
import numpy as np
import pytest

from autolens_like import exc
from autolens_like.profiles.mass import (
    PowerLawBroken,
    PowerLawBrokenSph,
    PowerLawIntermediate,
)
from test_autolens_like.profiles.family import ring


@pytest.mark.parametrize("break_radius", [0.0, 0.4, 10.0])
def test_equal_slopes_are_one_power_law(break_radius):
    y, x = ring()
    broken = PowerLawBroken(
        ell_comps=(0.2, 0.1),
        einstein_radius=1.3,
        inner_slope=1.2,
        outer_slope=1.2,
        break_radius=break_radius,
    )
    whole = PowerLawIntermediate(ell_comps=(0.2, 0.1), einstein_radius=1.3, slope=2.2)
    for quantity in ("deflections", "convergence", "potential"):
        found = getattr(broken, quantity)(y, x)
        expected = getattr(whole, quantity)(y, x)
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("break_radius", [0.0, 0.3, 1.2, 5.0])
@pytest.mark.parametrize("outer_slope", [1.8, 2.0, 2.6, 3.6])
def test_the_mean_convergence_inside_the_einstein_radius_is_one(
    break_radius, outer_slope
):
    sphere = PowerLawBrokenSph(
        einstein_radius=1.2,
        inner_slope=1.1,
        outer_slope=outer_slope,
        break_radius=break_radius,
    )
    deflection = sphere.deflections(np.array([1.2]), np.array([0.0]))[0]
    assert deflection == pytest.approx(1.2, rel=1e-13)


def test_the_convergence_is_that_of_the_documented_formula():
    profile = PowerLawBroken(
        ell_comps=(0.0, 0.25), inner_slope=1.4, outer_slope=2.2, break_radius=0.5
    )
    scale = profile._break_convergence()
    y, x = np.array([0.1, 0.8]), np.array([0.2, 0.7])
    radius = np.hypot(0.6 * x, y)
    expected = scale * (0.5 / radius) ** np.array([1.4, 2.2])
    np.testing.assert_allclose(profile.convergence(y, x), expected, rtol=1e-13)


def test_bad_parameters():
    with pytest.raises(exc.ParameterException, match="at least 0 and below 2"):
        PowerLawBroken(inner_slope=2.0)
    with pytest.raises(exc.ParameterException, match="at least 0 and below 4"):
        PowerLawBrokenSph(outer_slope=-0.1)


def exact(profile, y, x):
    """α by Bourassa & Kantowski's integral, major axis along x, 25 digits.

    κ is the profile's own, on its minor axis, in double precision.
    """
    f = profile.ell_comps[1]
    with mpmath.workdps(25):
        q = (1 - mpmath.mpf(f)) / (1 + mpmath.mpf(f))
        z = mpmath.mpc(x, y)
        end = mpmath.sqrt(q * mpmath.mpf(x) ** 2 + mpmath.mpf(y) ** 2 / q)

        def integrand(p):
            kappa = float(profile.convergence(np.float64(p * mpmath.sqrt(q)), 0.0))
            return kappa * p / mpmath.sqrt(1 - (1 / q - q) * (p / z) ** 2)

        edge = float(profile._break())
        inside = sorted(r for r in (0.01, edge) if 0 < r < end)
        value = 2 / z * mpmath.quad(integrand, [0, *inside, end])
        return -float(value.imag), float(value.real)


@pytest.mark.parametrize("outer_slope", [0.5, 2.0, 2.7])
def test_deflections_are_integrals_over_shells(outer_slope):
    profile = PowerLawBroken(
        ell_comps=(0.0, 0.4), inner_slope=0.7, outer_slope=outer_slope, break_radius=0.5
    )
    for y, x in ((0.7, 1.1), (0.05, 0.02), (2.5, 0.01)):
        found = profile.deflections(np.array([y]), np.array([x]))
        np.testing.assert_allclose(np.ravel(found), exact(profile, y, x), rtol=1e-9)
