"""Radial functions of halos that are mixtures, κ = Σ_j w_j / (b_j² + R²)^(3/2).

Oguri 2021 (PASP 133, 074504) fits such sums; here the weights are exact. A density ρ(r)
that is analytic in r for Re r > 0 is a superposition of the spheres (r² + b²)^(-2),
whose projection is π/2 (R² + b²)^(-3/2): with G(b) = (2/π) Im ∫₀^{ib} ρ(r) r dr, from
Cauchy's theorem and one integration by parts,

    κ(R) = π ∫ b² G(b) (R² + b²)^(-3/2) d ln b.

The integrand is analytic in ln b to a distance π/2 of the real axis, so the sum over
`LATTICE`, equidistant in ln b with step h, errs by some exp(-π² / h). The part of the
integral beyond either end of the lattice acts through its mass or its central
density, and is a geometric series laid on the last node.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autolens_like.numerics.namespace import array_namespace
from autolens_like.profiles.mass.homoeoidal import HaloFormula

#: Step in ln b; 0.4 keeps the error of κ below 3e-8 for inner slopes from 0 to 2.
STEP = 0.4
#: The radii b of the nodes over the scale radius, from 1e-16 to 1.2e5: the smallest are
#: far below the first radius of the table, where κ must still be a power law.
LATTICE = 1e-9 * np.exp(STEP * np.arange(-40, 82))


def lattice_weights(mixture: Any, inner_power: Any) -> Any:
    """(J,) w_j for κ_s = 1 from π b² G(b) on `LATTICE`.

    Parameters
    ----------
    mixture
        (J,) π b² G(b).
    inner_power
        p > 0 where w / b ∝ b^p at small b: 3 less the inner slope of the density.
    """
    xp = array_namespace(mixture, inner_power)
    first = 1.0 / (1.0 - xp.exp(-STEP * inner_power))
    # A halo of finite w / b² at large b: its sheets fall off like b^-2.
    last = 1.0 / (1.0 - math.exp(-2.0 * STEP))
    ends = xp.concatenate(
        [
            xp.reshape(xp.asarray(first, dtype=float), (1,)),
            xp.ones(LATTICE.size - 2),
            xp.asarray([last]),
        ]
    )
    return STEP * mixture * ends


def mixed_density(ratio_squared: Any, weights: Any) -> Any:
    """Σ w / (b² + R²)^(3/2) over `LATTICE`, R² of any shape in units of r_s²."""
    xp = array_namespace(ratio_squared)
    core = ratio_squared[..., None] + LATTICE**2
    return (1.0 / (core * xp.sqrt(core))) @ weights


class MixedHalo(HaloFormula):
    """A halo whose `_radial` is a mixture.

    Where 1e-5 ≤ R / r_s ≤ 1e3, convergence and deflections differ from those of the
    density by less than 1e-7 of themselves. The mixture is asked for at the radii of
    the table of `homoeoids` alone: κ, too, is read from it.
    """

    def _convergence(self, y: Any, x: Any) -> Any:
        return self._field(y, x, "convergence", 1)[0]
