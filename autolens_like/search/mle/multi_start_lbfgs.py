"""Quasi-Newton ascents from many starts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like.search.laplace import Posterior
from autolens_like.search.mle.ascent import QuasiNewtonAscent
from autolens_like.search.mle.multi_start import (
    Ascents,
    MultiStart,
    SeparateAscents,
    start_settings,
)


class MultiStartLBFGS(MultiStart):
    """The highest maximum of the posterior that ascents by L-BFGS from many starts
    find, and the normal posterior about it.

    The starts are drawn from the priors; those without a likelihood are passed over.
    They climb in coordinates in which all priors are standard normal distributions and
    limits are at infinity, with derivatives by JAX of many starts at a time. All make
    some steps, then the best third twice as many, and so on until one is left. The
    samples are those of `LBFGS`.

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    n_starts
        Draws from the priors that are climbed from.
    n_steps
        Steps of the longest ascent, at most.
    batch_size
        Starts that JAX evaluates at a time; None is all of them on an accelerator and
        one on a CPU, where a batch takes no less time.
    start_lower_limit, start_upper_limit
        Cumulative probabilities of every prior between which the starts are drawn.
    round_steps
        Steps of the first round.
    tolerance
        An ascent ends when a step promises less gain in log likelihood.
    draws
        Samples drawn from the normal approximation.
    **common
        Keywords of `CommonSettings`: seed, iterations_per_quick_update,
        iterations_per_full_update, silence, output_path.

    Raises
    ------
    SearchException
        A keyword is unknown or its value is not possible; when it runs, no start has a
        likelihood, or JAX cannot trace it.
    MissingDependencyException
        JAX is not installed.
    """

    library = "jax"

    def __init__(
        self,
        name: str | None = None,
        path_prefix: str | Path | None = None,
        unique_tag: str | None = None,
        n_starts: int = 48,
        n_steps: int = 300,
        batch_size: int | None = None,
        start_lower_limit: float = 0.15,
        start_upper_limit: float = 0.85,
        round_steps: int = 3,
        tolerance: float = 1e-3,
        draws: int = 500,
        **common: Any,
    ):
        own = start_settings(
            start_lower_limit,
            start_upper_limit,
            n_starts=n_starts,
            n_steps=n_steps,
            batch_size=batch_size,
            round_steps=round_steps,
            tolerance=tolerance,
            draws=draws,
        )
        super().__init__(name, path_prefix, unique_tag, own, common)

    def _ascents(self, posterior: Posterior, starts: np.ndarray) -> Ascents:
        return QuasiNewtonAscents(posterior, starts, self.tolerance)


class QuasiNewtonAscents(SeparateAscents):
    """Many `QuasiNewtonAscent`, whose proposals are evaluated together.

    Parameters
    ----------
    posterior
        Values and gradients of points (n, D).
    starts : (n, D)
        Where they start.
    tolerance
        Of each.
    """

    def __init__(self, posterior: Posterior, starts: np.ndarray, tolerance: float):
        self._posterior = posterior
        super().__init__([QuasiNewtonAscent(start, tolerance) for start in starts])

    def advance(self, steps: int, told: Callable[[int], None]) -> None:
        """So many steps of each that is not finished."""
        targets = [ascent.iterations + steps for ascent in self._ascents]
        climbing = list(zip(self._ascents, targets, strict=True))
        while True:
            climbing = [
                (ascent, target)
                for ascent, target in climbing
                if ascent.iterations < target and not ascent.finished
            ]
            if not climbing:
                told(steps)
                return
            slowest = max(target - ascent.iterations for ascent, target in climbing)
            told(steps - slowest)
            proposals = np.array([ascent.proposal for ascent, _ in climbing])
            found = self._posterior(proposals)
            for (ascent, _), value, gradient in zip(climbing, *found, strict=True):
                ascent.receive(float(value), gradient)
