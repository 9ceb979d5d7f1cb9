"""The pixel geometry of a frame: where pixel centres lie on the sky.

Coordinates are (y, x) in arcseconds, y up and x right. `native[0, 0]` is the top-left
pixel, at the largest y and the smallest x; frames with an even side straddle the
origin.
"""

from __future__ import annotations

import math
import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.typing import ArrayLike, PixelScales


def pixel_scales_from(pixel_scales: PixelScales) -> tuple[float, float]:
    """Checked (y, x) pixel scales [arcsec].

    Raises
    ------
    ArrayException
        Anything but one or two positive finite numbers.
    """
    pair = pixel_scales
    if isinstance(pair, numbers.Real) and not isinstance(pair, bool):
        pair = (pair, pair)
    valid = (
        isinstance(pair, (tuple, list, np.ndarray))
        and len(pair) == 2
        and all(isinstance(v, numbers.Real) and not isinstance(v, bool) for v in pair)
        and all(math.isfinite(v) and v > 0.0 for v in pair)
    )
    if not valid:
        raise exc.ArrayException(
            f"pixel_scales={pixel_scales!r} is not usable: give the arcseconds per "
            "pixel as one number above zero, or as a (y, x) pair of them."
        )
    return float(pair[0]), float(pair[1])


def shape_native_from(shape_native: Any) -> tuple[int, int]:
    """Checked (rows, columns) of a frame.

    Raises
    ------
    ArrayException
        Anything but two integers above zero.
    """
    valid = (
        isinstance(shape_native, (tuple, list, np.ndarray))
        and len(shape_native) == 2
        and all(isinstance(v, numbers.Integral) and v > 0 for v in shape_native)
    )
    if not valid:
        raise exc.ArrayException(
            f"shape_native={shape_native!r} is not usable: give (rows, columns) as two "
            "integers above zero."
        )
    return int(shape_native[0]), int(shape_native[1])


def origin_from(origin: Any) -> tuple[float, float]:
    """Checked (y, x) origin of a frame [arcsec]."""
    values = np.asarray(origin, dtype=float)
    if values.shape != (2,) or not np.all(np.isfinite(values)):
        raise exc.ArrayException(
            f"origin={origin!r} is not usable: give (y, x) in arcseconds."
        )
    return float(values[0]), float(values[1])


@dataclass(frozen=True)
class Geometry2D:
    """A frame of pixels on the sky.

    Parameters
    ----------
    shape_native
        (rows, columns).
    pixel_scales
        (y, x) [arcsec].
    origin
        (y, x) of the centre of the frame [arcsec].
    """

    shape_native: tuple[int, int]
    pixel_scales: tuple[float, float]
    origin: tuple[float, float] = (0.0, 0.0)

    @property
    def central_pixel_coordinates(self) -> tuple[float, float]:
        """(row, column) of the centre of the frame; halves where a side is even."""
        return (self.shape_native[0] - 1) / 2.0, (self.shape_native[1] - 1) / 2.0

    @property
    def axes(self) -> tuple[np.ndarray, np.ndarray]:
        """y of every row and x of every column [arcsec]."""
        middle_y, middle_x = self.central_pixel_coordinates
        y = (middle_y - np.arange(self.shape_native[0])) * self.pixel_scales[0]
        x = (np.arange(self.shape_native[1]) - middle_x) * self.pixel_scales[1]
        return y + self.origin[0], x + self.origin[1]

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """(x minimum, x maximum, y minimum, y maximum) of the outer edges [arcsec]."""
        half_y = 0.5 * self.shape_native[0] * self.pixel_scales[0]
        half_x = 0.5 * self.shape_native[1] * self.pixel_scales[1]
        y, x = self.origin
        return x - half_x, x + half_x, y - half_y, y + half_y

    @property
    def shape_native_scaled(self) -> tuple[float, float]:
        """Height and width of the frame [arcsec]."""
        return (
            self.shape_native[0] * self.pixel_scales[0],
            self.shape_native[1] * self.pixel_scales[1],
        )

    def coordinates_native(self) -> np.ndarray:
        """(rows, columns, 2) pixel centres (y, x) [arcsec]."""
        y, x = self.axes
        return np.stack(np.meshgrid(y, x, indexing="ij"), axis=-1)

    def pixels_from(self, coordinates: ArrayLike) -> np.ndarray:
        """Continuous (row, column) of sky coordinates; pixel centres are integers.

        Parameters
        ----------
        coordinates
            (..., 2) of (y, x) [arcsec].
        """
        values = np.asarray(coordinates, dtype=float)
        middle_y, middle_x = self.central_pixel_coordinates
        row = middle_y - (values[..., 0] - self.origin[0]) / self.pixel_scales[0]
        column = middle_x + (values[..., 1] - self.origin[1]) / self.pixel_scales[1]
        return np.stack([row, column], axis=-1)

    def pixel_coordinates_2d_from(self, scaled_coordinates_2d: ArrayLike) -> Any:
        """(row, column) of the pixel that holds a sky coordinate (y, x) [arcsec]."""
        row, column = np.rint(self.pixels_from(scaled_coordinates_2d)).astype(int)
        return int(row), int(column)

    def scaled_coordinates_2d_from(self, pixel_coordinates_2d: ArrayLike) -> Any:
        """(y, x) [arcsec] of the centre of pixel (row, column)."""
        row, column = pixel_coordinates_2d
        middle_y, middle_x = self.central_pixel_coordinates
        return (
            (middle_y - row) * self.pixel_scales[0] + self.origin[0],
            (column - middle_x) * self.pixel_scales[1] + self.origin[1],
        )


def resized_native(
    values: np.ndarray, new_shape: tuple[int, int], fill: float | bool
) -> np.ndarray:
    """A frame cropped or padded about its centre; odd differences go to the end."""
    rows, columns = shape_native_from(new_shape)
    resized = np.full((rows, columns), fill, dtype=values.dtype)
    cuts_old, cuts_new = [], []
    for old, new in zip(values.shape, (rows, columns), strict=True):
        size = min(old, new)
        cuts_old.append(slice((old - size) // 2, (old - size) // 2 + size))
        cuts_new.append(slice((new - size) // 2, (new - size) // 2 + size))
    resized[tuple(cuts_new)] = values[tuple(cuts_old)]
    return resized
