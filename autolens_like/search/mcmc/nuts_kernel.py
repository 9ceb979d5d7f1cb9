"""Transitions of the No-U-Turn sampler, compiled by JAX with blackjax."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model.distribution import Prior
from autolens_like.model.prior import (
    GaussianPrior,
    LogGaussianPrior,
    LogUniformPrior,
    TruncatedGaussianPrior,
    UniformPrior,
)
from autolens_like.search.fitness import Fitness
from autolens_like.search.gradient import jax_library, log_likelihood_of, traceable


@dataclass
class ChainState:
    """Where a chain is, and how it came there.

    Attributes
    ----------
    position : (D,)
        In coordinates without limits.
    log_posterior : float
        Log likelihood - ½ |z|².
    gradient : (D,)
        Its derivatives.
    acceptance : float
        Mean probability of acceptance along the trajectory.
    steps : int
        Gradients of the trajectory.
    is_divergent : bool
        Whether its energy went wrong.
    """

    position: np.ndarray
    log_posterior: float
    gradient: np.ndarray
    acceptance: float = 0.0
    steps: int = 0
    is_divergent: bool = False

    def record(self) -> np.ndarray:
        """All of it as numbers, for the journal."""
        scalars = (self.log_posterior, self.acceptance, self.steps, self.is_divergent)
        return np.concatenate([self.position, self.gradient, scalars])

    @classmethod
    def from_record(cls, record: Any) -> ChainState:
        """What `record` wrote."""
        half = (len(record) - 4) // 2
        values = np.asarray(record, dtype=float)
        log_posterior, acceptance, steps, divergent = values[2 * half :]
        return cls(
            values[:half],
            float(log_posterior),
            values[half : 2 * half],
            float(acceptance),
            int(steps),
            bool(divergent),
        )


class Transitions:
    """The next states of chains.

    Parameters
    ----------
    fitness
        Gives model and likelihood.
    covariance : (D, D)
        Of the posterior, about: the inverse mass matrix.
    seed
        Of all random numbers.
    max_num_doublings
        Trajectories have at most two to this power steps.
    chains
        How many are moved by one call of the compiled program; the only ones if one.
    """

    def __init__(
        self,
        fitness: Fitness,
        covariance: np.ndarray,
        seed: int,
        max_num_doublings: int,
        chains: int,
    ):
        self._fitness = fitness
        self._covariance, self._seed = covariance, seed
        self._max_num_doublings = max_num_doublings
        self._chains = chains
        self._compiled: Any = None

    def __call__(
        self,
        numbers: list[int],
        step: int,
        states: list[ChainState],
        sizes: list[float],
    ) -> list[ChainState]:
        """One transition of each chain.

        Parameters
        ----------
        numbers
            Of the chains; together with `step` they choose the random numbers.
        step
            Number of the transition.
        states
            Where the chains are.
        sizes
            Step sizes of their integrators.
        """
        if self._compiled is None:
            self._compiled = compiled_transition(
                self._fitness, self._max_num_doublings, self._chains
            )
        found: list[ChainState] = []
        for first in range(0, len(states), self._chains):
            rows = slice(first, first + self._chains)
            results = self._compiled(
                self._seed,
                self._covariance,
                np.array(numbers[rows]),
                np.full(self._chains, step),
                np.array([state.position for state in states[rows]]),
                np.array([state.log_posterior for state in states[rows]]),
                np.array([state.gradient for state in states[rows]]),
                np.array(sizes[rows]),
            )
            arrays = [np.asarray(result) for result in results]
            found += [
                ChainState(
                    position,
                    float(value),
                    gradient,
                    float(rate),
                    int(taken),
                    bool(wrong),
                )
                for position, value, gradient, rate, taken, wrong in zip(
                    *arrays, strict=True
                )
            ]
        return found


def compiled_transition(fitness: Fitness, max_num_doublings: int, chains: int) -> Any:
    """The program from seed, inverse mass matrix, numbers of chains and step, states
    and step sizes to states, acceptances, lengths of trajectories and divergences."""
    jax, nuts = jax_library(), blackjax_nuts()
    kernel = nuts.build_kernel()
    log_posterior = log_posterior_of(fitness)

    def transition(seed, inverse_mass, number, step, position, value, gradient, size):
        key = jax.random.fold_in(jax.random.key(seed), number)
        state, info = kernel(
            jax.random.fold_in(key, step),
            nuts.hmc.HMCState(position, value, gradient),
            log_posterior,
            size,
            inverse_mass,
            max_num_doublings,
        )
        return (*state, info.acceptance_rate, info.num_integration_steps,
                info.is_divergent)  # fmt: skip

    if chains == 1:
        # No `vmap` of one: it makes both branches of every condition run.
        def moved(seed, inverse_mass, *arguments):
            one = (argument[0] for argument in arguments)
            results = transition(seed, inverse_mass, *one)
            return tuple(result[None] for result in results)
    else:
        moved = jax.vmap(transition, in_axes=(None, None, *[0] * 6))
    with traceable(fitness):
        return jax.jit(moved)


def log_posterior_of(fitness: Fitness) -> Callable[[Any], Any]:
    """Log likelihood - ½ |z|² as a function that JAX can trace."""
    log_likelihood = log_likelihood_of(fitness)
    parameters_from = parameters_function(fitness.model.priors_ordered_by_id)

    def log_posterior(point: Any) -> Any:
        return log_likelihood(parameters_from(point)) - 0.5 * (point @ point)

    return log_posterior


def parameters_function(priors: list[Prior]) -> Callable[[Any], Any]:
    """The function from coordinates z (D,) without limits to parameters, which JAX can
    trace: each is the quantile of its prior at Φ(z).

    Raises
    ------
    SearchException
        A prior is of an unknown kind.
    """
    jax = jax_library()
    columns = [_parameter_function(prior) for prior in priors]

    def parameters_from(point: Any) -> Any:
        return jax.numpy.stack(
            [column(point[index]) for index, column in enumerate(columns)]
        )

    return parameters_from


def _parameter_function(prior: Prior) -> Callable[[Any], Any]:
    import jax.numpy as jnp
    from jax.scipy.special import ndtr, ndtri

    if isinstance(prior, UniformPrior):
        width = prior.upper_limit - prior.lower_limit
        return lambda z: prior.lower_limit + width * ndtr(z)
    if isinstance(prior, LogUniformPrior):
        low, high = np.log(prior.lower_limit), np.log(prior.upper_limit)
        return lambda z: jnp.exp(low + (high - low) * ndtr(z))
    if isinstance(prior, GaussianPrior):
        return lambda z: prior.mean + prior.sigma * z
    if isinstance(prior, LogGaussianPrior):
        return lambda z: jnp.exp(prior.mean + prior.sigma * z)
    if isinstance(prior, TruncatedGaussianPrior):
        lower, upper = (
            (limit - prior.mean) / prior.sigma
            for limit in (prior.lower_limit, prior.upper_limit)
        )
        # Counted from the tail in which cumulative probabilities keep their digits.
        sign = -1.0 if lower + upper > 0.0 else 1.0
        ends = sorted((sign * lower, sign * upper))
        below, above = (float(ndtr(end)) for end in ends)

        def truncated(z: Any) -> Any:
            deviation = ndtri(below + ndtr(sign * z) * (above - below))
            return prior.mean + sign * prior.sigma * deviation

        return truncated
    raise exc.SearchException(
        f"NUTS does not know how to sample a {type(prior).__name__}; use a uniform, "
        "normal or log-uniform prior, or a nested sampling search."
    )


def blackjax_nuts() -> Any:
    """The NUTS module of blackjax.

    Raises
    ------
    MissingDependencyException
        It is not installed.
    """
    jax_library()
    try:
        from blackjax.mcmc import nuts
    except ImportError as error:
        raise exc.MissingDependencyException(
            "NUTS needs the library blackjax, which is not installed: "
            "pip install 'autolens_like[gradients]'"
        ) from error
    return nuts
