"""`Array2D`: one value a pixel, on a mask."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from autolens_like import exc
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import is_jax
from autolens_like.numerics.scatter import scattered
from autolens_like.structures import fits
from autolens_like.structures.derive import DeriveGrid2D, DeriveIndexes2D, DeriveMask2D
from autolens_like.structures.geometry import (
    Geometry2D,
    resized_native,
    shape_native_from,
)
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.structure import Structure, plain
from autolens_like.typing import ArrayLike, PathLike, PixelScales


def slim_from(values: Any, mask: Mask2D, axes: int | None = None) -> Any:
    """(N, ...) unmasked values of an array that came slim or native.

    Parameters
    ----------
    axes
        How many axes follow those of the pixels. None tries native first, which (N, 2)
        coordinates on a frame of two columns would mislead.

    Raises
    ------
    ArrayException
        The shape is neither that of the frame nor that of the unmasked pixels.
    """
    free = axes is None
    if values.shape[:2] == mask.shape_native and (free or values.ndim == 2 + axes):
        rows, columns = mask.derive_indexes.native_for_slim.T
        return values[rows, columns]
    if values.shape[:1] == (mask.shape_slim,) and (free or values.ndim == 1 + axes):
        return values
    raise exc.ArrayException(
        f"Values of shape {values.shape} do not fit the mask: give the native shape "
        f"{mask.shape_native}, or the slim shape ({mask.shape_slim},) of its unmasked "
        "pixels."
    )


def native_from(values: Any, mask: Mask2D) -> Any:
    """(rows, columns, ...) frame of slim values, zero where masked."""
    size = mask.shape_native[0] * mask.shape_native[1]
    frame = scattered(values, mask.derive_indexes.flat_for_slim, size)
    return frame.reshape(*mask.shape_native, *values.shape[1:])


class MaskedStructure(Structure):
    """A structure with one entry for every unmasked pixel of a mask."""

    mask: Any = static(None)
    #: Axes of one entry: none for a number, one for a pair.
    axes: ClassVar[int] = 0

    @property
    def is_native(self) -> bool:
        """Whether the values are held in the native shape."""
        return self.array.ndim == 2 + self.axes

    @property
    def slim(self) -> Any:
        """The unmasked values in C order, one row a pixel."""
        return self.replaced(array=slim_from(self.array, self.mask, self.axes))

    @property
    def native(self) -> Any:
        """The values in the shape of the frame, zero where masked."""
        if self.is_native:
            return self
        return self.replaced(array=native_from(self.array, self.mask))

    @property
    def geometry(self) -> Geometry2D:
        """The frame of the mask."""
        return self.mask.geometry

    @property
    def pixel_scales(self) -> tuple[float, float]:
        """Arcseconds per pixel (y, x)."""
        return self.mask.pixel_scales

    @property
    def pixel_scale(self) -> float:
        """Arcseconds per pixel of square pixels."""
        return self.mask.pixel_scale

    @property
    def origin(self) -> tuple[float, float]:
        """(y, x) of the centre of the frame [arcsec]."""
        return self.mask.origin

    @property
    def shape_native(self) -> tuple[int, int]:
        """(rows, columns) of the frame."""
        return self.mask.shape_native

    @property
    def shape_slim(self) -> int:
        """N, the number of unmasked pixels."""
        return self.mask.shape_slim

    @property
    def derive_mask(self) -> DeriveMask2D:
        """Masks that follow from this one's mask."""
        return self.mask.derive_mask

    @property
    def derive_indexes(self) -> DeriveIndexes2D:
        """Indexes between the slim and native forms."""
        return self.mask.derive_indexes

    @property
    def derive_grid(self) -> DeriveGrid2D:
        """Grids of the mask's pixels."""
        return self.mask.derive_grid


class Array2D(MaskedStructure):
    """One value for every unmasked pixel, such as an image or a noise map.

    Parameters
    ----------
    values
        (N,) slim or (rows, columns) native values.
    mask
        The mask that says which pixels they are.
    header
        The FITS header that the values came with.

    Raises
    ------
    ArrayException
        The values fit neither shape of the mask.
    """

    header: Any = static(None)

    def __init__(self, values: ArrayLike, mask: Mask2D, header: Any = None) -> None:
        values = plain(values)
        values = values if is_jax(values) else np.asarray(values)
        if values.ndim > 2 or values.dtype.kind not in "fiub":
            raise exc.ArrayException(
                f"An array of shape {values.shape} and type {values.dtype} came; give "
                "numbers in one or two dimensions."
            )
        object.__setattr__(self, "array", slim_from(values, mask, self.axes))
        object.__setattr__(self, "mask", mask)
        object.__setattr__(self, "header", header)

    @classmethod
    def no_mask(
        cls,
        values: ArrayLike,
        pixel_scales: PixelScales,
        shape_native: tuple[int, int] | None = None,
        origin: tuple[float, float] = (0.0, 0.0),
        header: Any = None,
    ) -> Array2D:
        """An array on a frame of which nothing is masked.

        Parameters
        ----------
        values
            (rows, columns), or a flat list together with `shape_native`.
        """
        array = np.asarray(plain(values))
        if array.ndim == 1 and shape_native is not None:
            shape = shape_native_from(shape_native)
            if array.size != shape[0] * shape[1]:
                raise exc.ArrayException(
                    f"{array.size} values came for shape_native={shape}, which needs "
                    f"{shape[0] * shape[1]}."
                )
            array = array.reshape(shape)
        if array.ndim != 2:
            raise exc.ArrayException(
                f"An image must be 2D (rows, columns); shape {array.shape} came. Give "
                "shape_native with a flat list, or one plane of a cube."
            )
        mask = Mask2D.all_false(array.shape, pixel_scales, origin)
        return cls(array, mask, header)

    @classmethod
    def full(
        cls,
        fill_value: float,
        shape_native: tuple[int, int],
        pixel_scales: PixelScales,
        origin: tuple[float, float] = (0.0, 0.0),
    ) -> Array2D:
        """The same value in every pixel."""
        values = np.full(shape_native_from(shape_native), float(fill_value))
        return cls.no_mask(values, pixel_scales, origin=origin)

    @classmethod
    def zeros(
        cls,
        shape_native: tuple[int, int],
        pixel_scales: PixelScales,
        origin: tuple[float, float] = (0.0, 0.0),
    ) -> Array2D:
        """Zero in every pixel."""
        return cls.full(0.0, shape_native, pixel_scales, origin)

    @classmethod
    def ones(
        cls,
        shape_native: tuple[int, int],
        pixel_scales: PixelScales,
        origin: tuple[float, float] = (0.0, 0.0),
    ) -> Array2D:
        """One in every pixel."""
        return cls.full(1.0, shape_native, pixel_scales, origin)

    @classmethod
    def from_fits(
        cls,
        file_path: PathLike,
        pixel_scales: PixelScales | None = None,
        hdu: int | str = 0,
        origin: tuple[float, float] = (0.0, 0.0),
    ) -> Array2D:
        """The image of one HDU, with its header.

        Parameters
        ----------
        pixel_scales
            Arcseconds per pixel; None reads them from the header's WCS.

        Raises
        ------
        FitsException
            The image cannot be read, or it has no WCS and no scale was given.
        """
        values = fits.ndarray_via_fits_from(file_path, hdu)
        header = fits.header_obj_from(file_path, hdu)
        if pixel_scales is None:
            pixel_scales = fits.pixel_scales_from_header(header)
        if pixel_scales is None:
            raise exc.FitsException(
                f"HDU {hdu!r} of {file_path} has no WCS to read the pixel scale from; "
                "give pixel_scales in arcseconds per pixel."
            )
        return cls.no_mask(values, pixel_scales, origin=origin, header=header)

    @classmethod
    def from_yx_and_values(
        cls,
        y: ArrayLike,
        x: ArrayLike,
        values: ArrayLike,
        shape_native: tuple[int, int],
        pixel_scales: PixelScales,
    ) -> Array2D:
        """An array from values listed with their (y, x) pixel centres [arcsec]."""
        frame = cls.zeros(shape_native, pixel_scales)
        pixels = frame.geometry.pixels_from(np.stack([y, x], axis=-1))
        rows, columns = np.rint(pixels).astype(int).T
        native = np.zeros(frame.shape_native)
        native[rows, columns] = values
        return cls.no_mask(native, pixel_scales)

    def apply_mask(self, mask: Mask2D) -> Array2D:
        """The same values on another mask of the same frame.

        Raises
        ------
        MaskException
            The mask has another shape.
        """
        if mask.shape_native != self.shape_native:
            raise exc.MaskException(
                f"A mask of shape {mask.shape_native} came for an array of shape "
                f"{self.shape_native}; they must be the same."
            )
        return Array2D(self.native.array, mask, self.header)

    def resized_from(
        self, new_shape: tuple[int, int], mask_pad_value: int = 0
    ) -> Array2D:
        """The frame cropped or padded (with zeros) about its centre."""
        native = resized_native(np.asarray(self.native.array), new_shape, 0.0)
        return Array2D(native, self.mask.resized_from(new_shape, mask_pad_value))

    def trimmed_after_convolution_from(self, kernel_shape: tuple[int, int]) -> Array2D:
        """Without the rim of pixels that a kernel reaches from outside the frame."""
        return self.resized_from(trimmed_shape_from(self.shape_native, kernel_shape))

    def brightest_coordinate_in_region_from(
        self, region: tuple[float, float, float, float] | None = None
    ) -> tuple[float, float]:
        """(y, x) centre of the brightest pixel [arcsec].

        Parameters
        ----------
        region
            (y minimum, y maximum, x minimum, x maximum) [arcsec]; None is everything.
        """
        centres = self.mask.derive_grid.unmasked
        values = np.array(self.slim.array, dtype=float)
        if region is not None:
            low_y, high_y, low_x, high_x = region
            y, x = centres.T
            inside = (y >= low_y) & (y <= high_y) & (x >= low_x) & (x <= high_x)
            values[~inside] = -np.inf
        y, x = centres[int(np.argmax(values))]
        return float(y), float(x)

    def output_to_fits(self, file_path: PathLike, overwrite: bool = False) -> None:
        """Write the native values to a FITS file."""
        fits.output_to_fits(self.native.array, file_path, overwrite)


def trimmed_shape_from(
    shape_native: tuple[int, int], kernel_shape: tuple[int, int]
) -> tuple[int, int]:
    """The frame less half a kernel on every side.

    Raises
    ------
    KernelException
        Nothing would be left.
    """
    rows = shape_native[0] - 2 * (kernel_shape[0] // 2)
    columns = shape_native[1] - 2 * (kernel_shape[1] // 2)
    if rows < 1 or columns < 1:
        raise exc.KernelException(
            f"A kernel of shape {tuple(kernel_shape)} reaches every pixel of a frame "
            f"of shape {shape_native}; nothing is left after trimming."
        )
    return rows, columns
