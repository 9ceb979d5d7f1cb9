"""Legendre moments of a radial function, tabulated over the logarithm of the radius.

See `profiles/mass/homoeoids` for what they are for. The moments

    L_k(ρ) = ∫_0^1 κ(ρ√s) P_k(2s - 1) ds,    V(ρ) = ∫_0^1 κ(ρ√s) ln(1/s) ds

depend on ρ alone. They are tabulated over t = ln ρ, in panels of equal
width: the ellipse of a panel's end is that of its start, whose moments shrink by a
fixed matrix (a Legendre polynomial of a smaller argument is a sum of such), and a strip
around it, in which κ is a polynomial in t. Both are exact for polynomials; for the
profiles of this package the table is good to 1e-10 (measured against fifty digits).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like.numerics.namespace import array_namespace

#: Panels of t = ln ρ: from e^-26 to e^12 of the scale radius.
LOWEST, WIDTH, PANELS = -26.0, 0.125, 304
#: Points in a panel where κ is taken, and coefficients of a moment's polynomial.
_POINTS, COEFFICIENTS = 10, 8
#: Most terms of a series.
MOST_TERMS = 128


def _gauss(number: int, stop: float) -> tuple[np.ndarray, np.ndarray]:
    """Gauss-Legendre nodes and weights on (0, stop)."""
    nodes, weights = np.polynomial.legendre.leggauss(number)
    return 0.5 * stop * (nodes + 1.0), 0.5 * stop * weights


def _legendre(argument: np.ndarray) -> np.ndarray:
    """(MOST_TERMS, n) Legendre polynomials at (n,) arguments."""
    return np.polynomial.legendre.legvander(argument, MOST_TERMS - 1).T


@functools.cache
def _points() -> np.ndarray:
    """Where κ is taken in a panel, as parts of its width: Chebyshev's points."""
    k = np.arange(_POINTS)
    return 0.5 - 0.5 * np.cos(np.pi * (k + 0.5) / _POINTS)


@functools.cache
def radii_squared() -> np.ndarray:
    """(PANELS, points) squares of the scaled radii at which κ is asked for."""
    panels = np.arange(PANELS)[:, None] + _points()
    return np.exp(2.0 * (LOWEST + WIDTH * panels))


def _shrinking(step: float) -> np.ndarray:
    """What becomes of (L_0, ..., V) when ρ grows by e^step and κ = 0 in the strip."""
    inner = math.exp(-2.0 * step)
    nodes, weights = _gauss(MOST_TERMS, 1.0)
    before = _legendre(2.0 * nodes - 1.0) * (2.0 * np.arange(MOST_TERMS)[:, None] + 1.0)
    after = _legendre(2.0 * inner * nodes - 1.0)
    matrix = np.zeros((MOST_TERMS + 1, MOST_TERMS + 1))
    matrix[:-1, :-1] = np.tril((after * weights) @ before.T)
    matrix[-1, 0], matrix[-1, -1] = 2.0 * step, 1.0
    return inner * matrix


def _strip(step: float) -> np.ndarray:
    """What κ at a panel's points adds to (L_0, ..., V) at `step` past its start."""
    t, weights = _gauss(96, step)
    inner = np.exp(-2.0 * (step - t))
    kinds = np.vstack([_legendre(2.0 * inner - 1.0), 2.0 * (step - t)])
    return (kinds * (2.0 * inner * weights)) @ _lagrange(t / WIDTH)


def _lagrange(parts: np.ndarray) -> np.ndarray:
    """From κ at a panel's points to the polynomial through them, at (n,) parts."""
    points = 2.0 * _points() - 1.0
    basis = np.polynomial.chebyshev.chebvander(2.0 * parts - 1.0, _POINTS - 1)
    return basis @ np.linalg.inv(
        np.polynomial.chebyshev.chebvander(points, _POINTS - 1)
    )


@functools.cache
def _nodes(number: int = COEFFICIENTS) -> tuple[np.ndarray, np.ndarray]:
    """Chebyshev's points of (-1, 1), and from values there to a polynomial's powers."""
    k = np.arange(number)
    nodes = -np.cos(np.pi * (k + 0.5) / number)
    return nodes, np.linalg.inv(np.vander(nodes, increasing=True))


@functools.cache
def _density_operator() -> np.ndarray:
    """(points, coefficients): from κ at a panel's points to its polynomial."""
    nodes, to_powers = _nodes()
    return (to_powers @ _lagrange(0.5 * (nodes + 1.0))).T


@functools.cache
def of_lower_degree(number: int) -> np.ndarray:
    """(number, COEFFICIENTS): from a moment's polynomial to one with fewer powers."""
    nodes, to_powers = _nodes(number)
    return to_powers @ np.vander(nodes, COEFFICIENTS, increasing=True)


@functools.cache
def _panel_operators() -> tuple[np.ndarray, np.ndarray]:
    """From moments at a panel's start, and from κ in it, to polynomials in the panel.

    Returns
    -------
    (coefficients, MOST_TERMS + 1, MOST_TERMS + 1) and (..., points) arrays
        Coefficients of powers of a variable that runs from -1 to 1.
    """
    nodes, to_powers = _nodes()
    steps = 0.5 * WIDTH * (nodes + 1.0)
    shrinking = np.array([_shrinking(step) for step in steps])
    strips = np.array([_strip(step) for step in steps])
    return np.tensordot(to_powers, shrinking, 1), np.tensordot(to_powers, strips, 1)


@functools.cache
def _doublings() -> tuple[np.ndarray, ...]:
    """The shrinking matrices of 1, 2, 4, ... panels."""
    number = PANELS.bit_length()
    return tuple(_shrinking(WIDTH * 2**i) for i in range(number))


@functools.cache
def _operators(order: int, quantity: str) -> tuple[Any, ...]:
    """The matrices for K terms: doublings, strip, and a panel's polynomials."""
    kept = [*range(order), MOST_TERMS]
    doublings = [matrix[np.ix_(kept, kept)] for matrix in _doublings()]
    mix = np.eye(order, order + 1)
    if quantity == "potential":
        k = np.arange(1, order)
        mix = np.zeros((order, order + 1))
        mix[0, -1] = 1.0
        mix[k, k - 1], mix[k, k] = 1.0 / k, -1.0 / k
    shrinking, strips = _panel_operators()
    both = np.concatenate([shrinking[:, kept][:, :, kept], strips[:, kept]], axis=2)
    powers = np.einsum("kj,cjs->sck", mix, both)
    return doublings, _strip(WIDTH)[kept], powers.reshape(powers.shape[0], -1)


def _product(rows: Any, matrix: Any) -> Any:
    """`rows @ matrix` in pieces so small that no BLAS starts a second thread.

    Threads that wait for each other on a busy machine made it a hundred times slower.
    """
    xp = array_namespace(rows)
    return xp.reshape(xp.reshape(rows, (38, 8, -1)) @ matrix, (PANELS, -1))


def _first(density: Any, order: int) -> Any:
    """(K + 1,) moments at the start of the table, κ below it taken as a power law."""
    xp = array_namespace(density)
    # κ ∝ ρ^-2h: L_k = L_(k-1) (1 - h - k) / (k + 1 - h), V = κ / (1 - h)².
    ends = density[0, :: _POINTS - 1]
    ends = xp.log(xp.abs(xp.where(ends == 0.0, 1.0, ends)))
    rise = ends[0] - ends[1]
    parts = _points()
    half = 0.5 * rise / float(WIDTH * (parts[-1] - parts[0]))
    half = xp.clip(half, 0.0, 0.9)
    at_start = density[0, 0] * xp.exp(2.0 * half * float(WIDTH * parts[0]))
    k = np.arange(1, order)
    ratios = xp.cumprod((1.0 - half - k) / (k + 1.0 - half))
    start = xp.reshape(at_start / (1.0 - half), (1,))
    return xp.concatenate([start, start * ratios, start / (1.0 - half)])


def _moments_at_starts(density: Any, doublings: Any, strip: Any) -> Any:
    """(PANELS, K + 1) moments (L_0, ..., V) at the starts of the panels.

    The recurrence from panel to panel is added up in steps of 1, 2, 4, ... panels, so
    that eight products of matrices do it.
    """
    xp = array_namespace(density)
    first = _first(density, strip.shape[0] - 1)[None]
    state = xp.concatenate([first, _product(density, strip.T)[:-1]])
    for i, matrix in enumerate(doublings):
        moved = _product(state, matrix.T)[: -(2**i)]
        state = xp.concatenate([state[: 2**i], state[2**i :] + moved])
    return state


def moment_table(
    radial: Callable[..., Any], shape: tuple[Any, ...], order: int, quantity: str
) -> tuple[Any, Any]:
    """The polynomials of the series' coefficients in every panel.

    Parameters
    ----------
    radial
        κ of the squared scaled radius and of `shape`.
    shape
        Numbers.
    order
        K, how many terms.
    quantity
        "deflections", "potential", or "convergence": κ itself, one term.

    Returns
    -------
    (PANELS, coefficients, K) array
        Of powers of a variable that runs from -1 to 1 in each panel.
    float
        What a potential gains with t beyond the last panel, 2 L_0 there; else 0.
    """
    xp = array_namespace(shape)
    density = xp.asarray(radial(radii_squared(), *shape))
    if quantity == "convergence":
        table = _product(density, _density_operator())
        return xp.reshape(table, (PANELS, COEFFICIENTS, 1)), 0.0
    doublings, strip, powers = _operators(order, quantity)
    state = _moments_at_starts(density, doublings, strip)
    table = _product(xp.concatenate([state, density], axis=1), powers)
    last = doublings[0][0] @ state[-1] + strip[0] @ density[-1]
    tail = (2.0 if quantity == "potential" else 0.0) * last
    return xp.reshape(table, (PANELS, COEFFICIENTS, order)), tail


@functools.lru_cache(maxsize=64)
def known_table(
    radial: Callable[..., Any], shape: tuple[float, ...], order: int, quantity: str
) -> tuple[np.ndarray, float]:
    """`moment_table` of known numbers, kept: potential and planes ask again."""
    table, tail = moment_table(radial, shape, order, quantity)
    return np.ascontiguousarray(table), float(tail)


def place_in_table(log_radius: Any) -> tuple[Any, Any, Any]:
    """Panel, variable in it from -1 to 1, and how far t lies beyond the last panel."""
    xp = array_namespace(log_radius)
    position = (log_radius - LOWEST) / WIDTH
    inside = xp.clip(position, 0.0, PANELS)
    panel = xp.minimum(xp.floor(inside), PANELS - 1)
    beyond = xp.maximum(position - PANELS, 0.0) * WIDTH
    return panel.astype(int), 2.0 * (inside - panel) - 1.0, beyond


def polynomial(rows: Any, panel: Any, variable: Any) -> Any:
    """The polynomials (PANELS, coefficients) of points, by Horner's rule."""
    # Column by column: JAX joins the look-ups and the sum to one loop over the points.
    xp = array_namespace(rows, panel)
    value = 0.0 * variable
    for c in reversed(range(rows.shape[-1])):
        value = value * variable + xp.take(rows[:, c], panel, mode="clip")
    return value
