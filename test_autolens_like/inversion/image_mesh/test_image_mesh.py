"""What image meshes share, and points on the edge of a mask."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import af, exc
from autolens_like.inversion.image_mesh.image_mesh import ImageMesh, require_unmasked

DARK = al.Mask2D(np.ones((5, 5), dtype=bool), pixel_scales=0.1)


def test_points_on_a_circle_come_behind():
    grid = np.array([[0.1, 0.2], [0.3, 0.4]])
    found = al.image_mesh.append_with_circle_edge_points(
        image_plane_mesh_grid=al.Grid2DIrregular(grid),
        centre=(0.5, -0.5),
        radius=2.0,
        n_points=4,
    ).array
    np.testing.assert_array_equal(found[:2], grid)
    # autolens 2026.10.26.1: from the x axis on, towards y.
    expected = [[0.5, 1.5], [2.5, -0.5], [0.5, -2.5], [-1.5, -0.5]]
    np.testing.assert_allclose(found[2:], expected, atol=1e-12)


def test_bad_circles_are_refused():
    for radius, number in ((0.0, 3), (1.0, -1), (1.0, 2.5)):
        with pytest.raises(exc.MeshException, match="n_points"):
            al.image_mesh.append_with_circle_edge_points(
                np.zeros((1, 2)), (0.0, 0.0), radius, number
            )


def test_a_mask_without_pixels_is_refused():
    with pytest.raises(exc.MeshException, match="masked"):
        require_unmasked(DARK)


@pytest.mark.parametrize("name", ["Overlay", "Hilbert", "KMeans"])
def test_every_parameter_has_a_prior(name):
    assert af.Model(getattr(al.image_mesh, name)).instance_from_prior_medians()


def test_the_base_class_has_no_centres():
    with pytest.raises(NotImplementedError):
        ImageMesh().image_plane_mesh_grid_from(DARK)
