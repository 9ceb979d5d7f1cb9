"""Exposures are found by the names of their extensions."""

from __future__ import annotations

import numpy as np
import pytest
from astropy.io import fits as astropy_fits

from autolens_like import exc
from autolens_like.dataset.multi_imaging import MultiImaging


def a_wcs(scale, column=5.0, **cards):
    header = astropy_fits.Header()
    header["CTYPE1"], header["CTYPE2"] = "RA---TAN", "DEC--TAN"
    header["CRVAL1"], header["CRVAL2"] = 57.0, -50.7
    header["CRPIX1"], header["CRPIX2"] = column, 5.0
    header["CD1_1"], header["CD2_2"] = -scale / 3600.0, scale / 3600.0
    header.update(cards)
    return header


def an_exposure(name, header, shape=(9, 9), endings=("BGSUB", "RMS", "PSF")):
    """HDUs of an exposure: data of ones, a pixel without noise, a PSF of sum 2."""
    rms = np.full(shape, 0.5)
    rms[0, 0] = 1e16
    images = (np.ones(shape), rms, np.full((3, 3), 2.0 / 9.0))
    headers = (header, None, None)
    return [
        astropy_fits.ImageHDU(image, own, f"{name}{'_' if name else ''}{ending}")
        for image, own, ending in zip(images, headers, endings, strict=True)
    ]


def written(path, *hdus, **cards):
    primary = astropy_fits.PrimaryHDU(header=astropy_fits.Header(cards))
    astropy_fits.HDUList([primary, *hdus]).writeto(path)
    return path


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Two bands in one file: other pixels, other zero points, a shift of the frame."""
    vis = an_exposure("VIS", a_wcs(0.1, MAGZERO=24.6))
    nir = an_exposure("NIR_Y", a_wcs(0.3, 6.0, MAGZERO=29.6), (9, 11))
    return written(tmp_path_factory.mktemp("multi") / "many.fits", *vis, *nir)


def lone(path, name, **cards):
    endings = ("DATA", "NOISE_MAP", "PSF")
    return written(path, *an_exposure("", None, endings=endings), FILTER=name, **cards)


def test_one_call_reads_all_of_a_file(many) -> None:
    multi = MultiImaging.from_fits(many, noise_threshold=1e10)
    assert multi.names == multi.bands == ("VIS", "NIR_Y")
    assert [e.shape_native for e in multi] == [(9, 9), (9, 11)]
    assert multi["NIR_Y"].pixel_scales == pytest.approx((0.3, 0.3))
    assert [exposure.shape_slim for exposure in multi] == [80, 98]
    assert [e.psf.kernel.sum() for e in multi] == pytest.approx([1.0, 1.0])


def test_zero_points_and_pixel_areas_make_the_flux_scaling(many) -> None:
    # Five magnitudes are a factor 100 and nine times the area a factor 9.
    multi = MultiImaging.from_fits(many)
    assert multi.flux_scaling == pytest.approx((1.0, 900.0))
    other = MultiImaging.from_fits(many, reference="NIR_Y")
    assert other.flux_scaling == pytest.approx((1.0 / 900.0, 1.0))
    given = MultiImaging.from_fits(many, zero_points={"NIR_Y": 24.6})
    assert given.flux_scaling == pytest.approx((1.0, 9.0))


def test_the_wcs_places_the_exposures(many) -> None:
    multi = MultiImaging.from_fits(many)
    assert multi.placements[0].is_none
    # The reference pixels (5, 5) and (5, 6) are the centres of (9, 9) and (9, 11).
    assert multi.offsets[1] == pytest.approx((0.0, 0.0), abs=1e-6)
    other = MultiImaging.from_fits(many, names=["NIR_Y", "VIS"])
    assert other.names == ("NIR_Y", "VIS") and other.placements[0].is_none


def test_a_shifted_frame_has_an_offset(tmp_path) -> None:
    hdus = an_exposure("A", a_wcs(0.1)) + an_exposure("B", a_wcs(0.1, 7.0))
    multi = MultiImaging.from_fits(written(tmp_path / "two.fits", *hdus))
    # B's sky is two pixels to the right, so that its frame lies to the left.
    assert multi.offsets[1] == pytest.approx((0.0, -0.2), abs=1e-6)
    assert multi.flux_scaling == (1.0, 1.0)


def test_several_files_have_the_names_of_their_filters(tmp_path) -> None:
    paths = [
        lone(tmp_path / "one.fits", "F115W", PIXSCALE=0.03),
        lone(tmp_path / "two.fits", "", PIXSCALE=0.06),
    ]
    multi = MultiImaging.from_fits(paths)
    assert multi.names == ("F115W", "two")
    assert [e.pixel_scales for e in multi] == [(0.03, 0.03), (0.06, 0.06)]
    assert all(placement.is_none for placement in multi.placements)
    given = MultiImaging.from_fits(paths, pixel_scales=0.05, bands=["a", "a"])
    assert given[1].pixel_scales == (0.05, 0.05) and given.in_band("a") == (0, 1)


class TestRefusals:
    def test_a_name_that_no_exposure_has(self, many) -> None:
        with pytest.raises(exc.DatasetException, match="Did you mean 'NIR_Y'"):
            MultiImaging.from_fits(many, names=["NIR_H"])

    def test_the_same_exposure_in_two_files(self, tmp_path) -> None:
        paths = [lone(tmp_path / f"{n}.fits", "F115W", PIXSCALE=0.03) for n in "ab"]
        with pytest.raises(exc.DatasetException, match="'F115W' came 2 times"):
            MultiImaging.from_fits(paths)

    def test_a_file_without_exposures_or_noise(self, tmp_path, many) -> None:
        hdus = an_exposure("VIS", a_wcs(0.1))
        nothing = written(tmp_path / "nothing.fits", hdus[2])
        with pytest.raises(exc.FitsException, match=r"holds no exposure.*VIS_PSF"):
            MultiImaging.from_fits(nothing)
        silent = written(tmp_path / "silent.fits", hdus[0])
        with pytest.raises(exc.FitsException, match="no noise of exposure 'VIS'"):
            MultiImaging.from_fits(silent)
        twice = written(tmp_path / "twice.fits", *hdus, *an_exposure("VIS", None))
        with pytest.raises(exc.FitsException, match="two HDUs for the data"):
            MultiImaging.from_fits(twice)

    def test_a_scale_that_is_written_nowhere(self, tmp_path) -> None:
        path = lone(tmp_path / "a.fits", "F115W")
        with pytest.raises(exc.FitsException, match=r"'F115W'.*give pixel_scales"):
            MultiImaging.from_fits(path)

    def test_one_zero_point_or_one_wcs_alone(self, tmp_path) -> None:
        first = an_exposure("A", a_wcs(0.1, MAGZERO=25.0))
        path = written(
            tmp_path / "a.fits", *first, *an_exposure("B", None), PIXSCALE=0.1
        )
        with pytest.raises(exc.DatasetException, match=r"zero_points=\{'B'"):
            MultiImaging.from_fits(path)
        with pytest.raises(exc.FitsException, match="'B': A header has no celestial"):
            MultiImaging.from_fits(path, zero_points={"B": 25.0})

    def test_noise_that_is_not_above_zero_where_nothing_is_masked(
        self, tmp_path
    ) -> None:
        hdus = an_exposure("A", a_wcs(0.1))
        hdus[1].data[3, 4] = 0.0
        path = written(tmp_path / "a.fits", *hdus)
        with pytest.raises(exc.DatasetException, match="Exposure 'A': The noise map"):
            MultiImaging.from_fits(path, mask_invalid=False)
        assert MultiImaging.from_fits(path)[0].shape_slim == 80
