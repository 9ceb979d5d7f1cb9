"""Quintic surfaces, against polynomials and the splines of scipy."""

import numpy as np
import pytest
from scipy.interpolate import make_interp_spline

from autolens_like.numerics.spline_surface import (
    FEWEST_POINTS,
    coefficients_of,
    interpolation_matrix,
    slope_matrix,
    surface_derivatives,
)

RNG = np.random.default_rng(3)
V, U = RNG.uniform(-0.5, 9.5, 40), RNG.uniform(-0.5, 12.5, 40)


@pytest.mark.parametrize("degree", range(6))
def test_polynomials_are_reproduced_with_their_derivatives(degree):
    v, u = np.arange(10.0) / 10.0, np.arange(13.0) / 10.0
    coefficients = coefficients_of(np.outer(v**degree, u ** (5 - degree)))
    orders = [(0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2)]
    found = surface_derivatives(coefficients, V, U, orders)
    row, column = (
        np.polynomial.Polynomial.basis(power) for power in (degree, 5 - degree)
    )
    for value, (n, m) in zip(found, orders, strict=True):
        expected = row.deriv(n)(V / 10.0) * column.deriv(m)(U / 10.0)
        np.testing.assert_allclose(value, expected / 10.0 ** (n + m), atol=1e-12)


def test_the_surface_is_the_not_a_knot_spline_of_scipy():
    values = RNG.normal(size=(10, 13))
    lines = make_interp_spline(np.arange(13.0), values, k=5, axis=1)
    inside_v, inside_u = np.clip(V, 0.0, 9.0), np.clip(U, 0.0, 12.0)
    for n, m in [(0, 0), (2, 0), (1, 3)]:
        along = make_interp_spline(np.arange(10.0), lines.derivative(m)(inside_u), k=5)
        expected = np.diagonal(along.derivative(n)(inside_v))
        (found,) = surface_derivatives(
            coefficients_of(values), inside_v, inside_u, [(n, m)]
        )
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


def test_the_values_are_met_at_the_lattice():
    values = RNG.normal(size=(FEWEST_POINTS, 9))
    v, u = np.mgrid[0:FEWEST_POINTS, 0:9].astype(float)
    (found,) = surface_derivatives(coefficients_of(values), v, u, [(0, 0)])
    np.testing.assert_allclose(found, values, atol=1e-12)
    assert interpolation_matrix(9).shape == (13, 9)


def test_slopes_at_the_lattice():
    values = RNG.normal(size=(11, 8))
    v, u = np.mgrid[0:11, 0:8].astype(float)
    slopes = surface_derivatives(coefficients_of(values), v, u, [(1, 0), (0, 1)])
    np.testing.assert_allclose(slope_matrix(11) @ values, slopes[0], atol=1e-11)
    np.testing.assert_allclose(values @ slope_matrix(8).T, slopes[1], atol=1e-11)


def test_jax_computes_the_same_and_differentiates():
    import jax

    values = RNG.normal(size=(10, 13))

    def surface(values, v, u):
        return surface_derivatives(coefficients_of(values), v, u, [(0, 0), (1, 1)])

    expected = surface(values, V, U)
    np.testing.assert_allclose(jax.jit(surface)(values, V, U), expected, atol=1e-12)
    slope = jax.grad(lambda v: surface(values, v, U)[0].sum())(V)
    (exact,) = surface_derivatives(coefficients_of(values), V, U, [(1, 0)])
    np.testing.assert_allclose(slope, exact, atol=1e-12)
