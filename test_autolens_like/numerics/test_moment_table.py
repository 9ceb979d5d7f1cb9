"""The tabulated moments against closed forms."""

import mpmath
import numpy as np
import pytest

from autolens_like.numerics import moment_table as table
from autolens_like.numerics.moment_table import (
    COEFFICIENTS,
    LOWEST,
    PANELS,
    WIDTH,
    moment_table,
)

ORDER = 7


def gaussian(ratio_squared):
    return np.exp(-0.5 * ratio_squared)


def power(ratio_squared, slope):
    return ratio_squared ** (-0.5 * slope)


def values(polynomials, radius):
    """(K,) coefficients of the series at one scaled radius."""
    position = (np.log(radius) - LOWEST) / WIDTH
    panel = int(position)
    powers = (2.0 * (position - panel) - 1.0) ** np.arange(COEFFICIENTS)
    return powers @ polynomials[panel]


@pytest.mark.parametrize("radius", [1e-4, 0.03, 0.4, 1.0, 2.3, 7.0, 150.0, 2e4])
def test_moments_of_a_gaussian_are_spherical_bessel_functions(radius):
    # ∫_0^1 exp(-y s) P_k(2s - 1) ds = (-1)^k e^(-y/2) i_k(y/2), DLMF 10.54.2 with the
    # argument turned; 50 digits.
    polynomials, _ = moment_table(gaussian, (), ORDER, "deflections")
    with mpmath.workdps(50):
        half = mpmath.mpf(radius) ** 2 / 4
        exact = [
            float(
                (-1) ** k
                * mpmath.exp(-half)
                * mpmath.sqrt(mpmath.pi / (2 * half))
                * mpmath.besseli(k + mpmath.mpf(1) / 2, half)
            )
            for k in range(ORDER)
        ]
    found = values(polynomials, radius)
    np.testing.assert_allclose(found, exact, rtol=1e-10, atol=1e-11 * exact[0])


@pytest.mark.parametrize("slope", [0.3, 1.0, 1.7])
def test_moments_of_a_power_law_are_ratios_of_factorials(slope):
    # ∫_0^1 s^-h P_k(2s - 1) ds = (-1)^k (h)_k / (1 - h)_(k+1).
    polynomials, _ = moment_table(power, (slope,), ORDER, "deflections")
    half = mpmath.mpf(slope) / 2
    exact = [
        float((-1) ** k * mpmath.rf(half, k) / mpmath.rf(1 - half, k + 1))
        for k in range(ORDER)
    ]
    for radius in (1e-7, 1e-3, 1.0, 1e3):
        found = values(polynomials, radius) * radius**slope
        np.testing.assert_allclose(found, exact, rtol=1e-9)


def test_the_potential_of_a_power_law():
    # V = ∫ s^-h ln(1/s) ds = 1 / (1 - h)² = 4; L_0, L_1, L_2 = 2, -2/3, 2/5.
    polynomials, tail = moment_table(power, (1.0,), 3, "potential")
    np.testing.assert_allclose(
        2.0 * values(polynomials, 2.0), [4.0, 8 / 3, -8 / 15], rtol=1e-9
    )
    end = np.exp(LOWEST + WIDTH * PANELS)
    assert tail == pytest.approx(2.0 * 2.0 / end)


def test_one_big_step_is_many_small_ones():
    once = table._shrinking(0.5)[:20, :20]
    four = np.linalg.matrix_power(table._shrinking(0.125), 4)[:20, :20]
    np.testing.assert_allclose(four, once, atol=1e-13)


def test_a_density_of_zero_or_below_is_allowed():
    for factor in (0.0, -1.0):
        polynomials, _ = moment_table(
            lambda r, factor=factor: factor * gaussian(r), (), 3, "deflections"
        )
        assert np.isfinite(polynomials).all()
        assert values(polynomials, 1e-3)[0] == pytest.approx(factor)
