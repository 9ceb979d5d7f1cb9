"""`Imaging`: what goes in, what it refuses and what its methods return."""

import pickle

import numpy as np
import pytest
from astropy.io import fits as astropy_fits

from autolens_like import exc
from autolens_like.dataset.checks import PixelScaleWarning
from autolens_like.dataset.convolver import Convolver
from autolens_like.dataset.imaging import Imaging
from autolens_like.structures import fits
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D


def an_image(values, pixel_scales=0.1):
    return Array2D.no_mask(np.asarray(values, dtype=float), pixel_scales)


def ones(shape=(7, 7)):
    return Array2D.full(1.0, shape, 0.1)


def inner_mask(shape=(7, 7)):
    values = np.ones(shape, dtype=bool)
    values[2:-2, 2:-2] = False
    return Mask2D(values, 0.1)


class TestConstruction:
    def test_attributes(self, dataset, frame, kernel):
        assert dataset.shape_native == (31, 33)
        assert dataset.shape_slim == 31 * 33
        assert dataset.pixel_scales == (0.1, 0.1)
        assert dataset.mask.is_all_false and not dataset.is_masked
        assert dataset.grid is dataset.grids.lp
        ratio = np.maximum(frame / 0.5, 0.0)
        assert dataset.signal_to_noise_map.native.array == pytest.approx(ratio)
        assert dataset.signal_to_noise_max == pytest.approx(ratio.max())
        assert dataset.psf.state.image_mask is dataset.mask
        assert dataset.noise_covariance_matrix is None
        assert dataset.noise_covariance_matrix_inv is None
        assert dataset.sparse_operator is None

    def test_the_psf_is_normalized_unless_told_otherwise(self):
        psf = Convolver(2.0 * ones((3, 3)))
        assert Imaging(ones(), ones(), psf).psf.kernel.sum() == pytest.approx(1.0)
        kept = Imaging(ones(), ones(), psf, use_normalized_psf=False)
        assert kept.psf.kernel.sum() == 18.0
        assert psf.kernel.sum() == 18.0

    def test_the_psf_may_be_an_array(self):
        dataset = Imaging(ones(), ones(), ones((3, 3)))
        assert isinstance(dataset.psf, Convolver)
        assert Imaging(ones(), ones(), np.ones((3, 3))).psf.pixel_scales == (0.1, 0.1)

    def test_without_a_psf_there_is_no_blurring_grid(self):
        dataset = Imaging(ones(), ones())
        assert dataset.psf is None and dataset.grids.blurring is None

    def test_it_is_frozen_and_pickles(self, dataset, mask):
        with pytest.raises(exc.DatasetException, match="not changed in place"):
            dataset.data = None
        masked = dataset.apply_mask(mask)
        again = pickle.loads(pickle.dumps(masked))
        assert np.array_equal(again.data.array, masked.data.array)

    def test_everything_is_there_before_a_fit_asks(self, dataset, mask):
        masked = dataset.apply_mask(mask)
        assert {"lp", "pixelization", "blurring"} <= set(vars(masked.grids))
        assert masked._is_finite

    def test_a_masked_array_makes_a_masked_dataset(self, mask, frame):
        dataset = Imaging(Array2D(frame, mask), Array2D(np.ones_like(frame), mask))
        assert dataset.is_masked and dataset.shape_slim == mask.shape_slim

    def test_a_finer_psf(self, frame):
        psf = Convolver(ones((5, 5)), convolve_over_sample_size=2)
        dataset = Imaging(an_image(frame), an_image(np.ones_like(frame)), psf)
        assert dataset.psf.convolve_over_sample_size == 2
        same = Imaging(
            an_image(frame),
            an_image(np.ones_like(frame)),
            ones((5, 5)),
            convolve_over_sample_size_lp=2,
            convolve_over_sample_size_pixelization=2,
        )
        assert same.psf.state.fft_shape == dataset.psf.state.fft_shape


class TestApplyMask:
    def test_everything_follows_the_mask(self, dataset, mask, frame):
        masked = dataset.apply_mask(mask)
        assert masked.is_masked and not dataset.is_masked
        assert np.array_equal(masked.data.array, frame[~mask.array])
        assert masked.noise_map.shape_slim == mask.shape_slim
        assert masked.psf.state.image_mask.shape_slim == mask.shape_slim
        assert np.array_equal(masked.grid.array, mask.derive_grid.unmasked)
        assert masked.grids.lp.over_sampler.sub_total == 4 * mask.shape_slim
        assert masked.psf.kernel.sum() == pytest.approx(1.0)

    def test_a_second_mask_raises(self, dataset, mask):
        masked = dataset.apply_mask(mask)
        with pytest.raises(exc.MaskException, match="has a mask already"):
            masked.apply_mask(mask)
        whole = dataset.apply_mask(Mask2D.all_false((31, 33), 0.1))
        with pytest.raises(exc.MaskException, match="has a mask already"):
            whole.apply_mask(mask)

    def test_a_mask_of_another_shape_raises(self, dataset):
        with pytest.raises(exc.MaskException, match=r"\(31, 31\).*\(31, 33\)"):
            dataset.apply_mask(Mask2D.all_false((31, 31), 0.1))

    def test_a_mask_of_another_pixel_scale_raises(self, dataset):
        with pytest.raises(exc.MaskException, match="make it with the dataset's"):
            dataset.apply_mask(Mask2D.all_false((31, 33), 0.2))

    def test_an_empty_mask_raises(self, dataset):
        with pytest.raises(exc.MaskException, match="masks every pixel"):
            dataset.apply_mask(Mask2D.all_false((31, 33), 0.1, invert=True))

    def test_what_is_no_mask_raises(self, dataset):
        with pytest.raises(exc.MaskException, match="give a Mask2D"):
            dataset.apply_mask(np.zeros((31, 33), dtype=bool))

    def test_sizes_for_every_pixel_follow(self, dataset, mask, rng):
        sizes = rng.integers(1, 4, (31, 33))
        masked = dataset.apply_over_sampling(over_sample_size_lp=sizes)
        masked = masked.apply_mask(mask)
        assert np.array_equal(masked.grid.over_sample_size, sizes[~mask.array])

    def test_covariance_loses_rows_and_columns(self):
        mask = inner_mask()
        covariance = np.diag(np.arange(1.0, 50.0))
        covariance[16, 17] = covariance[17, 16] = 0.25
        dataset = Imaging(ones(), noise_covariance_matrix=covariance)
        assert dataset.noise_map.array == pytest.approx(np.sqrt(np.arange(1.0, 50.0)))
        masked = dataset.apply_mask(mask)
        kept = np.flatnonzero(~mask.array)
        wanted = covariance[np.ix_(kept, kept)]
        assert np.array_equal(masked.noise_covariance_matrix, wanted)
        product = masked.noise_covariance_matrix_inv @ wanted
        assert product == pytest.approx(np.eye(9), abs=1e-12)


class TestNoiseScaling:
    def test_the_region_is_zeroed_and_its_noise_raised(self, dataset, mask, frame):
        scaled = dataset.apply_noise_scaling(mask)
        inside = ~mask.array
        assert np.all(scaled.noise_map.native.array[inside] == 1e8)
        assert np.all(scaled.noise_map.native.array[~inside] == 0.5)
        assert np.all(scaled.data.native.array[inside] == 0.0)
        assert np.array_equal(scaled.data.native.array[~inside], frame[~inside])

    def test_data_may_be_kept(self, dataset, mask, frame):
        scaled = dataset.apply_noise_scaling(mask, 3.0, should_zero_data=False)
        assert np.array_equal(scaled.data.native.array, frame)
        assert scaled.noise_map.native[15, 14] == 3.0

    def test_by_signal_to_noise(self):
        # autolens 2026.10.26.1: data -3 and 9 at S/N 5 give a noise of 0.6.
        values = np.arange(25.0).reshape(5, 5) - 3.0
        region = np.ones((5, 5), dtype=bool)
        region[0, 0] = region[2, 2] = False
        dataset = Imaging(an_image(values), ones((5, 5)))
        scaled = dataset.apply_noise_scaling(
            Mask2D(region, 0.1), signal_to_noise_value=5.0
        )
        assert scaled.noise_map.native.array[~region].tolist() == [0.6, 0.6]
        with pytest.raises(exc.DatasetException, match="give noise_value instead"):
            Imaging(an_image(-values), ones((5, 5))).apply_noise_scaling(
                Mask2D(region, 0.1), signal_to_noise_value=5.0
            )

    def test_after_masking_it_raises(self, dataset, mask):
        with pytest.raises(exc.MaskException, match="apply_noise_scaling first"):
            dataset.apply_mask(mask).apply_noise_scaling(mask)

    def test_a_mask_of_another_shape_raises(self, dataset):
        with pytest.raises(exc.MaskException, match="they must be the same"):
            dataset.apply_noise_scaling(inner_mask())


class TestOtherMethods:
    def test_over_sampling_changes_what_is_named(self, dataset, mask):
        masked = dataset.apply_mask(mask)
        finer = masked.apply_over_sampling(over_sample_size_lp=3)
        assert np.all(finer.grids.lp.over_sample_size == 3)
        assert np.all(finer.grids.pixelization.over_sample_size == 4)
        other = finer.apply_over_sampling(over_sample_size_pixelization=1)
        assert np.all(other.grids.lp.over_sample_size == 3)
        assert np.all(other.grids.pixelization.over_sample_size == 1)
        assert other.is_masked

    def test_trimmed(self, frame):
        covariance = np.diag(np.arange(1.0, 36.0))
        data = an_image(np.arange(35.0).reshape(5, 7))
        dataset = Imaging(data, None, np.ones((3, 3)), covariance)
        trimmed = dataset.trimmed_after_convolution_from((3, 3))
        assert trimmed.shape_native == (3, 5)
        assert np.array_equal(trimmed.data.native.array, data.native.array[1:-1, 1:-1])
        kept = trimmed.data.array.astype(int)
        assert np.array_equal(np.diagonal(trimmed.noise_covariance_matrix), kept + 1.0)
        assert trimmed.psf.state.image_mask.shape_native == (3, 5)
        with pytest.raises(exc.KernelException, match="nothing is left"):
            dataset.trimmed_after_convolution_from((7, 7))


@pytest.fixture
def files(tmp_path, frame):
    """Paths of data, noise map and PSF."""
    paths = [tmp_path / name for name in ("data.fits", "noise_map.fits", "psf.fits")]
    for path, values in zip(
        paths, (frame, np.full(frame.shape, 0.5), np.ones((3, 3))), strict=True
    ):
        fits.output_to_fits(values, path)
    return paths


def header_with_scale(arcseconds):
    header = astropy_fits.Header()
    header["CTYPE1"], header["CTYPE2"] = "RA---TAN", "DEC--TAN"
    header["CDELT1"], header["CDELT2"] = -arcseconds / 3600.0, arcseconds / 3600.0
    return header


class TestFromFits:
    def test_it_reads_all_three(self, files, frame):
        data, noise, psf = files
        dataset = Imaging.from_fits(
            pixel_scales=0.1,
            data_path=data,
            noise_map_path=noise,
            psf_path=psf,
            over_sample_size_lp=3,
        )
        assert np.array_equal(dataset.data.native.array, frame)
        assert np.all(dataset.noise_map.array == 0.5)
        assert dataset.psf.kernel.sum() == pytest.approx(1.0)
        assert np.all(dataset.grid.over_sample_size == 3)
        assert Imaging.from_fits(0.1, str(data), str(noise)).psf is None

    def test_hdus_by_number_and_name(self, tmp_path, frame):
        hdus = fits.hdu_list_for_output_from(
            [frame, 2.0 * np.ones(frame.shape), np.ones((3, 3))],
            ["data", "noise", "psf"],
        )
        path = tmp_path / "all.fits"
        fits.write_hdu_list(hdus, path)
        dataset = Imaging.from_fits(0.1, path, path, 0, "NOISE", path, 2)
        assert np.all(dataset.noise_map.array == 2.0)
        with pytest.raises(exc.FitsException, match="no HDU 5"):
            Imaging.from_fits(0.1, path, path, data_hdu=5)

    def test_a_missing_file(self, files):
        data, noise, _ = files
        with pytest.raises(exc.FitsException, match=r"There is no file.*data\.fits"):
            Imaging.from_fits(0.1, data.with_name("dta.fits"), noise)

    @pytest.mark.parametrize("bad", [0.0, -0.05, "0.05"])
    def test_pixel_scales(self, files, bad):
        with pytest.raises(exc.ArrayException, match="arcseconds per pixel"):
            Imaging.from_fits(bad, files[0], files[1])

    def test_the_scale_from_the_header(self, files, frame):
        data, noise, _ = files
        with pytest.raises(exc.FitsException, match="give pixel_scales"):
            Imaging.from_fits(None, data, noise)
        astropy_fits.writeto(data, frame, header_with_scale(0.05), overwrite=True)
        dataset = Imaging.from_fits(None, data, noise)
        assert dataset.pixel_scales == pytest.approx((0.05, 0.05), rel=1e-9)
        assert dataset.data.header["CTYPE1"] == "RA---TAN"

    def test_a_scale_that_contradicts_the_header(self, files, frame):
        data, noise, _ = files
        astropy_fits.writeto(data, frame, header_with_scale(0.05), overwrite=True)
        assert Imaging.from_fits(0.0501, data, noise).pixel_scales == (0.0501, 0.0501)
        with pytest.warns(PixelScaleWarning, match=r"whose WCS says \(0\.05"):
            Imaging.from_fits(0.06, data, noise)
        with pytest.raises(exc.FitsException, match="pixel_scales=None"):
            Imaging.from_fits(0.1, data, noise)

    def test_mask_invalid(self, files, frame):
        data, noise, _ = files
        frame[3, 4] = np.nan
        noise_values = np.full(frame.shape, 0.5)
        noise_values[0, 0], noise_values[1, 1] = 0.0, np.nan
        fits.output_to_fits(frame, data, overwrite=True)
        fits.output_to_fits(noise_values, noise, overwrite=True)
        with pytest.raises(exc.DatasetException, match="mask_invalid=True"):
            Imaging.from_fits(0.1, data, noise)
        dataset = Imaging.from_fits(0.1, data, noise, mask_invalid=True)
        assert dataset.shape_slim == frame.size - 3
        assert dataset.check_finite() is dataset and not dataset.is_masked

    def test_noise_threshold(self, files, frame):
        data, noise, _ = files
        noise_values = np.full(frame.shape, 0.5)
        noise_values[:3] = 1e8
        fits.output_to_fits(noise_values, noise, overwrite=True)
        assert Imaging.from_fits(0.1, data, noise).mask.is_all_false
        dataset = Imaging.from_fits(0.1, data, noise, noise_threshold=1e8)
        assert np.array_equal(dataset.mask.array, noise_values == 1e8)


class TestOutput:
    def test_round_trip(self, dataset, tmp_path):
        paths = [tmp_path / "new" / name for name in ("d.fits", "p.fits", "n.fits")]
        dataset.output_to_fits(*paths)
        again = Imaging.from_fits(0.1, paths[0], paths[2], psf_path=paths[1])
        assert np.array_equal(again.data.array, dataset.data.array)
        assert again.psf.kernel.array == pytest.approx(dataset.psf.kernel.array)

    def test_existing_files_are_kept(self, dataset, tmp_path):
        (tmp_path / "n.fits").write_text("mine")
        with pytest.raises(exc.FitsException, match="overwrite=True"):
            dataset.output_to_fits(
                tmp_path / "d.fits", noise_map_path=tmp_path / "n.fits"
            )
        assert [path.name for path in tmp_path.iterdir()] == ["n.fits"]

    def test_a_failure_half_way_leaves_nothing(self, dataset, tmp_path, monkeypatch):
        calls = []

        def failing(descriptor):
            calls.append(descriptor)
            if len(calls) == 2:
                raise OSError("No space left on device")

        monkeypatch.setattr("os.fsync", failing)
        with pytest.raises(OSError, match="No space"):
            dataset.output_to_fits(tmp_path / "d.fits", tmp_path / "p.fits")
        assert list(tmp_path.iterdir()) == []
