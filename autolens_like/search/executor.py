"""The evaluations of one fit by an executor that somebody else made: a pool of
`concurrent.futures`, a cluster of dask, whatever has `submit` or `map`.

Its workers come and go, share no memory with this process and may not see its disk.
So the journal is written here, with every task that comes back.
"""

from __future__ import annotations

import collections
import functools
import inspect
import queue
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from typing import Any, NoReturn

import numpy as np

from autolens_like import exc
from autolens_like.search.fitness import Fitness
from autolens_like.search.pool import SIGNAL_PATIENCE, check_can_travel
from autolens_like.search.task import (
    Evaluator,
    FitKey,
    NotRecorded,
    Outcome,
    Replay,
    forget,
    perform,
)

#: Tasks for each evaluation that is wanted at a time: a cluster takes some time to
#: give the next one to a worker.
_AHEAD = 8


class ExecutorPool:
    """The workers of an executor as the searches use them.

    Parameters
    ----------
    fitness
        What they evaluate.
    executor
        Has `submit` as in `concurrent.futures`, or `map` as in `multiprocessing`.
    size
        How many evaluations a search asks for at a time.

    Attributes
    ----------
    log_likelihood, prior_transform, residuals : callable
        What a sampler is given.
    """

    def __init__(self, fitness: Fitness, executor: Any, size: int):
        self.size = size
        self.log_likelihood = Evaluator("log_likelihood", fitness)
        self.prior_transform = Evaluator("prior_transform", fitness.prior_transform)
        self.residuals = Evaluator("residuals", fitness.residuals)
        self._fitness = fitness
        self._executor = executor
        self._key = FitKey()
        # Without the journal, which stays here.
        self._luggage = Fitness(fitness.model, fitness.analysis)
        self._done_since_lack = 0
        self._unread = 0 if fitness.journal is None else len(fitness.journal)
        if isinstance(executor, ProcessPoolExecutor):
            check_can_travel(self._luggage)

    def __enter__(self) -> ExecutorPool:
        return self

    def __exit__(self, kind, error, traceback) -> None:
        forget(self._key)

    def map(self, function: Callable, items: Iterable) -> list:
        """``[function(item) for item in items]``, computed by the workers.

        Raises
        ------
        SearchException
            A worker died, which the executor does not make good itself.
        """
        items = list(items)
        values: dict[int, Any] = {}
        missing = {}
        for number, item in enumerate(items):
            outcome = self._replayed(function, item)
            if outcome is None:
                missing[number] = functools.partial(self._task, function, item)
            else:
                values[number] = self._recorded(outcome, replayed=True)
        by_submit = callable(getattr(self._executor, "submit", None))
        run = self._submitted if by_submit else self._mapped
        try:
            for number, outcome in run(missing):
                values[number] = self._recorded(outcome, replayed=False)
        except Exception as error:
            # Of an executor's own errors those are known that tell of a death.
            if is_death(error):
                _explain_death(error)
            raise
        return [values[number] for number in range(len(items))]

    def _task(self, function: Callable, item: Any, with_luggage: bool) -> Callable:
        luggage = self._luggage if with_luggage else None
        # Nothing is left for an executor to look into.
        return functools.partial(perform, self._key, luggage, function, item)

    def _submitted(
        self, tasks: dict[int, Callable[[bool], Callable]]
    ) -> Iterator[tuple[int, Outcome]]:
        """The outcomes of tasks, as they come back."""
        options = submit_options(self._executor)
        back: queue.SimpleQueue[int] = queue.SimpleQueue()
        waiting = collections.deque((number, False) for number in tasks)
        running: dict[int, Any] = {}
        try:
            while waiting or running:
                while waiting and len(running) < self._most_at_a_time():
                    number, with_luggage = waiting.popleft()
                    future = self._executor.submit(
                        tasks[number](with_luggage), **options
                    )
                    running[number] = future
                    future.add_done_callback(_putter(back, number))
                number = back.get()
                outcome = running[number].result()
                del running[number]
                if outcome is None:
                    self._done_since_lack = 0
                    waiting.appendleft((number, True))
                else:
                    self._done_since_lack += 1
                    yield number, outcome
        finally:
            self._abandon(running.values())

    def _most_at_a_time(self) -> int:
        """Tasks to be on their way: enough that no worker waits for the next, and few
        while workers are met that lack the luggage, which goes with each once more."""
        settled = self._done_since_lack > 4 * self.size
        return (_AHEAD if settled else 2) * self.size

    def _abandon(self, futures: Iterable[Any]) -> None:
        """Keep what is there already of a batch that is broken off."""
        for future in futures:
            if not future.done():
                future.cancel()
            elif not future.cancelled() and not future.exception():
                outcome = future.result()
                if outcome is not None:
                    self._recorded(outcome, replayed=False)

    def _mapped(
        self, tasks: dict[int, Callable[[bool], Callable]]
    ) -> Iterator[tuple[int, Outcome]]:
        """The outcomes of tasks, all at once: `map` has no other way."""
        for with_luggage in (False, True):
            made = [task(with_luggage) for task in tasks.values()]
            outcomes = list(self._executor.map(_call, made)) if made else []
            lacking = {}
            for (number, task), outcome in zip(tasks.items(), outcomes, strict=True):
                if outcome is None:
                    lacking[number] = task
                else:
                    yield number, outcome
            tasks = lacking

    def _replayed(self, function: Callable, item: Any) -> Outcome | None:
        """What the journal alone gives, None where it lacks something."""
        if self._unread <= 0:
            return None
        try:
            outcome = Replay(self._fitness).run(function, item)
        except NotRecorded:
            return None
        self._unread -= len(outcome.likelihoods)
        return outcome

    def _recorded(self, outcome: Outcome, replayed: bool) -> Any:
        """The value of a task, its evaluations being counted and in the journal."""
        fitness = self._fitness
        for vector, value in outcome.likelihoods:
            fitness.count(vector, value, replayed)
            if not replayed and fitness.journal is not None:
                fitness.journal.append(vector, value)
        if outcome.residuals:
            nowhere = np.zeros(fitness.model.prior_count)
            fitness.count(nowhere, -np.inf, False, outcome.residuals)
        return outcome.value


def submit_options(executor: Any, retries: int = 0) -> dict[str, Any]:
    """Keywords of `submit` that a client of dask has and other executors have not."""
    if isinstance(executor, Executor):
        return {}
    # dask takes equal tasks for one, and gives up a task whose worker died too often.
    known = inspect.signature(executor.submit).parameters
    wanted = {"pure": False, "retries": retries}
    return {name: value for name, value in wanted.items() if name in known}


def is_death(error: BaseException) -> bool:
    """Whether a worker died, by the executors that are known."""
    # dask's error is named, for its library may be absent.
    return isinstance(error, BrokenExecutor) or type(error).__name__ in (
        "KilledWorker",
        "WorkerDied",
    )


def _explain_death(error: Exception) -> NoReturn:
    # A cluster that ends a job signals workers and parent at once: let the parent's
    # own signal, which says "try again", come first.
    time.sleep(SIGNAL_PATIENCE)
    raise exc.SearchException(
        "A worker of the pool died (out of memory, a crash of a library, or a script "
        'whose work does not stand under if __name__ == "__main__":). Run the same '
        "script again with a new pool: the fit continues from where it stopped."
    ) from error


def _putter(back: queue.SimpleQueue, number: int) -> Callable[[Any], None]:
    return lambda future: back.put(number)


def _call(task: Callable[[], Any]) -> Any:
    return task()
