"""Sets of stamps: from folders, and drawn once."""

import numpy as np
import pytest
from astropy.io import fits

from autolens_like import exc
from autolens_like.learned.galaxies import galaxy_stamp
from autolens_like.learned.stamp_sets import (
    border_noise,
    drawn_stamps,
    stamp_of_image,
    stamps_of_folder,
)


def noisy(seed=1, level=0.3):
    """A drawn galaxy with noise and a background."""
    noise = np.random.default_rng(seed).normal(0.0, 2e-4, (64, 64))
    return galaxy_stamp((4, seed)) + noise + level


def test_background_and_noise_are_those_of_the_border():
    image = np.random.default_rng(2).normal(5.0, 0.2, (80, 80))
    image[20:60, 20:60] += 100.0
    level, noise = border_noise(image)
    # 924 border pixels: 0.2 / √924 = 0.007, and 1.17 times as much for medians.
    assert level == pytest.approx(5.0, abs=0.03)
    assert noise == pytest.approx(0.2, abs=0.03)


def test_a_canonical_galaxy_with_noise_stays_itself():
    stamp = stamp_of_image(noisy())
    assert np.sum((stamp - galaxy_stamp((4, 1))) ** 2) < 0.1


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path):
    np.save(tmp_path / "b.npy", np.array([noisy(1), noisy(2)]))
    fits.writeto(tmp_path / "a.fits", noisy(3))
    (tmp_path / "notes.txt").write_text("not a stamp")
    stamps = stamps_of_folder(tmp_path)
    assert stamps.shape == (3, 64, 64)
    np.testing.assert_allclose(stamps[0], stamp_of_image(noisy(3)), atol=1e-6)
    np.testing.assert_allclose(stamps[2], stamp_of_image(noisy(2)), atol=1e-6)


def test_an_empty_folder_and_a_bad_stamp_are_named(tmp_path):
    with pytest.raises(exc.InputException, match=r"no stamps in .*; give a folder"):
        stamps_of_folder(tmp_path)
    np.save(tmp_path / "bad.npy", np.full((2, 20, 20), np.nan))
    with pytest.raises(exc.ArrayException, match=r"Image 0 of .*bad.npy has 400 pix"):
        stamps_of_folder(tmp_path)


def test_drawn_stamps_are_kept(tmp_path):
    path = tmp_path / "set.npy"
    stamps = drawn_stamps(3, 9, path)
    np.testing.assert_array_equal(stamps[2], galaxy_stamp((9, 2)).astype(np.float32))
    np.save(path, stamps + 1.0)
    np.testing.assert_array_equal(drawn_stamps(3, 9, path), stamps + 1.0)
    np.testing.assert_array_equal(drawn_stamps(2, 9, path), stamps[:2])
