"""Our own likelihood taken apart: what each step costs with numpy.

    python benchmarks/pieces.py [--case rectangular] [--calls 30]

Prints the median wall clock and processor time of every step, each on the same new
parameters, one step after the other.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cases
import own_autolens_like as own
import table

from autolens_like.fit import forward
from autolens_like.fit.dataset_model import DatasetModel
from autolens_like.fit.imaging import FitImaging
from autolens_like.fit.pixelized_objects import Traced

HERE = Path(__file__).resolve().parent


class Clock:
    """Seconds of named steps, call after call."""

    def __init__(self) -> None:
        self.wall: dict[str, list[float]] = {}
        self.processor: dict[str, list[float]] = {}

    def run(self, name: str, step: Callable[[], Any]) -> Any:
        """The result of a step, whose time is kept."""
        wall, processor = time.perf_counter(), time.process_time()
        result = step()
        self.processor.setdefault(name, []).append(time.process_time() - processor)
        self.wall.setdefault(name, []).append(time.perf_counter() - wall)
        return result

    def rows(self) -> list[tuple[str, str, str]]:
        """Name, wall clock and processor time [ms] of every step, medians."""
        return [
            (
                name,
                f"{1e3 * statistics.median(seconds):.2f}",
                f"{1e3 * statistics.median(self.processor[name]):.2f}",
            )
            for name, seconds in self.wall.items()
        ]


def likelihood_in_pieces(analysis: Any, model: Any, vector: Any, clock: Clock) -> None:
    """One likelihood, step by step, and the whole of it once more."""
    dataset = analysis.dataset
    sampler = dataset.grids.lp_convolved.over_sampler
    around = dataset.grids.blurring_convolved.over_sampler
    instance = clock.run(
        "instance from vector", lambda: model.instance_from_vector(vector)
    )
    tracer = clock.run(
        "tracer from instance", lambda: analysis.tracer_via_instance_from(instance)
    )

    def source_plane(y: Any, x: Any) -> Any:
        return tracer.traced(y.reshape(-1), x.reshape(-1))[-1][0][: y.shape[-1]]

    clock.run("(ray tracing alone)", lambda: sampler.means(source_plane, tracer))
    fit = FitImaging(dataset, tracer)
    light = forward.light_function(tracer, DatasetModel(), fit._components)
    inside = clock.run("ray tracing and light", lambda: sampler.means(light, tracer))
    outside = clock.run("the same round the mask", lambda: around.means(light, tracer))
    clock.run("convolution", lambda: dataset.psf.state.blurred(inside, outside))
    inversion = fit.inversion
    if inversion is not None:
        clock.run("curvature matrix", lambda: inversion.curvature_matrix)
        clock.run("positive solution", lambda: inversion.reconstruction)
        clock.run("their image", lambda: inversion.image)
    clock.run("statistics", lambda: fit.log_likelihood)
    clock.run("whole", lambda: analysis.log_likelihood_function(instance))


def pixelized_in_pieces(analysis: Any, model: Any, vector: Any, clock: Clock) -> None:
    """One log evidence of a pixelized source, step by step, and once more as a whole.

    What the fit before has left is there as in a search: the light that is fixed and
    the source pixels that were above zero.
    """
    instance = clock.run(
        "instance from vector", lambda: model.instance_from_vector(vector)
    )
    tracer = clock.run(
        "tracer from instance", lambda: analysis.tracer_via_instance_from(instance)
    )
    fit = FitImaging(analysis.dataset, tracer, preloads=analysis._preloads)
    sampler = analysis.dataset.grids.pixelization.over_sampler
    traced = Traced(tracer, DatasetModel())
    clock.run("(ray tracing alone)", lambda: traced(sampler.y, sampler.x, [1]))
    clock.run("light of the lens", lambda: fit._rows)
    inversion = clock.run("ray tracing, border and mesh", lambda: fit.inversion)
    clock.run("mapping", lambda: inversion.mappers[0].rows)
    clock.run("curvature matrix and data vector", lambda: inversion.data_vector)
    clock.run("regularization", lambda: inversion._regularization_entries)
    clock.run("F + H", lambda: inversion.curvature_reg_matrix)
    clock.run("positive solution", lambda: inversion.reconstruction)
    clock.run("ln det F + H", lambda: inversion.log_det_curvature_reg_matrix_term)
    clock.run("ln det H", lambda: inversion.log_det_regularization_matrix_term)
    clock.run("image and its statistics", lambda: fit.log_likelihood)
    clock.run("the rest of the evidence", lambda: fit.log_evidence)
    clock.run("whole", lambda: analysis.log_likelihood_function(instance))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [name for name in cases.TITLES if name != "operator"]
    parser.add_argument("--case", choices=[*names, "all"], default="all")
    parser.add_argument("--data", type=Path, default=HERE / "data" / "hst")
    parser.add_argument("--calls", type=int, default=30)
    options = parser.parse_args()
    for name in names if options.case == "all" else [options.case]:
        case = cases.case_from(name, options.data)
        dataset, step = own.dataset_from(options.data), likelihood_in_pieces
        if case.has_pixels:
            dataset, step = dataset.apply_sparse_operator_cpu(), pixelized_in_pieces
        analysis = own.al.AnalysisImaging(dataset)
        model = own.model_from(case)
        for _ in range(3):
            step(analysis, model, case.truth, Clock())
        clock = Clock()
        for vector in case.vectors(options.calls):
            step(analysis, model, vector, clock)
        print(f"{case.title}\n")
        print(table.grid(("step", "ms", "CPU ms"), clock.rows()) + "\n")


if __name__ == "__main__":
    main()
