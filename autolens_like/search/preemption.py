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
from types import FrameType

#: The "try again" of sysexits.h.
EXIT_PREEMPTED = 75
#: What shells show of a process that Ctrl-C ended.
EXIT_INTERRUPTED = 128 + signal.SIGINT
#: A fit has so long to leave in good order [s]; clusters give it some five seconds, of
#: which a busy machine may take two.
GRACE = 2.5
#: A compiler is asked so often whether it has ended [s].
_AGAIN = 0.1
#: The module of JAX that calls XLA's compiler.
_COMPILER = "jax._src.compiler"
_STANDARD_ERROR = 2
_SAID = b"Ended while a library was at work; run it again, and the fit goes on.\n"


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
    leaving: dict[int, BaseException] = {signal.SIGTERM: SystemExit(EXIT_PREEMPTED)}
    if _ends_by_interrupt():
        leaving[signal.SIGINT] = KeyboardInterrupt()
    handler = _Leave(leaving)
    before = {number: signal.signal(number, handler) for number in leaving}
    try:
        with _insisting(signal.SIGINT in leaving):
            yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)


class _Leave:
    """Raises what a signal asks for, but not out of XLA's compiler.

    The compiler would go on behind the exception, for which Python waits when it ends,
    half a minute or until it crashes.

    Parameters
    ----------
    leaving
        What to raise, by the number of the signal.
    """

    def __init__(self, leaving: dict[int, BaseException]) -> None:
        self._leaving, self._waiting = leaving, False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if frame is None or frame.f_globals.get("__name__") != _COMPILER:
            raise self._leaving[number]
        if not self._waiting:
            self._waiting = True
            asking = threading.Timer(_AGAIN, self._ask_again, (number,))
            asking.daemon = True
            asking.start()

    def _ask_again(self, number: int) -> None:
        self._waiting = False
        os.kill(os.getpid(), number)


@contextlib.contextmanager
def _insisting(on_interrupt: bool) -> Iterator[None]:
    if os.name != "posix":
        yield
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    # Written by the system's own handler, whatever Python is waiting for.
    former = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    left = threading.Event()
    statuses = {signal.SIGTERM: EXIT_PREEMPTED}
    if on_interrupt:
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
                os.write(_STANDARD_ERROR, _SAID)
                os._exit(statuses[number[0]])
    finally:
        os.close(reading)
