"""`Adapt`: differences weigh less where an earlier image of the source is bright."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.regularization import (
    TINY,
    NeighbourDifferences,
)
from autolens_like.inversion.regularization.signals import between, scaled_signals


class Adapt(NeighbourDifferences):
    """sᵀHs = Σ (w_a² + w_b²) (s_a - s_b)² over all pairs of neighbours.

    With w = (λ_inner S + λ_outer (1 - S))² at a pixel of signal S. H grows with the
    fourth power of the coefficients, as in PyAutoLens, whose values it keeps usable
    (Nightingale, Dye & Massey 2018, MNRAS 478, 4738, have the idea). `AdaptPower`
    grows with the second power, as `Constant`.

    Parameters
    ----------
    inner_coefficient
        λ_inner, where the source is bright.
    outer_coefficient
        λ_outer, where it is faint.
    signal_scale
        Power that the signals are raised to; 0 makes all pixels bright that have any.
    """

    inner_coefficient: float = 1.0
    outer_coefficient: float = 1.0
    signal_scale: float = 1.0

    needs_signals = True

    def weights(self, signals: Any) -> Any:
        """(M,) w of pixels with signals from 0 to 1."""
        return self._coefficients(signals) ** 2

    def pairs(self, geometry: MeshGeometry, signals: Any) -> tuple[Any, Any]:
        """w_a² + w_b² of the neighbours, and 1e-8 on the diagonal.

        Raises
        ------
        PixelizationException
            No signals.
        """
        squares = self.weights(signals) ** 2
        return squares[geometry.neighbours].sum(axis=1), TINY

    def _coefficients(self, signals: Any) -> Any:
        scaled = scaled_signals(signals, self.signal_scale, self)
        return between(self.inner_coefficient, self.outer_coefficient, scaled)
