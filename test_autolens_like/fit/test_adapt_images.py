"""What pixelizations adapt to."""

from types import SimpleNamespace

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc
from autolens_like.search.identity import digest

MASK = al.Mask2D.circular((7, 7), radius=0.3, pixel_scales=0.1)
GALAXY = al.Galaxy(redshift=1.0)
VALUES = np.arange(float(MASK.shape_slim))
IMAGE = al.Array2D(VALUES, MASK)
PATH = ("galaxies", "source")
OTHER = al.Mask2D.circular((7, 7), radius=0.2, pixel_scales=0.1)


def test_a_galaxy_without_images_has_none():
    images = al.AdaptImages()
    assert images.image_of(GALAXY, MASK) is None
    assert images.centres_of(GALAXY) is None


def test_images_and_centres_are_found_by_galaxy():
    images = al.AdaptImages(
        galaxy_image_dict={GALAXY: IMAGE},
        galaxy_image_plane_mesh_grid_dict={
            GALAXY: al.Grid2DIrregular([(1.0, 2.0), (3.0, 4.0)])
        },
    )
    assert np.array_equal(images.image_of(GALAXY, MASK), VALUES)
    y, x = images.centres_of(GALAXY)
    assert y.tolist() == [1.0, 3.0] and x.tolist() == [2.0, 4.0]


def test_what_is_kept_by_path_reaches_the_galaxy_of_that_path():
    images = al.AdaptImages(
        galaxy_name_image_dict={"('galaxies', 'source')": IMAGE},
        galaxy_name_image_plane_mesh_grid_dict={PATH: [(1.0, 2.0), (3.0, 4.0)]},
    )
    lens = al.Galaxy(redshift=0.5)
    found = images.of_galaxies({("galaxies", "lens"): lens, PATH: GALAXY})
    assert np.array_equal(found.image_of(GALAXY, MASK), VALUES)
    assert found.centres_of(GALAXY)[0].tolist() == [1.0, 3.0]
    assert found.image_of(lens, MASK) is None
    assert images.image_of(GALAXY, MASK) is None


def test_a_list_of_paths_names_the_galaxies_of_a_tracer():
    images = al.AdaptImages(
        galaxy_name_image_dict={PATH: IMAGE},
        galaxy_path_list=["galaxies.lens", "galaxies.source"],
    )
    found = images.in_order_of([al.Galaxy(redshift=0.5), GALAXY])
    assert np.array_equal(found.image_of(GALAXY, MASK), VALUES)
    plain = al.AdaptImages(galaxy_image_dict={GALAXY: IMAGE})
    assert np.array_equal(plain.in_order_of([GALAXY]).image_of(0, MASK), VALUES)


def test_galaxies_that_a_jax_program_made_anew_are_known_by_their_number():
    images = al.AdaptImages(
        {GALAXY: IMAGE}, None, {GALAXY: [(1.0, 2.0), (3.0, 4.0)]}
    ).in_order_of([al.Galaxy(redshift=0.5), GALAXY])
    assert np.array_equal(images.image_of(1, MASK), VALUES)
    assert images.centres_of(1)[1].tolist() == [2.0, 4.0]
    assert images.image_of(0, MASK) is images.centres_of(0) is None


def test_an_image_of_another_mask_is_refused():
    image = al.Array2D(np.ones(OTHER.shape_slim), OTHER)
    with pytest.raises(exc.PixelizationException, match="mask of the data"):
        al.AdaptImages({GALAXY: image}).image_of(GALAXY, MASK)
    with pytest.raises(exc.PixelizationException, match="ndarray"):
        al.AdaptImages({GALAXY: np.ones(5)}).image_of(GALAXY, MASK)
    al.AdaptImages({GALAXY: IMAGE}, {PATH: IMAGE}).check_mask(MASK)
    with pytest.raises(exc.PixelizationException, match=r"galaxies\.source"):
        al.AdaptImages(galaxy_name_image_dict={PATH: image}).check_mask(MASK)
    with pytest.raises(exc.PixelizationException, match="a galaxy"):
        al.AdaptImages({GALAXY: image}).check_mask(MASK)


def test_centres_are_pairs():
    images = al.AdaptImages(galaxy_image_plane_mesh_grid_dict={GALAXY: np.ones((3, 3))})
    with pytest.raises(exc.PixelizationException, match=r"\(3, 3\)"):
        images.centres_of(GALAXY)


@pytest.mark.parametrize("use_model_images", [False, True])
def test_a_result_gives_images_that_are_nowhere_dark(use_model_images):
    values = VALUES - 2.0
    given = {PATH: al.Array2D(values, MASK), ("galaxies", "lens"): -1.0 * IMAGE}
    result = SimpleNamespace(
        model_image_galaxy_dict=given if use_model_images else None,
        subtracted_signal_to_noise_map_galaxy_dict=None if use_model_images else given,
    )
    images = al.AdaptImages.from_result(result, use_model_images)
    assert list(images.galaxy_name_image_dict) == [PATH]
    expected = np.maximum(values, 0.01 * values.max())
    found = images.galaxy_name_image_dict["('galaxies', 'source')"]
    np.testing.assert_array_equal(found.array, expected)


def test_other_images_are_another_identity():
    def identity(image, path=PATH, centres=()):
        return digest(
            al.AdaptImages(
                galaxy_name_image_dict={path: image},
                galaxy_image_plane_mesh_grid_dict={GALAXY: centres},
            )
        )

    same = identity(al.Array2D(VALUES.copy(), MASK))
    assert identity(IMAGE) == same
    assert identity(IMAGE + 1e-9) != same
    assert identity(IMAGE, ("galaxies", "lens")) != same
    assert identity(IMAGE, centres=[(1.0, 2.0)]) != same
