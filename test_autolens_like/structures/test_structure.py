"""Structures behave like the arrays they hold."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.structure import plain

MASK = Mask2D([[False, True], [False, False]], 0.1)


def an_array(values=(1.0, 2.0, 3.0)):
    return Array2D(np.asarray(values), MASK)


@pytest.mark.parametrize(
    ("make", "wanted"),
    [
        (lambda a: a + 1.0, [2.0, 3.0, 4.0]),
        (lambda a: 1.0 + a, [2.0, 3.0, 4.0]),
        (lambda a: a - np.ones(3), [0.0, 1.0, 2.0]),
        (lambda a: 6.0 - a, [5.0, 4.0, 3.0]),
        (lambda a: a * a, [1.0, 4.0, 9.0]),
        (lambda a: np.ones(3) * a, [1.0, 2.0, 3.0]),
        (lambda a: a / 2.0, [0.5, 1.0, 1.5]),
        (lambda a: 6.0 / a, [6.0, 3.0, 2.0]),
        (lambda a: a**2, [1.0, 4.0, 9.0]),
        (lambda a: a % 2, [1.0, 0.0, 1.0]),
        (lambda a: -a, [-1.0, -2.0, -3.0]),
        (lambda a: abs(-a), [1.0, 2.0, 3.0]),
        (lambda a: a > 1.5, [False, True, True]),
        (lambda a: a <= 1.0, [True, False, False]),
        (np.sqrt, np.sqrt([1.0, 2.0, 3.0])),
        (lambda a: np.maximum(a, 2.0), [2.0, 2.0, 3.0]),
    ],
)
def test_arithmetic_keeps_the_structure(make, wanted):
    result = make(an_array())
    assert isinstance(result, Array2D) and result.mask is MASK
    assert np.array_equal(result.array, wanted)


@pytest.mark.parametrize("name", ["sum", "min", "max", "mean", "std"])
def test_reductions_as_methods_and_as_numpy_functions(name):
    wanted = getattr(np, name)([1.0, 2.0, 3.0])
    assert getattr(an_array(), name)() == pytest.approx(wanted)
    assert getattr(np, name)(an_array()) == pytest.approx(wanted)


def test_numpy_reads_it():
    array = an_array()
    assert np.array_equal(np.asarray(array), [1.0, 2.0, 3.0])
    assert np.array_equal(array[array > 1.5], [2.0, 3.0])
    assert array[-1] == 3.0 and len(array) == 3 and list(array) == [1.0, 2.0, 3.0]
    assert (array.shape, array.ndim, array.size, array.dtype) == ((3,), 1, 3, float)
    assert np.add.reduce(array) == 6.0
    assert "Array2D" in repr(array)


def test_another_shape_is_a_bare_array():
    assert isinstance(an_array().with_new_array(np.ones(5)), np.ndarray)


def test_plain_opens_structures_only():
    values = np.ones(3)
    assert plain(an_array(values)) is values and plain("x") == "x"


def test_jax_arrays_stay_jax_arrays():
    array = Array2D(jnp.asarray([1.0, 2.0, 3.0]), MASK)
    assert isinstance(np.sqrt(array).array, jax.Array)
    assert isinstance((2.0 * array).array, jax.Array)


def test_it_passes_through_jit_and_grad():
    @jax.jit
    def doubled(array):
        return 2.0 * array

    result = doubled(an_array())
    assert isinstance(result, Array2D) and result.mask is MASK
    gradient = jax.grad(lambda array: (array**2).sum())(an_array())
    assert np.array_equal(gradient.array, [2.0, 4.0, 6.0])
