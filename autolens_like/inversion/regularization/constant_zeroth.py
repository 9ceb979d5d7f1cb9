"""`ConstantZeroth`: differences between neighbours and the brightness itself."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.regularization import (
    TINY,
    NeighbourDifferences,
)


class ConstantZeroth(NeighbourDifferences):
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

    @property
    def main_coefficient(self) -> Any:
        """The coefficient of the neighbours."""
        return self.coefficient_neighbor

    def pairs(self, geometry: MeshGeometry, signals: Any) -> tuple[Any, Any]:
        """λ² for all neighbours; λ₀² and 1e-8 on the diagonal."""
        return self.coefficient_neighbor**2, self.coefficient_zeroth**2 + TINY
