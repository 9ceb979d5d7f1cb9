"""Least squares from several starts, with the posterior that its curvature implies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.search import settings
from autolens_like.search.fitness import Fitness
from autolens_like.search.paths import Paths
from autolens_like.search.progress import State
from autolens_like.search.recorded_residuals import RecordedResiduals
from autolens_like.search.samples import Samples
from autolens_like.search.search import Search

#: Step of the numerical derivatives in widths of the priors: below it rounding and the
#: kinks of a positive linear solve show, above it curvature does.
_STEP = 2e-3
#: Starts are drawn from this central share of every prior.
_START_SHARE = 0.5
#: A step that lowers χ² by less than this share, or moves less, ends a descent.
_COST_TOLERANCE, _STEP_TOLERANCE = 1e-6, 1e-5
#: Cumulative probabilities one standard deviation off the middle of a normal.
_ONE_SIGMA = (0.158655, 0.841345)


class LeastSquares(Search):
    """The model with the smallest χ², and a normal posterior about it.

    For likelihoods that are ``constant - ½ Σ r²`` in residuals r: the analysis gives
    them as ``residuals_function(instance)``. Steps are those of a trust region inside
    the limits of the priors (Branch, Coleman & Li 1999, SIAM J. Sci. Comput. 21, 1),
    with numerical derivatives. Otherwise priors only say where to start and how wide
    to think: the result is a maximum of the likelihood.

    The samples are drawn from the Laplace approximation: a normal distribution with
    the covariance (JᵀJ + diag(1/w²))⁻¹, where J holds the derivatives of the residuals
    and w are the widths of the priors, which only matter where the data say nothing.
    Their log likelihoods are those of that approximation; the optimum itself is among
    them, with weight zero.

    Residuals are in the journal, 8 bytes a pixel and likelihood, until the fit is done:
    an interrupted one goes on to the result that it would have had.

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    n_starts
        The first start is the medians of the priors, the others are drawn.
    quick_iterations
        Iterations from each of several starts; the best of them then goes on.
    iterations
        Iterations of that last descent, or of the only one, at most.
    draws
        Samples drawn from the posterior.
    **common
        Keywords of `CommonSettings`: number_of_cores, pool, seed,
        iterations_per_quick_update, iterations_per_full_update, silence,
        output_path.

    Raises
    ------
    SearchException
        A keyword is unknown or its value is not possible.
    """

    library = "scipy"

    def __init__(
        self,
        name: str | None = None,
        path_prefix: str | Path | None = None,
        unique_tag: str | None = None,
        n_starts: int = 3,
        quick_iterations: int = 5,
        iterations: int = 25,
        draws: int = 500,
        **common: Any,
    ):
        own = {
            "n_starts": settings.whole_number("n_starts", n_starts),
            "quick_iterations": settings.whole_number(
                "quick_iterations", quick_iterations
            ),
            "iterations": settings.whole_number("iterations", iterations),
            "draws": settings.whole_number("draws", draws, minimum=2),
        }
        super().__init__(name, path_prefix, unique_tag, own, common)

    def _fit(self, fitness: Fitness, paths: Paths) -> Samples:
        generator = np.random.default_rng(self.seed)
        problem = _Problem(fitness)
        trials = []
        # A single start has nothing to be compared with.
        quick = self.quick_iterations if self.n_starts > 1 else self.iterations
        for number, start in enumerate(self._starts(fitness, generator)):
            step = f"start {number + 1} of {self.n_starts}"
            trials.append(problem.descend(start, quick, step))
        trials = [trial for trial in trials if trial is not None]
        if not trials:
            raise exc.SearchException(
                f"None of the {self.n_starts} starts has a likelihood. Give the "
                "priors medians that describe a possible model, or more n_starts."
            )
        best = min(trials, key=lambda trial: trial.cost)
        if self.n_starts > 1:
            best = problem.descend(best.x, self.iterations, "best start") or best
        return self._samples_from(fitness, problem, best, generator)

    def _starts(
        self, fitness: Fitness, generator: np.random.Generator
    ) -> list[np.ndarray]:
        dimensions = fitness.model.prior_count
        units = generator.random((self.n_starts, dimensions))
        units = 0.5 + _START_SHARE * (units - 0.5)
        units[0] = 0.5
        return [fitness.prior_transform(unit) for unit in units]

    def _samples_from(
        self,
        fitness: Fitness,
        problem: _Problem,
        best: Any,
        generator: np.random.Generator,
    ) -> Samples:
        log_likelihood = fitness(best.x)
        hessian = problem.hessian(best.x)
        vectors = _normal_draws(best.x, hessian, self.draws, generator)
        vectors = np.array([v for v in vectors if problem.is_possible(v)])
        weights = np.full(len(vectors), 1.0 / max(len(vectors), 1))
        if not len(vectors):
            # Beyond all limits: the best guess is the optimum alone.
            vectors, weights = best.x[None], np.ones(1)
        offsets = vectors - best.x
        fall = 0.5 * np.einsum("ni,ij,nj->n", offsets, hessian, offsets)
        info = {
            "converged": bool(best.status > 0),
            "search": "least_squares",
            "total_accepted_samples": len(vectors),
        }
        return fitness.samples_from(
            np.vstack([best.x, vectors]),
            np.append(log_likelihood, log_likelihood - fall),
            np.append(0.0, weights),
            info,
        )


@dataclass
class _Problem:
    """The residuals of a fitness as `scipy.optimize.least_squares` wants them."""

    fitness: Fitness

    def __post_init__(self) -> None:
        self.residuals = RecordedResiduals(self.fitness)
        priors = self.fitness.model.priors_ordered_by_id
        self.lower = np.array([prior.lower_limit for prior in priors], dtype=float)
        self.upper = np.array([prior.upper_limit for prior in priors], dtype=float)
        low, high = (
            np.array([prior.value_for(unit) for prior in priors]) for unit in _ONE_SIGMA
        )
        self.widths = 0.5 * (high - low)

    def descend(self, start: np.ndarray, iterations: int, step: str) -> Any:
        """What `least_squares` finds from a start; None if that has no likelihood."""
        from scipy.optimize import least_squares

        first = self.residuals(start)
        if first is None:
            return None
        if self.fitness.residuals_constant is None:
            # Shown with the progress, which would not know the log likelihood else.
            half = 0.5 * float(first @ first)
            self.fitness.residuals_constant = self.fitness(start) + half
        # Strictly inside: the trust region is scaled with the distance to the limits.
        margin = 1e-6 * self.widths
        start = np.clip(start, self.lower + margin, self.upper - margin)
        evaluated = 0

        def residuals(vector: np.ndarray) -> np.ndarray:
            nonlocal evaluated
            evaluated += 1
            self._show(step, evaluated, iterations)
            found = self.residuals(vector)
            # Not a number: the step is refused and a shorter one is tried.
            return np.full(first.shape, np.nan) if found is None else found

        return least_squares(
            residuals,
            start,
            jac=self.jacobian,
            bounds=(self.lower, self.upper),
            x_scale=self.widths,
            max_nfev=iterations,
            ftol=_COST_TOLERANCE,
            xtol=_STEP_TOLERANCE,
            gtol=None,
        )

    def jacobian(self, vector: np.ndarray) -> np.ndarray:
        """(N, D) derivatives of the residuals, by steps to one side."""
        steps = _STEP * self.widths
        steps = np.where(vector + steps > self.upper, -steps, steps)
        points = vector + np.diag(steps)
        here, *there = self.residuals.many([vector, *points])
        return _quotients(there, here, steps)

    def hessian(self, vector: np.ndarray) -> np.ndarray:
        """(D, D) curvature of the log posterior at an optimum, by steps to both
        sides where the limits allow."""
        steps = _STEP * self.widths
        above = np.minimum(vector + steps, self.upper) - vector
        below = vector - np.maximum(vector - steps, self.lower)
        points = [*(vector + np.diag(above)), *(vector - np.diag(below))]
        found = self.residuals.many(points)
        half = len(vector)
        columns = []
        for k in range(half):
            up, down = found[k], found[half + k]
            missing = up is None or down is None
            width = above[k] + below[k]
            size = next((f.size for f in found if f is not None), 0)
            columns.append(np.zeros(size) if missing else (up - down) / width)
        jacobian = np.array(columns).T
        return jacobian.T @ jacobian + np.diag(1.0 / self.widths**2)

    def is_possible(self, vector: np.ndarray) -> bool:
        """Whether a vector is inside the limits and describes a model."""
        if np.any(vector < self.lower) or np.any(vector > self.upper):
            return False
        try:
            self.fitness.model.instance_from_vector(vector)
        except exc.ResampleException:
            return False
        return True

    def _show(self, step: str, evaluated: int, iterations: int) -> None:
        watch: Callable = self.fitness.watch
        watch(lambda: State(f"{step}, iteration {evaluated} of {iterations} at most"))


def _quotients(
    there: list[np.ndarray | None], here: np.ndarray, steps: np.ndarray
) -> np.ndarray:
    """Difference quotients, one column a step; 0 where there are no residuals."""
    columns = [
        np.zeros_like(here) if found is None else (found - here) / step
        for found, step in zip(there, steps, strict=True)
    ]
    return np.array(columns).T


def _normal_draws(
    mean: np.ndarray, hessian: np.ndarray, count: int, generator: np.random.Generator
) -> np.ndarray:
    """(count, D) draws of a normal distribution of inverse covariance `hessian`.

    Where there are enough of them their own mean and covariance are exact.
    """
    draws = generator.standard_normal((count, len(mean)))
    if count > 2 * len(mean):
        draws -= draws.mean(axis=0)
        factor = np.linalg.cholesky(draws.T @ draws / count)
        draws = np.linalg.solve(factor, draws.T).T
    # H = L Lᵀ, so that L⁻ᵀ z has the covariance H⁻¹.
    factor = np.linalg.cholesky(hessian)
    return mean + np.linalg.solve(factor.T, draws.T).T
