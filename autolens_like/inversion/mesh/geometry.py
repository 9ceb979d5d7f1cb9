"""`MeshGeometry`: a mesh laid over one source plane."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.cells import voronoi_cells
from autolens_like.numerics.cached import cached_property
from autolens_like.numerics.namespace import array_namespace


class MeshGeometry:
    """M source pixels, where they lie and how a point is read from them.

    Coordinates may be JAX arrays, traced ones too; then everything that follows from
    them is as well, differentiable where it is a length, an area or a weight. What a
    subclass has to heed:

    * `pixels`, `zeroed` and all shapes follow from the mesh alone, never from values.
      Pairs of `neighbours` and the P of `interpolation` are filled up to a number that
      always suffices: pairs with a pixel beside itself, weights with zeros.
    * Formulas take their names from `array_namespace`. What has none, such as a
      triangulation, is a `@kernel` whose JAX twin calls numpy by `on_host`; it returns
      integers, and a formula makes the weights of them and of the coordinates.
    * Nothing is raised for values that are traced (`is_concrete` asks): a source
      without a mesh has weights that are NaN, so that its evidence is.

    Attributes
    ----------
    centres : (M, 2) coordinates (y, x) of the pixels [arcsec].
    """

    centres: Any
    #: Whether a weight of zero tells that a pixel serves a point.
    counts_zero_weights = True

    @property
    def pixels(self) -> int:
        """M, the number of source pixels."""
        return self.centres.shape[0]

    @property
    def neighbours(self) -> Any:
        """(E, 2) pairs of pixels that touch, each pair once.

        Numpy integers where the mesh alone decides, for which nothing is computed in a
        JAX program; there, pairs (a, a) may fill up the number.
        """
        raise NotImplementedError

    @property
    def areas(self) -> Any:
        """(M,) area of every pixel [arcsec²]."""
        raise NotImplementedError

    @property
    def cross_arms(self) -> np.ndarray:
        """(M,) how far from its centre a pixel is compared with the mesh [arcsec]."""
        return 0.5 * array_namespace(self.areas).sqrt(self.areas)

    @property
    def lattice(self) -> np.ndarray:
        """(M, 2) coordinates between which covariances measure distances [arcsec]."""
        return self.centres

    @cached_property
    def zeroed(self) -> np.ndarray:
        """(M,) True for pixels that a positive solution may keep at zero; numpy."""
        return np.zeros(self.pixels, dtype=bool)

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """(x minimum, x maximum, y minimum, y maximum) of the mesh [arcsec]."""
        (y0, x0), (y1, x1) = self.centres.min(axis=0), self.centres.max(axis=0)
        return float(x0), float(x1), float(y0), float(y1)

    @property
    def cells(self) -> list[np.ndarray]:
        """The outline of every pixel, (k, 2) corners (y, x) [arcsec]; numpy."""
        return voronoi_cells(np.asarray(self.centres))

    @property
    def triangles(self) -> np.ndarray | None:
        """(T, 3) pixels between which brightness is linear; None for others."""
        return None

    def covers(self, y: Any, x: Any) -> np.ndarray:
        """(S,) True for points on the mesh: inside the convex hull of its centres."""
        from scipy.spatial import Delaunay

        points = np.stack([np.asarray(y), np.asarray(x)], axis=-1)
        return Delaunay(self.centres).find_simplex(points) >= 0

    def interpolation(self, y: Any, x: Any) -> tuple[Any, Any]:
        """Source pixels and weights that give the brightness at points.

        Parameters
        ----------
        y, x
            (S,) coordinates in the source plane [arcsec].

        Returns
        -------
        (S, P) integers and (S, P) weights that sum to one
        """
        raise NotImplementedError

    def interpolated(self, values: Any, y: Any, x: Any) -> Any:
        """(S,) brightness at points, of (M,) values of the pixels."""
        indices, weights = self.interpolation(y, x)
        xp = array_namespace(values, indices, weights)
        return (weights * xp.asarray(values)[indices]).sum(axis=1)
