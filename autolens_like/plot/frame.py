"""`Frame`: an array as it is drawn, with its place on the sky in arcseconds."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.structures.geometry import Geometry2D
from autolens_like.structures.structure import plain

#: (x minimum, x maximum, y minimum, y maximum).
Box = tuple[float, float, float, float]
#: Room around the unmasked pixels, as a part of their larger side.
_MARGIN = 0.04


@dataclasses.dataclass(frozen=True, eq=False)
class Frame:
    """Values on the sky, blank where they are masked or not finite.

    Parameters
    ----------
    values : (rows, columns)
        A masked array; row 0 is the top.
    geometry
        Where the pixels are.
    masked : (rows, columns)
        Which pixels the mask leaves out; None where there is no mask.
    unit
        Of the axes.
    """

    values: np.ma.MaskedArray
    geometry: Geometry2D
    masked: np.ndarray | None = None
    unit: str = "arcsec"

    @property
    def extent(self) -> Box:
        """The outer edges of all pixels."""
        return self.geometry.extent

    @property
    def view(self) -> Box:
        """A square around `snug_view`."""
        return square_around(self.snug_view)

    @property
    def snug_view(self) -> Box:
        """The box of the unmasked pixels with a margin inside the frame."""
        x0, x1, y0, y1 = self.unmasked_box
        room = _MARGIN * max(x1 - x0, y1 - y0)
        left, right, bottom, top = self.extent
        return (
            max(x0 - room, left),
            min(x1 + room, right),
            max(y0 - room, bottom),
            min(y1 + room, top),
        )

    @property
    def has_edge(self) -> bool:
        """Whether some pixels are masked and some are not."""
        return self.masked is not None and bool(
            self.masked.any() and not self.masked.all()
        )

    @property
    def unmasked_box(self) -> Box:
        """The box of all unmasked pixels; of the whole frame without a mask."""
        if not self.has_edge:
            return self.extent
        rows, columns = np.nonzero(~self.masked)
        x0, _, _, y1 = self.extent
        scale_y, scale_x = self.geometry.pixel_scales
        return (
            x0 + scale_x * columns.min(),
            x0 + scale_x * (columns.max() + 1),
            y1 - scale_y * (rows.max() + 1),
            y1 - scale_y * rows.min(),
        )

    @property
    def unmasked_values(self) -> np.ndarray:
        """(n,) the values that are drawn."""
        return self.values.compressed()

    def edge_segments(self) -> np.ndarray:
        """(n, 2, 2) pixel sides between masked and unmasked pixels, as (x, y)."""
        if not self.has_edge:
            return np.zeros((0, 2, 2))
        x0, _, _, y1 = self.extent
        scale_y, scale_x = self.geometry.pixel_scales
        step_down, step_right = np.array([1, 0]), np.array([0, 1])
        below = np.argwhere(self.masked[1:] != self.masked[:-1]) + step_down
        right = np.argwhere(self.masked[:, 1:] != self.masked[:, :-1]) + step_right
        across = np.stack([below, below + step_right], axis=1)
        down = np.stack([right, right + step_down], axis=1)
        corners = np.concatenate([across, down]).astype(float)
        return np.stack(
            [x0 + scale_x * corners[..., 1], y1 - scale_y * corners[..., 0]], axis=-1
        )


def frame_from(array: Any) -> Frame:
    """The frame of an `Array2D`, of a mask, or of a bare 2D array (in pixels).

    Raises
    ------
    PlotException
        What came is no image.
    """
    mask = getattr(array, "mask", None)
    if mask is array:
        return _frame(np.asarray(array.array, dtype=float), array.geometry, None)
    if mask is not None and hasattr(array, "native"):
        values = np.asarray(plain(array.native), dtype=float)
        if values.ndim == 2:
            return _frame(values, mask.geometry, np.asarray(mask.array))
    elif np.ndim(plain(array)) == 2:
        values = np.asarray(plain(array), dtype=float)
        geometry = Geometry2D(values.shape, (1.0, 1.0), (0.0, 0.0))
        return dataclasses.replace(_frame(values, geometry, None), unit="pixels")
    raise exc.PlotException(
        f"A {type(array).__name__} of shape {np.shape(plain(array))} came, which is "
        "no image; give an Array2D, or a 2D array of numbers."
    )


def _frame(
    values: np.ndarray, geometry: Geometry2D, masked: np.ndarray | None
) -> Frame:
    blank = ~np.isfinite(values)
    if masked is not None:
        blank = blank | masked
    return Frame(np.ma.array(values, mask=blank), geometry, masked)


def square_around(box: Box, margin: float = 0.0) -> Box:
    """The smallest square around a box, with a margin as a part of its side."""
    x0, x1, y0, y1 = box
    half = 0.5 * max(x1 - x0, y1 - y0) * (1.0 + 2.0 * margin)
    x, y = 0.5 * (x0 + x1), 0.5 * (y0 + y1)
    return x - half, x + half, y - half, y + half


def box_around(points: np.ndarray) -> Box:
    """The box of (n, 2) points (y, x)."""
    (y0, x0), (y1, x1) = points.min(axis=0), points.max(axis=0)
    return float(x0), float(x1), float(y0), float(y1)


def union(*boxes: Box) -> Box:
    """The smallest box around boxes."""
    x0, x1, y0, y1 = np.array(boxes).T
    return float(x0.min()), float(x1.max()), float(y0.min()), float(y1.max())
