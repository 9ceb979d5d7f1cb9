"""Worker processes that evaluate one likelihood.

The workers are spawned, never forked (a fork after JAX or threads started can
hang). Model and analysis travel to each of them once; afterwards only vectors
and numbers do.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import reduction, util
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.search.fitness import Fitness
from autolens_like.search.tally import Tally

#: One thread in each worker: more only take turns on the same cores.
_THREAD_VARIABLES = (
    "AUTOLENS_LIKE_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMBA_NUM_THREADS",
)
#: Workers import the user's script first, which may read large files [s].
_START_TIMEOUT = 600.0
#: Time of a worker to come to the end of what it does when a search ends [s].
_PATIENCE = 1.0
#: A signal that reaches a whole group comes to every process of it within this [s].
SIGNAL_PATIENCE = 0.3
_GUARD_ADVICE = (
    "A script that uses number_of_cores > 1 is read again by every worker "
    'process, so its work must stand under a guard:\n\nif __name__ == "__main__":\n'
    "    result = search.fit(model=model, analysis=analysis)\n\n"
    "Put everything from the creation of the search on under that line, or use "
    "number_of_cores=1."
)

_worker_fitness: Fitness | None = None


def refuse_inside_unguarded_script() -> None:
    """End this process if it is a worker that is only reading the script.

    Without it a script without the guard would start workers from workers.
    """
    process = multiprocessing.current_process()
    if getattr(process, "_inheriting", False):
        # The parent notices and explains; one explanation is enough.
        os._exit(1)


class Pool:
    """Processes that hold one `Fitness` each.

    Parameters
    ----------
    fitness
        What they evaluate.
    processes
        How many.

    Attributes
    ----------
    log_likelihood, prior_transform, residuals : callable
        What a sampler is given: in this process they are the methods of
        `fitness`, and when they travel to a worker they become the ones of the
        worker's own copy.
    size : int
        Number of processes.
    tally : Tally
        The running count of all of them.
    """

    def __init__(self, fitness: Fitness, processes: int):
        self.size = processes
        self.log_likelihood = _Travelling(fitness, "log_likelihood")
        self.prior_transform = _Travelling(fitness, "prior_transform")
        self.residuals = _Travelling(fitness, "residuals")
        check_can_travel(fitness)
        self._fitness = fitness
        self._context = _RememberingContext()
        self._executor: ProcessPoolExecutor | None = None
        dimensions = fitness.model.prior_count
        # One row more than workers: the last is that of this process.
        rows = processes + 1
        self._memory = self._context.RawArray("d", Tally.size(dimensions, rows))
        self.tally = Tally(dimensions, rows, self._memory)
        self.tally.clear()
        self.tally.use_row(processes)
        fitness.tally = self.tally

    def __enter__(self) -> Pool:
        barrier = self._context.Barrier(self.size)
        next_row = self._context.Value("i", 0)
        self._executor = ProcessPoolExecutor(
            self.size,
            mp_context=self._context,
            initializer=_start_worker,
            initargs=(self._fitness, self._memory, self.size + 1, next_row, barrier),
        )
        try:
            with one_thread_each():
                ready = [self._executor.submit(_is_ready) for _ in range(self.size)]
                for future in ready:
                    future.result(timeout=_START_TIMEOUT)
        except BrokenProcessPool as error:
            self._executor.shutdown()
            raise exc.SearchException(
                "The worker processes ended before they could start. " + _GUARD_ADVICE
            ) from error
        except (KeyboardInterrupt, SystemExit):
            # They only import, and would do so to the end.
            self._context.kill()
            self._executor.shutdown(cancel_futures=True)
            raise
        return self

    def __exit__(self, kind, error, traceback) -> None:
        self.tally.stop()
        # One that is in the middle of a likelihood is not waited for.
        killer = threading.Timer(_PATIENCE, self._context.kill)
        killer.daemon = True
        killer.start()
        self._executor.shutdown(wait=True, cancel_futures=True)
        killer.cancel()

    def map(self, function: Callable, items: Iterable) -> list:
        """``[function(item) for item in items]``, computed by the workers.

        Raises
        ------
        SearchException
            A worker process died.
        """
        try:
            return list(self._executor.map(function, items))
        except BrokenProcessPool as error:
            # A cluster that ends a job signals workers and parent at once: let
            # the parent's own signal, which says "try again", come first.
            time.sleep(SIGNAL_PATIENCE)
            raise exc.SearchException(
                "A worker process died (out of memory, or a crash of a library). "
                "Run the same script again: it continues from where it stopped, "
                "with fewer cores if memory was short."
            ) from error


class _RememberingContext(multiprocessing.context.SpawnContext):
    """Starts processes and can end them."""

    def __init__(self):
        super().__init__()
        self._started: list[Any] = []

    def Process(self, *arguments: Any, **keywords: Any) -> Any:
        process = super().Process(*arguments, **keywords)
        self._started.append(process)
        return process

    def kill(self) -> None:
        """End those processes that still live, at once."""
        for process in self._started:
            if process.is_alive():
                process.kill()


class _Travelling:
    """A method of the fitness that leaves its data behind when it travels."""

    def __init__(self, fitness: Fitness, role: str):
        self.role = role
        self.function = _method_of(fitness, role)

    def __call__(self, vector: np.ndarray) -> Any:
        return self.function(vector)

    def __reduce__(self):
        return _arrived, (self.role,)


def _method_of(fitness: Fitness, role: str) -> Callable:
    return fitness if role == "log_likelihood" else getattr(fitness, role)


def _arrived(role: str) -> Callable:
    return _method_of(_worker_fitness, role)


def check_can_travel(*items: Any) -> None:
    """Raise where what workers are given cannot be sent to another process."""
    try:
        reduction.ForkingPickler.dumps(items)
    except (reduction.pickle.PicklingError, TypeError, AttributeError) as error:
        raise exc.SearchException(
            "The model or the analysis cannot be sent to worker processes: "
            f"{error}. Define its classes and functions at the top level of a "
            "module (no lambda, no function inside a function), keep open files "
            "out of it, or use number_of_cores=1."
        ) from error


@contextlib.contextmanager
def one_thread_each() -> Iterator[None]:
    """Processes that are started inside use one thread."""
    # Read once, when a worker imports its numerical libraries.
    before = {name: os.environ.get(name) for name in _THREAD_VARIABLES}
    os.environ.update(dict.fromkeys(_THREAD_VARIABLES, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _start_worker(fitness: Fitness, memory, rows: int, next_row, barrier) -> None:
    global _worker_fitness
    import signal

    import threadpoolctl

    # Ctrl-C reaches the whole group; the parent alone decides what to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threadpoolctl.threadpool_limits(1)
    _worker_fitness = fitness
    tally = Tally(fitness.model.prior_count, rows, memory)
    with next_row.get_lock():
        tally.use_row(next_row.value)
        next_row.value += 1
    fitness.tally = tally
    if fitness.journal is not None:
        fitness.journal.load()
        util.Finalize(fitness, fitness.journal.close, exitpriority=0)
    threading.Thread(target=follow_parent, daemon=True).start()
    barrier.wait(_START_TIMEOUT)


def follow_parent() -> None:
    """End this worker when its parent was killed and can no longer end it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        sys.stdout.flush()
        os._exit(1)


def _is_ready() -> bool:
    return True
