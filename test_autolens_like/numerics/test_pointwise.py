"""Formulas of one point: in pieces they have the derivatives that they have at once."""

import numpy as np
import pytest

from autolens_like.numerics import pointwise as module
from autolens_like.numerics.namespace import array_namespace
from autolens_like.numerics.pointwise import (
    computed_again,
    kept,
    pointwise,
    with_slopes,
)

_y, _x = np.random.default_rng(2).normal(size=(2, 1411))


def _formula(y, x, first, second, table=(3.0,)):
    scale = first / (1.0 + second * (y * y + x * x))
    return scale * y, scale * x + table[0] * second


def _long(place, first, second):
    return array_namespace(place, first).exp(-first * place) + second


def _slope_of_long(value, place, first, second):
    return -first * (value - second)


KERNEL_SAMPLES = {
    "with_slopes": [(_long, _slope_of_long, _y, (1.2, 0.4))],
    "pointwise": [
        (_formula, _y, _x, (1.2, 0.4), ()),
        (_formula, _y, _x, (1.2, 0.4), (np.array([0.3, 2.0]),)),
    ],
    "computed_again": [(_formula, _y, _x, (1.2, 0.4), (np.array([0.3, 2.0]),))],
}


def _sum(function):
    def value(vector, y, x, table):
        along_y, along_x = function(_formula, y, x, (vector[0], vector[1]), (table,))
        return ((1.0 + x) * along_y + along_x * along_x).sum()

    return value


def _plain(formula, y, x, numbers, constants):
    return formula(y, x, *numbers, *constants)


def _in_parts(formula, y, x, numbers, constants):
    return computed_again(formula, y, x, numbers, constants, in_parts=True)


@pytest.mark.parametrize(
    ("function", "size"),
    [(pointwise, 1411), (pointwise, 1500), (computed_again, 1411), (_in_parts, 1411)],
)
def test_gradients_are_those_of_the_formula(function, size, monkeypatch):
    # 1500 has a divisor for the width of a piece, 1411 = 17 * 83 has not.
    jax = pytest.importorskip("jax")
    monkeypatch.setattr(module, "_PART", 100)
    rng = np.random.default_rng(4)
    arrays = [jax.numpy.asarray(v) for v in rng.normal(size=(2, size))]
    arguments = jax.numpy.array([1.2, 0.4]), *arrays, jax.numpy.array([0.3])
    gradients = [
        jax.jit(jax.grad(_sum(function), argnums=(0, 1, 2, 3)))(*arguments)
        for function in (function, _plain)
    ]
    for found, expected in zip(*gradients, strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("function", [pointwise, computed_again, _in_parts])
def test_second_derivatives_and_batches(function, monkeypatch):
    jax = pytest.importorskip("jax")
    monkeypatch.setattr(module, "_PART", 100)
    value, plain = (
        lambda v, f=function: _sum(f)(v, _y, _x, jax.numpy.array([0.3]))
        for function in (function, _plain)
    )
    vectors = jax.numpy.array([[1.2, 0.4], [0.7, 0.1]])
    found, expected = (jax.vmap(jax.hessian(f))(vectors) for f in (value, plain))
    np.testing.assert_allclose(found, expected, rtol=1e-11)


def test_slopes_are_kept_for_derivatives_of_any_order():
    jax = pytest.importorskip("jax")

    def value(vector, long):
        def formula(y, x, factor, first):
            return (factor * long(y * y, first) * x,)

        numbers = (vector[0],), (vector[1],)
        (values,) = computed_again(formula, _y, _x, *numbers)
        return (values * values).sum()

    def kept_long(place, first):
        return with_slopes(_long, _slope_of_long, place, (first, 0.4))

    vector = jax.numpy.array([1.2, 0.4])
    for derivative in (jax.grad, jax.jacfwd, jax.hessian):
        found, expected = (
            derivative(lambda v, long=long: value(v, long))(vector)
            for long in (kept_long, lambda place, first: _long(place, first, 0.4))
        )
        np.testing.assert_allclose(found, expected, rtol=1e-11)


def test_what_is_kept_is_computed_once():
    jax = pytest.importorskip("jax")

    def formula(y, x, number):
        (long,) = kept((jax.numpy.log(number + y * y),))
        return (long * long * x,)

    def value(number):
        return computed_again(formula, _y, _x, (number,))[0].sum()

    text = str(jax.make_jaxpr(jax.grad(value))(0.3))
    assert text.count(" log ") == 1


def test_a_piece_divides_the_whole_where_it_can():
    assert module._width(250000, range(1024, 256, -1), 512) == 1000
    assert module._width(1411, range(1024, 256, -1), 512) == 512
