"""The flux and the place of a point, whatever pixels it lies on."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.profiles.basis import Basis
from autolens_like.profiles.light import PointSource
from autolens_like.structures.grid import Grid2D

GRID = Grid2D.uniform((7, 9), pixel_scales=(0.2, 0.1))


@pytest.mark.parametrize("centre", [(0.0, 0.0), (0.13, -0.07), (-0.31, 0.24)])
def test_flux_and_centre_are_kept(centre):
    image = PointSource(centre=centre, intensity=3.0).image_2d_from(GRID).array
    assert image.sum() == pytest.approx(3.0, rel=1e-14)
    found = (image[:, None] * GRID.array).sum(axis=0) / 3.0
    assert found == pytest.approx(centre, abs=1e-14)
    assert np.count_nonzero(image) <= 4


def test_on_the_centre_of_a_pixel_all_flux_is_in_it():
    # As autolens 2026.10.26.1 has it: lp.PointSource(centre=(0.2, 0.1), intensity=2.0)
    # on Grid2D.uniform((7, 9), (0.2, 0.1)) is 2.0 in native pixel [2, 5].
    image = PointSource(centre=(0.2, 0.1), intensity=2.0).image_2d_from(GRID)
    native = image.native.array
    assert native[2, 5] == pytest.approx(2.0)
    assert np.abs(native).sum() == pytest.approx(2.0)


def test_jax_gives_the_same_and_its_gradient():
    import jax

    y, x = GRID.array.T

    def total(profile):
        return (profile.pixel_image(y, x, GRID.pixel_scales) * (y + x**2)).sum()

    profile = PointSource(centre=(0.13, -0.07), intensity=3.0)
    value, gradient = jax.value_and_grad(total)(profile)
    assert value == pytest.approx(total(profile), rel=1e-12)
    for i in range(2):
        step = np.eye(2)[i] * 1e-5
        ends = [
            total(profile.replaced(centre=tuple(np.array(profile.centre) + sign)))
            for sign in (step, -step)
        ]
        numerical = (ends[0] - ends[1]) / 2e-5
        assert gradient.centre[i] == pytest.approx(numerical, rel=1e-6)


def test_at_coordinates_there_is_no_light_and_no_pixel():
    profile = PointSource()
    assert np.all(profile.image(*GRID.array.T) == 0.0)
    with pytest.raises(exc.GridException, match=r"Give an al\.Grid2D"):
        profile.image_2d_from([(0.0, 0.0)])
    with pytest.raises(exc.ProfileException, match="to the Galaxy by itself"):
        Basis([profile])
