"""Centres on a lattice."""

import json
from pathlib import Path

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc

REFERENCE = Path(__file__).parents[2] / "reference" / "inversion.json"


def test_the_lattice_is_that_of_autolens():
    # autolens 2026.10.26.1, see reference/make_inversion.py.
    content = json.loads(REFERENCE.read_text())
    mask = al.Mask2D.circular((21, 21), radius=0.85, pixel_scales=0.1)
    overlay = al.image_mesh.Overlay(shape=content["overlay_shape"])
    grid = overlay.image_plane_mesh_grid_from(mask=mask, adapt_data=None)
    np.testing.assert_allclose(grid.array, content["vertices"], atol=1e-12)


def test_points_on_masked_pixels_are_cut():
    values = np.ones((12, 15), dtype=bool)
    values[3:9, 4:9] = False
    values[3, 4] = True
    mask = al.Mask2D(values, pixel_scales=0.1)
    points = al.image_mesh.Overlay((5, 7)).image_plane_mesh_grid_from(mask).array
    # autolens 2026.10.26.1: the corner of 35 points is gone.
    assert len(points) == 34
    np.testing.assert_allclose(points[0], [0.24, -0.24285714], atol=1e-8)


def test_bad_input_is_refused():
    with pytest.raises(exc.MeshException, match="shape"):
        al.image_mesh.Overlay((2, 9))
    dark = al.Mask2D(np.ones((5, 5), dtype=bool), pixel_scales=0.1)
    with pytest.raises(exc.MeshException, match="masked"):
        al.image_mesh.Overlay((3, 3)).image_plane_mesh_grid_from(dark)
