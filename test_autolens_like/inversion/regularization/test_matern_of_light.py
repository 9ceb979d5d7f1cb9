"""The prior of a correction follows the light that it corrects."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.inversion.mesh import RectangularUniform
from autolens_like.inversion.regularization.matern_kernel import MaternKernel
from autolens_like.inversion.regularization.matern_of_light import MaternOfLight


class Gauss:
    def image(self, y, x):
        return 7.0 * np.exp(-0.5 * (y**2 + x**2))


GEOMETRY = RectangularUniform(shape=(4, 5)).geometry_from(
    np.linspace(-2.0, 2.0, 30), np.linspace(-1.5, 1.5, 30)
)


def test_it_is_the_matern_kernel_with_the_widths_of_the_light():
    own = MaternOfLight(light=Gauss(), coefficient=3.0, scale=0.7, power=0.5)
    y, x = GEOMETRY.lattice.T
    light = np.exp(-0.25 * (y**2 + x**2))
    np.testing.assert_allclose(own.widths(GEOMETRY), light / light.max() + 1e-3)
    correlation = MaternKernel(scale=0.7, nu=1.5, jitter=0.0).covariance(GEOMETRY)
    widths = own.widths(GEOMETRY)
    covariance = correlation * np.outer(widths, widths)
    np.testing.assert_allclose(
        own.matrix(GEOMETRY) @ covariance, 3.0 * np.eye(20), atol=1e-2
    )


def test_bad_numbers_are_refused():
    with pytest.raises(exc.PixelizationException, match="power"):
        MaternOfLight(light=Gauss(), power=0.0)
    with pytest.raises(exc.PixelizationException, match="floor"):
        MaternOfLight(light=Gauss(), floor=0.0)
