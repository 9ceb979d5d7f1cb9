"""What pixelizations adapt to."""

import numpy as np
import pytest

import autolens_like as al
from autolens_like import exc

MASK = al.Mask2D.circular((7, 7), radius=0.3, pixel_scales=0.1)
GALAXY = al.Galaxy(redshift=1.0)


def test_a_galaxy_without_images_has_none():
    images = al.AdaptImages()
    assert images.image_of(GALAXY, MASK) is None
    assert images.centres_of(GALAXY) is None


def test_images_and_centres_are_found_by_galaxy():
    values = np.arange(float(MASK.shape_slim))
    images = al.AdaptImages(
        {GALAXY: al.Array2D(values, MASK)},
        {GALAXY: al.Grid2DIrregular([(1.0, 2.0), (3.0, 4.0)])},
    )
    assert np.array_equal(images.image_of(GALAXY, MASK), values)
    y, x = images.centres_of(GALAXY)
    assert y.tolist() == [1.0, 3.0] and x.tolist() == [2.0, 4.0]


def test_an_image_of_another_mask_is_refused():
    other = al.Mask2D.circular((7, 7), radius=0.2, pixel_scales=0.1)
    image = al.Array2D(np.ones(other.shape_slim), other)
    with pytest.raises(exc.PixelizationException, match="mask of the data"):
        al.AdaptImages({GALAXY: image}).image_of(GALAXY, MASK)
    with pytest.raises(exc.PixelizationException, match="ndarray"):
        al.AdaptImages({GALAXY: np.ones(5)}).image_of(GALAXY, MASK)


def test_centres_are_pairs():
    with pytest.raises(exc.PixelizationException, match=r"\(3, 3\)"):
        al.AdaptImages(None, {GALAXY: np.ones((3, 3))}).centres_of(GALAXY)
