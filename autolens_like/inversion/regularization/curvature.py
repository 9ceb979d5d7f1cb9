"""`Curvature`: second differences of a rectangular mesh in the dark."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.regularization import (
    TINY,
    SquaredRows,
)
from autolens_like.inversion.regularization.rows import stencil_rows


class Curvature(SquaredRows):
    """sᵀHs = λ² Σ (s_a - 2 s_b + s_c)² along rows and columns, darkness round them.

    A slope costs nothing inside of the mesh. Suyu et al. 2006 (MNRAS 371, 983) use
    lower differences at one end of every row; here the source is dark beyond both.

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
        """The second differences, of weight λ², and 1e-8 on the diagonal."""
        rows = stencil_rows(geometry, (1.0, -2.0, 1.0), self)
        return *rows, self.coefficient**2, TINY
