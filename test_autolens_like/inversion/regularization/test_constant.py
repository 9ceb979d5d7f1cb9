"""Constant regularization."""

import numpy as np
import pytest

from autolens_like.inversion.mesh.rectangular_uniform import RectangularGeometry
from autolens_like.inversion.regularization import Constant
from test_autolens_like.inversion.meshes import GEOMETRIES

SQUARE = RectangularGeometry((3, 3), (0.0, 3.0, 0.0, 3.0))


def test_the_matrix_of_a_square():
    # autolens 2026.10.26.1: al.reg.Constant(coefficient=2) has 8, 12, 16 and -4.
    matrix = Constant(coefficient=2.0).matrix(SQUARE)
    assert np.diagonal(matrix) == pytest.approx([8, 12, 8, 12, 16, 12, 8, 12, 8])
    assert matrix[0, 1] == matrix[0, 3] == -4.0
    assert matrix[0, 4] == 0.0


@pytest.mark.parametrize("geometry", GEOMETRIES, ids=lambda g: type(g).__name__)
def test_a_constant_source_costs_nothing(geometry):
    matrix = Constant(coefficient=3.0).matrix(geometry)
    source = np.full(geometry.pixels, 2.0)
    assert source @ matrix @ source == pytest.approx(4e-8 * geometry.pixels, rel=1e-4)
