"""A worker process and the line of talk with it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

HERE = Path(__file__).resolve().parent


class System:
    """One system in a process of its own, see `worker`.

    Parameters
    ----------
    module
        File of this folder that builds its functions.
    python
        Interpreter that runs it.
    folder
        The data.
    name
        What it is called in messages and by its log.
    variables
        Environment variables of its process.
    """

    def __init__(
        self,
        module: str,
        python: str,
        folder: Path,
        name: str,
        variables: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.name = name
        logs = HERE / ".logs"
        logs.mkdir(exist_ok=True)
        self.log = (logs / name.replace(" ", "-").replace(",", "")).open("w")
        self.process = subprocess.Popen(
            [python, str(HERE / "worker.py"), module, str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True,
            env={**os.environ, **dict(variables)},
        )  # fmt: skip

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        print(json.dumps(request), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            self.log.flush()
            tail = Path(self.log.name).read_text().strip().splitlines()[-12:]
            raise SystemExit(f"'{self.name}' stopped:\n" + "\n".join(tail))
        return json.loads(line)

    def build(self, case: str, mode: str) -> dict[str, Any]:
        """Make a function the current one; what its first call took and gave.

        The answer has the key "missing" where the system has no such function.
        """
        return self._answer({"case": case, "mode": mode})

    def run(self, vectors: ArrayLike) -> dict[str, Any]:
        """Values and seconds of the current function, a vector or a batch a call."""
        return self._answer({"vectors": np.asarray(vectors, dtype=float).tolist()})

    def close(self) -> None:
        """End the process."""
        self.process.stdin.close()
        self.process.wait()
        self.log.close()
