"""Stencils along rows and columns."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.mesh.rectangular_uniform import RectangularGeometry
from autolens_like.inversion.regularization import Gradient
from autolens_like.inversion.regularization.rows import stencil_rows
from test_autolens_like.inversion.meshes import GEOMETRIES

GEOMETRY = RectangularGeometry((3, 4), (0.0, 3.0, 0.0, 4.0))


def test_differences_of_an_image_with_darkness_round_it():
    image = np.random.default_rng(3).random((3, 4))
    pixels, weights = stencil_rows(GEOMETRY, (1.0, -2.0, 1.0), None)
    found = (weights * image.ravel()[pixels]).sum(axis=1)
    padded = np.pad(image, 2)
    expected = np.concatenate(
        [np.diff(padded[2:-2], 2).ravel(), np.diff(padded[:, 2:-2].T, 2).ravel()]
    )
    np.testing.assert_allclose(found, expected)


def test_other_meshes_have_no_rows():
    with pytest.raises(exc.PixelizationException, match="Gradient regularization"):
        stencil_rows(GEOMETRIES[1], (1.0, -1.0), Gradient())
