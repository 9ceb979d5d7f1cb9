"""Curvature regularization."""

import numpy as np
import pytest

from autolens_like.inversion.mesh.rectangular_uniform import RectangularGeometry
from autolens_like.inversion.regularization import Curvature

GEOMETRY = RectangularGeometry((9, 9), (0.0, 9.0, 0.0, 9.0))


def test_a_slope_costs_nothing_inside():
    rows, columns = np.indices((9, 9))
    gradient = Curvature(2.0).matrix(GEOMETRY) @ (3.0 * rows - columns).ravel()
    assert np.abs(gradient.reshape(9, 9)[2:-2, 2:-2]).max() < 1e-6
    assert np.abs(gradient).max() > 1.0


def test_a_single_pixel_costs_its_stencils():
    # 1 + 4 + 1 along the row and along the column.
    source = np.zeros(81)
    source[40] = 1.0
    cost = source @ Curvature(1.5).matrix(GEOMETRY) @ source
    assert cost == pytest.approx(1.5**2 * 12.0)
