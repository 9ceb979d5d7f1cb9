"""The texts of refused parts of a dataset, alone and through `Imaging`."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.dataset import checks
from autolens_like.dataset.imaging import Imaging
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D


def image(values):
    return Array2D.no_mask(np.asarray(values, dtype=float), 0.1)


def ones(shape=(7, 7)):
    return Array2D.full(1.0, shape, 0.1)


def inner_mask():
    values = np.ones((7, 7), dtype=bool)
    values[2:-2, 2:-2] = False
    return Mask2D(values, 0.1)


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


class TestBadParts:
    def test_data_that_know_no_pixel_scale(self):
        with pytest.raises(exc.DatasetException, match=r"ndarray.*Array2D\.no_mask"):
            Imaging(np.ones((3, 3)), ones())

    def test_shapes_that_differ(self):
        with pytest.raises(exc.DatasetException, match=r"\(7, 7\).*\(7, 8\)"):
            Imaging(ones(), ones((7, 8)))

    def test_masks_that_differ(self):
        noise_map = ones().apply_mask(inner_mask())
        with pytest.raises(exc.DatasetException, match="give both the same mask"):
            Imaging(ones(), noise_map)

    def test_no_noise_at_all(self):
        with pytest.raises(exc.DatasetException, match="neither came"):
            Imaging(ones())

    @pytest.mark.parametrize("bad", [0.0, -2.0])
    def test_noise_of_zero_or_less(self, bad):
        noise = np.ones((7, 7))
        noise[1, 2] = noise[3, 4] = bad
        with pytest.raises(
            exc.DatasetException, match=r"2 pixels, the first.*\(1, 2\), \(3, 4\).*inf"
        ):
            Imaging(ones(), image(noise))
        assert Imaging(ones(), image(noise), check_noise_map=False)

    @pytest.mark.parametrize(
        ("psf", "words"),
        [
            (np.ones((4, 4)), "both sides must be odd"),
            (np.ones((9, 3)), "larger than the image"),
            (np.full((3, 3), np.nan), "9 values that are not finite"),
            (np.zeros((3, 3)), "sum above zero"),
            (-np.ones((3, 3)), "sum above zero"),
        ],
    )
    def test_psfs(self, psf, words):
        with pytest.raises(exc.KernelException, match=words):
            Imaging(ones(), ones(), psf)

    def test_an_unnormalized_psf_must_sum_to_more_than_zero_too(self):
        with pytest.raises(exc.KernelException, match="more than zero"):
            Imaging(ones(), ones(), np.zeros((3, 3)), use_normalized_psf=False)

    def test_psf_samplings_that_contradict_each_other(self):
        with pytest.raises(exc.DatasetException, match="give the same for both"):
            Imaging(
                ones(),
                ones(),
                convolve_over_sample_size_lp=2,
                convolve_over_sample_size_pixelization=3,
            )

    @pytest.mark.parametrize("bad", [0, -1, 1.5])
    def test_over_sampling(self, bad):
        with pytest.raises(exc.ArrayException, match="at least 1"):
            Imaging(ones(), ones(), over_sample_size_lp=bad)

    @pytest.mark.parametrize("bad", [0.0, -0.05, "0.05", None, (0.1, 0.1, 0.1)])
    def test_pixel_scales(self, bad):
        with pytest.raises(exc.ArrayException, match="arcseconds per pixel"):
            Array2D.no_mask(np.ones((3, 3)), pixel_scales=bad)


class TestNotFinite:
    def test_nan_under_the_mask_is_harmless(self):
        data, noise = np.ones((7, 7)), np.ones((7, 7))
        data[0, 0], noise[6, 6] = np.nan, np.nan
        dataset = Imaging(image(data), image(noise)).apply_mask(inner_mask())
        assert np.all(dataset.data.native.array[2:-2, 2:-2] == 1.0)

    @pytest.mark.parametrize("name", ["data", "noise_map"])
    @pytest.mark.parametrize("bad", [np.nan, -np.inf])
    def test_inside_it_is_an_error_that_counts(self, name, bad):
        parts = {"data": np.ones((7, 7)), "noise_map": np.ones((7, 7))}
        parts[name][2, 3] = parts[name][4, 4] = bad
        dataset = Imaging(
            **{key: image(value) for key, value in parts.items()},
            check_noise_map=False,
        )
        words = rf"{name} is not finite in 2 pixels.*\(2, 3\), \(4, 4\).*mask_invalid"
        with pytest.raises(exc.DatasetException, match=words):
            dataset.apply_mask(inner_mask())
        with pytest.raises(exc.DatasetException, match=words):
            dataset.check_finite()

    def test_mask_invalid_masks_it(self):
        data = np.ones((7, 7))
        data[2, 3] = np.nan
        dataset = Imaging(image(data), ones())
        masked = dataset.apply_mask(inner_mask(), mask_invalid=True)
        assert masked.shape_slim == 8 and masked.mask[2, 3]

    def test_infinite_noise_is_masked(self):
        data, noise = np.ones((7, 7)), np.ones((7, 7))
        data[3, 3], noise[3, 3] = np.nan, np.inf
        dataset = Imaging(image(data), image(noise), np.ones((3, 3)))
        assert dataset.shape_slim == 48 and dataset.mask[3, 3]
        assert not dataset.is_masked
        assert dataset.check_finite() is dataset
        masked = dataset.apply_mask(inner_mask())
        assert masked.shape_slim == 8 and masked.mask[3, 3]
        # Its light is still carried into its neighbours.
        assert [0.0, 0.0] in masked.grids.blurring.array.tolist()

    def test_infinite_noise_everywhere_raises(self):
        with pytest.raises(exc.MaskException, match="infinite noise"):
            Imaging(ones(), image(np.full((7, 7), np.inf)))

    def test_infinite_noise_everywhere_in_the_mask_raises(self):
        noise = np.ones((7, 7))
        noise[2:-2, 2:-2] = np.inf
        with pytest.raises(exc.MaskException, match="nothing is left"):
            Imaging(ones(), image(noise)).apply_mask(inner_mask())
