"""Ascents from many starts, of which the better ones go on."""

from __future__ import annotations

import abc
import functools
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.search import settings
from autolens_like.search.draws import draw
from autolens_like.search.fitness import Fitness
from autolens_like.search.gradient import (
    JaxGradient,
    default_batch_size,
    jax_library,
)
from autolens_like.search.laplace import Posterior, laplace_from
from autolens_like.search.paths import Paths
from autolens_like.search.progress import State
from autolens_like.search.samples import Samples
from autolens_like.search.search import Search
from autolens_like.search.unconstrained import UnconstrainedPosterior, points_from

#: The share of the ascents that goes on after each round, in which they make steps.
_SHARE_THAT_GOES_ON = 1.0 / 3.0
#: Each round has so many times the steps of the last.
_ROUND_GROWTH = 2
#: Settings that several of the searches have.
_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "n_starts": settings.whole_number,
    "n_steps": settings.whole_number,
    "batch_size": settings.optional_whole_number,
    "round_steps": settings.whole_number,
    "tolerance": settings.real_number,
    "draws": functools.partial(settings.whole_number, minimum=2),
}


class Ascents(abc.ABC):
    """Ascents that go on together.

    Attributes
    ----------
    points : (n, D)
        The best point of each.
    values : (n,)
        Its value.
    """

    points: np.ndarray
    values: np.ndarray

    @abc.abstractmethod
    def advance(self, steps: int, told: Callable[[int], None]) -> None:
        """So many steps of each; `told` is called with the number after every one."""

    @abc.abstractmethod
    def keep(self, rows: np.ndarray) -> None:
        """Go on with these alone."""

    @property
    @abc.abstractmethod
    def converged(self) -> bool:
        """Whether the best has reached its maximum."""


class SeparateAscents(Ascents):
    """Ascents each of which is an object with a `point`, a `value` and `converged`.

    Parameters
    ----------
    ascents
        At least one.
    """

    def __init__(self, ascents: list[Any]):
        self._ascents = ascents

    @property
    def points(self) -> np.ndarray:
        """(n, D) the best point of each."""
        return np.array([ascent.point for ascent in self._ascents])

    @property
    def values(self) -> np.ndarray:
        """(n,) the best value of each."""
        return np.array([ascent.value for ascent in self._ascents])

    @property
    def converged(self) -> bool:
        """Whether the best has reached its maximum."""
        return max(self._ascents, key=lambda ascent: ascent.value).converged

    def keep(self, rows: np.ndarray) -> None:
        """Go on with these alone."""
        self._ascents = [self._ascents[row] for row in rows]


class MultiStart(Search):
    """A search that climbs from many starts with derivatives by JAX.

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    own
        Settings of the subclass, already checked, with all that `_optimum` reads.
    common
        Keywords of `CommonSettings`.
    """

    def __init__(
        self,
        name: str | None,
        path_prefix: str | Path | None,
        unique_tag: str | None,
        own: dict[str, Any],
        common: dict[str, Any],
    ):
        super().__init__(name, path_prefix, unique_tag, own, common)
        refuse_workers(type(self).__name__, self.common)

    def _check_model(self, model: Any) -> None:
        super()._check_model(model)
        jax_library()

    @abc.abstractmethod
    def _ascents(self, posterior: Posterior, starts: np.ndarray) -> Ascents:
        """The ascents from points (n, D) in coordinates without limits."""

    def _fit(self, fitness: Fitness, paths: Paths) -> Samples:
        generator = np.random.default_rng(self.seed)
        optimum = Optimum(self, fitness, generator)
        ascents = optimum.climb(self._ascents)
        laplace = laplace_from(optimum.posterior, ascents.points[0])
        info = {
            "converged": ascents.converged,
            "starts_with_likelihood": optimum.valid_starts,
            "search": type(self).__name__.lower(),
        }
        return laplace.samples(fitness, self.draws, generator, info)


class Optimum:
    """The best of many ascents from draws of the priors.

    Parameters
    ----------
    search
        Has the settings of `start_settings`, and `n_steps`.
    fitness
        The function.
    generator
        Draws the starts.

    Attributes
    ----------
    posterior : UnconstrainedPosterior
        What is climbed.
    valid_starts : int
        Starts that had a likelihood.
    """

    def __init__(self, search: Any, fitness: Fitness, generator: np.random.Generator):
        self._search, self._fitness, self._generator = search, fitness, generator
        size = default_batch_size(search.batch_size, search.n_starts)
        self.posterior = UnconstrainedPosterior(JaxGradient(fitness, size))
        self.valid_starts = 0

    def climb(
        self, ascents_from: Callable[[Posterior, np.ndarray], Ascents]
    ) -> Ascents:
        """All starts climb some steps, a third of them goes on for twice as many, and
        so on until the best is left."""
        search = self._search
        draws = draw(
            self._fitness,
            self._generator,
            search.n_starts,
            search.start_lower_limit,
            search.start_upper_limit,
        )
        self.valid_starts = int(draws.valid.sum())
        if not self.valid_starts:
            raise exc.SearchException(
                f"None of {search.n_starts} starts has a likelihood. Narrow the "
                "priors to possible models, or give more n_starts."
            )
        ascents = ascents_from(self.posterior, points_from(draws.units[draws.valid]))
        climb_in_rounds(ascents, search, self._fitness)
        if not np.isfinite(ascents.values[0]):
            raise exc.SearchException(
                f"None of {self.valid_starts} starts has a derivative: JAX gives "
                "numbers that are not finite where the likelihood is one."
            )
        return ascents


def climb_in_rounds(ascents: Ascents, search: Any, fitness: Fitness) -> None:
    """All climb some steps, a third of them goes on for twice as many, and so on until
    the best is left.

    Parameters
    ----------
    ascents
        At their starts.
    search
        Has the settings `round_steps` and `n_steps`.
    fitness
        Is told what goes on.
    """
    steps, done = search.round_steps, 0

    def told(step: int) -> None:
        words = f"step {done + step} of {search.n_steps} at most, {count} starts"
        fitness.watch(lambda: State(remaining=words))

    while True:
        count = len(ascents.values)
        last = count == 1
        steps = search.n_steps - done if last else min(steps, search.n_steps - done)
        ascents.advance(steps, told)
        done += steps
        order = np.argsort(-ascents.values, kind="stable")
        left = math.floor(count * _SHARE_THAT_GOES_ON)
        ascents.keep(order[: 1 if last or done >= search.n_steps else max(left, 1)])
        if last or done >= search.n_steps:
            return
        steps *= _ROUND_GROWTH


def start_settings(
    start_lower_limit: float, start_upper_limit: float, **given: Any
) -> dict[str, Any]:
    """Settings of searches with many starts, checked.

    Parameters
    ----------
    start_lower_limit, start_upper_limit
        Cumulative probabilities of every prior between which the starts are drawn.
    **given
        Those of `_CHECKS` that the search has.

    Raises
    ------
    SearchException
        One of them is not possible.
    """
    lower = settings.real_number("start_lower_limit", start_lower_limit, above=-1e-300)
    upper = settings.real_number(
        "start_upper_limit", start_upper_limit, above=lower, maximum=1.0
    )
    checked = {name: _CHECKS[name](name, value) for name, value in given.items()}
    return {**checked, "start_lower_limit": lower, "start_upper_limit": upper}


def refuse_workers(search: str, common: settings.CommonSettings) -> None:
    """JAX uses all cores by itself.

    Raises
    ------
    SearchException
        More than one worker is asked for.
    """
    if common.number_of_cores > 1:
        also = "" if common.pool is None else " and a pool"
        raise exc.SearchException(
            f"{search} has no use for number_of_cores={common.number_of_cores}{also}: "
            "JAX takes all cores, or the GPU, by itself. Leave it out."
        )
