"""`DelaunayNN`: source pixels as Voronoi cells, read by natural neighbours."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.mesh.delaunay import (
    Delaunay,
    DelaunayGeometry,
    DelaunayMagnification,
)
from autolens_like.inversion.mesh.natural_neighbours import (
    natural_neighbour_weights,
)
from autolens_like.numerics.namespace import array_namespace


class DelaunayNN(Delaunay):
    """Voronoi cells round centres that are set in the image plane and traced back.

    The brightness between the centres is that of natural neighbours, which is smoother
    than the triangles of `Delaunay`, and does not jump where a triangulation flips.
    The evidence still jumps where a point leaves the outermost triangles and, as
    neighbours and areas are those of the triangulation, where that flips. JAX has its
    gradient (`jax.grad`, `jax.vjp`), not its derivative along a direction (`jax.jvp`).

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
    """

    @property
    def triangles(self) -> None:
        """None: brightness is not linear in triangles."""
        return None

    def interpolation(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Natural neighbour weights; outside of all triangles, the nearest point."""
        xp = array_namespace(y, x, self.centres)
        points = (xp.asarray(y, dtype=float), xp.asarray(x, dtype=float))
        return natural_neighbour_weights(*points, self.centres, self.triangulation)
