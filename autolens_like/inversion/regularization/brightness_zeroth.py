"""`BrightnessZeroth`: a weight on the brightness where an earlier image is dark."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.regularization import TINY, Regularization
from autolens_like.inversion.regularization.signals import scaled_signals
from autolens_like.numerics.namespace import array_namespace


class BrightnessZeroth(Regularization):
    """sᵀHs = λ² Σ (1 - S)² s² with the signal S of every pixel.

    It leaves the brightest pixel free but for 1e-8 (which PyAutoLens does not add, so
    that its H is singular): it is for a source that the data hold everywhere.

    Parameters
    ----------
    coefficient
        λ, at least 0.
    signal_scale
        Power that the signals are raised to.
    """

    coefficient: float = 1.0
    signal_scale: float = 1.0

    needs_signals = True

    def weights(self, signals: Any) -> Any:
        """(M,) λ (1 - S) of pixels with signals from 0 to 1."""
        scaled = scaled_signals(signals, self.signal_scale, self)
        return self.coefficient * (1.0 - scaled)

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """λ² (1 - S)² and 1e-8 on the diagonal.

        Raises
        ------
        PixelizationException
            No signals.
        """
        squares = self.weights(signals) ** 2 + TINY
        return array_namespace(squares).diag(squares)
