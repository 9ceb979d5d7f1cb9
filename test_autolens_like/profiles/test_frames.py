"""Ellipses without rotation are ellipses with rotation."""

import numpy as np
import pytest

from autolens_like.profiles import frames

Y, X = np.random.default_rng(0).normal(size=(2, 20))
KERNEL_SAMPLES = {
    "centred_radius_squared": [
        (Y, X, (0.1, -0.2), (0.3, -0.4)),
        (np.zeros((2, 3)), np.zeros((3, 2)).T, (0.0, 0.0), (0.1, 0.2)),
    ]
}


def in_frame(axis_ratio, angle):
    """Components of an ellipse, and the points in its rotated frame (y', x')."""
    f = (1 - axis_ratio) / (1 + axis_ratio)
    ell_comps = (f * np.sin(2 * angle), f * np.cos(2 * angle))
    across = np.cos(angle) * Y - np.sin(angle) * X
    along = np.cos(angle) * X + np.sin(angle) * Y
    return ell_comps, across, along


@pytest.mark.parametrize("axis_ratio", [0.1, 0.6, 1.0])
@pytest.mark.parametrize("angle", [0.0, 0.7, 2.5])
def test_radii_are_those_of_the_rotated_frame(axis_ratio, angle):
    ell_comps, across, along = in_frame(axis_ratio, angle)
    assert frames.axis_ratio_from(ell_comps) == pytest.approx(axis_ratio)
    squared = axis_ratio * along**2 + across**2 / axis_ratio
    found = frames.elliptical_radius_squared(Y, X, ell_comps)
    np.testing.assert_allclose(found, squared, rtol=1e-12)
    u_y, u_x, length = frames.sheared_direction(Y, X, ell_comps)
    np.testing.assert_allclose(u_y**2 + u_x**2, 1.0)
    major = length / (1 - frames.flattening_from(ell_comps))
    np.testing.assert_allclose(major, np.hypot(along, across / axis_ratio), rtol=1e-12)


def test_centres_are_subtracted():
    assert frames.shifted(1.0, 2.0, (0.25, -1.0)) == (0.75, 3.0)


def test_radii_never_reach_zero():
    zero = np.zeros(1)
    least = frames.MINIMUM_RADIUS**2
    assert frames.circular_radius_squared(zero, zero) == least
    assert frames.elliptical_radius_squared(zero, zero, (0.1, 0.2)) == least
    assert frames.sheared_direction(zero, zero, (0.1, 0.2))[2] == np.sqrt(least)


def test_flattening_has_a_gradient_of_zero_where_it_is_zero():
    import jax

    gradient = jax.grad(frames.flattening_from)((0.0, 0.0))
    assert gradient == (0.0, 0.0)
    gradient = jax.grad(frames.flattening_from)((0.3, 0.4))
    np.testing.assert_allclose(gradient, (0.6, 0.8))


def test_a_traced_ellipse_outside_the_unit_disc_is_nan():
    import jax

    import autolens_like as al

    def image(e_y):
        return al.lp.Sersic(ell_comps=(e_y, 0.7)).image(0.3, 0.2)

    def deflection(e_y):
        return al.mp.Isothermal(ell_comps=(e_y, 0.7)).deflections(0.3, 0.2)[0]

    for formula in (image, deflection):
        assert np.isfinite(jax.jit(formula)(0.1))
        assert np.isnan(jax.jit(formula)(0.8))


@pytest.mark.parametrize("degrees", [-44.9, -10.0, 0.0, 30.0, 90.0, 134.9])
def test_the_major_axis_is_the_angle_of_the_components(degrees):
    angle = np.radians(degrees)
    ell_comps = (0.3 * np.sin(2 * angle), 0.3 * np.cos(2 * angle))
    assert frames.major_axis_from(ell_comps) == pytest.approx(
        (np.sin(angle), np.cos(angle))
    )
    y, x = frames.along_axes(2.0 * np.sin(angle), 2.0 * np.cos(angle), ell_comps)
    assert (y, x) == (pytest.approx(0.0, abs=1e-15), pytest.approx(2.0))


def test_a_round_profile_has_the_axes_of_the_sky_and_a_finite_gradient():
    import jax

    assert frames.major_axis_from((0.0, 0.0)) == (0.0, 1.0)
    gradient = jax.grad(lambda e: frames.along_axes(0.3, 0.4, e)[0])((0.0, 0.0))
    assert all(np.isfinite(part) for part in gradient)
