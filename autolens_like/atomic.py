"""Files that are either the old one or the new one, never half of either.

Every result file goes through here: written under a temporary name beside its
place, flushed to the disk, then renamed, so that a kill or a power cut at any
moment leaves a whole file.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autolens_like.typing import PathLike


def write_together(files: Mapping[PathLike, bytes]) -> None:
    """Several files, written before the first of them is renamed into its place.

    Parameters
    ----------
    files
        What every file shall hold, by path; missing folders are made.

    Raises
    ------
    OSError
        The disk refuses; for a full one the message names the folder, the
        bytes needed and the bytes free. The old files are still whole.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for name, content in files.items():
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            # Not tempfile's: its files may be read by their owner only.
            temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
            staged.append((temporary, path))
            _write(temporary, path, content)
        for temporary, path in staged:
            os.replace(temporary, path)
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
    for folder in {path.parent for _, path in staged}:
        _sync_folder(folder)


def _write(temporary: Path, path: Path, content: bytes) -> None:
    try:
        with open(temporary, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _disk_full(path, len(content)) from error
        raise


def write_bytes(path: PathLike, content: bytes) -> None:
    """A file replaced as a whole; see `write_together`."""
    write_together({path: content})


def write_text(path: PathLike, text: str) -> None:
    """A UTF-8 text file replaced as a whole; see `write_bytes`."""
    write_bytes(path, text.encode("utf-8"))


def write_json(path: PathLike, value: Any) -> None:
    """An indented JSON file replaced as a whole; see `write_bytes`."""
    write_text(path, json.dumps(value, indent=2) + "\n")


def _disk_full(path: Path, needed: int) -> OSError:
    free = shutil.disk_usage(path.parent).free
    return OSError(
        errno.ENOSPC,
        f"The disk is full: writing {path.name} into {path.parent} needs "
        f"{needed} bytes and {free} are free. Free some space and run the same "
        "script again: it continues where it stopped",
    )


def _sync_folder(folder: Path) -> None:
    # The rename itself lives in the folder; Windows cannot open one.
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
