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
