"""What the quasi-Newton searches of scipy share."""

from __future__ import annotations

import abc
import math
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.search import settings
from autolens_like.search.draws import draw
from autolens_like.search.fitness import RESAMPLE_LOG_LIKELIHOOD, Fitness
from autolens_like.search.gradient import (
    Gradient,
    checked_gradient,
    gradient_of,
    jax_library,
)
from autolens_like.search.laplace import laplace_from
from autolens_like.search.paths import Paths
from autolens_like.search.progress import State
from autolens_like.search.samples import Samples
from autolens_like.search.search import Search
from autolens_like.search.unconstrained import UnconstrainedPosterior

#: Draws from the priors where their medians have no likelihood.
_DRAWS = 50
#: An ascent has converged too if a Newton step promises less gain in log posterior:
#: differences need not reach the tolerances of scipy.
_CONVERGED_GAIN = 1e-2
#: What scipy is told where there is no likelihood: finite, since its line searches
#: cannot do with infinity, and worse than any start by this much.
_PENALTY = 1e10


class ScipyDescent(Search):
    """A search that climbs from the medians of the priors with `scipy.optimize`.

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    own
        Settings of the subclass beyond those here, already checked.
    gradient, eps, draws
        As in the subclasses.
    common
        Keywords of `CommonSettings`.
    """

    library = "scipy"
    removed_settings = {  # noqa: RUF012
        "disp": "the progress line tells what the search does. Leave it out.",
        "iprint": "the progress line tells what the search does. Leave it out.",
    }

    def __init__(
        self,
        name: str | None,
        path_prefix: str | Path | None,
        unique_tag: str | None,
        own: dict[str, Any],
        gradient: str,
        eps: float,
        draws: int,
        common: dict[str, Any],
    ):
        own = {
            **own,
            "gradient": checked_gradient("gradient", gradient),
            "eps": settings.real_number("eps", eps, maximum=0.1),
            "draws": settings.whole_number("draws", draws, minimum=2),
        }
        super().__init__(name, path_prefix, unique_tag, own, common)

    def _check_model(self, model: Any) -> None:
        super()._check_model(model)
        if self.gradient == "jax":
            jax_library()

    @abc.abstractmethod
    def _climb(self, climb: Climb, start: np.ndarray) -> Any:
        """What `scipy.optimize.minimize` gives from a point of the unit cube, and the
        best point in coordinates without limits."""

    def _fit(self, fitness: Fitness, paths: Paths) -> Samples:
        generator = np.random.default_rng(self.seed)
        gradient = gradient_of(fitness, self.gradient, self.eps)
        climb = Climb(fitness, gradient)
        found, point = self._climb(climb, self._start(fitness, generator))
        posterior = UnconstrainedPosterior(gradient)
        laplace = laplace_from(posterior, point)
        info = {
            "converged": bool(found.success) or laplace.gain < _CONVERGED_GAIN,
            "message": str(found.message),
            "search": type(self).__name__.lower(),
        }
        return laplace.samples(fitness, self.draws, generator, info)

    def _start(self, fitness: Fitness, generator: np.random.Generator) -> np.ndarray:
        middle = np.full(fitness.model.prior_count, 0.5)
        (value,) = fitness.map([fitness.prior_transform(middle)])
        if value > RESAMPLE_LOG_LIKELIHOOD:
            return middle
        draws = draw(fitness, generator, _DRAWS)
        best = draws.best(1)
        if not len(best):
            raise exc.SearchException(
                f"Neither the medians of the priors nor {_DRAWS} draws from them have "
                "a likelihood. Narrow the priors to possible models."
            )
        return draws.units[best[0]]


class Climb:
    """Minus a log density and its derivatives, as scipy minimizes them.

    Parameters
    ----------
    fitness
        Is watched.
    gradient
        Log likelihoods and derivatives in the unit cube.
    """

    def __init__(self, fitness: Fitness, gradient: Gradient):
        self._fitness = fitness
        self.gradient = gradient
        self.posterior = UnconstrainedPosterior(gradient)
        self._evaluated = 0
        self._worst = -math.inf

    def in_cube(self, unit: np.ndarray) -> tuple[float, np.ndarray]:
        """Minus the log likelihood at a point of the unit cube."""
        return self._negative(*self.gradient(unit[None]))

    def unconstrained(self, point: np.ndarray) -> tuple[float, np.ndarray]:
        """Minus the log posterior at a point in coordinates without limits."""
        return self._negative(*self.posterior(point[None]))

    def _negative(
        self, values: np.ndarray, derivatives: np.ndarray
    ) -> tuple[float, np.ndarray]:
        self._evaluated += 1
        words = f"{self._evaluated} points of the climb"
        self._fitness.watch(lambda: State(remaining=words))
        value = -float(values[0])
        if not math.isfinite(value):
            return self._worst + _PENALTY, derivatives[0]
        self._worst = max(self._worst, value)
        return value, -derivatives[0]
