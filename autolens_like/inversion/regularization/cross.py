"""The cross of four points round every source pixel, at which it is compared."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.numerics.namespace import array_namespace


def cross_rows(geometry: MeshGeometry) -> tuple[Any, Any]:
    """Differences between pixels and the brightness at the ends of their crosses.

    The arms point up, down, left and right; the mesh says how long they are. Four per
    pixel whatever the mesh, where a pixel may have any number of neighbours.

    Returns
    -------
    (4M, 1 + P) pixels and (4M, 1 + P) numbers that multiply them
        Four rows a pixel, one after the other.
    """
    xp = array_namespace(geometry.centres)
    arms = geometry.cross_arms[:, None]
    y, x = geometry.centres[:, 0, None], geometry.centres[:, 1, None]
    along = xp.asarray([1.0, -1.0, 0.0, 0.0])
    across = xp.asarray([0.0, 0.0, 1.0, -1.0])
    ends = ((y + arms * along).reshape(-1), (x + arms * across).reshape(-1))
    indices, weights = geometry.interpolation(*ends)
    own = xp.repeat(xp.arange(geometry.pixels), 4)[:, None]
    pixels = xp.concatenate([own, indices], axis=1)
    return pixels, xp.concatenate([xp.ones(own.shape), -weights], axis=1)
