"""The texts of refused parts of a dataset (through `Imaging` in test_imaging)."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.dataset import checks
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D


def image(values):
    return Array2D.no_mask(np.asarray(values, dtype=float), 0.1)


def test_pixels_in_words_counts_and_shows_three():
    bad = np.zeros((3, 3), dtype=bool)
    bad[1] = bad[2, 2] = True
    words = checks.pixels_in_words(bad)
    assert words == "4 pixels, the first at (row, column) [(1, 0), (1, 1), (1, 2)]"


def test_indices_are_those_of_the_frame_not_of_the_slim_form():
    mask = Mask2D([[True, True], [True, False]], 0.1)
    with pytest.raises(exc.DatasetException, match=r"1 pixels.*\(1, 1\)"):
        checks.require_finite(Array2D([np.nan], mask), "data")


def test_everything_masked_raises():
    mask = Mask2D.all_false((2, 2), 0.1, invert=True)
    with pytest.raises(exc.MaskException, match="masks every pixel"):
        checks.data_from(Array2D(np.ones((2, 2)), mask))


@pytest.mark.parametrize(
    ("covariance", "words"),
    [
        (np.eye(3), r"\(3, 3\).*\(2, 2\)"),
        ([[1.0, 0.5], [0.0, 1.0]], "symmetric"),
        ([[1.0, np.nan], [np.nan, 1.0]], "finite"),
    ],
)
def test_covariances(covariance, words):
    with pytest.raises(exc.DatasetException, match=words):
        checks.covariance_from(covariance, image([[1.0, 2.0]]))


def test_inverse_of_covariance():
    root = np.random.default_rng(3).normal(size=(5, 5))
    covariance = root @ root.T + np.eye(5)
    inverse = checks.inverse_of_covariance(covariance)
    assert inverse @ covariance == pytest.approx(np.eye(5), abs=1e-12)
    assert np.array_equal(inverse, inverse.T)


def test_noise_of_the_wrong_type():
    with pytest.raises(exc.DatasetException, match="noise_map came as float"):
        checks.noise_map_from(1.0, image([[1.0]]), None)


def test_one_size():
    assert checks.one_size_from(1, 2) == checks.one_size_from(2, 1) == 2
    assert checks.one_size_from(3, 3) == 3


def test_size_native_survives_a_later_mask():
    mask = Mask2D([[True, False], [False, False]], 0.1)
    assert checks.size_native(4, mask) == 4
    assert checks.size_native([2, 3, 4], mask).tolist() == [[1, 2], [3, 4]]
    assert checks.size_native([[1, 2], [3, 4]], mask).tolist() == [[1, 2], [3, 4]]
    with pytest.raises(exc.ArrayException, match="does not fit the mask"):
        checks.size_native([1, 2], mask)


def test_scales_within_a_percent_pass():
    mask = Mask2D.all_false((2, 2), 0.1005)
    assert checks.require_same_scale(mask, (0.1, 0.1)) is None


def test_invalid_pixels_get_infinite_noise():
    _, noise = checks.with_invalid_masked(
        image([[1.0, np.nan, 1.0]]), image([[1.0, 1.0, 0.0]])
    )
    assert noise.array.tolist() == [1.0, np.inf, np.inf]


def test_finer_sizes():
    mask = Mask2D([[False, True]], 0.1)
    sizes = Array2D([4], mask)
    assert checks.finer_sizes(sizes, mask, 2).tolist() == [2, 2, 2, 2]
