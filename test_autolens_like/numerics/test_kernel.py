"""`@kernel` picks an implementation by its arrays and refuses twins that do not fit."""

import importlib.util

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.numerics import kernel as module
from autolens_like.numerics.kernel import Kernel, registry


@pytest.fixture
def doubled():
    def reference(values):
        """Twice the values."""
        return ("reference", 2.0 * values)

    yield Kernel(reference)
    for name in [name for name in registry if "doubled.<locals>" in name]:
        del registry[name]


def test_the_reference_serves_where_there_is_no_twin(doubled):
    import jax.numpy as jnp

    assert doubled(np.ones(2))[0] == "reference"
    assert doubled(jnp.ones(2))[0] == "reference"
    assert doubled.__doc__ == "Twice the values."


def test_the_twin_follows_the_arrays_wherever_they_are(doubled):
    import jax.numpy as jnp

    @doubled.implement("jax")
    def twin(values):
        return ("jax", values)

    assert doubled(np.ones(2))[0] == "reference"
    assert doubled(jnp.ones(2))[0] == "jax"
    assert doubled([1.0, (2.0, jnp.ones(1))])[0] == "jax"
    assert doubled(values={"a": jnp.ones(1)})[0] == "jax"


def test_a_compiled_twin_gets_prepared_arguments(doubled):
    @doubled.implement("numba", arguments=lambda values: (values, 2.0))
    def twin(values, factor):
        return values * factor / 0.0

    with np.errstate(all="ignore"):
        assert np.all(np.isinf(doubled(np.ones(2))))


def test_without_numba_the_reference_serves(doubled, monkeypatch):
    @doubled.implement("numba", arguments=lambda values: (values, 2.0))
    def twin(values, factor):
        return values * factor

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert module.importlib.util.find_spec("numba") is None
    assert doubled(np.ones(2))[0] == "reference"


def test_an_unknown_kind_of_twin_is_refused(doubled):
    with pytest.raises(exc.InputException) as error:
        doubled.implement("numbas")
    assert str(error.value) == (
        "There is no twin called 'numbas'. Did you mean 'numba'? Allowed: numba, jax."
    )


def test_a_twin_takes_the_arguments_of_its_reference(doubled):
    message = r"The jax twin of reference must take \['values'\]\."
    with pytest.raises(exc.InputException, match=message):
        doubled.implement("jax")(lambda numbers: numbers)
    with pytest.raises(exc.InputException, match="The numba twin of reference"):
        doubled.implement("numba", arguments=lambda a, b: (a, b))(lambda values: values)
