"""Ascents with the step rules of optax."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.search.gradient import jax_library
from autolens_like.search.laplace import Posterior
from autolens_like.search.mle.multi_start import Ascents

#: An ascent has converged when its best value rises by less than this in so many steps.
_TOLERANCE, _WINDOW = 1e-3, 50


class OptaxAscents(Ascents):
    """Many ascents, each with its own state of one step rule.

    A step to where there is no likelihood goes back to the best point so far, and the
    steps of that ascent are half as long from there on.

    Parameters
    ----------
    posterior
        Values and gradients of points (n, D).
    starts : (n, D)
        Where they start.
    rule
        An optax transformation.
    """

    def __init__(self, posterior: Posterior, starts: np.ndarray, rule: Any):
        jax = jax_library()
        self._posterior = posterior
        # Ascents that do not go on keep their rows: other shapes compile anew.
        self._rows = np.arange(len(starts))
        self._now = np.array(starts)
        self._scales = np.ones(len(starts))
        # Each has a state of its own: some rules measure whole vectors.
        self._update = jax.jit(jax.vmap(rule.update))
        self._state = jax.jit(jax.vmap(rule.init))(self._now)
        self._points = self._now.copy()
        self._values, self._gradients = posterior(self._now)
        self._history: list[np.ndarray] = [self._values.copy()]

    @property
    def points(self) -> np.ndarray:
        """(n, D) the best point of each."""
        return self._points[self._rows]

    @property
    def values(self) -> np.ndarray:
        """(n,) its value."""
        return self._values[self._rows]

    @property
    def converged(self) -> bool:
        """Whether the best has stopped rising."""
        return bool(self._is_settled()[np.argmax(self.values)])

    def advance(self, steps: int, told: Callable[[int], None]) -> None:
        """So many steps of each, or fewer once all have stopped rising."""
        rows = self._rows
        gradients = self._gradients.copy()
        for step in range(steps):
            moves, self._state = self._update(-gradients, self._state, self._now)
            moves = self._scales[:, None] * np.asarray(moves)
            self._now[rows] += moves[rows]
            values, gradients[rows] = self._posterior(self._now[rows])
            self._arrive(values, gradients)
            told(step + 1)
            if np.all(self._is_settled()):
                return

    def _arrive(self, values: np.ndarray, gradients: np.ndarray) -> None:
        lost = self._rows[~np.isfinite(values)]
        self._scales[lost] *= 0.5
        self._now[lost] = self._points[lost]
        gradients[lost] = self._gradients[lost]
        better = values > self.values
        rows = self._rows[better]
        self._points[rows] = self._now[rows]
        self._values[rows] = values[better]
        self._gradients[rows] = gradients[rows]
        self._history.append(self._values.copy())

    def keep(self, rows: np.ndarray) -> None:
        """Go on with these alone, from their best points."""
        self._rows = self._rows[rows]
        self._now = self._points.copy()

    def _is_settled(self) -> np.ndarray:
        if len(self._history) <= _WINDOW:
            return np.zeros(len(self._rows), dtype=bool)
        with np.errstate(invalid="ignore"):
            rise = self._history[-1] - self._history[-1 - _WINDOW]
        return rise[self._rows] < _TOLERANCE


def optax_library() -> Any:
    """The optax library.

    Raises
    ------
    MissingDependencyException
        It is not installed.
    """
    jax_library()
    try:
        import optax
    except ImportError as error:
        raise exc.MissingDependencyException(
            "This search needs the library optax, which is not installed: "
            "pip install 'autolens_like[gradients]'"
        ) from error
    return optax
