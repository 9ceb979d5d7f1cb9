"""`AdaptPower`: `Adapt` with coefficients that mean what those of `Constant` mean."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.adapt import Adapt


class AdaptPower(Adapt):
    """sᵀHs = Σ ½ (w_a² + w_b²) (s_a - s_b)² over all pairs of neighbours.

    With w = (λ_inner S + λ_outer (1 - S))^p at a pixel of signal S. For p = 1 and equal
    coefficients it is `Constant`.

    Parameters
    ----------
    inner_coefficient, outer_coefficient, signal_scale
        As for `Adapt`.
    power
        p.
    """

    power: float = 1.0

    def weights(self, signals: Any) -> Any:
        """(M,) w of pixels with signals from 0 to 1."""
        return self._coefficients(signals) ** self.power

    def pairs(self, geometry: MeshGeometry, signals: Any) -> tuple[Any, Any]:
        """½ (w_a² + w_b²) of the neighbours, and 1e-8 on the diagonal.

        Raises
        ------
        PixelizationException
            No signals.
        """
        squares, diagonal = super().pairs(geometry, signals)
        return 0.5 * squares, diagonal
