"""The images of a point, each with its share of one intensity."""

import numpy as np
import pytest

from autolens_like import af, exc
from autolens_like.profiles.basis import Basis
from autolens_like.profiles.light import LensedPointSource, PointSource
from autolens_like.profiles.light.linear import LensedPointSource as Linear
from autolens_like.structures.grid import Grid2D

POSITIONS = [(0.3, -0.2), (-0.31, 0.24)]
GRID = Grid2D.uniform((9, 9), pixel_scales=0.2)


def test_its_images_are_point_sources():
    quasar = LensedPointSource(positions=POSITIONS, intensity=2.0)
    images = quasar.images([3.0, 0.5])
    assert [image.centre for image in images] == POSITIONS
    assert [image.intensity for image in images] == [6.0, 1.0]
    assert np.all(quasar.image(*GRID.array.T) == 0.0)


def test_without_a_lens_every_image_has_the_flux():
    quasar = LensedPointSource(positions=np.array(POSITIONS), intensity=2.0)
    points = [PointSource(centre, intensity=2.0) for centre in POSITIONS]
    expected = sum(point.image_2d_from(GRID).array for point in points)
    np.testing.assert_allclose(quasar.image_2d_from(GRID).array, expected, rtol=1e-14)


def test_a_linear_one_becomes_one_with_an_intensity():
    quasar = Linear(positions=POSITIONS).with_intensity(3.0)
    assert type(quasar) is LensedPointSource
    assert quasar.positions == tuple(POSITIONS) and quasar.intensity == 3.0


def test_its_positions_may_be_free_in_a_model():
    positions = af.Array((2, 2), af.UniformPrior(-1.0, 1.0))
    model = af.Model(LensedPointSource, positions=positions, intensity=1.0)
    assert model.prior_count == 4
    quasar = model.instance_from_vector([0.3, -0.2, -0.31, 0.24])
    assert quasar.positions == tuple(POSITIONS)
    assert af.Model(Linear, positions=POSITIONS).prior_count == 0


@pytest.mark.parametrize(
    "positions", [(), 3.0, [(1.0, 2.0, 3.0)], [1.0, 2.0], [(0.0, np.nan)], [("a", 1)]]
)
def test_anything_but_pairs_of_numbers_is_refused(positions):
    with pytest.raises(exc.ProfileException, match="LensedPointSource got positions"):
        LensedPointSource(positions=positions)


def test_it_has_no_place_in_a_basis():
    with pytest.raises(exc.ProfileException, match="no image on coordinates"):
        Basis([Linear(positions=POSITIONS)])
