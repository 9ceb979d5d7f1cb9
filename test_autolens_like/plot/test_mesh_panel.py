"""Panels of source pixels."""

import numpy as np
import pytest

from autolens_like.inversion.mesh.delaunay import DelaunayGeometry
from autolens_like.inversion.mesh.rectangular_uniform import RectangularGeometry
from autolens_like.plot.mesh_panel import MeshPanel
from autolens_like.plot.output import new_figure
from autolens_like.plot.style import configured_style

VIEW = (-1.0, 1.0, -1.0, 1.0)


def drawn(geometry, values):
    ax = new_figure((3.0, 3.0), None).add_subplot()
    panel = MeshPanel(geometry, values, "Source plane", "", VIEW)
    return ax, panel.draw(ax, configured_style())


def test_every_rectangle_has_its_own_colour():
    geometry = RectangularGeometry((3, 4), (-1.0, 1.0, -0.5, 0.5))
    values = np.arange(12.0)
    ax, pixels = drawn(geometry, values)
    np.testing.assert_array_equal(pixels.get_array(), values)
    assert len(pixels.get_paths()) == 12
    # Pixel 0 is at the top-left, and x is the first coordinate of a figure.
    box = pixels.get_paths()[0].get_extents()
    np.testing.assert_allclose([box.x0, box.y1], [-0.5, 1.0])
    assert ax.get_xlim() == VIEW[:2]


def test_unknown_values_are_blank():
    geometry = RectangularGeometry((3, 3), (-1.0, 1.0, -1.0, 1.0))
    values = np.arange(9.0)
    values[4] = np.nan
    _, pixels = drawn(geometry, values)
    assert np.ma.getmaskarray(pixels.get_array()).tolist() == [i == 4 for i in range(9)]


@pytest.mark.parametrize("number", [5, 40])
def test_triangles_are_shaded_between_their_corners(number):
    points = np.random.default_rng(number).uniform(-1.0, 1.0, (number, 2))
    values = points[:, 0]
    _, pixels = drawn(DelaunayGeometry(points), values)
    np.testing.assert_allclose(pixels.get_array(), values)
