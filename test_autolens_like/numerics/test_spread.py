"""Spread numbers: a formula has the derivatives that it has without."""

import numpy as np
import pytest

from autolens_like.numerics.spread import spread
from test_autolens_like.numerics.kernel_samples import Sample

_y, _x = np.random.default_rng(5).normal(size=(2, 3, 7))
_numbers = (1.2, 0.4, -0.3)

KERNEL_SAMPLES = {"filled": [Sample((_numbers, (3, 7)), fixed=(1,))]}


def _formula(numbers, y, x):
    first, second, third = numbers
    return first * y / (1.0 + second**2 * x * x) + third * first * x


def test_numpy_numbers_stay_what_they_are():
    assert spread(_numbers, _y) is _numbers


@pytest.fixture(scope="module")
def functions():
    """The sum of a formula by its numbers, with and without spreading."""
    jax = pytest.importorskip("jax")

    def value(spreading):
        def function(vector):
            numbers = tuple(vector)
            numbers = spread(numbers, _y) if spreading else numbers
            return (_formula(numbers, _y, _x) ** 2).sum()

        return function

    return jax, value(True), value(False), jax.numpy.asarray(_numbers)


@pytest.mark.parametrize(
    "derivative",
    [
        lambda jax, f: jax.grad(f),
        lambda jax, f: jax.jacfwd(f),
        lambda jax, f: jax.hessian(f),
        lambda jax, f: jax.jacrev(jax.grad(f)),
    ],
)
def test_derivatives_of_any_order_and_direction(functions, derivative):
    jax, spreading, plain, vector = functions
    found, expected = (jax.jit(derivative(jax, f))(vector) for f in (spreading, plain))
    np.testing.assert_allclose(found, expected, rtol=1e-13)


def test_batches(functions):
    jax, spreading, plain, vector = functions
    vectors = vector + jax.numpy.arange(3.0)[:, None]
    found, expected = (
        jax.jit(jax.vmap(jax.hessian(f)))(vectors) for f in (spreading, plain)
    )
    np.testing.assert_allclose(found, expected, rtol=1e-13)


def test_a_batch_of_one_number_alone(functions):
    jax, spreading, plain, vector = functions

    def of_first(function):
        return lambda first: jax.grad(function)(vector.at[0].set(first))

    firsts = jax.numpy.linspace(0.5, 2.0, 4)
    found, expected = (
        jax.jit(jax.vmap(of_first(f)))(firsts) for f in (spreading, plain)
    )
    np.testing.assert_allclose(found, expected, rtol=1e-13)


def test_all_sums_are_one_loop(functions):
    jax, spreading, plain, vector = functions
    text = jax.jit(jax.grad(spreading)).lower(vector).as_text()
    # One over the points, and one over their parts.
    assert text.count("stablehlo.reduce") == 2
    assert jax.jit(jax.grad(plain)).lower(vector).as_text().count("reduce") >= 3


def test_arrays_pass_as_they_are():
    jax = pytest.importorskip("jax")
    array = jax.numpy.ones(4)
    first, second, third = spread((array, 2.0, jax.numpy.asarray(3.0)), _y)
    assert first is array and second == 2.0 and third.shape == _y.shape
