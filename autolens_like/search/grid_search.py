"""A search in every cell of a grid over some parameters."""

from __future__ import annotations

import copy
import dataclasses
import itertools
import multiprocessing
import multiprocessing.connection
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from autolens_like import atomic, exc
from autolens_like.model.distribution import Prior
from autolens_like.model.prior import LogUniformPrior, UniformPrior
from autolens_like.search import pool, settings
from autolens_like.search.grid_result import GridSearchResult
from autolens_like.search.preemption import EXIT_PREEMPTED
from autolens_like.search.search import Search


class SearchGridSearch:
    """A grid over one parameter or more, with a search of all others in every cell.

    The limits of the uniform priors of the grid are divided into equal steps (equal in
    the logarithm, if they are log-uniform), and each cell is a fit of its own whose
    priors are those of the cell: with its own folder, journal and result. So a grid
    that was interrupted goes on where it was. A map of the likelihood, or of the
    evidence, shows where another mass hides.

    Parameters
    ----------
    search
        What runs in each cell; its name is the folder of the grid.
    number_of_steps
        Cells along each parameter.
    number_of_cores
        Cells that run at once, each in a process of its own.

    Raises
    ------
    SearchException
        A value is not possible.
    """

    def __init__(
        self, search: Search, number_of_steps: int = 4, number_of_cores: int = 1
    ):
        if not isinstance(search, Search):
            raise exc.SearchException(
                f"SearchGridSearch got a {type(search).__name__}; give a search, such "
                "as af.DynestyStatic(name='subhalo')."
            )
        self.search = search
        self.number_of_steps = settings.whole_number("number_of_steps", number_of_steps)
        self.number_of_cores = settings.whole_number("number_of_cores", number_of_cores)
        if self.number_of_cores > 1 and search.number_of_cores > 1:
            raise exc.SearchException(
                "Both the grid and its search have number_of_cores > 1. Give the cores "
                "to the grid, whose cells need no synchronization."
            )

    def fit(
        self, model: Any, analysis: Any, grid_priors: Prior | Iterable[Prior]
    ) -> GridSearchResult:
        """Fit every cell, or load those that were done before.

        Parameters
        ----------
        model
            The model with its priors.
        analysis
            The likelihood of the data.
        grid_priors
            The parameters of the grid: priors of the model, uniform or log-uniform.

        Raises
        ------
        SearchException
            The priors are none of the model or of another kind, nothing else is free,
            or a cell failed.
        """
        pool.refuse_inside_unguarded_script()
        priors = [grid_priors] if isinstance(grid_priors, Prior) else list(grid_priors)
        names = _checked_names(model, priors)
        edges = [_edges(prior, self.number_of_steps) for prior in priors]
        searches, models = [], []
        numbers = range(self.number_of_steps)
        for cell in itertools.product(numbers, repeat=len(priors)):
            searches.append(self._search_of(cell))
            models.append(_model_of(model, priors, edges, cell))
        if self.number_of_cores > 1:
            self._run_in_processes(searches, models, analysis)
        results = [
            search.fit(model=one, analysis=analysis)
            for search, one in zip(searches, models, strict=True)
        ]
        result = GridSearchResult(results, edges, names)
        folder = searches[0].paths.name_folder.parent
        atomic.write_text(folder / "results.csv", result.to_csv())
        return result

    def _search_of(self, cell: tuple[int, ...]) -> Search:
        search = copy.copy(self.search)
        search.path_prefix = Path(self.search.path_prefix or "") / (
            self.search.name or type(self.search).__name__
        )
        search.name = "cell_" + "_".join(f"{number:03d}" for number in cell)
        return search

    def _run_in_processes(
        self, searches: list[Search], models: list[Any], analysis: Any
    ) -> None:
        pool.check_can_travel(searches, models, analysis)
        waiting = [
            (search, model)
            for search, model in zip(searches, models, strict=True)
            if not search.paths_from(model, analysis).is_complete
        ]
        context = multiprocessing.get_context("spawn")
        running: dict[Any, tuple[Any, Search]] = {}
        failed: list[str] = []
        try:
            while waiting or running:
                while waiting and len(running) < self.number_of_cores:
                    search, model = waiting.pop(0)
                    process = context.Process(
                        target=_fit_cell, args=(search, model, analysis)
                    )
                    with pool.one_thread_each():
                        process.start()
                    running[process.sentinel] = process, search
                for sentinel in multiprocessing.connection.wait(list(running)):
                    process, search = running.pop(sentinel)
                    process.join()
                    failed += self._failures(process, search)
        finally:
            for process, _ in running.values():
                # The cell brings its journal to disk, and goes on from there next time.
                process.terminate()
                process.join()
        if failed:
            raise exc.SearchException(
                f"The fits of {', '.join(failed)} failed; what they said stands above. "
                "Mend that and run the same script again: all others are kept."
            )

    def _failures(self, process: Any, search: Search) -> list[str]:
        """The cell of a process that has ended, if it failed."""
        if process.exitcode == EXIT_PREEMPTED:
            raise SystemExit(EXIT_PREEMPTED)
        if process.exitcode != 0:
            return [f"{search.name} (exit status {process.exitcode})"]
        if not self.search.silence:
            print(f"{self.search.name}: {search.name} done", flush=True)
        return []


def _checked_names(model: Any, priors: list[Prior]) -> list[str]:
    known = list(model.priors_ordered_by_id)
    if not priors:
        raise exc.SearchException(
            "grid_priors is empty: give the priors of the parameters of the grid."
        )
    for prior in priors:
        if prior not in known:
            raise exc.SearchException(
                f"grid_priors holds {prior!r}, which is no free parameter of the model."
            )
        if not isinstance(prior, UniformPrior | LogUniformPrior):
            raise exc.SearchException(
                f"grid_priors holds {prior!r}; only uniform and log-uniform priors "
                "have limits that can be divided. Give the parameter one of those."
            )
    if len(set(priors)) < len(priors):
        raise exc.SearchException("grid_priors holds a prior twice.")
    if len(known) == len(priors):
        raise exc.SearchException(
            "All free parameters of the model are parameters of the grid, so that "
            "nothing is left to search. Leave one out of grid_priors."
        )
    return [model.parameter_names[known.index(prior)] for prior in priors]


def _edges(prior: Prior, steps: int) -> np.ndarray:
    edges = np.asarray(prior.value_for(np.linspace(0.0, 1.0, steps + 1)))
    edges[0], edges[-1] = prior.lower_limit, prior.upper_limit
    return edges


def _model_of(
    model: Any, priors: list[Prior], edges: list[np.ndarray], cell: tuple[int, ...]
) -> Any:
    """The model with the priors of a cell."""
    arguments = {}
    for prior, values, number in zip(priors, edges, cell, strict=True):
        kind = LogUniformPrior if isinstance(prior, LogUniformPrior) else UniformPrior
        arguments[prior] = kind(
            lower_limit=float(values[number]),
            upper_limit=float(values[number + 1]),
            width_modifier=prior.width_modifier,
        )
    return model.mapper_from_prior_arguments(arguments)


def _fit_cell(search: Search, model: Any, analysis: Any) -> None:
    """In a process of its own: fit one cell, whose result stays on disk."""
    import signal

    import threadpoolctl

    # Ctrl-C reaches the whole group; the parent alone decides what to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threadpoolctl.threadpool_limits(1)
    threading.Thread(target=pool.follow_parent, daemon=True).start()
    search.common = dataclasses.replace(search.common, silence=True)
    search.fit(model=model, analysis=analysis)
