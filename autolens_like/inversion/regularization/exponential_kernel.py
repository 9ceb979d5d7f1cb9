"""`ExponentialKernel`: a source whose correlation falls exponentially."""

from __future__ import annotations

from typing import Any

from autolens_like.inversion.regularization.covariance import CovarianceRegularization
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace


class ExponentialKernel(CovarianceRegularization):
    """H = λ C⁻¹ with C = exp(-d / l) at a distance d of two pixels.

    Parameters
    ----------
    coefficient
        λ, at least 0; H grows with it, not with its square.
    scale
        l, above 0 [arcsec].
    jitter
        Added to the diagonal of C; None is 1e-8.
    jitter_relative
        Whether the jitter is in units of the diagonal.
    """

    coefficient: float = 1.0
    scale: float = 1.0
    jitter: float | None = static(None)
    jitter_relative: bool = static(False)

    def correlation(self, distances: Any) -> Any:
        """Correlation of the brightness at distances [arcsec], 1 at zero."""
        return array_namespace(distances, self.scale).exp(-distances / self.scale)
