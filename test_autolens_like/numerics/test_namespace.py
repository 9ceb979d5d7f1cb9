"""The array library is read from the arrays."""

import subprocess
import sys

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.numerics.namespace import (
    array_namespace,
    as_floats,
    is_concrete,
    is_jax,
    is_traced,
    jax_devices,
    leaves,
    namespace_of_door,
)
from autolens_like.profiles.light import Sersic


def test_jax_is_not_imported_in_order_to_ask():
    code = (
        "import sys, numpy\n"
        "from autolens_like.numerics.namespace import array_namespace\n"
        "assert array_namespace(numpy.ones(2), 1.0) is numpy\n"
        "assert not {'jax', 'numba'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_any_jax_array_makes_it_jax():
    import jax.numpy as jnp

    one = jnp.ones(1)
    assert array_namespace() is np
    assert array_namespace(np.ones(1), 1.0, [2, (3.0, "a")]) is np
    for values in ([np.ones(1), one], [(1.0, [one])], [{"a": one}], [Sersic()]):
        expected = np if isinstance(values[0], Sersic) else jnp
        assert array_namespace(*values) is expected
    assert array_namespace(Sersic(intensity=one[0])) is jnp
    assert is_jax(one) and not is_jax(np.ones(1))
    assert is_concrete(1.0) and not is_concrete(one)


def test_a_tracer_counts_as_a_jax_array():
    import jax
    import jax.numpy as jnp

    def function(x):
        assert array_namespace(1.0, [x]) is jnp
        assert is_traced(x)
        return x

    assert not is_traced(jnp.ones(1)) and not is_traced(1.0)

    jax.grad(function)(1.0)


def test_leaves_come_in_order():
    assert list(leaves([1, (2, {"a": 3, "b": [4]}), 5])) == [1, 2, 3, 4, 5]


def test_a_door_takes_none_numpy_or_jax():
    import jax.numpy as jnp

    assert namespace_of_door(None, np.ones(1)) is np
    assert namespace_of_door(None, jnp.ones(1)) is jnp
    assert namespace_of_door(jnp, np.ones(1)) is jnp
    assert namespace_of_door(np, jnp.ones(1)) is np
    with pytest.raises(exc.InputException, match=r"pass numpy, jax\.numpy, or None"):
        namespace_of_door("numpy")


def test_floats_are_double_and_not_copied_without_need():
    import jax.numpy as jnp

    values = np.ones(3)
    assert as_floats(values, np) is values
    assert as_floats([1, 2], np).dtype == np.float64
    assert as_floats([1, 2], jnp).dtype == np.float64
    assert isinstance(as_floats(jnp.ones(2), np), np.ndarray)


def test_jax_says_on_what_it_computes():
    jax = pytest.importorskip("jax")
    devices = jax_devices()
    assert len(devices) == len(jax.devices())
    assert devices[0].startswith(jax.devices()[0].platform)
