"""`Pixelization`."""

import pytest

import autolens_like as al
from autolens_like import exc

MESH, REGULARIZATION = al.mesh.RectangularUniform((5, 5)), al.reg.Constant(2.0)


def test_a_galaxy_carries_it():
    pixelization = al.Pixelization(mesh=MESH, regularization=REGULARIZATION)
    galaxy = al.Galaxy(redshift=1.0, pixelization=pixelization)
    assert galaxy.has(al.Pixelization)
    assert galaxy.pixelization.mesh.shape == (5, 5)
    assert galaxy.light_profiles == galaxy.mass_profiles == []


def test_an_image_mesh_belongs_to_meshes_that_need_centres():
    overlay = al.image_mesh.Overlay((5, 5))
    assert al.Pixelization(al.mesh.Delaunay(), REGULARIZATION, overlay).image_mesh
    with pytest.raises(exc.PixelizationException, match="by itself"):
        al.Pixelization(MESH, REGULARIZATION, overlay)
    with pytest.raises(exc.PixelizationException, match="image_mesh="):
        al.Pixelization(al.mesh.Delaunay(), REGULARIZATION, (5, 5))


@pytest.mark.parametrize(
    ("mesh", "regularization", "named"),
    [
        (MESH, None, "regularization"),
        (None, REGULARIZATION, "mesh"),
        (al.mesh.RectangularUniform, REGULARIZATION, "mesh"),
        (MESH, al.reg.Constant, "regularization"),
    ],
)
def test_what_is_missing_is_named(mesh, regularization, named):
    with pytest.raises(exc.PixelizationException, match=f"{named}="):
        al.Pixelization(mesh=mesh, regularization=regularization)


def test_rows_and_columns_are_asked_for_where_they_are_needed():
    assert al.Pixelization(MESH, al.reg.Curvature())
    with pytest.raises(exc.PixelizationException, match="rows and columns"):
        al.Pixelization(al.mesh.Delaunay(), al.reg.Curvature())
