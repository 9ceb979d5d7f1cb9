"""Convergence and deflection of a round density by quadrature with 25 digits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath


def exact(density: Callable[[Any], Any], x: float) -> tuple[float, float]:
    """κ and α at radius x for κ_s = r_s = 1, from ρ / ρ_s of r / r_s."""
    with mpmath.workdps(25):
        x = mpmath.mpf(x)
        bounds = [0, 1, 3, 8, 15, 30, 50]

        def column(t):
            return density(x * mpmath.cosh(t)) * x * mpmath.cosh(t)

        def outer(t):
            # r² ρ (1 - √(1 - x²/r²)) dr with r = x cosh t.
            r = x * mpmath.cosh(t)
            lost = 1 - mpmath.tanh(t)
            return r * r * density(r) * lost * x * mpmath.sinh(t)

        inner = mpmath.quad(lambda r: r * r * density(r), [0, x / 100, x])
        convergence = 2 * mpmath.quad(column, bounds)
        mass = 4 * (inner + mpmath.quad(outer, bounds))
        return float(convergence), float(mass / x)
