"""What the workers of an executor that somebody else made do for a fit.

Such a worker knows nothing of the fit. Model and analysis come to it with a task and
are kept for the next ones; a worker that lacks them says so and is asked again. What a
task evaluates goes back with its value, for the worker may be on a machine that does
not see the journal.
"""

from __future__ import annotations

import os
import socket
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autolens_like.search.fitness import Fitness

#: Fits whose model and analysis a worker keeps.
_MOST_KEPT = 4


@dataclass(frozen=True)
class FitKey:
    """The name of a running fit among all that share a worker."""

    host: str = field(default_factory=socket.gethostname)
    process: int = field(default_factory=os.getpid)
    number: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def is_here(self) -> bool:
        """Whether the search runs in this very process, the worker being a thread."""
        return (self.host, self.process) == (socket.gethostname(), os.getpid())


@dataclass(frozen=True)
class Outcome:
    """What a task gave.

    Attributes
    ----------
    value
        Of the function.
    likelihoods : list of (vector, log likelihood)
        Everything that was evaluated on the way.
    residuals : int
        How often residuals were.
    """

    value: Any
    likelihoods: list[tuple[np.ndarray, float]]
    residuals: int


class NotRecorded(Exception):
    """The journal lacks something that a task needs."""


class Task:
    """Evaluations that are kept in mind, in the thread that does them.

    Parameters
    ----------
    fitness
        Evaluates.
    """

    def __init__(self, fitness: Fitness):
        self.fitness = fitness
        self._likelihoods: list[tuple[np.ndarray, float]] = []
        self._residuals = 0

    def run(self, function: Callable[[Any], Any], item: Any) -> Outcome:
        """``function(item)``, in which every `Evaluator` is this task's."""
        outer = getattr(_here, "task", None)
        _here.task = self
        try:
            value = function(item)
        finally:
            _here.task = outer
        return Outcome(value, self._likelihoods, self._residuals)

    def log_likelihood(self, vector: np.ndarray) -> float:
        """The log likelihood of a vector (D,)."""
        # A copy: samplers go on with the array that they gave.
        vector = np.array(vector, dtype=np.float64)
        value = self._value(vector)
        self._likelihoods.append((vector, value))
        return value

    def prior_transform(self, unit: np.ndarray) -> np.ndarray:
        """The vector of a point of the unit cube, (D,) to (D,)."""
        return self.fitness.prior_transform(unit)

    def residuals(self, vector: np.ndarray) -> np.ndarray | None:
        """The residuals of a vector (D,)."""
        self._residuals += 1
        return self.fitness.residuals(vector)

    def _value(self, vector: np.ndarray) -> float:
        return self.fitness(vector)


class Replay(Task):
    """A task that only the journal answers.

    Raises
    ------
    NotRecorded
        Where it cannot.
    """

    def _value(self, vector: np.ndarray) -> float:
        value = self.fitness.journal.get(vector)
        if value is None:
            raise NotRecorded
        return value

    def residuals(self, vector: np.ndarray) -> np.ndarray | None:
        """Residuals are in no journal."""
        raise NotRecorded


class Evaluator:
    """A method of the fitness that becomes, in a task, that of the task.

    It leaves model and analysis behind when it travels.

    Parameters
    ----------
    role
        log_likelihood, prior_transform or residuals.
    otherwise
        What it is outside a task.
    """

    def __init__(self, role: str, otherwise: Callable[[Any], Any] | None = None):
        self.role = role
        self._otherwise = otherwise

    def __call__(self, vector: np.ndarray) -> Any:
        task = getattr(_here, "task", None)
        found = self._otherwise if task is None else getattr(task, self.role)
        return found(vector)

    def __reduce__(self):
        return Evaluator, (self.role,)


_here = threading.local()
_kept: dict[FitKey, Fitness] = {}
_lock = threading.Lock()


def perform(
    key: FitKey, fitness: Fitness | None, function: Callable[[Any], Any], item: Any
) -> Outcome | None:
    """Run one task in a worker.

    Parameters
    ----------
    key
        Of the fit.
    fitness
        Model and analysis, None where the worker should have them.
    function, item
        What to compute: ``function(item)``.

    Returns
    -------
    Outcome or None
        None where the worker does not have them.
    """
    if fitness is not None:
        _keep(key, fitness)
    found = _fitness_of_this_thread(key)
    return None if found is None else Task(found).run(function, item)


def forget(key: FitKey) -> None:
    """Let go of a fit in this process, where its workers may have been threads."""
    with _lock:
        _kept.pop(key, None)


def _keep(key: FitKey, fitness: Fitness) -> None:
    if not key.is_here:
        _use_one_thread()
    with _lock:
        _kept[key] = fitness
        while len(_kept) > _MOST_KEPT:
            del _kept[next(iter(_kept))]


def _fitness_of_this_thread(key: FitKey) -> Fitness | None:
    with _lock:
        kept = dict(_kept)
    if key not in kept:
        return None
    # The count of a fitness belongs to one thread.
    mine = getattr(_here, "fitnesses", {})
    _here.fitnesses = {other: mine[other] for other in kept if other in mine}
    if key not in _here.fitnesses:
        fitness = kept[key]
        _here.fitnesses[key] = Fitness(fitness.model, fitness.analysis)
    return _here.fitnesses[key]


def _use_one_thread() -> None:
    import threadpoolctl

    # The cores are shared out among the workers already.
    os.environ["AUTOLENS_LIKE_NUM_THREADS"] = "1"
    threadpoolctl.threadpool_limits(1)
