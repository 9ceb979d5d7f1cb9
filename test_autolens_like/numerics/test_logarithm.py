"""The logarithm of many points: that of numpy, and its derivatives."""

import numpy as np
import pytest

from autolens_like.numerics.logarithm import logarithm
from test_autolens_like.numerics.kernel_samples import Sample

_random = np.random.default_rng(6)
_many = np.concatenate(
    [
        np.geomspace(1e-307, 1e307, 500),
        _random.uniform(0.5, 2.0, 500),
        1.0 + 1e-9 * _random.normal(size=200),
        [np.inf, 1.0, np.finfo(float).tiny],
    ]
)

KERNEL_SAMPLES = {
    "logarithm": [Sample((_many,), tolerance=3e-16), Sample((_many[:3],))]
}


@pytest.fixture(scope="module")
def jax():
    return pytest.importorskip("jax")


def test_zero_and_what_has_no_logarithm(jax):
    given = np.tile([0.0, -0.0, -1.0, -np.inf, np.nan], 100)
    found = np.asarray(logarithm(jax.numpy.asarray(given)))[:5]
    np.testing.assert_array_equal(found, [-np.inf, -np.inf, np.nan, np.nan, np.nan])


def test_derivatives_of_batches(jax):
    x = jax.numpy.asarray(_random.uniform(0.1, 9.0, (2, 300)))

    def total(x):
        return (x * logarithm(x)).sum()

    found = jax.jit(jax.vmap(lambda x: jax.jvp(jax.grad(total), (x,), (x,))))(x)
    np.testing.assert_allclose(found[0], np.log(x) + 1.0, rtol=1e-14)
    np.testing.assert_allclose(found[1], np.ones_like(x), rtol=1e-14)
