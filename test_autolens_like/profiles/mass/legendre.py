"""Sums of Legendre polynomials P_n(2y - 1) in closed form, with mpmath."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath


def legendre_sums(phase: complex) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    """Σ ηⁿ P_n for n ≥ 0 and Σ ηⁿ (P_{n-1} - P_n) / n for n ≥ 1, |η| < 1.

    The first is the generating function 1 / R, R² = 1 - 2 η X + η² (DLMF 18.12); the
    second is the integral over η of (1 / R) (1 - 1 / η) + 1 / η.
    """
    eta = mpmath.mpmathify(phase)

    def root(x: Any) -> Any:
        return mpmath.sqrt(1 - 2 * eta * x + eta * eta)

    def bending(y: Any) -> Any:
        return 1 / root(2 * y - 1)

    def potential(y: Any) -> Any:
        x = 2 * y - 1
        r = root(x)
        # Both forms are the same; each is 0 / 0 at one end.
        ratio = (1 + x) / (r - eta + x) if x > 0 else (eta - x + r) / (1 - x)
        return mpmath.log(ratio) + mpmath.log((1 - eta * x + r) / 2)

    return bending, potential


def quad_over_cusp(function: Callable[[Any], Any], shift: Any, start: Any = 0) -> Any:
    """∫ from `start` to 1 of a function that is steep where y + shift is small."""
    low, high = mpmath.log(start + shift), mpmath.log(1 + shift)

    def stretched(u: Any) -> Any:
        place = mpmath.exp(u)
        return function(place - shift) * place

    return mpmath.quad(stretched, mpmath.linspace(low, high, 4))
