"""Elementary ratios against fifty digits."""

import mpmath
import numpy as np
import pytest

from autolens_like.numerics.arctangent import (
    arctangent_ratio,
    arctangent_slopes,
    exponential_ratio,
    exponential_second_ratio,
    logarithm_ratio,
)

#: w by size and by angle; -0.999 is f = 0.97 seen along the minor axis.
W = [
    0.0,
    1e-12,
    1e-4 + 1e-5j,
    0.01j,
    0.3,
    -0.3 + 0.2j,
    -0.9,
    -0.999,
    1.0 + 1.0j,
    -2.0 + 0.5j,
    -3.0 - 4.0j,
    20.0 + 0.1j,
    500.0j,
    1e4,
]
U = [-30.0, -2.0, -0.31, -0.29, -3.1e-3, -2.9e-3, -1e-9, 0.0, 1e-12, 1e-3, 0.25, 3.0]


@pytest.mark.parametrize("w", W)
def test_arctangent(w):
    with mpmath.workdps(50):
        root = mpmath.sqrt(mpmath.mpc(w))
        exact = complex(mpmath.atan(root) / root) if w else 1.0
    found = arctangent_ratio(np.complex128(w), np.array([1.0 + 0.0j]))[0]
    assert abs(found - exact) < 2e-14 * abs(exact)


def test_the_arctangent_is_even_in_its_root_and_scales():
    square, value = np.complex128(0.3 + 0.2j), np.array([0.4 - 1.1j])
    half = arctangent_ratio(square / 4.0, 2.0 * value) / 2.0
    np.testing.assert_allclose(arctangent_ratio(square, value), half, rtol=1e-15)


@pytest.mark.parametrize("w", [0.0, 1e-12, 0.0099j, 0.0101j, -0.9, 1.0 + 1.0j, 500.0j])
def test_the_slopes_of_the_arctangent(w):
    square, value = np.complex128(w / (0.8 + 0.3j) ** 2), np.complex128(0.8 + 0.3j)
    with mpmath.workdps(50):
        k, v = mpmath.mpc(square), mpmath.mpc(value)
        by_value = 1 / (1 + k * v**2)
        # ∫ u² / (1 + k u²)² du from 0 to v is minus the derivative by k.
        line = mpmath.quad(lambda t: (v * t) ** 2 / (1 + k * (v * t) ** 2) ** 2, [0, 1])
        exact = complex(-v * line), complex(by_value)
    found = arctangent_slopes(square, value, arctangent_ratio(square, value))
    np.testing.assert_allclose(found, exact, rtol=2e-12)


@pytest.mark.parametrize("u", U)
def test_exponentials(u):
    with mpmath.workdps(50):
        x = mpmath.mpf(u)
        first = mpmath.expm1(x) / x if u else mpmath.mpf(1)
        second = (mpmath.expm1(x) - x) / x**2 if u else mpmath.mpf(1) / 2
    at = np.array([u])
    assert exponential_ratio(at)[0] == pytest.approx(float(first), rel=3e-15)
    assert exponential_second_ratio(at)[0] == pytest.approx(float(second), rel=3e-15)


@pytest.mark.parametrize("u", [-0.999, *(x for x in U if x > -1.0), 1e8])
def test_logarithm(u):
    with mpmath.workdps(50):
        exact = mpmath.log1p(mpmath.mpf(u)) / u if u else mpmath.mpf(1)
    assert logarithm_ratio(np.array([u]))[0] == pytest.approx(float(exact), rel=1e-15)
