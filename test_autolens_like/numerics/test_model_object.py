"""`ModelObject`: frozen, compared by identity, and a JAX pytree by itself."""

import dataclasses
import subprocess
import sys

import numpy as np
import pytest

from autolens_like.numerics.model_object import (
    ModelObject,
    as_parameter,
    in_namespace,
    static,
)


class Leaf(ModelObject):
    """A number and a pair."""

    number: float = 1.0
    pair: tuple[float, float] = (0.0, 0.5)
    name: str = static("leaf")
    constant: float = static(2.0, init=False)


class Branch(ModelObject):
    """Two leaves."""

    leaves: tuple[Leaf, ...] = ()
    redshift: float = static(0.5)


def test_objects_are_frozen_and_equal_only_to_themselves():
    leaf = Leaf()
    assert leaf == leaf and leaf != Leaf() and hash(leaf) != hash(Leaf())
    with pytest.raises(dataclasses.FrozenInstanceError):
        leaf.number = 2.0


def test_fields_are_dynamic_or_static():
    assert Leaf.field_names() == ("number", "pair", "name", "constant")
    assert Leaf.dynamic_names() == ("number", "pair")
    assert list(Leaf(3.0).dynamic_values()) == [3.0, (0.0, 0.5)]


def test_a_copy_with_changes_keeps_the_rest():
    copy = Leaf(number=2.0, name="a").replaced(number=5.0)
    assert (copy.number, copy.pair, copy.name, copy.constant) == (5, (0, 0.5), "a", 2)


def test_the_repr_is_what_the_constructor_takes():
    assert repr(Leaf(2.0)) == "Leaf(number=2.0, pair=(0.0, 0.5), name='leaf')"


def test_jax_sees_the_dynamic_fields():
    import jax

    branch = Branch((Leaf(1.0), Leaf(2.0)), redshift=1.5)
    assert jax.tree_util.tree_leaves(branch) == [1.0, 0.0, 0.5, 2.0, 0.0, 0.5]
    doubled = jax.tree_util.tree_map(lambda value: 2 * value, branch)
    assert isinstance(doubled, Branch) and doubled.redshift == 1.5
    assert doubled.leaves[1].number == 4.0 and doubled.leaves[1].name == "leaf"
    paths = [
        jax.tree_util.keystr(p) for p, _ in jax.tree_util.tree_leaves_with_path(branch)
    ]
    assert paths[1] == ".leaves[0].pair[0]"


def test_jit_grad_and_vmap_take_objects_as_they_are():
    import jax
    import jax.numpy as jnp

    def function(leaf):
        return leaf.number**2 + leaf.pair[1] * leaf.constant

    assert jax.jit(function)(Leaf(3.0)) == 10.0
    gradient = jax.grad(function)(Leaf(3.0))
    assert (gradient.number, gradient.pair[1]) == (6.0, 2.0)
    numbers = jnp.arange(3.0)
    many = Leaf().replaced(number=numbers, pair=(numbers, numbers))
    np.testing.assert_array_equal(jax.vmap(function)(many), [0.0, 3.0, 8.0])


@pytest.mark.parametrize("first", ["jax", "autolens_like.numerics.model_object"])
def test_jax_may_come_before_or_after_this_package(first):
    code = (
        f"import {first}\n"
        "from autolens_like.numerics.model_object import ModelObject\n"
        "class Early(ModelObject):\n"
        "    number: float = 1.0\n"
        "import jax\n"
        "class Late(ModelObject):\n"
        "    number: float = 1.0\n"
        "for cls in (Early, Late):\n"
        "    assert jax.tree_util.tree_leaves(cls()) == [1.0]\n"
        "assert jax.numpy.asarray(1.0).dtype == 'float64'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_parameters_are_stored_as_floats_and_tuples():
    assert as_parameter([1, (2, np.float32(0.5))]) == (1.0, (2.0, 0.5))
    assert type(as_parameter(np.int64(3))) is float
    assert as_parameter(True) is True
    assert as_parameter("a") == "a"


def test_a_namespace_reaches_every_number():
    import jax.numpy as jnp

    branch = in_namespace({"a": Branch((Leaf(1.0),))}, jnp)["a"]
    assert isinstance(branch.leaves[0].pair[1], jnp.ndarray)
    assert branch.leaves[0].pair[1].dtype == np.float64
    assert branch.redshift == 0.5 and branch.leaves[0].name == "leaf"
