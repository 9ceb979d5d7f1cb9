"""`AdaptSplit`: differences on a cross that weigh less where the source is bright."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.adapt import Adapt
from autolens_like.inversion.regularization.adapt_power import AdaptPower
from autolens_like.inversion.regularization.cross import cross_rows
from autolens_like.inversion.regularization.regularization import (
    TINY,
    Regularization,
    square_matrix,
)
from autolens_like.numerics.namespace import array_namespace


class AdaptSplit(Adapt):
    """sᵀHs = Σ w_a² (s_a - s(x))² over four points x round every pixel a.

    With w as for `Adapt`: H grows with the fourth power of the coefficients.

    Parameters
    ----------
    inner_coefficient, outer_coefficient, signal_scale
        As for `Adapt`.
    """

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """Σ w² of the squared differences, and 1e-8 on the diagonal.

        Raises
        ------
        PixelizationException
            No signals.
        """
        return adaptive_cross_matrix(geometry, self.weights(signals))

    #: Not those of neighbours.
    entries = Regularization.entries


class AdaptSplitPower(AdaptPower):
    """`AdaptSplit` with w = (λ_inner S + λ_outer (1 - S))^p.

    For p = 1 and equal coefficients it is `ConstantSplit`.

    Parameters
    ----------
    inner_coefficient, outer_coefficient, signal_scale, power
        As for `AdaptPower`.
    """

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """Σ w² of the squared differences, and 1e-8 on the diagonal.

        Raises
        ------
        PixelizationException
            No signals.
        """
        return adaptive_cross_matrix(geometry, self.weights(signals))

    #: Not those of neighbours.
    entries = Regularization.entries


def adaptive_cross_matrix(
    geometry: MeshGeometry, weights: Any, diagonal: Any = TINY
) -> Any:
    """Σ w_a² (s_a - s(x))² with (M,) weights w, and `diagonal` added, (M, M)."""
    squares = array_namespace(weights).repeat(weights**2, 4)
    return square_matrix(geometry.pixels, *cross_rows(geometry), squares, diagonal)
