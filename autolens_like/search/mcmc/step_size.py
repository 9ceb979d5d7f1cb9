"""The step size of an integrator, tuned to a wanted acceptance."""

from __future__ import annotations

import math


class DualAveraging:
    """Steps towards a wanted acceptance whose mean converges (Nesterov 2009; Hoffman &
    Gelman 2014; blackjax).

    Parameters
    ----------
    size
        The first step size.
    target
        The acceptance that is wanted.

    Attributes
    ----------
    size
        What to try next.
    settled
        What to use once the tuning ends.
    """

    def __init__(self, size: float, target: float):
        from blackjax.optimizers.dual_averaging import dual_averaging

        begin, self._update, self._final = dual_averaging()
        self._state = begin(size)
        self._target = target
        self.size = self.settled = size

    def update(self, acceptance: float) -> None:
        """Take the acceptance that `size` had."""
        self._state = self._update(self._state, self._target - acceptance)
        self.size = math.exp(self._state.log_x)
        self.settled = float(self._final(self._state))
