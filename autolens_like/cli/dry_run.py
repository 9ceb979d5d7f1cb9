"""A fit that is built and timed, but not run."""

from __future__ import annotations

import importlib.util
import math
import shutil
import statistics
import sys
import time
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np

from autolens_like import exc
from autolens_like.cli.fit_file import FitFile
from autolens_like.cli.prediction import (
    expected_calls,
    information,
    information_of_width,
)
from autolens_like.numerics.memory import available_memory
from autolens_like.search.fitness import MISTAKES, RESAMPLE_LOG_LIKELIHOOD, Fitness
from autolens_like.search.mle.least_squares import LeastSquares

#: Likelihoods that are timed.
CALLS = 20
#: So many draws from the priors may have no likelihood.
DRAWS = 200
#: Bytes of the figures of a finished fit, and of its FITS files for each pixel of the
#: frame: those of workspace/start_here_fit.yaml, whose two fits have 17.3 MB.
FIGURE_BYTES, PIXEL_BYTES = 2e6, 160
#: Samples in the table of a nested sampler for each likelihood, in the same fit.
SAMPLES_OF_A_CALL = 0.1
#: Bytes of one number in samples.csv.
_NUMBER_BYTES = 20


@dataclass(frozen=True)
class Timing:
    """What one backend takes.

    Attributes
    ----------
    backend
        numpy or jax.
    first
        Seconds of the first evaluation, compilation included.
    each
        Median seconds of the later ones.
    log_likelihood
        Median of the vectors.
    memory
        The largest memory of this process so far [bytes]; None where unknown.
    problem
        Why there is no timing; empty where there is.
    """

    backend: str
    first: float = math.nan
    each: float = math.nan
    log_likelihood: float = math.nan
    memory: float | None = None
    problem: str = ""


def timings_of(fit: FitFile, calls: int = CALLS) -> list[Timing]:
    """The time of a likelihood by every backend, over the same parameter vectors.

    The penalty of positions is left out: it spares the image of models that are far
    off, which are rare once a search has begun.
    """
    vectors = None
    found = []
    for backend in ("numpy", "jax"):
        if importlib.util.find_spec(backend) is None:
            found.append(Timing(backend, problem="not installed"))
            continue
        analysis = fit.analysis(use_jax=backend == "jax")
        analysis.positions_likelihood_list = []
        fitness = Fitness(fit.model, analysis)
        try:
            if vectors is None:
                vectors = _vectors_of(fitness, calls)
            found.append(_timed(backend, fitness, vectors))
        except exc.LensException as error:
            found.append(Timing(backend, problem=str(error)))
        except (*MISTAKES, RuntimeError) as error:
            # Not every class can be compiled; a mistake that numpy meets is told.
            if backend == "numpy":
                raise
            reason = str(error).partition("\n")[0]
            found.append(Timing(backend, problem=f"cannot compile it: {reason}"))
    return found


def _vectors_of(fitness: Fitness, calls: int) -> list[np.ndarray]:
    vectors = []
    for seed in range(DRAWS):
        vector = np.asarray(fitness.model.random_vector_from_priors(seed=seed), float)
        if fitness(vector) > RESAMPLE_LOG_LIKELIHOOD:
            vectors.append(vector)
        if len(vectors) == calls:
            return vectors
    if len(vectors) > 1:
        return vectors
    raise exc.SearchException(
        f"Of {DRAWS} draws from the priors {len(vectors)} have a likelihood; narrow "
        "the priors to where one exists."
    )


def _timed(backend: str, fitness: Fitness, vectors: list[np.ndarray]) -> Timing:
    seconds, values = [], []
    for vector in [vectors[0], *vectors]:
        begun = time.perf_counter()
        values.append(fitness(vector))
        seconds.append(time.perf_counter() - begun)
    each = statistics.median(seconds[1:])
    typical = statistics.median(values)
    return Timing(backend, seconds[0], each, typical, peak_memory())


def peak_memory() -> float | None:
    """The largest memory of this process so far [bytes]; None where unknown."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1.0 if sys.platform == "darwin" else 1024.0)


@dataclass(frozen=True)
class Stage:
    """What one search is expected to ask for.

    Attributes
    ----------
    label
        Its name and class.
    cores
        Worker processes.
    calls
        Likelihoods; None for a search that nothing is known of.
    is_numpy_only
        Whether it asks for residuals, which numpy computes in either case.
    """

    label: str
    cores: int
    calls: float | None
    is_numpy_only: bool

    def seconds(self, timing: Timing, working: list[Timing]) -> float:
        """Wall time with one of the backends; every worker compiles for itself."""
        if self.is_numpy_only:
            timing = next((one for one in working if one.backend == "numpy"), timing)
        return timing.first + (self.calls or 0.0) * timing.each / self.cores


def stages_of(fit: FitFile, timing: Timing) -> list[Stage]:
    """The searches of a file, in the order in which they run."""
    data = fit.dataset
    # Of a fit whose residuals are the noise: chi-squared is the number of pixels.
    perfect = -0.5 * (data.mask.pixels_in_mask + data.noise_normalization)
    names = fit.model.parameter_names
    stages = []
    for search, narrowed in fit.searches:
        free = len(names)
        if narrowed is None:
            nats = information(free, perfect - timing.log_likelihood)
        else:
            free = sum(
                not any(fnmatchcase(name, pattern) for pattern in narrowed["fixed"])
                for name in names
            )
            nats = information_of_width(free, narrowed["sigmas"])
        stages.append(
            Stage(
                f"{search.name}: {type(search).__name__}, {free} parameters",
                search.common.number_of_cores,
                expected_calls(search, free, nats),
                isinstance(search, LeastSquares),
            )
        )
    return stages


def report(fit: FitFile, calls: int = CALLS) -> list[str]:
    """The lines of a dry run: timings, the fastest backend, time, memory and disk."""
    shape = " x ".join(map(str, fit.dataset.shape_native))
    pixels = fit.dataset.mask.pixels_in_mask
    lines = [
        f"data       {pixels} pixels of {shape} within the mask",
        f"model      {fit.model.prior_count} free parameters",
    ]
    timings = timings_of(fit, calls)
    lines += [f"{timing.backend:<10} {_described(timing)}" for timing in timings]
    working = [timing for timing in timings if not timing.problem]
    if not working:
        return [*lines, "No backend can compute this likelihood."]
    stages = stages_of(fit, working[0])
    fastest = min(working, key=lambda timing: _total(stages, timing, working))
    chosen = "jax" if fit.sections.analysis.use_jax else "numpy"
    used = next((item for item in working if item.backend == chosen), fastest)
    line = f"fastest    {fastest.backend}, compilation included"
    if fastest is not used:
        switch = str(fastest.backend == "jax").lower()
        line += f"; the file takes {chosen}: set analysis: {{use_jax: {switch}}}"
    lines.append(line)
    for stage in stages:
        if stage.calls is None:
            lines.append(f"search     {stage.label}: not predicted")
            continue
        lines.append(
            f"search     {stage.label}: about {_rounded(stage.calls)} likelihoods, "
            f"{duration(stage.seconds(used, working))} on {stage.cores} "
            f"core{'s' if stage.cores > 1 else ''}"
        )
    seconds = _total(stages, used, working)
    return [*lines, *_needs(fit, stages, used, seconds)]


def _total(stages: list[Stage], timing: Timing, working: list[Timing]) -> float:
    return sum(stage.seconds(timing, working) for stage in stages)


def _rounded(count: float) -> str:
    """Two digits of a number that is known no better."""
    return f"{float(f'{count:.1e}'):,.0f}"


def _needs(
    fit: FitFile, stages: list[Stage], used: Timing, seconds: float
) -> list[str]:
    calls = sum(stage.calls or 0.0 for stage in stages)
    lines = [
        f"wall time  {duration(seconds)} in all (estimate; the number of likelihoods "
        "is known within a factor of 2 or 3)"
    ]
    peak, left = used.memory, available_memory()
    cores = max(search.common.number_of_cores for search, _ in fit.searches)
    if peak is not None:
        # Every worker holds data and model of its own.
        processes = 1 if cores == 1 else cores + 1
        line = f"memory     {size(peak * processes)} (measured here"
        line += "" if processes == 1 else f", times {processes} processes"
        lines.append(line + ("" if left is None else f"; {size(left)} available") + ")")
    root = fit.folder / fit.sections.output.folder
    needed = disk_bytes(fit, calls)
    lines.append(
        f"disk       {size(needed)} (estimate; {size(free_bytes(root))} free below "
        f"{root})"
    )
    return lines


def disk_bytes(fit: FitFile, calls: float) -> float:
    """Bytes of a fit: its journal while it runs, its table of samples, its figures."""
    columns = fit.model.prior_count + 4
    table = SAMPLES_OF_A_CALL * calls * columns * _NUMBER_BYTES
    journal = calls * (8 * (fit.model.prior_count + 1) + 4)
    frame = math.prod(fit.dataset.shape_native)
    return journal + table + len(fit.searches) * (FIGURE_BYTES + PIXEL_BYTES * frame)


def free_bytes(folder: Path) -> int:
    """Bytes that are free where a folder is, or will be."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def duration(seconds: float) -> str:
    """Seconds, minutes, hours or days, as people say it."""
    for unit, length in (("days", 86400.0), ("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2.0 * length:
            return f"{seconds / length:.1f} {unit}"
    return f"{seconds:.1f} seconds"


def size(count: float) -> str:
    """Bytes in the unit that fits."""
    for unit, length in (("GB", 1e9), ("MB", 1e6)):
        if count >= length:
            return f"{count / length:.1f} {unit}"
    return f"{count / 1e3:.0f} kB"


def _described(timing: Timing) -> str:
    if timing.problem:
        return timing.problem
    text = f"{1e3 * timing.each:.2f} ms a likelihood"
    if timing.backend == "jax":
        text += f", {timing.first:.1f} s to compile it"
    return text
