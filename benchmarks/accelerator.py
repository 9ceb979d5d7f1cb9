"""JAX on whatever device it finds, beside autolens' JAX there and our numpy.

    python benchmarks/accelerator.py                      # ours alone
    python benchmarks/accelerator.py --peer-python PATH   # beside autolens
    python benchmarks/accelerator.py --case gaussians     # a look at one model
    python benchmarks/accelerator.py --write              # into the README

A GPU pays in batches, which is how the searches with gradients and Nautilus call it: so
there is the value of one vector, its value and gradient, and values and gradients of a
batch of vectors at once. Every system has a process of its own, they take turns, and
all get the same vectors. Log likelihoods are compared with those of numpy.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cases
import numpy as np
import table
from compiled import BATCH
from profile_run import MODULES
from system import System

HERE = Path(__file__).resolve().parent
OURS, AUTOLENS, _ = MODULES
CASES = (
    "parametric", "gaussians", "rectangular", "rectangular_adaptive", "delaunay_split",
)  # fmt: skip
MODES = {
    "jax": "value", "gradient": "value and gradient", "batch": f"{BATCH} gradients",
}  # fmt: skip
#: Vectors of a round: a card that idled between the calls of others begins slowly.
CALLS = 5 * BATCH
HEADER = ("system", "ms a vector", "GiB", "log L - numpy's", "faster than our numpy",
          "than autolens")  # fmt: skip
#: Two systems share a device, and neither may take all of its memory at once.
SHARED = (("XLA_PYTHON_CLIENT_PREALLOCATE", "false"),)


class Row:
    """A system's function in a process of its own, and what it took.

    Parameters
    ----------
    module, mode, python
        What is built, and by whom.
    case
        Of what model.
    folder
        The data.
    """

    def __init__(
        self, module: str, mode: str, python: str, case: cases.Case, folder: Path
    ):
        self.module, self.mode = module, mode
        name = f"{module} {case.name} {mode} accelerator"
        self.system = System(module, python, folder, name, SHARED)
        self.case = case
        self.wall: list[float] = []
        self.values: list[float] = []
        self.memory = 0.0
        self.failure = ""

    @property
    def calls_of(self) -> int:
        """Vectors of one call."""
        return BATCH if self.mode == "batch" else 1

    def attempt(self, step: Any, *arguments: Any) -> Any:
        """What a step gives, unless it or an earlier one failed."""
        if self.failure:
            return None
        try:
            return step(*arguments)
        except SystemExit as error:
            self.failure = str(error).strip().splitlines()[-1]
        return None

    def build(self) -> None:
        """Compile, and call it once."""
        self.start = self.attempt(self.system.build, self.case.name, self.mode)

    def run(self, vectors: np.ndarray) -> None:
        """One call of each of the vectors (n, D), or of each batch of them."""
        batches = vectors.reshape(-1, BATCH, vectors.shape[1])
        calls = batches if self.mode == "batch" else vectors
        found = self.attempt(self.system.run, calls)
        if found:
            self.wall += found["wall"]
            self.memory = found["device"] / 1024.0
            self.values += np.ravel(found["values"]).tolist()

    @property
    def seconds(self) -> float:
        """Median wall clock of one vector."""
        return statistics.median(self.wall) / self.calls_of


def rows_of(
    case: cases.Case, pythons: dict[str, str], folder: Path, rounds: int
) -> list[Row]:
    """All rows of one case, measured in turns after all have compiled."""
    rows = [Row(OURS, "numpy", pythons[OURS], case, folder)]
    rows += [
        Row(module, mode, python, case, folder)
        for mode in MODES
        for module, python in pythons.items()
    ]
    with ThreadPoolExecutor(len(rows)) as pool:
        list(pool.map(Row.build, rows))
    for turn in range(rounds):
        vectors = case.vectors((turn + 1) * CALLS)[-CALLS:]
        for row in rows:
            row.run(vectors)
    for row in rows:
        row.system.close()
    return rows


def line_of(row: Row, rows: list[Row]) -> tuple[str, ...]:
    """A line: milliseconds, memory, difference of log likelihood, and ratios."""
    reference = rows[0]
    title = {OURS: "autolens_like", AUTOLENS: "autolens"}[row.module]
    title += f", {MODES.get(row.mode, 'numpy')}"
    if row.failure:
        return title, "-", "-", "-", "-", row.failure[:60]
    off = ""
    if row is not reference:
        off = f"{np.abs(np.subtract(row.values, reference.values)).max():.0e}"
    peer = [r for r in rows if r.mode == row.mode and r.module != row.module]
    ratio = ""
    if row.module == OURS and peer and not peer[0].failure:
        ratio = f"{peer[0].seconds / row.seconds:.1f}"
    own = f"{reference.seconds / row.seconds:.1f}"
    memory = f"{row.memory:.2g}" if row.memory else ""
    return title, f"{1e3 * row.seconds:.2f}", memory, off, own, ratio


def versions(pythons: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    """The device that JAX takes by default and its version, of every system."""
    code = "import jax; print(jax.devices()[0].device_kind, jax.__version__, sep=';')"
    found = []
    for module, python in pythons.items():
        ran = subprocess.run([python, "-c", code], capture_output=True, text=True)
        if ran.returncode:
            raise SystemExit(f"{python} has no JAX that runs:\n{ran.stderr}")
        kind, version = ran.stdout.strip().split(";")
        found.append((module, {"jax": version, "on": kind}))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--case", nargs="*", choices=CASES, default=CASES)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="into the README")
    parser.add_argument("--peer-python", help="interpreter with autolens and JAX")
    parser.add_argument("--data", type=Path, default=HERE / "data" / "hst")
    chosen = parser.parse_args()
    pythons = {OURS: sys.executable}
    if chosen.peer_python:
        pythons[AUTOLENS] = chosen.peer_python
    text = [table.machine(versions(pythons), f"{chosen.rounds} rounds", table.load())]
    print(text[0], flush=True)
    for name in chosen.case:
        case = cases.case_from(name, chosen.data)
        rows = rows_of(case, pythons, chosen.data, chosen.rounds)
        lines = [line_of(row, rows) for row in rows]
        text += [f"{case.title}:", table.grid(HEADER, lines)]
        print("", *text[-2:], sep="\n\n", flush=True)
    if chosen.write:
        table.write(HERE / "README.rst", "accelerator", "\n\n".join(text))


if __name__ == "__main__":
    main()
