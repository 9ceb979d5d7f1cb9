"""Constant regularization on crosses."""

import numpy as np
import pytest

from autolens_like.inversion.regularization import ConstantSplit
from test_autolens_like.inversion.meshes import GEOMETRIES


@pytest.mark.parametrize("geometry", GEOMETRIES, ids=lambda g: type(g).__name__)
def test_a_constant_source_costs_nothing(geometry):
    source = np.full(geometry.pixels, 2.0)
    cost = source @ ConstantSplit(3.0).matrix(geometry) @ source
    assert cost == pytest.approx(4e-8 * geometry.pixels, rel=1e-4)


def test_a_slope_costs_the_squared_arms():
    # Bilinear interpolation is exact on a slope, beyond the rim too.
    geometry = GEOMETRIES[0]
    source = geometry.centres @ [2.0, -1.0]
    cost = source @ ConstantSplit(1.5).matrix(geometry) @ source
    expected = 1.5**2 * 2.0 * (2.0**2 + 1.0**2) * (geometry.cross_arms**2).sum()
    assert cost == pytest.approx(expected, rel=1e-6)
