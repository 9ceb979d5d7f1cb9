"""One system in a process of its own, driven by lines of JSON.

    python worker.py MODULE FOLDER

answers the line {"case": ..., "mode": ...} on its standard input when it has built that
function and called it once, and each line {"vectors": [...]} with the values, the
seconds of wall clock and of processor of every call. Whatever the system prints goes to
the standard error.
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

import cases
import numpy as np
import profiles


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


def device_memory() -> float:
    """Most memory of the device that JAX has held [MiB]; 0 where it does not say."""
    jax = sys.modules.get("jax")
    stats = jax.local_devices()[0].memory_stats() if jax else None
    return stats["peak_bytes_in_use"] / 1024.0**2 if stats else 0.0


def timed(function: Any, vectors: np.ndarray) -> dict[str, list[Any]]:
    """Values and seconds of one call a vector."""
    values, wall, processor = [], [], []
    for vector in vectors:
        start, start_processor = time.perf_counter(), time.process_time()
        value = function(vector)
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - start_processor)
        values.append(np.asarray(value).tolist())
    return {"values": values, "wall": wall, "processor": processor}


def case_from(name: str, folder: Path) -> cases.Case:
    """The case of a name: a mass profile or a whole likelihood."""
    if name in profiles.TRUTH:
        return profiles.case_from(name)
    return cases.case_from(name, folder)


def built(system: Any, request: dict[str, str], folder: Path) -> tuple[Any, Any]:
    """The function that is asked for (None where there is none), and what it took."""
    case = case_from(request["case"], folder)
    start = time.perf_counter()
    try:
        function = system.function_from(case, folder, request["mode"])
    except NotImplementedError as error:
        return None, {"missing": str(error)}
    ready = time.perf_counter()
    at_truth = np.asarray(function(case.truth)).tolist()
    first = time.perf_counter() - ready
    return function, {"build": ready - start, "first": first, "truth": at_truth}


def main() -> None:
    """Import the system, then answer until the input ends."""
    # The answers keep the true standard output; prints of a library do not reach it.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(content: dict[str, Any]) -> None:
        print(json.dumps(content), file=answers, flush=True)

    system = importlib.import_module(sys.argv[1])
    versions = {"python": platform.python_version(), **system.versions()}
    function = None
    for line in sys.stdin:
        request = json.loads(line)
        if "vectors" in request:
            result = timed(function, np.array(request["vectors"]))
            memory = {"memory": peak_memory(), "device": device_memory()}
            answer({**result, **memory})
        else:
            function, content = built(system, request, Path(sys.argv[2]))
            answer({**content, "versions": versions})


if __name__ == "__main__":
    main()
