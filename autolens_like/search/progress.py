"""The live line of a fit: calls, speed, best fit, evidence and time to go."""

from __future__ import annotations

import dataclasses
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from autolens_like.search.tally import Tally
from autolens_like.typing import PathLike

#: Seconds between refreshes of a terminal.
LIVE_INTERVAL = 1.0
#: Seconds between plain lines; it grows with the run, so that a fit of days
#: writes no more than some sixty lines.
PLAIN_INTERVAL = 10.0
_PLAIN_GROWTH = 1.0 / 6.0
#: Speed is that of the last so many seconds.
_WINDOW = 60.0


@dataclasses.dataclass(frozen=True)
class State:
    """Where a search stands.

    Attributes
    ----------
    remaining
        The stopping criterion in words, such as ``dlogz 3.1 > 0.06``.
    steps, steps_to_go
        Progress in units that each take about as long, for the time to go.
    log_evidence, log_evidence_error
        The evidence so far.
    """

    remaining: str = ""
    steps: float = 0.0
    steps_to_go: float | None = None
    log_evidence: float | None = None
    log_evidence_error: float | None = None


class Progress:
    """What a fit says while it runs, as a context manager.

    Parameters
    ----------
    name
        Begins every line.
    tally
        The running count.
    silence
        Say nothing on the screen.
    log_path
        A file to which notes and plain lines are appended as well.
    stream
        Where to write, by default standard output.
    """

    def __init__(
        self,
        name: str,
        tally: Tally,
        silence: bool = False,
        log_path: PathLike | None = None,
        stream: TextIO | None = None,
    ):
        self.name = name
        self.tally = tally
        self.silence = silence
        self.log_path = None if log_path is None else Path(log_path)
        self._stream = stream or sys.stdout
        self._live: Any = None
        self._started = self._next = time.monotonic()
        self._history: deque[tuple[float, int, float]] = deque()

    def __enter__(self) -> Progress:
        if not self.silence and self._stream.isatty():
            from rich.console import Console
            from rich.live import Live

            self._live = Live(
                console=Console(file=self._stream), auto_refresh=False, transient=True
            )
            self._live.start()
        return self

    def __exit__(self, kind, error, traceback) -> None:
        if self._live is not None:
            self._live.stop()
            self._live = None

    def note(self, text: str) -> None:
        """One line that stays."""
        self._append(text)
        if not self.silence:
            if self._live is not None:
                self._live.console.print(text, markup=False, highlight=False)
            else:
                print(text, file=self._stream, flush=True)

    def update(self, state: Callable[[], State]) -> None:
        """Show where the search stands, if it is time to.

        Parameters
        ----------
        state
            Asked only when something is shown: this is called every iteration.
        """
        now = time.monotonic()
        if now < self._next:
            return
        if not self._history:
            # Speed counts from here on: workers had to start before.
            self._history.append((now, self.tally.calls, state().steps))
            self._next = now + LIVE_INTERVAL
            return
        line = self.line(state(), now)
        if self._live is not None:
            from rich.text import Text

            self._next = now + LIVE_INTERVAL
            self._live.update(Text(line), refresh=True)
            return
        elapsed = now - self._started
        self._next = now + max(PLAIN_INTERVAL, _PLAIN_GROWTH * elapsed)
        self.note(line)

    def line(self, state: State, now: float) -> str:
        """The progress line at a time of the monotonic clock [s]."""
        calls = self.tally.calls
        self._history.append((now, calls, state.steps))
        while len(self._history) > 2 and now - self._history[1][0] > _WINDOW:
            self._history.popleft()
        then, calls_then, steps_then = self._history[0]
        seconds = max(now - then, 1e-9)
        parts = [
            f"{calls} calls",
            f"{(calls - calls_then) / seconds:.0f}/s",
            f"log L {self.tally.best_log_likelihood:.2f}",
        ]
        if state.log_evidence is not None:
            error = state.log_evidence_error
            parts.append(
                f"log Z {state.log_evidence:.2f}"
                + ("" if error is None else f" +- {error:.2f}")
            )
        if state.remaining:
            parts.append(state.remaining)
        rate = (state.steps - steps_then) / seconds
        if state.steps_to_go is not None and rate > 0.0:
            parts.append(f"about {duration(state.steps_to_go / rate)} left")
        return f"{self.name}: " + ", ".join(parts)

    def _append(self, text: str) -> None:
        if self.log_path is not None and self.log_path.parent.is_dir():
            stamp = time.strftime("%Y-%m-%d %H:%M:%S")
            with open(self.log_path, "a", encoding="utf-8") as stream:
                stream.write(f"{stamp} {text}\n")


def duration(seconds: float) -> str:
    """A time span to read: ``45 s``, ``12 min``, ``3.5 h``."""
    if seconds < 90.0:
        return f"{seconds:.0f} s"
    if seconds < 90.0 * 60.0:
        return f"{seconds / 60.0:.0f} min"
    return f"{seconds / 3600.0:.1f} h"
