"""The lock that keeps two processes from writing one fit."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from pathlib import Path

from autolens_like import exc
from autolens_like.typing import PathLike

#: The holder touches its lock this often [s] ...
HEARTBEAT = 5.0
#: ... and one of another machine is dead after this silence [s].
SILENCE = 120.0


class FitLock:
    """The exclusive right to write a folder, as a context manager.

    A lock left by a killed process is recognised (its process is gone, or,
    from another machine, it has been silent for `SILENCE` seconds) and taken.

    Parameters
    ----------
    folder
        The folder of the fit.
    """

    def __init__(self, folder: PathLike):
        self.path = Path(folder) / ".lock"
        self._released = threading.Event()

    def __enter__(self) -> FitLock:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        while not self._create():
            holder = _read(self.path)
            if not _is_dead(self.path, holder):
                raise exc.SearchException(_in_use(self.path.parent, holder))
            self._remove_dead(holder)
        threading.Thread(target=self._beat, daemon=True).start()
        return self

    def __exit__(self, kind, error, traceback) -> None:
        self._released.set()
        self.path.unlink(missing_ok=True)

    def _create(self) -> bool:
        me = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "born": _born(os.getpid()),
        }
        try:
            descriptor = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return False
        try:
            os.write(descriptor, json.dumps(me).encode())
        finally:
            os.close(descriptor)
        return True

    def _remove_dead(self, holder: dict) -> None:
        # Of several that find the same dead lock only the one that makes this
        # folder removes it, so that no fresh lock is removed by mistake.
        guard = self.path.with_name(".lock.removal")
        try:
            guard.mkdir()
        except FileExistsError:
            if time.time() - guard.stat().st_mtime > SILENCE:
                guard.rmdir()
            time.sleep(0.05)
            return
        try:
            if _read(self.path) == holder:
                self.path.unlink(missing_ok=True)
        finally:
            guard.rmdir()

    def _beat(self) -> None:
        while not self._released.wait(HEARTBEAT):
            try:
                os.utime(self.path)
            except OSError:
                return


def is_held(folder: PathLike) -> bool:
    """Whether a living process has the lock of a folder."""
    path = Path(folder) / ".lock"
    return path.is_file() and not _is_dead(path, _read(path))


def _read(path: Path) -> dict:
    try:
        holder = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return holder if isinstance(holder, dict) else {}


def _is_dead(path: Path, holder: dict) -> bool:
    if holder.get("host") == socket.gethostname():
        pid = holder.get("pid")
        return (
            not isinstance(pid, int)
            or not _is_alive(pid)
            or holder.get("born") != _born(pid)
        )
    try:
        return time.time() - path.stat().st_mtime > SILENCE
    except FileNotFoundError:
        return True


def _is_alive(pid: int) -> bool:
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _born(pid: int) -> str | None:
    # Start time in clock ticks: a pid alone may have been given out again.
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return None


def _in_use(folder: Path, holder: dict) -> str:
    return (
        f"The fit in {folder} is being run by process {holder.get('pid', '?')} on "
        f"{holder.get('host', 'another machine')}. Wait for it to finish, stop it, "
        "or give this search another name."
    )
