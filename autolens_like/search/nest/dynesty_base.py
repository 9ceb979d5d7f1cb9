"""What the static and the dynamic dynesty searches share (Speagle 2020;
dynesty 3)."""

from __future__ import annotations

import contextlib
import math
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autolens_like.search import settings
from autolens_like.search.draws import draw
from autolens_like.search.fitness import Fitness
from autolens_like.search.progress import State
from autolens_like.search.samples import Samples
from autolens_like.search.search import Search

BOUNDS = ("none", "single", "multi", "balls", "cubes")
SAMPLES = ("auto", "unif", "rwalk", "slice", "rslice")
#: Natural logarithms of volume that a posterior is typically smaller than its
#: prior in each parameter: bounds the time to go before the run knows better.
_TYPICAL_COMPRESSION = 5.0


class DynestySearch(Search):
    """A nested sampling search that dynesty runs."""

    library = "dynesty"

    removed_settings = {  # noqa: RUF012
        "fmove": "dynesty 3 has no multi-move slices. Leave it out.",
        "max_move": "dynesty 3 has no multi-move slices. Leave it out.",
        "gradient": "dynesty 3 has no Hamiltonian slices. Leave it out.",
    }

    def _sampler_keywords(self, fitness: Fitness) -> dict[str, Any]:
        """Keywords of both dynesty samplers."""
        dimensions = fitness.model.prior_count
        sample = resolved_sample(self.sample, dimensions)
        keywords: dict[str, Any] = {
            "ndim": dimensions,
            "bound": self.bound,
            "sample": sample,
            "facc": self.facc,
            "bootstrap": self.bootstrap,
            "enlarge": self.enlarge,
            "rstate": np.random.Generator(np.random.PCG64(self.seed)),
        }
        # dynesty warns about a setting of a sampler that is not used.
        if sample == "rwalk":
            keywords["walks"] = self.walks
        elif sample in ("slice", "rslice"):
            keywords["slices"] = self.slices
        if fitness.pool is not None:
            keywords["pool"] = fitness.pool
            keywords["queue_size"] = fitness.pool.size
            # Too cheap to be worth the way to a worker.
            keywords["use_pool"] = dict.fromkeys(
                ("prior_transform", "update_bound", "stop_function"), False
            )
        return keywords

    def _live_points(
        self, fitness: Fitness, generator: np.random.Generator, count: int
    ) -> list[np.ndarray]:
        """Points drawn from the prior: unit cube, vectors, log likelihoods."""
        draws = draw(fitness, generator, count)
        return [draws.units, draws.vectors, draws.values]

    def _samples_from(self, fitness: Fitness, sampler: Any, converged: bool) -> Samples:
        results = sampler.results
        log_evidence = float(results["logz"][-1])
        weights = np.exp(results["logwt"] - log_evidence)
        info = {
            "log_evidence": log_evidence,
            "log_evidence_error": float(results["logzerr"][-1]),
            "total_accepted_samples": len(weights),
            "converged": converged,
            "search": "dynesty",
        }
        return fitness.samples_from(
            np.asarray(results["samples"]),
            np.asarray(results["logl"]),
            weights / weights.sum(),
            info,
        )


def checked_dynesty_settings(given: dict[str, Any]) -> dict[str, Any]:
    """The settings that both dynesty searches have, checked.

    Raises
    ------
    SearchException
        One of them is not possible.
    """
    checked = {
        "bound": settings.choice("bound", given["bound"], BOUNDS),
        "sample": settings.choice("sample", given["sample"], SAMPLES),
        "facc": settings.real_number("facc", given["facc"], maximum=1.0),
    }
    for name, minimum in (("walks", 2), ("slices", 1), ("bootstrap", 0)):
        checked[name] = settings.optional_whole_number(name, given[name], minimum)
    for name in ("maxiter", "maxcall"):
        checked[name] = settings.optional_whole_number(name, given[name])
    checked["enlarge"] = settings.optional_real_number("enlarge", given["enlarge"])
    return checked


def resolved_sample(sample: str, dimensions: int) -> str:
    """The sampler that ``auto`` means: uniform below 10 parameters, random
    walks up to 20, random slices above.

    Chosen here and not by dynesty, whose own ``auto`` ignores `walks`.
    """
    if sample != "auto":
        return sample
    if dimensions < 10:
        return "unif"
    return "rwalk" if dimensions <= 20 else "rslice"


def bypass_wrappers(sampler: Any, fitness: Fitness) -> None:
    """Let a dynesty sampler call our functions and not its wrappers of them,
    which print a traceback of every interruption."""
    log_likelihood, prior_transform = fitness.evaluators()
    sampler.loglikelihood.loglikelihood = log_likelihood
    sampler.prior_transform = prior_transform


@contextlib.contextmanager
def quiet_dynesty() -> Iterator[None]:
    """Without the warnings that dynesty gives for what a search reports
    itself (few live points, early stops, plateaus)."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"dynesty(\..*)?")
        yield


def reached(limit: int | None, value: int) -> bool:
    """Whether a limit, if there is one, ended a run."""
    return limit is not None and value >= limit


class Printer:
    """dynesty's print function, which passes the state on to the watch.

    Parameters
    ----------
    fitness
        Has the watch.
    live_points
        Number of live points.
    target
        Remaining log evidence at which the search stops; None uses that which
        dynesty tells.
    """

    def __init__(self, fitness: Fitness, live_points: int, target: float | None):
        self._watch: Callable = fitness.watch
        self._dimensions = fitness.model.prior_count
        self._live_points = live_points
        self._target = target
        self.remaining = math.inf

    def __call__(self, result, iteration: int, calls: int, **details) -> None:
        self.remaining = getattr(result, "delta_logz", self.remaining)
        self._watch(lambda: self._state(result, iteration, details))

    def _state(self, result, iteration: int, details: dict[str, Any]) -> State:
        evidence = getattr(result, "logz", None)
        variance = getattr(result, "logzvar", None)
        if evidence is None or evidence < -1e98:
            evidence = variance = None
        known = variance is not None and math.isfinite(variance) and variance >= 0.0
        return State(
            remaining=self._in_words(details),
            steps=float(iteration),
            steps_to_go=self._steps_to_go(iteration, details),
            log_evidence=evidence,
            log_evidence_error=math.sqrt(variance) if known else None,
        )

    def _in_words(self, details: dict[str, Any]) -> str:
        if details.get("add_live_it") is not None:
            return "adding the live points"
        if details.get("nbatch"):
            stop = details.get("stop_val")
            return f"batch {details['nbatch']}" + (
                "" if stop is None or not math.isfinite(stop) else f", stop {stop:.2f}"
            )
        if not self.remaining < 1e6:
            return f"dlogz > 1e6, until {self._stop_at(details):.3g}"
        return f"dlogz {self.remaining:.3g}, until {self._stop_at(details):.3g}"

    def _stop_at(self, details: dict[str, Any]) -> float:
        target = details.get("dlogz") if self._target is None else self._target
        return 0.01 if target is None else target

    def _steps_to_go(self, iteration: int, details: dict[str, Any]) -> float | None:
        if details.get("nbatch") or details.get("add_live_it") is not None:
            return None
        volumes = _volumes(self.remaining) - _volumes(self._stop_at(details))
        typical = (
            _TYPICAL_COMPRESSION * self._dimensions - iteration / self._live_points
        )
        return self._live_points * max(0.0, min(volumes, max(typical, 3.0)))


def _volumes(remaining: float) -> float:
    # ln(Z_live / Z), which falls by one each time the volume falls by e.
    return remaining if remaining > 30.0 else math.log(math.expm1(max(remaining, 1e-9)))
