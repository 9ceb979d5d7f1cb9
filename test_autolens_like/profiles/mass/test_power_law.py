"""The power law against its isothermal case and against its mass."""

import numpy as np
import pytest

from autolens_like.profiles.mass import (
    Isothermal,
    PowerLaw,
    PowerLawIntermediate,
    PowerLawSph,
)
from test_autolens_like.profiles.family import ring


def test_slope_two_is_isothermal():
    y, x = ring()
    law = PowerLaw(ell_comps=(0.2, -0.3), einstein_radius=1.3, slope=2.0)
    sie = Isothermal(ell_comps=(0.2, -0.3), einstein_radius=1.3)
    for method in ("deflections", "convergence", "potential"):
        np.testing.assert_allclose(
            getattr(law, method)(y, x), getattr(sie, method)(y, x), rtol=1e-12
        )


def test_the_convergence_is_that_of_the_documented_formula():
    profile = PowerLaw(ell_comps=(0.0, 0.25), einstein_radius=1.2, slope=2.3)
    q = 0.6
    expected = 0.7 / (1 + q) * (1.2 / np.hypot(0.5, 0.3 / q)) ** 1.3
    found = profile.convergence(np.array([0.3]), np.array([0.5]))
    assert found == pytest.approx(expected)


@pytest.mark.parametrize("slope", [1.2, 1.7, 2.5, 2.9])
def test_the_mean_convergence_inside_the_einstein_radius_is_one(slope):
    # Gauss's theorem: the mean of α · r / r² over a circle.
    profile = PowerLawSph(einstein_radius=1.3, slope=slope)
    assert profile.deflections(np.array([1.3]), np.array([0.0]))[0] == pytest.approx(
        1.3
    )
    ellipse = PowerLaw(ell_comps=(0.1, 0.3), einstein_radius=1.3, slope=slope)
    angle = 2 * np.pi * np.arange(400) / 400
    y, x = 2.0 * np.sin(angle), 2.0 * np.cos(angle)
    deflection_y, deflection_x = ellipse.deflections(y, x)
    flux = np.mean(y * deflection_y + x * deflection_x) / 2
    # Mass inside the circle: κ is homogeneous, so that r κ integrates in closed form.
    mass = np.mean(ellipse.convergence(y, x)) * 2.0**2 / (3 - slope)
    assert flux == pytest.approx(mass, rel=1e-10)


def test_jax_gives_the_hessian_of_the_potential():
    import jax

    profile = PowerLaw(ell_comps=(0.1, 0.2), einstein_radius=1.2, slope=2.2)

    def potential(y, x, profile):
        return profile.potential(y, x)

    function = jax.jit(jax.hessian(potential, argnums=(0, 1)))
    (psi_yy, psi_yx), (psi_xy, psi_xx) = function(0.5, 0.7, profile)
    assert float(psi_yx) == pytest.approx(float(psi_xy), rel=1e-12)
    convergence = profile.convergence(np.float64(0.5), np.float64(0.7))
    assert float(psi_yy + psi_xx) == pytest.approx(2 * convergence, rel=1e-12)


@pytest.mark.parametrize(
    ("slope", "excess"),
    # What the head of power_law.py says of q = 0.7; slope 2 is exact.
    [(1.5, 0.0523), (1.8, 0.0073), (2.0, 0.0), (2.2, -0.0025), (2.5, -0.0028)],
)
def test_the_circle_of_mean_convergence_one_is_nearly_the_critical_area(slope, excess):
    q, f = 0.7, 0.3 / 1.7
    circle = np.sqrt(q) * (2 / (1 + q)) ** (1 / (slope - 1))
    profile = PowerLaw(ell_comps=(0.0, f), einstein_radius=1.0, slope=slope)
    found = profile.einstein_radius_from() / circle - 1
    assert found == pytest.approx(excess, abs=1e-4 if excess else 1e-7)


@pytest.mark.parametrize(
    ("slope", "cls"), [(1.6, PowerLaw), (2.4, PowerLaw), (2.4, PowerLawIntermediate)]
)
def test_the_mean_convergence_inside_that_ellipse_is_one(slope, cls):
    # κ ∝ R^(1 - slope): its mean inside an ellipse is 2 / (3 - slope) times its value.
    q, f = 0.7, 0.3 / 1.7
    circle = np.sqrt(q) * (2 / (1 + q)) ** (1 / (slope - 1)) if cls is PowerLaw else 1.0
    edge = np.zeros(1), np.array([circle / np.sqrt(q)])
    kappa = cls(ell_comps=(0.0, f), einstein_radius=1.0, slope=slope).convergence(*edge)
    assert 2 / (3 - slope) * kappa == pytest.approx(1.0, rel=1e-12)
