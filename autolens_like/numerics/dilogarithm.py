"""The dilogarithm Li₂(z) = -∫₀ᶻ ln(1 - t) / t dt of complex numbers.

Inversion and reflection (Zagier 2007, "The dilogarithm function", section I.2) bring z
into |z| ≤ 1, Re z ≤ 1/2; there the series in u = -ln(1 - z) with Bernoulli numbers,
Σ B_k u^(k+1) / (k+1)!, converges like (|u| / 2π)^k with |u| ≤ π/3.
"""

from __future__ import annotations

import math
from typing import Any

from autolens_like.numerics.namespace import array_namespace

#: B_2k / (2k+1)!, k = 1...11: the next term is below 2e-18.
_COEFFICIENTS = tuple(
    bernoulli / math.factorial(2 * k + 1)
    for k, bernoulli in enumerate(
        (
            1 / 6,
            -1 / 30,
            1 / 42,
            -1 / 30,
            5 / 66,
            -691 / 2730,
            7 / 6,
            -3617 / 510,
            43867 / 798,
            -174611 / 330,
            854513 / 138,
        ),
        start=1,
    )
)
_SIXTH = math.pi**2 / 6.0


def log1p_ratio(z: Any) -> Any:
    """-ln(1 - z) / z of complex numbers off the cut, 1 at zero: the slope of Li₂."""
    xp = array_namespace(z)
    near = xp.abs(z) < 0.02
    safe = xp.where(near, 0.5, z)
    small = xp.where(near, z, 0.0)
    series = 0.0 * small
    for k in range(10, 0, -1):
        series = 1.0 / k + small * series
    return xp.where(near, series, -xp.log(1.0 - safe) / safe)


def dilogarithm(z: Any) -> Any:
    """Li₂ of complex numbers, the principal branch (cut along the reals above 1).

    Parameters
    ----------
    z
        Complex, of any shape.

    Returns
    -------
    complex
        To 1e-15 absolute where |z| ≤ 1, else relative.
    """
    xp = array_namespace(z)
    z = xp.asarray(z, dtype=complex)
    outside = xp.abs(z) > 1.0
    inner = xp.where(outside, 1.0 / xp.where(outside, z, 1.0), z)
    right = xp.real(inner) > 0.5
    reduced = xp.where(right, 1.0 - inner, inner)
    value = _series(reduced)
    # At z = 1 the product of logarithms is zero.
    off = xp.where(right & (inner != 1.0), inner, 0.5)
    product = xp.where(inner == 1.0, 0.0, xp.log(off) * xp.log(1.0 - off))
    value = xp.where(right, _SIXTH - product - value, value)
    log = xp.log(-xp.where(outside, z, -1.0))
    return xp.where(outside, -value - _SIXTH - 0.5 * log * log, value)


def _series(z: Any) -> Any:
    """Σ B_k u^(k+1) / (k+1)! with u = -ln(1 - z); B_1 = -1/2."""
    u = z * log1p_ratio(z)
    square = u * u
    total = 0.0 * square
    for coefficient in reversed(_COEFFICIENTS):
        total = square * (coefficient + total)
    return u * (1.0 + total) - 0.25 * square
