"""Deflection and potential of any convergence on similar ellipses, as one series.

Let κ(ρ) be constant on similar ellipses, ρ² = q x'² + y'² / q, with e = f exp(2iφ) and
ζ = z - e z* as in `profiles/frames`, so that |ζ|² = (1 - f²) ρ²; u = ζ / |ζ| and
w = e* u², so that |w| = f. The shell between ρ√s and ρ√(s + ds) is a homoeoid, which
deflects a point outside as 1 / √(z² - c² s ρ²), c² = (1 - q²) / q (Bourassa &
Kantowski 1975, ApJ 195, 13). With this root as the generating function of the Legendre
polynomials (DLMF 18.12.11),

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
    WIDTH,
    known_table,
    moment_table,
    of_lower_degree,
    place_in_table,
    polynomial,
)
from autolens_like.numerics.namespace import array_namespace, is_concrete
from autolens_like.profiles.frames import MINIMUM_RADIUS, sheared

#: Bound on the relative error of the series where f is a known number.
_TOLERANCE = 1e-11
#: Terms come in eights, which fill the registers of a processor.
_EIGHT = 8
#: Terms where f is traced: 6e-11 at f = 0.6 (axis ratio 0.25), 2e-7 at f = 0.7.
TRACED_TERMS = 48
#: Coefficients and terms of a derivative with respect to a number of the shape: enough
#: for 1e-8 of it, and 2e-7 at f = 0.6.
_SLOPE_COEFFICIENTS, _SLOPE_TERMS = 5, 32


def order_from(flattening: Any, most: int = MOST_TERMS) -> int:
    """The number of terms K with f^K / (1 - f) below `_TOLERANCE`: 1, or eights."""
    if not is_concrete(flattening):
        return TRACED_TERMS
    f = min(max(float(flattening), 0.0), 1.0 - 1e-12)
    if f == 0.0:
        return 1
    needed = math.log(_TOLERANCE * (1.0 - f)) / math.log(f)
    return min(_EIGHT * max(math.ceil(needed / _EIGHT), 1), most)


def _table_of_numbers(
    radial: Callable[..., Any], shape: tuple[Any, ...], order: int, quantity: str
) -> tuple[np.ndarray, float]:
    return known_table(radial, tuple(float(v) for v in shape), order, quantity)


def homoeoid_frame(
    y: Any, x: Any, ell_comps: Any, scale_radius: Any
) -> tuple[Any, ...]:
    """ζ (imaginary, real), ρ² held off zero, t = ln(ρ / r) and w (imaginary, real)."""
    e_y, e_x = ell_comps
    zeta_y, zeta_x = sheared(y, x, ell_comps)
    area = 1.0 - e_y * e_y - e_x * e_x
    xp = array_namespace(zeta_y, zeta_x, scale_radius)
    squared = (zeta_y * zeta_y + zeta_x * zeta_x) / area
    squared = xp.maximum(squared, MINIMUM_RADIUS**2)
    # w = e* ζ² / |ζ|²
    inverse = 1.0 / (area * squared)
    square_y = 2.0 * zeta_y * zeta_x * inverse
    square_x = (zeta_x * zeta_x - zeta_y * zeta_y) * inverse
    log_radius = 0.5 * xp.log(squared * scale_radius**-2.0)
    w_imag = e_x * square_y - e_y * square_x
    w_real = e_x * square_x + e_y * square_y
    return zeta_y, zeta_x, squared, log_radius, w_imag, w_real


def field_of_sum(
    quantity: str, frame: tuple[Any, ...], factor: Any, imag: Any, real: Any
) -> tuple[Any, ...]:
    """From the series (imaginary, real) to the quantity; `factor` is one of κ."""
    zeta_y, zeta_x, squared = frame[:3]
    imag, real = factor * imag, factor * real
    if quantity == "deflections":
        return zeta_x * imag + zeta_y * real, zeta_x * real - zeta_y * imag
    if quantity == "potential":
        return (0.5 * squared * real,)
    return (real,)


@kernel
def homoeoid_field(
    radial: Callable[..., Any],
    shape: tuple[Any, ...],
    order: int,
    quantity: str,
    y: Any,
    x: Any,
    ell_comps: tuple[Any, Any],
    scales: tuple[Any, Any],
) -> tuple[Any, ...]:
    """Deflection, potential or convergence of mass on similar ellipses.

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
        "deflections", "potential", or "convergence": κ as the table has it, with K = 1.
    y, x
        (n,) coordinates about the centre [arcsec].
    ell_comps
        e, imaginary and real part.
    scales
        Where the scaled radius is 1 [arcsec], and a factor of κ. Below e^-26 of the
        radius sums are those at e^-26, above e^12 there is no more mass.

    Returns
    -------
    (y, x) deflection [arcsec], (ψ,) [arcsec²] or (κ,), arrays (n,)
    """
    frame = homoeoid_frame(y, x, ell_comps, scales[0])
    log_radius, w_imag, w_real = frame[3:]
    table, tail = _table_of_numbers(radial, shape, order, quantity)
    panel, variable, beyond = place_in_table(log_radius)
    imag, real = 0.0 * w_imag, 0.0 * w_real
    for k in reversed(range(order)):
        imag, real = imag * w_real + real * w_imag, real * w_real - imag * w_imag
        real = real + polynomial(table[:, :, k], panel, variable)
    fading = np.exp(-2.0 * beyond)
    imag, real = fading * imag, fading * (real + tail * beyond)
    return field_of_sum(quantity, frame, scales[1], imag, real)


def _numba_arguments(
    radial: Callable[..., Any],
    shape: tuple[Any, ...],
    order: int,
    quantity: str,
    y: Any,
    x: Any,
    ell_comps: tuple[Any, Any],
    scales: tuple[Any, Any],
) -> tuple[Any, ...]:
    table, tail = _table_of_numbers(radial, shape, order, quantity)
    points = (np.ascontiguousarray(a, float) for a in (y, x))
    numbers = (float(v) for v in (*ell_comps, *scales))
    rows = ("convergence", "potential", "deflections").index(quantity)
    return (table, tail, rows, *points, *numbers, LOWEST, WIDTH, MINIMUM_RADIUS)


@homoeoid_field.implement("numba", arguments=_numba_arguments)
def _homoeoid_field_numba(
    table: Any,
    tail: float,
    rows: int,
    y: Any,
    x: Any,
    e_y: float,
    e_x: float,
    scale: float,
    factor: float,
    lowest: float,
    width: float,
    least: float,
) -> Any:
    # In runs of 64 points, whose intermediate values stay in the first-level cache.
    # One point's polynomials lie next to each other in memory and are evaluated
    # together, in pairs of powers (Estrin) that do not wait for each other. Σ a_k w^k
    # is b_0 - w* b_1 of the recurrence b_k = a_k + 2 Re(w) b_(k+1) - |w|² b_(k+2),
    # which needs no complex product and runs over the points.
    panels, _, order = table.shape
    result = np.empty((max(rows, 1), y.size))
    square = e_y * e_y + e_x * e_x
    area = 1.0 - square
    unit, inverse_width = 1.0 / (scale * scale), 1.0 / width
    values = np.empty((64, order))
    zeta_y, zeta_x, squared = np.empty(64), np.empty(64), np.empty(64)
    w_y, w_x, place = np.empty(64), np.empty(64), np.empty(64)
    last, before = np.empty(64), np.empty(64)
    for start in range(0, y.size, 64):
        number = min(64, y.size - start)
        for i in range(number):
            at_y, at_x = y[start + i], x[start + i]
            z_y = (1.0 + e_x) * at_y - e_y * at_x
            z_x = (1.0 - e_x) * at_x - e_y * at_y
            rho2 = max((z_y * z_y + z_x * z_x) / area, least * least)
            inverse = 1.0 / (area * rho2)
            square_y, square_x = 2.0 * z_y * z_x, z_x * z_x - z_y * z_y
            zeta_y[i], zeta_x[i], squared[i] = z_y, z_x, rho2
            w_y[i] = (e_x * square_y - e_y * square_x) * inverse
            w_x[i] = (e_x * square_x + e_y * square_y) * inverse
            last[i] = 0.0
            before[i] = 0.0
        for i in range(number):
            place[i] = (0.5 * np.log(squared[i] * unit) - lowest) * inverse_width
            inside = min(max(place[i], 0.0), float(panels))
            panel = min(int(inside), panels - 1)
            v = 2.0 * (inside - panel) - 1.0
            v2 = v * v
            v4 = v2 * v2
            a, row = table[panel], values[i]
            for k in range(order):
                low = a[0, k] + a[1, k] * v + (a[2, k] + a[3, k] * v) * v2
                high = a[4, k] + a[5, k] * v + (a[6, k] + a[7, k] * v) * v2
                row[k] = low + high * v4
        for k in range(order - 1, -1, -1):
            for i in range(number):
                new = values[i, k] + 2.0 * w_x[i] * last[i] - square * before[i]
                before[i] = last[i]
                last[i] = new
        for i in range(number):
            imag = factor * w_y[i] * before[i]
            real = factor * (last[i] - w_x[i] * before[i])
            if place[i] > panels:
                beyond = (place[i] - panels) * width
                fading = np.exp(-2.0 * beyond)
                imag *= fading
                real = fading * (real + factor * tail * beyond)
            if rows == 2:
                result[0, start + i] = zeta_x[i] * imag + zeta_y[i] * real
                result[1, start + i] = zeta_x[i] * real - zeta_y[i] * imag
            elif rows == 1:
                result[0, start + i] = 0.5 * squared[i] * real
            else:
                result[0, start + i] = real
    return result


@homoeoid_field.implement("jax")
def _homoeoid_field_jax(
    radial: Callable[..., Any],
    shape: tuple[Any, ...],
    order: int,
    quantity: str,
    y: Any,
    x: Any,
    ell_comps: tuple[Any, Any],
    scales: tuple[Any, Any],
) -> tuple[Any, ...]:
    frame = homoeoid_frame(y, x, ell_comps, scales[0])
    known = None
    if all(is_concrete(number) for number in shape):
        known, shape = tuple(float(number) for number in shape), ()
    function = _differentiable_sum(radial, known, order, quantity)
    return field_of_sum(quantity, frame, scales[1], *function(shape, *frame[3:]))


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
            return known_table(radial, known, number, kind)
        return moment_table(radial, shape, number, kind)

    def single(shape: Any, place: Any, kind: str) -> Any:
        panel, variable, beyond = place
        rows = jnp.asarray(moments(shape, 1, kind)[0])[:, :, 0]
        return jnp.exp(-2.0 * beyond) * polynomial(rows, panel, variable)

    @jax.custom_jvp
    def total(shape: Any, log_radius: Any, w_imag: Any, w_real: Any) -> Any:
        place = place_in_table(log_radius)
        return _sums_jax([moments(shape)], place, w_imag, w_real)[0]

    @total.defjvp
    def total_jvp(primals: Any, tangents: Any) -> Any:
        shape, log_radius, w_imag, w_real = primals
        place, w = place_in_table(log_radius), w_real + 1j * w_imag
        table = moments(shape)
        sums = _sums_jax([table], place, w_imag, w_real, slope=True)
        value, by_w = (real + 1j * imag for imag, real in sums)
        tables = []
        for i in range(len(shape)):
            along = tuple(
                jnp.asarray(float(i == j), dtype=float) for j in range(len(shape))
            )
            slopes, tail = jax.jvp(moments, (shape,), (along,))[1]
            slopes = of_lower_degree(_SLOPE_COEFFICIENTS) @ slopes[:, :, :_SLOPE_TERMS]
            tables.append((slopes, tail))
        by_shape = _sums_jax(tables, place, w_imag, w_real)
        if quantity == "deflections":
            density = single(shape, place, "convergence")
            by_t = 2.0 * (density - value - w * (1.0 + w) * by_w) / (1.0 - w)
        elif quantity == "potential":
            mean = single(shape, place, "deflections")
            by_t = 2.0 * ((1.0 + w) * (mean - w * by_w) / (1.0 - w) - value)
        else:
            rows = jnp.asarray(moments(shape)[0])[:, 1:, 0]
            rows = rows * (jnp.arange(1.0, COEFFICIENTS) * 2.0 / WIDTH)
            by_t = polynomial(rows, *place[:2])
        beyond = jnp.exp(-2.0 * place[2]) * table[1] - 2.0 * value
        by_t = jnp.where(place[2] > 0.0, beyond, by_t)
        change = by_t * tangents[1] + by_w * (tangents[3] + 1j * tangents[2])
        for (imag, real), tangent in zip(by_shape, tangents[0], strict=True):
            change += (real + 1j * imag) * tangent
        return sums[0], (jnp.imag(change), jnp.real(change))

    return total


def _sums_jax(
    tables: list[tuple[Any, Any]],
    place: Any,
    w_imag: Any,
    w_real: Any,
    slope: bool = False,
) -> list[tuple[Any, Any]]:
    """(imaginary, real) of Σ w^k a_k(t) of tables with tails, in a loop over the terms.

    With `slope` the last sum is the derivative of the first by w.
    """
    import jax
    import jax.numpy as jnp

    panel, variable, beyond = place
    rows = [jnp.moveaxis(jnp.asarray(table), -1, 0) for table, _ in tables]

    def times_w(imag: Any, real: Any) -> tuple[Any, Any]:
        return imag * w_real + real * w_imag, real * w_real - imag * w_imag

    def add(state: Any, terms: Any) -> Any:
        after = []
        for (imag, real), powers in zip(state, terms, strict=False):
            imag, real = times_w(imag, real)
            after.append((imag, real + polynomial(powers, panel, variable)))
        if slope:
            imag, real = times_w(*state[-1])
            after.append((imag + state[0][0], real + state[0][1]))
        return after, None

    zero = jnp.zeros_like(w_real)
    start = [(zero, zero)] * (len(rows) + slope)
    sums = jax.lax.scan(add, start, rows, reverse=True)[0] if rows else []
    fading = jnp.exp(-2.0 * beyond)
    tails = [tail for _, tail in tables] + [0.0] * slope
    return [
        (fading * imag, fading * (real + tail * beyond))
        for (imag, real), tail in zip(sums, tails, strict=True)
    ]
