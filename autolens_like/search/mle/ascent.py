"""Quasi-Newton ascent that asks for one point at a time, so that many go together."""

from __future__ import annotations

import math

import numpy as np

#: Steps that are remembered for the curvature.
_MEMORY = 20
#: The longest step of any coordinate, whose prior has width one.
_LONGEST_STEP = 1.0
#: A step must gain this share of what its slope promises (Armijo).
_SUFFICIENT_GAIN = 1e-4
#: A step is shortened at most to this share at a time, and at least to the other.
_SHORTEST_SHARE, _LONGEST_SHARE = 0.1, 0.5
#: So often; then the direction is worth nothing.
_MOST_SHORTENINGS = 12


class QuasiNewtonAscent:
    """One ascent by L-BFGS (Nocedal 1980, Math. Comp. 35, 773) with a line search that
    steps back.

    `proposal` is the point whose value and gradient it wants next, and `receive` takes
    them. Whoever runs many of them evaluates their proposals together.

    Parameters
    ----------
    point : (D,)
        Where it starts.
    tolerance
        It has converged when the quadratic model of the function promises less gain.

    Attributes
    ----------
    point, value
        The best point so far and its value.
    iterations
        Steps that were accepted.
    finished, converged
        Whether nothing more is to be gained, and whether that is because of the
        tolerance.
    """

    def __init__(self, point: np.ndarray, tolerance: float):
        self.point = np.asarray(point, dtype=float)
        self.value = -math.inf
        self.proposal = self.point
        self.iterations = 0
        self.finished = self.converged = False
        self._tolerance = tolerance
        self._gradient = np.zeros_like(self.point)
        self._pairs: list[tuple[np.ndarray, np.ndarray]] = []
        self._direction = np.zeros_like(self.point)
        self._length = 1.0
        self._shortened = 0

    def receive(self, value: float, gradient: np.ndarray) -> None:
        """Take what the function is at the proposal."""
        if not math.isfinite(self.value):
            # The start itself.
            if not math.isfinite(value):
                self.finished = True
                return
            self.value, self._gradient = value, gradient
            self._turn()
            return
        slope = float(self._gradient @ self._direction)
        wanted = self.value + _SUFFICIENT_GAIN * self._length * slope
        if math.isfinite(value) and value >= wanted:
            self._accept(value, gradient)
        else:
            self._shorten(value, slope)

    def _accept(self, value: float, gradient: np.ndarray) -> None:
        step = self.proposal - self.point
        change = self._gradient - gradient
        # Where the curvature is not that of a maximum the pair tells nothing.
        if step @ change > 1e-10 * np.linalg.norm(step) * np.linalg.norm(change):
            self._pairs = [*self._pairs[1 - _MEMORY :], (step, change)]
        self.point, self.value, self._gradient = self.proposal, value, gradient
        self.iterations += 1
        self._turn()

    def _turn(self) -> None:
        """Choose a new direction."""
        direction = self._newton_direction()
        gain = 0.5 * float(self._gradient @ direction)
        if self._pairs and gain < self._tolerance:
            self.finished = self.converged = True
            return
        if not np.any(self._gradient):
            self.finished = self.converged = True
            return
        longest = float(np.max(np.abs(direction)))
        self._direction, self._length = direction, min(1.0, _LONGEST_STEP / longest)
        self._shortened = 0
        self.proposal = self.point + self._length * direction

    def _newton_direction(self) -> np.ndarray:
        direction = self._gradient.copy()
        if not self._pairs:
            # A tenth of the priors' widths to begin with.
            return 0.1 * direction / max(float(np.max(np.abs(direction))), 1e-300)
        shares = []
        for step, change in reversed(self._pairs):
            share = (step @ direction) / (step @ change)
            direction = direction - share * change
            shares.append(share)
        step, change = self._pairs[-1]
        direction = direction * (step @ change) / (change @ change)
        for (step, change), share in zip(self._pairs, reversed(shares), strict=True):
            back = (change @ direction) / (step @ change)
            direction = direction + (share - back) * step
        return direction

    def _shorten(self, value: float, slope: float) -> None:
        self._shortened += 1
        if self._shortened > _MOST_SHORTENINGS:
            if not self._pairs:
                self.finished = True
                return
            # What was remembered no longer holds: begin anew with the gradient.
            self._pairs = []
            self._turn()
            return
        share = _SHORTEST_SHARE
        if math.isfinite(value):
            # The top of the parabola through both values and the slope.
            bend = self.value + self._length * slope - value
            share = 0.5 * self._length * slope / bend
        share = min(max(share, _SHORTEST_SHARE), _LONGEST_SHARE)
        self._length *= share
        self.proposal = self.point + self._length * self._direction
