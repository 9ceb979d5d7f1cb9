"""Draws from the priors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.search import settings
from autolens_like.search.draws import draw
from autolens_like.search.fitness import Fitness
from autolens_like.search.paths import Paths
from autolens_like.search.samples import Samples
from autolens_like.search.search import Search


class Drawer(Search):
    """Independent draws from the priors, each weighted with its likelihood.

    The weighted draws are samples of the posterior, and the mean of their likelihoods
    is the evidence: exact, but poor wherever the posterior is much smaller than the
    priors. ``samples.effective_sample_size`` says how poor.

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    total_draws
        How many.
    **common
        Keywords of `CommonSettings`: number_of_cores, pool, seed,
        iterations_per_quick_update, iterations_per_full_update, silence,
        output_path.

    Raises
    ------
    SearchException
        A keyword is unknown or its value is not possible; when it runs, no draw has a
        likelihood.
    """

    library = "numpy"

    def __init__(
        self,
        name: str | None = None,
        path_prefix: str | Path | None = None,
        unique_tag: str | None = None,
        total_draws: int = 50,
        **common: Any,
    ):
        own = {"total_draws": settings.whole_number("total_draws", total_draws)}
        super().__init__(name, path_prefix, unique_tag, own, common)

    def _fit(self, fitness: Fitness, paths: Paths) -> Samples:
        draws = draw(fitness, np.random.default_rng(self.seed), self.total_draws)
        if not draws.valid.any():
            raise exc.SearchException(
                f"None of {self.total_draws} draws from the priors has a likelihood. "
                "Narrow the priors to possible models, or give more total_draws."
            )
        highest = draws.values.max()
        weights = np.exp(draws.values - highest)
        mean = weights.mean()
        info = {
            "log_evidence": float(highest + np.log(mean)),
            "total_accepted_samples": int(draws.valid.sum()),
            "converged": True,
            "search": "drawer",
        }
        if len(weights) > 1:
            # Of the mean of n numbers, relative to it.
            error = weights.std(ddof=1) / np.sqrt(len(weights)) / mean
            info["log_evidence_error"] = float(error)
        return fitness.samples_from(
            draws.vectors, draws.values, weights / weights.sum(), info
        )
