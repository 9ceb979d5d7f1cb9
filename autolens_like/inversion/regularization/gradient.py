"""`Gradient`: first differences of a rectangular mesh in the dark."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.regularization import (
    TINY,
    SquaredRows,
)
from autolens_like.inversion.regularization.rows import stencil_rows


class Gradient(SquaredRows):
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

    def squared_rows(
        self, geometry: MeshGeometry, signals: Any
    ) -> tuple[Any, Any, Any, Any]:
        """The first differences, of weight λ², and 1e-8 on the diagonal."""
        rows = stencil_rows(geometry, (1.0, -1.0), self)
        return *rows, self.coefficient**2, TINY
