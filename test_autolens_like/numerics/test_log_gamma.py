"""The logarithm of the gamma function against fifty digits."""

import mpmath
import numpy as np
import pytest

from autolens_like.numerics.log_gamma import log_gamma

POINTS = [1e-6, 0.01, 0.3, 0.5, 1.0, 1.46, 2.0, 2.5, 3.5, 4.0, 7.77, 12.0, 60.5]


@pytest.mark.parametrize("z", POINTS)
def test_fifty_digits(z):
    with mpmath.workdps(50):
        expected = float(mpmath.loggamma(mpmath.mpf(z)))
    assert float(log_gamma(z)) == pytest.approx(expected, rel=1e-14, abs=2e-14)


def test_recurrence():
    z = np.array(POINTS)
    np.testing.assert_allclose(log_gamma(z + 1) - log_gamma(z), np.log(z), atol=1e-13)


def test_jax_agrees():
    import jax

    z = np.array(POINTS)
    np.testing.assert_allclose(jax.jit(log_gamma)(z), log_gamma(z), rtol=1e-13)
