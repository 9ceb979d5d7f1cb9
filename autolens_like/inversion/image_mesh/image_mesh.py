"""`ImageMesh`: where in the image plane the centres of source pixels are set.

Traced to the source plane, centres that are even in the image crowd where the lens
magnifies.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.numerics.model_object import ModelObject
from autolens_like.structures.irregular import Grid2DIrregular
from autolens_like.structures.mask import Mask2D


class ImageMesh(ModelObject):
    """The base of all image meshes."""

    def image_plane_mesh_grid_from(
        self, mask: Mask2D, adapt_data: Any = None
    ) -> Grid2DIrregular:
        """(M, 2) centres in the image plane [arcsec].

        Parameters
        ----------
        mask
            The mask of the data.
        adapt_data
            Image that the centres follow, for image meshes that use one.
        """
        raise NotImplementedError


def require_unmasked(mask: Mask2D) -> None:
    """Refuse a mask that leaves nothing.

    Raises
    ------
    MeshException
        Every pixel is masked.
    """
    if mask.array.all():
        raise exc.MeshException(
            "Every pixel is masked, so that there is nothing to lay a mesh over; "
            "give a mask with unmasked (False) pixels."
        )


def append_with_circle_edge_points(
    image_plane_mesh_grid: Any,
    centre: tuple[float, float],
    radius: float,
    n_points: int,
) -> Grid2DIrregular:
    """Centres, and behind them points on a circle round them.

    A mesh with `zeroed_pixels=n_points` keeps these dark, so that a source does not
    extend to the edge of the mask.

    Parameters
    ----------
    image_plane_mesh_grid
        (M, 2) centres [arcsec].
    centre
        (y, x) of the circle [arcsec].
    radius
        Its radius [arcsec].
    n_points
        How many points, at equal angles from the x axis on.

    Returns
    -------
    (M + n_points, 2) coordinates

    Raises
    ------
    MeshException
        Not a whole number of points of at least 0, or no radius above zero.
    """
    if int(n_points) != n_points or n_points < 0 or not 0.0 < radius < np.inf:
        raise exc.MeshException(
            f"append_with_circle_edge_points got radius={radius!r} and n_points="
            f"{n_points!r}; give a radius above zero and a whole number of points."
        )
    points = np.asarray(
        getattr(image_plane_mesh_grid, "array", image_plane_mesh_grid), dtype=float
    )
    angles = np.linspace(0.0, 2.0 * np.pi, int(n_points), endpoint=False)
    circle = np.stack([np.sin(angles), np.cos(angles)], axis=-1)
    edge = np.asarray(centre) + radius * circle
    return Grid2DIrregular(np.concatenate([points.reshape(-1, 2), edge]))
