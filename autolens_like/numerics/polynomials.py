"""Orthogonal polynomials by their recurrences, on numpy and JAX arrays."""

from __future__ import annotations

import math
from typing import Any


def hermite_functions(order: int, x: Any) -> Any:
    """H_n(x) / √(2^n n! √π): orthonormal under the weight exp(-x²).

    DLMF 18.9.1 with the coefficients of table 18.9.1, divided by the norms of table
    18.3.1, so that nothing overflows with the order.
    """
    before, now = 0.0 * x, 0.0 * x + math.pi**-0.25
    for n in range(order):
        following = math.sqrt(2.0 / (n + 1)) * x * now - math.sqrt(n / (n + 1)) * before
        before, now = now, following
    return now


def laguerre(degree: int, exponent: float, x: Any) -> Any:
    """L_n^(a)(x), DLMF 18.9.1 with the coefficients of table 18.9.1."""
    before, now = 0.0 * x, 0.0 * x + 1.0
    for n in range(degree):
        following = ((2 * n + 1 + exponent - x) * now - (n + exponent) * before) / (
            n + 1
        )
        before, now = now, following
    return now


def harmonic(order: int, y: Any, x: Any) -> Any:
    """Re z^|m| for m <= 0 and -Im z^m for m > 0, z = x + iy, without any angle."""
    real, imaginary = 0.0 * x + 1.0, 0.0 * y
    for _ in range(abs(order)):
        real, imaginary = real * x - imaginary * y, real * y + imaginary * x
    return -imaginary if order > 0 else real
