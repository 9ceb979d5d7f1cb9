"""`ExponentialKernel`: a source whose correlation falls exponentially."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.regularization.covariance import StationaryKernel
from autolens_like.numerics.namespace import array_namespace


class ExponentialKernel(StationaryKernel):
    """H = λ C⁻¹ with C = exp(-d / l) at a distance d of two pixels.

    Parameters
    ----------
    coefficient, scale, jitter, jitter_relative
        As for `StationaryKernel`.
    """

    def correlation(self, distances: Any) -> Any:
        """Correlation of the brightness at distances [arcsec], 1 at zero."""
        return array_namespace(distances, self.scale).exp(-distances / self.scale)
