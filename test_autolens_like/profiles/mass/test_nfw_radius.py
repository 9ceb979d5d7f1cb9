"""The three functions of an NFW halo belong together."""

import mpmath
import numpy as np
import pytest

from autolens_like.profiles.mass.nfw_radius import ScaledRadius

X = np.array([1e-4, 0.3, 0.98, 0.991, 1.0, 1.005, 1.02, 4.0, 60.0])


#: The branches change at x² = 1 ± 0.02.
POINTS = [1e-8, 1e-3, 0.1, 0.5, 0.98, 0.9899, 0.98995, 0.9999, 1.0, 1.003, 1.0099,
          1.01, 1.5, 7.0, 300.0, 1e6]  # fmt: skip


@pytest.mark.parametrize("x", POINTS)
def test_fifty_digits(x):
    with mpmath.workdps(50):
        squared = mpmath.mpf(np.float64(x) * np.float64(x))
        at, v = mpmath.sqrt(squared), squared - 1
        root = mpmath.sqrt(mpmath.mpc(v))
        ratio = mpmath.re(mpmath.atan(root) / root) if v else mpmath.mpf(1)
        log = mpmath.log(at / 2)
        expected = {
            "ratio": ratio,
            "convergence": (1 - ratio) / v if v else mpmath.mpf(1) / 3,
            "mass": log + ratio,
            "potential": log**2 + v * ratio**2,
        }
    radius = ScaledRadius(np.array([float(squared)]))
    for name, value in expected.items():
        found = getattr(radius, name)()[0]
        assert found == pytest.approx(float(value), rel=2e-13), name


def test_mass_is_ln_half_x_plus_the_ratio():
    radius = ScaledRadius(X * X)
    np.testing.assert_allclose(
        radius.mass(), np.log(X / 2) + radius.ratio(), rtol=1e-12, atol=1e-14
    )


def test_the_ratio_is_one_at_the_scale_radius():
    assert ScaledRadius(np.ones(1)).ratio()[0] == 1.0


def test_convergence_is_the_slope_of_the_mass():
    # d(h) / dx = x g
    step = 1e-5 * X
    ends = [ScaledRadius((X + sign * step) ** 2).mass() for sign in (1, -1)]
    slope = (ends[0] - ends[1]) / (2 * step)
    np.testing.assert_allclose(slope, X * ScaledRadius(X * X).convergence(), rtol=1e-6)
