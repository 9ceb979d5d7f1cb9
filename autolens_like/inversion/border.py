"""Border relocation: traced points that stray far from the source are pulled back.

Near the centre of the lens a few points are traced far outwards. A mesh that had to
reach them would waste its pixels, so they are moved to the ellipse round the traced
border of the mask.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace
from autolens_like.structures.grid import Grid2D
from autolens_like.structures.irregular import Grid2DIrregular
from autolens_like.structures.mask import Mask2D

#: Difference of two squared sums of coordinates that counts as rounding, in units of
#: their sum.
_ROUND = 1e-12


@lru_cache(maxsize=8)
def border_pixels(mask: Mask2D) -> np.ndarray:
    """(n,) pixels whose side faces the outside of a mask, among the unmasked ones.

    Holes do not count, nor do pixels that touch the outside at a corner alone.
    """
    from scipy.ndimage import binary_dilation, label

    padded = np.pad(mask.array, 1, constant_values=True)
    regions, _ = label(padded, structure=np.ones((3, 3)))
    outside = binary_dilation(regions == regions[0, 0])[1:-1, 1:-1]
    return np.flatnonzero(outside[~mask.array])


@lru_cache(maxsize=8)
def border_points(mask: Mask2D) -> np.ndarray:
    """(n, 2) centres of the `border_pixels` of a mask [arcsec]."""
    points = mask.derive_grid.unmasked[border_pixels(mask)]
    points.flags.writeable = False
    return points


class BorderRelocator:
    """Pulls traced grids back to the ellipse round the traced border of their mask.

    Fits do so by themselves where their settings say it; this is for a look at it.

    Parameters
    ----------
    mask
        The mask in the image plane.
    sub_size
        Sub-pixels on the side of a pixel, as scripts for PyAutoLens give it; what comes
        with a grid is used in its place.

    Examples
    --------
    >>> mask = Mask2D.circular((9, 9), radius=0.4, pixel_scales=0.1)
    >>> grid = Grid2D.from_mask(mask, over_sample_size=2)
    >>> relocator = BorderRelocator(mask)
    >>> relocator.relocated_mesh_grid_from(grid, [(4.0, 3.0)]).array.round(2).tolist()
    [[0.24, 0.18]]
    """

    def __init__(self, mask: Mask2D, sub_size: Any = 1) -> None:
        self.mask, self.sub_size = mask, sub_size

    @property
    def border_slim(self) -> np.ndarray:
        """(n,) the border among the unmasked pixels."""
        return border_pixels(self.mask)

    @property
    def border_grid(self) -> np.ndarray:
        """(n, 2) its centres in the image plane [arcsec]."""
        return border_points(self.mask)

    def relocated_grid_from(self, grid: Grid2D) -> Grid2D:
        """A traced grid and its sub-grid, those points moved that lie outside.

        Parameters
        ----------
        grid
            Traced coordinates of the pixels of the mask.

        Raises
        ------
        GridException
            A grid of another mask.
        """
        ellipse = self._ellipse(grid)
        pixels, subs = (
            np.stack(ellipse.relocated(*points.T), axis=1)
            for points in (grid.array, grid.over_sampled.array)
        )
        return Grid2D(
            pixels, grid.mask, over_sampled=subs, over_sampler=grid.over_sampler
        )

    def relocated_mesh_grid_from(self, grid: Grid2D, mesh_grid: Any) -> Grid2DIrregular:
        """Centres of source pixels, those moved that lie outside.

        Parameters
        ----------
        grid
            Traced coordinates of the pixels of the mask.
        mesh_grid
            (M, 2) traced centres [arcsec].

        Raises
        ------
        GridException
            A grid of another mask.
        """
        points = Grid2DIrregular(mesh_grid).array
        moved = self._ellipse(grid).relocated(*points.T)
        return Grid2DIrregular(np.stack(moved, axis=1))

    def _ellipse(self, grid: Grid2D) -> BorderEllipse:
        if grid.mask != self.mask:
            raise exc.GridException(
                "BorderRelocator got a grid of another mask than its own; trace "
                "al.Grid2D.from_mask(mask) of this one."
            )
        return BorderEllipse(*grid.array[self.border_slim].T)


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
        xp = array_namespace(y, x)
        points = xp.stack([y, x], axis=-1)
        self.centre = points.mean(axis=0)
        offsets = points - self.centre
        self.axes = _principal_axes(offsets.T @ offsets)
        self.radii = xp.abs(offsets @ self.axes).max(axis=0)

    def relocated(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Points, those outside moved along the line to the centre.

        Parameters
        ----------
        y, x
            (n,) coordinates [arcsec].
        """
        xp = array_namespace(y, x, self.radii)
        # A border without extent bounds nothing.
        radii = xp.where((self.radii > 0.0).all(), self.radii, np.inf)
        return pulled_inside(y, x, self.centre, self.axes.T / radii[:, None])


@kernel
def pulled_inside(y: Any, x: Any, centre: Any, axes: Any) -> tuple[Any, Any]:
    """Points, those outside of an ellipse moved along the line to its centre.

    Parameters
    ----------
    y, x
        (n,) coordinates [arcsec].
    centre
        (2,) of the ellipse [arcsec].
    axes
        (2, 2) its principal axes, unit vectors over their lengths, one a row.
    """
    xp = array_namespace(y, x, centre, axes)
    offset_y, offset_x = y - centre[0], x - centre[1]
    squared = (axes[0, 0] * offset_y + axes[0, 1] * offset_x) ** 2
    squared += (axes[1, 0] * offset_y + axes[1, 1] * offset_x) ** 2
    factor = 1.0 / xp.sqrt(xp.maximum(squared, 1.0))
    inside = squared <= 1.0
    moved_y = xp.where(inside, y, centre[0] + factor * offset_y)
    return moved_y, xp.where(inside, x, centre[1] + factor * offset_x)


@pulled_inside.implement("numba")
def _pulled_inside_numba(y: Any, x: Any, centre: Any, axes: Any) -> tuple[Any, Any]:
    moved_y, moved_x = y.copy(), x.copy()
    for point in range(y.size):
        offset_y, offset_x = y[point] - centre[0], x[point] - centre[1]
        first = axes[0, 0] * offset_y + axes[0, 1] * offset_x
        second = axes[1, 0] * offset_y + axes[1, 1] * offset_x
        squared = first * first + second * second
        if not squared <= 1.0:
            factor = 1.0 / np.sqrt(squared)
            moved_y[point] = centre[0] + factor * offset_y
            moved_x[point] = centre[1] + factor * offset_x
    return moved_y, moved_x


def _principal_axes(matrix: Any) -> Any:
    """(2, 2) unit eigenvectors of a symmetric (2, 2) matrix, one a column.

    Where it is a multiple of the unit matrix but for rounding, as for the border of a
    round mask in the image plane, these are y and x rather than what rounding says.
    """
    xp = array_namespace(matrix)
    difference, twice = matrix[0, 0] - matrix[1, 1], 2.0 * matrix[0, 1]
    size = _ROUND * (matrix[0, 0] + matrix[1, 1])
    is_round = (xp.abs(difference) <= size) & (xp.abs(twice) <= size)
    # Two choices, so that the derivative of the one not taken is finite as well.
    twice = xp.where(is_round, 0.0, twice)
    phi = 0.5 * xp.arctan2(twice, xp.where(is_round, 1.0, difference))
    cosine, sine = xp.cos(phi), xp.sin(phi)
    return xp.stack([xp.stack([cosine, -sine]), xp.stack([sine, cosine])])
