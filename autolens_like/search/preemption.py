"""SIGTERM, which clusters send before they end a job: a fit leaves at once, and its
exit status says "try again"."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator

#: The "try again" of sysexits.h.
EXIT_PREEMPTED = 75
#: A fit has so long to leave in good order [s]; clusters give it some five seconds.
GRACE = 3.5


@contextlib.contextmanager
def exit_on_preemption() -> Iterator[None]:
    """A context that SIGTERM leaves with `SystemExit`.

    Python hears of a signal when the call of a library returns, and JAX compiles for a
    minute. Where that takes longer than `GRACE` the process ends without good order:
    what the journal lacks then is what a kill would cost, its last half second.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(number, frame):
        raise SystemExit(EXIT_PREEMPTED)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        with _insisting():
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def _insisting() -> Iterator[None]:
    if os.name != "posix":
        yield
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    # Written by the system's own handler, whatever Python is waiting for.
    former = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    left = threading.Event()
    threading.Thread(target=_insist, args=(reading, former, left), daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(former)
        left.set()
        os.close(writing)


def _insist(reading: int, former: int, left: threading.Event) -> None:
    try:
        while number := os.read(reading, 1):
            if former >= 0:
                os.write(former, number)
            if number[0] == signal.SIGTERM and not left.wait(GRACE):
                os._exit(EXIT_PREEMPTED)
    finally:
        os.close(reading)
