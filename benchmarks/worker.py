"""One system in a process of its own, driven by lines of JSON.

    python worker.py MODULE CASE MODE FOLDER

answers each line {"vectors": [...], "rounds": n} on its standard input with the
values, the seconds of wall clock and of processor of every call. Whatever the system
prints goes to the standard error.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np


def peak_memory() -> float:
    """Largest resident memory of this process [MiB]."""
    try:
        # Not getrusage: that includes what the parent held when it forked.
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024.0
    except OSError:
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024.0**2 if sys.platform == "darwin" else 1024.0)


def timed(function: Any, vectors: np.ndarray) -> dict[str, list[float]]:
    """Values and seconds of one call a vector."""
    values, wall, processor = [], [], []
    for vector in vectors:
        start, start_processor = time.perf_counter(), time.process_time()
        value = float(function(vector))
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - start_processor)
        values.append(value)
    return {"values": values, "wall": wall, "processor": processor}


def main() -> None:
    """Build the system, then answer until the input ends."""
    # The answers keep the true standard output; prints of a library do not reach it.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(content: dict[str, Any]) -> None:
        print(json.dumps(content), file=answers, flush=True)

    import cases

    module, name, mode, folder = sys.argv[1:5]
    start = time.perf_counter()
    system = importlib.import_module(module)
    imported = time.perf_counter()
    case = cases.case_from(name, Path(folder))
    function = system.function_from(case, Path(folder), mode)
    built = time.perf_counter()
    at_truth = float(function(case.truth))
    first = time.perf_counter()
    answer(
        {
            "versions": {"python": platform.python_version(), **system.versions()},
            "import": imported - start,
            "build": built - imported,
            "first": first - built,
            "truth": at_truth,
        }
    )
    for line in sys.stdin:
        request = json.loads(line)
        result = timed(function, np.array(request["vectors"]))
        answer({**result, "memory": peak_memory()})


if __name__ == "__main__":
    main()
