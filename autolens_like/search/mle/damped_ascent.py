"""Gauss-Newton steps that are damped where the residuals are not linear."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like.search.mle.multi_start import SeparateAscents

#: The longest step of any coordinate, whose prior has width one.
_LONGEST_STEP = 1.5
#: Damping, as a share of the curvature: at first, and where a step is refused.
_FIRST_DAMPING, _LEAST_RAISED_DAMPING = 1.0, 1e-3
_RAISE, _HIGHEST_DAMPING, _LOWEST_DAMPING = 4.0, 1e8, 1e-6
#: A step must gain this share of what the linear residuals promise.
_SUFFICIENT_GAIN = 1e-3
#: Steps with so little gain, one after another, end an ascent.
_IDLE_STEPS = 2
#: Gains below this share of what is missing of the rival's value are little.
_BEHIND = 0.1


class DampedAscent:
    """The ascent of minus half a sum of squares by the method of Levenberg (1944) and
    Marquardt (1963), whose damping follows how well the last step was foreseen, much as
    that of Nielsen (1999).

    Parameters
    ----------
    squares
        Takes a point (D,), returns minus half the sum, or None where there is none; its
        method ``equations`` gives JᵀJ and -Jᵀr there, or None.
    point : (D,)
        Where it starts.
    tolerance
        It has converged when two steps one after another gain less.
    rival
        The value of another ascent. As long as this one is lower, steps that gain
        little of what is missing end it, too.

    Attributes
    ----------
    point, value
        Where it is, and minus half the sum of the squares there; -inf without.
    finished, converged
        Whether nothing more is to be gained, and whether that is because of the
        tolerance.
    """

    def __init__(
        self,
        squares: Any,
        point: np.ndarray,
        tolerance: float,
        rival: float = -math.inf,
    ):
        self.point = np.asarray(point, dtype=float)
        self.finished = self.converged = False
        self._squares, self._tolerance, self._rival = squares, tolerance, rival
        self._damping, self._idle = _FIRST_DAMPING, 0
        value = squares(self.point)
        self.value = -math.inf if value is None else value
        if value is None:
            self.finished = True

    def step(self) -> None:
        """One step upwards, if there is one."""
        equations = self._squares.equations(self.point)
        if equations is None:
            self.finished = True
            return
        curvature, slope = equations
        while self._damping < _HIGHEST_DAMPING:
            damped = curvature + self._damping * np.diag(np.diag(curvature))
            move = np.linalg.solve(damped, slope)
            move *= min(1.0, _LONGEST_STEP / max(float(np.abs(move).max()), 1e-300))
            promised = float(slope @ move - 0.5 * move @ curvature @ move)
            if promised < 0.01 * self._tolerance:
                self.finished = self.converged = True
                return
            if self._take(self.point + move, promised):
                return
            self._damping = max(_RAISE * self._damping, _LEAST_RAISED_DAMPING)
        self.finished = True

    def _take(self, proposal: np.ndarray, promised: float) -> bool:
        """Go to a point if it is worth it."""
        there = self._squares(proposal)
        gain = -math.inf if there is None else there - self.value
        if not gain > _SUFFICIENT_GAIN * promised:
            return False
        self.point, self.value = proposal, there
        foreseen = gain / promised
        change = max(0.2, 1.0 - (2.0 * foreseen - 1.0) ** 3)
        self._damping = max(self._damping * change, _LOWEST_DAMPING)
        missing = _BEHIND * (self._rival - self.value)
        self._idle = self._idle + 1 if gain < max(self._tolerance, missing) else 0
        self.finished = self._idle >= _IDLE_STEPS
        self.converged = self.finished and gain < self._tolerance
        return True


def advance(
    ascents: list[DampedAscent], steps: int, told: Callable[[int], None]
) -> None:
    """So many steps of each ascent that is not finished."""
    for number in range(steps):
        going = [ascent for ascent in ascents if not ascent.finished]
        for ascent in going:
            ascent.step()
        told(number + 1)


class DampedAscents(SeparateAscents):
    """Many `DampedAscent`.

    Parameters
    ----------
    squares
        Of a point, as `DampedAscent` takes them.
    starts : (n, D)
        Where they start.
    *ends
        Tolerance of each and, perhaps, the value of a rival.

    Attributes
    ----------
    valid_starts : int
        How many there were in the beginning.
    restarts : int
        How often the search began anew.
    """

    def __init__(self, squares: Any, starts: np.ndarray, *ends: float):
        super().__init__([DampedAscent(squares, start, *ends) for start in starts])
        self.valid_starts, self.restarts = len(starts), 0

    def advance(self, steps: int, told: Callable[[int], None]) -> None:
        """So many steps of each that is not finished."""
        advance(self._ascents, steps, told)
