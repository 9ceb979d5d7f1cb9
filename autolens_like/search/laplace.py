"""The normal distribution that the curvature of a posterior at its mode implies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like.search.fitness import Fitness
from autolens_like.search.samples import Samples
from autolens_like.search.unconstrained import log_prior_from, units_from

#: The first guess of the widths of the posterior, in those of the priors ...
_FIRST_STEP = 1e-3
#: ... and the steps of the derivatives of the gradient, in widths of the posterior.
_STEP = 0.25
#: Newton steps to the mode from where a search ended.
_NEWTON_STEPS = 4

Posterior = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Laplace:
    """A normal approximation of a posterior in coordinates without limits.

    Attributes
    ----------
    mode : (D,)
        Where the posterior is highest.
    log_posterior : float
        Log likelihood - ½ |z|² there.
    hessian : (D, D)
        Minus the second derivatives there, positive definite.
    gain : float
        What the gradient there still promises to a Newton step: 0 at a mode.
    """

    mode: np.ndarray
    log_posterior: float
    hessian: np.ndarray
    gain: float = 0.0

    @property
    def covariance(self) -> np.ndarray:
        """(D, D) the inverse of the Hessian."""
        return np.linalg.inv(self.hessian)

    @property
    def log_evidence(self) -> float:
        """The logarithm of the integral of likelihood times prior: the normalization
        2π of the D-dimensional normal distributions of prior and posterior cancel."""
        return float(self.log_posterior - 0.5 * np.linalg.slogdet(self.hessian)[1])

    def draws(self, count: int, generator: np.random.Generator) -> np.ndarray:
        """(count, D) points of the distribution."""
        normal = generator.standard_normal((count, len(self.mode)))
        factor = np.linalg.cholesky(self.hessian)
        # H = L Lᵀ, so that L⁻ᵀ z has the covariance H⁻¹.
        return self.mode + np.linalg.solve(factor.T, normal.T).T

    def samples(
        self,
        fitness: Fitness,
        count: int,
        generator: np.random.Generator,
        info: dict[str, Any],
    ) -> Samples:
        """Draws as samples: their log likelihoods are those of the approximation, at
        most that of the mode, which is among them with weight zero.

        Parameters
        ----------
        fitness
            Of the search.
        count
            How many draws.
        generator
            Draws.
        info
            Of the samples; the evidence is added.
        """
        points = self.draws(count, generator)
        offsets = points - self.mode
        fall = 0.5 * np.einsum("ni,ij,nj->n", offsets, self.hessian, offsets)
        points = np.vstack([self.mode, points])
        log_likelihoods = (
            self.log_posterior - np.append(0.0, fall) - log_prior_from(points)
        )
        # No draw may pass for the best fit, which must have been evaluated.
        log_likelihoods = np.minimum(log_likelihoods, log_likelihoods[0])
        vectors = np.array([fitness.prior_transform(u) for u in units_from(points)])
        weights = np.append(0.0, np.full(count, 1.0 / count))
        info = {**info, "laplace_log_evidence": self.log_evidence}
        info["total_accepted_samples"] = count
        return fitness.samples_from(vectors, log_likelihoods, weights, info)


def laplace_from(posterior: Posterior, point: np.ndarray) -> Laplace:
    """The approximation about the mode next to a point.

    Second derivatives are differences of gradients a quarter of a posterior's width to
    both sides: kinks that are narrower do not matter. Newton steps go the rest of the
    way to the mode.

    Parameters
    ----------
    posterior
        Values and gradients of points (n, D), as `UnconstrainedPosterior` gives them.
    point : (D,)
        Near the mode.
    """
    (value,), (gradient,) = posterior(point[None])
    dimensions = len(point)
    near = point + _FIRST_STEP * np.eye(dimensions)
    curvatures = np.diag(gradient - posterior(near)[1]) / _FIRST_STEP
    # No wider than the prior, no narrower than the first step could see.
    widths = 1.0 / np.sqrt(np.clip(curvatures, 1.0, 1.0 / _FIRST_STEP**2))
    hessian = _hessian(posterior, point, _STEP * widths)
    for _ in range(_NEWTON_STEPS):
        move = np.linalg.solve(hessian, gradient)
        (higher,), (there,) = posterior((point + move)[None])
        if not higher > value:
            break
        point, value, gradient = point + move, higher, there
    gain = 0.5 * float(gradient @ np.linalg.solve(hessian, gradient))
    return Laplace(point, float(value), hessian, gain)


def _hessian(posterior: Posterior, point: np.ndarray, steps: np.ndarray) -> np.ndarray:
    offsets = np.diag(steps)
    values, gradients = posterior(np.vstack([point + offsets, point - offsets]))
    half = len(point)
    known = np.isfinite(values[:half]) & np.isfinite(values[half:])
    matrix = (gradients[half:] - gradients[:half]) / (2.0 * steps[:, None])
    # Next to where there is no likelihood only the prior is known.
    matrix = np.where(known[:, None], matrix, np.eye(half))
    curvatures, axes = np.linalg.eigh(0.5 * (matrix + matrix.T))
    # A posterior is hardly ever wider than its prior, whose curvature is one.
    return (axes * np.maximum(curvatures, 1.0)) @ axes.T
