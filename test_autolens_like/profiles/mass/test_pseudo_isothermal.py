"""The cored isothermal ellipsoid against its integral with many digits."""

import mpmath
import numpy as np
import pytest

from autolens_like.profiles.mass.pseudo_isothermal import (
    cored_potential,
    isothermal_convergence,
    isothermal_deflections,
    truncated_potential,
)
from test_autolens_like.numerics.kernel_samples import Sample

_y, _x = np.random.default_rng(8).normal(size=(2, 300))
_y[:2] = _x[:2] = 0.0

KERNEL_SAMPLES = {
    "arctangent_deflections": [
        Sample((_y, _x, ell_comps, 1.1, core, inverse_cut), tolerance=3e-13)
        for ell_comps in ((0.0, 0.0), (0.1, -0.2), (0.6, 0.5))
        for core, inverse_cut in ((0.0, 0.0), (0.2, 0.0), (0.0, 0.5), (0.2, 5.0))
    ]
}


def exact(y, x, f, scale, core, cut):
    """α by Bourassa & Kantowski's integral, major axis along x."""
    with mpmath.workdps(25):
        q = (1 - mpmath.mpf(f)) / (1 + mpmath.mpf(f))
        z = mpmath.mpc(x, y)
        end = mpmath.sqrt(q * mpmath.mpf(x) ** 2 + mpmath.mpf(y) ** 2 / q)
        k = 4 * mpmath.mpf(f) / (1 - mpmath.mpf(f) ** 2)
        core, cut = mpmath.mpf(core), mpmath.mpf(cut)

        def integrand(p):
            kappa = 1 / mpmath.hypot(p, core) - 1 / mpmath.hypot(p, cut)
            return kappa * p / mpmath.sqrt(1 - k * (p / z) ** 2)

        middle = [r for r in (core, cut) if 0 < r < end]
        integral = mpmath.quad(integrand, [0, *sorted(middle), end])
        value = scale / (1 - core / cut) / z * integral
        return -float(value.imag), float(value.real)


@pytest.mark.parametrize("f", [0.001, 0.2, 0.6, 0.9])
@pytest.mark.parametrize(
    ("core", "cut"), [(0.05, 3.0), (1e-3, 0.1), (0.9, 1.0), (0.3, 1e6)]
)
def test_thirteen_digits_at_any_ellipticity(f, core, cut):
    for y, x in ((0.3, 0.7), (1.2, 0.01), (1e-4, 1e-4)):
        expected = exact(y, x, f, 1.3, core, cut)
        found = isothermal_deflections(
            np.array([y]), np.array([x]), (0.0, f), 1.3, core, 1.0 / cut
        )
        np.testing.assert_allclose(
            np.ravel(found), expected, rtol=1e-11, atol=1e-13 * np.hypot(*expected)
        )


def test_equal_radii_are_the_limit():
    one = isothermal_deflections(_y, _x, (0.1, 0.2), 1.0, 0.5, 2.0)
    near = isothermal_deflections(_y, _x, (0.1, 0.2), 1.0, 0.5, 2.0 + 1e-9)
    np.testing.assert_allclose(one, near, atol=1e-8)
    convergence = isothermal_convergence(np.array([0.7]), 1.0, 0.5, 2.0)
    # The derivative of -1 / √(P² + c²) to c, times c and one half.
    assert convergence[0] == pytest.approx(0.5 * 0.25 / 0.95**1.5, rel=1e-14)
    potentials = [
        truncated_potential(_y, _x, (0.1, 0.2), 1.0, core, 0.5)
        for core in (0.5, 0.5 - 1e-9)
    ]
    np.testing.assert_allclose(*potentials, atol=1e-8)


def test_the_cut_takes_the_potential_of_the_cut_away():
    y, x, e, core, cut = np.array([0.3, 2.0]), np.array([0.5, -1.0]), (0.2, 0.3), 0.1, 2
    parts = [cored_potential(y, x, e, 1.0, c) for c in (core, cut)]
    difference = np.diff((parts[0] - parts[1]) / (1 - core / cut))
    found = np.diff(truncated_potential(y, x, e, 1.0, core, cut))
    np.testing.assert_allclose(found, difference, rtol=1e-12)


def test_outside_the_unit_disc_there_is_no_ellipse():
    found = isothermal_deflections(_y[2:], _x[2:], (0.8, 0.7), 1.0, 0.1, 0.0)
    assert np.isnan(found).all()


def test_any_shape():
    flat = isothermal_deflections(_y, _x, (0.1, 0.2), 1.0, 0.1, 0.3)
    square = isothermal_deflections(
        _y.reshape(20, 15), _x.reshape(20, 15), (0.1, 0.2), 1.0, 0.1, 0.3
    )
    np.testing.assert_array_equal(np.reshape(square, (2, -1)), flat)
    one = isothermal_deflections(_y[5], _x[5], (0.1, 0.2), 1.0, 0.1, 0.3)
    np.testing.assert_array_equal(np.ravel(one), [flat[0][5], flat[1][5]])
