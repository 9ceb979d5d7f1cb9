"""`AdaptSplit`: differences on a cross that weigh less where the source is bright."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.adapt import Adapt
from autolens_like.inversion.regularization.adapt_power import AdaptPower
from autolens_like.inversion.regularization.cross import cross_rows
from autolens_like.inversion.regularization.regularization import (
    TINY,
    SquaredRows,
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

    def squared_rows(
        self, geometry: MeshGeometry, signals: Any
    ) -> tuple[Any, Any, Any, Any]:
        """The differences on the crosses, of weights w², and 1e-8 on the diagonal."""
        return adaptive_cross_rows(geometry, self.weights(signals))

    #: Not those of neighbours.
    matrix, entries = SquaredRows.matrix, SquaredRows.entries


class AdaptSplitPower(AdaptPower):
    """`AdaptSplit` with w = (λ_inner S + λ_outer (1 - S))^p.

    For p = 1 and equal coefficients it is `ConstantSplit`.

    Parameters
    ----------
    inner_coefficient, outer_coefficient, signal_scale, power
        As for `AdaptPower`.
    """

    def squared_rows(
        self, geometry: MeshGeometry, signals: Any
    ) -> tuple[Any, Any, Any, Any]:
        """The differences on the crosses, of weights w², and 1e-8 on the diagonal."""
        return adaptive_cross_rows(geometry, self.weights(signals))

    #: Not those of neighbours.
    matrix, entries = SquaredRows.matrix, SquaredRows.entries


def adaptive_cross_rows(
    geometry: MeshGeometry, weights: Any, diagonal: Any = TINY
) -> tuple[Any, Any, Any, Any]:
    """The rows of Σ w_a² (s_a - s(x))² with (M,) weights w, and the diagonal."""
    squares = array_namespace(weights).repeat(weights**2, 4)
    return *cross_rows(geometry), squares, diagonal
