"""Formulas of one point: in pieces they have the derivatives that they have at once."""

import numpy as np
import pytest

from autolens_like.numerics import pointwise as module
from autolens_like.numerics.pointwise import pointwise

_y, _x = np.random.default_rng(2).normal(size=(2, 1411))


def _formula(y, x, first, second, table=(3.0,)):
    scale = first / (1.0 + second * (y * y + x * x))
    return scale * y, scale * x + table[0] * second


KERNEL_SAMPLES = {
    "pointwise": [
        (_formula, _y, _x, (1.2, 0.4), ()),
        (_formula, _y, _x, (1.2, 0.4), (np.array([0.3, 2.0]),)),
    ]
}


def _sum(function):
    def value(vector, y, x, table):
        along_y, along_x = function(_formula, y, x, (vector[0], vector[1]), (table,))
        return ((1.0 + x) * along_y + along_x * along_x).sum()

    return value


@pytest.mark.parametrize("size", [1411, 1500])
def test_gradients_are_those_of_the_formula(size):
    # 1500 has a divisor for the width of a piece, 1411 = 17 * 83 has not.
    jax = pytest.importorskip("jax")
    rng = np.random.default_rng(4)
    arrays = [jax.numpy.asarray(v) for v in rng.normal(size=(2, size))]
    arguments = jax.numpy.array([1.2, 0.4]), *arrays, jax.numpy.array([0.3])
    gradients = [
        jax.jit(jax.grad(_sum(function), argnums=(0, 1, 2, 3)))(*arguments)
        for function in (pointwise, lambda f, y, x, n, c: f(y, x, *n, *c))
    ]
    for found, expected in zip(*gradients, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-12)


def test_second_derivatives_and_batches():
    jax = pytest.importorskip("jax")
    value, plain = (
        lambda v, f=function: _sum(f)(v, _y, _x, jax.numpy.array([0.3]))
        for function in (pointwise, lambda f, y, x, n, c: f(y, x, *n, *c))
    )
    vectors = jax.numpy.array([[1.2, 0.4], [0.7, 0.1]])
    found, expected = (jax.vmap(jax.hessian(f))(vectors) for f in (value, plain))
    np.testing.assert_allclose(found, expected, rtol=1e-11)


def test_a_piece_divides_the_whole_where_it_can():
    assert module._width(250000) == 1000
    assert module._width(1411) == module._PIECE
