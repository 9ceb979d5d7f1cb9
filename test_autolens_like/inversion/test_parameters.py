"""Checks that meshes and regularizations share."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.inversion.parameters import check_not_negative, shape_from
from autolens_like.inversion.regularization import Constant


def test_a_shape_is_two_integers():
    assert shape_from([30.0, 40], "Mesh") == (30, 40)


@pytest.mark.parametrize("shape", [(2, 5), (3, 4, 5), (np.nan, 4), "30"])
def test_a_shape_that_is_none_is_named(shape):
    with pytest.raises(exc.MeshException, match="Mesh got shape="):
        shape_from(shape, "Mesh")


def test_a_shape_of_a_search_is_cut_to_whole_numbers():
    assert shape_from((20.9, 31.2), "Mesh") == (20, 31)


def test_whole_numbers_become_floats():
    regularization = Constant(coefficient=2)
    check_not_negative(regularization)
    assert type(regularization.coefficient) is float


def test_numbers_that_must_be_above_zero():
    with pytest.raises(exc.PixelizationException, match="scale=0"):
        al.reg.GaussianKernel(scale=0.0)
    for factor in (0.0, -1.0, "1"):
        with pytest.raises(exc.MeshException, match="areas_factor"):
            al.mesh.Delaunay(areas_factor=factor)
