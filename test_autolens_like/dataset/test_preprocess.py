"""Noise, units and kernels. Numbers of autolens 2026.10.26.1 where they are named."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.dataset import preprocess
from autolens_like.dataset.convolver import Convolver
from autolens_like.dataset.imaging import Imaging
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D


@pytest.fixture
def image():
    return Array2D.no_mask(np.arange(49.0).reshape(7, 7), 0.1)


@pytest.fixture
def times():
    return Array2D.full(100.0, (7, 7), 0.1)


def test_units_there_and_back(image, times):
    counts = preprocess.array_eps_to_counts(image, times)
    assert isinstance(counts, Array2D) and counts.array[2] == 200.0
    assert preprocess.array_counts_to_eps(counts, times).array == pytest.approx(
        image.array
    )
    adus = preprocess.array_eps_to_adus(image, times, 2.0)
    assert adus.array[2] == 100.0
    assert preprocess.array_adus_to_eps(adus, times, 2.0).array == pytest.approx(
        image.array
    )
    assert preprocess.array_counts_to_counts_per_second(image, 10.0).array[2] == 0.2


def test_exposure_times_of_zero_raise(image):
    with pytest.raises(exc.DatasetException, match="exposure times are above zero"):
        preprocess.array_counts_to_eps(image, 0.0)


def test_poisson_noise_repeats_with_its_seed(image, times):
    once = preprocess.poisson_noise_via_data_eps_from(image, times, seed=4)
    again = preprocess.poisson_noise_via_data_eps_from(image, times, seed=4)
    other = preprocess.poisson_noise_via_data_eps_from(image, times, seed=5)
    assert np.array_equal(once.array, again.array)
    assert not np.array_equal(once.array, other.array)
    unseeded = [
        preprocess.poisson_noise_via_data_eps_from(image, times).array for _ in "ab"
    ]
    assert not np.array_equal(*unseeded)


def test_poisson_noise_has_mean_zero_and_the_variance_of_the_counts():
    image = Array2D.full(3.0, (200, 200), 0.1)
    noise = preprocess.poisson_noise_via_data_eps_from(image, 50.0, seed=1)
    expected = preprocess.noise_map_via_data_eps_and_exposure_time_map_from(image, 50.0)
    assert np.std(noise.array) == pytest.approx(expected.array[0], rel=0.02)
    assert abs(np.mean(noise.array)) < 4.0 * expected.array[0] / 200.0
    noisy = preprocess.data_eps_with_poisson_noise_added(image, 50.0, seed=1)
    assert np.array_equal(noisy.array, image.array + noise.array)
    # Photons come in whole numbers.
    assert noisy.array * 50.0 == pytest.approx(np.rint(noisy.array * 50.0), abs=1e-9)


def test_gaussian_and_uniform_noise(image):
    noise = preprocess.gaussian_noise_via_shape_and_sigma_from((400, 100), 2.0, seed=1)
    assert np.std(noise) == pytest.approx(2.0, rel=0.02)
    noisy = preprocess.data_with_gaussian_noise_added(image, 0.1, seed=2)
    assert isinstance(noisy, Array2D)
    again = preprocess.data_with_gaussian_noise_added(image, 0.1, seed=2)
    assert np.array_equal(noisy.array, again.array)
    jittered = preprocess.array_with_random_uniform_values_added(image, 0.01, seed=1)
    offset = jittered.array - image.array
    assert np.all((offset >= 0.0) & (offset <= 0.0101))


def test_noise_maps_of_photons_and_background(image, times):
    # autolens: the functions of these names on the same arrays.
    background = Array2D.full(0.5, (7, 7), 0.1)
    photons = preprocess.noise_map_via_data_eps_and_exposure_time_map_from(image, times)
    assert photons.array[:4] == pytest.approx([0.0, 0.1, 0.14142136, 0.17320508])
    name = "noise_map_via_data_eps_exposure_time_map_and_background"
    both = getattr(preprocess, f"{name}_noise_map_from")(image, times, background)
    assert both.array[:3] == pytest.approx([0.5, 0.50990195, 0.51961524])
    both = getattr(preprocess, f"{name}_variances_from")(image, times, background)
    assert both.array[:3] == pytest.approx([0.07071068, 0.12247449, 0.15811388])


def test_weights_of_zero_become_infinite_noise():
    weights = Array2D.no_mask([[0.0, 4.0, 0.25]], 0.1)
    noise = preprocess.noise_map_via_weight_map_from(weights)
    assert noise.array.tolist() == [np.inf, 0.5, 2.0]
    inverse = preprocess.noise_map_via_inverse_noise_map_from(weights)
    assert inverse.array.tolist() == [np.inf, 0.25, 4.0]
    assert Imaging(Array2D.full(1.0, (1, 3), 0.1), noise).shape_slim == 2


def test_huge_noise_is_masked():
    noise = Array2D.no_mask([[1e8, 1.0, 2e8]], 0.1)
    masked = preprocess.noise_map_with_threshold_masked(noise)
    assert masked.array.tolist() == [np.inf, 1.0, np.inf]
    assert np.array_equal(
        preprocess.noise_map_with_threshold_masked(noise, 3e8).array, noise.array
    )


def test_signal_to_noise_limit(image):
    noise = Array2D.full(0.5, (7, 7), 0.1)
    limited = preprocess.noise_map_with_signal_to_noise_limit_from(image, noise, 3.0)
    assert limited.array[:4] == pytest.approx([0.5, 0.5, 2.0 / 3.0, 1.0])
    assert np.max(image.array / limited.array) == pytest.approx(3.0)
    exempt = Mask2D.all_false((7, 7), 0.1, invert=True)
    same = preprocess.noise_map_with_signal_to_noise_limit_from(
        image, noise, 3.0, exempt
    )
    assert np.array_equal(same.array, noise.array)


def test_exposure_times_fall_where_the_background_is_noisy():
    noise = Array2D.no_mask([[0.5, 1.0]], 0.1)
    name = "exposure_time_map_via_exposure_time_and_background_noise_map_from"
    assert getattr(preprocess, name)(100.0, noise).array.tolist() == [100.0, 50.0]


def test_background_from_the_edges(image):
    # autolens: 40 values, background 24.0, noise 15.41103501.
    assert preprocess.edges_from(image, 2).size == 40
    assert preprocess.background_sky_level_via_edges_from(image, 2) == 24.0
    noise = preprocess.background_noise_map_via_edges_from(image, 2)
    assert noise.array == pytest.approx(np.full(49, 15.41103501), rel=1e-9)
    for bad in (0, 4):
        with pytest.raises(exc.ArrayException, match="give 1 to 3"):
            preprocess.edges_from(image, bad)


def test_new_shape(image):
    assert preprocess.array_with_new_shape(image, (3, 3)).array[:3].tolist() == [
        16.0,
        17.0,
        18.0,
    ]


def test_odd_kernels_keep_their_centre_and_scale():
    y, x = np.mgrid[:6, :6] - 2.5
    even = Array2D.no_mask(np.exp(-0.5 * (y**2 + x**2) / 1.5**2), 0.1)
    odd = preprocess.kernel_with_odd_dimensions_from(even, normalize=True)
    assert odd.shape_native == (5, 5) and odd.pixel_scales == (0.1, 0.1)
    values = odd.kernel.native.array
    assert values == pytest.approx(values[::-1, ::-1], rel=1e-12)
    assert values.sum() == pytest.approx(1.0) and values.argmax() == 12
    kept = preprocess.kernel_with_odd_dimensions_from(even)
    assert kept.kernel.sum() == pytest.approx(even.sum())


def test_kernels_are_resampled():
    kernel = Convolver.from_gaussian((11, 11), 0.1, 0.2)
    finer = preprocess.kernel_with_odd_dimensions_from(kernel, 2.0)
    assert finer.shape_native == (21, 21)
    assert finer.pixel_scales == pytest.approx((0.05, 0.05))
    with pytest.raises(exc.KernelException, match="above zero"):
        preprocess.kernel_with_odd_dimensions_from(kernel, 0.0)
