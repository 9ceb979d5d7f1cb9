import numpy as np
import pytest

from autolens_like import exc
from autolens_like.model.array import Array
from autolens_like.model.composition import Collection, Model
from autolens_like.model.prior import GaussianPrior, UniformPrior


class Polynomial:
    def __init__(self, coefficients):
        self.coefficients = coefficients


def test__every_entry_is_a_parameter_of_its_own():
    array = Array((2, 2), GaussianPrior(0.0, 1.0))
    assert array.prior_count == 4 and array.shape == (2, 2) and len(array) == 2
    assert array.parameter_names[1] == "prior_0_1"
    values = array.instance_from_vector([1.0, 2.0, 3.0, 4.0])
    assert np.array_equal(values, [[1.0, 2.0], [3.0, 4.0]])


def test__entries_are_fixed_tied_and_derived():
    array = Array((2, 2), UniformPrior())
    array[0, 0] = np.float64(9.0)
    array[0, 1] = 2 * array[1, -1]
    array.prior_1_0 = array[1, 1]
    assert np.array_equal(array.instance_from_vector([0.5]), [[9.0, 1.0], [0.5, 0.5]])
    assert next(iter(array)) == 9.0


def test__as_an_argument_of_a_class():
    model = Collection(a=Model(Polynomial, coefficients=Array(3, UniformPrior())))
    assert model.parameter_names[2] == "a.coefficients.prior_2"
    instance = model.instance_from_vector([0.1, 0.2, 0.3])
    assert np.array_equal(instance.a.coefficients, [0.1, 0.2, 0.3])
    objects = np.array([UniformPrior(), 2.0, UniformPrior()], dtype=object)
    mixed = Model(Polynomial, coefficients=objects)
    assert mixed.prior_count == 2 and mixed.coefficients.shape == (3,)
    twin = mixed.copy()
    assert np.array_equal(twin.instance_from_vector([1, 3]).coefficients, [1, 2, 3])


def test__jax_traces_entries():
    jax = pytest.importorskip("jax")
    array = Array((2,), UniformPrior())
    slope = jax.grad(lambda v: (array.instance_from_vector(v) ** 2).sum())
    assert slope(jax.numpy.array([1.0, 2.0])) == pytest.approx([2.0, 4.0])


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda a: Array((0,), UniformPrior()), "positive whole numbers"),
        (lambda a: Array((2,), 1.0), "a prior is asked for"),
        (lambda a: a[5], "has no entry 5"),
        (lambda a: a[0, 0], "has no entry"),
        (lambda a: a.prior_7, "no entry 'prior_7'"),
        (lambda a: a.__setitem__(0, "x"), "a finite number, a prior"),
        (lambda a: Array((2,)).instance_from_vector([]), "without a value or prior"),
    ],
)
def test__bad_entries(act, message):
    with pytest.raises(exc.ModelException, match=message):
        act(Array(2, UniformPrior()))
