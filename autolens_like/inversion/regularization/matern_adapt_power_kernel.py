"""`MaternAdaptPowerKernel`: `MaternAdaptKernel` with the coefficients of `Constant`."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.regularization.matern_adapt_kernel import MaternAdaptKernel


class MaternAdaptPowerKernel(MaternAdaptKernel):
    """`MaternAdaptKernel` with w = (λ_inner S + λ_outer (1 - S))^p.

    For p = 1, H grows with the second power of the coefficients, as for `Constant`.

    Parameters
    ----------
    scale, nu, inner_coefficient, outer_coefficient, signal_scale
        As for `MaternAdaptKernel`.
    jitter, jitter_relative
        As for `MaternAdaptKernel`.
    power
        p.
    """

    power: float = 1.0

    def weights(self, signals: Any) -> Any:
        """(M,) w of pixels with signals from 0 to 1."""
        return self._coefficients(signals) ** self.power
