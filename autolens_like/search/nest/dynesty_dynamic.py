"""Dynamic nested sampling with dynesty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from autolens_like.search import settings
from autolens_like.search.fitness import Fitness
from autolens_like.search.nest.dynesty_base import (
    DynestySearch,
    Printer,
    bypass_wrappers,
    checked_dynesty_settings,
    quiet_dynesty,
    reached,
)
from autolens_like.search.paths import Paths
from autolens_like.search.samples import Samples


class DynestyDynamic(DynestySearch):
    """Nested sampling that adds live points where the posterior needs them
    (Higson et al. 2019; Speagle 2020, dynesty).

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    nlive_init
        Live points of the first run.
    dlogz_init
        The first run stops when its live points hold less than this of the
        log evidence.
    nlive_batch
        Live points of each batch that is added; None is `nlive_init`.
    maxbatch
        Stop after so many batches; None is no limit.
    n_effective
        Stop at so many effective samples; None is dynesty's choice, 10000 or
        the number of parameters squared.
    maxiter, maxcall, bound, sample, walks, slices, facc, bootstrap, enlarge
        As in `DynestyStatic`.
    **common
        Keywords of `CommonSettings`: number_of_cores, pool, seed,
        iterations_per_quick_update, iterations_per_full_update, silence,
        output_path.

    Raises
    ------
    SearchException
        A keyword is unknown or its value is not possible.
    """

    def __init__(
        self,
        name: str | None = None,
        path_prefix: str | Path | None = None,
        unique_tag: str | None = None,
        nlive_init: int = 500,
        dlogz_init: float = 0.01,
        nlive_batch: int | None = None,
        maxbatch: int | None = None,
        n_effective: int | None = None,
        maxiter: int | None = None,
        maxcall: int | None = None,
        bound: str = "multi",
        sample: str = "auto",
        walks: int | None = None,
        slices: int | None = None,
        facc: float = 0.5,
        bootstrap: int | None = None,
        enlarge: float | None = None,
        **common: Any,
    ):
        own = checked_dynesty_settings(locals())
        own["nlive_init"] = settings.whole_number("nlive_init", nlive_init, minimum=2)
        own["dlogz_init"] = settings.real_number("dlogz_init", dlogz_init)
        for key, value, minimum in (
            ("nlive_batch", nlive_batch, 2),
            ("maxbatch", maxbatch, 0),
            ("n_effective", n_effective, 1),
        ):
            own[key] = settings.optional_whole_number(key, value, minimum)
        super().__init__(name, path_prefix, unique_tag, own, common)

    def _fit(self, fitness: Fitness, paths: Paths) -> Samples:
        from dynesty import DynamicNestedSampler

        keywords = self._sampler_keywords(fitness)
        live_points = self._live_points(fitness, keywords["rstate"], self.nlive_init)
        printer = Printer(fitness, self.nlive_init, self.dlogz_init)
        log_likelihood, prior_transform = fitness.evaluators()
        with quiet_dynesty():
            sampler = DynamicNestedSampler(
                log_likelihood, prior_transform, nlive=self.nlive_init, **keywords
            )
            bypass_wrappers(sampler, fitness)
            sampler.run_nested(
                nlive_init=self.nlive_init,
                dlogz_init=self.dlogz_init,
                nlive_batch=self.nlive_batch,
                maxbatch=self.maxbatch,
                n_effective=self.n_effective,
                maxiter=self.maxiter,
                maxcall=self.maxcall,
                live_points=live_points,
                print_func=printer,
                save_bounds=False,
            )
        converged = not (
            reached(self.maxcall, sampler.ncall)
            or reached(self.maxiter, sampler.it - 1)
            or reached(self.maxbatch, sampler.batch)
        )
        return self._samples_from(fitness, sampler, converged)
