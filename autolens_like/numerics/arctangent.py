"""Elementary functions divided by their argument, exact where both are zero."""

from __future__ import annotations

from typing import Any

from autolens_like.numerics.namespace import array_namespace
from autolens_like.numerics.special import gauss_rule

#: Steps that halve the arctangent, and nodes of the sum behind them.
HALVINGS, HALVED_NODES = 3, 7
#: Nearer than this to the cut's end at w = -1 a root is held off zero. An ellipse comes
#: as near as that at f = 0.999998, and the softened centre of a profile may.
CUT = 1e-12
#: |u| below which the ratios are power series; six terms leave 1e-17.
_SMALL = 3e-3


def arctangent_ratio(square: Any, value: Any) -> Any:
    """arctan(√square · value) / √square, complex, whatever the sign of the root.

    With w = square · value² it is value · g(w), g(w) = arctan(√w) / √w, and
    arctan s = 2 arctan(s / (1 + √(1 + s²))) is g(w) = p g(1 - p) with
    p = 2 / (1 + √(1 + w)). A step takes w = -4 f / (1 + f)² to -f; three of them take
    it for f = 0.97 to -0.30 and infinity to 0.04. There g is a Stieltjes function's
    rational sum, whose error is below 3e-14 (bound in the head of `special`). No
    logarithm is taken, and w = 0 is no exception.

    Parameters
    ----------
    square, value
        Complex, of shapes that go together; square · value² off the cut below -1.
    """
    xp = array_namespace(square, value)
    w = square * value * value
    for _ in range(HALVINGS):
        shifted = 1.0 + w.real
        squared = xp.maximum(shifted * shifted + w.imag * w.imag, CUT**2)
        root_real = xp.sqrt(xp.maximum(0.5 * (xp.sqrt(squared) + shifted), CUT))
        root_imag = 0.5 * w.imag / root_real
        scale = 2.0 / ((1.0 + root_real) ** 2 + root_imag * root_imag)
        step = scale * (1.0 + root_real) - 1j * (scale * root_imag)
        value, w = value * step, 1.0 - step
    return value * _sum(w)


def arctangent_slopes(square: Any, value: Any, ratio: Any) -> tuple[Any, Any]:
    """The derivatives of `arctangent_ratio` by `square` and by `value`.

    They are ½ (value / (1 + w) - ratio) / square, near w = square · value² = 0 a series
    with an error of 1e-15, and 1 / (1 + w).

    Parameters
    ----------
    square, value
        As `arctangent_ratio`.
    ratio
        What it gives.
    """
    xp = array_namespace(square, value, ratio)
    w = square * value * value
    shifted = 1.0 + w
    size = xp.maximum(shifted.real**2 + shifted.imag**2, CUT**2)
    by_value = xp.conj(shifted) / size
    near = w.real**2 + w.imag**2 < 1e-4
    series = 0.0 * w
    # g'(w) with g(w) = arctan(√w) / √w.
    for k in (7, 6, 5, 4, 3, 2, 1):
        series = (-1) ** k * k / (2.0 * k + 1.0) + w * series
    # A number, so that what is not chosen is finite.
    safe = xp.where(square == 0.0, 1.0, square)
    far = (value * by_value - ratio) / (2.0 * safe)
    return xp.where(near, value**3 * series, far), by_value


def _sum(w: Any) -> Any:
    """Σ m / (1 + x w)."""
    squared = w.real * w.real + w.imag * w.imag
    total = moment = 0.0
    for x, m in zip(*(a.tolist() for a in gauss_rule(1.0, HALVED_NODES)), strict=True):
        pole = m / (1.0 + x * (2.0 * w.real + x * squared))
        total, moment = total + pole, moment + x * pole
    return total + w.real * moment - 1j * (w.imag * moment)


def exponential_ratio(u: Any) -> Any:
    """(e^u - 1) / u for real u, 1 at u = 0."""
    xp = array_namespace(u)
    small = xp.abs(u) < _SMALL
    safe = xp.where(small, 1.0, u)
    series = 1.0 + u / 2 * (1.0 + u / 3 * (1.0 + u / 4 * (1.0 + u / 5 * (1 + u / 6))))
    return xp.where(small, series, xp.expm1(safe) / safe)


def exponential_second_ratio(u: Any) -> Any:
    """(e^u - 1 - u) / u² for real u, ½ at u = 0."""
    xp = array_namespace(u)
    # The subtraction loses digits already at a larger |u| than the division.
    small = xp.abs(u) < 0.3
    safe = xp.where(small, 1.0, u)
    near = xp.where(small, u, 0.0)
    series = 1.0 + 0.0 * near
    for k in range(14, 2, -1):
        series = 1.0 + near / k * series
    return xp.where(small, 0.5 * series, (xp.expm1(safe) - safe) / (safe * safe))


def logarithm_ratio(u: Any) -> Any:
    """ln(1 + u) / u for real u > -1, 1 at u = 0."""
    xp = array_namespace(u)
    small = xp.abs(u) < _SMALL
    safe = xp.where(small, 1.0, u)
    series = 1.0 / 7.0
    for k in (6, 5, 4, 3, 2, 1):
        series = 1.0 / k - u * series
    return xp.where(small, series, xp.log1p(safe) / safe)
