"""`Gradient`: first differences of a rectangular mesh in the dark."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.regularization import (
    Regularization,
    square_matrix,
)
from autolens_like.inversion.regularization.rows import stencil_rows


class Gradient(Regularization):
    """sᵀHs = λ² Σ (s_a - s_b)² along rows and columns, with darkness round the mesh.

    It differs from `Constant` at the rim, whose pixels are compared with zero, so that
    H is positive definite by itself. Suyu et al. 2006 (MNRAS 371, 983) do so at one
    end of every row; here both ends are alike, and a flipped source costs the same.

    Parameters
    ----------
    coefficient
        λ, at least 0.
    """

    coefficient: float = 1.0

    needs_rows = True

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """λ² times the squared first differences, and 1e-8 on the diagonal."""
        rows = stencil_rows(geometry, (1.0, -1.0), self)
        return square_matrix(geometry.pixels, *rows, self.coefficient**2)
