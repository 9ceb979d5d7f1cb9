"""Checks that meshes and regularizations share."""

import pytest

from autolens_like import exc
from autolens_like.inversion.parameters import check_not_negative, shape_from
from autolens_like.inversion.regularization import Constant


def test_a_shape_is_two_integers():
    assert shape_from([30.0, 40], "Mesh") == (30, 40)


@pytest.mark.parametrize("shape", [(2, 5), (3, 4, 5), (3.5, 4)])
def test_a_shape_that_is_none_is_named(shape):
    with pytest.raises(exc.MeshException, match="Mesh got shape="):
        shape_from(shape, "Mesh")


def test_whole_numbers_become_floats():
    regularization = Constant(coefficient=2)
    check_not_negative(regularization)
    assert type(regularization.coefficient) is float
