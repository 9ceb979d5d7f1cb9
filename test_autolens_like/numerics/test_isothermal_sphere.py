"""The isothermal sphere obeys its equation and known numbers."""

import mpmath
import numpy as np
import pytest

from autolens_like.numerics.isothermal_sphere import (
    isothermal_sphere,
    largest_mass_ratio,
    radius_of_mass_ratio,
)

POINTS = [0.01, 0.1, 0.5, 0.77, 1.0, 1.5, 2.0, 2.5, 3.3, 4.0, 5.0, 6.45]


@pytest.fixture(scope="module")
def exact():
    with mpmath.workdps(25):
        start = mpmath.mpf("0.001")
        first = [
            -(start**2) / 6 + start**4 / 120 - start**6 / 1890,
            -start / 3 + start**3 / 30 - start**5 / 315,
        ]

        def slopes(s, state):
            return [state[1], -mpmath.exp(state[0]) - 2 * state[1] / s]

        return mpmath.odefun(slopes, start, first)


@pytest.mark.parametrize("s", POINTS)
def test_twenty_five_digits(exact, s):
    expected = [float(value) for value in exact(mpmath.mpf(s))]
    found = [float(value) for value in isothermal_sphere(s)]
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-11)
    # The ratio is flat at the centre (s²/45) and where it is largest (s = 6.451).
    ratio = -expected[1] / (s * np.exp(expected[0]))
    bound = 1e-6 if s > 6 else 3e-10 * max(3.0, s**-3)
    assert radius_of_mass_ratio(ratio) == pytest.approx(s, rel=bound)


def test_the_ratio_gives_the_radius_back():
    s = np.array([0.1, 1.0, 3.0, 6.0])
    h, slope = isothermal_sphere(s)
    ratio = -slope / (s * np.exp(h))
    np.testing.assert_allclose(radius_of_mass_ratio(ratio), s, rtol=1e-10)
    assert np.isnan(radius_of_mass_ratio(0.3))
    assert np.isnan(radius_of_mass_ratio(largest_mass_ratio() + 0.01))


def test_the_far_field_is_refused():
    assert np.isnan(isothermal_sphere(41.0)[0])
