"""Mixtures scale as halos do."""

import numpy as np

from autolens_like.profiles.mass import gNFW
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
