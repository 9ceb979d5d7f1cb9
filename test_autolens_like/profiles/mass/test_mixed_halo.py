"""Mixtures scale as halos do, and their ends carry what lies beyond."""

import numpy as np
import pytest

from autolens_like.profiles.mass import gNFW
from autolens_like.profiles.mass.mixed_halo import (
    LATTICE,
    STEP,
    lattice_weights,
    mixed_density,
)
from test_autolens_like.profiles.family import ring


def test_the_scale_radius_is_a_scale():
    y, x = ring()
    parameters = {"ell_comps": (0.1, 0.2), "inner_slope": 1.4}
    one, three = gNFW(**parameters), gNFW(**parameters, scale_radius=3.0)
    np.testing.assert_allclose(three.convergence(3 * y, 3 * x), one.convergence(y, x))
    np.testing.assert_allclose(
        three.deflections(3 * y, 3 * x), 3 * np.array(one.deflections(y, x))
    )
    np.testing.assert_allclose(three.potential(3 * y, 3 * x), 9 * one.potential(y, x))


def test_jit_without_points_of_jax_is_possible():
    import jax

    y, x = ring()

    @jax.jit
    def total(profile):
        return profile.convergence(y, x).sum()

    halo = gNFW(inner_slope=1.2)
    np.testing.assert_allclose(total(halo), halo.convergence(y, x).sum(), rtol=1e-12)


def test_the_ends_carry_what_lies_beyond_them():
    # w / b = b^2 up to b = 1, then w / b³ = b^-2: the weight of either tail is known.
    mixture = np.where(LATTICE < 1.0, LATTICE**3, LATTICE)
    weights = lattice_weights(mixture, 2.0)
    below = LATTICE[0] * np.exp(-STEP * np.arange(200))
    assert weights[0] / LATTICE[0] == pytest.approx(STEP * np.sum(below**2))
    above = LATTICE[-1] * np.exp(STEP * np.arange(200))
    assert weights[-1] / LATTICE[-1] ** 3 == pytest.approx(STEP * np.sum(above**-2.0))
    np.testing.assert_allclose(weights[1:-1], STEP * mixture[1:-1])


def test_the_density_is_the_sum():
    weights = np.zeros(LATTICE.size)
    weights[[90, 98]] = 1.0, 3.0
    found = mixed_density(np.array([[2.25], [0.1]]), weights)
    first, second = LATTICE[[90, 98]]
    expected = [
        [(first**2 + r) ** -1.5 + 3 * (second**2 + r) ** -1.5] for r in (2.25, 0.1)
    ]
    np.testing.assert_allclose(found, expected, rtol=1e-14)
