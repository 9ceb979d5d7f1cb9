"""The doors that galaxies and tracers share."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.galaxy.doors import extracted, require_redshift, total, total_pairs
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.structures.grid import Grid2D
from test_autolens_like.galaxy.systems import lens_galaxy, points


class Mirror:
    """Stands for a PSF that adds the light from around to the first pixel."""

    def convolved_image_from(self, image, blurring_image):
        around = 0.0 if blurring_image is None else blurring_image.array.sum()
        return image.array[0] + around


def test_jax_where_it_is_asked_for():
    jnp = pytest.importorskip("jax.numpy")
    galaxy, grid = lens_galaxy(), points()
    for name in ("image_2d_from", "deflections_yx_2d_from", "potential_2d_from"):
        value = getattr(galaxy, name)(grid, xp=jnp)
        assert isinstance(value, jnp.ndarray)
        followed = getattr(galaxy, name)(jnp.asarray(grid))
        np.testing.assert_allclose(value, getattr(galaxy, name)(grid), rtol=1e-10)
        np.testing.assert_array_equal(value, followed)


def test_blurring_sees_the_light_from_around():
    grid, around = Grid2D.uniform((3, 3), 0.1), Grid2D.uniform((5, 5), 0.1)
    galaxy = lens_galaxy()
    image = galaxy.image_2d_from(grid).array
    assert galaxy.blurred_image_2d_from(grid).array is not None
    np.testing.assert_array_equal(galaxy.blurred_image_2d_from(grid).array, image)
    assert galaxy.blurred_image_2d_from(grid, psf=Mirror()) == image[0]
    outside = galaxy.image_2d_from(around).array.sum()
    blurred = galaxy.blurred_image_2d_from(grid, Mirror(), around)
    assert blurred == pytest.approx(image[0] + outside)


def test_sums_of_nothing_are_zero():
    y, x = points().T
    assert not np.any(total([], y)) and total([], y).shape == y.shape
    assert total([y], y) is y
    assert total_pairs([(y, x)], y, x) == (y, x)
    assert extracted([]) is None


def test_redshifts_become_floats():
    assert require_redshift(np.float64(0.5), "Galaxy") == 0.5
    assert isinstance(require_redshift(np.array(1), "Galaxy"), float)
    with pytest.raises(exc.GalaxyException):
        require_redshift(np.array([1.0]), "Galaxy")


def test_a_strange_array_library_is_an_error():
    with pytest.raises(exc.InputException, match="is no array library"):
        Galaxy(0.5).image_2d_from(points(), xp="jax")
