"""Adaptive rectangular meshes by smooth shares."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion import mesh
from test_autolens_like.inversion.meshes import PIXELS, X, Y


def test_older_names():
    assert mesh.RectangularSplineAdaptDensity is mesh.RectangularRTUAdaptDensity
    assert mesh.RectangularKernelAdaptImage is mesh.RectangularRTUAdaptImage


def test_none_means_the_defaults():
    own = mesh.RectangularRTUAdaptDensity((5, 6), bandwidth=None, n_knots=None)
    assert (own.bandwidth, own.n_knots) == (1.0, 64)


def test_wide_gaussians_are_the_uniform_mesh_inside():
    # Where the Gaussians overlap all, the share grows as the coordinate does.
    own = mesh.RectangularRTUAdaptDensity((7, 7), bandwidth=80.0)
    geometry = own.geometry_from(Y, X, PIXELS)
    columns = geometry.centres[:7, 1]
    np.testing.assert_allclose(np.diff(columns), np.diff(columns).mean(), rtol=0.01)


def test_an_even_image_is_the_density():
    shape = {"shape": (5, 8)}
    image = mesh.RectangularRTUAdaptImage(**shape)
    found = image.geometry_from(Y, X, PIXELS, np.ones(30)).centres
    expected = mesh.RectangularRTUAdaptDensity(**shape).geometry_from(Y, X, PIXELS)
    np.testing.assert_allclose(found, expected.centres, atol=1e-10)


@pytest.mark.parametrize("values", [{"bandwidth": 0.0}, {"n_knots": 1.5}])
def test_bad_numbers_are_refused(values):
    with pytest.raises(exc.MeshException, match=next(iter(values))):
        mesh.RectangularRTUAdaptDensity((5, 5), **values)
