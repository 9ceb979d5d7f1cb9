"""Points drawn from the priors, with their likelihoods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autolens_like.search.fitness import RESAMPLE_LOG_LIKELIHOOD, Fitness


@dataclass(frozen=True)
class Draws:
    """Points of the unit cube, what they stand for, and how likely that is.

    Attributes
    ----------
    units, vectors : (n, D)
        Points of the unit cube and their parameter vectors.
    values : (n,)
        Log likelihoods; `RESAMPLE_LOG_LIKELIHOOD` where there is none.
    """

    units: np.ndarray
    vectors: np.ndarray
    values: np.ndarray

    @property
    def valid(self) -> np.ndarray:
        """(n,) whether a point has a likelihood."""
        return self.values > RESAMPLE_LOG_LIKELIHOOD

    def best(self, count: int) -> np.ndarray:
        """Rows of the most likely points that have a likelihood, best first."""
        order = np.argsort(-self.values, kind="stable")
        return order[self.valid[order]][:count]


def draw(
    fitness: Fitness,
    generator: np.random.Generator,
    count: int,
    lower: float = 0.0,
    upper: float = 1.0,
) -> Draws:
    """Draws from the priors, or from a central share of each.

    Parameters
    ----------
    fitness
        Evaluates them, with its workers if it has some.
    generator
        Draws.
    count
        How many.
    lower, upper
        Cumulative probabilities of every prior between which is drawn.
    """
    units = generator.random((count, fitness.model.prior_count))
    units = lower + (upper - lower) * units
    vectors = np.array([fitness.prior_transform(unit) for unit in units])
    return Draws(units, vectors, fitness.map(vectors))
