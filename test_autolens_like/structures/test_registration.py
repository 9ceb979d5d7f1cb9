"""The WCS of two images say how one lies on the other."""

from __future__ import annotations

import numpy as np
import pytest
from astropy.io import fits as astropy_fits

from autolens_like import exc
from autolens_like.structures.fits import celestial_wcs_from
from autolens_like.structures.geometry import Geometry2D
from autolens_like.structures.registration import (
    PlacementWarning,
    placement_from_headers,
)

WIDE, FINE = Geometry2D((41, 50), (0.1, 0.1)), Geometry2D((60, 30), (0.03, 0.03))


def a_header(geometry, angle=0.0, ra=57.0, dec=-50.7, mirror=1.0):
    """North at `angle` from the direction of the rows; east to the left of it."""
    cosine, sine = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    scale = geometry.pixel_scales[0] / 3600.0
    matrix = scale * np.array([[-cosine, sine], [sine, cosine]])
    matrix[:, 0] *= mirror
    header = astropy_fits.Header()
    header["CTYPE1"], header["CTYPE2"] = "RA---TAN", "DEC--TAN"
    header["CRVAL1"], header["CRVAL2"] = ra, dec
    # FITS counts pixels from one; columns are axis 1.
    header["CRPIX2"], header["CRPIX1"] = (
        1.0 + middle for middle in geometry.central_pixel_coordinates
    )
    for row in (0, 1):
        for column in (0, 1):
            header[f"CD{row + 1}_{column + 1}"] = matrix[row, column]
    return header


def test_the_same_frame_is_not_moved_at_all() -> None:
    header = a_header(WIDE, 33.0)
    assert placement_from_headers(header, WIDE, header, WIDE).is_none


@pytest.mark.parametrize("angles", [(0.0, 0.0), (0.0, 25.0), (70.0, -120.0)])
def test_a_star_has_one_place_on_the_sky(angles) -> None:
    onto = a_header(WIDE, angles[0])
    own = a_header(FINE, angles[1], 57.0003, -50.7002)
    placement = placement_from_headers(own, FINE, onto, WIDE)
    star = (57.0002, -50.69995)
    places = []
    for header, geometry in ((own, FINE), (onto, WIDE)):
        column, row = celestial_wcs_from(header).world_to_pixel_values(*star)
        places.append(geometry.scaled_coordinates_2d_from((row, column)))
    # The tangent planes of two images a second apart are the same to a nanoarcsecond.
    np.testing.assert_allclose(placement.sky(*places[0]), places[1], atol=2e-6)


def test_the_angle_is_that_between_the_frames() -> None:
    own, onto = a_header(FINE, 10.0), a_header(WIDE, 0.0)
    placement = placement_from_headers(own, FINE, onto, WIDE)
    # Rows count downwards here: position angles turn the other way.
    assert abs(placement.rotation) == pytest.approx(10.0, abs=1e-6)
    assert placement.offset == pytest.approx((0.0, 0.0), abs=1e-8)
    back = placement_from_headers(onto, WIDE, own, FINE)
    assert back.rotation == pytest.approx(-placement.rotation, abs=1e-6)


def test_a_mirror_image_is_refused() -> None:
    own = a_header(FINE, mirror=-1.0)
    with pytest.raises(exc.FitsException, match="mirror image of the other; flip"):
        placement_from_headers(own, FINE, a_header(WIDE), WIDE)


def test_a_pixel_scale_that_is_not_that_of_the_wcs_is_said() -> None:
    wrong = Geometry2D(FINE.shape_native, (0.0306, 0.0306))
    with pytest.warns(PlacementWarning, match="pixels off where its WCS has them"):
        placement_from_headers(a_header(FINE), wrong, a_header(WIDE), WIDE)


def test_without_a_wcs_there_is_no_placement() -> None:
    with pytest.raises(exc.FitsException, match="give offsets and rotations"):
        placement_from_headers(None, FINE, a_header(WIDE), WIDE)
