"""Importance nested sampling with neural bounds, with nautilus."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.search import settings
from autolens_like.search.fitness import Fitness
from autolens_like.search.paths import Paths
from autolens_like.search.progress import State
from autolens_like.search.samples import Samples
from autolens_like.search.search import Search


class Nautilus(Search):
    """Importance nested sampling in shells that neural networks bound
    (Lange 2023, nautilus).

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    n_live
        Live points.
    n_batch
        Likelihoods of one step, shared out among the cores.
    f_live
        Exploration stops when the live points hold this fraction of the
        evidence.
    n_eff
        Sampling stops at so many effective samples.
    n_networks
        Networks of one bound.
    n_like_max
        Stop after so many likelihoods; None is no limit.
    **common
        Keywords of `CommonSettings`: number_of_cores, pool, seed,
        iterations_per_quick_update, iterations_per_full_update, silence,
        output_path.

    Raises
    ------
    SearchException
        A keyword is unknown or its value is not possible.
    """

    library = "nautilus-sampler"

    def __init__(
        self,
        name: str | None = None,
        path_prefix: str | Path | None = None,
        unique_tag: str | None = None,
        n_live: int = 200,
        n_batch: int = 100,
        f_live: float = 0.01,
        n_eff: int = 500,
        n_networks: int = 4,
        n_like_max: int | None = None,
        **common: Any,
    ):
        own = {
            "n_live": settings.whole_number("n_live", n_live, minimum=2),
            "n_batch": settings.whole_number("n_batch", n_batch),
            "f_live": settings.real_number("f_live", f_live, maximum=1.0),
            "n_eff": settings.whole_number("n_eff", n_eff),
            "n_networks": settings.whole_number("n_networks", n_networks, minimum=0),
            "n_like_max": settings.optional_whole_number("n_like_max", n_like_max),
        }
        super().__init__(name, path_prefix, unique_tag, own, common)

    def _check_model(self, model: Any) -> None:
        super()._check_model(model)
        if model.prior_count < 2:
            raise exc.SearchException(
                "Nautilus needs at least 2 free parameters and the model has "
                f"{model.prior_count}. Use DynestyStatic for it."
            )
        sampler_class()

    def _fit(self, fitness: Fitness, paths: Paths) -> Samples:
        log_likelihood, prior_transform = fitness.evaluators()
        sampler = sampler_class()(
            prior_transform,
            log_likelihood,
            n_dim=fitness.model.prior_count,
            n_live=self.n_live,
            n_batch=self.n_batch,
            n_networks=self.n_networks,
            seed=self.seed,
            # Networks are trained here, so that the number of cores cannot
            # change the result.
            pool=(fitness.pool, None),
        )
        limit = math.inf if self.n_like_max is None else self.n_like_max
        finished = False
        while not finished and sampler.n_like < limit:
            # One batch at a time: nautilus calls nobody back.
            finished = sampler.run(
                f_live=self.f_live,
                n_eff=self.n_eff,
                n_like_max=min(sampler.n_like + 1, limit),
            )
            fitness.watch(lambda: self._state(sampler))
        return self._samples_from(fitness, sampler, bool(finished))

    def _state(self, sampler: Any) -> State:
        n_eff = float(sampler.n_eff)
        if not sampler.explored:
            f_live = float(sampler.f_live)
            words = f"f_live {f_live:.3g}, until {self.f_live:g}"
            # Each new bound holds about 1/e of the volume of the last.
            to_go = self.n_live * max(0.0, math.log(max(f_live, 1e-9) / self.f_live))
        else:
            words = f"{n_eff:.0f} effective samples, until {self.n_eff}"
            to_go = None
            if n_eff > 0.0:
                to_go = sampler.n_like * max(0.0, self.n_eff / n_eff - 1.0)
        log_evidence = sampler.log_z
        return State(
            remaining=words,
            steps=float(sampler.n_like),
            steps_to_go=to_go,
            log_evidence=None if log_evidence is None else float(log_evidence),
            log_evidence_error=1.0 / math.sqrt(n_eff) if n_eff > 0.0 else None,
        )

    def _samples_from(self, fitness: Fitness, sampler: Any, converged: bool) -> Samples:
        vectors, log_weights, log_likelihoods = sampler.posterior()
        info = {
            "log_evidence": float(sampler.log_z),
            # The relative error of an importance-sampled evidence.
            "log_evidence_error": float(1.0 / np.sqrt(sampler.n_eff)),
            "total_accepted_samples": len(log_weights),
            "converged": converged,
            "search": "nautilus",
        }
        return fitness.samples_from(
            np.asarray(vectors),
            np.asarray(log_likelihoods),
            np.exp(log_weights),
            info,
        )


def sampler_class() -> type:
    """The sampler of the nautilus library.

    Raises
    ------
    MissingDependencyException
        It is not installed.
    """
    try:
        from nautilus import Sampler
    except ImportError as error:
        raise exc.MissingDependencyException(
            "Nautilus needs the library nautilus-sampler, which is not installed: "
            "pip install 'autolens_like[searches]'"
        ) from error
    return Sampler
