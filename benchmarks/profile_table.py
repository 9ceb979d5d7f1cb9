"""The table of the mass profiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import table

#: Goals: how many times faster than autolens, and what a gradient may cost in values.
THREEFOLD = ("PowerLaw", "NFW", "Sersic", "dPIEMass", "dPIEMassB0")
GRADIENT = 3.0

#: Profiles that convert their parameters and leave the work to another class; they are
#: timed with numpy, and their JAX functions are those of that class.
WORKS_AS = {
    "NFWMCRDuffySph": "NFWSph",
    "NFWMCRLudlow": "NFW",
    "NFWMCRLudlowSph": "NFWSph",
    "NFWMCRScatterLudlow": "NFW",
    "NFWMCRScatterLudlowSph": "NFWSph",
    "NFWVirialMassConcSph": "NFWSph",
    "NFWTruncatedMCRDuffySph": "NFWTruncatedSph",
    "NFWTruncatedMCRLudlowSph": "NFWTruncatedSph",
    "NFWTruncatedMCRScatterLudlowSph": "NFWTruncatedSph",
    "gNFWMCRLudlow": "gNFW",
    "gNFWVirialMassConcSph": "gNFWSph",
    "gNFWVirialMassgNFWConcSph": "gNFWSph",
    "cNFWMCRLudlow": "cNFW",
    "cNFWMCRLudlowSph": "cNFWSph",
    "cNFWMCRScatterLudlow": "cNFW",
    "cNFWMCRScatterLudlowSph": "cNFWSph",
    "KaplinghatCoredNFWMCRLudlowSph": "KaplinghatCoredNFWSph",
    "YangSIDMMCRLudlowSph": "YangSIDMSph",
    "PowerLawIntermediateSph": "PowerLawSph",
}
PEERS = ("peer_autolens", "peer_lenstronomy")
HEADER = ("profile", "ms", "spread", "autolens ms", "lenstronomy ms", "times faster",
          "goal", "difference", "JAX ms", "gradient / value")  # fmt: skip


def _milliseconds(timing: Any) -> str:
    if timing is None:
        return ""
    return f"{'~' if timing.is_small else ''}{1e3 * timing.seconds:.3g}"


def _verdict(is_met: bool) -> str:
    return "met" if is_met else "**missed**"


def _difference(own: Any, other: Any) -> str:
    """Largest difference of a deflection, relative to its length."""
    if other is None or other.check is None:
        return "-"
    first, second = own.check.reshape(-1, 2), other.check.reshape(-1, 2)
    length = np.linalg.norm(first, axis=1)
    return f"{np.max(np.linalg.norm(second - first, axis=1) / length):.0e}"


def _goal(row: Any, ratios: dict[str, float]) -> str:
    if not ratios:
        return ""
    words = [f"1: {_verdict(min(ratios.values()) >= 1.0)}"]
    if row.name in THREEFOLD and "peer_autolens" in ratios:
        words.append(f"3: {_verdict(ratios['peer_autolens'] >= 3.0)}")
    return ", ".join(words)


def _gradient(row: Any) -> str:
    if "gradient" not in row.timings:
        return f"as {WORKS_AS[row.name]}" if row.name in WORKS_AS else ""
    ratio = table.ratio_of(row.timings["jax"], row.timings["gradient"])
    return f"{ratio:.1f} ({_verdict(ratio <= GRADIENT)})"


def line(row: Any) -> tuple[str, ...]:
    """The cells of a profile."""
    own = row.timings["own_autolens_like"]
    peers = [row.timings.get(module) for module in PEERS]
    ratios = {
        module: table.ratio_of(own, peer)
        for module, peer in zip(PEERS, peers, strict=True)
        if peer is not None
    }
    return (
        row.name,
        f"{1e3 * own.seconds:.3g}",
        table.spread(own.wall),
        *map(_milliseconds, peers),
        " / ".join(f"{ratios[m]:.3g}" if m in ratios else "-" for m in PEERS),
        _goal(row, ratios),
        " / ".join(_difference(own, peer) for peer in peers),
        _milliseconds(row.timings.get("jax")),
        _gradient(row),
    )


def text(rows: Sequence[Any]) -> str:
    """The table, and what it says in short."""
    lines = [line(row) for row in rows]
    missed = [cells[0] for cells in lines if any("missed" in c for c in cells)]
    last = (
        f"A goal is missed by {', '.join(missed)}." if missed else "All goals are met."
    )
    return f"{table.grid(HEADER, lines)}\n\n{last}"
