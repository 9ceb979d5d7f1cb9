"""Orthogonal polynomials against fifty digits."""

import mpmath
import numpy as np
import pytest

from autolens_like.numerics.polynomials import harmonic, hermite_functions, laguerre


@pytest.mark.parametrize("order", [0, 1, 2, 5, 12, 30])
def test_hermite_functions_of_mpmath(order):
    points = np.array([-4.5, -0.3, 0.0, 0.7, 2.9])
    with mpmath.workdps(50):
        norm = mpmath.sqrt(
            mpmath.mpf(2) ** order * mpmath.factorial(order) * mpmath.sqrt(mpmath.pi)
        )
        expected = [float(mpmath.hermite(order, mpmath.mpf(x)) / norm) for x in points]
    values = hermite_functions(order, points)
    scale = np.abs(expected).max()
    np.testing.assert_allclose(values, expected, rtol=1e-12, atol=1e-14 * scale)


@pytest.mark.parametrize(
    ("degree", "exponent"), [(0, 2), (1, 0), (2, 3), (5, 0), (7, 4), (12, 6)]
)
def test_laguerre_polynomials_of_mpmath(degree, exponent):
    points = np.array([0.0, 0.3, 1.7, 6.0, 25.0])
    with mpmath.workdps(50):
        expected = [
            float(mpmath.laguerre(degree, exponent, mpmath.mpf(x))) for x in points
        ]
    values = laguerre(degree, float(exponent), points)
    np.testing.assert_allclose(values, expected, rtol=1e-11)


@pytest.mark.parametrize("order", [-5, -1, 0, 1, 4])
def test_harmonics_are_powers_of_a_complex_number(order):
    y, x = np.array([0.3, -1.0, 0.0]), np.array([0.5, 0.2, 0.0])
    power = (x + 1j * y) ** abs(order)
    expected = -power.imag if order > 0 else power.real
    np.testing.assert_allclose(harmonic(order, y, x), expected, rtol=1e-14)
