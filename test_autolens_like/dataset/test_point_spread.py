"""`PointSpread`: kernels that are made, read and refused."""

import numpy as np
import pytest

from autolens_like import exc
from autolens_like.dataset.convolver import Convolver
from autolens_like.dataset.point_spread import PointSpread
from autolens_like.structures.array import Array2D


def test_gaussian_follows_its_formula():
    # autolens 2026.10.26.1: Convolver.from_gaussian((3, 5), 1.0, 1.0,
    # centre=(0.1, 0.2), axis_ratio=0.5, angle=30.0).kernel.native
    kernel = PointSpread.from_gaussian((3, 5), 1.0, 1.0, (0.1, 0.2), 0.5, 30.0)
    wanted = [
        [
            1.18300332e-04,
            7.46037433e-03,
            8.17560560e-02,
            1.55691141e-01,
            5.15219782e-02,
        ],
        [
            7.56365946e-03,
            1.30119247e-01,
            3.88987616e-01,
            2.02075966e-01,
            1.82422419e-02,
        ],
        [
            1.87508477e-02,
            8.79965004e-02,
            7.17620029e-02,
            1.01697051e-02,
            2.50441804e-04,
        ],
    ]
    assert kernel.kernel.native.array == pytest.approx(np.array(wanted), rel=1e-8)


def test_gaussian_peak_and_normalization():
    kernel = PointSpread.from_gaussian((7, 7), 0.1, sigma=0.2)
    peak = 1.0 / (0.2 * np.sqrt(2.0 * np.pi))
    assert kernel.kernel.native[3, 3] == pytest.approx(peak, rel=1e-14)
    assert kernel.normalized.kernel.sum() == pytest.approx(1.0, rel=1e-14)
    again = PointSpread.from_gaussian((7, 7), 0.1, sigma=0.2, normalize=True)
    assert again.kernel.array == pytest.approx(kernel.normalized.kernel.array)


def test_normalized_leaves_the_original_and_has_no_state():
    kernel = Convolver(2.0 * np.ones((3, 3)), pixel_scales=0.1)
    assert kernel.normalized.kernel.sum() == pytest.approx(1.0)
    assert kernel.kernel.sum() == 18.0
    assert isinstance(kernel.normalized, Convolver) and kernel.normalized.state is None


@pytest.mark.parametrize("options", [{"sigma": 0.0}, {"sigma": 1.0, "axis_ratio": 1.5}])
def test_gaussians_that_do_not_exist_raise(options):
    with pytest.raises(exc.KernelException, match="give sigma above zero"):
        PointSpread.from_gaussian((3, 3), 0.1, **options)


def test_no_blur_is_one_pixel():
    kernel = PointSpread.no_blur(pixel_scales=0.2)
    assert kernel.shape_native == (1, 1)
    assert kernel.kernel.native.array.tolist() == [[1.0]]
    assert kernel.pixel_scales == (0.2, 0.2)


def test_fits_round_trip(tmp_path):
    kernel = PointSpread.from_gaussian((5, 3), 0.1, 0.1)
    kernel.kernel.output_to_fits(tmp_path / "psf.fits")
    read = PointSpread.from_fits(tmp_path / "psf.fits", 0, 0.1)
    assert np.array_equal(read.kernel.native.array, kernel.kernel.native.array)
    normalized = PointSpread.from_fits(tmp_path / "psf.fits", 0, 0.1, normalize=True)
    assert normalized.kernel.sum() == pytest.approx(1.0)


def test_nan_raises():
    with pytest.raises(
        exc.KernelException, match=r"1 values that are not finite.*1, 2"
    ):
        PointSpread([[1.0, 1.0, 1.0], [1.0, 1.0, np.nan], [1.0] * 3], pixel_scales=0.1)


@pytest.mark.parametrize("fill", [0.0, -1.0])
def test_a_sum_of_zero_or_less_cannot_be_normalized(fill):
    kernel = PointSpread(Array2D.full(fill, (3, 3), 0.1))
    with pytest.raises(exc.KernelException, match="sum above zero"):
        _ = kernel.normalized


@pytest.mark.parametrize("shape", [(4, 3), (3, 4), (4, 4)])
def test_even_sides_raise(shape):
    with pytest.raises(exc.KernelException, match="both sides must be odd"):
        PointSpread(Array2D.full(1.0, shape, 0.1))


def test_a_bare_array_needs_its_pixel_scale():
    with pytest.raises(exc.KernelException, match="give pixel_scales"):
        PointSpread(np.ones((3, 3)))


@pytest.mark.parametrize("size", [0, -1, 1.5, True, "2"])
def test_over_sampling_that_is_no_integer_raises(size):
    with pytest.raises(exc.KernelException, match="at least 1"):
        PointSpread(Array2D.full(1.0, (3, 3), 0.1), convolve_over_sample_size=size)


def test_it_is_not_changed_in_place():
    kernel = PointSpread.no_blur(0.1)
    with pytest.raises(exc.KernelException, match="make a new one"):
        kernel.kernel = None
