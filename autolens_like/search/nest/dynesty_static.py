"""Static nested sampling with dynesty."""

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


class DynestyStatic(DynestySearch):
    """Nested sampling with a fixed number of live points (Skilling 2006;
    Speagle 2020, dynesty).

    Parameters
    ----------
    name, path_prefix, unique_tag
        Folders of the result below the output folder.
    nlive
        Live points: the error of the evidence falls as 1/sqrt(nlive).
    dlogz
        Stop when the live points hold less than this of the log evidence;
        None is 0.001 (nlive - 1) + 0.01.
    maxiter, maxcall
        Stop after so many iterations or likelihood calls; None is no limit.
    bound
        How live points are bounded: none, single, multi, balls or cubes.
    sample
        How new points are drawn: unif, rwalk, slice or rslice; auto is unif
        below 10 parameters, rwalk up to 20 and rslice above.
    walks
        Steps of a random walk, for rwalk; None is parameters + 20.
    slices
        Slices of a new point, for slice and rslice; None is dynesty's choice.
    facc
        Acceptance that random walks are tuned to.
    bootstrap, enlarge
        How bounds are widened; None is dynesty's choice (no bootstrap and 1.25,
        except 5 bootstraps for unif).
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
        nlive: int = 50,
        dlogz: float | None = None,
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
        own["nlive"] = settings.whole_number("nlive", nlive, minimum=2)
        own["dlogz"] = settings.optional_real_number("dlogz", dlogz)
        super().__init__(name, path_prefix, unique_tag, own, common)

    def _fit(self, fitness: Fitness, paths: Paths) -> Samples:
        from dynesty import NestedSampler

        keywords = self._sampler_keywords(fitness)
        live_points = self._live_points(fitness, keywords["rstate"], self.nlive)
        dlogz = 1e-3 * (self.nlive - 1) + 0.01 if self.dlogz is None else self.dlogz
        printer = Printer(fitness, self.nlive, dlogz)
        log_likelihood, prior_transform = fitness.evaluators()
        with quiet_dynesty():
            sampler = NestedSampler(
                log_likelihood,
                prior_transform,
                nlive=self.nlive,
                live_points=live_points,
                **keywords,
            )
            # dynesty counts only the live points that it drew itself.
            sampler.ncall = self.nlive
            bypass_wrappers(sampler, fitness)
            sampler.run_nested(
                dlogz=dlogz,
                maxiter=self.maxiter,
                # dynesty does not count the first points against the limit.
                maxcall=self.maxcall and max(self.maxcall - self.nlive, 1),
                print_func=printer,
                save_bounds=False,
            )
        converged = not (
            reached(self.maxcall, sampler.ncall)
            or reached(self.maxiter, sampler.it - 1)
        )
        return self._samples_from(fitness, sampler, converged)
