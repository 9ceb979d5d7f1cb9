"""`Mask2D`: which pixels of a frame take part; True means masked."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.structures import fits
from autolens_like.structures.derive import DeriveGrid2D, DeriveIndexes2D, DeriveMask2D
from autolens_like.structures.geometry import (
    Geometry2D,
    origin_from,
    pixel_scales_from,
    resized_native,
    shape_native_from,
)
from autolens_like.typing import ArrayLike, PathLike, PixelScales


def _length(value: Any, name: str) -> float:
    number = float(value)
    if not np.isfinite(number) or number <= 0.0:
        raise exc.MaskException(
            f"{name}={value!r} is not usable: give arcseconds above zero."
        )
    return number


def _boolean(mask: ArrayLike) -> np.ndarray:
    values = np.asarray(getattr(mask, "array", mask))
    if values.ndim != 2 or 0 in values.shape:
        raise exc.MaskException(
            f"A mask of shape {values.shape} came; give a 2D array (rows, columns)."
        )
    if values.dtype != bool and not np.all(np.isin(values, (0, 1))):
        raise exc.MaskException(
            "A mask holds True (masked) and False only; the array that came has other "
            f"values, such as {values[~np.isin(values, (0, 1))][0]!r}."
        )
    return values.astype(bool)


class Mask2D:
    """A boolean frame on the sky: True is masked, False takes part.

    Parameters
    ----------
    mask
        (rows, columns) of booleans.
    pixel_scales
        Arcseconds per pixel, one number or (y, x).
    origin
        (y, x) of the centre of the frame [arcsec].
    invert
        Swap masked and unmasked.

    Raises
    ------
    MaskException
        The array is not 2D or not boolean.
    """

    def __init__(
        self,
        mask: ArrayLike,
        pixel_scales: PixelScales,
        origin: tuple[float, float] = (0.0, 0.0),
        invert: bool = False,
    ) -> None:
        values = _boolean(mask)
        self.array = ~values if invert else values.copy()
        self.array.setflags(write=False)
        self.geometry = Geometry2D(
            self.array.shape, pixel_scales_from(pixel_scales), origin_from(origin)
        )

    @classmethod
    def all_false(
        cls,
        shape_native: tuple[int, int],
        pixel_scales: PixelScales,
        origin: tuple[float, float] = (0.0, 0.0),
        invert: bool = False,
    ) -> Mask2D:
        """A mask that masks nothing."""
        mask = np.zeros(shape_native_from(shape_native), dtype=bool)
        return cls(mask, pixel_scales, origin, invert)

    @classmethod
    def _where(
        cls,
        unmasked: Any,
        shape_native: tuple[int, int],
        pixel_scales: PixelScales,
        origin: tuple[float, float],
        centre: tuple[float, float],
        invert: bool,
    ) -> Mask2D:
        """The mask that keeps the pixels whose offsets from `centre` satisfy a rule."""
        frame = cls.all_false(shape_native, pixel_scales, origin)
        offsets = frame.geometry.coordinates_native() - np.asarray(centre, dtype=float)
        keep = unmasked(offsets[..., 0], offsets[..., 1])
        return cls(~keep, pixel_scales, origin, invert)

    @classmethod
    def circular(
        cls,
        shape_native: tuple[int, int],
        radius: float,
        pixel_scales: PixelScales,
        origin: tuple[float, float] = (0.0, 0.0),
        centre: tuple[float, float] = (0.0, 0.0),
        invert: bool = False,
    ) -> Mask2D:
        """Keeps the pixels whose centre is closer to `centre` than `radius` [arcsec].

        Raises
        ------
        MaskException
            The radius is not above zero.
        """
        limit = _length(radius, "radius")

        def inside(y: np.ndarray, x: np.ndarray) -> np.ndarray:
            return np.hypot(y, x) < limit

        return cls._where(inside, shape_native, pixel_scales, origin, centre, invert)

    @classmethod
    def circular_annular(
        cls,
        shape_native: tuple[int, int],
        inner_radius: float,
        outer_radius: float,
        pixel_scales: PixelScales,
        origin: tuple[float, float] = (0.0, 0.0),
        centre: tuple[float, float] = (0.0, 0.0),
        invert: bool = False,
    ) -> Mask2D:
        """Keeps inner_radius <= r <= outer_radius [arcsec]."""
        outer = _length(outer_radius, "outer_radius")

        def inside(y: np.ndarray, x: np.ndarray) -> np.ndarray:
            radius = np.hypot(y, x)
            return (radius >= inner_radius) & (radius <= outer)

        return cls._where(inside, shape_native, pixel_scales, origin, centre, invert)

    @classmethod
    def elliptical(
        cls,
        shape_native: tuple[int, int],
        major_axis_radius: float,
        axis_ratio: float,
        angle: float,
        pixel_scales: PixelScales,
        origin: tuple[float, float] = (0.0, 0.0),
        centre: tuple[float, float] = (0.0, 0.0),
        invert: bool = False,
    ) -> Mask2D:
        """Keeps an ellipse; `angle` in degrees counter-clockwise from +x."""
        limit = _length(major_axis_radius, "major_axis_radius")

        def inside(y: np.ndarray, x: np.ndarray) -> np.ndarray:
            return _elliptical_radius(y, x, axis_ratio, angle) <= limit

        return cls._where(inside, shape_native, pixel_scales, origin, centre, invert)

    @classmethod
    def elliptical_annular(
        cls,
        shape_native: tuple[int, int],
        inner_major_axis_radius: float,
        inner_axis_ratio: float,
        inner_phi: float,
        outer_major_axis_radius: float,
        outer_axis_ratio: float,
        outer_phi: float,
        pixel_scales: PixelScales,
        origin: tuple[float, float] = (0.0, 0.0),
        centre: tuple[float, float] = (0.0, 0.0),
        invert: bool = False,
    ) -> Mask2D:
        """Keeps what is between two ellipses; angles in degrees from +x."""
        outer_limit = _length(outer_major_axis_radius, "outer_major_axis_radius")

        def inside(y: np.ndarray, x: np.ndarray) -> np.ndarray:
            inner = _elliptical_radius(y, x, inner_axis_ratio, inner_phi)
            outer = _elliptical_radius(y, x, outer_axis_ratio, outer_phi)
            return (inner >= inner_major_axis_radius) & (outer <= outer_limit)

        return cls._where(inside, shape_native, pixel_scales, origin, centre, invert)

    @classmethod
    def from_pixel_coordinates(
        cls,
        shape_native: tuple[int, int],
        pixel_coordinates: ArrayLike,
        pixel_scales: PixelScales,
        origin: tuple[float, float] = (0.0, 0.0),
        buffer: int = 0,
        invert: bool = False,
    ) -> Mask2D:
        """Keeps the listed (row, column) pixels and `buffer` pixels around each.

        Raises
        ------
        MaskException
            A pixel lies outside the frame.
        """
        rows, columns = shape_native_from(shape_native)
        mask = np.ones((rows, columns), dtype=bool)
        for row, column in np.atleast_2d(np.asarray(pixel_coordinates)).astype(int):
            if not (0 <= row < rows and 0 <= column < columns):
                raise exc.MaskException(
                    f"Pixel ({row}, {column}) lies outside the frame of shape "
                    f"({rows}, {columns})."
                )
            low_y, low_x = max(row - buffer, 0), max(column - buffer, 0)
            mask[low_y : row + buffer + 1, low_x : column + buffer + 1] = False
        return cls(mask, pixel_scales, origin, invert)

    @classmethod
    def from_fits(
        cls,
        file_path: PathLike,
        pixel_scales: PixelScales,
        hdu: int | str = 0,
        origin: tuple[float, float] = (0.0, 0.0),
        resized_mask_shape: tuple[int, int] | None = None,
        invert: bool = False,
    ) -> Mask2D:
        """A mask from a FITS image of zeros (kept) and ones (masked)."""
        values = fits.ndarray_via_fits_from(file_path, hdu)
        mask = cls(values, pixel_scales, origin, invert)
        return mask.resized_from(resized_mask_shape) if resized_mask_shape else mask

    @property
    def pixel_scales(self) -> tuple[float, float]:
        """Arcseconds per pixel (y, x)."""
        return self.geometry.pixel_scales

    @property
    def pixel_scale(self) -> float:
        """Arcseconds per pixel of square pixels.

        Raises
        ------
        MaskException
            The pixels are not square.
        """
        y, x = self.pixel_scales
        if abs(y - x) > 1e-8 * max(y, x):
            raise exc.MaskException(
                f"pixel_scales {self.pixel_scales} are not square; use pixel_scales."
            )
        return y

    @property
    def origin(self) -> tuple[float, float]:
        """(y, x) of the centre of the frame [arcsec]."""
        return self.geometry.origin

    @property
    def shape_native(self) -> tuple[int, int]:
        """(rows, columns) of the frame."""
        return self.geometry.shape_native

    shape = shape_native

    @cached_property
    def shape_slim(self) -> int:
        """N, the number of unmasked pixels."""
        return int(np.count_nonzero(~self.array))

    @property
    def pixels_in_mask(self) -> int:
        """N, under another name."""
        return self.shape_slim

    @property
    def is_all_false(self) -> bool:
        """Whether nothing is masked."""
        return self.shape_slim == self.array.size

    @property
    def is_all_true(self) -> bool:
        """Whether everything is masked."""
        return self.shape_slim == 0

    @property
    def mask(self) -> Mask2D:
        """The mask itself, as every structure has one."""
        return self

    @cached_property
    def derive_mask(self) -> DeriveMask2D:
        """Masks that follow from this one: edge, border, blurring region."""
        return DeriveMask2D(self)

    @cached_property
    def derive_indexes(self) -> DeriveIndexes2D:
        """Index lists between the slim and native forms."""
        return DeriveIndexes2D(self)

    @cached_property
    def derive_grid(self) -> DeriveGrid2D:
        """Grids of the unmasked, edge and border pixels."""
        return DeriveGrid2D(self)

    @property
    def mask_centre(self) -> tuple[float, float]:
        """(y, x) of the middle of the unmasked pixels' bounding box [arcsec]."""
        centres = self.geometry.coordinates_native()[~self.array]
        middle = 0.5 * (centres.min(axis=0) + centres.max(axis=0))
        return float(middle[0]), float(middle[1])

    @property
    def circular_radius(self) -> float:
        """Largest distance of an unmasked pixel from `mask_centre` [arcsec]."""
        centres = self.geometry.coordinates_native()[~self.array]
        return float(np.hypot(*(centres - np.asarray(self.mask_centre)).T).max())

    def resized_from(self, new_shape: tuple[int, int], pad_value: int = 0) -> Mask2D:
        """The frame cropped or padded about its centre to another shape.

        Parameters
        ----------
        new_shape
            (rows, columns).
        pad_value
            1 masks new pixels, 0 leaves them unmasked.
        """
        values = resized_native(self.array, new_shape, bool(pad_value))
        return Mask2D(values, self.pixel_scales, self.origin)

    def rescaled_from(self, rescale_factor: float) -> Mask2D:
        """The same sky in pixels that are `rescale_factor` times finer."""
        factor = _length(rescale_factor, "rescale_factor")
        rows, columns = (max(1, round(n * factor)) for n in self.shape_native)
        scale_y = self.geometry.shape_native_scaled[0] / rows
        scale_x = self.geometry.shape_native_scaled[1] / columns
        fine = Geometry2D((rows, columns), (scale_y, scale_x), self.origin)
        pixels = np.rint(self.geometry.pixels_from(fine.coordinates_native()))
        row = np.clip(pixels[..., 0].astype(int), 0, self.shape_native[0] - 1)
        column = np.clip(pixels[..., 1].astype(int), 0, self.shape_native[1] - 1)
        return Mask2D(self.array[row, column], (scale_y, scale_x), self.origin)

    def output_to_fits(self, file_path: PathLike, overwrite: bool = False) -> None:
        """Write zeros (kept) and ones (masked) to a FITS file."""
        fits.output_to_fits(self.array, file_path, overwrite, ext_name="mask")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.array(self.array, dtype=dtype, copy=copy)

    def __getitem__(self, key: Any) -> Any:
        return self.array[key]

    def __invert__(self) -> np.ndarray:
        return ~self.array

    def __repr__(self) -> str:
        return (
            f"Mask2D(shape_native={self.shape_native}, unmasked={self.shape_slim}, "
            f"pixel_scales={self.pixel_scales}, origin={self.origin})"
        )


def _elliptical_radius(
    y: np.ndarray, x: np.ndarray, axis_ratio: float, angle: float
) -> np.ndarray:
    """Major-axis radius of an ellipse at `angle` degrees from +x."""
    if not 0.0 < axis_ratio <= 1.0:
        raise exc.MaskException(
            f"axis_ratio={axis_ratio!r} is not usable: give minor / major axis, above "
            "0 and at most 1."
        )
    phi = np.deg2rad(angle)
    along = x * np.cos(phi) + y * np.sin(phi)
    across = y * np.cos(phi) - x * np.sin(phi)
    return np.hypot(along, across / axis_ratio)
