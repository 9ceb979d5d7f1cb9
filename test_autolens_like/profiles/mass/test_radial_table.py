"""A table gives back the profile that filled it."""

import numpy as np

from autolens_like.profiles.mass.radial_table import RadialTable


def table():
    # S = 1 / (1 + x²)² has m = x² / (2 (1 + x²)) and ∫ m du = ln(1 + x²) / 4.
    start, step = np.log(1e-3), 0.06
    x = np.exp(start + step * np.arange(260))
    density = 1 / (1 + x**2) ** 2
    slope = -4 * x**2 / (1 + x**2) ** 3
    return RadialTable(start, step, x**2 / (2 * (1 + x**2)), density, slope)


def test_between_the_knots():
    x = np.exp(np.linspace(np.log(2e-3), np.log(5e3), 400))
    mass, density, potential = table()(np.log(x))
    np.testing.assert_allclose(mass, x**2 / (2 * (1 + x**2)), rtol=1e-8)
    np.testing.assert_allclose(density, 1 / (1 + x**2) ** 2, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(potential, np.log1p(x**2) / 4, rtol=1e-6)


def test_beyond_the_table():
    mass, density, potential = table()(np.log(np.array([1e-5, 1e6])))
    np.testing.assert_allclose(mass, [0.5e-10, 0.5], rtol=1e-5)
    assert abs(density[0] - 1.0) < 1e-4 and density[1] == 0.0
    np.testing.assert_allclose(potential, [0.25e-10, np.log(1e6) / 2], rtol=1e-5)
