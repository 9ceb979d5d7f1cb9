"""Regularization by a covariance: the source as a Gaussian random field.

H is the inverse of the covariance of the brightness at the pixels, which may be chosen
at will (Vernardos & Koopmans 2022, arXiv:2202.09378). It couples all pixels.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from autolens_like import exc
from autolens_like.inversion.mesh.geometry import MeshGeometry
from autolens_like.inversion.parameters import check_positive
from autolens_like.inversion.regularization.regularization import TINY, Regularization
from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.model_object import static
from autolens_like.numerics.namespace import array_namespace


class CovarianceRegularization(Regularization):
    """The base of regularizations whose H is λ times an inverse covariance.

    A subclass has the fields `scale`, `jitter` and `jitter_relative`, `coefficient`
    unless it overrides `matrix`, and gives `correlation`.
    """

    couples_neighbours = False
    #: Shorter distances are taken as this, so that a root can be derived [arcsec].
    shortest: ClassVar[float] = 1e-10

    def __post_init__(self) -> None:
        super().__post_init__()
        check_positive(self, "scale")
        jitter = self.jitter
        if jitter is not None and not 0.0 <= jitter < np.inf:
            raise exc.PixelizationException(
                f"{type(self).__name__} got jitter={jitter!r}; give a small number "
                "that is not negative, or None for 1e-8."
            )

    def correlation(self, distances: Any) -> Any:
        """Correlation of the brightness at distances [arcsec], 1 at zero."""
        raise NotImplementedError

    def covariance(self, geometry: MeshGeometry, amplitudes: Any = None) -> Any:
        """C, (M, M), with the jitter on its diagonal.

        Parameters
        ----------
        geometry
            The mesh.
        amplitudes
            (M,) standard deviation of every pixel, 1 by default.
        """
        covariance = self.correlation(pixel_distances(geometry.lattice, self.shortest))
        if amplitudes is not None:
            covariance = covariance * (amplitudes[:, None] * amplitudes[None, :])
        xp = array_namespace(covariance)
        jitter = TINY if self.jitter is None else self.jitter
        if self.jitter_relative:
            return covariance + jitter * xp.diag(xp.diagonal(covariance))
        return covariance + jitter * xp.eye(covariance.shape[0])

    def matrix(self, geometry: MeshGeometry, signals: Any = None) -> np.ndarray:
        """λ C⁻¹."""
        return self.coefficient * inverse_covariance(self.covariance(geometry))


class StationaryKernel(CovarianceRegularization):
    """The base of regularizations H = λ C⁻¹ by a correlation of distances alone.

    Parameters
    ----------
    coefficient
        λ, at least 0; H grows with it, not with its square.
    scale
        l, the unit of distances, above 0 [arcsec].
    jitter
        Added to the diagonal of C; None is 1e-8.
    jitter_relative
        Whether the jitter is in units of the diagonal.
    """

    coefficient: float = 1.0
    scale: float = 1.0
    jitter: float | None = static(None)
    jitter_relative: bool = static(False)


def pixel_distances(points: Any, shortest: float) -> Any:
    """(M, M) distances between (M, 2) points, at least `shortest` [arcsec]."""
    xp = array_namespace(points)
    y, x = points[:, 0], points[:, 1]
    squared = (y[:, None] - y[None, :]) ** 2 + (x[:, None] - x[None, :]) ** 2
    # The root of zero has no derivative, which the maximum keeps away from it.
    return xp.sqrt(xp.maximum(squared, shortest**2))


@kernel
def inverse_covariance(covariance: Any) -> Any:
    """The inverse of a symmetric positive definite (M, M) matrix.

    Raises
    ------
    InversionException
        It is not positive definite; under JAX the result is NaN instead.
    """
    from scipy.linalg.lapack import dpotrf, dpotri

    # The transposed view of a C array is a Fortran array, which LAPACK takes uncopied.
    factor, info = dpotrf(covariance.T, lower=1)
    if info == 0:
        inverse, info = dpotri(factor, lower=1)
    if info != 0 or not np.all(np.isfinite(inverse)):
        raise exc.InversionException(
            "The covariance of the source pixels is not positive definite: they are "
            "too close to each other for its correlation length. Lower `scale`, or "
            "raise `jitter`."
        )
    inverse = np.tril(inverse)
    return inverse + np.tril(inverse, -1).T


@inverse_covariance.implement("jax")
def _inverse_covariance_jax(covariance: Any) -> Any:
    import jax.numpy as jnp
    from jax.scipy.linalg import cho_factor, cho_solve

    factor = cho_factor(covariance, lower=True)
    inverse = cho_solve(factor, jnp.eye(covariance.shape[0]))
    return 0.5 * (inverse + inverse.T)
