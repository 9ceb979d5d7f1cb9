"""Differences of deflection angles against what they are differences of."""

import numpy as np
import pytest

from autolens_like.deflection_field.hessian import (
    STEP,
    eigen_values,
    hessian,
    inverse_magnification,
    shear_and_convergence,
)
from autolens_like.profiles.mass.isothermal import Isothermal, IsothermalSph
from autolens_like.profiles.mass.sheets import ExternalShear
from test_autolens_like.galaxy.systems import points
from test_autolens_like.numerics.kernel_samples import Sample

Y, X = points(200).T
#: At the step's own error: differences are compared with exact derivatives.
KERNEL_SAMPLES = {
    "hessian": [
        Sample((ExternalShear(gamma_1=0.1).deflections, Y, X), 1e-11, fixed=(0,)),
        Sample((IsothermalSph().deflections, Y[Y > 0.3], X[Y > 0.3]), 1e-10, (0,)),
    ]
}


def test_trace_is_twice_the_convergence_within_the_stated_error():
    mass = Isothermal(centre=(0.01, 0.03), ell_comps=(0.1, 0.2), einstein_radius=1.2)
    yy, xy, yx, xx = hessian(mass.deflections, Y, X)
    radius = np.hypot(Y - 0.01, X - 0.03)
    # Twice the bounds of STEP's comment, one for each of the two differences, and
    # an ellipse makes up for some of the rest.
    error = 1.2 * (2 * 7e-13 + 10 * 5e-14 / radius**5)
    assert np.all(np.abs(0.5 * (yy + xx) - mass.convergence(Y, X)) < error)
    assert np.all(np.abs(xy - yx) < error)
    assert STEP == 5e-4


def test_external_shear_is_exact():
    shear = ExternalShear(gamma_1=0.03, gamma_2=-0.02)
    gamma_2, gamma_1, kappa, rotation = shear_and_convergence(
        hessian(shear.deflections, Y, X)
    )
    np.testing.assert_allclose(gamma_1, 0.03, atol=1e-12)
    np.testing.assert_allclose(gamma_2, -0.02, atol=1e-12)
    np.testing.assert_allclose(kappa, 0.0, atol=1e-12)
    np.testing.assert_allclose(rotation, 0.0, atol=1e-12)


def test_isothermal_sphere_has_its_eigenvalues():
    # λ_t = 1 - θ_E / r, λ_r = 1.
    sphere = IsothermalSph(einstein_radius=1.3)
    radius = np.hypot(Y, X)
    far = radius > 0.3
    tangential, radial = eigen_values(hessian(sphere.deflections, Y[far], X[far]))
    np.testing.assert_allclose(tangential, 1.0 - 1.3 / radius[far], atol=1e-9)
    np.testing.assert_allclose(radial, 1.0, atol=1e-9)


def test_eigenvalues_multiply_to_the_determinant():
    generator = np.random.default_rng(3)
    derivatives = tuple(generator.normal(0.0, 0.5, (4, 100)))
    tangential, radial = eigen_values(derivatives)
    np.testing.assert_allclose(
        tangential * radial, inverse_magnification(derivatives), atol=1e-14
    )


def test_any_shape_and_a_step_for_each_coordinate():
    sphere = IsothermalSph()
    y, x = Y.reshape(20, 10), X.reshape(20, 10)
    steps = 1e-3 * np.hypot(y, x)
    for step in (STEP, steps):
        parts = hessian(sphere.deflections, y, x, step)
        expected = 0.5 / np.hypot(y, x)
        assert parts[0].shape == (20, 10)
        far = np.hypot(y, x) > 0.2
        np.testing.assert_allclose(
            (0.5 * (parts[0] + parts[3]))[far], expected[far], rtol=1e-9
        )


def test_numpy_is_jax():
    jax = pytest.importorskip("jax")
    sphere = IsothermalSph()
    ours = jax.jit(lambda y, x: hessian(sphere.deflections, y, x))(Y, X)
    for part, expected in zip(ours, hessian(sphere.deflections, Y, X), strict=True):
        np.testing.assert_allclose(part, expected, atol=1e-10)
