"""`GaussianKernel`: a source whose correlation falls as a Gaussian."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.regularization.covariance import StationaryKernel
from autolens_like.inversion.regularization.regularization import TINY
from autolens_like.numerics.namespace import array_namespace


class GaussianKernel(StationaryKernel):
    """H = λ C⁻¹ with C = exp(-d² / 2 l²) at a distance d of two pixels.

    So smooth a source leaves C nearly singular where l is longer than the pixels are
    wide: 1e-8 of its mean diagonal is added to that of H, as PyAutoLens does.

    Parameters
    ----------
    coefficient, scale, jitter, jitter_relative
        As for `StationaryKernel`.
    """

    def correlation(self, distances: Any) -> Any:
        """Correlation of the brightness at distances [arcsec], 1 at zero."""
        xp = array_namespace(distances, self.scale)
        return xp.exp(-0.5 * (distances / self.scale) ** 2)

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """λ C⁻¹, and 1e-8 of its mean diagonal on the diagonal."""
        matrix = super().matrix(geometry, signals)
        xp = array_namespace(matrix)
        extra = TINY * xp.mean(xp.diagonal(matrix))
        return matrix + extra * xp.eye(geometry.pixels)
