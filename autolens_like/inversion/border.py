"""Border relocation: traced points that stray far from the source are pulled back.

Near the centre of the lens a few points are traced far outwards. A mesh that had to
reach them would waste its pixels, so they are moved to the ellipse round the traced
border of the mask.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from autolens_like.structures.mask import Mask2D


@lru_cache(maxsize=8)
def border_points(mask: Mask2D) -> np.ndarray:
    """(n, 2) centres of the pixels whose side faces the outside of a mask [arcsec].

    Holes do not count, nor do pixels that touch the outside at a corner alone.
    """
    from scipy.ndimage import binary_dilation, label

    padded = np.pad(mask.array, 1, constant_values=True)
    regions, _ = label(padded, structure=np.ones((3, 3)))
    outside = binary_dilation(regions == regions[0, 0])[1:-1, 1:-1]
    points = mask.geometry.coordinates_native()[outside & ~mask.array]
    points.flags.writeable = False
    return points


class BorderEllipse:
    """The ellipse whose axes are the principal axes of the traced border.

    Parameters
    ----------
    y, x
        Traced coordinates of the border pixels [arcsec].

    Attributes
    ----------
    centre : (2,) mean of the border points [arcsec].
    axes : (2, 2) unit vectors of the principal axes, one a column.
    radii : (2,) largest distance of any border point along each axis [arcsec].
    """

    def __init__(self, y: np.ndarray, x: np.ndarray) -> None:
        points = np.stack([y, x], axis=-1)
        self.centre = points.mean(axis=0)
        offsets = points - self.centre
        self.axes = np.linalg.eigh(offsets.T @ offsets)[1]
        self.radii = np.abs(offsets @ self.axes).max(axis=0)

    def relocated(self, y: Any, x: Any) -> tuple[np.ndarray, np.ndarray]:
        """Points, those outside moved along the line to the centre.

        Parameters
        ----------
        y, x
            (n,) coordinates [arcsec].
        """
        if not np.all(self.radii > 0.0):
            return y, x
        offset_y, offset_x = y - self.centre[0], x - self.centre[1]
        first, second = self.axes.T / self.radii[:, None]
        squared = (first[0] * offset_y + first[1] * offset_x) ** 2
        squared += (second[0] * offset_y + second[1] * offset_x) ** 2
        factor = 1.0 / np.sqrt(np.maximum(squared, 1.0))
        inside = squared <= 1.0
        moved_y = np.where(inside, y, self.centre[0] + factor * offset_y)
        return moved_y, np.where(inside, x, self.centre[1] + factor * offset_x)
