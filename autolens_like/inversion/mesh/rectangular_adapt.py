"""Rectangles whose rows and columns follow the traced points, or an image of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.mesh.distribution import Distribution
from autolens_like.inversion.mesh.mesh import Mesh
from autolens_like.inversion.mesh.rectangular_uniform import (
    RectangularGeometry,
    bilinear,
    box_of,
)
from autolens_like.inversion.parameters import shape_from
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.namespace import array_namespace, is_concrete

#: Smallest value of an image that weighs points.
_DARK = 1e-12


class RectangularAdaptMesh(Mesh):
    """The base of meshes of rows and columns that follow the traced points.

    A subclass has the field `shape` and gives `distribution`.
    """

    has_rows = True
    follows_pixels = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", shape_from(self.shape, type(self).__name__))

    @property
    def pixels(self) -> int:
        """M, rows times columns."""
        return self.shape[0] * self.shape[1]

    def distribution(self, points: Any, weights: Any, number: int) -> Distribution:
        """Shares of points along an axis.

        Parameters
        ----------
        points
            (N,) coordinates [arcsec].
        weights
            (N,) of sum 1, or None.
        number
            How many rows or columns there are.
        """
        raise NotImplementedError

    def point_weights(self, image: Any) -> Any:
        """(N,) weights of the image pixels, of sum 1; None counts all alike."""
        return None

    def geometry_from(
        self, y: Any, x: Any, centres: Any = None, image: Any = None
    ) -> RectangularAdaptGeometry:
        """The mesh that follows (N, 2) traced centres of the image pixels [arcsec]."""
        box = box_of(y, x)
        weights = self.point_weights(image)
        axes = tuple(
            self.distribution(centres[:, i], weights, self.shape[i]) for i in (0, 1)
        )
        spans = [centres[:, i].max() - centres[:, i].min() for i in (0, 1)]
        if all(is_concrete(span) for span in spans) and not min(spans) > 0.0:
            raise exc.InversionException(
                "All image pixels are traced to one row or column of the source plane, "
                "so that no mesh can follow them; look at the masses."
            )
        return RectangularAdaptGeometry(self.shape, box, axes)


def brightness_weights(image: Any, power: Any, floor: Any, owner: Any) -> Any:
    """(N,) weights of image pixels, of sum 1: their brightness to a power.

    Parameters
    ----------
    image
        (N,) image of the source, or None.
    power
        Of the brightness.
    floor
        Smallest weight before they are brought to a sum of 1.
    owner
        The mesh, named in the error.

    Raises
    ------
    PixelizationException
        There is no image.
    """
    if image is None:
        raise exc.PixelizationException(
            f"A {type(owner).__name__} mesh follows an image of the source from an "
            "earlier fit; pass adapt_images=al.AdaptImages(galaxy_image_dict={galaxy: "
            "image}) to FitImaging."
        )
    xp = array_namespace(image, power, floor)
    weights = xp.maximum(xp.maximum(image, _DARK) ** power, floor)
    return weights / weights.sum()


class RectangularAdaptGeometry(RectangularGeometry):
    """Rows and columns that hold equal shares of points; pixel 0 at the top-left.

    Between the outermost points lie columns 1 to the last but one, and rows 2 to the
    last: one row lower than the middle, as in PyAutoLens, whose evidence it has.

    Parameters
    ----------
    shape
        (rows, columns).
    box
        (lowest y, highest y, lowest x, highest x) of the traced points [arcsec].
    axes
        Shares of the points along y and along x.
    """

    def __init__(
        self,
        shape: tuple[int, int],
        box: tuple[Any, Any, Any, Any],
        axes: tuple[Distribution, Distribution],
    ) -> None:
        super().__init__(shape, box)
        self.axes = axes

    @property
    def lattice(self) -> Any:
        """(M, 2) centres of equal rectangles, as PyAutoLens measures distances."""
        return RectangularGeometry(self.shape, self.box).centres

    @cached_property
    def centres(self) -> Any:
        """(M, 2) centres of the pixels [arcsec]."""
        rows, columns = (np.arange(number) for number in self.shape)
        y, x = self._coordinates(rows, 0), self._coordinates(columns, 1)
        xp = array_namespace(y, x)
        return xp.stack(xp.meshgrid(y, x, indexing="ij"), axis=-1).reshape(-1, 2)

    @cached_property
    def edges(self) -> tuple[Any, Any]:
        """(rows + 1,) y from the top and (columns + 1,) x of the pixels' sides."""
        rows, columns = (np.arange(number + 1) - 0.5 for number in self.shape)
        return self._coordinates(rows, 0), self._coordinates(columns, 1)

    @property
    def areas(self) -> Any:
        """(M,) area of every pixel [arcsec²]."""
        xp = array_namespace(*self.edges)
        heights, widths = (xp.abs(xp.diff(edges)) for edges in self.edges)
        return (heights[:, None] * widths).reshape(-1)

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """(x minimum, x maximum, y minimum, y maximum) of the mesh [arcsec]."""
        y, x = self.edges
        return float(x[0]), float(x[-1]), float(y[-1]), float(y[0])

    def interpolation(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Bilinear weights of four pixels, in shares of the points.

        A point beyond the outermost of those that the mesh follows is read at them.
        """
        (rows, columns), (along_y, along_x) = self.shape, self.axes
        xp = array_namespace(y, x, self.box)
        up = 1.0 + (rows - 3) * along_y.share(xp.asarray(y))
        right = 1.0 + (columns - 3) * along_x.share(xp.asarray(x))
        return bilinear_from_below(up, right, self.shape)

    def _coordinates(self, places: np.ndarray, axis: int) -> Any:
        """Coordinates of rows (axis 0) or columns, extrapolated beyond the points."""
        number = self.shape[axis]
        steps = max(number - 3, 1)
        shares = (number - 1 - places if axis == 0 else places - 1) / steps
        inside = np.clip(shares, 0.0, 1.0)
        found, (low, next_low, next_high, high) = (
            self.axes[axis].quantile(np.asarray(some))
            for some in (inside, (0.0, 0.5 / steps, 1.0 - 0.5 / steps, 1.0))
        )
        below = np.minimum(shares, 0.0) * (next_low - low)
        above = np.maximum(shares - 1.0, 0.0) * (high - next_high)
        return found + 2.0 * steps * (below + above)


@kernel
def bilinear_from_below(up: Any, right: Any, shape: tuple[int, int]) -> tuple[Any, Any]:
    """Bilinear weights by places in rows that are counted from below.

    Parameters
    ----------
    up, right
        (S,) places; whole ones are centres, 1 those of the lowest row and 0 those of
        the first column.
    shape
        (rows, columns).

    Returns
    -------
    (S, 4) integers, those of pixels counted from the top, and (S, 4) weights
    """
    rows, columns = shape
    xp = array_namespace(up, right)
    # As if the mesh stood on its head.
    indices, weights = bilinear(up, right, (-0.5, -0.5, -1.0, 1.0), shape)
    first = indices[:, 0]
    corner = rows * columns - first + 2 * (first % columns)
    corner = xp.minimum(corner, rows * columns - 2)
    return corner[:, None] + np.array([0, 1, -columns, 1 - columns]), weights


@bilinear_from_below.implement("numba")
def _bilinear_from_below_numba(
    up: Any, right: Any, shape: tuple[int, int]
) -> tuple[Any, Any]:
    rows, columns = shape
    indices = np.empty((up.size, 4), dtype=np.int64)
    weights = np.empty((up.size, 4))
    for point in range(up.size):
        row = min(max(int(np.floor(up[point])), 0), rows - 2)
        column = min(max(int(np.floor(right[point])), 0), columns - 2)
        over, aside = up[point] - row, right[point] - column
        corner = min((rows - row) * columns + column, rows * columns - 2)
        indices[point, 0] = corner
        indices[point, 1] = corner + 1
        indices[point, 2] = corner - columns
        indices[point, 3] = corner - columns + 1
        weights[point, 0] = (1.0 - over) * (1.0 - aside)
        weights[point, 1] = (1.0 - over) * aside
        weights[point, 2] = over * (1.0 - aside)
        weights[point, 3] = over * aside
    return indices, weights
