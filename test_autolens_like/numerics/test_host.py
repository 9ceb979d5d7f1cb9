"""Functions of numpy arrays inside a JAX program."""

import numpy as np
import pytest

from autolens_like.numerics.host import on_host
from test_autolens_like.numerics.kernel_samples import Sample


def sums_and_count(values, factor):
    assert type(values) is np.ndarray
    return factor * values.sum(axis=0), values.shape[0]


RESULTS = (((3,), float), ((), np.int64))
KERNEL_SAMPLES = {
    "on_host": [
        Sample(
            (sums_and_count, RESULTS, np.arange(12.0).reshape(4, 3), 2.0), fixed=(0, 1)
        )
    ]
}
jax = pytest.importorskip("jax")


def in_jax(values):
    return on_host(sums_and_count, RESULTS, values, 3.0)


def test_a_compiled_program_calls_numpy():
    values = jax.numpy.ones((5, 3))
    sums, count = jax.jit(in_jax)(values)
    assert sums.tolist() == [15.0] * 3 and count == 5


def test_one_case_of_a_vmap_after_another():
    values = jax.numpy.ones((2, 5, 3)) * jax.numpy.array([1.0, 2.0])[:, None, None]
    sums, count = jax.jit(jax.vmap(in_jax))(values)
    np.testing.assert_array_equal(sums, [[15.0] * 3, [30.0] * 3])
    assert count.tolist() == [5, 5]


def test_the_derivative_is_zero():
    gradient = jax.grad(lambda values: in_jax(values)[0].sum() + values.sum())
    np.testing.assert_array_equal(gradient(jax.numpy.ones((5, 3))), 1.0)


def test_without_the_callback_in_place_there_is_the_one_that_copies(monkeypatch):
    monkeypatch.setitem(
        __import__("sys").modules, "jax.experimental.buffer_callback", None
    )
    sums, count = jax.jit(in_jax)(jax.numpy.ones((6, 3)))
    assert sums.tolist() == [18.0] * 3 and count == 6
