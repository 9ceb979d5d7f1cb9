"""Orthogonal polynomials by their recurrences, on numpy and JAX arrays.

The recurrences are those of the polynomials with leading coefficient one, which need
the fewest operations (DLMF 18.9.1 with the coefficients of table 18.9.1); the norms of
table 18.3.1 come in at the end as one number. Degree 0 may be a number.
"""

from __future__ import annotations

import math
from typing import Any


def hermite_functions(order: int, x: Any) -> Any:
    """H_n(x) / √(2^n n! √π): orthonormal under the weight exp(-x²)."""
    value = 1.0
    if order > 0:
        before, value = 1.0, x
        for n in range(1, order):
            before, value = value, x * value - (0.5 * n) * before
    # Of H_n = 2^n x^n + ...; logarithms, because factorials outgrow a float.
    logarithm = 0.5 * (order * math.log(2.0) - math.lgamma(order + 1))
    return (math.exp(logarithm) * math.pi**-0.25) * value


def laguerre(degree: int, exponent: float, x: Any) -> Any:
    """L_n^(a)(x)."""
    value = 1.0
    if degree > 0:
        before, value = 1.0, x - (1.0 + exponent)
        for n in range(1, degree):
            following = (x - (2 * n + 1 + exponent)) * value
            before, value = value, following - (n * (n + exponent)) * before
    return ((-1) ** degree / math.factorial(degree)) * value


def harmonic(order: int, y: Any, x: Any) -> Any:
    """Re z^|m| for m <= 0 and -Im z^m for m > 0, z = x + iy, without any angle."""
    if order == 0:
        return 1.0
    real, imaginary = x, y
    for _ in range(abs(order) - 2):
        real, imaginary = real * x - imaginary * y, real * y + imaginary * x
    if abs(order) == 1:
        return -imaginary if order > 0 else real
    return -(real * y + imaginary * x) if order > 0 else real * x - imaginary * y
