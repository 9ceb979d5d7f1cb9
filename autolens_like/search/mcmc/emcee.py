"""Affine-invariant ensemble sampling, with emcee."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.search import settings
from autolens_like.search.draws import draw
from autolens_like.search.fitness import RESAMPLE_LOG_LIKELIHOOD, Fitness
from autolens_like.search.mcmc.convergence import effective_sample_size, split_r_hat
from autolens_like.search.paths import Paths
from autolens_like.search.progress import State
from autolens_like.search.samples import Samples
from autolens_like.search.search import Search

#: So many draws from the priors are made for each walker, which starts at a good one:
#: a walker that starts where nothing fits may stay there.
_DRAWS_PER_WALKER = 4
#: Autocorrelation times that are left out at the beginning.
_BURN_IN_TIMES = 3.0


class Emcee(Search):
    """An ensemble of walkers that stretch towards each other (Goodman & Weare 2010;
    Foreman-Mackey et al. 2013, emcee).

    The walkers move in the unit cube, where every prior is flat; they start at the most
    likely of several draws from the priors. The run stops when it is many
    autocorrelation times long; the beginning is then left out and the rest thinned.

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    nwalkers
        Walkers, at least twice as many as parameters.
    nsteps
        Steps of each walker, at most.
    check_for_convergence
        Stop before `nsteps` when the chain is long enough.
    check_size
        Steps between two such checks.
    required_length
        Autocorrelation times that are enough.
    change_threshold
        The autocorrelation time may have changed by this share since the last check.
    **common
        Keywords of `CommonSettings`: number_of_cores, pool, seed,
        iterations_per_quick_update, iterations_per_full_update, silence,
        output_path.

    Raises
    ------
    SearchException
        A keyword is unknown or its value is not possible; when it runs, too few
        walkers for the model, or too few draws with a likelihood.
    """

    library = "emcee"

    def __init__(
        self,
        name: str | None = None,
        path_prefix: str | Path | None = None,
        unique_tag: str | None = None,
        nwalkers: int = 50,
        nsteps: int = 2000,
        check_for_convergence: bool = True,
        check_size: int = 100,
        required_length: int = 50,
        change_threshold: float = 0.01,
        **common: Any,
    ):
        own = {
            "nwalkers": settings.whole_number("nwalkers", nwalkers, minimum=2),
            "nsteps": settings.whole_number("nsteps", nsteps, minimum=2),
            "check_for_convergence": settings.flag(
                "check_for_convergence", check_for_convergence
            ),
            "check_size": settings.whole_number("check_size", check_size),
            "required_length": settings.whole_number(
                "required_length", required_length
            ),
            "change_threshold": settings.real_number(
                "change_threshold", change_threshold
            ),
        }
        super().__init__(name, path_prefix, unique_tag, own, common)

    def _check_model(self, model: Any) -> None:
        super()._check_model(model)
        if self.nwalkers < 2 * model.prior_count:
            raise exc.SearchException(
                f"Emcee needs at least two walkers for each of the "
                f"{model.prior_count} free parameters, and nwalkers is "
                f"{self.nwalkers}. Give nwalkers={2 * model.prior_count} or more."
            )
        emcee_library()

    def _fit(self, fitness: Fitness, paths: Paths) -> Samples:
        emcee = emcee_library()
        generator = np.random.default_rng(self.seed)
        draws = draw(fitness, generator, _DRAWS_PER_WALKER * self.nwalkers)
        rows = draws.best(self.nwalkers)
        if len(rows) < self.nwalkers:
            raise exc.SearchException(
                f"Only {len(rows)} of {len(draws.values)} draws from the priors have a "
                f"likelihood, and {self.nwalkers} walkers need a start each. Narrow "
                "the priors to possible models."
            )
        sampler = emcee.EnsembleSampler(
            self.nwalkers,
            fitness.model.prior_count,
            lambda units: _log_posterior(fitness, units),
            vectorize=True,
        )
        random_state = np.random.RandomState(generator.integers(2**32)).get_state()
        start = emcee.State(
            draws.units[rows], log_prob=draws.values[rows], random_state=random_state
        )
        length = _Length(self)
        for number, _ in enumerate(sampler.sample(start, iterations=self.nsteps), 1):
            if number % self.check_size == 0:
                length.measure(sampler)
                if self.check_for_convergence and length.is_enough:
                    break
            fitness.watch(lambda: length.state(sampler))
        length.measure(sampler)
        return self._samples_from(fitness, sampler, length)

    def _samples_from(self, fitness: Fitness, sampler: Any, length: _Length) -> Samples:
        chain, values = sampler.get_chain(), sampler.get_log_prob()
        # Of a chain that is too short at least the first half is left out.
        burn_in = int(np.ceil(_BURN_IN_TIMES * length.longest))
        burn_in = min(burn_in, len(chain) // 2)
        thin = max(1, int(0.5 * length.shortest))
        kept = chain[burn_in:].transpose(1, 0, 2)
        units = chain[burn_in::thin].reshape(-1, chain.shape[2])
        vectors = np.array([fitness.prior_transform(unit) for unit in units])
        info = {
            "autocorrelation_times": length.times.tolist(),
            "acceptance_fraction": float(np.mean(sampler.acceptance_fraction)),
            "r_hat": split_r_hat(kept).tolist(),
            "effective_sample_sizes": effective_sample_size(kept).tolist(),
            "steps": len(chain),
            "burn_in": burn_in,
            "total_accepted_samples": len(vectors),
            "converged": length.is_enough,
            "search": "emcee",
        }
        weights = np.full(len(vectors), 1.0 / len(vectors))
        return fitness.samples_from(
            vectors, values[burn_in::thin].reshape(-1), weights, info
        )


class _Length:
    """How long a chain is in units of its autocorrelation time."""

    def __init__(self, search: Emcee):
        self._search = search
        self._before = np.inf
        self.times = np.array([np.inf])
        self.is_enough = False

    @property
    def longest(self) -> float:
        """The autocorrelation time of the slowest parameter, in steps."""
        return float(np.max(self.times))

    @property
    def shortest(self) -> float:
        """The autocorrelation time of the fastest parameter, in steps."""
        return float(np.min(self.times))

    def measure(self, sampler: Any) -> None:
        """Estimate the autocorrelation times anew."""
        steps = sampler.iteration
        chain = sampler.get_chain()
        # A parameter in which no walker ever moved has no time.
        with np.errstate(invalid="ignore", divide="ignore"):
            times = autocorrelation_times(chain)
        self.times = np.where(np.isfinite(times), np.maximum(times, 1.0), float(steps))
        change = abs(self.longest - self._before) / self.longest
        long_enough = steps >= self._search.required_length * self.longest
        self.is_enough = bool(long_enough and change <= self._search.change_threshold)
        self._before = self.longest

    def state(self, sampler: Any) -> State:
        """For the progress line."""
        words = f"step {sampler.iteration} of {self._search.nsteps} at most"
        if np.isfinite(self.longest):
            words += f", autocorrelation time {self.longest:.0f}"
        return State(
            remaining=words,
            steps=float(sampler.iteration),
            steps_to_go=float(self._search.nsteps - sampler.iteration),
        )


def _log_posterior(fitness: Fitness, units: np.ndarray) -> np.ndarray:
    """Log likelihoods of points (n, D) of the unit cube, -inf outside it."""
    inside = np.all((units >= 0.0) & (units <= 1.0), axis=1)
    values = np.full(len(units), -np.inf)
    vectors = [fitness.prior_transform(unit) for unit in units[inside]]
    values[inside] = fitness.map(vectors, "moving the walkers")
    return np.where(values > RESAMPLE_LOG_LIKELIHOOD, values, -np.inf)


def autocorrelation_times(chain: np.ndarray) -> np.ndarray:
    """(D,) integrated autocorrelation times of walkers (steps, walkers, D)."""
    return np.asarray(
        emcee_library().autocorr.integrated_time(chain, tol=0, quiet=True)
    )


def emcee_library() -> Any:
    """The emcee library.

    Raises
    ------
    MissingDependencyException
        It is not installed.
    """
    try:
        import emcee
    except ImportError as error:
        raise exc.MissingDependencyException(
            "Emcee needs the library emcee, which is not installed: "
            "pip install 'autolens_like[searches]'"
        ) from error
    return emcee
