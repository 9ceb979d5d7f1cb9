"""The Matérn prior by its sparse inverse."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.mesh.rectangular_uniform import RectangularGeometry
from autolens_like.inversion.regularization import MaternKernel, MaternSparse
from test_autolens_like.inversion.meshes import GEOMETRIES

GEOMETRY = RectangularGeometry((31, 24), (-1.55, 1.55, -1.2, 1.2))
MIDDLE = 15 * 24 + 12


def test_the_covariance_is_the_matern_correlation_far_from_the_rim():
    covariance = np.linalg.inv(MaternSparse(2.0, 0.35).matrix(GEOMETRY))[MIDDLE]
    expected = np.linalg.inv(MaternKernel(2.0, 0.35, 1.0).matrix(GEOMETRY))[MIDDLE]
    assert covariance[MIDDLE] == pytest.approx(0.5, rel=1e-9)
    near = np.hypot(*(GEOMETRY.centres - GEOMETRY.centres[MIDDLE]).T) < 0.5
    # What differences over a third of the scale are off as derivatives.
    np.testing.assert_allclose(covariance[near], expected[near], atol=0.025)


def test_a_constant_source_costs_what_the_scale_says():
    # L of a constant is 2/l² of it, at the rim as well.
    half, whole = (
        MaternSparse(1.0, scale).matrix(GEOMETRY) @ np.ones(GEOMETRY.pixels)
        for scale in (0.5, 1.0)
    )
    assert np.ptp(half) < 1e-9 * half[0] and np.ptp(whole) < 1e-9 * whole[0]


def test_other_smoothness_and_meshes_are_refused():
    with pytest.raises(exc.PixelizationException, match=r"nu=0\.5"):
        MaternSparse(nu=0.5)
    with pytest.raises(exc.PixelizationException, match="rows and columns"):
        MaternSparse().matrix(GEOMETRIES[1])
