"""Centres along a curve."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.inversion.image_mesh.hilbert import curve_of_square

MASK = al.Mask2D.circular((30, 30), radius=1.4, pixel_scales=0.1)
Y, X = np.asarray(MASK.derive_grid.unmasked).T
IMAGE = np.exp(-2.0 * ((Y - 0.5) ** 2 + X**2))


@pytest.mark.parametrize("length", [1, 2, 7, 16, 45])
def test_the_curve_visits_every_cell_from_neighbour_to_neighbour(length):
    cells = curve_of_square(length)
    assert len(np.unique(cells, axis=0)) == len(cells) == length**2
    steps = np.abs(np.diff(cells, axis=0)).max(axis=1)
    assert np.all(steps == 1)
    assert cells.min() == 0 and cells.max() == length - 1


def test_even_weights_spread_centres_evenly():
    mesh = al.image_mesh.Hilbert(pixels=400)
    found = mesh.image_plane_mesh_grid_from(MASK, IMAGE).array
    assert found.shape == (400, 2)
    # As many in every quarter of the circle.
    for sign_y in (-1, 1):
        for sign_x in (-1, 1):
            inside = (sign_y * found[:, 0] > 0.0) & (sign_x * found[:, 1] > 0.0)
            assert inside.sum() == pytest.approx(100, abs=6)


def test_centres_are_as_dense_as_the_image_is_bright():
    mesh = al.image_mesh.Hilbert(pixels=600, weight_power=1.0)
    found = mesh.image_plane_mesh_grid_from(MASK, IMAGE).array
    share = IMAGE[Y > 0.5].sum() / IMAGE.sum()
    assert (found[:, 0] > 0.5).mean() == pytest.approx(share, abs=0.03)


def test_any_mask_is_filled():
    values = np.ones((24, 30), dtype=bool)
    values[3:9, 4:26] = values[12:22, 10:14] = False
    mask = al.Mask2D(values, pixel_scales=0.1)
    mesh = al.image_mesh.Hilbert(pixels=150)
    found = mesh.image_plane_mesh_grid_from(mask, np.ones(mask.shape_slim)).array
    upper = (found[:, 0] > 0.25).mean()
    assert upper == pytest.approx(132 / 172, abs=0.05)


def test_bad_input_is_refused():
    with pytest.raises(exc.MeshException, match="pixels=2"):
        al.image_mesh.Hilbert(pixels=2)
    with pytest.raises(exc.PixelizationException, match="weight_floor"):
        al.image_mesh.Hilbert(weight_floor=-0.1)
    for image in (None, np.ones(5)):
        with pytest.raises(exc.PixelizationException, match="AdaptImages"):
            al.image_mesh.Hilbert().image_plane_mesh_grid_from(MASK, image)
