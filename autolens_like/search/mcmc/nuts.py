"""Hamiltonian Monte Carlo that chooses the length of its trajectories."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.search import settings
from autolens_like.search.fitness import Fitness
from autolens_like.search.gradient import default_batch_size
from autolens_like.search.laplace import Laplace, Posterior, laplace_from
from autolens_like.search.mcmc.convergence import effective_sample_size, split_r_hat
from autolens_like.search.mcmc.nuts_kernel import (
    ChainState,
    Transitions,
    blackjax_nuts,
    parameters_function,
)
from autolens_like.search.mcmc.step_size import DualAveraging
from autolens_like.search.mle.multi_start import (
    Optimum,
    refuse_workers,
    start_settings,
)
from autolens_like.search.mle.multi_start_lbfgs import QuasiNewtonAscents
from autolens_like.search.paths import Paths
from autolens_like.search.progress import State
from autolens_like.search.samples import Samples
from autolens_like.search.search import Search
from autolens_like.search.unconstrained import log_prior_from, units_from

#: Steps of the ascents of the first round, and the gain that ends them.
_ROUND_STEPS, _TOLERANCE = 3, 1e-3
#: Chains that differ by less have converged.
_CONVERGED_R_HAT = 1.05
#: Draws for the start of a chain until one has a likelihood.
_START_TRIES = 100


class NUTS(Search):
    """The No-U-Turn sampler (Hoffman & Gelman 2014; Betancourt 2017; blackjax), started
    from the best of many ascents.

    The mode is found as `MultiStartLBFGS` finds it. The inverse of the Hessian there is
    the inverse mass matrix, so that the chains see a nearly round posterior from their
    first step on, and only the step size is tuned. They move in coordinates in which
    all priors are standard normal distributions and limits are at infinity.

    Every state is recorded in the journal: an interrupted fit goes on from its last
    ones, to the result it would have had.

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    num_warmup
        Transitions of each chain that tune the step size and are left out.
    num_samples
        Transitions of each chain that are kept.
    num_chains
        Chains.
    target_accept
        Acceptance that the step size is tuned to.
    max_num_doublings
        A trajectory has at most two to this power steps.
    n_starts, n_steps, batch_size, start_lower_limit, start_upper_limit
        Of the ascents, as in `MultiStartLBFGS`.
    **common
        Keywords of `CommonSettings`: seed, iterations_per_quick_update,
        iterations_per_full_update, silence, output_path.

    Raises
    ------
    SearchException
        A keyword is unknown or its value is not possible; when it runs, no start has a
        likelihood, or JAX cannot trace it.
    MissingDependencyException
        JAX or blackjax is not installed.
    """

    library = "blackjax"

    def __init__(
        self,
        name: str | None = None,
        path_prefix: str | Path | None = None,
        unique_tag: str | None = None,
        num_warmup: int = 100,
        num_samples: int = 500,
        num_chains: int = 4,
        target_accept: float = 0.8,
        max_num_doublings: int = 10,
        n_starts: int = 48,
        n_steps: int = 300,
        batch_size: int | None = None,
        start_lower_limit: float = 0.15,
        start_upper_limit: float = 0.85,
        **common: Any,
    ):
        own = start_settings(
            start_lower_limit,
            start_upper_limit,
            n_starts=n_starts,
            n_steps=n_steps,
            batch_size=batch_size,
        )
        own["target_accept"] = settings.real_number(
            "target_accept", target_accept, maximum=0.999
        )
        for key, value, minimum in (
            ("num_warmup", num_warmup, 1),
            ("num_samples", num_samples, 4),
            ("num_chains", num_chains, 1),
            ("max_num_doublings", max_num_doublings, 1),
        ):
            own[key] = settings.whole_number(key, value, minimum)
        own["round_steps"] = _ROUND_STEPS
        super().__init__(name, path_prefix, unique_tag, own, common)
        refuse_workers("NUTS", self.common)

    def _check_model(self, model: Any) -> None:
        super()._check_model(model)
        blackjax_nuts()
        parameters_function(model.priors_ordered_by_id)

    def _fit(self, fitness: Fitness, paths: Paths) -> Samples:
        generator = np.random.default_rng(self.seed)
        optimum = Optimum(self, fitness, generator)
        ascents = optimum.climb(
            lambda posterior, starts: QuasiNewtonAscents(posterior, starts, _TOLERANCE)
        )
        laplace = laplace_from(optimum.posterior, ascents.points[0])
        chains = _Chains(self, fitness, laplace)
        chains.begin(optimum.posterior, generator)
        for step in range(self.num_warmup + self.num_samples):
            chains.move(step)
        return self._samples_from(fitness, chains, laplace)

    def _samples_from(
        self, fitness: Fitness, chains: _Chains, laplace: Laplace
    ) -> Samples:
        kept = chains.kept
        points = np.array([[state.position for state in chain] for chain in kept])
        flat = points.reshape(-1, points.shape[-1])
        vectors = np.array([fitness.prior_transform(u) for u in units_from(flat)])
        by_chain = vectors.reshape(points.shape)
        r_hat = split_r_hat(by_chain)
        states = [state for chain in kept for state in chain]
        values = np.array([state.log_posterior for state in states])
        longest = 2**self.max_num_doublings - 1
        info = {
            "r_hat": r_hat.tolist(),
            "effective_sample_sizes": effective_sample_size(by_chain).tolist(),
            "divergences": sum(state.is_divergent for state in states),
            "longest_trajectories": sum(state.steps >= longest for state in states),
            "acceptance": float(np.mean([state.acceptance for state in states])),
            "step_sizes": [tuning.settled for tuning in chains.tunings],
            "laplace_log_evidence": laplace.log_evidence,
            "total_accepted_samples": len(states),
            "converged": bool(np.max(r_hat) < _CONVERGED_R_HAT),
            "search": "nuts",
        }
        weights = np.full(len(states), 1.0 / len(states))
        return fitness.samples_from(
            vectors, values - log_prior_from(flat), weights, info
        )


class _Chains:
    """The chains of one fit."""

    def __init__(self, search: NUTS, fitness: Fitness, laplace: Laplace):
        self._search, self._fitness, self._laplace = search, fitness, laplace
        count = search.num_chains
        dimensions = len(laplace.mode)
        size = default_batch_size(search.batch_size, count)
        # A batch of transitions lasts as long as its longest: all chains or each alone.
        self._transitions = Transitions(
            fitness,
            laplace.covariance,
            search.seed,
            search.max_num_doublings,
            1 if size < count else count,
        )
        # In a round posterior of D dimensions steps shrink as D^(-1/4).
        self.tunings = [
            DualAveraging(dimensions**-0.25, search.target_accept) for _ in range(count)
        ]
        self._states: list[ChainState] = []
        self.kept: list[list[ChainState]] = [[] for _ in range(count)]
        self._journal = None
        if fitness.journal is not None:
            self._journal = fitness.journal.part("states", 2, 2 * dimensions + 4)

    def begin(self, posterior: Posterior, generator: np.random.Generator) -> None:
        """Draw where the chains start from the normal approximation."""
        for _ in range(_START_TRIES):
            points = self._laplace.draws(self._search.num_chains, generator)
            values, gradients = posterior(points)
            for point, value, gradient in zip(points, values, gradients, strict=True):
                if np.isfinite(value) and len(self._states) < len(points):
                    self._states.append(ChainState(point, float(value), gradient))
            if len(self._states) == len(points):
                return
        raise exc.SearchException(
            "Hardly any point about the best fit has a likelihood, so that chains have "
            "nowhere to start. Loosen the assertions of the model, or use a nested "
            "sampling search."
        )

    def move(self, step: int) -> None:
        """One transition of every chain."""
        is_warmup = step < self._search.num_warmup
        sizes = [
            tuning.size if is_warmup else tuning.settled for tuning in self.tunings
        ]
        recorded = [self._recorded(chain, step) for chain in range(len(sizes))]
        if all(state is not None for state in recorded):
            new = recorded
        else:
            new = self._transitions(list(range(len(sizes))), step, self._states, sizes)
        for chain, state in enumerate(new):
            replayed = recorded[chain] is not None
            self._arrive(chain, step, state, replayed)
            if is_warmup:
                self.tunings[chain].update(state.acceptance)
            else:
                self.kept[chain].append(self._states[chain])
        self._fitness.watch(lambda: self._state(step))

    def _recorded(self, chain: int, step: int) -> ChainState | None:
        if self._journal is None:
            return None
        record = self._journal.record(np.array([chain, step], dtype=float))
        return None if record is None else ChainState.from_record(record)

    def _arrive(self, chain: int, step: int, state: ChainState, replayed: bool) -> None:
        (unit,) = units_from(state.position[None])
        vector = self._fitness.prior_transform(unit)
        if not replayed:
            state = self._allowed(chain, state, vector)
            if self._journal is not None:
                key = np.array([chain, step], dtype=float)
                self._journal.append(key, *state.record())
        log_likelihood = state.log_posterior - float(log_prior_from(state.position))
        if state.steps:
            self._fitness.count(vector, log_likelihood, replayed, state.steps)
        self._states[chain] = state

    def _allowed(self, chain: int, state: ChainState, vector: np.ndarray) -> ChainState:
        # Assertions cannot be checked inside the compiled program. To stay where a
        # reversible transition leads to what is forbidden samples the posterior there.
        try:
            self._fitness.model.instance_from_vector(vector)
        except exc.ResampleException:
            before = self._states[chain]
            return ChainState(
                before.position,
                before.log_posterior,
                before.gradient,
                state.acceptance,
                state.steps,
                state.is_divergent,
            )
        return state

    def _state(self, step: int) -> State:
        total = self._search.num_warmup + self._search.num_samples
        words = "tuning" if step < self._search.num_warmup else "sampling"
        return State(
            remaining=f"{words}, transition {step + 1} of {total} of "
            f"{len(self._states)} chains",
            steps=float(step),
            steps_to_go=float(total - step - 1),
        )
