"""Where one image lies on another, from the WCS of both."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.structures.fits import celestial_wcs_from
from autolens_like.structures.geometry import Geometry2D
from autolens_like.structures.placement import Placement

#: Points along each side of a frame that are compared.
_POINTS = 7
#: What a turn and a shift leave over is an error of the model's light from here on
#: [pixels of the finer image].
_POOR = 0.1
#: Rounding of coordinates in degrees, below which nothing is moved [pixels].
_ROUNDING = 1e-6


class PlacementWarning(UserWarning):
    """A turn and a shift do not describe how two images lie."""


def placement_from_headers(
    header: Any, geometry: Geometry2D, onto_header: Any, onto_geometry: Geometry2D
) -> Placement:
    """The turn and shift that take an image's coordinates to those of another.

    Points of a lattice over the image are taken to the sky by its WCS and back by
    the other's; the placement fits them best, in the sense of least squares.

    Parameters
    ----------
    header, geometry
        Of the image.
    onto_header, onto_geometry
        Of the other one, whose coordinates are those of the sky.

    Raises
    ------
    FitsException
        A header has no celestial WCS, or one image is the mirror image of the other.

    Warns
    -----
    PlacementWarning
        Distortion, or pixel scales that are not those of the WCS, move a point by
        more than a tenth of a pixel.
    """
    from astropy.wcs.utils import pixel_to_pixel

    own, onto = (celestial_wcs_from(h) for h in (header, onto_header))
    if own is None or onto is None:
        raise exc.FitsException(
            "A header has no celestial WCS, so that it does not say where its image "
            "lies; give offsets and rotations."
        )
    pixels = _lattice(geometry.shape_native)
    y, x = geometry.scaled_coordinates_2d_from(pixels)
    columns, rows = pixel_to_pixel(own, onto, *pixels[::-1])
    sky_y, sky_x = onto_geometry.scaled_coordinates_2d_from((rows, columns))
    finest = min(*geometry.pixel_scales, *onto_geometry.pixel_scales)
    return _rigid_from(x + 1j * y, sky_x + 1j * sky_y, finest)


def _lattice(shape: tuple[int, int]) -> np.ndarray:
    """(2, n) rows and columns over a frame, corners included."""
    sides = [np.linspace(0.0, side - 1.0, _POINTS) for side in shape]
    return np.stack([axis.ravel() for axis in np.meshgrid(*sides, indexing="ij")])


def _rigid_from(own: np.ndarray, sky: np.ndarray, pixel: float) -> Placement:
    """The placement of points x + iy that fits their places on the sky best."""
    own_middle, sky_middle = own.mean(), sky.mean()
    own, sky = own - own_middle, sky - sky_middle
    turn = np.sum(sky * own.conj())
    if np.abs(np.sum(sky * own)) > np.abs(turn):
        raise exc.FitsException(
            "By their WCS, one image is the mirror image of the other; flip one, for "
            "example values[::-1] and its PSF alike, before it is read."
        )
    turn = turn / np.abs(turn)
    largest = float(np.max(np.abs(sky - turn * own))) / pixel
    if largest > _POOR:
        warnings.warn(
            f"A turn and a shift leave points of an image {largest:.2g} pixels off "
            "where its WCS has them. Distortion does this, and so do pixel_scales "
            "that are not those of the WCS.",
            PlacementWarning,
            stacklevel=4,
        )
    if np.max(np.abs((turn - 1.0) * own)) < _ROUNDING * pixel:
        turn = 1.0 + 0.0j
    offset = sky_middle - turn * own_middle
    if np.abs(offset) < _ROUNDING * pixel:
        offset = 0.0j
    rotation = float(np.rad2deg(np.angle(turn)))
    return Placement((float(offset.imag), float(offset.real)), rotation)
