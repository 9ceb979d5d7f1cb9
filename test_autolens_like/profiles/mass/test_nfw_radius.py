"""The three functions of an NFW halo belong together."""

import numpy as np

from autolens_like.profiles.mass.nfw_radius import ScaledRadius

X = np.array([1e-4, 0.3, 0.98, 0.991, 1.0, 1.005, 1.02, 4.0, 60.0])


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
