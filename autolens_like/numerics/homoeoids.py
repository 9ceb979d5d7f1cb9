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
    a table too. With S = Σ w^k L_k and Q the potential's sum, the derivatives with
    respect to t follow from those with respect to w, because div α = 2 κ and ∇ψ = α:

        S_t = 2 [κ - S - w (1 + w) S_w] / (1 - w),
        Q_t = 2 [(1 + w) S - Q],   S = (L_0 - w Q_w) / (1 - w).
    """
    import jax
    import jax.numpy as jnp

    def moments(shape: Any, number: int = order, kind: str = quantity) -> Any:
        if known is not None:
            return _known_table(radial, known, number, kind)
        return moment_table(radial, shape, number, kind)

    @jax.custom_jvp
    def total(shape: Any, log_radius: Any, w_imag: Any, w_real: Any) -> Any:
        value = _sum_of_table_jax(*moments(shape), log_radius, w_real + 1j * w_imag)
        return jnp.imag(value), jnp.real(value)

    @total.defjvp
    def total_jvp(primals: Any, tangents: Any) -> Any:
        shape, log_radius, w_imag, w_real = primals
        w = w_real + 1j * w_imag
        table, tail = moments(shape)
        value = _sum_of_table_jax(table, tail, log_radius, w)
        # Σ a_k w^k has the derivative Σ (k + 1) a_(k+1) w^k.
        raised = jnp.arange(1, order) * jnp.asarray(table)[:, :, 1:]
        by_w = _sum_of_table_jax(raised, 0.0, log_radius, w)
        if quantity == "deflections":
            density = radial(jnp.exp(2.0 * log_radius), *(known or shape))
            by_t = 2.0 * (density - value - w * (1.0 + w) * by_w) / (1.0 - w)
        else:
            mean = moments(shape, 1, "deflections")[0]
            mean = _sum_of_table_jax(mean, 0.0, log_radius, w)
            by_t = 2.0 * ((1.0 + w) * (mean - w * by_w) / (1.0 - w) - value)
        change = by_t * tangents[1] + by_w * (tangents[3] + 1j * tangents[2])
        for i in range(len(shape)):
            along = tuple(
                jnp.asarray(float(i == j), dtype=float) for j in range(len(shape))
            )
            moved = jax.jvp(moments, (shape,), (along,))[1]
            change += _sum_of_table_jax(*moved, log_radius, w) * tangents[0][i]
        return (jnp.imag(value), jnp.real(value)), (jnp.imag(change), jnp.real(change))

    return total


def _sum_of_table_jax(table: Any, tail: Any, log_radius: Any, w: Any) -> Any:
    """Σ w^k a_k(t) for complex w, in a loop over the terms."""
    import jax
    import jax.numpy as jnp

    panel, variable, beyond = _place(log_radius)
    w_imag, w_real = jnp.imag(w), jnp.real(w)

    def add(sums: Any, rows: Any) -> Any:
        powers = rows[panel]
        value = powers[..., -1]
        for c in reversed(range(COEFFICIENTS - 1)):
            value = value * variable + powers[..., c]
        imag, real = sums
        real, imag = real * w_real - imag * w_imag, imag * w_real + real * w_imag
        return (imag, real + value), None

    zero = jnp.zeros_like(w_real)
    rows = jnp.moveaxis(jnp.asarray(table), -1, 0)
    imag, real = jax.lax.scan(add, (zero, zero), rows, reverse=True)[0]
    return jnp.exp(-2.0 * beyond) * (real + tail * beyond + 1j * imag)
