"""FITS in and out: what is read, what is refused, what is left on disk."""

import numpy as np
import pytest
from astropy.io import fits as astropy_fits

from autolens_like import exc
from autolens_like.structures import fits
from autolens_like.structures.array import Array2D

IMAGE = np.random.default_rng(2).normal(size=(40, 50))


def written(path, values=IMAGE, header=None, **options):
    astropy_fits.writeto(path, values, header, **options)
    return path


def wcs_header(matrix=None, cdelt=None):
    header = astropy_fits.Header()
    header["CTYPE1"], header["CTYPE2"] = "RA---TAN", "DEC--TAN"
    if matrix is not None:
        for i in (0, 1):
            for j in (0, 1):
                header[f"CD{i + 1}_{j + 1}"] = matrix[i][j]
    if cdelt is not None:
        header["CDELT1"], header["CDELT2"] = cdelt
    return header


def rotated(angle, scale=0.05):
    """CD matrix of a frame whose rows point at a position angle [degrees]."""
    c, s = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    return np.array([[-c, s], [s, c]]) * scale / 3600.0


class TestReading:
    def test_round_trip_keeps_every_bit_and_the_first_row_on_top(self, tmp_path):
        fits.output_to_fits(IMAGE, tmp_path / "a.fits")
        read = fits.ndarray_via_fits_from(tmp_path / "a.fits")
        assert np.array_equal(read, IMAGE)
        assert read.dtype == np.float64 and read.dtype.isnative

    def test_all_of_a_file_is_read_at_once(self, tmp_path):
        table = astropy_fits.BinTableHDU(np.array([(1.0,)], dtype=[("a", float)]))
        image = astropy_fits.ImageHDU(IMAGE.astype(">f4"), name="VIS_RMS")
        primary = astropy_fits.PrimaryHDU()
        astropy_fits.HDUList([primary, image, table]).writeto(tmp_path / "a.fits")
        empty, read, rows = fits.image_hdus_from(tmp_path / "a.fits")
        assert empty.name == "" and empty.values is None and rows.values is None
        assert read.name == "VIS_RMS" and read.values.dtype == np.float64
        assert np.array_equal(read.values, IMAGE.astype(np.float32))
        (tmp_path / "a.fits").write_bytes(b"SIMPLE")
        with pytest.raises(exc.FitsException, match=r"a\.fits"):
            fits.image_hdus_from(tmp_path / "a.fits")

    @pytest.mark.parametrize("kind", [">f4", ">f8", ">i2", "u1"])
    def test_any_number_type_becomes_native_float64(self, tmp_path, kind):
        values = np.arange(12).reshape(3, 4).astype(kind)
        read = fits.ndarray_via_fits_from(written(tmp_path / "a.fits", values))
        assert np.array_equal(read, np.arange(12.0).reshape(3, 4))
        assert read.dtype.isnative and read.dtype == np.float64

    def test_bscale_and_bzero_are_applied(self, tmp_path):
        hdu = astropy_fits.PrimaryHDU(np.array([[0.0, 0.5], [1.0, 40.0]]))
        hdu.scale("int16", bscale=0.5, bzero=20.0)
        hdu.writeto(tmp_path / "a.fits")
        read = fits.ndarray_via_fits_from(tmp_path / "a.fits")
        assert read.tolist() == [[0.0, 0.5], [1.0, 40.0]]

    @pytest.mark.parametrize("suffix", [".fits.gz", ".fits.bz2"])
    def test_compressed_files(self, tmp_path, suffix):
        path = written(tmp_path / f"a{suffix}")
        assert np.array_equal(fits.ndarray_via_fits_from(path), IMAGE)

    def test_tile_compressed_images(self, tmp_path):
        hdu = astropy_fits.CompImageHDU(np.arange(64, dtype=np.int32).reshape(8, 8))
        astropy_fits.HDUList([astropy_fits.PrimaryHDU(), hdu]).writeto(
            tmp_path / "a.fits"
        )
        read = fits.ndarray_via_fits_from(tmp_path / "a.fits", hdu=1)
        assert read[7, 7] == 63.0

    def test_headers_that_astropy_mends_are_read(self, tmp_path):
        header = astropy_fits.Header()
        path = written(tmp_path / "a.fits", IMAGE, header)
        content = path.read_bytes()
        # BLANK is for integers; archives write it for floats all the same.
        card = b"BLANK   =               -32768".ljust(80)
        path.write_bytes(content.replace(b"END".ljust(80), card + b"END".ljust(80), 1))
        raw = path.read_bytes()
        path.write_bytes(raw[:2880].rstrip().ljust(2880) + raw[2960:])
        assert np.array_equal(fits.ndarray_via_fits_from(path), IMAGE)

    def test_the_header_is_kept(self, tmp_path):
        path = written(tmp_path / "a.fits", header=wcs_header(rotated(10.0)))
        array = Array2D.from_fits(path)
        assert array.header["CTYPE1"] == "RA---TAN"
        assert fits.header_obj_from(path)["NAXIS1"] == 50

    def test_any_number_of_axes_where_asked(self, tmp_path):
        path = written(tmp_path / "a.fits", np.ones((2, 3, 4)))
        assert fits.ndarray_via_fits_from(path, ndim=None).shape == (2, 3, 4)


class TestRefusing:
    def test_a_missing_file_names_its_neighbours(self, tmp_path):
        written(tmp_path / "noise_map.fits")
        with pytest.raises(exc.FitsException, match=r"no file.*'noise_map\.fits'"):
            fits.ndarray_via_fits_from(tmp_path / "noise_mp.fits")
        with pytest.raises(exc.FitsException, match="There is no file"):
            fits.ndarray_via_fits_from(tmp_path / "nowhere" / "a.fits")

    @pytest.mark.parametrize("hdu", [3, "NOISE"])
    def test_a_missing_hdu_lists_what_is_there(self, tmp_path, hdu):
        path = written(tmp_path / "a.fits")
        with pytest.raises(exc.FitsException, match=r"has no HDU .*0 \(PRIMARY\)"):
            fits.ndarray_via_fits_from(path, hdu)

    @pytest.mark.parametrize("length", [10, 2880, 3000, 12000])
    def test_a_truncated_file(self, tmp_path, length):
        path = written(tmp_path / "a.fits")
        path.write_bytes(path.read_bytes()[:length])
        with pytest.raises(exc.FitsException, match="damaged"):
            fits.ndarray_via_fits_from(path)

    def test_a_file_of_another_kind(self, tmp_path):
        (tmp_path / "a.fits").write_text("not a FITS file " * 300)
        with pytest.raises(exc.FitsException, match="cannot be read"):
            fits.ndarray_via_fits_from(tmp_path / "a.fits")
        (tmp_path / "b.fits").write_bytes(b"")
        with pytest.raises(exc.FitsException, match="cannot be read"):
            fits.ndarray_via_fits_from(tmp_path / "b.fits")

    def test_a_table(self, tmp_path):
        column = astropy_fits.Column(name="flux", format="D", array=np.ones(3))
        table = astropy_fits.BinTableHDU.from_columns([column])
        astropy_fits.HDUList([astropy_fits.PrimaryHDU(), table]).writeto(
            tmp_path / "a.fits"
        )
        with pytest.raises(exc.FitsException, match="is a table, not an image"):
            fits.ndarray_via_fits_from(tmp_path / "a.fits", 1)
        with pytest.raises(exc.FitsException, match="holds no image"):
            fits.ndarray_via_fits_from(tmp_path / "a.fits", 0)

    @pytest.mark.parametrize("shape", [(5,), (2, 3, 4)])
    def test_another_number_of_axes(self, tmp_path, shape):
        path = written(tmp_path / "a.fits", np.ones(shape))
        words = f"{len(shape)} axes came, 2 are needed"
        with pytest.raises(exc.FitsException, match=words):
            Array2D.from_fits(path, pixel_scales=0.1)


class TestSkyScale:
    @pytest.mark.parametrize("angle", [0.0, 30.0, -120.0])
    @pytest.mark.parametrize("cdelt", [None, (1.0, 1.0)])
    def test_a_rotated_matrix_with_and_without_a_dummy_scale(
        self, tmp_path, angle, cdelt
    ):
        path = written(tmp_path / "a.fits", header=wcs_header(rotated(angle), cdelt))
        header = fits.header_obj_from(path)
        assert fits.pixel_scales_from_header(header) == pytest.approx((0.05, 0.05))
        assert fits.orientation_from_header(header) == pytest.approx(angle)
        assert Array2D.from_fits(path).pixel_scales == pytest.approx((0.05, 0.05))

    def test_plain_scales_may_differ(self):
        header = wcs_header(cdelt=(-0.2 / 3600.0, 0.1 / 3600.0))
        assert fits.pixel_scales_from_header(header) == pytest.approx((0.1, 0.2))
        assert fits.orientation_from_header(header) == pytest.approx(0.0)

    @pytest.mark.parametrize(
        "header", [None, astropy_fits.Header(), wcs_header(), wcs_header(cdelt=(1, 1))]
    )
    def test_headers_that_say_nothing(self, header):
        assert fits.pixel_scales_from_header(header) is None
        assert fits.orientation_from_header(header) is None

    def test_no_scale_at_all_is_an_error(self, tmp_path):
        with pytest.raises(exc.FitsException, match="give pixel_scales"):
            Array2D.from_fits(written(tmp_path / "a.fits"))


class TestWriting:
    def test_names_cards_and_masks(self, tmp_path):
        hdus = fits.hdu_list_for_output_from(
            [IMAGE, IMAGE > 0.0, Array2D.no_mask([[1.0, 2.0]], 0.1)],
            [None, "mask", "psf"],
            {"LENS": "J0252"},
        )
        fits.write_hdu_list(hdus, tmp_path / "deep" / "a.fits")
        with astropy_fits.open(tmp_path / "deep" / "a.fits") as read:
            assert [hdu.name for hdu in read] == ["PRIMARY", "MASK", "PSF"]
            assert read[1].data.dtype == np.uint8 and read[2].data.shape == (1, 2)
            assert read[2].header["LENS"] == "J0252"

    def test_existing_files_are_kept(self, tmp_path):
        fits.output_to_fits(IMAGE, tmp_path / "a.fits")
        with pytest.raises(exc.FitsException, match="overwrite=True"):
            fits.output_to_fits(2.0 * IMAGE, tmp_path / "a.fits")
        assert np.array_equal(fits.ndarray_via_fits_from(tmp_path / "a.fits"), IMAGE)
        fits.output_to_fits(2.0 * IMAGE, tmp_path / "a.fits", overwrite=True)
        read = fits.ndarray_via_fits_from(tmp_path / "a.fits")
        assert np.array_equal(read, 2.0 * IMAGE)

    def test_a_failure_leaves_the_old_file_and_nothing_else(
        self, tmp_path, monkeypatch
    ):
        fits.output_to_fits(IMAGE, tmp_path / "a.fits")
        before = (tmp_path / "a.fits").read_bytes()

        def failing(descriptor):
            raise OSError("No space left on device")

        monkeypatch.setattr("os.fsync", failing)
        with pytest.raises(OSError, match="No space"):
            fits.output_to_fits(2.0 * IMAGE, tmp_path / "a.fits", overwrite=True)
        assert (tmp_path / "a.fits").read_bytes() == before
        assert len(list(tmp_path.iterdir())) == 1

    def test_written_files_are_readable_by_others(self, tmp_path):
        fits.output_to_fits(IMAGE, tmp_path / "a.fits")
        (tmp_path / "plain").touch()
        assert (tmp_path / "a.fits").stat().st_mode == (
            tmp_path / "plain"
        ).stat().st_mode
