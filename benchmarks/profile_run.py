"""Deflection angles of every mass profile, all systems taking turns."""

from __future__ import annotations

import contextlib
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import profile_table
import profiles
import table
from system import System

MODULES = OURS, AUTOLENS, LENSTRONOMY = (
    "own_autolens_like",
    "peer_autolens",
    "peer_lenstronomy",
)
#: Who needs longer than this for the large grid [s] is timed on the small one; who
#: would need longer than the second is not even tried.
LONG, HOPELESS = 0.4, 20.0
JAX_MODES = ("jax", "gradient")
#: What is left out, because a single point takes 0.4 seconds.
LEFT_OUT = {
    (AUTOLENS, "KaplinghatCoredNFWSph"),
    (AUTOLENS, "KaplinghatCoredNFWMCRLudlowSph"),
}


@dataclass
class Timing:
    """What a system takes for a profile.

    Parameters
    ----------
    wall
        Seconds of every call, for the points of the large grid.
    is_small
        Whether that is extrapolated from the small grid.
    check
        Deflections at the points of comparison, None where they are not comparable.
    """

    wall: list[float] = field(default_factory=list)
    is_small: bool = False
    check: np.ndarray | None = None

    @property
    def seconds(self) -> float:
        """Median of a call."""
        return statistics.median(self.wall)

    def beside(self, other: Timing, name: str) -> list[tuple[float, float]]:
        """Pairs of a quantity, its own and another timing's, vector by vector."""
        return list(zip(getattr(self, name), getattr(other, name), strict=True))


@dataclass
class Row:
    """A profile: the timing of every module and JAX mode that has it."""

    name: str
    timings: dict[str, Timing] = field(default_factory=dict)


def _chosen_mode(system: System, name: str, vectors: Sequence[Any]) -> str | None:
    """The grid on which a system is timed, built; None where it lacks the profile."""
    if "missing" in system.build(name, "small"):
        return None
    factor = (profiles.SIDE / profiles.SMALL_SIDE) ** 2
    if factor * min(system.run(vectors[:3])["wall"]) < HOPELESS:
        system.build(name, "numpy")
        if system.run(vectors[:1])["wall"][0] < LONG:
            return "numpy"
        system.build(name, "small")
    return "small"


def _prepared(system: System, mode: str, name: str, vectors: Any) -> Timing | None:
    """The current function of the system made that of the profile."""
    if mode in JAX_MODES:
        system.build(name, mode)
        return Timing()
    answer = system.build(name, "check")
    check = None if "missing" in answer else np.array(answer["truth"])
    chosen = _chosen_mode(system, name, vectors)
    if chosen is None:
        return None
    return Timing(is_small=chosen == "small", check=check)


def _row(name: str, systems: dict[str, System], rounds: int, calls: int) -> Row:
    row = Row(name)
    vectors = profiles.case_from(name).vectors(rounds * calls)
    for mode, system in systems.items():
        if (mode, name) in LEFT_OUT:
            continue
        if mode in JAX_MODES and name in profile_table.WORKS_AS:
            continue
        timing = _prepared(system, mode, name, vectors)
        if timing is not None:
            row.timings[mode] = timing
    factor = (profiles.SIDE / profiles.SMALL_SIDE) ** 2
    for turn in range(rounds):
        for mode, timing in row.timings.items():
            some = vectors[turn * calls : (turn + 1) * calls]
            wall = systems[mode].run(some)["wall"]
            scale = factor if timing.is_small else 1.0
            timing.wall += [scale * seconds for seconds in wall]
    return row


@contextlib.contextmanager
def _systems(pythons: dict[str, str], folder: Path) -> Iterator[dict[str, System]]:
    systems = {
        module: System(module, python, folder, f"profiles {module}")
        for module, python in pythons.items()
    }
    for mode in JAX_MODES:
        systems[mode] = System(OURS, pythons[OURS], folder, f"profiles {mode}")
    try:
        yield systems
    finally:
        for system in systems.values():
            system.close()


def report(
    names: Sequence[str], pythons: dict[str, str], folder: Path, is_quick: bool
) -> str:
    """Measure profiles; their part of the README.

    Parameters
    ----------
    names
        Of `al.mp`.
    pythons
        The interpreter of every module that is there.
    folder
        The data, which profiles do not need.
    is_quick
        2 rounds of 2 calls in place of 4 of 3.
    """
    rounds, calls = (2, 2) if is_quick else (4, 3)
    load_before = table.load()
    with _systems(pythons, folder) as systems:
        rows = []
        for name in names:
            rows.append(_row(name, systems, rounds, calls))
            print("  " + "  ".join(profile_table.line(rows[-1])), flush=True)
        versions = [
            (module, systems[module].build(names[0], "check")["versions"])
            for module in pythons
        ]
    extent = f"{rounds} rounds of {calls} calls"
    return "\n\n".join(
        [table.machine(versions, extent, load_before), profile_table.text(rows)]
    )
