"""`ConstantSplit`: one weight for the differences on a cross round every pixel."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.cross import cross_rows
from autolens_like.inversion.regularization.regularization import (
    TINY,
    SquaredRows,
)


class ConstantSplit(SquaredRows):
    """sᵀHs = λ² Σ (s_a - s(x))² over four points x round every pixel a.

    s(x) is interpolated on the mesh. Unlike the number of neighbours, that of the
    points does not jump when a triangulation changes.

    Parameters
    ----------
    coefficient
        λ, at least 0.
    """

    coefficient: float = 1.0

    def squared_rows(
        self, geometry: MeshGeometry, signals: Any
    ) -> tuple[Any, Any, Any, Any]:
        """The differences on the crosses, of weight λ², and 1e-8 on the diagonal."""
        return *cross_rows(geometry), self.coefficient**2, TINY
