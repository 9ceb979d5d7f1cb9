"""The posterior in coordinates without limits, where every prior is a normal one."""

from __future__ import annotations

import math

import numpy as np

from autolens_like.search.gradient import Gradient

#: Beyond so many standard deviations a prior has 1e-12 of its probability, and numbers
#: next to one no longer tell points apart.
LARGEST_COORDINATE = 7.0


class UnconstrainedPosterior:
    """Log likelihood plus log prior as a function of z, with u = Φ(z) in the unit cube.

    Whatever the priors are, they are standard normal distributions of z: the map is
    smooth, limits are at infinity, and what the data do not tell is held by a prior of
    width one.

    Parameters
    ----------
    gradient
        Log likelihoods and derivatives in the unit cube.
    """

    def __init__(self, gradient: Gradient):
        self.gradient = gradient

    def __call__(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Log likelihood - ½ |z|² and its derivatives by z.

        Parameters
        ----------
        points : (n, D)
            Coordinates.

        Returns
        -------
        (n,), (n, D)
            Where there is no likelihood -inf and zeros.
        """
        points = np.atleast_2d(points)
        values, derivatives = self.gradient(units_from(points))
        valid = np.isfinite(values)
        derivatives = derivatives * prior_density(points) - points
        return (
            values + log_prior_from(points),
            np.where(valid[:, None], derivatives, 0.0),
        )


def log_prior_from(points: np.ndarray) -> np.ndarray:
    """(n,) the logarithm of the prior of points (n, D), 0 at its middle."""
    return -0.5 * np.sum(points**2, axis=-1)


def prior_density(points: np.ndarray) -> np.ndarray:
    """The standard normal density of each coordinate: du/dz."""
    return np.exp(-0.5 * points**2) / math.sqrt(2.0 * math.pi)


def units_from(points: np.ndarray) -> np.ndarray:
    """Points of the unit cube of coordinates without limits."""
    from scipy.special import ndtr

    return ndtr(np.clip(points, -LARGEST_COORDINATE, LARGEST_COORDINATE))


def points_from(units: np.ndarray) -> np.ndarray:
    """Coordinates without limits of points of the unit cube."""
    from scipy.special import ndtri

    return np.clip(ndtri(units), -LARGEST_COORDINATE, LARGEST_COORDINATE)
