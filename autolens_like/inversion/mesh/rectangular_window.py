"""`RectangularWindow`: equal rectangles over a part of the source plane that stays."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.mesh.rectangular_uniform import (
    RectangularGeometry,
    RectangularUniform,
)
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace


class RectangularWindow(RectangularUniform):
    """A grid of equal rectangles, (rows, columns), in a box, dark outside it.

    The box does not follow the traced points, so that a source keeps its place, and its
    prior its density, when the lens changes. Not among `al.mesh`: the correction of a
    source lays it over the light that it corrects.

    Parameters
    ----------
    shape
        Rows and columns, each at least 3.
    box
        (lowest y, highest y, lowest x, highest x) [arcsec].

    Raises
    ------
    MeshException
        Another shape.
    """

    box: tuple[float, float, float, float] = static((-1.0, 1.0, -1.0, 1.0))

    def geometry_from(self, y: Any, x: Any, centres: Any = None) -> WindowGeometry:
        """The grid, wherever the points are."""
        return WindowGeometry(self.shape, self.box)


class WindowGeometry(RectangularGeometry):
    """Equal rectangles in a box, with no light outside."""

    def interpolation(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Bilinear weights of the four nearest centres, beyond which all is zero.

        They fall to zero within a pixel from the outermost centres: no point that
        crosses the side of the box changes its brightness at once.
        """
        indices, _ = super().interpolation(y, x)
        xp = array_namespace(y, x, self.centres)
        near = xp.asarray(self.centres)[indices]
        height, width = self.pixel_scales
        down = xp.abs(y[:, None] - near[..., 0]) / height
        right = xp.abs(x[:, None] - near[..., 1]) / width
        return indices, xp.maximum(1.0 - down, 0.0) * xp.maximum(1.0 - right, 0.0)
