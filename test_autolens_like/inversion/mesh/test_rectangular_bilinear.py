"""Adaptive rectangular meshes by rank."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion import mesh
from test_autolens_like.inversion.meshes import IMAGE, PIXELS, X, Y

DENSITY = mesh.RectangularBilinearAdaptDensity((5, 8))


def test_older_names():
    assert mesh.RectangularAdaptDensity is mesh.RectangularBilinearAdaptDensity
    assert mesh.RectangularMagnification is mesh.RectangularBilinearAdaptDensity
    assert mesh.RectangularAdaptImage is mesh.RectangularBilinearAdaptImage


def test_both_sides_of_the_shape_count():
    geometry = DENSITY.geometry_from(Y, X, PIXELS)
    assert geometry.pixels == DENSITY.pixels == 40
    indices, _ = geometry.interpolation(Y, X)
    assert set(indices.ravel() % 8) <= set(range(8))
    assert np.unique(indices // 8).max() == 4


def test_an_even_image_is_nearly_the_density():
    # The share of the last point is 1 rather than N / (N + 1).
    image = mesh.RectangularBilinearAdaptImage((5, 8))
    found = image.geometry_from(Y, X, PIXELS, np.ones(30)).centres
    expected = DENSITY.geometry_from(Y, X, PIXELS).centres
    assert np.abs(found - expected).max() < 0.15


def test_a_bright_pixel_draws_columns():
    image = np.full(30, 0.01)
    image[4] = 1.0
    bright = mesh.RectangularBilinearAdaptImage((9, 9))
    geometry = bright.geometry_from(Y, X, PIXELS, image)
    near = np.abs(geometry.centres[:9, 1] - PIXELS[4, 1]) < 0.1
    even = mesh.RectangularBilinearAdaptDensity((9, 9)).geometry_from(Y, X, PIXELS)
    assert near.sum() > (np.abs(even.centres[:9, 1] - PIXELS[4, 1]) < 0.1).sum()


def test_bad_input_is_refused():
    with pytest.raises(exc.MeshException, match="shape"):
        mesh.RectangularBilinearAdaptDensity((2, 9))
    with pytest.raises(exc.PixelizationException, match="weight_floor"):
        mesh.RectangularBilinearAdaptImage((5, 5), weight_floor=-1.0)
    with pytest.raises(exc.PixelizationException, match="AdaptImages"):
        mesh.RectangularBilinearAdaptImage((5, 5)).geometry_from(Y, X, PIXELS)
    with pytest.raises(exc.InversionException, match="one row or column"):
        DENSITY.geometry_from(Y, X, np.zeros((30, 2)), IMAGE)
