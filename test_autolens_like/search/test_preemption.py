import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from autolens_like.search.preemption import (
    EXIT_PREEMPTED,
    GRACE,
    exit_on_preemption,
)

DEAF = """
import hashlib, signal, sys, threading
from autolens_like.search.preemption import exit_on_preemption

# Whoever started the tests may have had it ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.argv[1] == "interactive":
    sys.ps1 = ">>> "
with exit_on_preemption():
    threading.Timer(0.5, print, ["deaf"], {"flush": True}).start()
    # Minutes inside a library, which lets go of the interpreter lock.
    hashlib.pbkdf2_hmac("sha256", b"", b"", 10**9)
"""


def test_a_preempted_process_exits_with_try_again():
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(SystemExit) as info, exit_on_preemption():
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10.0)
    assert info.value.code == EXIT_PREEMPTED
    assert signal.getsignal(signal.SIGTERM) is before
    assert signal.set_wakeup_fd(-1) == -1


def test_a_compiler_is_not_left_before_it_ends():
    text = """
def compile(kill, sleep, number, ended):
    kill(number)
    kill(number)
    for _ in range(30):
        sleep(0.01)
    ended.append(number)
"""
    compiler = {"__name__": "jax._src.compiler"}
    exec(text, compiler)
    for number, error in (
        (signal.SIGTERM, SystemExit),
        (signal.SIGINT, KeyboardInterrupt),
    ):
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        ended = []
        try:
            with pytest.raises(error), exit_on_preemption():
                compiler["compile"](signal.raise_signal, time.sleep, number, ended)
                time.sleep(GRACE)
            assert ended == [number]
            # Nobody asks once more.
            time.sleep(0.2)
        finally:
            signal.signal(signal.SIGINT, before)


def deaf(kind):
    command = [sys.executable, "-c", DEAF, kind]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, **pipes, text=True)


def test_a_library_that_does_not_return_is_not_waited_for():
    script, interrupted, session = map(deaf, ("script", "script", "interactive"))
    signals = {
        script: signal.SIGTERM,
        interrupted: signal.SIGINT,
        session: signal.SIGINT,
    }
    for process in signals:
        process.stdout.readline()
    begun = time.monotonic()
    for process, number in signals.items():
        process.send_signal(number)
    for process in (script, interrupted):
        assert "run it again" in process.communicate(timeout=60)[1]
        assert GRACE - 0.1 < time.monotonic() - begun < 5.0
    assert (script.returncode, interrupted.returncode) == (EXIT_PREEMPTED, 130)
    # It has more to lose.
    assert session.poll() is None
    session.kill()
    session.communicate()


def test_other_threads_and_signals_are_left_alone():
    seen = []
    before = signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    former = signal.set_wakeup_fd(writing)
    try:
        with exit_on_preemption():
            os.kill(os.getpid(), signal.SIGUSR1)
            # Whoever listened before still hears.
            assert os.read(reading, 1) == bytes([signal.SIGUSR1])
    finally:
        signal.set_wakeup_fd(former)
        signal.signal(signal.SIGUSR1, before)
        os.close(reading)
        os.close(writing)
    assert seen == [signal.SIGUSR1]

    def elsewhere():
        with exit_on_preemption():
            seen.append("thread")

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen[1:] == ["thread"]
