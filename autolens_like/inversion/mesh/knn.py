"""`KNearestNeighbor`, `KNNBarycentric`: source pixels read by the nearest ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.mesh.delaunay import Delaunay, DelaunayGeometry
from autolens_like.inversion.mesh.nearest import nearest_pixels
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace

#: A triangle of three pixels of less than this area is none [arcsec²].
_FLAT = 1e-12


class KNearestNeighbor(Delaunay):
    """Centres set in the image plane and traced back, each point read by several.

    The k nearest pixels of a point count by the C4 function of Wendland 1995 (Adv.
    Comput. Math. 4, 389) of their distance, which vanishes at a multiple of that of the
    farthest. Unlike that of triangles, the brightness is not exact for a slope;
    neighbours and areas are those of the triangulation.

    It is smooth where the k nearest stay the same ones. Where another pixel becomes the
    k-th it jumps, by the less the closer `radius_scale` is to 1, and so does the
    evidence: its derivative is right between the jumps and says nothing of them.

    Parameters
    ----------
    pixels, zeroed_pixels
        As for `Delaunay`.
    k_neighbors
        k, at least 1.
    radius_scale
        Where the weight vanishes, in units of the distance of the k-th pixel; above 1.
    areas_factor
        Length of the arms on which split regularizations compare a pixel with the
        mesh, in units of the distance of one of its neighbours.
    split_neighbor_division
        Which one: the k-th over this number.

    Raises
    ------
    MeshException
        Other numbers.
    """

    k_neighbors: int = static(10)
    radius_scale: float = static(1.5)
    split_neighbor_division: int = static(2)

    def __post_init__(self) -> None:
        super().__post_init__()
        name = type(self).__name__
        for field in ("k_neighbors", "split_neighbor_division"):
            value = getattr(self, field)
            if int(value) != value or value < 1:
                raise exc.MeshException(
                    f"{name} got {field}={value!r}; give a whole number of at least 1."
                )
        if not 1.0 < self.radius_scale < np.inf:
            raise exc.MeshException(
                f"{name} got radius_scale={self.radius_scale!r}; give a number above "
                "1, such as 1.5."
            )

    def geometry_from(self, y: Any, x: Any, centres: Any = None) -> NearestGeometry:
        """The (M, 2) traced centres [arcsec]."""
        self.check_number(centres)
        return NearestGeometry(centres, self)


class KNNBarycentric(KNearestNeighbor):
    """Centres set in the image plane, each point read by the three nearest.

    By its barycentric coordinates in their triangle, cut at zero where it is outside.
    The evidence jumps where another pixel becomes the third, and has a kink at the cut;
    its derivative is right between them.

    Parameters
    ----------
    pixels, zeroed_pixels, k_neighbors, areas_factor, split_neighbor_division
        As for `KNearestNeighbor`; k counts for the arms alone.
    radius_scale
        Has no effect.
    """

    def geometry_from(self, y: Any, x: Any, centres: Any = None) -> TripletGeometry:
        """The (M, 2) traced centres [arcsec]."""
        self.check_number(centres)
        return TripletGeometry(centres, self)


class NearestGeometry(DelaunayGeometry):
    """Points in the source plane, the brightness between them by the nearest.

    Parameters
    ----------
    centres
        (M, 2) points (y, x) [arcsec].
    mesh
        Says how many count and how far.

    Raises
    ------
    InversionException
        The points cannot be triangulated.
    """

    counts_zero_weights = True

    def __init__(self, centres: Any, mesh: KNearestNeighbor) -> None:
        super().__init__(centres, mesh.zeroed_pixels, mesh.areas_factor)
        self.mesh = mesh

    @property
    def triangles(self) -> None:
        """None: brightness is not linear in triangles."""
        return None

    @cached_property
    def cross_arms(self) -> Any:
        """(M,) how far from its centre a pixel is compared with the mesh [arcsec]."""
        number = min(self.mesh.k_neighbors, self.pixels)
        # Behind the pixel itself.
        which = self.mesh.k_neighbors // self.mesh.split_neighbor_division
        which = min(max(which, 1), max(number - 1, 1))
        found = nearest_pixels(*self.centres.T, self.centres, which + 1)
        return self._areas_factor * self._distances(*self.centres.T, found)[:, -1]

    def interpolation(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Weights of the k nearest pixels."""
        y, x, found = self._nearest(y, x, self.mesh.k_neighbors)
        distances = self._distances(y, x, found)
        share = distances / (distances[:, -1:] * self.mesh.radius_scale)
        weights = (1.0 - share) ** 6 * (35.0 * share**2 + 18.0 * share + 3.0)
        return found, weights / weights.sum(axis=1)[:, None]

    def _nearest(self, y: Any, x: Any, number: int) -> tuple[Any, Any, Any]:
        xp = array_namespace(y, x, self.centres)
        y, x = xp.asarray(y, dtype=float), xp.asarray(x, dtype=float)
        return y, x, nearest_pixels(y, x, self.centres, min(number, self.pixels))

    def _distances(self, y: Any, x: Any, found: Any) -> Any:
        to_y = self.centres[found, 0] - y[:, None]
        to_x = self.centres[found, 1] - x[:, None]
        # The root of zero has no derivative.
        return array_namespace(to_y, to_x).sqrt(to_y**2 + to_x**2 + 1e-20)


class TripletGeometry(NearestGeometry):
    """Points in the source plane, the brightness between them by the nearest three.

    Parameters
    ----------
    centres, mesh
        As for `NearestGeometry`.
    """

    def interpolation(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Barycentric weights of the three nearest pixels, none below zero."""
        y, x, found = self._nearest(y, x, 3)
        xp = array_namespace(y, x, self.centres)
        to_y = self.centres[found, 0] - y[:, None]
        to_x = self.centres[found, 1] - x[:, None]
        after, last = np.array([1, 2, 0]), np.array([2, 0, 1])
        areas = to_y[:, after] * to_x[:, last] - to_x[:, after] * to_y[:, last]
        total = areas.sum(axis=1)[:, None]
        flat = xp.abs(total) <= _FLAT
        weights = xp.maximum(areas / xp.where(flat, 1.0, total), 0.0)
        weights = xp.where(flat, np.array([1.0, 0.0, 0.0]), weights)
        return found, weights / weights.sum(axis=1)[:, None]
