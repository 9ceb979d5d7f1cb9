"""`AdaptImages`: what an earlier fit says about the galaxies of a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.structures.array import Array2D
from autolens_like.structures.mask import Mask2D


class AdaptImages:
    """Images, and centres of source pixels, that pixelizations adapt to.

    Parameters
    ----------
    galaxy_image_dict
        The lensed image of a galaxy without the light of the others, by galaxy.
    galaxy_image_plane_mesh_grid_dict
        (M, 2) centres of its source pixels in the image plane [arcsec], by galaxy.
    """

    def __init__(
        self,
        galaxy_image_dict: Mapping[Any, Array2D] | None = None,
        galaxy_image_plane_mesh_grid_dict: Mapping[Any, Any] | None = None,
    ) -> None:
        self.galaxy_image_dict = dict(galaxy_image_dict or {})
        self.galaxy_image_plane_mesh_grid_dict = dict(
            galaxy_image_plane_mesh_grid_dict or {}
        )

    def image_of(self, galaxy: Any, mask: Mask2D) -> np.ndarray | None:
        """(N,) image of a galaxy, None without one.

        Raises
        ------
        PixelizationException
            It is of another mask than the data.
        """
        image = self.galaxy_image_dict.get(galaxy)
        if image is None:
            return None
        if not isinstance(image, Array2D) or not np.array_equal(
            image.mask.array, mask.array
        ):
            raise exc.PixelizationException(
                "The adapt image of a galaxy must be an Array2D with the mask of the "
                f"data; a {type(image).__name__} of shape {np.shape(image)} came."
            )
        return image.slim.array

    def centres_of(self, galaxy: Any) -> tuple[np.ndarray, np.ndarray] | None:
        """y and x (M,) of the centres of a galaxy's source pixels, None without."""
        grid = self.galaxy_image_plane_mesh_grid_dict.get(galaxy)
        if grid is None:
            return None
        values = np.asarray(getattr(grid, "array", grid), dtype=float)
        if values.ndim != 2 or values.shape[1] != 2:
            raise exc.PixelizationException(
                f"Centres of source pixels of shape {values.shape} came; give (M, 2) "
                "coordinates (y, x)."
            )
        return values[:, 0], values[:, 1]
