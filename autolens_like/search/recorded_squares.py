"""Sums of squares and their normal equations that are recorded, so that an interrupted
ascent goes on."""

from __future__ import annotations

import numpy as np

from autolens_like.search.fitness import Fitness
from autolens_like.search.journal import Journal
from autolens_like.search.residuals import UnconstrainedResiduals


class RecordedSquares:
    """The sums of squares of points, which the journal answers where it can.

    The residuals themselves are not kept: a sum is one number and the normal equations
    of a step are D (D + 1), whatever the pixels.

    Parameters
    ----------
    residuals
        Of likelihood and priors.
    """

    def __init__(self, residuals: UnconstrainedResiduals):
        self._residuals = residuals
        self._sums: Journal | None = None
        self._equations: Journal | None = None
        self._residual_count: int | None = None
        journal, count = self.fitness.journal, self.fitness.model.prior_count
        if journal is not None:
            self._sums = journal.part("squares", count, 2)
            size = count * (count + 1)
            self._equations = journal.part("normal_equations", count, size)

    @property
    def fitness(self) -> Fitness:
        """The function."""
        return self._residuals.fitness

    @property
    def constant(self) -> float:
        """Log likelihood plus half the sum of the squared residuals of the data."""
        return self._residuals.constant

    def __call__(self, point: np.ndarray) -> float | None:
        """Minus half the sum of squares at a point (D,); None without likelihood."""
        record = None if self._sums is None else self._sums.record(point)
        if record is not None:
            half, self._residuals.constant = record
            self._residuals.count(point, half, True)
            return _value(half, point)
        found = self._residuals.with_half_sum(point)
        if found is None:
            # Not recorded: told again when a fit is resumed.
            return None
        half, residuals = found
        self._residual_count = len(residuals) - len(point)
        if self._sums is not None:
            self._sums.append(point, half, self.constant)
        return _value(half, point)

    def residual_count(self, point: np.ndarray) -> int:
        """How many residuals the data have.

        Parameters
        ----------
        point : (D,)
            One that has a likelihood: evaluated where the journal answered all so far.
        """
        if self._residual_count is None:
            found = self._residuals.uncounted(point)
            self._residual_count = len(found) - len(point)
        return self._residual_count

    def equations(self, point: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
        """JᵀJ (D, D) and -Jᵀr (D,) with the derivatives J of the residuals r.

        Parameters
        ----------
        point : (D,)
            One that has a likelihood.

        Returns
        -------
        tuple or None
            None where a derivative is not a finite number.
        """
        count = len(point)
        record = None if self._equations is None else self._equations.record(point)
        if record is not None:
            numbers = np.array(record)
            return numbers[count:].reshape(count, count), numbers[:count]
        curvature, slope = self._residuals.equations(point)
        if not np.all(np.isfinite(curvature)):
            return None
        if self._equations is not None:
            self._equations.append(point, *slope, *curvature.ravel())
        return curvature, slope


def _value(half: float, point: np.ndarray) -> float:
    """Of half the sum over the data; the coordinates are the residuals of priors."""
    return -half - 0.5 * float(point @ point)
