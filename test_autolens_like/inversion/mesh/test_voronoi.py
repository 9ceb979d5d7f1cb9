"""Voronoi meshes."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.inversion.mesh.natural_neighbours import polygon_area
from test_autolens_like.inversion.meshes import CENTRES, X, Y

GEOMETRY = al.mesh.DelaunayNN(zeroed_pixels=2).geometry_from(Y, X, CENTRES)


def test_older_names():
    assert al.mesh.Voronoi is al.mesh.VoronoiNN is al.mesh.DelaunayNN


def test_the_order_of_the_centres_does_not_matter():
    values = CENTRES[:, 0] * CENTRES[:, 1]
    order = np.random.default_rng(1).permutation(len(CENTRES))
    other = al.mesh.Voronoi().geometry_from(Y, X, CENTRES[order])
    found = GEOMETRY.interpolated(values, Y, X)
    np.testing.assert_allclose(other.interpolated(values[order], Y, X), found)


def test_the_last_pixels_may_stay_at_zero():
    assert np.flatnonzero(GEOMETRY.zeroed).tolist() == [10, 11]


def test_every_pixel_has_a_cell():
    assert len(GEOMETRY.cells) == GEOMETRY.pixels
    assert all(polygon_area(cell) > 0.0 for cell in GEOMETRY.cells)


def test_a_lattice_in_the_image_is_a_mesh():
    mesh = al.mesh.VoronoiMagnification((5, 6))
    assert mesh.image_mesh.shape == (5, 6)
    found = mesh.geometry_from(Y, X, CENTRES).interpolated(np.arange(12.0), Y, X)
    expected = GEOMETRY.interpolated(np.arange(12.0), Y, X)
    np.testing.assert_array_equal(found, expected)
    with pytest.raises(exc.MeshException, match="shape"):
        al.mesh.VoronoiMagnification((2, 6))


def test_bad_input_is_refused():
    with pytest.raises(exc.MeshException, match="DelaunayNN got zeroed_pixels"):
        al.mesh.DelaunayNN(zeroed_pixels=-1)
    with pytest.raises(exc.MeshException, match="9"):
        al.mesh.DelaunayNN(pixels=9).geometry_from(Y, X, CENTRES)
