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
#: Who needs longer than this for all points [s] is timed on the small grid.
LONG = 1.0
#: Seconds that the rounds of a profile may take, equally shared by the systems.
SECONDS = 3.0
POINTS = profiles.SIDE**2
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
    points
        Points of the grid.
    fixed
        What a call takes beside its points [s], as far as it is known.
    cost
        Seconds of a call, as first seen.
    vectors, wall
        The number of the vector of every call, and the seconds that it takes, or would
        take, for the large grid.
    check
        Deflections at the points of comparison, None where they are not comparable.
    """

    points: int = POINTS
    fixed: float = 0.0
    cost: float = 0.0
    vectors: list[int] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    check: np.ndarray | None = None

    @property
    def is_small(self) -> bool:
        """Whether the time is extrapolated from fewer points."""
        return self.points < POINTS

    def on_all(self, seconds: float) -> float:
        """What a call on `points` of them would take for all points."""
        fixed = min(self.fixed, seconds)
        return fixed + (seconds - fixed) * POINTS / self.points

    @property
    def seconds(self) -> float:
        """Median of a call."""
        return statistics.median(self.wall)

    def beside(self, other: Timing, name: str) -> list[tuple[float, float]]:
        """Pairs of a quantity, its own and another's, for all vectors in common."""
        theirs = dict(zip(other.vectors, getattr(other, name), strict=True))
        own = zip(self.vectors, getattr(self, name), strict=True)
        return [(value, theirs[vector]) for vector, value in own if vector in theirs]

    def numbers(self, turn: int, rounds: int, calls: int, share: float) -> range:
        """The numbers of a round's vectors, so few that `share` [s] does for all."""
        number = min(calls, int(share / (rounds * self.cost)))
        if number == 0 and (turn == 0 or (turn + 1) * self.cost < share):
            number = 1
        return range(turn * calls, turn * calls + number)


@dataclass
class Row:
    """A profile: the timing of every module and JAX mode that has it."""

    name: str
    timings: dict[str, Timing] = field(default_factory=dict)


def _timing(
    system: System, mode: str, name: str, vectors: Sequence[Any]
) -> Timing | None:
    """The current function of the system made that of the profile; None without one."""

    def cost() -> float:
        return system.run(vectors[:1])["wall"][0]

    if mode in JAX_MODES:
        system.build(name, mode)
        return Timing(cost=cost())
    answer = system.build(name, "check")
    check = None if "missing" in answer else np.array(answer["truth"])
    # From few points to many, so that nothing is begun that would not end.
    fixed = 0.0 if check is None else cost()
    if "missing" in system.build(name, "small"):
        return None
    points = profiles.SMALL_SIDE**2
    timing = Timing(points, fixed, cost(), check=check)
    if timing.on_all(timing.cost) < LONG:
        system.build(name, "numpy")
        timing = Timing(cost=cost(), check=check)
    return timing


def _row(name: str, systems: dict[str, System], rounds: int, calls: int) -> Row:
    row = Row(name)
    vectors = profiles.case_from(name).vectors(rounds * calls)
    for mode, system in systems.items():
        if (mode, name) in LEFT_OUT:
            continue
        if mode in JAX_MODES and name in profile_table.WORKS_AS:
            continue
        timing = _timing(system, mode, name, vectors)
        if timing is not None:
            row.timings[mode] = timing
    share = SECONDS / len(row.timings)
    for turn in range(rounds):
        for mode, timing in row.timings.items():
            numbers = timing.numbers(turn, rounds, calls, share)
            wall = systems[mode].run(vectors[list(numbers)])["wall"]
            timing.vectors += numbers
            timing.wall += map(timing.on_all, wall)
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
