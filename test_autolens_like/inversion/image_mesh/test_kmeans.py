"""Centres of clusters."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc

MASK = al.Mask2D.circular((30, 30), radius=1.4, pixel_scales=0.1)
Y, X = np.asarray(MASK.derive_grid.unmasked).T
IMAGE = np.exp(-2.0 * ((Y - 0.5) ** 2 + X**2))


def test_centres_are_those_of_clusters():
    mesh = al.image_mesh.KMeans(pixels=40)
    found = mesh.image_plane_mesh_grid_from(MASK, IMAGE).array
    again = mesh.image_plane_mesh_grid_from(MASK, IMAGE).array
    np.testing.assert_array_equal(found, again)
    assert np.hypot(*found.T).max() < 1.4
    distances = np.hypot(Y[:, None] - found[:, 0], X[:, None] - found[:, 1])
    counts = np.bincount(distances.argmin(axis=1), minlength=40)
    assert counts.min() > 2 and counts.max() < 60


def test_centres_crowd_where_the_image_is_bright():
    even, bright = (
        al.image_mesh.KMeans(pixels=60, weight_power=power)
        .image_plane_mesh_grid_from(MASK, IMAGE)
        .array
        for power in (0.0, 2.0)
    )
    near = [np.hypot(found[:, 0] - 0.5, found[:, 1]) < 0.5 for found in (even, bright)]
    assert near[1].sum() > 1.5 * near[0].sum()


def test_more_centres_than_pixels_are_refused():
    mesh = al.image_mesh.KMeans(pixels=9999)
    with pytest.raises(exc.MeshException, match="Hilbert"):
        mesh.image_plane_mesh_grid_from(MASK, IMAGE)
