"""Fits of many lenses at once: `af.fit_many`.

A lens is one task. What an interrupted task found is in the journal of its folder, so
that a task whose worker died is simply given to another one, which continues it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autolens_like import exc
from autolens_like.search import pool, settings
from autolens_like.search.executor import is_death, submit_options
from autolens_like.search.failure import failure_text
from autolens_like.search.fitness import MISTAKES
from autolens_like.search.result import Result
from autolens_like.search.search import Search


@dataclass(frozen=True)
class Fit:
    """One fit of a list: what `search.fit(model, analysis)` takes.

    Parameters
    ----------
    search
        The search, with a name or unique tag of its own for each lens.
    model
        The model with its priors.
    analysis
        The likelihood of the data.
    """

    search: Search
    model: Any
    analysis: Any

    def run(self) -> Result:
        """The result, loaded if this fit was done before."""
        return self.search.fit(model=self.model, analysis=self.analysis)


@dataclass(frozen=True)
class FitOutcome:
    """What became of one fit of a list.

    Parameters
    ----------
    name
        Of the search; of the place in the list where it never began.
    folder
        Its results, None where it did not come so far.
    error
        Why there is no result, None where there is one.
    seconds
        How long the last attempt took.
    """

    name: str
    folder: Path | None
    error: str | None
    seconds: float

    @property
    def is_complete(self) -> bool:
        """Whether the fit has a result."""
        return self.error is None


def fit_many(
    lenses: Iterable[Fit | Callable[[], Fit]],
    client: Any = None,
    number_of_cores: int = 1,
    retries: int = 3,
    silence: bool = False,
) -> list[FitOutcome]:
    """Fit a list of lenses; a lens that fails costs no other.

    Results stay in the folders of the fits: `af.Aggregator` reads them together, and
    the same call again fits what is missing.

    Parameters
    ----------
    lenses
        A `Fit` of each, or a function without arguments that makes it, such as
        ``functools.partial(fit_from, path)``: it is called by the worker, so that
        the data of a lens is read where it is fitted.
    client
        Where to fit: a `dask.distributed.Client`, or any executor with the `submit` of
        `concurrent.futures`. None uses processes of this machine.
    number_of_cores
        How many lenses are fitted at a time without a client.
    retries
        How often in a row a worker may die before its lenses are given up.
    silence
        Say nothing on the screen.

    Returns
    -------
    list of FitOutcome
        In the order of the lenses.

    Raises
    ------
    SearchException
        A lens is neither a fit nor a function, or cannot be sent to another process;
        `client` has no `submit`.
    """
    pool.refuse_inside_unguarded_script()
    lenses = list(lenses)
    number_of_cores = settings.whole_number("number_of_cores", number_of_cores)
    retries = settings.whole_number("retries", retries, 0)
    for place, lens in enumerate(lenses):
        if not isinstance(lens, Fit) and not callable(lens):
            raise exc.SearchException(
                f"Lens {place} is {lens!r}; give af.Fit(search, model, analysis), or a "
                "function without arguments that returns one."
            )
    if client is None:
        return _by_processes(lenses, number_of_cores, retries, _Report(lenses, silence))
    if not callable(getattr(client, "submit", None)):
        raise exc.SearchException(
            f"client={client!r} has no submit; give a dask.distributed.Client, an "
            "executor of concurrent.futures, or None for processes of this machine."
        )
    return _by_client(lenses, client, retries, _Report(lenses, silence))


def _outcome_of(place: int, lens: Fit | Callable[[], Fit]) -> FitOutcome:
    """Fit one lens: the task of a worker."""
    started, fit = time.monotonic(), None
    try:
        fit = lens if isinstance(lens, Fit) else lens()
        fit.run()
        error = None
    except (exc.LensException, OSError, MemoryError, *MISTAKES) as raised:
        # The list goes on.
        error = failure_text(raised)
    search = getattr(fit, "search", None)
    paths = getattr(search, "paths", None)
    return FitOutcome(
        name=getattr(search, "name", None) or f"lens {place}",
        folder=None if paths is None else paths.folder,
        error=error,
        seconds=time.monotonic() - started,
    )


def _by_processes(
    lenses: Sequence[Any], number: int, retries: int, report: _Report
) -> list[FitOutcome]:
    pool.check_can_travel(*lenses)
    outcomes: dict[int, FitOutcome] = {}
    deaths = 0
    while len(outcomes) < len(lenses) and deaths <= retries:
        waiting = [i for i in range(len(lenses)) if i not in outcomes]
        with _processes(min(number, len(waiting))) as executor:
            futures = {i: executor.submit(_outcome_of, i, lenses[i]) for i in waiting}
            finished = _collected(futures, report)
        # A dead process ends the executor; its lenses are continued by another.
        deaths = 0 if finished else deaths + 1
        outcomes |= finished
    died = (
        f"the worker process died {deaths} times (out of memory, or a crash of a "
        "library); what was found is in the journal, and the same call continues it"
    )
    return [
        outcomes.get(i) or FitOutcome(f"lens {i}", None, died, 0.0)
        for i in range(len(lenses))
    ]


@contextlib.contextmanager
def _processes(number: int) -> Any:
    context = multiprocessing.get_context("spawn")
    with pool.one_thread_each():
        executor = ProcessPoolExecutor(number, context, initializer=_start_worker)
        try:
            yield executor
        finally:
            executor.shutdown(wait=True, cancel_futures=True)


def _start_worker() -> None:
    import threadpoolctl

    threadpoolctl.threadpool_limits(1)
    threading.Thread(target=pool.follow_parent, daemon=True).start()


def _by_client(
    lenses: Sequence[Any], client: Any, retries: int, report: _Report
) -> list[FitOutcome]:
    options = submit_options(client, retries)
    futures = {
        i: client.submit(_outcome_of, i, lens, **options)
        for i, lens in enumerate(lenses)
    }
    outcomes = _collected(futures, report)
    died = "the worker died before the fit was done; the same call continues it"
    return [
        outcomes.get(i) or FitOutcome(f"lens {i}", None, died, 0.0)
        for i in range(len(lenses))
    ]


def _collected(futures: dict[int, Any], report: _Report) -> dict[int, FitOutcome]:
    """The outcomes of all tasks whose workers lived."""
    outcomes = {}
    for place, future in futures.items():
        error = future.exception()
        if error is None:
            outcomes[place] = future.result()
            report(outcomes[place])
        elif not is_death(error):
            raise error
    return outcomes


class _Report:
    """A line for every lens that ended."""

    def __init__(self, lenses: Sequence[Any], silence: bool):
        self._total, self._silence, self._ended = len(lenses), silence, 0

    def __call__(self, outcome: FitOutcome) -> None:
        self._ended += 1
        if not self._silence:
            end = outcome.error or f"done, {outcome.folder}"
            print(f"{self._ended} of {self._total}: {outcome.name}: {end}", flush=True)
