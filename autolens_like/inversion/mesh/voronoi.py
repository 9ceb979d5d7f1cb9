"""`DelaunayNN`: source pixels as Voronoi cells, read by natural neighbours."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.mesh.delaunay import (
    Delaunay,
    DelaunayGeometry,
    DelaunayMagnification,
)
from autolens_like.inversion.mesh.natural_neighbours import (
    natural_neighbour_weights,
)
from autolens_like.numerics.namespace import is_concrete


class DelaunayNN(Delaunay):
    """Voronoi cells round centres that are set in the image plane and traced back.

    The brightness between the centres is that of natural neighbours, which is smoother
    than the triangles of `Delaunay`, and does not jump where a triangulation flips.

    Parameters
    ----------
    pixels, zeroed_pixels, areas_factor
        As for `Delaunay`.
    """

    def geometry_from(self, y: Any, x: Any, centres: Any = None) -> VoronoiGeometry:
        """The cells of (M, 2) traced centres [arcsec]."""
        self.check_number(centres)
        return VoronoiGeometry(centres, self.zeroed_pixels, self.areas_factor)


class VoronoiMagnification(DelaunayMagnification):
    """Voronoi cells round centres on a lattice in the image plane, traced back.

    They are small where the lens magnifies.

    Parameters
    ----------
    shape
        Rows and columns of the lattice, each at least 3; points on masked pixels are
        left out.

    Raises
    ------
    MeshException
        Another shape.
    """

    def geometry_from(self, y: Any, x: Any, centres: Any = None) -> VoronoiGeometry:
        """The cells of (M, 2) traced centres [arcsec]."""
        return VoronoiGeometry(centres)


class VoronoiGeometry(DelaunayGeometry):
    """Voronoi cells of points in the source plane.

    Neighbours and areas are those of the triangulation, as in PyAutoLens, so that
    coefficients mean the same.

    Parameters
    ----------
    centres, zeroed_pixels, areas_factor
        As for `DelaunayGeometry`.

    Raises
    ------
    InversionException
        The points cannot be triangulated: fewer than three, not finite, or on a line.
    PixelizationException
        In a JAX program.
    """

    def __init__(
        self, centres: Any, zeroed_pixels: int = 0, areas_factor: float = 0.5
    ) -> None:
        if not is_concrete(centres):
            raise exc.PixelizationException(
                "Natural neighbours are not available under JAX; use al.mesh.Delaunay, "
                "or fit with use_jax=False."
            )
        super().__init__(centres, zeroed_pixels, areas_factor)

    @property
    def triangles(self) -> None:
        """None: brightness is not linear in triangles."""
        return None

    def interpolation(self, y: Any, x: Any) -> tuple[np.ndarray, np.ndarray]:
        """Natural neighbour weights; outside of all triangles, the nearest point."""
        points = (np.asarray(y, dtype=float), np.asarray(x, dtype=float))
        return natural_neighbour_weights(*points, self.triangulation)
