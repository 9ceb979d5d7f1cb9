"""`MeshGeometry`: a mesh laid over one source plane."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np


class MeshGeometry:
    """M source pixels, where they lie and how a point is read from them.

    Attributes
    ----------
    centres : (M, 2) coordinates (y, x) of the pixels [arcsec].
    """

    centres: np.ndarray

    @property
    def pixels(self) -> int:
        """M, the number of source pixels."""
        return self.centres.shape[0]

    @property
    def neighbours(self) -> np.ndarray:
        """(E, 2) pairs of pixels that touch, each pair once."""
        raise NotImplementedError

    @property
    def areas(self) -> np.ndarray:
        """(M,) area of every pixel [arcsec²]."""
        raise NotImplementedError

    @cached_property
    def zeroed(self) -> np.ndarray:
        """(M,) True for pixels that a positive solution may keep at zero."""
        return np.zeros(self.pixels, dtype=bool)

    @property
    def extent(self) -> tuple[float, float, float, float]:
        """(x minimum, x maximum, y minimum, y maximum) of the mesh [arcsec]."""
        (y0, x0), (y1, x1) = self.centres.min(axis=0), self.centres.max(axis=0)
        return float(x0), float(x1), float(y0), float(y1)

    def covers(self, y: Any, x: Any) -> np.ndarray:
        """(S,) True for points on the mesh: inside the convex hull of its centres."""
        from scipy.spatial import Delaunay

        points = np.stack([np.asarray(y), np.asarray(x)], axis=-1)
        return Delaunay(self.centres).find_simplex(points) >= 0

    def interpolation(self, y: Any, x: Any) -> tuple[np.ndarray, np.ndarray]:
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

    def interpolated(self, values: np.ndarray, y: Any, x: Any) -> np.ndarray:
        """(S,) brightness at points, of (M,) values of the pixels."""
        indices, weights = self.interpolation(y, x)
        return (weights * values[indices]).sum(axis=1)
