"""`Constant`: one weight for all differences between neighbours."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.regularization import (
    TINY,
    NeighbourDifferences,
)


class Constant(NeighbourDifferences):
    """sᵀHs = λ² Σ (s_a - s_b)² over all pairs of neighbours.

    The gradient regularization of Warren & Dye 2003 (ApJ 590, 673, sec. 3).

    Parameters
    ----------
    coefficient
        λ, at least 0.
    """

    coefficient: float = 1.0

    def pairs(self, geometry: MeshGeometry, signals: Any) -> tuple[Any, Any]:
        """λ² for all neighbours, and 1e-8 on the diagonal."""
        return self.coefficient**2, TINY
