"""Gradient regularization."""

import numpy as np
import pytest

from autolens_like.inversion.regularization import Constant, Gradient
from test_autolens_like.inversion.meshes import GEOMETRIES


def test_it_is_constant_and_a_dark_rim():
    geometry = GEOMETRIES[0]
    rows, columns = np.indices(geometry.shape).reshape(2, -1)
    sides = np.isin(rows, (0, 3)).astype(int) + np.isin(columns, (0, 4))
    expected = Constant(1.5).matrix(geometry) + np.diag(1.5**2 * sides)
    np.testing.assert_allclose(Gradient(1.5).matrix(geometry), expected, rtol=1e-12)


def test_a_source_of_one_costs_its_rim():
    source = np.ones(20)
    cost = source @ Gradient(2.0).matrix(GEOMETRIES[0]) @ source
    assert cost == pytest.approx(4.0 * 2 * (4 + 5), rel=1e-6)
