"""Galaxies together are the sum of each."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.galaxy.galaxies import Galaxies
from autolens_like.galaxy.galaxy import Galaxy
from autolens_like.profiles.light.light_profile import LightProfile
from autolens_like.profiles.light.sersic import SersicSph
from autolens_like.profiles.mass.isothermal import Isothermal
from test_autolens_like.galaxy.systems import lens_galaxy, points, source_galaxy


@pytest.fixture
def galaxies():
    return Galaxies([lens_galaxy(), source_galaxy()])


@pytest.mark.parametrize(
    "name",
    [
        "image_2d_from",
        "deflections_yx_2d_from",
        "convergence_2d_from",
        "potential_2d_from",
    ],
)
def test_quantities_are_the_sums_over_galaxies(galaxies, name):
    grid = points()
    expected = sum(getattr(galaxy, name)(grid) for galaxy in galaxies)
    np.testing.assert_allclose(getattr(galaxies, name)(grid), expected, rtol=1e-14)
    assert not np.any(getattr(Galaxies(), name)(grid))


def test_images_one_by_one(galaxies):
    grid = points()
    images = galaxies.image_2d_list_from(grid)
    by_galaxy = galaxies.galaxy_image_2d_dict_from(grid)
    assert list(by_galaxy) == list(galaxies)
    for galaxy, image in zip(galaxies, images, strict=True):
        np.testing.assert_array_equal(image, galaxy.image_2d_from(grid))
        np.testing.assert_array_equal(by_galaxy[galaxy], image)


def test_it_is_a_list(galaxies):
    assert len(galaxies) == 2 and galaxies[-1] is list(galaxies)[1]
    assert isinstance(galaxies[:1], Galaxies) and len(galaxies[:1]) == 1
    more = galaxies + Galaxies([Galaxy(0.1)])
    assert isinstance(more, Galaxies) and len(more) == 3
    assert repr(galaxies).startswith("Galaxies([Galaxy(redshift=0.5")


def test_components_by_class(galaxies):
    assert len(galaxies.cls_list_from(LightProfile)) == 2
    assert galaxies.galaxies_with_cls_list_from(Isothermal) == [galaxies[0]]
    assert galaxies.has(Isothermal) and not galaxies.has(SersicSph)
    assert galaxies.extract_attribute(Isothermal, "einstein_radius").in_list == [1.2]


def test_jit_takes_galaxies_as_they_are(galaxies):
    jax = pytest.importorskip("jax")
    image = jax.jit(lambda g: g.image_2d_from(points()))(galaxies)
    np.testing.assert_allclose(image, galaxies.image_2d_from(points()), rtol=1e-10)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (Galaxy(0.5), "give a list of Galaxy instances"),
        ([Galaxy], "The list holds Galaxy; every item must be an instance"),
        ([3], "The list holds 3"),
    ],
)
def test_wrong_lists_are_errors(given, text):
    with pytest.raises(exc.GalaxyException, match=text):
        Galaxies(given)
