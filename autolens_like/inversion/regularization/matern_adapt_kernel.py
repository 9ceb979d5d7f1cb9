"""`MaternAdaptKernel`: a source of any smoothness, brighter where it was bright."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.parameters import check_positive
from autolens_like.inversion.regularization.covariance import inverse_covariance
from autolens_like.inversion.regularization.matern_kernel import MaternCorrelation
from autolens_like.inversion.regularization.signals import between, scaled_signals
from autolens_like.numerics.model_object import static


class MaternAdaptKernel(MaternCorrelation):
    """H = C⁻¹ with the Matérn correlation of `MaternKernel` divided by w_a w_b.

    With w = (λ_inner S + λ_outer (1 - S))² at a pixel of signal S, whose brightness has
    the standard deviation 1 / w: H grows with the fourth power of the coefficients.

    Parameters
    ----------
    scale, nu, jitter, jitter_relative
        As for `MaternKernel`.
    inner_coefficient, outer_coefficient, signal_scale
        As for `Adapt`.

    Raises
    ------
    PixelizationException
        Other numbers.
    """

    scale: float = 1.0
    nu: float = 0.5
    inner_coefficient: float = 1.0
    outer_coefficient: float = 1.0
    signal_scale: float = 1.0
    jitter: float | None = static(None)
    jitter_relative: bool = static(False)

    needs_signals = True

    def __post_init__(self) -> None:
        super().__post_init__()
        check_positive(self, "inner_coefficient")
        check_positive(self, "outer_coefficient")

    def weights(self, signals: Any) -> Any:
        """(M,) w of pixels with signals from 0 to 1."""
        return self._coefficients(signals) ** 2

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """C⁻¹.

        Raises
        ------
        PixelizationException
            No signals.
        """
        amplitudes = 1.0 / self.weights(signals)
        return inverse_covariance(self.covariance(geometry, amplitudes))

    def _coefficients(self, signals: Any) -> Any:
        scaled = scaled_signals(signals, self.signal_scale, self)
        return between(self.inner_coefficient, self.outer_coefficient, scaled)
