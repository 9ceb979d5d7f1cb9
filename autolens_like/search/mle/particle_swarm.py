"""A swarm of particles that pull each other to the best point."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.search import settings
from autolens_like.search.draws import draw
from autolens_like.search.fitness import RESAMPLE_LOG_LIKELIHOOD, Fitness
from autolens_like.search.paths import Paths
from autolens_like.search.progress import State
from autolens_like.search.samples import Samples
from autolens_like.search.search import Search

#: Sum of both accelerations from which Clerc & Kennedy (2002) derive the constriction.
_ACCELERATION = 4.1
#: Speeds are at most this share of a side of the unit cube.
_MAXIMUM_SPEED = 0.5


def constriction(acceleration: float) -> float:
    """The factor that keeps a swarm of that total acceleration from exploding
    (Clerc & Kennedy 2002, IEEE Trans. Evol. Comput. 6, 58)."""
    root = math.sqrt(acceleration**2 - 4.0 * acceleration)
    return 2.0 / abs(2.0 - acceleration - root)


class ParticleSwarm(Search):
    """Particles in the unit cube that are pulled to their own best point and to that
    of all (Kennedy & Eberhart 1995).

    The result is a maximum of the likelihood and no posterior: the samples are the best
    points of the particles, with all weight on the best.

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    n_particles
        Particles.
    iters
        Steps of each, at most.
    cognitive, social
        The pull to a particle's own best point and to that of all; None is what the
        constriction of Clerc & Kennedy (2002) makes of 2.05.
    inertia
        The share of its speed that a particle keeps; None is their constriction.
    tolerance, patience
        Stop when the best log likelihood has risen by less than this in so many steps.
    **common
        Keywords of `CommonSettings`: number_of_cores, pool, seed,
        iterations_per_quick_update, iterations_per_full_update, silence,
        output_path.

    Raises
    ------
    SearchException
        A keyword is unknown or its value is not possible; when it runs, no particle
        has a likelihood at its start.
    """

    library = "numpy"

    def __init__(
        self,
        name: str | None = None,
        path_prefix: str | Path | None = None,
        unique_tag: str | None = None,
        n_particles: int = 50,
        iters: int = 2000,
        cognitive: float | None = None,
        social: float | None = None,
        inertia: float | None = None,
        tolerance: float = 0.01,
        patience: int = 50,
        **common: Any,
    ):
        factor = constriction(_ACCELERATION)
        pull = 0.5 * _ACCELERATION * factor
        given = {"cognitive": cognitive, "social": social}
        own = {
            "n_particles": settings.whole_number("n_particles", n_particles, minimum=2),
            "iters": settings.whole_number("iters", iters),
            "inertia": settings.real_number(
                "inertia", factor if inertia is None else inertia, maximum=1.0
            ),
            "tolerance": settings.real_number("tolerance", tolerance),
            "patience": settings.whole_number("patience", patience),
        }
        for name_of, value in given.items():
            value = pull if value is None else value
            own[name_of] = settings.real_number(name_of, value)
        super().__init__(name, path_prefix, unique_tag, own, common)

    def _fit(self, fitness: Fitness, paths: Paths) -> Samples:
        generator = np.random.default_rng(self.seed)
        draws = draw(fitness, generator, self.n_particles)
        if not draws.valid.any():
            raise exc.SearchException(
                f"None of {self.n_particles} particles has a likelihood at its start. "
                "Narrow the priors to possible models, or give more n_particles."
            )
        swarm = _Swarm(self, draws.units, draws.values, generator)
        for number in range(self.iters):
            swarm.move()
            vectors = [fitness.prior_transform(unit) for unit in swarm.units]
            swarm.arrive(fitness.map(vectors, f"step {number + 1} of {self.iters}"))
            fitness.watch(lambda: swarm.state())
            if swarm.is_settled:
                break
        vectors = np.array([fitness.prior_transform(unit) for unit in swarm.best_units])
        weights = np.zeros(len(vectors))
        weights[swarm.leader] = 1.0
        info = {
            "converged": swarm.is_settled,
            "search": "particle_swarm",
            "total_accepted_samples": len(vectors),
        }
        return fitness.samples_from(vectors, swarm.best_values, weights, info)


class _Swarm:
    """The particles: where they are, how fast, and where they were best."""

    def __init__(
        self,
        search: ParticleSwarm,
        units: np.ndarray,
        values: np.ndarray,
        generator: np.random.Generator,
    ):
        self._search = search
        self._generator = generator
        self.units = units
        self._speeds = _MAXIMUM_SPEED * (generator.random(units.shape) - units)
        self.best_units, self.best_values = units.copy(), values.copy()
        self._history = [float(values.max())]

    @property
    def leader(self) -> int:
        """The row of the best particle."""
        return int(np.argmax(self.best_values))

    @property
    def is_settled(self) -> bool:
        """Whether the best point has stopped rising."""
        patience = self._search.patience
        if len(self._history) <= patience:
            return False
        rise = self._history[-1] - self._history[-1 - patience]
        return rise < self._search.tolerance

    def move(self) -> None:
        """One step of all particles; walls throw them back."""
        own, best = self._generator.random((2, *self.units.shape))
        search = self._search
        self._speeds = (
            search.inertia * self._speeds
            + search.cognitive * own * (self.best_units - self.units)
            + search.social * best * (self.best_units[self.leader] - self.units)
        )
        self._speeds = np.clip(self._speeds, -_MAXIMUM_SPEED, _MAXIMUM_SPEED)
        units = self.units + self._speeds
        outside = (units < 0.0) | (units > 1.0)
        # Speeds below one side: one reflection is enough.
        units = np.where(units < 0.0, -units, units)
        self.units = np.where(units > 1.0, 2.0 - units, units)
        self._speeds = np.where(outside, -self._speeds, self._speeds)

    def arrive(self, values: np.ndarray) -> None:
        """Take the log likelihoods of the points that were moved to."""
        better = values > self.best_values
        self.best_units[better] = self.units[better]
        self.best_values[better] = values[better]
        self._history.append(float(self.best_values.max()))

    def state(self) -> State:
        """For the progress line."""
        steps = len(self._history) - 1
        lively = int(np.sum(self.best_values > RESAMPLE_LOG_LIKELIHOOD))
        return State(
            remaining=f"step {steps} of {self._search.iters} at most, "
            f"{lively} particles with a likelihood",
            steps=float(steps),
        )
