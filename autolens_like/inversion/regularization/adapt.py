"""`Adapt`: differences weigh less where an earlier image of the source is bright."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.regularization import (
    Regularization,
    difference_matrix,
)
from autolens_like.numerics.namespace import array_namespace


class Adapt(Regularization):
    """sᵀHs = Σ (w_a² + w_b²) (s_a - s_b)² over all pairs of neighbours.

    With w = (λ_inner S + λ_outer (1 - S))² at a pixel of signal S. H grows with the
    fourth power of the coefficients, as in PyAutoLens, whose values it keeps usable
    (Nightingale, Dye & Massey 2018, MNRAS 478, 4738, have the idea).

    Parameters
    ----------
    inner_coefficient
        λ_inner, where the source is bright.
    outer_coefficient
        λ_outer, where it is faint.
    signal_scale
        Power that the signals are raised to; 0 makes all pixels bright.
    """

    inner_coefficient: float = 1.0
    outer_coefficient: float = 1.0
    signal_scale: float = 1.0

    needs_signals = True

    def weights(self, signals: np.ndarray) -> np.ndarray:
        """(M,) w of pixels with signals from 0 to 1."""
        xp = array_namespace(signals, self)
        # The derivative of a power is infinite where a pixel has no signal.
        lit = signals > 0.0
        dark = xp.where(self.signal_scale == 0.0, 1.0, 0.0)
        scaled = xp.where(lit, xp.where(lit, signals, 1.0) ** self.signal_scale, dark)
        inner, outer = self.inner_coefficient, self.outer_coefficient
        return (inner * scaled + outer * (1.0 - scaled)) ** 2

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """Σ (w_a² + w_b²) of the neighbours, and 1e-8 on the diagonal.

        Raises
        ------
        PixelizationException
            No signals.
        """
        if signals is None:
            raise exc.PixelizationException(
                "Adapt regularization needs an image of the source from an earlier "
                "fit; pass adapt_images=al.AdaptImages(galaxy_image_dict={galaxy: "
                "image}) to FitImaging."
            )
        squares = self.weights(signals) ** 2
        pairs = squares[geometry.neighbours].sum(axis=1)
        return difference_matrix(geometry.pixels, geometry.neighbours, pairs)
