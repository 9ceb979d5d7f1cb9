"""`ConstantZeroth`: differences between neighbours and the brightness itself."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.regularization import (
    TINY,
    Regularization,
    difference_matrix,
)


class ConstantZeroth(Regularization):
    """sᵀHs = λ² Σ (s_a - s_b)² + λ₀² Σ s².

    Parameters
    ----------
    coefficient_neighbor
        λ, at least 0.
    coefficient_zeroth
        λ₀, at least 0.
    """

    coefficient_neighbor: float = 1.0
    coefficient_zeroth: float = 1.0

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """The sum of the matrices of `Constant` and `Zeroth`."""
        return difference_matrix(
            geometry.pixels,
            geometry.neighbours,
            self.coefficient_neighbor**2,
            self.coefficient_zeroth**2 + TINY,
        )
