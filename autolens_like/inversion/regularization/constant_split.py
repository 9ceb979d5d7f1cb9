"""`ConstantSplit`: one weight for the differences on a cross round every pixel."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.cross import cross_rows
from autolens_like.inversion.regularization.regularization import (
    Regularization,
    square_matrix,
)


class ConstantSplit(Regularization):
    """sᵀHs = λ² Σ (s_a - s(x))² over four points x round every pixel a.

    s(x) is interpolated on the mesh. Unlike the number of neighbours, that of the
    points does not jump when a triangulation changes.

    Parameters
    ----------
    coefficient
        λ, at least 0.
    """

    coefficient: float = 1.0

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """λ² times the squared differences, and 1e-8 on the diagonal."""
        rows = cross_rows(geometry)
        return square_matrix(geometry.pixels, *rows, self.coefficient**2)
