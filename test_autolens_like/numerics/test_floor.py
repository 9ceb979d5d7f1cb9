"""Values held above a number, and the derivative, which is 0 up to it."""

import numpy as np
import pytest

from autolens_like.numerics.floor import held_above
from test_autolens_like.numerics.kernel_samples import Sample

_values = np.array([-1.0, 0.5, 0.7, np.nan])

KERNEL_SAMPLES = {"held_above": [Sample((_values, 0.5), fixed=(1,))]}


def test_derivatives():
    jax = pytest.importorskip("jax")
    values = jax.numpy.asarray(_values[:3])

    def total(values):
        return (held_above(values, 0.5) ** 3).sum()

    np.testing.assert_allclose(jax.grad(total)(values), [0.0, 0.0, 3 * 0.7**2])
    curvature = jax.hessian(total)(values)
    np.testing.assert_allclose(curvature, np.diag([0.0, 0.0, 6 * 0.7]), rtol=1e-14)
