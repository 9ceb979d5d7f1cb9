"""`Grid2D`: the (y, x) coordinates that light and mass are evaluated on."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from autolens_like import exc
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import is_jax
from autolens_like.structures import fits
from autolens_like.structures.array import MaskedStructure, slim_from
from autolens_like.structures.geometry import pixel_scales_from, shape_native_from
from autolens_like.structures.irregular import Grid2DIrregular
from autolens_like.structures.mask import Mask2D
from autolens_like.structures.over_sampling import OverSampler
from autolens_like.structures.structure import plain
from autolens_like.typing import ArrayLike, PathLike, PixelScales


class Grid2D(MaskedStructure):
    """(y, x) of every unmasked pixel [arcsec], with a sub-grid inside each.

    Parameters
    ----------
    values
        (N, 2) slim or (rows, columns, 2) native coordinates.
    mask
        The mask that says which pixels they are.
    over_sample_size
        Side of the sub-grid inside a pixel, one integer or one a pixel.
    over_sampled
        (S, 2) coordinates of the sub-grid where they are not those of the mask (a
        ray-traced grid).

    Raises
    ------
    ArrayException
        The values fit neither shape of the mask.
    """

    axes: ClassVar[int] = 1
    over_sampled_values: Any = None
    over_sampler: Any = static(None)

    def __init__(
        self,
        values: ArrayLike,
        mask: Mask2D,
        over_sample_size: Any = 4,
        over_sampled: Any = None,
        over_sampler: OverSampler | None = None,
    ) -> None:
        array = plain(values)
        array = array if is_jax(array) else np.asarray(array, dtype=float)
        if array.shape[-1:] != (2,):
            raise exc.GridException(
                f"A grid of shape {array.shape} came; its last axis must be (y, x)."
            )
        sampler = over_sampler or OverSampler(mask, over_sample_size)
        object.__setattr__(self, "array", slim_from(array, mask, self.axes))
        object.__setattr__(self, "mask", mask)
        object.__setattr__(self, "over_sampled_values", plain(over_sampled))
        object.__setattr__(self, "over_sampler", sampler)

    @classmethod
    def from_mask(cls, mask: Mask2D, over_sample_size: Any = 4) -> Grid2D:
        """The pixel centres of a mask."""
        return cls(mask.derive_grid.unmasked, mask, over_sample_size)

    @classmethod
    def uniform(
        cls,
        shape_native: tuple[int, int],
        pixel_scales: PixelScales,
        origin: tuple[float, float] = (0.0, 0.0),
        over_sample_size: Any = 4,
    ) -> Grid2D:
        """The pixel centres of a whole frame.

        Examples
        --------
        >>> grid = Grid2D.uniform(shape_native=(2, 3), pixel_scales=0.1)
        >>> grid[0].tolist()
        [0.05, -0.1]
        """
        mask = Mask2D.all_false(shape_native, pixel_scales, origin)
        return cls.from_mask(mask, over_sample_size)

    @classmethod
    def no_mask(
        cls,
        values: ArrayLike,
        pixel_scales: PixelScales,
        shape_native: tuple[int, int] | None = None,
        origin: tuple[float, float] = (0.0, 0.0),
        over_sample_size: Any = 4,
    ) -> Grid2D:
        """Given coordinates, one a pixel of a whole frame."""
        array = np.asarray(plain(values), dtype=float)
        if array.ndim == 2 and shape_native is not None:
            rows, columns = shape_native_from(shape_native)
            if array.shape != (rows * columns, 2):
                raise exc.GridException(
                    f"Coordinates of shape {array.shape} do not fill a frame of shape "
                    f"({rows}, {columns}), which needs ({rows * columns}, 2)."
                )
            array = array.reshape(rows, columns, 2)
        if array.ndim != 3:
            raise exc.GridException(
                f"Coordinates of shape {array.shape} came; give (rows, columns, 2), or "
                "(n, 2) together with shape_native."
            )
        mask = Mask2D.all_false(array.shape[:2], pixel_scales, origin)
        return cls(array, mask, over_sample_size)

    @classmethod
    def from_yx_1d(
        cls,
        y: ArrayLike,
        x: ArrayLike,
        shape_native: tuple[int, int],
        pixel_scales: PixelScales,
        origin: tuple[float, float] = (0.0, 0.0),
        over_sample_size: Any = 4,
    ) -> Grid2D:
        """Coordinates from flat lists of y and of x."""
        values = np.stack([np.ravel(y), np.ravel(x)], axis=-1)
        return cls.no_mask(values, pixel_scales, shape_native, origin, over_sample_size)

    @classmethod
    def from_yx_2d(
        cls,
        y: ArrayLike,
        x: ArrayLike,
        pixel_scales: PixelScales,
        origin: tuple[float, float] = (0.0, 0.0),
        over_sample_size: Any = 4,
    ) -> Grid2D:
        """Coordinates from (rows, columns) arrays of y and of x."""
        values = np.stack([np.asarray(y), np.asarray(x)], axis=-1)
        return cls.no_mask(values, pixel_scales, None, origin, over_sample_size)

    @classmethod
    def from_extent(
        cls,
        extent: tuple[float, float, float, float],
        shape_native: tuple[int, int],
        over_sample_size: Any = 4,
    ) -> Grid2D:
        """A grid whose outermost pixel centres lie on an extent.

        Parameters
        ----------
        extent
            (x minimum, x maximum, y minimum, y maximum) [arcsec].
        """
        x0, x1, y0, y1 = extent
        scale_y = (y1 - y0) / max(shape_native[0] - 1, 1)
        scale_x = (x1 - x0) / max(shape_native[1] - 1, 1)
        scales = pixel_scales_from((scale_y, scale_x))
        origin = (0.5 * (y0 + y1), 0.5 * (x0 + x1))
        return cls.uniform(shape_native, scales, origin, over_sample_size)

    @classmethod
    def bounding_box(
        cls,
        bounding_box: tuple[float, float, float, float],
        shape_native: tuple[int, int],
        over_sample_size: Any = 4,
    ) -> Grid2D:
        """A grid over (y maximum, y minimum, x maximum, x minimum) [arcsec]."""
        y1, y0, x1, x0 = bounding_box
        return cls.from_extent((x0, x1, y0, y1), shape_native, over_sample_size)

    @classmethod
    def from_fits(
        cls,
        file_path: PathLike,
        pixel_scales: PixelScales,
        origin: tuple[float, float] = (0.0, 0.0),
        over_sample_size: Any = 4,
    ) -> Grid2D:
        """Coordinates from a FITS cube of shape (rows, columns, 2)."""
        values = fits.ndarray_via_fits_from(file_path, 0, ndim=3)
        return cls.no_mask(values, pixel_scales, None, origin, over_sample_size)

    @property
    def over_sample_size(self) -> Any:
        """(N,) side of the sub-grid inside every pixel."""
        return self.over_sampler.sub_size

    @cached_property
    def is_pixel_centres(self) -> bool:
        """Whether the coordinates are those of the mask's pixels."""
        if self.over_sampled_values is not None or is_jax(self.array):
            return False
        return bool(np.array_equal(self.slim.array, self.mask.derive_grid.unmasked))

    @property
    def over_sampled(self) -> Grid2DIrregular:
        """(S, 2) coordinates of the sub-grid.

        Raises
        ------
        GridException
            The coordinates are not pixel centres and came without a sub-grid.
        """
        values = self.over_sampled_values
        if values is not None:
            pass
        elif self.is_pixel_centres:
            values = np.stack([self.over_sampler.y, self.over_sampler.x], axis=-1)
        elif self.over_sampler.bins.uniform == 1:
            values = self.slim.array
        else:
            raise exc.GridException(
                "These coordinates are not the centres of their mask's pixels, so the "
                "sub-grid between them is unknown; give over_sample_size=1, or the "
                "over_sampled coordinates."
            )
        return Grid2DIrregular(values)

    def apply_over_sampling(self, over_sample_size: Any) -> Grid2D:
        """The same coordinates with another sub-grid."""
        return Grid2D(self.array, self.mask, over_sample_size)

    def blurring_grid_via_kernel_shape_from(
        self, kernel_shape_native: tuple[int, int]
    ) -> Grid2D:
        """The pixels around the mask whose light a kernel carries into it."""
        mask = self.mask.derive_mask.blurring_from(kernel_shape_native)
        return Grid2D.from_mask(mask, over_sample_size=1)

    def distances_to_coordinate_from(
        self, coordinate: tuple[float, float] = (0.0, 0.0)
    ) -> Any:
        """Distance of every pixel to one (y, x) [arcsec]."""
        offsets = self.slim.array - np.asarray(coordinate)
        return (offsets**2).sum(axis=-1) ** 0.5
