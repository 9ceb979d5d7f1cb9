"""`Zeroth`: a weight on the brightness itself."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.regularization import Regularization


class Zeroth(Regularization):
    """sᵀHs = λ² Σ s².

    Parameters
    ----------
    coefficient
        λ, at least 0.
    """

    coefficient: float = 1.0

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """λ² on the diagonal."""
        return self.coefficient**2 * np.eye(geometry.pixels)
