"""autolens_like beside its peers: one run, one table.

    python benchmarks/run.py                 # peers from AUTOLENS_PYTHON
    python benchmarks/run.py --install       # makes an environment for the peers
    python benchmarks/run.py --quick         # a look, not a result
    python benchmarks/run.py --profiles      # only the mass profiles
    python benchmarks/run.py --searches      # only whole fits

Every system runs in a process of its own. The systems take turns, round after round,
and all get the same list of parameter vectors, so that a machine that becomes slower
becomes slower for everybody, and nobody meets the same parameters twice.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import cases  # noqa: E402
import profile_run  # noqa: E402
import profiles  # noqa: E402
import search_run  # noqa: E402
import table  # noqa: E402
from system import System  # noqa: E402

ENVIRONMENT = HERE / ".peers"
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True)
class Entry:
    """One row of the table.

    Parameters
    ----------
    title
        Its name in the table.
    module
        File of this folder that builds it.
    case, mode
        What it builds.
    rival
        Title of the row that it is compared with, and by which factor it must win.
    variables
        Environment variables of its process.
    also
        Titles of further rows that it is compared with, and the factors.
    calls
        At most so many calls a round, for what takes seconds; 0 for no limit.
    """

    title: str
    module: str
    case: str
    mode: str
    rival: str = ""
    factor: float = 0.0
    variables: tuple[tuple[str, str], ...] = ()
    also: tuple[tuple[str, float], ...] = ()
    calls: int = 0

    @property
    def rivals(self) -> tuple[tuple[str, float], ...]:
        """All rows that it is compared with, and the factors."""
        return (((self.rival, self.factor),) if self.rival else ()) + self.also


# A single BLAS thread is the faster setting of autolens for Gaussians (204 ms beside
# 245 ms with two), so it gets that.
ONE_THREAD = (("OMP_NUM_THREADS", "1"), ("OPENBLAS_NUM_THREADS", "1"))
#: How many times faster than autolens a pixelized source must be.
PIXELIZED_FACTORS = (("rectangular", 4.0), ("delaunay", 4.0),
                     ("rectangular_gaussians", 5.0))  # fmt: skip
OURS, AUTOLENS, LENSTRONOMY = profile_run.MODULES
ENTRIES = (
    Entry("autolens_like", OURS, "parametric", "numpy", "autolens", 4.0),
    Entry("autolens_like, JAX", OURS, "parametric", "jax", "autolens, JAX", 1.5),
    Entry("autolens_like, JAX, value and gradient", OURS, "parametric", "gradient",
          "autolens, JAX, value and gradient", 2.0),
    Entry("autolens", AUTOLENS, "parametric", "numpy"),
    Entry("autolens, JAX", AUTOLENS, "parametric", "jax"),
    Entry("autolens, JAX, value and gradient", AUTOLENS, "parametric", "gradient"),
    Entry("lenstronomy", LENSTRONOMY, "parametric", "numpy"),
    Entry("autolens_like", OURS, "gaussians", "numpy", "autolens", 4.0),
    Entry("autolens_like, JAX", OURS, "gaussians", "jax", "autolens, JAX"),
    Entry("autolens", AUTOLENS, "gaussians", "numpy", variables=ONE_THREAD),
    Entry("autolens, JAX", AUTOLENS, "gaussians", "jax"),
    *(
        entry
        for case, factor in PIXELIZED_FACTORS
        for entry in (
            Entry("autolens_like", OURS, case, "numpy", "autolens", factor,
                  also=(("autolens, JAX", 20.0),)),
            Entry("autolens", AUTOLENS, case, "numpy", variables=ONE_THREAD),
            Entry("autolens, JAX", AUTOLENS, case, "jax", calls=1),
        )
        # A Delaunay mesh with this regularization is beyond its JAX path.
        if (case, entry.mode) != ("delaunay", "jax")
    ),
    *(
        entry
        for case in ("rectangular_adaptive", "delaunay_split")
        for entry in (
            Entry("autolens_like", OURS, case, "numpy", "autolens", 4.0,
                  also=(("autolens, JAX", 20.0),)),
            Entry("autolens", AUTOLENS, case, "numpy", variables=ONE_THREAD),
            Entry("autolens, JAX", AUTOLENS, case, "jax", calls=1),
        )
    ),
    Entry("autolens_like, 80 x 40", OURS, "rectangular", "doubled",
          "autolens_like", 1 / 3),
    Entry("autolens_like", OURS, "operator", "numpy", "autolens", 3.0, calls=1),
    Entry("autolens", AUTOLENS, "operator", "numpy", calls=1),
    Entry("autolens_like", OURS, "instance", "numpy", "autolens", 10.0),
    Entry("autolens", AUTOLENS, "instance", "numpy"),
)  # fmt: skip


@dataclass
class Measurement:
    """A row, and what has been measured of it."""

    entry: Entry
    start: dict[str, Any]
    vectors: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    memory: float = 0.0

    def add(self, numbers: Sequence[int], result: dict[str, Any]) -> None:
        """Append the calls of a round, made with the vectors of these numbers."""
        self.vectors += numbers
        self.values += result["values"]
        self.wall += result["wall"]
        self.processor += result["processor"]
        self.memory = result["memory"]

    @property
    def seconds(self) -> float:
        """Median wall clock of a call."""
        return statistics.median(self.wall)

    def beside(self, other: Measurement, name: str) -> list[tuple[float, float]]:
        """Pairs of a quantity, its own and another row's, for all vectors in common."""
        theirs = dict(zip(other.vectors, getattr(other, name), strict=True))
        own = zip(self.vectors, getattr(self, name), strict=True)
        return [(value, theirs[vector]) for vector, value in own if vector in theirs]


def measured(
    case: cases.Case, pythons: dict[str, str], folder: Path, rounds: int, calls: int
) -> list[Measurement]:
    """All rows of one case, the systems taking turns."""
    entries = [e for e in ENTRIES if e.case == case.name and pythons.get(e.module)]
    systems, rows = [], []
    for entry in entries:
        print(f"  starting {entry.title} ...", flush=True)
        name = f"{entry.title}, {entry.case}"
        systems.append(
            System(entry.module, pythons[entry.module], folder, name, entry.variables)
        )
        rows.append(Measurement(entry, systems[-1].build(entry.case, entry.mode)))
    vectors = case.vectors(rounds * calls)
    for turn in range(rounds):
        print(f"  round {turn + 1} of {rounds}", flush=True)
        for system, row in zip(systems, rows, strict=True):
            numbers = range(turn * calls, (turn + 1) * calls)[: row.entry.calls or None]
            row.add(numbers, system.run(vectors[list(numbers)]))
    for system in systems:
        system.close()
    return rows


def import_seconds(pythons: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Wall clock of a Python that imports a package and ends, taking turns."""
    commands = {
        "autolens_like": (pythons[OURS], "import autolens_like"),
        "autolens": (pythons.get(AUTOLENS), "import autolens"),
        "numpy alone": (pythons[OURS], "import numpy"),
    }
    taken: dict[str, list[float]] = {n: [] for n, (p, _) in commands.items() if p}
    # Installed packages come with their bytecode; the checkout makes its own once.
    surroundings = {k: v for k, v in os.environ.items() if k != NO_BYTECODE}
    for turn in range(rounds + 1):
        for name in taken:
            python, code = commands[name]
            start = time.perf_counter()
            subprocess.run(
                [python, "-c", code], check=True, cwd=HERE.parent, env=surroundings,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            # The first turn reads the files from the disk.
            if turn:
                taken[name].append(time.perf_counter() - start)
    return taken


def installed() -> str:
    """The Python of the peers' environment, made where it is missing."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.is_file():
        subprocess.run(["python3.12", "-m", "venv", str(ENVIRONMENT)], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "autolens", "lenstronomy",
             "tqdm", "emcee", "schwimmbad"],
            check=True,
        )  # fmt: skip
    return str(python)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--peer-python",
        default=os.environ.get("AUTOLENS_PYTHON"),
        help="Python (3.12 or later) of an environment with autolens and lenstronomy; "
        "by default the environment variable AUTOLENS_PYTHON",
    )
    parser.add_argument(
        "--install", action="store_true",
        help="make that environment in benchmarks/.peers (1.3 GB) and use it",
    )  # fmt: skip
    parser.add_argument("--data", type=Path, default=HERE / "data" / "hst")
    parser.add_argument(
        "--case", choices=[*cases.TITLES, "all"], default="all", help="only one model"
    )
    parser.add_argument(
        "--profiles", nargs="*", choices=[*profiles.TRUTH, []], metavar="NAME",
        help="only the mass profiles: these, or all of them where none is named",
    )  # fmt: skip
    parser.add_argument(
        "--searches", nargs="*", choices=[*search_run.JOBS, []], metavar="NAME",
        help="only whole fits by these searches, or by all of them and a chain of fits",
    )  # fmt: skip
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--calls", type=int, default=7, help="calls in a round")
    parser.add_argument(
        "--quick", action="store_true",
        help="3 rounds of 3 calls, and the README is left as it is",
    )  # fmt: skip
    return parser.parse_args()


def likelihoods(options: argparse.Namespace, pythons: dict[str, str]) -> str:
    """Measure whole likelihoods and the import; their part of the README."""
    rounds, calls = (3, 3) if options.quick else (options.rounds, options.calls)
    load_before = table.load()
    rows = {}
    for name in cases.TITLES if options.case == "all" else [options.case]:
        case = cases.case_from(name, options.data)
        print(case.title)
        rows[case] = measured(case, pythons, options.data, rounds, calls)
    imports = import_seconds(pythons, rounds)
    return table.report(rows, imports, rounds, calls, load_before)


def main() -> None:
    """Measure, print, and write the tables into the README."""
    options = arguments()
    peer = installed() if options.install else options.peer_python
    if peer is None:
        print("No --peer-python, AUTOLENS_PYTHON or --install: only ours is measured.")
    pythons = {OURS: sys.executable, AUTOLENS: peer, LENSTRONOMY: peer}
    pythons = {module: python for module, python in pythons.items() if python}
    writes = peer is not None and not options.quick
    if options.searches is not None:
        text = search_run.report(options.searches or search_run.JOBS, pythons)
        print("\n" + text)
        if writes:
            table.write(HERE / "README.rst", "searches", text)
        return
    if options.profiles is None:
        text = likelihoods(options, pythons)
        print("\n" + text)
        if writes and options.case == "all":
            table.write(HERE / "README.rst", "table", text)
    if options.case == "all":
        names = options.profiles or list(profiles.TRUTH)
        text = profile_run.report(names, pythons, options.data, options.quick)
        print("\n" + text)
        if writes and not options.profiles:
            table.write(HERE / "README.rst", "profiles", text)


if __name__ == "__main__":
    main()
