"""Zeroth-order regularization."""

import numpy as np

from autolens_like.inversion.regularization import Zeroth
from test_autolens_like.inversion.meshes import GEOMETRIES


def test_the_matrix_is_the_squared_coefficient():
    matrix = Zeroth(coefficient=3.0).matrix(GEOMETRIES[0])
    np.testing.assert_allclose(matrix, 9.0 * np.eye(20), rtol=1e-12)
