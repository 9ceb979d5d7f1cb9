"""`Overlay`: centres on a lattice over the image."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.image_mesh.image_mesh import ImageMesh, require_unmasked
from autolens_like.inversion.parameters import shape_from
from autolens_like.numerics.model_object import static
from autolens_like.structures.irregular import Grid2DIrregular
from autolens_like.structures.mask import Mask2D


class Overlay(ImageMesh):
    """A uniform lattice over the unmasked pixels; what falls on masked ones is cut.

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

    def __post_init__(self) -> None:
        object.__setattr__(self, "shape", shape_from(self.shape, type(self).__name__))

    def image_plane_mesh_grid_from(
        self, mask: Mask2D, adapt_data: Any = None
    ) -> Grid2DIrregular:
        """(M, 2) lattice points in unmasked pixels, row after row from the top-left."""
        require_unmasked(mask)
        rows, columns = np.nonzero(~mask.array)
        # In pixels of the image, so that each lattice point knows the pixel it is in.
        lattice = [
            low + (np.arange(number) + 0.5) * (high + 1 - low) / number
            for number, low, high in zip(
                self.shape,
                (rows.min(), columns.min()),
                (rows.max(), columns.max()),
                strict=True,
            )
        ]
        row, column = (axis.ravel() for axis in np.meshgrid(*lattice, indexing="ij"))
        kept = ~mask.array[row.astype(int), column.astype(int)]
        height, width = mask.shape_native
        scale_y, scale_x = mask.pixel_scales
        y = mask.origin[0] + (0.5 * height - row[kept]) * scale_y
        x = mask.origin[1] + (column[kept] - 0.5 * width) * scale_x
        return Grid2DIrregular(np.stack([y, x], axis=-1))
