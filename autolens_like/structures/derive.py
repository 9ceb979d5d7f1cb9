"""What follows from a mask: edge, border and blurring masks, indexes and grids.

The mask makes these objects, so its class is not named here: every mask below is a
`Mask2D`, made by the class of the one that came.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.structures.geometry import shape_native_from

_EIGHT = np.ones((3, 3), dtype=bool)


class DeriveMask2D:
    """Masks that follow from a mask.

    Parameters
    ----------
    mask
        The mask that is followed.
    """

    def __init__(self, mask: Any) -> None:
        self._mask = mask

    def _like(self, values: np.ndarray) -> Any:
        return type(self._mask)(values, self._mask.pixel_scales, self._mask.origin)

    @property
    def all_false(self) -> Any:
        """The whole frame, nothing masked."""
        return self._like(np.zeros(self._mask.shape_native, dtype=bool))

    @cached_property
    def edge(self) -> Any:
        """Keeps the unmasked pixels with a masked neighbour among their eight.

        Beyond the frame counts as masked.
        """
        from scipy.ndimage import binary_erosion

        unmasked = ~self._mask.array
        inner = binary_erosion(unmasked, structure=_EIGHT, border_value=0)
        return self._like(~(unmasked & ~inner))

    @cached_property
    def edge_buffed(self) -> Any:
        """Keeps the unmasked pixels and one ring of pixels around them."""
        from scipy.ndimage import binary_dilation

        return self._like(~binary_dilation(~self._mask.array, structure=_EIGHT))

    @cached_property
    def border(self) -> Any:
        """Keeps the edge pixels on the outside: those of a hole are left out."""
        from scipy.ndimage import binary_dilation, label

        padded = np.pad(self._mask.array, 1, constant_values=True)
        regions, _ = label(padded, structure=_EIGHT)
        outside = binary_dilation(regions == regions[0, 0], structure=_EIGHT)
        return self._like(~(~self._mask.array & outside[1:-1, 1:-1]))

    def blurring_from(self, kernel_shape_native: tuple[int, int]) -> Any:
        """Keeps the masked pixels whose light a kernel carries into the mask.

        Where the kernel overruns the frame, the frame is padded evenly on all sides,
        so that the blurring region is always whole.

        Parameters
        ----------
        kernel_shape_native
            (rows, columns) of the kernel, both odd.

        Raises
        ------
        KernelException
            A side is even.
        """
        from scipy.ndimage import maximum_filter

        rows, columns = shape_native_from(kernel_shape_native)
        if rows % 2 == 0 or columns % 2 == 0:
            raise exc.KernelException(
                f"A kernel of shape ({rows}, {columns}) has no central pixel; both "
                "sides must be odd."
            )
        mask = self._padded_for(rows // 2, columns // 2)
        # A maximum over a rectangle runs along one axis at a time; a dilation by it
        # would visit every tap of every pixel.
        unmasked = (~mask.array).astype(np.uint8)
        reached = maximum_filter(unmasked, (rows, columns), mode="constant") == 1
        return type(mask)(~(reached & mask.array), mask.pixel_scales, mask.origin)

    def _padded_for(self, half_rows: int, half_columns: int) -> Any:
        mask = self._mask
        if mask.is_all_true:
            return mask
        where = np.nonzero(~mask.array)
        padding = 0
        for index, half, side in zip(
            where, (half_rows, half_columns), mask.shape_native, strict=True
        ):
            room = min(index.min(), side - 1 - index.max())
            padding = max(padding, half - int(room))
        if padding <= 0:
            return mask
        rows, columns = mask.shape_native
        shape = (rows + 2 * padding, columns + 2 * padding)
        return mask.resized_from(shape, pad_value=1)


class DeriveIndexes2D:
    """Indexes between the slim form (N,) and the native form (rows, columns)."""

    def __init__(self, mask: Any) -> None:
        self._mask = mask

    @cached_property
    def native_for_slim(self) -> np.ndarray:
        """(N, 2) row and column of every unmasked pixel, in C order."""
        return np.argwhere(~self._mask.array)

    @cached_property
    def flat_for_slim(self) -> np.ndarray:
        """(N,) position of every unmasked pixel in the flattened frame."""
        return np.flatnonzero(~self._mask.array)

    @cached_property
    def slim_for_native(self) -> np.ndarray:
        """(rows, columns) slim index of every pixel, -1 where masked."""
        native = np.full(self._mask.shape_native, -1)
        native[~self._mask.array] = np.arange(self._mask.shape_slim)
        return native

    @property
    def unmasked_slim(self) -> np.ndarray:
        """(N,) the flattened-frame indexes that are unmasked."""
        return self.flat_for_slim

    @property
    def masked_slim(self) -> np.ndarray:
        """The flattened-frame indexes that are masked."""
        return np.flatnonzero(self._mask.array)

    def _slim_of(self, mask: Any) -> np.ndarray:
        return self.slim_for_native[~mask.array]

    @property
    def edge_slim(self) -> np.ndarray:
        """Slim indexes of the edge pixels."""
        return self._slim_of(self._mask.derive_mask.edge)

    @property
    def edge_native(self) -> np.ndarray:
        """(row, column) of the edge pixels."""
        return np.argwhere(~self._mask.derive_mask.edge.array)

    @property
    def border_slim(self) -> np.ndarray:
        """Slim indexes of the border pixels."""
        return self._slim_of(self._mask.derive_mask.border)

    @property
    def border_native(self) -> np.ndarray:
        """(row, column) of the border pixels."""
        return np.argwhere(~self._mask.derive_mask.border.array)


class DeriveGrid2D:
    """Grids of the pixel centres that a mask and its derived masks keep."""

    def __init__(self, mask: Any) -> None:
        self._mask = mask

    @staticmethod
    def _grid(mask: Any) -> np.ndarray:
        return mask.geometry.coordinates_native()[~mask.array]

    @property
    def all_false(self) -> np.ndarray:
        """(rows x columns, 2) centres of all pixels [arcsec]."""
        return self._grid(self._mask.derive_mask.all_false)

    @property
    def unmasked(self) -> np.ndarray:
        """(N, 2) centres of the unmasked pixels [arcsec]."""
        return self._grid(self._mask)

    @property
    def edge(self) -> np.ndarray:
        """Centres of the edge pixels [arcsec]."""
        return self._grid(self._mask.derive_mask.edge)

    @property
    def border(self) -> np.ndarray:
        """Centres of the border pixels [arcsec]."""
        return self._grid(self._mask.derive_mask.border)
