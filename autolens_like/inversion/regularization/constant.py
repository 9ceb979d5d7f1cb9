"""`Constant`: one weight for all differences between neighbours."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.regularization import (
    Regularization,
    difference_matrix,
)


class Constant(Regularization):
    """sᵀHs = λ² Σ (s_a - s_b)² over all pairs of neighbours.

    The gradient regularization of Warren & Dye 2003 (ApJ 590, 673, sec. 3).

    Parameters
    ----------
    coefficient
        λ, at least 0.
    """

    coefficient: float = 1.0

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """λ² times the graph Laplacian of the neighbours, and 1e-8 on the diagonal."""
        return difference_matrix(
            geometry.pixels, geometry.neighbours, self.coefficient**2
        )
