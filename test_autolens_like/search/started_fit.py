"""A fit that runs as a script of its own, to be killed by a test."""

import os
import subprocess
import sys
import time
from pathlib import Path

from test_autolens_like.search.fakes import script_surroundings


def start(kind, root, cores=1, delay=0.002, *more):
    """The process of `run_fit`, with `delay` in each likelihood [s]."""
    arguments = [kind, str(root), str(cores), str(delay), *map(str, more)]
    return subprocess.Popen(
        [sys.executable, "-m", "test_autolens_like.search.run_fit", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        **script_surroundings(root),
    )


def journals(root):
    """All files of the journal of a fit."""
    return list(Path(root).rglob("journal/**/*.bin"))


def size_of_journal(root):
    """Bytes in the journal of a fit."""
    return sum(path.stat().st_size for path in journals(root))


def wait_for_journal(root, size, process):
    """Wait until the journal has more bytes than `size`."""
    deadline = time.monotonic() + 60.0
    while time.monotonic() < deadline and process.poll() is None:
        if size_of_journal(root) > size:
            return
        time.sleep(0.005)
    raise AssertionError(process.communicate())


def tear(root):
    """Leave the journal as a power cut would: its last record torn."""
    newest = max(journals(root), key=lambda path: path.stat().st_mtime_ns)
    with open(newest, "ab") as stream:
        stream.write(os.urandom(17))
