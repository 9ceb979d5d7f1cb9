"""The error that ended a fit, kept in its folder for those who look at it later."""

from __future__ import annotations

import contextlib
from pathlib import Path

from autolens_like import atomic
from autolens_like.typing import PathLike

#: In the folder of a fit that an error ended, until it runs again.
FILE = ".failed"


class FailureRecord:
    """Writes down what a block raises, as a context manager.

    A fit that somebody stops has not failed: the exceptions of Ctrl-C and of a signal
    are not written.

    Parameters
    ----------
    folder
        Of the fit.
    """

    def __init__(self, folder: PathLike):
        self.path = Path(folder) / FILE

    def __enter__(self) -> FailureRecord:
        self.path.unlink(missing_ok=True)
        return self

    def __exit__(self, kind, error, traceback) -> None:
        if isinstance(error, Exception):
            # Where the disk is what failed there is nothing to write on.
            with contextlib.suppress(OSError):
                atomic.write_text(self.path, f"{failure_text(error)}\n")


def failure_text(error: BaseException) -> str:
    """What a traceback would end with, and the notes on it."""
    notes = "".join(f" {note}" for note in getattr(error, "__notes__", ()))
    return f"{type(error).__name__}: {error}{notes}"


def failure_in(folder: PathLike) -> str:
    """The error that ended the fit of a folder; empty where none did."""
    try:
        return (Path(folder) / FILE).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""
