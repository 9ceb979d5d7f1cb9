"""What happens beside the sampling: the progress line and the updates."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from autolens_like import exc
from autolens_like.search.progress import Progress, State

#: Updates wait while they have taken more than this part of the time.
MAXIMUM_OVERHEAD = 0.05


class Watch:
    """Called by a search at every iteration.

    Parameters
    ----------
    common
        Gives ``iterations_per_quick_update`` (evaluations between
        visualizations) and ``iterations_per_full_update`` (evaluations between
        writings of the best fit so far).
    fitness
        Gives the running count, the model and the analysis.
    paths
        The folder of the fit.
    progress
        Shows the state.
    observers
        Are told about the best instance so far.
    """

    def __init__(
        self, common: Any, fitness: Any, paths: Any, progress: Progress, observers: Any
    ):
        self.fitness = fitness
        self.paths = paths
        self.progress = progress
        self.observers = observers
        self._intervals = {
            "quick": common.iterations_per_quick_update,
            "full": common.iterations_per_full_update,
        }
        self._next = dict(self._intervals)
        self._wanted = any(self._intervals.values())
        self._started = time.monotonic()
        self._spent = 0.0

    def __call__(self, state: Callable[[], State]) -> None:
        """Show `state` and update what is due."""
        self.progress.update(state)
        if self._wanted:
            self._update(state)

    def _update(self, state: Callable[[], State]) -> None:
        tally = self.fitness.tally
        # What the journal answers was visualized by the interrupted run.
        fresh = tally.calls - tally.replayed
        due = [name for name, at in self._next.items() if at and fresh >= at]
        begun = time.monotonic()
        allowed = MAXIMUM_OVERHEAD * (begun - self._started)
        if not due or self._spent > allowed:
            return
        vector = tally.best_vector()
        if vector is None:
            return
        for name in due:
            self._next[name] = fresh + self._intervals[name]
        if "full" in due:
            self.observers.guarded(
                "writing the best fit so far", self._write_best, vector, state()
            )
        self._show_best(vector)
        self._spent += time.monotonic() - begun

    def _show_best(self, vector: Any) -> None:
        try:
            instance = self.fitness.model.instance_from_vector(vector)
        except exc.LensException:
            return
        self.observers(self.paths, self.fitness.analysis, instance, True)

    def _write_best(self, vector: Any, state: State) -> None:
        tally = self.fitness.tally
        names = self.fitness.model.parameter_names
        lines = [
            "not finished; the best fit so far",
            f"maximum log likelihood   {tally.best_log_likelihood:.4f}",
            f"likelihood evaluations   {tally.calls}",
            f"remaining                {state.remaining}",
            "",
            *(
                f"{name}  {value:.6g}"
                for name, value in zip(names, vector, strict=True)
            ),
        ]
        self.paths.write_text("model.results", "\n".join(lines) + "\n")
