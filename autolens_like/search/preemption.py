"""SIGTERM, which clusters send before they end a job, and Ctrl-C: a fit leaves at once.
After SIGTERM its exit status says "try again"."""

from __future__ import annotations

import builtins
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator

#: The "try again" of sysexits.h.
EXIT_PREEMPTED = 75
#: What shells show of a process that Ctrl-C ended.
EXIT_INTERRUPTED = 128 + signal.SIGINT
#: A fit has so long to leave in good order [s]; clusters give it some five seconds, of
#: which a busy machine may take two.
GRACE = 2.5


@contextlib.contextmanager
def exit_on_preemption() -> Iterator[None]:
    """A context that SIGTERM leaves with `SystemExit`, and Ctrl-C as ever.

    Python hears of a signal when the call of a library returns, and JAX compiles for a
    minute. Where that takes longer than `GRACE` the process ends without good order:
    what the journal lacks then is what a kill would cost, its last half second. An
    interactive session, which has more to lose, is never ended by Ctrl-C.
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
    statuses = {signal.SIGTERM: EXIT_PREEMPTED}
    if _ends_by_interrupt():
        statuses[signal.SIGINT] = EXIT_INTERRUPTED
    arguments = (reading, former, left, statuses)
    threading.Thread(target=_insist, args=arguments, daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(former)
        left.set()
        os.close(writing)


def _ends_by_interrupt() -> bool:
    """Whether Ctrl-C would end this process, once Python hears of it."""
    is_interactive = hasattr(sys, "ps1") or hasattr(builtins, "__IPYTHON__")
    handler = signal.getsignal(signal.SIGINT)
    return handler is signal.default_int_handler and not is_interactive


def _insist(
    reading: int, former: int, left: threading.Event, statuses: dict[int, int]
) -> None:
    try:
        while number := os.read(reading, 1):
            if former >= 0:
                os.write(former, number)
            if number[0] in statuses and not left.wait(GRACE):
                os._exit(statuses[number[0]])
    finally:
        os.close(reading)
