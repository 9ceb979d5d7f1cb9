"""`AdaptSplitZeroth`: `AdaptSplit` and `BrightnessZeroth` together."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.adapt_split import adaptive_cross_rows
from autolens_like.inversion.regularization.brightness_zeroth import BrightnessZeroth
from autolens_like.inversion.regularization.regularization import TINY, SquaredRows
from autolens_like.inversion.regularization.signals import between, scaled_signals


class AdaptSplitZeroth(SquaredRows):
    """sᵀHs = Σ w_a² (s_a - s(x))² + λ₀² Σ (1 - S₀)² s²: brightness where it was dark.

    Parameters
    ----------
    zeroth_coefficient
        λ₀, at least 0.
    zeroth_signal_scale
        Power that the signals are raised to for S₀.
    inner_coefficient, outer_coefficient, signal_scale
        As for `AdaptSplit`.
    """

    zeroth_coefficient: float = 1.0
    zeroth_signal_scale: float = 1.0
    inner_coefficient: float = 1.0
    outer_coefficient: float = 1.0
    signal_scale: float = 1.0

    needs_signals = True

    def weights(self, signals: Any) -> Any:
        """(M,) w of pixels with signals from 0 to 1."""
        return self._coefficients(signals) ** 2

    def squared_rows(
        self, geometry: MeshGeometry, signals: Any
    ) -> tuple[Any, Any, Any, Any]:
        """Those of `AdaptSplit`, with the matrix of `BrightnessZeroth` added."""
        weights = self.weights(signals)
        zeroth = BrightnessZeroth(self.zeroth_coefficient, self.zeroth_signal_scale)
        diagonal = zeroth.weights(signals) ** 2 + TINY
        return adaptive_cross_rows(geometry, weights, diagonal)

    def _coefficients(self, signals: Any) -> Any:
        scaled = scaled_signals(signals, self.signal_scale, self)
        return between(self.inner_coefficient, self.outer_coefficient, scaled)


class AdaptSplitZerothPower(AdaptSplitZeroth):
    """`AdaptSplitZeroth` with w = (λ_inner S + λ_outer (1 - S))^p.

    Parameters
    ----------
    zeroth_coefficient, zeroth_signal_scale
        As for `AdaptSplitZeroth`.
    inner_coefficient, outer_coefficient, signal_scale
        As for `AdaptSplitZeroth`.
    power
        p.
    """

    power: float = 1.0

    def weights(self, signals: Any) -> Any:
        """(M,) w of pixels with signals from 0 to 1."""
        return self._coefficients(signals) ** self.power
