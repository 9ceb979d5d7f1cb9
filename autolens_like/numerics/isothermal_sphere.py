"""The isothermal sphere: h'' + 2 h' / s = -exp(h), h(0) = h'(0) = 0.

ρ = ρ_0 exp(h(r / r_0)) is the self-gravitating gas of one temperature with a core
(Binney & Tremaine 2008, section 4.3.3, h = -ψ, r_0² = σ² / (4 π G ρ_0)). Its mass is
4 π ρ_0 r_0³ (-s² h').
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from autolens_like.numerics.namespace import array_namespace

#: Knots in s; between them a polynomial of degree five (Hermite) is good to 1e-12.
_STEP, _KNOTS = 0.05, 801


def _slopes(s: float, state: np.ndarray) -> np.ndarray:
    return np.array([state[1], -np.exp(state[0]) - 2.0 * state[1] / s])


@functools.cache
def _solution() -> tuple[np.ndarray, np.ndarray]:
    """h and h' at the knots, by the Runge-Kutta method from the power series."""
    start, parts = _STEP, 12
    h = [0.0, _series(start)[0]]
    slope = [0.0, _series(start)[1]]
    state, step = np.array([h[1], slope[1]]), _STEP / parts
    for k in range(1, _KNOTS - 1):
        for i in range(parts):
            s = k * _STEP + i * step
            one = _slopes(s, state)
            two = _slopes(s + 0.5 * step, state + 0.5 * step * one)
            three = _slopes(s + 0.5 * step, state + 0.5 * step * two)
            four = _slopes(s + step, state + step * three)
            state = state + step / 6.0 * (one + 2.0 * (two + three) + four)
        h.append(state[0])
        slope.append(state[1])
    return np.array(h), np.array(slope)


def _series(s: float) -> tuple[float, float]:
    """h = -s²/6 + s⁴/120 - s⁶/1890 + 61 s⁸/1632960 and its derivative."""
    terms = ((2, -1 / 6), (4, 1 / 120), (6, -1 / 1890), (8, 61 / 1632960))
    return sum(c * s**n for n, c in terms), sum(n * c * s ** (n - 1) for n, c in terms)


@functools.cache
def _coefficients() -> np.ndarray:
    """(6, cells) coefficients of powers of the place inside a cell."""
    h, slope = _solution()
    s = _STEP * np.arange(_KNOTS)
    bend = -np.exp(h) - 2.0 * np.divide(
        slope, s, out=np.full(_KNOTS, -1 / 3), where=s > 0
    )
    first, second = _STEP * slope, _STEP**2 * bend
    rise = h[1:] - h[:-1]
    a, b, c, d = first[:-1], first[1:], second[:-1], second[1:]
    return np.stack(
        [
            h[:-1],
            a,
            0.5 * c,
            10.0 * rise - 6.0 * a - 4.0 * b - 1.5 * c + 0.5 * d,
            -15.0 * rise + 8.0 * a + 7.0 * b + 1.5 * c - d,
            6.0 * rise - 3.0 * a - 3.0 * b - 0.5 * c + 0.5 * d,
        ]
    )


def isothermal_sphere(s: Any) -> tuple[Any, Any]:
    """h(s) and h'(s), for s from 0 to 40, NaN beyond."""
    xp = array_namespace(s)
    s = xp.asarray(s, dtype=float)
    cell = xp.clip(xp.floor(s / _STEP), 0, _KNOTS - 2).astype(int)
    place = s / _STEP - cell
    parts = [row[cell] for row in xp.asarray(_coefficients())]
    value, slope = parts[5], 5.0 * parts[5]
    for k in (4, 3, 2, 1):
        value = value * place + parts[k]
        slope = slope * place + k * parts[k]
    value = value * place + parts[0]
    outside = s > _STEP * (_KNOTS - 1)
    return xp.where(outside, xp.nan, value), xp.where(outside, xp.nan, slope / _STEP)


@functools.cache
def _ratios() -> tuple[np.ndarray, np.ndarray]:
    h, slope = _solution()
    s = _STEP * np.arange(1, _KNOTS)
    ratios = np.concatenate([[1.0 / 3.0], -slope[1:] / (s * np.exp(h[1:]))])
    rising = int(np.argmax(ratios))
    return ratios[: rising + 1], _STEP * np.arange(rising + 1)


def largest_mass_ratio() -> float:
    """The largest M / (4 π r³ ρ) of an isothermal sphere with a core."""
    return float(_ratios()[0][-1])


def radius_of_mass_ratio(ratio: Any) -> Any:
    """The smallest s where M(r) / (4 π r³ ρ(r)) = -h' / (s exp h) has a value.

    Parameters
    ----------
    ratio
        From above 1/3 to `largest_mass_ratio`; NaN outside.
    """
    xp = array_namespace(ratio)
    ratio = xp.asarray(ratio, dtype=float)
    known, places = _ratios()
    allowed = (ratio > 1.0 / 3.0) & (ratio < known[-1])
    ratio = xp.where(allowed, ratio, 0.6)
    # The ratio is 1/3 + s²/45 near the centre: its square is what is smooth.
    s = xp.sqrt(xp.interp(ratio, known, places**2))
    for _ in range(4):
        # Newton's method; its last step also carries the derivative.
        h, slope = isothermal_sphere(s)
        density = xp.exp(h)
        found = -slope / (s * density)
        change = found * (-density / slope - 3.0 / s - slope)
        s = s - (found - ratio) / change
    return xp.where(allowed, s, xp.nan)
