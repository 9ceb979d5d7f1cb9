"""Cored steep ellipsoids: one of them, and their exact mixtures."""

import numpy as np
import pytest

from autolens_like.profiles.mass.steep_ellipsoids import (
    LATTICE,
    STEP,
    lattice_weights,
    steep_convergence,
    steep_deflection,
    steep_potential,
)
from test_autolens_like.numerics.kernel_samples import Sample

_squared, _gap_y, _gap_x = np.random.default_rng(2).random((3, 300))
_radii, _weights = np.array([0.01, 0.3, 2.0, 50.0]), np.array([1e-4, 0.2, 1.0, 9.0])
_arguments = (_squared, _gap_y, 0.5 * _gap_x, _radii, _weights)

KERNEL_SAMPLES = {
    "steep_sums": [_arguments],
    "steep_logarithms": [_arguments],
    "steep_densities": [Sample((_squared, _radii, _weights))],
}


@pytest.mark.parametrize("q", [0.3, 0.8, 1.0])
def test_one_ellipsoid_deflects_as_keeton_says(q):
    # Keeton 2001, arXiv:astro-ph/0102341, section 3.11 (α = 3), for (b² + R²)^(-3/2).
    b, y, x = 0.7, np.array([0.3, -1.0, 2.0]), np.array([0.9, 0.2, -0.5])
    core = np.sqrt(q**2 * (b**2 + x**2) + y**2)
    below = b * core * ((core + b) ** 2 + (1 - q**2) * x**2)
    expected = 2 * q * y * (core + b) / below, 2 * q * x * (core + q**2 * b) / below
    found = steep_deflection(y, x, (0.0, (1 - q) / (1 + q)), np.array([b]), np.ones(1))
    np.testing.assert_allclose(found, expected, rtol=1e-13)


def test_potential_starts_at_zero_and_convergence_is_the_formula():
    nodes = np.array([0.5, 2.0]), np.array([1.0, 3.0])
    centre = steep_potential(np.zeros(1), np.zeros(1), (0.1, 0.2), *nodes)
    assert abs(centre[0]) < 1e-14
    found = steep_convergence(np.zeros(1), np.array([1.5]), (0.0, 0.0), *nodes)
    expected = sum(w / (b * b + 2.25) ** 1.5 for b, w in zip(*nodes, strict=True))
    assert found[0] == pytest.approx(expected)


def test_the_ends_carry_what_lies_beyond_them():
    # w / b = b^2 up to b = 1, then w / b³ = b^-2: the weight of either tail is known.
    mixture = np.where(LATTICE < 1.0, LATTICE**3, LATTICE)
    weights = lattice_weights(mixture, 2.0)
    below = LATTICE[0] * np.exp(-STEP * np.arange(200))
    assert weights[0] / LATTICE[0] == pytest.approx(STEP * np.sum(below**2))
    above = LATTICE[-1] * np.exp(STEP * np.arange(200))
    assert weights[-1] / LATTICE[-1] ** 3 == pytest.approx(STEP * np.sum(above**-2.0))
    np.testing.assert_allclose(weights[1:-1], STEP * mixture[1:-1])
