"""The Matérn correlation."""

import mpmath
import numpy as np
import pytest

from autolens_like.numerics.matern import matern
from test_autolens_like.numerics.kernel_samples import Sample

Z = np.geomspace(1e-8, 60.0, 25)
KERNEL_SAMPLES = {
    "power_times_bessel": [Sample((Z, order), 1e-13) for order in (0.3, 1.0, 4.2)]
}


def expected(distance: float, smoothness: float) -> float:
    with mpmath.workdps(30):
        nu = mpmath.mpf(smoothness)
        z = mpmath.sqrt(2 * nu) * distance
        value = 2 ** (1 - nu) / mpmath.gamma(nu) * z**nu * mpmath.besselk(nu, z)
        return float(value)


@pytest.mark.parametrize("nu", [0.3, 0.5, 1.0, 1.5, 2.5, 3.7, 5.5, 20.0])
def test_it_is_that_of_mpmath(nu):
    values = [expected(float(d), nu) for d in Z]
    np.testing.assert_allclose(matern(Z, nu), values, rtol=1e-10, atol=1e-13)


def test_the_closed_form_joins_the_integral():
    # The first is a polynomial times an exponential, the second an integral.
    np.testing.assert_allclose(matern(Z, 2.5), matern(Z, 2.5 + 1e-12), atol=1e-10)


def test_its_limit_is_a_gaussian():
    distance = np.linspace(0.1, 2.0, 5)
    gap = [np.abs(matern(distance, nu) - np.exp(-0.5 * distance**2)).max()
           for nu in (5.0, 10.0, 20.0)]  # fmt: skip
    assert gap[0] > gap[1] > gap[2]
    assert gap[2] < 0.02


def test_derivatives_in_distance_and_smoothness():
    import jax

    distance = np.array([1e-8, 0.02, 0.7, 3.0])

    def total(d, nu):
        return (matern(d, nu) * np.arange(1.0, 5.0)).sum()

    by_distance, by_nu = jax.grad(total, argnums=(0, 1))(distance, 1.3)
    step = 1e-6
    far = distance[1:]
    slope = (matern(far + step, 1.3) - matern(far - step, 1.3)) / (2.0 * step)
    np.testing.assert_allclose(by_distance[1:], slope * [2.0, 3.0, 4.0], rtol=1e-7)
    change = total(distance, 1.3 + step) - total(distance, 1.3 - step)
    assert by_nu == pytest.approx(change / (2 * step), rel=1e-7)
    assert np.isfinite(by_distance).all()
