"""`RectangularUniform`: equal rectangles over the bounding box of the traced points."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.cells import rectangular_cells
from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.mesh.mesh import Mesh
from autolens_like.inversion.parameters import shape_from
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace

#: Room round the outermost points [arcsec], so that none lies on the rim itself.
_MARGIN = 1e-8


class RectangularUniform(Mesh):
    """A grid of equal rectangles, (rows, columns), over all traced points.

    Parameters
    ----------
    shape
        Rows and columns, each at least 3.

    Raises
    ------
    MeshException
        Another shape.
    """

    shape: tuple[int, int] = static((3, 3))

    has_rows = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", shape_from(self.shape, type(self).__name__))

    @property
    def pixels(self) -> int:
        """M, rows times columns."""
        return self.shape[0] * self.shape[1]

    def geometry_from(self, y: Any, x: Any, centres: Any = None) -> RectangularGeometry:
        """The grid over the bounding box of (S,) points [arcsec]."""
        return RectangularGeometry(self.shape, box_of(y, x))


def box_of(y: Any, x: Any) -> tuple[Any, Any, Any, Any]:
    """(lowest y, highest y, lowest x, highest x) of points, with room round them."""
    low_y, high_y, low_x, high_x = y.min(), y.max(), x.min(), x.max()
    return low_y - _MARGIN, high_y + _MARGIN, low_x - _MARGIN, high_x + _MARGIN


class RectangularGeometry(MeshGeometry):
    """Equal rectangles in a box; pixel 0 at the top-left, row after row.

    Parameters
    ----------
    shape
        (rows, columns).
    box
        (lowest y, highest y, lowest x, highest x) [arcsec].
    """

    def __init__(self, shape: tuple[int, int], box: tuple[Any, Any, Any, Any]) -> None:
        self.shape, self.box = shape, box

    @property
    def pixel_scales(self) -> tuple[Any, Any]:
        """Height and width of a pixel [arcsec]."""
        low_y, high_y, low_x, high_x = self.box
        rows, columns = self.shape
        return (high_y - low_y) / rows, (high_x - low_x) / columns

    @cached_property
    def centres(self) -> Any:
        """(M, 2) centres of the pixels [arcsec]."""
        xp = array_namespace(self.box)
        height, width = self.pixel_scales
        y = self.box[1] - (np.arange(self.shape[0]) + 0.5) * height
        x = self.box[2] + (np.arange(self.shape[1]) + 0.5) * width
        return xp.stack(xp.meshgrid(y, x, indexing="ij"), axis=-1).reshape(-1, 2)

    @property
    def edges(self) -> tuple[Any, Any]:
        """(rows + 1,) y from the top and (columns + 1,) x of the pixels' sides."""
        height, width = self.pixel_scales
        rows, columns = (np.arange(number + 1) for number in self.shape)
        return self.box[1] - rows * height, self.box[2] + columns * width

    @property
    def cells(self) -> list[np.ndarray]:
        """The outline of every pixel, (4, 2) corners (y, x) [arcsec]; numpy."""
        return rectangular_cells(*(np.asarray(edges) for edges in self.edges))

    @cached_property
    def _numbers(self) -> np.ndarray:
        return np.arange(self.shape[0] * self.shape[1]).reshape(self.shape)

    @property
    def neighbours(self) -> np.ndarray:
        """(E, 2) pairs that share a side."""
        numbers = self._numbers
        across = np.stack([numbers[:, :-1].ravel(), numbers[:, 1:].ravel()], axis=1)
        down = np.stack([numbers[:-1].ravel(), numbers[1:].ravel()], axis=1)
        return np.concatenate([across, down])

    @property
    def areas(self) -> Any:
        """(M,) area of every pixel [arcsec²]."""
        height, width = self.pixel_scales
        return height * width * np.ones(self.pixels)

    @cached_property
    def zeroed(self) -> np.ndarray:
        """(M,) True on the rim of the grid."""
        rim = np.ones(self.shape, dtype=bool)
        rim[1:-1, 1:-1] = False
        return rim.reshape(-1)

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """(x minimum, x maximum, y minimum, y maximum) of the box [arcsec]."""
        low_y, high_y, low_x, high_x = self.box
        return low_x, high_x, low_y, high_y

    def covers(self, y: Any, x: Any) -> np.ndarray:
        """(S,) True for points in the box."""
        low_x, high_x, low_y, high_y = self.extent
        y, x = np.asarray(y), np.asarray(x)
        return (low_y <= y) & (y <= high_y) & (low_x <= x) & (x <= high_x)

    def interpolation(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Bilinear weights of the four nearest centres.

        In the outer half of a rim pixel the two nearest centres are extrapolated, so
        that a brightness which is linear in y and x is exact everywhere.
        """
        height, width = self.pixel_scales
        frame = (self.box[1], self.box[2], height, width)
        xp = array_namespace(y, x, frame)
        return bilinear(xp.asarray(y), xp.asarray(x), frame, self.shape)


@kernel
def bilinear(
    y: Any, x: Any, frame: tuple[float, float, float, float], shape: tuple[int, int]
) -> tuple[Any, Any]:
    """Bilinear weights on a grid of equal rectangles.

    Parameters
    ----------
    y, x
        (S,) coordinates [arcsec].
    frame
        y of the top, x of the left, height and width of a pixel [arcsec].
    shape
        (rows, columns).

    Returns
    -------
    (S, 4) integers and (S, 4) weights
    """
    xp = array_namespace(y, x, frame)
    top, left, height, width = frame
    row = (top - y) / height - 0.5
    column = (x - left) / width - 0.5
    # A coordinate that is not finite has weights that are not, in some pixel.
    first_row = xp.clip(xp.nan_to_num(xp.floor(row)), 0, shape[0] - 2)
    first_column = xp.clip(xp.nan_to_num(xp.floor(column)), 0, shape[1] - 2)
    down, right = row - first_row, column - first_column
    corner = (first_row * shape[1] + first_column).astype(np.int64)
    indices = xp.stack(
        [corner, corner + 1, corner + shape[1], corner + shape[1] + 1], axis=-1
    )
    weights = xp.stack(
        [
            (1.0 - down) * (1.0 - right),
            (1.0 - down) * right,
            down * (1.0 - right),
            down * right,
        ],
        axis=-1,
    )
    return indices, weights


@bilinear.implement("numba")
def _bilinear_numba(
    y: Any, x: Any, frame: tuple[float, float, float, float], shape: tuple[int, int]
) -> tuple[Any, Any]:
    top, left, height, width = frame
    indices = np.empty((y.size, 4), dtype=np.int64)
    weights = np.empty((y.size, 4))
    for point in range(y.size):
        row = (top - y[point]) / height - 0.5
        column = (x[point] - left) / width - 0.5
        first_row = min(max(int(np.floor(row)), 0), shape[0] - 2)
        first_column = min(max(int(np.floor(column)), 0), shape[1] - 2)
        down, right = row - first_row, column - first_column
        corner = first_row * shape[1] + first_column
        indices[point, 0] = corner
        indices[point, 1] = corner + 1
        indices[point, 2] = corner + shape[1]
        indices[point, 3] = corner + shape[1] + 1
        weights[point, 0] = (1.0 - down) * (1.0 - right)
        weights[point, 1] = (1.0 - down) * right
        weights[point, 2] = down * (1.0 - right)
        weights[point, 3] = down * right
    return indices, weights
