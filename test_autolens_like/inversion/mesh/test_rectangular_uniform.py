"""Uniform rectangular meshes."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.mesh import Rectangular, RectangularUniform
from autolens_like.inversion.mesh.rectangular_uniform import RectangularGeometry
from test_autolens_like.inversion.meshes import X, Y
from test_autolens_like.numerics.kernel_samples import Sample

KERNEL_SAMPLES = {
    "bilinear": [
        Sample((Y, X, (1.0, -1.1, 0.4, 0.5), (5, 6)), fixed=(0, 1, 2, 3)),
    ]
}


def test_both_names_are_one_class():
    assert Rectangular is RectangularUniform


def test_pixels_run_from_the_top_left_row_after_row():
    geometry = RectangularGeometry((3, 4), (-3.0, 3.0, -4.0, 4.0))
    assert geometry.pixel_scales == (2.0, 2.0)
    assert geometry.centres[[0, 1, 4, 11]].tolist() == [
        [2.0, -3.0], [2.0, -1.0], [0.0, -3.0], [-2.0, 3.0]]  # fmt: skip
    assert geometry.areas.sum() == pytest.approx(48.0)


def test_the_mesh_covers_the_traced_points():
    geometry = RectangularUniform((4, 5)).geometry_from(Y, X)
    assert geometry.box == pytest.approx((Y.min(), Y.max(), X.min(), X.max()), abs=2e-8)


def test_neighbours_share_a_side():
    geometry = RectangularGeometry((3, 3), (0.0, 3.0, 0.0, 3.0))
    first, second = geometry.neighbours.T
    distance = np.abs(geometry.centres[first] - geometry.centres[second]).sum(axis=1)
    np.testing.assert_allclose(distance, 1.0)
    assert len(first) == 12


def test_the_rim_may_stay_at_zero():
    zeroed = RectangularGeometry((4, 5), (0.0, 1.0, 0.0, 1.0)).zeroed.reshape(4, 5)
    assert not zeroed[1:-1, 1:-1].any()
    assert zeroed.sum() == 20 - 6


def test_the_outer_half_of_the_rim_is_extrapolated():
    geometry = RectangularGeometry((3, 3), (0.0, 3.0, 0.0, 3.0))
    values = geometry.centres @ [1.0, 2.0]
    corners = np.array([[0.0, 0.0], [3.0, 3.0], [0.0, 3.0]])
    found = geometry.interpolated(values, *corners.T)
    np.testing.assert_allclose(found, corners @ [1.0, 2.0], atol=1e-12)


@pytest.mark.parametrize("shape", [(2, 5), (3,), 4, (2.5, 4), (30, 0), "30"])
def test_other_shapes_are_refused(shape):
    with pytest.raises(exc.MeshException):
        RectangularUniform(shape=shape)
