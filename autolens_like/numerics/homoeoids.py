"""Deflection and potential of any convergence on similar ellipses, as a series.

Let κ(ρ) be constant on similar ellipses, ρ² = q x² + y² / q, with e = f exp(2iφ) and
ζ = z - e z* as in `profiles/frames`, u = ζ / |ζ| and w = e* u², so that |w| = f. The
shell between ρ√s and ρ√(s + ds) is a homoeoid, which deflects a point outside as
1 / √(z² - c² s ρ²), c² = (1 - q²) / q (Bourassa & Kantowski 1975, ApJ 195, 13). With
this root as the generating function of the Legendre polynomials (DLMF 18.12.11),

    α = ζ Σ_k w^k L_k(ρ),    L_k(ρ) = ∫_0^1 κ(ρ√s) P_k(2s - 1) ds,
    ψ = ½ ρ² [V(ρ) + Σ_{k≥1} Re(w^k) (L_{k-1}(ρ) - L_k(ρ)) / k],
    V(ρ) = ∫_0^1 κ(ρ√s) ln(1/s) ds,   with ψ = 0 at the centre.

For a power law κ this is the series of Tessore & Metcalf 2015, A&A 580, A79. Since
|P_k| ≤ 1, K terms leave an error of at most f^K / (1 - f) times |ζ| times the mean of
|κ| inside ρ: a bound for every κ, which `order_from` turns into a number of terms.

The moments L_k depend on ρ alone: `numerics/moment_table` tabulates them.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autolens_like.numerics.kernel import kernel
from autolens_like.numerics.moment_table import (
    COEFFICIENTS,
    LOWEST,
    MOST_TERMS,
    PANELS,
    WIDTH,
    moment_table,
)
from autolens_like.numerics.namespace import array_namespace, is_concrete

#: Bound on the relative error of the series where f is a known number.
_TOLERANCE = 1e-11
#: Terms where f is traced: 6e-11 at f = 0.6 (axis ratio 0.25), 2e-7 at f = 0.7.
TRACED_TERMS = 48


def order_from(flattening: Any) -> int:
    """The number of terms K with f^K / (1 - f) below `_TOLERANCE`, at least 1."""
    if not is_concrete(flattening):
        return TRACED_TERMS
    f = min(max(float(flattening), 0.0), 1.0 - 1e-12)
    if f == 0.0:
        return 1
    needed = math.ceil(math.log(_TOLERANCE * (1.0 - f)) / math.log(f))
    return min(max(needed, 1), MOST_TERMS)


@functools.lru_cache(maxsize=64)
def _known_table(
    radial: Callable[..., Any], shape: tuple[float, ...], order: int, quantity: str
) -> tuple[np.ndarray, float]:
    """`moment_table` of known numbers, kept: potential and planes ask again."""
    table, tail = moment_table(radial, shape, order, quantity)
    return np.ascontiguousarray(table), float(tail)


def _table_of_numbers(
    radial: Callable[..., Any], shape: tuple[Any, ...], order: int, quantity: str
) -> tuple[np.ndarray, float]:
    return _known_table(radial, tuple(float(v) for v in shape), order, quantity)


def _place(log_radius: Any) -> tuple[Any, Any, Any]:
    """Panel, variable in it from -1 to 1, and how far t lies beyond the last panel."""
    xp = array_namespace(log_radius)
    position = (log_radius - LOWEST) / WIDTH
    inside = xp.clip(position, 0.0, PANELS)
    panel = xp.minimum(xp.floor(inside), PANELS - 1)
    beyond = xp.maximum(position - PANELS, 0.0) * WIDTH
    return panel.astype(int), 2.0 * (inside - panel) - 1.0, beyond


@kernel
def homoeoid_sum(
    radial: Callable[..., Any],
    shape: tuple[Any, ...],
    order: int,
    quantity: str,
    log_radius: Any,
    w_imag: Any,
    w_real: Any,
) -> tuple[Any, Any]:
    """α / ζ, or 2 ψ / ρ², of a convergence on similar ellipses.

    Parameters
    ----------
    radial
        κ as a function of the squared scaled radius and of `shape`; one of a module,
        because tables are kept by it.
    shape
        Numbers that `radial` takes.
    order
        K, how many terms of the series.
    quantity
        "deflections" for Σ w^k L_k, "potential" for V + Σ w^k (L_{k-1} - L_k) / k.
    log_radius
        (n,) t, the logarithm of ρ over the scale radius; below -20 the sums are those
        at -20, above 10 there is no more mass.
    w_imag, w_real
        (n,) w.

    Returns
    -------
    imaginary and real part, (n,)
    """
    table, tail = _table_of_numbers(radial, shape, order, quantity)
    panel, variable, beyond = _place(log_radius)
    imag, real = 0.0 * w_imag, 0.0 * w_real
    for k in reversed(range(order)):
        coefficients = table[:, :, k][panel]
        value = coefficients[:, -1]
        for c in reversed(range(COEFFICIENTS - 1)):
            value = value * variable + coefficients[:, c]
        imag, real = imag * w_real + real * w_imag, real * w_real - imag * w_imag
        real = real + value
    fading = np.exp(-2.0 * beyond)
    return fading * imag, fading * (real + tail * beyond)


def _numba_arguments(
    radial: Callable[..., Any],
    shape: tuple[Any, ...],
    order: int,
    quantity: str,
    log_radius: Any,
    w_imag: Any,
    w_real: Any,
) -> tuple[Any, ...]:
    table, tail = _table_of_numbers(radial, shape, order, quantity)
    points = [np.ascontiguousarray(a, float) for a in (log_radius, w_imag, w_real)]
    return (table, tail, *points, LOWEST, WIDTH)


@homoeoid_sum.implement("numba", arguments=_numba_arguments)
def _homoeoid_sum_numba(
    table: Any,
    tail: float,
    log_radius: Any,
    w_imag: Any,
    w_real: Any,
    lowest: float,
    width: float,
) -> tuple[Any, Any]:
    # Ten times faster than numpy: one point's polynomials lie next to each other in
    # memory and are evaluated together, in pairs of powers (Estrin) that do not wait
    # for each other. Σ a_k w^k is b_0 - w* b_1 of the recurrence
    # b_k = a_k + 2 Re(w) b_(k+1) - |w|² b_(k+2), which needs no complex product.
    panels, _, order = table.shape
    imag, real = np.empty(log_radius.size), np.empty(log_radius.size)
    values = np.empty(order)
    inverse = 1.0 / width
    for i in range(log_radius.size):
        position = (log_radius[i] - lowest) * inverse
        inside = min(max(position, 0.0), float(panels))
        panel = min(int(inside), panels - 1)
        v = 2.0 * (inside - panel) - 1.0
        v2 = v * v
        v4 = v2 * v2
        a = table[panel]
        for k in range(order):
            low = a[0, k] + a[1, k] * v + (a[2, k] + a[3, k] * v) * v2
            high = a[4, k] + a[5, k] * v + (a[6, k] + a[7, k] * v) * v2
            values[k] = low + high * v4
        twice = 2.0 * w_real[i]
        square = w_real[i] * w_real[i] + w_imag[i] * w_imag[i]
        last, before = 0.0, 0.0
        for k in range(order - 1, -1, -1):
            last, before = values[k] + twice * last - square * before, last
        imag[i] = w_imag[i] * before
        real[i] = last - w_real[i] * before
        if position > panels:
            beyond = (position - panels) * width
            fading = np.exp(-2.0 * beyond)
            imag[i] *= fading
            real[i] = fading * (real[i] + tail * beyond)
    return imag, real


@homoeoid_sum.implement("jax")
def _homoeoid_sum_jax(
    radial: Callable[..., Any],
    shape: tuple[Any, ...],
    order: int,
    quantity: str,
    log_radius: Any,
    w_imag: Any,
    w_real: Any,
) -> tuple[Any, Any]:
    if all(is_concrete(number) for number in shape):
        known = tuple(float(number) for number in shape)
        function = _differentiable_sum(radial, known, order, quantity)
        return function((), log_radius, w_imag, w_real)
    function = _differentiable_sum(radial, None, order, quantity)
    return function(shape, log_radius, w_imag, w_real)


@functools.lru_cache(maxsize=64)
def _differentiable_sum(
    radial: Callable[..., Any],
    known: tuple[float, ...] | None,
    order: int,
    quantity: str,
) -> Any:
    """The sum for JAX, with derivatives that keep no array per term.

    A change of `shape` changes the table: its derivative with respect to each number is
    a table too, and is summed beside the first.
    """
    import jax
    import jax.numpy as jnp

    def tables_of(shape: Any) -> Any:
        if known is not None:
            return _known_table(radial, known, order, quantity)
        return moment_table(radial, shape, order, quantity)

    @jax.custom_jvp
    def total(shape: Any, log_radius: Any, w_imag: Any, w_real: Any) -> Any:
        table, tail = tables_of(shape)
        panel, variable, beyond = _place(log_radius)
        imag, real = _sums([table], panel, variable, w_imag, w_real)[0]
        fading = jnp.exp(-2.0 * beyond)
        return fading * imag, fading * (real + tail * beyond)

    @total.defjvp
    def total_jvp(primals: Any, tangents: Any) -> Any:
        shape, log_radius, w_imag, w_real = primals
        table, tail = tables_of(shape)
        changes = []
        for i in range(len(shape)):
            along = tuple(
                jnp.asarray(float(i == j), dtype=float) for j in range(len(shape))
            )
            changes.append(jax.jvp(tables_of, (shape,), (along,))[1])
        panel, variable, beyond = _place(log_radius)
        tables = [table, *(change for change, _ in changes)]
        place = (panel, variable, w_imag, w_real)
        (imag, real), *others, slope_w, slope_t = _sums(tables, *place, slopes=True)
        fading = jnp.exp(-2.0 * beyond)
        value = (fading * imag, fading * (real + tail * beyond))
        within = (log_radius > LOWEST) & (beyond == 0.0)
        outside = beyond > 0.0
        slopes = [2.0 / WIDTH * jnp.where(within, slope, 0.0) for slope in slope_t]
        decay = (-2.0 * value[0], -2.0 * value[1] + fading * tail)
        slopes = [
            s + jnp.where(outside, d, 0.0) for s, d in zip(slopes, decay, strict=True)
        ]
        by_t, by_imag, by_real = tangents[1:]
        change_imag = slopes[0] * by_t
        change_real = slopes[1] * by_t
        change_imag += fading * (slope_w[0] * by_real + slope_w[1] * by_imag)
        change_real += fading * (slope_w[1] * by_real - slope_w[0] * by_imag)
        sums = zip(tangents[0], others, changes, strict=True)
        for by_shape, (other_imag, other_real), (_, change_of_tail) in sums:
            change_imag += fading * other_imag * by_shape
            change_real += fading * (other_real + change_of_tail * beyond) * by_shape
        return value, (change_imag, change_real)

    return total


def _sums(
    tables: list[Any],
    panel: Any,
    variable: Any,
    w_imag: Any,
    w_real: Any,
    slopes: bool = False,
) -> list[tuple[Any, Any]]:
    """Σ w^k a_k of each table; with `slopes` also the first's ∂/∂w and ∂/∂variable."""
    import jax
    import jax.numpy as jnp

    def product(pair: Any) -> tuple[Any, Any]:
        return (
            pair[0] * w_real + pair[1] * w_imag,
            pair[1] * w_real - pair[0] * w_imag,
        )

    def term(sums: list[Any], rows: Any) -> tuple[list[Any], None]:
        new = [product(pair) for pair in sums]
        powers = [jnp.moveaxis(row[panel], -1, 0) for row in rows]
        values = []
        for power in powers:
            value = power[-1]
            for c in reversed(range(COEFFICIENTS - 1)):
                value = value * variable + power[c]
            values.append(value)
        if slopes:
            slope = (COEFFICIENTS - 1.0) * powers[0][-1]
            for c in reversed(range(1, COEFFICIENTS - 1)):
                slope = slope * variable + c * powers[0][c]
            values += [0.0, slope]
            new[-2] = (new[-2][0] + sums[0][0], new[-2][1] + sums[0][1])
        added = zip(new, values, strict=True)
        return [(imag, real + value) for (imag, real), value in added], None

    zero = 0.0 * (w_imag + variable)
    start = [(zero, zero)] * (len(tables) + (2 if slopes else 0))
    rows = [jnp.moveaxis(jnp.asarray(table), -1, 0) for table in tables]
    return jax.lax.scan(term, start, rows, reverse=True)[0]
