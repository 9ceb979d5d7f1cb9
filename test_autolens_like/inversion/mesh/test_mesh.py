"""The base of all meshes."""

import pytest

from autolens_like import af
from autolens_like.inversion.mesh.mesh import Mesh
from test_autolens_like.inversion.meshes import MESHES, X, Y


def test_a_mesh_without_a_recipe_says_so():
    with pytest.raises(NotImplementedError):
        Mesh().geometry_from(Y, X)


@pytest.mark.parametrize("mesh", MESHES, ids=lambda m: type(m).__name__)
def test_every_parameter_has_a_prior(mesh):
    assert af.Model(type(mesh)).instance_from_prior_medians()


@pytest.mark.parametrize("mesh", MESHES, ids=lambda m: type(m).__name__)
def test_the_repr_is_the_code_that_makes_it(mesh):
    assert repr(mesh).startswith(type(mesh).__name__ + "(")
    assert isinstance(mesh, Mesh)
