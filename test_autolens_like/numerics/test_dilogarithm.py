"""The dilogarithm against fifty digits."""

import mpmath
import numpy as np
import pytest

from autolens_like.numerics.dilogarithm import dilogarithm, log1p_ratio

POINTS = [
    0.0,
    1e-9,
    1.0,
    -1.0,
    0.5,
    0.3 + 0.4j,
    -0.7 + 0.2j,
    0.6 + 0.9j,
    0.999 + 1e-4j,
    np.exp(1j * np.pi / 3),
    -25.0,
    3.0 + 0.5j,
    2.0 - 40.0j,
    0.5 - 0.5j,
    1e-3j,
    0.019 + 0.001j,
]


def exact(z):
    with mpmath.workdps(50):
        return complex(mpmath.polylog(2, mpmath.mpmathify(z)))


@pytest.mark.parametrize("z", POINTS)
def test_fifty_digits(z):
    found = dilogarithm(np.array([z]))[0]
    assert abs(found - exact(z)) <= 1e-15 * max(1.0, abs(exact(z))) * 2


@pytest.mark.parametrize("z", [p for p in POINTS if p != 1.0])
def test_fifty_digits_of_the_slope(z):
    with mpmath.workdps(50):
        at = mpmath.mpmathify(z)
        expected = complex(-mpmath.log(1 - at) / at) if z else 1.0
    found = log1p_ratio(np.array([z], dtype=complex))[0]
    assert abs(found - expected) <= 3e-15 * abs(expected)


def test_derivative_is_the_ratio():
    z = np.array([p for p in POINTS if p != 1.0], dtype=complex)
    step = 1e-4
    difference = (dilogarithm(z + step) - dilogarithm(z - step)) / (2 * step)
    far = np.abs(z - 1.0) > 0.1
    np.testing.assert_allclose(difference[far], log1p_ratio(z)[far], rtol=1e-6)


def test_jax_agrees():
    import jax

    z = np.array(POINTS, dtype=complex)
    np.testing.assert_allclose(jax.jit(dilogarithm)(z), dilogarithm(z), atol=1e-14)
