"""Differences and brightness regularized together."""

import numpy as np

from autolens_like.inversion.regularization import Constant, ConstantZeroth, Zeroth
from test_autolens_like.inversion.meshes import GEOMETRIES


def test_the_matrix_is_the_sum_of_both():
    geometry = GEOMETRIES[1]
    both = ConstantZeroth(coefficient_neighbor=1.5, coefficient_zeroth=0.5)
    parts = Constant(1.5).matrix(geometry) + Zeroth(0.5).matrix(geometry)
    np.testing.assert_allclose(both.matrix(geometry), parts, rtol=1e-12)
